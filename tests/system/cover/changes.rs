//! Absences that change while their cover is arranged: what still stands stays.

use super::absences::asked;
use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// Who covers what by which assignment, as `period class who assignment`.
fn covered(school: &School) -> Vec<String> {
    let day = school.day();
    let line = |each: &Value| {
        let [period, class, who] = ["period", "class", "covering_staff_id"].map(|name| text(&each[name]));
        format!("{period} {class} {who} {}", text(&each["assignments"][0]["id"]))
    };
    day["requirements"].as_array().unwrap().iter().map(line).collect()
}

fn change(school: &School, absence: &str, body: &Value) {
    school.here.api.patch(&format!("/v1/staff-absences/{absence}"), body).expect(200);
}

on_both! {
/// 27. Two parts of one day: both are covered and published, and what becomes of one leaves the other alone.
fn editing_one_of_two_absences_of_a_day_leaves_the_cover_of_the_other(house: &House) {
    let school = School::new(house);
    let early = school.absent("ADA", &json!({ "starts": "08:30", "ends": "10:00" })).expect(201).id();
    let late = school.absent("ADA", &json!({ "starts": "13:00", "ends": "15:00" })).expect(201).id();
    assert_eq!(asked(&school, DAY), ["Reg 7A 08:40-09:00", "1 7A/Ma 09:00-10:00", "4 9C/Ma 13:10-14:10"]);
    school.solve(&json!({}));
    school.publish();
    let before = covered(&school);
    assert!(before.iter().all(|line| line.split(' ').nth(2).is_some_and(|who| !who.is_empty())), "{before:?}");
    change(&school, &early, &json!({ "starts": "09:00", "ends": "11:00" }));
    let after = covered(&school);
    assert!(after.contains(&before[1]) && after.contains(&before[2]), "{after:?}");
    assert_eq!(column(&school.day()["changes"], "class"), ["7A"], "she is there for registration after all");
    assert_eq!(school.requirement("2", "7A/Ma")["status"], "open");
    school.solve(&json!({}));
    let next = school.publish();
    assert_eq!(school.requirement("4", "9C/Ma")["status"], "published");
    assert!(column(&next["changes"], "class").iter().all(|class| *class != "9C/Ma"), "{next}");
    // The later one is cancelled with its reason: the teacher has the lesson again.
    change(&school, &late, &json!({ "cancelled_because": "The appointment was moved" }));
    let read = school.here.api.get(&format!("/v1/staff-absences/{late}")).expect(200).json;
    assert_eq!(read["cancelled"], "The appointment was moved");
    let day = school.day();
    let gone: Vec<(&str, &str)> = column(&day["changes"], "class").into_iter().zip(column(&day["changes"], "because")).collect();
    assert_eq!(gone, [("9C/Ma", "absence_ended")]);
    assert!(covered(&school).contains(&before[1]), "the other stands");
}
}

on_both! {
/// Who is back earlier in the day has the later lessons again; the earlier ones stay as they were arranged.
fn shortening_an_absence_within_a_day_keeps_the_cover_that_still_stands(house: &House) {
    let school = School::new(house);
    let id = school.absent("ADA", &json!({})).expect(201).id();
    school.solve(&json!({}));
    school.publish();
    let before = covered(&school);
    change(&school, &id, &json!({ "ends": "11:00" }));
    assert_eq!(covered(&school), before[..3]);
    let day = school.day();
    assert_eq!((column(&day["changes"], "class"), column(&day["changes"], "because")), (vec!["9C/Ma"], vec!["absence_ended"]));
    let next = school.publish();
    assert_eq!(column(&next["changes"], "class"), ["9C/Ma"], "nobody else is told anything: {next}");
    // Withdrawn altogether: no cover is left, and the register of the lesson is the teacher's.
    school.here.api.send("DELETE", &format!("/v1/staff-absences/{id}"), None).expect(204);
    assert_eq!((covered(&school), school.day()["changes"].as_array().unwrap().len()), (Vec::new(), 3));
    school.publish();
    let slips = school.here.api.get(&school.path("/slips")).expect(200).json["data"].clone();
    assert_eq!(slips, json!([]));
    // The same again is the same requirement, and nobody has it.
    school.absent("ADA", &json!({})).expect(201);
    let ids = |lines: &Value| column(lines, "id").into_iter().map(str::to_owned).collect::<Vec<_>>();
    let again = school.day();
    assert_eq!(ids(&again["requirements"]).len(), 4);
    assert!(again["requirements"].as_array().unwrap().iter().all(|line| line["covering_staff_id"].is_null()), "{again}");
}
}

on_both! {
/// The day is shortened after an absence by the clock was covered: the same lessons at other times, and one less.
fn a_shortened_day_moves_cover_and_an_absence_by_the_clock_meets_the_new_times(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:30" })).expect(201);
    school.solve(&json!({}));
    assert_eq!(asked(&school, DAY), ["1 7A/Ma 09:30-10:00", "2 7A/Ma 10:00-11:00", "4 9C/Ma 13:10-14:10"]);
    let before = covered(&school);
    let short = json!({ "date": DAY, "reason": "Concert", "periods": [
        { "name": "Reg", "starts": "08:40", "ends": "08:50" }, { "name": "1", "starts": "08:50", "ends": "09:20" },
        { "name": "2", "starts": "09:20", "ends": "10:20" }, { "name": "3", "starts": "10:20", "ends": "10:50" }] });
    school.here.api.post(&school.here.path("shortened-days"), &short).expect(201);
    assert_eq!(asked(&school, DAY), ["2 7A/Ma 09:30-10:20"], "period 1 is over by half past nine");
    let day = school.day();
    let mut gone = column(&day["changes"], "period");
    gone.sort_unstable();
    assert_eq!(gone, ["1", "4"]);
    assert_eq!(covered(&school), [before[1].clone()]);
    let allocation = school.solve(&json!({}));
    assert_eq!(allocation["assignments"][0]["span"], json!({ "starts": "09:30", "ends": "10:20" }));
    assert_eq!(covered(&school), [before[1].clone()], "the same person by the same assignment");
    assert_eq!(school.requirement("2", "7A/Ma")["status"], "arranged");
}
}

on_both! {
/// Away for the school is work: foreseeable, covered, no reason on any slip, and no absence in the record of absence.
fn an_absence_on_school_business_is_foreseeable_and_no_spell(house: &House) {
    let school = School::new(house);
    let course = json!({ "category": "school_business", "reason": "Interview panel", "starts": "09:00", "ends": "12:00" });
    let made = school.absent("ADA", &course).expect(201);
    assert_eq!(made.json["foreseeable"], json!(true));
    let allocation = school.solve(&json!({ "exclude": [school.id("GUS"), school.id("HAL")] }));
    assert_eq!(allocation["assignments"], json!([]), "no teacher is asked: {allocation}");
    school.solve(&json!({}));
    school.publish();
    let slips = school.here.api.get(&school.path("/slips")).expect(200);
    assert!(slips.json["data"].as_array().unwrap().len() == 2 && !slips.text.contains("nterview"), "{}", slips.text);
    let record = school.here.api.get(&format!("/v1/staff/{}/absence-record?as_of={DAY}", school.id("ADA"))).expect(200).json;
    assert_eq!(record["figures"]["bradford_factor"], json!(0.0), "{record}");
}
}
