use super::lunch;
use crate::day::{Activity, Person, Restriction, Span, Tier, Vetting};
use crate::event::INVIGILATION;
use crate::need::{Day, Need};
use crate::settings::CoverSettings;
use school::StaffId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A hard rule: whoever breaks one is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CoverRule)]
pub enum Rule {
    /// The person is away.
    Absent,
    /// The person does not work then.
    NotOnSite,
    /// The person has a class then.
    Teaching,
    /// The person covers something else then.
    TwoPlaces,
    /// It is the person's time for planning, preparation and assessment, which is not used for cover (STPCD).
    Ppa,
    /// It is the time of an early career teacher, which is not used for cover (ECT regulations).
    Ect,
    /// The person has a duty then.
    Duty,
    /// The person has a meeting then.
    Meeting,
    /// The checks of the single central record are missing or have lapsed (Keeping Children Safe in Education).
    Vetting,
    /// A teacher is not asked for what could be foreseen (STPCD, rarely cover).
    RarelyCover,
    /// The lesson needs a practical competence that the person lacks.
    Competence,
    /// Something that the person may not be asked.
    Restricted,
    /// The person supports a pupil one to one then, as the pupil's plan asks (SEND code of practice).
    OneToOneSupport,
    /// The person is nobody who is asked to cover.
    NotAsked,
    /// The person has declined it.
    Declined,
    /// The person would have no lunch break (STPCD: a break of reasonable length at midday).
    Lunch,
    /// The limit of the day is reached.
    LimitDay,
    /// The limit of the week is reached.
    LimitWeek,
    /// The limit of the fortnight is reached.
    LimitFortnight,
    /// The limit of the cycle of the timetable is reached.
    LimitCycle,
    /// The limit of the term is reached.
    LimitTerm,
    /// The limit of the year is reached.
    LimitYear,
    /// The person was left out of this allocation.
    Excluded,
}

impl Rule {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::NotOnSite => "not_on_site",
            Self::Teaching => "teaching",
            Self::TwoPlaces => "two_places",
            Self::Ppa => "ppa",
            Self::Ect => "ect",
            Self::Duty => "duty",
            Self::Meeting => "meeting",
            Self::Vetting => "vetting",
            Self::RarelyCover => "rarely_cover",
            Self::Competence => "competence",
            Self::Restricted => "restricted",
            Self::OneToOneSupport => "one_to_one_support",
            Self::NotAsked => "not_asked",
            Self::Declined => "declined",
            Self::Lunch => "lunch",
            Self::LimitDay => "limit_day",
            Self::LimitWeek => "limit_week",
            Self::LimitFortnight => "limit_fortnight",
            Self::LimitCycle => "limit_cycle",
            Self::LimitTerm => "limit_term",
            Self::LimitYear => "limit_year",
            Self::Excluded => "excluded",
        }
    }

    /// What it says of the people who break it.
    pub fn says(self) -> &'static str {
        match self {
            Self::Absent => "away then",
            Self::NotOnSite => "not at work then",
            Self::Teaching => "with a class of their own then",
            Self::TwoPlaces => "covering something else then",
            Self::Ppa => "in PPA time, which is protected",
            Self::Ect => "in early career time, which is protected",
            Self::Duty => "on duty then",
            Self::Meeting => "in a meeting then",
            Self::Vetting => "without valid checks in the single central record",
            Self::RarelyCover => "teachers, who are not asked for what could be foreseen",
            Self::Competence => "without the competence that the lesson needs",
            Self::Restricted => "not to be asked for this",
            Self::OneToOneSupport => "supporting a pupil one to one then",
            Self::NotAsked => "in no post that covers",
            Self::Declined => "those who declined it",
            Self::Lunch => "without a lunch break if they took it",
            Self::LimitDay => "at their limit for the day",
            Self::LimitWeek => "at their limit for the week",
            Self::LimitFortnight => "at their limit for the fortnight",
            Self::LimitCycle => "at their limit for the cycle of the timetable",
            Self::LimitTerm => "at their limit for the term",
            Self::LimitYear => "at their limit for the year",
            Self::Excluded => "left out of this allocation",
        }
    }

    /// Whether a person may set it aside with a reason: limits and the choice of posts, never law, safety, or two places at
    /// one time.
    pub fn may_be_set_aside(self) -> bool {
        self.is_limit() || matches!(self, Self::OneToOneSupport | Self::NotAsked | Self::Excluded)
    }

    /// Whether it is a limit of how much a person covers.
    pub fn is_limit(self) -> bool {
        matches!(
            self,
            Self::LimitDay
                | Self::LimitWeek
                | Self::LimitFortnight
                | Self::LimitCycle
                | Self::LimitTerm
                | Self::LimitYear
        )
    }
}

/// What one person is asked: a requirement or a part of it, with what is known beside the day itself.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The requirement.
    pub need: &'a Need,
    /// The part of it.
    pub span: Span,
    /// Who declined it.
    pub declined: &'a [StaffId],
    /// What the person covers on this day already, merged classes apart.
    pub covering: &'a [Span],
}

/// What of the timetable keeps a person from covering in a part of the day: nothing where they are free or their class is
/// away.
pub fn busy(day: &Day, staff: StaffId, span: Span) -> Option<Rule> {
    let rule = |activity| match activity {
        Activity::Lesson | Activity::Registration => Some(Rule::Teaching),
        Activity::Ppa => Some(Rule::Ppa),
        Activity::Ect => Some(Rule::Ect),
        Activity::Duty => Some(Rule::Duty),
        Activity::Meeting => Some(Rule::Meeting),
        Activity::Free | Activity::Event => None,
    };
    day.timetable.of(staff, span).filter(|entry| !day.is_lifted(entry)).find_map(|entry| rule(entry.activity))
}

/// Every hard rule that a person would break.
pub fn broken(day: &Day, settings: &CoverSettings, person: &Person, asked: &Asked<'_>) -> Vec<Rule> {
    let Asked { need, span, declined, covering } = *asked;
    let mut found = Vec::new();
    if day.is_away(person.id, span) {
        found.push(Rule::Absent);
    }
    if !person.on_site.iter().any(|there| there.contains(span)) {
        found.push(Rule::NotOnSite);
    }
    found.extend(busy(day, person.id, span));
    if covering.iter().any(|other| other.overlaps(span)) {
        found.push(Rule::TwoPlaces);
    }
    if !vetted(person, settings) {
        found.push(Rule::Vetting);
    }
    if !rarely_cover_allows(day, settings, person, need, span) {
        found.push(Rule::RarelyCover);
    }
    if !is_competent(settings, person, need) {
        found.push(Rule::Competence);
    }
    let restricted = person.restrictions.iter().any(|restriction| forbids(day, restriction, need, span));
    if restricted || examines_own_subject(person, need) {
        found.push(Rule::Restricted);
    }
    let supports = |restriction: &Restriction| matches!(restriction, Restriction::Support(time) if time.overlaps(span));
    if person.restrictions.iter().any(supports) {
        found.push(Rule::OneToOneSupport);
    }
    if person.tier == Tier::NotAsked && !is_invigilator(person, need) {
        found.push(Rule::NotAsked);
    }
    if declined.contains(&person.id) {
        found.push(Rule::Declined);
    }
    if !lunch::keeps(day, settings, person, span, covering) {
        found.push(Rule::Lunch);
    }
    limits(settings, person, span, covering, &mut found);
    found
}

/// Whether the checks of a person let them be asked.
pub(crate) fn vetted(person: &Person, settings: &CoverSettings) -> bool {
    match &person.vetting {
        Vetting::Valid => true,
        Vetting::Unrecorded => person.tier != Tier::Supply && !settings.require_recorded_vetting,
        Vetting::Invalid(_) => false,
    }
}

fn rarely_cover_allows(day: &Day, settings: &CoverSettings, person: &Person, need: &Need, span: Span) -> bool {
    let bound = settings.rarely_cover && person.tier == Tier::Teacher && need.foreseeable;
    !bound || (settings.freed_teachers_cover_foreseeable && day.is_freed(person.id, span))
}

fn is_competent(settings: &CoverSettings, person: &Person, need: &Need) -> bool {
    // Exams of awarding bodies are for those trained to invigilate (JCQ, Instructions for conducting examinations).
    let external = need.invigilation.as_ref().is_some_and(|exam| exam.external_subject.is_some());
    if external && !invigilates(person) {
        return false;
    }
    let Some(subject) = &need.subject else { return true };
    let same = |other: &String| other.eq_ignore_ascii_case(subject);
    !settings.practical_subjects.iter().any(same)
        || person.competences.iter().any(same)
        || person.subjects.iter().any(same)
}

fn invigilates(person: &Person) -> bool {
    person.competences.iter().any(|own| own.eq_ignore_ascii_case(INVIGILATION))
}

/// Whoever is trained to invigilate is asked for that, though for no lesson.
pub(super) fn is_invigilator(person: &Person, need: &Need) -> bool {
    need.invigilation.is_some() && invigilates(person)
}

/// Nobody invigilates an exam of an awarding body in a subject that they teach (JCQ).
fn examines_own_subject(person: &Person, need: &Need) -> bool {
    let subject = need.invigilation.as_ref().and_then(|exam| exam.external_subject.as_ref());
    subject.is_some_and(|subject| person.subjects.iter().any(|own| own.eq_ignore_ascii_case(subject)))
}

fn forbids(day: &Day, restriction: &Restriction, need: &Need, span: Span) -> bool {
    match restriction {
        Restriction::Time(time) => time.overlaps(span),
        // A rule of its own, which a person may set aside.
        Restriction::Support(_) => false,
        Restriction::Subject(subject) => need.subject.as_ref().is_some_and(|its| its.eq_ignore_ascii_case(subject)),
        Restriction::Class(class) => need.key.class == *class,
        Restriction::Room(room) => {
            day.room_of(&need.key.period, &need.key.class, need.room.as_deref()) == Some(room.as_str())
        }
    }
}

/// Short covers count nothing, and a limit that leaves anything at all lets them be taken.
fn limits(settings: &CoverSettings, person: &Person, span: Span, covering: &[Span], found: &mut Vec<Rule>) {
    let counts = settings.counts(span.minutes());
    let each = left(settings, person, counted(settings, covering));
    found.extend(each.filter(|(_, limit, left)| *limit == 0 || (counts && *left == 0)).map(|(rule, ..)| rule));
}

/// Each limit of a person with how many more covers it leaves.
fn left(settings: &CoverSettings, person: &Person, today: usize) -> impl Iterator<Item = (Rule, u16, usize)> {
    let limits = person.limits.or(settings.limits_of(person.tier));
    let done = person.done;
    let today = today.saturating_sub(usize::from(done.today_uncounted));
    let each = [
        (Rule::LimitDay, limits.day, 0),
        (Rule::LimitWeek, limits.week, done.week),
        (Rule::LimitFortnight, limits.fortnight, done.fortnight),
        (Rule::LimitCycle, limits.cycle, done.cycle),
        (Rule::LimitTerm, limits.term, done.term),
        (Rule::LimitYear, limits.year, done.year),
    ];
    each.into_iter().filter_map(move |(rule, limit, before)| {
        let limit = limit?;
        Some((rule, limit, usize::from(limit).saturating_sub(usize::from(before) + today)))
    })
}

/// How many covers count towards the limits.
pub(crate) fn counted(settings: &CoverSettings, covering: &[Span]) -> usize {
    covering.iter().filter(|span| settings.counts(span.minutes())).count()
}

/// How many more covers the limits of a person leave on this day.
pub(crate) fn covers_left(settings: &CoverSettings, person: &Person, today: usize) -> usize {
    left(settings, person, today).map(|(.., left)| left).min().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::{CoverLimits, Done};
    use uuid::Uuid;

    #[test]
    fn each_limit_counts_its_own_span_and_what_is_given_in_lieu_counts_in_none() {
        let settings = CoverSettings::default();
        let mut person = Person::unknown(StaffId(Uuid::from_u128(1)), Tier::CoverSupervisor);
        let hour = Span::new(crate::sample::at("09:00"), crate::sample::at("10:00"));
        let reached = |person: &Person, today: usize| {
            let mut found = Vec::new();
            limits(&settings, person, hour, &vec![hour; today], &mut found);
            found
        };
        assert_eq!((reached(&person, 9), covers_left(&settings, &person, 9)), (vec![], usize::MAX));
        person.limits = CoverLimits {
            day: Some(2),
            week: Some(3),
            fortnight: Some(4),
            cycle: Some(5),
            term: Some(6),
            year: Some(7),
        };
        person.done = Done { week: 2, fortnight: 3, cycle: 5, term: 5, year: 5, ..Done::default() };
        assert_eq!(reached(&person, 0), [Rule::LimitCycle]);
        assert_eq!(reached(&person, 1), [Rule::LimitWeek, Rule::LimitFortnight, Rule::LimitCycle, Rule::LimitTerm]);
        person.done.cycle = 3;
        assert_eq!(covers_left(&settings, &person, 0), 1);
        // Of two covers today one is given in lieu.
        person.done = Done { today_uncounted: 1, ..Done::default() };
        assert_eq!((reached(&person, 2), covers_left(&settings, &person, 2)), (vec![], 1));
        assert!(Rule::LimitCycle.is_limit() && Rule::LimitTerm.may_be_set_aside() && !Rule::Ppa.may_be_set_aside());
    }
}
