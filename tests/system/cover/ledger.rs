//! What the ledger says of covers, of the time that people have, and of the lessons that pupils had.

use super::ground::{DAY, School};
use crate::ground::text;
use serde_json::{Value, json};
use testkit::{House, on_both};

fn ledger(school: &School, from: &str, to: &str) -> Value {
    school.here.api.get(&school.here.path(&format!("cover/fairness?from={from}&to={to}"))).expect(200).json
}

fn give(school: &School, (period, class): (&str, &str), who: &str) {
    let body = json!({ "requirement_id": school.requirement(period, class)["id"], "staff_id": who });
    school.here.api.post(&school.path("/assignments"), &body).expect(201);
}

/// The minutes of the week, the term and the year that the allocation of the day weighs a person's load against.
fn free(house: &House, school: &School, id: &str) -> [u32; 3] {
    let academy = school.here.id.parse().unwrap();
    let loaded =
        house.app.read(&house.operator(), |cx| app::cover::Loaded::of(cx, academy, DAY.parse().unwrap())).unwrap();
    let free = loaded.day.people.into_iter().find(|person| person.id.to_string() == id).unwrap().free;
    [free.week_minutes, free.term_minutes, free.year_minutes]
}

/// The entry of the register of agency workers under which somebody is sent.
fn entry_of(school: &School, id: &str) -> String {
    let all = school.here.api.get("/v1/agency-workers").expect(200).json["data"].clone();
    let entry = all.as_array().unwrap().iter().find(|each| each["staff_ids"] == json!([id])).unwrap();
    format!("/v1/agency-workers/{}", text(&entry["id"]))
}

/// The classes as `class lessons without_teacher without_specialist`.
fn classes(ledger: &Value) -> Vec<String> {
    let lines = ledger["classes"].as_array().unwrap().iter();
    let of = |line: &Value| {
        format!(
            "{} {} {} {}",
            text(&line["class"]),
            line["lessons"],
            line["without_teacher"],
            line["without_specialist"]
        )
    };
    let mut found: Vec<String> = lines.map(of).collect();
    found.sort();
    found
}

fn person(ledger: &Value, id: &str) -> Value {
    ledger["people"].as_array().unwrap().iter().find(|each| each["staff_id"] == id).unwrap().clone()
}

on_both! {
/// Pupils see a lesson without its teacher whether it was covered, published or neither; what was cancelled they do not.
fn the_pupils_view_follows_what_happened_and_not_what_was_published(house: &House) {
    let school = School::new(house);
    // A Monday that nobody arranged and nobody published.
    let before = json!({ "first_day": "2026-11-16", "last_day": "2026-11-16" });
    school.absent("BEN", &before).expect(201);
    school.here.api.put(&school.here.path("cover-settings"), &json!({ "independent_study_year_groups": [10] })).expect(200);
    let ada = school.absent("ADA", &json!({ "ends": "11:00" })).expect(201).id();
    school.absent("CAN", &json!({ "ends": "10:00" })).expect(201);
    let (gus, hal) = (school.id("GUS"), school.id("HAL"));
    give(&school, ("Reg", "7A"), &hal);
    give(&school, ("1", "7A/Ma"), &gus);
    give(&school, ("2", "7A/Ma"), &hal);
    school.publish();
    let of = |from: &str| { let ledger = ledger(&school, from, DAY); (ledger["unfilled"].clone(), classes(&ledger)) };
    assert_eq!(of("2026-11-16").0, json!(2), "two lessons of the Monday before");
    assert_eq!(of(DAY), (json!(0), vec!["10C/Hi 2 1 1".to_owned(), "7A/Ma 2 2 2".to_owned()]));
    // Who covers falls ill: the class is without anybody, and still without its teacher.
    school.absent("GUS", &json!({})).expect(201);
    assert_eq!(of(DAY), (json!(1), vec!["10C/Hi 2 1 1".to_owned(), "7A/Ma 2 2 2".to_owned()]));
    // The absence never was: its lessons were given, whatever stands in the version that was published.
    school.here.api.delete(&format!("/v1/staff-absences/{ada}")).expect(204);
    assert_eq!(of(DAY), (json!(0), vec!["10C/Hi 2 1 1".to_owned()]));
    let whole = ledger(&school, DAY, DAY);
    assert_eq!((&whole["covers"], &whole["without_specialist"]["numerator"], &whole["without_specialist"]["denominator"]), (&json!(0), &json!(1), &json!(12)), "{whole}");
}
}

on_both! {
/// Time in which somebody is away is no time in which they could be asked; supply has time when it was booked.
fn the_time_that_people_have_is_the_time_in_which_they_are_there(house: &House) {
    let school = School::new(house);
    let supply = school.supply();
    let trip = json!({ "kind": "trip", "name": "Museum", "first_day": DAY, "last_day": DAY, "staff_ids": [school.id("FEI")] });
    school.here.api.post(&school.here.path("cover-events"), &trip).expect(201);
    school.absent("HAL", &json!({ "starts": "11:00" })).expect(201);
    school.absent("ADA", &json!({ "ends": "10:00" })).expect(201);
    let time = || {
        let ledger = ledger(&school, DAY, DAY);
        ["GUS", "HAL", "FEI"].map(|code| person(&ledger, &school.id(code))["load_index"]["denominator"].clone()).into_iter()
            .chain([person(&ledger, &supply)["load_index"]["denominator"].clone()]).collect::<Vec<_>>()
    };
    // Registration and four hours; of who leaves at eleven the first two; nothing on a trip; supply that nobody booked.
    assert_eq!(time(), [json!(260), json!(140), json!(0), json!(0)]);
    give(&school, ("1", "7A/Ma"), &supply);
    school.publish();
    assert_eq!(time()[3], json!(200), "booked for the morning");
    // The load that allocation weighs is of the same time: who was away for three weeks had none in them.
    let (there, away) = (free(house, &school, &school.id("GUS")), free(house, &school, &school.id("HAL")));
    assert_eq!((there[0], away[0]), (320, 200), "Tuesday has one hour");
    assert_eq!(there[2] - away[2], 120);
}
}

on_both! {
/// Nobody is free before or after their contract, and supply only where it is booked, gives cover, or may be asked today.
fn nobody_is_free_who_would_not_come(house: &House) {
    let school = School::new(house);
    let (gus, supply) = (school.id("GUS"), school.supply());
    assert_eq!(free(house, &school, &gus)[0], 320);
    let leaves = json!({ "cover_roles": ["cover_supervisor"], "contract": { "kind": "fixed_term", "first_day": DAY, "last_day": DAY, "fte": 1.0 } });
    school.here.api.put(&format!("/v1/staff/{gus}/employment"), &leaves).expect(201);
    let of = |id: &str| free(house, &school, id);
    assert_eq!((of(&gus), of(&supply)), ([260; 3], [260; 3]));
    let tuesday = json!({ "bookings": [{ "day": "2026-11-24", "academy_id": school.here.id, "part": "day" }] });
    school.here.api.patch(&entry_of(&school, &supply), &tuesday).expect(200);
    assert_eq!(of(&supply), [320; 3], "Tuesday has one hour");
}
}

on_both! {
/// The register's bookings are paid with or without a cover, whole days where the agency books no less, and stay paid when the
/// person joins the staff.
fn supply_is_paid_for_what_is_booked(house: &House) {
    let school = School::new(house);
    let rates = json!({ "half_day_pence": 10_000, "day_pence": 19_000 });
    school.here.api.put(&school.here.path("supply-rates"), &rates).expect(200);
    let supply = school.supply();
    let worker = entry_of(&school, &supply);
    school.here.api.patch(&worker, &json!({ "minimum_booking": "day" })).expect(200);
    school.absent("ADA", &json!({})).expect(201);
    give(&school, ("1", "7A/Ma"), &supply);
    school.publish();
    let spend = |school: &School| ledger(school, DAY, "2027-01-15")["supply_spend"].clone();
    assert_eq!(spend(&school)["pence"], json!(19_000), "no half days of this agency");
    school.here.api.patch(&worker, &json!({ "minimum_booking": "half_day" })).expect(200);
    assert_eq!(spend(&school)["pence"], json!(10_000));
    let bookings = [(DAY, "afternoon"), ("2026-11-24", "morning")].map(|(day, part)| json!({ "day": day, "academy_id": school.here.id, "part": part }));
    school.here.api.patch(&worker, &json!({ "bookings": bookings })).expect(200);
    let both = json!({ "pence": 29_000, "days": [{ "date": DAY, "pence": 19_000 }, { "date": "2026-11-24", "pence": 10_000 }] });
    assert_eq!(spend(&school), both, "the afternoon was booked beside, and Tuesday without a cover");
    // The days are over: who gave cover then is not asked for by what the records say now.
    let school = school.later(house, "2026-11-30T07:25:00Z");
    let permanent = json!({ "cover_roles": ["teacher"], "contract": { "kind": "permanent", "first_day": "2027-01-04", "fte": 1.0 } });
    school.here.api.put(&format!("/v1/staff/{supply}/employment"), &permanent).expect(200);
    assert_eq!(spend(&school), both, "what was paid before stays paid");
}
}

on_both! {
/// What cover.md asks of the ledger beside loads: repeats, what supply was paid, how fast cover was published, and by whom.
fn the_ledger_tells_repeats_spending_speed_and_tiers(house: &House) {
    let school = School::new(house);
    let rates = json!({ "half_day_pence": 10_000, "day_pence": 19_000 });
    school.here.api.put(&school.here.path("supply-rates"), &rates).expect(200);
    let supply = school.supply();
    let teaches = json!({ "cover_roles": ["cover_supervisor"], "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 1.0 }, "subjects": ["maths"] });
    school.here.api.put(&format!("/v1/staff/{}/employment", school.id("GUS")), &teaches).expect(201);
    school.absent("ADA", &json!({})).expect(201);
    let gus = school.id("GUS");
    give(&school, ("Reg", "7A"), &school.id("HAL"));
    give(&school, ("1", "7A/Ma"), &gus);
    give(&school, ("2", "7A/Ma"), &gus);
    give(&school, ("4", "9C/Ma"), &supply);
    let school = school.later(house, "2026-11-23T07:25:00Z");
    school.publish();
    let found = ledger(&school, DAY, DAY);
    assert_eq!(person(&found, &gus)["repeats"], json!([{ "class": "7A/Ma", "covers": 2 }]), "{found}");
    assert_eq!(found["supply_spend"], json!({ "pence": 10_000, "days": [{ "date": DAY, "pence": 10_000 }] }));
    assert_eq!(found["report_to_publish"], json!({ "median_minutes": 40.0, "counted": 1 }));
    assert_eq!(classes(&found), ["7A/Ma 2 2 0", "9C/Ma 1 1 1"], "who supervises knows the subject, supply does not");
    let share = |tier: &str| found["groups"].as_array().unwrap().iter().find(|each| each["tier"] == tier).unwrap()["share"].clone();
    assert_eq!((share("cover_supervisor"), share("supply")), (json!(0.75), json!(0.25)));
}
}

on_both! {
/// Of two in a post the mean tells each what the other has.
fn the_mean_of_two_is_told_to_neither(house: &House) {
    let school = School::new(house);
    let own = |code: &str| {
        let id = school.id(code);
        school.here.api.acting_for(&id).get(&format!("/v1/staff/{id}/cover-ledger?from={DAY}&to={DAY}")).expect(200).json
    };
    let two = own("GUS");
    assert_eq!((&two["people_in_post"], &two["mean_load_in_post"]), (&json!(2), &json!(null)));
    school.here.person("Zoe", "Cover supervisor", &["cover_supervisor"]);
    assert_eq!(own("GUS")["mean_load_in_post"], json!(0.0));
}
}

on_both! {
/// 41, 42. Always the same people were asked: after three days the one with the smallest load is, unless nobody wants fairness.
fn after_three_days_the_least_loaded_is_chosen_unless_fairness_weighs_nothing(house: &House) {
    let school = School::new(house);
    let weigh = |weights: Value| {
        school.here.api.put(&school.here.path("cover-settings"), &json!({ "weights": weights })).expect(200);
    };
    // Gus teaches the subject, which is worth a little.
    let teaches = json!({ "cover_roles": ["cover_supervisor"], "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 1.0 }, "subjects": ["Maths"] });
    school.here.api.put(&format!("/v1/staff/{}/employment", school.id("GUS")), &teaches).expect(201);
    weigh(json!({ "other_subject": 5 }));
    let solve = |date: &str, save: bool| {
        let path = school.here.path(&format!("cover/{date}/solve"));
        let found = school.here.api.post(&path, &json!({ "save": save, "keep": false })).expect(200).json;
        assert_eq!(found["assignments"].as_array().unwrap().len(), 1, "{found}");
        school.code(&found["assignments"][0]["staff_id"])
    };
    let days = [DAY, "2026-11-30", "2026-12-07", "2026-12-14"];
    for date in days {
        school.absent("ADA", &json!({ "first_day": date, "last_day": date, "starts": "09:00", "ends": "10:00" })).expect(201);
    }
    let first: Vec<String> = days[..3].iter().map(|date| {
        let day = school.here.path(&format!("cover/{date}"));
        let need = school.here.api.get(&day).expect(200).json["requirements"][0]["id"].clone();
        school.here.api.post(&format!("{day}/assignments"), &json!({ "requirement_id": need, "staff_id": school.id("GUS") })).expect(201);
        solve(date, true)
    }).collect();
    assert_eq!(first, ["GUS", "GUS", "GUS"], "chosen by a person");
    assert_eq!(solve(days[3], false), "HAL");
    weigh(json!({ "other_subject": 5, "fairness_week": 0, "fairness_term": 0, "fairness_year": 0 }));
    assert_eq!(solve(days[3], false), "GUS");
}
}
