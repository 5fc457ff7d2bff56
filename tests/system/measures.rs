//! Bands, punctuality, rates by code and the comparison with national figures, against numbers counted by hand.

use crate::figures::{NOVEMBER, enter, rows};
use crate::ground::{Ground, problem, text};
use serde_json::{Value, json};
use server::Flags;
use testkit::{Backend, House, on_both};

const WEEK: &str = "from=2026-11-16&to=2026-11-20";

/// Four pupils of year 8 and one of year 9, with ten sessions each.
fn week(house: &House) -> Ground {
    let ground = Ground::new(house);
    let [amal, bo, cai, dua] = ground.pupils(["Amal", "Bo", "Cai", "Dua"]);
    let emeka = ground.pupil("Emeka", &json!({ "year_group": 9, "registration_group": "9A" }));
    let marks = [
        (&amal, "pp pp pp pp pp"),
        (&bo, "Ip pp pp pp pp"),
        (&cai, "OO OO Op pp pp"),
        (&dua, "Lp Up pB Dy Gp"),
        (&emeka, "II pp pp pp pp"),
    ];
    let file: String =
        marks.iter().map(|(pupil, letters)| rows(&ground.upn(pupil), &NOVEMBER[10..], letters)).collect();
    enter(house, &ground, &file);
    ground
}

fn get(ground: &Ground, measure: &str, query: &str) -> Value {
    ground.api.get(&ground.path(&format!("attendance/{measure}?{WEEK}{query}"))).expect(200).json
}

on_both! {
fn bands_put_each_pupil_where_the_own_absence_lies(house: &House) {
    let ground = week(house);
    let answer = get(&ground, "bands", "");
    let all = &answer["data"][0];
    let counts: Vec<i64> = all["bands"].as_array().unwrap().iter().map(|band| band["pupils"].as_i64().unwrap()).collect();
    // Dua missed 2 of 8 possible sessions: exactly a quarter.
    assert_eq!(counts, [1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 1], "{answer}");
    assert_eq!((&all["pupils"], &all["persistent_absentees"], &all["severe_absentees"]), (&json!(5), &json!(4), &json!(1)));
    assert_eq!(all["bands"][2], json!({ "from_percent": 10, "to_percent": 15, "pupils": 1 }));
    assert!(text(&answer["definition"]["measure"]).contains("lower bound"), "{answer}");
    let by_year = get(&ground, "bands", "&by=year_group");
    assert_eq!((&by_year["data"][0]["pupils"], &by_year["data"][1]["pupils"]), (&json!(4), &json!(1)));
    let path = ground.path(&format!("attendance/bands?{WEEK}&by=weekday"));
    let refused = problem(house, ground.api.get(&path), &[400]);
    assert_eq!(refused.violations(), ["/query/by grouping_not_possible"]);
}
}

on_both! {
fn punctuality_and_codes_say_what_is_above_and_below_the_line(house: &House) {
    let ground = week(house);
    let late = get(&ground, "punctuality", "");
    let all = &late["data"][0];
    let numbers = ["arrivals", "on_time", "late_before_close", "late_after_close", "possible"].map(|name| all[name].as_i64().unwrap());
    assert_eq!(numbers, [38, 36, 1, 1, 48], "{late}");
    assert!((all["punctuality_rate"].as_f64().unwrap() - 36.0 / 38.0).abs() < 1e-12);
    assert!((all["late_rate"].as_f64().unwrap() - 2.0 / 48.0).abs() < 1e-12);
    problem(house, ground.api.get(&ground.path(&format!("attendance/punctuality?{WEEK}&by=code"))), &[400]);

    let rates = get(&ground, "code-rates", "");
    assert_eq!((&rates["pupils"], &rates["possible"]), (&json!(5), &json!(48)));
    let of = |code: &str| rates["data"].as_array().unwrap().iter().find(|each| each["code"] == code).unwrap().clone();
    assert_eq!((of("I")["sessions"].clone(), of("I")["pupils"].clone(), of("O")["sessions"].clone()), (json!(3), json!(2), json!(5)));
    assert!((of("I")["rate"].as_f64().unwrap() - 3.0 / 48.0).abs() < 1e-12);
    assert_eq!((of("D")["sessions"].clone(), of("D")["rate"].clone()), (json!(1), Value::Null));
    problem(house, ground.api.get(&ground.path(&format!("attendance/code-rates?{WEEK}&by=sex"))), &[400]);
}
}

on_both! {
fn own_figures_stand_beside_the_national_ones_of_the_phase(house: &House) {
    let ground = week(house);
    let answer = get(&ground, "comparison", "");
    let secondary = &answer["data"][0];
    assert_eq!((text(&secondary["phase"]), &secondary["own"]["pupils"]), ("secondary", &json!(5)), "{answer}");
    assert_eq!(secondary["own"]["absence"]["numerator"], 10);
    assert_eq!(secondary["own"]["absence"]["denominator"], 48);
    let best = &secondary["national"][0];
    assert_eq!((text(&best["national"]["phase"]), text(&best["national"]["part_of_year"])), ("secondary", "autumn"));
    let difference = best["difference"]["absence"].as_f64().unwrap();
    assert!((difference - (10.0 / 48.0 - 0.0766)).abs() < 1e-12, "{best}");
    for each in secondary["national"].as_array().unwrap() {
        assert!(text(&each["national"]["source"]).starts_with("DfE"), "{each}");
    }
    assert!(answer["caveats"].as_array().unwrap().len() >= 4);
    assert_eq!(answer["definition"]["cohort"], "dfe");
}
}

on_both! {
fn the_trust_is_one_sum_by_phase(house: &House) {
    let ground = week(house);
    let other = ground.neighbour();
    let faith = other.pupil("Faith", &json!({ "date_of_birth": "2017-01-02", "year_group": 4 }));
    enter(house, &other, &rows(&other.upn(&faith), &NOVEMBER[10..], "IIII"));
    let get = |measure: &str| ground.api.get(&format!("/v1/trust/attendance/{measure}?{WEEK}")).expect(200).json;
    let bands = get("bands");
    assert_eq!((&bands["data"][0]["pupils"], &bands["data"][0]["severe_absentees"]), (&json!(6), &json!(2)));
    let late = get("punctuality");
    assert_eq!((&late["data"][0]["arrivals"], &late["data"][0]["possible"]), (&json!(38), &json!(52)));
    assert_eq!(get("code-rates")["possible"], 52);
    let comparison = get("comparison");
    let of_phase: Vec<(&str, &Value)> = comparison["data"].as_array().unwrap().iter()
        .map(|each| (text(&each["phase"]), &each["own"]["absence"]["numerator"]))
        .collect();
    assert_eq!(of_phase, [("primary", &json!(4)), ("secondary", &json!(10))]);
    let one = house.client("attendance:read", &[&other.id]);
    let seen = one.get(&format!("/v1/trust/attendance/bands?{WEEK}")).expect(200).json;
    assert_eq!(seen["data"][0]["pupils"], 1, "whoever reaches one academy gets the trust of that one");
}
}

on_both! {
fn the_public_sees_no_small_group_and_none_that_would_reveal_one(house: &House) {
    let ground = Ground::new(house);
    let mut file = String::new();
    for (group, size) in [(7, 12), (8, 11), (9, 3)] {
        for number in 0..size {
            let pupil = ground.pupil("Somebody", &json!({ "year_group": group, "registration_group": format!("{group}A") }));
            let letters = if number == 0 { "II pp pp pp pp" } else { "pp pp pp pp pp" };
            file += &rows(&ground.upn(&pupil), &NOVEMBER[10..], letters);
        }
    }
    enter(house, &ground, &file);
    for measure in ["summary", "bands", "punctuality"] {
        let open = get(&ground, measure, "&by=year_group");
        assert_eq!(open["data"].as_array().unwrap().len(), 3, "{open}");
        let public = get(&ground, measure, "&by=year_group&audience=public");
        let shown = public["data"].as_array().unwrap();
        assert_eq!((shown.len(), text(&shown[0]["group"]), &shown[0]["pupils"]), (1, "7", &json!(10)), "{public}");
        let hidden = &public["suppression"]["groups"];
        assert_eq!(hidden, &json!([{ "group": "9", "because": "small_group" }, { "group": "8", "because": "would_reveal_another" }]));
        assert_eq!(public["suppression"]["smallest_group"], 10);
    }
    let summary = get(&ground, "summary", "");
    assert!(summary.get("suppression").is_none(), "the contract's answer is as it was: {summary}");
    let public = get(&ground, "summary", "&audience=public");
    assert_eq!((&public["data"][0]["summary"]["by_code"], &public["data"][0]["persistent_absentees"]), (&json!({}), &json!(5)), "three, rounded");
    let codes = get(&ground, "code-rates", "&audience=public");
    let names: Vec<&str> = codes["data"].as_array().unwrap().iter().map(|each| text(&each["code"])).collect();
    assert!(!names.contains(&"I"), "three pupils were ill: {codes}");
    problem(house, ground.api.get(&ground.path(&format!("attendance/summary?{WEEK}&audience=parents"))), &[400]);
}
}

#[test]
fn the_server_says_how_small_a_group_is_published() {
    let flags = || Flags { smallest_published_group: Some(5), ..Flags::default() };
    for house in [Backend::Sqlite, Backend::Postgres].into_iter().filter_map(|backend| House::with(backend, flags())) {
        let ground = Ground::new(&house);
        let mut file = String::new();
        for (group, size) in [(7, 6), (8, 5), (9, 5), (10, 4)] {
            for _ in 0..size {
                let pupil = ground
                    .pupil("Somebody", &json!({ "year_group": group, "registration_group": format!("{group}A") }));
                file += &rows(&ground.upn(&pupil), &NOVEMBER[10..], "II pp pp pp pp");
            }
        }
        enter(&house, &ground, &file);
        let public = get(&ground, "bands", "&by=year_group&audience=public");
        assert_eq!(public["suppression"]["smallest_group"], 5);
        let hidden = &public["suppression"]["groups"];
        assert_eq!(hidden[0], json!({ "group": "10", "because": "small_group" }), "{public}");
        assert_eq!((hidden.as_array().unwrap().len(), public["data"].as_array().unwrap().len()), (2, 2), "{public}");
        // An academy's policy may hide more than the server, never less.
        for (says, holds) in [(12, 12), (3, 5)] {
            let policy = json!({
                "effective_from": "2026-09-01", "approved_by": "Board of trustees", "approved_on": "2026-07-06",
                "review_on": "2027-07-05", "settings": { "small_group_size": says }
            });
            ground.api.put(&ground.path("attendance-policy"), &policy).expect(201);
            let public = get(&ground, "bands", "&by=year_group&audience=public");
            assert_eq!(public["suppression"]["smallest_group"], holds, "{public}");
        }
    }
}
