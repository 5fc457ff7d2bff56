//! Nobody is in two places at one time, whatever the way there: declined and accepted after all, decided and undone.

use super::ground::School;
use crate::ground::{column, problem, text};
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

/// Ada and Ben are away in period 1.
fn two_away(house: &House) -> School {
    let school = School::new(house);
    for code in ["ADA", "BEN"] {
        school.absent(code, &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    }
    school
}

fn give(school: &School, class: &str, who: &str, more: &Value) -> Answer {
    let mut body = json!({ "requirement_id": school.requirement("1", class)["id"], "staff_id": school.id(who) });
    for (name, value) in more.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    school.here.api.post(&school.path("/assignments"), &body)
}

fn step(school: &School, assignment: &str, step: &str) -> Answer {
    school.here.api.send("POST", &format!("/v1/cover-assignments/{assignment}/{step}"), None)
}

on_both! {
/// Who declined, was given something else at that time, and accepts after all is told what is in the way.
fn what_was_declined_is_not_accepted_beside_other_cover(house: &House) {
    let school = two_away(house);
    let first = give(&school, "7A/Ma", "GUS", &json!({ "offer": true })).expect(201).id();
    step(&school, &first, "decline").expect(200);
    let second = give(&school, "8B/En", "GUS", &json!({})).expect(201).id();
    for verb in ["accept", "offer"] {
        let refused = problem(house, step(&school, &first, verb), &[409]);
        assert!(refused.text.contains("two_places"), "{}", refused.text);
    }
    assert_eq!(school.lines(), ["1 7A/Ma open ", "1 8B/En arranged GUS"]);
    // Free again, the person may take it after all.
    step(&school, &second, "release").expect(200);
    step(&school, &first, "accept").expect(200);
    assert_eq!(school.lines(), ["1 7A/Ma arranged GUS", "1 8B/En open "]);
}
}

on_both! {
/// Cover that stands again because a decision was taken back pushes out what the person was given meanwhile.
fn of_two_covers_at_one_time_the_later_made_falls_away(house: &House) {
    let school = two_away(house);
    give(&school, "7A/Ma", "GUS", &json!({})).expect(201);
    let requirement = school.requirement("1", "7A/Ma")["id"].clone();
    let decide = |body: Value| school.here.api.put(&school.path(&format!("/requirements/{}", text(&requirement))), &body).expect(200);
    decide(json!({ "required": false, "reason": "The class is in the hall" }));
    let second = give(&school, "8B/En", "GUS", &json!({})).expect(201).id();
    decide(json!({}));
    assert_eq!(school.lines(), ["1 7A/Ma arranged GUS", "1 8B/En open "]);
    let changes = school.day()["changes"].clone();
    assert_eq!((column(&changes, "assignment_id"), column(&changes, "because")), (vec![second.as_str()], vec!["coverer_elsewhere"]));
    school.publish();
    assert_eq!(school.here.api.get(&format!("/v1/cover-assignments/{second}")).expect(200).json["ended_because"], "coverer_elsewhere");
}
}
