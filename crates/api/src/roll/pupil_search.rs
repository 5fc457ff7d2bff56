//! Searching pupils by name.

use super::asking::given;
use super::pupil_answers::PupilBody;
use super::upns::Upns;
use crate::allowed::{Allowed, permission::ReadPupils};
use crate::paths::AcademyPath;
use actix_web::{HttpResponse, post};
use app::roll::pupils::{NameSearch, search_pupils as search};
use school::Upn;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::{Body, IdempotencyKey, Problem, Segments};

/// Whom to look for: all that is said must fit, and at least a name or a number is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"surname": "exam", "on_roll": true}))]
pub(crate) struct PupilSearchBody {
    /// How a surname, in use or legal, begins.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    surname: Option<String>,
    /// How a forename, in use or legal, begins.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    forename: Option<String>,
    /// The number, present or former.
    #[serde(default)]
    #[schema(value_type = Option<Upn>)]
    upn: Option<String>,
    /// Only pupils who are on roll today.
    #[serde(default)]
    on_roll: bool,
}

/// The pupils found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PupilsFound {
    /// The pupils, by surname and forename.
    data: Vec<PupilBody>,
    /// Always null: whoever finds too many asks more precisely.
    #[schema(required)]
    next_cursor: Option<String>,
    /// Whether more pupils fit than are shown.
    more: bool,
}

/// Search the pupils of an academy
///
/// By the beginning of a surname or forename, without regard to upper and lower case, or by UPN; at most 50. The names stand in
/// the body, so that none is written to an address or a log.
#[utoipa::path(
    tag = "Roll and calendar",
    params(AcademyPath),
    request_body = PupilSearchBody,
    responses((status = 200, description = "The pupils found.", body = PupilsFound)),
    security(("client" = ["roll:read"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/pupils/search")]
pub(crate) async fn search_pupils(
    allowed: Allowed<ReadPupils>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<PupilSearchBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let PupilSearchBody { surname, forename, upn, on_roll } = sent.into_inner();
    let mut upns = Upns::default();
    let upn = upns.read("/upn", given(upn)).value();
    upns.finish()?;
    let wanted = NameSearch { surname, forename, upn, on_roll };
    allowed
        .act(request, move |cx| {
            let (found, more) = search(cx, path.academy_id, &wanted)?;
            Ok(PupilsFound { data: found.into_iter().map(PupilBody::from).collect(), next_cursor: None, more })
        })
        .await
}
