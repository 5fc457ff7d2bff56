//! How cover is allocated.

use crate::allowed::{
    Allowed,
    permission::{CoverSettings as SetCover, ReadCover},
};
use crate::paths::AcademyPath;
use actix_web::{get, put};
use app::cover::settings;
use cover::settings::CoverSettings;
use web::{Body, ETag, IfMatch, Problem, Segments, Tagged};

/// Get the settings of cover
///
/// What may be asked of whom, and the published weights of allocation. The defaults hold until they are written.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath),
    responses((status = 200, description = "The settings.", body = CoverSettings, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover-settings")]
pub(crate) async fn get_cover_settings(
    allowed: Allowed<ReadCover>,
    path: Segments<AcademyPath>,
) -> Result<Tagged<CoverSettings>, Problem> {
    let (found, revision) = allowed.read(move |cx| settings::find_settings(cx, path.academy_id)).await?;
    Ok(Tagged::new(ETag::revision(i64::from(revision)), found))
}

/// Put the settings of cover
///
/// Whole: what is left out has its default.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath),
    request_body = CoverSettings,
    responses((status = 200, description = "The settings as they stand now.", body = CoverSettings, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/cover-settings")]
pub(crate) async fn put_cover_settings(
    allowed: Allowed<SetCover>,
    path: Segments<AcademyPath>,
    condition: IfMatch,
    sent: Body<CoverSettings>,
) -> Result<Tagged<CoverSettings>, Problem> {
    let wanted = sent.into_inner();
    let (written, revision) = allowed
        .write(move |cx| {
            let holds = |revision: i32| condition.check(&ETag::revision(i64::from(revision))).is_ok();
            settings::put_settings(cx, path.academy_id, wanted.clone(), &holds)
        })
        .await?;
    Ok(Tagged::new(ETag::revision(i64::from(revision)), written))
}
