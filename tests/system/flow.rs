//! The main job from end to end, as a newcomer would do it with `curl`: academy, calendar, pupils, last term's marks, today's
//! register, an amendment with its history, figures and concerns.

use serde_json::{Value, json};
use testkit::{Api, House, on_both};

/// The academy of the story with a calendar of last year and this.
pub(crate) struct Academy {
    pub(crate) id: String,
    pub(crate) officer: String,
    pub(crate) teacher: String,
}

pub(crate) fn found(api: &Api) -> Academy {
    let body = json!({ "name": "Made-Up Academy", "urn": "123456", "la_code": "801", "establishment_number": "4001",
        "phase": "secondary" });
    let id = api.post("/v1/academies", &body).expect(201).id();
    for (year, calendar) in [("2025-26", last_year()), ("2026-27", this_year())] {
        let put = api.put(&format!("/v1/academies/{id}/calendars/{year}"), &calendar);
        assert!(matches!(put.status, 200 | 201), "{}", put.text);
    }
    let officer = staff(api, &id, "AEX", "Amina", "Attendance officer", &["attendance_officer"]);
    let teacher = staff(api, &id, "TEX", "Tomasz", "Teacher of nothing", &["teacher"]);
    Academy { id, officer, teacher }
}

fn staff(api: &Api, academy: &str, code: &str, forename: &str, position: &str, roles: &[&str]) -> String {
    let body = json!({ "staff_code": code, "surname": "Example", "forename": forename, "title": "Mx", "position": position,
        "email": format!("{}@example.org", code.to_lowercase()), "roles": roles });
    api.post(&format!("/v1/academies/{academy}/staff"), &body).expect(201).id()
}

fn last_year() -> Value {
    json!({ "terms": [
        { "name": "Autumn", "first_day": "2025-09-03", "last_day": "2025-12-19" },
        { "name": "Spring", "first_day": "2026-01-05", "last_day": "2026-03-27" },
        { "name": "Summer", "first_day": "2026-04-13", "last_day": "2026-07-17" } ],
      "non_school_days": [
        { "first_day": "2025-10-27", "last_day": "2025-10-31", "reason": "half_term" },
        { "first_day": "2026-02-16", "last_day": "2026-02-20", "reason": "half_term" },
        { "first_day": "2026-05-04", "last_day": "2026-05-04", "reason": "bank_holiday" },
        { "first_day": "2026-05-25", "last_day": "2026-05-29", "reason": "half_term" } ] })
}

fn this_year() -> Value {
    json!({ "terms": [
        { "name": "Autumn", "first_day": "2026-09-02", "last_day": "2026-12-18" },
        { "name": "Spring", "first_day": "2027-01-04", "last_day": "2027-03-25" },
        { "name": "Summer", "first_day": "2027-04-12", "last_day": "2027-07-21" } ],
      "non_school_days": [
        { "first_day": "2026-10-26", "last_day": "2026-10-30", "reason": "half_term" },
        { "first_day": "2026-09-02", "last_day": "2026-09-02", "reason": "inset" } ] })
}

/// Six made-up pupils of year 8, with numbers that are valid and nobody's.
pub(crate) fn pupils_csv() -> String {
    let mut text = String::from(
        "upn,surname,forename,date_of_birth,sex,year_group,registration_group,starting_day,free_school_meals,social_worker\n",
    );
    for (place, (surname, forename, sex)) in NAMES.iter().enumerate() {
        let upn = upn(place);
        let flags = if place == 1 { "yes,yes" } else { "no,no" };
        text.push_str(&format!("{upn},{surname},{forename},2014-0{}-15,{sex},8,8A,2025-09-03,{flags}\n", place + 1));
    }
    text
}

const NAMES: [(&str, &str, &str); 6] = [
    ("Example", "Aisha", "F"),
    ("Beispiel", "Bruno", "M"),
    ("Enghraifft", "Carys", "F"),
    ("Misaal", "Dev", "M"),
    ("Apẹẹrẹ", "Ebele", "F"),
    ("Przykład", "Filip", "M"),
];

/// The number of the pupil in a place of the list.
pub(crate) fn upn(place: usize) -> String {
    school::Upn::with_check_letter(&format!("8014001{:05}", 20_000 + place)).unwrap().to_string()
}

/// Marks of every school day in a range: all present but for what `absent` says of a pupil and a session's number.
pub(crate) fn marks_csv(days: &[&str], absent: impl Fn(usize, usize) -> Option<&'static str>) -> String {
    let mut text = String::from("upn,date,session,code\n");
    for place in 0..NAMES.len() {
        for (number, day) in days.iter().enumerate() {
            for (half, (session, present)) in [("am", "/"), ("pm", "\\")].into_iter().enumerate() {
                let code = absent(place, 2 * number + half).unwrap_or(present);
                text.push_str(&format!("{},{day},{session},{code}\n", upn(place)));
            }
        }
    }
    text
}

/// The fourteen school days before 23 November 2026.
pub(crate) const DAYS: [&str; 14] = [
    "2026-11-03",
    "2026-11-04",
    "2026-11-05",
    "2026-11-06",
    "2026-11-09",
    "2026-11-10",
    "2026-11-11",
    "2026-11-12",
    "2026-11-13",
    "2026-11-16",
    "2026-11-17",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
];

/// Sends a file and waits until it has been worked off.
pub(crate) fn import(house: &House, api: &Api, academy: &str, format: &str, file: &str) -> Value {
    let path = format!("/v1/academies/{academy}/imports?format={format}");
    let sent = api.with("Content-Type", "text/csv").send("POST", &path, Some(file.as_bytes().to_vec())).expect(202);
    let location = sent.header("location").to_owned();
    assert!(location.starts_with("/v1/imports/"), "{location}");
    house.finished(api, &location)
}

fn counts(import: &Value) -> [i64; 5] {
    ["rows", "created", "updated", "unchanged", "rejected"].map(|name| import[name].as_i64().unwrap_or(-1))
}

/// The group of the only register of a morning.
pub(crate) fn group_of(api: &Api, academy: &str) -> String {
    let registers = api.get(&format!("/v1/academies/{academy}/registers?date=2026-11-23&session=am")).expect(200);
    registers.json["data"][0]["group_id"].as_str().unwrap().to_owned()
}

on_both! {
fn the_main_job_runs_from_end_to_end(house: &House) {
    let api = house.everything();
    let Academy { id, officer, teacher } = found(&api);

    let imported = import(house, &api, &id, "pupils-csv", &pupils_csv());
    assert_eq!((imported["status"].as_str(), counts(&imported)), (Some("succeeded"), [6, 6, 0, 0, 0]), "{imported}");
    let again = import(house, &api, &id, "pupils-csv", &pupils_csv());
    assert_eq!(counts(&again), [6, 0, 0, 6, 0], "{again}");

    // Dev is absent without a reason for the last twenty-one sessions, Carys was ill for two days.
    let absent = |pupil: usize, session: usize| match (pupil, session) {
        (3, 7..) => Some("O"),
        (2, 4..8) => Some("I"),
        _ => None,
    };
    let file = marks_csv(&DAYS, absent);
    let imported = import(house, &api, &id, "marks-csv", &file);
    assert_eq!(counts(&imported), [168, 168, 0, 0, 0], "{imported}");
    let again = import(house, &api, &id, "marks-csv", &file);
    assert_eq!(counts(&again), [168, 0, 0, 168, 0], "{again}");

    let group = group_of(&api, &id);
    let register = format!("/v1/academies/{id}/registers/2026-11-23/am/{group}");
    let open = api.get(&register).expect(200);
    assert_eq!((open.json["status"].as_str(), open.json["marks"].as_array().unwrap().len()), (Some("open"), 6));
    let pupils: Vec<String> =
        open.json["marks"].as_array().unwrap().iter().map(|mark| mark["pupil_id"].as_str().unwrap().to_owned()).collect();
    let dev = open.json["marks"].as_array().unwrap().iter().find(|mark| mark["forename"] == "Dev").unwrap()["pupil_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let marks: Vec<Value> = pupils
        .iter()
        .map(|pupil| json!({ "pupil_id": pupil, "code": if *pupil == dev { "N" } else { "/" } }))
        .collect();
    let reserved = json!({ "marks": [{ "pupil_id": dev, "code": "M" }] });
    let refused = api.acting_for(&teacher).put(&register, &reserved).expect(422);
    assert_eq!(refused.violations(), ["/marks/0/code code_not_allowed"], "a teacher enters / \\ L and N");
    let taken = api.acting_for(&teacher).put(&register, &json!({ "marks": marks })).expect(200);
    assert_eq!(taken.json["status"], "taken");
    assert_ne!(taken.header("etag"), open.header("etag"));
    let same = api.put(&register, &json!({ "marks": marks })).expect(200);
    assert_eq!(same.header("etag"), taken.header("etag"), "the same marks change nothing");

    let mark = format!("/v1/pupils/{dev}/marks/2026-11-23/am");
    let refused = api.acting_for(&officer).patch(&mark, &json!({ "code": "M" })).expect(422);
    assert_eq!(refused.violations(), ["/reason missing_field"]);
    let body = json!({ "code": "M", "reason": "Appointment card seen" });
    assert_eq!(api.patch(&mark, &body).expect(422).json["type"], "/problems/unsigned");
    let amended = api.acting_for(&officer).patch(&mark, &body).expect(200);
    assert_eq!(amended.json["code"], "M");

    let history = api.get(&mark).expect(200);
    let entries = history.json["history"].as_array().unwrap();
    assert_eq!(entries.len(), 2, "{}", history.text);
    assert_eq!((entries[0]["kind"].as_str(), entries[0]["code"].as_str()), (Some("register"), Some("N")));
    assert_eq!(entries[1]["original"], "N");
    assert_eq!(entries[1]["code"], "M");
    assert_eq!(entries[1]["reason"], "Appointment card seen");
    assert_eq!(entries[1]["by"]["position"], "Attendance officer");
    assert_eq!(entries[1]["by"]["name"], "Mx Amina Example");

    let summary = api.get(&format!("/v1/academies/{id}/attendance/summary?from=2026-11-03&to=2026-11-23")).expect(200);
    let all = &summary.json["data"][0];
    assert_eq!((all["group"].as_str(), all["pupils"].as_i64()), (Some("all"), Some(6)));
    let figures = &all["summary"];
    assert_eq!(figures["possible"], 174, "{}", summary.text);
    assert_eq!(figures["unauthorised"], 21);
    assert_eq!(figures["authorised"], 5);
    assert_eq!(figures["by_code"]["M"], 1);
    assert_eq!(figures["missing"], 0);
    assert!(summary.json["definition"]["denominator"].is_string());

    let concerns = api.get(&format!("/v1/academies/{id}/attendance/concerns?as_of=2026-11-20")).expect(200);
    let rules: Vec<(&str, &str)> = concerns.json["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|each| each["pupil_id"] == dev.as_str())
        .map(|each| (each["rule"].as_str().unwrap(), each["met_on"].as_str().unwrap()))
        .collect();
    assert_eq!(
        rules,
        [
            ("persistent_absence", "2026-11-20"),
            ("severe_absence", "2026-11-20"),
            ("penalty_notice_threshold", "2026-11-13"),
            ("continuous_unauthorised_10_days", "2026-11-20"),
        ]
    );
    let board = api.get(&format!("/v1/academies/{id}/day/2026-11-23")).expect(200);
    assert_eq!(board.json["counts"][0]["by_code"]["/"], 5);
    let acting = house.app.read(&house.operator(), |cx| app::attendance::verify::verify_sheets(cx, id.parse().unwrap()));
    assert_eq!(acting.unwrap().differences, []);
}
}
