//! Timetables: one transaction for the whole file, and what a killed worker leaves.

use crate::scene::{Scene, counts, on_each_database};
use app::imports::{Format, run_next, run_one};
use app::roll::staff::{MayGrant, NewStaff, create_staff};
use app::timetable;
use chrono::Duration;
use school::timetable::CycleWeek;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Instant;

const PEOPLE: usize = 120;
const PERIODS: usize = 6;
const DAYS: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];

/// A large secondary: 120 people with six periods on ten days.
fn found(scene: &Scene) -> String {
    for person in 0..PEOPLE {
        let new = NewStaff {
            staff_code: format!("P{person}"),
            surname: "Example".to_owned(),
            forename: "Oyin".to_owned(),
            position: "Teacher".to_owned(),
            ..NewStaff::default()
        };
        scene.app.write(&scene.client, |cx| create_staff(cx, scene.academy, &new, &MayGrant::default())).unwrap();
    }
    let mut periods = String::from("day,period,starts,ends\n");
    let mut lines = String::from("staff_code,week,day,period,activity,class,subject,room\n");
    for day in DAYS {
        for period in 0..PERIODS {
            writeln!(periods, "{day},{period},{:02}:00,{:02}:00", 9 + period, 10 + period).unwrap();
            for person in 0..PEOPLE {
                for week in CycleWeek::BOTH {
                    let class = (person + period) % 90;
                    writeln!(
                        lines,
                        "P{person},{week},{day},{period},lesson,{}x/{class},Subject,R{person}",
                        7 + class % 5
                    )
                    .unwrap();
                }
            }
        }
    }
    scene.import(Format::PeriodsCsv, &periods);
    lines
}

#[test]
fn a_killed_import_of_a_timetable_is_done_once_and_whole() {
    on_each_database(|scene| {
        let lines = found(scene);
        let rows = i64::try_from(2 * DAYS.len() * PERIODS * PEOPLE).unwrap();
        let id = scene.receive(Format::TimetableCsv, false, &lines);
        let mut die = |progress: &app::imports::Progress| {
            if progress.rows.is_some() {
                resume_unwind(Box::new("killed"));
            }
        };
        assert!(catch_unwind(AssertUnwindSafe(|| run_one(&scene.app, id, &mut die))).is_err());
        let entries = |date: &str| {
            let day = scene.app.read(&scene.client, |cx| timetable::day(cx, scene.academy, date.parse().unwrap()));
            day.unwrap().entries.len()
        };
        assert_eq!(entries("2026-11-23"), 0, "nothing is half there");
        scene.clock.advance(Duration::seconds(61));
        let begun = Instant::now();
        assert!(run_next(&scene.app).unwrap());
        eprintln!("{rows} rows of a timetable took {:?}", begun.elapsed());
        let import = run_one(&scene.app, id, &mut |_| {}).unwrap();
        assert_eq!(counts(&import), (rows, 0, 0, 0));
        assert_eq!(entries("2026-11-23"), PERIODS * PEOPLE);
        let begun = Instant::now();
        for _ in 0..20 {
            entries("2026-11-24");
        }
        eprintln!("a day of the timetable takes {:?}", begun.elapsed() / 20);
        let again = scene.import(Format::TimetableCsv, &lines);
        assert_eq!(counts(&again), (0, 0, rows, 0));
    });
}
