//! The versions of a timetable.

use crate::roll::listing::{Ask, Listing};
use crate::{Context, Result, records};
use school::timetable::TimetableVersion;
use school::{AcademyId, Date, Instant, RecordId};
use std::collections::{BTreeSet, HashMap};

/// A version without what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionLine {
    /// The version.
    pub id: RecordId,
    /// The first day.
    pub valid_from: Date,
    /// The last day: the day before the next version begins.
    pub valid_to: Option<Date>,
    /// How many entries it has.
    pub entries: usize,
    /// How many people are in it.
    pub people: usize,
    /// Counts the changes.
    pub revision: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// The versions of an academy's timetable in the order of their making.
pub fn list_versions(cx: &mut Context<'_>, academy: AcademyId, ask: &Ask) -> Result<Listing<VersionLine>> {
    let listing = records::list::<TimetableVersion>(cx, academy, &records::Filter::default(), ask)?;
    let heads = store::timetable::version_heads(cx.db, academy)?;
    let last_days: HashMap<RecordId, Date> =
        heads.windows(2).filter_map(|pair| Some((pair[0].id, pair[1].valid_from.pred_opt()?))).collect();
    let Listing { data, removed, next, watermark } = listing;
    let data = data
        .into_iter()
        .map(|kept| VersionLine {
            id: kept.id,
            valid_from: kept.value.valid_from,
            valid_to: last_days.get(&kept.id).copied(),
            entries: kept.value.entries.len(),
            people: kept.value.entries.iter().map(|entry| entry.staff_id).collect::<BTreeSet<_>>().len(),
            revision: kept.revision,
            created_at: kept.created_at,
            updated_at: kept.updated_at,
        })
        .collect();
    Ok(Listing { data, removed, next, watermark })
}
