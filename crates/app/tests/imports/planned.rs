//! Codes known ahead of their sessions.

use crate::scene::{Scene, counts, on_each_database, pupils};
use app::attendance::planned::{Planning, list_planned_absences, plan_absence};
use app::imports::Format;
use app::roll::Ask;
use school::Session;
use store::attendance::planned::PlannedAbsence;

fn plans(scene: &Scene) -> Vec<PlannedAbsence> {
    let pupil = scene.pupil(0);
    let mut plans = scene
        .app
        .read(&scene.client, |cx| list_planned_absences(cx, pupil, None, None, &Ask { limit: 500, ..Ask::default() }))
        .unwrap()
        .data;
    plans.sort_by_key(|plan| (plan.first_day, plan.sessions.clone()));
    plans
}

fn said(scene: &Scene) -> Vec<(String, String, String, Option<Vec<Session>>)> {
    let plans = plans(scene).into_iter();
    plans.map(|plan| (plan.first_day.to_string(), plan.last_day.to_string(), plan.code, plan.sessions)).collect()
}

fn word(
    first: &str,
    last: &str,
    code: &str,
    session: Option<Session>,
) -> (String, String, String, Option<Vec<Session>>) {
    (first.to_owned(), last.to_owned(), code.to_owned(), session.map(|session| vec![session]))
}

#[test]
fn sessions_in_a_row_become_one_plan_and_the_same_file_changes_nothing() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let rows = [
            "0 2026-12-03 pm V",
            "0 2026-12-04 am V",
            "0 2026-12-04 pm V",
            "0 2026-12-07 am V",
            "0 2026-12-07 pm V",
            "0 2026-12-08 am V",
            "0 2026-12-10 am M",
            "0 2026-12-11 am M",
        ];
        assert_eq!(counts(&scene.marks(&rows)), (8, 0, 0, 0));
        let expected = [
            word("2026-12-03", "2026-12-03", "V", Some(Session::Pm)),
            word("2026-12-04", "2026-12-07", "V", None),
            word("2026-12-08", "2026-12-08", "V", Some(Session::Am)),
            word("2026-12-10", "2026-12-11", "M", Some(Session::Am)),
        ];
        assert_eq!(said(scene), expected);
        assert!(plans(scene).iter().all(|plan| plan.source == "import"));
        assert_eq!(counts(&scene.marks(&rows)), (0, 0, 8, 0));
        assert_eq!(said(scene), expected);
        assert_eq!(scene.verified(), 0);
    });
}

#[test]
fn another_code_for_an_imported_plan_holds_from_then_on() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        scene.marks(&["0 2026-12-04 am V", "0 2026-12-04 pm V"]);
        let rows = ["0 2026-12-04 am M", "0 2026-12-04 pm V"];
        assert_eq!(counts(&scene.marks(&rows)), (0, 1, 1, 0));
        assert_eq!(counts(&scene.marks(&rows)), (0, 0, 2, 0));
    });
}

#[test]
fn what_a_person_planned_stands_and_the_difference_is_listed() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let day = "2026-12-04".parse().unwrap();
        let planning = Planning {
            first_day: day,
            last_day: day,
            code: "M".to_owned(),
            weekdays: None,
            sessions: None,
            comment: None,
        };
        let pupil = scene.pupil(0);
        scene.app.write(&scene.officer, |cx| plan_absence(cx, pupil, &planning)).unwrap();
        let import = scene.marks(&["0 2026-12-04 am V", "0 2026-12-04 pm M"]);
        assert_eq!((counts(&import), import.counts.conflicts), ((0, 0, 2, 0), 1));
        let open = scene.issues("conflict");
        assert_eq!((open.len(), open[0].code.as_str()), (1, "mis_plan_differs"));
        assert_eq!(plans(scene).len(), 1);
        scene.trust_the_mis();
        assert_eq!(counts(&scene.marks(&["0 2026-12-04 am V"])), (0, 1, 0, 0));
        assert_eq!(plans(scene).len(), 2);
    });
}
