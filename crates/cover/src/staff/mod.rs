//! How a member of staff is employed, as far as cover and the record of absence need it.

mod check;
mod directed;
mod entitlement;
mod pattern;
mod restriction;

pub use check::check;
pub use directed::{DIRECTED_DAYS, DIRECTED_HOURS, DirectedTime, directed_time};
pub use entitlement::{Block, Entitlement, Timetabled, TimetabledKind, Warning, entitlement, warnings};
pub use pattern::{LaterPattern, Span, WorkingTime};
pub use restriction::{RestrictedTime, Restriction, RestrictionKind, TimeReason};
pub use school::timetable::CycleWeek;

use school::{Date, Record, StaffId, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What somebody may be asked to do in cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverRole {
    /// Teaches; covers only rarely and only what could not be foreseen.
    Teacher,
    /// Supervises work that was set, in short absences.
    CoverSupervisor,
    /// Employed wholly or mainly to cover.
    CoverTeacher,
    /// Higher level teaching assistant: specified work.
    Hlta,
    /// Teaching assistant: supervises in an emergency, where the job description says so.
    TeachingAssistant,
    /// Leadership: merges and supervises groups.
    Leadership,
    /// Supply: of an agency, direct or of the trust's own bank.
    Supply,
}

/// In which post the workforce census collects the absences of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CensusPost {
    /// A teacher, of an agency in regular service too.
    Teacher,
    /// A teaching assistant.
    TeachingAssistant,
    /// In none.
    None,
}

impl CensusPost {
    /// The word of the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Teacher => "teacher",
            Self::TeachingAssistant => "teaching_assistant",
            Self::None => "none",
        }
    }
}

/// What kind of contract somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContractKind {
    /// Without an end.
    Permanent,
    /// Until a day.
    FixedTerm,
    /// Hours as they are agreed.
    Casual,
    /// Of an agency; the person stands in the trust's register of agency workers as well.
    Agency,
}

/// The contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EmploymentContract)]
pub struct Contract {
    /// What kind.
    pub kind: ContractKind,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside; null while none is agreed.
    #[serde(default)]
    pub last_day: Option<Date>,
    /// The part of a full post, above 0 and at most 1.
    #[schema(minimum = 0.01, maximum = 1.0, example = 0.6)]
    pub fte: f64,
    /// Paid for term time and the weeks beside it only (38 or 39 weeks are usual for support staff).
    #[serde(default)]
    pub term_time_only: bool,
    /// Contracted minutes a week, where the contract counts hours (2,220 for the 37 hours of the Green Book).
    #[serde(default)]
    #[schema(minimum = 1, maximum = 4800, example = 2220)]
    pub minutes_a_week: Option<u16>,
    /// Contracted weeks a year, where the contract counts them.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 53)]
    pub weeks_a_year: Option<u8>,
}

/// How much cover one person may be asked for; null is the academy's own limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OwnCoverLimits)]
pub struct CoverLimits {
    /// Covers a day.
    #[serde(default)]
    #[schema(maximum = 20)]
    pub a_day: Option<u16>,
    /// Covers a week.
    #[serde(default)]
    #[schema(maximum = 100)]
    pub a_week: Option<u16>,
    /// Covers in two calendar weeks, counted from the week of the first school day of the academic year.
    #[serde(default)]
    #[schema(maximum = 200)]
    pub a_fortnight: Option<u16>,
    /// Covers a cycle of the timetable: school weeks A and B.
    #[serde(default)]
    #[schema(maximum = 200)]
    pub a_cycle: Option<u16>,
    /// Covers a term.
    #[serde(default)]
    #[schema(maximum = 800)]
    pub a_term: Option<u16>,
    /// Covers an academic year.
    #[serde(default)]
    #[schema(maximum = 2000)]
    pub a_year: Option<u16>,
}

/// How somebody is employed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"cover_roles": ["teacher"], "contract": {"kind": "permanent", "first_day": "2024-09-01", "fte": 0.6},
    "working_pattern": [{"weekday": "mon"}, {"weekday": "tue"}, {"weekday": "wed"}], "subjects": ["Mathematics"]}))]
pub struct Employment {
    /// What the person may be asked to do in cover; empty for nobody who covers.
    #[schema(max_items = 7)]
    pub cover_roles: Vec<CoverRole>,
    /// The contract.
    pub contract: Contract,
    /// When the person works; null for every school day from beginning to end.
    #[serde(default)]
    #[schema(max_items = 56)]
    pub working_pattern: Option<Vec<WorkingTime>>,
    /// Patterns that hold from a later day on, in the order of their days: each until the next one. What is past stays as it was.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub later_patterns: Vec<LaterPattern>,
    /// Whether the job description of a teaching assistant says that they supervise a class in an emergency: else they are not
    /// asked at all.
    #[serde(default)]
    pub supervises_in_emergency: bool,
    /// What the person teaches, in the words of the timetable.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub subjects: Vec<String>,
    /// Practical subjects in which the person may safely take a class: science, design and technology, food …
    #[serde(default)]
    #[schema(max_items = 40)]
    pub competences: Vec<String>,
    /// What the person may not do.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub restrictions: Vec<Restriction>,
    /// Own limits.
    #[serde(default)]
    pub limits: CoverLimits,
    /// In which post the workforce census collects the person's absences; null where it follows from what they do in cover.
    #[serde(default)]
    pub census_post: Option<CensusPost>,
    /// Minutes a week for which the person is employed and not timetabled, out of which cover may be given as underload; null for
    /// none.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 2400, example = 120)]
    pub underload_minutes_per_week: Option<u16>,
    /// The year of induction of an early career teacher.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 2)]
    pub early_career_year: Option<u8>,
    /// Whether the person has qualified teacher status that the post needs.
    #[serde(default)]
    pub qualified_teacher_required: bool,
    /// Whether the person manages others in the sense of section 128 of the Education and Skills Act 2008.
    #[serde(default)]
    pub management: bool,
}

/// The employment of one person as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmploymentRecord {
    /// The person.
    pub staff_id: StaffId,
    /// How they are employed.
    pub employment: Employment,
}

impl Record for EmploymentRecord {
    const KIND: &'static str = "employment";
    const NAME: &'static str = "employment record";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.employment.contract.first_day), self.employment.contract.last_day)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.staff_id.to_string())
    }
}

impl Employment {
    /// Whether the contract holds on a day.
    pub fn employed_on(&self, date: Date) -> bool {
        self.contract.first_day <= date && self.contract.last_day.is_none_or(|last| date <= last)
    }

    /// The first day of the pattern that holds on a day; none where it is the first.
    pub fn pattern_since(&self, date: Date) -> Option<Date> {
        self.later_patterns.iter().map(|later| later.from).take_while(|from| *from <= date).last()
    }

    /// When the person works on a date in a week of the cycle, as spans of minutes in their order; `midday` is where the afternoon
    /// session begins. Empty where not at all. Where nobody says which week it is, in a holiday, a pattern for one of two weeks is
    /// taken for both.
    pub fn works(&self, date: Date, week: Option<CycleWeek>, midday: chrono::NaiveTime) -> Vec<Span> {
        self.works_by(date, (Weekday::of(date), week), midday)
    }

    /// The same on any day of the week, by the pattern that holds on the date `by`.
    pub fn works_by(
        &self,
        by: Date,
        (weekday, week): (Weekday, Option<CycleWeek>),
        midday: chrono::NaiveTime,
    ) -> Vec<Span> {
        let since = self.pattern_since(by);
        let later = self.later_patterns.iter().find(|later| Some(later.from) == since);
        let pattern = later.map_or(self.working_pattern.as_ref(), |later| later.working_pattern.as_ref());
        pattern.map_or_else(|| vec![Span::DAY], |pattern| pattern::spans(pattern, weekday, week, midday))
    }

    /// The parts of a range of days, both ends inside, in each of which one pattern holds.
    pub fn parts(&self, (from, to): (Date, Date)) -> Vec<(Date, Date)> {
        let mut begins: Vec<Date> = vec![from];
        begins.extend(self.later_patterns.iter().map(|later| later.from).filter(|day| from < *day && *day <= to));
        let ends = begins.iter().skip(1).filter_map(Date::pred_opt).chain([to]).collect::<Vec<_>>();
        begins.into_iter().zip(ends).collect()
    }

    /// The same without why anything is restricted: what those see who are not human resources.
    #[must_use]
    pub fn without_reasons(mut self) -> Self {
        self.restrictions = self.restrictions.into_iter().map(Restriction::without_reason).collect();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_pattern_holds_from_its_day_and_rewrites_nothing_before() {
        let employment: Employment = serde_json::from_str(
            r#"{"cover_roles":["teacher"],"contract":{"kind":"permanent","first_day":"2024-09-01","fte":1.0},
                "later_patterns":[{"from":"2027-01-04","working_pattern":[{"weekday":"mon","week":"A"}]},{"from":"2027-04-12"}]}"#,
        )
        .unwrap();
        let midday = chrono::NaiveTime::from_hms_opt(13, 0, 0).unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let works = |date, week| !employment.works(day(date), week, midday).is_empty();
        assert!(works("2026-12-15", None) && works("2027-01-01", None));
        assert!(works("2027-01-04", Some(CycleWeek::A)) && !works("2027-01-11", Some(CycleWeek::B)));
        assert!(!works("2027-01-05", Some(CycleWeek::A)) && works("2027-04-13", Some(CycleWeek::B)));
        assert_eq!(
            employment.parts((day("2026-09-01"), day("2027-03-01"))),
            [(day("2026-09-01"), day("2027-01-03")), (day("2027-01-04"), day("2027-03-01"))]
        );
        assert_eq!(employment.parts((day("2027-01-04"), day("2027-01-08"))).len(), 1);
        assert_eq!(employment.pattern_since(day("2027-06-01")), Some(day("2027-04-12")));
    }
}
