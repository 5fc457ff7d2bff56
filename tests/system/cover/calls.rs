//! Calls: several people are asked at once, and the first who accepts has it; offers in bulk; what each leaves for the notices.

use super::ground::{DAY, School};
use crate::ground::{column, problem, text};
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

fn call(school: &School, (period, class): (&str, &str), body: &Value) -> Answer {
    let requirement = school.requirement(period, class)["id"].clone();
    school.here.api.post(&school.path(&format!("/requirements/{}/calls", text(&requirement))), body)
}

/// What a person does with a call or an assignment.
fn act(school: &School, who: &str, path: &str) -> Answer {
    school.here.api.acting_for(&school.id(who)).send("POST", path, None)
}

/// The codes of who was sent a notice of a kind, in the order of the codes.
fn noticed(house: &House, school: &School, kind: &str) -> Vec<String> {
    house.settle_events();
    let path = school.here.path("events?subject_kind=cover_notice&limit=500");
    let events = house.client("admin", &[]).get(&path).expect(200).json["data"].clone();
    let events = events.as_array().unwrap().iter().filter(|event| event["kind"] == kind);
    let mut codes: Vec<String> = events.map(|event| school.code(&event["subject_id"])).collect();
    codes.sort();
    codes
}

fn waiting(school: &School, who: &str) -> Vec<String> {
    let own = school.here.api.acting_for(&school.id(who));
    let calls = own.get(&format!("/v1/staff/{}/cover-calls", school.id(who))).expect(200).json["data"].clone();
    column(&calls, "class").into_iter().map(str::to_owned).collect()
}

on_both! {
/// 42. Cover was either offered to one person or sent to all without order.
fn the_first_who_accepts_a_call_has_it(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "11:00" })).expect(201);
    let made = call(&school, ("2", "7A/Ma"), &json!({})).expect(201);
    // Ben has PPA, Dee a class, Mo is in no post that covers.
    let asked: Vec<String> = made.json["asked_staff_ids"].as_array().unwrap().iter().map(|id| school.code(id)).collect();
    let mut codes = asked.clone();
    codes.sort();
    assert_eq!(codes, ["CAN", "EWA", "FEI", "GUS", "HAL"]);
    assert_eq!(noticed(house, &school, "cover_called"), codes);
    let line = school.requirement("2", "7A/Ma");
    assert_eq!((&line["status"], &line["calls"][0]["asked"], &line["calls"][0]["declined"]), (&json!("offered"), &json!(5), &json!(0)));
    assert_eq!((waiting(&school, "GUS"), waiting(&school, "BEN")), (vec!["7A/Ma".to_owned()], vec![]));

    let path = format!("/v1/cover-calls/{}", made.id());
    problem(house, act(&school, "BEN", &format!("{path}/accept")), &[404]);
    act(&school, "GUS", &format!("{path}/decline")).expect(200);
    act(&school, "GUS", &format!("{path}/decline")).expect(200);
    assert_eq!(school.requirement("2", "7A/Ma")["calls"][0]["declined"], json!(1));
    assert_eq!(waiting(&school, "GUS"), Vec::<String>::new());
    let told = school.here.api.acting_for(&school.id("HAL")).get(&path).expect(200).json;
    assert_eq!((&told["asked"], &told["asked_staff_ids"], &told["declined_staff_ids"]), (&json!(5), &json!([]), &json!([])));

    let given = act(&school, "HAL", &format!("{path}/accept")).expect(200);
    assert_eq!((&given.json["state"], &given.json["staff_id"]), (&json!("accepted"), &json!(school.id("HAL"))));
    assert_eq!(act(&school, "HAL", &format!("{path}/accept")).expect(200).json["id"], given.json["id"], "told again, not given twice");
    let late = problem(house, act(&school, "CAN", &format!("{path}/accept")), &[409]);
    assert!(late.text.contains("somebody else has accepted"), "{}", late.text);
    assert_eq!(noticed(house, &school, "cover_taken"), ["CAN", "EWA", "FEI"]);
    assert_eq!(school.requirement("2", "7A/Ma")["status"], "arranged");
    problem(house, call(&school, ("2", "7A/Ma"), &json!({})), &[409]);
    problem(house, school.here.api.send("POST", &format!("{path}/withdraw"), None), &[409]);

    // The refusal counts, and nobody is asked again: not by another call, and not because the absence was edited.
    school.publish();
    let ledger = school.here.api.get(&school.here.path(&format!("cover/fairness?from={DAY}&to={DAY}"))).expect(200).json;
    let gus = ledger["people"].as_array().unwrap().iter().find(|each| each["staff_id"] == school.id("GUS").as_str()).unwrap().clone();
    assert_eq!(gus["refusals"], json!(1));
    let before = noticed(house, &school, "cover_called").len();
    school.here.api.send("POST", &format!("/v1/cover-assignments/{}/release", given.id()), None).expect(200);
    problem(house, call(&school, ("2", "7A/Ma"), &json!({})), &[409]);
    let absences = school.here.api.get(&school.here.path("staff-absences?limit=10")).expect(200).json["data"].clone();
    let absence = format!("/v1/staff-absences/{}", text(&absences[0]["id"]));
    school.here.api.patch(&absence, &json!({ "ends": "11:10" })).expect(200);
    school.solve(&json!({}));
    assert_eq!(noticed(house, &school, "cover_called").len(), before);
}
}

on_both! {
/// Those who are named are each checked; a call ends with its time, and can be taken back.
fn a_call_to_some_names_who_cannot_and_ends_with_its_time(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "11:00" })).expect(201);
    let ids = |codes: &[&str]| codes.iter().map(|code| json!(school.id(code))).collect::<Vec<Value>>();
    let mut named = ids(&["GUS", "BEN", "GUS"]);
    named.push(json!(school.here.id));
    let refused = call(&school, ("2", "7A/Ma"), &json!({ "staff_ids": named })).expect(422);
    assert_eq!(refused.violations(), ["/staff_ids/1 ppa", "/staff_ids/2 repeated", "/staff_ids/3 unknown_staff"]);
    for wrong in ["2026-11-23T06:44:00Z", "2026-11-23T11:00:01Z"] {
        let refused = call(&school, ("2", "7A/Ma"), &json!({ "answer_by": wrong })).expect(422);
        assert_eq!(refused.violations(), ["/answer_by out_of_range"]);
    }
    let until = json!({ "staff_ids": ids(&["GUS", "HAL"]), "answer_by": "2026-11-23T08:00:00Z" });
    let first = format!("/v1/cover-calls/{}", call(&school, ("2", "7A/Ma"), &until).expect(201).id());
    let twice = call(&school, ("2", "7A/Ma"), &json!({ "staff_ids": ids(&["GUS", "CAN"]) })).expect(422);
    assert_eq!(twice.violations(), ["/staff_ids/0 asked_already"]);
    let second = format!("/v1/cover-calls/{}", call(&school, ("2", "7A/Ma"), &json!({ "staff_ids": ids(&["CAN"]) })).expect(201).id());
    let school = school.later(house, "2026-11-23T08:00:01Z");
    let ids = |codes: &[&str]| codes.iter().map(|code| json!(school.id(code))).collect::<Vec<Value>>();
    let late = problem(house, act(&school, "GUS", &format!("{first}/accept")), &[409]);
    assert!(late.text.contains("is over"), "{}", late.text);
    assert_eq!(waiting(&school, "GUS"), Vec::<String>::new());
    assert_eq!(waiting(&school, "CAN"), ["7A/Ma"]);
    school.here.api.send("POST", &format!("{second}/withdraw"), None).expect(200);
    assert_eq!(noticed(house, &school, "cover_withdrawn"), ["CAN"]);
    assert_eq!(school.requirement("2", "7A/Ma")["status"], "open");
    problem(house, act(&school, "CAN", &format!("{second}/accept")), &[409]);
    // Who is asked and then given something else at that time cannot take both.
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    let third = format!("/v1/cover-calls/{}", call(&school, ("2", "7A/Ma"), &json!({ "staff_ids": ids(&["EWA"]) })).expect(201).id());
    let other = json!({ "requirement_id": school.requirement("2", "9C/Ge")["id"], "staff_id": school.id("EWA") });
    school.here.api.post(&school.path("/assignments"), &other).expect(201);
    let busy = problem(house, act(&school, "EWA", &format!("{third}/accept")), &[409]);
    assert!(busy.text.contains("two_places"), "{}", busy.text);
    problem(house, call(&school, ("2", "9C/Ge"), &json!({})), &[409]);
    let decide = school.path(&format!("/requirements/{}", text(&school.requirement("1", "7A/Ma")["id"])));
    school.here.api.put(&decide, &json!({ "required": false, "reason": "In the hall" })).expect(200);
    problem(house, call(&school, ("1", "7A/Ma"), &json!({})), &[409]);
}
}

on_both! {
/// A call to which no time was set ends with its lesson.
fn nobody_accepts_a_call_whose_lesson_is_over(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "11:00" })).expect(201);
    let made = call(&school, ("2", "7A/Ma"), &json!({})).expect(201).id();
    let school = school.later(house, "2026-11-23T10:59:59Z");
    assert_eq!(waiting(&school, "GUS"), ["7A/Ma"]);
    let school = school.later(house, "2026-11-23T11:00:00Z");
    let late = problem(house, act(&school, "GUS", &format!("/v1/cover-calls/{made}/accept")), &[409]);
    assert!(late.text.contains("is over"), "{}", late.text);
    assert_eq!(waiting(&school, "GUS"), Vec::<String>::new());
    let line = school.requirement("2", "7A/Ma");
    assert_eq!((&line["status"], &line["calls"]), (&json!("open"), &json!([])));
    problem(house, call(&school, ("2", "7A/Ma"), &json!({})), &[409]);
}
}

on_both! {
/// Whoever was asked is told when somebody else has it: by a choice or by an allocation.
fn whoever_was_asked_is_told_that_somebody_else_has_it(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "11:00" })).expect(201);
    let give = |period: &str, who: &str, offer: bool| {
        let body = json!({ "requirement_id": school.requirement(period, "7A/Ma")["id"], "staff_id": school.id(who), "offer": offer });
        school.here.api.post(&school.path("/assignments"), &body).expect(201)
    };
    give("1", "GUS", true);
    give("1", "GUS", true);
    assert_eq!(noticed(house, &school, "cover_released"), Vec::<String>::new(), "it is theirs still");
    give("1", "HAL", false);
    assert_eq!(noticed(house, &school, "cover_released"), ["GUS"]);
    give("1", "DEE", false);
    assert_eq!(noticed(house, &school, "cover_released"), ["GUS"], "Hal was never asked");
    let accepted = give("2", "HAL", true).id();
    act(&school, "HAL", &format!("/v1/cover-assignments/{accepted}/accept")).expect(200);
    school.solve(&json!({ "exclude": [school.id("HAL")] }));
    assert_eq!(noticed(house, &school, "cover_released"), ["GUS", "HAL"]);
}
}

on_both! {
/// All arranged cover is offered at once, to nobody twice; each step leaves a notice for the person.
fn arranged_cover_is_offered_in_bulk(house: &House) {
    let school = School::new(house);
    school.here.api.put(&school.here.path("cover-settings"), &json!({ "agreement_needed": true })).expect(200);
    school.absent("ADA", &json!({ "starts": "08:40", "ends": "11:00" })).expect(201);
    for (period, class, who) in [("Reg", "7A", "GUS"), ("1", "7A/Ma", "HAL"), ("2", "7A/Ma", "GUS")] {
        let body = json!({ "requirement_id": school.requirement(period, class)["id"], "staff_id": school.id(who) });
        school.here.api.post(&school.path("/assignments"), &body).expect(201);
    }
    assert_eq!(noticed(house, &school, "cover_offered"), Vec::<String>::new());
    let offers = || school.here.api.send("POST", &school.path("/offers"), None).expect(200).json;
    assert_eq!(offers()["offered"].as_array().unwrap().len(), 3);
    assert_eq!(noticed(house, &school, "cover_offered"), ["GUS", "GUS", "HAL"]);
    let step = |period: &str, class: &str, who: &str, step: &str| {
        let assignment = school.requirement(period, class)["assignments"][0]["id"].clone();
        act(&school, who, &format!("/v1/cover-assignments/{}/{step}", text(&assignment))).expect(200)
    };
    step("1", "7A/Ma", "HAL", "accept");
    step("2", "7A/Ma", "GUS", "decline");
    let again = offers();
    assert_eq!((&again["offered"], &again["waiting"], &again["accepted"]), (&json!([]), &json!(1), &json!(1)));
    assert_eq!(noticed(house, &school, "cover_offered").len(), 3);
    assert_eq!(noticed(house, &school, "cover_declined"), ["GUS"]);
    let assignment = text(&school.requirement("1", "7A/Ma")["assignments"][0]["id"]).to_owned();
    school.here.api.send("POST", &format!("/v1/cover-assignments/{assignment}/release"), None).expect(200);
    assert_eq!(noticed(house, &school, "cover_released"), ["HAL"]);
    let school = school.later(house, "2026-11-24T07:00:00Z");
    problem(house, school.here.api.send("POST", &school.path("/offers"), None), &[409]);
}
}
