//! Throwing files away.

use crate::{App, Result};
use chrono::Duration;
use school::{AcademyId, ImportId};
use store::{Db, imports};

/// How many hours a file may take to arrive.
const HOURS_TO_ARRIVE: i64 = 24;
/// How many imports one sweep looks at.
const AT_A_TIME: i64 = 20;

/// One transaction of housekeeping, which nobody in particular does.
pub(super) fn write<T>(app: &App, work: impl FnOnce(&mut Db) -> Result<T>) -> Result<T> {
    let mut lent = app.pool.lend()?;
    store::write(&mut lent, work)
}

/// Throws the file of an import away, piece by piece, the last first: what is left over after a crash still has its
/// beginning, by which the next sweep finds it.
pub(super) fn drop_file(app: &App, academy: AcademyId, id: ImportId) -> Result<()> {
    while write(app, |db| Ok(imports::drop_chunk(db, academy, id)?))? {}
    Ok(())
}

/// Throws away files that never arrived whole, and what a crash left of files that were worked off.
pub(super) fn sweep(app: &App) -> Result<()> {
    let before = app.clock.now() - Duration::hours(HOURS_TO_ARRIVE);
    let (forsaken, leftovers) = {
        let mut lent = app.pool.lend()?;
        (imports::forsaken(&mut lent, before, AT_A_TIME)?, imports::leftovers(&mut lent, AT_A_TIME)?)
    };
    for (academy, id) in leftovers {
        drop_file(app, academy, id)?;
    }
    for (academy, id) in forsaken {
        drop_file(app, academy, id)?;
        write(app, |db| Ok(imports::abandon(db, academy, id)?))?;
    }
    Ok(())
}
