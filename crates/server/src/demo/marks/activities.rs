//! Visits, matches and work experience: what a whole year group does together.

use super::Writer;
use school::{Phase, Session};

/// Work experience takes a week of this year group.
const WORK_EXPERIENCE: i16 = 10;

pub(super) fn layer(writer: &mut Writer<'_>) {
    visits(writer);
    matches(writer);
    work_experience(writer);
}

/// A few days out of school in a year, on which nearly everybody goes.
fn visits(writer: &mut Writer<'_>) {
    let (visits, part) = if writer.phase == Phase::Primary { (2, 0.92) } else { (2, 0.6) };
    for _ in 0..visits {
        let nth = writer.of_the_year_group.below(writer.page.days.len());
        if writer.random.chance(part) {
            writer.page.set_day(nth, "V");
        }
    }
}

/// Afternoons of sport for those who are in a team.
fn matches(writer: &mut Writer<'_>) {
    if writer.profile.place % 9 == 4 {
        for _ in 0..5 {
            let nth = writer.random.below(writer.page.days.len());
            writer.page.set(nth, Session::Pm, "P");
        }
    }
}

fn work_experience(writer: &mut Writer<'_>) {
    if writer.year_group != WORK_EXPERIENCE {
        return;
    }
    let last = writer.page.days.len();
    let mondays = (last.saturating_sub(25)..last).filter(|nth| writer.page.weekday(*nth) == Some(0));
    if let Some(monday) = mondays.into_iter().next() {
        (monday..monday + 5).for_each(|nth| writer.page.set_day(nth, "W"));
    }
}
