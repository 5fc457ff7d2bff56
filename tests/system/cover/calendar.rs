//! The secret address of a calendar, and what a person is known by.

use super::ground::{DAY, School};
use crate::ground::{column, problem, text};
use crate::process::Process;
use serde_json::{Value, json};
use testkit::{Backend, Database, House, on_both};

on_both! {
fn a_calendar_program_reads_by_a_secret_that_can_be_taken_back(house: &House) {
    let school = School::new(house);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    school.solve(&json!({ "exclude": [school.id("HAL")] }));
    school.publish();
    let gus = school.here.api.acting_for(&school.id("GUS"));
    let path = format!("/v1/staff/{}/calendar-token", school.id("GUS"));
    gus.get(&path).expect(404);
    // Only for oneself, and for a while.
    problem(house, school.here.api.post(&path, &json!({})), &[422]);
    problem(house, school.here.api.acting_for(&school.id("MGR")).post(&path, &json!({})), &[404]);
    for day in ["2026-11-22", "2028-11-23"] {
        assert_eq!(gus.post(&path, &json!({ "expires_on": day })).expect(422).violations(), ["/expires_on out_of_range"]);
    }
    let made = gus.with("Idempotency-Key", "once").post(&path, &json!({ "expires_on": "2026-12-18" })).expect(201);
    let token = text(&made.json["token"]).to_owned();
    assert!(token.starts_with("rollcall_feed_") && token.len() > 100 && text(&made.json["url"]).ends_with(&format!("/v1/calendar-feeds/{token}/cover.ics")));
    let feed = |token: &str| house.anonymous().get(&format!("/v1/calendar-feeds/{token}/cover.ics"));
    let read = feed(&token).expect(200);
    assert!(read.header("content-type").starts_with("text/calendar"));
    assert!(read.text.contains("BEGIN:VEVENT") && read.text.contains("9C/Ge"), "{}", read.text);
    assert_eq!(read.text, gus.get(&format!("/v1/staff/{}/cover.ics", school.id("GUS"))).expect(200).text);
    let kept = gus.get(&path).expect(200);
    assert!(!kept.text.contains(&token) && kept.json["expires_on"] == "2026-12-18", "told once: {}", kept.text);
    problem(house, school.here.api.acting_for(&school.id("HAL")).get(&path), &[404]);
    // Nothing else opens it, and no answer repeats it.
    let mut near = token.clone();
    near.pop();
    for wrong in [near.as_str(), "rollcall_feed_", "x", &token.replace("rollcall_feed_", "")] {
        let refused = problem(house, feed(wrong), &[404]);
        assert!(wrong.len() < 20 || !refused.text.contains(&wrong[30..]) || !wrong.starts_with("rollcall"), "{}", refused.text);
    }
    house.anonymous().with("Authorization", &format!("Bearer {token}")).get("/v1/me").expect(401);
    // A new one ends the old, whatever key was sent with the request.
    let second = text(&gus.with("Idempotency-Key", "once").post(&path, &json!({})).expect(201).json["token"]).to_owned();
    assert_ne!(second, token);
    problem(house, feed(&token), &[404]);
    feed(&second).expect(200);
    school.here.api.acting_for(&school.id("MGR")).send("DELETE", &path, None).expect(204);
    problem(house, feed(&second), &[404]);
    // It lapses with its last day.
    let third = text(&gus.post(&path, &json!({ "expires_on": DAY })).expect(201).json["token"]).to_owned();
    feed(&third).expect(200);
    house.at("2026-11-24T07:00:00Z");
    problem(house, feed(&third), &[404]);
}
}

on_both! {
fn a_calendar_closes_with_the_access_of_whoever_it_is_of(house: &House) {
    let school = School::new(house);
    // Without a record of employment nothing but the roles tells that somebody has left.
    let left = school.here.person("Uma", "Cover supervisor", &["cover_supervisor"]);
    let staff = format!("/v1/staff/{left}");
    let made = school.here.api.acting_for(&left).post(&format!("{staff}/calendar-token"), &json!({})).expect(201);
    let feed = format!("/v1/calendar-feeds/{}/cover.ics", text(&made.json["token"]));
    house.anonymous().get(&feed).expect(200);
    school.here.api.patch(&staff, &json!({ "roles": [] })).expect(200);
    problem(house, house.anonymous().get(&feed), &[404]);
    school.here.api.patch(&staff, &json!({ "roles": ["teacher"] })).expect(200);
    house.anonymous().get(&feed).expect(200);
}
}

#[test]
fn the_secret_of_a_calendar_is_in_no_log() {
    let database = Database::fresh(Backend::Sqlite).unwrap();
    let log = std::env::temp_dir().join(format!("rollcall-log-{}", std::process::id()));
    let mut server = Process::start_logging(&database, &log);
    let token = format!("rollcall_feed_{}{}", "0197a3c27d5e7c119f3a2b6d8c1e4f50", "5e".repeat(32));
    server.anonymous().get(&format!("/v1/calendar-feeds/{token}/cover.ics")).expect(404);
    server.anonymous().get(&format!("/v1/calendar-feeds/{token}/nothing")).expect(404);
    server.kill();
    let told = std::fs::read_to_string(&log).unwrap();
    std::fs::remove_file(&log).unwrap();
    assert!(told.contains("/v1/calendar-feeds/{token}/cover.ics"), "the route is logged");
    assert!(!told.contains("5e5e5e"), "{told}");
}

on_both! {
fn who_teaches_a_class_on_another_day_knows_it(house: &House) {
    let school = School::new(house);
    school.import(house, "timetable-csv", &School::timetable("CAN,tue,1,lesson,7A/Ma,Maths,R3\n"));
    school.absent("ADA", &json!({})).expect(201);
    let pin = |code: &str| {
        let id = school.requirement("2", "7A/Ma")["id"].clone();
        let pins = json!({ "pins": [{ "requirement_id": id, "staff_id": school.id(code) }], "save": false });
        let allocation = school.solve(&pins);
        let found = allocation["assignments"].as_array().unwrap().iter().find(|each| each["requirement_id"] == id).cloned();
        let found: Value = found.unwrap_or_else(|| panic!("{allocation}"));
        column(&found["because"], "rule").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let known = pin("CAN");
    assert!(!known.contains(&"class".to_owned()) && !known.contains(&"subject".to_owned()), "{known:?}");
    let unknown = pin("FEI");
    assert!(unknown.contains(&"class".to_owned()) && unknown.contains(&"subject".to_owned()), "{unknown:?}");
}
}

on_both! {
fn load_is_measured_against_the_free_time_of_the_timetable(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "last_day": "2026-11-24" })).expect(201);
    let give = json!({ "requirement_id": school.requirement("1", "7A/Ma")["id"], "staff_id": school.id("GUS") });
    school.here.api.post(&school.path("/assignments"), &give).expect(201);
    let tomorrow = school.here.path("cover/2026-11-24");
    let id = school.here.api.get(&tomorrow).expect(200).json["requirements"][0]["id"].clone();
    let ask = json!({ "pins": [{ "requirement_id": id, "staff_id": school.id("GUS") }], "save": false });
    let allocation = school.here.api.post(&format!("{tomorrow}/solve"), &ask).expect(200).json;
    let because = allocation["assignments"][0]["because"].clone();
    let fairness = because.as_array().unwrap().iter().find(|each| each["rule"] == "fairness").unwrap().clone();
    // 260 minutes of Monday's periods and 60 of Tuesday's, with nothing timetabled in any.
    assert!(text(&fairness["detail"]).contains("60 minutes this week") && text(&fairness["detail"]).contains(": 18 %"), "{fairness}");
}
}

on_both! {
fn nobody_without_recorded_checks_is_asked_unless_the_record_is_kept_elsewhere(house: &House) {
    let school = School::new(house);
    let unknown = school.here.person("Uma", "Cover supervisor", &["cover_supervisor"]);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    let give = || {
        let body = json!({ "requirement_id": school.requirement("2", "9C/Ge")["id"], "staff_id": unknown });
        school.here.api.post(&school.path("/assignments"), &body)
    };
    assert_eq!(give().expect(422).violations(), ["/staff_id vetting"]);
    let path = school.here.path("cover-settings");
    assert_eq!(school.here.api.get(&path).expect(200).json["require_recorded_vetting"], json!(true));
    school.here.api.put(&path, &json!({ "require_recorded_vetting": false })).expect(200);
    give().expect(201);
}
}

on_both! {
/// To arrange cover at one's own academy and to read the own cover at every one is not to read everybody's there.
fn what_somebody_may_at_one_academy_opens_nothing_at_another(house: &House) {
    let school = School::new(house);
    let there = school.here.neighbour();
    let both = school.here.api.acting_for(&there.person("Hana", "Cover manager", &["cover_manager", "trust_officer"]));
    let gus = school.id("GUS");
    school.here.api.acting_for(&gus).post(&format!("/v1/staff/{gus}/calendar-token"), &json!({})).expect(201);
    for path in ["cover.ics", "calendar-token", &format!("cover-ledger?from={DAY}&to={DAY}")] {
        problem(house, both.get(&format!("/v1/staff/{gus}/{path}")), &[404]);
    }
    // At her own she reads it.
    let yusuf = &there.officer;
    both.get(&format!("/v1/staff/{yusuf}/cover.ics")).expect(200);
}
}
