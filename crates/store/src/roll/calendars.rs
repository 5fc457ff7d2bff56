//! Calendars, one for each academy and academic year.

use crate::schema::calendars;
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Error, Result};
use diesel::prelude::*;
use school::{AcademicYear, AcademyId, Calendar, Instant};

/// A calendar with its revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The calendar.
    pub calendar: Calendar,
    /// Counts the changes.
    pub revision: i32,
}

fn read(body: Doc) -> Result<Calendar> {
    serde_json::from_value(body.0).map_err(|error| Error::Corrupt { table: "calendars", why: error.to_string() })
}

/// The calendar of one year.
pub fn find(db: &mut Db, academy: AcademyId, year: AcademicYear) -> Result<Option<Kept>> {
    let row: Option<(Doc, i32)> = calendars::table
        .find((Id::from(academy), year.start_year()))
        .select((calendars::body, calendars::revision))
        .first(db)
        .optional()?;
    row.map(|(body, revision)| Ok(Kept { calendar: read(body)?, revision })).transpose()
}

/// All calendars of an academy, the earliest year first.
pub fn all(db: &mut Db, academy: AcademyId) -> Result<Vec<(AcademicYear, Calendar)>> {
    let rows: Vec<(i16, Doc)> = calendars::table
        .filter(calendars::academy_id.eq(Id::from(academy)))
        .order(calendars::academic_year.asc())
        .select((calendars::academic_year, calendars::body))
        .load(db)?;
    rows.into_iter()
        .map(|(year, body)| {
            let year = AcademicYear::beginning_in(year)
                .ok_or(Error::Corrupt { table: "calendars", why: "a year out of range".to_owned() })?;
            Ok((year, read(body)?))
        })
        .collect()
}

/// Saves a calendar over the revision given (0 for none yet); answers the new revision.
pub fn save(
    db: &mut Db,
    academy: AcademyId,
    year: AcademicYear,
    calendar: &Calendar,
    over: i32,
    at: Instant,
) -> Result<i32> {
    let body = serde_json::to_value(calendar)
        .map_err(|error| Error::Corrupt { table: "calendars", why: error.to_string() })?;
    let key = (Id::from(academy), year.start_year());
    if over == 0 {
        make_partitions(db, year)?;
        diesel::insert_into(calendars::table)
            .values((
                calendars::academy_id.eq(key.0),
                calendars::academic_year.eq(key.1),
                calendars::body.eq(Doc(body)),
                calendars::revision.eq(1),
                calendars::updated_at.eq(At::from(at)),
            ))
            .execute(db)
            .map_err(|_| Error::Stale)?;
        return Ok(1);
    }
    let changed = diesel::update(calendars::table.find(key))
        .filter(calendars::revision.eq(over))
        .set((calendars::body.eq(Doc(body)), calendars::revision.eq(over + 1), calendars::updated_at.eq(At::from(at))))
        .execute(db)?;
    if changed == 1 { Ok(over + 1) } else { Err(Error::Stale) }
}

/// On PostgreSQL the append-only tables have a partition for each academic year; it is made with the first calendar of
/// the year, and no mark can be entered before that.
fn make_partitions(db: &mut Db, year: AcademicYear) -> Result<()> {
    let Db::Pg(connection) = db else { return Ok(()) };
    // Two academies may save their first calendars at the same moment.
    diesel::sql_query("SELECT pg_advisory_xact_lock(7305804402566)").execute(connection)?;
    for table in ["register_submissions", "imported_marks", "amendments"] {
        let start = year.start_year();
        diesel::sql_query(format!(
            "CREATE TABLE IF NOT EXISTS {table}_{start} PARTITION OF {table} FOR VALUES IN ({start})"
        ))
        .execute(connection)?;
    }
    Ok(())
}
