//! Rules beyond the first six.

use super::{NOVEMBER, OCTOBER, concerns, enter, names, one, rows};
use crate::ground::{Ground, mark, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

on_both! {
fn early_warnings_come_when_they_are_asked_for(house: &House) {
    let ground = Ground::new(house);
    let [ill, away, near] = ground.pupils(["Ill", "Away", "Near"]);
    let mut file = rows(&ground.upn(&ill), &NOVEMBER, &"I".repeat(16));
    file += &rows(&ground.upn(&away), &NOVEMBER[7..], "OOOOOOOOOO OOOOOO");
    file += &rows(&ground.upn(&near), &NOVEMBER, &format!("MM{}", "p".repeat(26)));
    enter(house, &ground, &file);
    let day = "as_of=2026-11-20";
    assert_eq!(names(&concerns(&ground, &ill, day)), ["persistent_absence", "severe_absence"], "no warning by itself");
    let warnings = concerns(&ground, &ill, &format!("{day}&level=warning"));
    assert_eq!(names(&warnings), ["sickness_warning", "sickness_15_days_expected", "missing_marks"]);
    let (first, missing) = (&warnings[0], &warnings[2]);
    assert_eq!((text(&first["met_on"]), &first["evidence"]["warning_level"], &first["evidence"]["left"]), ("2026-11-11", &json!(16), &json!(14)));
    assert_eq!((text(&missing["met_on"]), text(&missing["due_on"])), ("2026-09-03", "2026-09-03"), "the first day of the term");
    let all = concerns(&ground, &away, &format!("{day}&level=all"));
    assert_eq!(names(&all), ["persistent_absence", "severe_absence", "penalty_notice_threshold", "continuous_unauthorised_warning", "missing_marks"]);
    assert_eq!((text(&all[2]["met_on"]), text(&all[2]["due_on"])), ("2026-11-17", "2026-11-24"), "a decision within five school days");
    assert_eq!(all[3]["evidence"]["counted"], 16);
    // Two of twenty-eight sessions missed is 7.1 %.
    let risk = one(&ground, &near, "at_risk_of_persistent_absence", "2026-11-20");
    assert_eq!((&risk["status"], &risk["evidence"]["absent"], &risk["evidence"]["possible"]), (&json!("met"), &json!(2), &json!(28)));
    let whole = risk["evidence"]["possible"].as_u64().unwrap() + risk["evidence"]["remaining"].as_u64().unwrap();
    assert_eq!(risk["evidence"]["sessions_left"], whole.div_ceil(10) - 1 - 2);
    assert_eq!(names(&concerns(&ground, &near, day)), Vec::<&str>::new());
}
}

on_both! {
fn what_an_amendment_undid_is_no_longer_met(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let mut file = rows(&ground.upn(&amal), &NOVEMBER[10..], "OOOOOOOOOO");
    file += &rows(&ground.upn(&bo), &NOVEMBER[10..], "OOOOOOOOOO");
    enter(house, &ground, &file);
    let rule = "penalty_notice_threshold";
    let undone = |pupil: &str| concerns(&ground, pupil, &format!("rule={rule}&as_of=2026-11-23&status=no_longer_met"));
    assert_eq!((one(&ground, &amal, rule, "2026-11-23")["status"].as_str(), undone(&amal).len()), (Some("met"), 0));
    let change = json!({ "code": "I", "reason": "Doctor's note seen" });
    ground.as_officer().patch(&mark(&amal, "2026-11-18/am"), &change).expect(200);
    assert_eq!(one(&ground, &amal, rule, "2026-11-23"), Value::Null);
    let found = undone(&amal);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((text(&found[0]["status"]), text(&found[0]["met_on"]), text(&found[0]["undone_on"])), ("no_longer_met", "2026-11-20", "2026-11-23"));
    assert_eq!(found[0]["evidence"]["counted"], 10, "the sessions as they stood");
    assert!(undone(&bo).is_empty());
    // Another session makes ten again: what holds is not undone.
    ground.as_officer().patch(&mark(&amal, "2026-11-13/am"), &json!({ "code": "O", "reason": "Found to be out" })).expect(200);
    assert_eq!((one(&ground, &amal, rule, "2026-11-23")["status"].as_str(), undone(&amal).len()), (Some("met"), 0));
}
}

on_both! {
fn leave_part_time_timetables_and_suspensions_have_their_days(house: &House) {
    let ground = Ground::new(house);
    let [away, part, out] = ground.pupils(["Away", "Part", "Out"]);
    let plan = |pupil: &str, code: &str, first: &str, last: &str| {
        let body = json!({ "code": code, "first_day": first, "last_day": last });
        ground.as_officer().post(&format!("/v1/pupils/{pupil}/planned-absences"), &body).expect(201);
    };
    plan(&away, "C", "2026-10-12", "2026-10-16");
    plan(&part, "C2", "2026-11-02", "2026-11-27");
    let mut file = rows(&ground.upn(&away), &OCTOBER, "CCCCCCCCCC OOOOOOOOOO");
    file += &rows(&ground.upn(&away), &NOVEMBER[..5], "OOOOOOOOOO");
    file += &rows(&ground.upn(&out), &NOVEMBER[5..], "EEEEEEEEEE EE");
    enter(house, &ground, &file);
    let days = |pupil: &str, rule: &str, as_of: &str| {
        let found = one(&ground, pupil, rule, as_of);
        (found != Value::Null).then(|| (text(&found["met_on"]).to_owned(), found["due_on"].as_str().map(str::to_owned)))
    };
    let on = |met: &str, due: Option<&str>| Some((met.to_owned(), due.map(str::to_owned)));
    assert_eq!(days(&away, "not_returned_after_leave", "2026-11-05"), None, "nine school days after the leave");
    assert_eq!(days(&away, "not_returned_after_leave", "2026-11-06"), on("2026-11-06", None));
    assert_eq!(days(&away, "continuous_unauthorised_20_days", "2026-11-06"), None);
    ground.as_officer().patch(&mark(&away, "2026-11-06/pm"), &json!({ "code": "\\", "reason": "Was in school" })).expect(200);
    assert_eq!(days(&away, "not_returned_after_leave", "2026-11-06"), None, "back");
    assert_eq!(days(&part, "part_time_timetable_ends", "2026-11-13"), None);
    assert_eq!(days(&part, "part_time_timetable_ends", "2026-11-16"), on("2026-11-16", Some("2026-11-27")));
    assert_eq!(days(&out, "suspension_sixth_day", "2026-11-13"), None, "five days");
    assert_eq!(days(&out, "suspension_sixth_day", "2026-11-16"), on("2026-11-16", Some("2026-11-16")));
}
}

on_both! {
fn a_reason_is_due_soon_before_it_is_overdue(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    enter(house, &ground, &rows(&ground.upn(&amal), &["2026-11-12"], "N"));
    let soon = |as_of: &str| one(&ground, &amal, "reason_due_soon", as_of);
    assert_eq!(soon("2026-11-16"), Value::Null);
    assert_eq!((text(&soon("2026-11-17")["met_on"]), text(&soon("2026-11-17")["due_on"])), ("2026-11-17", "2026-11-19"));
    assert_ne!(soon("2026-11-19"), Value::Null);
    assert_eq!(soon("2026-11-20"), Value::Null, "it is overdue");
    assert_eq!(text(&one(&ground, &amal, "reason_overdue", "2026-11-20")["due_on"]), "2026-11-19");
    let path = |query: &str| ground.path(&format!("attendance/concerns?{query}"));
    for query in ["rule=nonsense", "level=most", "status=maybe", "as_of=1066-10-14"] {
        crate::ground::problem(house, ground.api.get(&path(query)), &[400, 422]);
    }
}
}
