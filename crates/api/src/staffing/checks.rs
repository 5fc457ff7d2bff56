//! The checks of the single central record, person by person.

use crate::allowed::{
    Allowed,
    permission::{ReadVetting, WriteVetting},
};
use crate::roll::staff::StaffPath;
use actix_web::{get, put};
use app::staffing::checks as use_case;
use chrono::{DateTime, Utc};
use cover::vetting::{Checks, ChecksRecord, Reason, VettingCheck};
use school::{Date, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, IfMatch, Params, Problem, Segments, Tagged};

/// On which day the checks are looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChecksQuery {
    /// The day; today where it is left out.
    on: Option<Date>,
}

/// The checks of a member of staff.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChecksBody {
    /// The record.
    id: RecordId,
    /// The person.
    staff_id: StaffId,
    /// Whether the person has lived or worked abroad.
    lived_abroad: bool,
    /// The checks that were made.
    checks: Vec<VettingCheck>,
    /// The day for which the rest is said.
    on: Date,
    /// Whether the person may work with children on that day.
    valid: bool,
    /// Why not; empty where they may. Whoever has a reason here is not given a class.
    because: Vec<Reason>,
    /// When the record was last changed.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<ChecksRecord>, on: Date, because: Vec<Reason>) -> ChecksBody {
    let ChecksRecord { staff_id, checks } = kept.value;
    let Checks { lived_abroad, checks } = checks;
    let valid = because.is_empty();
    ChecksBody { id: kept.id, staff_id, lived_abroad, checks, on, valid, because, updated_at: kept.updated_at }
}

/// Get the vetting checks of a member of staff
///
/// With whether the person may work with children on a day, and every reason why not.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath, ChecksQuery),
    responses((status = 200, description = "The checks.", body = ChecksBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/checks")]
pub(crate) async fn get_staff_checks(
    allowed: Allowed<ReadVetting>,
    path: Segments<StaffPath>,
    query: Params<ChecksQuery>,
) -> Result<Tagged<ChecksBody>, Problem> {
    let on = query.on;
    let body = allowed
        .read(move |cx| {
            let kept = use_case::find_checks(cx, path.staff_id)?;
            let on = on.unwrap_or_else(|| school::clock::local(cx.at).0);
            let because = use_case::reasons(cx, path.staff_id, on)?;
            Ok((kept.revision, body(kept, on, because)))
        })
        .await?;
    Ok(Tagged::new(super::dated(body.0, body.1.on), body.1))
}

/// Put the vetting checks of a member of staff
///
/// The whole list; of several checks of one kind the latest holds. Earlier versions stay on record.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = Checks,
    responses(
        (status = 200, description = "The checks as they stand now.", body = ChecksBody, headers(("ETag" = String, description = "The entity tag."))),
        (status = 201, description = "The first of the person.", body = ChecksBody, headers(("ETag" = String, description = "The entity tag.")))
    ),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/staff/{staff_id}/checks")]
pub(crate) async fn put_staff_checks(
    allowed: Allowed<WriteVetting>,
    path: Segments<StaffPath>,
    condition: IfMatch,
    sent: Body<Checks>,
) -> Result<Tagged<ChecksBody>, Problem> {
    let checks = sent.into_inner();
    let (put, on, because) = allowed
        .write(move |cx| {
            let on = school::clock::local(cx.at).0;
            let holds = |revision: Option<i32>| match revision {
                Some(revision) => condition.check(&super::dated(revision, on)).is_ok(),
                None => condition.check_absent().is_ok(),
            };
            let put = use_case::put_checks(cx, path.staff_id, checks.clone(), &holds)?;
            let because = use_case::reasons(cx, path.staff_id, on)?;
            Ok((put, on, because))
        })
        .await?;
    let etag = super::dated(put.kept.revision, on);
    let location = format!("/v1/staff/{}/checks", put.kept.value.staff_id);
    let created = put.created;
    let body = body(put.kept, on, because);
    Ok(if created { Tagged::created(etag, body, location) } else { Tagged::new(etag, body) })
}
