//! How an academy has its cover allocated: what may be asked of whom, and the published weights.

use crate::day::{CoverLimits, Tier};
use school::Record;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The weights of the one weighted sum that allocation makes small. All are whole numbers; a larger one weighs more. The defaults
/// keep one order for each lesson: every level outweighs all levels below it together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Weights {
    /// A lesson without anybody.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub uncovered_lesson: i64,
    /// A registration without anybody.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub uncovered_registration: i64,
    /// A duty without anybody.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub uncovered_duty: i64,
    /// Taking arranged cover from the person who has it.
    #[schema(minimum = 0, maximum = 100_000_000)]
    pub change: i64,
    /// Asking a cover supervisor.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub cover_supervisor: i64,
    /// Asking a teacher employed to cover.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub cover_teacher: i64,
    /// Asking a higher level teaching assistant.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub higher_level_assistant: i64,
    /// Asking a teacher whose own class is away.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub freed_teacher: i64,
    /// Asking somebody of supply, beside what they cost.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub supply: i64,
    /// Asking a teacher in a free period: rarely cover.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub teacher: i64,
    /// Asking a member of the leadership.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub leader: i64,
    /// Asking a teaching assistant.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub teaching_assistant: i64,
    /// A person who only supervises, for a class that was supervised on so many days of the absence as the settings allow.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub needs_teacher: i64,
    /// A person who does not teach the subject.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub other_subject: i64,
    /// A person who does not know the class.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub unknown_class: i64,
    /// Gained when one person takes two lessons of a class that follow each other.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub continuity: i64,
    /// Gained when a person has the class at another time of the day already, or on another day of the same absence.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub same_class: i64,
    /// A room in another building than the person's neighbouring period.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub far_room: i64,
    /// A cover that is one of three or more periods in a row, own lessons and cover that is settled alike.
    #[schema(minimum = 0, maximum = 10_000_000)]
    pub three_in_a_row: i64,
    /// What it weighs when the whole of the week's free time has gone into cover, for each further cover; a part weighs as much less.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub fairness_week: i64,
    /// What it weighs when the whole of the term's free time has.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub fairness_term: i64,
    /// What it weighs when the whole of the year's free time has.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub fairness_year: i64,
    /// So many pence of a supply booking weigh one point.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub supply_pence_for_point: i64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            uncovered_lesson: 8_000_000,
            uncovered_registration: 4_000_000,
            uncovered_duty: 2_000_000,
            change: 1_000_000,
            cover_supervisor: 0,
            cover_teacher: 40_000,
            higher_level_assistant: 80_000,
            freed_teacher: 120_000,
            supply: 160_000,
            teacher: 400_000,
            leader: 500_000,
            teaching_assistant: 600_000,
            needs_teacher: 200_000,
            other_subject: 15_000,
            unknown_class: 12_000,
            continuity: 4_000,
            same_class: 3_800,
            far_room: 1_250,
            three_in_a_row: 1_250,
            fairness_week: 250,
            fairness_term: 500,
            fairness_year: 250,
            supply_pence_for_point: 1_000,
        }
    }
}

/// The limits of a post where a person has none of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PostLimits {
    /// The post.
    pub tier: Tier,
    /// Its limits.
    #[serde(default)]
    pub limits: CoverLimits,
}

/// What the lessons of a subject need of their room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomRequirement {
    /// The subject as the timetable writes it.
    #[schema(min_length = 1, max_length = 50, example = "Chemistry")]
    pub subject: String,
    /// What the room is suitable for, as the rooms write it.
    #[schema(min_length = 1, max_length = 50, example = "science")]
    pub suitable_for: String,
}

/// How an academy has its cover allocated. Whatever is left out of a request has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CoverSettings {
    /// Whether "rarely cover" binds: teachers are asked last and never for what could be foreseen (School Teachers' Pay and
    /// Conditions Document; in academies by contract or transfer. Unconfirmed whether the Act of 2026 is in force: on).
    pub rarely_cover: bool,
    /// Whether a teacher whose class is away may be asked for what could be foreseen (unconfirmed: off).
    pub freed_teachers_cover_foreseeable: bool,
    /// After so many days of school an absence that goes on counts as foreseeable (unconfirmed: 3).
    #[schema(minimum = 1, maximum = 400)]
    pub foreseeable_after_days: u16,
    /// An absence that was on record so many days of school before its first day counts as foreseeable, whatever its category
    /// (unconfirmed: 2, so that what is told on the evening before does not).
    #[schema(minimum = 1, maximum = 400)]
    pub foreseeable_when_known_days: u16,
    /// An absence that touches a lesson for fewer minutes asks for no cover.
    #[schema(minimum = 1, maximum = 60)]
    pub shortest_minutes: u16,
    /// Whether duties need cover.
    pub cover_duties: bool,
    /// One invigilator for so many candidates of a written exam (JCQ; for 2026/27 unconfirmed: 30).
    #[schema(minimum = 1, maximum = 1000)]
    pub candidates_written: u16,
    /// One invigilator for so many candidates of a practical exam (JCQ; for 2026/27 unconfirmed: 20).
    #[schema(minimum = 1, maximum = 1000)]
    pub candidates_practical: u16,
    /// Whether a teaching assistant, cover supervisor or anybody else who is no teacher holds a class alone with which they are
    /// timetabled beside a teacher (unconfirmed: off, so the class needs cover when its teachers are away).
    pub support_staff_can_hold_class: bool,
    /// Year groups that study by themselves where their teacher is away.
    #[schema(max_items = 16)]
    pub independent_study_year_groups: Vec<i16>,
    /// Subjects that only somebody with the competence, or a teacher of the subject, may take, as the timetable writes them; capitals do
    /// not matter. By default the sciences, design and technology, food and physical education under their usual names (cautious,
    /// unconfirmed); an empty list leaves the rule out.
    #[schema(max_items = 100)]
    pub practical_subjects: Vec<String>,
    /// The periods in which lunch is taken; everybody who is on site in one of them keeps at least one of them free. None leaves
    /// the rule out.
    #[schema(max_items = 10)]
    pub lunch_periods: Vec<String>,
    /// What the room of a subject's lessons has to be suitable for, in the words of the rooms.
    #[schema(max_items = 200)]
    pub room_requirements: Vec<RoomRequirement>,
    /// Whether the academy's own staff need checks recorded here before they can be asked: on, unless the single central record
    /// is kept elsewhere. Supply always does.
    pub require_recorded_vetting: bool,
    /// Whether cover stands only once the person has accepted it.
    pub agreement_needed: bool,
    /// On so many school days of an absence a class may be supervised by people who do not teach it; from then on a teacher is preferred for
    /// it (guidance: short-term only; unconfirmed: 3).
    #[schema(minimum = 1, maximum = 400)]
    pub supervised_days: u16,
    /// A cover of fewer minutes (a registration, a part of a lesson) does not count towards the limits (unconfirmed: 30).
    #[schema(minimum = 0, maximum = 120)]
    pub short_cover_minutes: u16,
    /// Limits by post; a post that is left out has none.
    #[schema(max_items = 8)]
    pub limits: Vec<PostLimits>,
    /// Within how many minutes after a cover began its register is taken in time (unconfirmed: 15).
    #[schema(minimum = 1, maximum = 60)]
    pub register_on_time_minutes: u16,
    /// After so many weeks without a one-to-one, and none planned, its line manager is reminded (unconfirmed: 6).
    #[schema(minimum = 1, maximum = 52)]
    pub one_to_one_weeks: u16,
    /// The most milliseconds that one allocation may take before it answers with the best so far.
    #[schema(minimum = 1, maximum = 30_000)]
    pub time_limit_ms: u32,
    /// The weights.
    pub weights: Weights,
}

/// Subjects of laboratories, workshops, kitchens and halls under the names that timetables use: whoever is not competent there puts pupils at
/// risk, so an academy that has said nothing has the rule (unconfirmed which it would name).
const PRACTICAL: [&str; 33] = [
    "Science",
    "Sci",
    "Combined Science",
    "Combined Sci",
    "Triple Science",
    "Separate Sciences",
    "Biology",
    "Chemistry",
    "Physics",
    "Applied Science",
    "Design and Technology",
    "Design & Technology",
    "Design Technology",
    "D&T",
    "DT",
    "Technology",
    "Product Design",
    "Resistant Materials",
    "Engineering",
    "Construction",
    "Textiles",
    "Food",
    "Food Technology",
    "Food Tech",
    "Food Preparation and Nutrition",
    "Food and Nutrition",
    "Cookery",
    "Catering",
    "Hospitality and Catering",
    "PE",
    "Physical Education",
    "Games",
    "Swimming",
];

impl Default for CoverSettings {
    fn default() -> Self {
        let post = |tier, day, week| PostLimits {
            tier,
            limits: CoverLimits { day: Some(day), week: Some(week), ..CoverLimits::default() },
        };
        Self {
            rarely_cover: true,
            freed_teachers_cover_foreseeable: false,
            foreseeable_after_days: 3,
            foreseeable_when_known_days: 2,
            shortest_minutes: 5,
            cover_duties: false,
            candidates_written: 30,
            candidates_practical: 20,
            support_staff_can_hold_class: false,
            independent_study_year_groups: Vec::new(),
            practical_subjects: PRACTICAL.map(str::to_owned).to_vec(),
            lunch_periods: Vec::new(),
            room_requirements: Vec::new(),
            require_recorded_vetting: true,
            agreement_needed: false,
            supervised_days: 3,
            short_cover_minutes: 30,
            limits: vec![post(Tier::Teacher, 1, 2), post(Tier::Leader, 1, 2), post(Tier::TeachingAssistant, 1, 2)],
            register_on_time_minutes: 15,
            one_to_one_weeks: 6,
            time_limit_ms: 5_000,
            weights: Weights::default(),
        }
    }
}

impl CoverSettings {
    /// Whether a cover of this length counts towards the limits.
    pub fn counts(&self, minutes: u32) -> bool {
        minutes >= u32::from(self.short_cover_minutes)
    }

    /// The limits of a post.
    pub fn limits_of(&self, tier: Tier) -> CoverLimits {
        self.limits.iter().find(|each| each.tier == tier).map(|each| each.limits).unwrap_or_default()
    }
}

impl Record for CoverSettings {
    const KIND: &'static str = "cover_settings";
    const NAME: &'static str = "cover settings";

    fn natural_key(&self) -> Option<String> {
        Some(String::new())
    }
}
