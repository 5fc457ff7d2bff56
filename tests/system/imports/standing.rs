//! A file against what stands here already.

use crate::ground::{Ground, column, counts, mark, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn file(upn: &str, code: &str) -> String {
    format!("upn,date,session,code\n{upn},2026-11-23,am,{code}\n")
}

fn conflicts(ground: &Ground) -> Value {
    ground.api.get(&ground.path("attendance/conflicts?kind=conflict")).expect(200).json["data"].clone()
}

on_both! {
fn a_file_that_differs_from_a_taken_register_amends_it_and_is_named_in_the_history(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let upn = ground.upn(&amal);
    ground.take("2026-11-23/am", &[(&amal, "N")]);
    let import = ground.import(house, "marks-csv", &file(&upn, "I"));
    assert_eq!(counts(&import), [1, 0, 1, 0, 0]);
    let history = ground.api.get(&mark(&amal, "2026-11-23/am")).expect(200).json;
    let entries = &history["history"];
    assert_eq!((column(entries, "code"), text(&entries[1]["original"])), (vec!["N", "I"], "N"));
    assert_eq!((&entries[1]["import_id"], &entries[1]["by"]), (&import["id"], &Value::Null));
    assert!(!text(&entries[1]["reason"]).is_empty() && !text(&entries[1]["client"]).is_empty(), "{history}");
    assert_eq!(counts(&ground.import(house, "marks-csv", &file(&upn, "I"))), [1, 0, 0, 1, 0]);
    // And once more: three entries, the first of them as it was.
    assert_eq!(counts(&ground.import(house, "marks-csv", &file(&upn, "M"))), [1, 0, 1, 0, 0]);
    let history = ground.api.get(&mark(&amal, "2026-11-23/am")).expect(200);
    assert_eq!((column(&history.json["history"], "code"), history.header("etag")), (vec!["N", "I", "M"], "\"3\""));
    assert_eq!(conflicts(&ground), json!([]));
}
}

on_both! {
fn what_a_person_amended_here_stays_and_the_difference_is_listed(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let upn = ground.upn(&amal);
    ground.import(house, "marks-csv", &file(&upn, "N"));
    let body = json!({ "code": "M", "reason": "Appointment card seen" });
    ground.as_officer().patch(&mark(&amal, "2026-11-23/am"), &body).expect(200);
    let import = ground.import(house, "marks-csv", &file(&upn, "O"));
    assert_eq!((import["updated"].as_i64(), import["rejected"].as_i64(), import["conflicts"].as_i64()), (Some(0), Some(0), Some(1)), "{import}");
    assert_eq!(ground.api.get(&mark(&amal, "2026-11-23/am")).expect(200).json["code"], "M");
    let listed = conflicts(&ground);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    assert_eq!((text(&listed[0]["standing_code"]), text(&listed[0]["other_code"]), text(&listed[0]["source"])), ("M", "O", "import"));
    assert_eq!((text(&listed[0]["pupil_id"]), text(&listed[0]["date"])), (amal.as_str(), "2026-11-23"));
    // Every night the same file: one conflict, not a hundred. The same code as here is none.
    ground.import(house, "marks-csv", &file(&upn, "O"));
    assert_eq!(conflicts(&ground).as_array().unwrap().len(), 1);
    let board = ground.api.get(&ground.path("day/2026-11-23")).expect(200).json;
    assert_eq!(column(&board["conflicts"], "other_code"), ["O"]);
    assert_eq!(counts(&ground.import(house, "marks-csv", &file(&upn, "M"))), [1, 0, 0, 1, 0]);
    let settlement = format!("{}/settlement", mark(&amal, "2026-11-23/am"));
    ground.as_officer().send("POST", &settlement, None);
    assert_eq!(conflicts(&ground), json!([]));
    assert_eq!(ground.api.get(&mark(&amal, "2026-11-23/am")).expect(200).json["code"], "M");
}
}

on_both! {
fn where_the_mis_has_the_last_word_its_file_amends_what_a_person_amended(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let upn = ground.upn(&amal);
    ground.take("2026-11-23/am", &[(&amal, "N")]);
    let body = json!({ "code": "M", "reason": "Appointment card seen" });
    ground.as_officer().patch(&mark(&amal, "2026-11-23/am"), &body).expect(200);
    ground.api.patch(&format!("/v1/academies/{}", ground.id), &json!({ "mark_authority": "mis" })).expect(200);
    let import = ground.import(house, "marks-csv", &file(&upn, "O"));
    assert_eq!((counts(&import), import["conflicts"].as_i64()), ([1, 0, 1, 0, 0], Some(0)), "{import}");
    let history = ground.api.get(&mark(&amal, "2026-11-23/am")).expect(200).json;
    assert_eq!((text(&history["code"]), column(&history["history"], "code")), ("O", vec!["N", "M", "O"]));
    ground.api.patch(&format!("/v1/academies/{}", ground.id), &json!({ "mark_authority": "rollcall" })).expect(200);
}
}
