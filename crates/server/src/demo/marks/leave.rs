//! Leave that was given, holidays that were not, suspensions and days of observance.

use super::Writer;
use crate::demo::feasts;
use crate::demo::profile::Pattern;
use chrono::Datelike;
use school::{Phase, Session};

/// Appointments with doctors and dentists: a session each.
pub(super) fn appointments(writer: &mut Writer<'_>) {
    let most = if writer.phase == Phase::Primary { 3 } else { 4 };
    for _ in 0..writer.random.below(most) {
        let nth = writer.random.below(writer.page.days.len());
        let session = if writer.random.chance(0.6) { Session::Am } else { Session::Pm };
        writer.page.set(nth, session, "M");
    }
}

/// Exceptional circumstances: a funeral, a wedding, a graduation; licensed performance for a very few.
pub(super) fn exceptional(writer: &mut Writer<'_>) {
    if writer.random.chance(if writer.phase == Phase::Primary { 0.5 } else { 0.58 }) {
        let nth = writer.random.below(writer.page.days.len());
        let days = writer.random.between(1, 2);
        (nth..nth + days).for_each(|nth| writer.page.set_day(nth, "C"));
    }
    if writer.profile.place % 420 == 33 {
        let nth = writer.random.below(writer.page.days.len());
        (nth..nth + 3).for_each(|nth| writer.page.set_day(nth, "C1"));
    }
}

/// Holidays that lengthen the holidays.
pub(super) fn holidays(writer: &mut Writer<'_>) {
    if !writer.random.chance(writer.profile.holiday) {
        return;
    }
    let edges = writer.page.edges();
    let days = writer.random.pick(&[3, 4, 5, 5, 5, 7, 8, 10], 5);
    let (nth, before) = writer.random.pick(&edges, (0, false));
    let from = if before { (nth + 1).saturating_sub(days) } else { nth };
    (from..from + days).for_each(|nth| writer.page.set_day(nth, "G"));
}

/// Suspensions of one to five days, more than one for some.
pub(super) fn suspensions(writer: &mut Writer<'_>) {
    let times = if writer.profile.suspension > 0.3 { 3 } else { 1 };
    for _ in 0..times {
        if writer.random.chance(writer.profile.suspension) {
            let nth = writer.random.below(writer.page.days.len());
            let days = writer.random.pick(&[1, 1, 2, 2, 3, 5], 2);
            (nth..nth + days).for_each(|nth| writer.page.set_day(nth, "E"));
        }
    }
}

/// The Eids, the travelling season, interviews and study leave.
pub(super) fn occasions(writer: &mut Writer<'_>) {
    if writer.profile.keeps_eid {
        for date in feasts::eids(writer.page.year) {
            if let Some(nth) = writer.page.nth(date) {
                writer.page.set_day(nth, "R");
            }
        }
    }
    if writer.profile.travels {
        let from = writer.page.days.len().saturating_sub(32);
        (from..from + 14).for_each(|nth| writer.page.set_day(nth, "T"));
    }
    if writer.year_group == 11 {
        year_eleven(writer);
    }
    transport(writer);
}

fn year_eleven(writer: &mut Writer<'_>) {
    if writer.random.chance(0.35) && writer.profile.pattern == Pattern::Ordinary {
        let nth = writer.random.between(100, 130);
        writer.page.set(nth, Session::Am, "J1");
    }
    for nth in 0..writer.page.days.len() {
        let exams =
            writer.page.date(nth).is_some_and(|date| date.month() == 6 || (date.month(), date.day() / 20) == (5, 1));
        if exams && writer.random.chance(0.3) {
            writer.page.set(nth, Session::Pm, "S");
        }
    }
}

/// One winter morning the school bus does not come.
fn transport(writer: &mut Writer<'_>) {
    if writer.phase == Phase::Secondary && writer.profile.place % 31 == 3 {
        let from = 85;
        let nth = from + usize::from(writer.page.year.start_year().unsigned_abs()) % 20;
        if writer.page.is_present(nth, Session::Am) {
            writer.page.set(nth, Session::Am, "Y1");
        }
    }
}
