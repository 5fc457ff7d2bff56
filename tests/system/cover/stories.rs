//! What is rare and must go right: no time, no solution, two who change places, one person for two classes, rooms, lunch.

use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// Who covers what, as `period class who`.
fn covered(school: &School) -> Vec<String> {
    let day = school.day();
    let list = day["requirements"].as_array().unwrap().clone();
    list.iter()
        .map(|each| {
            format!("{} {} {}", text(&each["period"]), text(&each["class"]), school.code(&each["covering_staff_id"]))
        })
        .collect()
}

/// A day on which twelve are away and twenty may cover.
fn large_day(house: &House) -> School {
    let school = School::new(house);
    let mut rows = "staff_code,day,period,activity,class,subject,room\n".to_owned();
    let person = |code: &str, role: &str| {
        let body = json!({ "staff_code": code, "surname": "Example", "forename": code, "position": "Made-up post", "roles": [role] });
        let id = school.here.api.post(&school.here.path("staff"), &body).expect(201).id();
        crate::staffing::vetted(&school.here.api, &id);
        id
    };
    let mut away = Vec::new();
    for number in 0..12 {
        away.push(person(&format!("T{number:02}"), "teacher"));
        for period in 1..5 {
            rows.push_str(&format!("T{number:02},mon,{period},lesson,L{number:02}/{period},History,H{number}\n"));
        }
    }
    for number in 0..20 {
        person(&format!("S{number:02}"), "cover_supervisor");
    }
    school.import(house, "timetable-csv", &rows);
    for staff in away {
        let absence = json!({ "staff_id": staff, "first_day": DAY, "last_day": DAY, "category": "SIC" });
        school.here.api.post(&school.here.path("staff-absences"), &absence).expect(201);
    }
    school
}

on_both! {
/// A search that hits its time limit answers the best so far with its gap; what was arranged is not lost.
fn when_the_time_is_up_the_best_so_far_is_answered_and_nothing_is_lost(house: &House) {
    let school = large_day(house);
    let limit = |milliseconds: u32| {
        school.here.api.put(&school.here.path("cover-settings"), &json!({ "time_limit_ms": milliseconds })).expect(200)
    };
    limit(1);
    let hasty = school.solve(&json!({ "save": false }));
    assert_eq!((&hasty["status"], &hasty["uncovered"]), (&json!("feasible"), &json!([])), "{}", hasty["milliseconds"]);
    assert!(hasty["bound"].as_i64().unwrap() < hasty["objective"].as_i64().unwrap(), "the gap is told");
    limit(30_000);
    let best = school.solve(&json!({}));
    assert_eq!(best["status"], "optimal");
    assert!(hasty["objective"].as_i64() >= best["objective"].as_i64());
    let before = school.day();
    limit(1);
    let again = school.solve(&json!({}));
    assert_eq!(again["objective"], best["objective"], "no worse than what was there");
    assert_eq!(column(&school.day()["requirements"], "covering_staff_id"), column(&before["requirements"], "covering_staff_id"));
}
}

on_both! {
/// Two people change places: each pin is in the way of the other only as long as what was there still stands.
fn two_who_cover_at_one_time_change_places(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    school.absent("BEN", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    let ids = [school.requirement("1", "7A/Ma")["id"].clone(), school.requirement("1", "8B/En")["id"].clone()];
    for (id, who) in ids.iter().zip(["GUS", "HAL"]) {
        let body = json!({ "requirement_id": id, "staff_id": school.id(who) });
        school.here.api.post(&school.path("/assignments"), &body).expect(201);
    }
    school.publish();
    assert_eq!(covered(&school), ["1 7A/Ma GUS", "1 8B/En HAL"]);
    let pins = json!({ "pins": [{ "requirement_id": ids[0], "staff_id": school.id("HAL") }, { "requirement_id": ids[1], "staff_id": school.id("GUS") }] });
    assert_eq!(school.solve(&pins)["status"], "optimal");
    assert_eq!(covered(&school), ["1 7A/Ma HAL", "1 8B/En GUS"]);
    let told = school.publish();
    assert!([school.id("GUS"), school.id("HAL")].iter().all(|id| column(&told["changes"], "staff_id").contains(&id.as_str())), "{told}");
}
}

on_both! {
/// One person looks after two classes; the room must hold both, or a person says why not.
fn two_classes_are_merged_under_one_person_where_the_room_holds_them(house: &House) {
    let school = School::new(house);
    let here = &school.here;
    for (class, year, names) in [("7A/Ma", 7, ["Amal", "Bilal"]), ("8B/En", 8, ["Chen", "Dara"])] {
        let form = format!("{year}A");
        let changes = json!({ "year_group": year, "registration_group": form });
        let members: Vec<Value> =
            names.iter().map(|name| json!({ "pupil_id": here.pupil(name, &changes), "first_day": "2026-09-03" })).collect();
        here.api.post(&format!("/v1/groups/{}/members", here.group(class)), &json!({ "members": members })).expect(200);
    }
    let rooms = here.api.get(&here.path("rooms?limit=500")).expect(200).json["data"].clone();
    let room = rooms.as_array().unwrap().iter().find(|room| room["name"] == "R2").unwrap()["id"].clone();
    here.api.put(&format!("/v1/rooms/{}", text(&room)), &json!({ "name": "R2", "capacity": 3 })).expect(200);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    let merge = |more: Value| {
        let mut body = json!({ "requirement_id": school.requirement("1", "7A/Ma")["id"], "staff_id": school.id("BEN"), "how": "merged" });
        for (name, value) in more.as_object().unwrap() {
            body[name.as_str()] = value.clone();
        }
        here.api.post(&school.path("/assignments"), &body)
    };
    assert_eq!(merge(json!({ "staff_id": school.id("GUS") })).expect(422).violations(), ["/how no_class_to_merge_with"]);
    assert_eq!(merge(json!({})).expect(422).violations(), ["/how room_too_small"]);
    merge(json!({ "reason": "For ten minutes, in the hall" })).expect(201);
    assert_eq!(covered(&school), ["1 7A/Ma BEN"]);
    school.publish();
    let ledger = here.api.get(&here.path(&format!("cover/fairness?from={DAY}&to={DAY}"))).expect(200).json;
    assert_eq!((&ledger["covers"], &ledger["left_out"]["merged"]), (&json!(0), &json!(1)), "it took none of their free time");
}
}

on_both! {
/// A day for which there is nobody says who fails which rule; pins that contradict each other change nothing.
fn without_a_solution_the_answer_says_why_and_nothing_changes(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "foreseeable": true, "starts": "09:00", "ends": "10:00" })).expect(201);
    school.absent("BEN", &json!({ "foreseeable": true, "starts": "09:00", "ends": "10:00" })).expect(201);
    school.solve(&json!({}));
    let before = covered(&school);
    let everybody: Vec<String> = ["GUS", "HAL"].iter().map(|code| school.id(code)).collect();
    let nobody = school.solve(&json!({ "exclude": everybody, "save": false }));
    assert_eq!((&nobody["status"], nobody["uncovered"].as_array().unwrap().len()), (&json!("optimal"), 2));
    let rules = column(&nobody["uncovered"][0]["because"], "rule").into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert!(["excluded", "rarely_cover", "nearest"].iter().all(|rule| rules.contains(&(*rule).to_owned())), "{rules:?}");
    let both: Vec<Value> = ["7A/Ma", "8B/En"]
        .iter()
        .map(|class| json!({ "requirement_id": school.requirement("1", class)["id"], "staff_id": school.id("GUS") }))
        .collect();
    let contradiction = school.solve(&json!({ "pins": both }));
    assert_eq!((&contradiction["status"], &contradiction["objective"], &contradiction["assignments"]), (&json!("infeasible"), &json!(null), &json!([])));
    assert_eq!(covered(&school), before);
}
}

on_both! {
/// Rooms that are too small or lack what the lesson needs are refused; free ones that fit are proposed, the best first.
fn a_class_that_lost_its_room_is_offered_one_that_fits(house: &House) {
    let school = School::new(house);
    let here = &school.here;
    let members: Vec<Value> = ["Amal", "Bilal", "Chen"]
        .iter()
        .map(|name| json!({ "pupil_id": here.pupil(name, &json!({})), "first_day": "2026-09-03" }))
        .collect();
    here.api.post(&format!("/v1/groups/{}/members", here.group("10D/Ge")), &json!({ "members": members })).expect(200);
    for (name, capacity, suitable, building) in
        [("S9", 2, vec![], "South"), ("N8", 4, vec![], "North"), ("L1", 3, vec!["science"], "South"), ("G7", 30, vec!["geography"], "South")]
    {
        let room = json!({ "name": name, "capacity": capacity, "suitable_for": suitable, "building": building });
        here.api.post(&here.path("rooms"), &room).expect(201);
    }
    let closed = json!({ "kind": "room_closure", "name": "Leak", "first_day": DAY, "last_day": DAY, "rooms": ["R4"] });
    here.api.post(&here.path("cover-events"), &closed).expect(201);
    let proposals = || here.api.get(&school.path("/room-proposals")).expect(200).json;
    let of = |class: &str| {
        let all = proposals();
        all["proposals"].as_array().unwrap().iter().find(|each| each["class"] == class).unwrap().clone()
    };
    let first = of("10D/Ge");
    assert_eq!((&first["pupils"], &first["too_small"], &first["usual_room"]), (&json!(3), &json!(1), &json!("R4")), "{first}");
    assert_eq!((&first["options"][0]["room"], &first["room"]), (&json!("N8"), &json!("N8")), "{first}");
    assert!(!column(&first["options"], "room").contains(&"S9"), "too small: {first}");
    let settings = |requirements: Value| {
        here.api.put(&here.path("cover-settings"), &json!({ "room_requirements": requirements }))
    };
    let twice = json!([{ "subject": "Geography", "suitable_for": "geography" }, { "subject": "geography", "suitable_for": "maps" }]);
    assert_eq!(settings(twice).expect(422).violations(), ["/room_requirements/1/subject repeated"]);
    settings(json!([{ "subject": "Geography", "suitable_for": "geography" }])).expect(200);
    let needs = of("10D/Ge");
    assert_eq!((&needs["needs"], column(&needs["options"], "room")), (&json!("geography"), vec!["G7"]), "{needs}");
    let change = |room: &str, more: Value| {
        let mut body = json!({ "period": "4", "class": "10D/Ge", "room": room });
        for (name, value) in more.as_object().unwrap() {
            body[name.as_str()] = value.clone();
        }
        here.api.put(&school.path("/rooms"), &body)
    };
    assert_eq!(change("S9", json!({})).expect(422).violations(), ["/room room_too_small", "/room room_unsuitable"]);
    assert_eq!(change("R4", json!({ "reason": "Never mind" })).expect(422).violations(), ["/room room_closed"]);
    change("S9", json!({ "reason": "Two of them are on a visit" })).expect(204);
    let doubtful = proposals()["doubtful"].clone();
    assert_eq!((column(&doubtful, "room"), column(&doubtful[0]["faults"], "code")), (vec!["S9"], vec!["room_too_small", "room_unsuitable"]));
    change("G7", json!({})).expect(204);
    assert_eq!(proposals()["doubtful"], json!([]));
}
}

on_both! {
/// Everybody on site keeps a free lunch period.
fn nobody_covers_through_lunch(house: &House) {
    let school = School::new(house);
    let settings = |body: Value| school.here.api.put(&school.here.path("cover-settings"), &body);
    assert_eq!(settings(json!({ "lunch_periods": ["3", "3"] })).expect(422).violations(), ["/lunch_periods/1 repeated"]);
    settings(json!({ "lunch_periods": ["2", "3"] })).expect(200);
    // Dee's class in period 2 and Can's in period 3: both are lunch periods.
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    school.absent("CAN", &json!({ "starts": "11:00", "ends": "12:30" })).expect(201);
    let give = |period: &str, class: &str, who: &str| {
        let body = json!({ "requirement_id": school.requirement(period, class)["id"], "staff_id": school.id(who) });
        school.here.api.post(&school.path("/assignments"), &body)
    };
    give("2", "9C/Ge", "GUS").expect(201);
    assert_eq!(give("3", "10C/Hi", "GUS").expect(422).violations(), ["/staff_id lunch"]);
    let only = json!({ "exclude": [school.id("HAL"), school.id("BEN")], "save": false });
    let allocation = school.solve(&only);
    let who: Vec<String> = allocation["assignments"].as_array().unwrap().iter().map(|each| school.code(&each["staff_id"])).collect();
    assert_eq!(who.iter().filter(|code| *code == "GUS").count(), 1, "{allocation}");
    settings(json!({})).expect(200);
    give("3", "10C/Hi", "GUS").expect(201);
}
}

on_both! {
/// An option costs what it says: supply that is on the register and not booked stands for nobody in it.
fn what_supply_would_cost_counts_nobody_who_is_not_booked(house: &House) {
    let school = School::new(house);
    for code in ["ADA", "GUS", "HAL"] {
        school.absent(code, &json!({})).expect(201);
    }
    let options = || school.here.api.get(&school.path("/supply-options?most=1")).expect(200).json["options"].clone();
    let before = options();
    school.supply();
    assert_eq!(options(), before);
    let within = before.as_array().unwrap().iter().find(|each| each["option"]["supply"] == 0).unwrap();
    assert_eq!((&within["option"]["pence"], &within["option"]["covers_by_supply"]), (&json!(0), &json!(0)));
}
}
