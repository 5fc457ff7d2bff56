//! Codes that rest on a record: E on a suspension or exclusion, D on registration at another school, C1 on a licence; and plans
//! over marks.

use crate::ground::{Ground, column, mark, problem, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn warned(answer: &Value) -> Vec<(&str, &str)> {
    let list = &answer["warnings"];
    column(list, "pupil_id").into_iter().zip(column(list, "code")).collect()
}

fn suspend(ground: &Ground, pupil: &str, first: &str, last: &str) -> String {
    let head = ground.api.acting_for(&ground.person("Head", "Headteacher", &["headteacher"]));
    let body = json!({ "kind": "suspension", "first_day": first, "last_day": last, "reason_codes": ["PP"],
        "notices": [{ "to": "parent", "sent_on": first }, { "to": "local_authority", "sent_on": first }] });
    head.post(&format!("/v1/pupils/{pupil}/suspensions"), &body).expect(201).id()
}

fn plan(ground: &Ground, pupil: &str, code: &str, first: &str, last: &str) -> Value {
    let body = json!({ "code": code, "first_day": first, "last_day": last });
    ground.as_officer().post(&format!("/v1/pupils/{pupil}/planned-absences"), &body).expect(201).json
}

on_both! {
fn an_e_is_doubted_only_where_no_suspension_covers_the_session(house: &House) {
    let ground = Ground::new(house);
    let [with, without] = ground.pupils(["With", "Without"]);
    let record = suspend(&ground, &with, "2026-11-20", "2026-11-24");
    let taken = ground.take("2026-11-23/am", &[(&with, "E"), (&without, "E")]).json;
    assert_eq!(warned(&taken), [(without.as_str(), "suspension_record_needed")]);
    // Beyond the record it is doubted, before it too.
    let early = ground.take("2026-11-19/pm", &[(&with, "E")]).json;
    assert_eq!(warned(&early), [(with.as_str(), "suspension_record_needed")]);
    let amended = json!({ "code": "E", "reason": "Suspended since Friday" });
    ground.take("2026-11-20/am", &[(&with, "O"), (&without, "O")]);
    let patched = ground.as_officer().patch(&mark(&with, "2026-11-20/am"), &amended).expect(200).json;
    assert_eq!(warned(&patched), []);
    // A plan is told once, of its first session without a record.
    let planned = plan(&ground, &with, "E", "2026-11-24", "2026-11-25");
    assert_eq!(column(&planned["warnings"], "code"), ["suspension_record_needed"]);
    assert!(text(&planned["warnings"][0]["detail"]).contains("2026-11-25"), "{planned}");
    assert_eq!(plan(&ground, &with, "E", "2026-11-24", "2026-11-24")["warnings"], json!([]));
    // In a file.
    let file = format!("upn,date,session,code\n{},2026-11-20,pm,E\n{},2026-11-20,pm,E\n", ground.upn(&with), ground.upn(&without));
    let done = ground.import(house, "marks-csv", &file);
    assert_eq!((&done["created"], &done["warnings"]), (&json!(2), &json!(1)), "{done}");
    // What was cancelled covers nothing; from the day of provision on E is no longer the code.
    let head = ground.api.acting_for(&ground.person("Head", "Headteacher", &["headteacher"]));
    let address = format!("/v1/suspensions/{record}");
    head.patch(&address, &json!({ "provision": { "first_day": "2026-11-23", "place": "Elsewhere" } })).expect(200);
    let later = ground.as_officer().patch(&mark(&with, "2026-11-23/am"), &json!({ "comment": "seen", "reason": "A remark" }));
    assert_eq!(warned(&later.expect(200).json), [(with.as_str(), "suspension_provision_begun")]);
    head.patch(&address, &json!({ "outcome": { "kind": "cancelled", "decided_on": "2026-11-23" } })).expect(200);
    let cancelled = ground.as_officer().patch(&mark(&with, "2026-11-23/am"), &json!({ "comment": "again", "reason": "A remark" }));
    assert_eq!(warned(&cancelled.expect(200).json), [(with.as_str(), "suspension_record_needed")]);
}
}

on_both! {
fn a_d_is_doubted_without_registration_at_another_school(house: &House) {
    let ground = Ground::new(house);
    let here = ground.pupil("Shared", &json!({}));
    let alone = ground.pupil("Alone", &json!({}));
    let upn = ground.upn(&here);
    let taken = ground.take("2026-11-20/am", &[(&here, "D"), (&alone, "D")]).json;
    let mut both = [(here.as_str(), "dual_registration_needed"), (alone.as_str(), "dual_registration_needed")];
    let mut found = warned(&taken);
    both.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, both);
    // The same child at another academy of the trust, from Saturday on.
    let neighbour = ground.neighbour();
    neighbour.pupil("Shared", &json!({ "upn": upn, "starting_day": "2026-11-21" }));
    let another = ground.pupil("Another", &json!({}));
    let taken = ground.take("2026-11-23/am", &[(&here, "D"), (&alone, "D"), (&another, "D")]).json;
    assert_eq!(warned(&taken), [(another.as_str(), "dual_registration_needed")], "of Alone it was said with the first D of the year");
    // A file of another system says nothing of registrations.
    let file = format!("upn,date,session,code\n{},2026-11-19,am,D\n", ground.upn(&ground.pupil("Filed", &json!({}))));
    assert_eq!(ground.import(house, "marks-csv", &file)["warnings"], json!(0));
    // A subsidiary registration here says that the other school is outside the trust; a guest is registered nowhere.
    for (kind, doubts) in [("subsidiary", 0), ("guest", 1)] {
        let pupil = ground.pupil("Kind", &json!({ "kind": kind }));
        assert_eq!(warned(&ground.take("2026-11-20/pm", &[(&pupil, "D")]).json).len(), doubts, "{kind}");
    }
    // A planned D is told when it is planned, and enters in peace.
    let next = ground.pupil("Next", &json!({}));
    let planned = plan(&ground, &next, "D", "2026-11-23", "2026-11-24");
    assert_eq!(column(&planned["warnings"], "code"), ["dual_registration_needed"]);
    let ground = ground.later(house, "2026-11-24T09:00:00Z");
    assert_eq!(warned(&ground.take("2026-11-24/am", &[(&next, "D")]).json), []);
}
}

on_both! {
fn a_plan_for_a_year_without_a_calendar_is_doubted(house: &House) {
    let ground = Ground::new(house);
    let [pupil] = ground.pupils(["Pupil"]);
    let doubts = |code: &str, first: &str, last: &str| {
        let planned = plan(&ground, &pupil, code, first, last);
        planned["warnings"].as_array().unwrap().iter().map(|each| format!("{} {}", text(&each["code"]), text(&each["detail"]))).collect::<Vec<_>>()
    };
    // The calendar of 2027-28 is not there yet; 4 September 2027 is a Saturday.
    for (code, word) in [("E", "suspension_record_needed"), ("C1", "licence_needed"), ("D", "dual_registration_needed")] {
        let found = doubts(code, "2027-09-04", "2027-09-07");
        assert!(found.len() == 1 && found[0].starts_with(word) && found[0].contains("first the am of 2027-09-06"), "{code}: {found:?}");
        assert_eq!(doubts(code, "2027-09-04", "2027-09-05"), Vec::<String>::new(), "{code} at a weekend");
    }
    assert_eq!(doubts("C", "2027-09-06", "2027-09-07"), Vec::<String>::new());
    let licence = json!({ "kind": "exemption", "issued_by": "Four days in six months", "first_day": "2027-09-06", "last_day": "2027-09-07" });
    ground.as_officer().post(&format!("/v1/pupils/{pupil}/performance-licences"), &licence).expect(201);
    assert_eq!(doubts("C1", "2027-09-04", "2027-09-07"), Vec::<String>::new());
}
}

on_both! {
fn a_c1_is_doubted_only_on_days_without_a_licence(house: &House) {
    let ground = Ground::new(house);
    let [pupil] = ground.pupils(["Actor"]);
    let path = format!("/v1/pupils/{pupil}/performance-licences");
    let licence = json!({ "kind": "performance_licence", "number": " MC-2026-117 ", "issued_by": "Made-up County Council",
        "first_day": "2026-11-23", "last_day": "2026-11-24" });
    let made = ground.as_officer().post(&path, &licence).expect(201);
    assert_eq!((text(&made.json["number"]), text(&made.json["by"]["position"])), ("MC-2026-117", "Attendance officer"));
    assert_eq!(ground.api.get(made.header("location")).expect(200).json["issued_by"], "Made-up County Council");
    assert_eq!(ground.api.get(&path).expect(200).json["data"][0]["id"], made.json["id"]);
    assert_eq!(warned(&ground.take("2026-11-23/am", &[(&pupil, "C1")]).json), []);
    assert_eq!(warned(&ground.take("2026-11-20/am", &[(&pupil, "C1")]).json), [(pupil.as_str(), "licence_needed"), (pupil.as_str(), "leave_entered_late")]);
    assert_eq!(plan(&ground, &pupil, "C1", "2026-11-24", "2026-11-24")["warnings"], json!([]));
    let beyond = plan(&ground, &pupil, "C1", "2026-11-24", "2026-11-26");
    assert_eq!(column(&beyond["warnings"], "code"), ["licence_needed"]);
    assert!(text(&beyond["warnings"][0]["detail"]).contains("2026-11-25"), "{beyond}");
    let file = format!("upn,date,session,code\n{0},2026-11-23,pm,C1\n{0},2026-11-20,pm,C1\n", ground.upn(&pupil));
    let done = ground.import(house, "marks-csv", &file);
    assert_eq!((&done["created"], &done["warnings"]), (&json!(2), &json!(1)), "the one of Monday afternoon is a plan: {done}");
    // One that is taken away covers nothing any more.
    let address = made.header("location").to_owned();
    problem(house, ground.as_officer().with("If-Match", "\"7\"").delete(&address), &[412]);
    ground.as_officer().delete(&address).expect(204);
    problem(house, ground.api.get(&address), &[404]);
    assert_eq!(column(&plan(&ground, &pupil, "C1", "2026-11-24", "2026-11-24")["warnings"], "code"), ["licence_needed"]);
    let wrong = json!({ "kind": "work_abroad", "issued_by": " ", "first_day": "2024-11-23", "last_day": "2024-11-22" });
    let refused = problem(house, ground.as_officer().post(&path, &wrong), &[422]);
    assert_eq!(refused.violations(), ["/last_day ends_before_it_begins", "/number missing", "/issued_by wrong_format"]);
    let early = json!({ "kind": "exemption", "issued_by": "Four days in six months", "first_day": "2024-11-23", "last_day": "2024-11-23" });
    assert_eq!(problem(house, ground.as_officer().post(&path, &early), &[422]).violations(), ["/first_day not_on_roll"]);
}
}

on_both! {
fn a_plan_over_a_mark_of_presence_is_told(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    ground.take("2026-11-20/am", &[(&amal, "/"), (&bo, "I")]);
    ground.take("2026-11-23/am", &[(&amal, "L"), (&bo, "I")]);
    let over = plan(&ground, &amal, "C", "2026-11-20", "2026-11-24");
    assert_eq!(column(&over["warnings"], "code"), ["begins_in_the_past", "marked_present"]);
    assert!(text(&over["warnings"][1]["detail"]).contains("2 of these sessions, first in the am of 2026-11-20"), "{over}");
    assert_eq!(column(&plan(&ground, &bo, "C", "2026-11-20", "2026-11-24")["warnings"], "code"), ["begins_in_the_past"]);
    assert_eq!(plan(&ground, &amal, "C", "2026-11-24", "2026-11-24")["warnings"], json!([]));
    // Only where the plan is for the session.
    let afternoons = json!({ "code": "C", "first_day": "2026-11-20", "last_day": "2026-11-24", "sessions": ["pm"] });
    let made = ground.as_officer().post(&format!("/v1/pupils/{amal}/planned-absences"), &afternoons).expect(201).json;
    assert_eq!(column(&made["warnings"], "code"), ["begins_in_the_past"]);
    assert_eq!(ground.api.get(&mark(&amal, "2026-11-20/am")).expect(200).json["code"], "/", "the mark stands");
}
}
