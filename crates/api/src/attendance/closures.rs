//! Whole-school events.

use crate::allowed::{
    Allowed,
    permission::{CloseSchool, ReadRegisters},
};
use crate::paths::AcademyPath;
use crate::records::made;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, get, post};
use app::Context;
use app::attendance::closures::{self, Closing, Preview};
use attendance::Code;
use attendance::closure::{CITATION, CheckedClosure, ClosureEffect, ClosureRecord, Undone};
use chrono::{DateTime, Utc};
use school::{Date, Kept, RecordId, Session, Signatory, Violation};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, IdempotencyKey, Limit, Page, Params, Problem, Segments, Tagged};

/// What is sent to mark a closure, or to see what it would do.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"first_day": "2026-11-23", "last_day": "2026-11-23", "sessions": ["am", "pm"], "year_groups": null, "code": "Y4",
    "reason": "Boiler failed", "preview": true}))]
pub(crate) struct ClosureSentBody {
    /// The first day.
    first_day: Date,
    /// The last day, inside; at most 91 days later.
    last_day: Date,
    /// The sessions; both where it is left out.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 2)]
    sessions: Option<Vec<Session>>,
    /// The year groups; null for the whole school. `#` and `Y4` are always for the whole school.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 17)]
    year_groups: Option<Vec<i16>>,
    /// `#` planned closure, `Y4` the whole site unexpectedly closed, `Y3` a part of it closed, `Y2` travel disrupted, `Y6` public
    /// health, `Y7` another cause.
    #[schema(min_length = 1, max_length = 8, example = "Y4")]
    code: String,
    /// Why; it goes into the reason of every amendment.
    #[schema(min_length = 3, max_length = 400)]
    reason: String,
    /// Only say what would change; nothing is written.
    #[serde(default)]
    preview: bool,
}

/// A closure, or what one would do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClosureBody {
    /// The closure; null in a preview.
    id: Option<RecordId>,
    /// Whether nothing was written.
    preview: bool,
    /// The first day.
    first_day: Date,
    /// The last day, inside.
    last_day: Date,
    /// The sessions.
    sessions: Vec<Session>,
    /// The year groups; null for the whole school.
    year_groups: Option<Vec<i16>>,
    /// The code.
    code: Code,
    /// Why.
    reason: String,
    /// What it did, or would do.
    #[serde(flatten)]
    effect: ClosureEffect,
    /// That it was taken back; null while it stands.
    undone: Option<Undone>,
    /// When it was marked; null in a preview.
    created_at: Option<DateTime<Utc>>,
    /// Who marked it, or took it back; null in a preview.
    by: Option<Signatory>,
    /// What is doubtful about it; empty when it is only read.
    warnings: Vec<Violation>,
    /// The law and guidance.
    citation: String,
}

fn body(kept: Kept<ClosureRecord>, warnings: Vec<Violation>) -> ClosureBody {
    let ClosureRecord { first_day, last_day, sessions, year_groups, code, reason, effect, undone } = kept.value;
    ClosureBody {
        id: Some(kept.id),
        preview: false,
        first_day,
        last_day,
        sessions,
        year_groups,
        code,
        reason,
        effect,
        undone,
        created_at: Some(kept.created_at),
        by: kept.by.person,
        warnings,
        citation: CITATION.to_owned(),
    }
}

fn previewed(preview: Preview) -> ClosureBody {
    let Preview { closure, effect } = preview;
    let CheckedClosure { first_day, last_day, sessions, year_groups, code, reason, warnings } = closure;
    ClosureBody {
        id: None,
        preview: true,
        first_day,
        last_day,
        sessions,
        year_groups,
        code,
        reason,
        effect,
        undone: None,
        created_at: None,
        by: None,
        warnings,
        citation: CITATION.to_owned(),
    }
}

/// Mark a closure
///
/// Marks the closure of the school, or of a part of it, on sessions of the calendar: sessions that have opened get their marks at
/// once, each with its own entry in the history; sessions ahead get planned codes and their marks as they open. What a code
/// overwrites is a fixed table: `#` everything but D, the Y codes only present, late and unexplained marks, `Y2`, `Y6` and `Y7` no
/// present ones. With `preview` nothing is written and the answer says which marks would change, which stay and why (200). All
/// or nothing, and at most 50,000 marks.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath),
    request_body = ClosureSentBody,
    responses(
        (status = 200, description = "What it would do.", body = ClosureBody),
        (status = 201, description = "Marked.", body = ClosureBody, headers(("ETag" = String, description = "The entity tag.")))
    ),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/closures")]
pub(crate) async fn create_closure(
    allowed: Allowed<CloseSchool>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<ClosureSentBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let ClosureSentBody { first_day, last_day, sessions, year_groups, code, reason, preview } = sent.into_inner();
    let closing = Closing { first_day, last_day, sessions, year_groups, code, reason };
    let academy = path.academy_id;
    if preview {
        return allowed.act(request, move |cx| Ok(previewed(closures::preview_closure(cx, academy, &closing)?))).await;
    }
    allowed
        .make(request, move |cx| {
            let (kept, warnings) = closures::mark_closure(cx, academy, &closing)?;
            Ok(made(kept, "/v1/closures", |kept| body(kept, warnings)))
        })
        .await
}

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ClosuresQuery {
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

/// List the closures of an academy
///
/// In the order in which they were marked, those that were taken back included.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, ClosuresQuery),
    responses((status = 200, description = "The closures.", body = Page<ClosureBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/closures")]
pub(crate) async fn list_closures(
    allowed: Allowed<ReadRegisters>,
    path: Segments<AcademyPath>,
    query: Params<ClosuresQuery>,
) -> Result<Page<ClosureBody>, Problem> {
    let ClosuresQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| closures::list_closures(cx, path.academy_id, &ask)).await?;
    Ok(page(listing, |kept| body(kept, Vec::new())))
}

/// Where a closure is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ClosurePath {
    /// The closure.
    #[param(value_type = String, format = Uuid)]
    closure_id: RecordId,
}

/// Get a closure
///
/// What it did when it was marked, and what became of it.
#[utoipa::path(
    tag = "Attendance",
    params(ClosurePath),
    responses((status = 200, description = "The closure.", body = ClosureBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/closures/{closure_id}")]
pub(crate) async fn get_closure(
    allowed: Allowed<ReadRegisters>,
    path: Segments<ClosurePath>,
) -> Result<Tagged<ClosureBody>, Problem> {
    let find = move |cx: &mut Context<'_>| closures::find_closure(cx, path.closure_id);
    allowed.find(|kept| body(kept, Vec::new()), find).await
}

/// What is sent to take a closure back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Marked for the wrong day"}))]
pub(crate) struct UndoClosureBody {
    /// Why; it goes into the reason of every amendment.
    #[schema(min_length = 3, max_length = 400)]
    reason: String,
}

/// Undo a closure
///
/// An amendment of its own: what the closure overwrote is restored where its mark still stands. Marks that somebody has changed
/// since stay, and so do marks that the closure entered where there was none, since a mark is amended and never removed; both
/// are listed. Plans of sessions ahead are taken back.
#[utoipa::path(
    tag = "Attendance",
    params(ClosurePath),
    request_body = UndoClosureBody,
    responses((status = 200, description = "Taken back: see `undone`.", body = ClosureBody)),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/closures/{closure_id}/undo")]
pub(crate) async fn undo_closure(
    allowed: Allowed<CloseSchool>,
    path: Segments<ClosurePath>,
    key: IdempotencyKey,
    sent: Body<UndoClosureBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let reason = sent.into_inner().reason;
    allowed
        .act(request, move |cx| {
            let kept = closures::undo_closure(cx, path.closure_id, &reason, &|_| true)?;
            Ok(body(kept, Vec::new()))
        })
        .await
}
