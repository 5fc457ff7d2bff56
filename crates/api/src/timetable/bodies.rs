//! What the answers about a day have in common.

use chrono::{DateTime, NaiveTime, Utc};
use school::timetable::{Activity, CycleWeek, DayEntry, DayPeriod, TimetableDay};
use school::{AcademyId, Date, GroupId, Session, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OnQuery {
    /// The day; today where it is left out.
    #[param(example = "2026-11-23")]
    pub(super) date: Option<Date>,
}

/// A period as it takes place on the day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DayPeriodBody {
    /// Its name.
    #[schema(example = "1")]
    period: String,
    /// It starts, local time.
    #[schema(example = "09:00")]
    starts: String,
    /// It ends, local time.
    #[schema(example = "10:00")]
    ends: String,
    /// The instant at which it starts.
    starts_at: DateTime<Utc>,
    /// The instant at which it ends.
    ends_at: DateTime<Utc>,
    /// The session that it belongs to.
    session: Session,
}

/// What one person does in one period: a class with several teachers has a line for each.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DayEntryBody {
    /// The person.
    staff_id: StaffId,
    /// The period.
    #[schema(example = "1")]
    period: String,
    /// It starts, local time.
    #[schema(example = "09:00")]
    starts: String,
    /// It ends, local time.
    #[schema(example = "10:00")]
    ends: String,
    /// What the person does.
    activity: Activity,
    /// The teaching or registration group.
    group_id: Option<GroupId>,
    /// Its name as the timetable has it.
    #[schema(example = "8x/Ma1")]
    class: Option<String>,
    /// The subject.
    subject: Option<String>,
    /// The room.
    room: Option<String>,
}

/// What happens on a day: nothing on a day without school.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TimetableDayBody {
    /// The academy.
    academy_id: AcademyId,
    /// The day.
    date: Date,
    /// Whether the academy meets.
    school_day: bool,
    /// The week of the cycle; null on a day without school.
    week: Option<CycleWeek>,
    /// The first day of the version of the timetable that holds; null where none does.
    version_from: Option<Date>,
    /// Why the day runs differently, where it does.
    shortened: Option<String>,
    /// The periods that take place, in their order.
    periods: Vec<DayPeriodBody>,
    /// What happens in them, by period, class and person.
    entries: Vec<DayEntryBody>,
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

pub(super) fn body(academy_id: AcademyId, day: TimetableDay) -> TimetableDayBody {
    let TimetableDay { date, week, version, shortened, periods, entries } = day;
    let period = |period: DayPeriod| DayPeriodBody {
        starts: clock(period.starts),
        ends: clock(period.ends),
        starts_at: period.starts_at(date),
        ends_at: period.ends_at(date),
        session: period.session,
        period: period.name,
    };
    TimetableDayBody {
        academy_id,
        date,
        school_day: week.is_some(),
        week,
        version_from: version,
        shortened,
        periods: periods.into_iter().map(period).collect(),
        entries: entries.into_iter().map(entry).collect(),
    }
}

fn entry(entry: DayEntry) -> DayEntryBody {
    let DayEntry { staff_id, place: _, period, starts, ends, activity, group_id, class, subject, room } = entry;
    let (starts, ends) = (clock(starts), clock(ends));
    DayEntryBody { staff_id, period, starts, ends, activity, group_id, class, subject, room }
}
