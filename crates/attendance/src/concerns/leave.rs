//! A pupil who has not come back after leave.

use super::{
    CountedSession, Evidence, Found,
    timeline::{Marked, Timeline, any_mark},
};
use crate::{Code, CountsAs, planned::PlannedAbsence};
use school::{Date, Session};
use serde::Serialize;
use utoipa::ToSchema;

/// Within so many school days after the end of leave a pupil comes back, or enquiries are due (regulation 9).
pub(super) const SCHOOL_DAYS: usize = 10;
/// Leave for whole days. M and C2 are for parts of days and weeks and end by themselves.
const LEAVE: [&str; 4] = ["C", "C1", "J1", "S"];

/// That a pupil has not come back after leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NotReturnedEvidence {
    /// The first day of the leave that ended last.
    pub first_day: Date,
    /// Its last day.
    pub last_day: Date,
    /// Its code.
    pub code: Code,
    /// The school days within which the pupil was to come back.
    pub school_days: u64,
    /// Possible sessions since, all of them absences.
    pub counted: u64,
    /// Sessions of I among them: with sickness the ground for deletion is not met.
    pub ill: u64,
    /// The sessions since the leave.
    pub sessions: Vec<CountedSession>,
}

/// Ten school days have passed since the last day of the leave that ended last, no session since was attended, and at
/// least one is an unauthorised absence. Met on the tenth school day.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<Found> {
    let leave = ended_last(timeline)?;
    let met_on = timeline.weeks.school_day_after(leave.last_day, SCHOOL_DAYS)?;
    if timeline.as_of < met_on {
        return None;
    }
    let since = since(timeline, leave.last_day);
    let attended = |mark: &Marked| !mark.counts_as.is_absence();
    let unauthorised = |mark: &Marked| mark.counts_as == CountsAs::UnauthorisedAbsence;
    if since.iter().any(attended) || !since.iter().any(unauthorised) {
        return None;
    }
    let evidence = NotReturnedEvidence {
        first_day: leave.first_day,
        last_day: leave.last_day,
        code: leave.code,
        school_days: SCHOOL_DAYS as u64,
        counted: since.len() as u64,
        ill: since.iter().filter(|mark| mark.session.code == Code::ILLNESS).count() as u64,
        sessions: since.iter().map(|mark| mark.session).collect(),
    };
    Some(Found::on(met_on, Evidence::NotReturned(evidence)))
}

/// The leave of whole days that ended last before the day asked for; none while leave goes on.
pub(super) fn ended_last<'a>(timeline: &Timeline<'a>) -> Option<&'a PlannedAbsence> {
    let leaves = || timeline.beside.plans.iter().filter(|plan| is_leave(plan));
    if leaves().any(|plan| (plan.first_day..=plan.last_day).contains(&timeline.as_of)) {
        return None;
    }
    leaves().filter(|plan| plan.last_day < timeline.as_of).max_by_key(|plan| (plan.last_day, plan.created_at, plan.id))
}

/// The possible sessions that have a mark since a day.
pub(super) fn since(timeline: &Timeline<'_>, last_day: Date) -> Vec<Marked> {
    let later = timeline.marks(any_mark).filter(|mark| mark.session.date > last_day);
    later.filter(|mark| mark.counts_as.is_possible()).collect()
}

fn is_leave(plan: &PlannedAbsence) -> bool {
    let whole_days = Session::BOTH.iter().all(|session| plan.sessions.contains(session)) && plan.weekdays.len() >= 5;
    whole_days && LEAVE.contains(&plan.code.as_str())
}
