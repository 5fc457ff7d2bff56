//! The summary of a week in a small school, by everything that it can be grouped by.

use super::{NOVEMBER, enter, rows};
use crate::ground::{Ground, problem, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use testkit::{House, on_both};

/// A week of six pupils: two whole ones, a joiner, a leaver, a boarder, and one who came back.
fn week(house: &House) -> Ground {
    let ground = Ground::new(house);
    let ninth = |more: Value| {
        let mut body = json!({ "year_group": 9, "registration_group": "9A", "sex": "M" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let amal =
        ground.pupil("Amal", &json!({ "free_school_meals": true, "sen_status": "support", "ethnicity": "WBRI" }));
    let bo = ground.pupil("Bo", &json!({ "free_school_meals": false, "sex": "M" }));
    let cai = ground.pupil("Cai", &ninth(json!({ "starting_day": "2026-11-18" })));
    let dua = ground.pupil("Dua", &ninth(json!({ "sex": "F" })));
    ground.pupil("Emeka", &json!({ "boarder": true }));
    let farid = ground.pupil("Farid", &ninth(json!({})));
    let patch = |pupil: &str, body: Value| ground.as_officer().patch(&format!("/v1/pupils/{pupil}"), &body).expect(200);
    patch(&dua, json!({ "leaving_day": "2026-11-17", "ground": "moved_away", "reason": "Family has moved" }));
    patch(&farid, json!({ "leaving_day": "2026-11-13", "ground": "moved_away", "reason": "Family has moved" }));
    patch(
        &farid,
        json!({ "starting_day": "2026-11-19", "registration_group": "9A", "year_group": 9, "reason": "Family is back" }),
    );
    let marks = [
        (&amal, "II pp pp pp pp"),
        (&bo, "Lp Up pB .p pp"),
        (&cai, ".. .. NN NN NN"),
        (&dua, "Dy pp"),
        (&farid, ".. .. .. pp pp"),
    ];
    let file: String =
        marks.iter().map(|(pupil, letters)| rows(&ground.upn(pupil), &NOVEMBER[10..], letters)).collect();
    enter(house, &ground, &file);
    ground
}

/// Pupils, possible, present, approved activity, authorised, unauthorised, missing, persistent, severe.
fn numbers(group: &Value) -> [i64; 9] {
    let summary = &group["summary"];
    let number = |value: &Value| value.as_i64().unwrap_or(-1);
    [
        number(&group["pupils"]),
        number(&summary["possible"]),
        number(&summary["present"]),
        number(&summary["approved_educational_activity"]),
        number(&summary["authorised"]),
        number(&summary["unauthorised"]),
        number(&summary["missing"]),
        number(&group["persistent_absentees"]),
        number(&group["severe_absentees"]),
    ]
}

fn by(ground: &Ground, by: &str) -> BTreeMap<String, Value> {
    let path = ground.path(&format!("attendance/summary?from=2026-11-16&to=2026-11-20&by={by}"));
    let answer = ground.api.get(&path).expect(200).json;
    assert_eq!(answer["definition"]["by"], by);
    answer["data"].as_array().unwrap().iter().map(|each| (text(&each["group"]).to_owned(), each.clone())).collect()
}

on_both! {
fn the_figures_of_a_week_are_those_counted_by_hand(house: &House) {
    let ground = week(house);
    let answer = ground.api.get(&ground.path("attendance/summary?from=2026-11-16&to=2026-11-20")).expect(200).json;
    let all = &answer["data"][0];
    assert_eq!((text(&all["group"]), numbers(all)), ("all", [5, 31, 21, 1, 2, 7, 1, 3, 1]), "{answer}");
    let summary = &all["summary"];
    assert_eq!((&summary["attended"], &summary["late_before_close"], &summary["late_after_close"]), (&json!(22), &json!(1), &json!(1)));
    let rate = summary["absence_rate"].as_f64().unwrap();
    assert!((rate - 9.0 / 31.0).abs() < 1e-12, "{rate}");
    assert_eq!(summary["by_code"], json!({ "/": 9, "\\": 11, "L": 1, "I": 2, "U": 1, "B": 1, "N": 6, "D": 1, "Y1": 1 }));
    let definition = &answer["definition"];
    assert_eq!(definition["period"], json!({ "from": "2026-11-16", "to": "2026-11-20" }));
    assert_eq!((&definition["missing"], &definition["left_out"]), (&json!(1), &json!([{ "reason": "boarder", "pupils": 1, "sessions": 10 }])));
    for part in ["measure", "numerator", "denominator", "citation"] {
        assert!(!text(&definition[part]).is_empty(), "{part}");
    }

    let check = |grouping: &str, wanted: &[(&str, [i64; 9])]| {
        let found = by(&ground, grouping);
        let found: Vec<(&str, [i64; 9])> = found.iter().map(|(name, group)| (name.as_str(), numbers(group))).collect();
        assert_eq!(found, wanted, "by {grouping}");
    };
    let (amal, bo, others) = ([1, 10, 8, 0, 2, 0, 0, 1, 0], [1, 9, 7, 1, 0, 1, 1, 1, 0], [3, 12, 6, 0, 0, 6, 0, 1, 1]);
    let rest = [4, 21, 13, 1, 0, 7, 1, 2, 1];
    check("none", &[("all", [5, 31, 21, 1, 2, 7, 1, 3, 1])]);
    check("year_group", &[("8", [2, 19, 15, 1, 2, 1, 1, 2, 0]), ("9", others)]);
    check("registration_group", &[("8A", [2, 19, 15, 1, 2, 1, 1, 2, 0]), ("9A", others)]);
    check("sex", &[("F", [2, 12, 10, 0, 2, 0, 0, 1, 0]), ("M", [3, 19, 11, 1, 0, 7, 1, 2, 1])]);
    check("free_school_meals", &[("false", bo), ("true", amal), ("unknown", others)]);
    check("pupil_premium", &[("unknown", [5, 31, 21, 1, 2, 7, 1, 3, 1])]);
    check("sen_status", &[("support", amal), ("unknown", rest)]);
    check("ethnicity", &[("WBRI", amal), ("unknown", rest)]);
}
}

on_both! {
fn days_weeks_and_codes_add_up_to_the_whole(house: &House) {
    let ground = week(house);
    let days = by(&ground, "weekday");
    let of = |day: &str| numbers(&days[day])[..7].to_vec();
    assert_eq!(days.len(), 5, "{:?}", days.keys());
    // Monday: two pupils with four sessions, and one who need not come. Wednesday: two and the joiner.
    assert_eq!((of("mon"), of("wed")), (vec![3, 4, 2, 0, 2, 0, 0], vec![3, 6, 3, 1, 0, 2, 0]));
    assert_eq!((of("thu"), of("fri")), (vec![4, 7, 5, 0, 0, 2, 1], vec![4, 8, 6, 0, 0, 2, 0]));
    let weeks = by(&ground, "week");
    assert_eq!((weeks.len(), numbers(weeks.values().next().unwrap())), (1, [5, 31, 21, 1, 2, 7, 1, 3, 1]));
    for grouping in ["weekday", "week", "code", "year_group", "sex", "ethnicity"] {
        let groups = by(&ground, grouping);
        for (place, total) in [(1, 31), (2, 21), (3, 1), (4, 2), (5, 7)] {
            assert_eq!(groups.values().map(|group| numbers(group)[place]).sum::<i64>(), total, "{grouping}");
        }
    }
    let codes = by(&ground, "code");
    let names: Vec<&str> = codes.keys().map(String::as_str).collect();
    assert_eq!(names, ["/", "B", "D", "I", "L", "N", "U", "Y1", "\\", "unknown"]);
    assert_eq!(numbers(&codes["unknown"])[1..7], [0, 0, 0, 0, 0, 1], "no mark is no code");
    assert_eq!((numbers(&codes["N"])[..2].to_vec(), numbers(&codes["D"])[..2].to_vec()), (vec![1, 6], vec![1, 0]));
    assert_eq!(codes["D"]["summary"]["absence_rate"], Value::Null, "no session was possible");
}
}

on_both! {
fn a_session_is_missing_when_its_register_has_closed_and_the_future_counts_for_nothing(house: &House) {
    let ground = Ground::new(house);
    let [amal, _bo] = ground.pupils(["Amal", "Bo"]);
    ground.take("2026-11-23/am", &[(&amal, "/")]);
    let path = ground.path("attendance/summary?from=2026-11-23&to=2026-11-27");
    let of = |api: &testkit::Api| {
        let numbers = numbers(&api.get(&path).expect(200).json["data"][0]);
        (numbers[0], numbers[1], numbers[6])
    };
    assert_eq!(of(&ground.api), (2, 1, 0), "the register is still open");
    house.at("2026-11-23T09:11:00Z");
    assert_eq!(of(&ground.api), (2, 1, 1));
    house.at("2026-11-23T13:41:00Z");
    assert_eq!(of(&house.everything()), (2, 1, 3));
    let one = house.everything().get(&format!("/v1/pupils/{amal}/attendance?from=2026-11-23&to=2026-11-27")).expect(200).json;
    assert_eq!((&one["summary"]["possible"], &one["summary"]["missing"]), (&json!(1), &json!(1)));
}
}

on_both! {
fn a_group_is_the_one_held_on_the_day(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    enter(house, &ground, &rows(&ground.upn(&amal), &NOVEMBER[10..], "II pp pp pp pp"));
    let body = json!({ "registration_group": "8B", "free_school_meals": true, "effective_from": "2026-11-18" });
    ground.api.patch(&format!("/v1/pupils/{amal}"), &body).expect(200);
    let possible = |grouping: &str| -> Vec<(String, i64, i64)> {
        by(&ground, grouping).iter().map(|(name, group)| (name.clone(), numbers(group)[0], numbers(group)[1])).collect()
    };
    assert_eq!(possible("registration_group"), [("8A".to_owned(), 1, 4), ("8B".to_owned(), 1, 6)]);
    assert_eq!(possible("free_school_meals"), [("true".to_owned(), 1, 6), ("unknown".to_owned(), 1, 4)]);
    let tag = ground.api.get(&ground.path("attendance/summary?from=2026-11-16&to=2026-11-20")).expect(200);
    let again = ground.path("attendance/summary?from=2026-11-16&to=2026-11-20");
    ground.api.with("If-None-Match", tag.header("etag")).get(&again).expect(304);
    problem(house, ground.api.get(&ground.path("attendance/summary?from=2026-11-20&to=2026-11-16")), &[400]);
}
}
