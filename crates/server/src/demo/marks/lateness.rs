//! Late arrivals: before the register has closed, and after.

use super::Writer;
use school::Session;

/// Of those who come late in the morning, so many come after the register has closed.
const AFTER_CLOSE: f64 = 0.1;

pub(super) fn layer(writer: &mut Writer<'_>) {
    let chance = writer.profile.lateness;
    for nth in 0..writer.page.days.len() {
        // Mondays are slow, and so is winter.
        let monday = if writer.page.weekday(nth) == Some(0) { 1.35 } else { 0.95 };
        if writer.random.chance(chance * monday) {
            let code = if writer.random.chance(AFTER_CLOSE + chance / 3.0) { "U" } else { "L" };
            writer.page.set(nth, Session::Am, code);
        }
        if writer.random.chance(chance / 3.0) {
            writer.page.set(nth, Session::Pm, "L");
        }
    }
}
