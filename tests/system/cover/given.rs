//! What counts as given: agreed to where that is needed, by somebody who is there and may, and however long the year is.

use super::ground::{DAY, School};
use crate::ground::{column, marks_of, problem, text};
use diesel::RunQueryDsl;
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

fn settings(school: &School, body: &Value) {
    school.here.api.put(&school.here.path("cover-settings"), body).expect(200);
}

fn give(school: &School, (period, class): (&str, &str), who: &str) -> Answer {
    let body = json!({ "requirement_id": school.requirement(period, class)["id"], "staff_id": who });
    school.here.api.post(&school.path("/assignments"), &body)
}

/// How many covers the ledger of the day counts.
fn counted(school: &School) -> Value {
    let path = school.here.path(&format!("cover/fairness?from={DAY}&to={DAY}"));
    school.here.api.get(&path).expect(200).json["covers"].clone()
}

/// Ada's class of period 1 with one pupil; a way to take its register.
fn register(school: &School) -> impl Fn(&str) -> Answer + use<> {
    let here = &school.here;
    let pupil =
        here.pupil("Amal", &json!({ "year_group": 7, "registration_group": "7A", "date_of_birth": "2015-03-15" }));
    let group = here.group("7A/Ma");
    let members = json!({ "members": [{ "pupil_id": pupil, "first_day": "2026-09-03" }] });
    here.api.post(&format!("/v1/groups/{group}/members"), &members).expect(200);
    let (path, api) = (here.path(&format!("lessons/{DAY}/1/{group}/register")), here.api.clone());
    move |staff: &str| {
        let mut body = marks_of(&[(&pupil, "/")]);
        body["reason"] = json!("Seen");
        api.acting_for(staff).put(&path, &body)
    }
}

on_both! {
/// Where cover stands only once it is accepted, what was arranged or offered is neither published nor anybody's register.
fn where_agreement_is_needed_only_accepted_cover_is_published(house: &House) {
    let school = School::new(house);
    settings(&school, &json!({ "agreement_needed": true }));
    school.absent("ADA", &json!({ "ends": "10:00" })).expect(201);
    let gus = school.id("GUS");
    let given = give(&school, ("1", "7A/Ma"), &gus).expect(201).id();
    let school = school.later(house, "2026-11-23T09:05:00Z");
    let take = register(&school);
    let requirement = school.requirement("1", "7A/Ma")["id"].clone();
    let briefing = || school.here.api.acting_for(&gus).get(&school.path(&format!("/requirements/{}/briefing", text(&requirement))));
    let shares = |published: &Value| {
        let lines = published["lines"].as_array().unwrap();
        let line = lines.iter().find(|line| line["class"] == "7A/Ma").unwrap();
        line["shares"].as_array().unwrap().len()
    };
    let step = |step: &str| school.here.api.send("POST", &format!("/v1/cover-assignments/{given}/{step}"), None).expect(200);
    for _ in ["arranged", "offered"] {
        assert_eq!(shares(&school.publish()), 0);
        problem(house, take(&gus), &[403]);
        problem(house, briefing(), &[404]);
        assert_eq!(counted(&school), json!(0));
        step("offer");
    }
    step("accept");
    assert_eq!(shares(&school.publish()), 1);
    briefing().expect(200);
    take(&gus).expect(200);
    assert_eq!(counted(&school), json!(1));
}
}

on_both! {
/// Of two who share a period the first takes the register, and the second where the first no longer gives it.
fn of_two_who_share_a_period_one_takes_the_register(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    let (gus, hal) = (school.id("GUS"), school.id("HAL"));
    let give = |who: &str, starts: &str, ends: &str| {
        let body = json!({ "requirement_id": school.requirement("1", "7A/Ma")["id"], "staff_id": who, "starts": starts, "ends": ends });
        school.here.api.post(&school.path("/assignments"), &body).expect(201).id()
    };
    let first = give(&gus, "09:00", "09:30");
    give(&hal, "09:30", "10:00");
    school.publish();
    let school = school.later(house, "2026-11-23T09:05:00Z");
    let take = register(&school);
    problem(house, take(&hal), &[403]);
    take(&gus).expect(200);
    school.here.api.send("POST", &format!("/v1/cover-assignments/{first}/release"), None).expect(200);
    problem(house, take(&gus), &[403]);
    take(&hal).expect(200);
}
}

on_both! {
/// Who goes home takes no register with them, and did not cover.
fn whoever_goes_home_no_longer_gives_what_was_published(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    let gus = school.id("GUS");
    give(&school, ("1", "7A/Ma"), &gus).expect(201);
    school.publish();
    let school = school.later(house, "2026-11-23T09:05:00Z");
    let take = register(&school);
    take(&gus).expect(200);
    assert_eq!(counted(&school), json!(1));
    school.absent("GUS", &json!({ "starts": "09:10" })).expect(201);
    problem(house, take(&gus), &[403]);
    assert_eq!(counted(&school), json!(0));
    let calendar = school.here.api.acting_for(&gus).get(&format!("/v1/staff/{gus}/cover.ics")).expect(200).text;
    assert!(calendar.contains("STATUS:CANCELLED") && !calendar.contains("STATUS:CONFIRMED"), "{calendar}");
    let slips = || school.here.api.get(&school.path(&format!("/slips?staff_id={gus}"))).expect(200).json["data"].clone();
    assert_eq!((&slips()[0]["stands"], &slips()[0]["takes_register"]), (&json!(false), &json!(false)), "{}", slips());
    // The day after it is told as it was.
    assert_eq!(counted(&school.later(house, "2026-11-24T09:06:00Z")), json!(0));
}
}

on_both! {
/// Checks that nobody recorded are asked for by one rule, at the allocation and as long as the cover stands.
fn who_has_no_checks_recorded_stands_only_as_long_as_the_settings_allow_it(house: &House) {
    let school = School::new(house);
    settings(&school, &json!({ "require_recorded_vetting": false }));
    let new = school.here.person("Zoe", "Cover supervisor", &["cover_supervisor"]);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    give(&school, ("1", "7A/Ma"), &new).expect(201);
    assert_eq!(school.requirement("1", "7A/Ma")["covering_staff_id"], json!(new));
    settings(&school, &json!({}));
    assert_eq!(school.lines(), ["1 7A/Ma open "]);
    assert_eq!(column(&school.day()["changes"], "because"), ["coverer_vetting"]);
}
}

on_both! {
/// The limit of the year counts what is arranged for later days too.
fn the_limit_of_the_year_counts_later_days(house: &House) {
    let school = School::new(house);
    settings(&school, &json!({ "limits": [{ "tier": "cover_supervisor", "limits": { "day": null, "week": null, "year": 1 } }] }));
    school.absent("ADA", &json!({ "last_day": "2026-12-01", "weekdays": ["mon", "tue"] })).expect(201);
    let later = school.here.path("cover/2026-12-01");
    let there = school.here.api.get(&later).expect(200).json["requirements"][0]["id"].clone();
    let body = json!({ "requirement_id": there, "staff_id": school.id("GUS") });
    school.here.api.post(&format!("{later}/assignments"), &body).expect(201);
    assert_eq!(give(&school, ("1", "7A/Ma"), &school.id("GUS")).expect(422).violations(), ["/staff_id limit_year"]);
    give(&school, ("1", "7A/Ma"), &school.id("HAL")).expect(201);
}
}

on_both! {
/// A year in which more than twenty thousand were asked and replaced is a year like any other.
fn a_year_of_many_records_is_counted_all_the_same(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    let first = give(&school, ("1", "7A/Ma"), &school.id("HAL")).expect(201).id();
    school.here.api.send("POST", &format!("/v1/cover-assignments/{first}/release"), None).expect(200);
    let columns = "kind, subject_id, natural_key, first_day, last_day, body, revision, created_at, updated_at, removed_at, client_id, \
        client_name, staff_id, staff_name, staff_position";
    let (id, series) = if house.database.url.starts_with("postgres") {
        ("gen_random_uuid()", "generate_series(1, 20100)")
    } else {
        let id = "lower(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-a' || substr(h, 18, 3) || '-' || substr(h, 21, 12))";
        (id, "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20100) SELECT i, hex(randomblob(16)) AS h FROM n)")
    };
    let copy = format!(
        "INSERT INTO records (academy_id, id, {columns}) SELECT academy_id, {id}, {columns} FROM records, {series} AS many \
         WHERE kind = 'cover_assignment'"
    );
    assert_eq!(diesel::sql_query(copy).execute(&mut store::open(&house.database.url).unwrap()).unwrap(), 20_100);
    give(&school, ("1", "7A/Ma"), &school.id("GUS")).expect(201);
    school.publish();
    assert_eq!(counted(&school), json!(1));
}
}

on_both! {
/// Supply that nobody booked costs the half day, once; who is booked already costs nothing more.
fn an_allocation_books_supply_and_says_what_it_costs(house: &House) {
    let school = School::new(house);
    let rates = json!({ "half_day_pence": 10000, "day_pence": 19000 });
    school.here.api.put(&school.here.path("supply-rates"), &rates).expect(200);
    let supply = school.supply();
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "11:00" })).expect(201);
    let nobody = json!({ "exclude": [school.id("GUS"), school.id("HAL")] });
    let first = school.solve(&nobody);
    assert_eq!(column(&first["assignments"], "staff_id"), [supply.as_str(), supply.as_str()], "{first}");
    let booking = &first["bookings"][0];
    assert_eq!((&booking["staff_id"], &booking["booked"], &booking["pence"]), (&json!(supply), &json!("morning"), &json!(10000)));
    assert_eq!(first["status"], "optimal");
    let bears = |place: usize| {
        let because = first["assignments"][place]["because"].as_array().unwrap().clone();
        because.into_iter().find(|each| each["rule"] == "booking").unwrap()["cost"].clone()
    };
    assert_eq!((bears(0), bears(1)), (json!(10), json!(0)), "the first bears the price of both");
    // Published, they are told to come: another allocation books nobody.
    school.publish();
    let again = school.solve(&nobody);
    assert_eq!((&again["bookings"], column(&again["assignments"], "staff_id")), (&json!([]), vec![supply.as_str(), supply.as_str()]));
    assert_eq!(first["objective"].as_i64().unwrap() - again["objective"].as_i64().unwrap(), 10, "the booking is paid");
    // With somebody employed to cover there is nothing to book.
    let own = school.solve(&json!({ "keep": false, "save": false }));
    assert_eq!(own["bookings"], json!([]));
}
}
