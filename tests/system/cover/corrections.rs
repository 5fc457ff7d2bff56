//! What is written late, written twice, or written without saying why: days that are over, pins, refusals, what was told already.

use super::ground::{DAY, School};
use crate::ground::{column, problem, text};
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

fn give(school: &School, (period, class): (&str, &str), who: &str, more: &Value) -> Answer {
    let mut body = json!({ "requirement_id": school.requirement(period, class)["id"], "staff_id": school.id(who) });
    for (name, value) in more.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    school.here.api.post(&school.path("/assignments"), &body)
}

on_both! {
/// A day that is over is corrected with a reason, which is kept; without one nothing of it changes.
fn a_day_that_is_over_is_corrected_with_a_reason_only(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "11:00" })).expect(201);
    let first = give(&school, ("1", "7A/Ma"), "GUS", &json!({})).expect(201).id();
    let second = give(&school, ("2", "7A/Ma"), "HAL", &json!({})).expect(201).id();
    school.publish();
    let school = school.later(house, "2026-11-24T07:00:00Z");
    let api = &school.here.api;
    let before = school.lines();
    problem(house, give(&school, ("1", "7A/Ma"), "HAL", &json!({})), &[409]);
    for step in ["release", "decline", "offer"] {
        problem(house, api.send("POST", &format!("/v1/cover-assignments/{first}/{step}"), None), &[409]);
    }
    let blank = api.post(&format!("/v1/cover-assignments/{first}/release"), &json!({ "reason": " " })).expect(422);
    assert_eq!(blank.violations(), ["/reason blank"]);
    problem(house, api.post(&school.path("/solve"), &json!({ "keep": false })), &[409]);
    let decision = school.path(&format!("/requirements/{}", text(&school.requirement("2", "7A/Ma")["id"])));
    for decided in [json!({ "required": true }), json!({ "split_at": "10:30" })] {
        problem(house, api.put(&decision, &decided), &[409]);
    }
    assert_eq!(school.solve(&json!({ "save": false }))["status"], "optimal", "to ask changes nothing");
    assert_eq!(school.lines(), before);

    let reason = json!({ "reason": "Gus had gone home" });
    let released = api.post(&format!("/v1/cover-assignments/{first}/release"), &reason).expect(200);
    assert_eq!((&released.json["state"], &released.json["correction"]), (&json!("replaced"), &json!("Gus had gone home")));
    let given = give(&school, ("1", "7A/Ma"), "CAN", &json!({ "reason": "Can stood in" })).expect(422);
    assert_eq!(given.violations(), ["/staff_id teaching"], "a reason does not put anybody in two places");
    let given = give(&school, ("1", "7A/Ma"), "HAL", &json!({ "reason": "Hal stood in" })).expect(201);
    assert_eq!(given.json["correction"], "Hal stood in");
    let pins = json!({ "pins": [{ "requirement_id": school.requirement("2", "7A/Ma")["id"], "staff_id": school.id("GUS") }], "reason": "They changed places" });
    assert_eq!(school.solve(&pins)["status"], "optimal");
    let assignments = school.requirement("2", "7A/Ma")["assignments"].clone();
    let kept = api.get(&format!("/v1/cover-assignments/{}", text(&assignments[0]["id"]))).expect(200).json;
    assert_eq!((school.code(&kept["staff_id"]), &kept["correction"]), ("GUS".to_owned(), &json!("They changed places")));
    assert_eq!(api.get(&format!("/v1/cover-assignments/{second}")).expect(200).json["state"], "replaced");
    let decided = api.put(&decision, &json!({ "required": false, "reason": "They were in the hall" })).expect(200);
    assert_eq!(decided.json["correction"], "They were in the hall");
}
}

on_both! {
/// Pins that contradict each other are refused, blank reasons are none, and what a pin sets aside is on record in full.
fn what_a_pin_sets_aside_is_on_record(house: &House) {
    let school = School::new(house);
    let limit = json!({ "limits": [{ "tier": "cover_supervisor", "limits": { "day": 1 } }] });
    school.here.api.put(&school.here.path("cover-settings"), &limit).expect(200);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "11:00" })).expect(201);
    let ids = ["1", "2"].map(|period| school.requirement(period, "7A/Ma")["id"].clone());
    let pin = |place: usize, who: &str, reason: Value| json!({ "requirement_id": ids[place], "staff_id": school.id(who), "reason": reason });
    let solve = |pins: Value| school.here.api.post(&school.path("/solve"), &json!({ "pins": pins }));
    let twice = solve(json!([pin(0, "GUS", json!(null)), pin(0, "HAL", json!(null))])).expect(422);
    assert_eq!(twice.violations(), ["/pins/1/requirement_id contradiction"]);
    assert_eq!(solve(json!([pin(0, "GUS", json!("\t"))])).expect(422).violations(), ["/pins/0/reason blank"]);
    assert_eq!(solve(json!([pin(0, "GUS", json!(""))])).expect(422).violations(), ["/pins/0/reason too_short"]);

    give(&school, ("1", "7A/Ma"), "GUS", &json!({})).expect(201);
    assert_eq!(solve(json!([pin(1, "GUS", json!(null))])).expect(200).json["status"], "infeasible");
    assert_eq!(solve(json!([pin(1, "GUS", json!("Nobody else knows them"))])).expect(200).json["status"], "optimal");
    let kept = |period: &str| {
        let id = school.requirement(period, "7A/Ma")["assignments"][0]["id"].clone();
        school.here.api.get(&format!("/v1/cover-assignments/{}", text(&id))).expect(200).json
    };
    assert_eq!((&kept("2")["overridden"], &kept("2")["reason"]), (&json!(["limit_day"]), &json!("Nobody else knows them")));
    // Who holds it already is pinned with what is set aside by now.
    assert_eq!((&kept("1")["overridden"], &kept("1")["reason"]), (&json!([]), &json!(null)));
    solve(json!([pin(0, "GUS", json!("They start with it"))])).expect(200);
    assert_eq!((&kept("1")["overridden"], &kept("1")["reason"]), (&json!(["limit_day"]), &json!("They start with it")));
}
}

on_both! {
/// 30. What was declined could not be given to anybody else: it is, by hand too. A practical lesson goes to nobody without the
/// competence, whatever the reason.
fn what_was_declined_is_given_by_hand_and_a_workshop_to_nobody_unsafe(house: &House) {
    let school = School::new(house);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    let first = give(&school, ("2", "9C/Ge"), "GUS", &json!({ "offer": true })).expect(201).id();
    school.here.api.acting_for(&school.id("GUS")).send("POST", &format!("/v1/cover-assignments/{first}/decline"), None).expect(200);
    give(&school, ("2", "9C/Ge"), "HAL", &json!({})).expect(201);
    let line = school.requirement("2", "9C/Ge");
    assert_eq!((&line["status"], school.code(&line["covering_staff_id"])), (&json!("arranged"), "HAL".to_owned()));
    school.here.api.put(&school.here.path("cover-settings"), &json!({ "practical_subjects": ["Art"] })).expect(200);
    school.absent("EWA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    let unsafe_there = give(&school, ("1", "9D/Ar"), "GUS", &json!({ "reason": "Nobody else is left" })).expect(422);
    assert_eq!(unsafe_there.violations(), ["/staff_id competence"]);
    let allocation = school.solve(&json!({ "save": false }));
    let open = allocation["uncovered"].as_array().unwrap();
    assert!(open.iter().any(|each| column(&each["because"], "rule").contains(&"competence")), "{allocation}");
}
}

on_both! {
/// 42. Approved again, edited, solved again: whoever has accepted is asked nothing and told nothing a second time.
fn whoever_has_accepted_is_not_told_again(house: &House) {
    let school = School::new(house);
    school.here.api.put(&school.here.path("cover-settings"), &json!({ "agreement_needed": true })).expect(200);
    let absence = school.absent("DEE", &json!({ "ends": "11:00" })).expect(201).id();
    let given = give(&school, ("2", "9C/Ge"), "GUS", &json!({ "offer": true })).expect(201).id();
    school.here.api.acting_for(&school.id("GUS")).send("POST", &format!("/v1/cover-assignments/{given}/accept"), None).expect(200);
    school.publish();
    let notices = || {
        house.settle_events();
        let path = school.here.path("events?subject_kind=cover_notice&limit=500");
        house.client("admin", &[]).get(&path).expect(200).json["data"].as_array().unwrap().len()
    };
    let before = notices();
    assert_eq!(before, 2, "offered and published");
    school.here.api.patch(&format!("/v1/staff-absences/{absence}"), &json!({ "ends": "11:10" })).expect(200);
    school.solve(&json!({ "keep": false }));
    school.here.api.send("POST", &school.path("/offers"), None).expect(200);
    let again = school.publish();
    assert_eq!((&again["changes"], notices()), (&json!([]), before));
    let kept = school.here.api.get(&format!("/v1/cover-assignments/{given}")).expect(200).json;
    assert_eq!((&kept["state"], &school.requirement("2", "9C/Ge")["assignments"][0]["id"]), (&json!("accepted"), &json!(given)));
    // On what terms and why is for the person and for who sees what everybody covers.
    let seen_by = |who: &str| school.here.api.acting_for(&school.id(who)).get(&format!("/v1/cover-assignments/{given}")).status;
    assert_eq!((seen_by("GUS"), seen_by("HAL"), seen_by("MGR")), (200, 404, 200));
}
}

on_both! {
/// Somebody comes back in the middle of a period: whoever covers gives what is left of it, in every place that tells it.
fn of_a_period_that_became_shorter_the_rest_is_covered(house: &House) {
    let school = School::new(house);
    let absence = school.absent("DEE", &json!({ "ends": "11:00" })).expect(201).id();
    let given = give(&school, ("2", "9C/Ge"), "GUS", &json!({})).expect(201).id();
    school.publish();
    let feed = || school.here.api.get(&format!("/v1/staff/{}/cover.ics", school.id("GUS"))).expect(200).text;
    assert!(feed().contains("DTEND:20261123T110000Z"), "{}", feed());
    school.here.api.patch(&format!("/v1/staff-absences/{absence}"), &json!({ "ends": "10:20" })).expect(200);
    let line = school.requirement("2", "9C/Ge");
    assert_eq!((&line["assignments"][0]["id"], &line["assignments"][0]["ends"]), (&json!(given), &json!("10:20")));
    assert_eq!(line["status"], "changed_after_publish");
    let slip = school.here.api.get(&school.path("/slips")).expect(200).json["data"][0].clone();
    assert_eq!((&slip["ends"], &slip["stands"]), (&json!("10:20"), &json!(true)));
    assert!(feed().contains("DTEND:20261123T102000Z") && feed().contains("STATUS:CONFIRMED"), "{}", feed());
    let minutes = || {
        let path = school.here.path(&format!("cover/fairness?from={DAY}&to={DAY}"));
        school.here.api.get(&path).expect(200).json["minutes"].clone()
    };
    assert_eq!(minutes(), json!(20));
    // Gus leaves at half past ten: by then nobody needs him.
    school.absent("GUS", &json!({ "starts": "10:30", "ends": "11:00" })).expect(201);
    assert_eq!(school.day()["changes"], json!([]));
    let told = school.publish();
    assert_eq!((column(&told["changes"], "staff_id"), column(&told["changes"], "kind")), (vec![school.id("GUS").as_str()], vec!["changed"]));
    assert_eq!(minutes(), json!(20));
}
}
