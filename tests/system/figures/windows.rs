//! The national threshold for penalty notices: ten sessions in ten school weeks, wherever these lie.

use super::concerns::{evidence, met};
use super::{NOVEMBER, enter, rows};
use crate::ground::{Ground, mark, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

const RULE: &str = "penalty_notice_threshold";

on_both! {
fn ten_sessions_are_the_threshold_and_nine_are_not(house: &House) {
    let ground = Ground::new(house);
    let [ten, nine, kinds, sixth] = ["Ten", "Nine", "Kinds", "Sixth"].map(|name| {
        let born = if name == "Sixth" { "2010-03-15" } else { "2014-03-15" };
        ground.pupil(name, &json!({ "date_of_birth": born }))
    });
    let file: String = [(&ten, "OOOOOOOOOO"), (&nine, "OOOOOOOOOp IM"), (&kinds, "GN OU GNOU GN II"), (&sixth, "OOOOOOOOOO OO")]
        .iter()
        .map(|(pupil, letters)| rows(&ground.upn(pupil), &NOVEMBER, letters))
        .collect();
    enter(house, &ground, &file);
    assert_eq!(met(&ground, &ten, RULE, "2026-11-20").as_deref(), Some("2026-11-06"), "the day of the tenth");
    assert_eq!(met(&ground, &ten, RULE, "2026-11-05"), None);
    assert_eq!(met(&ground, &nine, RULE, "2026-11-20"), None);
    assert_eq!(met(&ground, &kinds, RULE, "2026-11-20").as_deref(), Some("2026-11-06"));
    assert_eq!(met(&ground, &sixth, RULE, "2026-11-20"), None, "above compulsory school age");
    let proof = evidence(&ground, &kinds, RULE, "2026-11-20");
    assert_eq!((&proof["counted"], &proof["threshold"], &proof["school_weeks"], text(&proof["first_met_on"])), (&json!(10), &json!(10), &json!(10), "2026-11-06"));
    assert_eq!(proof["period"]["from"], "2026-09-07", "half-term is no school week");
    let undone = json!({ "code": "I", "reason": "Doctor's note seen" });
    ground.as_officer().patch(&mark(&ten, "2026-11-02/am"), &undone).expect(200);
    assert_eq!(met(&ground, &ten, RULE, "2026-11-20"), None, "an amendment moves it");
}
}

on_both! {
fn the_window_is_of_school_weeks_and_slides_with_the_day_asked_for(house: &House) {
    let ground = Ground::new(house);
    let [inside, outside] = ground.pupils(["Inside", "Outside"]);
    // Nine sessions of November and one of September: on its first day in the window, and on the last before it.
    let mut file = rows(&ground.upn(&inside), &["2026-09-14"], "O");
    file += &rows(&ground.upn(&outside), &["2026-09-11"], ".O");
    for pupil in [&inside, &outside] {
        file += &rows(&ground.upn(pupil), &NOVEMBER[6..], "OOOOOOOOO");
    }
    enter(house, &ground, &file);
    for pupil in [&inside, &outside] {
        assert_eq!(met(&ground, pupil, RULE, "2026-11-20").as_deref(), Some("2026-11-16"));
        assert_eq!(met(&ground, pupil, RULE, "2026-11-13"), None);
    }
    // On Monday the window begins on 14 September.
    assert_eq!(met(&ground, &inside, RULE, "2026-11-23").as_deref(), Some("2026-11-16"));
    assert_eq!(met(&ground, &outside, RULE, "2026-11-23"), None);
    assert_eq!(met(&ground, &outside, RULE, "2026-11-22").as_deref(), Some("2026-11-16"), "a Sunday begins no week");
    assert_eq!(text(&evidence(&ground, &inside, RULE, "2026-11-23")["first_met_on"]), "2026-11-16");
}
}

on_both! {
fn the_window_reaches_over_the_summer(house: &House) {
    let ground = Ground::new(house);
    let [crossing, early] = ground.pupils(["Crossing", "Early"]);
    let (july, september) = (["2026-07-13", "2026-07-14", "2026-07-15", "2026-07-16", "2026-07-17"], ["2026-09-03", "2026-09-04", "2026-09-07"]);
    let mut file = rows(&ground.upn(&crossing), &july, "OOOOOOOO pp");
    file += &rows(&ground.upn(&crossing), &september, "OO pp pp");
    // The tenth school week before 10 September begins on 18 May; the week before it is out.
    file += &rows(&ground.upn(&early), &["2026-05-15", "2026-05-18"], "OO OO");
    file += &rows(&ground.upn(&early), &july, "OOOOOOO ppp");
    enter(house, &ground, &file);
    assert_eq!(met(&ground, &crossing, RULE, "2026-09-10").as_deref(), Some("2026-09-03"));
    assert_eq!(met(&ground, &crossing, RULE, "2026-07-17"), None);
    assert_eq!(evidence(&ground, &early, RULE, "2026-09-10"), Value::Null, "nine of the eleven are in the window");
    assert_eq!(met(&ground, &early, RULE, "2026-07-16").as_deref(), Some("2026-07-15"), "in July all of them were");
}
}

on_both! {
fn who_has_left_is_not_listed_and_who_was_here_then_is(house: &House) {
    let ground = Ground::new(house);
    let [leaver] = ground.pupils(["Leaver"]);
    enter(house, &ground, &rows(&ground.upn(&leaver), &NOVEMBER, "OOOOOOOOOO OOOOOOOOOO"));
    let body = json!({ "leaving_day": "2026-11-13", "ground": "moved_away", "reason": "Family has moved" });
    ground.as_officer().patch(&format!("/v1/pupils/{leaver}"), &body).expect(200);
    assert_eq!(met(&ground, &leaver, RULE, "2026-11-13").as_deref(), Some("2026-11-06"));
    assert_eq!(met(&ground, &leaver, RULE, "2026-11-16"), None);
    let path = ground.path("attendance/concerns?as_of=2026-11-13&limit=1");
    let mut seen = Vec::new();
    let mut next = Some(path.clone());
    while let Some(address) = next {
        let page = ground.api.get(&address).expect(200).json;
        seen.extend(page["data"].as_array().unwrap().iter().map(|each| text(&each["rule"]).to_owned()));
        next = page["next_cursor"].as_str().map(|cursor| format!("{path}&cursor={cursor}"));
    }
    assert_eq!(seen, ["persistent_absence", "severe_absence", "penalty_notice_threshold", "continuous_unauthorised_10_days"]);
}
}
