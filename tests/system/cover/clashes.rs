//! Nobody is in two places at one time, whatever the way there: declined and accepted after all, decided and undone.

use super::ground::{DAY, School};
use crate::ground::{column, problem, text};
use serde_json::{Value, json};
use std::sync::Barrier;
use testkit::{Answer, House, on_both};

/// Ada and Ben are away in period 1.
fn two_away(house: &House) -> School {
    let school = School::new(house);
    for code in ["ADA", "BEN"] {
        school.absent(code, &json!({ "starts": "09:00", "ends": "10:00" })).expect(201);
    }
    school
}

fn give(school: &School, class: &str, who: &str, more: &Value) -> Answer {
    let mut body = json!({ "requirement_id": school.requirement("1", class)["id"], "staff_id": school.id(who) });
    for (name, value) in more.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    school.here.api.post(&school.path("/assignments"), &body)
}

fn step(school: &School, assignment: &str, step: &str) -> Answer {
    school.here.api.send("POST", &format!("/v1/cover-assignments/{assignment}/{step}"), None)
}

on_both! {
/// Who declined, was given something else at that time, and accepts after all is told what is in the way.
fn what_was_declined_is_not_accepted_beside_other_cover(house: &House) {
    let school = two_away(house);
    let first = give(&school, "7A/Ma", "GUS", &json!({ "offer": true })).expect(201).id();
    step(&school, &first, "decline").expect(200);
    let second = give(&school, "8B/En", "GUS", &json!({})).expect(201).id();
    for verb in ["accept", "offer"] {
        let refused = problem(house, step(&school, &first, verb), &[409]);
        assert!(refused.text.contains("two_places"), "{}", refused.text);
    }
    assert_eq!(school.lines(), ["1 7A/Ma open ", "1 8B/En arranged GUS"]);
    // Free again, the person may take it after all.
    step(&school, &second, "release").expect(200);
    step(&school, &first, "accept").expect(200);
    assert_eq!(school.lines(), ["1 7A/Ma arranged GUS", "1 8B/En open "]);
}
}

on_both! {
/// Cover that stands again because a decision was taken back pushes out what the person was given meanwhile.
fn of_two_covers_at_one_time_the_later_made_falls_away(house: &House) {
    let school = two_away(house);
    give(&school, "7A/Ma", "GUS", &json!({})).expect(201);
    let requirement = school.requirement("1", "7A/Ma")["id"].clone();
    let decide = |body: Value| school.here.api.put(&school.path(&format!("/requirements/{}", text(&requirement))), &body).expect(200);
    decide(json!({ "required": false, "reason": "The class is in the hall" }));
    house.at("2026-11-23T06:46:00Z");
    let second = give(&school, "8B/En", "GUS", &json!({})).expect(201).id();
    decide(json!({}));
    assert_eq!(school.lines(), ["1 7A/Ma arranged GUS", "1 8B/En open "]);
    let changes = school.day()["changes"].clone();
    assert_eq!((column(&changes, "assignment_id"), column(&changes, "because")), (vec![second.as_str()], vec!["coverer_elsewhere"]));
    school.publish();
    assert_eq!(school.here.api.get(&format!("/v1/cover-assignments/{second}")).expect(200).json["ended_because"], "coverer_elsewhere");
}
}

/// Lets several act at the same moment.
fn at_once(acts: &[&(dyn Fn() -> Answer + Sync)]) -> Vec<Answer> {
    let gate = Barrier::new(acts.len());
    std::thread::scope(|scope| {
        let threads: Vec<_> = acts
            .iter()
            .map(|act| {
                scope.spawn(|| {
                    gate.wait();
                    act()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

on_both! {
/// Two managers who give one person two lessons at the same moment: one of them is told that the person is taken.
fn two_managers_do_not_book_one_person_twice_at_the_same_moment(house: &House) {
    let school = two_away(house);
    let ids = ["7A/Ma", "8B/En"].map(|class| school.requirement("1", class)["id"].clone());
    let assign = |id: &Value| {
        let body = json!({ "requirement_id": id, "staff_id": school.id("GUS") });
        school.here.api.post(&school.path("/assignments"), &body)
    };
    for round in 0..15 {
        let answers = at_once(&[&|| assign(&ids[0]), &|| assign(&ids[1])]);
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422], "round {round}: {} {}", answers[0].text, answers[1].text);
        let refused = answers.iter().find(|answer| answer.status == 422).unwrap();
        assert_eq!(refused.violations(), ["/staff_id two_places"]);
        let given = answers.iter().find(|answer| answer.status == 201).unwrap();
        step(&school, text(&given.json["id"]), "release").expect(200);
    }
}
}

on_both! {
/// Two who allocate the day and one who publishes it, all at once: one person for each requirement, one version for each number.
fn allocations_at_the_same_moment_arrange_everything_once(house: &House) {
    let school = two_away(house);
    school.absent("CAN", &json!({})).expect(201);
    for round in 0..6 {
        let exclude = if round % 2 == 0 { "GUS" } else { "HAL" };
        let body = json!({ "keep": false, "exclude": [school.id(exclude)] });
        let solve = || school.here.api.post(&school.path("/solve"), &body);
        let publish = || school.here.api.send("POST", &school.path("/publish"), None);
        let answers = at_once(&[&solve, &solve, &publish, &publish]);
        assert!(answers[..2].iter().all(|answer| [200, 409].contains(&answer.status)), "{}", answers[0].text);
        answers[2..].iter().for_each(|answer| assert_eq!(answer.status, 201, "{}", answer.text));
        let mut places = std::collections::BTreeSet::new();
        for line in school.day()["requirements"].as_array().unwrap() {
            let given = line["assignments"].as_array().unwrap();
            assert!(given.len() <= 1, "round {round}: {line}");
            assert!(given.iter().all(|each| places.insert((text(&line["period"]).to_owned(), text(&each["staff_id"]).to_owned()))), "{line}");
        }
        assert_eq!(school.day()["changes"], json!([]), "nothing was arranged twice");
    }
    let versions = school.here.api.get(&school.path("/versions")).expect(200).json["data"].clone();
    let numbers: Vec<i64> = versions.as_array().unwrap().iter().map(|each| each["version"].as_i64().unwrap()).collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
}
}

on_both! {
/// What was worked out for a day that changed meanwhile is not kept: it is worked out again.
fn an_allocation_of_a_day_that_changed_is_not_kept(house: &House) {
    use app::cover::solving::{Ask, keep, load, work};
    let school = two_away(house);
    let (academy, date) = (school.here.id.parse().unwrap(), DAY.parse().unwrap());
    let operator = house.operator();
    let ask = Ask { pins: Vec::new(), exclude: Vec::new(), keep: true, save: true, reason: None };
    let worked = || work(&house.app.read(&operator, |cx| load(cx, academy, date, &ask)).unwrap(), &ask);
    let old = worked();
    give(&school, "7A/Ma", "HAL", &json!({})).expect(201);
    let before = school.lines();
    assert!(house.app.write(&operator, |cx| keep(cx, academy, date, &ask, &old)).unwrap().is_none());
    assert_eq!(school.lines(), before);
    let new = worked();
    assert!(house.app.write(&operator, |cx| keep(cx, academy, date, &ask, &new)).unwrap().is_some());
    assert_eq!(school.lines(), ["1 7A/Ma arranged HAL", "1 8B/En arranged GUS"]);
}
}

on_both! {
/// A lesson given to a second person for its middle stays the first one's before and behind it.
fn what_is_left_of_split_cover_stays_where_it_was(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "10:00", "ends": "11:00" })).expect(201);
    let give = |who: &str, more: Value| {
        let mut body = json!({ "requirement_id": school.requirement("2", "7A/Ma")["id"], "staff_id": school.id(who) });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        school.here.api.post(&school.path("/assignments"), &body).expect(201);
    };
    give("GUS", json!({}));
    give("HAL", json!({ "starts": "10:20", "ends": "10:40" }));
    let line = school.requirement("2", "7A/Ma");
    let parts: Vec<String> = line["assignments"].as_array().unwrap().iter()
        .map(|each| format!("{} {}-{}", school.code(&each["staff_id"]), text(&each["starts"]), text(&each["ends"])))
        .collect();
    assert_eq!(parts, ["GUS 10:00-10:20", "HAL 10:20-10:40", "GUS 10:40-11:00"]);
    // Both ends are in the calendar, and to publish the same once more tells nobody anything.
    school.publish();
    let feed = school.here.api.get(&format!("/v1/staff/{}/cover.ics", school.id("GUS"))).expect(200).text;
    assert_eq!(feed.matches("BEGIN:VEVENT").count(), 2, "{feed}");
    let again = school.here.api.send("POST", &school.path("/publish"), None);
    assert!((200..300).contains(&again.status) && again.json["changes"] == json!([]), "{}", again.text);
    assert_eq!(line["status"], "arranged");
}
}

/// Two pupils in each of the classes of period 1; answers the groups with their pupils.
fn classes(school: &School) -> Vec<(String, Vec<String>)> {
    let here = &school.here;
    let of = |(class, year, names): (&str, i64, [&str; 2])| {
        let changes = json!({ "year_group": year, "registration_group": format!("{year}A") });
        let pupils: Vec<String> = names.iter().map(|name| here.pupil(name, &changes)).collect();
        let members: Vec<Value> =
            pupils.iter().map(|pupil| json!({ "pupil_id": pupil, "first_day": "2026-09-03" })).collect();
        let group = here.group(class);
        here.api.post(&format!("/v1/groups/{group}/members"), &json!({ "members": members })).expect(200);
        (group, pupils)
    };
    [("7A/Ma", 7, ["Amal", "Bilal"]), ("8B/En", 8, ["Chen", "Dara"])].map(of).to_vec()
}

on_both! {
/// One person supervises two classes in the hall: a merge, in which each class keeps its register.
fn two_classes_are_supervised_in_the_hall_until_the_supervisor_is_not_there(house: &House) {
    let school = two_away(house).later(house, "2026-11-23T09:05:00Z");
    let classes = classes(&school);
    for (name, capacity) in [("Hall", 120), ("S9", 3)] {
        school.here.api.post(&school.here.path("rooms"), &json!({ "name": name, "capacity": capacity })).expect(201);
    }
    let cover = give(&school, "8B/En", "GUS", &json!({})).expect(201).id();
    let room = |class: &str, room: &str, more: &Value| {
        let mut body = json!({ "period": "1", "class": class, "room": room });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        school.here.api.put(&school.path("/rooms"), &body)
    };
    room("8B/En", "Hall", &json!({})).expect(204);
    assert_eq!(room("7A/Ma", "Hall", &json!({})).expect(422).violations(), ["/room room_taken"]);
    give(&school, "7A/Ma", "GUS", &json!({ "how": "merged" })).expect(201);
    // All of them are asked for, whichever class changes its room.
    for class in ["8B/En", "7A/Ma"] {
        assert_eq!(room(class, "S9", &json!({})).expect(422).violations(), ["/room room_too_small"], "{class}");
    }
    room("7A/Ma", "Hall", &json!({})).expect(204);
    room("8B/En", "S9", &json!({ "reason": "Two of them are on a visit" })).expect(204);
    room("8B/En", "Hall", &json!({})).expect(204);
    school.publish();
    let gus = school.here.api.acting_for(&school.id("GUS"));
    for (group, pupils) in &classes {
        let mut body = crate::ground::marks_of(&[(&pupils[0], "/"), (&pupils[1], "/")]);
        body["reason"] = json!("Seen");
        gus.put(&school.here.path(&format!("lessons/{DAY}/1/{group}/register")), &body).expect(200);
    }
    let slips = school.here.api.get(&school.path(&format!("/slips?staff_id={}", school.id("GUS")))).expect(200).json["data"].clone();
    assert_eq!(column(&slips, "room"), ["Hall", "Hall"]);
    // Without the class that it joined, the other one has nobody.
    step(&school, &cover, "release").expect(200);
    assert_eq!(school.lines(), ["1 7A/Ma changed_after_publish ", "1 8B/En changed_after_publish "]);
    assert_eq!(column(&school.day()["changes"], "because"), ["no_class_to_join"]);
}
}
