//! Pupils who come and go, who are registered twice, and of whom nothing was possible.

use super::{number, rules, summary};
use crate::figures::{NOVEMBER, enter, rows};
use crate::ground::{Ground, text};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn who_joins_leaves_and_returns_is_counted_while_on_roll_and_seen_whole(house: &House) {
    let ground = Ground::new(house);
    let [pupil, stays] = ground.pupils(["Returns", "Stays"]);
    let path = format!("/v1/pupils/{pupil}");
    // The first stay ends on Friday 6 November with five sessions of O, the second begins on Wednesday the 11th.
    enter(house, &ground, &rows(&ground.upn(&pupil), &NOVEMBER[..5], "pp pp pO OO OO"));
    let leave = json!({ "leaving_day": "2026-11-06", "ground": "moved_away", "reason": "Family has moved" });
    ground.as_officer().patch(&path, &leave).expect(200);
    let back = json!({ "starting_day": "2026-11-11", "registration_group": "8A", "reason": "Family is back" });
    ground.as_officer().patch(&path, &back).expect(200);
    enter(house, &ground, &rows(&ground.upn(&pupil), &NOVEMBER[7..], "OO OO OO OO OO OO OO O"));
    enter(house, &ground, &rows(&ground.upn(&stays), &NOVEMBER, &"pp".repeat(15)));
    let refused = ground.import(house, "marks-csv", &format!("upn,date,session,code\n{},2026-11-09,am,O\n", ground.upn(&pupil)));
    assert_eq!(ground.rejections(&refused), ["2 upn not_on_roll"], "between the two stays nobody is marked");
    let whole = summary(&ground, &pupil, "2026-11-02", "2026-11-20");
    let told = ["possible", "unauthorised", "missing"].map(|name| number(&whole, name));
    assert_eq!(told, [25, 20, 1], "ten sessions and sixteen, of which the last has no mark; none on the four days between");
    let group = ground.api.get(&ground.path("attendance/summary?from=2026-11-02&to=2026-11-20")).expect(200).json["data"][0].clone();
    assert_eq!((&group["pupils"], &group["summary"]["possible"], &group["persistent_absentees"]), (&json!(2), &json!(55), &json!(1)));
    // Twenty sessions in a row, over both stays: the tenth day is met on the day of the twentieth.
    let path = ground.path("attendance/concerns?as_of=2026-11-20&rule=continuous_unauthorised_10_days");
    let found = ground.api.get(&path).expect(200).json["data"].clone();
    assert_eq!((found.as_array().unwrap().len(), text(&found[0]["met_on"])), (1, "2026-11-20"), "{found}");
    assert_eq!(rules(&ground, &pupil, "2026-11-10"), Vec::<String>::new(), "not on roll that day");
}
}

on_both! {
fn each_of_two_schools_counts_its_own_sessions_and_d_counts_as_nothing(house: &House) {
    let ground = Ground::new(house);
    let neighbour = ground.neighbour();
    let [here, always] = ground.pupils(["Shared", "Elsewhere"]);
    let there = neighbour.pupil("Shared", &json!({ "upn": ground.upn(&here) }));
    let week = &NOVEMBER[10..];
    // Mornings here, afternoons there: ill on two mornings, absent without authorisation on three afternoons.
    enter(house, &ground, &rows(&ground.upn(&here), week, "pD ID ID pD pD"));
    enter(house, &neighbour, &rows(&neighbour.upn(&there), week, "DO DO DO Dp Dp"));
    enter(house, &ground, &rows(&ground.upn(&always), week, &"D".repeat(10)));
    let own = [(&ground, &here), (&neighbour, &there)].map(|(ground, pupil)| summary(ground, pupil, "2026-11-16", "2026-11-20"));
    assert_eq!(own.each_ref().map(|own| (number(own, "possible"), number(own, "authorised"), number(own, "unauthorised"))), [(5, 2, 0), (5, 0, 3)]);
    // In the trust the two are one sum, and an enrolment without a possible session is no absentee and none of the department's.
    let trust = ground.api.get("/v1/trust/attendance/summary?from=2026-11-16&to=2026-11-20&cohort=dfe").expect(200).json;
    let whole = &trust["data"][0];
    assert_eq!((&whole["pupils"], &whole["summary"]["possible"], &whole["summary"]["unauthorised"]), (&json!(2), &json!(10), &json!(3)), "{trust}");
    assert_eq!((&whole["persistent_absentees"], &whole["severe_absentees"]), (&json!(2), &json!(1)));
    assert_eq!(rules(&ground, &always, "2026-11-20"), Vec::<String>::new());
    assert_eq!(summary(&ground, &always, "2026-11-16", "2026-11-20")["absence_rate"], json!(null));
}
}

on_both! {
fn a_pupil_with_nothing_but_closures_has_no_rate_and_no_concern(house: &House) {
    let ground = Ground::new(house);
    let [closed, unmarked] = ground.pupils(["Closed", "Unmarked"]);
    enter(house, &ground, &rows(&ground.upn(&closed), &NOVEMBER, &"#".repeat(30)));
    for pupil in [&closed, &unmarked] {
        let of_pupil = summary(&ground, pupil, "2026-11-02", "2026-11-20");
        assert_eq!((number(&of_pupil, "possible"), &of_pupil["absence_rate"]), (0, &json!(null)), "{of_pupil}");
        assert_eq!(rules(&ground, pupil, "2026-11-20"), Vec::<String>::new());
        let explained = ground.api.get(&format!("/v1/pupils/{pupil}/attendance/explain?rule=persistent_absence&as_of=2026-11-20")).expect(200).json;
        assert_eq!(explained["met"], json!(false), "{explained}");
    }
    assert_eq!(number(&summary(&ground, &closed, "2026-11-02", "2026-11-20"), "missing"), 0);
    assert_eq!(number(&summary(&ground, &unmarked, "2026-11-02", "2026-11-20"), "missing"), 30);
    // Both are named where marks are missing, each with its own number.
    let path = ground.path("attendance/concerns?as_of=2026-11-20&rule=missing_marks");
    let found = ground.api.get(&path).expect(200).json["data"].clone();
    let counted = |pupil: &str| found.as_array().unwrap().iter().find(|each| each["pupil_id"] == pupil).map(|each| each["evidence"]["counted"].as_i64());
    let (of_closed, of_unmarked) = (counted(&closed).flatten().unwrap(), counted(&unmarked).flatten().unwrap());
    assert_eq!(of_unmarked - of_closed, 28, "of the day asked for nobody is told yet");
}
}
