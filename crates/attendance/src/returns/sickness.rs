//! Pupils who are believed to miss fifteen days through sickness.

use super::{DueReturn, ReturnKind, Trigger, marks_between};
use crate::concerns::{CountedSession, Evidence, PupilAttendance, SicknessEvidence};
use crate::policy::PolicySettings;
use crate::summary::Period;
use crate::{Code, code};
use school::{AcademicYear, CompulsorySchoolAge, Date, SessionAt};

/// Fifteen days.
const SESSIONS: usize = 30;

/// The return about a pupil of compulsory school age who is believed to miss fifteen days of the academic year through
/// sickness, in one piece or in several: as soon as that is believed. It is due at fifteen days of I; before that the warnings
/// of the policy put the pupil on the list for a decision. One return is made for each continuous period of sickness in a
/// school year: `sent_on`, when one was last made, takes the pupil off the list until another period has begun.
pub fn sickness_return(
    pupil: &PupilAttendance<'_>,
    settings: &PolicySettings,
    sent_on: Option<Date>,
    as_of: Date,
) -> Option<DueReturn> {
    let from = AcademicYear::of(as_of)?.first_day();
    let age = CompulsorySchoolAge::of(pupil.date_of_birth);
    let marks = marks_between(pupil, from, as_of);
    let ill: Vec<SessionAt> =
        marks.iter().filter(|(at, code)| *code == Code::ILLNESS && age.holds_on(at.date)).map(|(at, _)| *at).collect();
    let first_warning = settings.sickness_warning_days.iter().min().copied().unwrap_or(15);
    let warned_at = 2 * usize::from(first_warning.max(1));
    let (trigger, met_on) = match (ill.get(SESSIONS - 1), ill.get(warned_at - 1)) {
        (Some(at), _) => (Trigger::FifteenDaysOfSickness, at.date),
        (None, Some(at)) => (Trigger::SicknessForecast, at.date),
        (None, None) => return None,
    };
    if sent_on.is_some_and(|sent| sent >= latest_period_begins(&marks).unwrap_or(from).max(from)) {
        return None;
    }
    let due_on = (trigger == Trigger::FifteenDaysOfSickness).then_some(met_on);
    let sessions: Vec<CountedSession> =
        ill.iter().map(|at| CountedSession { date: at.date, session: at.session, code: Code::ILLNESS }).collect();
    let evidence = SicknessEvidence {
        period: Period { from, to: as_of },
        counted: sessions.len() as u64,
        threshold: SESSIONS as u64,
        sessions,
    };
    Some(DueReturn {
        kind: ReturnKind::Sickness,
        pupil_id: pupil.pupil_id,
        trigger,
        met_on,
        due_on,
        overdue: due_on.is_some_and(|due| as_of > due),
        exception: None,
        last_sent_on: sent_on,
        evidence: Some(Evidence::Sickness(evidence)),
    })
}

/// The first day of the last unbroken run of I; sessions that were no possible attendance do not break it.
fn latest_period_begins(marks: &[(SessionAt, Code)]) -> Option<Date> {
    let is_possible =
        |at: SessionAt, code: Code| code::on(code, at.date).is_some_and(|row| row.counts_as.is_possible());
    marks
        .iter()
        .rev()
        .filter(|(at, code)| is_possible(*at, *code))
        .skip_while(|(_, code)| *code != Code::ILLNESS)
        .take_while(|(_, code)| *code == Code::ILLNESS)
        .last()
        .map(|(at, _)| at.date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MarkSheet;
    use crate::concerns::AttendanceYear;
    use crate::register::examples::{calendar, day};
    use school::PupilId;

    /// Asks about a pupil who is ill on the school days from one day to another, for each pair, and else present.
    fn ask(ill: &[(&str, &str)], born: &str, sent: Option<&str>, as_of: &str) -> Option<(Trigger, String, u64)> {
        let year: AcademicYear = "2026-27".parse().unwrap();
        let sessions = calendar().sessions_of(year, Some(9));
        let mut sheet = MarkSheet::empty(year);
        for index in sessions.iter() {
            let at = year.session_at(index).unwrap();
            let is_ill = ill.iter().any(|(from, to)| (day(from)..=day(to)).contains(&at.date));
            let present = if index % 2 == 0 { Code::PRESENT_AM } else { Code::PRESENT_PM };
            assert!(sheet.set_index(index, if is_ill { Code::ILLNESS } else { present }));
        }
        let pupil = PupilAttendance {
            pupil_id: PupilId(uuid::Uuid::nil()),
            upn: None,
            date_of_birth: day(born),
            years: vec![AttendanceYear { sheet: &sheet, sessions }],
        };
        sickness_return(&pupil, &PolicySettings::default(), sent.map(day), day(as_of)).map(|due| {
            let Some(Evidence::Sickness(evidence)) = due.evidence else { panic!("no evidence") };
            (due.trigger, due.met_on.to_string(), evidence.counted)
        })
    }

    #[test]
    fn fifteen_days_are_due_and_eight_ask_for_a_decision() {
        let long = [("2026-09-14", "2026-10-02")];
        let due = |counted| Some((Trigger::FifteenDaysOfSickness, "2026-10-02".to_owned(), counted));
        assert_eq!(ask(&long, "2013-03-03", None, "2026-11-23"), due(30));
        assert_eq!(
            ask(&long, "2013-03-03", None, "2026-10-01"),
            Some((Trigger::SicknessForecast, "2026-09-23".to_owned(), 28))
        );
        assert_eq!(ask(&[("2026-09-14", "2026-09-22")], "2013-03-03", None, "2026-11-23"), None, "seven days");
        assert_eq!(ask(&long, "2023-03-03", None, "2026-11-23"), None, "under age");
    }

    #[test]
    fn one_return_is_made_for_each_period() {
        let long = ("2026-09-14", "2026-10-02");
        assert_eq!(ask(&[long], "2013-03-03", Some("2026-09-25"), "2026-11-23"), None);
        let again = ask(&[long, ("2026-11-09", "2026-11-10")], "2013-03-03", Some("2026-09-25"), "2026-11-23");
        assert_eq!(again.map(|due| due.2), Some(34), "another period has begun");
        assert_eq!(
            ask(&[("2026-10-20", "2026-11-13")], "2013-03-03", Some("2026-10-20"), "2026-11-23"),
            None,
            "half-term breaks nothing"
        );
    }
}
