//! The attendance policy.

use crate::allowed::{
    Allowed,
    permission::{ReadPolicy, WritePolicy},
};
use crate::paths::AcademyPath;
use actix_web::{get, put};
use app::policy::{self, Policy};
use attendance::policy::{CITATION, PolicySettings, SaidPolicy};
use chrono::{DateTime, Utc};
use school::{AcademyId, Date, RecordId, Signatory, Violation};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, ETag, IfMatch, Page, Params, Problem, Segments, Tagged};

/// A version of the attendance policy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PolicyBody {
    /// The version.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// Counts the versions, from 1.
    version: u32,
    /// The first day on which it holds.
    effective_from: Date,
    /// Everything it sets.
    settings: PolicySettings,
    /// Who approved it.
    approved_by: String,
    /// When.
    approved_on: Date,
    /// When it is to be reviewed.
    review_on: Date,
    /// Where it is published.
    published_at: Option<String>,
    /// When it was entered.
    created_at: DateTime<Utc>,
    /// Who entered it.
    by: Option<Signatory>,
    /// What is doubtful about it: differences from the calendar among it.
    warnings: Vec<Violation>,
    /// What the checks rest on.
    citation: String,
}

fn etag(policy: &Policy) -> ETag {
    ETag::revision(i64::from(policy.kept.value.number))
}

fn body(policy: Policy) -> PolicyBody {
    let Policy { kept, warnings, created: _ } = policy;
    let SaidPolicy { effective_from, settings, approved_by, approved_on, review_on, published_at } = kept.value.said;
    PolicyBody {
        id: kept.id,
        academy_id: kept.academy_id,
        version: kept.value.number,
        effective_from,
        settings,
        approved_by,
        approved_on,
        review_on,
        published_at,
        created_at: kept.created_at,
        by: kept.by.person,
        warnings,
        citation: CITATION.to_owned(),
    }
}

/// On which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PolicyQuery {
    /// The day on which it holds; today where it is left out.
    #[param(example = "2026-11-23")]
    on: Option<Date>,
}

/// Get the attendance policy
///
/// The version that holds on a day, with every setting, those included that have their default.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, PolicyQuery),
    responses((status = 200, description = "The policy.", body = PolicyBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("client" = ["casework:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance-policy")]
pub(crate) async fn get_attendance_policy(
    allowed: Allowed<ReadPolicy>,
    path: Segments<AcademyPath>,
    query: Params<PolicyQuery>,
) -> Result<Tagged<PolicyBody>, Problem> {
    let on = query.into_inner().on;
    let found = allowed.read(move |cx| policy::find_policy(cx, path.academy_id, on)).await?;
    Ok(Tagged::new(etag(&found), body(found)))
}

/// Put the attendance policy
///
/// What differs from the version that stands becomes the next version, which holds from `effective_from`; what held before is
/// never changed. The same again changes nothing. Refused is what the law forbids, such as a register that is open for more
/// than 30 minutes; differences from the calendar are warnings.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath),
    request_body = SaidPolicy,
    responses(
        (status = 200, description = "The version that stands says the same.", body = PolicyBody, headers(("ETag" = String, description = "The entity tag."))),
        (status = 201, description = "The next version.", body = PolicyBody, headers(("ETag" = String, description = "The entity tag.")))
    ),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/attendance-policy")]
pub(crate) async fn put_attendance_policy(
    allowed: Allowed<WritePolicy>,
    path: Segments<AcademyPath>,
    condition: IfMatch,
    sent: Body<SaidPolicy>,
) -> Result<Tagged<PolicyBody>, Problem> {
    let academy = path.academy_id;
    let said = sent.into_inner();
    let put = allowed
        .write(move |cx| {
            let holds = |number: i32| match number {
                0 => condition.check_absent().is_ok(),
                number => condition.check(&ETag::revision(i64::from(number))).is_ok(),
            };
            policy::put_policy(cx, academy, &said, &holds)
        })
        .await?;
    let (tag, created) = (etag(&put), put.created);
    let location = format!("/v1/academies/{academy}/attendance-policy");
    Ok(if created { Tagged::created(tag, body(put), location) } else { Tagged::new(tag, body(put)) })
}

/// List the versions of the attendance policy
///
/// The first one first; all in one page.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath),
    responses((status = 200, description = "The versions.", body = Page<PolicyBody>)),
    security(("client" = ["attendance:read"]), ("client" = ["casework:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance-policy/versions")]
pub(crate) async fn list_policy_versions(
    allowed: Allowed<ReadPolicy>,
    path: Segments<AcademyPath>,
) -> Result<Page<PolicyBody>, Problem> {
    let all = allowed.read(move |cx| policy::list_versions(cx, path.academy_id)).await?;
    Ok(Page::new(all.into_iter().map(body).collect(), None))
}
