//! When parents were sent the attendance policy, and whose parents are to be sent it.

use crate::allowed::{
    Allowed, Made,
    permission::{ReadPolicy, WritePolicy},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, get, post};
use app::policy::{self, Sending};
use attendance::policy::{PolicyDistribution, PolicyDue, SentHow};
use chrono::{DateTime, Utc};
use school::{Date, Kept, PupilId, RecordId, Signatory};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, ETag, IdempotencyKey, Limit, Page, Params, Problem, Segments};

/// What is sent to record that parents were sent the policy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"sent_on": "2026-09-07", "how": "email"}))]
pub(crate) struct DistributionBody {
    /// The version that was sent; the one that held on the day where it is left out.
    #[serde(default)]
    #[schema(minimum = 1)]
    version: Option<u32>,
    /// The day.
    sent_on: Date,
    /// How.
    how: SentHow,
    /// Whose parents; null for those of every pupil on roll that day.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 2000)]
    pupil_ids: Option<Vec<PupilId>>,
    /// A remark.
    #[serde(default)]
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// The record that parents were sent the policy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeptDistributionBody {
    /// The record.
    id: RecordId,
    /// The version that was sent.
    version: u32,
    /// The day.
    sent_on: Date,
    /// How.
    how: SentHow,
    /// Whose parents; null for those of every pupil on roll that day.
    pupil_ids: Option<Vec<PupilId>>,
    /// A remark.
    note: Option<String>,
    /// When it was recorded.
    created_at: DateTime<Utc>,
    /// Who recorded it.
    by: Option<Signatory>,
}

fn kept_body(kept: Kept<PolicyDistribution>) -> KeptDistributionBody {
    let PolicyDistribution { version, sent_on, how, pupils, note } = kept.value;
    KeptDistributionBody {
        id: kept.id,
        version,
        sent_on,
        how,
        pupil_ids: pupils,
        note,
        created_at: kept.created_at,
        by: kept.by.person,
    }
}

/// Record that parents were sent the policy
///
/// Parents are sent the policy when their child joins and every year.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath),
    request_body = DistributionBody,
    responses((status = 201, description = "Recorded.", body = KeptDistributionBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/attendance-policy/distributions")]
pub(crate) async fn record_policy_distribution(
    allowed: Allowed<WritePolicy>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<DistributionBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let DistributionBody { version, sent_on, how, pupil_ids, note } = sent.into_inner();
    let sending = Sending { version, sent_on, how, pupils: pupil_ids, note };
    let academy = path.academy_id;
    allowed
        .make(request, move |cx| {
            let kept = policy::record_distribution(cx, academy, &sending)?;
            Ok(Made {
                etag: ETag::revision(i64::from(kept.revision)),
                location: format!("/v1/academies/{academy}/attendance-policy/distributions"),
                body: kept_body(kept),
            })
        })
        .await
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct DistributionsQuery {
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

/// List when parents were sent the policy
///
/// In the order in which it was recorded.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, DistributionsQuery),
    responses((status = 200, description = "The records.", body = Page<KeptDistributionBody>)),
    security(("client" = ["attendance:read"]), ("client" = ["casework:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance-policy/distributions")]
pub(crate) async fn list_policy_distributions(
    allowed: Allowed<ReadPolicy>,
    path: Segments<AcademyPath>,
    query: Params<DistributionsQuery>,
) -> Result<Page<KeptDistributionBody>, Problem> {
    let DistributionsQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| policy::list_distributions(cx, path.academy_id, &ask)).await?;
    Ok(page(listing, kept_body))
}

/// On which day, and which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PolicyDueQuery {
    /// The day; today where it is left out.
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

/// List whose parents are to be sent the policy
///
/// The pupils on roll whose parents have not been sent the policy in the academic year of the day, or since the pupil joined,
/// each with the day by which it is due.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, PolicyDueQuery),
    responses((status = 200, description = "The pupils, in the order of their ids.", body = Page<PolicyDue>)),
    security(("client" = ["attendance:read"]), ("client" = ["casework:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance-policy/distributions/due")]
pub(crate) async fn list_policy_due(
    allowed: Allowed<ReadPolicy>,
    path: Segments<AcademyPath>,
    query: Params<PolicyDueQuery>,
) -> Result<Page<PolicyDue>, Problem> {
    let PolicyDueQuery { as_of, limit, cursor } = query.into_inner();
    let after: Option<PupilId> = cursor.map(|cursor| cursor.read()).transpose()?;
    let mut found = allowed.read(move |cx| policy::list_due(cx, path.academy_id, as_of)).await?;
    found.retain(|due| after.is_none_or(|after| due.pupil_id > after));
    Ok(Page::cut(found, limit, |due| due.pupil_id))
}
