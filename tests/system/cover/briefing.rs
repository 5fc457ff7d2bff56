//! What whoever covers a class is told of it, and the register that passes to them.

use super::ground::{DAY, School};
use crate::ground::{column, marks_of, problem, text};
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

/// Two pupils in 7A/Ma and one who is not; answers the group and the three.
fn class(school: &School) -> (String, [String; 3]) {
    let here = &school.here;
    let pupil = |name: &str, sen: &str| {
        here.pupil(
            name,
            &json!({ "year_group": 7, "registration_group": "7A", "date_of_birth": "2015-03-15", "sen_status": sen }),
        )
    };
    let pupils = [pupil("Amal", "ehcp"), pupil("Bilal", "support"), pupil("Chen", "none")];
    let group = here.group("7A/Ma");
    let members: Vec<Value> =
        pupils[..2].iter().map(|pupil| json!({ "pupil_id": pupil, "first_day": "2026-09-03" })).collect();
    here.api.post(&format!("/v1/groups/{group}/members"), &json!({ "members": members })).expect(200);
    (group, pupils)
}

fn notes(pupils: &[String; 3]) -> Value {
    json!({ "routine": "Books are on the sill",
        "seating": { "rows": 2, "seats": 3, "places": [{ "row": 1, "seat": 2, "pupil_id": pupils[0] }, { "row": 2, "seat": 3, "pupil_id": pupils[1] }] },
        "pupils": [{ "pupil_id": pupils[0], "note": "Inhaler in the bag" }] })
}

on_both! {
fn whoever_covers_knows_the_class_on_the_day_and_nobody_else_does(house: &House) {
    let school = School::new(house);
    let (group, pupils) = class(&school);
    let path = format!("/v1/groups/{group}/cover-notes");
    let ada = school.here.api.acting_for(&school.id("ADA"));
    let mut wrong = notes(&pupils);
    wrong["seating"]["places"][1]["pupil_id"] = json!(pupils[2]);
    wrong["seating"]["places"][1]["seat"] = json!(9);
    wrong["pupils"][0]["note"] = json!(" ");
    assert_eq!(ada.put(&path, &wrong).expect(422).violations(),
        ["/seating/places/1/seat out_of_range", "/seating/places/1/pupil_id not_in_class", "/pupils/0/note missing"]);
    ada.get(&path).expect(404);
    let first = ada.put(&path, &notes(&pupils)).expect(201);
    ada.with("If-Match", "\"stale\"").put(&path, &notes(&pupils)).expect(412);
    assert_eq!(ada.put(&path, &notes(&pupils)).expect(200).header("etag"), first.header("etag"));
    problem(house, school.here.api.get(&path), &[422]);
    for stranger in ["BEN", "GUS"] {
        problem(house, school.here.api.acting_for(&school.id(stranger)).get(&path), &[404]);
        problem(house, school.here.api.acting_for(&school.id(stranger)).put(&path, &notes(&pupils)), &[404]);
    }
    school.here.api.acting_for(&school.id("MGR")).get(&path).expect(200);

    school.absent("ADA", &json!({ "reason": "A reason nobody else reads" })).expect(201);
    school.solve(&json!({}));
    let line = school.requirement("1", "7A/Ma");
    let who = text(&line["covering_staff_id"]).to_owned();
    let address = school.path(&format!("/requirements/{}/briefing", text(&line["id"])));
    let read = |staff: &str| school.here.api.acting_for(staff).get(&address);
    assert_eq!(read(&who).status, 404, "nothing was published yet");
    school.publish();
    let slips = school.here.api.get(&school.path(&format!("/slips?staff_id={who}"))).expect(200).json;
    assert!(column(&slips["data"], "briefing").contains(&address.as_str()), "{slips}");
    let told = read(&who).expect(200);
    assert!(!told.text.contains("nobody else reads") && !told.text.contains("SIC"), "{}", told.text);
    assert_eq!(column(&told.json["pupils"], "forename"), ["Amal", "Bilal"]);
    assert_eq!(column(&told.json["pupils"], "sen_status"), ["ehcp", "support"]);
    let amal = &told.json["pupils"][0];
    assert_eq!((&amal["note"], &amal["row"], &amal["seat"]), (&json!("Inhaler in the bag"), &json!(1), &json!(2)));
    assert_eq!((&told.json["routine"], &told.json["seating"], &told.json["without_seat"]),
        (&json!("Books are on the sill"), &json!({ "rows": 2, "seats": 3 }), &json!(0)));
    // A plan may be older than the class: who came since has no seat, who has gone is not told.
    let member = format!("/v1/groups/{group}/members");
    school.here.api.post(&member, &json!({ "members": [{ "pupil_id": pupils[1], "first_day": "2026-09-03", "last_day": "2026-11-20" },
        { "pupil_id": pupils[2], "first_day": DAY }] })).expect(200);
    let later = read(&who).expect(200).json;
    assert_eq!((column(&later["pupils"], "forename"), &later["without_seat"]), (vec!["Amal", "Chen"], &json!(1)));
    read(&school.id("MGR")).expect(200);
    for stranger in [school.id("BEN"), school.id("ADA")] {
        problem(house, read(&stranger), &[404]);
    }
    problem(house, school.here.api.get(&address), &[422]);
    // Taken back, or on another day, it is no longer theirs to read.
    let assignment = text(&line["assignments"][0]["id"]);
    let tomorrow = house.everything();
    house.at("2026-11-24T07:00:00Z");
    let other_day = house.everything().acting_for(&who).get(&address);
    assert_eq!(other_day.status, 404, "only on the day: {}", other_day.text);
    house.at("2026-11-23T07:00:00Z");
    tomorrow.send("POST", &format!("/v1/cover-assignments/{assignment}/release"), None).expect(200);
    problem(house, read(&who), &[404]);
    ada.send("DELETE", &path, None).expect(204);
    ada.get(&path).expect(404);
}
}

on_both! {
fn the_register_of_a_covered_class_passes_on_and_comes_back(house: &House) {
    let school = School::new(house);
    let (group, pupils) = class(&school);
    let absence = school.absent("ADA", &json!({})).expect(201).id();
    let school = school.later(house, "2026-11-23T09:05:00Z");
    let path = school.here.path(&format!("lessons/{DAY}/1/{group}/register"));
    let take = |staff: &str, code: &str| -> Answer {
        let mut body = marks_of(&[(&pupils[0], code), (&pupils[1], "/")]);
        body["reason"] = json!("Seen by the teacher");
        school.here.api.acting_for(staff).put(&path, &body)
    };
    let line = school.requirement("1", "7A/Ma");
    let give = json!({ "requirement_id": line["id"], "staff_id": school.id("GUS") });
    let given = school.here.api.post(&school.path("/assignments"), &give).expect(201).id();
    let (ada, gus, hal) = (school.id("ADA"), school.id("GUS"), school.id("HAL"));
    // Arranged is not published: the register is still its teacher's.
    problem(house, take(&gus, "/"), &[403]);
    take(&ada, "/").expect(200);
    school.publish();
    take(&gus, "N").expect(200);
    problem(house, take(&hal, "N"), &[403]);
    problem(house, take(&ada, "/"), &[403]);
    let entries = school.here.api.get(&path.replace("/register", "/entries")).expect(200).json;
    assert_eq!(entries["data"].as_array().unwrap().len(), 2, "{entries}");
    // Taken back, the register is the teacher's again at once, without another publication.
    school.here.api.send("POST", &format!("/v1/cover-assignments/{given}/release"), None).expect(200);
    problem(house, take(&gus, "/"), &[403]);
    take(&ada, "/").expect(200);
    // Given and published again it passes; with the end of the absence it returns.
    school.here.api.post(&school.path("/assignments"), &give).expect(201);
    school.publish();
    take(&gus, "N").expect(200);
    school.here.api.patch(&format!("/v1/staff-absences/{absence}"), &json!({ "starts": "13:00", "ends": "14:10" })).expect(200);
    problem(house, take(&gus, "/"), &[403]);
    take(&ada, "/").expect(200);
}
}

on_both! {
fn notes_that_cannot_be_are_refused_with_everything_that_is_wrong(house: &House) {
    let school = School::new(house);
    let (group, pupils) = class(&school);
    let path = format!("/v1/groups/{group}/cover-notes");
    let ada = school.here.api.acting_for(&school.id("ADA"));
    let place = |row: i64, seat: i64| json!({ "row": row, "seat": seat, "pupil_id": pupils[0] });
    let seating = |rows: i64, places: Value| json!({ "seating": { "rows": rows, "seats": 3, "places": places } });
    for hostile in [
        json!([]), json!(null), json!({ "colour": "red" }), json!({ "routine": "x".repeat(2_001) }), json!({ "routine": 7 }),
        seating(0, json!([])), seating(999, json!([])), seating(-1, json!([])), seating(2, json!([place(0, 1)])), seating(2, json!([place(256, 1)])),
        seating(2, Value::Array(vec![place(1, 1); 401])), seating(2, json!([{ "row": 1, "seat": 1, "pupil_id": "nobody" }])),
        json!({ "pupils": [{ "pupil_id": pupils[0], "note": "y".repeat(501) }] }), json!({ "pupils": vec![json!({ "pupil_id": pupils[0], "note": "z" }); 101] }),
    ] {
        problem(house, ada.put(&path, &hostile), &[400, 422]);
    }
    ada.get(&path).expect(404);
    let day = |rest: &str| school.here.api.get(&school.here.path(&format!("cover/2026-12-25/{rest}")));
    assert_eq!(day("room-proposals").expect(200).json["proposals"], json!([]), "no school, no classes");
    problem(house, ada.get(&school.path("/requirements/0197a3c2-7d5e-8c11-9f3a-2b6d8c1e4f50/briefing")), &[404]);
    problem(house, ada.get(&school.path("/requirements/nothing/briefing")), &[404, 400, 422]);
}
}
