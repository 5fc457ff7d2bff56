//! Publication.

use super::day::digest;
use super::paths::{CoverDayPath, CoverVersionPath};
use crate::allowed::{
    Allowed, Made,
    permission::{ManageCover, ReadCover},
};
use actix_web::{HttpResponse, get, post};
use app::cover::publishing::{self, PublishedVersion};
use web::{ETag, IdempotencyKey, Page, Problem, Segments, Tagged};

/// Publish the cover of a day
///
/// Makes the next version, a record of its own. Whoever it changes something for since the last version has an event
/// (`cover_notice`, `cover_published`) and stands in `changes`; nobody else is told.
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath),
    responses((status = 201, description = "Published.", body = PublishedVersion, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/cover/{date}/publish")]
pub(crate) async fn publish_cover(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverDayPath>,
    key: IdempotencyKey,
) -> Result<HttpResponse, Problem> {
    let CoverDayPath { academy_id, date } = path.into_inner();
    allowed
        .make(key.without_body(), move |cx| {
            let body = publishing::publish(cx, academy_id, date)?;
            let version = body.publication.version;
            let location = format!("/v1/academies/{academy_id}/cover/{date}/versions/{version}");
            Ok(Made { etag: digest(&body), location, body })
        })
        .await
}

/// List the published versions of a day
///
/// The first one first, each with what changed for whom.
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath),
    responses((status = 200, description = "The versions.", body = Page<PublishedVersion>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/{date}/versions")]
pub(crate) async fn list_cover_versions(
    allowed: Allowed<ReadCover>,
    path: Segments<CoverDayPath>,
) -> Result<Page<PublishedVersion>, Problem> {
    let CoverDayPath { academy_id, date } = path.into_inner();
    let found = allowed.read(move |cx| publishing::list_versions(cx, academy_id, date)).await?;
    Ok(Page::new(found, None))
}

/// Get a published version of a day
///
/// What was published, and what changed for whom since the version before.
#[utoipa::path(
    tag = "Cover",
    params(CoverVersionPath),
    responses((status = 200, description = "The version.", body = PublishedVersion, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/{date}/versions/{version}")]
pub(crate) async fn get_cover_version(
    allowed: Allowed<ReadCover>,
    path: Segments<CoverVersionPath>,
) -> Result<Tagged<PublishedVersion>, Problem> {
    let CoverVersionPath { academy_id, date, version } = path.into_inner();
    let found = allowed.read(move |cx| publishing::find_version(cx, academy_id, date, version)).await?;
    let etag: ETag = digest(&found);
    Ok(Tagged::new(etag, found))
}
