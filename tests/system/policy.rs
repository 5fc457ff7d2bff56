//! The attendance policy: versions that are never changed, and parents who are sent it.

use crate::ground::{Ground, column, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn policy(from: &str, settings: &Value) -> Value {
    json!({ "effective_from": from, "approved_by": "Board of trustees", "approved_on": "2026-07-06", "review_on": "2027-07-05",
        "published_at": "https://academy.example.org/policy", "settings": settings })
}

on_both! {
fn each_policy_is_a_version_that_holds_from_its_day(house: &House) {
    let ground = Ground::new(house);
    let path = ground.path("attendance-policy");
    problem(house, ground.api.get(&path), &[404]);
    let first = ground.api.put(&path, &policy("2026-09-01", &json!({}))).expect(201);
    assert_eq!((&first.json["version"], &first.json["settings"]["sickness_warning_days"]), (&json!(1), &json!([8, 12, 15])), "{}", first.text);
    assert_eq!(first.json["warnings"], json!([]));
    let same = ground.api.put(&path, &policy("2026-09-01", &json!({}))).expect(200);
    assert_eq!((&same.json["version"], same.header("etag")), (&json!(1), first.header("etag")));
    let next = policy("2026-12-01", &json!({ "register_open_minutes": 20, "sickness_warning_days": [5, 10] }));
    problem(house, ground.api.with("If-Match", "\"7\"").put(&path, &next), &[412]);
    let second = ground.api.with("If-Match", first.header("etag")).put(&path, &next).expect(201);
    assert_eq!(column(&second.json["warnings"], "code"), ["differs_from_calendar", "differs_from_calendar"], "the calendar has 30 minutes");
    assert_eq!(ground.api.get(&path).expect(200).json["version"], 1, "the second has not begun");
    let later = ground.api.get(&format!("{path}?on=2026-12-01")).expect(200).json;
    assert_eq!((&later["version"], &later["settings"]["register_open_minutes"]), (&json!(2), &json!(20)));
    let versions = ground.api.get(&format!("{path}/versions")).expect(200).json;
    assert_eq!(versions["data"].as_array().unwrap().iter().map(|each| each["version"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 2]);
    let settings = house.app.read(&house.operator(), |cx| app::policy::settings_on(cx, ground.id.parse().unwrap(), "2026-12-24".parse().unwrap()));
    assert_eq!(settings.unwrap().sickness_warning_days, [5, 10]);
    let none = house.app.read(&house.operator(), |cx| app::policy::settings_on(cx, ground.id.parse().unwrap(), "2026-08-01".parse().unwrap()));
    assert_eq!(none.unwrap(), attendance::policy::PolicySettings::default());
}
}

on_both! {
fn what_the_law_forbids_is_refused_whole(house: &House) {
    let ground = Ground::new(house);
    let path = ground.path("attendance-policy");
    ground.api.put(&path, &policy("2026-09-01", &json!({}))).expect(201);
    let mut wrong = policy("2026-08-31", &json!({ "attendance_return_days": 30, "sickness_warning_days": [12, 8] }));
    wrong["approved_on"] = json!("2026-11-24");
    let refused = problem(house, ground.api.put(&path, &wrong), &[422]);
    let found = refused.violations();
    for expected in ["/settings/sickness_warning_days not_ascending", "/approved_on in_the_future", "/effective_from before_the_version_that_stands"] {
        assert!(found.iter().any(|each| each == expected), "{expected} not in {found:?}");
    }
    for settings in [json!({ "register_open_minutes": 31 }), json!({ "register_open_minutes": -1 }), json!({ "unknown": 1 }), json!([])] {
        problem(house, ground.api.put(&path, &policy("2026-12-01", &settings)), &[400, 422]);
    }
    assert_eq!(ground.api.get(&format!("{path}/versions")).expect(200).json["data"].as_array().unwrap().len(), 1);
}
}

on_both! {
fn parents_are_sent_it_at_entry_and_each_year(house: &House) {
    let ground = Ground::new(house);
    let [old, other] = ground.pupils(["Old", "Other"]);
    let joiner = ground.pupil("Joiner", &json!({ "starting_day": "2026-11-02" }));
    let path = ground.path("attendance-policy");
    ground.api.put(&path, &policy("2026-09-01", &json!({ "parents_sent_within_days": 7 }))).expect(201);
    let sent = ground.path("attendance-policy/distributions");
    let due = |as_of: &str| {
        let list = ground.api.get(&format!("{sent}/due?as_of={as_of}")).expect(200).json["data"].clone();
        let line = |each: &Value| format!("{} {} {}", text(&each["pupil_id"]), text(&each["why"]), text(&each["due_on"]));
        list.as_array().unwrap().iter().map(line).collect::<Vec<_>>()
    };
    let sorted = |mut lines: Vec<String>| {
        lines.sort_unstable();
        lines
    };
    let annual = |pupil: &str| format!("{pupil} annual 2026-09-10");
    assert_eq!(due("2026-11-23"), sorted(vec![annual(&old), annual(&other), format!("{joiner} entry 2026-11-09")]));
    let body = json!({ "sent_on": "2026-09-08", "how": "email" });
    let kept = ground.api.post(&sent, &body).expect(201).json;
    assert_eq!((&kept["version"], &kept["pupil_ids"]), (&json!(1), &Value::Null));
    assert_eq!(due("2026-11-23"), [format!("{joiner} entry 2026-11-09")]);
    let then = sorted(vec![annual(&old), annual(&other)]);
    assert_eq!(due("2026-09-07"), then, "as it was then");
    let named = json!({ "sent_on": "2026-10-30", "how": "welcome_pack", "pupil_ids": [joiner], "version": 1 });
    ground.api.post(&sent, &named).expect(201);
    assert_eq!(due("2026-11-23"), Vec::<String>::new());
    assert_eq!(ground.api.get(&sent).expect(200).json["data"].as_array().unwrap().len(), 2);
    let wrong = json!({ "sent_on": "2026-11-24", "how": "letter", "version": 9, "pupil_ids": [ground.id] });
    let refused = problem(house, ground.api.post(&sent, &wrong), &[422]);
    assert_eq!(refused.violations(), ["/sent_on in_the_future", "/version unknown_version", "/pupil_ids/0 unknown_pupil"]);
    let page = ground.api.get(&format!("{sent}/due?as_of=2026-09-07&limit=1")).expect(200).json;
    let rest = ground.api.get(&format!("{sent}/due?as_of=2026-09-07&limit=1&cursor={}", text(&page["next_cursor"]))).expect(200).json;
    let pages = [&page, &rest].map(|page| column(&page["data"], "pupil_id")).concat();
    assert_eq!(pages, [&then[0][..36], &then[1][..36]]);
}
}
