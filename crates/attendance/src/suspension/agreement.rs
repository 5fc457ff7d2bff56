//! Whether the marks agree with the records.

use super::{Suspension, figures::sessions_of};
use crate::{Code, CountsAs, code};
use school::{Date, SessionAt};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How marks and records differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// E is marked and no suspension or exclusion is recorded for the session.
    MarkWithoutRecord,
    /// A suspension or exclusion is recorded for the session and another code is marked.
    RecordWithoutMark,
    /// E is marked although alternative provision had begun.
    MarkAfterProvision,
}

/// A session in which marks and records differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disagreement {
    /// How.
    pub kind: Kind,
    /// The session.
    pub at: SessionAt,
    /// The mark; none where there is none.
    pub code: Option<Code>,
}

/// The sessions from one day to another in which a pupil's marks and suspensions differ: E links to a suspension or exclusion,
/// and the School Census compares the two. `marks` are those of the pupil in the order of their sessions.
pub fn disagreements(
    marks: &[(SessionAt, Code)],
    suspensions: &[Suspension],
    held: super::Held<'_>,
    (from, to): (Date, Date),
) -> Vec<Disagreement> {
    let is_excluded = |code: Code| code.as_str() == "E";
    let mut found = Vec::new();
    for (at, code) in marks.iter().copied().filter(|(at, code)| is_excluded(*code) && (from..=to).contains(&at.date)) {
        let of_session: Vec<_> = suspensions.iter().filter(|one| one.period.holds(at)).collect();
        if of_session.is_empty() {
            found.push(Disagreement { kind: Kind::MarkWithoutRecord, at, code: Some(code) });
        } else if of_session.iter().all(|one| one.provision_from.is_some_and(|begun| begun <= at.date)) {
            found.push(Disagreement { kind: Kind::MarkAfterProvision, at, code: Some(code) });
        }
    }
    for one in suspensions {
        let sessions = sessions_of(&one.period, held, to);
        let before_provision = |at: &&SessionAt| one.provision_from.is_none_or(|begun| at.date < begun);
        for at in sessions.iter().filter(|at| at.date >= from).filter(before_provision) {
            let mark = marks.binary_search_by_key(at, |(at, _)| *at).ok().and_then(|place| marks.get(place));
            let agrees = mark.is_some_and(|(at, code)| is_excluded(*code) || !counts(*code, at.date));
            if !agrees && at.date <= to {
                found.push(Disagreement { kind: Kind::RecordWithoutMark, at: *at, code: mark.map(|(_, code)| *code) });
            }
        }
    }
    found.sort_by_key(|each| (each.at, each.kind));
    found.dedup();
    found
}

/// Whether the session was a possible attendance: a day on which the school was closed needs no E.
fn counts(code: Code, date: Date) -> bool {
    code::on(code, date).is_none_or(|row| !matches!(row.counts_as, CountsAs::NotPossible | CountsAs::Administrative))
}

#[cfg(test)]
mod tests {
    use super::super::{Period, SuspensionKind};
    use super::*;
    use crate::register::examples::{calendar, day};
    use school::Session;

    fn at(date: &str, session: Session) -> SessionAt {
        SessionAt::new(day(date), session)
    }

    #[test]
    fn an_e_needs_a_record_and_a_record_needs_its_e() {
        let (am, pm) = (Session::Am, Session::Pm);
        let code = |text| Code::parse(text).unwrap();
        let marks = [
            (at("2026-11-09", am), code("E")),
            (at("2026-11-10", am), code("E")),
            (at("2026-11-10", pm), code("/")),
            (at("2026-11-11", am), code("#")),
            (at("2026-11-12", am), code("E")),
            (at("2026-11-12", pm), code("B")),
        ];
        let one = Suspension {
            kind: SuspensionKind::Suspension,
            period: Period::new(day("2026-11-10"), am, Some((day("2026-11-12"), pm))),
            provision_from: Some(day("2026-11-12")),
        };
        let calendar = calendar();
        let held = |at| calendar.meets(at, Some(9));
        let found: Vec<_> = disagreements(&marks, &[one], &held, (day("2026-11-01"), day("2026-11-30")))
            .into_iter()
            .map(|each| (each.kind, each.at.date.to_string(), each.at.session))
            .collect();
        assert_eq!(
            found,
            [
                (Kind::MarkWithoutRecord, "2026-11-09".to_owned(), am),
                (Kind::RecordWithoutMark, "2026-11-10".to_owned(), pm),
                (Kind::RecordWithoutMark, "2026-11-11".to_owned(), pm),
                (Kind::MarkAfterProvision, "2026-11-12".to_owned(), am),
            ]
        );
        assert_eq!(disagreements(&marks, &[one], &held, (day("2026-12-01"), day("2026-12-30"))), []);
    }
}
