//! Patterns with their counts and tests, and the forecast of a pupil's year.

use crate::figures::enter;
use crate::ground::{Ground, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// The school days from 7 September to 20 November 2026 with their number and weekday, 0 for Monday.
fn days() -> Vec<(usize, usize, String)> {
    let first: school::Date = "2026-09-07".parse().unwrap();
    let all = first.iter_days().take(75).enumerate().filter(|(number, _)| number % 7 < 5);
    let held = all.filter(|(_, day)| !("2026-10-26".."2026-10-31").contains(&day.to_string().as_str()));
    held.enumerate().map(|(place, (number, day))| (place, number % 7, day.to_string())).collect()
}

/// The rows of a pupil who misses the days that a rule picks, both sessions of them.
fn rows(upn: &str, absent: impl Fn(usize, usize) -> Option<&'static str>) -> String {
    let mut rows = String::new();
    for (place, weekday, day) in days() {
        for (session, present) in [("am", "/"), ("pm", "\\")] {
            rows += &format!("{upn},{day},{session},{}\n", absent(place, weekday).unwrap_or(present));
        }
    }
    rows
}

fn patterns(ground: &Ground, query: &str) -> Vec<Value> {
    let path = ground.path(&format!("attendance/patterns?as_of=2026-11-20{query}"));
    ground.api.get(&path).expect(200).json["data"].as_array().unwrap().clone()
}

on_both! {
fn a_habit_is_listed_with_its_counts_and_chance_is_not(house: &House) {
    let ground = Ground::new(house);
    let [mondays, spread, sister, brother] = ground.pupils(["Mondays", "Spread", "Sister", "Brother"]);
    let parent = json!({ "surname": "Example", "relationship": "Mother", "parent_basis": "natural_parent", "lives_with_pupil": true });
    let contact = ground.api.post(&format!("/v1/pupils/{sister}/contacts"), &parent).expect(201).id();
    let shared = json!({ "contact_id": contact, "relationship": "Mother", "parent_basis": "natural_parent" });
    ground.api.post(&format!("/v1/pupils/{brother}/contacts"), &shared).expect(201);
    let together = |place: usize, _: usize| [4, 11, 17, 26, 33].contains(&place).then_some("I");
    let file = [
        rows(&ground.upn(&mondays), |_, weekday| (weekday == 0).then_some("O")),
        rows(&ground.upn(&spread), |place, _| [3, 14, 20, 31, 42].contains(&place).then_some("I")),
        rows(&ground.upn(&sister), together),
        rows(&ground.upn(&brother), together),
    ];
    enter(house, &ground, &file.concat());

    let found = patterns(&ground, "&kind=weekday");
    assert_eq!(found.len(), 1, "{found:?}");
    let (pupil, pattern) = (&found[0], &found[0]["patterns"][0]);
    assert_eq!((text(&pupil["pupil_id"]), &pupil["days"], &pupil["absent_days"]), (mondays.as_str(), &json!(50), &json!(10)));
    assert_eq!(pattern["evidence"], json!({ "weekday": "mon", "days_of_kind": 10, "absent_of_kind": 10 }));
    assert_eq!((&pattern["observed"], &pattern["expected"], &pattern["excess"]), (&json!(10), &json!(2.0), &json!(8.0)));
    // One way out of all ways to choose ten of fifty days, for five weekdays.
    let p = pattern["p"].as_f64().unwrap();
    assert!((p / (5.0 / 10_272_278_170.0) - 1.0).abs() < 1e-6, "{p}");
    assert!(pattern["adjusted_p"].as_f64().unwrap() >= p && pattern["pupils_tested"].as_i64().unwrap() >= 1);

    let siblings = patterns(&ground, "&kind=sibling");
    assert_eq!(siblings.len(), 2);
    for each in &siblings {
        let evidence = &each["patterns"][0]["evidence"];
        let other = if text(&each["pupil_id"]) == sister { &brother } else { &sister };
        assert_eq!((text(&evidence["sibling_id"]), &evidence["absent_together"]), (other.as_str(), &json!(5)));
        assert_eq!(each["patterns"][0]["pupils_tested"], 2);
    }

    let everything = patterns(&ground, "&adjusted_p_at_most=1");
    assert!(everything.iter().any(|each| text(&each["pupil_id"]) == spread), "tested, and nothing found");
    assert!(!patterns(&ground, "").iter().any(|each| text(&each["pupil_id"]) == spread));
    for pattern in everything.iter().flat_map(|each| each["patterns"].as_array().unwrap()) {
        for part in ["p", "adjusted_p", "observed", "expected", "excess"] {
            assert!(pattern[part].is_number(), "{part} in {pattern}");
        }
        assert!(!text(&pattern["test"]).is_empty() && !text(&pattern["in_words"]).is_empty());
    }
}
}

on_both! {
fn a_sibling_at_another_academy_counts_for_whoever_reaches_both(house: &House) {
    let ground = Ground::new(house);
    let neighbour = ground.neighbour();
    let [sister, stranger] = ground.pupils(["Sister", "Stranger"]);
    let brother = neighbour.pupil("Brother", &json!({ "year_group": 5, "registration_group": "5A", "date_of_birth": "2017-03-15" }));
    // The sister is also registered there, and is no sibling of herself.
    let twice = neighbour.pupil("Sister", &json!({ "upn": ground.upn(&sister), "starting_day": "2026-09-02" }));
    let parent = |forename: &str, telephone: &str| json!({ "surname": "Example", "forename": forename, "relationship": "Mother",
        "parent_basis": "natural_parent", "lives_with_pupil": true, "telephone": telephone });
    for (ground, pupil, parent) in [
        (&ground, &sister, parent("Bo", "01632 960001")),
        (&neighbour, &brother, parent("bo", "+44 1632 960 001")),
        (&neighbour, &twice, parent("Bo", "01632960001")),
        (&ground, &stranger, parent("Di", "01632 960001")),
    ] {
        ground.api.post(&format!("/v1/pupils/{pupil}/contacts"), &parent).expect(201);
    }
    // A twin who is registered at both academies is one sibling, not two.
    let twin = ground.pupil("Twin", &json!({}));
    let of_sister = ground.api.get(&format!("/v1/pupils/{sister}/contacts")).expect(200).json["data"][0]["id"].clone();
    let shared = json!({ "contact_id": of_sister, "relationship": "Mother", "parent_basis": "natural_parent" });
    ground.api.post(&format!("/v1/pupils/{twin}/contacts"), &shared).expect(201);
    let twin_there = neighbour.pupil("Twin", &json!({ "upn": ground.upn(&twin), "starting_day": "2026-09-02" }));
    neighbour.api.post(&format!("/v1/pupils/{twin_there}/contacts"), &parent("Bo", "01632960001")).expect(201);
    // Letters outside ASCII have a lower case too.
    let ljus = ground.pupil("Ljus", &json!({}));
    let mist = neighbour.pupil("Mist", &json!({}));
    for (ground, pupil, surname) in [(&ground, &ljus, "Ångström"), (&neighbour, &mist, "ÅNGSTRÖM")] {
        let parent = json!({ "surname": surname, "forename": "Ed", "relationship": "Father", "parent_basis": "natural_parent",
            "lives_with_pupil": true, "email": "ed@example.org" });
        ground.api.post(&format!("/v1/pupils/{pupil}/contacts"), &parent).expect(201);
    }
    let together = |place: usize, _: usize| [4, 11, 17, 26, 33].contains(&place).then_some("I");
    enter(house, &ground, &[&sister, &stranger, &ljus].map(|pupil| rows(&ground.upn(pupil), together)).concat());
    enter(house, &neighbour, &[&brother, &mist].map(|pupil| rows(&neighbour.upn(pupil), together)).concat());
    let found = patterns(&ground, "&kind=sibling");
    let mut ids: Vec<&str> = found.iter().map(|each| text(&each["pupil_id"])).collect();
    ids.sort_unstable();
    let mut expected = [sister.as_str(), ljus.as_str()];
    expected.sort_unstable();
    assert_eq!(ids, expected, "a shared number is no shared parent");
    let of = |pupil: &str| found.iter().find(|each| each["pupil_id"] == pupil).unwrap();
    assert_eq!(of(&ljus)["patterns"][0]["evidence"]["sibling_id"], json!(mist));
    let pattern = &of(&sister)["patterns"][0];
    assert_eq!((text(&pattern["evidence"]["sibling_id"]), &pattern["evidence"]["absent_together"]), (brother.as_str(), &json!(5)));
    assert_eq!((&pattern["pupils_tested"], &pattern["alternatives"]), (&json!(2), &json!(2)));
    // Whoever reaches this academy alone is told nothing of the other.
    let alone = house.client("attendance:read", &[&ground.id]);
    let path = ground.path("attendance/patterns?as_of=2026-11-20&kind=sibling");
    assert_eq!(alone.get(&path).expect(200).json["data"], json!([]));
}
}

on_both! {
fn the_list_is_paged_and_bad_questions_are_refused(house: &House) {
    let ground = Ground::new(house);
    let pupils = ground.pupils(["One", "Two", "Three"]);
    let file: String = pupils.iter().map(|pupil| rows(&ground.upn(pupil), |_, weekday| (weekday == 4).then_some("I"))).collect();
    enter(house, &ground, &file);
    let path = ground.path("attendance/patterns?as_of=2026-11-20&limit=2");
    let first = ground.api.get(&path).expect(200).json;
    assert_eq!(first["data"].as_array().unwrap().len(), 2);
    let second = ground.api.get(&format!("{path}&cursor={}", text(&first["next_cursor"]))).expect(200).json;
    assert_eq!((second["data"].as_array().unwrap().len(), &second["next_cursor"]), (1, &Value::Null));
    for wrong in ["as_of=1700-01-01", "adjusted_p_at_most=2", "adjusted_p_at_most=NaN", "kind=fridays", "from=2026-09-01"] {
        problem(house, ground.api.get(&ground.path(&format!("attendance/patterns?{wrong}"))), &[400]);
    }
    assert!(patterns(&ground, "&kind=sibling").is_empty());
    let early = ground.api.get(&ground.path("attendance/patterns?as_of=2026-09-11")).expect(200).json;
    assert_eq!(early["data"], json!([]), "a week is no evidence");
}
}

on_both! {
fn a_forecast_has_an_interval_that_narrows_and_needs_a_calendar(house: &House) {
    let ground = Ground::new(house);
    let [often, never] = ground.pupils(["Often", "Never"]);
    let file = rows(&ground.upn(&often), |place, _| (place % 5 == 0).then_some("I")) + &rows(&ground.upn(&never), |_, _| None);
    enter(house, &ground, &file);
    let of = |pupil: &str, as_of: &str| {
        ground.api.get(&format!("/v1/pupils/{pupil}/attendance/forecast?as_of={as_of}")).expect(200).json
    };
    let told = of(&often, "2026-11-20");
    assert_eq!((&told["absent"], &told["possible"], text(&told["academic_year"])), (&json!(20), &json!(100), "2026-27"), "{told}");
    let [low, high] = ["low", "high"].map(|end| told["interval"][end].as_i64().unwrap());
    let remaining = told["remaining"].as_i64().unwrap();
    assert!(20 <= low && low < high && high <= 20 + remaining, "{told}");
    assert!(remaining > 200, "{told}");
    let expected = told["expected_absent"].as_f64().unwrap();
    assert!((low as f64) < expected && expected < high as f64);
    assert_eq!(told["interval"]["coverage"], 0.8);
    let rare = of(&never, "2026-11-20");
    for chance in ["persistent_absence_chance", "severe_absence_chance"] {
        assert!(rare[chance].as_f64().unwrap() < told[chance].as_f64().unwrap(), "{chance}");
    }
    let start = of(&never, "2026-09-07");
    let width = |told: &Value| told["interval"]["high"].as_i64().unwrap() - told["interval"]["low"].as_i64().unwrap();
    assert!(width(&start) > width(&rare), "{start} {rare}");
    let path = format!("/v1/pupils/{often}/attendance/forecast?as_of=2031-01-10");
    assert_eq!(problem(house, ground.api.get(&path), &[400]).violations(), ["/query/as_of no_calendar"]);
    problem(house, ground.api.get("/v1/pupils/01900000-0000-7000-8000-000000000000/attendance/forecast"), &[404]);
}
}
