//! Files that come late and in the wrong order.

use super::{number, rules, summary};
use crate::figures::{NOVEMBER, enter, rows};
use crate::ground::{Ground, counts, mark, text};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn a_file_of_two_weeks_ago_that_comes_last_fills_what_was_missing(house: &House) {
    let ground = Ground::new(house);
    let [late, ordered] = ground.pupils(["Late", "Ordered"]);
    // The second half arrives first; the threshold is met only when the first has come, on its own day.
    let halves = |pupil: &str| {
        let upn = ground.upn(pupil);
        (rows(&upn, &NOVEMBER[..5], "OO OO OO pp pp"), rows(&upn, &NOVEMBER[10..], "OO OO pp pp pp"))
    };
    let ((first, second), (in_order, then)) = (halves(&late), halves(&ordered));
    enter(house, &ground, &in_order);
    enter(house, &ground, &then);
    enter(house, &ground, &second);
    let threshold = |pupil: &str| rules(&ground, pupil, "2026-11-20").contains(&"penalty_notice_threshold".to_owned());
    assert_eq!([threshold(&late), threshold(&ordered)], [false, true]);
    enter(house, &ground, &first);
    assert_eq!(rules(&ground, &late, "2026-11-20"), rules(&ground, &ordered, "2026-11-20"));
    let of = |pupil: &str| summary(&ground, pupil, "2026-11-02", "2026-11-20");
    assert_eq!(of(&late), of(&ordered));
    assert_eq!(number(&of(&late), "unauthorised"), 10);
    let explained = |known_at: &str| {
        let path = format!("/v1/pupils/{late}/attendance/explain?rule=penalty_notice_threshold&as_of=2026-11-20&known_at={known_at}");
        ground.api.get(&path).expect(200).json["met"].clone()
    };
    assert_eq!([explained("2026-11-23T08:00:00Z"), explained("2026-11-23T09:00:00Z")], [json!(false), json!(true)]);
    // Nothing was overwritten on the way.
    let history = ground.api.get(&mark(&late, "2026-11-02/am")).expect(200).json["history"].clone();
    assert_eq!((history.as_array().unwrap().len(), text(&history[0]["kind"])), (1, "import"));
    let again = ground.import(house, "marks-csv", &format!("upn,date,session,code\n{first}{second}"));
    assert_eq!(counts(&again), [20, 0, 0, 20, 0]);
}
}
