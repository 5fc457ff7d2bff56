//! Pupils who fail to attend regularly.

use super::{DueReturn, LISTED_BEFORE_DAYS, ReturnKind, Trigger, days_after};
use crate::concerns::{Concern, Evidence, Rule};
use crate::policy::PolicySettings;
use school::Date;

/// The return about a pupil of compulsory school age who fails to attend regularly or was absent for ten school days without
/// authorisation: at intervals agreed with the local authority, at least monthly. `concerns` are those about the pupil that
/// hold on `as_of`; `sent_on` is when an attendance return was last made. A return takes the pupil off the list until a week
/// before the next is due, unless another unbroken absence has been met since.
pub fn attendance_return(
    concerns: &[Concern],
    settings: &PolicySettings,
    sent_on: Option<Date>,
    as_of: Date,
) -> Option<DueReturn> {
    let of = |rule: Rule| concerns.iter().find(|concern| concern.rule == rule);
    let continuous = of(Rule::ContinuousUnauthorised10Days);
    let (concern, trigger) = continuous
        .map(|concern| (concern, Trigger::ContinuousUnauthorisedAbsence))
        .or_else(|| of(Rule::PenaltyNoticeThreshold).map(|concern| (concern, Trigger::IrregularAttendance)))?;
    let first_met = match &concern.evidence {
        Evidence::PenaltyNotice(evidence) => evidence.first_met_on,
        _ => concern.met_on,
    };
    let interval = settings.attendance_return_days;
    let anew = |sent: Date| trigger == Trigger::ContinuousUnauthorisedAbsence && sent < concern.met_on;
    let due_on = match sent_on {
        Some(sent) if !anew(sent) => {
            let next = days_after(sent, interval);
            if (next - as_of).num_days() > LISTED_BEFORE_DAYS {
                return None;
            }
            next
        }
        Some(_) => days_after(concern.met_on, interval),
        None => days_after(first_met, interval),
    };
    Some(DueReturn {
        kind: ReturnKind::Attendance,
        pupil_id: concern.pupil_id,
        trigger,
        met_on: concern.met_on,
        due_on: Some(due_on),
        overdue: as_of > due_on,
        exception: None,
        last_sent_on: sent_on,
        evidence: Some(concern.evidence.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concerns::{ContinuousEvidence, Status};
    use crate::summary::Period;
    use school::PupilId;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn concern(met_on: &str) -> Concern {
        let period = Period { from: day("2026-09-03"), to: day(met_on) };
        let evidence = ContinuousEvidence { period, counted: 20, threshold: 20, sessions: Vec::new() };
        Concern {
            pupil_id: PupilId(uuid::Uuid::nil()),
            upn: None,
            rule: Rule::ContinuousUnauthorised10Days,
            status: Status::Met,
            met_on: day(met_on),
            due_on: None,
            undone_on: None,
            evidence: Evidence::Continuous(evidence),
            citation: "",
        }
    }

    #[test]
    fn a_pupil_is_reported_at_least_monthly() {
        let settings = PolicySettings::default();
        let ask = |met: &str, sent: Option<&str>, as_of: &str| {
            attendance_return(&[concern(met)], &settings, sent.map(day), day(as_of))
                .map(|due| due.due_on.unwrap().to_string())
        };
        assert_eq!(ask("2026-11-02", None, "2026-11-23"), Some("2026-11-30".to_owned()));
        assert_eq!(ask("2026-11-02", Some("2026-11-03"), "2026-11-23"), None, "off the list");
        assert_eq!(
            ask("2026-11-02", Some("2026-11-03"), "2026-11-24"),
            Some("2026-12-01".to_owned()),
            "a week before the next"
        );
        assert_eq!(ask("2026-11-20", Some("2026-11-03"), "2026-11-23"), Some("2026-12-18".to_owned()), "another run");
        assert_eq!(attendance_return(&[], &settings, None, day("2026-11-23")), None);
    }
}
