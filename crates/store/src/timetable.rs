//! Whether the parts of an academy's timetable are still those that a caller keeps in memory.

use crate::schema::records;
use crate::sql_types::{At, Id};
use crate::{Db, Result};
use diesel::prelude::*;
use school::record::Record;
use school::timetable::{PeriodGrid, Room, ShortenedDay, TimetableSettings, TimetableVersion};
use school::{AcademyId, Date, Instant, RecordId};

/// What changes with every change of the small parts of a timetable: the settings, the periods, the shortened days, the rooms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp(Vec<(RecordId, i32, Instant)>);

/// A version of the timetable without what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionHead {
    /// Its record.
    pub id: RecordId,
    /// The first day.
    pub valid_from: Date,
    /// Counts the changes.
    pub revision: i32,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// The stamp of an academy's timetable.
pub fn stamp(db: &mut Db, academy: AcademyId) -> Result<Stamp> {
    let kinds = [TimetableSettings::KIND, PeriodGrid::KIND, ShortenedDay::KIND, Room::KIND];
    let rows: Vec<(Id, i32, At)> = records::table
        .filter(records::academy_id.eq(Id::from(academy)))
        .filter(records::kind.eq_any(kinds).and(records::removed_at.is_null()))
        .order(records::id.asc())
        .select((records::id, records::revision, records::updated_at))
        .load(db)?;
    Ok(Stamp(rows.into_iter().map(|(id, revision, at)| (id.into(), revision, at.into())).collect()))
}

/// The versions of an academy's timetable without what is in them, the earliest first.
pub fn version_heads(db: &mut Db, academy: AcademyId) -> Result<Vec<VersionHead>> {
    let rows: Vec<(Id, Option<Date>, i32, At)> = records::table
        .filter(records::academy_id.eq(Id::from(academy)))
        .filter(records::kind.eq(TimetableVersion::KIND).and(records::removed_at.is_null()))
        .order(records::first_day.asc())
        .select((records::id, records::first_day, records::revision, records::updated_at))
        .load(db)?;
    let head = |(id, valid_from, revision, updated_at): (Id, Option<Date>, i32, At)| VersionHead {
        id: id.into(),
        valid_from: valid_from.unwrap_or(Date::MIN),
        revision,
        updated_at: updated_at.into(),
    };
    Ok(rows.into_iter().map(head).collect())
}
