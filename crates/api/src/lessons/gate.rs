//! The gate.

use crate::allowed::{
    Allowed, Made,
    permission::{ReadGate, RecordGate},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, get, post};
use app::gate::{self, Passed, Passing};
use attendance::Warning;
use attendance::code::Code;
use attendance::gate::{Direction, Effect, GateEvent};
use chrono::{DateTime, Utc};
use school::{AcademyId, Date, Kept, PupilId, RecordId, Session, SessionAt, Signatory};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, ETag, IdempotencyKey, Limit, Page, Params, Problem, Segments};

/// Which passages.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct GateQuery {
    /// The day; today where it is left out.
    #[param(example = "2026-11-23")]
    date: Option<Date>,
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

/// A pupil signed in or out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GateEventBody {
    /// The passage.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// The pupil.
    pupil_id: PupilId,
    /// Which way.
    kind: Direction,
    /// When.
    at: DateTime<Utc>,
    /// The day in England.
    date: Date,
    /// Why; null for callers who may not read remarks.
    reason: Option<String>,
    /// What became of the mark when it was recorded.
    effect: Effect,
    /// When it was recorded.
    recorded_at: DateTime<Utc>,
    /// The person who recorded it.
    by: Option<Signatory>,
}

fn event(kept: Kept<GateEvent>, with_comments: bool) -> GateEventBody {
    let Kept { id, academy_id, value, created_at, by, .. } = kept;
    let GateEvent { pupil_id, kind, at, date, reason, effect } = value;
    let reason = reason.filter(|_| with_comments);
    GateEventBody { id, academy_id, pupil_id, kind, at, date, reason, effect, recorded_at: created_at, by: by.person }
}

/// A passage just recorded, and the mark of the session in which an arrival falls.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordedGateEventBody {
    /// The passage.
    #[serde(flatten)]
    event: GateEventBody,
    /// The session in which an arrival falls; null for a departure, and outside school.
    session: Option<Session>,
    /// The mark of that session now; null where there is none.
    code: Option<Code>,
    /// Minutes after its register opened, where known.
    minutes_late: Option<u16>,
    /// What was doubtful about the mark.
    warnings: Vec<Warning>,
}

/// List who signed in and out
///
/// The passages of a day in the order in which they were recorded.
#[utoipa::path(
    tag = "Lessons and gate",
    params(AcademyPath, GateQuery),
    responses((status = 200, description = "The passages.", body = Page<GateEventBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/gate")]
pub(crate) async fn list_gate_events(
    allowed: Allowed<ReadGate>,
    path: Segments<AcademyPath>,
    query: Params<GateQuery>,
) -> Result<Page<GateEventBody>, Problem> {
    let GateQuery { date, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let date = date.unwrap_or_else(|| allowed.app().clock.today());
    let with_comments = allowed.shows_comments();
    let listing = allowed.read(move |cx| gate::list_passages(cx, path.academy_id, date, &ask)).await?;
    Ok(page(listing, |kept| event(kept, with_comments)))
}

/// What is sent to sign a pupil in or out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"pupil_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "kind": "in", "at": "2026-11-23T09:25:00Z", "reason": "Bus broke down"}))]
pub(crate) struct PostGateBody {
    /// The pupil.
    pupil_id: PupilId,
    /// Which way.
    kind: Direction,
    /// When, at most 14 days ago; now where it is left out.
    #[serde(default)]
    at: Option<DateTime<Utc>>,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: Option<String>,
}

/// Sign a pupil in or out
///
/// An arrival while the session's register is open makes the mark L, after it has closed U, with the minutes since it opened: an
/// entry where there is no mark, an amendment where it is N or O. A code that fits better stays, and the difference is listed
/// among the conflicts; so is an arrival that would amend a mark where no person signs. A departure never changes a mark. The
/// roll-call takes both into account.
#[utoipa::path(
    tag = "Lessons and gate",
    params(AcademyPath),
    request_body = PostGateBody,
    responses((status = 201, description = "Recorded.", body = RecordedGateEventBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/gate")]
pub(crate) async fn record_gate_event(
    allowed: Allowed<RecordGate>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<PostGateBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let PostGateBody { pupil_id, kind, at, reason } = sent.into_inner();
    let passing = Passing { pupil_id, kind, at, reason };
    allowed
        .make(request, move |cx| {
            let Passed { event: kept, session, code, minutes_late, warnings } =
                gate::record_passage(cx, path.academy_id, &passing)?;
            let location = format!("/v1/academies/{}/gate?date={}", path.academy_id, kept.value.date);
            let session = session.map(|SessionAt { session, .. }| session);
            let body = RecordedGateEventBody { event: event(kept, true), session, code, minutes_late, warnings };
            Ok(Made { etag: ETag::revision(1), location, body })
        })
        .await
}
