use super::super::examples::*;
use super::*;
use school::Session;

fn check(pupil: Option<&RosterPupil>, at_session: SessionAt, code: &str) -> Result<Imported, Vec<String>> {
    let calendar = calendar();
    let rules = ImportRules {
        calendar: &calendar,
        now: at("12:00"),
        settings: Settings::default(),
        local: &[],
        on_record: &OnRecord::default(),
    };
    let sent = SentMark { code, minutes_late: None, comment: None };
    rules.check(pupil, at_session, &sent).map_err(|errors| words(&errors))
}

#[test]
fn only_what_no_register_may_hold_is_refused() {
    let pupil = pupil(1);
    let (am, pm) = (morning(), session(MONDAY, Session::Pm));
    for (at, code, expected) in [
        (am, "?", vec!["/code unknown_code"]),
        (am, "H", vec!["/code code_not_in_force"]),
        (am, "@", vec!["/code code_needs_review"]),
        (am, "\\", vec!["/code wrong_session"]),
        (pm, "\\", vec!["/code future_session"]),
        (session("2026-11-24", Session::Am), "N", vec!["/code future_session"]),
        (session("2026-11-22", Session::Am), "/", vec!["/date not_a_school_day"]),
        (am, "X", vec!["/code x_for_compulsory_school_age"]),
    ] {
        assert_eq!(check(Some(&pupil), at, code).unwrap_err(), expected, "{code}");
    }
    let nobody = check(None, session("2026-11-22", Session::Am), "?").unwrap_err();
    assert_eq!(nobody, ["/code unknown_code", "/date not_a_school_day", "/upn not_on_roll"]);
}

#[test]
fn all_else_is_accepted_with_a_warning() {
    let year_seven = RosterPupil { year_group: Some(7), ..pupil(1) };
    for (at, code, warning) in [
        (morning(), "E", "suspension_record_needed"),
        (morning(), "S", "study_leave_year_group"),
        (morning(), "C1", "licence_needed"),
        (session("2026-10-22", Session::Am), "N", "reason_overdue"),
        (session("2026-11-06", Session::Pm), "\\", "session_not_held"),
    ] {
        let Ok(Imported::Mark(mark)) = check(Some(&year_seven), at, code) else { panic!("{code}") };
        assert_eq!(mark.warnings.iter().map(|warning| warning.code.as_str()).collect::<Vec<_>>(), [warning]);
    }
}

#[test]
fn what_the_file_cannot_tell_is_no_warning() {
    let first_seen = |code| match check(Some(&pupil(1)), morning(), code) {
        Ok(Imported::Mark(mark)) => mark.warnings.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(["L", "B", "C", "C2", "D"].map(first_seen), [0; 5]);
    let Ok(Imported::Mark(later)) = check(Some(&with_mark(1, "N")), morning(), "C") else { panic!() };
    assert_eq!(later.warnings[0].code, "leave_entered_late");
}

#[test]
fn a_code_known_ahead_is_a_plan_and_a_blank_is_nothing() {
    let pupil = pupil(1);
    let tomorrow = session("2026-11-24", Session::Am);
    assert!(matches!(check(Some(&pupil), tomorrow, "C"), Ok(Imported::Planned(_))));
    for blank in ["", " ", "-"] {
        assert_eq!(check(None, session("2026-11-22", Session::Am), blank), Ok(Imported::Nothing));
    }
}

#[test]
fn the_raw_code_is_kept_and_what_cannot_stand_beside_it_is_left_out() {
    let calendar = calendar();
    let rules = ImportRules {
        calendar: &calendar,
        now: at("12:00"),
        settings: Settings::default(),
        local: &[],
        on_record: &OnRecord::default(),
    };
    let sent = SentMark { code: " I01", minutes_late: Some(900), comment: Some("a\0") };
    let Ok(Imported::Mark(mark)) = rules.check(Some(&pupil(1)), morning(), &sent) else { panic!() };
    assert_eq!((mark.mark, mark.raw_code.as_str(), mark.rule_id), (Mark::of(code("I")), " I01", "sims_sub_code"));
    assert_eq!(mark.warnings.len(), 2);
}
