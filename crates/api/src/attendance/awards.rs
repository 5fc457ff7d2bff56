//! Award schemes.

use super::award_bodies::{AwardSchemeBody, AwardSchemePatchBody, NewAwardSchemeBody, scheme_body};
use crate::allowed::{
    Allowed,
    permission::{ReadRecognition, WriteRecognition},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, get, patch, post};
use app::Context;
use app::attendance::{effects, recognition};
use attendance::recognition::Effect;
use school::{Date, RecordId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where an award scheme is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AwardSchemePath {
    /// The award scheme.
    #[param(value_type = String, format = Uuid)]
    pub(crate) award_scheme_id: RecordId,
}

/// Which award schemes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AwardSchemesQuery {
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

/// Up to which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EffectQuery {
    /// The last day regarded; today where it is left out.
    #[param(example = "2026-11-23")]
    as_of: Option<Date>,
}

/// List the award schemes of an academy
///
/// The oldest first.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, AwardSchemesQuery),
    responses((status = 200, description = "The schemes.", body = Page<AwardSchemeBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/award-schemes")]
pub(crate) async fn list_award_schemes(
    allowed: Allowed<ReadRecognition>,
    path: Segments<AcademyPath>,
    query: Params<AwardSchemesQuery>,
) -> Result<Page<AwardSchemeBody>, Problem> {
    let AwardSchemesQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let shows_reasons = allowed.shows_comments();
    let listing = allowed.read(move |cx| recognition::list_schemes(cx, path.academy_id, &ask)).await?;
    Ok(page(listing, |scheme| scheme_body(scheme, shows_reasons)))
}

/// Create an award scheme
///
/// Recognises improvement, a streak, punctuality or a personal best. Absence that may arise from a disability or a religion is left
/// aside, for every pupil unless the scheme lists pupils; it can be counted against nobody with SEN support or a plan.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath),
    request_body = NewAwardSchemeBody,
    responses((status = 201, description = "Made.", body = AwardSchemeBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/award-schemes")]
pub(crate) async fn create_award_scheme(
    allowed: Allowed<WriteRecognition>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<NewAwardSchemeBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let scheme = sent.into_inner().scheme().map_err(Problem::invalid_body)?;
    let make = move |cx: &mut Context<'_>| recognition::create_scheme(cx, path.academy_id, &scheme);
    allowed.add(request, "/v1/award-schemes", |made| scheme_body(made, true), make).await
}

/// Get an award scheme
///
/// Its rules, and how it is fair.
#[utoipa::path(
    tag = "Attendance",
    params(AwardSchemePath),
    responses((status = 200, description = "The scheme.", body = AwardSchemeBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/award-schemes/{award_scheme_id}")]
pub(crate) async fn get_award_scheme(
    allowed: Allowed<ReadRecognition>,
    path: Segments<AwardSchemePath>,
) -> Result<Tagged<AwardSchemeBody>, Problem> {
    let shows_reasons = allowed.shows_comments();
    let find = move |cx: &mut Context<'_>| recognition::find_scheme(cx, path.award_scheme_id);
    allowed.find(|found| scheme_body(found, shows_reasons), find).await
}

/// Update an award scheme
///
/// Changes the fields sent. Kind, scope, period and first day stay: another of them is another scheme. Who was recognised stays
/// recognised.
#[utoipa::path(
    tag = "Attendance",
    params(AwardSchemePath),
    request_body = AwardSchemePatchBody,
    responses((status = 200, description = "The scheme as it stands now.", body = AwardSchemeBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[patch("/v1/award-schemes/{award_scheme_id}")]
pub(crate) async fn update_award_scheme(
    allowed: Allowed<WriteRecognition>,
    path: Segments<AwardSchemePath>,
    condition: IfMatch,
    sent: Body<AwardSchemePatchBody>,
) -> Result<Tagged<AwardSchemeBody>, Problem> {
    let patch = sent.into_inner().patch().map_err(Problem::invalid_body)?;
    let (id, body) = (path.award_scheme_id, |changed| scheme_body(changed, true));
    allowed.change(condition, body, move |cx, holds| recognition::patch_scheme(cx, id, &patch, holds)).await
}

/// Get the effect of an award scheme
///
/// In sessions attended a pupil, against similar pupils outside the scheme: the same year group and about the same absence before,
/// difference in differences with an interval. A scheme for the whole academy is compared with the caller's other academies of
/// the same phase.
#[utoipa::path(
    tag = "Attendance",
    params(AwardSchemePath, EffectQuery),
    responses((status = 200, description = "The effect.", body = Effect, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/award-schemes/{award_scheme_id}/effect")]
pub(crate) async fn get_award_scheme_effect(
    allowed: Allowed<ReadRecognition>,
    path: Segments<AwardSchemePath>,
    query: Params<EffectQuery>,
) -> Result<Tagged<Effect>, Problem> {
    let EffectQuery { as_of } = query.into_inner();
    let found = allowed.read(move |cx| effects::scheme_effect(cx, path.award_scheme_id, as_of)).await?;
    Ok(crate::answers::by_digest(found))
}
