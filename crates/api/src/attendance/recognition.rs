//! Winners of award schemes, and the record of who was recognised.

use super::awards::AwardSchemePath;
use super::recognition_bodies::{
    RecogniseBody, RecognisedBody, RecognitionBody, WinnerBody, recognised_body, recognition_body, winner_body,
};
use crate::allowed::{
    Allowed,
    permission::{ReadRecognition, WriteRecognition},
};
use crate::paths::{AcademyPath, PupilPath};
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, get, post};
use app::attendance::recognition;
use school::{Date, PupilId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Body, Cursor, IdempotencyKey, Limit, Page, Params, Problem, Segments};

/// Which winners.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WinnersQuery {
    /// A day of the period; today where it is left out.
    #[param(example = "2026-11-23")]
    as_of: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// Which recognitions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecognitionsQuery {
    /// Only those of this day or later.
    from: Option<Date>,
    /// Only those of this day or earlier.
    to: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

/// Which recognitions of a pupil.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PupilRecognitionsQuery {
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

/// List the winners of an award scheme
///
/// For the period that holds the day, up to that day, each with the reason; worked out from the registers when asked.
#[utoipa::path(
    tag = "Attendance",
    params(AwardSchemePath, WinnersQuery),
    responses((status = 200, description = "The winners, by pupil.", body = Page<WinnerBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/award-schemes/{award_scheme_id}/winners")]
pub(crate) async fn list_winners(
    allowed: Allowed<ReadRecognition>,
    path: Segments<AwardSchemePath>,
    query: Params<WinnersQuery>,
) -> Result<Page<WinnerBody>, Problem> {
    let WinnersQuery { as_of, limit, cursor } = query.into_inner();
    let after: Option<PupilId> = cursor.map(|cursor| cursor.read()).transpose()?;
    let shows_reasons = allowed.shows_comments();
    let found = allowed.read(move |cx| recognition::winners(cx, path.award_scheme_id, as_of)).await?;
    let Some(period) = found.period else { return Ok(Page::new(Vec::new(), None)) };
    let winners = found.winners.into_iter().filter(|winner| after.is_none_or(|after| winner.pupil_id > after));
    let winners = winners.map(|winner| winner_body(winner, period, shows_reasons)).collect();
    Ok(Page::cut(winners, limit, |winner: &WinnerBody| winner.pupil_id))
}

/// Recognise the winners of an award scheme
///
/// All of the period, or those named. Nobody is recognised twice for one period: whoever was before is told apart.
#[utoipa::path(
    tag = "Attendance",
    params(AwardSchemePath),
    request_body = RecogniseBody,
    responses((status = 200, description = "Recognised.", body = RecognisedBody)),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/award-schemes/{award_scheme_id}/recognitions")]
pub(crate) async fn recognise_winners(
    allowed: Allowed<WriteRecognition>,
    path: Segments<AwardSchemePath>,
    key: IdempotencyKey,
    sent: Body<RecogniseBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let RecogniseBody { as_of, pupil_ids } = sent.into_inner();
    allowed
        .act(request, move |cx| {
            let done = recognition::recognise(cx, path.award_scheme_id, as_of, pupil_ids.as_deref())?;
            Ok(recognised_body(done, true))
        })
        .await
}

/// List the recognitions of an academy
///
/// Who was recognised when and why, the oldest first.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, RecognitionsQuery),
    responses((status = 200, description = "The recognitions.", body = Page<RecognitionBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/recognitions")]
pub(crate) async fn list_recognitions(
    allowed: Allowed<ReadRecognition>,
    path: Segments<AcademyPath>,
    query: Params<RecognitionsQuery>,
) -> Result<Page<RecognitionBody>, Problem> {
    let RecognitionsQuery { from, to, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let shows_reasons = allowed.shows_comments();
    let listing = allowed.read(move |cx| recognition::list_recognitions(cx, path.academy_id, from, to, &ask)).await?;
    Ok(page(listing, |each| recognition_body(each, shows_reasons)))
}

/// List the recognitions of a pupil
///
/// When the pupil was recognised and why, the oldest first.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath, PupilRecognitionsQuery),
    responses((status = 200, description = "The recognitions.", body = Page<RecognitionBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/recognitions")]
pub(crate) async fn list_pupil_recognitions(
    allowed: Allowed<ReadRecognition>,
    path: Segments<PupilPath>,
    query: Params<PupilRecognitionsQuery>,
) -> Result<Page<RecognitionBody>, Problem> {
    let PupilRecognitionsQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let shows_reasons = allowed.shows_comments();
    let listing = allowed.read(move |cx| recognition::pupil_recognitions(cx, path.pupil_id, &ask)).await?;
    Ok(page(listing, |each| recognition_body(each, shows_reasons)))
}
