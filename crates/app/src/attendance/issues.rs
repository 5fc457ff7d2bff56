//! The list of conflicts and warnings that a person must look at.

use super::loading;
use crate::roll::listing::{self, Ask, Collection, Listing};
use crate::{Context, Result};
use school::{AcademyId, Date, IssueId, PupilId, SessionAt};
use serde_json::json;
use store::attendance::issues::{self, Issue, Which};

/// What they are called in the event log.
const KIND: &str = "mark_issue";

/// What a caller wants to see of the list.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only `conflict` or only `warning`.
    pub kind: Option<String>,
    /// Only those of one day.
    pub on: Option<Date>,
}

/// The open conflicts and warnings of an academy, the oldest first; or those that are new, and which are settled.
pub fn list_issues(cx: &mut Context<'_>, academy: AcademyId, wanted: &Wanted, ask: &Ask) -> Result<Listing<Issue>> {
    cx.academy(academy)?;
    let academies = [academy];
    let collection = Collection { academies: &academies, kinds: &[KIND], filtered: true };
    listing::read(cx, &collection, ask, |cx, part| {
        let which = Which { kind: wanted.kind.as_deref(), on: wanted.on, ids: part.ids, after: part.after };
        let found = issues::open(cx.db, academy, &which, part.limit())?;
        Ok(found.into_iter().map(|issue| (issue.id.0, issue)).collect())
    })
}

/// Settles the open conflicts and warnings of one mark: somebody has looked, and the mark stands. Answers how many.
pub fn settle_issues(cx: &mut Context<'_>, pupil: PupilId, at: SessionAt) -> Result<usize> {
    let (academy, _) = loading::pupil(cx, pupil)?;
    cx.signatory()?;
    let settled = settle_session(cx, academy, &[pupil], at)?;
    if settled > 0 {
        let fields = json!({ "date": at.date, "session": at.session, "settled": settled });
        cx.record(academy, "mark", pupil, "issues_settled", fields)?;
    }
    Ok(settled)
}

/// Puts conflicts and warnings found now on the list.
pub(crate) fn raise(cx: &mut Context<'_>, academy: AcademyId, found: &[Issue]) -> Result<()> {
    let ids = issues::raise(cx.db, academy, found)?;
    cx.record_each(academy, KIND, ids, "raised", &json!([]))
}

/// Settles what is open about the marks of pupils in one session; answers how many.
pub(crate) fn settle_session(
    cx: &mut Context<'_>,
    academy: AcademyId,
    pupils: &[PupilId],
    at: SessionAt,
) -> Result<usize> {
    let open = issues::of_session(cx.db, academy, pupils, at)?;
    settle(cx, academy, &open)?;
    Ok(open.len())
}

/// Settles conflicts and warnings: what they were about has changed, or somebody has looked at it.
pub(crate) fn settle(cx: &mut Context<'_>, academy: AcademyId, ids: &[IssueId]) -> Result<()> {
    issues::settle_these(cx.db, academy, ids, cx.at)?;
    cx.record_each(academy, KIND, ids.iter().map(|id| id.0), "settled", &json!(["settled_at"]))
}
