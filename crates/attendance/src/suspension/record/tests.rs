use super::super::Figures;
use super::*;

fn record(change: impl FnOnce(&mut SuspensionRecord)) -> SuspensionRecord {
    let mut record = SuspensionRecord {
        pupil_id: PupilId(Uuid::nil()),
        kind: SuspensionKind::Suspension,
        first_day: "2026-11-16".parse().unwrap(),
        first_session: Session::Am,
        last_day: "2026-11-24".parse().ok(),
        last_session: Session::Pm,
        reason_codes: vec!["PP".to_owned()],
        reason: None,
        notices: Vec::new(),
        provision: None,
        outcome: None,
    };
    change(&mut record);
    record
}

fn wrong(change: impl FnOnce(&mut SuspensionRecord)) -> Vec<String> {
    let errors = record(change).check("2026-11-23".parse().unwrap());
    errors.into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
}

#[test]
fn everything_that_is_wrong_is_listed() {
    assert_eq!(wrong(|_| {}), Vec::<String>::new());
    assert_eq!(wrong(|one| one.last_day = None), ["/last_day missing"]);
    assert_eq!(
        wrong(|one| (one.last_day, one.kind) = (None, SuspensionKind::PermanentExclusion)),
        Vec::<String>::new()
    );
    assert_eq!(wrong(|one| one.last_day = "2026-11-13".parse().ok()), ["/last_day ends_before_it_begins"]);
    let many = |one: &mut SuspensionRecord| {
        one.reason_codes = vec!["pp".to_owned()];
        one.reason = Some("\u{0}".to_owned());
        one.notices = vec![SuspensionNotice {
            to: ToldWho::Parent,
            sent_on: "2026-11-24".parse().unwrap(),
            how: Some(" ".into()),
        }];
    };
    assert_eq!(
        wrong(many),
        [
            "/notices/0/sent_on in_the_future",
            "/reason_codes/0 wrong_format",
            "/reason wrong_format",
            "/notices/0/how wrong_format"
        ]
    );
    assert!(!wrong(|one| (one.first_day, one.last_day) = (Date::MIN, Some(Date::MAX))).is_empty());
}

#[test]
fn a_reinstatement_ends_it_and_a_cancelled_one_never_was() {
    let outcome = |kind, day: &str| Some(Outcome { kind, decided_on: day.parse().unwrap() });
    let reinstated = record(|one| one.outcome = outcome(OutcomeKind::Reinstated, "2026-11-19"));
    assert_eq!(reinstated.period().last.map(|last| last.date), "2026-11-18".parse().ok());
    let late = record(|one| one.outcome = outcome(OutcomeKind::Reinstated, "2026-12-01"));
    assert_eq!(late.period().last.map(|last| last.date), "2026-11-24".parse().ok());
    assert_eq!(record(|one| one.outcome = outcome(OutcomeKind::Cancelled, "2026-11-17")).standing(), None);
}

#[test]
fn what_is_missing_or_late_is_told() {
    let figures = Figures {
        sessions: 14,
        school_days: 7,
        days: 7.0,
        day_six: "2026-11-23".parse().ok(),
        days_in_term: 7.0,
        days_in_year: 45.5,
    };
    let codes = |one: SuspensionRecord| -> Vec<String> {
        one.doubts(&figures, 45, "2026-11-23".parse().unwrap()).into_iter().map(|doubt| doubt.code).collect()
    };
    assert_eq!(
        codes(record(|_| {})),
        ["parents_not_told", "local_authority_not_told", "provision_not_arranged", "beyond_the_limit"]
    );
    let late = |one: &mut SuspensionRecord| {
        one.provision =
            Some(Provision { first_day: "2026-11-24".parse().unwrap(), place: "Made-up Centre".to_owned() });
    };
    assert!(codes(record(late)).contains(&"provision_late".to_owned()));
}
