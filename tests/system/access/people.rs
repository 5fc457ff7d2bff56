//! What a person may do: by role, and where.

use super::{
    ground::{Full, names_something, writes},
    guarded,
};
use crate::ground::{column, mark, problem};
use std::collections::HashMap;
use testkit::{House, on_both};

on_both! {
fn a_person_needs_the_role(house: &House) {
    let full = Full::new(house);
    let mut people: HashMap<&str, String> = HashMap::new();
    let mut person = |role: &'static str| people.entry(role).or_insert_with(|| full.here.person(role, "Made-up post", &[role])).clone();
    for line in guarded() {
        if !line.may_not.is_empty() {
            let refused = full.call(&full.here.api.acting_for(&person(line.may_not)), line);
            assert_eq!(refused.status, 403, "{} by {}: {}", line.id, line.may_not, refused.text);
            problem(house, refused, &[403]);
        }
        if line.may.is_empty() {
            continue;
        }
        let allowed = full.call(&full.here.api.acting_for(&person(line.may)), line);
        assert!(!matches!(allowed.status, 401 | 403 | 404 | 500..), "{} by {}: {} {}", line.id, line.may, allowed.status, allowed.text);
    }
}
}

on_both! {
fn a_person_does_no_more_than_the_client_that_acts_for_them(house: &House) {
    let full = Full::new(house);
    let reading = house.client("roll:read attendance:read", &[]).acting_for(&full.here.officer);
    for line in guarded().filter(|line| writes(line)) {
        assert_eq!(full.call(&reading, line).status, 403, "{}", line.id);
    }
    let me = reading.get("/v1/me").expect(200).json;
    let of_client = house.client("roll:read attendance:read", &[]).get("/v1/me").expect(200).json;
    assert_eq!(me["person"]["staff_id"], full.here.officer.as_str());
    assert_eq!(me["academies"], serde_json::json!([full.here.id]));
    assert!(!me["actions"].as_array().unwrap().iter().any(|action| action == "amend_marks"));
    assert!(me["actions"].as_array().unwrap().len() <= of_client["actions"].as_array().unwrap().len());
}
}

on_both! {
fn a_person_of_another_academy_finds_nothing_here(house: &House) {
    let full = Full::new(house);
    let manager = full.there.person("Manager", "Headteacher", &["headteacher", "attendance_manager", "attendance_officer"]);
    let elsewhere = full.here.api.acting_for(&manager);
    for line in guarded().filter(|line| names_something(line)) {
        let answer = full.call(&elsewhere, line);
        let by_role = answer.status == 403 && matches!(line.id, "update_academy" | "list_events");
        assert!(answer.status == 404 || by_role, "{} {} {}", line.id, answer.status, answer.text);
    }
    let seen = elsewhere.get("/v1/academies").expect(200).json["data"].clone();
    assert_eq!(column(&seen, "id"), [full.there.id.as_str()]);
    // A client that does not reach the person's academy cannot act for them, and nobody can act for somebody who is not there.
    let limited = house.client("roll:read attendance:read attendance:write", &[&full.here.id]);
    for stranger in [manager.as_str(), "01890000-0000-7000-8000-000000000000"] {
        let answer = limited.acting_for(stranger).get("/v1/academies");
        problem(house, answer, &[403, 404, 422]);
    }
    let one = limited.acting_for(&manager).get("/v1/academies");
    let other = limited.acting_for("01890000-0000-7000-8000-000000000000").get("/v1/academies");
    assert_eq!((one.status, &one.json["detail"]), (other.status, &other.json["detail"]), "the two look alike");
}
}

on_both! {
fn roles_are_given_only_by_those_who_may_give_them(house: &House) {
    let full = Full::new(house);
    let personnel = full.here.person("Personnel", "Personnel officer", &["human_resources"]);
    let teacher = format!("/v1/staff/{}", full.here.teacher);
    let promote = |role: &str| serde_json::json!({ "roles": [role] });
    problem(house, full.here.as_teacher().patch(&teacher, &promote("headteacher")), &[403]);
    problem(house, full.here.as_officer().patch(&teacher, &promote("attendance_officer")), &[403]);
    problem(house, full.here.api.acting_for(&personnel).patch(&teacher, &promote("trust_officer")), &[403]);
    problem(house, house.client("roll:write roll:read", &[]).patch(&teacher, &promote("trust_officer")), &[403]);
    assert_eq!(full.here.api.get(&teacher).expect(200).json["roles"], serde_json::json!(["teacher"]));
    full.here.api.patch(&teacher, &promote("attendance_officer")).expect(200);
    // The new role holds at once: no token remembers the old one.
    let pupil = full.here.api.get(&full.here.path("pupils")).expect(200).json["data"][0]["id"].as_str().unwrap().to_owned();
    let body = serde_json::json!({ "code": "I", "reason": "Parent telephoned" });
    full.here.as_teacher().patch(&mark(&pupil, "2026-11-20/am"), &body).expect(200);
}
}
