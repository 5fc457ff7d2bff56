//! The sixth school day of a suspension or exclusion.

use super::{
    CountedSession, Evidence, Found,
    timeline::{Timeline, any_mark, excluded},
};
use crate::{planned::PlannedAbsence, suspension::Suspension};
use school::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// From this school day on education is provided.
pub(super) const SCHOOL_DAY: usize = 6;

/// That education must be provided for a pupil who is suspended or excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SuspensionEvidence {
    /// The first day out of school.
    pub first_day: Date,
    /// The last day out of school as far as it is known; null for a permanent exclusion.
    pub last_day: Option<Date>,
    /// Whether it stands on the record of a suspension, or only in marks and plans of E.
    pub on_record: bool,
    /// The sixth school day.
    pub sixth_school_day: Date,
    /// The first day of alternative provision; null while none is made.
    pub provision_from: Option<Date>,
    /// The sessions of E so far.
    pub sessions: Vec<CountedSession>,
}

/// The days out of school of a suspension, with those that it follows without a school day between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutOfSchool {
    pub(super) first_day: Date,
    /// None for a permanent exclusion.
    pub(super) last_day: Option<Date>,
    pub(super) provision_from: Option<Date>,
}

/// A suspension under way on the day asked for.
pub(super) struct UnderWay {
    pub(super) days: OutOfSchool,
    pub(super) on_record: bool,
    pub(super) sixth: Date,
}

/// A suspension of more than five school days, or a permanent exclusion, is under way and no provision is made by the
/// sixth school day. Met on the first day where the length is known ahead, from a record or planned codes; where only
/// marks of E say so, on the sixth.
pub(super) fn find(timeline: &Timeline<'_>) -> Option<Found> {
    let UnderWay { days, on_record, sixth } = under_way(timeline)?;
    let OutOfSchool { first_day, last_day, provision_from } = days;
    if last_day.is_some_and(|last| last < sixth) {
        return None;
    }
    if provision_from.is_some_and(|day| day <= sixth || day <= timeline.as_of) {
        return None;
    }
    let known_ahead = on_record || timeline.beside.plans.iter().any(|plan| planned(plan) && plan.last_day >= sixth);
    let met_on = if known_ahead { first_day } else { sixth };
    if timeline.as_of < met_on {
        return None;
    }
    let sessions = timeline.marks(excluded).map(|mark| mark.session).filter(|session| session.date >= first_day);
    let evidence = SuspensionEvidence {
        first_day,
        last_day,
        on_record,
        sixth_school_day: sixth,
        provision_from,
        sessions: sessions.collect(),
    };
    Some(Found::on(met_on, Evidence::Suspension(evidence)).due(Some(sixth)))
}

/// The suspension under way that began last: from the records, else from the marks and plans of E.
pub(super) fn under_way(timeline: &Timeline<'_>) -> Option<UnderWay> {
    let now = |one: &&Suspension| {
        one.period.first.date <= timeline.as_of && last_of(one).is_none_or(|last| timeline.as_of <= last)
    };
    let recorded = timeline.beside.suspensions.iter().filter(now).max_by_key(|one| one.period.first);
    let on_record = recorded.map(|one| OutOfSchool {
        first_day: chain_begins(timeline, one),
        last_day: last_of(one),
        provision_from: one.provision_from,
    });
    let days = on_record.or_else(|| from_marks(timeline))?;
    let sixth = timeline.weeks.school_day_after(days.first_day.pred_opt()?, SCHOOL_DAY)?;
    Some(UnderWay { days, on_record: on_record.is_some(), sixth })
}

fn last_of(one: &Suspension) -> Option<Date> {
    one.period.last.map(|last| last.date)
}

/// The first day of the suspensions that follow one another without a school day between them and end with this one: they
/// count as one (unconfirmed).
fn chain_begins(timeline: &Timeline<'_>, one: &Suspension) -> Date {
    let all = timeline.beside.suspensions;
    let mut first_day = one.period.first.date;
    for _ in 0..all.len() {
        let follows = |last: Date| {
            let next = timeline.weeks.school_day_after(last, 1);
            last >= first_day || next.is_some_and(|day| first_day <= day)
        };
        let before =
            all.iter().find(|other| other.period.first.date < first_day && last_of(other).is_some_and(follows));
        match before {
            Some(other) => first_day = other.period.first.date,
            None => break,
        }
    }
    first_day
}

/// The run of school days with E with which the marks end, with what is planned to follow.
fn from_marks(timeline: &Timeline<'_>) -> Option<OutOfSchool> {
    let possible = timeline.marks(any_mark).rev().filter(|mark| mark.counts_as.is_possible());
    let run: Vec<Date> =
        possible.take_while(|mark| excluded(mark.session.code.byte())).map(|mark| mark.session.date).collect();
    let (last_marked, first_day) = (*run.first()?, *run.last()?);
    let next = timeline.weeks.school_day_after(last_marked, 1);
    let follows = |plan: &&PlannedAbsence| {
        planned(plan) && plan.last_day >= last_marked && next.is_some_and(|day| plan.first_day <= day)
    };
    let last_planned = timeline.beside.plans.iter().filter(follows).map(|plan| plan.last_day).max();
    let last_day = last_planned.map_or(last_marked, |planned| planned.max(last_marked));
    // What a record would have ended is over, whatever the marks say.
    let ended = timeline.beside.suspensions.iter().any(|one| {
        one.period.first.date <= last_marked
            && last_of(one).is_some_and(|last| first_day <= last && last < timeline.as_of)
    });
    (!ended).then_some(OutOfSchool { first_day, last_day: Some(last_day), provision_from: None })
}

fn planned(plan: &PlannedAbsence) -> bool {
    excluded(plan.code.byte())
}
