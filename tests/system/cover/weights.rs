//! The order in which people are asked, late in the year as well as early, and how an academy changes it.

use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// Somebody in a post that the roles do not know.
fn in_post(school: &School, forename: &str, post: &str, more: &Value) -> String {
    let id = school.here.person(forename, "Made-up post", &["teacher"]);
    crate::staffing::vetted(&school.here.api, &id);
    let mut body =
        json!({ "cover_roles": [post], "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 1.0 } });
    for (name, value) in more.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    school.here.api.put(&format!("/v1/staff/{id}/employment"), &body).expect(201);
    id
}

/// The day of the class's teacher, solved for everybody but some; nothing else changes.
fn solve_on(school: &School, date: &str, body: &Value) -> Value {
    // What is over is written with a reason alone.
    let mut body = body.clone();
    if date < DAY {
        body["reason"] = json!("Entered afterwards");
    }
    school.here.api.post(&school.here.path(&format!("cover/{date}/solve")), &body).expect(200).json
}

fn cost(assignment: &Value, rule: &str) -> Option<i64> {
    let because = assignment["because"].as_array().unwrap().iter().find(|each| each["rule"] == rule)?;
    because["cost"].as_i64()
}

fn absent_on(school: &School, first: &str, last: &str) {
    let absence = json!({ "staff_id": school.id("ADA"), "first_day": first, "last_day": last, "category": "SIC" });
    school.here.api.post(&school.here.path("staff-absences"), &absence).expect(201);
}

on_both! {
/// A supervisor who has covered every Monday of the term comes before the next post all the same, and a weight that is changed changes
/// who is asked.
fn late_in_the_term_the_order_of_posts_still_holds(house: &House) {
    let school = School::new(house);
    let assistant = in_post(&school, "Hlin", "hlta", &json!({}));
    let supply = school.supply();
    let others = [school.id("HAL"), assistant.clone(), supply];
    for monday in ["2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12", "2026-11-02", "2026-11-09", "2026-11-16"] {
        absent_on(&school, monday, monday);
        let solved = solve_on(&school, monday, &json!({ "exclude": others }));
        assert!(column(&solved["assignments"], "staff_id").iter().all(|who| *who == school.id("GUS")), "{solved}");
    }
    absent_on(&school, DAY, DAY);
    let ask = json!({ "exclude": [school.id("HAL")], "save": false });
    let solved = school.solve(&ask);
    assert_eq!((&solved["status"], &solved["bookings"]), (&json!("optimal"), &json!([])));
    let assigned = solved["assignments"].as_array().unwrap();
    assert_eq!(assigned.len(), 4, "{solved}");
    for one in assigned {
        assert_eq!(text(&one["staff_id"]), school.id("GUS"));
        let fairness = cost(one, "fairness").unwrap();
        assert!((100..=1_000).contains(&fairness), "a heavy load, and no more than the whole: {one}");
    }
    // Dearer than a higher level assistant, the supervisor is next.
    let settings = |body: Value| school.here.api.put(&school.here.path("cover-settings"), &body);
    settings(json!({ "weights": { "cover_supervisor": 100_000 } })).expect(200);
    let told = school.here.api.get(&school.here.path("cover-settings")).expect(200).json;
    assert_eq!((&told["weights"]["cover_supervisor"], &told["weights"]["cover_teacher"]), (&json!(100_000), &json!(40_000)));
    let changed = school.solve(&ask);
    assert!(column(&changed["assignments"], "staff_id").iter().all(|who| *who == assistant), "{changed}");
    assert_eq!(cost(&changed["assignments"][0], "tier"), Some(80_000));
    let refused = settings(json!({ "weights": { "teacher": 10_000_001, "fairness_week": -1 } })).expect(422);
    assert_eq!(refused.json["errors"].as_array().unwrap().len(), 2, "{}", refused.json);
}
}

on_both! {
/// A class that was supervised on as many days of an absence as the settings allow goes to somebody who teaches; and whoever had a class
/// on another day of the absence is asked for it again.
fn a_class_that_was_supervised_long_enough_gets_a_teacher(house: &House) {
    let school = School::new(house);
    let supply = school.supply();
    absent_on(&school, "2026-11-16", DAY);
    let settings = |body: Value| school.here.api.put(&school.here.path("cover-settings"), &body).expect(200);
    settings(json!({ "supervised_days": 2 }));
    let only = |who: &str| {
        let other = if who == "GUS" { "HAL" } else { "GUS" };
        json!({ "exclude": [school.id(other), supply] })
    };
    // 7A/Ma has lessons on Monday and Tuesday, 9C/Ma on Monday alone.
    for date in ["2026-11-16", "2026-11-17"] {
        solve_on(&school, date, &only("HAL"));
    }
    let solved = school.solve(&json!({ "save": false }));
    let of = |class: &str| {
        let id = school.requirement(if class == "9C/Ma" { "4" } else { "1" }, class)["id"].clone();
        solved["assignments"].as_array().unwrap().iter().find(|each| each["requirement_id"] == id).unwrap().clone()
    };
    assert_eq!(text(&of("7A/Ma")["staff_id"]), supply, "{solved}");
    assert_eq!((text(&of("9C/Ma")["staff_id"]), cost(&of("9C/Ma"), "same_class")), (school.id("HAL").as_str(), Some(-3_800)), "{solved}");
    // Two days of three: the supervisor who had it has it again.
    settings(json!({ "supervised_days": 3 }));
    let solved = school.solve(&json!({ "save": false }));
    assert_eq!((column(&solved["assignments"], "staff_id").contains(&supply.as_str()), solved["bookings"].clone()), (false, json!([])));
}
}

on_both! {
/// Somebody who may not be asked for a room is not asked for a class that is moved there for the day.
fn the_room_of_the_day_decides_what_may_not_be_asked(house: &House) {
    let school = School::new(house);
    let restricted = json!({ "restrictions": [{ "kind": "room", "what": "R9" }] });
    let careful = in_post(&school, "Cara", "cover_supervisor", &restricted);
    school.here.api.post(&school.here.path("rooms"), &json!({ "name": "R9" })).expect(201);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    let only = json!({ "exclude": [school.id("GUS"), school.id("HAL")], "save": false });
    assert_eq!(column(&school.solve(&only)["assignments"], "staff_id"), [careful.as_str()]);
    school.here.api.put(&school.path("/rooms"), &json!({ "period": "1", "class": "7A/Ma", "room": "R9" })).expect(204);
    let solved = school.solve(&only);
    let open = solved["uncovered"].as_array().unwrap();
    let told = open.iter().flat_map(|each| each["because"].as_array().unwrap()).find(|each| each["rule"] == "restricted");
    assert!(!column(&solved["assignments"], "staff_id").contains(&careful.as_str()), "{solved}");
    assert!(open.is_empty() || told.is_some(), "{solved}");
}
}
