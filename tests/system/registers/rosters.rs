//! Who stands in a register: the pupils of the group on that day, not of today.

use super::{code_of, line};
use crate::ground::{Ground, column, marks_of, pointers, problem};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn a_register_of_the_past_shows_the_group_as_it_was(house: &House) {
    let ground = Ground::new(house);
    let [stays] = ground.pupils(["Stays"]);
    let leaver = ground.pupil("Leaves", &json!({}));
    let joiner = ground.pupil("Joins", &json!({ "starting_day": "2026-11-18" }));
    let mover = ground.pupil("Moves", &json!({}));
    ground.pupil("Other", &json!({ "registration_group": "8B" }));
    ground.as_officer().patch(&format!("/v1/pupils/{leaver}"),
        &json!({ "leaving_day": "2026-11-17", "ground": "moved_away", "reason": "Family has moved" })).expect(200);
    let names = |session: &str, group: &str| -> Vec<String> {
        let register = ground.api.get(&ground.register(session, group)).expect(200).json;
        column(&register["marks"], "forename").iter().map(ToString::to_string).collect()
    };
    // A mark made in the old group stays where it was made.
    let of_friday = ground.register("2026-11-13/am", "8A");
    ground.api.put(&of_friday, &marks_of(&[(&stays, "/"), (&leaver, "/"), (&mover, "L")])).expect(200);
    let moved = json!({ "registration_group": "8B", "effective_from": "2026-11-16" });
    ground.api.patch(&format!("/v1/pupils/{mover}"), &moved).expect(200);

    for (day, in_a, in_b) in [
        ("2026-11-13", vec!["Leaves", "Moves", "Stays"], vec!["Other"]),
        ("2026-11-16", vec!["Leaves", "Stays"], vec!["Moves", "Other"]),
        ("2026-11-17", vec!["Leaves", "Stays"], vec!["Moves", "Other"]),
        ("2026-11-18", vec!["Joins", "Stays"], vec!["Moves", "Other"]),
        ("2026-11-23", vec!["Joins", "Stays"], vec!["Moves", "Other"]),
    ] {
        let mut found = (names(&format!("{day}/am"), "8A"), names(&format!("{day}/am"), "8B"));
        found.0.sort_unstable();
        found.1.sort_unstable();
        assert_eq!(found, (in_a.iter().map(ToString::to_string).collect(), in_b.iter().map(ToString::to_string).collect()), "{day}");
    }
    let friday = ground.api.get(&of_friday).expect(200).json;
    assert_eq!((code_of(&friday, &mover), friday["status"].as_str()), ("L", Some("taken")));
    let late = ground.api.put(&ground.register("2026-11-18/am", "8A"), &marks_of(&[(&leaver, "/")]));
    assert_eq!(pointers(&problem(house, late, &[422])), ["/marks/0/pupil_id"]);
    let early = ground.api.put(&ground.register("2026-11-17/am", "8A"), &marks_of(&[(&joiner, "/")]));
    assert_eq!(pointers(&problem(house, early, &[422])), ["/marks/0/pupil_id"]);
    let moved = ground.api.put(&ground.register("2026-11-16/am", "8A"), &marks_of(&[(&mover, "/")]));
    assert_eq!(pointers(&problem(house, moved, &[422])), ["/marks/0/pupil_id"]);
}
}

on_both! {
fn a_boarder_stands_in_the_register_and_is_not_marked(house: &House) {
    let ground = Ground::new(house);
    let [day_pupil] = ground.pupils(["Day"]);
    let boarder = ground.pupil("Boards", &json!({ "boarder": true }));
    let taken = ground.take("2026-11-23/am", &[(&day_pupil, "/")]).json;
    assert_eq!((taken["status"].as_str(), &line(&taken, &boarder)["boarder"]), (Some("taken"), &json!(true)));
    // A mark sent all the same is kept and doubted; it is in no figure.
    let doubted = ground.take("2026-11-23/am", &[(&boarder, "/")]).json;
    assert_eq!(column(&doubted["warnings"], "code"), ["boarder_marked"]);
    house.at("2026-11-23T09:30:00Z");
    let day = ground.path("attendance/summary?from=2026-11-23&to=2026-11-23");
    let figures = ground.api.get(&day).expect(200).json;
    assert_eq!((&figures["data"][0]["pupils"], &figures["data"][0]["summary"]["possible"]), (&json!(1), &json!(1)));
    assert_eq!(figures["definition"]["left_out"], json!([{ "reason": "boarder", "pupils": 1, "sessions": 1 }]));
}
}

on_both! {
fn a_year_group_that_does_not_meet_is_not_registered(house: &House) {
    let ground = Ground::new(house);
    let eighth = ground.pupil("Eight", &json!({}));
    let ninth = ground.pupil("Nine", &json!({ "year_group": 9, "registration_group": "9A" }));
    let mut calendar = ground.calendar("2026-27");
    let days = calendar["non_school_days"].as_array_mut().unwrap();
    days.push(json!({ "first_day": "2026-11-23", "last_day": "2026-11-23", "reason": "other", "year_groups": [9] }));
    days.push(json!({ "first_day": "2026-11-20", "last_day": "2026-11-20", "reason": "inset", "sessions": ["pm"] }));
    ground.api.put(&ground.path("calendars/2026-27"), &calendar).expect(200);
    let of = |query: &str| {
        let list = ground.api.get(&ground.path(&format!("registers?{query}"))).expect(200).json;
        column(&list["data"], "group").iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(of("date=2026-11-23&session=am"), ["8A"]);
    assert_eq!(of("date=2026-11-20&session=am"), ["8A", "9A"]);
    assert_eq!(of("date=2026-11-20&session=pm"), Vec::<String>::new());
    assert_eq!(of("date=2026-11-22"), Vec::<String>::new());
    problem(house, ground.api.put(&ground.register("2026-11-23/am", "9A"), &marks_of(&[(&ninth, "/")])), &[404, 422]);
    problem(house, ground.api.put(&ground.register("2026-11-20/pm", "8A"), &marks_of(&[(&eighth, "/")])), &[404, 422]);
    ground.take("2026-11-23/am", &[(&eighth, "/")]);
}
}
