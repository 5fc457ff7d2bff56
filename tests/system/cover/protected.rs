//! What nobody is asked however few are left: planning and early career time, a workshop without the competence; and who changes places.

use super::ground::School;
use crate::ground::column;
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

fn give(school: &School, requirement: &Value, who: &str, reason: &str) -> Answer {
    let body = json!({ "requirement_id": requirement["id"], "staff_id": school.id(who), "reason": reason });
    school.here.api.post(&school.path("/assignments"), &body)
}

fn exclude(school: &School, codes: &[&str]) -> Value {
    json!({ "exclude": codes.iter().map(|code| school.id(code)).collect::<Vec<_>>() })
}

on_both! {
/// PPA time (STPCD) and the time of an early career teacher are not used for cover: not by an allocation that has nobody else, and not by hand
/// with whatever reason.
fn planning_and_early_career_time_are_never_cover(house: &House) {
    let school = School::new(house);
    school.import(house, "timetable-csv", &School::timetable("CAN,mon,2,ect,,,\n"));
    school.absent("ADA", &json!({ "starts": "10:00", "ends": "11:00" })).expect(201);
    let line = school.requirement("2", "7A/Ma");
    let solved = school.solve(&exclude(&school, &["GUS", "HAL", "EWA", "FEI"]));
    assert_eq!(solved["assignments"], json!([]), "Ben has PPA and Can early career time: {solved}");
    let because = &solved["uncovered"][0]["because"];
    for (rule, who) in [("ppa", "BEN"), ("ect", "CAN")] {
        let told = because.as_array().unwrap().iter().find(|each| each["rule"] == rule).unwrap_or_else(|| panic!("{because}"));
        assert_eq!(told["staff_ids"], json!([school.id(who)]), "{because}");
        let refused = give(&school, &line, who, "There is nobody else at all").expect(422);
        assert_eq!(refused.violations(), [format!("/staff_id {rule}")]);
        let pin = json!({ "pins": [{ "requirement_id": line["id"], "staff_id": school.id(who), "reason": "There is nobody else" }] });
        let pinned = school.solve(&pin);
        assert_eq!((&pinned["status"], &pinned["assignments"]), (&json!("infeasible"), &json!([])), "{pinned}");
    }
    // In the time beside it they are asked like anybody else.
    give(&school, &line, "FEI", "Fei is free").expect(201);
    assert_eq!(school.lines(), ["2 7A/Ma arranged FEI"]);
}
}

on_both! {
/// Three who cover at one time change places in a circle: each pin is in the way of the next only as long as what was there stands.
fn three_change_places_in_a_circle(house: &House) {
    let school = School::new(house);
    for code in ["ADA", "BEN", "CAN"] {
        school.absent(code, &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    }
    let lines = ["7A/Ma", "8B/En", "10C/Hi"].map(|class| school.requirement("1", class));
    let circle = ["GUS", "HAL", "FEI"];
    for (line, who) in lines.iter().zip(circle) {
        give(&school, line, who, "As it was in the morning").expect(201);
    }
    let pins: Vec<Value> = lines.iter().zip(["HAL", "FEI", "GUS"])
        .map(|(line, who)| json!({ "requirement_id": line["id"], "staff_id": school.id(who), "reason": "They change places" })).collect();
    let solved = school.solve(&json!({ "pins": pins }));
    assert_eq!((&solved["status"], &solved["uncovered"]), (&json!("optimal"), &json!([])), "{solved}");
    let who = ["7A/Ma", "8B/En", "10C/Hi"].map(|class| school.code(&school.requirement("1", class)["covering_staff_id"]));
    assert_eq!(who, ["HAL", "FEI", "GUS"]);
}
}

on_both! {
/// A duty of somebody who is away needs nobody until the academy says that duties do; then it is covered like a lesson.
fn a_duty_is_covered_where_the_academy_has_duties_covered(house: &House) {
    let school = School::new(house);
    school.import(house, "timetable-csv", &School::timetable("DEE,mon,3,duty,,,Gate\n"));
    school.absent("DEE", &json!({ "starts": "11:20", "ends": "12:20" })).expect(201);
    assert_eq!(school.lines(), [] as [String; 0]);
    school.here.api.put(&school.here.path("cover-settings"), &json!({ "cover_duties": true })).expect(200);
    let solved = school.solve(&json!({}));
    assert_eq!((&solved["status"], &solved["uncovered"]), (&json!("optimal"), &json!([])), "{solved}");
    let day = school.day();
    let line = &day["requirements"][0];
    assert_eq!((&line["period"], &line["activity"], &line["status"]), (&json!("3"), &json!("duty"), &json!("arranged")), "{day}");
    assert!(["GUS", "HAL"].contains(&school.code(&line["covering_staff_id"]).as_str()), "{day}");
}
}

on_both! {
/// An academy that has said nothing sends nobody into a laboratory who is not competent there; it may say that it does.
fn a_laboratory_is_for_the_competent_unless_the_academy_says_otherwise(house: &House) {
    let school = School::new(house);
    school.import(house, "timetable-csv", &School::timetable("EWA,mon,2,lesson,8S/Sc,SCIENCE,Lab1\n"));
    school.absent("EWA", &json!({ "starts": "10:00", "ends": "11:00" })).expect(201);
    let open = school.solve(&json!({}));
    assert_eq!(open["assignments"], json!([]), "{open}");
    assert!(column(&open["uncovered"][0]["because"], "rule").contains(&"competence"), "{open}");
    let line = school.requirement("2", "8S/Sc");
    let refused = give(&school, &line, "GUS", "There is nobody else").expect(422);
    assert_eq!(refused.violations(), ["/staff_id competence"]);
    // Capitals do not matter, for the subject or for the competence.
    let employment = json!({ "cover_roles": ["cover_supervisor"], "competences": ["science"],
        "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 1.0 } });
    school.here.api.put(&format!("/v1/staff/{}/employment", school.id("HAL")), &employment).expect(201);
    let ask = json!({ "save": false });
    assert_eq!(column(&school.solve(&ask)["assignments"], "staff_id"), [school.id("HAL").as_str()]);
    school.here.api.put(&school.here.path("cover-settings"), &json!({ "practical_subjects": [] })).expect(200);
    let all = school.solve(&json!({ "save": false, "exclude": [school.id("HAL")] }));
    assert_eq!(column(&all["assignments"], "staff_id"), [school.id("GUS").as_str()], "{all}");
}
}
