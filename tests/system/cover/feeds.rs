//! What a calendar program sees: a number that never goes backwards, a moment that changes with the thing and not with the asking,
//! and the rooms of one's own classes.

use super::ground::School;
use serde_json::{Value, json};
use testkit::{House, on_both};

/// One entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    uid: String,
    status: String,
    sequence: u32,
    stamp: String,
    modified: String,
    location: String,
    summary: String,
}

fn entries(school: &School, who: &str) -> Vec<Entry> {
    let text = school.here.api.get(&format!("/v1/staff/{}/cover.ics", school.id(who))).expect(200).text;
    // Long lines are folded.
    let text = text.replace("\r\n ", "");
    let events = text.split("BEGIN:VEVENT").skip(1);
    let entry = |event: &str| {
        let line = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").to_owned();
        Entry {
            uid: line("UID:"),
            status: line("STATUS:"),
            sequence: line("SEQUENCE:").parse().unwrap(),
            stamp: line("DTSTAMP:"),
            modified: line("LAST-MODIFIED:"),
            location: line("LOCATION:"),
            summary: line("SUMMARY:"),
        }
    };
    events.map(entry).collect()
}

/// The only entry, asked for twice at different moments: the answer is the same.
fn only(house: &House, school: &School, who: &str, minute: &mut u32) -> Entry {
    let first = entries(school, who);
    *minute += 1;
    house.at(&format!("2026-11-23T06:{minute}:00Z"));
    assert_eq!((first.len(), &first), (1, &entries(school, who)), "asking changes nothing");
    assert_eq!(first[0].stamp, first[0].modified);
    first[0].clone()
}

on_both! {
fn a_cover_that_comes_and_goes_is_told_each_time_with_a_higher_number(house: &House) {
    let school = School::new(house);
    let mut minute = 45;
    school.absent("DEE", &json!({ "ends": "11:00" })).expect(201);
    let body = json!({ "requirement_id": school.requirement("2", "9C/Ge")["id"], "staff_id": school.id("GUS") });
    let given = school.here.api.post(&school.path("/assignments"), &body).expect(201).id();
    school.publish();
    let step = |step: &str| {
        let gus = school.here.api.acting_for(&school.id("GUS"));
        gus.send("POST", &format!("/v1/cover-assignments/{given}/{step}"), None).expect(200)
    };
    let mut seen = vec![only(house, &school, "GUS", &mut minute)];
    step("decline");
    seen.push(only(house, &school, "GUS", &mut minute));
    step("accept");
    seen.push(only(house, &school, "GUS", &mut minute));
    let away = school.absent("GUS", &json!({})).expect(201).id();
    seen.push(only(house, &school, "GUS", &mut minute));
    school.here.api.send("DELETE", &format!("/v1/staff-absences/{away}"), None).expect(204);
    seen.push(only(house, &school, "GUS", &mut minute));
    school.here.api.send("POST", &format!("/v1/cover-assignments/{given}/release"), None).expect(200);
    school.publish();
    seen.push(only(house, &school, "GUS", &mut minute));
    let status: Vec<&str> = seen.iter().map(|entry| entry.status.as_str()).collect();
    assert_eq!(status, ["CONFIRMED", "CANCELLED", "CONFIRMED", "CANCELLED", "CONFIRMED", "CANCELLED"]);
    assert!(seen.windows(2).all(|two| two[0].sequence < two[1].sequence && two[0].stamp < two[1].stamp), "{seen:?}");
    assert!(seen.iter().all(|entry| entry.uid == seen[0].uid));
}
}

on_both! {
fn whoever_teaches_a_class_in_another_room_finds_it_in_their_calendar(house: &House) {
    let school = School::new(house);
    let mut minute = 45;
    for room in ["R8", "R9"] {
        school.here.api.post(&school.here.path("rooms"), &json!({ "name": room })).expect(201);
    }
    let change = |room: Value| school.here.api.put(&school.path("/rooms"), &json!({ "period": "4", "class": "8B/En", "room": room })).expect(204);
    change(json!("R9"));
    assert_eq!(entries(&school, "BEN"), [], "nothing is published");
    school.publish();
    let first = only(house, &school, "BEN", &mut minute);
    assert_eq!((first.status.as_str(), first.location.as_str()), ("CONFIRMED", "R9"));
    assert!(first.summary.contains("8B/En") && first.summary.contains("R2"), "{first:?}");
    assert_eq!(entries(&school, "ADA"), []);
    change(json!("R8"));
    let second = only(house, &school, "BEN", &mut minute);
    assert_eq!((second.location.as_str(), &second.uid), ("R8", &first.uid));
    change(json!(null));
    let third = only(house, &school, "BEN", &mut minute);
    assert_eq!((third.status.as_str(), &third.uid), ("CANCELLED", &first.uid));
    school.publish();
    let fourth = only(house, &school, "BEN", &mut minute);
    assert_eq!(fourth.status, "CANCELLED");
    change(json!("R9"));
    school.publish();
    let fifth = only(house, &school, "BEN", &mut minute);
    assert_eq!(fifth.status, "CONFIRMED");
    let numbers = [first.sequence, second.sequence, third.sequence, fourth.sequence, fifth.sequence];
    assert!(numbers.is_sorted_by(|one, other| one < other), "{numbers:?}");
}
}
