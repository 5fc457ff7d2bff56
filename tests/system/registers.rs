//! The life of a register: when it is due, who writes what into it, and what remains visible afterwards.

mod marks;
mod on_record;
mod planned;
mod policy;
mod rosters;
mod together;

use crate::ground::{Ground, marks_of, text};
use serde_json::{Value, json};
use testkit::{Api, House, on_both};

fn status(api: &Api, path: &str) -> String {
    text(&api.get(path).expect(200).json["status"]).to_owned()
}

/// The code of a pupil in a register.
fn code_of<'a>(register: &'a Value, pupil: &str) -> &'a str {
    text(&line(register, pupil)["code"])
}

/// The line of a pupil in a register.
fn line<'a>(register: &'a Value, pupil: &str) -> &'a Value {
    register["marks"].as_array().unwrap().iter().find(|mark| mark["pupil_id"] == pupil).unwrap()
}

on_both! {
fn a_register_is_not_due_then_open_then_overdue_until_it_is_taken(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let group = ground.group("8A");
    // Winter time, then summer time: the bell rings by the clock on the wall.
    for (day, hour) in [("2026-11-24", 8), ("2027-04-13", 7)] {
        let path = ground.path(&format!("registers/{day}/am/{group}"));
        let now = |minutes: usize| {
            let (hours, minutes) = (hour + minutes / 60, minutes % 60);
            house.at(&format!("{day}T{hours:02}:{minutes:02}:00Z"));
        };
        now(30);
        let ground = Ground { api: house.everything(), id: ground.id.clone(), officer: String::new(), teacher: String::new() };
        assert_eq!(status(&ground.api, &path), "not_due");
        now(40);
        assert_eq!(status(&ground.api, &path), "open");
        now(69);
        assert_eq!(status(&ground.api, &path), "open");
        now(71);
        assert_eq!(status(&ground.api, &path), "overdue");
        assert_eq!(code_of(&ground.api.get(&path).json, &amal), "", "closing invents no mark");
        let of_status = |wanted: &str| {
            let list = ground.api.get(&ground.path(&format!("registers?date={day}&session=am&status={wanted}"))).expect(200);
            list.json["data"].as_array().unwrap().len()
        };
        assert_eq!((of_status("overdue"), of_status("taken"), of_status("open")), (1, 0, 0));
        let partly = ground.api.put(&path, &marks_of(&[(&amal, "/")])).expect(200);
        assert_eq!((partly.json["status"].as_str(), code_of(&partly.json, &bo)), (Some("partly_taken"), ""));
        let taken = ground.api.put(&path, &marks_of(&[(&bo, "N")])).expect(200);
        assert_eq!((taken.json["status"].as_str(), code_of(&taken.json, &amal)), (Some("taken"), "/"));
        assert_eq!((of_status("overdue"), of_status("taken")), (0, 1));
        let list = ground.api.get(&ground.path(&format!("registers?date={day}"))).expect(200);
        let both: Vec<_> = list.json["data"].as_array().unwrap().iter().map(|each| (text(&each["session"]), each["marked"].as_i64())).collect();
        assert_eq!(both, [("am", Some(2)), ("pm", Some(0))]);
    }
}
}

on_both! {
fn a_register_that_is_partly_taken_says_so_while_it_is_open_and_after(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let path = ground.register("2026-11-23/am", "8A");
    let partly = ground.take("2026-11-23/am", &[(&amal, "/")]);
    assert_eq!(partly.json["status"], "partly_taken");
    house.at("2026-11-23T09:20:00Z");
    assert_eq!(status(&ground.api, &path), "partly_taken");
    let late = ground.take("2026-11-23/am", &[(&bo, "/")]);
    assert_eq!(late.json["status"], "taken");
    let kinds: Vec<Value> = [&amal, &bo].map(|pupil| {
        let history = ground.api.get(&crate::ground::mark(pupil, "2026-11-23/am")).expect(200);
        assert_eq!(history.json["history"].as_array().unwrap().len(), 1, "{}", history.text);
        history.json["history"][0]["kind"].clone()
    }).to_vec();
    assert_eq!(kinds, ["register", "late_entry"], "a missing mark is filled, not amended");
}
}

on_both! {
fn the_tag_of_a_register_changes_with_its_marks_and_its_roster_and_with_nothing_else(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let path = ground.register("2026-11-23/am", "8A");
    let first = ground.api.get(&path).expect(200).header("etag").to_owned();
    ground.api.with("If-None-Match", &first).get(&path).expect(304);
    let taken = ground.take("2026-11-23/am", &[(&amal, "/"), (&bo, "N")]).header("etag").to_owned();
    assert_ne!(first, taken);
    ground.api.with("If-None-Match", &first).get(&path).expect(200);
    let unchanged = ground.api.with("If-None-Match", &taken).get(&path).expect(304);
    assert_eq!((unchanged.header("etag"), unchanged.text.as_str()), (taken.as_str(), ""));
    assert_eq!(ground.take("2026-11-23/am", &[(&bo, "N"), (&amal, "/")]).header("etag"), taken);
    house.at("2026-11-23T09:40:00Z");
    assert_eq!(ground.api.get(&path).expect(200).header("etag"), taken, "time alone changes no tag");
    ground.pupil("Cai", &json!({}));
    assert_ne!(ground.api.get(&path).expect(200).header("etag"), taken);
    let mark = crate::ground::mark(&bo, "2026-11-23/am");
    let tag = ground.api.get(&mark).expect(200).header("etag").to_owned();
    assert_eq!(tag, "\"1\"", "a mark's tag is its count of entries");
    ground.api.with("If-None-Match", &tag).get(&mark).expect(304);
    ground.api.with("If-Match", "\"nothing like it\"").put(&path, &marks_of(&[(&amal, "/")])).expect(412);
    ground.api.with("If-Match", "*").put(&path, &marks_of(&[(&amal, "/")])).expect(200);
}
}
