//! Files of marks: what is taken, what is refused, and what is said about it.

use crate::scene::{at, counts, marks, on_each_database, pupils, upn};
use app::imports::{Format, run_one};
use attendance::EntryKind;
use school::Session::{Am, Pm};

#[test]
fn marks_are_entered_once_with_what_stands_beside_them() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(3));
        let rows = ["0 2026-11-02 am /", "0 2026-11-02 pm \\", "1 2026-11-02 am L 7 late_bus", "2 2026-11-03 am I"];
        assert_eq!(counts(&scene.marks(&rows)), (4, 0, 0, 0));
        assert_eq!(counts(&scene.marks(&rows)), (0, 0, 4, 0));
        assert_eq!(scene.verified(), 4);
        let mark = scene.mark(1, at("2026-11-02", Am));
        assert_eq!(mark.standing.mark.minutes_late, Some(7));
        assert_eq!(mark.standing.mark.comment.as_deref(), Some("late_bus"));
        assert_eq!((mark.standing.entries, mark.history.len(), mark.history[0].kind), (1, 1, EntryKind::Import));
        let (by, import_id) = (&mark.history[0].by, mark.history[0].import_id);
        assert_eq!(by.client.as_ref().map(|(_, name)| name.as_str()), Some("MIS connector"));
        assert!(by.person.is_none() && import_id.is_some());
    });
}

#[test]
fn a_blank_erases_nothing() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        scene.marks(&["0 2026-11-02 am I"]);
        let import = scene.import(
            Format::MarksCsv,
            &format!("upn,date,session,code\n{0},2026-11-02,am,\n{0},2026-11-02,am,-\n", upn(0)),
        );
        assert_eq!(counts(&import), (0, 0, 2, 0));
        assert_eq!(scene.mark(0, at("2026-11-02", Am)).standing.mark.code.as_str(), "I");
    });
}

/// Each wrong in its own way but the last.
const WRONG: [&str; 11] = [
    "0 2026-11-02 pm /",
    "0 2026-11-02 am \\",
    "0 2026-11-02 am QQ",
    "0 2026-11-02 am J",
    "0 2026-11-01 am /",
    "0 2026-10-27 am /",
    "0 2026-11-03 am X",
    "0 2026-11-24 am /",
    "9 2026-11-02 am /",
    "0 2019-11-04 am /",
    "0 2026-11-02 am /",
];

#[test]
fn only_what_the_register_could_not_hold_is_refused() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let mut file = marks(&WRONG);
        file.push_str("R674123101121,2026-11-02,noon,/,x,\n");
        let import = scene.import(Format::MarksCsv, &file);
        assert_eq!(counts(&import), (1, 0, 0, 11));
        let refused = scene.refused(&import);
        let refused: Vec<_> = refused.iter().map(|row| (row.0, row.1.as_str(), row.2.as_str())).collect();
        assert_eq!(
            refused,
            [
                (2, "code", "wrong_session"),
                (3, "code", "wrong_session"),
                (4, "code", "unknown_code"),
                (5, "code", "code_not_in_force"),
                (6, "date", "not_a_school_day"),
                (7, "date", "not_a_school_day"),
                (8, "code", "x_for_compulsory_school_age"),
                (9, "code", "future_session"),
                (10, "upn", "not_on_roll"),
                (11, "date", "no_calendar"),
                (13, "session", "unknown_value"),
                (13, "minutes_late", "not_a_number"),
            ]
        );
        let unknown = &scene.rejections(&import)[8];
        assert_eq!(unknown.detail, "no pupil of the academy has this UPN or MIS id");
    });
}

#[test]
fn the_codes_of_other_times_are_mapped_by_the_day_and_kept_as_sent() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let rows = ["0 2021-02-01 am 7", "0 2021-02-01 pm J", "0 2026-11-02 am 7", "0 2026-11-02 pm J"];
        assert_eq!(counts(&scene.marks(&rows)), (2, 0, 0, 2));
        let mark = scene.mark(0, at("2021-02-01", Am));
        assert_eq!((mark.standing.mark.code.as_str(), mark.raw_code.as_deref()), ("I", Some("7")));
        assert_eq!(scene.mark(0, at("2021-02-01", Pm)).raw_code, None);
        assert_eq!(counts(&scene.marks(&rows)), (0, 0, 2, 2));
    });
}

#[test]
fn what_is_doubtful_is_taken_counted_and_listed_once() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(2));
        let rows = ["0 2026-11-02 am E", "0 2026-11-02 pm S", "1 2026-09-07 am N", "1 2026-11-02 am /"];
        let import = scene.marks(&rows);
        assert_eq!((counts(&import), import.counts.warnings), ((4, 0, 0, 0), 3));
        let mut codes: Vec<_> = scene.issues("warning").into_iter().map(|issue| issue.code).collect();
        codes.sort();
        assert_eq!(codes, ["reason_overdue", "study_leave_year_group", "suspension_record_needed"]);
        let again = scene.marks(&rows);
        assert_eq!((counts(&again), again.counts.warnings), ((0, 0, 4, 0), 0));
        assert_eq!(scene.issues("warning").len(), 3);
        // The reason is known now: the warning on the N is over.
        assert_eq!(counts(&scene.marks(&["1 2026-09-07 am I"])), (0, 1, 0, 0));
        assert_eq!(scene.issues("warning").len(), 2);
    });
}

#[test]
fn pupils_are_found_by_former_upn_and_mis_id() {
    on_each_database(|scene| {
        let file = format!(
            "upn,former_upn,mis_id,surname,forename,date_of_birth,sex,year_group,starting_day\n\
             {},{},M1,Example,Ada,2013-01-31,F,9,2020-09-01\n\
             {},,M2,Example,Eve,2013-01-31,F,9,2020-09-01\n",
            upn(0),
            upn(5),
            upn(1)
        );
        assert_eq!(counts(&scene.import(Format::PupilsCsv, &file)), (2, 0, 0, 0));
        let file = format!(
            "upn,mis_id,date,session,code\n{},,2026-11-02,am,/\n,M1,2026-11-02,pm,\\\n{},M2,2026-11-03,am,/\n,M3,2026-11-03,am,/\n",
            upn(5),
            upn(0)
        );
        let import = scene.import(Format::MarksCsv, &file);
        assert_eq!(counts(&import), (2, 0, 0, 2));
        let word = |text: &str| text.to_owned();
        assert_eq!(
            scene.refused(&import),
            [(4, word("mis_id"), word("two_pupils")), (5, word("mis_id"), word("not_on_roll"))]
        );
        assert_eq!(scene.mark(0, at("2026-11-02", Am)).standing.entries, 1);
    });
}

#[test]
fn a_dry_run_decides_alike_and_writes_nothing() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(2));
        scene.marks(&["0 2026-11-02 am /"]);
        let file = marks(&["0 2026-11-02 am I", "1 2026-11-02 am /", "1 2026-11-02 am I", "1 2026-12-01 am V"]);
        let id = scene.receive(Format::MarksCsv, true, &file);
        let import = run_one(&scene.app, id, &mut |_| {}).unwrap();
        assert_eq!(counts(&import), (2, 1, 0, 1));
        assert_eq!(scene.refused(&import).len(), 1);
        assert_eq!(scene.verified(), 1);
        assert_eq!(scene.mark(0, at("2026-11-02", Am)).standing.entries, 1);
        assert_eq!(counts(&scene.import(Format::MarksCsv, &file)), (2, 1, 0, 1));
    });
}
