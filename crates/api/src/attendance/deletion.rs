//! Whether a name may be deleted from the admission register.

use crate::allowed::{Allowed, permission::ReadReturns};
use crate::paths::PupilPath;
use actix_web::{HttpResponse, post};
use app::deletion;
use attendance::deletion::{DeletionCheck, Statement};
use web::{Body, IdempotencyKey, Problem, Segments};

/// Check whether a pupil may be taken off the roll
///
/// A name is deleted only on a ground of the closed list, with its conditions met, and never in retrospect. The answer names each
/// condition, what the registers show of it, and what has not been said. Nothing is written. What the registers alone show not to
/// be met (`enforced`) is refused as well when the pupil's record is changed.
#[utoipa::path(
    tag = "Attendance",
    params(PupilPath),
    request_body = Statement,
    responses((status = 200, description = "The conditions.", body = DeletionCheck)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[post("/v1/pupils/{pupil_id}/deletion-check")]
pub(crate) async fn check_deletion(
    allowed: Allowed<ReadReturns>,
    path: Segments<PupilPath>,
    key: IdempotencyKey,
    sent: Body<Statement>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let statement = sent.into_inner();
    allowed.act(request, move |cx| deletion::check_deletion(cx, path.pupil_id, &statement)).await
}
