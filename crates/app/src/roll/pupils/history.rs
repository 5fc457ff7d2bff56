//! The history of a pupil's entries in the admission register.

use super::find::reach_pupil;
use crate::roll::listing::MOST;
use crate::{Context, Result};
use school::PupilId;
use store::roll::pupils::Change;
use uuid::Uuid;

/// Amended entries of a pupil after one of them, the earliest first; and whether more follow. The history is only ever added
/// to, so a consumer that keeps the id of the last entry misses nothing.
pub fn list_history(
    cx: &mut Context<'_>,
    pupil: PupilId,
    after: Option<Uuid>,
    limit: usize,
) -> Result<(Vec<Change>, bool)> {
    let academy = reach_pupil(cx, pupil)?.academy_id;
    let limit = limit.clamp(1, MOST);
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut changes = store::roll::pupils::changes_of(cx.db, academy, pupil, after, wanted)?;
    let more = changes.len() > limit;
    changes.truncate(limit);
    Ok((changes, more))
}
