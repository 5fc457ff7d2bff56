//! Illness: short spells that follow the seasons, and long ones.

use super::Writer;
use crate::demo::profile::Pattern;
use chrono::Datelike;
use school::Session;

/// Days of a spell on average.
const MEAN_SPELL: f64 = 2.05;
/// School days in a year.
const YEAR: f64 = 190.0;

pub(super) fn layer(writer: &mut Writer<'_>) {
    let daily = writer.profile.illness / YEAR / MEAN_SPELL;
    let mut nth = 0;
    while nth < writer.page.days.len() {
        let weekday = if writer.page.weekday(nth) == Some(0) { 1.4 } else { 0.9 };
        if writer.random.chance(daily * season(writer, nth) * weekday) {
            nth += spell(writer, nth);
        }
        nth += 1;
    }
    if writer.profile.pattern == Pattern::LongIllness {
        long(writer);
    }
}

/// How much more likely illness is than on average.
fn season(writer: &Writer<'_>, nth: usize) -> f64 {
    match writer.page.date(nth).map(|date| (date.month(), date.day())) {
        Some((9, _)) => 0.62,
        Some((10, _)) => 0.88,
        Some((11, _)) => 1.2,
        Some((12, _)) => 1.62,
        Some((1, _)) => 1.28,
        Some((2, _)) => 1.15,
        Some((3, _)) => 1.02,
        Some((4 | 5, _)) => 0.8,
        _ => 0.85,
    }
}

fn spell(writer: &mut Writer<'_>, from: usize) -> usize {
    let days = match writer.random.below(100) {
        0..44 => 1,
        44..74 => 2,
        74..88 => 3,
        88..95 => 4,
        _ => 6,
    };
    if days == 1 && writer.random.chance(0.18) {
        let session = if writer.random.chance(0.7) { Session::Pm } else { Session::Am };
        writer.page.set(from, session, "I");
        return 1;
    }
    (from..from + days).for_each(|nth| writer.page.set_day(nth, "I"));
    days
}

/// An operation, glandular fever: weeks on end.
fn long(writer: &mut Writer<'_>) {
    let from = writer.random.below(writer.page.days.len().saturating_sub(20));
    let days = writer.random.between(15, 42);
    (from..from + days).for_each(|nth| writer.page.set_day(nth, "I"));
}
