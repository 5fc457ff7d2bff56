//! Conflicts and warnings on marks: what a person must look at.

use crate::db::{MultiBackend, on_backend};
use crate::schema::mark_issues;
use crate::sql_types::{At, Id};
use crate::{Db, Result, words};
use diesel::prelude::*;
use diesel::upsert::excluded;
use school::{AcademyId, Date, Instant, IssueId, PupilId, SessionAt};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The issue.
    pub id: IssueId,
    /// The pupil.
    pub pupil_id: PupilId,
    /// The session.
    pub at: SessionAt,
    /// `conflict` or `warning`.
    pub kind: String,
    /// A stable word for it.
    pub code: String,
    /// What it is, without personal data.
    pub detail: String,
    /// The code that stands.
    pub standing_code: Option<String>,
    /// The code that the other source has.
    pub other_code: Option<String>,
    /// Where it came from.
    pub source: String,
    /// When it was found.
    pub found_at: Instant,
    /// When it was settled.
    pub settled_at: Option<Instant>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = mark_issues, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct IssueRow {
    academy_id: Id,
    id: Id,
    pupil_id: Id,
    date: Date,
    session: i16,
    kind: String,
    code: String,
    detail: String,
    standing_code: Option<String>,
    other_code: Option<String>,
    source: String,
    at: At,
    settled_at: Option<At>,
}

/// Which open issues are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which<'a> {
    /// Only `conflict` or only `warning`.
    pub kind: Option<&'a str>,
    /// Only those of one day.
    pub on: Option<Date>,
    /// Only these.
    pub ids: Option<&'a [Uuid]>,
    /// Only those after this one.
    pub after: Option<Uuid>,
}

/// Adds issues; one of the same kind on the same mark is brought up to date, and opened again where it had
/// been settled. Answers the ids under which they stand.
pub fn raise(db: &mut Db, academy: AcademyId, issues: &[Issue]) -> Result<Vec<Uuid>> {
    let mut ids = Vec::with_capacity(issues.len());
    for some in issues.chunks(500) {
        let rows: Vec<_> = some.iter().map(|issue| row(academy, issue)).collect();
        on_backend!(db, |c| diesel::insert_into(mark_issues::table)
            .values(&rows)
            .on_conflict((
                mark_issues::academy_id,
                mark_issues::pupil_id,
                mark_issues::date,
                mark_issues::session,
                mark_issues::kind,
                mark_issues::code
            ))
            .do_update()
            .set((
                mark_issues::detail.eq(excluded(mark_issues::detail)),
                mark_issues::standing_code.eq(excluded(mark_issues::standing_code)),
                mark_issues::other_code.eq(excluded(mark_issues::other_code)),
                mark_issues::source.eq(excluded(mark_issues::source)),
                mark_issues::at.eq(excluded(mark_issues::at)),
                mark_issues::settled_at.eq(excluded(mark_issues::settled_at)),
            ))
            .execute(c))?;
        let pupils: Vec<Id> = some.iter().map(|issue| Id::from(issue.pupil_id)).collect();
        let moments: BTreeSet<Instant> = some.iter().map(|issue| issue.found_at).collect();
        let moments: Vec<At> = moments.into_iter().map(At::from).collect();
        let raised: Vec<Id> = mark_issues::table
            .filter(mark_issues::academy_id.eq(Id::from(academy)).and(mark_issues::pupil_id.eq_any(pupils)))
            .filter(mark_issues::at.eq_any(moments).and(mark_issues::settled_at.is_null()))
            .select(mark_issues::id)
            .load(db)?;
        ids.extend(raised.into_iter().map(|id| id.0));
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

fn row(academy: AcademyId, issue: &Issue) -> IssueRow {
    let Issue { id, pupil_id, at, kind, code, detail, standing_code, other_code, source, found_at, settled_at } =
        issue.clone();
    IssueRow {
        academy_id: academy.into(),
        id: id.into(),
        pupil_id: pupil_id.into(),
        date: at.date,
        session: words::session_number(at.session),
        kind,
        code,
        detail,
        standing_code,
        other_code,
        source,
        at: found_at.into(),
        settled_at: settled_at.map(At::from),
    }
}

/// The open issues of the marks of pupils in one session.
pub fn of_session(db: &mut Db, academy: AcademyId, pupils: &[PupilId], at: SessionAt) -> Result<Vec<IssueId>> {
    let mut ids = Vec::new();
    for some in pupils.chunks(5_000) {
        let found: Vec<Id> = mark_issues::table
            .filter(mark_issues::academy_id.eq(Id::from(academy)))
            .filter(mark_issues::pupil_id.eq_any(some.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
            .filter(mark_issues::date.eq(at.date).and(mark_issues::session.eq(words::session_number(at.session))))
            .filter(mark_issues::settled_at.is_null())
            .select(mark_issues::id)
            .load(db)?;
        ids.extend(found.into_iter().map(IssueId::from));
    }
    Ok(ids)
}

/// The open issues that are wanted, in the order of their ids.
pub fn open(db: &mut Db, academy: AcademyId, which: &Which<'_>, limit: i64) -> Result<Vec<Issue>> {
    let Which { kind, on, ids, after } = *which;
    let mut query = mark_issues::table
        .filter(mark_issues::academy_id.eq(Id::from(academy)).and(mark_issues::settled_at.is_null()))
        .order(mark_issues::id.asc())
        .limit(limit)
        .select(IssueRow::as_select())
        .into_boxed();
    if let Some(kind) = kind {
        query = query.filter(mark_issues::kind.eq(kind.to_owned()));
    }
    if let Some(on) = on {
        query = query.filter(mark_issues::date.eq(on));
    }
    if let Some(ids) = ids {
        query = query.filter(mark_issues::id.eq_any(ids.iter().map(|id| Id(*id)).collect::<Vec<_>>()));
    }
    if let Some(after) = after {
        query = query.filter(mark_issues::id.gt(Id(after)));
    }
    Ok(query.load(db)?.into_iter().map(issue).collect())
}

fn issue(row: IssueRow) -> Issue {
    let IssueRow {
        id,
        pupil_id,
        date,
        session,
        kind,
        code,
        detail,
        standing_code,
        other_code,
        source,
        at,
        settled_at,
        ..
    } = row;
    Issue {
        id: id.into(),
        pupil_id: pupil_id.into(),
        at: SessionAt::new(date, words::session_of(session)),
        kind,
        code,
        detail,
        standing_code,
        other_code,
        source,
        found_at: at.into(),
        settled_at: settled_at.map(Instant::from),
    }
}

/// The open issues of the pupils, and the conflicts on their marks that were settled.
pub fn of_pupils(db: &mut Db, academy: AcademyId, pupils: &[PupilId]) -> Result<Vec<Issue>> {
    let rows = mark_issues::table
        .filter(mark_issues::academy_id.eq(Id::from(academy)))
        .filter(mark_issues::pupil_id.eq_any(pupils.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
        .filter(mark_issues::settled_at.is_null().or(mark_issues::kind.eq("conflict")))
        .select(IssueRow::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(issue).collect())
}

/// Settles the issues named: what they were about has changed.
pub fn settle_these(db: &mut Db, academy: AcademyId, ids: &[IssueId], now: Instant) -> Result<()> {
    for some in ids.chunks(1_000) {
        diesel::update(mark_issues::table)
            .filter(mark_issues::academy_id.eq(Id::from(academy)))
            .filter(mark_issues::id.eq_any(some.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()))
            .set(mark_issues::settled_at.eq(Some(At::from(now))))
            .execute(db)?;
    }
    Ok(())
}
