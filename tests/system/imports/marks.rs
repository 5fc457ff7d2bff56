//! Marks from the MIS: what is refused, what is doubted, what is kept apart.

use crate::ground::{Ground, column, counts, mark, marks_of, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

fn marks_of_pupil(ground: &Ground, pupil: &str, range: (&str, &str)) -> Value {
    let path = format!("/v1/pupils/{pupil}/attendance?from={}&to={}", range.0, range.1);
    ground.api.get(&path).expect(200).json
}

on_both! {
fn each_impossible_mark_is_refused_with_line_and_column_and_the_others_are_taken(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let late = ground.pupil("Late", &json!({ "starting_day": "2026-11-18" }));
    let (upn, joiner) = (ground.upn(&amal), ground.upn(&late));
    let rows = [
        (format!("{upn},2026-11-20,am,/"), ""),
        (format!("{upn},2026-11-20,pm,/"), "code"),
        (format!("{upn},2026-11-19,am,\\"), "code"),
        (format!("{upn},2026-11-19,pm,Q9"), "code"),
        (format!("{upn},2026-11-18,am,H"), "code"),
        (format!("{upn},2026-11-22,am,/"), "date"),
        (format!("{upn},2026-10-28,am,/"), "date"),
        (format!("{upn},2026-09-02,am,/"), "date"),
        (format!("{upn},2030-09-10,am,/"), "date"),
        (format!("{joiner},2026-11-17,am,/"), "upn|date"),
        (format!("{joiner},2026-11-18,am,L"), ""),
        (format!("{upn},2026-11-24,am,/"), "code|date"),
        (format!("{upn},2026-11-24,am,N"), "code|date"),
        (format!("{upn},2026-11-17,am,X"), "code"),
        ("R674123101121,2026-11-17,am,/".to_owned(), "upn"),
        (format!("{upn},20/11/2026,am,/"), "date"),
        (format!("{upn},2026-11-17,evening,/"), "session"),
        (format!("{upn},2026-11-17,am,/,extra,cells,here"), "|row|line|minutes_late|comment"),
        (format!("{upn},2026-11-16,am,@"), "code"),
        (format!("{upn},2026-11-16,pm,5"), "code"),
        (format!("{upn},2026-11-13,am,I"), ""),
    ];
    let file = rows.iter().fold("upn,date,session,code\n".to_owned(), |file, (row, _)| format!("{file}{row}\n"));
    let import = ground.import(house, "marks-csv", &file);
    assert_eq!((text(&import["status"]), counts(&import)), ("succeeded", [21, 3, 0, 0, 18]), "{:?}", ground.rejections(&import));
    let found = ground.rejections(&import);
    for (place, (row, columns)) in rows.iter().enumerate().filter(|(_, (_, columns))| !columns.is_empty()) {
        let fits = found.iter().any(|each| columns.split('|').any(|column| each.starts_with(&format!("{} {column} ", place + 2))));
        assert!(fits, "{row} in line {}: {found:?}", place + 2);
    }
    let (of_amal, of_late) = (marks_of_pupil(&ground, &amal, ("2026-10-01", "2026-11-30")), marks_of_pupil(&ground, &late, ("2026-10-01", "2026-11-30")));
    assert_eq!((column(&of_amal["marks"], "code"), column(&of_late["marks"], "code")), (vec!["I", "/"], vec!["L"]));
}
}

on_both! {
fn what_is_only_doubtful_is_accepted_with_a_warning_on_a_worklist(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let upn = ground.upn(&amal);
    let file = format!("upn,date,session,code\n{upn},2026-11-20,am,S\n{upn},2026-11-20,pm,W\n{upn},2026-11-02,am,N\n");
    let import = ground.import(house, "marks-csv", &file);
    assert_eq!((counts(&import), import["warnings"].as_i64()), ([3, 3, 0, 0, 0], Some(3)), "{import}");
    let listed = ground.api.get(&ground.path("attendance/conflicts?kind=warning")).expect(200).json["data"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 3, "{listed}");
    assert!(column(&listed, "source").iter().all(|source| *source == "import"));
    assert_eq!(ground.import(house, "marks-csv", &file)["unchanged"], 3);
    let again = ground.api.get(&ground.path("attendance/conflicts?kind=warning")).expect(200).json["data"].clone();
    assert_eq!(again.as_array().unwrap().len(), 3, "the same doubt is listed once");
    let body = json!({ "code": "I", "reason": "Doctor's note seen" });
    ground.as_officer().patch(&mark(&amal, "2026-11-20/am"), &body).expect(200);
    let left = ground.api.get(&ground.path("attendance/conflicts?kind=warning")).expect(200).json["data"].clone();
    assert_eq!(left.as_array().unwrap().len(), 2, "amending the mark settles it");
}
}

on_both! {
fn a_blank_never_erases_and_of_two_different_rows_the_second_is_refused(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let (upn, other) = (ground.upn(&amal), ground.upn(&bo));
    ground.import(house, "marks-csv", &format!("upn,date,session,code\n{upn},2026-11-20,am,I\n{upn},2026-11-20,pm,I\n"));
    let file = format!(
        "code,session,date,upn,comment,minutes_late\r\n\
         ,am,2026-11-20,{upn},,\r\n-,pm,2026-11-20,{upn},,\r\n,am,2026-11-20,{other},,\r\n\
         L,am,2026-11-19,{other},\"Late, again\r\nand again\",7\r\nL,am,2026-11-19,{other},\"Late, again\r\nand again\",7\r\n\
         N,am,2026-11-19,{other},,\r\n"
    );
    let import = ground.import(house, "marks-csv", &file);
    assert_eq!((import["rows"].as_i64(), import["created"].as_i64(), import["updated"].as_i64(), import["rejected"].as_i64()), (Some(6), Some(1), Some(0), Some(1)), "{import}");
    let found = ground.rejections(&import);
    assert!(found.len() == 1 && found[0].starts_with("9 "), "{found:?}");
    assert_eq!(column(&marks_of_pupil(&ground, &amal, ("2026-11-20", "2026-11-20"))["marks"], "code"), ["I", "I"]);
    assert_eq!(marks_of_pupil(&ground, &bo, ("2026-11-20", "2026-11-20"))["marks"], json!([]));
    let kept = ground.as_officer().get(&mark(&bo, "2026-11-19/am")).expect(200).json;
    assert_eq!((text(&kept["code"]), &kept["minutes_late"], text(&kept["comment"])), ("L", &json!(7), "Late, again\nand again"));
}
}

on_both! {
fn a_planned_code_of_the_future_waits_until_its_register_is_taken(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let upn = ground.upn(&amal);
    let file = format!("upn,date,session,code\n{upn},2026-11-24,am,C\n{upn},2026-11-24,pm,C\n{upn},2026-11-25,am,M\n{upn},2026-11-25,pm,Y2\n");
    let import = ground.import(house, "marks-csv", &file);
    assert_eq!(import["rejected"].as_i64().map(|rejected| rejected <= 1), Some(true), "{:?}", ground.rejections(&import));
    let ahead = marks_of_pupil(&ground, &amal, ("2026-11-23", "2026-11-27"));
    assert!(ahead["marks"].as_array().unwrap().iter().all(|mark| mark["planned"] == true), "{ahead}");
    assert_eq!(&column(&ahead["marks"], "code")[..3], ["C", "C", "M"]);
    assert_eq!(ahead["summary"]["possible"], 0);
    let plans = ground.api.get(&format!("/v1/pupils/{amal}/planned-absences")).expect(200).json["data"].clone();
    assert!(column(&plans, "source").iter().all(|source| *source == "import"), "{plans}");
    let again = ground.import(house, "marks-csv", &file);
    assert_eq!((again["created"].as_i64(), again["updated"].as_i64()), (Some(0), Some(0)), "{again}");
    house.at("2026-11-24T09:00:00Z");
    let ground = Ground { api: house.everything(), ..ground };
    let taken = ground.api.put(&ground.register("2026-11-24/am", "8A"), &marks_of(&[(&bo, "/")])).expect(200).json;
    assert_eq!((text(&taken["status"]), column(&taken["marks"], "code")), ("taken", vec!["C", "/"]));
}
}
