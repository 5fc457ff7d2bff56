//! What is doubtful about a plan beside what stands already.

use super::CheckedPlan;
use crate::register::OnRecord;
use crate::{Code, CountsAs, Warning, code};
use school::{PupilId, SessionAt};

/// What is doubtful about a plan for the sessions that it is for: `sessions` are those the academy holds for the pupil, each with
/// the mark that stands. A plan changes no mark (DfE, Working together: who is in school when the register is taken is present,
/// whatever was planned), so a mark of presence under it is told; E and D need what they rest on.
pub fn against(
    plan: &CheckedPlan,
    pupil: PupilId,
    sessions: &[(SessionAt, Option<Code>)],
    on_record: &OnRecord,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let is_present = |(at, code): &&(SessionAt, Option<Code>)| {
        code.and_then(|code| code::on(code, at.date)).is_some_and(|row| row.counts_as == CountsAs::Present)
    };
    let mut present = sessions.iter().filter(is_present).map(|(at, _)| at);
    if let Some(first) = present.next() {
        let detail = format!(
            "the pupil is marked present or late in {} of these sessions, first in the {} of {}: the marks stand, and are \
             changed by amending them",
            1 + present.count(),
            first.session,
            first.date
        );
        warnings.push(Warning::of_plan(pupil, "marked_present", detail));
    }
    for (at, _) in sessions {
        let Some((word, detail)) = on_record.doubt(plan.code, pupil, *at, None) else { continue };
        if warnings.iter().all(|warning| warning.code != word) {
            let detail = format!("{detail} (first the {} of {})", at.session, at.date);
            warnings.push(Warning::of_plan(pupil, word, detail));
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::examples::{code, day, pupil_id, session};
    use crate::suspension::{Period, Suspension, SuspensionKind};
    use school::{Session::Am, Session::Pm, Weekday};

    fn plan(text: &str) -> CheckedPlan {
        CheckedPlan {
            first_day: day("2026-11-23"),
            last_day: day("2026-11-24"),
            code: code(text),
            weekdays: Weekday::ALL.to_vec(),
            sessions: vec![Am, Pm],
            warnings: Vec::new(),
        }
    }

    fn told(text: &str, sessions: &[(SessionAt, Option<Code>)], on_record: &OnRecord) -> Vec<String> {
        let found = against(&plan(text), pupil_id(1), sessions, on_record);
        found.into_iter().map(|warning| format!("{}: {}", warning.code, warning.detail)).collect()
    }

    #[test]
    fn a_mark_of_presence_under_a_plan_is_told() {
        let at = |date: &str, of_day| session(date, of_day);
        let marked = [
            (at("2026-11-23", Am), Some(code("N"))),
            (at("2026-11-23", Pm), Some(code("\\"))),
            (at("2026-11-24", Am), Some(code("L"))),
            (at("2026-11-24", Pm), None),
        ];
        let found = told("C", &marked, &OnRecord::default());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("marked_present: ") && found[0].contains("2 of these"), "{found:?}");
        assert!(found[0].contains("first in the pm of 2026-11-23"), "{found:?}");
        // U is an absence, V no presence at the school.
        let absent = [(at("2026-11-23", Am), Some(code("U"))), (at("2026-11-23", Pm), Some(code("V")))];
        assert_eq!(told("C", &absent, &OnRecord::default()), Vec::<String>::new());
    }

    #[test]
    fn every_session_of_a_planned_e_needs_its_record() {
        let sessions = [(session("2026-11-23", Am), None), (session("2026-11-23", Pm), None)];
        let of = |last: &str| {
            let mut record = OnRecord::default();
            let period = Period::new(day("2026-11-23"), Am, Some((day("2026-11-23"), last.parse().unwrap())));
            record.add_suspension(
                pupil_id(1),
                Suspension { kind: SuspensionKind::Suspension, period, provision_from: None },
            );
            record
        };
        assert_eq!(told("E", &sessions, &of("pm")), Vec::<String>::new());
        let half = told("E", &sessions, &of("am"));
        assert!(
            half.len() == 1 && half[0].contains("suspension_record_needed") && half[0].contains("first the pm"),
            "{half:?}"
        );
        let none = told("D", &sessions, &OnRecord::default());
        assert!(none.len() == 1 && none[0].starts_with("dual_registration_needed"), "{none:?}");
    }
}
