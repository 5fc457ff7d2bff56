//! The cover of a day, its slips and its board.

use super::paths::CoverDayPath;
use crate::allowed::{Allowed, permission::ReadCover};
use access::Action;
use actix_web::get;
use app::cover::slips::{self, NoticeBoard, Slip};
use app::cover::view::{self, CoverDay};
use school::StaffId;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{ETag, Page, Params, Problem, Segments, Tagged};

/// The tag of an answer that is worked out anew each time.
pub(super) fn digest<T: serde::Serialize>(body: &T) -> ETag {
    ETag::digest(&serde_json::to_vec(body).unwrap_or_default())
}

/// Get the cover of a day
///
/// What needs cover, derived from absences, timetable and events as they are now; who covers it; and what of the cover that
/// was arranged no longer stands, and why. Never why somebody is away. Who declined is shown to those who arrange cover.
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath),
    responses((status = 200, description = "The day.", body = CoverDay, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/{date}")]
pub(crate) async fn get_cover_day(
    allowed: Allowed<ReadCover>,
    path: Segments<CoverDayPath>,
) -> Result<Tagged<CoverDay>, Problem> {
    let CoverDayPath { academy_id, date } = path.into_inner();
    let arranges = allowed.further_of_person(Action::ManageCover).at(academy_id);
    let mut day = allowed.read(move |cx| view::cover_day(cx, academy_id, date)).await?;
    if !arranges {
        day.requirements.iter_mut().for_each(|each| each.declined_staff_ids.clear());
    }
    Ok(Tagged::new(digest(&day), day))
}

/// Whose slips.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SlipsQuery {
    /// Only of this person.
    #[param(value_type = Option<String>, format = Uuid)]
    staff_id: Option<StaffId>,
}

/// List the cover slips of a day
///
/// Of the version published last, in the order of the day: class, room, work, register. Never a reason for an absence.
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath, SlipsQuery),
    responses((status = 200, description = "The slips.", body = Page<Slip>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/{date}/slips")]
pub(crate) async fn get_cover_slips(
    allowed: Allowed<ReadCover>,
    path: Segments<CoverDayPath>,
    query: Params<SlipsQuery>,
) -> Result<Page<Slip>, Problem> {
    let CoverDayPath { academy_id, date } = path.into_inner();
    let SlipsQuery { staff_id } = query.into_inner();
    let found = allowed.read(move |cx| slips::slips(cx, academy_id, date, staff_id)).await?;
    Ok(Page::new(found, None))
}

/// Get the notice board of a day
///
/// The board of the staff room, of the version published last.
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath),
    responses((status = 200, description = "The board.", body = NoticeBoard, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/{date}/board")]
pub(crate) async fn get_cover_board(
    allowed: Allowed<ReadCover>,
    path: Segments<CoverDayPath>,
) -> Result<Tagged<NoticeBoard>, Problem> {
    let CoverDayPath { academy_id, date } = path.into_inner();
    let board = allowed.read(move |cx| slips::notice_board(cx, academy_id, date)).await?;
    Ok(Tagged::new(digest(&board), board))
}
