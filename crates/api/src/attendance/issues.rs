//! Conflicts and warnings on marks.

use super::marks::MarkPath;
use crate::allowed::{
    Allowed,
    permission::{ReadConflicts, SettleConflicts},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::{HttpResponse, get, post};
use app::attendance::issues::{self, Wanted};
use chrono::{DateTime, Utc};
use school::{Date, IssueId, PupilId, Session, SessionAt};
use serde::{Deserialize, Serialize};
use store::attendance::issues::Issue;
use utoipa::{IntoParams, ToSchema};
use web::{Cursor, IdempotencyKey, Limit, Page, Params, Problem, Segments};

/// A conflict or a warning on a mark.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IssueBody {
    /// The issue.
    id: IssueId,
    /// The pupil.
    pupil_id: PupilId,
    /// The day.
    date: Date,
    /// The session.
    session: Session,
    /// `conflict` or `warning`.
    kind: String,
    /// A stable word that programs may match on.
    code: String,
    /// What it is.
    detail: String,
    /// The code that stands.
    standing_code: Option<String>,
    /// The code that the other source has.
    other_code: Option<String>,
    /// Where it came from: `register`, `person` or `import`.
    source: String,
    /// When it was found.
    found_at: DateTime<Utc>,
}

impl From<Issue> for IssueBody {
    fn from(issue: Issue) -> Self {
        let Issue { id, pupil_id, at, kind, code, detail, standing_code, other_code, source, found_at, settled_at: _ } =
            issue;
        let SessionAt { date, session } = at;
        Self { id, pupil_id, date, session, kind, code, detail, standing_code, other_code, source, found_at }
    }
}

/// What kind of issue.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IssueKind {
    /// Two sources differ.
    Conflict,
    /// A mark is doubtful.
    Warning,
}

/// Which issues.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct IssuesQuery {
    /// Only conflicts or only warnings.
    #[param(inline)]
    kind: Option<IssueKind>,
    /// Only those of one day.
    date: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant. What was settled is among `removed`.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

/// List open conflicts and warnings on marks
///
/// Differences between sources that a person must settle, and marks that were accepted with a warning, the oldest first.
/// Amending the mark settles its conflicts and warnings; so does settling them as they stand.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, IssuesQuery),
    responses((status = 200, description = "The open conflicts and warnings.", body = Page<IssueBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/attendance/conflicts")]
pub(crate) async fn list_conflicts(
    allowed: Allowed<ReadConflicts>,
    path: Segments<AcademyPath>,
    query: Params<IssuesQuery>,
) -> Result<Page<IssueBody>, Problem> {
    let IssuesQuery { kind, date, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let kind = kind.map(|kind| match kind {
        IssueKind::Conflict => "conflict".to_owned(),
        IssueKind::Warning => "warning".to_owned(),
    });
    let wanted = Wanted { kind, on: date };
    let listing = allowed.read(move |cx| issues::list_issues(cx, path.academy_id, &wanted, &ask)).await?;
    Ok(page(listing, IssueBody::from))
}

/// How many were settled.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettledBody {
    /// How many conflicts and warnings of the mark were open.
    settled: usize,
}

/// Settle the conflicts of a mark
///
/// Somebody has looked, and the mark stands as it is. Needs a person (`Acting-Staff`).
#[utoipa::path(
    tag = "Attendance",
    params(MarkPath),
    responses((status = 200, description = "Settled.", body = SettledBody)),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/pupils/{pupil_id}/marks/{date}/{session}/settlement")]
pub(crate) async fn settle_conflicts(
    allowed: Allowed<SettleConflicts>,
    path: Segments<MarkPath>,
    key: IdempotencyKey,
) -> Result<HttpResponse, Problem> {
    let MarkPath { pupil_id, date, session } = path.into_inner();
    allowed
        .act(key.without_body(), move |cx| {
            issues::settle_issues(cx, pupil_id, SessionAt::new(date, session)).map(|settled| SettledBody { settled })
        })
        .await
}
