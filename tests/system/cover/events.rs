//! Events: what they may name, whom their year groups mean, the work that is set for them, and when they recur.

use super::absences::asked;
use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

fn event(school: &School, more: &Value) -> Answer {
    let mut body = json!({ "kind": "other", "name": "Made-up event", "first_day": DAY, "last_day": DAY });
    for (name, value) in more.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    school.here.api.post(&school.here.path("cover-events"), &body)
}

/// Puts a pupil of a year group into a class.
fn joins(school: &School, forename: &str, year: i64, class: &str) {
    let born = format!("{}-03-15", 2026 - 5 - year);
    let body = json!({ "year_group": year, "registration_group": null, "date_of_birth": born });
    let pupil = school.here.pupil(forename, &body);
    let members = json!({ "members": [{ "pupil_id": pupil, "first_day": "2026-09-03" }] });
    school.here.api.post(&format!("/v1/groups/{}/members", school.here.group(class)), &members).expect(200);
}

on_both! {
/// A word that is misspelt takes nobody away: whatever the timetable does not know is refused by its place.
fn what_an_event_or_an_absence_names_must_be_in_the_timetable(house: &House) {
    let school = School::new(house);
    let wrong = json!({ "classes": ["7A/Ma", "9Z/Xx"], "rooms": ["R99"], "periods": ["1", "Lunch"], "staff_ids": ["0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50"] });
    let refused = event(&school, &wrong).expect(422);
    assert_eq!(refused.violations(),
        ["/staff_ids/0 unknown_staff", "/periods/1 unknown_period", "/classes/1 unknown_class", "/rooms/0 unknown_room"]);
    assert_eq!(school.absent("ADA", &json!({ "periods": ["5th"] })).expect(422).violations(), ["/periods/0 unknown_period"]);
    let sundays = event(&school, &json!({ "weekdays": ["sun"], "last_day": "2026-11-27" })).expect(422);
    assert_eq!(sundays.violations(), ["/weekdays never_falls"]);
    let both = event(&school, &json!({ "periods": ["1"], "starts": "09:00" })).expect(422);
    assert_eq!(both.violations(), ["/periods contradiction"]);
    // A class that meets from January on is known in November; its event may say more of itself later.
    school.import(house, "timetable-csv&effective_from=2027-01-04", &School::timetable("DEE,mon,3,lesson,11Z/Xx,Geography,R4\n"));
    event(&school, &json!({ "classes": ["11Z/Xx"] })).expect(201);
    let id = event(&school, &json!({ "kind": "meeting", "staff_ids": [school.id("DEE")], "periods": ["2"] })).expect(201).id();
    assert_eq!(asked(&school, DAY), ["2 9C/Ge 10:00-11:00"]);
    let changed = school.here.api.patch(&format!("/v1/cover-events/{id}"), &json!({ "kind": "exam", "weekdays": ["tue"], "last_day": "2026-11-24" })).expect(200);
    assert_eq!((&changed.json["kind"], &changed.json["weekdays"]), (&json!("exam"), &json!(["tue"])));
    assert_eq!(asked(&school, DAY), [""; 0]);
    let renamed = school.here.api.patch(&format!("/v1/cover-events/{id}"), &json!({ "rooms": ["R4", "R98"] })).expect(422);
    assert_eq!(renamed.violations(), ["/rooms/1 unknown_room"]);
}
}

on_both! {
/// An event of year 8 takes the classes away in which pupils of year 8 are, whatever they are called.
fn a_year_group_is_that_of_the_pupils_and_not_of_a_name(house: &House) {
    let school = School::new(house);
    school.import(house, "timetable-csv", &School::timetable("DEE,mon,1,lesson,Rowing,PE,\n"));
    for (forename, year, class) in [("Amal", 8, "Rowing"), ("Bo", 9, "8B/En"), ("Cy", 9, "8B/En"), ("Di", 8, "8B/En")] {
        joins(&school, forename, year, class);
    }
    school.absent("DEE", &json!({})).expect(201);
    school.absent("BEN", &json!({})).expect(201);
    let both = ["1 8B/En 09:00-10:00", "1 Rowing 09:00-10:00", "2 9C/Ge 10:00-11:00", "4 10D/Ge 13:10-14:10", "4 8B/En 13:10-14:10"];
    assert_eq!(asked(&school, DAY), both);
    let id = event(&school, &json!({ "kind": "class_suspended", "year_groups": [8] })).expect(201).id();
    let left = ["1 8B/En 09:00-10:00", "2 9C/Ge 10:00-11:00", "4 10D/Ge 13:10-14:10", "4 8B/En 13:10-14:10"];
    assert_eq!(asked(&school, DAY), left, "8B/En is a class of year 9, most of it");
    assert_eq!(school.requirement("1", "8B/En")["year_group"], 9);
    assert_eq!(school.requirement("2", "9C/Ge")["year_group"], 9, "by its name, where nobody is in the class");
    school.here.api.send("DELETE", &format!("/v1/cover-events/{id}"), None).expect(204);
    school.here.api.put(&school.here.path("cover-settings"), &json!({ "independent_study_year_groups": [8] })).expect(200);
    let by_itself = |period: &str, class: &str| school.requirement(period, class)["not_required_because"].clone();
    assert_eq!((by_itself("1", "Rowing"), by_itself("1", "8B/En")), (json!("independent_study"), json!(null)));
}
}

on_both! {
/// Work is set with an event, and by whichever of two teachers set it; it is on the slip of whoever covers.
fn work_that_is_set_with_an_event_or_by_a_colleague_is_on_the_slip(house: &House) {
    let school = School::new(house);
    let course = json!({ "kind": "meeting", "periods": ["1"], "staff_ids": [school.id("BEN")],
        "cover_work": [{ "class": "8B/En", "text": "Chapter 3", "link": "https://example.org/3" }] });
    event(&school, &course).expect(201);
    let bad = event(&school, &json!({ "cover_work": [{ "text": "x", "link": "file:///x" }] })).expect(422);
    assert_eq!(bad.violations(), ["/cover_work/0/link wrong_format"]);
    for (code, text) in [("EWA", None), ("FEI", Some("Paint the view"))] {
        let work: Vec<Value> = text.map(|text| json!({ "class": "8B/Ar", "text": text })).into_iter().collect();
        school.absent(code, &json!({ "starts": "11:00", "ends": "13:00", "cover_work": work })).expect(201);
    }
    school.solve(&json!({}));
    school.publish();
    let slips = school.here.api.get(&school.path("/slips")).expect(200).json["data"].clone();
    let work: Vec<&str> = slips.as_array().unwrap().iter().map(|slip| text(&slip["work"]["text"])).collect();
    assert_eq!((column(&slips, "class"), work), (vec!["8B/En", "8B/Ar"], vec!["Chapter 3", "Paint the view"]), "{slips}");
}
}

on_both! {
/// Every second Monday, but not on one of them.
fn what_recurs_by_weeks_of_the_cycle_leaves_out_single_days(house: &House) {
    let school = School::new(house);
    // The 23rd of November is a Monday of week B.
    let course = json!({ "last_day": "2026-12-18", "weekdays": ["mon"], "weeks": ["B"], "except": ["2026-12-07"], "category": "TRN", "starts": "09:00", "ends": "10:00" });
    school.absent("DEE", &json!({ "weeks": ["A"], "category": "TRN" })).expect(422);
    school.absent("BEN", &course).expect(201);
    let line = ["1 8B/En 09:00-10:00"];
    assert_eq!(asked(&school, DAY), line);
    for other in ["2026-11-30", "2026-12-07", "2026-12-14"] {
        assert_eq!(asked(&school, other), [""; 0], "{other}");
    }
    let outside = school.absent("CAN", &json!({ "except": ["2026-12-07"] })).expect(422);
    assert_eq!(outside.violations(), ["/except/0 out_of_range"]);
    event(&school, &json!({ "kind": "meeting", "staff_ids": [school.id("CAN")], "last_day": "2026-12-18", "weeks": ["A"], "periods": ["1"] })).expect(201);
    assert_eq!(asked(&school, "2026-11-30"), ["1 10C/Hi 09:00-10:00"]);
    assert_eq!(asked(&school, DAY), line);
}
}
