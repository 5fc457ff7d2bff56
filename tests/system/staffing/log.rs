//! The absence log and the census as files.

use super::{absence, employment};
use crate::ground::{Ground, column, problem};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
/// 43. The log is taken out with reasons by those who may read them, and that it was is on record.
fn the_log_is_exported_with_reasons_only_for_those_who_read_them(house: &House) {
    let ground = Ground::new(house);
    let formula = ground.person("=HYPERLINK(1)", "Teacher", &["teacher"]);
    let away = |says: serde_json::Value| absence(house, &ground.id, &says);
    away(json!({ "staff_id": formula, "first_day": "2026-11-02", "last_day": "2026-11-03", "category": "SIC", "reason": "+44, \"private\"" }));
    away(json!({ "staff_id": ground.teacher, "first_day": "2026-11-09", "last_day": null, "category": "UNP" }));
    let gone = away(json!({ "staff_id": ground.teacher, "first_day": "2026-10-05", "last_day": "2026-10-05", "category": "SIC" }));
    ground.api.delete(&format!("/v1/staff-absences/{gone}")).expect(204);
    let path = ground.path("staff-absences/export?from=2026-10-01&to=2026-11-20");
    let all = ground.api.get(&path).expect(200);
    assert!(all.header("content-type").starts_with("text/csv"), "{}", all.header("content-type"));
    let lines: Vec<&str> = all.text.split("\r\n").collect();
    assert_eq!(lines.len(), 4, "a header, two absences and the end of the last line: {}", all.text);
    assert!(lines[0].starts_with("absence_id,staff_id,staff_code,surname,forename,first_day,last_day"), "{}", lines[0]);
    assert!(lines[1].contains(",Example,'=HYPERLINK(1),2026-11-02,2026-11-03,,,,,2.0,") && lines[1].ends_with(",SIC,,\"'+44, \"\"private\"\"\""), "{}", lines[1]);
    assert!(lines[2].contains(",2026-11-09,,,,,,10.0,"), "ten working days until the end of the range: {}", lines[2]);
    let manager = ground.person("Meera", "Cover manager", &["cover_manager"]);
    let less = ground.api.acting_for(&manager).get(&path).expect(200).text;
    assert!(!less.contains("SIC") && !less.contains("private") && !less.contains("reason") && less.contains("2026-11-02"), "{less}");
    house.settle_events();
    let events = ground.api.get(&ground.path("events?limit=500")).expect(200).json["data"].clone();
    let exported: Vec<_> = events.as_array().unwrap().iter().filter(|each| each["kind"] == "exported").collect();
    assert_eq!(exported.len(), 2, "{events}");
    assert!(!events.to_string().contains("private"));
    problem(house, ground.api.get(&ground.path("staff-absences/export?from=2020-01-01&to=2026-11-20")), &[400]);
    problem(house, ground.api.get(&ground.path("staff-absences/export?from=2026-11-20&to=2026-11-02")), &[400]);
    problem(house, ground.as_teacher().get(&path), &[403]);
}
}

on_both! {
/// Nothing is sent of which nobody has said what it is, and the census collects teachers and teaching assistants.
fn an_absence_without_a_category_is_a_finding_and_who_is_collected_is_said(house: &House) {
    let ground = Ground::new(house);
    let away = |staff: &str, category: serde_json::Value| {
        absence(house, &ground.id, &json!({ "staff_id": staff, "first_day": "2026-01-12", "last_day": "2026-01-12", "category": category }))
    };
    let unsaid = away(&ground.teacher, json!(null));
    let assistant = ground.person("Tia", "Teaching assistant", &[]);
    ground.api.put(&format!("/v1/staff/{assistant}/employment"), &employment(&json!({ "cover_roles": [], "census_post": "teaching_assistant" }))).expect(201);
    let supervisor = ground.person("Sunita", "Cover supervisor", &["cover_supervisor"]);
    let supply = ground.person("Solomon", "Supply teacher", &["teacher"]);
    let passing = json!({ "cover_roles": ["supply"], "contract": { "kind": "agency", "first_day": "2026-01-05", "last_day": "2026-01-16", "fte": 1.0 } });
    ground.api.put(&format!("/v1/staff/{supply}/employment"), &passing).expect(201);
    for staff in [&assistant, &supervisor, &supply] {
        away(staff, json!("SIC"));
    }
    let census = || ground.api.get(&ground.path("workforce-census?year=2025-26")).expect(200).json;
    let found = census();
    assert_eq!((column(&found["validation"], "code"), column(&found["rows"], "post")), (vec!["no_category"], vec!["teaching_assistant"]), "{found}");
    assert_eq!(found["left_out_posts"], json!(2), "cover supervisors and who came for two weeks");
    let file = ground.path("workforce-census/export?year=2025-26");
    problem(house, ground.api.get(&file), &[409]);
    ground.api.patch(&format!("/v1/staff-absences/{unsaid}"), &json!({ "category": "PUB" })).expect(200);
    let csv = ground.api.get(&file).expect(200).text;
    assert!(csv.contains(",teacher,PUB,2026-01-12,2026-01-12,\r\n") && csv.contains(",teaching_assistant,SIC,2026-01-12,2026-01-12,1.0\r\n"), "{csv}");
    ground.api.put(&ground.path("staff-absence-settings"), &json!({ "census_cover_supervisors": true })).expect(200);
    assert_eq!((census()["rows"].as_array().unwrap().len(), &census()["left_out_posts"]), (3, &json!(1)));
}
}
