//! Feedback, and the flag that a capability process runs: for the line manager and human resources alone.

use crate::ground::{Ground, column, problem};
use serde_json::json;
use testkit::{Api, House, on_both};

on_both! {
fn feedback_is_read_by_who_is_in_charge_and_a_concern_says_what_follows(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Malik", "Cover manager", &["cover_manager"]);
    let [other, personnel] = [("Meera", "cover_manager"), ("Hana", "human_resources")].map(|(name, role)| ground.person(name, "Staff", &[role]));
    let [as_manager, as_other, as_personnel] = [&manager, &other, &personnel].map(|id| ground.api.acting_for(id));
    let begun = json!({ "line_manager_id": manager, "academic_year": "2026-27" });
    as_personnel.post(&format!("/v1/staff/{}/appraisals", ground.teacher), &begun).expect(201);
    let list = format!("/v1/staff/{}/feedback-notes", ground.teacher);
    let concern = json!({ "line_manager_id": manager, "kind": "concern", "given_on": "2026-11-24", "given_by": "A parent", "text": "Came late twice" });
    let refused = problem(house, as_manager.post(&list, &concern), &[422]);
    assert_eq!(refused.violations(), ["/given_on in_the_future", "/follow_up missing"]);
    let mut said = concern.clone();
    said["given_on"] = json!("2026-11-20");
    said["follow_up"] = json!("Spoken about on Monday");
    let path = format!("/v1/feedback-notes/{}", as_manager.post(&list, &said).expect(201).id());
    let mut by_other = said.clone();
    by_other["line_manager_id"] = json!(other);
    assert_eq!(problem(house, as_other.post(&list, &by_other), &[422]).violations(), ["/line_manager_id not_the_line_manager"]);
    problem(house, as_other.get(&path), &[404]);
    assert_eq!(as_other.get(&list).expect(200).json["data"], json!([]));
    problem(house, ground.as_teacher().get(&path), &[403]);
    for api in [&as_manager, &as_personnel] {
        assert_eq!(column(&api.get(&list).expect(200).json["data"], "kind"), ["concern"]);
    }
    let refused = problem(house, as_manager.patch(&path, &json!({ "follow_up": null })), &[422]);
    assert_eq!(refused.violations(), ["/follow_up missing"]);
    let praise = as_personnel.patch(&path, &json!({ "kind": "praise", "follow_up": null })).expect(200).json;
    assert_eq!((&praise["kind"], &praise["given_by"]), (&json!("praise"), &json!("A parent")));
    as_manager.patch(&path, &json!({ "withdrawn": "About somebody else" })).expect(200);
    assert_eq!(problem(house, as_manager.patch(&path, &json!({ "text": "Once more" })), &[422]).violations(), [" withdrawn"]);
}
}

on_both! {
fn one_capability_process_runs_and_its_reviews_are_reminded_of(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Malik", "Cover manager", &["cover_manager"]);
    let head = ground.person("Ifeoma", "Headteacher", &["headteacher"]);
    let [as_manager, as_head] = [&manager, &head].map(|id| ground.api.acting_for(id));
    let begun = json!({ "line_manager_id": manager, "academic_year": "2026-27" });
    ground.api.post(&format!("/v1/staff/{}/appraisals", ground.teacher), &begun).expect(201);
    let list = format!("/v1/staff/{}/capability-processes", ground.teacher);
    let body = json!({ "line_manager_id": manager, "started_on": "2026-10-12", "reason": "Registers are not taken",
        "reviews": [{ "due_on": "2026-11-16" }, { "due_on": "2026-12-14" }] });
    let mut none_ahead = body.clone();
    none_ahead["reviews"] = json!([{ "due_on": "2026-11-16", "held_on": "2026-11-17" }]);
    assert_eq!(problem(house, as_manager.post(&list, &none_ahead), &[422]).violations(), ["/reviews no_review_ahead"]);
    let path = format!("/v1/capability-processes/{}", as_manager.post(&list, &body).expect(201).id());
    assert_eq!(problem(house, as_manager.post(&list, &body), &[422]).violations(), [" one_runs"]);
    problem(house, as_head.get(&path), &[404]);
    let told = |api: &Api| {
        let all = api.get(&ground.path("staff-reminders?limit=500&ahead=30")).expect(200).json["data"].clone();
        let own = all.as_array().unwrap().iter().filter(|each| each["kind"] == "capability_review");
        own.map(|each| each["due_on"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((told(&as_manager), told(&as_head)), (vec![json!("2026-11-16")], vec![]));
    let held = json!({ "reviews": [{ "due_on": "2026-11-16", "held_on": "2026-11-17" }, { "due_on": "2026-12-14" }] });
    as_manager.patch(&path, &held).expect(200);
    assert_eq!(told(&ground.api), [json!("2026-12-14")]);
    let early = problem(house, as_manager.patch(&path, &json!({ "end": { "ended_on": "2026-10-11", "outcome": "improved" } })), &[422]);
    assert_eq!(early.violations(), ["/end/ended_on ends_before_it_begins"]);
    as_manager.patch(&path, &json!({ "end": { "ended_on": "2026-11-20", "outcome": "improved" } })).expect(200);
    assert!(told(&as_manager).is_empty());
    assert_eq!(problem(house, as_manager.patch(&path, &json!({ "reason": "Another" })), &[422]).violations(), [" closed"]);
    // The next may begin, and two who begin one at once begin one.
    let next = json!({ "line_manager_id": manager, "started_on": "2026-11-23", "reason": "Registers again", "reviews": [{ "due_on": "2026-12-14" }] });
    let answers = std::thread::scope(|scope| {
        [0, 1].map(|_| scope.spawn(|| ground.api.post(&list, &next).status)).map(|thread| thread.join().unwrap())
    });
    assert_eq!(answers.iter().filter(|status| **status == 201).count(), 1, "{answers:?}");
}
}
