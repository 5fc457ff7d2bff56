//! Absences: by the clock over several days, with colleagues in the class, foreseen or not.

use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

const TUESDAY: &str = "2026-11-24";

/// What needs cover on a day, as `period class starts-ends`.
pub(super) fn asked(school: &School, date: &str) -> Vec<String> {
    let day = school.here.api.get(&school.here.path(&format!("cover/{date}"))).expect(200).json;
    let line = |each: &Value| {
        let [period, class, starts, ends] = ["period", "class", "starts", "ends"].map(|name| text(&each[name]));
        format!("{period} {class} {starts}-{ends}")
    };
    day["requirements"].as_array().unwrap().iter().map(line).collect()
}

fn change(school: &School, absence: &str, body: &Value) -> Value {
    school.here.api.patch(&format!("/v1/staff-absences/{absence}"), body).expect(200).json
}

on_both! {
/// Who left at a quarter past ten on Monday is not there on Tuesday at nine.
fn times_bound_the_first_and_the_last_day_and_every_day_between_is_whole(house: &House) {
    let school = School::new(house);
    let id = school.absent("ADA", &json!({ "starts": "10:15", "last_day": null })).expect(201).id();
    assert_eq!(asked(&school, DAY), ["2 7A/Ma 10:15-11:00", "4 9C/Ma 13:10-14:10"]);
    assert_eq!(asked(&school, TUESDAY), ["1 7A/Ma 09:00-10:00"]);
    assert_eq!(asked(&school, "2026-11-30").len(), 4, "the whole of Monday a week later");
    change(&school, &id, &json!({ "last_day": TUESDAY, "ends": "09:30" }));
    assert_eq!(asked(&school, DAY), ["2 7A/Ma 10:15-11:00", "4 9C/Ma 13:10-14:10"]);
    assert_eq!(asked(&school, TUESDAY), ["1 7A/Ma 09:00-09:30"]);
    let open = school.here.api.patch(&format!("/v1/staff-absences/{id}"), &json!({ "last_day": null })).expect(422);
    assert_eq!(open.violations(), ["/ends no_last_day"]);
    // What is said to hold on each day does, and so do times of what recurs.
    change(&school, &id, &json!({ "starts": "09:15", "ends": "09:45", "times_apply": "each_day" }));
    assert_eq!((asked(&school, DAY), asked(&school, TUESDAY)), (vec!["1 7A/Ma 09:15-09:45".to_owned()], vec!["1 7A/Ma 09:15-09:45".to_owned()]));
    // Back on Tuesday: the end of the absence was a time of Tuesday.
    change(&school, &id, &json!({ "times_apply": null, "returned_on": TUESDAY }));
    assert_eq!(asked(&school, DAY), ["1 7A/Ma 09:15-10:00", "2 7A/Ma 10:00-11:00", "4 9C/Ma 13:10-14:10"]);
    assert_eq!(asked(&school, TUESDAY), [""; 0]);
    let mondays = json!({ "weekdays": ["mon"], "starts": "13:00", "ends": "14:00", "last_day": null, "category": "TRN" });
    school.absent("DEE", &mondays).expect(201);
    assert!(asked(&school, "2026-11-30").contains(&"4 10D/Ge 13:10-14:00".to_owned()), "{:?}", asked(&school, "2026-11-30"));
    assert_eq!(asked(&school, TUESDAY), [""; 0]);
}
}

on_both! {
/// Two art teachers share a class: cover is asked only for the minutes in which neither is there.
fn a_class_with_two_teachers_needs_cover_while_both_are_away(house: &House) {
    let school = School::new(house);
    let ewa = school.absent("EWA", &json!({ "starts": "11:20", "ends": "11:50" })).expect(201).id();
    assert_eq!(asked(&school, DAY), [""; 0], "the other is there");
    let fei = school.absent("FEI", &json!({ "starts": "11:40", "ends": "12:20", "cover_needed": false })).expect(201).id();
    assert_eq!(asked(&school, DAY), ["3 8B/Ar 11:40-11:50"]);
    let line = school.requirement("3", "8B/Ar");
    assert_eq!(line["also_absent_staff_ids"].as_array().unwrap().len(), 1);
    assert_eq!(line["parts"], json!([{ "starts": "11:40", "ends": "11:50" }]));
    change(&school, &ewa, &json!({ "starts": "11:00" }));
    school.absent("EWA", &json!({ "starts": "12:10", "ends": "13:00" })).expect(201);
    let line = school.requirement("3", "8B/Ar");
    let parts = json!([{ "starts": "11:40", "ends": "11:50" }, { "starts": "12:10", "ends": "12:20" }]);
    assert_eq!(line["parts"], parts, "between the two Ewa is there: {line}");
    let by_hand = json!({ "requirement_id": line["id"], "staff_id": school.id("HAL") });
    let refused = school.here.api.post(&school.path("/assignments"), &by_hand).expect(422);
    assert_eq!(refused.violations(), ["/starts several_parts"]);
    let allocation = school.solve(&json!({}));
    let mut spans: Vec<_> = allocation["assignments"].as_array().unwrap().iter().map(|each| each["span"].clone()).collect();
    spans.sort_by_key(Value::to_string);
    assert_eq!(json!(spans), parts, "{allocation}");
    let line = school.requirement("3", "8B/Ar");
    assert_eq!((&line["status"], line["assignments"].as_array().unwrap().len()), (&json!("arranged"), 2), "{line}");
    assert_eq!(school.solve(&json!({}))["uncovered"], json!([]));
    school.publish();
    assert_eq!(school.requirement("3", "8B/Ar")["status"], "published");
    // One of them comes back: nobody is needed, though the other is away still.
    school.here.api.send("DELETE", &format!("/v1/staff-absences/{fei}"), None).expect(204);
    let day = school.day();
    assert_eq!(day["requirements"], json!([]));
    // Which of the two the requirement was named after follows from their ids.
    let why = column(&day["changes"], "because");
    assert!(why.len() == 2 && why.iter().all(|why| ["colleague_there", "absence_ended"].contains(why)), "{day}");
}
}

on_both! {
/// A cover supervisor who supports a lesson is no teacher of it, unless the academy says that they can hold it.
fn an_assistant_in_the_room_does_not_make_the_class_taught(house: &House) {
    let school = School::new(house);
    school.import(house, "timetable-csv", &School::timetable("GUS,mon,4,lesson,7B/Hi,History,R3\n"));
    school.absent("CAN", &json!({ "starts": "13:00" })).expect(201);
    assert_eq!(asked(&school, DAY), ["4 7B/Hi 13:10-14:10"]);
    let line = school.requirement("4", "7B/Hi");
    assert_eq!((school.code(&line["absent_staff_id"]), &line["also_absent_staff_ids"]), ("CAN".to_owned(), &json!([])));
    let allocation = school.solve(&json!({}));
    assert_eq!(school.code(&allocation["assignments"][0]["staff_id"]), "HAL", "{allocation}");
    school.here.api.put(&school.here.path("cover-settings"), &json!({ "support_staff_can_hold_class": true })).expect(200);
    let day = school.day();
    assert_eq!((&day["requirements"], &column(&day["changes"], "because")), (&json!([]), &vec!["colleague_there"]));
}
}

on_both! {
/// A planned operation, logged two weeks ahead, never calls on a teacher; falling ill on the evening before may.
fn what_was_known_before_is_foreseeable_and_calls_on_no_teacher(house: &House) {
    let school = School::new(house).later(house, "2026-11-09T16:00:00Z");
    let planned = school.absent("ADA", &json!({ "reason": "Operation" })).expect(201);
    assert_eq!(planned.json["foreseeable"], json!(true));
    let school = school.later(house, "2026-11-22T19:00:00Z");
    let sudden = school.absent("DEE", &json!({})).expect(201);
    assert_eq!((&sudden.json["foreseeable"], &sudden.json["foreseeable_said"]), (&json!(false), &json!(false)));
    let school = school.later(house, "2026-11-23T06:45:00Z");
    let allocation = school.solve(&json!({ "exclude": [school.id("GUS"), school.id("HAL")] }));
    let day = school.day();
    for line in day["requirements"].as_array().unwrap() {
        let of_ada = school.code(&line["absent_staff_id"]) == "ADA";
        assert_eq!(line["foreseeable"], json!(of_ada), "{line}");
        assert!(!of_ada || line["covering_staff_id"].is_null(), "a teacher was asked: {line}");
    }
    let open = allocation["uncovered"].as_array().unwrap().iter().find(|open| open["requirement_id"] == school.requirement("1", "7A/Ma")["id"]);
    assert!(column(&open.unwrap()["because"], "rule").contains(&"rarely_cover"), "{allocation}");
    assert!(day["requirements"].as_array().unwrap().iter().any(|line| line["covering_staff_id"].is_string()), "Dee's classes are taken: {day}");
    // The category decides again when it changes, until somebody says it.
    let dee = sudden.id();
    assert_eq!(change(&school, &dee, &json!({ "category": "TRN" }))["foreseeable"], json!(true));
    assert_eq!(change(&school, &dee, &json!({ "category": "SIC" }))["foreseeable"], json!(false));
    assert_eq!(change(&school, &dee, &json!({ "foreseeable": true }))["foreseeable_said"], json!(true));
    assert_eq!(change(&school, &dee, &json!({ "category": "OTH" }))["foreseeable"], json!(true));
    assert_eq!(change(&school, &dee, &json!({ "foreseeable": null }))["foreseeable"], json!(false));
}
}

on_both! {
/// Days 3 and 5 of an open absence: a weekend makes it no older, and the setting says when it is expected to go on.
fn an_open_absence_is_expected_to_go_on_after_days_of_school(house: &House) {
    let school = School::new(house).later(house, "2026-11-19T06:45:00Z");
    school.absent("ADA", &json!({ "first_day": "2026-11-19", "last_day": null })).expect(201);
    let foreseen = |date: &str| {
        let day = school.here.api.get(&school.here.path(&format!("cover/{date}"))).expect(200).json;
        let all: Vec<bool> = day["requirements"].as_array().unwrap().iter().map(|line| line["foreseeable"] == true).collect();
        assert!(!all.is_empty() && all.iter().all(|each| *each == all[0]), "{day}");
        all[0]
    };
    assert!(!foreseen(DAY), "Thursday, Friday, and this is the third day of school");
    assert!(foreseen(TUESDAY), "the fourth");
    school.here.api.put(&school.here.path("cover-settings"), &json!({ "foreseeable_after_days": 5 })).expect(200);
    assert!(!foreseen(TUESDAY));
    assert!(foreseen("2026-11-30"));
}
}

on_both! {
/// Somebody reports themselves, sets work later, stays longer and comes back: for nobody else, and no more than that.
fn who_reported_an_absence_reads_it_sets_work_and_says_when_they_are_back(house: &House) {
    let school = School::new(house);
    let (ben, other) = (school.here.api.acting_for(&school.id("BEN")), school.here.api.acting_for(&school.id("CAN")));
    let report = json!({ "first_day": DAY, "last_day": DAY, "category": "SIC", "reason": "Private" });
    let past = json!({ "first_day": "2026-11-22", "last_day": DAY });
    let past = ben.post(&school.here.path("staff-absences/report"), &past).expect(422);
    assert_eq!(past.violations(), ["/first_day over"]);
    let id = ben.post(&school.here.path("staff-absences/report"), &report).expect(201).id();
    let address = format!("/v1/staff-absences/{id}");
    let read = ben.get(&address).expect(200).json;
    assert_eq!((&read["reason"], &read["self_reported"]), (&json!("Private"), &json!(true)));
    let theirs = [
        other.get(&address).status,
        other.patch(&address, &json!({ "cover_work": [] })).status,
        other.send("DELETE", &address, None).status,
    ];
    assert_eq!(theirs, [404; 3], "somebody else's is not there");
    let work = json!({ "cover_work": [{ "class": "8B/En", "text": "Chapter 3" }], "last_day": "2026-11-25" });
    let longer = ben.patch(&address, &work).expect(200).json;
    assert_eq!((&longer["last_day"], &longer["reason"]), (&json!("2026-11-25"), &json!("Private")));
    assert_eq!(school.requirement("1", "8B/En")["cover_work"]["text"], "Chapter 3");
    let refused = ben.patch(&address, &json!({ "category": "OTH", "reason": "Other", "foreseeable": true })).expect(422);
    assert_eq!(refused.violations(), ["/category not_own_to_change", "/reason not_own_to_change", "/foreseeable not_own_to_change"]);
    let school = school.later(house, "2026-11-24T06:45:00Z");
    let ben = school.here.api.acting_for(&school.id("BEN"));
    assert_eq!(ben.send("DELETE", &address, None).expect(422).violations(), ["/cancelled_because over"]);
    assert_eq!(ben.patch(&address, &json!({ "returned_on": TUESDAY })).expect(200).json["last_day"], DAY);
    // What somebody else recorded is theirs to end; the work for it is the absent person's.
    let taken = school.absent("BEN", &json!({ "first_day": TUESDAY, "last_day": null })).expect(201).id();
    let address = format!("/v1/staff-absences/{taken}");
    assert_eq!(ben.patch(&address, &json!({ "returned_on": "2026-11-26" })).expect(422).violations(), ["/last_day not_own_report"]);
    ben.patch(&address, &json!({ "cover_work": [{ "text": "Chapter 4" }] })).expect(200);
    // Reported for tomorrow and well again before it began.
    let tomorrow = json!({ "first_day": "2026-11-25", "last_day": "2026-11-25" });
    let can = school.here.api.acting_for(&school.id("CAN"));
    let id = can.post(&school.here.path("staff-absences/report"), &tomorrow).expect(201).id();
    can.patch(&format!("/v1/staff-absences/{id}"), &json!({ "cancelled_because": "Well again" })).expect(200);
    assert_eq!(can.get(&format!("/v1/staff-absences/{id}")).expect(200).json["cancelled"], "Well again");
    // Who records absences changes all of it.
    let manager = school.here.api.acting_for(&school.id("MGR"));
    manager.patch(&address, &json!({ "last_day": "2026-11-27" })).expect(200);
}
}
