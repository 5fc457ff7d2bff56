//! The ground of the stories: an academy with people, pupils and registers, made through the API alone.

use crate::flow;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use testkit::{Answer, Api, House};

/// An academy with a client that may do everything, and the people who act.
pub(crate) struct Ground {
    pub(crate) api: Api,
    pub(crate) id: String,
    pub(crate) officer: String,
    pub(crate) teacher: String,
}

/// Numbers pupils: no two of a run have the same UPN.
static NEXT: AtomicUsize = AtomicUsize::new(50_000);

/// A valid UPN that is nobody's.
pub(crate) fn fresh_upn() -> String {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    school::Upn::with_check_letter(&format!("8014001{number:05}")).unwrap().to_string()
}

impl Ground {
    /// An academy with the calendars of last year and this, an officer and a teacher.
    pub(crate) fn new(house: &House) -> Self {
        let api = house.everything();
        let academy = flow::found(&api);
        Self { api, id: academy.id, officer: academy.officer, teacher: academy.teacher }
    }

    /// The same academy at another moment, seen by a client whose token holds then.
    pub(crate) fn later(self, house: &House, instant: &str) -> Self {
        house.at(instant);
        Self { api: house.everything(), ..self }
    }

    /// A second academy beside the first, seen by a client that reaches both.
    pub(crate) fn neighbour(&self) -> Self {
        let api = self.api.clone();
        let body = json!({ "name": "Neighbouring Academy", "urn": "654321", "phase": "primary" });
        let id = api.post("/v1/academies", &body).expect(201).id();
        for year in ["2025-26", "2026-27"] {
            let calendar = self.calendar(year);
            api.put(&format!("/v1/academies/{id}/calendars/{year}"), &calendar).expect(201);
        }
        let ground = Self { api, id, officer: String::new(), teacher: String::new() };
        let officer = ground.person("Yusuf", "Attendance officer", &["attendance_officer"]);
        let teacher = ground.person("Ngozi", "Teacher", &["teacher"]);
        Self { officer, teacher, ..ground }
    }

    /// A calendar as it may be sent.
    pub(crate) fn calendar(&self, year: &str) -> Value {
        let read = self.api.get(&self.path(&format!("calendars/{year}"))).expect(200).json;
        let wanted = ["terms", "non_school_days", "sessions", "school_weekdays"];
        wanted.iter().map(|name| ((*name).to_owned(), read[*name].clone())).collect::<serde_json::Map<_, _>>().into()
    }

    /// An address below the academy.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/v1/academies/{}/{rest}", self.id)
    }

    /// The same client acting for the officer.
    pub(crate) fn as_officer(&self) -> Api {
        self.api.acting_for(&self.officer)
    }

    /// The same client acting for the teacher.
    pub(crate) fn as_teacher(&self) -> Api {
        self.api.acting_for(&self.teacher)
    }

    /// A member of staff.
    pub(crate) fn person(&self, forename: &str, position: &str, roles: &[&str]) -> String {
        let body = json!({ "staff_code": format!("{forename}-{}", NEXT.fetch_add(1, Ordering::Relaxed)),
            "surname": "Example", "forename": forename, "title": "Mx", "position": position, "roles": roles });
        self.api.post(&self.path("staff"), &body).expect(201).id()
    }

    /// The body of a pupil of year 8 in group 8A since September 2025, but for what `changes` says.
    pub(crate) fn pupil_body(forename: &str, changes: &Value) -> Value {
        let mut body = json!({ "upn": fresh_upn(), "surname": "Example", "forename": forename,
            "date_of_birth": "2014-03-15", "sex": "F", "year_group": 8, "registration_group": "8A",
            "starting_day": "2025-09-03" });
        for (name, value) in changes.as_object().unwrap() {
            body[name.as_str()] = value.clone();
        }
        body
    }

    /// A pupil; answers the id.
    pub(crate) fn pupil(&self, forename: &str, changes: &Value) -> String {
        self.api.post(&self.path("pupils"), &Self::pupil_body(forename, changes)).expect(201).id()
    }

    /// Some pupils of 8A.
    pub(crate) fn pupils<const N: usize>(&self, forenames: [&str; N]) -> [String; N] {
        forenames.map(|forename| self.pupil(forename, &json!({})))
    }

    /// The UPN of a pupil.
    pub(crate) fn upn(&self, pupil: &str) -> String {
        self.api.get(&format!("/v1/pupils/{pupil}")).expect(200).json["upn"].as_str().unwrap().to_owned()
    }

    /// The id of a group by its name.
    pub(crate) fn group(&self, name: &str) -> String {
        let groups = self.api.get(&self.path("groups?limit=500")).expect(200).json;
        let found = groups["data"].as_array().unwrap().iter().find(|group| group["name"] == name).cloned();
        found.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// The address of a register, e.g. of `2026-11-23/am` and the group of a name.
    pub(crate) fn register(&self, session: &str, group: &str) -> String {
        self.path(&format!("registers/{session}/{}", self.group(group)))
    }

    /// Takes the register of 8A.
    pub(crate) fn take(&self, session: &str, marks: &[(&str, &str)]) -> Answer {
        self.api.put(&self.register(session, "8A"), &marks_of(marks)).expect(200)
    }

    /// Sends a file and waits until it has been worked off.
    pub(crate) fn import(&self, house: &House, format: &str, file: &str) -> Value {
        flow::import(house, &self.api, &self.id, format, file)
    }

    /// The rejections of an import as `line column code`.
    pub(crate) fn rejections(&self, import: &Value) -> Vec<String> {
        let path = format!("/v1/imports/{}/rejections?limit=500", import["id"].as_str().unwrap());
        let list = self.api.get(&path).expect(200).json["data"].as_array().unwrap().clone();
        list.iter().map(|each| format!("{} {} {}", each["line"], text(&each["column"]), text(&each["code"]))).collect()
    }
}

/// A text, empty where there is none.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// The values of a field through a list.
pub(crate) fn column<'a>(list: &'a Value, name: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|each| text(&each[name])).collect()
}

/// The body of a register.
pub(crate) fn marks_of(marks: &[(&str, &str)]) -> Value {
    let marks: Vec<Value> = marks.iter().map(|(pupil, code)| json!({ "pupil_id": pupil, "code": code })).collect();
    json!({ "marks": marks })
}

/// The address of a mark, e.g. of `2026-11-23/am`.
pub(crate) fn mark(pupil: &str, session: &str) -> String {
    format!("/v1/pupils/{pupil}/marks/{session}")
}

/// The counts of an import: rows, created, updated, unchanged, rejected.
pub(crate) fn counts(import: &Value) -> [i64; 5] {
    ["rows", "created", "updated", "unchanged", "rejected"].map(|name| import[name].as_i64().unwrap_or(-1))
}

/// The problem that an answer must be: everything that RFC 9457 and the contract ask of one.
#[track_caller]
pub(crate) fn problem(house: &House, answer: Answer, status: &[u16]) -> Answer {
    assert!(status.contains(&answer.status), "{} instead of {status:?}: {}", answer.status, answer.text);
    assert!(answer.header("content-type").starts_with("application/problem+json"), "{answer:?}");
    assert_eq!(answer.json["status"], answer.status, "{}", answer.text);
    assert!(!text(&answer.json["title"]).is_empty(), "{}", answer.text);
    assert!(!text(&answer.json["request_id"]).is_empty(), "{}", answer.text);
    assert_eq!(answer.header("x-request-id"), text(&answer.json["request_id"]));
    let kind = text(&answer.json["type"]).to_owned();
    let address = kind.strip_prefix(house.base.as_str()).unwrap_or(&kind);
    assert!(address.starts_with("/problems/"), "{}", answer.text);
    let explained = house.anonymous().get(address).expect(200);
    assert!(explained.text.len() > 80, "{address} is not explained: {}", explained.text);
    answer
}

/// The pointers of a problem.
pub(crate) fn pointers(answer: &Answer) -> Vec<&str> {
    answer.json["errors"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|each| text(&each["pointer"]))
        .collect()
}
