//! The history of a pupil's entries in the admission register.

use super::find::reach_pupil;
use crate::roll::listing::{Ask, Listing, MOST};
use crate::{Context, Result, feed};
use school::PupilId;
use store::roll::pupils::Change;

/// Amended entries of a pupil, the earliest first. The history is only ever added to: since a place in the feed there are those
/// from the first event of the pupil after it on, because an entry and its event are of the same moment.
pub fn list_history(cx: &mut Context<'_>, pupil: PupilId, ask: &Ask) -> Result<Listing<Change>> {
    let academy = reach_pupil(cx, pupil)?.academy_id;
    let limit = ask.limit.clamp(1, MOST);
    let (from, now) = match &ask.updated_since {
        None => (None, feed::watermark(cx.db)?),
        Some(since) => {
            let news = feed::news(cx.db, &[academy], &["pupil"], since)?;
            let first = news.events.iter().filter(|event| event.subject_id == pupil.0).map(|event| event.at).min();
            let Some(first) = first else { return Ok(Listing::cut(Vec::new(), limit, news.watermark)) };
            (Some(first), news.watermark)
        }
    };
    let (after, watermark) = match &ask.after {
        Some(end) => (Some(end.id), end.watermark.clone()),
        None => (None, now),
    };
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let changes = store::roll::pupils::changes_of(cx.db, academy, pupil, from, after, wanted)?;
    Ok(Listing::cut(changes.into_iter().map(|change| (change.id, change)).collect(), limit, watermark))
}
