//! Short weeks, holidays, the leap day, the clocks, and a year whose end moves.

use super::{number, rules, summary};
use crate::figures::{NOVEMBER, enter, rows};
use crate::ground::{Ground, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

const THRESHOLD: &str = "penalty_notice_threshold";

/// Changes the calendar of a year.
fn change(ground: &Ground, year: &str, query: &str, with: impl Fn(&mut Value)) {
    let mut calendar = ground.calendar(year);
    with(&mut calendar);
    ground.api.put(&ground.path(&format!("calendars/{year}{query}")), &calendar).expect(200);
}

on_both! {
fn a_week_of_one_session_is_a_school_week_like_any_other(house: &House) {
    let ground = Ground::new(house);
    let [pupil] = ground.pupils(["Pupil"]);
    // Ten sessions from 7 to 11 September: the window that ends in the week of 23 November holds them no longer.
    let september = ["2026-09-07", "2026-09-08", "2026-09-09", "2026-09-10", "2026-09-11"];
    enter(house, &ground, &rows(&ground.upn(&pupil), &september, "OOOOOOOOOO"));
    let met = |as_of: &str| rules(&ground, &pupil, as_of).iter().any(|rule| rule == THRESHOLD);
    assert_eq!([met("2026-11-20"), met("2026-11-23")], [true, false], "the tenth week is that of 16 November");
    // Half-term shrinks to one session that is held: the same ten weeks end a week earlier.
    change(&ground, "2026-27", "", |calendar| {
        let half_term = &mut calendar["non_school_days"].as_array_mut().unwrap()[0];
        half_term["last_day"] = json!("2026-10-29");
        let friday = json!({ "first_day": "2026-10-30", "last_day": "2026-10-30", "reason": "half_term", "sessions": ["am"] });
        calendar["non_school_days"].as_array_mut().unwrap().push(friday);
    });
    assert_eq!([met("2026-11-13"), met("2026-11-16")], [true, false], "the week of one session is the eighth of them");
    let week = summary(&ground, &pupil, "2026-10-26", "2026-10-30");
    assert_eq!((number(&week, "possible"), number(&week, "missing")), (0, 1));
    enter(house, &ground, &format!("{},2026-10-30,pm,O\n", ground.upn(&pupil)));
    let proof = ground.api.get(&ground.path(&format!("attendance/concerns?as_of=2026-11-13&rule={THRESHOLD}"))).expect(200).json;
    assert_eq!(proof["data"][0]["evidence"]["counted"], 11, "{proof}");
}
}

on_both! {
fn a_window_and_a_run_reach_over_christmas(house: &House) {
    let ground = Ground::new(house);
    let [pupil, back] = ground.pupils(["Away", "Back"]);
    let ground = ground.later(house, "2027-01-15T16:00:00Z");
    let december = ["2026-12-14", "2026-12-15", "2026-12-16", "2026-12-17", "2026-12-18"];
    let january = ["2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07", "2027-01-08"];
    for (pupil, letters) in [(&pupil, "OOOOOOOOOO"), (&back, "pOOOOOOOOO")] {
        enter(house, &ground, &rows(&ground.upn(pupil), &december, "OOOOOOOOOO"));
        enter(house, &ground, &rows(&ground.upn(pupil), &january, letters));
    }
    let met = |pupil: &str, rule: &str, as_of: &str| {
        let path = ground.path(&format!("attendance/concerns?limit=500&as_of={as_of}&rule={rule}"));
        let list = ground.api.get(&path).expect(200).json["data"].clone();
        list.as_array().unwrap().iter().find(|each| each["pupil_id"] == pupil).map(|each| text(&each["met_on"]).to_owned())
    };
    let run = "continuous_unauthorised_10_days";
    assert_eq!(met(&pupil, run, "2027-01-08").as_deref(), Some("2027-01-08"), "the tenth day, after a fortnight without school");
    assert_eq!(met(&pupil, run, "2027-01-07"), None);
    assert_eq!(met(&back, run, "2027-01-08"), None, "one morning breaks it");
    assert_eq!(met(&back, THRESHOLD, "2027-01-08").as_deref(), Some("2026-12-18"));
    // A reason that was missing on the last day of term is overdue on the sixth school day of the next.
    enter(house, &ground, &format!("{},2026-12-11,pm,N\n", ground.upn(&back)));
    assert_eq!([met(&back, "reason_overdue", "2026-12-31"), met(&back, "reason_overdue", "2027-01-04")], [None, Some("2027-01-04".to_owned())]);
}
}

on_both! {
fn a_leap_day_is_a_day_like_any_other(house: &House) {
    let ground = Ground::new(house);
    let [pupil] = ground.pupils(["Pupil"]);
    let calendar = json!({ "terms": [{ "name": "Spring", "first_day": "2028-01-04", "last_day": "2028-03-31" }], "non_school_days": [] });
    ground.api.put(&ground.path("calendars/2027-28"), &calendar).expect(201);
    let ground = ground.later(house, "2028-03-01T16:00:00Z");
    let days = ["2028-02-28", "2028-02-29", "2028-03-01"];
    enter(house, &ground, &rows(&ground.upn(&pupil), &days, "pp IO pp"));
    assert_eq!(ground.take("2028-02-29/am", &[(&pupil, "I")]).json["status"], "taken", "it is that day's mark that stands");
    let read = ground.api.get(&format!("/v1/pupils/{pupil}/attendance?from=2028-02-29&to=2028-02-29")).expect(200).json;
    let codes: Vec<(&str, &str)> = read["marks"].as_array().unwrap().iter().map(|each| (text(&each["date"]), text(&each["code"]))).collect();
    assert_eq!(codes, [("2028-02-29", "I"), ("2028-02-29", "O")]);
    let three = summary(&ground, &pupil, "2028-02-28", "2028-03-01");
    assert_eq!(["possible", "authorised", "unauthorised", "missing"].map(|name| number(&three, name)), [6, 1, 1, 0]);
    let wrong = ground.import(house, "marks-csv", &format!("upn,date,session,code\n{},2027-02-29,am,/\n", ground.upn(&pupil)));
    assert_eq!(wrong["rejected"], 1, "2027 has no such day");
}
}

on_both! {
fn registers_keep_to_the_clock_on_the_wall(house: &House) {
    let ground = Ground::new(house);
    let [pupil] = ground.pupils(["Pupil"]);
    // The last Friday of summer time, and the first Monday after half-term in winter time: 08:40 to 09:10 on both.
    let mut ground = ground;
    for (moment, day, status) in [
        ("2026-10-23T07:39:00Z", "2026-10-23", "not_due"),
        ("2026-10-23T07:40:00Z", "2026-10-23", "open"),
        ("2026-10-23T08:10:00Z", "2026-10-23", "overdue"),
        ("2026-11-02T08:39:00Z", "2026-11-02", "not_due"),
        ("2026-11-02T08:40:00Z", "2026-11-02", "open"),
        ("2026-11-02T09:10:00Z", "2026-11-02", "overdue"),
        ("2027-03-25T08:40:00Z", "2027-03-25", "open"),
        ("2027-04-12T07:40:00Z", "2027-04-12", "open"),
        ("2027-04-12T08:40:00Z", "2027-04-12", "overdue"),
    ] {
        ground = ground.later(house, moment);
        let read = ground.api.get(&ground.register(&format!("{day}/am"), "8A")).expect(200).json;
        assert_eq!(text(&read["status"]), status, "{moment}");
    }
    assert_eq!(ground.take("2027-04-12/am", &[(&pupil, "N")]).json["status"], "taken");
}
}

on_both! {
fn a_year_whose_end_moves_has_other_sessions_left(house: &House) {
    let ground = Ground::new(house);
    let [pupil] = ground.pupils(["Pupil"]);
    enter(house, &ground, &rows(&ground.upn(&pupil), &NOVEMBER[..10], "pp Ip pp pp pp pI pp pp pp pp"));
    let forecast = || ground.api.get(&format!("/v1/pupils/{pupil}/attendance/forecast?as_of=2026-11-20")).expect(200).json["remaining"].as_i64().unwrap();
    let before = forecast();
    // A week later.
    change(&ground, "2026-27", "", |calendar| calendar["terms"][2]["last_day"] = json!("2027-07-28"));
    assert_eq!(forecast() - before, 10, "five days more");
    change(&ground, "2026-27", "", |calendar| calendar["terms"][2]["last_day"] = json!("2027-07-14"));
    assert_eq!(forecast() - before, -10);
    // An end before marks that stand is refused until it is confirmed; then they wait and count for nothing.
    let mut short = ground.calendar("2026-27");
    short["terms"] = json!([{ "name": "Autumn", "first_day": "2026-09-02", "last_day": "2026-11-06" }]);
    ground.api.put(&ground.path("calendars/2026-27"), &short).expect(409);
    ground.api.put(&ground.path("calendars/2026-27?confirm=true"), &short).expect(200);
    assert_eq!(forecast(), 0);
    let counted = summary(&ground, &pupil, "2026-11-02", "2026-11-20");
    assert_eq!(["possible", "authorised", "missing"].map(|name| number(&counted, name)), [10, 1, 0]);
}
}
