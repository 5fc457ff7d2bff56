//! Suspensions and exclusions: what follows from their dates, and the marks beside them.

use crate::ground::{Ground, column, problem, text};
use serde_json::{Value, json};
use testkit::{Api, House, on_both};

fn head(ground: &Ground) -> Api {
    ground.api.acting_for(&ground.person("Ifeoma", "Headteacher", &["headteacher"]))
}

fn suspension(first: &str, last: &str) -> Value {
    json!({ "kind": "suspension", "first_day": first, "last_day": last, "reason_codes": ["PP"] })
}

on_both! {
fn day_six_and_the_days_of_the_year_follow_from_the_dates(house: &House) {
    let ground = Ground::new(house);
    let head = head(&ground);
    let [pupil] = ground.pupils(["Suspended"]);
    let path = format!("/v1/pupils/{pupil}/suspensions");
    assert_eq!(ground.api.post(&path, &suspension("2026-11-16", "2026-11-24")).expect(422).json["type"], "/problems/unsigned");
    let made = head.post(&path, &suspension("2026-11-16", "2026-11-24")).expect(201);
    let figures = &made.json["figures"];
    assert_eq!((&figures["sessions"], &figures["days"], text(&figures["day_six"])), (&json!(14), &json!(7.0), "2026-11-23"), "{}", made.text);
    assert_eq!(column(&made.json["warnings"], "code"), ["parents_not_told", "local_authority_not_told", "provision_not_arranged"]);
    assert_eq!(made.json["by"]["position"], "Headteacher");
    let address = made.header("location").to_owned();
    let late = json!({ "provision": { "first_day": "2026-11-24", "place": "Made-up Centre" },
        "notices": [{ "to": "parent", "sent_on": "2026-11-16", "how": "letter" }, { "to": "local_authority", "sent_on": "2026-11-16" }] });
    let changed = head.with("If-Match", made.header("etag")).patch(&address, &late).expect(200);
    assert_eq!(column(&changed.json["warnings"], "code"), ["provision_late"]);
    problem(house, head.with("If-Match", made.header("etag")).patch(&address, &late), &[412]);
    let again = head.post(&path, &suspension("2026-11-24", "2026-11-25")).expect(422);
    assert_eq!(again.violations(), ["/first_day overlapping_suspension"]);
    let next = head.post(&path, &suspension("2026-11-25", "2026-11-26")).expect(201).json;
    assert_eq!((text(&next["figures"]["day_six"]), &next["figures"]["days_in_year"]), ("2026-11-23", &json!(9.0)), "it follows without a session between: {next}");
    let cancelled = json!({ "outcome": { "kind": "cancelled", "decided_on": "2026-11-23" } });
    head.patch(&address, &cancelled).expect(200);
    let alone = ground.api.get(&format!("/v1/suspensions/{}", text(&next["id"]))).expect(200).json;
    assert_eq!((&alone["figures"]["day_six"], &alone["figures"]["days_in_year"]), (&Value::Null, &json!(2.0)), "what was cancelled never was");
    let list = ground.api.get(&path).expect(200).json;
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
    let of_academy = house.app.read(&house.operator(), |cx| {
        app::suspensions::of_academy(cx, ground.id.parse().unwrap(), "2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap())
    });
    assert_eq!(of_academy.unwrap().len(), 1);
}
}

on_both! {
fn what_makes_no_sense_is_refused_with_all_of_it(house: &House) {
    let ground = Ground::new(house);
    let head = head(&ground);
    let [pupil] = ground.pupils(["Suspended"]);
    let path = format!("/v1/pupils/{pupil}/suspensions");
    let wrong = json!({ "kind": "suspension", "first_day": "2026-11-16", "notices": [{ "to": "parent", "sent_on": "2026-12-01" }], "reason_codes": ["pp"] });
    let refused = problem(house, head.post(&path, &wrong), &[422]);
    assert_eq!(refused.violations(), ["/last_day missing", "/notices/0/sent_on in_the_future", "/reason_codes/0 wrong_format"]);
    let early = problem(house, head.post(&path, &suspension("2024-11-18", "2024-11-19")), &[422]);
    assert_eq!(early.violations(), ["/first_day not_on_roll"]);
    let exclusion = json!({ "kind": "permanent_exclusion", "first_day": "2026-11-23", "reason": "Made-up reason" });
    let made = head.post(&path, &exclusion).expect(201).json;
    assert_eq!(text(&made["figures"]["day_six"]), "2026-11-30");
    problem(house, head.post(&path, &json!({ "kind": "holiday", "first_day": "2026-11-23", "extra": 1 })), &[400, 422]);
    problem(house, ground.as_teacher().get(&path), &[403]);
}
}

on_both! {
fn marks_and_records_are_compared(house: &House) {
    let ground = Ground::new(house);
    let head = head(&ground);
    let [without, with, fine] = ground.pupils(["Without", "With", "Fine"]);
    for day in ["2026-11-19", "2026-11-20"] {
        ground.take(&format!("{day}/am"), &[(&without, "E"), (&with, "O"), (&fine, "E")]);
        ground.take(&format!("{day}/pm"), &[(&without, "\\"), (&with, "E"), (&fine, "E")]);
    }
    for pupil in [&with, &fine] {
        head.post(&format!("/v1/pupils/{pupil}/suspensions"), &suspension("2026-11-19", "2026-11-20")).expect(201);
    }
    let check = ground.path("suspensions/check?from=2026-11-01");
    let list = ground.api.get(&check).expect(200).json["data"].clone();
    let found: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|each| format!("{} {} {} {} {}", text(&each["pupil_id"]), text(&each["date"]), text(&each["session"]), text(&each["kind"]), text(&each["code"])))
        .collect();
    let mut expected = [
        format!("{without} 2026-11-19 am mark_without_record E"),
        format!("{without} 2026-11-20 am mark_without_record E"),
        format!("{with} 2026-11-19 am record_without_mark O"),
        format!("{with} 2026-11-20 am record_without_mark O"),
    ];
    expected.sort_unstable();
    assert_eq!(found, expected, "by pupil and session");
    let first = ground.api.get(&format!("{check}&limit=1")).expect(200).json;
    let second = ground.api.get(&format!("{check}&limit=3&cursor={}", text(&first["next_cursor"]))).expect(200).json;
    assert_eq!((second["data"].as_array().unwrap().len(), &second["next_cursor"]), (3, &Value::Null));
    problem(house, ground.api.get(&ground.path("suspensions/check?from=2026-11-20&to=2026-11-01")), &[400]);
}
}
