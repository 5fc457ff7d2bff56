//! Rows of files: what they create, change and leave alone.

use crate::house::{House, ada, day, on_each_database, pairs, some, upn, violations};
use app::Result;
use app::roll::RollBook;
use app::roll::pupils::{Outcome, PupilFields, Upserted, list_history};
use exchange::Cell;
use school::pupil::{Characteristics, Pupil};
use school::{AcademyId, Date};

const REASON: &str = "import of pupils.csv";

fn import(house: &House, academy: AcademyId, rows: &[PupilFields]) -> Vec<Result<Upserted>> {
    house
        .write(|cx| {
            let mut book = RollBook::open(cx, academy, None)?;
            let done = rows.iter().map(|row| book.upsert_pupil(cx, row, None, REASON)).collect();
            book.save(cx)?;
            assert!(book.is_current(cx)?);
            Ok(done)
        })
        .unwrap()
}

fn outcomes(done: &[Result<Upserted>]) -> Vec<Option<Outcome>> {
    done.iter().map(|row| row.as_ref().ok().map(|row| row.outcome)).collect()
}

fn pupils(house: &House, academy: AcademyId) -> Vec<Pupil> {
    let filter = app::roll::pupils::PupilFilter::default();
    house.read(|cx| app::roll::pupils::list_pupils(cx, academy, &filter, &crate::house::all())).unwrap().data
}

fn held(house: &House, academy: AcademyId, date: &str) -> (Characteristics, Option<String>) {
    let state = house.read(|cx| cx.state(academy)).unwrap();
    let pupil = &state.roll.pupils[0];
    let group = pupil.registration_on(day(date)).and_then(|id| state.roll.group_names.get(&id)).cloned();
    (pupil.characteristics_on(day(date)).cloned().unwrap(), group)
}

#[test]
fn a_file_is_created_once_and_unchanged_the_second_time() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let mut left = ada(2);
        (left.starting_day, left.leaving_day) = (Cell::Value(day("2024-09-02")), Cell::Value(day("2026-07-17")));
        left.registration_group = Cell::Null;
        let rows = [ada(1), left, ada(3)];
        let first = import(house, academy, &rows);
        assert_eq!(outcomes(&first), [Some(Outcome::Created); 3]);
        assert_eq!(first[1].as_ref().unwrap().warnings[0].code, "ground_missing");
        let events = house.place_events().len();
        assert_eq!(outcomes(&import(house, academy, &rows)), [Some(Outcome::Unchanged); 3]);
        assert_eq!(house.place_events().len(), events, "nothing is told where nothing changed");
        assert!(pupils(house, academy).iter().all(|pupil| pupil.revision == 1));
    });
}

#[test]
fn a_change_holds_from_the_day_of_the_import_or_the_day_named() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        import(house, academy, &[ada(1)]);
        assert_eq!(held(house, academy, "2026-09-02").1.as_deref(), Some("7A"));
        let mut row = ada(1);
        row.registration_group = some("7C");
        row.pupil_premium = Cell::Value(true);
        assert_eq!(outcomes(&import(house, academy, &[row.clone()])), [Some(Outcome::Updated)]);
        assert_eq!(held(house, academy, "2026-11-22").1.as_deref(), Some("7A"));
        let (values, group) = held(house, academy, "2026-11-23");
        assert_eq!((values.pupil_premium, group.as_deref()), (Some(true), Some("7C")));
        let later = |date: Date| {
            let mut row = row.clone();
            row.registration_group = some("7D");
            house
                .write(|cx| {
                    let mut book = RollBook::open(cx, academy, None)?;
                    let done = book.upsert_pupil(cx, &row, Some(date), REASON)?;
                    book.save(cx)?;
                    Ok(done.outcome)
                })
                .unwrap()
        };
        assert_eq!(later(day("2027-01-05")), Outcome::Updated);
        assert_eq!(held(house, academy, "2027-01-04").1.as_deref(), Some("7C"));
        assert_eq!(held(house, academy, "2027-01-05").1.as_deref(), Some("7D"));
        assert_eq!(later(day("2027-01-05")), Outcome::Unchanged);
        assert_eq!(pupils(house, academy)[0].revision, 3);
    });
}

#[test]
fn pupils_are_known_by_upn_then_former_upn_then_mis_id() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let mut first = ada(1);
        first.mis_id = some("4711");
        import(house, academy, &[first]);
        let mut renumbered = ada(2);
        renumbered.former_upn = Cell::Value(upn(1));
        assert_eq!(outcomes(&import(house, academy, &[renumbered])), [Some(Outcome::Updated)]);
        // An older file that still has the old number does not bring it back.
        assert_eq!(outcomes(&import(house, academy, &[ada(1)])), [Some(Outcome::Unchanged)]);
        let mut by_mis = ada(3);
        by_mis.mis_id = some("4711");
        assert_eq!(outcomes(&import(house, academy, &[by_mis])), [Some(Outcome::Updated)]);
        let all = pupils(house, academy);
        assert_eq!(all.len(), 1);
        assert_eq!((&all[0].identity.upn, &all[0].identity.former_upn), (&Some(upn(3)), &Some(upn(2))));
        let mut stranger = ada(4);
        stranger.mis_id = some("4711");
        stranger.date_of_birth = Cell::Value(day("2014-05-05"));
        let rejected = import(house, academy, &[stranger]).remove(0);
        assert_eq!(violations(rejected), pairs(&[("/mis_id", "mis_id_of_another_pupil")]));
        let mut thief = ada(3);
        thief.mis_id = some("4712");
        let other = ada(5);
        let mut clash = ada(5);
        clash.mis_id = some("4712");
        let done = import(house, academy, &[thief, other, clash]);
        assert_eq!(outcomes(&done), [Some(Outcome::Updated), Some(Outcome::Created), None]);
    });
}

#[test]
fn statutory_changes_keep_the_import_as_their_reason_and_a_bad_row_stops_nobody() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        import(house, academy, &[ada(1), ada(2)]);
        let mut renamed = ada(1);
        renamed.surname = some("Beispiel");
        renamed.address = some("1 Made-up Street");
        let mut wrong = ada(2);
        wrong.forename = some("A\u{7}da");
        wrong.registration_group = some("Never made");
        let done = import(house, academy, &[wrong, renamed]);
        assert_eq!(outcomes(&done), [None, Some(Outcome::Updated)]);
        let renamed = pupils(house, academy).into_iter().find(|pupil| pupil.identity.surname == "Beispiel").unwrap();
        let changes = house.read(|cx| list_history(cx, renamed.id, &crate::house::all())).unwrap();
        assert_eq!(changes.data.len(), 2);
        assert!(changes.data.iter().all(|change| change.reason == REASON));
        let groups = house.read(|cx| app::roll::groups::list_groups(cx, academy, None, &crate::house::all())).unwrap();
        assert_eq!(groups.data.len(), 1);
    });
}

#[test]
fn two_stays_in_one_file_are_two_enrolments_and_marks_are_not_stranded() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let mut earlier = ada(1);
        (earlier.starting_day, earlier.leaving_day) = (Cell::Value(day("2023-09-04")), Cell::Value(day("2024-07-19")));
        earlier.year_group = Cell::Value(4);
        earlier.registration_group = some("4X");
        let rows = [ada(1), earlier];
        assert_eq!(outcomes(&import(house, academy, &rows)), [Some(Outcome::Created), Some(Outcome::Updated)]);
        assert_eq!(outcomes(&import(house, academy, &rows)), [Some(Outcome::Unchanged); 2]);
        let pupil = pupils(house, academy).remove(0);
        assert_eq!(pupil.enrolments.len(), 2);
        assert_eq!(pupil.characteristics.year_group, Some(7));
        assert_eq!(held(house, academy, "2024-01-08").0.year_group, Some(4));
        assert_eq!(held(house, academy, "2024-01-08").1.as_deref(), Some("4X"));
        assert_eq!(held(house, academy, "2025-01-08").1, None);
        house.mark(&pupil, &["2026-11-20"]);
        let mut gone = ada(1);
        gone.leaving_day = Cell::Value(day("2026-11-19"));
        let rejected = import(house, academy, &[gone]).remove(0);
        assert_eq!(violations(rejected), pairs(&[("/leaving_day", "strands_marks")]));
    });
}

#[test]
fn a_roll_of_thousands_is_planned_in_memory_and_saved_in_batches() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let rows: Vec<PupilFields> = (0..1_500)
            .map(|number| PupilFields { registration_group: some(&format!("7-{}", number % 50)), ..ada(number) })
            .collect();
        assert!(outcomes(&import(house, academy, &rows)).iter().all(|outcome| *outcome == Some(Outcome::Created)));
        assert!(outcomes(&import(house, academy, &rows)).iter().all(|outcome| *outcome == Some(Outcome::Unchanged)));
        let state = house.read(|cx| cx.state(academy)).unwrap();
        assert_eq!((state.roll.pupils.len(), state.roll.group_names.len()), (1_500, 50));
    });
}
