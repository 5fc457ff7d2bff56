use super::super::examples::*;
use super::*;

fn amendment<'a>(calendar: &'a Calendar, pupil: Option<&'a RosterPupil>, code: &str, reason: &str) -> Amendment<'a> {
    Amendment {
        at: morning(),
        now: at("15:00"),
        calendar,
        settings: Settings::default(),
        pupil,
        on_record: nothing_on_record(),
        code: Some(code.to_owned()),
        minutes_late: None,
        comment: None,
        reason: Some(reason.to_owned()),
        allowed: CodeUse::All,
    }
}

#[test]
fn an_amendment_always_needs_its_reason() {
    let (calendar, pupil) = (calendar(), with_mark(1, "N"));
    let lawful = amendment(&calendar, Some(&pupil), "I", "parent rang");
    assert_eq!(written(&amend(&lawful).unwrap()).0, ["N>I amendment"]);
    // Even the late arrival that explains itself in a register.
    let nameless = Amendment { code: Some("U".to_owned()), reason: None, ..lawful.clone() };
    assert_eq!(words(&amend(&nameless).unwrap_err()), ["/reason reason_required"]);
    let unchanged = Amendment { code: Some("N".to_owned()), ..lawful };
    assert_eq!(amend(&unchanged), Ok(Decision::default()));
}

#[test]
fn a_missed_mark_is_filled_in() {
    let (calendar, pupil) = (calendar(), pupil(1));
    let filled = amend(&amendment(&calendar, Some(&pupil), "/", "register was missed")).unwrap();
    assert_eq!(written(&filled).0, [">/ late_entry"]);
    let nothing = Amendment { code: None, ..amendment(&calendar, Some(&pupil), "", "register was missed") };
    assert_eq!(words(&amend(&nothing).unwrap_err()), ["/code missing"]);
}

#[test]
fn minutes_and_remark_stay_leave_or_change() {
    let calendar = calendar();
    let mut pupil = with_mark(1, "L");
    if let Some(standing) = &mut pupil.standing {
        standing.mark.minutes_late = Some(5);
        standing.mark.comment = Some("bus".to_owned());
    }
    let base = Amendment { code: None, ..amendment(&calendar, Some(&pupil), "", "checked with reception") };
    let after = |amendment: &Amendment<'_>| amend(amendment).unwrap().changes[0].after.clone();
    assert_eq!(amend(&base), Ok(Decision::default()));
    let changed = after(&Amendment { minutes_late: Some(Some(9)), comment: Some(None), ..base.clone() });
    assert_eq!((changed.minutes_late, changed.comment), (Some(9), None));
    let unknown = after(&Amendment { minutes_late: Some(None), ..base.clone() });
    assert_eq!((unknown.minutes_late, unknown.comment.as_deref()), (None, Some("bus")));
    let present = after(&Amendment { code: Some("/".to_owned()), ..base });
    assert_eq!((present.code, present.minutes_late), (code("/"), None));
}

#[test]
fn everything_wrong_is_named() {
    let calendar = calendar();
    let wrong = Amendment {
        at: session("2026-12-19", school::Session::Am),
        minutes_late: Some(Some(-1)),
        reason: Some("x".to_owned()),
        ..amendment(&calendar, None, "\\", "")
    };
    assert_eq!(
        words(&amend(&wrong).unwrap_err()),
        [
            " not_a_school_session",
            " not_on_roll",
            "/code wrong_session",
            "/minutes_late minutes_late_not_allowed",
            "/code future_session",
            "/reason reason_required",
        ]
    );
    let pupil = with_mark(1, "/");
    let teacher = Amendment { allowed: CodeUse::Teaching, ..amendment(&calendar, Some(&pupil), "G", "on holiday") };
    assert_eq!(words(&amend(&teacher).unwrap_err()), ["/code code_not_allowed"]);
}
