//! Who is somebody's line manager today, what they write and correct, and of what they are reminded.

use super::fairness::{allocate_and_publish, morning};
use super::{employment, vetted};
use crate::ground::{Ground, column, problem};
use serde_json::{Value, json};
use testkit::{Api, House, on_both};

fn begun(manager: &str, year: &str) -> Value {
    json!({ "line_manager_id": manager, "academic_year": year })
}

fn meeting(manager: &str, held_on: &str) -> Value {
    json!({ "line_manager_id": manager, "held_on": held_on, "notes": "Went through the week" })
}

/// What a caller is reminded of about a person, as `kind due_on`.
fn reminders(ground: &Ground, api: &Api, staff: &str) -> Vec<String> {
    let list = api.get(&ground.path("staff-reminders?limit=500")).expect(200).json["data"].clone();
    let of_person = list.as_array().unwrap().iter().filter(|each| each["staff_id"] == staff);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    of_person.map(|each| format!("{} {}", text(&each["kind"]), text(&each["due_on"]))).collect()
}

on_both! {
fn who_manages_today_writes_and_who_managed_before_reads_what_they_wrote(house: &House) {
    let ground = Ground::new(house);
    let [first, second] = ["Malik", "Meera"].map(|name| ground.person(name, "Cover manager", &["cover_manager"]));
    let leader = ground.person("Leila", "Senior leader", &["senior_leader"]);
    let [as_first, as_second, as_leader] = [&first, &second, &leader].map(|id| ground.api.acting_for(id));
    let personnel = ground.api.acting_for(&ground.person("Hana", "Personnel officer", &["human_resources"]));
    let of = |what: &str| format!("/v1/staff/{}/{what}", ground.officer);
    let old = personnel.post(&of("appraisals"), &begun(&first, "2025-26")).expect(201).id();
    let note = as_first.post(&of("one-to-ones"), &meeting(&first, "2026-11-06")).expect(201).id();
    // A role that lets somebody manage makes nobody the manager of everybody.
    let refused = problem(house, as_leader.post(&of("one-to-ones"), &meeting(&leader, "2026-11-06")), &[422]);
    assert_eq!(refused.violations(), ["/line_manager_id not_the_line_manager"]);
    personnel.post(&of("appraisals"), &begun(&second, "2026-27")).expect(201);
    // The new manager knows what was agreed before and goes on with it; the former reads what they wrote and writes no more.
    let next = as_second.post(&of("one-to-ones"), &meeting(&second, "2026-11-20")).expect(201).id();
    let seen = |api: &Api| {
        let list = api.get(&of("one-to-ones")).expect(200).json["data"].clone();
        column(&list, "id").into_iter().map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(seen(&as_second), [note.clone(), next.clone()].into());
    assert_eq!(seen(&as_first), [note.clone()].into());
    as_second.get(&format!("/v1/appraisals/{old}")).expect(200);
    problem(house, as_first.get(&format!("/v1/one-to-ones/{next}")), &[404]);
    let refused = problem(house, as_first.post(&of("one-to-ones"), &meeting(&first, "2026-11-20")), &[422]);
    assert_eq!(refused.violations(), ["/line_manager_id not_the_line_manager"]);
    let own = format!("/v1/one-to-ones/{note}");
    problem(house, as_first.patch(&own, &json!({ "notes": "Something else" })), &[403]);
    problem(house, as_first.patch(&format!("/v1/appraisals/{old}"), &json!({ "status": "cancelled" })), &[403]);
    problem(house, as_leader.patch(&own, &json!({ "notes": "Something else" })), &[404]);
    let corrected = as_second.patch(&own, &json!({ "next_on": "2026-12-04" })).expect(200).json;
    assert_eq!((&corrected["next_on"], &corrected["notes"]), (&json!("2026-12-04"), &json!("Went through the week")));
    let refused = problem(house, as_second.patch(&own, &json!({ "next_on": "2026-11-01" })), &[422]);
    assert_eq!(refused.violations(), ["/next_on not_after"]);
    let withdrawn = as_second.patch(&own, &json!({ "withdrawn": "Entered about the wrong person" })).expect(200).json;
    assert_eq!(withdrawn["withdrawn"], "Entered about the wrong person");
    let refused = problem(house, personnel.patch(&own, &json!({ "notes": "Once more" })), &[422]);
    assert_eq!(refused.violations(), [" withdrawn"]);
}
}

on_both! {
fn whom_human_resources_name_can_read_what_is_written_under_the_name(house: &House) {
    let ground = Ground::new(house);
    let there = ground.neighbour();
    let elsewhere = there.person("Malik", "Cover manager", &["cover_manager"]);
    let list = format!("/v1/staff/{}/appraisals", ground.officer);
    for (who, code) in [(&elsewhere, "of_another_academy"), (&ground.teacher, "may_not_read")] {
        let refused = problem(house, ground.api.post(&list, &begun(who, "2026-27")), &[422]);
        assert_eq!(refused.violations(), [format!("/line_manager_id {code}")]);
    }
}
}

on_both! {
fn training_is_for_the_person_their_manager_and_human_resources(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Anwen", "Attendance manager", &["attendance_manager"]);
    let leader = ground.person("Leila", "Senior leader", &["senior_leader"]);
    let [as_manager, as_leader] = [&manager, &leader].map(|id| ground.api.acting_for(id));
    ground.api.post(&format!("/v1/staff/{}/appraisals", ground.officer), &begun(&manager, "2026-27")).expect(201);
    let list = format!("/v1/staff/{}/trainings", ground.officer);
    let course = json!({ "kind": "first_aid", "title": "First aid at work", "completed_on": "2023-12-01", "impact": "Confident now" });
    problem(house, as_leader.post(&list, &course), &[404]);
    let path = format!("/v1/trainings/{}", as_manager.post(&list, &course).expect(201).id());
    for api in [&ground.as_officer(), &as_manager, &ground.api] {
        assert_eq!(api.get(&list).expect(200).json["data"][0]["impact"], "Confident now");
        api.get(&path).expect(200);
    }
    for api in [&as_leader, &ground.as_teacher()] {
        problem(house, api.get(&list), &[404]);
        problem(house, api.get(&path), &[404]);
    }
    problem(house, ground.as_officer().patch(&path, &json!({ "impact": "None" })), &[403]);
    // The line manager is told of what runs out, the certificate with it, though not of what is missing.
    let expiring = json!({ "checks": [{ "kind": "right_to_work", "done_on": "2024-08-20", "expires_on": "2026-12-20" }] });
    ground.api.put(&format!("/v1/staff/{}/checks", ground.officer), &expiring).expect(201);
    let told = reminders(&ground, &as_manager, &ground.officer);
    assert_eq!(told, ["one_to_one 2026-10-14", "appraisal_objectives 2026-10-31", "training 2026-12-01", "vetting 2026-12-20"]);
    assert!(!reminders(&ground, &as_leader, &ground.officer).iter().any(|each| each.starts_with("training")));
    assert!(reminders(&ground, &as_manager, &ground.teacher).is_empty(), "nobody of theirs");
    let totals = as_manager.get(&format!("/v1/staff/{}/training-totals?from=2023-09-01&to=2026-11-23", ground.officer)).expect(200).json;
    assert_eq!((&totals["courses"], &totals["without_minutes"], &totals["expired"]), (&json!(1), &json!(1), &json!([])));
    problem(house, as_leader.get(&format!("/v1/staff/{}/training-totals", ground.officer)), &[404]);
    // Withdrawn, it is no longer counted.
    as_manager.patch(&path, &json!({ "withdrawn": "Somebody else's" })).expect(200);
    assert!(!reminders(&ground, &as_manager, &ground.officer).iter().any(|each| each.starts_with("training")));
}
}

on_both! {
fn what_the_cycle_lacks_is_remembered(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Anwen", "Attendance manager", &["attendance_manager"]);
    let as_manager = ground.api.acting_for(&manager);
    let of = |what: &str| format!("/v1/staff/{}/{what}", ground.officer);
    // Nobody is asked for an appraisal of a teacher here; the officer's was to be begun by the end of October.
    assert_eq!(reminders(&ground, &ground.api, &ground.officer).iter().filter(|each| each.starts_with("appraisal")).collect::<Vec<_>>(),
        ["appraisal_missing 2026-10-31"]);
    assert!(!reminders(&ground, &ground.api, &ground.teacher).iter().any(|each| each.starts_with("appraisal")));
    assert!(!reminders(&ground, &as_manager, &ground.officer).iter().any(|each| each.starts_with("appraisal")));
    let started = json!({ "cover_roles": [], "contract": { "kind": "permanent", "first_day": "2026-09-15", "fte": 1.0 } });
    ground.api.put(&of("employment"), &employment(&started)).expect(201);
    let mut on_probation = begun(&manager, "2026-27");
    on_probation["probation"] = json!(true);
    let appraisal = format!("/v1/appraisals/{}", ground.api.post(&of("appraisals"), &on_probation).expect(201).id());
    let told = || {
        let all = reminders(&ground, &as_manager, &ground.officer);
        all.into_iter().filter(|each| !each.starts_with("appraisal") && !each.starts_with("vetting")).collect::<Vec<_>>()
    };
    assert_eq!(told(), ["probation_review 2026-10-15", "one_to_one 2026-10-27"]);
    let held = json!({ "probation_reviews": [{ "held_on": "2026-10-16", "summary": "Settled in well" }] });
    as_manager.patch(&appraisal, &held).expect(200);
    as_manager.post(&of("one-to-ones"), &meeting(&manager, "2026-11-06")).expect(201);
    assert_eq!(told(), ["probation_review 2026-12-15", "one_to_one 2026-12-18"]);
    let mut planned = meeting(&manager, "2026-11-20");
    planned["next_on"] = json!("2027-01-08");
    as_manager.post(&of("one-to-ones"), &planned).expect(201);
    assert_eq!(told(), ["probation_review 2026-12-15"]);
    let settings = ground.api.get(&ground.path("cover-settings")).expect(200).json;
    assert_eq!(settings["one_to_one_weeks"], json!(6));
}
}

on_both! {
/// Of who has left nothing is to be seen to any more.
fn nothing_is_asked_of_who_has_left(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Anwen", "Attendance manager", &["attendance_manager"]);
    let as_manager = ground.api.acting_for(&manager);
    let of = |what: &str| format!("/v1/staff/{}/{what}", ground.officer);
    let contract = |last: Value| employment(&json!({ "cover_roles": [],
        "contract": { "kind": "permanent", "first_day": "2026-09-01", "last_day": last, "fte": 1.0 } }));
    ground.api.put(&of("employment"), &contract(json!(null))).expect(201);
    let mut on_probation = begun(&manager, "2026-27");
    on_probation["probation"] = json!(true);
    ground.api.post(&of("appraisals"), &on_probation).expect(201);
    let course = json!({ "kind": "first_aid", "title": "First aid at work", "completed_on": "2023-12-01" });
    as_manager.post(&of("trainings"), &course).expect(201);
    let mut planned = meeting(&manager, "2026-11-06");
    planned["next_on"] = json!("2026-11-16");
    as_manager.post(&of("one-to-ones"), &planned).expect(201);
    let hours = json!({ "kind": "toil", "day": "2026-11-19", "minutes": 60, "reason": "Open evening" });
    ground.as_officer().post(&of("extra-hours"), &hours).expect(201);
    let kinds = || {
        let told = reminders(&ground, &as_manager, &ground.officer);
        told.iter().filter_map(|each| Some(each.split_once(' ')?.0.to_owned())).collect::<std::collections::BTreeSet<_>>()
    };
    let there = kinds();
    for kind in ["training", "appraisal_objectives", "probation_review", "one_to_one", "extra_hours"] {
        assert!(there.contains(kind), "{kind} of {there:?}");
    }
    ground.api.put(&of("employment"), &contract(json!("2026-11-20"))).expect(200);
    assert!(kinds().is_empty(), "{:?}", kinds());
}
}

on_both! {
fn an_observed_cover_is_one_that_was_given(house: &House) {
    house.at("2026-11-23T07:00:00Z");
    let (ground, supervisor, _) = morning(house);
    let manager = ground.person("Malik", "Cover manager", &["cover_manager"]);
    vetted(&ground.api, &manager);
    ground.api.post(&format!("/v1/staff/{supervisor}/appraisals"), &begun(&manager, "2026-27")).expect(201);
    allocate_and_publish(house, &ground);
    let group = ground.group("8x/Ma1");
    let pupils = ground.pupils(["Amal", "Bilal"]);
    let members: Vec<Value> = pupils.iter().map(|pupil| json!({ "pupil_id": pupil, "first_day": "2026-09-03" })).collect();
    ground.api.post(&format!("/v1/groups/{group}/members"), &json!({ "members": members })).expect(200);
    house.at("2026-11-23T09:05:00Z");
    let marks = crate::ground::marks_of(&[(&pupils[0], "/"), (&pupils[1], "/")]);
    let register = ground.path(&format!("lessons/2026-11-23/1/{group}/register"));
    house.everything().acting_for(&supervisor).put(&register, &marks).expect(200);
    let ground = ground.later(house, "2026-11-23T13:00:00Z");
    let as_manager = ground.api.acting_for(&manager);
    let list = format!("/v1/staff/{supervisor}/observations");
    let seen = |period: &str, class: &str| json!({ "line_manager_id": manager, "observed_on": "2026-11-23", "period": period, "class": class,
        "start": "sound", "work": "sound", "behaviour": "sound", "register_taken": true,
        "facts": { "started_on_time": true, "call_outs": 2 } });
    for (period, class) in [("1", "8y/Ma1"), ("4", "8x/Ma1")] {
        let refused = problem(house, as_manager.post(&list, &seen(period, class)), &[422]);
        assert_eq!(refused.violations(), ["/observed_on not_covered_then"]);
    }
    let made = as_manager.post(&list, &seen("1", "8x/Ma1")).expect(201);
    assert_eq!((&made.json["register_on_record"], &made.json["facts"]["call_outs"]), (&json!(true), &json!(2)), "{}", made.text);
    // What the observer believed and what is kept stand beside each other.
    let moved = as_manager.patch(&format!("/v1/observations/{}", made.id()), &json!({ "period": "3" })).expect(200);
    assert_eq!((&moved.json["register_taken"], &moved.json["register_on_record"]), (&json!(true), &json!(false)), "{}", moved.text);
    let mut own = seen("4", "7z/Ma1");
    own["kind"] = json!("own_work");
    assert_eq!(as_manager.post(&list, &own).expect(201).json["register_on_record"], json!(null));
    // Counted, for who manages; of the person's own work nothing is in it.
    let figures = format!("/v1/staff/{supervisor}/quality?from=2026-11-16&to=2026-11-27");
    let seen = as_manager.get(&figures).expect(200).json;
    assert_eq!((&seen["observed"]["observations"], &seen["observed"]["call_outs"]["numerator"], &seen["observed"]["work_clear"]["value"]),
        (&json!(1), &json!(2), &json!(null)), "{seen}");
    assert_eq!(ground.api.acting_for(&supervisor).get(&figures).expect(200).json["observed"], json!(null));
}
}
