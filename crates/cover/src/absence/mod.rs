//! Absences of staff: when somebody is away, and what that means on one day.

mod category;
mod check;
mod day;
mod own;
mod part;

pub use category::Category;
pub use check::check;
pub(crate) use check::{recurrence, work};
pub use day::{OnDay, away_on, foreseeable};
pub use own::check_own;
pub use part::{DayPart, TimesApply};
pub(crate) use part::{Recurrence, span};

use chrono::NaiveTime;
use school::timetable::CycleWeek;
use school::{Date, Record, StaffId, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest an absence may be planned, in days.
pub const LONGEST_ABSENCE: i64 = 800;
/// The most pieces of work that one absence carries.
pub const MOST_WORK: usize = 200;
/// The most periods that one absence names.
pub const MOST_NAMED: usize = 50;
/// The most days that one absence or event leaves out.
pub const MOST_EXCEPTED: usize = 100;

/// Work that the absent person has set for a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverWork {
    /// Only on this day; null for every day of the absence.
    #[serde(default)]
    pub date: Option<Date>,
    /// Only in this period; null for every period.
    #[serde(default)]
    #[schema(max_length = 50)]
    pub period: Option<String>,
    /// Only for this class; null for every class.
    #[serde(default)]
    #[schema(max_length = 50)]
    pub class: Option<String>,
    /// What the class is to do.
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
    /// Where the material is.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub link: Option<String>,
}

/// An absence of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StaffAbsence {
    /// Who is away.
    pub staff_id: StaffId,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside; null while the absence is open: it then rolls forward day by day.
    #[serde(default)]
    pub last_day: Option<Date>,
    /// From this time on, of the days that `times_apply` says; null from the start of the day.
    #[serde(default, with = "crate::clock_time::option")]
    #[schema(value_type = Option<String>, example = "10:15")]
    pub starts: Option<NaiveTime>,
    /// Up to this time, of the days that `times_apply` says; null to the end of the day.
    #[serde(default, with = "crate::clock_time::option")]
    #[schema(value_type = Option<String>, example = "12:00")]
    pub ends: Option<NaiveTime>,
    /// To which days the times belong; null where it follows from whether it recurs: each day of an absence with `weekdays` or
    /// `weeks`, the first and the last day of any other, and every day between them whole.
    #[serde(default)]
    pub times_apply: Option<TimesApply>,
    /// Only these periods of each day; null for all that the times touch.
    #[serde(default)]
    pub periods: Option<Vec<String>>,
    /// Only these days of the week; null for every day: what recurs has its last day as its end.
    #[serde(default)]
    pub weekdays: Option<Vec<Weekday>>,
    /// Only in these weeks of a two-week cycle; null for every week.
    #[serde(default)]
    pub weeks: Option<Vec<CycleWeek>>,
    /// Not on these days.
    #[serde(default)]
    pub except: Vec<Date>,
    /// The category of the workforce census; null for callers who may not read reasons.
    #[serde(default)]
    pub category: Option<Category>,
    /// The reason; null for callers who may not read reasons.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether it could be foreseen.
    pub foreseeable: bool,
    /// Whether somebody said so; else it follows from the category and from when the absence was recorded.
    #[serde(default)]
    pub foreseeable_said: bool,
    /// Whether the person's lessons need cover.
    pub cover_needed: bool,
    /// The work set.
    #[serde(default)]
    pub cover_work: Vec<CoverWork>,
    /// Whether the absent person reported it.
    pub self_reported: bool,
    /// Why it was cancelled; null while it stands.
    #[serde(default)]
    pub cancelled: Option<String>,
}

impl Record for StaffAbsence {
    const KIND: &'static str = "staff_absence";
    const NAME: &'static str = "staff absence";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.first_day), self.last_day)
    }
}

impl StaffAbsence {
    /// The work set for a class in a period of a day.
    pub fn work_for(&self, date: Date, period: &str, class: &str) -> Option<&CoverWork> {
        work_for(&self.cover_work, date, period, class)
    }
}

/// Of the work that was set, that for a class in a period of a day: the most closely named first.
pub(crate) fn work_for<'a>(work: &'a [CoverWork], date: Date, period: &str, class: &str) -> Option<&'a CoverWork> {
    let fits = |work: &&CoverWork| {
        work.date.is_none_or(|day| day == date)
            && work.period.as_deref().is_none_or(|name| name == period)
            && work.class.as_deref().is_none_or(|name| name == class)
    };
    let closeness = |work: &&CoverWork| {
        usize::from(work.date.is_some()) + usize::from(work.period.is_some()) + usize::from(work.class.is_some())
    };
    work.iter().filter(fits).max_by_key(closeness)
}
