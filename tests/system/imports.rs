//! Files of the MIS: what they bring, what of them is refused, and what they never do.

mod ctf;
mod earlier_years;
mod marks;
mod pupils;
mod standing;

use crate::ground::{Ground, counts, problem, text};
use serde_json::{Value, json};
use testkit::{Api, House, on_both};

/// Sends a file with further parameters; answers the import when it has ended.
fn sent(house: &House, api: &Api, academy: &str, query: &str, file: &str) -> Value {
    let path = format!("/v1/academies/{academy}/imports?{query}");
    let answer = api.with("Content-Type", "text/csv").send("POST", &path, Some(file.as_bytes().to_vec())).expect(202);
    house.finished(api, answer.header("location"))
}

on_both! {
fn a_dry_run_tells_everything_and_writes_nothing(house: &House) {
    let ground = Ground::new(house);
    let pupils = crate::flow::pupils_csv() + "Z801400120000,Example,Wrong,2014-01-01,F,8,8A,2025-09-03,no,no\n";
    let tried = sent(house, &ground.api, &ground.id, "format=pupils-csv&dry_run=true", &pupils);
    assert_eq!((text(&tried["status"]), &tried["dry_run"]), ("succeeded", &json!(true)));
    assert_eq!(counts(&tried), [7, 6, 0, 0, 1]);
    assert_eq!(ground.rejections(&tried).len(), 1);
    let pupils_now = || ground.api.get(&ground.path("pupils")).expect(200).json["data"].as_array().unwrap().len();
    let groups = ground.api.get(&ground.path("groups")).expect(200).json["data"].as_array().unwrap().len();
    assert_eq!((pupils_now(), groups), (0, 0));
    let done = ground.import(house, "pupils-csv", &pupils);
    assert_eq!((counts(&done), pupils_now()), (counts(&tried), 6));

    let marks = crate::flow::marks_csv(&["2026-11-19", "2026-11-20"], |pupil, _| (pupil == 0).then_some("I"));
    let tried = sent(house, &ground.api, &ground.id, "format=marks-csv&dry_run=true", &marks);
    assert_eq!(counts(&tried), [24, 24, 0, 0, 0]);
    let summary = ground.path("attendance/summary?from=2026-11-19&to=2026-11-20");
    assert_eq!(ground.api.get(&summary).expect(200).json["data"][0]["summary"]["possible"], 0);
    assert_eq!(counts(&ground.import(house, "marks-csv", &marks)), [24, 24, 0, 0, 0]);
    let again = sent(house, &ground.api, &ground.id, "format=marks-csv&dry_run=true", &marks);
    assert_eq!(counts(&again), [24, 0, 0, 24, 0]);
    assert_eq!(ground.api.get(&summary).expect(200).json["data"][0]["summary"]["authorised"], 4);
}
}

on_both! {
fn several_files_sent_at_once_are_worked_off_in_their_order(house: &House) {
    let ground = Ground::new(house);
    let files = [
        ("pupils-csv", crate::flow::pupils_csv()),
        ("marks-csv", crate::flow::marks_csv(&["2026-11-20"], |_, _| None)),
        ("marks-csv", crate::flow::marks_csv(&["2026-11-20"], |pupil, _| (pupil == 2).then_some("I"))),
    ];
    let mut seconds = 0;
    let locations = files.map(|(format, file)| {
        seconds += 1;
        house.at(&format!("2026-11-23T09:00:0{seconds}Z"));
        let api = ground.api.with("Content-Type", "text/csv");
        let answer = api.send("POST", &ground.path(&format!("imports?format={format}")), Some(file.into_bytes())).expect(202);
        answer.header("location").to_owned()
    });
    let ended = locations.each_ref().map(|location| counts(&house.finished(&ground.api, location)));
    assert_eq!(ended, [[6, 6, 0, 0, 0], [12, 12, 0, 0, 0], [12, 0, 2, 10, 0]]);
    let list = ground.api.get(&ground.path("imports")).expect(200).json;
    let mut formats: Vec<&str> = list["data"].as_array().unwrap().iter().map(|each| text(&each["format"])).collect();
    formats.reverse();
    assert_eq!(formats, ["pupils-csv", "marks-csv", "marks-csv"]);
}
}

on_both! {
fn an_import_is_visible_to_its_own_academy_only(house: &House) {
    let ground = Ground::new(house);
    let other = ground.neighbour();
    let import = ground.import(house, "pupils-csv", "upn\n");
    let id = text(&import["id"]);
    let theirs = house.client("roll:read roll:write attendance:read attendance:write", &[&other.id]);
    for path in [format!("/v1/imports/{id}"), format!("/v1/imports/{id}/rejections"), ground.path("imports")] {
        ground.api.get(&path).expect(200);
        problem(house, theirs.get(&path), &[404]);
    }
    let sent = theirs.with("Content-Type", "text/csv").send("POST", &ground.path("imports?format=pupils-csv"), Some(b"upn\n".to_vec()));
    problem(house, sent, &[404]);
    assert_eq!(theirs.get(&other.path("imports")).expect(200).json["data"], json!([]));
    // The scope for the roll is none for marks, and the other way round.
    let of_roll = house.client("roll:read roll:write", &[]).with("Content-Type", "text/csv");
    problem(house, of_roll.send("POST", &ground.path("imports?format=marks-csv"), Some(b"upn\n".to_vec())), &[403]);
    problem(house, of_roll.send("POST", &ground.path("imports?format=ctf"), Some(b"<a/>".to_vec())), &[403]);
    let of_marks = house.client("attendance:read attendance:write", &[]).with("Content-Type", "text/csv");
    problem(house, of_marks.send("POST", &ground.path("imports?format=pupils-csv"), Some(b"upn\n".to_vec())), &[403]);
}
}

on_both! {
fn a_file_may_come_as_a_form(house: &House) {
    let ground = Ground::new(house);
    let file = crate::flow::pupils_csv();
    let form = format!("--XyZ\r\nContent-Disposition: form-data; name=\"file\"; filename=\"pupils.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n--XyZ--\r\n");
    let api = ground.api.with("Content-Type", "multipart/form-data; boundary=XyZ");
    let answer = api.send("POST", &ground.path("imports?format=pupils-csv"), Some(form.into_bytes())).expect(202);
    assert_eq!(counts(&house.finished(&ground.api, answer.header("location"))), [6, 6, 0, 0, 0]);
    let broken = api.send("POST", &ground.path("imports?format=pupils-csv"), Some(b"--Other\r\n".to_vec()));
    problem(house, broken, &[400, 422]);
}
}
