//! Line management: for the line manager and human resources alone.

use super::employment;
use crate::ground::{Ground, column, problem};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn an_appraisal_goes_step_by_step_and_is_seen_by_two(house: &House) {
    let ground = Ground::new(house);
    let supervisor = ground.person("Sunita", "Cover supervisor", &["cover_supervisor"]);
    let manager = ground.person("Malik", "Cover manager", &["cover_manager"]);
    let head = ground.person("Ifeoma", "Headteacher", &["headteacher"]);
    let personnel = ground.person("Hana", "Personnel officer", &["human_resources"]);
    let [as_manager, as_head, as_personnel] = [&manager, &head, &personnel].map(|id| ground.api.acting_for(id));
    let list = format!("/v1/staff/{supervisor}/appraisals");
    let objective = json!({ "kind": "role", "title": "Registers on time", "measure": "19 of 20 within ten minutes" });
    let body = json!({ "line_manager_id": manager, "academic_year": "2026-27", "objectives": [objective] });
    // Nobody writes under the name of another, and there is one a year.
    let refused = problem(house, as_head.post(&list, &body), &[422]);
    assert_eq!(refused.violations(), ["/line_manager_id not_the_line_manager"]);
    // Nor does anybody make themselves somebody's manager.
    let refused = problem(house, as_manager.post(&list, &body), &[422]);
    assert_eq!(refused.violations(), ["/line_manager_id set_by_human_resources"]);
    let made = as_personnel.post(&list, &body).expect(201);
    problem(house, as_manager.post(&list, &body), &[409]);
    let path = format!("/v1/appraisals/{}", made.id());
    problem(house, as_head.get(&path), &[404]);
    problem(house, as_head.patch(&path, &json!({ "status": "agreed" })), &[404]);
    assert_eq!(as_head.get(&list).expect(200).json["data"], json!([]));
    assert_eq!(as_personnel.get(&list).expect(200).json["data"][0]["id"], made.id());
    problem(house, ground.api.acting_for(&supervisor).get(&path), &[403]);
    let early = json!({ "status": "completed", "final_review": { "held_on": "2026-11-23", "summary": "Too early" } });
    let refused = problem(house, as_manager.patch(&path, &early), &[422]);
    assert_eq!(refused.violations(), ["/status not_the_next_step", "/objectives/0/status still_open"]);
    as_manager.patch(&path, &json!({ "status": "agreed" })).expect(200);
    let other = json!({ "objectives": [{ "kind": "role", "title": "Something else", "measure": "None" }] });
    problem(house, as_manager.patch(&path, &other), &[422]);
    let mut met = objective.clone();
    met["status"] = json!("met");
    let done = json!({ "status": "completed", "objectives": [met], "final_review": { "held_on": "2026-11-23", "summary": "Left us, with thanks" } });
    let done = as_personnel.patch(&path, &done).expect(200);
    problem(house, as_manager.with("If-Match", made.header("etag")).patch(&path, &json!({})), &[412]);
    let closed = problem(house, as_manager.patch(&path, &json!({ "status": "agreed" })), &[422]);
    assert_eq!(closed.violations(), [" closed"]);
    assert_eq!(as_manager.get(&path).expect(200).header("etag"), done.header("etag"));
}
}

on_both! {
fn human_resources_say_who_manages_and_the_manager_goes_on(house: &House) {
    let ground = Ground::new(house);
    let [first, second] = ["Malik", "Meera"].map(|name| ground.person(name, "Cover manager", &["cover_manager"]));
    let personnel = ground.api.acting_for(&ground.person("Hana", "Personnel officer", &["human_resources"]));
    let [as_first, as_second] = [&first, &second].map(|id| ground.api.acting_for(id));
    let list = format!("/v1/staff/{}/appraisals", ground.teacher);
    let figures = format!("/v1/staff/{}/quality?from=2026-11-16&to=2026-11-20", ground.teacher);
    let of = |manager: &str, year: &str| json!({ "line_manager_id": manager, "academic_year": year });
    personnel.post(&list, &of(&first, "2025-26")).expect(201);
    as_first.get(&figures).expect(200);
    // Who is first on the first of September is not the manager for that.
    let refused = problem(house, as_second.post(&list, &of(&second, "2026-27")), &[422]);
    assert_eq!(refused.violations(), ["/line_manager_id set_by_human_resources"]);
    problem(house, as_second.get(&figures), &[404]);
    // Nor does a manager keep the years ahead.
    let refused = problem(house, as_first.post(&list, &of(&first, "2027-28")), &[422]);
    assert_eq!(refused.violations(), ["/academic_year not_begun"]);
    let next = as_first.post(&list, &of(&first, "2026-27")).expect(201).id();
    as_first.get(&figures).expect(200);
    // Ended, it leaves nobody, until human resources name another.
    personnel.patch(&format!("/v1/appraisals/{next}"), &json!({ "status": "cancelled" })).expect(200);
    problem(house, as_first.get(&figures), &[404]);
    problem(house, as_first.post(&list, &of(&first, "2026-27")), &[422]);
    personnel.post(&list, &of(&second, "2026-27")).expect(201);
    as_second.get(&figures).expect(200);
    problem(house, as_first.get(&figures), &[404]);
}
}

on_both! {
fn human_resources_are_that_at_their_own_academy(house: &House) {
    let ground = Ground::new(house);
    let there = ground.neighbour();
    let both = ground.api.acting_for(&there.person("Hana", "Personnel officer", &["human_resources", "trust_officer"]));
    for figures in ["quality?from=2026-11-16&to=2026-11-20", "working-time?week=2026-11-23"] {
        both.get(&format!("/v1/staff/{}/{figures}", there.teacher)).expect(200);
        problem(house, both.get(&format!("/v1/staff/{}/{figures}", ground.teacher)), &[404]);
    }
}
}

on_both! {
fn confidential_lists_tell_nothing_of_others(house: &House) {
    let ground = Ground::new(house);
    let [manager, other] = ["Malik", "Meera"].map(|name| ground.person(name, "Cover manager", &["cover_manager"]));
    let personnel = ground.api.acting_for(&ground.person("Hana", "Personnel officer", &["human_resources"]));
    let meeting = |manager: &str, about: &str| {
        let body = json!({ "line_manager_id": manager, "held_on": "2026-11-20", "notes": "Went through the week" });
        personnel.post(&format!("/v1/staff/{about}/one-to-ones"), &body).expect(201).id()
    };
    let list = format!("/v1/staff/{}/one-to-ones", ground.teacher);
    let since = ground.api.acting_for(&manager).get(&list).expect(200).json["watermark"].as_str().unwrap().to_owned();
    let foreign = [meeting(&other, &ground.teacher), meeting(&other, &ground.officer)];
    let own = meeting(&manager, &ground.teacher);
    let third = meeting(&other, &ground.teacher);
    house.settle_events();
    for ask in ["limit=1".to_owned(), format!("limit=1&updated_since={since}")] {
        let page = ground.api.acting_for(&manager).get(&format!("{list}?{ask}")).expect(200).json;
        assert_eq!(column(&page["data"], "id"), [own.as_str()], "{page}");
        assert!(page["next_cursor"].is_null(), "another page tells that there are others: {page}");
        let text = page.to_string();
        assert!(foreign.iter().all(|id| !text.contains(id.as_str())), "{text}");
    }
    // Human resources see all about the person, page by page, and nothing about another.
    let ask = format!("{list}?limit=2&updated_since={since}");
    let first = personnel.get(&ask).expect(200).json;
    let rest = personnel.get(&format!("{ask}&cursor={}", first["next_cursor"].as_str().unwrap())).expect(200).json;
    let mut seen = [column(&first["data"], "id"), column(&rest["data"], "id")].concat();
    let mut all = [&foreign[0], &own, &third].map(String::as_str);
    seen.sort_unstable();
    all.sort_unstable();
    assert_eq!((seen.as_slice(), &rest["next_cursor"]), (all.as_slice(), &json!(null)), "{first} {rest}");
    assert_eq!((&first["removed"], &rest["removed"]), (&json!([]), &json!([])));
}
}

on_both! {
fn observations_and_one_to_ones_are_as_confidential(house: &House) {
    let ground = Ground::new(house);
    // The same records serve the attendance team.
    let manager = ground.person("Anwen", "Attendance manager", &["attendance_manager"]);
    let leader = ground.person("Leila", "Senior leader", &["senior_leader"]);
    let [as_manager, as_leader] = [&manager, &leader].map(|id| ground.api.acting_for(id));
    let begun = json!({ "line_manager_id": manager, "academic_year": "2026-27" });
    ground.api.post(&format!("/v1/staff/{}/appraisals", ground.officer), &begun).expect(201);
    let seen = json!({ "line_manager_id": manager, "observed_on": "2026-11-20", "kind": "own_work", "start": "strong", "work": "concern",
        "behaviour": "sound", "register_taken": false });
    let list = format!("/v1/staff/{}/observations", ground.officer);
    assert_eq!(problem(house, as_manager.post(&list, &seen), &[422]).violations(), ["/follow_up missing"]);
    let mut whole = seen.clone();
    whole["follow_up"] = json!("Watch a lesson of a colleague");
    let made = as_manager.post(&list, &whole).expect(201);
    problem(house, as_leader.get(&format!("/v1/observations/{}", made.id())), &[404]);
    as_manager.get(&format!("/v1/observations/{}", made.id())).expect(200);
    let list = format!("/v1/staff/{}/one-to-ones", ground.officer);
    let meeting = json!({ "line_manager_id": manager, "held_on": "2026-11-20", "notes": "Went through the week", "next_on": "2026-12-04" });
    let made = as_manager.post(&list, &meeting).expect(201);
    problem(house, as_leader.get(&format!("/v1/one-to-ones/{}", made.id())), &[404]);
    assert_eq!(as_leader.get(&list).expect(200).json["data"], json!([]));
    // Whoever manages nobody is reminded of nothing of it.
    let kinds = |api: &testkit::Api| {
        let list = api.get(&ground.path("staff-reminders?limit=500")).expect(200).json["data"].clone();
        column(&list, "kind").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(!kinds(&as_leader).contains(&"one_to_one".to_owned()));
    assert!(kinds(&ground.api).contains(&"one_to_one".to_owned()));
}
}

on_both! {
fn what_expires_is_remembered(house: &House) {
    let ground = Ground::new(house);
    let list = format!("/v1/staff/{}/trainings", ground.teacher);
    let old = json!({ "kind": "first_aid", "title": "First aid at work", "completed_on": "2023-12-01" });
    let made = ground.api.post(&list, &old).expect(201);
    assert_eq!(made.json["expires_on"], "2026-12-01", "first aid holds three years");
    let ends = json!({ "contract": { "kind": "fixed_term", "first_day": "2026-09-01", "last_day": "2026-12-11", "fte": 1.0 } });
    ground.api.put(&format!("/v1/staff/{}/employment", ground.teacher), &employment(&ends)).expect(201);
    let path = ground.path("staff-reminders?limit=500");
    let all = ground.api.get(&path).expect(200).json["data"].clone();
    let of_teacher: Vec<(&str, &str)> = all.as_array().unwrap().iter()
        .filter(|each| each["staff_id"] == ground.teacher.as_str() && each["kind"] != "vetting")
        .map(|each| (each["kind"].as_str().unwrap(), each["due_on"].as_str().unwrap_or("")))
        .collect();
    assert_eq!(of_teacher, [("training", "2026-12-01"), ("contract_ends", "2026-12-11")]);
    assert!(all.as_array().unwrap().iter().any(|each| each["kind"] == "vetting" && each["overdue"] == json!(true)), "{all}");
    // A newer course silences the reminder.
    ground.api.post(&list, &json!({ "kind": "first_aid", "title": "First aid at work", "completed_on": "2026-11-01" })).expect(201);
    let all = ground.api.get(&path).expect(200).json["data"].clone();
    assert!(!column(&all, "kind").contains(&"training"), "{all}");
    let page = ground.api.get(&ground.path("staff-reminders?limit=1")).expect(200).json;
    assert!(page["next_cursor"].is_string());
    problem(house, ground.api.post(&list, &json!({ "kind": "fire", "title": "Fire", "completed_on": "2027-01-01" })), &[422]);
}
}
