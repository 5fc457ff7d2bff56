//! Addresses, methods and query parameters that are wrong.

use crate::ground::{Ground, pointers, problem, text};
use serde_json::json;
use testkit::{House, on_both};

on_both! {
fn an_unknown_query_parameter_is_named(house: &House) {
    let ground = Ground::new(house);
    let pupil = ground.pupil("Ines", &json!({}));
    let paths = [
        "/v1/academies?".to_owned(),
        format!("/v1/academies/{}?", ground.id),
        ground.path("pupils?year_group=8&"),
        format!("/v1/pupils/{pupil}/attendance?from=2026-11-02&to=2026-11-20&"),
        ground.path("attendance/summary?from=2026-11-02&to=2026-11-20&"),
        "/v1/attendance-codes?".to_owned(),
        "/v1/me?".to_owned(),
    ];
    for path in paths {
        let refused = problem(house, ground.api.get(&format!("{path}form=8A&colour=red")), &[400]);
        let mut found = pointers(&refused);
        found.sort_unstable();
        assert_eq!(found, ["/query/colour", "/query/form"], "{path} {}", refused.text);
    }
    let body = json!({ "name": "Made-Up", "phase": "primary" });
    problem(house, ground.api.post("/v1/academies?colour=red", &body), &[400]);
    assert_eq!(ground.api.get("/v1/academies").expect(200).json["data"].as_array().unwrap().len(), 1);
}
}

on_both! {
fn a_query_parameter_out_of_its_range_is_named(house: &House) {
    let ground = Ground::new(house);
    for (query, name) in [
        ("pupils?limit=0", "limit"),
        ("pupils?limit=501", "limit"),
        ("pupils?limit=-1", "limit"),
        ("pupils?limit=ten", "limit"),
        ("pupils?limit=", "limit"),
        ("pupils?limit=99999999999999999999", "limit"),
        ("pupils?year_group=15", "year_group"),
        ("pupils?on_roll_on=2026-02-30", "on_roll_on"),
        ("pupils?updated_since=yesterday", "updated_since"),
        ("groups?kind=gang", "kind"),
        ("registers?date=23/11/2026", "date"),
        ("registers?session=evening", "session"),
        ("registers?status=late", "status"),
        ("attendance/summary?by=shoe_size", "by"),
        ("attendance/summary?cohort=mine", "cohort"),
        ("attendance/concerns?rule=none_such", "rule"),
        ("attendance/concerns?as_of=2026-13-01", "as_of"),
        ("attendance/concerns?as_of=99999-01-01", "as_of"),
    ] {
        let refused = problem(house, ground.api.get(&ground.path(query)), &[400]);
        assert_eq!(pointers(&refused), [format!("/query/{name}")], "{query} {}", refused.text);
    }
    ground.api.get(&ground.path("pupils?limit=500")).expect(200);
    ground.api.get(&ground.path("pupils?limit=1")).expect(200);
    problem(house, ground.api.get(&ground.path("pupils?limit=5&limit=6")), &[400]);
    let turned = ground.path("attendance/summary?from=2026-11-20&to=2026-11-02");
    problem(house, ground.api.get(&turned), &[400, 422]);
}
}

on_both! {
fn a_cursor_is_taken_only_as_it_was_given(house: &House) {
    let ground = Ground::new(house);
    ground.pupils(["Ada", "Bao", "Chi"]);
    let first = ground.api.get(&ground.path("pupils?limit=1")).expect(200);
    let cursor = text(&first.json["next_cursor"]).to_owned();
    let mut bent = cursor.clone().into_bytes();
    let middle = bent.len() / 2;
    bent[middle] = if bent[middle] == b'A' { b'B' } else { b'A' };
    let bent = String::from_utf8(bent).unwrap();
    let cut = cursor[..cursor.len() - 3].to_owned();
    for wrong in ["nonsense", "", "%00", "AAAAAAAAAAAAAAAA", bent.as_str(), cut.as_str(), &"A".repeat(4_000)] {
        let refused = problem(house, ground.api.get(&ground.path(&format!("pupils?limit=1&cursor={wrong}"))), &[400]);
        assert_eq!(pointers(&refused), ["/query/cursor"], "{}", refused.text);
    }
    let second = ground.api.get(&ground.path(&format!("pupils?limit=1&cursor={cursor}"))).expect(200);
    assert_ne!(second.json["data"], first.json["data"]);
}
}

on_both! {
fn a_cursor_of_another_list_is_refused_by_every_list(house: &House) {
    let ground = Ground::new(house);
    ground.pupils(["Ada", "Bao"]);
    let next_door = ground.neighbour();
    let first = ground.api.get(&ground.path("pupils?limit=1")).expect(200);
    let cursor = text(&first.json["next_cursor"]).to_owned();
    let document = ground.api.get("/openapi.json").expect(200).json;
    let mut lists = vec![next_door.path("pupils")];
    for (path, operations) in document["paths"].as_object().unwrap() {
        let parameters = operations["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let takes_cursor = parameters.iter().any(|each| each["name"] == "cursor");
        let of_academy = parameters.iter().all(|each| each["required"] != true || each["name"] == "academy_id");
        if takes_cursor && of_academy && !path.ends_with("/pupils") {
            lists.push(path.replace("{academy_id}", &ground.id));
        }
    }
    assert!(lists.len() > 20, "{lists:?}");
    for list in lists {
        let refused = problem(house, ground.as_officer().get(&format!("{list}?cursor={cursor}")), &[400, 403]);
        let of_cursor = refused.violations() == ["/query/cursor invalid_cursor"] && refused.text.contains("another list");
        assert!(refused.status == 403 || of_cursor, "{list}: {}", refused.text);
    }
    ground.api.get(&ground.path(&format!("pupils?cursor={cursor}"))).expect(200);
}
}

on_both! {
fn a_method_that_an_address_does_not_know_is_405_with_those_that_it_does(house: &House) {
    let ground = Ground::new(house);
    let pupil = ground.pupil("Olu", &json!({}));
    for (method, path, allowed) in [
        ("DELETE", "/v1/academies".to_owned(), vec!["GET", "POST"]),
        ("PUT", format!("/v1/pupils/{pupil}"), vec!["GET", "PATCH"]),
        ("DELETE", format!("/v1/pupils/{pupil}"), vec!["GET", "PATCH"]),
        ("POST", ground.register("2026-11-23/am", "8A"), vec!["GET", "PUT"]),
        ("DELETE", crate::ground::mark(&pupil, "2026-11-23/am"), vec!["GET", "PATCH"]),
        ("POST", "/v1/me".to_owned(), vec!["GET"]),
        ("GET", "/oauth/token".to_owned(), vec!["POST"]),
    ] {
        let refused = problem(house, ground.api.send(method, &path, None), &[405]);
        let allow = refused.header("allow");
        for each in allowed {
            assert!(allow.split(',').any(|word| word.trim() == each), "{method} {path} allows {allow:?}");
        }
    }
}
}

on_both! {
fn an_address_that_is_none_is_404(house: &House) {
    let ground = Ground::new(house);
    let nobody = "01890000-0000-7000-8000-000000000000";
    for path in ["/v1/nothing", "/v2/academies", "/", "/v1", "/v1/pupils", "/v1/cases/1", "/v1/worklist", "/v1/academies/"] {
        problem(house, ground.api.get(path), &[404]);
    }
    for path in [
        format!("/v1/pupils/{nobody}"),
        format!("/v1/academies/{nobody}"),
        format!("/v1/academies/{nobody}/pupils"),
        format!("/v1/imports/{nobody}"),
        format!("/v1/groups/{nobody}/members"),
        ground.path(&format!("registers/2026-11-23/am/{nobody}")),
    ] {
        problem(house, ground.api.get(&path), &[404]);
    }
    for path in ["pupils/abc", "pupils/1%27%20OR%201=1", "imports/..%2f..%2fetc", "pupils/%ff%fe", "groups/123/members"] {
        problem(house, ground.api.get(&format!("/v1/{path}")), &[400, 404]);
    }
    for session in ["2026-11-23/evening", "2026-02-30/am", "23-11-2026/am", "2026-11-23/AM", "0000-00-00/am"] {
        problem(house, ground.api.get(&ground.path(&format!("registers/{session}/{nobody}"))), &[400, 404]);
    }
    problem(house, ground.api.get(&ground.path("calendars/2026")), &[400, 404]);
    problem(house, ground.api.get(&ground.path("calendars/2026-28")), &[400, 404]);
    problem(house, ground.api.get(&ground.path("calendars/2031-32")), &[404]);
}
}

on_both! {
fn headers_that_are_no_good_are_refused_or_set_right(house: &House) {
    let ground = Ground::new(house);
    let path = format!("/v1/academies/{}", ground.id);
    for wrong in ["nonsense", "00000000-0000-0000-0000-000000000000", "*"] {
        let refused = ground.api.with("Acting-Staff", wrong).get(&path);
        problem(house, refused, &[400, 403, 404, 422]);
    }
    let body = json!({ "name": "Renamed" });
    problem(house, ground.api.with("If-Match", "no quotes").patch(&path, &body), &[400, 412]);
    problem(house, ground.api.with("If-Match", "W/\"1\"").patch(&path, &body), &[400, 412]);
    let long = ground.api.with("X-Request-Id", &"x".repeat(5_000)).get("/v1/me");
    assert!(matches!(long.status, 200 | 400 | 431), "{}", long.text);
    assert!(long.header("x-request-id").len() < 300);
    let odd = ground.api.with("X-Request-Id", "a\"b{}<script>").get("/v1/nothing");
    assert!(!odd.text.contains("<script>"), "{}", odd.text);
}
}
