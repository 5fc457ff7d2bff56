//! Registers that are saved while an import runs.

use crate::scene::{Scene, at, counts, marks, on_each_database, pupils};
use app::attendance::registers::{Submitted, take_register};
use app::imports::{Format, run_one};
use attendance::register::SubmittedMark;
use school::Session::{self, Am};
use school::{GroupId, PupilId};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const PUPILS: usize = 60;

#[test]
fn registers_and_an_import_of_the_same_pupils_do_not_disturb_each_other() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(PUPILS));
        let first: school::Date = "2026-09-02".parse().unwrap();
        let days = first.iter_days().take(83).filter(|day| school::Weekday::of(*day) <= school::Weekday::Fri);
        let rows: Vec<String> = days.flat_map(|day| (0..PUPILS).flat_map(move |pupil| halves(pupil, day))).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let id = scene.receive(Format::MarksCsv, false, &marks(&rows));
        let state = scene.app.read(&scene.client, |cx| cx.state(scene.academy)).unwrap();
        let group = *state.roll.group_names.keys().next().unwrap();
        let ids: Vec<_> = state.roll.pupils.iter().map(|pupil| pupil.record.id).collect();
        let over = AtomicBool::new(false);
        let (import, times) = std::thread::scope(|scope| {
            let registers = scope.spawn(|| registers(scene, group, &ids, &over));
            let import = run_one(&scene.app, id, &mut |_| {});
            over.store(true, Ordering::Relaxed);
            (import.unwrap(), registers.join().unwrap())
        });
        let (created, _, _, rejected) = counts(&import);
        assert!(created > 0 && rejected > 0);
        assert!(!times.is_empty());
        eprintln!("{} registers, the slowest {:?}", times.len(), times.iter().max());
        assert!(scene.verified() > usize::try_from(created).unwrap());
    });
}

/// Saves the register of one session again and again: now this pupil, now that one changes between present and late.
fn registers(scene: &Scene, group: GroupId, ids: &[PupilId], over: &AtomicBool) -> Vec<Duration> {
    let at = at("2026-11-23", Am);
    let mut times = Vec::new();
    for turn in 0.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let marks = ids.iter().enumerate().map(|(place, id)| SubmittedMark {
            pupil_id: *id,
            code: Some(if (place + turn) % 3 == 0 { "L" } else { "/" }.to_owned()),
            minutes_late: None,
            comment: None,
        });
        let sent = Submitted { marks: marks.collect(), reason: Some("the list was wrong".to_owned()) };
        let begun = Instant::now();
        let take = |cx: &mut app::Context<'_>| take_register(cx, scene.academy, group, at, &sent, &|_| true);
        scene.app.write(&scene.officer, take).unwrap();
        times.push(begun.elapsed());
        std::thread::sleep(Duration::from_millis(5));
    }
    times
}

fn halves(pupil: usize, day: school::Date) -> impl Iterator<Item = String> {
    Session::BOTH.into_iter().zip(["/", "\\"]).map(move |(half, code)| format!("{pupil} {day} {half} {code}"))
}
