//! Hours beyond the contract and time off in lieu; what is declined.

use super::fairness::morning;
use crate::ground::{Ground, column, problem};
use serde_json::json;
use std::sync::Barrier;
use testkit::{Answer, House, on_both};

on_both! {
fn time_off_is_taken_from_what_was_approved(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Anwen", "Attendance manager", &["attendance_manager"]);
    let leader = ground.person("Leila", "Senior leader", &["senior_leader"]);
    let [as_manager, as_leader] = [&manager, &leader].map(|id| ground.api.acting_for(id));
    let own = ground.as_officer();
    let begun = json!({ "line_manager_id": manager, "academic_year": "2026-27" });
    ground.api.post(&format!("/v1/staff/{}/appraisals", ground.officer), &begun).expect(201);
    let list = format!("/v1/staff/{}/extra-hours", ground.officer);
    let claim = |kind: &str, day: &str, minutes: u32| json!({ "kind": kind, "day": day, "minutes": minutes, "reason": "Open evening" });
    let refused = problem(house, own.post(&list, &claim("toil", "2026-11-24", 60)), &[422]);
    assert_eq!(refused.violations(), ["/day in_the_future"]);
    let evening = own.post(&list, &claim("toil", "2026-11-19", 120)).expect(201);
    let path = format!("/v1/extra-hours/{}", evening.id());
    for api in [&as_leader, &ground.as_teacher()] {
        problem(house, api.get(&list), &[404]);
        problem(house, api.get(&path), &[404]);
        problem(house, api.patch(&path, &json!({ "status": "approved" })), &[404]);
        problem(house, api.post(&list, &claim("toil", "2026-11-19", 60)), &[404]);
    }
    let refused = problem(house, own.patch(&path, &json!({ "status": "approved" })), &[422]);
    assert_eq!(refused.violations(), ["/status not_yours_to_decide"]);
    // What is not approved cannot be taken.
    let refused = problem(house, own.post(&list, &claim("time_off", "2026-12-01", 30)), &[422]);
    assert_eq!(refused.violations(), ["/minutes beyond_the_balance"]);
    let kinds = |api: &testkit::Api| {
        let all = api.get(&ground.path("staff-reminders?limit=500")).expect(200).json["data"].clone();
        column(&all, "kind").into_iter().filter(|kind| *kind == "extra_hours").count()
    };
    assert_eq!((kinds(&as_manager), kinds(&as_leader)), (1, 0));
    let approved = as_manager.patch(&path, &json!({ "status": "approved" })).expect(200);
    assert_eq!(approved.json["decided_by"], manager.as_str());
    problem(house, as_manager.with("If-Match", evening.header("etag")).patch(&path, &json!({ "status": "withdrawn" })), &[412]);
    let off = own.post(&list, &claim("time_off", "2026-12-01", 90)).expect(201).id();
    let refused = problem(house, own.post(&list, &claim("time_off", "2026-12-02", 31)), &[422]);
    assert_eq!(refused.violations(), ["/minutes beyond_the_balance"]);
    as_manager.patch(&format!("/v1/extra-hours/{off}"), &json!({ "status": "approved" })).expect(200);
    let account = || own.get(&format!("/v1/staff/{}/working-time?week=2026-11-23", ground.officer)).expect(200).json["extra"].clone();
    assert_eq!(account(), json!({ "earned": 120, "taken": 90, "balance": 30, "claimed": 0, "asked_for": 0, "overtime": 0 }));
    // What was taken can no longer be taken back.
    let refused = problem(house, as_manager.patch(&path, &json!({ "status": "withdrawn" })), &[422]);
    assert_eq!(refused.violations(), ["/status beyond_the_balance"]);
    let paid = own.post(&list, &claim("overtime", "2026-11-20", 45)).expect(201).id();
    let paid = format!("/v1/extra-hours/{paid}");
    assert_eq!(problem(house, as_manager.patch(&paid, &json!({ "status": "refused" })), &[422]).violations(), ["/decision missing"]);
    as_manager.patch(&paid, &json!({ "status": "refused", "decision": "It was not agreed beforehand" })).expect(200);
    assert_eq!(account()["overtime"], json!(0));
    assert_eq!(own.get(&list).expect(200).json["data"].as_array().unwrap().len(), 3);
}
}

/// Lets two act at the same moment.
fn at_once(acts: [&(dyn Fn() -> Answer + Sync); 2]) -> [Answer; 2] {
    let gate = Barrier::new(2);
    std::thread::scope(|scope| {
        let threads = acts.map(|act| {
            let gate = &gate;
            scope.spawn(move || {
                gate.wait();
                act()
            })
        });
        threads.map(|thread| thread.join().unwrap())
    })
}

on_both! {
/// Two who use the account at the same moment: the second finds what the first has left.
fn the_account_is_not_overdrawn_by_two_at_once(house: &House) {
    let ground = Ground::new(house);
    let list = format!("/v1/staff/{}/extra-hours", ground.officer);
    let claim = |kind: &str, day: &str, minutes: u32| {
        let body = json!({ "kind": kind, "day": day, "minutes": minutes, "reason": "Open evening" });
        ground.as_officer().post(&list, &body)
    };
    let set = |path: &str, status: &str| ground.api.patch(path, &json!({ "status": status }));
    for round in 0..12 {
        let earned = format!("/v1/extra-hours/{}", claim("toil", "2026-11-19", 120).expect(201).id());
        set(&earned, "approved").expect(200);
        let claims = at_once([&|| claim("time_off", "2026-12-01", 90), &|| claim("time_off", "2026-12-02", 90)]);
        let mut statuses = claims.each_ref().map(|answer| answer.status);
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422], "round {round}: {} {}", claims[0].text, claims[1].text);
        let made = claims.iter().position(|answer| answer.status == 201).unwrap();
        let off = format!("/v1/extra-hours/{}", claims[made].json["id"].as_str().unwrap());
        // One would approve the time off while another takes back what it is taken from.
        let decisions = at_once([&|| set(&off, "approved"), &|| set(&earned, "withdrawn")]);
        let mut statuses = decisions.each_ref().map(|answer| answer.status);
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 422], "round {round}: {} {}", decisions[0].text, decisions[1].text);
        set(&off, "withdrawn");
        set(&earned, "withdrawn");
    }
}
}

on_both! {
fn who_declines_is_counted_of_what_they_were_asked(house: &House) {
    house.at("2026-11-23T07:00:00Z");
    let (ground, supervisor, _) = morning(house);
    let day = ground.path("cover/2026-11-23");
    let needs = ground.api.get(&day).expect(200).json["requirements"].clone();
    let own = ground.api.acting_for(&supervisor);
    for (place, answer) in [(0, "accept"), (1, "decline"), (2, "")] {
        let body = json!({ "requirement_id": needs[place]["id"], "staff_id": supervisor });
        let id = ground.api.post(&format!("{day}/assignments"), &body).expect(201).id();
        if !answer.is_empty() {
            ground.api.send("POST", &format!("/v1/cover-assignments/{id}/offer"), None).expect(200);
            own.send("POST", &format!("/v1/cover-assignments/{id}/{answer}"), None).expect(200);
        }
    }
    let figures = own.get(&format!("/v1/staff/{supervisor}/quality?from=2026-11-23&to=2026-11-23")).expect(200).json;
    assert_eq!(figures["refusals"], json!({ "numerator": 1, "denominator": 2, "value": 0.5 }), "{figures}");
}
}
