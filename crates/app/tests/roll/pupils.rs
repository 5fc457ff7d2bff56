//! Entering pupils, and what a pupil's record may hold.

use crate::house::{ada, all, day, on_each_database, pairs, some, upn, violations};
use app::roll::groups::list_groups;
use app::roll::pupils::{PupilFields, create_pupil, find_pupil};
use app::{Error, Kind};
use exchange::Cell;
use school::pupil::{DeletionGround, EnrolmentKind};

#[test]
fn a_pupil_is_entered_with_year_and_registration_group_from_the_starting_day() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let mut fields = ada(1);
        fields.surname = some("  Exämple ");
        fields.free_school_meals = Cell::Value(true);
        let written = house.write(|cx| create_pupil(cx, academy, &fields)).unwrap();
        assert!(written.warnings.is_empty());
        let pupil = written.value;
        assert_eq!(pupil.identity.surname, "Exämple");
        assert_eq!(pupil.registration_group.as_deref(), Some("7A"));
        assert_eq!(pupil.characteristics.year_group, Some(7));
        assert_eq!(pupil.enrolments[0].stay.starting_day, day("2026-09-02"));
        assert_eq!(pupil.enrolments[0].kind, EnrolmentKind::Main);
        assert_eq!(house.read(|cx| find_pupil(cx, pupil.id)).unwrap(), pupil);
        // The second pupil finds the group there.
        house.pupil(academy, &ada(2));
        let groups = house.read(|cx| list_groups(cx, academy, None, &all())).unwrap();
        assert_eq!(groups.data.len(), 1);
        let events = house.place_events();
        assert_eq!(events.iter().filter(|event| *event == "pupil created").count(), 2);
        assert_eq!(events.iter().filter(|event| *event == "group created").count(), 1);
        assert_eq!(events.iter().filter(|event| *event == "membership created").count(), 2);
    });
}

#[test]
fn one_child_at_two_academies_is_one_person() {
    on_each_database(|house| {
        let (one, two) = (house.academy("One Academy").id, house.academy("Two Academy").id);
        let first = house.pupil(one, &ada(1));
        let second = house.pupil(two, &ada(1));
        let third = house.pupil(two, &ada(3));
        assert_eq!(first.person_id, second.person_id);
        assert_ne!(first.id, second.id);
        assert_ne!(first.person_id, third.person_id);
        let hidden = house.only(one).read(|cx| find_pupil(cx, second.id));
        assert!(matches!(hidden, Err(Error::NotFound(Kind::Pupil))));
    });
}

#[test]
fn a_upn_and_an_mis_id_are_unique_at_the_academy() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let mut fields = ada(1);
        fields.mis_id = some("4711");
        house.pupil(academy, &fields);
        let again = house.write(|cx| create_pupil(cx, academy, &ada(1)));
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
        let mut other = ada(2);
        other.mis_id = some("4711");
        assert!(matches!(house.write(|cx| create_pupil(cx, academy, &other)), Err(Error::Conflict(_))));
        let nobody = house.write(|cx| create_pupil(cx, school::AcademyId(uuid::Uuid::from_u128(1)), &ada(3)));
        assert!(matches!(nobody, Err(Error::NotFound(Kind::Academy))));
    });
}

#[test]
fn everything_wrong_is_named_at_once() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let create = |fields: &PupilFields| violations(house.write(|cx| create_pupil(cx, academy, fields)));
        let expected = [
            ("/surname", "missing"),
            ("/forename", "missing"),
            ("/date_of_birth", "missing"),
            ("/sex", "missing"),
            ("/starting_day", "missing"),
        ];
        assert_eq!(create(&PupilFields::default()), pairs(&expected));
        let mut wrong = ada(1);
        wrong.surname = some("Exam\0ple");
        wrong.forename = some(&"x".repeat(101));
        wrong.address = some("1 Made-up Street\u{1b}[2J");
        wrong.year_group = Cell::Value(15);
        wrong.date_of_birth = Cell::Value(day("1800-01-01"));
        wrong.leaving_day = Cell::Value(day("2026-09-01"));
        let expected = [
            ("/surname", "control_character"),
            ("/forename", "too_long"),
            ("/address", "control_character"),
            ("/year_group", "unknown_year_group"),
            ("/date_of_birth", "out_of_range"),
            ("/leaving_day", "ends_before_it_begins"),
        ];
        assert_eq!(create(&wrong), pairs(&expected));
        let mut null = ada(1);
        (null.surname, null.starting_day) = (Cell::Null, Cell::Null);
        assert_eq!(
            create(&null),
            pairs(&[("/surname", "missing"), ("/starting_day", "missing"), ("/starting_day", "missing")])
        );
        assert!(
            house.read(|cx| list_groups(cx, academy, None, &all())).unwrap().data.is_empty(),
            "nothing was written"
        );
    });
}

#[test]
fn absurd_dates_are_refused_without_a_panic() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        for date in [chrono::NaiveDate::MIN, chrono::NaiveDate::MAX, day("0001-01-01"), day("9999-12-31")] {
            let mut fields = ada(1);
            (fields.starting_day, fields.leaving_day) = (Cell::Value(date), Cell::Value(date));
            fields.date_of_birth = Cell::Value(date);
            assert!(matches!(house.write(|cx| create_pupil(cx, academy, &fields)), Err(Error::Invalid(_))), "{date}");
        }
        let mut unborn = ada(1);
        unborn.date_of_birth = Cell::Value(day("2026-10-01"));
        assert_eq!(
            violations(house.write(|cx| create_pupil(cx, academy, &unborn))),
            pairs(&[("/starting_day", "starts_before_birth")])
        );
    });
}

#[test]
fn a_pupil_who_has_left_is_shown_as_on_the_last_day_and_one_to_come_as_on_the_first() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let mut left = ada(1);
        left.starting_day = Cell::Value(day("2025-09-03"));
        left.leaving_day = Cell::Value(day("2026-07-17"));
        let written = house.write(|cx| create_pupil(cx, academy, &left)).unwrap();
        assert_eq!(written.warnings[0].code, "ground_missing");
        assert_eq!(written.value.registration_group.as_deref(), Some("7A"));
        left.upn = Cell::Value(upn(2));
        left.ground = Cell::Value(DeletionGround::MovedAway);
        assert!(house.write(|cx| create_pupil(cx, academy, &left)).unwrap().warnings.is_empty());
        let mut coming = ada(3);
        coming.starting_day = Cell::Value(day("2027-01-05"));
        let coming = house.pupil(academy, &coming);
        assert_eq!(coming.registration_group.as_deref(), Some("7A"));
        assert_eq!(house.read(|cx| find_pupil(cx, coming.id)).unwrap(), coming);
    });
}
