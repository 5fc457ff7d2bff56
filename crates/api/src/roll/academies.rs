//! Academies.

use super::asking::{ask, cell, page};
use crate::allowed::{
    Allowed, Made,
    permission::{ManageAcademies, ReadAcademies},
};
use crate::answers::set;
use crate::paths::AcademyPath;
use actix_web::{HttpResponse, get, patch, post};
use app::roll::academies::{self, AcademyPatch, NewAcademy};
use chrono::{DateTime, Utc};
use school::{Academy, AcademyId, MarkAuthority, Phase};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, ETag, IdempotencyKey, IfMatch, Limit, Page, Params, Patch, Problem, Segments, Tagged};

/// What is sent to make an academy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Made-up Academy", "urn": "100001", "la_code": "001", "establishment_number": "4000", "phase": "secondary"}))]
pub(crate) struct NewAcademyBody {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Unique reference number: six digits.
    #[serde(default)]
    #[schema(pattern = "^[0-9]{6}$")]
    urn: Option<String>,
    /// The three digits of the local authority.
    #[serde(default)]
    #[schema(pattern = "^[0-9]{3}$")]
    la_code: Option<String>,
    /// The four digits of the establishment.
    #[serde(default)]
    #[schema(pattern = "^[0-9]{4}$")]
    establishment_number: Option<String>,
    /// Its phase.
    phase: Phase,
    /// Whose mark stands when an import differs from a mark that a person amended; `rollcall` where it is left out.
    #[serde(default)]
    mark_authority: Option<MarkAuthority>,
}

/// What is to change about an academy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"mark_authority": "mis"}))]
pub(crate) struct AcademyPatchBody {
    /// Its name.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    name: Patch<String>,
    /// Unique reference number: six digits.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{6}$")]
    urn: Patch<Option<String>>,
    /// The three digits of the local authority.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{3}$")]
    la_code: Patch<Option<String>>,
    /// The four digits of the establishment.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^[0-9]{4}$")]
    establishment_number: Patch<Option<String>>,
    /// Its phase.
    #[serde(default)]
    #[schema(value_type = Phase)]
    phase: Patch<Phase>,
    /// Whose mark stands when an import differs from a mark that a person amended.
    #[serde(default)]
    #[schema(value_type = MarkAuthority)]
    mark_authority: Patch<MarkAuthority>,
}

/// An academy of the trust.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AcademyBody {
    /// The academy.
    id: AcademyId,
    /// Its name.
    #[schema(example = "Made-up Academy")]
    name: String,
    /// Unique reference number.
    urn: Option<String>,
    /// The three digits of the local authority.
    la_code: Option<String>,
    /// The four digits of the establishment.
    establishment_number: Option<String>,
    /// Its phase.
    phase: Phase,
    /// Whose mark stands when an import differs from a mark that a person amended.
    mark_authority: MarkAuthority,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<Academy> for AcademyBody {
    fn from(academy: Academy) -> Self {
        let Academy {
            id,
            name,
            urn,
            la_code,
            establishment_number,
            phase,
            mark_authority,
            revision: _,
            created_at,
            updated_at,
        } = academy;
        Self { id, name, urn, la_code, establishment_number, phase, mark_authority, created_at, updated_at }
    }
}

fn etag(academy: &Academy) -> ETag {
    ETag::revision(i64::from(academy.revision))
}

/// Which academies.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AcademiesQuery {
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

/// List the academies
///
/// The academies of the trust that the caller reaches, the oldest record first.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademiesQuery),
    responses((status = 200, description = "The academies.", body = Page<AcademyBody>)),
    security(("client" = []), ("person" = []))
)]
#[get("/v1/academies")]
pub(crate) async fn list_academies(
    allowed: Allowed<ReadAcademies>,
    query: Params<AcademiesQuery>,
) -> Result<Page<AcademyBody>, Problem> {
    let AcademiesQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| academies::list_academies(cx, &ask)).await?;
    Ok(page(listing, AcademyBody::from))
}

/// Create an academy
///
/// Only for a caller who reaches the whole trust. `urn`, `la_code` and `establishment_number` are strings of digits.
#[utoipa::path(
    tag = "Roll and calendar",
    request_body = NewAcademyBody,
    responses((status = 201, description = "Made.", body = AcademyBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:write"]), ("client" = ["admin"]), ("person" = []))
)]
#[post("/v1/academies")]
pub(crate) async fn create_academy(
    allowed: Allowed<ManageAcademies>,
    key: IdempotencyKey,
    sent: Body<NewAcademyBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let NewAcademyBody { name, urn, la_code, establishment_number, phase, mark_authority } = sent.into_inner();
    let new = NewAcademy { name, urn, la_code, establishment_number, phase, mark_authority };
    allowed
        .make(request, move |cx| {
            let academy = academies::create_academy(cx, &new)?;
            let location = format!("/v1/academies/{}", academy.id);
            Ok(Made { etag: etag(&academy), location, body: AcademyBody::from(academy) })
        })
        .await
}

/// Get an academy
///
/// One academy in the caller's reach.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath),
    responses((status = 200, description = "The academy.", body = AcademyBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = []), ("person" = []))
)]
#[get("/v1/academies/{academy_id}")]
pub(crate) async fn get_academy(
    allowed: Allowed<ReadAcademies>,
    path: Segments<AcademyPath>,
) -> Result<Tagged<AcademyBody>, Problem> {
    let academy = allowed.read(move |cx| academies::find_academy(cx, path.academy_id)).await?;
    Ok(Tagged::new(etag(&academy), academy.into()))
}

/// Update an academy
///
/// Changes the fields sent and leaves the others. What is so already changes nothing.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath),
    request_body = AcademyPatchBody,
    responses((status = 200, description = "The academy as it stands now.", body = AcademyBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["roll:write"]), ("client" = ["admin"]), ("person" = []))
)]
#[patch("/v1/academies/{academy_id}")]
pub(crate) async fn update_academy(
    allowed: Allowed<ManageAcademies>,
    path: Segments<AcademyPath>,
    condition: IfMatch,
    sent: Body<AcademyPatchBody>,
) -> Result<Tagged<AcademyBody>, Problem> {
    let patch = AcademyPatch::from(sent.into_inner());
    let academy = allowed
        .write(move |cx| {
            let still_same = |academy: &Academy| condition.check(&etag(academy)).is_ok();
            academies::patch_academy(cx, path.academy_id, &patch, &still_same)
        })
        .await?;
    Ok(Tagged::new(etag(&academy), academy.into()))
}

impl From<AcademyPatchBody> for AcademyPatch {
    fn from(body: AcademyPatchBody) -> Self {
        let AcademyPatchBody { name, urn, la_code, establishment_number, phase, mark_authority } = body;
        Self {
            name: set(name),
            urn: cell(urn),
            la_code: cell(la_code),
            establishment_number: cell(establishment_number),
            phase: set(phase),
            mark_authority: set(mark_authority),
        }
    }
}
