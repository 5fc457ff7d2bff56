//! Common Transfer Files.

use crate::ground::{Ground, counts, fresh_upn, text};
use serde_json::json;
use testkit::{House, on_both};

fn ctf(pupils: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CTfile><Header><DocumentName>Common Transfer File</DocumentName>\
         <CTFversion>25.0</CTFversion><DateTime>2026-11-20T15:00:00</DateTime><DocumentQualifier>full</DocumentQualifier>\
         <SourceSchool><LEA>801</LEA><Estab>4001</Estab><SchoolName>Made-Up Academy</SchoolName><AcademicYear>2026</AcademicYear>\
         </SourceSchool></Header>\n<CTFpupilData>\n{pupils}</CTFpupilData></CTfile>"
    )
}

fn pupil(upn: &str, forename: &str, born: &str, marks: &str) -> String {
    format!(
        "<Pupil><UPN>{upn}</UPN><Surname>Exämple &amp; Søn</Surname><Forename>{forename}</Forename><DOB>{born}</DOB><Sex>F</Sex>\
         <BasicDetails><NCyearActual>8</NCyearActual></BasicDetails>\
         <Admissions><EntryDate>2025-09-03</EntryDate></Admissions>{marks}</Pupil>\n"
    )
}

fn attendance(start: &str, marks: &str) -> String {
    format!(
        "<Attendance><YearData><Year>2026</Year><LEA>801</LEA><Estab>4001</Estab><SchoolName>Made-Up Academy</SchoolName>\
         <SessionsPossible>10</SessionsPossible><SessionsAuthorised>2</SessionsAuthorised><SessionsAttended>8</SessionsAttended>\
         <SessionsUnauthorised>0</SessionsUnauthorised><AttendSessions><AttendanceStartDate>{start}</AttendanceStartDate>\
         <AttendanceMarks>{marks}</AttendanceMarks></AttendSessions></YearData></Attendance>"
    )
}

on_both! {
fn a_ctf_brings_the_roll_and_rejects_what_it_cannot_read(house: &House) {
    let ground = Ground::new(house);
    let upns = [fresh_upn(), fresh_upn(), fresh_upn()];
    let file = ctf(&[
        pupil(&upns[0], "Amal", "2014-03-15", ""),
        pupil("B000000000000", "Bo", "2014-03-15", ""),
        pupil(&upns[1], "Cai", "15/03/2014", ""),
        pupil(&upns[2], "Dua", "2014-04-16", ""),
    ].concat());
    let import = ground.import(house, "ctf", &file);
    assert_eq!((text(&import["status"]), import["created"].as_i64(), import["rejected"].as_i64()), ("succeeded", Some(2), Some(2)), "{import} {:?}", ground.rejections(&import));
    let found = ground.rejections(&import);
    assert!(found.iter().any(|each| each.starts_with("5 UPN ")) && found.iter().any(|each| each.starts_with("6 DOB ")), "{found:?}");
    let list = ground.api.get(&ground.path("pupils")).expect(200).json["data"].clone();
    assert_eq!(list.as_array().unwrap().len(), 2);
    let amal = list.as_array().unwrap().iter().find(|pupil| pupil["forename"] == "Amal").unwrap();
    let known = ["surname", "date_of_birth", "starting_day"].map(|name| text(&amal[name]));
    assert_eq!((known, &amal["year_group"]), (["Exämple & Søn", "2014-03-15", "2025-09-03"], &json!(8)));
    let again = ground.import(house, "ctf", &file);
    assert_eq!(counts(&again)[1..4], [0, 0, 2], "{again}");
}
}

on_both! {
fn the_marks_of_a_ctf_are_entered_where_they_fit_the_calendar(house: &House) {
    let ground = Ground::new(house);
    let upn = fresh_upn();
    let file = ctf(&pupil(&upn, "Amal", "2014-03-15", &attendance("2026-11-16", "/\\/\\II/\\/L")));
    let import = ground.import(house, "ctf", &file);
    assert_eq!((text(&import["status"]), import["rejected"].as_i64()), ("succeeded", Some(0)), "{import} {:?}", ground.rejections(&import));
    let id = ground.api.get(&ground.path("pupils")).expect(200).json["data"][0]["id"].as_str().unwrap().to_owned();
    let week = ground.api.get(&format!("/v1/pupils/{id}/attendance?from=2026-11-16&to=2026-11-20")).expect(200).json;
    let codes: String = week["marks"].as_array().unwrap().iter().map(|mark| text(&mark["code"])).collect();
    assert_eq!(codes, "/\\/\\II/\\/L", "{week}");
    assert_eq!((&week["summary"]["authorised"], &week["summary"]["late_before_close"]), (&json!(2), &json!(1)));
    let again = ground.import(house, "ctf", &file);
    assert_eq!((again["created"].as_i64(), again["updated"].as_i64()), (Some(0), Some(0)), "{again}");
}
}
