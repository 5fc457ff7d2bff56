//! Files of pupils.

use crate::scene::{counts, on_each_database, pupils, upn};
use app::imports::{Format, run_one};

#[test]
fn pupils_are_created_changed_and_left_alone() {
    on_each_database(|scene| {
        let file = pupils(450);
        assert_eq!(counts(&scene.import(Format::PupilsCsv, &file)), (450, 0, 0, 0));
        assert_eq!(counts(&scene.import(Format::PupilsCsv, &file)), (0, 0, 450, 0));
        let changed = file.replacen("Ada 7,", "Grace,", 1);
        assert_eq!(counts(&scene.import(Format::PupilsCsv, &changed)), (0, 1, 449, 0));
        let state = scene.app.read(&scene.client, |cx| cx.state(scene.academy)).unwrap();
        let named =
            |name: &str| state.roll.pupils.iter().filter(|pupil| pupil.record.identity.forename == name).count();
        assert_eq!((named("Grace"), named("Ada 7"), named("Ada 8")), (1, 0, 1));
        assert!(state.roll.group_names.values().any(|name| name == "9A"));
    });
}

#[test]
fn a_refused_row_stops_no_good_one_and_is_listed() {
    on_each_database(|scene| {
        let file = format!(
            "{}{},Example,Bad,2013-13-41,Q,9,9A,2020-09-01\n{},Example,Late,2013-01-31,F,9,9A,\n",
            pupils(2),
            upn(2),
            upn(3)
        );
        let import = scene.import(Format::PupilsCsv, &file);
        assert_eq!(counts(&import), (2, 0, 0, 2));
        let refused = scene.refused(&import);
        let of_line = |line| refused.iter().filter(|row| row.0 == line).map(|row| row.1.as_str()).collect::<Vec<_>>();
        assert_eq!(of_line(4), ["date_of_birth", "sex"]);
        assert_eq!(of_line(5), ["starting_day"]);
    });
}

#[test]
fn two_rows_for_one_pupil_are_one_too_many_unless_they_say_the_same() {
    on_each_database(|scene| {
        let row = format!("{},Example,Ada 0,2013-01-31,F,9,9A,2020-09-01\n", upn(0));
        let other = format!("{},Example,Eve,2013-01-31,F,9,9A,2020-09-01\n", upn(0));
        let file = format!("{}{row}{other}", pupils(1));
        for created in [1, 0] {
            let import = scene.import(Format::PupilsCsv, &file);
            assert_eq!(counts(&import), (created, 0, 2 - created, 1));
            assert_eq!(scene.refused(&import), [(4, "upn".to_owned(), "duplicate_pupil".to_owned())]);
        }
    });
}

#[test]
fn a_dry_run_writes_nothing_but_its_counts_and_rejections() {
    on_each_database(|scene| {
        let file = format!("{}{},Example,Bad,,F,9,9A,2020-09-01\n", pupils(3), upn(9));
        let id = scene.receive(Format::PupilsCsv, true, &file);
        let import = run_one(&scene.app, id, &mut |_| {}).unwrap();
        assert_eq!(counts(&import), (3, 0, 0, 1));
        assert_eq!(scene.refused(&import).len(), 1);
        let state = scene.app.read(&scene.client, |cx| cx.state(scene.academy)).unwrap();
        assert!(state.roll.pupils.is_empty() && state.roll.group_names.is_empty());
    });
}
