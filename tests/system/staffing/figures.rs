//! What is told of one person, and to whom.

use super::absence;
use super::fairness::{allocate_and_publish, morning};
use crate::ground::{Ground, marks_of, problem};
use serde_json::{Value, json};
use testkit::{House, on_both};

/// Puts two pupils into a class; answers its group.
fn class(ground: &Ground, name: &str, pupils: &[String; 2]) -> String {
    let group = ground.group(name);
    let members: Vec<Value> =
        pupils.iter().map(|pupil| json!({ "pupil_id": pupil, "first_day": "2026-09-03" })).collect();
    ground.api.post(&format!("/v1/groups/{group}/members"), &json!({ "members": members })).expect(200);
    group
}

on_both! {
fn the_registers_of_covered_lessons_are_measured_for_the_person_and_who_manages_them(house: &House) {
    let (ground, supervisor, colleague) = morning(house);
    let pupils = ground.pupils(["Amal", "Bilal"]);
    let [x, y] = ["8x/Ma1", "8y/Ma1"].map(|name| class(&ground, name, &pupils));
    allocate_and_publish(house, &ground);
    let take = |at: &str, period: &str, group: &str, who: &str, codes: [&str; 2]| {
        house.at(at);
        let mut body = marks_of(&[(&pupils[0], codes[0]), (&pupils[1], codes[1])]);
        body["reason"] = json!("Seen in the corridor");
        let path = ground.path(&format!("lessons/2026-11-23/{period}/{group}/register"));
        house.everything().acting_for(who).put(&path, &body).expect(200);
    };
    take("2026-11-23T09:05:00Z", "1", &x, &supervisor, ["/", "N"]);
    take("2026-11-23T09:30:00Z", "1", &x, &ground.officer, ["/", "L"]);
    take("2026-11-23T10:40:00Z", "2", &y, &supervisor, ["/", "/"]);
    take("2026-11-23T11:10:00Z", "3", &x, &ground.officer, ["/", "/"]);
    let ground = ground.later(house, "2026-11-23T12:30:00Z");
    let path = format!("/v1/staff/{supervisor}/quality?from=2026-11-16&to=2026-11-27");
    let own = ground.api.acting_for(&supervisor).get(&path).expect(200).json;
    let counts = ["taken_on_time", "taken_late", "not_taken", "taken_by_others"].map(|figure| own[figure]["numerator"].clone());
    assert_eq!((counts, &own["taken_on_time"]["denominator"]), ([json!(1), json!(1), json!(1), json!(1)], &json!(3)), "{own}");
    assert_eq!(own["median_minutes_to_save"], json!(22.5));
    assert_eq!(own["corrected_by_others"], json!({ "numerator": 1, "denominator": 4, "value": 0.25 }), "{own}");
    assert_eq!(own["definitions"].as_array().unwrap().len(), 8);
    // Who covers nothing, but registers, has figures of that: of three lessons one was first saved by the officer.
    let taken = ground.api.get(&path.replace(&supervisor, &ground.officer)).expect(200).json;
    assert_eq!((&taken["taken_on_time"]["denominator"], &taken["registers"]["taken"]), (&json!(0), &json!(1)), "{taken}");
    assert_eq!((&taken["registers"]["taken_on_time"]["numerator"], &own["registers"]["taken"]), (&json!(1), &json!(2)), "{own}");
    let manager = ground.person("Malik", "Cover manager", &["cover_manager"]);
    let other = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let head = ground.person("Ifeoma", "Headteacher", &["headteacher"]);
    let personnel = ground.person("Hana", "Personnel officer", &["human_resources"]);
    problem(house, ground.api.acting_for(&manager).get(&path), &[404]);
    let appraisal = json!({ "line_manager_id": manager, "academic_year": "2026-27" });
    ground.api.post(&format!("/v1/staff/{supervisor}/appraisals"), &appraisal).expect(201);
    let hours = format!("/v1/staff/{supervisor}/working-time?week=2026-11-25");
    for who in [&supervisor, &manager, &personnel] {
        ground.api.acting_for(who).get(&path).expect(200);
        ground.api.acting_for(who).get(&hours).expect(200);
    }
    // Having observed somebody, or one-to-ones, makes nobody their manager.
    let meeting = json!({ "line_manager_id": other, "held_on": "2026-11-20", "notes": "Went through the week" });
    ground.api.post(&format!("/v1/staff/{supervisor}/one-to-ones"), &meeting).expect(201);
    for who in [&other, &head, &colleague] {
        problem(house, ground.api.acting_for(who).get(&path), &[404]);
        problem(house, ground.api.acting_for(who).get(&hours), &[404]);
    }
    problem(house, ground.api.get(&path.replace("2026-11-16", "2020-01-01")), &[400]);
}
}

on_both! {
fn only_registers_that_are_theirs_to_take_are_measured(house: &House) {
    house.at("2026-11-23T07:00:00Z");
    let ground = Ground::new(house);
    let [first, second] = ["Sunita", "Kwame"].map(|name| ground.person(name, "Cover supervisor", &["cover_supervisor"]));
    // No role of hers takes registers: she takes those that she covers.
    let third = ground.person("Malika", "Cover manager", &["cover_manager"]);
    for person in [&first, &second, &third] {
        crate::staffing::vetted(&ground.api, person);
        let supervises = crate::staffing::employment(&json!({ "cover_roles": ["cover_supervisor"] }));
        ground.api.put(&format!("/v1/staff/{person}/employment"), &supervises).expect(201);
    }
    ground.import(house, "periods-csv", "day,period,starts,ends\nmon,Reg,08:40,09:00\nmon,1,09:00,10:00\nmon,2,10:00,11:00\n");
    let rows = "staff_code,day,period,activity,class\nTEX,mon,Reg,registration,8A\nTEX,mon,1,lesson,8x/Ma1\nTEX,mon,2,lesson,8x/Ma1\n";
    ground.import(house, "timetable-csv", rows);
    let pupils = ground.pupils(["Amal", "Bilal"]);
    let x = class(&ground, "8x/Ma1", &pupils);
    absence(house, &ground.id, &json!({ "staff_id": ground.teacher, "first_day": "2026-11-23", "last_day": "2026-11-23", "category": "SIC" }));
    let day = ground.path("cover/2026-11-23");
    let needs = ground.api.get(&day).expect(200).json["requirements"].clone();
    let give = |period: &str, who: &str, times: &Value| {
        let need = needs.as_array().unwrap().iter().find(|each| each["period"] == period).unwrap();
        let mut body = json!({ "requirement_id": need["id"], "staff_id": who });
        for (name, value) in times.as_object().unwrap() {
            body[name.as_str()] = value.clone();
        }
        ground.api.post(&format!("{day}/assignments"), &body).expect(201);
    };
    give("Reg", &first, &json!({}));
    give("1", &first, &json!({ "starts": "09:00", "ends": "09:30" }));
    give("1", &second, &json!({ "starts": "09:30", "ends": "10:00" }));
    give("2", &third, &json!({}));
    ground.api.send("POST", &format!("{day}/publish"), None).expect(201);
    // The registration is taken as the register of the session, and the office corrects one of its marks.
    let session = ground.register("2026-11-23/am", "8A");
    house.at("2026-11-23T08:50:00Z");
    let marks = |codes: [&str; 2]| marks_of(&[(&pupils[0], codes[0]), (&pupils[1], codes[1])]);
    house.everything().acting_for(&first).put(&session, &marks(["/", "N"])).expect(200);
    house.at("2026-11-23T09:10:00Z");
    // To find the reason of an N is no correction; that the other was ill after all is one.
    let mut amended = marks(["I", "I"]);
    amended["reason"] = json!("Telephoned in");
    house.everything().acting_for(&ground.officer).put(&session, &amended).expect(200);
    let lesson = ground.path(&format!("lessons/2026-11-23/1/{x}/register"));
    house.everything().acting_for(&first).put(&lesson, &marks(["/", "/"])).expect(200);
    let ground = ground.later(house, "2026-11-23T12:30:00Z");
    let figures = |who: &str| ground.api.get(&format!("/v1/staff/{who}/quality?from=2026-11-23&to=2026-11-23")).expect(200).json;
    let of_first = figures(&first);
    assert_eq!((&of_first["taken_on_time"], &of_first["not_taken"]["numerator"]),
        (&json!({ "numerator": 2, "denominator": 2, "value": 1.0 }), &json!(0)), "{of_first}");
    assert_eq!(of_first["corrected_by_others"], json!({ "numerator": 1, "denominator": 4, "value": 0.25 }), "{of_first}");
    assert_eq!(of_first["registers"]["taken"], json!(2), "{of_first}");
    // The second half is not his to register; the lesson of the third is, whatever her role.
    for (who, denominator, not_theirs) in [(&second, 0, 1), (&third, 1, 0)] {
        let found = figures(who);
        assert_eq!((&found["not_taken"]["denominator"], &found["left_out"]["not_theirs"]), (&json!(denominator), &json!(not_theirs)), "{found}");
    }
}
}

on_both! {
fn a_week_is_set_against_the_contract_with_what_cover_adds(house: &House) {
    let (ground, supervisor, _) = morning(house);
    allocate_and_publish(house, &ground);
    let contract = json!({ "cover_roles": ["cover_supervisor"], "working_pattern": [{ "weekday": "mon", "starts": "09:00", "ends": "11:00" }],
        "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 0.1, "minutes_a_week": 120, "weeks_a_year": 39, "term_time_only": true } });
    ground.api.put(&format!("/v1/staff/{supervisor}/employment"), &contract).expect(200);
    // What was covered stays covered once the day is over, whatever the pattern says now.
    let ground = ground.later(house, "2026-11-24T08:00:00Z");
    // Nor does it fall away when the day is published once more.
    let again = ground.api.send("POST", &ground.path("cover/2026-11-23/publish"), None);
    assert!((200..300).contains(&again.status), "{}", again.text);
    let day = ground.api.get(&ground.path("cover/2026-11-23")).expect(200).json;
    assert_eq!(day["changes"], json!([]), "{day}");
    let week = ground.api.get(&format!("/v1/staff/{supervisor}/working-time?week=2026-11-25")).expect(200).json;
    assert_eq!((&week["week"], week["days"].as_array().unwrap().len()), (&json!("2026-11-23"), 1), "{week}");
    let day = &week["days"][0];
    assert_eq!((&day["minutes"], &day["cover_minutes"], &day["cover_minutes_outside"], &day["rest"]["kept"]),
        (&json!(120), &json!(180), &json!(60), &json!(null)));
    assert_eq!((&week["minutes"], &week["beyond_contract_minutes"], &week["cover_beyond_contract_minutes"]), (&json!(180), &json!(60), &json!(60)));
    let year = &week["year"];
    assert_eq!((&year["contracted_minutes"], &year["cover_minutes_outside"]), (&json!(4_680), &json!(60)));
    let days = year["school_days"].as_i64().unwrap();
    assert!((30..=45).contains(&days) && year["minutes"] == json!(days * 120), "Mondays of the school year: {year}");
    assert_eq!(week["directed"], json!(null));
    problem(house, ground.api.get(&format!("/v1/staff/{supervisor}/working-time?week=9999-01-01")), &[400]);
}
}

on_both! {
fn a_day_without_a_rest_break_is_told_beforehand(house: &House) {
    let ground = Ground::new(house);
    let colleague = ground.person("Kwame", "Teacher", &["teacher"]);
    let code = ground.api.get(&format!("/v1/staff/{colleague}")).expect(200).json["staff_code"].as_str().unwrap().to_owned();
    let employment = crate::staffing::employment(&json!({}));
    for who in [&colleague, &ground.teacher] {
        ground.api.put(&format!("/v1/staff/{who}/employment"), &employment).expect(201);
    }
    ground.import(house, "periods-csv", "day,period,starts,ends\ntue,1,08:30,11:00\ntue,L,11:00,11:30\ntue,2,11:30,15:00\n");
    let timetable = |more: &str| {
        let rows = format!("staff_code,day,period,activity,class\nTEX,tue,1,lesson,8x/Ma1\nTEX,tue,2,lesson,8x/Ma1\n\
            {code},tue,1,lesson,8y/Hi1\n{code},tue,2,lesson,8y/Hi1\n{more}");
        let import = ground.import(house, "timetable-csv", &rows);
        assert_eq!(import["status"], "succeeded", "{:?}", ground.rejections(&import));
    };
    let told = |who: &str, ahead: &str| {
        let path = ground.path(&format!("staff-reminders?limit=500{ahead}"));
        let list = ground.api.acting_for(who).get(&path).expect(200).json["data"].clone();
        let rest = list.as_array().unwrap().iter().filter(|each| each["kind"] == "rest_break");
        rest.map(|each| (each["staff_id"].clone(), each["due_on"].clone())).collect::<Vec<_>>()
    };
    let manager = ground.person("Malik", "Cover manager", &["cover_manager"]);
    timetable("");
    assert!(told(&manager, "").is_empty(), "everybody has the half hour at noon");
    timetable(&format!("{code},tue,L,duty,\n"));
    assert_eq!(told(&manager, ""), [(json!(colleague), json!("2026-11-24"))]);
    assert!(told(&manager, "&ahead=0").is_empty(), "tomorrow is not today");
    // Who is away that day misses no break.
    let ill = absence(house, &ground.id, &json!({ "staff_id": colleague, "first_day": "2026-11-24", "last_day": "2026-11-24", "category": "SIC" }));
    assert!(told(&manager, "").is_empty(), "they are at home");
    ground.api.delete(&format!("/v1/staff-absences/{ill}")).expect(204);
    assert_eq!(told(&manager, "").len(), 1);
    // Who may not read how people are employed is told nothing of it.
    assert!(told(&ground.person("Anwen", "Attendance manager", &["attendance_manager"]), "").is_empty());
}
}

on_both! {
fn covers_count_as_directed_time(house: &House) {
    let (ground, _, colleague) = morning(house);
    let line = || {
        let list = ground.api.get(&ground.path("protected-time?on=2026-11-23")).expect(200).json["data"].clone();
        list.as_array().unwrap().iter().find(|each| each["staff_id"] == colleague.as_str()).unwrap()["directed_time"].clone()
    };
    let before = line();
    let day = ground.path("cover/2026-11-23");
    let first = ground.api.get(&day).expect(200).json["requirements"][0]["id"].clone();
    ground.api.post(&format!("{day}/assignments"), &json!({ "requirement_id": first, "staff_id": colleague })).expect(201);
    assert_eq!(line()["cover_minutes"], json!(0), "nothing was published yet");
    ground.api.send("POST", &format!("{day}/publish"), None).expect(201);
    let after = line();
    assert_eq!(after["cover_minutes"], json!(60));
    assert_eq!(after["remaining_minutes"].as_i64().unwrap(), before["remaining_minutes"].as_i64().unwrap() - 60);
    let own = ground.api.acting_for(&colleague).get(&format!("/v1/staff/{colleague}/working-time?week=2026-11-23")).expect(200).json;
    assert_eq!(own["directed"]["cover_minutes"], json!(60), "{own}");
    // So far is to the day asked for, in both answers.
    let minutes = |day: &str| {
        let list = ground.api.get(&ground.path(&format!("protected-time?on={day}"))).expect(200).json["data"].clone();
        let line = list.as_array().unwrap().iter().find(|each| each["staff_id"] == colleague.as_str()).unwrap().clone();
        let own = ground.api.get(&format!("/v1/staff/{colleague}/working-time?week={day}")).expect(200).json;
        [line["directed_time"]["cover_minutes"].clone(), own["directed"]["cover_minutes"].clone()]
    };
    assert_eq!(minutes("2026-11-22"), [0, 0]);
    assert_eq!(minutes("2026-11-24"), [60, 60]);
    // The own class was to be in that period: who is freed of it and covers instead is directed once.
    let code = ground.api.get(&format!("/v1/staff/{colleague}")).expect(200).json["staff_code"].as_str().unwrap().to_owned();
    let rows = format!("staff_code,day,period,activity,class\nTEX,mon,1,lesson,8x/Ma1\nTEX,mon,2,lesson,8y/Ma1\nTEX,mon,3,lesson,8x/Ma1\n\
        {code},mon,1,lesson,8y/Hi1\n{code},mon,2,lesson,8y/Hi1\n{code},mon,3,lesson,8y/Hi1\n");
    let import = ground.import(house, "timetable-csv", &rows);
    assert_eq!(import["status"], "succeeded", "{:?}", ground.rejections(&import));
    assert_eq!(minutes("2026-11-24"), [0, 0]);
}
}

on_both! {
fn human_resources_record_returns_and_fit_notes(house: &House) {
    let ground = Ground::new(house);
    let personnel = ground.api.acting_for(&ground.person("Hana", "Personnel officer", &["human_resources"]));
    let away = json!({ "staff_id": ground.teacher, "first_day": "2026-11-10", "last_day": "2026-11-20", "category": "SIC" });
    let ill = absence(house, &ground.id, &away);
    let note = json!({ "kind": "not_fit", "issued_on": "2026-11-17", "first_day": "2026-11-17", "last_day": "2026-11-20" });
    personnel.post(&format!("/v1/staff-absences/{ill}/fit-notes"), &note).expect(201);
    let meeting = json!({ "held_on": "2026-11-23", "outcome": "full_return" });
    let held = personnel.post(&format!("/v1/staff-absences/{ill}/return-to-work"), &meeting).expect(201);
    assert_eq!(held.json["staff_id"], ground.teacher.as_str());
    let recorded = json!({ "staff_id": ground.teacher, "first_day": "2026-11-24", "last_day": "2026-11-24", "category": "SIC" });
    personnel.post(&ground.path("staff-absences"), &recorded).expect(201);
    // Arranging cover is still none of theirs.
    problem(house, personnel.post(&ground.path("cover/2026-11-23/solve"), &json!({})), &[403]);
}
}
