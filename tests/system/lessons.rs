//! The registers of lessons beside those of sessions.

use crate::ground::{Ground, column, mark, marks_of, problem, text};
use crate::timetable::timetabled;
use serde_json::{Value, json};
use testkit::{House, on_both};

/// The ground with its timetable and a class of the 8A pupils; answers its group.
pub(crate) fn class_of(ground: &Ground, pupils: &[&str]) -> String {
    let class = ground.group("8x/Ma1");
    let members: Vec<Value> =
        pupils.iter().map(|pupil| json!({ "pupil_id": pupil, "first_day": "2026-09-03" })).collect();
    let path = format!("/v1/groups/{class}/members");
    let put = ground.api.post(&path, &json!({ "members": members }));
    assert!(put.status < 300, "{}", put.text);
    class
}

/// The address of a lesson's register on 23 November.
fn lesson(ground: &Ground, period: &str, group: &str) -> String {
    ground.path(&format!("lessons/2026-11-23/{period}/{group}/register"))
}

fn codes(register: &Value) -> Vec<&str> {
    column(&register["marks"], "code")
}

on_both! {
fn a_lesson_is_marked_beside_its_session_and_never_over_it(house: &House) {
    let ground = timetabled(house);
    let [amal, bilal, chen] = ground.pupils(["Amal", "Bilal", "Chen"]);
    let class = class_of(&ground, &[&amal, &bilal, &chen]);
    let ground = ground.later(house, "2026-11-23T13:20:00Z");
    ground.take("2026-11-23/pm", &[(&amal, "\\"), (&bilal, "\\"), (&chen, "N")]);
    let path = lesson(&ground, "5", &class);
    let empty = ground.as_teacher().get(&path).expect(200);
    assert_eq!((codes(&empty.json), text(&empty.json["status"])), (vec!["", "", ""], "open"));
    assert_eq!((text(&empty.json["class"]), text(&empty.json["session"])), ("8x/Ma1", "pm"));
    let sent = marks_of(&[(&amal, "/"), (&bilal, "N"), (&chen, "/")]);
    let taken = ground.as_teacher().put(&path, &sent).expect(200);
    assert_eq!((codes(&taken.json), text(&taken.json["status"])), (vec!["\\", "N", "\\"], "taken"));
    assert_eq!(ground.as_teacher().put(&path, &sent).expect(200).header("etag"), taken.header("etag"));
    // The session's marks are what they were.
    let of_session = |pupil: &str| ground.api.get(&mark(pupil, "2026-11-23/pm")).expect(200).json["code"].clone();
    assert_eq!([of_session(&amal), of_session(&bilal), of_session(&chen)], [json!("\\"), json!("\\"), json!("N")]);
    let conflicts = ground.api.get(&ground.path("lesson-conflicts?date=2026-11-23")).expect(200).json["data"].clone();
    let mut told: Vec<(&str, &str)> = column(&conflicts, "pupil_id").into_iter().zip(column(&conflicts, "kind")).collect();
    told.sort_unstable();
    let mut expected = vec![(bilal.as_str(), "absent_from_lesson"), (chen.as_str(), "present_in_lesson")];
    expected.sort_unstable();
    assert_eq!(told, expected);
    // Present at registration and absent from a lesson, and nothing else, is truancy.
    let truancy = ground.api.get(&ground.path("truancy?date=2026-11-23")).expect(200).json["data"].clone();
    assert_eq!(column(&truancy, "pupil_id"), [bilal.as_str()]);
    assert_eq!((text(&truancy[0]["rule"]), text(&truancy[0]["session_code"])), ("internal_truancy", "\\"));
    assert_eq!(column(&truancy[0]["lessons"], "period"), ["5"]);
    // What is still to be taken.
    let open = ground.api.get(&ground.path("lessons?date=2026-11-23&status=overdue")).expect(200).json["data"].clone();
    assert_eq!((column(&open, "period"), column(&open, "class")), (vec!["Reg"], vec!["8A"]));
    let done = ground.api.get(&ground.path("lessons?date=2026-11-23&status=taken")).expect(200).json["data"].clone();
    assert_eq!((column(&done, "class"), &done[0]["marked"]), (vec!["8x/Ma1"], &json!(3)));
    // A page at a time.
    let first = ground.api.get(&ground.path("lesson-conflicts?date=2026-11-23&limit=1")).expect(200).json;
    let cursor = text(&first["next_cursor"]).to_owned();
    let second = ground.api.get(&ground.path(&format!("lesson-conflicts?date=2026-11-23&limit=1&cursor={cursor}"))).expect(200).json;
    assert_eq!((second["data"].as_array().unwrap().len(), &second["next_cursor"]), (1, &Value::Null));
    assert_ne!(first["data"][0]["pupil_id"], second["data"][0]["pupil_id"]);
}
}

on_both! {
fn a_changed_mark_of_a_lesson_keeps_its_history(house: &House) {
    let ground = timetabled(house);
    let [amal, bilal] = ground.pupils(["Amal", "Bilal"]);
    let class = class_of(&ground, &[&amal, &bilal]);
    let ground = ground.later(house, "2026-11-23T13:20:00Z");
    let path = lesson(&ground, "5", &class);
    let teacher = ground.as_teacher();
    teacher.put(&path, &marks_of(&[(&amal, "N"), (&bilal, "\\")])).expect(200);
    house.at("2026-11-23T13:21:00Z");
    teacher.put(&path, &marks_of(&[(&amal, "L")])).expect(200);
    problem(house, teacher.put(&path, &marks_of(&[(&bilal, "N")])), &[422]);
    let ground = ground.later(house, "2026-11-23T15:00:00Z");
    let teacher = ground.as_teacher();
    let mut body = marks_of(&[(&bilal, "N")]);
    body["reason"] = json!("Answered for a friend");
    problem(house, ground.api.put(&path, &body), &[422]);
    let stale = teacher.with("If-Match", "\"stale\"").put(&path, &body);
    problem(house, stale, &[412]);
    assert_eq!(codes(&teacher.put(&path, &body).expect(200).json), ["L", "N"]);
    let entries = teacher.get(&path.replace("/register", "/entries")).expect(200).json["data"].clone();
    let of = |entry: &Value| -> Vec<String> {
        entry["marks"].as_array().unwrap().iter()
            .map(|mark| format!("{} {}>{} {}", text(&mark["kind"]), text(&mark["original"]), text(&mark["code"]), text(&mark["reason"])))
            .collect()
    };
    let told: Vec<Vec<String>> = entries.as_array().unwrap().iter().map(of).collect();
    assert_eq!(told, [
        vec!["register >N ".to_owned(), "register >\\ ".to_owned()],
        vec!["amendment N>L arrived during the lesson".to_owned()],
        vec!["amendment \\>N Answered for a friend".to_owned()],
    ]);
    assert!(text(&entries[2]["by"]["name"]).contains("Example"), "{entries}");
}
}

on_both! {
fn its_teachers_whoever_covers_it_and_attendance_staff_take_a_lesson(house: &House) {
    let ground = timetabled(house);
    let [amal] = ground.pupils(["Amal"]);
    let class = class_of(&ground, &[&amal]);
    let ground = ground.later(house, "2026-11-23T13:20:00Z");
    let path = lesson(&ground, "5", &class);
    let supervisor = ground.person("Efua", "Cover supervisor", &["cover_supervisor"]);
    let colleague = ground.person("Farid", "Teacher", &["teacher"]);
    let body = marks_of(&[(&amal, "\\")]);
    for stranger in [&supervisor, &colleague] {
        problem(house, ground.api.acting_for(stranger).put(&path, &body), &[403]);
    }
    // What publishing cover does.
    let (academy, group) = (ground.id.parse().unwrap(), class.parse().unwrap());
    let key = store::lessons::LessonKey { date: "2026-11-23".parse().unwrap(), period: "5".to_owned(), group_id: group };
    let handed = supervisor.parse().unwrap();
    house.app.write(&house.operator(), |cx| app::lessons::hand_over(cx, academy, &key, handed)).unwrap();
    ground.api.acting_for(&supervisor).put(&path, &body).expect(200);
    problem(house, ground.api.acting_for(&colleague).put(&path, &body), &[403]);
    house.app.write(&house.operator(), |cx| app::lessons::take_back(cx, academy, &key, handed)).unwrap();
    problem(house, ground.api.acting_for(&supervisor).put(&path, &body), &[403]);
    ground.as_teacher().put(&path, &body).expect(200);
    ground.as_officer().put(&path, &body).expect(200);
    // A teacher has a teacher's codes.
    let refused = problem(house, ground.as_teacher().put(&path, &marks_of(&[(&amal, "I")])), &[422]);
    assert!(refused.text.contains("code_not_allowed"), "{}", refused.text);
}
}

on_both! {
fn the_class_is_the_one_of_the_day(house: &House) {
    let ground = timetabled(house);
    let [amal, bilal, chen] = ground.pupils(["Amal", "Bilal", "Chen"]);
    let class = class_of(&ground, &[&amal, &bilal]);
    let members = format!("/v1/groups/{class}/members");
    let moved = json!({ "members": [{ "pupil_id": chen, "first_day": "2026-11-10", "last_day": "2026-11-20" }] });
    assert!(ground.api.post(&members, &moved).status < 300);
    let on = |date: &str| {
        let path = ground.path(&format!("lessons/{date}/5/{class}/register"));
        ground.api.get(&path).expect(200).json["marks"].as_array().unwrap().len()
    };
    assert_eq!([on("2026-11-09"), on("2026-11-16"), on("2026-11-23")], [2, 3, 2]);
    let body = marks_of(&[(&chen, "\\")]);
    let ground = ground.later(house, "2026-11-23T13:20:00Z");
    let refused = problem(house, ground.as_teacher().put(&lesson(&ground, "5", &class), &body), &[422]);
    assert_eq!(refused.violations(), ["/marks/0/pupil_id not_on_roster"]);
    // No lesson at this time, of this class, or on a day without school.
    for path in ["lessons/2026-11-23/1", "lessons/2026-11-23/nine%20and%20a%20half", "lessons/2026-11-22/5", "lessons/2026-11-24/5"] {
        problem(house, ground.api.get(&ground.path(&format!("{path}/{class}/register"))), &[404]);
    }
    problem(house, ground.api.get(&ground.path(&format!("lessons/today/5/{class}/register"))), &[400]);
    // A lesson that is still to come has no marks.
    let coming = ground.path(&format!("lessons/2026-11-30/5/{class}/register"));
    problem(house, ground.as_teacher().put(&coming, &marks_of(&[(&amal, "\\")])), &[422]);
}
}

on_both! {
fn a_registration_period_gives_the_session_mark_only_where_the_academy_says_so(house: &House) {
    let ground = timetabled(house);
    let [amal, bilal, chen] = ground.pupils(["Amal", "Bilal", "Chen"]);
    house.at("2026-11-23T08:45:00Z");
    let path = lesson(&ground, "Reg", &ground.group("8A"));
    ground.as_teacher().put(&path, &marks_of(&[(&amal, "/")])).expect(200);
    problem(house, ground.api.get(&mark(&amal, "2026-11-23/am")), &[404]);
    let settings = ground.path("timetable-settings");
    ground.api.put(&settings, &json!({ "session_marks": "registration_period" })).expect(200);
    // The officer has marked one pupil already: that mark stands, whatever the lesson says.
    ground.as_officer().put(&ground.register("2026-11-23/am", "8A"), &marks_of(&[(&chen, "M")])).expect(200);
    ground.as_teacher().put(&path, &marks_of(&[(&bilal, "N"), (&chen, "/")])).expect(200);
    let of_session = |pupil: &str| ground.api.get(&mark(pupil, "2026-11-23/am")).expect(200).json;
    assert_eq!((text(&of_session(&amal)["code"]), text(&of_session(&bilal)["code"])), ("/", "N"));
    assert_eq!((text(&of_session(&chen)["code"]), of_session(&chen)["history"].as_array().unwrap().len()), ("M", 1));
    // A later change of the lesson changes no session mark.
    let mut body = marks_of(&[(&amal, "N")]);
    body["reason"] = json!("Was not there");
    ground.as_teacher().put(&path, &body).expect(200);
    assert_eq!(text(&of_session(&amal)["code"]), "/");
    let conflicts = ground.api.get(&ground.path("lesson-conflicts?date=2026-11-23")).expect(200).json["data"].clone();
    assert_eq!(conflicts.as_array().unwrap().len(), 2, "{conflicts}");
}
}
