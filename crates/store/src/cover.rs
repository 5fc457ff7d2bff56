//! What the cover of a day needs beside its records.

use crate::{Db, Result};
use chrono::Datelike;
use diesel::RunQueryDsl;
use diesel::sql_types::Integer;
use school::{AcademyId, Date, StaffId};
use uuid::Uuid;

/// Holds up everybody else who arranges the cover of a day of an academy until the transaction ends: each asks the rules of what
/// the others have written, and two who ask at once would both find a person free. On SQLite the write transaction holds everybody
/// up already.
pub fn hold_day(db: &mut Db, academy: AcademyId, date: Date) -> Result<()> {
    hold(db, academy.0, date.num_days_from_ce())
}

/// Holds up everybody else who counts what one person may still take, such as time off in lieu, until the transaction ends: two
/// who ask at once would both find the whole of it.
pub fn hold_person(db: &mut Db, staff: StaffId) -> Result<()> {
    hold(db, staff.0, OF_PERSON)
}

/// The second number of the lock of a person: no day that is arranged has it, because those are of this age.
const OF_PERSON: i32 = -1;

fn hold(db: &mut Db, id: Uuid, of: i32) -> Result<()> {
    if let Db::Pg(connection) = db {
        // The low half of the id is random, so that two academies or people rarely share a key; if they do, they wait. Keys of
        // two numbers are none of those of one number, such as the lock of the event feed.
        let (_, low) = id.as_u64_pair();
        diesel::sql_query("SELECT pg_advisory_xact_lock($1, $2)")
            .bind::<Integer, _>(low as i32)
            .bind::<Integer, _>(of)
            .execute(connection)?;
    }
    Ok(())
}
