//! Each rule just met and just not met.

use super::{NOVEMBER, enter, rows};
use crate::ground::{Ground, mark, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// The rules that hold for a pupil on a day, with the day on which each was met.
pub(super) fn rules(ground: &Ground, pupil: &str, as_of: &str) -> Vec<(String, String)> {
    let list = ground.api.get(&ground.path(&format!("attendance/concerns?limit=500&as_of={as_of}"))).expect(200).json;
    assert_eq!(list["next_cursor"], Value::Null);
    list["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|each| each["pupil_id"] == pupil)
        .map(|each| {
            assert!(!text(&each["citation"]).is_empty() && !text(&each["upn"]).is_empty(), "{each}");
            (text(&each["rule"]).to_owned(), text(&each["met_on"]).to_owned())
        })
        .collect()
}

/// The day on which one rule was met, where it holds.
pub(super) fn met(ground: &Ground, pupil: &str, rule: &str, as_of: &str) -> Option<String> {
    rules(ground, pupil, as_of).into_iter().find(|(each, _)| each == rule).map(|(_, met_on)| met_on)
}

/// The evidence of one rule for a pupil.
pub(super) fn evidence(ground: &Ground, pupil: &str, rule: &str, as_of: &str) -> Value {
    let path = ground.path(&format!("attendance/concerns?limit=500&as_of={as_of}&rule={rule}"));
    let list = ground.api.get(&path).expect(200).json["data"].clone();
    let found = list.as_array().unwrap().iter().find(|each| each["pupil_id"] == pupil).cloned();
    found.unwrap_or(Value::Null)["evidence"].clone()
}

on_both! {
fn absence_is_persistent_at_a_tenth_and_severe_at_a_half_exactly(house: &House) {
    let ground = Ground::new(house);
    let [tenth, less, half, below, none] = ground.pupils(["Tenth", "Less", "Half", "Below", "None"]);
    let days = &NOVEMBER[9..];
    let file: String = [(&tenth, "I ppppppppp"), (&less, "I pppppppppp"), (&half, "IIIII ppppp"), (&below, "IIIII pppppp"), (&none, "yyDD")]
        .iter()
        .map(|(pupil, letters)| rows(&ground.upn(pupil), days, letters))
        .collect();
    enter(house, &ground, &file);
    let of = |pupil: &str| rules(&ground, pupil, "2026-11-20").into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(of(&tenth), ["persistent_absence"]);
    assert_eq!(of(&less), Vec::<String>::new());
    assert_eq!(of(&half), ["persistent_absence", "severe_absence"]);
    assert_eq!(of(&below), ["persistent_absence"]);
    assert_eq!(of(&none), Vec::<String>::new(), "no session was possible");
    assert_eq!(met(&ground, &tenth, "persistent_absence", "2026-11-19").as_deref(), Some("2026-11-19"), "met on the day asked for");
    let proof = evidence(&ground, &tenth, "persistent_absence", "2026-11-20");
    assert_eq!((&proof["absent"], &proof["possible"], &proof["absence_rate"]), (&json!(1), &json!(10), &json!(0.1)));
    assert_eq!(proof["sessions"], json!([{ "date": "2026-11-13", "session": "am", "code": "I" }]));
    let summary = ground.api.get(&ground.path("attendance/summary?from=2026-11-13&to=2026-11-20")).expect(200).json;
    assert_eq!((&summary["data"][0]["persistent_absentees"], &summary["data"][0]["severe_absentees"]), (&json!(3), &json!(1)));
    let undone = json!({ "code": "/", "reason": "Was in the medical room" });
    ground.as_officer().patch(&mark(&tenth, "2026-11-13/am"), &undone).expect(200);
    assert_eq!(of(&tenth), Vec::<String>::new());
}
}

on_both! {
fn ten_days_of_unauthorised_absence_are_twenty_possible_sessions_in_a_row(house: &House) {
    let ground = Ground::new(house);
    let [twenty, nineteen, gaps, ended, crossing] = ground.pupils(["Twenty", "Nineteen", "Gaps", "Ended", "Crossing"]);
    let two_weeks = "OOOOOOOOOO OOOOOOOOOO";
    let mut file = rows(&ground.upn(&twenty), &NOVEMBER[5..], two_weeks);
    file += &rows(&ground.upn(&nineteen), &NOVEMBER[5..], "pOOOOOOOOO OOOOOOOOOO");
    // A day that was not possible and a day without a mark lie in the middle, and break nothing.
    file += &rows(&ground.upn(&gaps), &NOVEMBER[2..], "pp GGGGNNNNUU yy .. OOOOOOOOOO");
    file += &rows(&ground.upn(&ended), &NOVEMBER[4..], "OOOOOOOOOO OOOOOOOOOO p");
    let (july, september) = (["2026-07-13", "2026-07-14", "2026-07-15", "2026-07-16", "2026-07-17"], ["2026-09-03", "2026-09-04", "2026-09-07", "2026-09-08", "2026-09-09"]);
    file += &rows(&ground.upn(&crossing), &july, "OOOOOOOOOO");
    file += &rows(&ground.upn(&crossing), &september, "OOOOOOOOOO");
    enter(house, &ground, &file);
    let rule = "continuous_unauthorised_10_days";
    assert_eq!(met(&ground, &twenty, rule, "2026-11-20").as_deref(), Some("2026-11-20"));
    assert_eq!(met(&ground, &twenty, rule, "2026-11-19"), None);
    assert_eq!(met(&ground, &nineteen, rule, "2026-11-20"), None);
    assert_eq!(met(&ground, &gaps, rule, "2026-11-20").as_deref(), Some("2026-11-20"));
    assert_eq!(met(&ground, &ended, rule, "2026-11-19").as_deref(), Some("2026-11-19"));
    assert_eq!(met(&ground, &ended, rule, "2026-11-20"), None, "it holds no longer");
    assert_eq!(met(&ground, &crossing, rule, "2026-09-09").as_deref(), Some("2026-09-09"), "the summer breaks nothing");
    assert_eq!(met(&ground, &crossing, rule, "2026-09-08"), None);
    let proof = evidence(&ground, &twenty, rule, "2026-11-20");
    assert_eq!((&proof["counted"], proof["sessions"].as_array().unwrap().len()), (&json!(20), 20));
    let undone = json!({ "code": "I", "reason": "Doctor's note seen" });
    ground.as_officer().patch(&mark(&twenty, "2026-11-16/am"), &undone).expect(200);
    assert_eq!(met(&ground, &twenty, rule, "2026-11-20"), None);
}
}

on_both! {
fn fifteen_days_of_sickness_are_thirty_sessions_of_illness_in_the_year(house: &House) {
    let ground = Ground::new(house);
    let [thirty, twenty_nine, across] = ground.pupils(["Thirty", "TwentyNine", "Across"]);
    let mut file = rows(&ground.upn(&thirty), &NOVEMBER, &"I".repeat(30));
    file += &rows(&ground.upn(&twenty_nine), &NOVEMBER, &format!("M{}", "I".repeat(29)));
    file += &rows(&ground.upn(&across), &["2026-07-16", "2026-07-17"], "IIII");
    file += &rows(&ground.upn(&across), &NOVEMBER[1..], &"I".repeat(28));
    enter(house, &ground, &file);
    let rule = "sickness_15_days";
    assert_eq!(met(&ground, &thirty, rule, "2026-11-20").as_deref(), Some("2026-11-20"));
    assert_eq!(met(&ground, &thirty, rule, "2026-11-19"), None);
    assert_eq!(met(&ground, &twenty_nine, rule, "2026-11-20"), None);
    assert_eq!(met(&ground, &across, rule, "2026-11-20"), None, "last year's illness is last year's");
    assert_eq!(evidence(&ground, &thirty, rule, "2026-11-20")["counted"], 30);
    let undone = json!({ "code": "M", "reason": "It was an appointment" });
    ground.as_officer().patch(&mark(&thirty, "2026-11-03/pm"), &undone).expect(200);
    assert_eq!(met(&ground, &thirty, rule, "2026-11-20"), None);
}
}

on_both! {
fn a_reason_is_overdue_on_the_sixth_school_day_after(house: &House) {
    let ground = Ground::new(house);
    let [once, twice, over_half_term] = ground.pupils(["Once", "Twice", "HalfTerm"]);
    let mut file = rows(&ground.upn(&once), &["2026-11-12"], "N");
    file += &rows(&ground.upn(&twice), &["2026-11-11", "2026-11-12", "2026-11-13"], "pN NN N");
    file += &rows(&ground.upn(&over_half_term), &["2026-10-20"], ".N");
    enter(house, &ground, &file);
    let rule = "reason_overdue";
    assert_eq!(met(&ground, &once, rule, "2026-11-19"), None);
    assert_eq!(met(&ground, &once, rule, "2026-11-20").as_deref(), Some("2026-11-20"));
    assert_eq!(met(&ground, &once, rule, "2026-11-22").as_deref(), Some("2026-11-20"), "on a Sunday it holds still");
    assert_eq!(met(&ground, &twice, rule, "2026-11-20").as_deref(), Some("2026-11-19"), "the earliest says when");
    let proof = evidence(&ground, &twice, rule, "2026-11-20");
    assert_eq!((&proof["counted"], proof["sessions"].as_array().unwrap().len()), (&json!(3), 3), "{proof}");
    assert_eq!(met(&ground, &over_half_term, rule, "2026-11-03"), None, "half-term is no school");
    assert_eq!(met(&ground, &over_half_term, rule, "2026-11-04").as_deref(), Some("2026-11-04"));
    let found = json!({ "code": "I", "reason": "Parent telephoned" });
    ground.as_officer().patch(&mark(&once, "2026-11-12/am"), &found).expect(200);
    assert_eq!(met(&ground, &once, rule, "2026-11-20"), None);
}
}
