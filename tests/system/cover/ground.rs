//! A made-up school on Monday 23 November 2026 with a timetable of that day.

use crate::ground::{Ground, text};
use serde_json::{Value, json};
use std::collections::HashMap;
use testkit::{Answer, House};

const PERIODS: &str = "day,period,starts,ends\nmon,Reg,08:40,09:00\nmon,1,09:00,10:00\nmon,2,10:00,11:00\n\
    mon,3,11:20,12:20\nmon,4,13:10,14:10\ntue,1,09:00,10:00\n";
const TIMETABLE: &str = "staff_code,day,period,activity,class,subject,room\n\
    ADA,mon,Reg,registration,7A,,R1\nADA,mon,1,lesson,7A/Ma,Maths,R1\nADA,mon,2,lesson,7A/Ma,Maths,R1\n\
    ADA,mon,3,meeting,,,\nADA,mon,4,lesson,9C/Ma,Maths,R1\nADA,tue,1,lesson,7A/Ma,Maths,R1\n\
    BEN,mon,1,lesson,8B/En,English,R2\nBEN,mon,2,ppa,,,\nBEN,mon,4,lesson,8B/En,English,R2\n\
    CAN,mon,1,lesson,10C/Hi,History,R3\nCAN,mon,3,lesson,10C/Hi,History,R3\nCAN,mon,4,lesson,7B/Hi,History,R3\n\
    DEE,mon,2,lesson,9C/Ge,Geography,R4\nDEE,mon,4,lesson,10D/Ge,Geography,R4\n\
    EWA,mon,3,lesson,8B/Ar,Art,R5\nEWA,mon,1,lesson,9D/Ar,Art,R5\nFEI,mon,3,lesson,8B/Ar,Art,R5\n";

/// The school.
pub(super) struct School {
    pub(super) here: Ground,
    people: HashMap<&'static str, String>,
}

/// The day of the story.
pub(super) const DAY: &str = "2026-11-23";

impl School {
    pub(super) fn new(house: &House) -> Self {
        house.at("2026-11-23T06:45:00Z");
        let here = Ground::new(house);
        let mut people = HashMap::new();
        for (code, forename, role) in [
            ("ADA", "Ada", "teacher"),
            ("BEN", "Ben", "teacher"),
            ("CAN", "Can", "teacher"),
            ("DEE", "Dee", "teacher"),
            ("EWA", "Ewa", "teacher"),
            ("FEI", "Fei", "teacher"),
            ("GUS", "Gus", "cover_supervisor"),
            ("HAL", "Hal", "cover_supervisor"),
            ("MGR", "Mo", "cover_manager"),
        ] {
            let body = json!({ "staff_code": code, "surname": "Example", "forename": forename, "position": "Made-up post",
                "roles": [role] });
            let id = here.api.post(&here.path("staff"), &body).expect(201).id();
            crate::staffing::vetted(&here.api, &id);
            people.insert(code, id);
        }
        let school = Self { here, people };
        school.import(house, "periods-csv", PERIODS);
        school.import(house, "timetable-csv", TIMETABLE);
        school
    }

    /// The same school at another moment.
    pub(super) fn later(self, house: &House, instant: &str) -> Self {
        Self { here: self.here.later(house, instant), ..self }
    }

    pub(super) fn import(&self, house: &House, format: &str, file: &str) {
        let import = self.here.import(house, format, file);
        assert_eq!((&import["status"], &import["rejected"]), (&json!("succeeded"), &json!(0)), "{import}");
    }

    /// Somebody of an agency whose letter has come and whose identity was checked.
    pub(super) fn supply(&self) -> String {
        let supply = self.here.person("Solomon", "Supply teacher", &["teacher"]);
        let worker = json!({ "surname": "Example", "forename": "Solomon", "agency": "Made-Up Supply", "staff_ids": [supply],
            "letter_received_on": "2026-11-20", "identity_checked_on": "2026-11-20" });
        self.here.api.post("/v1/agency-workers", &worker).expect(201);
        let employment = json!({ "cover_roles": ["supply"], "contract": { "kind": "agency", "first_day": "2026-11-02", "fte": 1.0 } });
        self.here.api.put(&format!("/v1/staff/{supply}/employment"), &employment).expect(201);
        supply
    }

    /// The timetable with some lines more.
    pub(super) fn timetable(more: &str) -> String {
        format!("{TIMETABLE}{more}")
    }

    pub(super) fn id(&self, code: &str) -> String {
        self.people[code].clone()
    }

    pub(super) fn code(&self, id: &Value) -> String {
        self.people.iter().find(|(_, other)| other.as_str() == text(id)).map_or("", |(code, _)| code).to_owned()
    }

    /// Records an absence of the day with some fields more.
    pub(super) fn absent(&self, code: &str, more: &Value) -> Answer {
        let mut body = json!({ "staff_id": self.id(code), "first_day": DAY, "last_day": DAY, "category": "SIC" });
        for (name, value) in more.as_object().unwrap() {
            body[name.as_str()] = value.clone();
        }
        self.here.api.post(&self.here.path("staff-absences"), &body)
    }

    pub(super) fn path(&self, rest: &str) -> String {
        self.here.path(&format!("cover/{DAY}{rest}"))
    }

    pub(super) fn day(&self) -> Value {
        self.here.api.get(&self.path("")).expect(200).json
    }

    pub(super) fn solve(&self, body: &Value) -> Value {
        self.here.api.post(&self.path("/solve"), body).expect(200).json
    }

    pub(super) fn publish(&self) -> Value {
        self.here.api.send("POST", &self.path("/publish"), None).expect(201).json
    }

    /// The requirements as `period class status who`.
    pub(super) fn lines(&self) -> Vec<String> {
        self.day()["requirements"]
            .as_array()
            .unwrap()
            .iter()
            .map(|each| {
                let who = self.code(&each["covering_staff_id"]);
                format!("{} {} {} {who}", text(&each["period"]), text(&each["class"]), text(&each["status"]))
            })
            .collect()
    }

    /// The requirement of a class in a period.
    pub(super) fn requirement(&self, period: &str, class: &str) -> Value {
        let day = self.day();
        let found = day["requirements"]
            .as_array()
            .unwrap()
            .iter()
            .find(|each| text(&each["period"]) == period && text(&each["class"]) == class);
        found.unwrap_or_else(|| panic!("no {period} {class} in {day}")).clone()
    }
}
