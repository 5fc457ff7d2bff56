//! The registers of lessons: how each stands, and append-only what every submission entered and amended.

use crate::actor::LessonActor;
use crate::db::MultiBackend;
use crate::schema::{lesson_entries, lesson_registers};
use crate::sql_types::{At, Doc, Id};
use crate::{Db, Error, Result};
use diesel::prelude::*;
use school::{AcademyId, Actor, Date, EntryId, GroupId, Instant, PupilId, StaffId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Which lesson.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LessonKey {
    /// The day.
    pub date: Date,
    /// The name of the period.
    pub period: String,
    /// The class.
    pub group_id: GroupId,
}

/// A mark that stands in the register of a lesson. The names are short because there are many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonMark {
    /// The pupil.
    #[serde(rename = "p")]
    pub pupil_id: PupilId,
    /// The code.
    #[serde(rename = "c")]
    pub code: String,
    /// Minutes late.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub minutes_late: Option<u16>,
    /// A comment.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// How many entries its history has.
    #[serde(rename = "e")]
    pub entries: i32,
}

/// The register of a lesson as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonRegister {
    /// Which lesson.
    pub key: LessonKey,
    /// The marks.
    pub marks: Vec<LessonMark>,
    /// Counts the changes; 0 for one that was never taken.
    pub revision: i32,
}

/// One mark that a submission entered or amended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnteredLessonMark {
    /// The pupil.
    #[serde(rename = "p")]
    pub pupil_id: PupilId,
    /// The code before; none where there was no mark.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// The code.
    #[serde(rename = "c")]
    pub code: String,
    /// Minutes late.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub minutes_late: Option<u16>,
    /// A comment.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `register`, `late_entry` or `amendment`.
    #[serde(rename = "k")]
    pub kind: String,
    /// Why, for an amendment.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What one submission entered and amended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonEntry {
    /// The entry.
    pub id: EntryId,
    /// Which lesson.
    pub key: LessonKey,
    /// When it was sent.
    pub at: Instant,
    /// The marks.
    pub marks: Vec<EnteredLessonMark>,
    /// Who sent it.
    pub by: Actor,
}

fn written(table: &'static str, marks: &impl Serialize) -> Result<Doc> {
    serde_json::to_value(marks).map(Doc).map_err(|error| Error::Corrupt { table, why: error.to_string() })
}

fn read<T: DeserializeOwned>(table: &'static str, doc: Doc) -> Result<Vec<T>> {
    // The message of serde may hold a value: only its kind goes on.
    serde_json::from_value(doc.0)
        .map_err(|error| Error::Corrupt { table, why: format!("marks of a lesson: {:?} error", error.classify()) })
}

/// The register of one lesson; none where it was never taken.
pub fn find(db: &mut Db, academy: AcademyId, key: &LessonKey) -> Result<Option<LessonRegister>> {
    let row: Option<(Doc, i32)> = lesson_registers::table
        .find((Id::from(academy), key.date, key.period.as_str(), Id::from(key.group_id)))
        .select((lesson_registers::marks, lesson_registers::revision))
        .first(db)
        .optional()?;
    row.map(|(marks, revision)| {
        Ok(LessonRegister { key: key.clone(), marks: read("lesson_registers", marks)?, revision })
    })
    .transpose()
}

/// The registers of the lessons of a day that were taken, by period and class.
pub fn of_day(db: &mut Db, academy: AcademyId, date: Date) -> Result<Vec<LessonRegister>> {
    let rows: Vec<(String, Id, Doc, i32)> = lesson_registers::table
        .filter(lesson_registers::academy_id.eq(Id::from(academy)).and(lesson_registers::date.eq(date)))
        .order((lesson_registers::period.asc(), lesson_registers::group_id.asc()))
        .select((
            lesson_registers::period,
            lesson_registers::group_id,
            lesson_registers::marks,
            lesson_registers::revision,
        ))
        .load(db)?;
    rows.into_iter()
        .map(|(period, group, marks, revision)| {
            let key = LessonKey { date, period, group_id: group.into() };
            Ok(LessonRegister { key, marks: read("lesson_registers", marks)?, revision })
        })
        .collect()
}

/// Saves a register that was read at its revision (0 for none yet).
///
/// # Errors
/// [`Error::Stale`] where it has changed meanwhile.
pub fn save(db: &mut Db, academy: AcademyId, register: &LessonRegister, at: Instant) -> Result<()> {
    let LessonRegister { key, marks, revision } = register;
    let body = written("lesson_registers", marks)?;
    let place = (Id::from(academy), key.date, key.period.as_str(), Id::from(key.group_id));
    if *revision == 0 {
        diesel::insert_into(lesson_registers::table)
            .values((
                lesson_registers::academy_id.eq(place.0),
                lesson_registers::date.eq(place.1),
                lesson_registers::period.eq(place.2),
                lesson_registers::group_id.eq(place.3),
                lesson_registers::marks.eq(body),
                lesson_registers::revision.eq(1),
                lesson_registers::updated_at.eq(At::from(at)),
            ))
            .execute(db)
            .map_err(|_| Error::Stale)?;
        return Ok(());
    }
    let changed = diesel::update(lesson_registers::table.find(place))
        .filter(lesson_registers::revision.eq(revision))
        .set((
            lesson_registers::marks.eq(body),
            lesson_registers::revision.eq(revision + 1),
            lesson_registers::updated_at.eq(At::from(at)),
        ))
        .execute(db)?;
    if changed == 1 { Ok(()) } else { Err(Error::Stale) }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = lesson_entries, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct EntryRow {
    academy_id: Id,
    id: Id,
    date: Date,
    period: String,
    group_id: Id,
    at: At,
    marks: Doc,
    #[diesel(embed)]
    actor: LessonActor,
}

/// Adds what a submission entered and amended.
pub fn enter(db: &mut Db, academy: AcademyId, entry: &LessonEntry) -> Result<()> {
    let LessonEntry { id, key, at, marks, by } = entry;
    let row = EntryRow {
        academy_id: academy.into(),
        id: (*id).into(),
        date: key.date,
        period: key.period.clone(),
        group_id: key.group_id.into(),
        at: (*at).into(),
        marks: written("lesson_entries", marks)?,
        actor: by.into(),
    };
    diesel::insert_into(lesson_entries::table).values(row).execute(db)?;
    Ok(())
}

/// The lessons to whose registers a member of staff sent something from a day to a day, both inside, each once.
pub fn sent_by(
    db: &mut Db,
    academy: AcademyId,
    staff: StaffId,
    (from, to): (Date, Date),
    limit: i64,
) -> Result<Vec<LessonKey>> {
    let rows: Vec<(Date, String, Id)> = lesson_entries::table
        .filter(lesson_entries::academy_id.eq(Id::from(academy)).and(lesson_entries::date.between(from, to)))
        .filter(lesson_entries::staff_id.eq(Id::from(staff)))
        .select((lesson_entries::date, lesson_entries::period, lesson_entries::group_id))
        .distinct()
        .order((lesson_entries::date.asc(), lesson_entries::period.asc(), lesson_entries::group_id.asc()))
        .limit(limit)
        .load(db)?;
    Ok(rows.into_iter().map(|(date, period, group)| LessonKey { date, period, group_id: group.into() }).collect())
}

/// The submissions of a lesson, the first one first.
pub fn entries(db: &mut Db, academy: AcademyId, key: &LessonKey, limit: i64) -> Result<Vec<LessonEntry>> {
    let rows: Vec<EntryRow> = lesson_entries::table
        .filter(lesson_entries::academy_id.eq(Id::from(academy)).and(lesson_entries::date.eq(key.date)))
        .filter(lesson_entries::period.eq(&key.period).and(lesson_entries::group_id.eq(Id::from(key.group_id))))
        .order((lesson_entries::at.asc(), lesson_entries::id.asc()))
        .limit(limit)
        .select(EntryRow::as_select())
        .load(db)?;
    rows.into_iter().map(entry).collect()
}

fn entry(row: EntryRow) -> Result<LessonEntry> {
    let EntryRow { academy_id: _, id, date, period, group_id, at, marks, actor } = row;
    let key = LessonKey { date, period, group_id: group_id.into() };
    let marks = read("lesson_entries", marks)?;
    Ok(LessonEntry { id: id.into(), key, at: at.into(), marks, by: actor.into() })
}

/// The submissions of the lessons of some classes from a day to a day, both inside, the first one first.
pub fn entries_of_classes(
    db: &mut Db,
    academy: AcademyId,
    groups: &[GroupId],
    (from, to): (Date, Date),
    limit: i64,
) -> Result<Vec<LessonEntry>> {
    let groups: Vec<Id> = groups.iter().map(|group| Id::from(*group)).collect();
    let rows: Vec<EntryRow> = lesson_entries::table
        .filter(lesson_entries::academy_id.eq(Id::from(academy)).and(lesson_entries::date.between(from, to)))
        .filter(lesson_entries::group_id.eq_any(groups))
        .order((lesson_entries::at.asc(), lesson_entries::id.asc()))
        .limit(limit)
        .select(EntryRow::as_select())
        .load(db)?;
    rows.into_iter().map(entry).collect()
}
