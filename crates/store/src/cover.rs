//! What the cover of a day needs beside its records.

use crate::{Db, Result};
use chrono::Datelike;
use diesel::RunQueryDsl;
use diesel::sql_types::Integer;
use school::{AcademyId, Date};

/// Holds up everybody else who arranges the cover of a day of an academy until the transaction ends: each asks the rules of what
/// the others have written, and two who ask at once would both find a person free. On SQLite the write transaction holds everybody
/// up already.
pub fn hold_day(db: &mut Db, academy: AcademyId, date: Date) -> Result<()> {
    if let Db::Pg(connection) = db {
        // The low half of the id is random, so that two academies rarely share a key; if they do, they wait. Keys of two numbers
        // are none of those of one number, such as the lock of the event feed.
        let (_, low) = academy.0.as_u64_pair();
        diesel::sql_query("SELECT pg_advisory_xact_lock($1, $2)")
            .bind::<Integer, _>(low as i32)
            .bind::<Integer, _>(date.num_days_from_ce())
            .execute(connection)?;
    }
    Ok(())
}
