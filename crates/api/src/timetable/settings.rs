//! The settings of the timetable.

use crate::allowed::{
    Allowed,
    permission::{ReadTimetable, WriteTimetable},
};
use crate::paths::AcademyPath;
use actix_web::{get, put};
use app::timetable;
use school::timetable::TimetableSettings;
use web::{Body, ETag, IfMatch, Problem, Segments, Tagged};

fn answer((settings, revision): (TimetableSettings, i32)) -> Tagged<TimetableSettings> {
    Tagged::new(ETag::revision(i64::from(revision)), settings)
}

/// Get the settings of the timetable
///
/// How the weeks of the cycle follow each other and whether lesson marks give session marks; the defaults where the academy has
/// set nothing.
#[utoipa::path(
    tag = "Timetable",
    params(AcademyPath),
    responses((status = 200, description = "The settings.", body = TimetableSettings, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/timetable-settings")]
pub(crate) async fn get_timetable_settings(
    allowed: Allowed<ReadTimetable>,
    path: Segments<AcademyPath>,
) -> Result<Tagged<TimetableSettings>, Problem> {
    Ok(answer(allowed.read(move |cx| timetable::find_settings(cx, path.academy_id)).await?))
}

/// Put the settings of the timetable
///
/// The same settings again change nothing. Weeks alternate over school weeks from the first of the academic year; an anchor
/// makes the cycle count anew.
#[utoipa::path(
    tag = "Timetable",
    params(AcademyPath),
    request_body = TimetableSettings,
    responses((status = 200, description = "The settings as they stand now.", body = TimetableSettings, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/timetable-settings")]
pub(crate) async fn put_timetable_settings(
    allowed: Allowed<WriteTimetable>,
    path: Segments<AcademyPath>,
    condition: IfMatch,
    sent: Body<TimetableSettings>,
) -> Result<Tagged<TimetableSettings>, Problem> {
    let settings = sent.into_inner();
    let put = allowed
        .write(move |cx| {
            let holds = |revision: i32| condition.check(&ETag::revision(i64::from(revision))).is_ok();
            timetable::put_settings(cx, path.academy_id, settings.clone(), &holds)
        })
        .await?;
    Ok(answer(put))
}
