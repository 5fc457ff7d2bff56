//! Rules of days: reasons, leave, suspensions, part-time timetables.

use super::{
    Arithmetic, Steps,
    words::{long, sessions},
};
use crate::concerns::{
    CountedSession, Rule, leave as of_leave, overdue, part_time as of_part_time, suspension as of_suspension,
    timeline::{Timeline, no_reason_yet},
};
use crate::summary::Period;

/// Most open reasons that are spelled out one by one.
const MOST_SPELLED_OUT: usize = 20;

/// Reasons that are open.
pub(super) fn reasons(timeline: &Timeline<'_>, rule: Rule) -> Steps {
    let open: Vec<CountedSession> = timeline.marks(no_reason_yet).map(|mark| mark.session).collect();
    let mut sentences = vec![format!(
        "N is replaced as soon as the reason is known, and no later than the fifth school day after the session. \
         {} now N.",
        if open.len() == 1 { "1 session has".to_owned() } else { format!("{} sessions have", open.len()) }
    )];
    for session in open.iter().take(MOST_SPELLED_OUT) {
        let due = timeline.weeks.school_day_after(session.date, overdue::SCHOOL_DAYS);
        sentences.push(match due {
            Some(due) => {
                format!("For the session of {} ({}) that day is {}.", long(session.date), session.session, long(due))
            }
            None => format!("For the session of {} the calendar does not reach so far.", long(session.date)),
        });
    }
    let days = timeline.settings.reason_due_soon_school_days;
    sentences.push(match rule {
        Rule::ReasonDueSoon => format!("It is due soon from {days} school days before, and until it is overdue."),
        _ => "On the sixth school day it is overdue.".to_owned(),
    });
    Steps {
        sentences,
        arithmetic: Arithmetic {
            numerator: open.len() as u64,
            numerator_unit: "sessions of N".to_owned(),
            threshold: 1,
            ..Arithmetic::default()
        },
        sessions: open,
    }
}

/// Not back after leave.
pub(super) fn leave(timeline: &Timeline<'_>) -> Steps {
    let mut arithmetic = Arithmetic {
        numerator_unit: "sessions of absence since the leave".to_owned(),
        threshold: 1,
        ..Arithmetic::default()
    };
    let Some(leave) = of_leave::ended_last(timeline) else {
        let sentence = "No leave of whole days (C, C1, J1 or S) had ended, or leave went on.".to_owned();
        return Steps { sentences: vec![sentence], arithmetic, sessions: Vec::new() };
    };
    let since = of_leave::since(timeline, leave.last_day);
    let attended = since.iter().filter(|mark| !mark.counts_as.is_absence()).count();
    arithmetic.numerator = (since.len() - attended) as u64;
    arithmetic.denominator = Some(since.len() as u64);
    arithmetic.period = Some(Period { from: leave.first_day, to: leave.last_day });
    let tenth = timeline.weeks.school_day_after(leave.last_day, of_leave::SCHOOL_DAYS);
    let mut sentences =
        vec![format!("Leave with {} ran from {} to {}.", leave.code, long(leave.first_day), long(leave.last_day))];
    sentences.push(tenth.map_or_else(
        || "The calendar does not reach to the tenth school day after it.".to_owned(),
        |day| format!("The tenth school day after it is {}.", long(day)),
    ));
    sentences.push(format!("Of {} since, {attended} were attended.", sessions(since.len() as u64)));
    sentences.push(
        "The rule is met when that day has come, none was attended and at least one was an unauthorised absence."
            .to_owned(),
    );
    Steps { sentences, arithmetic, sessions: since.into_iter().map(|mark| mark.session).collect() }
}

/// The sixth day of a suspension.
pub(super) fn suspension(timeline: &Timeline<'_>) -> Steps {
    let arithmetic = Arithmetic {
        numerator_unit: "school days out of school".to_owned(),
        threshold: of_suspension::SCHOOL_DAY as u64,
        ..Arithmetic::default()
    };
    let Some(of_suspension::UnderWay { days: out, on_record, sixth }) = of_suspension::under_way(timeline) else {
        let sentence = "No suspension or exclusion is under way, by the records or by marks of E.".to_owned();
        return Steps { sentences: vec![sentence], arithmetic, sessions: Vec::new() };
    };
    let days = timeline.weeks.days();
    let place = |day| days.partition_point(|known| *known <= day);
    let until = out.last_day.map_or(timeline.as_of, |last| last.min(timeline.as_of));
    let passed = place(until).saturating_sub(days.partition_point(|known| *known < out.first_day));
    let source = if on_record { "The record of the suspension says" } else { "The marks and plans of E say" };
    let end =
        out.last_day.map_or_else(|| "with no end, as it is permanent".to_owned(), |last| format!("to {}", long(last)));
    let mut sentences = vec![
        format!("{source} that the pupil is out of school from {} {end}.", long(out.first_day)),
        format!("The sixth school day of it is {}; from then on education is provided.", long(sixth)),
    ];
    sentences.push(out.provision_from.map_or_else(
        || "No provision is on record.".to_owned(),
        |day| format!("Provision is on record from {}.", long(day)),
    ));
    Steps { sentences, arithmetic: Arithmetic { numerator: passed as u64, ..arithmetic }, sessions: Vec::new() }
}

/// A part-time timetable that ends.
pub(super) fn part_time(timeline: &Timeline<'_>) -> Steps {
    let notice = timeline.settings.part_time_review_school_days;
    let arithmetic = Arithmetic {
        numerator_unit: "school days left of the part-time timetable".to_owned(),
        threshold: u64::from(notice),
        ..Arithmetic::default()
    };
    let Some((first, last)) = of_part_time::under_way(timeline) else {
        let sentence = "No part-time timetable (C2) is under way.".to_owned();
        return Steps { sentences: vec![sentence], arithmetic, sessions: Vec::new() };
    };
    let days = timeline.weeks.days();
    let left = days.partition_point(|day| *day <= last) - days.partition_point(|day| *day <= timeline.as_of);
    let sentences = vec![
        format!("The part-time timetable began on {} and ends on {}.", long(first), long(last)),
        format!("{left} school days of it are left; the school wants to know in its last {notice} school days."),
    ];
    let period = Some(Period { from: first, to: last });
    Steps { sentences, arithmetic: Arithmetic { numerator: left as u64, period, ..arithmetic }, sessions: Vec::new() }
}
