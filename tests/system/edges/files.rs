//! Files that come late and in the wrong order.

use super::{number, rules, summary};
use crate::figures::{NOVEMBER, enter, rows};
use crate::ground::{Ground, counts, mark, problem, text};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn a_file_of_two_weeks_ago_that_comes_last_fills_what_was_missing(house: &House) {
    let ground = Ground::new(house);
    let [late, ordered] = ground.pupils(["Late", "Ordered"]);
    // The second half arrives first; the threshold is met only when the first has come, on its own day.
    let halves = |pupil: &str| {
        let upn = ground.upn(pupil);
        (rows(&upn, &NOVEMBER[..5], "OO OO OO pp pp"), rows(&upn, &NOVEMBER[10..], "OO OO pp pp pp"))
    };
    let ((first, second), (in_order, then)) = (halves(&late), halves(&ordered));
    enter(house, &ground, &in_order);
    enter(house, &ground, &then);
    enter(house, &ground, &second);
    let threshold = |pupil: &str| rules(&ground, pupil, "2026-11-20").contains(&"penalty_notice_threshold".to_owned());
    assert_eq!([threshold(&late), threshold(&ordered)], [false, true]);
    enter(house, &ground, &first);
    assert_eq!(rules(&ground, &late, "2026-11-20"), rules(&ground, &ordered, "2026-11-20"));
    let of = |pupil: &str| summary(&ground, pupil, "2026-11-02", "2026-11-20");
    assert_eq!(of(&late), of(&ordered));
    assert_eq!(number(&of(&late), "unauthorised"), 10);
    let explained = |known_at: &str| {
        let path = format!("/v1/pupils/{late}/attendance/explain?rule=penalty_notice_threshold&as_of=2026-11-20&known_at={known_at}");
        ground.api.get(&path).expect(200).json["met"].clone()
    };
    assert_eq!([explained("2026-11-23T08:00:00Z"), explained("2026-11-23T09:00:00Z")], [json!(false), json!(true)]);
    // Nothing was overwritten on the way.
    let history = ground.api.get(&mark(&late, "2026-11-02/am")).expect(200).json["history"].clone();
    assert_eq!((history.as_array().unwrap().len(), text(&history[0]["kind"])), (1, "import"));
    let again = ground.import(house, "marks-csv", &format!("upn,date,session,code\n{first}{second}"));
    assert_eq!(counts(&again), [20, 0, 0, 20, 0]);
}
}

on_both! {
fn a_file_written_earlier_changes_nothing_that_a_later_one_has_said(house: &House) {
    let ground = Ground::new(house);
    let [pupil, other] = ground.pupils(["Pupil", "Other"]);
    let (upn, of_other) = (ground.upn(&pupil), ground.upn(&other));
    let send = |written: &str, rows: &str| {
        let path = format!("{}{written}", ground.path("imports?format=marks-csv"));
        let file = format!("upn,date,session,code\n{rows}").into_bytes();
        let answer = ground.api.with("Content-Type", "text/csv").send("POST", &path, Some(file)).expect(202);
        house.finished(&ground.api, answer.header("location"))
    };
    let codes = |pupil: &str| {
        let read = ground.api.get(&format!("/v1/pupils/{pupil}/attendance?from=2026-11-02&to=2026-11-03")).expect(200).json;
        read["marks"].as_array().unwrap().iter().map(|each| text(&each["code"]).to_owned()).collect::<Vec<_>>()
    };
    // By the 20th the school knew that the child had been ill; the file of the 6th, which did not, comes after it.
    let newer = send("&exported_at=2026-11-20T06:30:00Z", &rows(&upn, &NOVEMBER[..2], "II I."));
    assert_eq!((counts(&newer), text(&newer["exported_at"])), ([3, 3, 0, 0, 0], "2026-11-20T06:30:00Z"));
    let older = rows(&upn, &NOVEMBER[..2], "NN NN") + &rows(&of_other, &NOVEMBER[..1], "OO");
    let late = send("&exported_at=2026-11-06T06:30:00Z", &older);
    assert_eq!((counts(&late), &late["conflicts"]), ([6, 3, 0, 3, 0], &json!(3)), "what was missing is filled in: {late}");
    assert_eq!((codes(&pupil), codes(&other)), (["I", "I", "I", "N"].map(str::to_owned).to_vec(), ["O", "O"].map(str::to_owned).to_vec()));
    let listed = ground.api.get(&ground.path("attendance/conflicts?kind=conflict")).expect(200).json["data"].clone();
    let told = |each: &serde_json::Value| format!("{} {} {}", text(&each["code"]), text(&each["standing_code"]), text(&each["other_code"]));
    assert_eq!(listed.as_array().unwrap().iter().map(told).collect::<Vec<_>>(), ["mis_file_older I N"; 3]);
    // Again it says nothing new, and the conflicts are not listed twice.
    assert_eq!(counts(&send("&exported_at=2026-11-06T06:30:00Z", &older)), [6, 0, 0, 6, 0]);
    let again = ground.api.get(&ground.path("attendance/conflicts?kind=conflict")).expect(200).json["data"].clone();
    assert_eq!(again.as_array().unwrap().len(), 3);
    // A file of the 9th goes before that of the 6th, and not before that of the 20th.
    let between = rows(&upn, &NOVEMBER[..2], "MM MM");
    let done = send("&exported_at=2026-11-09T06:30:00Z", &between);
    assert_eq!((counts(&done), &done["conflicts"]), ([4, 0, 1, 3, 0], &json!(3)), "{done}");
    assert_eq!(codes(&pupil), ["I", "I", "I", "M"]);
    // A file that does not say when it was written has the last word, as ever, and the history has all of it.
    assert_eq!(counts(&send("", &rows(&upn, &NOVEMBER[..1], "OO"))), [2, 0, 2, 0, 0]);
    let history = ground.api.get(&mark(&pupil, "2026-11-02/am")).expect(200).json["history"].clone();
    assert_eq!(history.as_array().unwrap().iter().map(|each| text(&each["code"])).collect::<Vec<_>>(), ["I", "O"]);
    for (query, code) in [("format=marks-csv&exported_at=2026-11-24T09:00:00Z", "in_the_future"), ("format=pupils-csv&exported_at=2026-11-20T09:00:00Z", "not_for_this_format"), ("format=marks-csv&exported_at=1066-10-14T09:00:00Z", "date_out_of_range")] {
        let path = ground.path(&format!("imports?{query}"));
        let refused = ground.api.with("Content-Type", "text/csv").send("POST", &path, Some(b"upn\n".to_vec()));
        assert_eq!(problem(house, refused, &[400, 422]).violations(), [format!("/query/exported_at {code}")]);
    }
}
}

fn send(house: &House, ground: &Ground, query: &str, kind: &str, file: String) -> serde_json::Value {
    let answer = ground.api.with("Content-Type", kind).send(
        "POST",
        &ground.path(&format!("imports?{query}")),
        Some(file.into_bytes()),
    );
    house.finished(&ground.api, answer.expect(202).header("location"))
}

on_both! {
fn what_a_later_file_confirmed_is_not_overwritten_by_an_earlier_one(house: &House) {
    let ground = Ground::new(house);
    let [pupil] = ground.pupils(["Pupil"]);
    let upn = ground.upn(&pupil);
    let of = |written: &str, codes: &str| {
        let written = if written.is_empty() { String::new() } else { format!("&exported_at=2026-11-20T{written}:00Z") };
        let file = format!("upn,date,session,code\n{}", rows(&upn, &NOVEMBER[..1], codes));
        send(house, &ground, &format!("format=marks-csv{written}"), "text/csv", file)
    };
    let stands = || {
        let read = ground.api.get(&format!("/v1/pupils/{pupil}/attendance?from=2026-11-02&to=2026-11-02")).expect(200).json;
        read["marks"].as_array().unwrap().iter().map(|each| text(&each["code"]).to_owned()).collect::<String>()
    };
    // What the register has, here without a word on when it was written, the export of 10:00 confirms.
    assert_eq!(counts(&of("", "/\\")), [2, 2, 0, 0, 0]);
    assert_eq!(counts(&of("10:00", "/\\")), [2, 0, 0, 2, 0]);
    let entries = || ground.api.get(&mark(&pupil, "2026-11-02/am")).expect(200).json["history"].as_array().unwrap().len();
    assert_eq!(entries(), 1, "a confirmation is no change");
    let trial = send(house, &ground, "format=marks-csv&dry_run=true&exported_at=2026-11-20T09:00:00Z", "text/csv",
        format!("upn,date,session,code\n{}", rows(&upn, &NOVEMBER[..1], "NN")));
    assert_eq!((counts(&trial), &trial["conflicts"]), ([2, 0, 0, 2, 0], &json!(2)));
    let late = of("09:00", "NN");
    assert_eq!((counts(&late), &late["conflicts"], stands().as_str()), ([2, 0, 0, 2, 0], &json!(2), "/\\"));
    // Nor does a confirmation by an older file take the later word back.
    assert_eq!(counts(&of("08:00", "/\\")), [2, 0, 0, 2, 0]);
    assert_eq!(counts(&of("09:30", "NN")), [2, 0, 0, 2, 0]);
    // A file that is written later still has its way, and what it says is what stands against those between.
    assert_eq!((counts(&of("11:00", "IN")), stands().as_str()), ([2, 0, 2, 0, 0], "IN"));
    assert_eq!((counts(&of("10:30", "/\\")), stands().as_str()), ([2, 0, 0, 2, 0], "IN"));
    assert_eq!((entries(), counts(&of("11:00", "IN"))), (2, [2, 0, 0, 2, 0]));
}
}

on_both! {
fn a_common_transfer_file_is_put_in_order_by_its_header(house: &House) {
    let ground = Ground::new(house);
    let upn = crate::ground::fresh_upn();
    let ctf = |made_at: &str, estab: &str, marks: &str| {
        let made = format!(
            "<CTfile><Header><DocumentName>Common Transfer File</DocumentName><CTFversion>25.0</CTFversion><DateTime>{made_at}</DateTime>\
             <SourceSchool><LEA>801</LEA><Estab>{estab}</Estab></SourceSchool></Header><CTFpupilData><Pupil><UPN>{upn}</UPN>\
             <Surname>Example</Surname><Forename>Ada</Forename><DOB>2014-03-15</DOB><Sex>F</Sex><BasicDetails><NCyearActual>8</NCyearActual>\
             </BasicDetails><Admissions><EntryDate>2025-09-03</EntryDate></Admissions><Attendance><YearData><Year>2026</Year>\
             <LEA>801</LEA><Estab>4001</Estab><AttendSessions><AttendanceStartDate>2026-11-16</AttendanceStartDate>\
             <AttendanceMarks>{marks}/\\/\\/\\/\\</AttendanceMarks></AttendSessions></YearData></Attendance></Pupil></CTFpupilData></CTfile>");
        send(house, &ground, "format=ctf", "application/xml", made)
    };
    let stands = || {
        let id = ground.api.get(&ground.path("pupils")).expect(200).json["data"][0]["id"].clone();
        let read = ground.api.get(&format!("/v1/pupils/{}/attendance?from=2026-11-16&to=2026-11-16", text(&id))).expect(200).json;
        read["marks"].as_array().unwrap().iter().map(|each| text(&each["code"]).to_owned()).collect::<String>()
    };
    let newer = ctf("2026-11-20T15:00:00", "4001", "II");
    assert_eq!((text(&newer["exported_at"]), stands().as_str()), ("2026-11-20T15:00:00Z", "II"), "{newer}");
    let older = ctf("2026-11-20T09:00:00", "4001", "NN");
    assert_eq!((&older["conflicts"], stands().as_str()), (&json!(2), "II"), "{older}");
    // One that was made in the future, or by another school, is in no order, and the latter has the last word.
    let ahead = ctf("2026-12-18T15:00:00", "4001", "MM");
    assert_eq!((&ahead["exported_at"], stands().as_str()), (&serde_json::Value::Null, "II"), "{ahead}");
    assert!(ahead["notes"].as_array().unwrap().iter().any(|note| note["code"] == "file_date_not_used"), "{ahead}");
    let elsewhere = ctf("2026-11-20T10:00:00", "4009", "OO");
    assert_eq!((&elsewhere["exported_at"], stands().as_str()), (&serde_json::Value::Null, "OO"), "{elsewhere}");
}
}
