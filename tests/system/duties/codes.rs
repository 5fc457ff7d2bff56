//! A school's own codes, and the words of other systems.

use super::rows;
use crate::ground::{Ground, column, mark, pointers, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

on_both! {
fn a_school_says_what_its_own_codes_mean(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let upn = ground.upn(&amal);
    let import = |days: &[&str], letters: &str| {
        ground.import(house, "marks-csv", &format!("upn,date,session,code\n{}", rows(&upn, days, letters)))
    };
    let counts = |import: &Value| crate::ground::counts(import);
    assert_eq!(counts(&import(&["2026-11-16", "2026-11-17"], "6p$p")), [4, 2, 0, 0, 2], "nothing is guessed");
    let codes = ground.path("local-codes");
    let truancy = json!({ "raw_code": "6", "first_day": "2026-09-01", "last_day": "2026-11-17", "code": "O", "note": "Internal truancy" });
    let made = ground.as_officer().post(&codes, &truancy);
    problem(house, made, &[403]);
    let made = ground.api.post(&codes, &truancy).expect(201);
    assert_eq!(made.header("location"), format!("/v1/local-codes/{}", made.id()));
    let first_aid = ground.api.post(&codes, &json!({ "raw_code": "$", "first_day": "2026-09-01" })).expect(201);
    assert_eq!(counts(&import(&["2026-11-16", "2026-11-17"], "6p$p")), [4, 1, 0, 3, 0]);
    assert_eq!(ground.api.get(&mark(&amal, "2026-11-16/am")).expect(200).json["code"], "O");
    assert_eq!(counts(&import(&["2026-11-18"], "6p")), [2, 1, 0, 0, 1], "it held until the day before");
    let listed = ground.api.get(&codes).expect(200).json;
    // Both were made at the moment at which the clock stands, so either may come first.
    let mut names = column(&listed["data"], "raw_code");
    names.sort_unstable();
    assert_eq!(names, ["$", "6"]);
    let again = problem(house, ground.api.post(&codes, &truancy), &[422]);
    assert_eq!(pointers(&again), ["/first_day"]);
    for wrong in [
        json!({ "raw_code": "I", "first_day": "2026-09-01" }),
        json!({ "raw_code": "A", "first_day": "2026-09-01", "code": "H" }),
        json!({ "raw_code": "A", "first_day": "2026-09-01", "colour": "red" }),
        json!({ "raw_code": "", "first_day": "2026-09-01" }),
    ] {
        problem(house, ground.api.post(&codes, &wrong), &[400, 422]);
    }
    let path = format!("/v1/local-codes/{}", first_aid.id());
    problem(house, ground.api.with("If-Match", "\"0\"").delete(&path), &[412]);
    ground.api.with("If-Match", first_aid.header("etag")).delete(&path).expect(204);
    problem(house, ground.api.get(&path), &[404]);
    assert_eq!(counts(&import(&["2026-11-19"], "$p")), [2, 1, 0, 0, 1]);
    let watermark = text(&listed["watermark"]).to_owned();
    house.settle_events();
    let changed = ground.api.get(&format!("{codes}?updated_since={watermark}")).expect(200).json;
    assert_eq!(changed["removed"].as_array().map(Vec::len), Some(1), "{changed}");
}
}

on_both! {
fn codes_say_the_words_of_other_systems(house: &House) {
    let codes = house.everything().get("/v1/attendance-codes?on=2024-03-04").expect(200).json;
    let of = |code: &str| codes["data"].as_array().unwrap().iter().find(|each| each["code"] == code).cloned().unwrap();
    assert_eq!(text(&of("J")["mis_statistical_meaning"]), "Approved Educational Activity");
    assert_eq!(text(&of("Y")["mis_statistical_meaning"]), "Attendance Not Required");
    assert_eq!(text(&of("L")["mis_physical_meaning"]), "Late for session");
}
}
