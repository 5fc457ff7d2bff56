//! The names that a timetable knows.

use super::cache;
use crate::{Context, Result};
use school::{AcademyId, Date};
use std::collections::BTreeSet;

/// What the timetable of an academy calls things from a day on: a class that meets from February on is known in December.
/// A set is empty where nothing of the kind was ever said, and then nothing is unknown.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Classes.
    pub classes: BTreeSet<String>,
    /// Rooms: of the list of rooms, and those in which something is timetabled.
    pub rooms: BTreeSet<String>,
    /// Periods, those of shortened days among them.
    pub periods: BTreeSet<String>,
}

/// Reads them for an academy in reach: by the version that holds on a day and by every later one.
pub fn names(cx: &mut Context<'_>, academy: AcademyId, from: Date) -> Result<Names> {
    cx.academy(academy)?;
    let timetable = cache::parts(cx, academy)?;
    let mut names = Names::default();
    names.rooms.extend(timetable.rooms.iter().map(|room| room.name.clone()));
    let grids = timetable.grids.iter().flat_map(|grid| &grid.periods).map(|period| &period.name);
    let shortened = timetable.shortened.iter().flat_map(|day| &day.periods).map(|period| &period.name);
    names.periods.extend(grids.chain(shortened).cloned());
    for version in cache::versions_from(cx, academy, from)? {
        for entry in &version.entries {
            if let Some(class) = entry.class.as_ref().filter(|class| !names.classes.contains(*class)) {
                names.classes.insert(class.clone());
            }
            if let Some(room) = entry.room.as_ref().filter(|room| !names.rooms.contains(*room)) {
                names.rooms.insert(room.clone());
            }
        }
    }
    Ok(names)
}
