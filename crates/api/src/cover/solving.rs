//! Allocation of a day.

use super::paths::CoverDayPath;
use crate::allowed::{Allowed, block, permission::ManageCover};
use actix_web::{HttpResponse, post};
use app::cover::solving::{self, Allocation, Ask, Pin};
use school::StaffId;
use serde::Deserialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Body, IdempotencyKey, Problem, Segments};

/// How the day is to be allocated.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"pins": [], "exclude": []}))]
pub(super) struct SolveBody {
    /// Who is to have what, whatever else is best.
    #[serde(default)]
    #[schema(max_items = 500)]
    pins: Vec<PinBody>,
    /// Who is not to be asked this time.
    #[serde(default)]
    #[schema(max_items = 500)]
    exclude: Vec<StaffId>,
    /// Whether arranged cover is kept as far as possible: the fewest changes.
    #[serde(default = "yes")]
    keep: bool,
    /// Whether the allocation is arranged, or only told.
    #[serde(default = "yes")]
    save: bool,
    /// Why, where a day that is over is allocated.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 500)]
    reason: Option<String>,
}

/// A person for a requirement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PinBody {
    /// The requirement.
    requirement_id: Uuid,
    /// The person.
    staff_id: StaffId,
    /// Why, where a limit is set aside for it.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 500)]
    reason: Option<String>,
}

fn yes() -> bool {
    true
}

/// Allocate the cover of a day
///
/// All requirements together, to proven optimality: the hard rules first, then one weighted sum. Every assignment says why
/// this person, what each rule cost and who was next; what nobody takes says who fails which rule and what would make it
/// possible. Nothing is published by it. Pins that contradict each other or a hard rule: `infeasible`, and nothing is
/// arranged. Where the time limit is hit, `feasible` with the best so far and its bound. Where the day changes meanwhile it is
/// worked out again, three times at most; then 409. A day that is over is arranged with a `reason` only (409 without), which is kept.
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath),
    request_body = SolveBody,
    responses((status = 200, description = "The allocation.", body = Allocation)),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/cover/{date}/solve")]
pub(crate) async fn solve_cover(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverDayPath>,
    key: IdempotencyKey,
    sent: Body<SolveBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let CoverDayPath { academy_id, date } = path.into_inner();
    let SolveBody { pins, exclude, keep, save, reason } = sent.into_inner();
    let pin = |PinBody { requirement_id, staff_id, reason }| Pin { requirement_id, staff_id, reason };
    let ask = Ask { pins: pins.into_iter().map(pin).collect(), exclude, keep, save, reason };
    for _ in 0..solving::ROUNDS {
        let (working, asked) = (allowed.clone(), ask.clone());
        let worked = block(move || {
            let loaded = working.app().read(working.acting(), |cx| solving::load(cx, academy_id, date, &asked))?;
            // The connection has gone back before the solving begins.
            Ok(solving::work(&loaded, &asked))
        })
        .await?;
        let (asked, changed) = (ask.clone(), Arc::new(AtomicBool::new(false)));
        let found = changed.clone();
        let answer = allowed
            .clone()
            .act(request.clone(), move |cx| -> app::Result<Allocation> {
                let kept = solving::keep(cx, academy_id, date, &asked, &worked)?;
                found.store(kept.is_none(), Ordering::Relaxed);
                kept.ok_or_else(|| app::Error::Conflict("the day changed while it was allocated; try again".to_owned()))
            })
            .await;
        if !changed.load(Ordering::Relaxed) {
            return answer;
        }
    }
    Err(Problem::new(&web::kinds::CONFLICT).detail("the day changed again and again while it was allocated; try again"))
}
