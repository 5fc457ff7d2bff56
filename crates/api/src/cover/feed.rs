//! The calendar of one person's cover.

use super::paths::CoverStaffPath;
use crate::allowed::{Allowed, permission::ReadOwnCover};
use access::Action;
use actix_web::{HttpResponse, get};
use app::cover::feed::{self, CalendarEntry};
use documents::calendar::{Entry, render};
use web::{Problem, Segments};

fn entry(entry: CalendarEntry) -> Entry {
    let CalendarEntry { uid, sequence, stamp, starts, ends, summary, location, cancelled } = entry;
    let sequence = u32::try_from(sequence).unwrap_or(0);
    Entry { uid, sequence, stamp, starts, ends, summary, location, cancelled }
}

/// Get the calendar of a person's cover
///
/// iCalendar (RFC 5545) with times in UTC: published cover of the last four weeks and the next three months. A lesson keeps
/// its `UID`; `SEQUENCE` counts every version of what it follows from and never goes backwards, and `DTSTAMP` is when the last of
/// them was written; cover that was taken back is `CANCELLED`. A class of their own in another room is an entry too. For the person
/// themselves, and for who arranges cover.
#[utoipa::path(
    tag = "Cover",
    params(CoverStaffPath),
    responses((status = 200, description = "The calendar.", body = String, content_type = "text/calendar")),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/cover.ics")]
pub(crate) async fn get_cover_calendar(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<CoverStaffPath>,
) -> Result<HttpResponse, Problem> {
    let for_others = allowed.further(Action::ManageCover);
    let entries = allowed.read(move |cx| feed::calendar(cx, path.staff_id, &for_others)).await?;
    Ok(rendered(entries))
}

/// The answer with a calendar.
pub(super) fn rendered(entries: Vec<CalendarEntry>) -> HttpResponse {
    let entries: Vec<Entry> = entries.into_iter().map(entry).collect();
    HttpResponse::Ok().content_type("text/calendar; charset=utf-8").body(render("Cover", &entries))
}
