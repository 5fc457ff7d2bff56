//! Absence without leave, in runs and on the days at the edges of the week.

use super::Writer;
use crate::demo::profile::Pattern;
use school::Session;

/// The chance that the next day is missed as well.
const GOES_ON: f64 = 0.45;

pub(super) fn layer(writer: &mut Writer<'_>) {
    let severe = writer.profile.pattern == Pattern::Severe;
    let starts = writer.profile.truancy * if severe { 1.0 } else { 1.0 - GOES_ON };
    let mut away = false;
    for nth in 0..writer.page.days.len() {
        let chance = if away { GOES_ON.max(writer.profile.truancy) } else { starts * edge_of_week(writer, nth) };
        away = writer.random.chance(chance);
        if away && !severe && writer.random.chance(0.25) {
            writer.page.set(nth, Session::Pm, "O");
        } else if away {
            let code = if writer.random.chance(excused(writer.profile.pattern)) { "I" } else { "O" };
            writer.page.set_day(nth, code);
        }
    }
}

/// Some days that a parent calls illness.
fn excused(pattern: Pattern) -> f64 {
    match pattern {
        Pattern::Severe => 0.2,
        Pattern::Weekends => 0.45,
        _ => 0.08,
    }
}

fn edge_of_week(writer: &Writer<'_>, nth: usize) -> f64 {
    let edge = matches!(writer.page.weekday(nth), Some(0 | 4));
    match (writer.profile.pattern, edge) {
        (Pattern::Weekends, true) => 11.0,
        (Pattern::Weekends, false) => 0.3,
        (_, true) => 1.3,
        (_, false) => 0.8,
    }
}
