//! Registers for the tests of the rules.

use super::{CodeUse, Decision, OnRecord, RosterPupil, Settings, SubmittedMark, Taking, take};
use crate::{Code, Mark, StandingMark};
use school::{Calendar, Date, EnrolmentId, Instant, PupilId, Session, SessionAt, Violation};
use std::sync::LazyLock;
use uuid::Uuid;

/// An autumn term with a half-term, register times 08:40 to 09:10 and 13:10 to 13:40, and an afternoon off for year 7.
pub(crate) fn calendar() -> Calendar {
    serde_json::from_str(
        r#"{"terms":[{"name":"Autumn","first_day":"2026-09-02","last_day":"2026-12-18"}],
            "non_school_days":[{"first_day":"2026-10-26","last_day":"2026-10-30","reason":"half_term"},
              {"first_day":"2026-11-06","last_day":"2026-11-06","reason":"other","sessions":["pm"],"year_groups":[7]}]}"#,
    )
    .unwrap()
}

/// Date of the register in most tests, a Monday of the autumn term in winter time.
pub(crate) const MONDAY: &str = "2026-11-23";

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn session(date: &str, session: Session) -> SessionAt {
    SessionAt::new(day(date), session)
}

pub(crate) fn morning() -> SessionAt {
    session(MONDAY, Session::Am)
}

/// On Monday at this time.
pub(crate) fn at(time: &str) -> Instant {
    format!("{MONDAY}T{time}:00Z").parse().unwrap()
}

pub(crate) fn pupil_id(number: u128) -> PupilId {
    PupilId(Uuid::from_u128(number))
}

pub(crate) fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

/// A year 9 pupil of compulsory school age without a mark.
pub(crate) fn pupil(number: u128) -> RosterPupil {
    RosterPupil {
        pupil_id: pupil_id(number),
        enrolment_id: EnrolmentId(Uuid::from_u128(number)),
        date_of_birth: day("2013-03-03"),
        year_group: Some(9),
        boarder: false,
        standing: None,
        planned: None,
    }
}

pub(crate) fn standing(text: &str) -> Option<StandingMark> {
    Some(StandingMark { mark: Mark::of(code(text)), entries: 1, amended_by_person: false })
}

pub(crate) fn with_mark(number: u128, text: &str) -> RosterPupil {
    RosterPupil { standing: standing(text), ..pupil(number) }
}

pub(crate) fn with_plan(number: u128, text: &str) -> RosterPupil {
    RosterPupil { planned: Some(code(text)), ..pupil(number) }
}

pub(crate) fn sent(number: u128, text: &str) -> SubmittedMark {
    SubmittedMark { pupil_id: pupil_id(number), code: Some(text.to_owned()), minutes_late: None, comment: None }
}

/// Takes Monday's morning register at a time as attendance staff.
pub(crate) fn take_at(
    time: &str,
    roster: &[RosterPupil],
    marks: &[SubmittedMark],
    reason: Option<&str>,
) -> Result<Decision, Vec<Violation>> {
    take(&taking(&calendar(), time, roster, marks, reason))
}

pub(crate) fn taking<'a>(
    calendar: &'a Calendar,
    time: &str,
    roster: &'a [RosterPupil],
    marks: &'a [SubmittedMark],
    reason: Option<&'a str>,
) -> Taking<'a> {
    Taking {
        at: morning(),
        now: at(time),
        calendar,
        settings: Settings::default(),
        roster,
        on_record: nothing_on_record(),
        marks,
        reason,
        allowed: CodeUse::All,
    }
}

/// Nobody is suspended or registered elsewhere.
pub(crate) fn nothing_on_record() -> &'static OnRecord {
    static NOTHING: LazyLock<OnRecord> = LazyLock::new(OnRecord::default);
    &NOTHING
}

/// What is wrong, as `pointer code`.
pub(crate) fn words(errors: &[Violation]) -> Vec<String> {
    errors.iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
}

/// What was written, as `before>after kind`, and the warnings.
pub(crate) fn written(decision: &Decision) -> (Vec<String>, Vec<&str>) {
    let changes = decision.changes.iter().map(|change| {
        let before = change.before.as_ref().map_or("", |standing| standing.mark.code.as_str());
        format!("{before}>{} {}", change.after.code, change.kind)
    });
    (changes.collect(), decision.warnings.iter().map(|warning| warning.code.as_str()).collect())
}
