//! Keeping a copy of what is in a list, by asking only for changes.

use super::lists::Mirror;
use crate::ground::{Ground, column, mark, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{House, on_both};

fn ids(ground: &Ground, path: &str) -> BTreeSet<String> {
    let list = ground.api.get(&format!("{path}?limit=500")).expect(200).json;
    column(&list["data"], "id").into_iter().map(str::to_owned).collect()
}

on_both! {
fn of_imports_it_learns_how_far_they_came(house: &House) {
    let ground = Ground::new(house);
    let upn = ground.upn(&ground.pupil("Amal", &json!({})));
    // Each in a minute of its own, so that it is plain which is newer.
    let import = |day: &str| {
        house.at(&format!("2026-11-23T09:{}:00Z", &day[8..]));
        ground.import(house, "marks-csv", &format!("upn,date,session,code\n{upn},{day},am,/\n"))
    };
    import("2026-11-16");
    house.settle_events();
    let path = ground.path("imports");
    let mut copy = Mirror::new(&ground.api, &path);
    assert_eq!((copy.ids.clone(), copy.refresh(&ground.api)), (ids(&ground, &path), (0, 0)));
    let three = ["2026-11-17", "2026-11-18", "2026-11-19"].map(|day| text(&import(day)["id"]).to_owned());
    house.settle_events();
    assert_eq!(copy.refresh(&ground.api), (3, 0));
    assert_eq!(copy.ids, ids(&ground, &path));
    // Without changes the newest come first, page by page, and the watermark is that of the first page.
    let page = ground.api.get(&format!("{path}?limit=2")).expect(200).json;
    assert_eq!(column(&page["data"], "id"), [three[2].as_str(), &three[1]]);
    import("2026-11-20");
    house.settle_events();
    let next = ground.api.get(&format!("{path}?limit=2&cursor={}", text(&page["next_cursor"]))).expect(200).json;
    assert_eq!(column(&next["data"], "id")[0], three[0].as_str());
    assert_eq!(next["watermark"], page["watermark"]);
}
}

on_both! {
fn of_conflicts_it_learns_which_are_settled(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let plan = json!({ "code": "C", "first_day": "2026-11-23", "last_day": "2026-11-23" });
    for pupil in [&amal, &bo] {
        ground.as_officer().post(&format!("/v1/pupils/{pupil}/planned-absences"), &plan).expect(201);
    }
    house.settle_events();
    let path = ground.path("attendance/conflicts");
    let mut copy = Mirror::new(&ground.api, &path);
    assert_eq!(copy.ids.len(), 0);
    ground.take("2026-11-23/am", &[(&amal, "/"), (&bo, "/")]);
    house.settle_events();
    assert_eq!(copy.refresh(&ground.api), (2, 0));
    assert_eq!(copy.ids, ids(&ground, &path));
    ground.as_officer().send("POST", &format!("{}/settlement", mark(&amal, "2026-11-23/am")), None).expect(200);
    house.settle_events();
    assert_eq!(copy.refresh(&ground.api), (0, 1));
    // An amendment settles what was said of the mark, and is told as well.
    let body = json!({ "code": "I", "reason": "Went home ill" });
    ground.as_officer().patch(&mark(&bo, "2026-11-23/am"), &body).expect(200);
    house.settle_events();
    assert_eq!(copy.refresh(&ground.api), (0, 1));
    assert_eq!((copy.ids.len(), ids(&ground, &path).len()), (0, 0));
}
}

on_both! {
fn of_a_pupils_history_it_learns_of_every_entry(house: &House) {
    let ground = Ground::new(house);
    let [amal, bo] = ground.pupils(["Amal", "Bo"]);
    let path = format!("/v1/pupils/{amal}/history");
    let rename = |pupil: &str, surname: &str| {
        let body = json!({ "surname": surname, "reason": "Deed poll seen" });
        ground.as_officer().patch(&format!("/v1/pupils/{pupil}"), &body).expect(200);
    };
    rename(&amal, "Beispiel");
    house.settle_events();
    let mut copy = Mirror::new(&ground.api, &path);
    assert_eq!((copy.ids.len(), copy.refresh(&ground.api)), (1, (0, 0)));
    house.at("2026-11-23T09:10:00Z");
    rename(&bo, "Beispiel");
    house.settle_events();
    assert_eq!(copy.refresh(&ground.api), (0, 0), "another pupil's");
    for surname in ["Exemple", "Voorbeeld", "Esempio"] {
        rename(&amal, surname);
    }
    house.settle_events();
    assert_eq!(copy.refresh(&ground.api), (3, 0));
    assert_eq!(copy.ids, ids(&ground, &path));
}
}

on_both! {
fn of_calendars_it_learns_which_year_was_put(house: &House) {
    let ground = Ground::new(house);
    house.settle_events();
    let path = ground.path("calendars");
    let years = |query: &str| {
        let page = ground.api.get(&format!("{path}?{query}")).expect(200).json;
        (column(&page["data"], "academic_year").into_iter().map(str::to_owned).collect::<Vec<_>>(), page)
    };
    let (all, page) = years("limit=1");
    let mark = text(&page["watermark"]).to_owned();
    assert_eq!((all, &page["removed"]), (vec!["2025-26".to_owned()], &json!([])));
    let mut calendar = ground.calendar("2026-27");
    calendar["terms"][0]["name"] = json!("Michaelmas");
    ground.api.put(&ground.path("calendars/2026-27"), &calendar).expect(200);
    house.settle_events();
    // The later page keeps the watermark of the first: what was put in between is not lost.
    let (rest, last) = years(&format!("limit=1&cursor={}", text(&page["next_cursor"])));
    assert_eq!((rest, &last["watermark"], &last["next_cursor"]), (vec!["2026-27".to_owned()], &json!(mark), &Value::Null));
    let (changed, page) = years(&format!("updated_since={mark}"));
    assert_eq!(changed, ["2026-27"]);
    assert_eq!(years(&format!("updated_since={}", text(&page["watermark"]))).0, [""; 0]);
    let refused = ground.api.get(&format!("{path}?updated_since=yesterday")).expect(400);
    assert_eq!(refused.violations(), ["/query/updated_since wrong_format"]);
}
}

on_both! {
fn of_line_management_it_learns_what_is_new(house: &House) {
    let ground = Ground::new(house);
    let manager = ground.person("Malik", "Cover manager", &["cover_manager"]);
    let as_manager = ground.api.acting_for(&manager);
    let staff = format!("/v1/staff/{}", ground.officer);
    let begun = json!({ "line_manager_id": manager, "academic_year": "2026-27" });
    ground.api.post(&format!("{staff}/appraisals"), &begun).expect(201);
    let other = ground.api.acting_for(&ground.person("Meera", "Cover manager", &["cover_manager"]));
    let meeting = |day: &str| json!({ "line_manager_id": manager, "held_on": day, "notes": "Went through the week" });
    let course = |day: &str| json!({ "kind": "first_aid", "title": "First aid at work", "completed_on": day });
    for (list, new) in [("one-to-ones", &meeting as &dyn Fn(&str) -> Value), ("trainings", &course)] {
        let path = format!("{staff}/{list}");
        as_manager.post(&path, &new("2026-11-16")).expect(201);
        house.settle_events();
        let mut copy = Mirror::new(&as_manager, &path);
        assert_eq!((copy.ids.len(), copy.refresh(&as_manager)), (1, (0, 0)), "{list}");
        as_manager.post(&path, &new("2026-11-20")).expect(201);
        house.settle_events();
        assert_eq!(copy.refresh(&as_manager), (1, 0), "{list}");
    }
    for list in ["appraisals", "observations"] {
        let page = other.get(&format!("{staff}/{list}?updated_since=0")).expect(200).json;
        assert_eq!((&page["data"], &page["removed"]), (&json!([]), &json!([])), "{list}");
    }
}
}
