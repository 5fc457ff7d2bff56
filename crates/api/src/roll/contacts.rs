//! Contacts of pupils.

use super::asking::{ask, page};
use super::contact_bodies::{ContactBody, NewContactBody, etag};
use crate::allowed::{
    Allowed, Made,
    permission::{ReadContacts, WriteContacts},
};
use crate::paths::PupilPath;
use actix_web::{HttpResponse, get, post};
use app::roll::contacts::{self, NewContact};
use school::{ContactId, PupilId};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Body, Cursor, IdempotencyKey, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a contact of a pupil is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ContactPath {
    /// The pupil.
    #[param(value_type = String, format = Uuid)]
    pupil_id: PupilId,
    /// The contact.
    #[param(value_type = String, format = Uuid)]
    contact_id: ContactId,
}

/// Which contacts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ContactsQuery {
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

/// List the contacts of a pupil
///
/// In the order in which they are called. Who is a parent in law is said by `parent_basis` and by nothing else.
#[utoipa::path(
    tag = "Roll and calendar",
    params(PupilPath, ContactsQuery),
    responses((status = 200, description = "The contacts.", body = Page<ContactBody>)),
    security(("client" = ["roll:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/contacts")]
pub(crate) async fn list_contacts(
    allowed: Allowed<ReadContacts>,
    path: Segments<PupilPath>,
    query: Params<ContactsQuery>,
) -> Result<Page<ContactBody>, Problem> {
    let ContactsQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| contacts::list_contacts(cx, path.pupil_id, &ask)).await?;
    Ok(page(listing, ContactBody::from))
}

/// Create a contact of a pupil
///
/// Somebody new, or a contact whom the academy knows already (`contact_id`): siblings share one.
#[utoipa::path(
    tag = "Roll and calendar",
    params(PupilPath),
    request_body = NewContactBody,
    responses((status = 201, description = "Added.", body = ContactBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:write"]), ("person" = []))
)]
#[post("/v1/pupils/{pupil_id}/contacts")]
pub(crate) async fn create_contact(
    allowed: Allowed<WriteContacts>,
    path: Segments<PupilPath>,
    key: IdempotencyKey,
    sent: Body<NewContactBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let new = NewContact::from(sent.into_inner());
    allowed
        .make(request, move |cx| {
            let made = contacts::create_contact(cx, path.pupil_id, &new)?;
            let location = format!("/v1/pupils/{}/contacts/{}", path.pupil_id, made.0.id);
            let body = ContactBody::from(made);
            Ok(Made { etag: etag(&body), location, body })
        })
        .await
}

/// Get a contact of a pupil
///
/// Who the contact is, and what they are to this pupil.
#[utoipa::path(
    tag = "Roll and calendar",
    params(ContactPath),
    responses((status = 200, description = "The contact.", body = ContactBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["roll:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/contacts/{contact_id}")]
pub(crate) async fn get_contact(
    allowed: Allowed<ReadContacts>,
    path: Segments<ContactPath>,
) -> Result<Tagged<ContactBody>, Problem> {
    let ContactPath { pupil_id, contact_id } = path.into_inner();
    let body = ContactBody::from(allowed.read(move |cx| contacts::find_contact(cx, pupil_id, contact_id)).await?);
    Ok(Tagged::new(etag(&body), body))
}
