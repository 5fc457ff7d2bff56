//! Why somebody is away: what those learn of it who arrange cover.

use super::absence;
use crate::ground::{Ground, column, problem};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// Some people with one day of a category each, in the spring term of the year before.
fn away(house: &House, ground: &Ground, category: &str, people: usize, date: &str) -> Vec<String> {
    let one = |_| {
        let who = ground.person("Robin", "Teacher", &["teacher"]);
        absence(
            house,
            &ground.id,
            &json!({ "staff_id": who, "first_day": date, "last_day": date, "category": category }),
        );
        who
    };
    (0..people).map(one).collect()
}

fn told(trends: &Value) -> Vec<(String, u64)> {
    let groups = trends["by_category"].as_array().unwrap().iter();
    groups.filter_map(|each| Some((each["group"].as_str()?.to_owned(), each["people"].as_u64()?))).collect()
}

on_both! {
/// Real figures are told, and none of them, nor any two, say why one person was away.
fn trends_tell_of_many_and_never_of_one(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let arranges = ground.api.acting_for(&manager);
    away(house, &ground, "SIC", 6, "2026-01-13");
    away(house, &ground, "OTH", 7, "2026-01-14");
    away(house, &ground, "PRG", 1, "2026-01-15");
    let term = ground.path("staff-absence-trends?from=2026-01-01&to=2026-03-31");
    let trends = arranges.get(&term).expect(200).json;
    assert_eq!((told(&trends), &trends["all"]["people"]), (vec![("OTH".to_owned(), 7)], &json!(14)), "14 less 7 is of seven: {trends}");
    // Each category is there, hidden alike whether or not anybody is in it.
    assert_eq!(trends["by_category"].as_array().unwrap().len(), 11);
    let of = |name: &str| trends["by_category"].as_array().unwrap().iter().find(|each| each["group"] == name).unwrap().clone();
    let hidden = |name: &str| { let group = of(name); (group["suppressed"].clone(), group["people"].clone(), group["working_days_lost"].clone()) };
    assert_eq!(hidden("PRG"), hidden("MAT"));
    assert_eq!(hidden("PRG").0, json!(true));
    // Neither the days of one absence nor two ranges of which one holds the other are answered, nor a term that grows each day.
    let refused = |range: &str| problem(house, arranges.get(&ground.path(&format!("staff-absence-trends?{range}"))), &[400]).violations();
    assert_eq!(refused("from=2026-01-15&to=2026-01-15"), ["/query/to not_a_whole_term"]);
    assert_eq!(refused("from=2026-01-01&to=2026-01-31"), ["/query/to not_a_whole_term"]);
    assert_eq!(refused("from=2025-08-01&to=2026-07-31"), ["/query/to not_a_whole_term"]);
    assert_eq!(refused("from=2026-08-01&to=2026-12-31"), ["/query/to term_not_over"]);
    let personnel = ground.person("Hana", "Personnel officer", &["human_resources"]);
    ground.api.acting_for(&personnel).get(&ground.path("staff-absence-trends?from=2026-01-01&to=2026-11-30")).expect(200);
    // Nobody but the seven: that the rest is empty would say why each of them was away.
    let other = ground.neighbour();
    away(house, &other, "SIC", 7, "2026-01-13");
    let alike = other.api.get(&other.path("staff-absence-trends?from=2026-01-01&to=2026-03-31")).expect(200).json;
    assert_eq!((told(&alike), &alike["all"]["people"]), (vec![], &json!(7)), "{alike}");
}
}

on_both! {
/// A fit note that is recorded by who arranges cover tells them nothing that they did not send.
fn a_fit_note_is_answered_alike_whatever_the_absence_is(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let arranges = ground.api.acting_for(&manager);
    let open = |staff: &str, category: &str| {
        absence(house, &ground.id, &json!({ "staff_id": staff, "first_day": "2026-11-02", "last_day": null, "category": category }))
    };
    let (ill, leave) = (open(&ground.teacher, "SIC"), open(&ground.officer, "UNP"));
    let note = json!({ "kind": "not_fit", "issued_on": "2026-11-09", "first_day": "2026-11-09", "last_day": "2026-11-30" });
    let send = |id: &str| {
        let answer = arranges.post(&format!("/v1/staff-absences/{id}/fit-notes"), &note).expect(201);
        let mut body = answer.json.clone();
        body.as_object_mut().unwrap().remove("staff_id");
        (body, answer.header("etag").to_owned())
    };
    let first = send(&ill);
    assert_eq!((&first.0["notes"].as_array().unwrap().len(), &first.0["certification"]), (&1, &json!(null)));
    assert_eq!(first, send(&leave), "whether it is sickness does not show");
    assert_eq!(first, send(&ill), "nor which notes there are");
    let notes = |id: &str| format!("/v1/staff-absences/{id}/fit-notes");
    // Human resources see one note each, are told of the odd one, and correct both.
    let read = ground.api.get(&notes(&ill)).expect(200);
    assert_eq!(read.json["notes"].as_array().unwrap().len(), 1);
    let reminders = ground.api.get(&ground.path("staff-reminders?limit=500")).expect(200).json["data"].clone();
    let odd: Vec<_> = reminders.as_array().unwrap().iter().filter(|each| each["kind"] == "fit_note" && each["record_id"] == leave.as_str()).collect();
    assert_eq!(odd.len(), 1, "{reminders}");
    assert_eq!(problem(house, ground.api.post(&notes(&leave), &note), &[422]).violations(), [" not_sickness", "/first_day repeated"]);
    let longer = json!({ "kind": "not_fit", "issued_on": "2026-11-09", "first_day": "2026-11-09", "last_day": "2026-12-14" });
    let put = json!({ "notes": [longer, note, note] });
    let wrong = problem(house, ground.api.put(&notes(&ill), &put), &[422]).violations();
    assert_eq!(wrong, ["/notes/2/first_day repeated"]);
    problem(house, ground.api.with("If-Match", "\"9.2026-11-23\"").put(&notes(&ill), &json!({ "notes": [longer] })), &[412]);
    let corrected = ground.api.with("If-Match", read.header("etag")).put(&notes(&ill), &json!({ "notes": [longer] })).expect(200).json;
    assert_eq!(column(&corrected["notes"], "last_day"), ["2026-12-14"]);
    ground.api.put(&notes(&leave), &json!({ "notes": [] })).expect(200);
    problem(house, arranges.put(&notes(&leave), &json!({ "notes": [] })), &[403]);
}
}

on_both! {
/// What protects an absence is for human resources to say, while it is open too; nobody writes over it who may not read it.
fn protection_is_said_by_human_resources_and_written_over_by_nobody(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let arranges = ground.api.acting_for(&manager);
    let ill = absence(house, &ground.id, &json!({ "staff_id": ground.teacher, "first_day": "2026-11-02", "last_day": null, "category": "SIC" }));
    let factor = || {
        let path = format!("/v1/staff/{}/absence-record", ground.teacher);
        ground.api.get(&path).expect(200).json["figures"]["bradford_factor"].clone()
    };
    assert_eq!(factor(), json!(16.0));
    let protection = format!("/v1/staff-absences/{ill}/protection");
    ground.api.put(&protection, &json!({ "protection": "disability" })).expect(200);
    assert_eq!(factor(), json!(0.0), "while it is still open");
    ground.api.patch(&format!("/v1/staff-absences/{ill}"), &json!({ "returned_on": "2026-11-23" })).expect(200);
    let meetings = format!("/v1/staff-absences/{ill}/return-to-work");
    let meeting = |more: Value| {
        let mut body = json!({ "held_on": "2026-11-23", "outcome": "full_return" });
        for (name, value) in more.as_object().unwrap() {
            body[name.as_str()] = value.clone();
        }
        body
    };
    let refused = problem(house, arranges.post(&meetings, &meeting(json!({ "protection": "pregnancy" }))), &[422]);
    assert_eq!(refused.violations(), ["/protection not_allowed"]);
    let first = arranges.post(&meetings, &meeting(json!({}))).expect(201);
    assert_eq!(first.json["protection"], json!(null));
    let theirs = ground.api.post(&meetings, &meeting(json!({ "agreed": "A lighter week", "outcome": "adjustments" }))).expect(201);
    assert_eq!(theirs.json["protection"], "disability");
    problem(house, arranges.post(&meetings, &meeting(json!({}))), &[412]);
    problem(house, arranges.with("If-Match", first.header("etag")).post(&meetings, &meeting(json!({}))), &[412]);
    let read = ground.api.get(&meetings).expect(200).json;
    assert_eq!((&read["agreed"], &read["protection"]), (&json!("A lighter week"), &json!("disability")));
    assert_eq!(factor(), json!(0.0));
    ground.api.put(&protection, &json!({ "protection": null })).expect(200);
    assert_eq!(factor(), json!(15.0), "taken back by name: the fifteen days until the return");
    problem(house, arranges.put(&protection, &json!({ "protection": null })), &[403]);
}
}
