//! What users of other systems report, each as it goes here; the numbers are those of the list of complaints that this system
//! was built against.

use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
/// 27. Two part-day absences of one day were one.
fn two_parts_of_a_day_are_both_covered_and_neither_is_lost(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    school.absent("ADA", &json!({ "starts": "13:00", "ends": "14:10" })).expect(201);
    assert_eq!(school.lines(), ["1 7A/Ma open ", "4 9C/Ma open "]);
    let refused = school.absent("ADA", &json!({ "starts": "09:30", "ends": "10:30" })).expect(422);
    assert_eq!(refused.violations(), ["/first_day overlapping_absence"]);
    let refused = school.absent("BEN", &json!({ "last_day": "2026-11-20", "starts": "12:00", "ends": "09:00" })).expect(422);
    assert_eq!(refused.violations(), ["/last_day ends_before_start", "/ends ends_before_start"]);
    let stranger = json!({ "staff_id": school.here.id, "first_day": DAY });
    let refused = school.here.api.post(&school.here.path("staff-absences"), &stranger).expect(422);
    assert_eq!(refused.violations(), ["/staff_id unknown_staff"]);
}
}

on_both! {
/// 28. Arranged cover was covered again. 29. One person had two classes at one time.
fn nobody_is_in_two_places_and_arranged_cover_is_not_covered_again(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({})).expect(201);
    school.absent("BEN", &json!({})).expect(201);
    let one = text(&school.requirement("1", "7A/Ma")["id"]).to_owned();
    let other = text(&school.requirement("1", "8B/En")["id"]).to_owned();
    let give = |requirement: &str, code: &str| {
        let body = json!({ "requirement_id": requirement, "staff_id": school.id(code) });
        school.here.api.post(&school.path("/assignments"), &body)
    };
    give(&one, "HAL").expect(201);
    assert_eq!(give(&other, "HAL").expect(422).violations(), ["/staff_id two_places"]);
    assert_eq!(give(&other, "CAN").expect(422).violations(), ["/staff_id teaching"]);
    let allocation = school.solve(&json!({}));
    let mine = allocation["assignments"].as_array().unwrap().iter().find(|each| each["requirement_id"] == one.as_str()).unwrap();
    assert_eq!((school.code(&mine["staff_id"]), &mine["settled"]), ("HAL".to_owned(), &json!(true)));
    let pins = json!({ "pins": [{ "requirement_id": one, "staff_id": school.id("GUS") }, { "requirement_id": other, "staff_id": school.id("GUS") }] });
    let contradiction = school.solve(&pins);
    assert_eq!((&contradiction["status"], &contradiction["objective"]), (&json!("infeasible"), &json!(null)));
    assert!(column(&contradiction["uncovered"][0]["because"], "rule").contains(&"two_places"), "{contradiction}");
}
}

on_both! {
/// 30. Declined cover could not be given to anybody else.
fn declined_cover_is_given_to_somebody_else_at_once(house: &House) {
    let school = School::new(house);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    school.solve(&json!({}));
    let line = school.requirement("2", "9C/Ge");
    let (assignment, first) = (text(&line["assignments"][0]["id"]).to_owned(), text(&line["covering_staff_id"]).to_owned());
    school.here.api.acting_for(&school.id("BEN")).send("POST", &format!("/v1/cover-assignments/{assignment}/decline"), None).expect(404);
    school.here.api.acting_for(&first).send("POST", &format!("/v1/cover-assignments/{assignment}/decline"), None).expect(200);
    let body = json!({ "requirement_id": line["id"], "staff_id": first });
    assert_eq!(school.here.api.post(&school.path("/assignments"), &body).expect(422).violations(), ["/staff_id declined"]);
    school.solve(&json!({}));
    let now = school.requirement("2", "9C/Ge");
    assert_ne!(now["covering_staff_id"], line["covering_staff_id"]);
    assert_eq!(now["declined_staff_ids"], json!([first]));
    school.here.api.send("POST", &format!("/v1/cover-assignments/{assignment}/accept"), None).expect(409);
}
}

on_both! {
/// 32. "Not required" could not be undone for one period without withdrawing the absence.
fn one_period_is_not_required_and_is_again_while_the_absence_stands(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({})).expect(201);
    school.solve(&json!({}));
    let id = text(&school.requirement("2", "7A/Ma")["id"]).to_owned();
    let decide = |body| school.here.api.put(&school.path(&format!("/requirements/{id}")), &body);
    assert_eq!(decide(json!({ "required": false })).expect(422).violations(), ["/reason missing_field"]);
    decide(json!({ "required": false, "reason": "The class is in the hall" })).expect(200);
    assert_eq!(school.requirement("2", "7A/Ma")["status"], "not_required");
    assert_eq!(column(&school.day()["changes"], "because"), ["not_required"]);
    assert_eq!(school.requirement("1", "7A/Ma")["status"], "arranged");
    decide(json!({})).expect(200);
    assert_eq!(school.requirement("2", "7A/Ma")["status"], "arranged", "what was arranged stands again");
}
}

on_both! {
/// 33. A changed timetable left stale cover. 36. A lesson timetabled after the absence was logged asked for no cover, an open-ended
/// absence for today and tomorrow only, and shortening an absence dropped arranged cover.
fn the_timetable_changes_and_cover_follows_it(house: &House) {
    let school = School::new(house);
    let absence = school.absent("ADA", &json!({ "last_day": null })).expect(201).id();
    school.solve(&json!({}));
    school.publish();
    let before = school.requirement("1", "7A/Ma");
    // A lesson timetabled after the absence was logged appears; one that goes takes its cover with it and nothing else.
    let file = School::timetable("ADA,mon,3,lesson,9E/Ma,Maths,R1\n").replace("ADA,mon,3,meeting,,,\n", "").replace("ADA,mon,4,lesson,9C/Ma,Maths,R1\n", "");
    school.import(house, "timetable-csv", &file);
    assert_eq!(school.requirement("3", "9E/Ma")["status"], "open");
    assert_eq!(school.requirement("1", "7A/Ma")["covering_staff_id"], before["covering_staff_id"]);
    let changes = school.day()["changes"].clone();
    assert_eq!((column(&changes, "class"), column(&changes, "because")), (vec!["9C/Ma"], vec!["timetable_changed"]));
    // Open-ended absences roll forward: tomorrow needs cover without a further entry, until the person is back.
    let tomorrow = school.here.path("cover/2026-11-24");
    assert_eq!(column(&school.here.api.get(&tomorrow).expect(200).json["requirements"], "class"), ["7A/Ma"]);
    let back = school.here.api.patch(&format!("/v1/staff-absences/{absence}"), &json!({ "returned_on": "2026-11-24" })).expect(200);
    assert_eq!(back.json["last_day"], DAY);
    assert_eq!(school.here.api.get(&tomorrow).expect(200).json["requirements"], json!([]));
    assert_eq!(school.requirement("1", "7A/Ma")["covering_staff_id"], before["covering_staff_id"], "arranged cover stays");
}
}

on_both! {
/// 38. A period could not be split between two.
fn a_period_is_split_between_two_and_a_limit_is_set_aside_with_a_reason(house: &House) {
    let school = School::new(house);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    school.absent("ADA", &json!({ "starts": "11:00", "ends": "14:10" })).expect(201);
    let id = text(&school.requirement("2", "9C/Ge")["id"]).to_owned();
    let give = |code: &str, starts: &str, ends: &str| {
        let body = json!({ "requirement_id": id, "staff_id": school.id(code), "starts": starts, "ends": ends });
        school.here.api.post(&school.path("/assignments"), &body)
    };
    assert_eq!(give("GUS", "10:00", "12:00").expect(422).violations(), ["/ends out_of_range"]);
    give("GUS", "10:00", "10:30").expect(201);
    assert_eq!(school.requirement("2", "9C/Ge")["status"], "partly_arranged");
    assert_eq!(give("BEN", "10:30", "11:00").expect(422).violations(), ["/staff_id ppa"], "PPA time is never set aside");
    give("HAL", "10:30", "11:00").expect(201);
    let line = school.requirement("2", "9C/Ge");
    assert_eq!((&line["status"], line["assignments"].as_array().unwrap().len()), (&json!("arranged"), 2));
    let manager = json!({ "requirement_id": school.requirement("4", "9C/Ma")["id"], "staff_id": school.id("MGR") });
    let refused = school.here.api.post(&school.path("/assignments"), &manager).expect(422);
    assert_eq!(refused.violations(), ["/staff_id not_asked"]);
    let mut with_reason = manager.clone();
    with_reason["reason"] = json!("Nobody else is left");
    let given = school.here.api.post(&school.path("/assignments"), &with_reason).expect(201);
    assert_eq!(given.json["overridden"], json!(["not_asked"]));
}
}

on_both! {
/// 41. Rooms were given twice. 43. Reasons were read by all who arrange cover.
fn rooms_are_given_once_and_reasons_only_to_those_who_may_read_them(house: &House) {
    let school = School::new(house);
    let room = json!({ "kind": "room_closure", "name": "Leak", "first_day": DAY, "last_day": DAY, "rooms": ["R4"] });
    school.here.api.post(&school.here.path("cover-events"), &room).expect(201);
    let change = |room: &str| school.here.api.put(&school.path("/rooms"), &json!({ "period": "4", "class": "10D/Ge", "room": room }));
    assert_eq!(change("R1").expect(422).violations(), ["/room room_taken"]);
    assert_eq!(change("R4").expect(422).violations(), ["/room room_closed"]);
    school.here.api.post(&school.here.path("rooms"), &json!({ "name": "R9" })).expect(201);
    change("R9").expect(204);
    let rooms = school.day()["rooms"].clone();
    let moved = rooms.as_array().unwrap().iter().find(|each| each["class"] == "10D/Ge").unwrap();
    assert_eq!(moved["new_room"], "R9");

    let absence = school.absent("ADA", &json!({ "reason": "Private" })).expect(201).id();
    let manager = school.here.api.acting_for(&school.id("MGR")).get(&format!("/v1/staff-absences/{absence}")).expect(200);
    assert_eq!((&manager.json["reason"], &manager.json["category"]), (&json!(null), &json!(null)));
    let personnel = school.here.person("Pia", "Personnel", &["human_resources"]);
    let read = school.here.api.acting_for(&personnel).get(&format!("/v1/staff-absences/{absence}")).expect(200);
    assert_eq!((&read.json["reason"], &read.json["category"]), (&json!("Private"), &json!("SIC")));
    let own = school.here.api.acting_for(&school.id("BEN"));
    let report = own.post(&school.here.path("staff-absences/report"), &json!({ "first_day": DAY, "last_day": DAY })).expect(201);
    assert_eq!((&report.json["staff_id"], &report.json["self_reported"]), (&json!(school.id("BEN")), &json!(true)));
}
}

on_both! {
/// 28. Allocation covered again what supply had. 29. Supply was booked twice in one period. 34. Cover by supply was missing from
/// the figures.
fn supply_keeps_its_lesson_is_in_one_place_and_counts(house: &House) {
    let school = School::new(house);
    let supply = school.supply();
    school.absent("ADA", &json!({})).expect(201);
    school.absent("BEN", &json!({})).expect(201);
    let one = text(&school.requirement("1", "7A/Ma")["id"]).to_owned();
    let other = text(&school.requirement("1", "8B/En")["id"]).to_owned();
    let give = |requirement: &str| {
        school.here.api.post(&school.path("/assignments"), &json!({ "requirement_id": requirement, "staff_id": supply }))
    };
    give(&one).expect(201);
    assert_eq!(give(&other).expect(422).violations(), ["/staff_id two_places"]);
    let allocation = school.solve(&json!({}));
    let mine = allocation["assignments"].as_array().unwrap().iter().find(|each| each["requirement_id"] == one.as_str()).unwrap();
    assert_eq!((&mine["staff_id"], &mine["settled"]), (&json!(supply), &json!(true)));
    school.publish();
    let path = school.here.path(&format!("cover/fairness?from={DAY}&to={DAY}"));
    let ledger = school.here.api.get(&path).expect(200).json;
    let of = ledger["people"].as_array().unwrap().iter().find(|each| each["staff_id"] == supply.as_str()).unwrap().clone();
    let with_supply = allocation["assignments"].as_array().unwrap().iter().filter(|each| each["staff_id"] == supply.as_str()).count();
    assert_eq!((&of["covers"], &ledger["external"]["covers"]), (&json!(with_supply), &json!(with_supply)), "{ledger}");
    let all = allocation["assignments"].as_array().unwrap().len();
    assert_eq!(ledger["covers"], json!(all), "supply stands in the total");
}
}

on_both! {
/// 31. Meetings and tutor slots demanded cover; what an entry is must be said by person, period, day and week.
fn a_meeting_needs_nobody_in_the_week_in_which_it_is_one(house: &House) {
    let school = School::new(house);
    let rows = "staff_code,week,day,period,activity,class,subject,room\nADA,A,mon,3,meeting,,,\nADA,B,mon,3,lesson,9E/Ma,Maths,R1\n";
    school.import(house, "timetable-csv", rows);
    school.absent("ADA", &json!({ "last_day": null })).expect(201);
    let of = |date: &str| {
        let day = school.here.api.get(&school.here.path(&format!("cover/{date}"))).expect(200).json;
        column(&day["requirements"], "class").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(of(DAY), ["9E/Ma"], "a Monday of week B");
    assert_eq!(of("2026-11-30"), Vec::<String>::new(), "a Monday of week A");
}
}

on_both! {
/// 35. Leadership saw no fairness, and raw totals hid it.
fn leadership_sees_load_against_the_time_that_each_person_has(house: &House) {
    let school = School::new(house);
    let half = json!({ "cover_roles": ["cover_supervisor"], "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 0.5 },
        "working_pattern": [{ "weekday": "mon", "sessions": ["am"] }] });
    school.here.api.put(&format!("/v1/staff/{}/employment", school.id("HAL")), &half).expect(201);
    school.absent("ADA", &json!({})).expect(201);
    for (period, class, who) in [("Reg", "7A", "GUS"), ("1", "7A/Ma", "GUS"), ("2", "7A/Ma", "HAL")] {
        let body = json!({ "requirement_id": school.requirement(period, class)["id"], "staff_id": school.id(who) });
        school.here.api.post(&school.path("/assignments"), &body).expect(201);
    }
    school.publish();
    let leader = school.here.person("Lea", "Senior leader", &["senior_leader"]);
    let path = school.here.path(&format!("cover/fairness?from={DAY}&to={DAY}"));
    let ledger = school.here.api.acting_for(&leader).get(&path).expect(200).json;
    let of = |code: &str| {
        ledger["people"].as_array().unwrap().iter().find(|each| each["staff_id"] == school.id(code).as_str()).unwrap()["load_index"].clone()
    };
    // Who is there for the morning has 20 + 3 × 60 minutes, who is there all day an hour more.
    assert_eq!(of("HAL"), json!({ "numerator": 60, "denominator": 200, "value": 0.3 }), "{ledger}");
    assert_eq!((&of("GUS")["numerator"], &of("GUS")["denominator"]), (&json!(80), &json!(260)));
    let group = ledger["groups"].as_array().unwrap().iter().find(|each| each["tier"] == "cover_supervisor").unwrap();
    assert!(group["gini"].as_f64().unwrap() < 0.02, "nearly even, though one has 80 minutes and one 60: {group}");
    assert_eq!(ledger["same_day"], json!({ "numerator": 3, "denominator": 3, "value": 1.0 }));
    school.here.api.acting_for(&school.id("BEN")).get(&path).expect(403);
}
}

on_both! {
/// 37. Registration was not on the cover page, and its period could not be changed in the middle of a year.
fn registration_is_covered_and_survives_another_grid_of_periods(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({})).expect(201);
    school.solve(&json!({}));
    let before = school.requirement("Reg", "7A");
    assert_eq!((&before["activity"], &before["status"]), (&json!("registration"), &json!("arranged")));
    school.import(house, "periods-csv", "day,period,starts,ends\nmon,Reg,08:45,09:00\nmon,1,09:00,10:00\nmon,2,10:00,11:00\n\
        mon,3,11:20,12:20\nmon,4,13:10,14:10\n");
    let after = school.requirement("Reg", "7A");
    assert_eq!((&after["id"], &after["covering_staff_id"], &after["status"], &after["starts"]),
        (&before["id"], &before["covering_staff_id"], &json!("arranged"), &json!("08:45")));
}
}

on_both! {
/// 39. Manual was the only option. 42. People could not be left out, given priority, or taken though they were unavailable; what was
/// approved was told again.
fn a_person_decides_some_and_the_rest_is_worked_out_and_told_once(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({})).expect(201);
    let last = school.requirement("4", "9C/Ma")["id"].clone();
    let ask = json!({ "pins": [{ "requirement_id": last, "staff_id": school.id("MGR"), "reason": "Knows the class" }], "exclude": [school.id("GUS")] });
    let allocation = school.solve(&ask);
    assert_eq!((&allocation["status"], &allocation["uncovered"]), (&json!("optimal"), &json!([])), "{allocation}");
    let who: Vec<String> = allocation["assignments"].as_array().unwrap().iter().map(|each| school.code(&each["staff_id"])).collect();
    assert!(who.len() == 4 && !who.contains(&"GUS".to_owned()), "{who:?}");
    let line = school.requirement("4", "9C/Ma");
    assert_eq!((school.code(&line["covering_staff_id"]), &line["assignments"][0]["pinned"]), ("MGR".to_owned(), &json!(true)));
    // The ban was for once; what a person chose stays.
    let again = school.solve(&json!({ "keep": false }));
    let kept = again["assignments"].as_array().unwrap().iter().find(|each| each["requirement_id"] == last).unwrap();
    assert_eq!((school.code(&kept["staff_id"]), &kept["settled"]), ("MGR".to_owned(), &json!(true)));
    assert_ne!(school.publish()["changes"], json!([]));
    assert_eq!(school.publish()["changes"], json!([]), "nobody is told twice");
    // The register passes to whoever covers, whatever their post.
    let slips = school.here.api.get(&school.path("/slips")).expect(200).json["data"].clone();
    assert!(slips.as_array().unwrap().iter().all(|slip| slip["takes_register"] == json!(true)), "{slips}");
}
}

on_both! {
/// 40. The Bradford factor was there for trusts only. 43. Trends are fine, the pattern of one person is for few; and who is given cover
/// can say that they know.
fn an_academy_has_its_bradford_factor_and_only_those_entitled_read_it(house: &House) {
    let school = School::new(house);
    for day in ["2026-11-02", "2026-11-09"] {
        school.absent("ADA", &json!({ "first_day": day, "last_day": day, "reason": "Private" })).expect(201);
    }
    let personnel = school.here.person("Pia", "Personnel", &["human_resources"]);
    let record = format!("/v1/staff/{}/absence-record?as_of={DAY}", school.id("ADA"));
    let read = school.here.api.acting_for(&personnel).get(&record).expect(200).json;
    assert_eq!(read["figures"]["bradford_factor"], json!(8.0), "two spells of one day: {read}");
    for other in ["MGR", "BEN"] {
        school.here.api.acting_for(&school.id(other)).get(&record).expect(404);
    }
    school.here.api.acting_for(&school.id("ADA")).get(&record).expect(200);
    // A range of days tells why the one who is away on them is away: it is refused to who may not read that.
    let days = school.here.path("staff-absence-trends?from=2026-11-01&to=2026-11-23");
    school.here.api.acting_for(&school.id("MGR")).get(&days).expect(400);
    let trends = school.here.api.acting_for(&school.id("MGR")).get(&school.here.path("staff-absence-trends")).expect(200).json;
    assert_eq!((&trends["to"], &trends["all"]["suppressed"]), (&json!("2026-07-31"), &json!(true)), "nobody is no trend: {trends}");
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    school.solve(&json!({}));
    let line = school.requirement("2", "9C/Ge");
    let theirs = school.here.api.acting_for(text(&line["covering_staff_id"]));
    theirs.send("POST", &format!("/v1/cover-assignments/{}/accept", text(&line["assignments"][0]["id"])), None).expect(200);
    assert_eq!(school.requirement("2", "9C/Ge")["assignments"][0]["state"], "accepted");
}
}

on_both! {
/// 41. A call at six, a guess whether two lessons justify supply, no work, locked rooms, no word of the pupils, and tallies kept by
/// hand.
fn a_morning_before_seven_costs_a_look_and_everybody_sees_their_own_share(house: &House) {
    let school = School::new(house);
    let ada = school.here.api.acting_for(&school.id("ADA"));
    let report = json!({ "first_day": DAY, "last_day": DAY, "cover_work": [{ "class": "7A/Ma", "text": "Page 42" }] });
    ada.post(&school.here.path("staff-absences/report"), &report).expect(201);
    let options = school.here.api.get(&school.path("/supply-options?most=1")).expect(200).json["options"].clone();
    let within = options.as_array().unwrap().iter().find(|each| each["option"]["supply"] == 0).unwrap();
    assert_eq!((&within["option"]["pence"], &within["option"]["uncovered"]), (&json!(0), &json!(0)), "{options}");
    school.solve(&json!({}));
    school.publish();
    let who = text(&school.requirement("1", "7A/Ma")["covering_staff_id"]).to_owned();
    let own = school.here.api.acting_for(&who);
    let slips = own.get(&school.path(&format!("/slips?staff_id={who}"))).expect(200).json["data"].clone();
    let slip = slips.as_array().unwrap().iter().find(|slip| slip["class"] == "7A/Ma").unwrap();
    assert_eq!((&slip["work"]["text"], &slip["room"], &slip["takes_register"]), (&json!("Page 42"), &json!("R1"), &json!(true)));
    own.get(text(&slip["briefing"])).expect(200);
    let ledger = own.get(&format!("/v1/staff/{who}/cover-ledger?from={DAY}&to={DAY}")).expect(200).json;
    assert_eq!(ledger["covers"].as_array().unwrap().len(), slips.as_array().unwrap().len());
}
}
