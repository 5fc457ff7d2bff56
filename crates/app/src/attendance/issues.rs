//! The list of conflicts and warnings that a person must look at.

use super::loading;
use crate::{Context, Result};
use school::{AcademyId, Date, PupilId, SessionAt};
use serde_json::json;
use store::attendance::issues::{self, Issue};
use uuid::Uuid;

/// What a caller wants to see of the list.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only `conflict` or only `warning`.
    pub kind: Option<String>,
    /// Only those of one day.
    pub on: Option<Date>,
    /// Those after this one.
    pub after: Option<Uuid>,
    /// At most so many.
    pub limit: i64,
}

/// The open conflicts and warnings of an academy.
pub fn list_issues(cx: &mut Context<'_>, academy: AcademyId, wanted: &Wanted) -> Result<Vec<Issue>> {
    cx.academy(academy)?;
    Ok(issues::open(cx.db, academy, wanted.kind.as_deref(), wanted.on, wanted.after, wanted.limit)?)
}

/// Settles the open conflicts and warnings of one mark: somebody has looked, and the mark stands. Answers how many.
pub fn settle_issues(cx: &mut Context<'_>, pupil: PupilId, at: SessionAt) -> Result<usize> {
    let (academy, _) = loading::pupil(cx, pupil)?;
    cx.signatory()?;
    let settled = issues::settle(cx.db, academy, pupil, at, cx.at)?;
    if settled > 0 {
        let fields = json!({ "date": at.date, "session": at.session, "settled": settled });
        cx.record(academy, "mark", pupil, "issues_settled", fields)?;
    }
    Ok(settled)
}
