//! Two who write the same register at the same moment.

use crate::ground::{Ground, column, mark, marks_of, text};
use serde_json::{Value, json};
use std::sync::Barrier;
use testkit::{Answer, Api, House, on_both};

/// Puts the same register twice at the same moment.
fn at_once(path: &str, calls: [(Api, Value); 2]) -> [Answer; 2] {
    let barrier = Barrier::new(2);
    std::thread::scope(|scope| {
        let threads = calls.map(|(api, body)| {
            let barrier = &barrier;
            scope.spawn(move || {
                barrier.wait();
                api.put(path, &body)
            })
        });
        threads.map(|thread| thread.join().unwrap())
    })
}

on_both! {
fn both_are_written_one_after_the_other_and_the_history_shows_both(house: &House) {
    let ground = Ground::new(house);
    let pupils = ground.pupils(["Amal", "Bo", "Cai", "Dua", "Emeka", "Farid"]);
    let body = |code: &str, reason: &str| {
        let mut body = marks_of(&pupils.iter().map(|pupil| (pupil.as_str(), code)).collect::<Vec<_>>());
        body["reason"] = json!(reason);
        body
    };
    for day in ["2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23"] {
        let path = ground.register(&format!("{day}/am"), "8A");
        let [one, other] = at_once(&path, [
            (ground.as_officer(), body("L", "Seen at the gate")),
            (house.everything().acting_for(&ground.officer), body("I", "Parent telephoned")),
        ]);
        one.expect(200);
        other.expect(200);
        let stands = ground.api.get(&path).expect(200).json;
        assert_eq!(stands["status"], "taken");
        let codes = column(&stands["marks"], "code");
        assert!(codes.iter().all(|code| *code == codes[0]), "one of the two is whole: {codes:?}");
        for pupil in &pupils {
            let history = ground.api.get(&mark(pupil, &format!("{day}/am"))).expect(200).json;
            let entries = history["history"].as_array().unwrap();
            assert_eq!(entries.len(), 2, "{history}");
            assert_eq!(entries[0]["code"], entries[1]["original"]);
            assert_ne!(entries[0]["code"], entries[1]["code"]);
            assert_eq!(text(&entries[1]["code"]), codes[0]);
            assert_eq!(entries[1]["kind"], "amendment");
        }
    }
    let sums = house.app.read(&house.operator(), |cx| app::attendance::verify::verify_sheets(cx, ground.id.parse().unwrap()));
    assert_eq!(sums.unwrap().differences, []);
}
}

on_both! {
fn of_two_who_say_what_they_have_read_one_is_told_to_read_again(house: &House) {
    let ground = Ground::new(house);
    let pupils = ground.pupils(["Amal", "Bo", "Cai", "Dua"]);
    for day in ["2026-11-19", "2026-11-20", "2026-11-23"] {
        let path = ground.register(&format!("{day}/am"), "8A");
        let tag = ground.api.get(&path).expect(200).header("etag").to_owned();
        let body = |code: &str| marks_of(&pupils.iter().map(|pupil| (pupil.as_str(), code)).collect::<Vec<_>>());
        let answers = at_once(&path, [
            (ground.api.with("If-Match", &tag), body("/")),
            (house.everything().with("If-Match", &tag), body("N")),
        ]);
        let mut found = answers.each_ref().map(|answer| answer.status);
        found.sort_unstable();
        assert_eq!(found, [200, 412]);
        let winner = if answers[0].status == 200 { "/" } else { "N" };
        let stands = ground.api.get(&path).expect(200).json;
        assert!(column(&stands["marks"], "code").iter().all(|code| *code == winner));
    }
}
}

on_both! {
fn two_halves_of_one_register_make_a_whole(house: &House) {
    let ground = Ground::new(house);
    let pupils = ground.pupils(["Amal", "Bo", "Cai", "Dua"]);
    for day in ["2026-11-19", "2026-11-20", "2026-11-23"] {
        let path = ground.register(&format!("{day}/am"), "8A");
        let half = |range: std::ops::Range<usize>, code: &str| {
            marks_of(&pupils[range].iter().map(|pupil| (pupil.as_str(), code)).collect::<Vec<_>>())
        };
        for answer in at_once(&path, [(ground.api.clone(), half(0..2, "/")), (house.everything(), half(2..4, "L"))]) {
            answer.expect(200);
        }
        let stands = ground.api.get(&path).expect(200).json;
        let mut codes = column(&stands["marks"], "code");
        codes.sort_unstable();
        assert_eq!((text(&stands["status"]), codes), ("taken", vec!["/", "/", "L", "L"]));
    }
}
}
