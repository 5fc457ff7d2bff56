//! Contacts, staff and groups.

use crate::ground::{Ground, column, pointers, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

on_both! {
fn siblings_share_a_contact_and_each_has_their_own_tie_to_it(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo, cai] = ground.pupils(["Amal", "Bo", "Cai"]);
    let of = |pupil: &str| format!("/v1/pupils/{pupil}/contacts");
    let mother = json!({ "surname": "Example", "forename": "Parvati", "title": "Ms", "relationship": "Mother", "parent_basis": "natural_parent",
        "lives_with_pupil": true, "priority": 1, "telephone": "07700 900000", "email": "parvati@example.org", "language": "ta",
        "restrictions": "None known" });
    let made = ground.api.post(&of(&amal), &mother).expect(201);
    for (name, value) in mother.as_object().unwrap() {
        assert_eq!(&made.json[name], value, "{name}");
    }
    let id = made.id();
    let tie = json!({ "contact_id": id, "relationship": "Aunt", "parent_basis": "has_care" });
    let shared = ground.api.post(&of(&bo), &tie).expect(201).json;
    assert_eq!((text(&shared["id"]), text(&shared["surname"]), text(&shared["relationship"])), (id.as_str(), "Example", "Aunt"));
    ground.api.get(&format!("{}/{id}", of(&amal))).expect(200);
    problem(house, ground.api.get(&format!("{}/{id}", of(&cai))), &[404]);
    // Who is a parent in law is never inferred from who is called first.
    let neighbour = json!({ "surname": "Neighbour", "relationship": "Neighbour", "priority": 1 });
    let neighbour = ground.api.post(&of(&amal), &neighbour).expect(201).json;
    assert_eq!(neighbour["parent_basis"], "none");
    let listed = ground.api.get(&of(&amal)).expect(200).json["data"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let other = ground.neighbour();
    let theirs = other.pupil("Bashir", &json!({}));
    problem(house, ground.api.post(&of(&theirs), &tie), &[404, 422]);
    let refused = problem(house, ground.api.post(&of(&amal), &json!({ "relationship": "" })), &[422]);
    assert!(pointers(&refused).contains(&"/relationship"), "{}", refused.text);
}
}

on_both! {
fn a_member_of_staff_has_one_code_and_the_roles_that_were_given(house: &House) {
    let ground = Ground::new(house);
    let list = ground.api.get(&ground.path("staff")).expect(200).json["data"].clone();
    let mut codes = column(&list, "staff_code");
    codes.sort_unstable();
    assert_eq!(codes, ["AEX", "TEX"]);
    let twice = json!({ "staff_code": "TEX", "surname": "Example", "forename": "Other", "position": "Teacher" });
    problem(house, ground.api.post(&ground.path("staff"), &twice), &[409]);
    let wrong = json!({ "staff_code": "NEW", "surname": "Example", "forename": "Other", "position": "Teacher", "roles": ["teacher", "wizard"] });
    assert_eq!(pointers(&problem(house, ground.api.post(&ground.path("staff"), &wrong), &[422])), ["/roles/1"]);
    let path = format!("/v1/staff/{}", ground.teacher);
    let changed = ground.api.patch(&path, &json!({ "roles": ["teacher", "tutor"], "email": null })).expect(200).json;
    assert_eq!((&changed["roles"], &changed["email"], text(&changed["position"])), (&json!(["teacher", "tutor"]), &Value::Null, "Teacher of nothing"));
    problem(house, ground.api.patch(&path, &json!({ "staff_code": "AEX" })), &[409]);
    // The same code at another academy is another person.
    let other = ground.neighbour();
    ground.api.post(&other.path("staff"), &twice).expect(201);
}
}

on_both! {
fn a_group_has_members_between_days(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let made = ground.api.post(&ground.path("groups"), &json!({ "name": "8x/Ma1", "kind": "teaching" })).expect(201);
    let group = made.id();
    let path = format!("/v1/groups/{group}/members");
    let body = json!({ "members": [{ "pupil_id": amal, "first_day": "2026-09-03", "last_day": "2026-11-20" }, { "pupil_id": bo, "first_day": "2026-11-23" }] });
    let added = ground.api.post(&path, &body).expect(200).json;
    assert_eq!(ground.api.post(&path, &body).expect(200).json["data"], added["data"], "the same again changes nothing");
    let on = |day: &str| column(&ground.api.get(&format!("{path}?on={day}")).expect(200).json["data"], "pupil_id").iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!((on("2026-11-20"), on("2026-11-23"), on("2026-09-02")), (vec![amal.clone()], vec![bo.clone()], vec![]));
    // All or none: one wrong member and nobody is added.
    let wrong = json!({ "members": [{ "pupil_id": amal, "first_day": "2026-11-25" }, { "pupil_id": bo, "first_day": "2026-12-10", "last_day": "2026-12-01" }] });
    problem(house, ground.api.post(&path, &wrong), &[422]);
    assert_eq!(on("2026-11-25"), std::slice::from_ref(&bo));
    // What has begun is ended, not removed; what has not begun may be taken back.
    problem(house, ground.api.delete(&format!("{path}/{amal}?first_day=2026-09-03")), &[409]);
    ground.api.put(&format!("{path}/{amal}"), &json!({ "first_day": "2026-12-01" })).expect(200);
    ground.api.delete(&format!("{path}/{amal}?first_day=2026-12-01")).expect(204);
    problem(house, ground.api.delete(&format!("{path}/{amal}?first_day=2026-12-01")), &[404]);
    let kinds = ground.api.get(&ground.path("groups?kind=teaching")).expect(200).json["data"].clone();
    assert_eq!(column(&kinds, "name"), ["8x/Ma1"]);
    problem(house, ground.api.post(&ground.path("groups"), &json!({ "name": "8x/Ma1", "kind": "teaching" })), &[409, 422]);
}
}

on_both! {
fn an_academy_is_unique_by_its_number_and_changes_only_what_was_sent(house: &House) {
    let ground = Ground::new(house);
    let path = format!("/v1/academies/{}", ground.id);
    let before = ground.api.get(&path).expect(200).json;
    let changed = ground.api.patch(&path, &json!({ "name": "Renamed Academy" })).expect(200).json;
    for same in ["urn", "la_code", "establishment_number", "phase", "mark_authority", "created_at"] {
        assert_eq!(before[same], changed[same], "{same}");
    }
    let twice = json!({ "name": "Other", "urn": before["urn"], "phase": "primary" });
    problem(house, ground.api.post("/v1/academies", &twice), &[409]);
    for wrong in [json!({ "name": "" }), json!({ "name": null }), json!({ "urn": "12" }), json!({ "urn": 123_456 }), json!({ "phase": "college" }), json!({ "mark_authority": "both" })] {
        let refused = problem(house, ground.api.patch(&path, &wrong), &[400, 422]);
        assert_eq!(pointers(&refused), [format!("/{}", wrong.as_object().unwrap().keys().next().unwrap())]);
    }
    assert_eq!(ground.api.get(&path).expect(200).json, changed);
}
}
