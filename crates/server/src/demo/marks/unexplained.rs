//! Reasons that are not known yet, and a few that never were.

use super::Writer;
use attendance::code::Code;
use school::Session;

/// A reason is found out within so many school days.
const DAYS: usize = 5;

pub(super) fn layer(writer: &mut Writer<'_>) {
    if writer.page.year != writer.day.year {
        return;
    }
    let Some(today) = writer.page.nth(writer.day.today) else { return };
    for nth in 0..=today {
        let age = today - nth;
        for session in Session::BOTH {
            let chance = match (writer.page.get(nth, session).map(Code::as_str), age) {
                (Some("I" | "O"), 0) => 0.5,
                (Some("O"), 1..=DAYS) => 0.55,
                (Some("I"), 1..=2) => 0.12,
                (Some("O"), _) => 0.006,
                _ => 0.0,
            };
            if writer.random.chance(chance) {
                writer.page.set(nth, session, "N");
            }
        }
    }
}
