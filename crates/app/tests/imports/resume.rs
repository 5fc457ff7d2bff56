//! Workers that are killed, that are slow, and those that follow them.

use crate::scene::{Scene, counts, on_each_database, pupils, upn};
use app::imports::{Format, run_next, run_one};
use chrono::Duration;
use school::{ImportId, Session};
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

const PUPILS: usize = 60;

/// All school days of two months for all pupils, in the order of the days, with rows that are refused and repeated.
fn file() -> (String, i64, i64, i64) {
    let mut file = String::from("upn,date,session,code\n");
    let (mut good, mut repeated, mut refused) = (0, 0, 0);
    let first: school::Date = "2026-09-02".parse().unwrap();
    for day in first.iter_days().take(75) {
        for pupil in 0..PUPILS {
            for (session, code) in Session::BOTH.into_iter().zip(["/", "\\"]) {
                writeln!(file, "{},{day},{session},{code}", upn(pupil)).unwrap();
                let holiday = ("2026-10-26".parse().unwrap()..="2026-10-30".parse().unwrap()).contains(&day);
                let weekend = school::Weekday::of(day) > school::Weekday::Fri;
                if holiday || weekend { refused += 1 } else { good += 1 }
            }
        }
    }
    for pupil in 0..PUPILS {
        for (code, count) in [("/", &mut repeated), ("I", &mut refused)] {
            writeln!(file, "{},2026-09-02,am,{code}", upn(pupil)).unwrap();
            *count += 1;
        }
    }
    (file, good, repeated, refused)
}

/// Works an import off until the rows done are more than so many, and is killed then.
fn killed_after(scene: &Scene, id: ImportId, rows: i64) -> i64 {
    let mut done = 0;
    let mut die = |progress: &app::imports::Progress| {
        done = progress.counts.rows;
        if done > rows {
            resume_unwind(Box::new("killed"));
        }
    };
    let died = catch_unwind(AssertUnwindSafe(|| run_one(&scene.app, id, &mut die)));
    assert!(died.is_err(), "the import ended before it was killed");
    done
}

#[test]
fn another_worker_goes_on_where_one_was_killed() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(PUPILS));
        let (file, good, repeated, refused) = file();
        let id = scene.receive(Format::MarksCsv, false, &file);
        let mut before = 0;
        for rows in [0, 2_000, 4_500] {
            let done = killed_after(scene, id, rows.max(before));
            assert!(done > before);
            before = done;
            // As long as the lease lasts nobody takes it.
            scene.clock.advance(Duration::seconds(30));
            assert!(!run_next(&scene.app).unwrap());
            scene.clock.advance(Duration::seconds(31));
        }
        assert!(run_next(&scene.app).unwrap());
        let import = run_one(&scene.app, id, &mut |_| {}).unwrap();
        assert_eq!(counts(&import), (good, 0, repeated, refused));
        assert_eq!(scene.verified(), usize::try_from(good).unwrap());
        assert_eq!(scene.refused(&import).len(), usize::try_from(refused).unwrap());
        assert_eq!(counts(&scene.import(Format::MarksCsv, &file)), (0, 0, good + repeated, refused));
    });
}

#[test]
fn a_worker_that_lost_its_lease_changes_nothing_more() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(PUPILS));
        let (file, good, repeated, refused) = file();
        let id = scene.receive(Format::MarksCsv, false, &file);
        let overtaken = AtomicBool::new(false);
        let import = run_one(&scene.app, id, &mut |progress| {
            if progress.counts.rows > 0 && !overtaken.swap(true, Ordering::Relaxed) {
                scene.clock.advance(Duration::seconds(61));
                assert!(run_next(&scene.app).unwrap());
            }
        })
        .unwrap();
        assert!(overtaken.into_inner());
        assert_eq!(counts(&import), (good, 0, repeated, refused));
        assert_eq!(scene.verified(), usize::try_from(good).unwrap());
    });
}

#[test]
fn one_import_at_a_time_for_an_academy() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(PUPILS));
        let (file, ..) = file();
        let first = scene.receive(Format::MarksCsv, false, &file);
        scene.clock.advance(Duration::seconds(1));
        let second = scene.receive(Format::MarksCsv, false, &file);
        killed_after(scene, first, 0);
        assert!(!run_next(&scene.app).unwrap());
        scene.clock.advance(Duration::seconds(61));
        // The one that was begun goes before the one that waits.
        assert!(run_next(&scene.app).unwrap());
        let find = |id| scene.app.read(&scene.client, |cx| app::imports::find_import(cx, id)).unwrap().status;
        assert_eq!((find(first).as_str(), find(second).as_str()), ("succeeded", "queued"));
        assert!(run_next(&scene.app).unwrap());
        assert_eq!(find(second), "succeeded");
        assert!(!run_next(&scene.app).unwrap());
    });
}

#[test]
fn the_command_line_goes_on_with_what_was_left_before_its_own() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(PUPILS));
        let (file, good, repeated, refused) = file();
        let first = scene.receive(Format::MarksCsv, false, &file);
        killed_after(scene, first, 0);
        scene.clock.advance(Duration::seconds(61));
        let second = scene.receive(Format::MarksCsv, false, &file);
        let import = run_one(&scene.app, second, &mut |_| {}).unwrap();
        assert_eq!(counts(&import), (0, 0, good + repeated, refused));
        let first = run_one(&scene.app, first, &mut |_| {}).unwrap();
        assert_eq!(counts(&first), (good, 0, repeated, refused));
    });
}

#[test]
fn a_change_of_the_roll_in_the_middle_is_taken_notice_of() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(PUPILS));
        let (file, good, repeated, refused) = file();
        let id = scene.receive(Format::MarksCsv, false, &file);
        let changed = AtomicBool::new(false);
        let import = run_one(&scene.app, id, &mut |progress| {
            if progress.counts.rows > 0 && !changed.swap(true, Ordering::Relaxed) {
                scene.app.write(&scene.client, |cx| cx.touch_roll(scene.academy)).unwrap();
            }
        })
        .unwrap();
        assert_eq!(counts(&import), (good, 0, repeated, refused));
        assert_eq!(scene.verified(), usize::try_from(good).unwrap());
    });
}
