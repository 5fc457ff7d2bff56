//! Rooms that were given and are lost again, rooms with meetings, rooms that nobody has; and what is otherwise than it was published.

use super::ground::{DAY, School};
use crate::ground::{column, text};
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

fn change(school: &School, period: &str, class: &str, room: &Value) -> Answer {
    school.here.api.put(&school.path("/rooms"), &json!({ "period": period, "class": class, "room": room }))
}

fn close(school: &School, room: &str) {
    let event = json!({ "kind": "room_closure", "name": "Leak", "first_day": DAY, "last_day": DAY, "rooms": [room] });
    school.here.api.post(&school.here.path("cover-events"), &event).expect(201);
}

fn room(school: &School, name: &str) {
    school.here.api.post(&school.here.path("rooms"), &json!({ "name": name })).expect(201);
}

on_both! {
fn a_room_that_was_given_and_is_lost_again_is_reported_until_there_is_another(house: &House) {
    let school = School::new(house);
    let missing = || school.here.api.get(&school.path("/board")).expect(200).json["classes_without_room"].clone();
    let proposals = || school.here.api.get(&school.path("/room-proposals")).expect(200).json;
    close(&school, "R4");
    for name in ["R8", "R9"] {
        room(&school, name);
    }
    assert_eq!(change(&school, "4", "10D/Ge", &json!("R99")).expect(422).violations(), ["/room unknown_room"]);
    change(&school, "4", "10D/Ge", &json!("R9")).expect(204);
    change(&school, "2", "9C/Ge", &json!("R9")).expect(204);
    assert_eq!((missing(), &proposals()["proposals"], &proposals()["doubtful"]), (json!(0), &json!([]), &json!([])));

    close(&school, "R9");
    assert_eq!(missing(), json!(2));
    let told = proposals();
    assert_eq!(column(&told["proposals"], "class"), ["9C/Ge", "10D/Ge"]);
    assert!(!column(&told["proposals"][0]["options"], "room").contains(&"R9"), "{told}");
    assert_eq!((column(&told["doubtful"], "room"), column(&told["doubtful"][0]["faults"], "code")), (vec!["R9", "R9"], vec!["room_closed"]));
    let lines = school.day()["rooms"].clone();
    assert!(lines.as_array().unwrap().iter().all(|line| line["new_room_lost"] == json!(true)), "{lines}");

    // Another class comes to be in the room that was given.
    change(&school, "4", "10D/Ge", &json!("R8")).expect(204);
    change(&school, "2", "9C/Ge", &json!("R8")).expect(204);
    assert_eq!(missing(), json!(0));
    school.import(house, "timetable-csv", &School::timetable("").replace("BEN,mon,4,lesson,8B/En,English,R2", "BEN,mon,4,lesson,8B/En,English,R8"));
    assert_eq!(missing(), json!(1));
    let told = proposals();
    assert_eq!((column(&told["doubtful"], "class"), column(&told["doubtful"][0]["faults"], "code")), (vec!["10D/Ge"], vec!["room_taken"]));
}
}

on_both! {
fn a_room_with_a_meeting_in_it_is_not_free(house: &House) {
    let school = School::new(house);
    school.import(house, "timetable-csv", &School::timetable("").replace("ADA,mon,3,meeting,,,", "ADA,mon,3,meeting,,,R8"));
    assert_eq!(change(&school, "3", "10C/Hi", &json!("R8")).expect(422).violations(), ["/room room_taken"]);
    change(&school, "1", "10C/Hi", &json!("R8")).expect(204);
    close(&school, "R3");
    let told = school.here.api.get(&school.path("/room-proposals")).expect(200).json;
    let third = told["proposals"].as_array().unwrap().iter().find(|each| each["period"] == "3").unwrap().clone();
    assert!(!column(&third["options"], "room").contains(&"R8"), "{third}");
}
}

on_both! {
/// The day says what is new, gone, shorter or elsewhere since it was published.
fn the_day_says_how_it_differs_from_what_was_published(house: &House) {
    let school = School::new(house);
    let ada = school.absent("ADA", &json!({})).expect(201).id();
    school.solve(&json!({}));
    assert_eq!(school.day()["difference"], json!([]), "nothing is published");
    school.publish();
    let differs = || {
        let day = school.day();
        let list = day["difference"].as_array().unwrap().clone();
        list.iter().map(|each| format!("{} {} {}", text(&each["period"]), text(&each["class"]), each["kinds"])).collect::<Vec<_>>()
    };
    assert_eq!(differs(), Vec::<String>::new());
    room(&school, "R9");
    change(&school, "1", "7A/Ma", &json!("R9")).expect(204);
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    school.here.api.patch(&format!("/v1/staff-absences/{ada}"), &json!({ "ends": "10:20" })).expect(200);
    assert_eq!(differs(), ["1 7A/Ma [\"room\"]", "2 7A/Ma [\"time\"]", "2 9C/Ge [\"new\"]", "4 9C/Ma [\"cancelled\"]"]);
    let second = school.day()["difference"][1].clone();
    assert_eq!((&second["before"]["ends"], &second["now"]["ends"]), (&json!("11:00"), &json!("10:20")));
    school.solve(&json!({}));
    school.publish();
    assert_eq!(differs(), Vec::<String>::new());
}
}
