//! Pupils.

use super::asking::{ask, page};
use super::new_pupil::NewPupilBody;
use super::pupil_answers::{PupilBody, answer, etag};
use super::pupil_patch::PupilPatchBody;
use crate::allowed::{
    Allowed, Made,
    permission::{ReadPupils, WritePupils},
};
use crate::paths::{AcademyPath, PupilPath};
use actix_web::{HttpResponse, get, patch, post};
use app::roll::pupils::{self, PupilFields, PupilFilter, PupilPatch};
use school::Date;
use school::pupil::Pupil;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Which pupils.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PupilsQuery {
    /// Only those in this year group.
    #[param(minimum = -2, maximum = 14)]
    year_group: Option<i16>,
    /// Only those in the registration group of this name.
    #[param(max_length = 50, example = "7A")]
    registration_group: Option<String>,
    /// Only those on roll on this day, shown as they stood on it. Without it: all who are, were or will be on roll, each as
    /// they stand today, or on the nearest of their days on roll.
    #[param(example = "2026-11-23")]
    on_roll_on: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant. Pupils who changed and are not among
    /// those asked for are named in `removed`.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

/// List the pupils of an academy
///
/// The filters go by what is shown of each pupil. To find a pupil by name use the search, so that no name stands in an
/// address.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath, PupilsQuery),
    responses((status = 200, description = "The pupils.", body = Page<PupilBody>)),
    security(("client" = ["roll:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/pupils")]
pub(crate) async fn list_pupils(
    allowed: Allowed<ReadPupils>,
    path: Segments<AcademyPath>,
    query: Params<PupilsQuery>,
) -> Result<Page<PupilBody>, Problem> {
    let PupilsQuery { year_group, registration_group, on_roll_on, limit, cursor, updated_since } = query.into_inner();
    let filter = PupilFilter { year_group, registration_group, on_roll_on };
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| pupils::list_pupils(cx, path.academy_id, &filter, &ask)).await?;
    Ok(page(listing, PupilBody::from))
}

/// Create a pupil
///
/// Enters a name in the admission register. Year group and registration group hold from the starting day; an unknown
/// registration group is made. A child whom another academy of the trust knows under the same UPN gets the same `person_id`.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath),
    request_body = NewPupilBody,
    responses((status = 201, description = "Entered.", body = PupilBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/pupils")]
pub(crate) async fn create_pupil(
    allowed: Allowed<WritePupils>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<NewPupilBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let fields = PupilFields::try_from(sent.into_inner())?;
    allowed
        .make(request, move |cx| {
            let written = pupils::create_pupil(cx, path.academy_id, &fields)?;
            let location = format!("/v1/pupils/{}", written.value.id);
            let tagged = answer(written);
            Ok(Made { etag: tagged.etag, location, body: tagged.body })
        })
        .await
}

/// Get a pupil
///
/// As the pupil stands today; one who has left as on the last day on roll, one to come as on the first.
#[utoipa::path(
    tag = "Roll and calendar",
    params(PupilPath),
    responses((status = 200, description = "The pupil.", body = PupilBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}")]
pub(crate) async fn get_pupil(
    allowed: Allowed<ReadPupils>,
    path: Segments<PupilPath>,
) -> Result<Tagged<PupilBody>, Problem> {
    let body = PupilBody::from(allowed.read(move |cx| pupils::find_pupil(cx, path.pupil_id)).await?);
    Ok(Tagged::new(etag(&body), body))
}

/// Update a pupil
///
/// Changes the fields sent and leaves the others. A change of a statutory entry (UPN, names, sex, date of birth, address,
/// starting and leaving day, ground, kind) needs `reason` and a person (`Acting-Staff`), and keeps the original, the reason, when
/// and who: see the history.
/// Days that would leave marks outside the pupil's time on roll are refused with the number of marks. A leaving day ends the
/// pupil's memberships of groups; no name is ever removed.
#[utoipa::path(
    tag = "Roll and calendar",
    params(PupilPath),
    request_body = PupilPatchBody,
    responses((status = 200, description = "The pupil as they stand now.", body = PupilBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[patch("/v1/pupils/{pupil_id}")]
pub(crate) async fn update_pupil(
    allowed: Allowed<WritePupils>,
    path: Segments<PupilPath>,
    condition: IfMatch,
    sent: Body<PupilPatchBody>,
) -> Result<Tagged<PupilBody>, Problem> {
    let patch = PupilPatch::try_from(sent.into_inner())?;
    let written = allowed
        .write(move |cx| {
            let still_same = |pupil: &Pupil| condition.check(&etag(&pupil.clone().into())).is_ok();
            pupils::patch_pupil(cx, path.pupil_id, &patch, &still_same)
        })
        .await?;
    Ok(answer(written))
}
