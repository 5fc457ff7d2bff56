use super::Span;
use school::StaffId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// In what post a person covers: the order in which people are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Supervises work that was set; employed to cover.
    CoverSupervisor,
    /// A teacher employed wholly or mainly to cover; not under "rarely cover".
    CoverTeacher,
    /// A higher level teaching assistant.
    HigherLevelAssistant,
    /// A supply teacher or supervisor, of an agency or paid by the day.
    Supply,
    /// A teacher: covers rarely, and only what could not be foreseen.
    Teacher,
    /// The leadership.
    Leader,
    /// A teaching assistant: supervises in an emergency, where the job description says so.
    TeachingAssistant,
    /// Not asked to cover at all.
    NotAsked,
}

/// How many covers a person may take at most; none means no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// On a day.
    #[serde(default)]
    pub day: Option<u16>,
    /// In a school week.
    #[serde(default)]
    pub week: Option<u16>,
    /// In two calendar weeks, counted from the week of the first school day of the academic year.
    #[serde(default)]
    pub fortnight: Option<u16>,
    /// In a cycle of the timetable: school weeks A and B, which are no fortnight where a holiday lies between them.
    #[serde(default)]
    pub cycle: Option<u16>,
    /// In a term.
    #[serde(default)]
    pub term: Option<u16>,
    /// In an academic year.
    #[serde(default)]
    pub year: Option<u16>,
}

impl Limits {
    /// This person's own limits where they have one, else those of the post.
    pub fn or(self, post: Self) -> Self {
        Self {
            day: self.day.or(post.day),
            week: self.week.or(post.week),
            fortnight: self.fortnight.or(post.fortnight),
            cycle: self.cycle.or(post.cycle),
            term: self.term.or(post.term),
            year: self.year.or(post.year),
        }
    }
}

/// What a person has covered before this day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Covers of this day that count towards no limit by their terms, of those long enough to count at all.
    pub today_uncounted: u16,
    /// Covers in this school week. Of these and the next only those that count towards limits.
    pub week: u16,
    /// Covers in this fortnight.
    pub fortnight: u16,
    /// Covers in this cycle of the timetable.
    pub cycle: u16,
    /// Covers in this term.
    pub term: u16,
    /// Covers in this academic year.
    pub year: u16,
    /// Minutes covered in this school week.
    pub week_minutes: u32,
    /// Minutes covered in this term.
    pub term_minutes: u32,
    /// Minutes covered in this academic year.
    pub year_minutes: u32,
}

/// Minutes in which a person could be asked to cover: on site, and nothing timetabled that is protected or taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Free {
    /// In this school week.
    pub week_minutes: u32,
    /// In this term so far and to its end.
    pub term_minutes: u32,
    /// In this academic year.
    pub year_minutes: u32,
}

impl Default for Free {
    /// Two free hours a week over 13 and 39 weeks: what an ordinary teacher has beside PPA time.
    fn default() -> Self {
        Self { week_minutes: 120, term_minutes: 13 * 120, year_minutes: 39 * 120 }
    }
}

/// Whether the checks of the single central record let a person stand before a class on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vetting {
    /// Every check that the post needs is there and has not lapsed.
    Valid,
    /// No check of this person is recorded here. Enough only where the settings say that the record is kept elsewhere, and then
    /// for the academy's own staff alone.
    Unrecorded,
    /// What is missing or has lapsed, in words fit for a cover manager, e.g. `barred list check`.
    Invalid(Vec<String>),
}

/// What a person may not be asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Restriction {
    /// Nothing in this part of the day (e.g. union facility time, a medical appointment).
    Time(Span),
    /// Supports a pupil one to one in this part of the day: not asked unless somebody writes down why the pupil goes without.
    Support(Span),
    /// No lesson of this subject.
    Subject(String),
    /// Not this class.
    Class(String),
    /// No lesson in this room (e.g. no step-free way).
    Room(String),
}

/// For what part of the day a supply person is booked already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Booked {
    /// Not yet: it would cost the half or the whole day.
    #[default]
    No,
    /// The morning.
    Morning,
    /// The afternoon.
    Afternoon,
    /// The whole day.
    Day,
}

impl Booked {
    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, part) | (part, Self::No) => part,
            (one, two) if one == two => one,
            _ => Self::Day,
        }
    }
}

/// What a supply person costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supply {
    /// Pence for half a day.
    pub half_day_pence: u32,
    /// Pence for the whole day.
    pub day_pence: u32,
    /// What is booked already and costs nothing more.
    pub booked: Booked,
}

/// Somebody who might be asked to cover on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The staff record.
    pub id: StaffId,
    /// In what post.
    pub tier: Tier,
    /// When the person works on this day; empty where they do not work at all.
    pub on_site: Vec<Span>,
    /// The person's own limits; what is none is the post's.
    pub limits: Limits,
    /// Subjects the person teaches, as the timetable writes them.
    pub subjects: BTreeSet<String>,
    /// Classes the person teaches, as the timetable writes them.
    pub classes: BTreeSet<String>,
    /// Practical competences, by the name of the subject that needs them.
    pub competences: BTreeSet<String>,
    /// What the person may not be asked.
    pub restrictions: Vec<Restriction>,
    /// The single central record on this day.
    pub vetting: Vetting,
    /// Time in which the person could be asked.
    pub free: Free,
    /// What the person costs, where paid by the day.
    pub supply: Option<Supply>,
    /// What the person has covered before this day. Filled from the record of cover, not by who fills the rest.
    pub done: Done,
}

impl Person {
    /// A person of whom nothing but the post is known: on site all day, with the limits of the post, no subject, no
    /// competence, and no check recorded.
    pub fn unknown(id: StaffId, tier: Tier) -> Self {
        Self {
            id,
            tier,
            on_site: vec![Span { starts: chrono::NaiveTime::MIN, ends: end_of_day() }],
            limits: Limits::default(),
            subjects: BTreeSet::new(),
            classes: BTreeSet::new(),
            competences: BTreeSet::new(),
            restrictions: Vec::new(),
            vetting: Vetting::Unrecorded,
            free: Free::default(),
            supply: None,
            done: Done::default(),
        }
    }
}

fn end_of_day() -> chrono::NaiveTime {
    chrono::NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(chrono::NaiveTime::MIN)
}
