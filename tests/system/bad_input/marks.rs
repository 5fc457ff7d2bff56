//! Marks that cannot be: each is refused, and nothing of what was sent with it is written.

use crate::ground::{Ground, column, mark, marks_of, pointers, problem};
use serde_json::{Value, json};
use testkit::{Answer, House, on_both};

/// Puts a register in which one mark is wrong; all the others are good and none is written.
#[track_caller]
fn refused(house: &House, ground: &Ground, path: &str, body: &Value) -> Answer {
    let before = ground.api.get(path);
    let answer = problem(house, ground.as_officer().put(path, body), &[400, 422]);
    let after = ground.api.get(path);
    assert_eq!((before.status, before.header("etag")), (after.status, after.header("etag")));
    answer
}

on_both! {
fn each_impossible_mark_is_named_and_none_beside_it_is_written(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo, cai] = ground.pupils(["Amal", "Bo", "Cai"]);
    let elsewhere = ground.pupil("Dua", &json!({ "registration_group": "8B" }));
    let gone = ground.pupil("Emeka", &json!({}));
    let left = json!({ "leaving_day": "2026-10-02", "ground": "registered_elsewhere", "reason": "Moved to another school" });
    ground.as_officer().patch(&format!("/v1/pupils/{gone}"), &left).expect(200);
    let to_come = ground.pupil("Farid", &json!({ "starting_day": "2026-12-01" }));
    let nobody = "01890000-0000-7000-8000-000000000000";
    let path = ground.register("2026-11-23/am", "8A");

    for code in ["\\", "Q9", "l", "H", "F", "", " ", "//", "7", "-", "É", "Y8", "C12", "J"] {
        let answer = refused(house, &ground, &path, &marks_of(&[(&amal, "/"), (&bo, code), (&cai, "L")]));
        assert_eq!(pointers(&answer), ["/marks/1/code"], "{code} {}", answer.text);
    }
    let unknown = refused(house, &ground, &path, &marks_of(&[(&amal, "Q9"), (&bo, "\\")]));
    assert_eq!(unknown.violations()[0], "/marks/0/code unknown_code");
    for pupil in [&elsewhere, &gone, &to_come, nobody] {
        let answer = refused(house, &ground, &path, &marks_of(&[(&amal, "/"), (pupil, "/")]));
        assert_eq!(pointers(&answer), ["/marks/1/pupil_id"], "{}", answer.text);
    }
    let twice = refused(house, &ground, &path, &marks_of(&[(&amal, "/"), (&bo, "/"), (&amal, "L")]));
    assert_eq!(pointers(&twice), ["/marks/2/pupil_id"], "{}", twice.text);
    let everything = json!({ "marks": [
        { "pupil_id": amal, "code": "\\" }, { "pupil_id": nobody, "code": "/" }, { "pupil_id": bo, "code": "Q9" },
        { "pupil_id": cai, "code": "/", "minutes_late": 4 } ] });
    let answer = refused(house, &ground, &path, &everything);
    let mut found = pointers(&answer);
    found.sort_unstable();
    assert_eq!(found, ["/marks/0/code", "/marks/1/pupil_id", "/marks/2/code", "/marks/3/minutes_late"]);

    for minutes in [json!(-1), json!(100_000), json!("ten"), json!(2.5)] {
        let body = json!({ "marks": [{ "pupil_id": amal, "code": "L", "minutes_late": minutes }] });
        let answer = refused(house, &ground, &path, &body);
        assert_eq!(pointers(&answer), ["/marks/0/minutes_late"], "{}", answer.text);
    }
    let body = json!({ "marks": [{ "pupil_id": amal, "code": "/", "minutes_late": 5 }] });
    assert_eq!(pointers(&refused(house, &ground, &path, &body)), ["/marks/0/minutes_late"]);
    let body = json!({ "marks": [{ "pupil_id": amal, "code": "L", "comment": "x".repeat(5_000) }] });
    assert_eq!(pointers(&refused(house, &ground, &path, &body)), ["/marks/0/comment"]);
    house.at("2026-11-23T13:20:00Z");
    let ground = Ground { api: house.everything(), ..ground };
    let afternoon = ground.register("2026-11-23/pm", "8A");
    assert_eq!(pointers(&refused(house, &ground, &afternoon, &marks_of(&[(&amal, "/")]))), ["/marks/0/code"]);
}
}

on_both! {
fn a_register_of_the_wrong_shape_is_told_all_of_it_and_then_its_rules(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let path = ground.register("2026-11-23/am", "8A");
    let shapeless = json!({ "marks": [
        { "pupil_id": "nobody", "code": 7, "minutes_late": "ten" }, { "code": "/" }, "L",
        { "pupil_id": amal, "code": "Q9", "comment": ["late"], "mood": "good" } ], "reason": 5, "weather": "dry" });
    let answer = refused(house, &ground, &path, &shapeless);
    let mut found = pointers(&answer);
    found.sort_unstable();
    let expected = ["/marks/0/code", "/marks/0/minutes_late", "/marks/0/pupil_id", "/marks/1/pupil_id", "/marks/2",
        "/marks/3/comment", "/marks/3/mood", "/reason", "/weather"];
    assert_eq!(found, expected, "every fault of the shape at once, and no rule before the shape is right: {}", answer.text);
    // With the right shape the rules have their say, all of them at once.
    let unlawful = json!({ "marks": [{ "pupil_id": amal, "code": "Q9" }, { "pupil_id": bo, "code": "\\", "minutes_late": 4 },
        { "pupil_id": amal, "code": "/" }], "reason": "\u{7}" });
    let answer = refused(house, &ground, &path, &unlawful);
    let all = ["/marks/0/code unknown_code", "/marks/1/code wrong_session", "/marks/1/minutes_late minutes_late_not_allowed",
        "/marks/2/pupil_id duplicate_pupil", "/reason unprintable"];
    assert_eq!(answer.violations(), all, "{}", answer.text);
}
}

on_both! {
fn there_are_no_marks_on_days_without_school(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    // A Sunday, half-term, the summer holidays, an INSET day, a year without a calendar, and long ago.
    for day in ["2026-11-22", "2026-10-28", "2026-08-20", "2026-09-02", "2024-11-20", "1899-12-31"] {
        let path = ground.register(&format!("{day}/am"), "8A");
        refused_anywhere(house, ground.api.put(&path, &marks_of(&[(&amal, "/")])));
        let body = json!({ "code": "I", "reason": "Parent telephoned" });
        refused_anywhere(house, ground.as_officer().patch(&mark(&amal, &format!("{day}/am")), &body));
    }
    let all = format!("/v1/pupils/{amal}/attendance?from=2025-12-01&to=2026-11-23");
    assert_eq!(ground.api.get(&all).expect(200).json["marks"], json!([]));
}
}

/// A refusal that says why, whichever part of the request is to blame.
#[track_caller]
fn refused_anywhere(house: &House, answer: Answer) {
    let refused = problem(house, answer, &[400, 404, 422]);
    assert!(
        !refused.json["detail"].as_str().unwrap_or("").is_empty() || !pointers(&refused).is_empty(),
        "{}",
        refused.text
    );
}

on_both! {
fn nobody_is_present_in_the_future(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    for session in ["2026-11-24/am", "2026-12-01/am"] {
        let path = ground.register(session, "8A");
        for code in ["/", "L", "N", "O", "U"] {
            let answer = refused(house, &ground, &path, &marks_of(&[(&amal, code)]));
            assert!(!answer.text.contains("internal"), "{}", answer.text);
            let body = json!({ "code": code, "reason": "Will be there" });
            problem(house, ground.as_officer().patch(&mark(&amal, session), &body), &[422]);
        }
    }
    let plan = |code: &str| json!({ "code": code, "first_day": "2026-11-24", "last_day": "2026-11-25" });
    for code in ["/", "\\", "L", "N", "O", "U", "Q9", "H"] {
        let planned = ground.as_officer().post(&format!("/v1/pupils/{amal}/planned-absences"), &plan(code));
        assert_eq!(pointers(&problem(house, planned, &[422])), ["/code"], "{code}");
    }
    let turned = json!({ "code": "C", "first_day": "2026-11-25", "last_day": "2026-11-24" });
    problem(house, ground.as_officer().post(&format!("/v1/pupils/{amal}/planned-absences"), &turned), &[422]);
    let all = format!("/v1/pupils/{amal}/attendance?from=2026-11-01&to=2026-12-31");
    assert_eq!(ground.api.get(&all).expect(200).json["marks"], json!([]));
}
}

on_both! {
fn an_amendment_says_why_and_who(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    ground.take("2026-11-23/am", &[(&amal, "N")]);
    let path = mark(&amal, "2026-11-23/am");
    for body in [json!({ "code": "I" }), json!({ "code": "I", "reason": "" }), json!({ "code": "I", "reason": "  \t " }),
        json!({ "code": "I", "reason": null }), json!({ "code": "I", "reason": "x" })]
    {
        let answer = problem(house, ground.as_officer().patch(&path, &body), &[400, 422]);
        assert_eq!(pointers(&answer), ["/reason"], "{}", answer.text);
    }
    problem(house, ground.api.patch(&path, &json!({ "code": "I", "reason": "Parent telephoned" })), &[422]);
    let register = ground.register("2026-11-23/am", "8A");
    let answer = problem(house, ground.as_officer().put(&register, &marks_of(&[(&amal, "I")])), &[422]);
    assert_eq!(pointers(&answer), ["/reason"], "{}", answer.text);
    let history = ground.api.get(&path).expect(200);
    assert_eq!((history.json["code"].as_str(), column(&history.json["history"], "code")), (Some("N"), vec!["N"]));
}
}

on_both! {
fn who_has_read_an_older_state_is_told_so(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let register = ground.register("2026-11-23/am", "8A");
    let stale = ground.api.get(&register).expect(200).header("etag").to_owned();
    assert!(stale.starts_with('"'), "{stale}");
    let current = ground.take("2026-11-23/am", &[(&amal, "N")]).header("etag").to_owned();
    let late = marks_of(&[(&amal, "L")]);
    problem(house, ground.as_officer().with("If-Match", &stale).put(&register, &late), &[412]);
    let path = mark(&amal, "2026-11-23/am");
    let body = json!({ "code": "M", "reason": "Appointment card seen" });
    problem(house, ground.as_officer().with("If-Match", "\"7\"").patch(&path, &body), &[412]);
    assert_eq!(ground.api.get(&path).expect(200).json["code"], "N");
    ground.as_officer().with("If-Match", &current).put(&register, &late).expect(200);
    let entries = ground.api.get(&path).expect(200).header("etag").to_owned();
    ground.as_officer().with("If-Match", &entries).patch(&path, &body).expect(200);
    problem(house, ground.as_officer().with("If-Match", &entries).patch(&path, &body), &[412]);

    for (path, body) in [
        (format!("/v1/pupils/{amal}"), json!({ "year_group": 9 })),
        (format!("/v1/academies/{}", ground.id), json!({ "name": "Renamed Academy" })),
        (format!("/v1/staff/{}", ground.teacher), json!({ "position": "Teacher of something" })),
    ] {
        let tag = ground.api.get(&path).expect(200).header("etag").to_owned();
        let changed = ground.api.with("If-Match", &tag).patch(&path, &body).expect(200);
        assert_ne!(changed.header("etag"), tag);
        problem(house, ground.api.with("If-Match", &tag).patch(&path, &body), &[412]);
        ground.api.with("If-Match", changed.header("etag")).patch(&path, &body).expect(200);
    }
}
}

on_both! {
fn the_ids_of_another_academy_are_unknown_here(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let other = ground.neighbour();
    let [theirs] = other.pupils(["Bashir"]);
    let register = ground.register("2026-11-23/am", "8A");
    let answer = refused(house, &ground, &register, &marks_of(&[(&amal, "/"), (&theirs, "/")]));
    assert_eq!(pointers(&answer), ["/marks/1/pupil_id"]);
    let crossed = ground.path(&format!("registers/2026-11-23/am/{}", other.group("8A")));
    problem(house, ground.api.get(&crossed), &[404]);
    problem(house, ground.api.put(&crossed, &marks_of(&[(&theirs, "/")])), &[404]);
    let body = json!({ "members": [{ "pupil_id": theirs, "first_day": "2026-11-24" }] });
    let group = ground.api.post(&ground.path("groups"), &json!({ "name": "8x/Ma1", "kind": "teaching" })).expect(201).id();
    problem(house, ground.api.post(&format!("/v1/groups/{group}/members"), &body), &[422]);
    let foreign = ground.api.acting_for(&other.officer);
    let amend = json!({ "code": "I", "reason": "Parent telephoned" });
    problem(house, foreign.patch(&mark(&amal, "2026-11-23/am"), &amend), &[403, 404]);
}
}
