//! Common Transfer Files.

use crate::scene::{Scene, at, counts, on_each_database, upn};
use app::imports::{Format, run_one};
use school::Session::{Am, Pm};

/// A file of one pupil made by a school, with a year of attendance at that school and one at another.
fn file(estab: &str, number: usize) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><CTfile><Header><DocumentName>Common Transfer File</DocumentName>\
         <CTFVersion>24.0</CTFVersion><DateTime>2026-09-08T16:00:00</DateTime>\
         <SourceSchool><LEA>999</LEA><Estab>{estab}</Estab><SchoolName>Sender</SchoolName></SourceSchool></Header>\
         <CTFpupilData><Pupil><UPN>{}</UPN><Surname>Example</Surname><Forename>Ada</Forename><DOB>2013-01-31</DOB>\
         <Sex>F</Sex><BasicDetails><NCyearActual>9</NCyearActual></BasicDetails>\
         <Admissions><EntryDate>2026-09-02</EntryDate></Admissions>\
         <Attendance><YearData><Year>2026</Year><LEA>999</LEA><Estab>{estab}</Estab><AttendSessions>\
         <AttendanceStartDate>2026-09-02</AttendanceStartDate><AttendanceMarks>/\\/\\I\\    /\\</AttendanceMarks>\
         </AttendSessions></YearData><YearData><Year>2024</Year><LEA>888</LEA><Estab>1111</Estab>\
         <SessionsPossible>300</SessionsPossible></YearData></Attendance></Pupil></CTFpupilData></CTfile>",
        upn(number)
    )
}

fn notes(import: &store::imports::Import) -> Vec<String> {
    let notes = import.notes.as_ref().and_then(|notes| notes.as_array().cloned()).unwrap_or_default();
    notes.iter().map(|note| note["code"].as_str().unwrap_or_default().to_owned()).collect()
}

fn ctf(scene: &Scene, file: &str) -> store::imports::Import {
    scene.import(Format::Ctf, file)
}

#[test]
fn pupils_and_the_marks_of_this_academy_are_imported() {
    on_each_database(|scene| {
        let import = ctf(scene, &file("4001", 0));
        assert_eq!(counts(&import), (9, 0, 0, 0), "{:?} {:?}", import.notes, scene.refused(&import));
        assert!(notes(&import).contains(&"marks_of_another_school".to_owned()), "{:?}", import.notes);
        assert_eq!(scene.mark(0, at("2026-09-04", Am)).standing.mark.code.as_str(), "I");
        assert_eq!(scene.mark(0, at("2026-09-07", Pm)).standing.mark.code.as_str(), "\\");
        assert_eq!(scene.verified(), 8);
        assert_eq!(counts(&ctf(scene, &file("4001", 0))), (0, 0, 9, 0));
    });
}

#[test]
fn the_days_and_marks_of_another_school_are_not_taken_over() {
    on_each_database(|scene| {
        // A pupil whom nobody has admitted here has no starting day here.
        let import = ctf(scene, &file("4009", 0));
        assert_eq!(counts(&import), (0, 0, 0, 1));
        assert_eq!(scene.refused(&import)[0].1, "starting_day");
        assert!(notes(&import).contains(&"other_school".to_owned()));
        scene.import(Format::PupilsCsv, &crate::scene::pupils(1));
        let import = ctf(scene, &file("4009", 0));
        assert_eq!(counts(&import), (0, 1, 0, 0));
        assert!(notes(&import).contains(&"marks_of_another_school".to_owned()));
        assert_eq!(scene.verified(), 0);
        let state = scene.app.read(&scene.client, |cx| cx.state(scene.academy)).unwrap();
        let pupil = &state.roll.pupils[0];
        assert_eq!(pupil.record.identity.last_school.as_deref(), Some("Sender"));
        assert_eq!(pupil.enrolments[0].stay.starting_day.to_string(), "2020-09-01");
    });
}

#[test]
fn a_dry_run_leaves_the_marks_of_pupils_not_yet_there_aside() {
    on_each_database(|scene| {
        let id = scene.receive(Format::Ctf, true, &file("4001", 0));
        let import = run_one(&scene.app, id, &mut |_| {}).unwrap();
        assert_eq!(counts(&import), (1, 0, 0, 0));
        assert!(notes(&import).contains(&"marks_of_unknown_pupil".to_owned()));
        assert_eq!(scene.verified(), 0);
    });
}
