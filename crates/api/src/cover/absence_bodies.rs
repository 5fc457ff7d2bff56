//! What is sent and answered of absences.

use super::paths::Clock;
use chrono::{DateTime, Utc};
use cover::absence::{Category, CoverWork, StaffAbsence, TimesApply};
use school::timetable::CycleWeek;
use school::{AcademyId, Date, Kept, RecordId, StaffId, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Patch;

/// A new absence of a member of staff.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"staff_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "first_day": "2026-11-23", "last_day": null, "category": "SIC"}))]
pub(super) struct NewAbsenceBody {
    /// Who is away. Left out by the absent person, who reports for nobody else.
    #[serde(default)]
    pub(super) staff_id: Option<StaffId>,
    /// The first day.
    first_day: Date,
    /// The last day, inside; null while the absence is open.
    #[serde(default)]
    last_day: Option<Date>,
    /// From this time on, of the days that `times_apply` says.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", example = "10:15")]
    starts: Option<Clock>,
    /// Up to this time, of the days that `times_apply` says.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", example = "12:00")]
    ends: Option<Clock>,
    /// To which days the times belong; left out, each day of an absence with `weekdays` or `weeks`, and the first and the last day
    /// of any other: every day between them is then taken whole.
    #[serde(default)]
    times_apply: Option<TimesApply>,
    /// Only these periods of each day, in the place of times.
    #[serde(default)]
    #[schema(max_items = 50)]
    periods: Option<Vec<String>>,
    /// Only these days of the week: an absence that recurs until its last day.
    #[serde(default)]
    #[schema(max_items = 7)]
    weekdays: Option<Vec<Weekday>>,
    /// Only in these weeks of a two-week cycle.
    #[serde(default)]
    #[schema(max_items = 2)]
    weeks: Option<Vec<CycleWeek>>,
    /// Not on these days.
    #[serde(default)]
    #[schema(max_items = 100)]
    except: Vec<Date>,
    /// The category of the workforce census.
    #[serde(default)]
    category: Option<Category>,
    /// The reason: shown only to those who may read reasons.
    #[serde(default)]
    #[schema(max_length = 2000)]
    reason: Option<String>,
    /// Whether it could be foreseen; left out, it follows from the category, and from how many days of school lie between now and
    /// its first day (`foreseeable_when_known_days` of the settings).
    #[serde(default)]
    foreseeable: Option<bool>,
    /// Whether the person's lessons need cover; yes where it is left out.
    #[serde(default)]
    cover_needed: Option<bool>,
    /// The work set for the classes.
    #[serde(default)]
    #[schema(max_items = 200)]
    cover_work: Vec<CoverWork>,
}

impl NewAbsenceBody {
    /// The absence of a person.
    pub(super) fn of(self, staff_id: StaffId) -> StaffAbsence {
        let Self {
            staff_id: _,
            first_day,
            last_day,
            starts,
            ends,
            times_apply,
            periods,
            weekdays,
            weeks,
            except,
            category,
            reason,
            foreseeable: said,
            cover_needed,
            cover_work,
        } = self;
        StaffAbsence {
            staff_id,
            first_day,
            last_day,
            starts: starts.map(|time| time.0),
            ends: ends.map(|time| time.0),
            times_apply,
            periods,
            weekdays,
            weeks,
            except,
            category,
            reason,
            foreseeable: said.unwrap_or(false),
            foreseeable_said: said.is_some(),
            cover_needed: cover_needed.unwrap_or(true),
            cover_work,
            self_reported: false,
            cancelled: None,
        }
    }
}

/// What is to change about an absence.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"returned_on": "2026-11-26"}))]
pub(super) struct AbsencePatchBody {
    /// The first day.
    #[serde(default)]
    #[schema(value_type = Date)]
    first_day: Patch<Date>,
    /// The last day, inside; null opens it again.
    #[serde(default)]
    #[schema(value_type = Option<Date>)]
    last_day: Patch<Option<Date>>,
    /// From this time on, of the days that `times_apply` says.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    starts: Patch<Option<Clock>>,
    /// Up to this time, of the days that `times_apply` says.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    ends: Patch<Option<Clock>>,
    /// To which days the times belong; null where it follows from whether it recurs.
    #[serde(default)]
    #[schema(value_type = Option<TimesApply>)]
    times_apply: Patch<Option<TimesApply>>,
    /// Only these periods of each day.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>, max_items = 50)]
    periods: Patch<Option<Vec<String>>>,
    /// Only these days of the week.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Weekday>>, max_items = 7)]
    weekdays: Patch<Option<Vec<Weekday>>>,
    /// Only in these weeks of a two-week cycle.
    #[serde(default)]
    #[schema(value_type = Option<Vec<CycleWeek>>, max_items = 2)]
    weeks: Patch<Option<Vec<CycleWeek>>>,
    /// Not on these days, whole.
    #[serde(default)]
    #[schema(value_type = Vec<Date>, max_items = 100)]
    except: Patch<Vec<Date>>,
    /// The category of the workforce census.
    #[serde(default)]
    #[schema(value_type = Option<Category>)]
    category: Patch<Option<Category>>,
    /// The reason.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2000)]
    reason: Patch<Option<String>>,
    /// Whether it could be foreseen; null leaves it to the rule again.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    foreseeable: Patch<Option<bool>>,
    /// Whether the person's lessons need cover.
    #[serde(default)]
    #[schema(value_type = bool)]
    cover_needed: Patch<bool>,
    /// The work set for the classes, whole.
    #[serde(default)]
    #[schema(value_type = Vec<CoverWork>, max_items = 200)]
    cover_work: Patch<Vec<CoverWork>>,
    /// The first day back at work: closes an open absence on the day before.
    #[serde(default)]
    pub(super) returned_on: Option<Date>,
    /// Cancels the absence for this reason: it never was.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 500)]
    pub(super) cancelled_because: Option<String>,
}

impl AbsencePatchBody {
    /// Changes what is to change.
    pub(super) fn apply(self, absence: &mut StaffAbsence) {
        let Self {
            first_day,
            last_day,
            starts,
            ends,
            times_apply,
            periods,
            weekdays,
            weeks,
            except,
            category,
            reason,
            foreseeable,
            cover_needed,
            cover_work,
            returned_on: _,
            cancelled_because,
        } = self;
        let time = |patch: Patch<Option<Clock>>| patch.map(|clock| clock.map(|clock| clock.0));
        set(first_day, &mut absence.first_day);
        set(last_day, &mut absence.last_day);
        set(time(starts), &mut absence.starts);
        set(time(ends), &mut absence.ends);
        set(times_apply, &mut absence.times_apply);
        set(periods, &mut absence.periods);
        set(weekdays, &mut absence.weekdays);
        set(weeks, &mut absence.weeks);
        set(except, &mut absence.except);
        set(category, &mut absence.category);
        set(reason, &mut absence.reason);
        if let Patch::Set(said) = foreseeable {
            absence.foreseeable_said = said.is_some();
            absence.foreseeable = said.unwrap_or(absence.foreseeable);
        }
        set(cover_needed, &mut absence.cover_needed);
        set(cover_work, &mut absence.cover_work);
        if cancelled_because.is_some() {
            absence.cancelled = cancelled_because;
        }
    }
}

/// Sets what a patch holds.
pub(super) fn set<T>(patch: Patch<T>, target: &mut T) {
    if let Patch::Set(value) = patch {
        *target = value;
    }
}

/// An absence.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AbsenceBody {
    /// The absence.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// What it says.
    #[serde(flatten)]
    absence: StaffAbsence,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl AbsenceBody {
    /// The absence as a caller sees it: category and reason only for those who may read reasons.
    pub(super) fn of(kept: Kept<StaffAbsence>, with_reasons: bool) -> Self {
        let Kept { id, academy_id, value, created_at, updated_at, .. } = kept;
        let absence = if with_reasons { value } else { StaffAbsence { category: None, reason: None, ..value } };
        Self { id, academy_id, absence, created_at, updated_at }
    }
}
