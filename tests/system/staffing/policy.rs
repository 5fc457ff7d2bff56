//! What the academy's policy on absence asks for, and what was done of it.

use super::absence;
use crate::ground::{Ground, problem};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn reminders(ground: &Ground, kind: &str, ahead: u16) -> Vec<Value> {
    let path = ground.path(&format!("staff-reminders?limit=500&ahead={ahead}"));
    let list = ground.api.get(&path).expect(200).json["data"].clone();
    list.as_array().unwrap().iter().filter(|each| each["kind"] == kind).map(|each| each["due_on"].clone()).collect()
}

on_both! {
/// A threshold reminds until a stage was decided, a stage follows the one before, and another spell reminds again.
fn a_threshold_reminds_until_a_stage_is_decided(house: &House) {
    let ground = Ground::new(house);
    let ill = |day: &str| absence(house, &ground.id, &json!({ "staff_id": ground.teacher, "first_day": day, "last_day": day, "category": "SIC" }));
    for day in ["2026-09-08", "2026-09-22"] {
        ill(day);
    }
    assert_eq!(reminders(&ground, "absence_threshold", 30), Vec::<Value>::new());
    ill("2026-11-03");
    assert_eq!(reminders(&ground, "absence_threshold", 30), [json!("2026-11-04")], "three spells");
    let case = format!("/v1/staff/{}/absence-case", ground.teacher);
    let stage = |stage: &str, decided: &str, review: Value| json!({ "stage": stage, "decided_on": decided, "review_on": review });
    let early = json!({ "stages": [stage("stage_1", "2026-11-10", json!(null))] });
    assert_eq!(problem(house, ground.api.put(&case, &early), &[422]).violations(), ["/stages/0/stage skips_a_stage"]);
    let informal = stage("informal", "2026-11-10", json!("2027-01-11"));
    let kept = ground.api.put(&case, &json!({ "stages": [informal], "referrals": [{ "referred_on": "2026-11-10", "appointment_on": "2026-11-20" }] })).expect(200);
    assert_eq!(kept.json["stage"]["stage"], "informal");
    problem(house, ground.api.with("If-Match", "\"9.2026-11-23\"").put(&case, &json!({})), &[412]);
    assert_eq!(reminders(&ground, "absence_threshold", 30), Vec::<Value>::new());
    assert_eq!(reminders(&ground, "occupational_health", 0), [json!("2026-11-20")]);
    assert_eq!((reminders(&ground, "absence_stage_review", 30), reminders(&ground, "absence_stage_review", 60)), (vec![], vec![json!("2027-01-11")]));
    ill("2026-11-17");
    assert_eq!(reminders(&ground, "absence_threshold", 30), [json!("2026-11-18")], "another spell asks again");
    let further = json!({ "stages": [informal, stage("stage_1", "2026-11-20", json!(null))], "pay": [{ "from": "2026-09-08", "pay": "full" }, { "from": "2026-11-17", "pay": "half" }] });
    ground.api.put(&case, &further).expect(200);
    assert_eq!(reminders(&ground, "absence_threshold", 30), Vec::<Value>::new());
    // Who may not read why staff are away sees neither the case nor its reminders.
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    problem(house, ground.api.acting_for(&manager).get(&case), &[403]);
    let seen = ground.api.acting_for(&manager).get(&ground.path("staff-reminders?limit=500")).expect(200).text;
    assert!(!seen.contains("occupational_health"), "{seen}");
}
}

on_both! {
/// What was agreed on the return is looked at when its day comes, however long ago the return was, and is marked done.
fn a_review_is_due_when_it_was_agreed_and_is_marked_done(house: &House) {
    let ground = Ground::new(house);
    let ill = absence(house, &ground.id, &json!({ "staff_id": ground.teacher, "first_day": "2026-09-07", "last_day": "2026-09-11", "category": "PRG" }));
    let settings = ground.path("staff-absence-settings");
    assert_eq!(reminders(&ground, "return_to_work", 30), Vec::<Value>::new());
    let leave = absence(house, &ground.id, &json!({ "staff_id": ground.officer, "first_day": "2026-11-09", "last_day": "2026-11-10", "category": "UNP" }));
    ground.api.put(&settings, &json!({ "return_meeting_categories": ["SIC", "UNP"] })).expect(200);
    assert_eq!(reminders(&ground, "return_to_work", 30), [json!("2026-11-11")], "the settings say after what");
    ground.api.post(&format!("/v1/staff-absences/{leave}/return-to-work"), &json!({ "held_on": "2026-11-11", "outcome": "full_return" })).expect(201);
    assert_eq!(reminders(&ground, "return_to_work", 30), Vec::<Value>::new());
    let meeting = json!({ "held_on": "2026-09-14", "outcome": "phased_return", "agreed": "Mornings at first", "review_on": "2027-01-18" });
    ground.api.post(&format!("/v1/staff-absences/{ill}/return-to-work"), &meeting).expect(201);
    assert_eq!((reminders(&ground, "return_review", 30), reminders(&ground, "return_review", 60)), (vec![], vec![json!("2027-01-18")]));
    let ground = ground.later(house, "2027-01-19T08:00:00Z");
    assert_eq!(reminders(&ground, "return_review", 0), [json!("2027-01-18")], "four months after the return");
    let reviews = format!("/v1/staff-absences/{ill}/return-to-work/reviews");
    let early = problem(house, ground.api.post(&reviews, &json!({ "held_on": "2026-09-13" })), &[422]);
    assert_eq!(early.violations(), ["/held_on before_the_last"]);
    let done = ground.api.post(&reviews, &json!({ "held_on": "2027-01-18", "next_review_on": "2027-03-01" })).expect(201).json;
    assert_eq!((&done["review_due"], &done["reviews"][0]["held_on"]), (&json!("2027-03-01"), &json!("2027-01-18")));
    assert_eq!(reminders(&ground, "return_review", 30), Vec::<Value>::new());
    let ground = ground.later(house, "2027-03-02T08:00:00Z");
    ground.api.post(&reviews, &json!({ "held_on": "2027-03-02" })).expect(201);
    assert_eq!(reminders(&ground, "return_review", 400), Vec::<Value>::new());
    let over = problem(house, ground.api.post(&reviews, &json!({ "held_on": "2027-03-02" })), &[422]);
    assert_eq!(over.violations(), [" no_review_due"]);
}
}

on_both! {
/// A meeting that is held again has its own review, and an absence that is gone spoils the reminders of nobody.
fn another_meeting_has_a_review_of_its_own(house: &House) {
    let ground = Ground::new(house);
    let [ill, gone] = [&ground.teacher, &ground.officer].map(|who| {
        let away = json!({ "staff_id": who, "first_day": "2026-11-02", "last_day": "2026-11-06", "category": "SIC" });
        let id = absence(house, &ground.id, &away);
        let meeting = json!({ "held_on": "2026-11-09", "outcome": "phased_return", "agreed": "Mornings", "review_on": "2026-11-16" });
        ground.api.post(&format!("/v1/staff-absences/{id}/return-to-work"), &meeting).expect(201);
        id
    });
    assert_eq!(reminders(&ground, "return_review", 0).len(), 2);
    house.app.write(&house.operator(), |cx| {
        let kept = app::cover::absences::find_absence(cx, gone.parse().unwrap(), &app::Further::within(Some(house.operator().reach)))?;
        app::records::remove(cx, &kept, &|_| true)
    }).unwrap();
    assert_eq!(reminders(&ground, "return_review", 0), [json!("2026-11-16")]);
    let path = format!("/v1/staff-absences/{ill}/return-to-work");
    ground.api.post(&format!("{path}/reviews"), &json!({ "held_on": "2026-11-16" })).expect(201);
    assert_eq!(reminders(&ground, "return_review", 30), Vec::<Value>::new());
    let again = json!({ "held_on": "2026-11-20", "outcome": "phased_return", "agreed": "Mornings again", "review_on": "2026-11-30" });
    let replaced = ground.api.post(&path, &again);
    assert!((200..300).contains(&replaced.status), "{}", replaced.text);
    assert_eq!(reminders(&ground, "return_review", 30), [json!("2026-11-30")]);
}
}
