//! How a member of staff is employed, as far as cover and the record of absence need it.

mod check;
mod directed;
mod entitlement;
mod pattern;

pub use check::check;
pub use directed::{DIRECTED_DAYS, DIRECTED_HOURS, DirectedTime, directed_time};
pub use entitlement::{Block, Entitlement, Timetabled, TimetabledKind, Warning, entitlement, warnings};
pub(crate) use pattern::minute as minute_of;
pub use pattern::{Span, WorkingTime};
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
    /// Leadership: merges and supervises groups.
    Leadership,
    /// Supply: of an agency, direct or of the trust's own bank.
    Supply,
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

/// What somebody may not do, or not be asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StaffRestriction)]
pub struct Restriction {
    /// What it is about.
    pub kind: RestrictionKind,
    /// Which: the subject, the class or the room, in the words of the timetable.
    #[schema(min_length = 1, max_length = 100, example = "Physical education")]
    pub what: String,
    /// Whether its reason is confidential (a medical one always is): cover managers see that it holds, never why.
    #[serde(default)]
    pub confidential: bool,
    /// Why; only human resources and the head see it.
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// What a restriction is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RestrictionKind {
    /// A subject, such as physical education.
    Subject,
    /// A class.
    Class,
    /// A room, such as one that only stairs lead to.
    Room,
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
    #[schema(max_items = 6)]
    pub cover_roles: Vec<CoverRole>,
    /// The contract.
    pub contract: Contract,
    /// When the person works; null for every school day from beginning to end.
    #[serde(default)]
    #[schema(max_items = 56)]
    pub working_pattern: Option<Vec<WorkingTime>>,
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

    /// When the person works on a day of the week, as spans of minutes in their order; `midday` is where the afternoon
    /// session begins. Empty where not at all.
    pub fn works(&self, weekday: Weekday, week: Option<CycleWeek>, midday: chrono::NaiveTime) -> Vec<Span> {
        match &self.working_pattern {
            None => vec![Span::DAY],
            Some(pattern) => pattern::spans(pattern, weekday, week, midday),
        }
    }

    /// When the person works on a date in the first week of the cycle or any: for counting days, where the week of the cycle
    /// hardly ever matters.
    pub fn works_any_week(&self, date: Date, midday: chrono::NaiveTime) -> Vec<Span> {
        self.works(Weekday::of(date), None, midday)
    }

    /// The same without why anything is restricted: what those see who are not human resources.
    #[must_use]
    pub fn without_reasons(mut self) -> Self {
        for restriction in &mut self.restrictions {
            restriction.reason = None;
        }
        self
    }
}
