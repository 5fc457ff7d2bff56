//! What would be.

use super::{NOVEMBER, enter, rows};
use crate::ground::{Ground, pointers, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

on_both! {
fn a_holiday_and_attending_from_a_day_are_worked_out(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    enter(house, &ground, &rows(&ground.upn(&amal), &NOVEMBER, &format!("OO{}", "p".repeat(28))));
    let path = format!("/v1/pupils/{amal}/attendance/what-if");
    let week = json!({ "planned": [{ "first_day": "2026-11-23", "last_day": "2026-11-27", "code": "G" }] });
    let found = ground.api.post(&path, &week).expect(200).json;
    let effect = |found: &Value, rule: &str| {
        let all = found["rules"].as_array().unwrap();
        all.iter().find(|each| each["rule"] == rule).cloned().unwrap()
    };
    assert_eq!((text(&found["as_of"]), text(&found["through"])), ("2026-11-23", "2026-11-27"));
    assert_eq!((&found["now"]["summary"]["unauthorised"], &found["before"]["summary"]["unauthorised"]), (&json!(2), &json!(2)));
    assert_eq!((&found["after"]["summary"]["unauthorised"], &found["after"]["unauthorised_in_ten_school_weeks"]), (&json!(12), &json!(12)));
    let notice = effect(&found, "penalty_notice_threshold");
    assert_eq!((&notice["met_on_before"], text(&notice["met_on_after"])), (&Value::Null, "2026-11-26"));
    let left = |standing: &str| found[standing]["year"]["sessions_left"].as_u64().unwrap();
    assert_eq!(left("before") - left("after"), 10);
    let attends = ground.api.post(&path, &json!({ "attends_from": "2026-11-24" })).expect(200).json;
    assert_eq!(text(&attends["through"]), "2027-07-21");
    assert_eq!(attends["after"]["summary"]["unauthorised"], 2);
    assert!(attends["after"]["year"]["best_attainable"].as_f64().unwrap() > 0.99, "{attends}");
    // Nothing was written.
    let kept = ground.api.get(&format!("/v1/pupils/{amal}/attendance?from=2026-11-23&to=2027-07-21")).expect(200).json;
    assert_eq!(kept["summary"]["possible"], 0);
    let keyed = ground.api.with("Idempotency-Key", "what-if-1");
    assert_eq!(keyed.post(&path, &week).expect(200).json, keyed.post(&path, &week).expect(200).json);
}
}

on_both! {
fn what_cannot_be_presumed_is_named(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let path = format!("/v1/pupils/{amal}/attendance/what-if");
    let refused = |body: Value| problem(house, ground.api.post(&path, &body), &[400, 422]);
    refused(json!({}));
    let body = json!({ "planned": [
        { "first_day": "2026-11-02", "last_day": "2026-11-03", "code": "G" },
        { "first_day": "2026-12-02", "last_day": "2026-12-01", "code": "?" },
        { "first_day": "2026-12-02", "last_day": "2026-12-02", "code": "X" } ], "attends_from": "2066-01-01" });
    let named = refused(body);
    assert_eq!(pointers(&named), ["/planned/0/last_day", "/planned/1/last_day", "/planned/1/code", "/planned/2/code", "/attends_from"]);
    refused(json!({ "planned": vec![json!({ "first_day": "2026-12-02", "last_day": "2026-12-02", "code": "I" }); 51] }));
    refused(json!({ "attends_from": "2026-11-24", "attends_until": "2026-11-25" }));
    refused(json!({ "attends_from": "9999999-11-24" }));
}
}
