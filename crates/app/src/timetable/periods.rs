//! The periods of the school day.

use super::cache;
use crate::{Context, Result};
use school::timetable::Period;
use school::{AcademyId, Date};

/// The periods that hold on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    /// The first day of the grid; none where the academy has none.
    pub valid_from: Option<Date>,
    /// The periods by weekday, start and week.
    pub periods: Vec<Period>,
}

/// The periods of an academy in reach as they hold on a day.
pub fn find_periods(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Periods> {
    cx.academy(academy)?;
    let timetable = cache::parts(cx, academy)?;
    let Some(grid) = timetable.grid_on(date) else { return Ok(Periods { valid_from: None, periods: Vec::new() }) };
    let mut periods = grid.periods.clone();
    periods.sort_by(|one, two| {
        (one.day, one.starts, one.week, &one.name).cmp(&(two.day, two.starts, two.week, &two.name))
    });
    Ok(Periods { valid_from: Some(grid.valid_from), periods })
}
