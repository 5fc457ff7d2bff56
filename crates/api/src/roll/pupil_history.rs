//! The history of a pupil's entries in the admission register.

use crate::allowed::{Allowed, permission::ReadPupils};
use crate::paths::PupilPath;
use crate::roll::asking::{ask, page};
use actix_web::get;
use app::roll::pupils::list_history;
use chrono::{DateTime, Utc};
use school::{Actor, Signatory};
use serde::{Deserialize, Serialize};
use store::roll::pupils::Change;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// One amended entry.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PupilChangeBody {
    /// The amendment.
    id: Uuid,
    /// The field.
    #[schema(example = "surname")]
    field: String,
    /// The original entry; null where there was none.
    original: Option<String>,
    /// The amended entry; null where there is none any more.
    amended: Option<String>,
    /// Why.
    reason: String,
    /// When.
    at: DateTime<Utc>,
    /// The person who amended it, with the position held at the time; null for an import or a client on its own.
    by: Option<Signatory>,
    /// The client that sent it.
    client: Option<String>,
}

impl From<Change> for PupilChangeBody {
    fn from(change: Change) -> Self {
        let Change { id, field, original, amended, reason, at, by: Actor { client, person } } = change;
        Self { id, field, original, amended, reason, at, by: person, client: client.map(|(_, name)| name) }
    }
}

/// Which part of the history.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct HistoryQuery {
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only entries made since: the `watermark` of an answer before, or an instant. An entry may come twice.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

/// List the amended entries of a pupil
///
/// Every change of a statutory entry: the original, the amended entry, the reason, when and who, the earliest first (School
/// Attendance (Pupil Registration) (England) Regulations 2024). The history is only ever added to.
#[utoipa::path(
    tag = "Roll and calendar",
    params(PupilPath, HistoryQuery),
    responses((status = 200, description = "The amended entries.", body = Page<PupilChangeBody>)),
    security(("client" = ["roll:read"]), ("person" = []))
)]
#[get("/v1/pupils/{pupil_id}/history")]
pub(crate) async fn list_pupil_history(
    allowed: Allowed<ReadPupils>,
    path: Segments<PupilPath>,
    query: Params<HistoryQuery>,
) -> Result<Page<PupilChangeBody>, Problem> {
    let HistoryQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| list_history(cx, path.pupil_id, &ask)).await?;
    Ok(page(listing, PupilChangeBody::from))
}
