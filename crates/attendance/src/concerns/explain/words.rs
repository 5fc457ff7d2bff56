//! Words of explanations.

use chrono::{DateTime, Utc};
use school::{Date, clock};

/// A day as a letter writes it: 23 November 2026.
pub(super) fn long(date: Date) -> String {
    date.format("%-d %B %Y").to_string()
}

/// A moment as a clock in England shows it.
pub(super) fn moment(at: DateTime<Utc>) -> String {
    let (date, time) = clock::local(at);
    format!("{} on {}", time.format("%H:%M:%S"), long(date))
}

/// A number with its noun: 1 session, 2 sessions.
pub(super) fn sessions(number: u64) -> String {
    if number == 1 { "1 session".to_owned() } else { format!("{number} sessions") }
}

/// A fraction in per cent with two places.
pub(super) fn percent(numerator: u64, denominator: u64) -> String {
    if denominator == 0 {
        return "no rate, as nothing was possible".to_owned();
    }
    format!("{:.2} %", 100.0 * numerator as f64 / denominator as f64)
}

/// Levels as a list: 8 and 12.
pub(super) fn levels(levels: &[u16]) -> String {
    let all: Vec<String> = levels.iter().map(ToString::to_string).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(" and ") }
}
