//! What is there for those who run the server, and for those who read about it.

use crate::ground::{Ground, column, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

on_both! {
fn the_server_says_how_it_is_and_counts_what_it_does(house: &House) {
    let ground = Ground::new(house);
    let pupil = ground.pupil("Zebulonia", &json!({}));
    ground.api.get(&format!("/v1/pupils/{pupil}")).expect(200);
    let anyone = house.anonymous();
    assert_eq!(anyone.get("/healthz").expect(200).json["status"], "ok");
    assert_eq!(anyone.get("/readyz").expect(200).json["status"], "ok");
    let metrics = anyone.get("/metrics").expect(200);
    assert!(metrics.header("content-type").starts_with("text/plain"), "{:?}", metrics.headers);
    assert!(metrics.text.lines().any(|line| line.starts_with("# TYPE")), "{}", metrics.text);
    assert!(metrics.text.contains("/v1/pupils/{pupil_id}"), "requests are counted by route");
    assert!(!metrics.text.contains(&pupil) && !metrics.text.contains("Zebulonia"), "and by nothing personal");
}
}

on_both! {
fn the_documentation_is_served_without_a_token_and_asks_nobody_else(house: &House) {
    let anyone = house.anonymous();
    let document = anyone.get("/openapi.json").expect(200).json;
    assert!(text(&document["openapi"]).starts_with("3.1"));
    assert_eq!(document["paths"].as_object().unwrap().len(), serde_json::to_value(api::document()).unwrap()["paths"].as_object().unwrap().len());
    let page = anyone.get("/docs/").expect(200);
    assert!(page.header("content-type").starts_with("text/html"));
    for part in page.text.split(['"', '\'']).filter(|part| part.starts_with("http://") || part.starts_with("https://") || part.starts_with("//")) {
        assert!(!part.contains(".js") && !part.contains(".css") && !part.contains("cdn"), "{part} is somebody else's");
    }
    let bare = anyone.get("/docs");
    assert!(matches!(bare.status, 200 | 301 | 302 | 307 | 308), "{}", bare.status);
    for asset in page.text.split('"').filter(|part| part.ends_with(".js") || part.ends_with(".css")) {
        let path = if asset.starts_with('/') { asset.to_owned() } else { format!("/docs/{}", asset.trim_start_matches("./")) };
        assert!(anyone.get(&path).expect(200).text.len() > 50, "{path}");
    }
}
}

on_both! {
fn every_problem_is_explained_under_its_own_address(house: &House) {
    let anyone = house.anonymous();
    let list = anyone.get("/problems").expect(200);
    for kind in ["unsigned", "not-found", "invalid-body", "invalid-parameters", "stale", "too-large", "forbidden", "unauthenticated"] {
        assert!(list.text.contains(&format!("/problems/{kind}")), "{kind}");
        assert!(anyone.get(&format!("/problems/{kind}")).expect(200).text.len() > 100);
    }
    anyone.get("/problems/never-heard-of").expect(404);
}
}

on_both! {
fn a_caller_learns_who_it_is_and_what_it_may_do(house: &House) {
    let ground = Ground::new(house);
    let me = ground.api.get("/v1/me").expect(200).json;
    assert_eq!((text(&me["trust"]), &me["all_academies"], &me["person"]), ("The Made-Up Trust", &json!(true), &Value::Null));
    assert!(text(&me["client"]["scopes"]).split(' ').any(|scope| scope == "attendance:write"));
    let as_teacher = ground.as_teacher().get("/v1/me").expect(200).json;
    assert_eq!((text(&as_teacher["person"]["name"]), text(&as_teacher["person"]["position"])), ("Mx Tomasz Example", "Teacher of nothing"));
    let may = |me: &Value, action: &str| me["actions"].as_array().unwrap().iter().any(|each| each == action);
    assert!(may(&as_teacher, "take_registers") && !may(&as_teacher, "amend_marks") && may(&me, "take_registers"));
}
}

on_both! {
fn an_evacuation_knows_who_is_on_site_and_who_must_be_looked_for(house: &House) {
    let ground = Ground::new(house);
    let [here, late, ill, away, unknown] = ground.pupils(["Here", "Late", "Ill", "Away", "Unknown"]);
    ground.take("2026-11-23/am", &[(&here, "/"), (&late, "L"), (&ill, "I"), (&away, "V")]);
    let call = ground.api.get(&ground.path("roll-call")).expect(200).json;
    assert_eq!((&call["on_site"], &call["unknown"], text(&call["session"])), (&json!(2), &json!(1), "am"), "{call}");
    let list = call["pupils"].as_array().unwrap();
    assert_eq!((text(&list[0]["pupil_id"]), list.len()), (unknown.as_str(), 5), "the unknown come first");
    let where_is = |pupil: &str| text(&list.iter().find(|each| each["pupil_id"] == pupil).unwrap()["whereabouts"]).to_owned();
    assert_eq!([&here, &late, &ill, &away, &unknown].map(|pupil| where_is(pupil)), ["on_site", "on_site", "off_site", "off_site", "unknown"]);
    house.at("2026-11-22T09:00:00Z");
    let sunday = house.everything().get(&ground.path("roll-call")).expect(200).json;
    assert_eq!((&sunday["on_site"], &sunday["session"]), (&json!(0), &Value::Null));
}
}

on_both! {
fn the_board_of_the_day_shows_what_the_manager_must_see_to(house: &House) {
    let ground = Ground::new(house);
    let plain = ground.pupil("Plain", &json!({}));
    let vulnerable = ground.pupil("Vulnerable", &json!({ "social_worker": true, "surname": "Zzz" }));
    let late = ground.pupil("Late", &json!({}));
    ground.pupil("Other", &json!({ "registration_group": "8B" }));
    let body = json!({ "marks": [{ "pupil_id": plain, "code": "N" }, { "pupil_id": vulnerable, "code": "N" },
        { "pupil_id": late, "code": "L", "minutes_late": 6 }] });
    ground.api.put(&ground.register("2026-11-23/am", "8A"), &body).expect(200);
    house.at("2026-11-23T09:15:00Z");
    let path = ground.path("day/2026-11-23");
    let board = ground.api.get(&path).expect(200);
    let json = &board.json;
    assert_eq!(column(&json["registers_not_taken"], "group"), ["8B"]);
    let absent = column(&json["absent_without_reason"], "forename");
    assert_eq!((absent[0], absent.len()), ("Vulnerable", 2), "a missing mark is no absence: {absent:?}");
    assert_eq!(json["without_mark"], json!([]), "the register of 8B was not taken at all");
    assert_eq!(json["absent_without_reason"][0]["vulnerable"], json!(["social_worker"]));
    assert_eq!((column(&json["late_arrivals"], "forename"), &json["late_arrivals"][0]["minutes_late"]), (vec!["Late"], &json!(6)));
    let am = json["counts"].as_array().unwrap().iter().find(|each| each["session"] == "am").unwrap();
    assert_eq!((&am["pupils"], &am["without_mark"], &am["by_code"]), (&json!(4), &json!(1), &json!({ "N": 2, "L": 1 })));
    ground.api.with("If-None-Match", board.header("etag")).get(&path).expect(304);
    let missed = ground.pupil("Missed", &json!({}));
    let json = ground.api.get(&path).expect(200).json;
    assert_eq!((json["without_mark"][0]["pupil_id"].as_str(), &json["without_mark"][1]), (Some(missed.as_str()), &Value::Null));
    let sunday = ground.api.get(&ground.path("day/2026-11-22")).expect(422);
    assert_eq!(sunday.violations(), ["/path/date not_a_school_day"]);
}
}
