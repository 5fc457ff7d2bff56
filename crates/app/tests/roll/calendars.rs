//! Calendars.

use crate::house::{ada, calendar, day, on_each_database, pairs, same, violations, year};
use app::roll::calendars::{Manner, find_calendar, list_calendars, put_calendar};
use app::{Error, Kind};
use exchange::Cell;
use school::{NonSchoolDays, NonSchoolReason, Session};

const PLAIN: Manner = Manner { preview: false, confirm: false };

fn closed(first: &str, last: &str, year_groups: Option<Vec<i16>>) -> NonSchoolDays {
    NonSchoolDays {
        first_day: day(first),
        last_day: day(last),
        reason: NonSchoolReason::PlannedClosure,
        sessions: Session::BOTH.to_vec(),
        year_groups,
    }
}

#[test]
fn a_calendar_is_put_once_and_the_same_changes_nothing() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let missing = house.read(|cx| find_calendar(cx, academy, year()));
        assert!(matches!(missing, Err(Error::NotFound(Kind::Calendar))));
        let put = |still_same| house.write(move |cx| put_calendar(cx, academy, year(), &calendar(), PLAIN, still_same));
        assert!(matches!(put(&|kept| kept.is_some()), Err(Error::Precondition)));
        let first = put(same()).unwrap();
        assert!(first.created && first.changed && first.warnings.is_empty());
        assert_eq!(first.kept.revision, 1);
        let second = put(same()).unwrap();
        assert!(!second.created && !second.changed);
        assert_eq!(second.kept.revision, 1);
        assert_eq!(house.read(|cx| find_calendar(cx, academy, year())).unwrap(), first.kept);
        assert_eq!(house.read(|cx| list_calendars(cx, academy, None)).unwrap().0.len(), 1);
        assert_eq!(house.place_events(), ["academy created", "calendar created"]);
        let other = house.academy("Other Academy").id;
        let hidden = house.only(other).read(|cx| find_calendar(cx, academy, year()));
        assert!(matches!(hidden, Err(Error::NotFound(Kind::Academy))));
    });
}

#[test]
fn errors_are_all_named_and_warnings_told() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let mut doubtful = calendar();
        doubtful.sessions.am.closes = doubtful.sessions.am.opens + chrono::Duration::minutes(20);
        let put = house.write(|cx| put_calendar(cx, academy, year(), &doubtful, PLAIN, same())).unwrap();
        assert_eq!(put.warnings[0].code, "unequal_register_times");
        let mut wrong = calendar();
        wrong.terms[0].first_day = day("2025-09-01");
        wrong.sessions.am.closes = wrong.sessions.am.opens + chrono::Duration::minutes(45);
        let refused = house.write(|cx| put_calendar(cx, academy, year(), &wrong, PLAIN, same()));
        let expected =
            [("/terms/0/first_day", "outside_academic_year"), ("/sessions/am/closes", "register_open_too_long")];
        assert_eq!(violations(refused), pairs(&expected));
    });
}

#[test]
fn a_change_that_strands_marks_must_be_confirmed() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let one = house.pupil(academy, &ada(1));
        let mut fields = ada(2);
        fields.year_group = Cell::Value(8);
        let two = house.pupil(academy, &fields);
        house.mark(&one, &["2026-11-19", "2026-11-20"]);
        house.mark(&two, &["2026-11-20"]);
        let mut changed = calendar();
        changed.non_school_days.push(closed("2026-11-20", "2026-11-20", None));
        let put = |manner| house.write(|cx| put_calendar(cx, academy, year(), &changed, manner, same()));
        match put(PLAIN) {
            Err(Error::Conflict(detail)) => assert!(detail.starts_with("2 marks on 1 session of 2 pupils"), "{detail}"),
            other => panic!("{other:?}"),
        }
        let preview = put(Manner { preview: true, confirm: true }).unwrap();
        assert_eq!((preview.stranded.marks, preview.kept.revision), (2, 1));
        assert_eq!(house.read(|cx| find_calendar(cx, academy, year())).unwrap().calendar, calendar());
        let confirmed = put(Manner { preview: false, confirm: true }).unwrap();
        assert_eq!((confirmed.stranded.marks, confirmed.kept.revision), (2, 2));
        let back = house.write(|cx| put_calendar(cx, academy, year(), &calendar(), PLAIN, same())).unwrap();
        assert!(back.stranded.is_empty(), "more sessions strand nothing");
    });
}

#[test]
fn only_the_year_groups_that_stay_away_lose_their_sessions() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let pupil = house.pupil(academy, &ada(1));
        house.mark(&pupil, &["2026-11-20"]);
        let put = |groups| {
            let mut changed = calendar();
            changed.non_school_days.push(closed("2026-11-20", "2026-11-20", Some(groups)));
            house.write(move |cx| put_calendar(cx, academy, year(), &changed, PLAIN, same()))
        };
        assert!(matches!(put(vec![7]), Err(Error::Conflict(_))));
        assert!(put(vec![8, 9]).is_ok());
    });
}
