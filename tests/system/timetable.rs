//! The timetable: periods and lines from files, cycles over holidays, versions, shortened days, rooms.

use crate::ground::{Ground, column, counts, problem, text};
use crate::lessons::class_of;
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

/// Five days of three lessons with a registration before them, and a sixth period on Mondays of week A.
pub(crate) const PERIODS: &str = "week,day,period,starts,ends
,mon,Reg,08:40,09:00\n,mon,1,09:00,10:00\n,mon,2,10:00,11:00\n,mon,5,13:10,14:10\nA,mon,6,14:10,15:10
,tue,Reg,08:40,09:00\n,tue,1,09:00,10:00\n,tue,2,10:00,11:00\n,tue,5,13:10,14:10
,fri,Reg,08:40,09:00\n,fri,1,09:00,10:00\n,fri,2,10:00,11:00\n,fri,5,13:10,14:10
";

/// The timetable of the teacher (`TEX`) and the officer (`AEX`) of the ground.
pub(crate) const LINES: &str = "staff_code,week,day,period,activity,class,subject,room
TEX,,mon,Reg,registration,8A,,S4\nTEX,A,mon,1,lesson,8x/Ma1,Mathematics,S4\nTEX,B,mon,1,ppa,,,\nTEX,,mon,5,lesson,8x/Ma1,Mathematics,S4
AEX,A,mon,1,lesson,8x/Ma1,Mathematics,S4\nAEX,,fri,1,duty,,,Gate
";

/// Sends a file with further parameters; answers the import when it has ended.
pub(crate) fn sent(house: &House, ground: &Ground, query: &str, file: &str) -> Value {
    let path = ground.path(&format!("imports?{query}"));
    let answer =
        ground.api.with("Content-Type", "text/csv").send("POST", &path, Some(file.as_bytes().to_vec())).expect(202);
    house.finished(&ground.api, answer.header("location"))
}

/// The ground with its timetable.
pub(crate) fn timetabled(house: &House) -> Ground {
    let ground = Ground::new(house);
    assert_eq!(counts(&sent(house, &ground, "format=periods-csv", PERIODS)), [13, 13, 0, 0, 0]);
    assert_eq!(counts(&sent(house, &ground, "format=timetable-csv", LINES)), [6, 6, 0, 0, 0]);
    ground
}

fn day(ground: &Ground, date: &str) -> Answer {
    ground.api.get(&ground.path(&format!("timetable?date={date}"))).expect(200)
}

/// The entries of a day as `period activity class`, in their order.
fn entries(day: &Value) -> Vec<String> {
    let of =
        |entry: &Value| format!("{} {} {}", text(&entry["period"]), text(&entry["activity"]), text(&entry["class"]));
    day["entries"].as_array().unwrap().iter().map(of).collect()
}

on_both! {
fn files_make_the_timetable_and_the_same_files_change_nothing(house: &House) {
    let ground = timetabled(house);
    let monday = day(&ground, "2026-11-23");
    assert_eq!(monday.json["week"], "B", "the twelfth school week");
    assert_eq!(monday.json["version_from"], "2026-08-01", "the first file holds from the beginning of the year");
    let again = sent(house, &ground, "format=timetable-csv", LINES);
    assert_eq!(counts(&again), [6, 0, 0, 6, 0]);
    assert_eq!(counts(&sent(house, &ground, "format=periods-csv", PERIODS)), [13, 0, 0, 13, 0]);
    let versions = ground.api.get(&ground.path("timetable/versions")).expect(200).json["data"].clone();
    assert_eq!((versions.as_array().unwrap().len(), &versions[0]["entries"], &versions[0]["people"]), (1, &json!(6), &json!(2)));
    // Classes have become groups: a form a registration group, a lesson a teaching group.
    let groups = ground.api.get(&ground.path("groups?limit=500")).expect(200).json["data"].clone();
    let kinds: Vec<(&str, &str)> = column(&groups, "name").into_iter().zip(column(&groups, "kind")).collect();
    assert!(kinds.contains(&("8A", "registration")) && kinds.contains(&("8x/Ma1", "teaching")), "{kinds:?}");
    let rooms = ground.api.get(&ground.path("rooms")).expect(200).json["data"].clone();
    let mut names = column(&rooms, "name");
    names.sort_unstable();
    assert_eq!(names, ["Gate", "S4"]);
    let periods = ground.api.get(&ground.path("periods?date=2026-11-23")).expect(200).json;
    assert_eq!(periods["periods"].as_array().unwrap().len(), 13);
    let known = monday.header("etag").to_owned();
    let path = ground.path("timetable?date=2026-11-23");
    ground.api.with("If-None-Match", &known).get(&path).expect(304);
}
}

on_both! {
fn weeks_alternate_over_school_weeks(house: &House) {
    let ground = timetabled(house);
    let week = |date: &str| day(&ground, date).json["week"].clone();
    assert_eq!((week("2026-09-07"), week("2026-09-14")), (json!("B"), json!("A")));
    assert_eq!((week("2026-10-19"), week("2026-10-26"), week("2026-11-02")), (json!("B"), Value::Null, json!("A")));
    let in_a = day(&ground, "2026-09-14").json;
    assert_eq!(entries(&in_a), ["Reg registration 8A", "1 lesson 8x/Ma1", "1 lesson 8x/Ma1", "5 lesson 8x/Ma1"]);
    assert_eq!(column(&in_a["periods"], "period"), ["Reg", "1", "2", "5", "6"]);
    assert_eq!((text(&in_a["periods"][1]["starts"]), text(&in_a["periods"][1]["starts_at"])), ("09:00", "2026-09-14T08:00:00Z"));
    let in_b = day(&ground, "2026-11-09").json;
    assert_eq!(entries(&in_b), ["Reg registration 8A", "1 ppa ", "5 lesson 8x/Ma1"]);
    assert_eq!(text(&in_b["periods"][1]["starts_at"]), "2026-11-09T09:00:00Z", "the clocks have changed");
    assert_eq!(column(&in_b["periods"], "session"), ["am", "am", "am", "pm"]);
    // The academy's own view of its weeks: an anchor makes the week after half-term B.
    let settings = ground.path("timetable-settings");
    let before = ground.api.get(&settings).expect(200);
    assert_eq!(before.json, json!({ "first_week": "A", "anchors": [], "session_marks": "none" }));
    let body = json!({ "anchors": [{ "from": "2026-11-02", "week": "B" }] });
    let put = ground.api.with("If-Match", before.header("etag")).put(&settings, &body).expect(200);
    assert_eq!((week("2026-10-19"), week("2026-11-02"), week("2026-11-09")), (json!("B"), json!("B"), json!("A")));
    assert_eq!(ground.api.put(&settings, &body).expect(200).header("etag"), put.header("etag"));
    problem(house, ground.api.with("If-Match", "\"77\"").put(&settings, &body), &[412]);
    let twice = json!({ "anchors": [{ "from": "2026-11-02", "week": "B" }, { "from": "2026-11-06", "week": "A" }], "first_week": "C" });
    problem(house, ground.api.put(&settings, &twice), &[422]);
}
}

on_both! {
fn a_new_version_holds_from_its_day_and_leaves_the_past_alone(house: &House) {
    let ground = timetabled(house);
    house.at("2026-11-23T09:00:01Z");
    let new = "staff_code,week,day,period,activity,class,subject,room\nTEX,,mon,2,lesson,8y/Fr1,French,L2\n";
    let done = sent(house, &ground, "format=timetable-csv&effective_from=2026-11-30", new);
    assert_eq!((counts(&done), &done["effective_from"]), ([1, 1, 0, 0, 0], &json!("2026-11-30")));
    assert!(done["notes"].to_string().contains("people_kept"), "{done}");
    assert_eq!(day(&ground, "2026-11-23").json["version_from"], "2026-08-01");
    assert_eq!(entries(&day(&ground, "2026-11-30").json).iter().filter(|line| line.contains("Fr1")).count(), 1);
    let staff = format!("/v1/staff/{}/timetable?date=2026-11-30", ground.teacher);
    assert_eq!(entries(&ground.api.get(&staff).expect(200).json), ["2 lesson 8y/Fr1"], "the teacher's old lines are gone");
    // Whom the file does not name keeps their lines, until a file says that it is complete.
    assert_eq!(entries(&day(&ground, "2026-12-04").json), ["1 duty "]);
    assert_eq!(counts(&sent(house, &ground, "format=timetable-csv&effective_from=2026-11-30&complete=true", new)), [1, 0, 0, 1, 0]);
    assert!(entries(&day(&ground, "2026-12-04").json).is_empty());
    let versions = ground.api.get(&ground.path("timetable/versions")).expect(200).json["data"].clone();
    assert_eq!(column(&versions, "valid_from"), ["2026-08-01", "2026-11-30"]);
    assert_eq!((&versions[0]["valid_to"], &versions[1]["valid_to"]), (&json!("2026-11-29"), &Value::Null));
    // A file without a day holds from the day of its import.
    let ground = ground.later(house, "2026-12-07T09:00:00Z");
    sent(house, &ground, "format=timetable-csv", LINES);
    assert_eq!(day(&ground, "2026-12-07").json["version_from"], "2026-12-07");
    assert_eq!(day(&ground, "2026-11-30").json["version_from"], "2026-11-30");
}
}

on_both! {
fn bad_rows_are_told_with_line_and_column_and_never_stop_the_good(house: &House) {
    let ground = timetabled(house);
    let file = "staff_code,week,day,period,activity,class,subject,room
NOBODY,,mon,1,lesson,8z/Ar1,Art,A1
TEX,,mon,9,lesson,8z/Ar1,Art,A1
TEX,,mon,6,lesson,8z/Ar1,Art,A1
TEX,A,mon,6,lesson,8z/Ar1,Art,A1
TEX,A,mon,6,lesson,8z/Mu1,Music,A1
TEX,A,mon,6,lesson,8z/Ar1,Art,A1
TEX,C,someday,1,lesson,,Art,A1
AEX,A,mon,6,lesson,8z/Ar1,Art,A1
";
    let tried = sent(house, &ground, "format=timetable-csv&dry_run=true", file);
    assert!(!day(&ground, "2026-11-23").text.contains("8z/Ar1"));
    let done = sent(house, &ground, "format=timetable-csv", file);
    assert_eq!((counts(&done), counts(&tried)), ([8, 2, 0, 1, 5], [8, 2, 0, 1, 5]));
    assert_eq!(
        ground.rejections(&done),
        ["2 staff_code unknown_staff", "3 period unknown_period", "4 period unknown_period",
         "6 period person_twice_in_period", "8 week unknown_value", "8 day unknown_value", "8 class missing"]
    );
    let periods = "day,period,starts,ends\nmon,1,09:00,10:00\nmon,1b,09:30,10:30\nmon,1,11:00,12:00\nwed,1,10:00,09:00\n";
    let done = sent(house, &ground, "format=periods-csv&dry_run=true", periods);
    assert_eq!(counts(&done), [4, 0, 0, 1, 3]);
    assert_eq!(
        ground.rejections(&done),
        ["3 starts overlapping_periods", "4 period duplicate_period", "5 ends ends_before_it_begins"]
    );
    for far in ["0001-01-01", "9999-12-31"] {
        let path = ground.path(&format!("imports?format=timetable-csv&effective_from={far}"));
        let api = ground.api.with("Content-Type", "text/csv");
        problem(house, api.send("POST", &path, Some(LINES.as_bytes().to_vec())), &[400, 422]);
    }
    let nothing = sent(house, &ground, "format=timetable-csv", "staff_code,day\n");
    assert_eq!(text(&nothing["status"]), "failed", "{nothing}");
    // A file of which nothing can be taken leaves everybody's timetable as it is.
    let before = day(&ground, "2026-11-23").json;
    sent(house, &ground, "format=timetable-csv&effective_from=2026-11-23", "staff_code,day,period,activity\nNOBODY,mon,1,free\nTEX,mon,9,free\n");
    assert_eq!(day(&ground, "2026-11-23").json, before);
}
}

on_both! {
fn a_shortened_day_has_its_own_times(house: &House) {
    let ground = timetabled(house);
    let body = json!({ "date": "2026-11-30", "reason": "Mock examinations", "periods": [
        { "name": "5", "starts": "09:00", "ends": "09:40" }, { "name": "1", "starts": "10:00", "ends": "10:40" }] });
    let made = ground.api.post(&ground.path("shortened-days"), &body).expect(201);
    let shown = day(&ground, "2026-11-30").json;
    assert_eq!((column(&shown["periods"], "period"), &shown["shortened"]), (vec!["5", "1"], &json!("Mock examinations")));
    assert_eq!((text(&shown["entries"][0]["starts"]), text(&shown["entries"][0]["period"])), ("09:00", "5"));
    problem(house, ground.api.post(&ground.path("shortened-days"), &body), &[409]);
    let wrong = json!({ "date": "2026-11-29", "reason": " ", "periods": [
        { "name": "1", "starts": "09:00", "ends": "09:00" }, { "name": "1", "starts": "09:00", "ends": "10:00" }] });
    let refused = problem(house, ground.api.post(&ground.path("shortened-days"), &wrong), &[422]);
    assert_eq!(
        refused.violations(),
        ["/reason missing", "/periods/0/ends ends_before_it_begins", "/periods/1/name duplicate_period", "/date not_a_school_day"]
    );
    ground.api.with("If-Match", made.header("etag")).delete(&format!("/v1/shortened-days/{}", made.id())).expect(204);
    assert_eq!(column(&day(&ground, "2026-11-30").json["periods"], "period").first(), Some(&"Reg"));
}
}

on_both! {
fn rooms_say_what_they_are_good_for(house: &House) {
    let ground = timetabled(house);
    let rooms = ground.api.get(&ground.path("rooms")).expect(200).json["data"].clone();
    let lab = rooms.as_array().unwrap().iter().find(|room| room["name"] == "S4").unwrap();
    let path = format!("/v1/rooms/{}", text(&lab["id"]));
    let body = json!({ "name": "S4", "capacity": 28, "suitable_for": ["science"], "building": "North" });
    let put = ground.api.put(&path, &body).expect(200);
    assert_eq!((&put.json["capacity"], &put.json["suitable_for"]), (&json!(28), &json!(["science"])));
    problem(house, ground.api.post(&ground.path("rooms"), &body), &[409]);
    problem(house, ground.api.post(&ground.path("rooms"), &json!({ "name": "", "capacity": 0 })), &[422]);
    let there = ground.api.get(&ground.path("timetable?date=2026-11-23&room=S4")).expect(200).json;
    assert!(column(&there["entries"], "room").iter().all(|room| *room == "S4") && !entries(&there).is_empty());
    ground.api.delete(&path).expect(204);
    problem(house, ground.api.get(&path), &[404]);
}
}

on_both! {
fn a_year_group_that_is_left_out_of_a_session_has_no_lessons_in_it(house: &House) {
    let ground = timetabled(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    class_of(&ground, &[&amal]);
    let all = ["Reg registration 8A", "1 ppa ", "5 lesson 8x/Ma1"];
    let date = "2026-11-23";
    assert_eq!(entries(&day(&ground, date).json), all);
    let close = |groups: &Value, sessions: &[&str]| {
        let mut calendar = ground.calendar("2026-27");
        let days = calendar["non_school_days"].as_array_mut().unwrap();
        days.retain(|each| each["first_day"] != date);
        days.push(json!({ "first_day": date, "last_day": date, "reason": "other", "sessions": sessions, "year_groups": groups }));
        ground.api.put(&ground.path("calendars/2026-27"), &calendar).expect(200);
    };
    close(&json!([7]), &["am", "pm"]);
    assert_eq!(entries(&day(&ground, date).json), all, "nobody of year 7 is taught");
    close(&json!([8]), &["pm"]);
    assert_eq!(entries(&day(&ground, date).json), &all[..2], "the class is of year 8 alone");
    let of_teacher = format!("/v1/staff/{}/timetable?date={date}", ground.teacher);
    assert_eq!(entries(&ground.api.get(&of_teacher).expect(200).json), &all[..2]);
    let class = ground.group("8x/Ma1");
    problem(house, ground.as_teacher().get(&ground.path(&format!("lessons/{date}/5/{class}/register"))), &[404]);
    // With a pupil of year 9 in the class it meets, and only that pupil is expected.
    let cy = ground.pupil("Cy", &json!({ "year_group": 9, "registration_group": "9A" }));
    class_of(&ground, &[&cy]);
    assert_eq!(entries(&day(&ground, date).json), all);
    let register = ground.as_teacher().get(&ground.path(&format!("lessons/{date}/5/{class}/register"))).expect(200).json;
    assert_eq!(column(&register["marks"], "pupil_id"), [cy.as_str()]);
    let listed = ground.api.get(&ground.path(&format!("lessons?date={date}"))).expect(200).json["data"].clone();
    let line = listed.as_array().unwrap().iter().find(|line| line["period"] == "5").cloned().unwrap();
    assert_eq!(line["pupils"], 1, "{line}");
    close(&json!([8]), &["am", "pm"]);
    assert_eq!(entries(&day(&ground, date).json), &all[1..], "the form of year 8 is at home, Bo ({bo}) with it");
}
}

on_both! {
fn a_register_of_a_lesson_that_was_left_out_later_stays_readable(house: &House) {
    let ground = timetabled(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    class_of(&ground, &[&amal, &bo]);
    let ground = ground.later(house, "2026-11-23T16:00:00Z");
    let class = ground.group("8x/Ma1");
    let (date, path) = ("2026-11-23", ground.path(&format!("lessons/2026-11-23/5/{class}/register")));
    let marks = json!({ "marks": [{ "pupil_id": amal, "code": "\\" }, { "pupil_id": bo, "code": "N" }] });
    ground.as_teacher().put(&path, &marks).expect(200);
    let mut calendar = ground.calendar("2026-27");
    let closed = json!({ "first_day": date, "last_day": date, "reason": "other", "sessions": ["pm"], "year_groups": [8] });
    calendar["non_school_days"].as_array_mut().unwrap().push(closed);
    ground.api.put(&ground.path("calendars/2026-27"), &calendar).expect(200);
    // Nobody teaches it any more, and what was marked is still there and may be amended.
    assert_eq!(entries(&day(&ground, date).json).len(), 2);
    let register = ground.as_teacher().get(&path).expect(200).json;
    let codes: Vec<&str> = register["marks"].as_array().unwrap().iter().map(|mark| text(&mark["code"])).collect();
    assert_eq!((codes, text(&register["status"])), (vec!["\\", "N"], "taken"), "{register}");
    let amended = json!({ "marks": [{ "pupil_id": bo, "code": "\\" }], "reason": "Was in the room" });
    let done = ground.as_teacher().put(&path, &amended).expect(200).json;
    assert_eq!(done["marks"].as_array().unwrap().iter().filter(|mark| mark["code"] == "\\").count(), 2, "{done}");
    // One of another period, of which nothing was taken, does not meet.
    problem(house, ground.as_teacher().get(&ground.path(&format!("lessons/{date}/4/{class}/register"))), &[404]);
}
}
