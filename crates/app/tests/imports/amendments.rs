//! Imports that differ from what stands.

use crate::scene::{at, counts, on_each_database, pupils};
use app::attendance::issues::settle_issues;
use app::attendance::registers::{Submitted, take_register};
use app::imports::Format;
use attendance::EntryKind;
use attendance::register::SubmittedMark;
use school::Session::Am;

#[test]
fn a_difference_from_a_taken_register_is_an_amendment_and_no_replacement() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(2));
        let (at, pupil) = (at("2026-11-23", Am), scene.pupil(0));
        let mark = |pupil_id| SubmittedMark { pupil_id, code: Some("N".to_owned()), minutes_late: None, comment: None };
        let sent = Submitted { marks: vec![mark(pupil), mark(scene.pupil(1))], reason: None };
        let state = scene.app.read(&scene.client, |cx| cx.state(scene.academy)).unwrap();
        let group = *state.roll.group_names.keys().next().unwrap();
        scene.app.write(&scene.officer, |cx| take_register(cx, scene.academy, group, at, &sent, &|_| true)).unwrap();
        let import = scene.marks(&["0 2026-11-23 am I", "1 2026-11-23 am N"]);
        assert_eq!(counts(&import), (0, 1, 1, 0));
        let mark = scene.mark(0, at);
        assert_eq!((mark.standing.mark.code.as_str(), mark.standing.entries), ("I", 2));
        let kinds: Vec<_> = mark.history.iter().map(|entry| (entry.kind, entry.code.as_str())).collect();
        assert_eq!(kinds, [(EntryKind::LateEntry, "N"), (EntryKind::Amendment, "I")]);
        let last = &mark.history[1];
        assert_eq!(last.original.map(attendance::Code::as_str), Some("N"));
        assert_eq!(last.import_id, Some(import.id));
        assert_eq!(last.reason.as_deref(), Some(&*format!("import {}: the MIS has another entry", import.id)));
        assert_eq!(scene.verified(), 3);
        assert_eq!(counts(&scene.marks(&["0 2026-11-23 am I"])), (0, 0, 1, 0));
    });
}

#[test]
fn what_only_adds_to_a_mark_is_an_amendment_too_and_the_rest_stays() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        scene.marks(&["0 2026-11-02 am L 5 bus"]);
        assert_eq!(counts(&scene.marks(&["0 2026-11-02 am L"])), (0, 0, 1, 0));
        assert_eq!(counts(&scene.marks(&["0 2026-11-02 am L 9"])), (0, 1, 0, 0));
        let mark = scene.mark(0, at("2026-11-02", Am)).standing;
        assert_eq!((mark.mark.minutes_late, mark.mark.comment.as_deref(), mark.entries), (Some(9), Some("bus"), 2));
        scene.verified();
    });
}

#[test]
fn a_mark_that_a_person_amended_stands_and_the_difference_is_listed() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let (row, at) = (["0 2026-11-02 am I"], at("2026-11-02", Am));
        scene.marks(&row);
        scene.amend(0, at, "M");
        let import = scene.marks(&row);
        assert_eq!((counts(&import), import.counts.conflicts), ((0, 0, 1, 0), 1));
        assert_eq!(scene.mark(0, at).standing.mark.code.as_str(), "M");
        let open = scene.issues("conflict");
        assert_eq!((open.len(), open[0].code.as_str()), (1, "mis_differs"));
        assert_eq!((open[0].standing_code.as_deref(), open[0].other_code.as_deref()), (Some("M"), Some("I")));
        // Somebody has looked: the same difference is not listed again, another one is.
        let pupil = scene.pupil(0);
        scene.app.write(&scene.officer, |cx| settle_issues(cx, pupil, at)).unwrap();
        assert_eq!(scene.marks(&row).counts.conflicts, 1);
        assert_eq!(scene.issues("conflict").len(), 0);
        assert_eq!(scene.marks(&["0 2026-11-02 am O"]).counts.conflicts, 1);
        assert_eq!(scene.issues("conflict").len(), 1);
        // What says the same as the person is no conflict.
        assert_eq!(scene.marks(&["0 2026-11-02 am M"]).counts.conflicts, 0);
        scene.verified();
    });
}

#[test]
fn where_the_mis_has_authority_its_mark_becomes_an_amendment_of_the_persons() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let (row, at) = (["0 2026-11-02 am I"], at("2026-11-02", Am));
        scene.marks(&row);
        scene.amend(0, at, "M");
        scene.marks(&row);
        scene.trust_the_mis();
        let import = scene.marks(&row);
        assert_eq!((counts(&import), import.counts.conflicts), ((0, 1, 0, 0), 0));
        let mark = scene.mark(0, at);
        assert_eq!((mark.standing.mark.code.as_str(), mark.history.len()), ("I", 3));
        assert_eq!(scene.issues("conflict").len(), 0);
        scene.verified();
    });
}
