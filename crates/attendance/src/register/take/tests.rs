use super::super::examples::*;
use super::*;
use school::Session;

#[test]
fn a_missing_mark_is_an_entry_and_a_late_one_after_the_close() {
    let roster = [pupil(1), pupil(2)];
    let open = take_at("08:45", &roster, &[sent(1, "/"), sent(2, "N")], None).unwrap();
    assert_eq!(written(&open), (vec![">/ register".to_owned(), ">N register".to_owned()], vec![]));
    let late = take_at("09:10", &roster, &[sent(2, "N")], None).unwrap();
    assert_eq!(written(&late), (vec![">N late_entry".to_owned()], vec![]));
    assert_eq!(late.changes[0].byte_before(), 0);
    assert_eq!(late.changes[0].entries_after(), 1);
}

#[test]
fn the_same_marks_change_nothing() {
    let mut pupil = with_mark(1, "L");
    pupil.standing.as_mut().unwrap().mark.minutes_late = Some(7);
    let decision = take_at("12:00", &[pupil, with_mark(2, "/")], &[sent(1, "L"), sent(2, "/")], None).unwrap();
    assert_eq!(decision, Decision::default());
}

#[test]
fn a_change_is_an_amendment_with_a_reason() {
    let roster = [with_mark(1, "/"), with_mark(2, "N")];
    let marks = [sent(1, "I"), sent(2, "I")];
    for reason in [None, Some(""), Some(" ab ")] {
        assert_eq!(words(&take_at("10:00", &roster, &marks, reason).unwrap_err()), ["/reason reason_required"]);
    }
    let decision = take_at("10:00", &roster, &marks, Some(" parent rang ")).unwrap();
    assert_eq!(written(&decision).0, ["/>I amendment", "N>I amendment"]);
    assert_eq!(decision.changes[0].reason.as_deref(), Some("parent rang"));
    assert_eq!((decision.changes[0].byte_before(), decision.changes[0].entries_after()), (b'/', 2));
}

#[test]
fn a_late_arrival_after_n_explains_itself() {
    for (time, code, allowed) in
        [("09:09", "L", true), ("09:10", "L", false), ("09:09", "U", false), ("09:10", "U", true)]
    {
        let decision = take_at(time, &[with_mark(1, "N")], &[sent(1, code)], None);
        assert_eq!(decision.is_ok(), allowed, "{code} at {time}");
        if let Ok(decision) = decision {
            assert!(decision.changes[0].reason.is_some() && decision.changes[0].kind == EntryKind::Amendment);
        }
    }
}

#[test]
fn a_detail_may_be_added_and_not_silently_changed() {
    let late = |minutes| SubmittedMark { minutes_late: Some(minutes), ..sent(1, "L") };
    let added = take_at("09:00", &[with_mark(1, "L")], &[late(5)], None).unwrap();
    assert_eq!(added.changes[0].after.minutes_late, Some(5));
    let mut pupil = with_mark(1, "L");
    pupil.standing.as_mut().unwrap().mark.minutes_late = Some(5);
    assert_eq!(words(&take_at("09:00", &[pupil.clone()], &[late(9)], None).unwrap_err()), ["/reason reason_required"]);
    assert_eq!(take_at("09:00", &[pupil], &[late(0)], None), Ok(Decision::default()));
}

#[test]
fn everything_wrong_is_named_in_its_order() {
    let roster = [pupil(1), pupil(2), with_mark(3, "/"), pupil(4)];
    let marks = [
        sent(1, "?"),
        sent(2, "\\"),
        SubmittedMark { minutes_late: Some(500), comment: Some("x".repeat(501)), ..sent(9, "L") },
        SubmittedMark { code: None, ..sent(3, "/") },
        sent(1, "H"),
        SubmittedMark { minutes_late: Some(5), comment: Some("a\u{7}".to_owned()), ..sent(4, "X") },
    ];
    assert_eq!(
        words(&take_at("09:00", &roster, &marks, Some("\0")).unwrap_err()),
        [
            "/marks/0/code unknown_code",
            "/marks/1/code wrong_session",
            "/marks/2/pupil_id not_on_roster",
            "/marks/2/minutes_late out_of_range",
            "/marks/2/comment too_long",
            "/marks/3/code mark_may_not_be_removed",
            "/marks/4/pupil_id duplicate_pupil",
            "/marks/4/code code_not_in_force",
            "/marks/5/code x_for_compulsory_school_age",
            "/marks/5/minutes_late minutes_late_not_allowed",
            "/marks/5/comment unprintable",
            "/reason unprintable",
        ]
    );
}

#[test]
fn a_morning_register_belongs_to_its_day_and_is_doubtful_before_the_bell() {
    let roster = [pupil(1)];
    let warned = |time: &str| {
        let decision = take_at(time, &roster, &[sent(1, "/")], None).unwrap();
        decision.warnings.iter().any(|warning| warning.code == "taken_before_opening")
    };
    assert!(!warned("08:25"));
    assert!(warned("08:24"));
    assert!(warned("00:00"));
}

#[test]
fn an_afternoon_register_is_taken_from_shortly_before_it_opens() {
    let calendar = calendar();
    let roster = [pupil(1)];
    let at = |time: &str, marks: &[SubmittedMark]| {
        let taking = Taking { at: session("2026-11-23", Session::Pm), ..taking(&calendar, time, &roster, marks, None) };
        take(&taking)
    };
    let opens = calendar.sessions.pm.opens;
    let early = (opens - chrono::Duration::minutes(15)).format("%H:%M").to_string();
    let too_early = (opens - chrono::Duration::minutes(16)).format("%H:%M").to_string();
    assert!(at(&early, &[sent(1, "\\")]).is_ok());
    assert_eq!(words(&at(&too_early, &[sent(1, "\\")]).unwrap_err()), ["/marks/0/code future_session"]);
    let errors = at(&too_early, &[sent(1, "C")]).unwrap_err();
    assert!(errors[0].detail.contains("planned absence"));
    assert_eq!(words(&at(&too_early, &[]).unwrap_err()), [" future_session"]);
}

#[test]
fn there_is_no_register_without_a_session() {
    let calendar = calendar();
    let (roster, marks) = ([pupil(1), RosterPupil { year_group: Some(7), ..pupil(2) }], [sent(1, "\\"), sent(2, "\\")]);
    let words_at = |date: &str| {
        let taking = Taking { at: session(date, Session::Pm), ..taking(&calendar, "12:00", &roster, &marks, None) };
        words(&take(&taking).unwrap_err())
    };
    assert_eq!(words_at("2026-10-28"), [" not_a_school_session"]);
    assert_eq!(words_at("2026-11-22"), [" not_a_school_session"]);
    assert_eq!(words_at("2026-11-06"), ["/marks/1 not_a_school_session"]);
}

#[test]
fn a_class_teacher_has_four_codes_and_what_is_there() {
    let calendar = calendar();
    let take_as_teacher = |pupil: RosterPupil, code: &str| {
        let (roster, marks) = ([pupil], [sent(1, code)]);
        let taking = taking(&calendar, "08:45", &roster, &marks, Some("seen in class"));
        take(&Taking { allowed: CodeUse::Teaching, ..taking }).map_err(|errors| words(&errors))
    };
    for code in ["/", "L", "N"] {
        assert!(take_as_teacher(pupil(1), code).is_ok());
    }
    assert_eq!(take_as_teacher(pupil(1), "I").unwrap_err(), ["/marks/0/code code_not_allowed"]);
    assert_eq!(take_as_teacher(with_mark(1, "I"), "I"), Ok(Decision::default()));
    assert_eq!(take_as_teacher(with_mark(1, "I"), "M").unwrap_err(), ["/marks/0/code code_not_allowed"]);
    assert!(take_as_teacher(with_plan(1, "M"), "M").is_ok());
}

#[test]
fn who_is_left_out_gets_the_plan_or_stays_without_a_mark() {
    let boarder = RosterPupil { boarder: true, ..with_plan(4, "C") };
    let roster = [with_plan(1, "C"), pupil(2), with_plan(3, "X"), boarder, with_plan(5, "V")];
    let null = SubmittedMark { code: None, ..sent(5, "") };
    let decision = take_at("08:45", &roster, &[sent(2, "/"), null], None).unwrap();
    let (changes, warnings) = written(&decision);
    assert_eq!(changes, [">C planned", ">/ register", ">V planned"]);
    assert_eq!(warnings, ["planned_code_not_lawful", "attendance_to_be_confirmed"]);
    let done = RosterPupil { standing: standing("/"), ..with_plan(1, "C") };
    assert_eq!(take_at("08:45", &[done], &[], None), Ok(Decision::default()));
}

#[test]
fn a_planned_activity_is_entered_and_waits_to_be_confirmed() {
    for code in ["K", "V", "P", "W", "B"] {
        let decision =
            take_at("08:45", &[RosterPupil { year_group: Some(11), ..with_plan(1, code) }], &[], None).unwrap();
        assert_eq!(written(&decision), (vec![format!(">{code} planned")], vec!["attendance_to_be_confirmed"]));
        // Who enters it has seen to it.
        let said =
            take_at("08:45", &[RosterPupil { year_group: Some(11), ..with_plan(1, code) }], &[sent(1, code)], None);
        assert!(!written(&said.unwrap()).1.contains(&"attendance_to_be_confirmed"), "{code}");
    }
    let leave = take_at("08:45", &[with_plan(1, "C")], &[], None).unwrap();
    assert_eq!(written(&leave), (vec![">C planned".to_owned()], vec![]));
}

#[test]
fn a_mark_against_the_plan_is_kept_and_reported() {
    for (code, warning) in
        [("/", "planned_absence_overridden"), ("N", "planned_absence_not_used"), ("M", "planned_code_differs")]
    {
        let decision = take_at("08:45", &[with_plan(1, "C")], &[sent(1, code)], None).unwrap();
        assert_eq!(written(&decision), (vec![format!(">{code} register")], vec![warning]));
    }
}

#[test]
fn what_the_guidance_discourages_is_a_warning() {
    for (time, code, warning) in [
        ("09:30", "L", "late_after_close"),
        ("08:45", "U", "register_not_closed"),
        ("08:45", "#", "whole_school_code"),
        ("08:45", "Y4", "whole_school_code"),
        ("08:45", "E", "suspension_record_needed"),
        ("08:45", "D", "dual_registration_needed"),
        ("08:45", "C1", "licence_needed"),
        ("08:45", "C2", "part_time_agreement_needed"),
        ("08:45", "S", "study_leave_year_group"),
        ("08:45", "W", "work_experience_year_group"),
        ("08:45", "Z", "only_before_admission"),
        ("08:45", "B", "nature_not_recorded"),
        ("09:30", "C", "leave_entered_late"),
    ] {
        let decision = take_at(time, &[pupil(1)], &[sent(1, code)], None).unwrap();
        assert_eq!(written(&decision).1, [warning], "{code} at {time}");
    }
    let agreed = take_at("09:30", &[with_plan(1, "C2")], &[sent(1, "C2")], None).unwrap();
    assert_eq!(written(&agreed).1, Vec::<&str>::new(), "the part-time timetable is planned");
    let holiday = take_at("09:30", &[with_mark(1, "G")], &[sent(1, "I")], Some("now said to be ill")).unwrap();
    assert_eq!(written(&holiday).1, ["holiday_authorised_afterwards"]);
    let boarder = take_at("08:45", &[RosterPupil { boarder: true, ..pupil(1) }], &[sent(1, "/")], None).unwrap();
    assert_eq!(written(&boarder).1, ["boarder_marked"]);
}
