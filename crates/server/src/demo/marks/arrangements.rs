//! Standing arrangements: other places of education, part-time timetables, the youngest.

use super::Writer;
use crate::demo::profile::Pattern;
use school::{CompulsorySchoolAge, Session};

pub(super) fn layer(writer: &mut Writer<'_>) {
    match writer.profile.pattern {
        Pattern::Alternative => weekly(writer, &[2], "B"),
        Pattern::Dual => weekly(writer, &[3, 4], "D"),
        Pattern::Refuser => part_time(writer),
        _ => {}
    }
    if writer.year_group == 0 {
        youngest(writer);
    }
}

/// The same days of every week, where the pupil is not ill.
fn weekly(writer: &mut Writer<'_>, weekdays: &[u32], code: &str) {
    for nth in 0..writer.page.days.len() {
        if writer.page.weekday(nth).is_some_and(|day| weekdays.contains(&day)) {
            for session in Session::BOTH {
                if writer.page.is_present(nth, session) || code == "D" {
                    writer.page.set(nth, session, code);
                }
            }
        }
    }
}

/// Mornings only, for some weeks, for a child of compulsory school age.
fn part_time(writer: &mut Writer<'_>) {
    let age = CompulsorySchoolAge::of(writer.born);
    let last = writer.page.days.len();
    let (first_spell, second_spell) = (writer.random.between(20, 45), writer.random.between(95, 120));
    for from in [first_spell, second_spell] {
        for nth in from..(from + writer.random.between(28, 45)).min(last) {
            if writer.page.date(nth).is_some_and(|date| age.holds_on(date)) {
                writer.page.set(nth, Session::Pm, "C2");
                if writer.random.chance(0.12) {
                    writer.page.set(nth, Session::Am, "C2");
                }
            }
        }
    }
}

/// Reception begins with mornings; a few stay part-time until they must come.
fn youngest(writer: &mut Writer<'_>) {
    let age = CompulsorySchoolAge::of(writer.born);
    let until = if writer.profile.place % 14 == 6 { 70 } else { 8 };
    for nth in 0..until {
        if writer.page.date(nth).is_some_and(|date| !age.holds_on(date)) {
            writer.page.set(nth, Session::Pm, "X");
        }
    }
}
