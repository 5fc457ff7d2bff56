//! A part-time timetable that comes to its end.

use super::{
    Evidence, Found,
    timeline::{Timeline, any_mark},
};
use crate::{Code, planned::PlannedAbsence};
use school::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// That a part-time timetable comes to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartTimeEvidence {
    /// The first day of the part-time timetable.
    pub first_day: Date,
    /// Its last day as agreed: afterwards the pupil attends full time, or a new agreement with an end is made.
    pub last_day: Date,
    /// School days left after the day asked for.
    pub school_days_left: u64,
    /// Sessions of C2 since its first day.
    pub sessions_used: u64,
}

/// A part-time timetable with C2 that is under way ends within so many school days as the school has set; one that goes
/// on in another without a school day between ends with that.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<Found> {
    let (first_day, last_day) = under_way(timeline)?;
    let days = timeline.weeks.days();
    let up_to_end = days.partition_point(|day| *day <= last_day);
    let notice = usize::from(timeline.settings.part_time_review_school_days.max(1));
    let met_on = days.get(up_to_end.checked_sub(notice)?).copied()?.max(first_day);
    if timeline.as_of < met_on {
        return None;
    }
    let passed = days.partition_point(|day| *day <= timeline.as_of);
    let used = timeline.marks(any_mark).filter(|mark| mark.session.date >= first_day);
    let evidence = PartTimeEvidence {
        first_day,
        last_day,
        school_days_left: up_to_end.saturating_sub(passed) as u64,
        sessions_used: used.filter(|mark| mark.session.code == Code::PART_TIME).count() as u64,
    };
    Some(Found::on(met_on, Evidence::PartTime(evidence)).due(Some(last_day)))
}

/// The first and the last day of the part-time timetable that is under way on the day asked for.
pub(super) fn under_way(timeline: &Timeline<'_>) -> Option<(Date, Date)> {
    let mut plans: Vec<&PlannedAbsence> =
        timeline.beside.plans.iter().filter(|plan| plan.code == Code::PART_TIME).collect();
    plans.sort_by_key(|plan| plan.first_day);
    let now = |plan: &&&PlannedAbsence| (plan.first_day..=plan.last_day).contains(&timeline.as_of);
    let first_day = plans.iter().filter(now).map(|plan| plan.first_day).min()?;
    let mut last_day = plans.iter().filter(now).map(|plan| plan.last_day).max()?;
    for plan in plans {
        let next_school_day = timeline.weeks.school_day_after(last_day, 1);
        if next_school_day.is_some_and(|day| plan.first_day <= day) {
            last_day = last_day.max(plan.last_day);
        }
    }
    Some((first_day, last_day))
}
