//! The register of a covered class passes to whoever covers it, whatever their post, and nothing else does.

use super::ground::{DAY, School};
use crate::ground::{marks_of, problem, text};
use serde_json::json;
use testkit::{Answer, House, on_both};

on_both! {
/// A cover manager takes no registers, but those of the classes that she covers.
fn whoever_covers_takes_the_register_of_that_class_and_no_other(house: &House) {
    let school = School::new(house);
    let here = &school.here;
    let form = json!({ "year_group": 7, "registration_group": "7A", "date_of_birth": "2015-03-15" });
    let pupil = here.pupil("Amal", &form);
    let (maths, form) = (here.group("7A/Ma"), here.group("7A"));
    let members = json!({ "members": [{ "pupil_id": pupil, "first_day": "2026-09-03" }] });
    here.api.post(&format!("/v1/groups/{maths}/members"), &members).expect(200);
    school.absent("ADA", &json!({ "starts": "08:30", "ends": "11:00" })).expect(201);
    let mut given = Vec::new();
    for (period, class) in [("Reg", "7A"), ("1", "7A/Ma")] {
        let body = json!({ "requirement_id": school.requirement(period, class)["id"], "staff_id": school.id("MGR"), "reason": "Nobody else is left" });
        given.push(here.api.post(&school.path("/assignments"), &body).expect(201).id());
    }
    let school = school.later(house, "2026-11-23T09:05:00Z");
    let manager = school.here.api.acting_for(&school.id("MGR"));
    let lesson = |period: &str| school.here.path(&format!("lessons/{DAY}/{period}/{maths}/register"));
    let session = |session: &str| school.here.path(&format!("registers/{DAY}/{session}/{form}"));
    let take = |path: &str| -> Answer {
        let mut body = marks_of(&[(&pupil, "/")]);
        body["reason"] = json!("Seen");
        manager.put(path, &body)
    };
    for path in [lesson("1"), session("am")] {
        problem(house, take(&path), &[403]);
        problem(house, manager.get(&path), &[403]);
    }
    school.publish();
    for path in [lesson("1"), session("am")] {
        let read = manager.get(&path).expect(200);
        assert_eq!(read.json["marks"][0]["pupil_id"], json!(pupil));
        take(&path).expect(200);
    }
    // Ada's lesson of period 2 is not hers, nor the register of the afternoon, nor the list of either.
    for path in [lesson("2"), session("pm")] {
        problem(house, take(&path), &[403]);
        problem(house, manager.get(&path), &[403]);
    }
    problem(house, manager.get(&school.here.path(&format!("lessons?date={DAY}"))), &[403]);
    problem(house, manager.get(&format!("/v1/pupils/{pupil}")), &[403]);
    let slips = manager.get(&school.path(&format!("/slips?staff_id={}", school.id("MGR")))).expect(200).json["data"].clone();
    assert!(slips.as_array().unwrap().iter().all(|slip| slip["takes_register"] == json!(true)), "{slips}");
    let personnel = school.here.person("Pia", "Personnel", &["human_resources"]);
    problem(house, school.here.api.acting_for(&personnel).get(&lesson("1")), &[403]);
    // Taken back, the registers are not hers any more.
    for id in &given {
        school.here.api.send("POST", &format!("/v1/cover-assignments/{id}/release"), None).expect(200);
    }
    for path in [lesson("1"), session("am")] {
        problem(house, take(&path), &[403]);
    }
}
}

on_both! {
/// The board shows who gives what was published, not who was to.
fn the_board_names_nobody_who_has_declined_or_gone(house: &House) {
    let school = School::new(house);
    school.absent("ADA", &json!({ "starts": "09:00", "ends": "11:00" })).expect(201);
    let mut given = Vec::new();
    for (period, who) in [("1", "GUS"), ("2", "HAL")] {
        let body = json!({ "requirement_id": school.requirement(period, "7A/Ma")["id"], "staff_id": school.id(who) });
        given.push(school.here.api.post(&school.path("/assignments"), &body).expect(201).id());
    }
    school.publish();
    let board = || school.here.api.get(&school.path("/board")).expect(200).json;
    let lines = || {
        let board = board();
        let lines = board["lines"].as_array().unwrap().clone();
        lines.iter().map(|line| format!("{} {} {}", text(&line["period"]), line["covering_staff_codes"], line["stands"])).collect::<Vec<_>>()
    };
    assert_eq!(lines(), ["1 [\"GUS\"] true", "2 [\"HAL\"] true"]);
    school.here.api.acting_for(&school.id("GUS")).send("POST", &format!("/v1/cover-assignments/{}/decline", given[0]), None).expect(200);
    let away = school.absent("HAL", &json!({})).expect(201).id();
    assert_eq!(lines(), ["1 [] false", "2 [] false"]);
    school.here.api.send("DELETE", &format!("/v1/staff-absences/{away}"), None).expect(204);
    assert_eq!(lines(), ["1 [] false", "2 [\"HAL\"] true"]);
}
}
