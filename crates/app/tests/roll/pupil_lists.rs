//! Lists of pupils, searches, and what has changed.

use crate::house::{House, ada, all, day, on_each_database, pairs, same, some, upn, violations};
use app::roll::pupils::{MOST_FOUND, NameSearch, PupilFilter, PupilPatch, list_pupils, patch_pupil, search_pupils};
use app::roll::{Ask, Listing};
use app::{Error, Kind};
use exchange::Cell;
use school::AcademyId;
use school::pupil::Pupil;

fn list(house: &House, academy: AcademyId, filter: &PupilFilter, ask: &Ask) -> Listing<Pupil> {
    house.read(|cx| list_pupils(cx, academy, filter, ask)).unwrap()
}

/// Three in year 7 of whom one has left, two in year 8.
fn fill(house: &House) -> AcademyId {
    let academy = house.academy("Made-up Academy").id;
    house.pupil(academy, &ada(1));
    let mut left = ada(2);
    left.leaving_day = Cell::Value(day("2026-10-23"));
    house.pupil(academy, &left);
    let mut other = ada(3);
    other.registration_group = some("7B");
    house.pupil(academy, &other);
    for number in [4, 5] {
        let mut older = ada(number);
        (older.year_group, older.registration_group) = (Cell::Value(8), some("8A"));
        (older.surname, older.forename) = (some("O’Made-Up"), some("Bea"));
        house.pupil(academy, &older);
    }
    academy
}

#[test]
fn filters_go_by_the_day() {
    on_each_database(|house| {
        let academy = fill(house);
        let count = |filter: PupilFilter| list(house, academy, &filter, &all()).data.len();
        let plain = PupilFilter::default;
        assert_eq!(count(plain()), 5);
        assert_eq!(count(PupilFilter { on_roll_on: Some(day("2026-11-23")), ..plain() }), 4);
        assert_eq!(count(PupilFilter { on_roll_on: Some(day("2026-10-23")), ..plain() }), 5);
        assert_eq!(count(PupilFilter { on_roll_on: Some(day("2026-09-01")), ..plain() }), 0);
        assert_eq!(count(PupilFilter { year_group: Some(7), ..plain() }), 3);
        let group = |name: &str| PupilFilter { registration_group: Some(name.to_owned()), ..plain() };
        assert_eq!((count(group("7A")), count(group("7B")), count(group("9Z"))), (2, 1, 0));
        let both = PupilFilter { on_roll_on: Some(day("2026-11-23")), ..group("7A") };
        assert_eq!(count(both), 1);
        let other = house.academy("Other Academy").id;
        let hidden = house.only(other).read(|cx| list_pupils(cx, academy, &plain(), &all()));
        assert!(matches!(hidden, Err(Error::NotFound(Kind::Academy))));
    });
}

#[test]
fn pages_follow_one_another_without_gap_or_repetition() {
    on_each_database(|house| {
        let academy = fill(house);
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let page = list(house, academy, &PupilFilter::default(), &Ask { limit: 2, after, updated_since: None });
            assert!(page.data.len() <= 2);
            seen.extend(page.data.into_iter().map(|pupil| pupil.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let whole = list(house, academy, &PupilFilter::default(), &all());
        assert_eq!(seen, whole.data.iter().map(|pupil| pupil.id).collect::<Vec<_>>());
        let none = list(house, academy, &PupilFilter::default(), &Ask { limit: 0, ..Ask::default() });
        assert_eq!(none.data.len(), 1, "a limit of nothing is taken as one");
    });
}

#[test]
fn a_mirror_learns_of_every_change_and_of_those_who_left_the_filter() {
    on_each_database(|house| {
        let academy = fill(house);
        house.place_events();
        let in_7b = PupilFilter { registration_group: Some("7B".to_owned()), ..PupilFilter::default() };
        let first = list(house, academy, &in_7b, &all());
        let id = first.data[0].id;
        let since = |mark: &str, limit| Ask { limit, updated_since: Some(mark.to_owned()), after: None };
        let quiet = list(house, academy, &in_7b, &since(&first.watermark, 500));
        assert_eq!((quiet.data.len(), quiet.removed.len()), (0, 0));
        let mut change = PupilPatch { effective_from: Some(day("2026-11-23")), ..PupilPatch::default() };
        change.fields.registration_group = some("7A");
        house.write(|cx| patch_pupil(cx, id, &change, same())).unwrap();
        house.place_events();
        let told = list(house, academy, &in_7b, &since(&first.watermark, 500));
        assert_eq!((told.data.len(), told.removed), (0, vec![id.0]));
        let everybody = list(house, academy, &PupilFilter::default(), &since("0", 2));
        assert_eq!(everybody.data.len(), 2);
        let rest = Ask { limit: 500, after: everybody.next.clone(), updated_since: Some("0".to_owned()) };
        let rest = list(house, academy, &PupilFilter::default(), &rest);
        assert_eq!((rest.data.len(), rest.next), (3, None));
        assert_eq!(rest.watermark, everybody.watermark);
    });
}

#[test]
fn a_search_finds_the_beginning_of_names_and_numbers() {
    on_each_database(|house| {
        let academy = fill(house);
        let search = |search: NameSearch| house.read(|cx| search_pupils(cx, academy, &search));
        let named = |surname: &str, forename: Option<&str>| NameSearch {
            surname: Some(surname.to_owned()),
            forename: forename.map(str::to_owned),
            ..NameSearch::default()
        };
        let count = |wanted| search(wanted).unwrap().0.len();
        assert_eq!(count(named("o’MADE", None)), 2);
        assert_eq!(count(named("EXAM", Some("ad"))), 3);
        assert_eq!(count(NameSearch { on_roll: true, ..named("EXAM", Some("ad")) }), 2);
        assert_eq!(count(named("exam", Some("bea"))), 0);
        assert_eq!(count(NameSearch { upn: Some(upn(4)), ..NameSearch::default() }), 1);
        assert_eq!(count(named("%", None)), 0);
        assert_eq!(violations(search(NameSearch::default())), pairs(&[("", "missing")]));
        assert_eq!(violations(search(named("a\0", None))), pairs(&[("/surname", "control_character")]));
        for number in 0..60 {
            house.pupil(academy, &ada(100 + number));
        }
        let (found, more) = search(named("example", None)).unwrap();
        assert_eq!((found.len(), more), (MOST_FOUND, true));
    });
}
