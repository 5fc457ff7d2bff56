//! A house in which every path of the table leads somewhere.

use super::table::Line;
use crate::ground::Ground;
use serde_json::json;
use std::collections::HashMap;
use testkit::{Answer, Api, House};

/// An academy with one of everything, and another beside it.
pub(super) struct Full {
    pub(super) here: Ground,
    pub(super) there: Ground,
    ids: HashMap<&'static str, String>,
}

impl Full {
    pub(super) fn new(house: &House) -> Self {
        let here = Ground::new(house);
        let there = here.neighbour();
        let pupil = here.pupil("Amal", &json!({}));
        here.take("2026-11-20/am", &[(&pupil, "N")]);
        let contact = json!({ "surname": "Example", "relationship": "Mother" });
        let plan = json!({ "code": "C", "first_day": "2026-12-10", "last_day": "2026-12-10" });
        let contact = here.api.post(&format!("/v1/pupils/{pupil}/contacts"), &contact).expect(201).id();
        let planned = here.as_officer().post(&format!("/v1/pupils/{pupil}/planned-absences"), &plan).expect(201).id();
        let import = here.import(house, "marks-csv", "upn,date,session,code\n")["id"].as_str().unwrap().to_owned();
        let code = json!({ "raw_code": "6", "first_day": "2025-09-01", "code": "O" });
        let code = here.api.post(&here.path("local-codes"), &code).expect(201).id();
        let class = json!({ "name": "8x/Ma1", "kind": "teaching" });
        let class = here.api.post(&here.path("groups"), &class).expect(201).id();
        let policy = json!({ "effective_from": "2026-09-01", "approved_by": "Board of trustees", "approved_on": "2026-07-05", "review_on": "2027-07-05" });
        let suspension = json!({ "kind": "suspension", "first_day": "2026-12-03", "last_day": "2026-12-04", "reason_codes": ["PP"] });
        let head = here.person("Ifeoma", "Headteacher", &["headteacher"]);
        here.api.acting_for(&head).put(&here.path("attendance-policy"), &policy).expect(201);
        let suspension =
            here.api.acting_for(&head).post(&format!("/v1/pupils/{pupil}/suspensions"), &suspension).expect(201).id();
        let licence = json!({ "kind": "performance_licence", "number": "MC-117", "issued_by": "Made-up Council", "first_day": "2026-12-07", "last_day": "2026-12-08" });
        let licence = here.api.post(&format!("/v1/pupils/{pupil}/performance-licences"), &licence).expect(201).id();
        let closure =
            json!({ "first_day": "2027-05-07", "last_day": "2027-05-07", "code": "#", "reason": "Polling day" });
        let closure = here.api.acting_for(&head).post(&here.path("closures"), &closure).expect(201).id();
        here.import(house, "periods-csv", "day,period,starts,ends\nfri,1,09:00,10:00\n");
        here.import(house, "timetable-csv", "staff_code,day,period,activity,class\nTEX,fri,1,lesson,8x/Ma1\n");
        let room = here.api.post(&here.path("rooms"), &json!({ "name": "S4" })).expect(201).id();
        let shortened = json!({ "date": "2026-12-18", "reason": "End of term", "periods": [] });
        let shortened = here.api.post(&here.path("shortened-days"), &shortened).expect(201).id();
        let sent =
            json!({ "kind": "new_pupil", "pupil_ids": [pupil], "sent_on": "2026-11-19", "to": "Made-up Council" });
        let sent = here.api.post(&here.path("returns"), &sent).expect(201).id();
        let target = json!({ "scope": "academy", "measure": "attendance_rate", "from": "2026-09-01", "to": "2027-07-31", "value": 0.95 });
        let target = here.api.post(&here.path("targets"), &target).expect(201).id();
        let scheme = json!({ "name": "Made-up award", "kind": "personal_best", "scope": "academy", "period": "term", "first_day": "2026-09-02" });
        let scheme = here.api.post(&here.path("award-schemes"), &scheme).expect(201).id();
        let cover = cover(&here);
        let people = people(house, &here);
        let mut ids = HashMap::from([
            ("{room_id}", room),
            ("{shortened_day_id}", shortened),
            ("{academy_id}", here.id.clone()),
            ("{group_id}", here.group("8A")),
            ("{class_id}", class),
            ("{staff_id}", here.teacher.clone()),
            ("{pupil_id}", pupil),
            ("{contact_id}", contact),
            ("{planned_absence_id}", planned),
            ("{import_id}", import),
            ("{suspension_id}", suspension),
            ("{licence_id}", licence),
            ("{closure_id}", closure),
            ("{return_id}", sent),
            ("{local_code_id}", code),
            ("{target_id}", target),
            ("{award_scheme_id}", scheme),
        ]);
        ids.extend(people);
        ids.extend(cover);
        Self { here, there, ids }
    }

    fn filled(&self, text: &str) -> String {
        self.ids.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id))
    }

    /// Calls an operation.
    pub(super) fn call(&self, api: &Api, line: &Line) -> Answer {
        let body = (!line.body.is_empty()).then(|| self.filled(line.body).into_bytes());
        let kind = if line.id == "create_import" { "text/csv" } else { "application/json" };
        let api = if body.is_some() { api.with("Content-Type", kind) } else { api.clone() };
        api.send(line.method, &self.filled(line.path), body)
    }
}

/// Records of the people who teach, by what the table calls them.
fn people(house: &House, here: &Ground) -> Vec<(&'static str, String)> {
    let employment = json!({ "cover_roles": ["teacher"], "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 1.0 } });
    let manager = here.person("Malika", "Cover manager", &["cover_manager"]);
    let of = |what: &str| format!("/v1/staff/{}/{what}", here.teacher);
    here.as_teacher().post(&of("calendar-token"), &json!({})).expect(201);
    let notes = format!("/v1/groups/{}/cover-notes", here.group("8A"));
    here.api.acting_for(&manager).put(&notes, &json!({})).expect(201);
    here.api.put(&of("employment"), &employment).expect(201);
    here.api.put(&of("checks"), &json!({ "checks": [] })).expect(201);
    let worker = json!({ "surname": "Example", "forename": "Ola", "agency": "Made-Up Supply" });
    let appraisal = json!({ "line_manager_id": manager, "academic_year": "2026-27" });
    let observation = json!({ "line_manager_id": manager, "observed_on": "2026-11-20", "start": "sound", "work": "sound",
        "behaviour": "sound", "register_taken": true, "kind": "own_work" });
    let meeting = json!({ "line_manager_id": manager, "held_on": "2026-11-20", "notes": "Went through the week" });
    let feedback = json!({ "line_manager_id": manager, "kind": "other", "given_on": "2026-11-20", "given_by": "A pupil", "text": "Kind" });
    let capability = json!({ "line_manager_id": manager, "started_on": "2026-11-20", "reason": "Registers are not taken",
        "reviews": [{ "due_on": "2026-12-11" }] });
    let extra = json!({ "kind": "toil", "day": "2026-11-20", "minutes": 60, "reason": "Open evening" });
    let training = json!({ "kind": "fire", "title": "Fire safety", "completed_on": "2026-09-01" });
    let absence = crate::staffing::absence(
        house,
        &here.id,
        &json!({ "staff_id": here.teacher, "first_day": "2026-11-16",
        "last_day": "2026-11-17", "category": "SIC" }),
    );
    let back = json!({ "held_on": "2026-11-18", "outcome": "full_return" });
    here.api.post(&format!("/v1/staff-absences/{absence}/return-to-work"), &back).expect(201);
    let made = |path: &str, body: &serde_json::Value| here.api.post(path, body).expect(201).id();
    vec![
        ("{agency_worker_id}", made("/v1/agency-workers", &worker)),
        ("{appraisal_id}", made(&of("appraisals"), &appraisal)),
        ("{observation_id}", made(&of("observations"), &observation)),
        ("{one_to_one_id}", made(&of("one-to-ones"), &meeting)),
        ("{feedback_note_id}", made(&of("feedback-notes"), &feedback)),
        ("{capability_process_id}", made(&of("capability-processes"), &capability)),
        ("{training_id}", made(&of("trainings"), &training)),
        ("{extra_hours_id}", made(&of("extra-hours"), &extra)),
        ("{returning_id}", absence),
        ("{manager_id}", manager),
    ]
}

/// Whether the path of an operation names something of an academy. The register of agency workers is the trust's.
pub(super) fn names_something(line: &Line) -> bool {
    line.path.contains('{') && !line.path.starts_with("/v1/agency-workers")
}

/// Whether an operation writes; some read with a body.
pub(super) fn writes(line: &Line) -> bool {
    line.method != "GET" && !matches!(line.id, "search_pupils" | "what_if" | "check_deletion")
}

/// A lesson to be covered on Friday 27 November, somebody who covers it, and what was published.
fn cover(here: &Ground) -> Vec<(&'static str, String)> {
    let absence = json!({ "staff_id": here.teacher, "first_day": "2026-11-27", "last_day": "2026-11-27" });
    let absence = here.api.post(&here.path("staff-absences"), &absence).expect(201).id();
    let spare_absence = json!({ "staff_id": here.officer, "first_day": "2026-12-14", "last_day": "2026-12-14" });
    let spare_absence = here.api.post(&here.path("staff-absences"), &spare_absence).expect(201).id();
    let event = |name: &str| {
        let event = json!({ "kind": "meeting", "name": name, "first_day": "2026-12-07", "last_day": "2026-12-07" });
        here.api.post(&here.path("cover-events"), &event).expect(201).id()
    };
    let (event, spare) = (event("Meeting"), event("Another meeting"));
    let supervisor = here.person("Divya", "Cover supervisor", &["cover_supervisor"]);
    crate::staffing::vetted(&here.api, &supervisor);
    here.api.post(&here.path("cover/2026-11-27/solve"), &json!({})).expect(200);
    here.api.send("POST", &here.path("cover/2026-11-27/publish"), None).expect(201);
    let day = here.api.get(&here.path("cover/2026-11-27")).expect(200).json;
    // A fortnight later the class is to be had by the first who accepts.
    let later = json!({ "staff_id": here.teacher, "first_day": "2026-12-11", "last_day": "2026-12-11" });
    here.api.post(&here.path("staff-absences"), &later).expect(201);
    let open = here.api.get(&here.path("cover/2026-12-11")).expect(200).json["requirements"][0]["id"].clone();
    let open = open.as_str().unwrap().to_owned();
    let call = here.path(&format!("cover/2026-12-11/requirements/{open}/calls"));
    let call = here.api.post(&call, &json!({})).expect(201).id();
    let requirement = &day["requirements"][0];
    let id = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    vec![
        ("{staff_absence_id}", absence),
        ("{cover_event_id}", event),
        ("{spare_event_id}", spare),
        ("{spare_absence_id}", spare_absence),
        ("{open_requirement_id}", open),
        ("{cover_call_id}", call),
        ("{requirement_id}", id(&requirement["id"])),
        ("{cover_assignment_id}", id(&requirement["assignments"][0]["id"])),
    ]
}
