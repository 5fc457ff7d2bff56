//! The trust's register of agency workers.

use super::agency_bodies::{AgencyWorkerBody, AgencyWorkerPatch, body};
use crate::allowed::{
    Allowed, Made,
    permission::{ReadAgencyWorkers, WriteAgencyWorkers},
};
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, get, patch, post};
use app::staffing::agency::{self, TrustWeeks};
use cover::agency::AgencyWorker;
use school::RecordId;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Body, Cursor, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where an agency worker is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AgencyWorkerPath {
    /// The agency worker.
    #[param(value_type = String, format = Uuid)]
    agency_worker_id: RecordId,
}

/// Which agency workers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AgencyWorkersQuery {
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

/// List the agency workers of the trust
///
/// The hirer is the trust, so its academies see one register: a worker whom another academy has vetted, or who has worked there
/// for weeks, is known here.
#[utoipa::path(
    tag = "Staff",
    params(AgencyWorkersQuery),
    responses((status = 200, description = "The agency workers.", body = Page<AgencyWorkerBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/agency-workers")]
pub(crate) async fn list_agency_workers(
    allowed: Allowed<ReadAgencyWorkers>,
    query: Params<AgencyWorkersQuery>,
) -> Result<Page<AgencyWorkerBody>, Problem> {
    let AgencyWorkersQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let (listing, weeks, on) = allowed
        .read(move |cx| {
            let on = school::clock::local(cx.at).0;
            let listing = agency::list_workers(cx, &ask)?;
            let weeks = TrustWeeks::of(cx, listing.data.iter().map(|kept| &kept.value.worker))?;
            Ok((listing, weeks, on))
        })
        .await?;
    Ok(page(listing, |kept| body(kept, &weeks, on)))
}

/// Create an agency worker
///
/// A worker without the agency's written confirmation, or whose identity was not checked on arrival, may be entered and booked,
/// and is given no class.
#[utoipa::path(
    tag = "Staff",
    request_body = AgencyWorker,
    responses((status = 201, description = "Entered.", body = AgencyWorkerBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/agency-workers")]
pub(crate) async fn create_agency_worker(
    allowed: Allowed<WriteAgencyWorkers>,
    key: IdempotencyKey,
    sent: Body<AgencyWorker>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let worker = sent.into_inner();
    allowed
        .make(request, move |cx| {
            let kept = agency::create_worker(cx, worker.clone())?;
            let (weeks, on) = (TrustWeeks::of(cx, [&kept.value.worker])?, school::clock::local(cx.at).0);
            Ok(Made {
                etag: super::dated(kept.revision, on),
                location: format!("/v1/agency-workers/{}", kept.id),
                body: body(kept, &weeks, on),
            })
        })
        .await
}

/// Get an agency worker
///
/// With whether they may be sent to a class today, and how far the twelve weeks of the Agency Workers Regulations 2010 have run
/// in each role.
#[utoipa::path(
    tag = "Staff",
    params(AgencyWorkerPath),
    responses((status = 200, description = "The agency worker.", body = AgencyWorkerBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/agency-workers/{agency_worker_id}")]
pub(crate) async fn get_agency_worker(
    allowed: Allowed<ReadAgencyWorkers>,
    path: Segments<AgencyWorkerPath>,
) -> Result<Tagged<AgencyWorkerBody>, Problem> {
    let (kept, weeks, on) = allowed
        .read(move |cx| {
            let on = school::clock::local(cx.at).0;
            let kept = agency::find_worker(cx, path.agency_worker_id)?;
            let weeks = TrustWeeks::of(cx, [&kept.value.worker])?;
            Ok((kept, weeks, on))
        })
        .await?;
    Ok(Tagged::new(super::dated(kept.revision, on), body(kept, &weeks, on)))
}

/// Update an agency worker
///
/// Changes the fields sent and leaves the others; a list that is sent replaces the one that stands.
#[utoipa::path(
    tag = "Staff",
    params(AgencyWorkerPath),
    request_body = AgencyWorkerPatch,
    responses((status = 200, description = "The agency worker as they stand now.", body = AgencyWorkerBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/agency-workers/{agency_worker_id}")]
pub(crate) async fn update_agency_worker(
    allowed: Allowed<WriteAgencyWorkers>,
    path: Segments<AgencyWorkerPath>,
    condition: IfMatch,
    sent: Body<AgencyWorkerPatch>,
) -> Result<Tagged<AgencyWorkerBody>, Problem> {
    let patch = sent.into_inner();
    let (kept, weeks, on) = allowed
        .write(move |cx| {
            let on = school::clock::local(cx.at).0;
            let holds = |revision: i32| condition.check(&super::dated(revision, on)).is_ok();
            let change = |worker: AgencyWorker| patch.clone().applied(worker);
            let kept = agency::change_worker(cx, path.agency_worker_id, &change, &holds)?;
            let weeks = TrustWeeks::of(cx, [&kept.value.worker])?;
            Ok((kept, weeks, on))
        })
        .await?;
    Ok(Tagged::new(super::dated(kept.revision, on), body(kept, &weeks, on)))
}
