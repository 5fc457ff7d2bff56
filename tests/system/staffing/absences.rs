//! The record of absences.

use super::{absence, employment};
use crate::ground::{Ground, column, problem};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn the_bradford_factor_counts_by_the_working_pattern_and_leaves_protected_absence_out(house: &House) {
    let ground = Ground::new(house);
    let teacher = ground.teacher.clone();
    // Works Monday to Wednesday.
    let pattern = json!({ "working_pattern": [{ "weekday": "mon" }, { "weekday": "tue" }, { "weekday": "wed", "sessions": ["am"] }] });
    ground.api.put(&format!("/v1/staff/{teacher}/employment"), &employment(&pattern)).expect(201);
    let ill = |first: &str, last: &str, category: &str| {
        absence(house, &ground.id, &json!({ "staff_id": teacher, "first_day": first, "last_day": last, "category": category }))
    };
    ill("2026-11-02", "2026-11-06", "SIC");
    let disabled = ill("2026-11-09", "2026-11-10", "SIC");
    ill("2026-10-05", "2026-10-05", "PRG");
    let path = format!("/v1/staff/{teacher}/absence-record?as_of=2026-11-23");
    let before = ground.api.get(&path).expect(200).json["figures"].clone();
    // No working day lies between Wednesday and Monday, so the two spells are one: 2.5 and 2 days.
    assert_eq!((&before["working_days_lost"], &before["bradford_factor"]), (&json!(4.5), &json!(4.5)), "{before}");
    let own = ground.as_teacher().get(&path).expect(200).json["figures"].clone();
    assert_eq!(own["bradford_factor"], json!(4.5), "everybody reads their own");
    assert_eq!(before["left_out"][0]["protection"], "pregnancy");
    let meeting = json!({ "held_on": "2026-11-16", "outcome": "adjustments", "agreed": "A lighter first week", "protection": "disability" });
    ground.api.post(&format!("/v1/staff-absences/{disabled}/return-to-work"), &meeting).expect(201);
    let after = ground.api.get(&path).expect(200).json["figures"].clone();
    assert_eq!((&after["working_days_lost"], &after["bradford_factor"]), (&json!(2.5), &json!(2.5)));
    assert_eq!(column(&after["left_out"], "protection"), ["pregnancy", "disability"]);
    // Who arranges cover sees none of it.
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    problem(house, ground.api.acting_for(&manager).get(&path), &[404]);
    problem(house, ground.api.acting_for(&manager).get(&format!("/v1/staff-absences/{disabled}/return-to-work")), &[403]);
}
}

on_both! {
/// An absence of some hours or periods takes no whole days, and times over several days bound the first and the last.
fn parts_of_days_are_parts_in_every_figure(house: &House) {
    let ground = Ground::new(house);
    ground.import(house, "periods-csv", "day,period,starts,ends\nmon,1,09:00,10:00\nmon,2,13:30,15:30\ntue,1,09:00,12:00\ntue,2,13:30,15:30\n");
    let teacher = ground.teacher.clone();
    let away = |says: &serde_json::Value| {
        let mut whole = json!({ "staff_id": teacher, "category": "SIC" });
        for (name, value) in says.as_object().unwrap() {
            whole[name.as_str()] = value.clone();
        }
        absence(house, &ground.id, &whole)
    };
    // One period of two weeks' Mondays and Tuesdays in the timetable, then from Monday afternoon until Tuesday at ten.
    away(&json!({ "first_day": "2026-11-02", "last_day": "2026-11-03", "periods": ["1"] }));
    away(&json!({ "first_day": "2026-11-16", "last_day": "2026-11-17", "starts": "13:30", "ends": "10:00" }));
    let figures = ground.api.get(&format!("/v1/staff/{teacher}/absence-record?as_of=2026-11-23")).expect(200).json["figures"].clone();
    let days: Vec<_> = figures["spells"].as_array().unwrap().iter().map(|each| (each["working_days_lost"].clone(), each["hours_lost"].clone())).collect();
    assert_eq!(days, [(json!(1.0), json!(4.0)), (json!(1.0), json!(3.0))], "{figures}");
    assert_eq!((&figures["bradford_factor"], &figures["hours_lost"]), (&json!(8.0), &json!(7.0)));
    let census = ground.api.get(&ground.path("workforce-census?year=2026-27")).expect(200).json;
    let lost: Vec<_> = census["rows"].as_array().unwrap().iter().map(|row| row["working_days_lost"].clone()).collect();
    assert_eq!(lost, [json!(1.0), json!(1.0)], "{census}");
}
}

on_both! {
fn from_the_eighth_day_a_fit_note_is_due(house: &House) {
    let ground = Ground::new(house);
    let ill = absence(house, &ground.id, &json!({ "staff_id": ground.teacher, "first_day": "2026-11-10", "last_day": null, "category": "SIC" }));
    let notes = format!("/v1/staff-absences/{ill}/fit-notes");
    let reminders = || {
        let list = ground.api.get(&ground.path("staff-reminders?limit=500")).expect(200).json["data"].clone();
        list.as_array().unwrap().iter().filter(|each| each["kind"] == "fit_note").map(|each| each["due_on"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(reminders(), [json!("2026-11-17")]);
    let outside = json!({ "kind": "may_be_fit", "issued_on": "2026-11-24", "first_day": "2026-10-01", "last_day": "2026-10-09" });
    let refused = problem(house, ground.api.post(&notes, &outside), &[422]);
    assert_eq!(refused.violations(), ["/issued_on in_the_future", "/first_day outside_the_absence", "/adjustments missing"]);
    let note = json!({ "kind": "not_fit", "issued_on": "2026-11-17", "first_day": "2026-11-17", "last_day": "2026-11-30" });
    let added = ground.api.post(&notes, &note).expect(201).json;
    assert_eq!(added["certification"]["uncertified_from"], json!(null));
    assert_eq!(reminders(), Vec::<serde_json::Value>::new());
    // Who is still away has not returned.
    let early = problem(house, ground.api.post(&format!("/v1/staff-absences/{ill}/return-to-work"), &json!({ "held_on": "2026-11-20", "outcome": "full_return" })), &[422]);
    assert_eq!(early.violations(), [" still_away"]);
}
}

on_both! {
fn the_census_and_the_trends_tell_no_more_than_they_may(house: &House) {
    let ground = Ground::new(house);
    let away = |staff: &str, first: &str, last: &str, category: &str| {
        absence(house, &ground.id, &json!({ "staff_id": staff, "first_day": first, "last_day": last, "category": category }))
    };
    away(&ground.teacher, "2026-01-12", "2026-01-13", "SIC");
    away(&ground.teacher, "2026-01-20", "2026-01-20", "TRN");
    away(&ground.teacher, "2026-01-24", "2026-01-25", "SIC");
    away(&ground.officer, "2026-01-12", "2026-01-12", "SIC");
    let census = ground.api.get(&ground.path("workforce-census?year=2025-26")).expect(200).json;
    assert_eq!(census["rows"].as_array().unwrap().iter().map(|row| row["working_days_lost"].clone()).collect::<Vec<_>>(), [json!(2.0), json!(0.0)]);
    assert_eq!((column(&census["validation"], "code"), &census["left_out"], &census["left_out_posts"], &census["census_day"]),
        (vec!["no_working_day_lost"], &json!(1), &json!(1), &json!("2026-11-05")), "{census}");
    let trends = ground.api.get(&ground.path("staff-absence-trends?from=2026-01-01&to=2026-03-31")).expect(200).json;
    assert_eq!((&trends["all"]["suppressed"], &trends["all"]["people"]), (&json!(true), &json!(null)), "two people are too few to tell of");
    problem(house, ground.api.get(&ground.path("workforce-census?year=2025")), &[400]);
    problem(house, ground.api.get(&ground.path("staff-absence-trends?from=2026-03-01&to=2026-01-31")), &[400]);
    let settings = ground.path("staff-absence-settings");
    assert_eq!(ground.api.get(&settings).expect(200).json["bradford_informal"], 50);
    problem(house, ground.api.put(&settings, &json!({ "bradford_informal": 300 })), &[422]);
    ground.api.put(&settings, &json!({ "bradford_informal": 80 })).expect(200);
    assert_eq!(ground.api.get(&settings).expect(200).json["bradford_informal"], 80);
}
}

on_both! {
/// Who works through the holidays does not work on a bank holiday.
fn a_bank_holiday_is_no_working_day_of_anybody(house: &House) {
    let ground = Ground::new(house);
    let all_year = employment(&json!({ "cover_roles": ["cover_supervisor"] }));
    ground.api.put(&format!("/v1/staff/{}/employment", ground.officer), &all_year).expect(201);
    // 4 May 2026 is the bank holiday, the week of 25 May half-term.
    absence(house, &ground.id, &json!({ "staff_id": ground.officer, "first_day": "2026-05-04", "last_day": "2026-05-05", "category": "SIC" }));
    let record = || ground.api.get(&format!("/v1/staff/{}/absence-record?as_of=2026-11-23", ground.officer)).expect(200).json["figures"].clone();
    assert_eq!(record()["working_days_lost"], json!(1.0));
    absence(house, &ground.id, &json!({ "staff_id": ground.officer, "first_day": "2026-05-27", "last_day": "2026-05-28", "category": "SIC" }));
    assert_eq!(record()["working_days_lost"], json!(3.0));
}
}
