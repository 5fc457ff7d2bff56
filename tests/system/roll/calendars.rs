//! Calendars: what they take, and what they do to marks that stand already.

use crate::ground::{Ground, mark, marks_of, pointers, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn with(calendar: &Value, change: impl Fn(&mut Value)) -> Value {
    let mut calendar = calendar.clone();
    change(&mut calendar);
    calendar
}

on_both! {
fn a_calendar_has_the_defaults_of_the_contract_and_takes_itself_again(house: &House) {
    let ground = Ground::new(house);
    let path = ground.path("calendars/2026-27");
    let read = ground.api.get(&path).expect(200);
    assert_eq!(read.json["sessions"], json!({ "am": { "opens": "08:40", "closes": "09:10" }, "pm": { "opens": "13:10", "closes": "13:40" } }));
    assert_eq!(read.json["school_weekdays"], json!(["mon", "tue", "wed", "thu", "fri"]));
    assert_eq!(read.json["non_school_days"][0]["sessions"], json!(["am", "pm"]));
    let again = ground.api.put(&path, &ground.calendar("2026-27")).expect(200);
    assert_eq!(again.header("etag"), read.header("etag"));
    ground.api.with("If-None-Match", read.header("etag")).get(&path).expect(304);
    let new = json!({ "terms": [{ "name": "Autumn", "first_day": "2027-09-02", "last_day": "2027-12-17" }] });
    ground.api.put(&ground.path("calendars/2027-28"), &new).expect(201);
    assert_eq!(ground.api.get(&ground.path("calendars")).expect(200).json["data"].as_array().unwrap().len(), 3);
}
}

on_both! {
fn a_calendar_that_cannot_be_is_refused_with_everything_that_is_wrong(house: &House) {
    let ground = Ground::new(house);
    let path = ground.path("calendars/2026-27");
    let good = ground.calendar("2026-27");
    let set = |pointer: &'static str, value: Value| {
        let changed = with(&good, |calendar| *calendar.pointer_mut(pointer).unwrap() = value.clone());
        problem(house, ground.api.put(&path, &changed), &[400, 422])
    };
    for (pointer, value, at) in [
        ("/sessions/am/closes", json!("09:11"), "/sessions/am"),
        ("/sessions/am/closes", json!("08:30"), "/sessions/am"),
        ("/sessions/pm/opens", json!("25:00"), "/sessions/pm/opens"),
        ("/terms/0/last_day", json!("2026-09-01"), "/terms/0"),
        ("/terms/1/first_day", json!("2026-12-01"), "/terms/1"),
        ("/terms/2/last_day", json!("2027-10-01"), "/terms/2"),
        ("/non_school_days/0/last_day", json!("2026-10-20"), "/non_school_days/0"),
        ("/non_school_days/0/reason", json!("snow"), "/non_school_days/0/reason"),
        ("/terms", json!([]), "/terms"),
        ("/school_weekdays", json!([]), "/school_weekdays"),
    ] {
        let refused = set(pointer, value.clone());
        assert!(pointers(&refused).iter().any(|found| found.starts_with(at)), "{pointer} {value}: {}", refused.text);
    }
    let two = with(&good, |calendar| {
        calendar["sessions"]["am"]["closes"] = json!("09:30");
        calendar["terms"][0]["last_day"] = json!("2026-09-01");
    });
    assert!(pointers(&problem(house, ground.api.put(&path, &two), &[422])).len() >= 2);
    assert_eq!(ground.calendar("2026-27"), good);
    let unequal = with(&good, |calendar| calendar["sessions"]["pm"]["closes"] = json!("13:30"));
    let warned = ground.api.put(&path, &unequal).expect(200);
    assert_eq!(warned.json["warnings"].as_array().unwrap().len(), 1, "registers of unequal length are doubtful: {}", warned.text);
}
}

on_both! {
fn a_change_that_strands_marks_is_refused_until_it_is_confirmed_and_loses_none(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    ground.take("2026-11-20/am", &[(&amal, "/"), (&bo, "I")]);
    ground.take("2026-11-20/pm", &[(&amal, "\\")]);
    let path = ground.path("calendars/2026-27");
    let before = ground.api.get(&path).expect(200);
    let closed = with(&ground.calendar("2026-27"), |calendar| {
        let days = calendar["non_school_days"].as_array_mut().unwrap();
        days.push(json!({ "first_day": "2026-11-20", "last_day": "2026-11-20", "reason": "inset" }));
    });
    let refused = problem(house, ground.api.put(&path, &closed), &[409]);
    assert!(refused.text.contains('3'), "it says how many marks: {}", refused.text);
    assert_eq!(ground.api.get(&path).expect(200).header("etag"), before.header("etag"));
    let preview = ground.api.put(&format!("{path}?preview=true"), &closed).expect(200).json;
    assert_eq!(preview["stranded"], json!({ "marks": 3, "pupils": 2, "sessions": 2 }));
    assert_eq!(ground.api.get(&path).expect(200).header("etag"), before.header("etag"), "a preview changes nothing");
    let done = ground.api.put(&format!("{path}?confirm=true"), &closed).expect(200);
    assert_ne!(done.header("etag"), before.header("etag"));
    let summary = ground.path("attendance/summary?from=2026-11-20&to=2026-11-20");
    assert_eq!(ground.api.get(&summary).expect(200).json["data"][0]["summary"]["possible"], 0);
    problem(house, ground.api.put(&ground.register("2026-11-20/am", "8A"), &marks_of(&[(&amal, "/")])), &[404, 422]);
    // The marks are there still: with the old calendar they count again, with their history.
    let opened = with(&closed, |calendar| drop(calendar["non_school_days"].as_array_mut().unwrap().pop()));
    ground.api.put(&path, &opened).expect(200);
    assert_eq!(ground.api.get(&summary).expect(200).json["data"][0]["summary"]["possible"], 3);
    let kept = ground.api.get(&mark(&bo, "2026-11-20/am")).expect(200).json;
    assert_eq!((text(&kept["code"]), kept["history"].as_array().unwrap().len()), ("I", 1));
}
}

on_both! {
fn a_school_day_more_is_a_session_more(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let saturday = ground.register("2026-11-21/am", "8A");
    problem(house, ground.api.put(&saturday, &marks_of(&[(&amal, "/")])), &[404, 422]);
    let six_days = with(&ground.calendar("2026-27"), |calendar| calendar["school_weekdays"].as_array_mut().unwrap().push(json!("sat")));
    ground.api.put(&ground.path("calendars/2026-27"), &six_days).expect(200);
    assert_eq!(ground.api.put(&saturday, &marks_of(&[(&amal, "/")])).expect(200).json["status"], "taken");
    // Marks made before and after a day that came in between stay on their own days.
    ground.take("2026-11-23/am", &[(&amal, "L")]);
    let back = with(&six_days, |calendar| drop(calendar["school_weekdays"].as_array_mut().unwrap().pop()));
    ground.api.put(&format!("{}?confirm=true", ground.path("calendars/2026-27")), &back).expect(200);
    let marks = ground.api.get(&format!("/v1/pupils/{amal}/attendance?from=2026-11-16&to=2026-11-23")).expect(200).json;
    let on_monday = marks["marks"].as_array().unwrap().iter().find(|each| each["date"] == "2026-11-23").unwrap();
    assert_eq!((text(&on_monday["code"]), &marks["summary"]["late_before_close"]), ("L", &json!(1)));
}
}
