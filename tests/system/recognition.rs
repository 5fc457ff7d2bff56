//! Award schemes: who wins and why, that it is fair, that nobody is recognised twice, and what a scheme is good for.

use crate::figures::{NOVEMBER, enter, rows};
use crate::ground::{Ground, problem, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use testkit::{Answer, House, on_both};

fn scheme(ground: &Ground, changes: &Value) -> Answer {
    let mut body = json!({ "name": "Made-up award", "kind": "streak", "scope": "academy", "period": "half_term", "first_day": "2026-11-02",
        "streak_sessions": 20 });
    for (name, value) in changes.as_object().unwrap() {
        body[name.as_str()] = value.clone();
    }
    let body: Value = body
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    ground.api.post(&ground.path("award-schemes"), &body)
}

/// The winners of a scheme with their reasons.
fn winners(ground: &Ground, scheme: &str, as_of: &str) -> BTreeMap<String, Value> {
    let path = format!("/v1/award-schemes/{scheme}/winners?as_of={as_of}");
    let found = ground.api.get(&path).expect(200).json["data"].as_array().unwrap().clone();
    found.into_iter().map(|each| (text(&each["pupil_id"]).to_owned(), each)).collect()
}

/// Three weeks of three pupils: one always there, one ill for two days, one who stayed away for one session.
fn three(house: &House) -> (Ground, [String; 3]) {
    let ground = Ground::new(house);
    let pupils = ground.pupils(["Always", "Ill", "Away"]);
    let letters =
        ["pppppppppp pppppppppp pppppppppp", "pppppppppp ppppIIII MR pp pppppppp", "pppppppppp pppppppOpp pppppppppp"];
    let file: String =
        pupils.iter().zip(letters).map(|(pupil, letters)| rows(&ground.upn(pupil), &NOVEMBER, letters)).collect();
    enter(house, &ground, &file);
    (ground, pupils)
}

on_both! {
fn illness_breaks_no_streak_and_the_reason_says_how_long_it_is(house: &House) {
    let (ground, [always, ill, away]) = three(house);
    let made = scheme(&ground, &json!({})).expect(201);
    assert!(text(&made.json["fairness_in_words"]).contains("Equality Act 2010"), "{}", made.text);
    assert_eq!(made.json["fairness"], json!({ "applies_to": "all_pupils", "pupil_ids": [] }));
    let found = winners(&ground, &made.id(), "2026-11-20");
    assert_eq!(found.keys().collect::<Vec<_>>(), { let mut both = vec![&always, &ill]; both.sort(); both });
    let reason = &found[&ill]["reason"];
    assert_eq!((&reason["streak_sessions"], &reason["left_aside"], text(&reason["streak_since"])), (&json!(24), &json!(6), "2026-11-02"), "{reason}");
    assert_eq!(found[&always]["reason"]["streak_sessions"], 30);
    assert_eq!(found[&ill]["period"], json!({ "from": "2026-11-02", "to": "2026-11-20" }));

    // Where pupils are listed, fairness is theirs and that of pupils with support.
    let listed = |pupils: Value| json!({ "name": "Listed", "fairness": { "applies_to": "listed_pupils", "pupil_ids": pupils } });
    let nobody = scheme(&ground, &listed(json!([]))).expect(201).id();
    assert_eq!(winners(&ground, &nobody, "2026-11-20").keys().collect::<Vec<_>>(), [&always]);
    let body = json!({ "fairness": { "applies_to": "listed_pupils", "pupil_ids": [ill] } });
    ground.as_officer().patch(&format!("/v1/award-schemes/{nobody}"), &body).expect(200);
    assert_eq!(winners(&ground, &nobody, "2026-11-20").len(), 2);
    assert!(!found.contains_key(&away));

    // A teacher sees who wins, and not what was left aside of whose absence.
    let seen = ground.as_teacher().get(&format!("/v1/award-schemes/{nobody}/winners?as_of=2026-11-20")).expect(200);
    assert!(seen.json["data"].as_array().unwrap().iter().all(|each| each["reason"]["left_aside"].is_null()), "{}", seen.text);
    let seen = ground.as_teacher().get(&format!("/v1/award-schemes/{nobody}")).expect(200).json;
    assert_eq!(seen["fairness"]["pupil_ids"], json!([]));
}
}

on_both! {
fn each_kind_has_its_own_winners(house: &House) {
    let ground = Ground::new(house);
    let [better, steady, late] = ground.pupils(["Better", "Steady", "Late"]);
    let letters = ["OOOOpppppp OOOppppppp Oppppppppp", "pppppppppO ppppppppOp pppppppOpp", "pppppppppp ppppLppppp LUpppppppp"];
    let file: String = [&better, &steady, &late].iter().zip(letters).map(|(pupil, letters)| rows(&ground.upn(pupil), &NOVEMBER, letters)).collect();
    enter(house, &ground, &file);
    let of = |changes: Value| {
        let mut all = json!({ "period": "week", "streak_sessions": null });
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let id = scheme(&ground, &all).expect(201).id();
        winners(&ground, &id, "2026-11-20")
    };
    let improved = of(json!({ "name": "Improved", "kind": "improvement", "improvement": 0.15, "least_sessions": 8 }));
    assert_eq!(improved.keys().collect::<Vec<_>>(), [&better]);
    let reason = &improved[&better]["reason"];
    assert_eq!((&reason["attendance_rate"], &reason["attendance_rate_before"]), (&json!(0.9), &json!(0.7)), "{reason}");
    let best = of(json!({ "name": "Best", "kind": "personal_best", "least_sessions": 8 }));
    assert_eq!(best.keys().collect::<Vec<_>>(), [&better]);
    let punctual = of(json!({ "name": "Punctual", "kind": "punctuality", "late_allowed": 0, "least_sessions": 8 }));
    let mut both = vec![&better, &steady];
    both.sort();
    assert_eq!(punctual.keys().collect::<Vec<_>>(), both);
    assert_eq!(punctual[&steady]["reason"]["late"], 0);
    let earlier = of(json!({ "name": "Later", "kind": "punctuality", "late_allowed": 0, "first_day": "2026-12-01" }));
    assert!(earlier.is_empty(), "the scheme has not begun");
}
}

on_both! {
fn nobody_is_recognised_twice_for_one_period(house: &House) {
    let (ground, [always, ill, away]) = three(house);
    let id = scheme(&ground, &json!({})).expect(201).id();
    let path = format!("/v1/award-schemes/{id}/recognitions");
    let officer = ground.as_officer();
    let wrong = problem(house, officer.post(&path, &json!({ "as_of": "2026-11-20", "pupil_ids": [always, away] })), &[422]);
    assert_eq!(wrong.violations(), ["/pupil_ids/1 not_a_winner"]);
    assert_eq!(problem(house, officer.post(&path, &json!({ "as_of": "2026-12-01" })), &[422]).violations(), ["/as_of in_the_future"]);
    let one = officer.post(&path, &json!({ "as_of": "2026-11-20", "pupil_ids": [always] })).expect(200).json;
    assert_eq!((one["recognised"].as_array().unwrap().len(), &one["already_recognised"]), (1, &json!([])), "{one}");
    let rest = officer.post(&path, &json!({ "as_of": "2026-11-20" })).expect(200).json;
    assert_eq!((text(&rest["recognised"][0]["pupil_id"]), &rest["already_recognised"]), (ill.as_str(), &json!([always])));
    let again = officer.post(&path, &json!({ "as_of": "2026-11-19" })).expect(200).json;
    assert_eq!((again["recognised"].as_array().unwrap().len(), again["already_recognised"].as_array().unwrap().len()), (0, 2), "the same period");
    assert!(winners(&ground, &id, "2026-11-20").values().all(|each| each["recognised"] == true));

    let of_pupil = ground.api.get(&format!("/v1/pupils/{always}/recognitions")).expect(200).json;
    let entry = &of_pupil["data"][0];
    assert_eq!((text(&entry["award_scheme_name"]), text(&entry["recognised_on"])), ("Made-up award", "2026-11-23"));
    assert_eq!((&entry["reason"]["streak_sessions"], text(&entry["by"]["position"])), (&json!(30), "Attendance officer"), "{entry}");
    assert_eq!(ground.api.get(&format!("/v1/pupils/{away}/recognitions")).expect(200).json["data"], json!([]));
    let all = ground.api.get(&ground.path("recognitions?from=2026-11-01&to=2026-11-30")).expect(200).json;
    assert_eq!(all["data"].as_array().unwrap().len(), 2);
    let keyed = officer.with("Idempotency-Key", "once");
    let first = keyed.post(&path, &json!({})).expect(200);
    assert_eq!(keyed.post(&path, &json!({})).expect(200).text, first.text);
}
}

on_both! {
fn a_scheme_is_judged_against_similar_pupils_outside_it(house: &House) {
    let ground = Ground::new(house);
    let mut file = String::new();
    // Before, everybody misses one session in the two weeks; then group 8A misses none and 8B two.
    for group in ["8A", "8B"] {
        for _ in 0..3 {
            let pupil = ground.pupil("Somebody", &json!({ "registration_group": group }));
            let after = if group == "8A" { "pppppppppp pppppppppp" } else { "ppppOppppp pppOpppppp" };
            let days: Vec<&str> = ["2026-10-12", "2026-10-13", "2026-10-14", "2026-10-15", "2026-10-16", "2026-10-19", "2026-10-20", "2026-10-21", "2026-10-22", "2026-10-23"].into_iter().chain(NOVEMBER[..10].iter().copied()).collect();
            file += &rows(&ground.upn(&pupil), &days, &format!("Oppppppppp pppppppppp {after}"));
        }
    }
    enter(house, &ground, &file);
    let id = scheme(&ground, &json!({ "scope": "group", "group_id": ground.group("8A") })).expect(201).id();
    let told = ground.api.get(&format!("/v1/award-schemes/{id}/effect?as_of=2026-11-13")).expect(200).json;
    assert_eq!((&told["before"], &told["after"]), (&json!({ "from": "2026-10-12", "to": "2026-10-23" }), &json!({ "from": "2026-11-02", "to": "2026-11-13" })), "{told}");
    assert_eq!((&told["pupils_inside"], &told["matched_inside"], &told["matched_outside"]), (&json!(3), &json!(3), &json!(3)));
    assert!((told["sessions_per_pupil"].as_f64().unwrap() - 2.0).abs() < 1e-9, "{told}");
    assert!(told["caveats"].as_array().unwrap().iter().any(|each| text(each).contains("Few pupils")), "{told}");
    assert_eq!(told["strata"].as_array().unwrap().len(), 1);
    let seen = ground.as_teacher().get(&format!("/v1/award-schemes/{id}/effect?as_of=2026-11-13")).expect(200).json;
    assert_eq!(seen["strata"], json!([]));

    let whole = scheme(&ground, &json!({ "name": "Everybody" })).expect(201).id();
    let nobody = ground.api.get(&format!("/v1/award-schemes/{whole}/effect?as_of=2026-11-13")).expect(200).json;
    assert_eq!((&nobody["sessions_per_pupil"], &nobody["interval"]), (&Value::Null, &Value::Null), "nobody is outside");
}
}

on_both! {
fn a_scheme_is_kept_changed_and_refused_where_it_means_nothing(house: &House) {
    let ground = Ground::new(house);
    let made = scheme(&ground, &json!({})).expect(201);
    scheme(&ground, &json!({ "name": " made-up  AWARD" })).expect(409);
    let path = made.header("location").to_owned();
    let tag = ground.api.get(&path).expect(200).header("etag").to_owned();
    let changed = ground.api.with("If-Match", &tag).patch(&path, &json!({ "last_day": "2027-03-25", "name": "Better name" })).expect(200);
    assert_eq!((text(&changed.json["name"]), text(&changed.json["last_day"])), ("Better name", "2027-03-25"));
    ground.api.with("If-Match", &tag).patch(&path, &json!({ "last_day": null })).expect(412);
    assert_eq!(ground.api.get(&ground.path("award-schemes")).expect(200).json["data"].as_array().unwrap().len(), 1);
    let refused = |changes: Value| problem(house, scheme(&ground, &changes), &[422]).violations();
    assert_eq!(refused(json!({ "kind": "improvement" })), ["/streak_sessions not_of_this_kind", "/improvement missing_field"]);
    assert_eq!(refused(json!({ "last_day": "2026-11-01" })), ["/last_day ends_before_it_begins"]);
    assert_eq!(refused(json!({ "name": "  " })), ["/name empty"]);
    let stranger = "01900000-0000-7000-8000-000000000000";
    let listed = json!({ "fairness": { "applies_to": "listed_pupils", "pupil_ids": [stranger] } });
    assert_eq!(refused(listed), ["/fairness/pupil_ids/0 unknown_pupil"]);
    assert_eq!(refused(json!({ "fairness": { "applies_to": "all_pupils", "pupil_ids": [stranger] } })).len(), 2);
    refused(json!({ "fairness": { "applies_to": "nobody" } }));
    let wrong = problem(house, ground.api.patch(&path, &json!({ "improvement": 0.1 })), &[422]);
    assert_eq!(wrong.violations(), ["/improvement not_of_this_kind"]);
    let neighbour = house.client("attendance:read", &[&ground.neighbour().id]);
    for rest in ["", "/winners", "/effect"] {
        neighbour.get(&format!("{path}{rest}")).expect(404);
    }
}
}
