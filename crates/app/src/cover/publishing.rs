//! Publication: each a record of its own; what changed later goes only to those whom it concerns.

use super::Loaded;
use super::rooms::without_room;
use super::saving::settle_gone;
use super::view::shares;
use crate::{Context, Error, Kind, Result, records};
use cover::arrange::Line;
use cover::publication::{Change, Publication, PublishedLine, PublishedRoom, changes};
use school::{AcademyId, Date, Kept, StaffId};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

/// One version of a day's cover.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublishedVersion {
    /// The version's record.
    pub id: Uuid,
    /// When it was published.
    pub published_at: chrono::DateTime<chrono::Utc>,
    /// What was published.
    #[serde(flatten)]
    pub publication: Publication,
    /// What changed for whom since the version before.
    pub changes: Vec<Change>,
}

/// Publishes a day: the next version. Everybody for whom something changed since the last one has an event of the kind
/// `cover_published`, nobody else.
pub fn publish(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<PublishedVersion> {
    let loaded = Loaded::held_alone(cx, academy, date)?;
    settle_gone(cx, &loaded)?;
    let board = loaded.board();
    let before = loaded.published.last();
    let mut publication = Publication {
        date,
        version: loaded.version() + 1,
        lines: board.lines.iter().map(|line| published(&loaded, line)).collect(),
        rooms: rooms(&loaded),
        affected: Vec::new(),
    };
    let changed = changes(before.map(|kept| &kept.value), &publication);
    let mut affected: Vec<StaffId> = changed.iter().map(|change| change.staff_id).collect();
    affected.dedup();
    publication.affected.clone_from(&affected);
    let fields = json!(["cover", date.to_string(), publication.version]);
    let kept = records::add(cx, academy, publication)?;
    for staff in affected {
        cx.record(academy, "cover_notice", staff, "cover_published", fields.clone())?;
    }
    Ok(version(kept, changed))
}

fn version(kept: Kept<Publication>, changes: Vec<Change>) -> PublishedVersion {
    PublishedVersion { id: kept.id.0, published_at: kept.created_at, publication: kept.value, changes }
}

pub(super) fn published(loaded: &Loaded, line: &Line<'_>) -> PublishedLine {
    let need = line.need;
    let room = loaded.room(&need.key.period, &need.key.class, need.room.as_ref());
    PublishedLine {
        requirement_id: loaded.id_of(need),
        period: need.key.period.clone(),
        activity: need.activity,
        starts: need.span.starts,
        ends: need.span.ends,
        class: need.title.clone(),
        subject: need.subject.clone(),
        room_changed: room != need.room,
        room,
        absent_staff_id: need.key.absent,
        required: line.required,
        shares: shares(line, &loaded.settings),
    }
}

fn rooms(loaded: &Loaded) -> Vec<PublishedRoom> {
    let timetable = &loaded.day.timetable;
    let mut found: Vec<PublishedRoom> = loaded
        .rooms
        .iter()
        .map(|kept| {
            let change = &kept.value;
            let here = timetable.entries.iter().find(|entry| {
                entry.label() == change.class
                    && timetable.periods.get(entry.period).is_some_and(|period| period.name == change.period)
            });
            PublishedRoom {
                period: change.period.clone(),
                class: change.class.clone(),
                from: change.from.clone(),
                to: change.to.clone(),
                staff_ids: here.map(|entry| entry.staff.clone()).unwrap_or_default(),
            }
        })
        .collect();
    found.sort();
    found
}

/// All versions of a day, the first one first.
pub fn list_versions(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Vec<PublishedVersion>> {
    let mut found = load(cx, academy, date)?;
    found.sort_by_key(|kept| kept.value.version);
    let mut versions: Vec<PublishedVersion> = Vec::with_capacity(found.len());
    for kept in found {
        let changed = changes(versions.last().map(|last| &last.publication), &kept.value);
        versions.push(version(kept, changed));
    }
    Ok(versions)
}

/// One version of a day with what changed for whom.
pub fn find_version(cx: &mut Context<'_>, academy: AcademyId, date: Date, number: i32) -> Result<PublishedVersion> {
    let versions = list_versions(cx, academy, date)?;
    let found = versions.into_iter().find(|each| each.publication.version == number);
    found.ok_or(Error::NotFound(Kind::Other("version of the day's cover")))
}

fn load(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Vec<Kept<Publication>>> {
    let filter = records::Filter { subjects: None, from: Some(date), to: Some(date) };
    records::all(cx, academy, &filter)
}

/// How many classes of a day still need a room.
pub(super) fn rooms_missing(loaded: &Loaded) -> usize {
    without_room(loaded).len()
}
