//! Lists: pages, and keeping a copy of what is in them.

use crate::ground::{Ground, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{Api, House, on_both};

/// Every page of a list, by cursor.
fn pages(api: &Api, path: &str) -> Vec<Vec<String>> {
    let (mut pages, mut address) = (Vec::new(), path.to_owned());
    loop {
        let page = api.get(&address).expect(200);
        pages.push(page.json["data"].as_array().unwrap().iter().map(|each| text(&each["id"]).to_owned()).collect());
        let link = page.header("link").to_owned();
        let Some(cursor) = page.json["next_cursor"].as_str() else {
            assert!(!link.contains("rel=\"next\""), "{link}");
            return pages;
        };
        let next = link.split(['<', '>']).nth(1).unwrap_or("").to_owned();
        assert!(link.contains("rel=\"next\"") && next.contains(cursor), "{link}");
        address = next.find("/v1/").map(|start| next[start..].to_owned()).unwrap();
        assert!(pages.len() < 20);
    }
}

on_both! {
fn pages_hold_everything_once_in_a_stable_order(house: &House) {
    let ground = Ground::new(house);
    for number in 0..7 {
        ground.pupil(&format!("Pupil{number}"), &json!({ "year_group": 7 + number % 2 }));
    }
    for (path, wanted) in [("pupils?limit=3", 7), ("pupils?limit=2&year_group=8", 3), ("staff?limit=1", 2), ("groups?limit=1", 1)] {
        let found = pages(&ground.api, &ground.path(path));
        let limit: usize = path.split(['=', '&']).nth(1).unwrap().parse().unwrap();
        assert!(found.iter().rev().skip(1).all(|page| page.len() == limit), "{path} {found:?}");
        let all: Vec<String> = found.concat();
        assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (wanted, wanted), "{path}");
        assert_eq!(pages(&ground.api, &ground.path(path)).concat(), all, "the order is stable");
    }
    // Somebody who comes in between moves nobody to another page twice.
    let first = ground.api.get(&ground.path("pupils?limit=4")).expect(200).json;
    ground.pupil("Newcomer", &json!({}));
    let rest = pages(&ground.api, &ground.path(&format!("pupils?limit=4&cursor={}", text(&first["next_cursor"])))).concat();
    let seen: BTreeSet<&str> = first["data"].as_array().unwrap().iter().map(|each| text(&each["id"])).collect();
    assert!(rest.iter().all(|id| !seen.contains(id.as_str())) && rest.len() >= 3);
    let single = ground.api.get("/v1/attendance-codes").expect(200);
    assert_eq!((single.json["next_cursor"].clone(), single.header("link")), (Value::Null, ""));
}
}

/// A copy of a list, kept by asking only for changes.
pub(super) struct Mirror {
    path: String,
    pub(super) ids: BTreeSet<String>,
    watermark: String,
}

impl Mirror {
    pub(super) fn new(api: &Api, path: &str) -> Self {
        let mut mirror =
            Self { path: path.to_owned(), ids: BTreeSet::new(), watermark: "1970-01-01T00:00:00Z".to_owned() };
        mirror.refresh(api);
        mirror
    }

    /// Asks for changes; answers how many came and how many went.
    pub(super) fn refresh(&mut self, api: &Api) -> (usize, usize) {
        let (mut came, mut went, mut cursor) = (0, 0, String::new());
        loop {
            let since = self.watermark.replace('+', "%2B");
            let page = api.get(&format!("{}?limit=2&updated_since={since}{cursor}", self.path)).expect(200).json;
            for each in page["data"].as_array().unwrap() {
                came += 1;
                self.ids.insert(text(&each["id"]).to_owned());
            }
            for gone in page["removed"].as_array().unwrap() {
                went += 1;
                self.ids.remove(text(gone));
            }
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => {
                    self.watermark = text(&page["watermark"]).to_owned();
                    assert!(!self.watermark.is_empty());
                    return (came, went);
                }
            }
        }
    }
}

on_both! {
fn a_copy_learns_of_every_change_and_of_nothing_else(house: &House) {
    let ground = Ground::new(house);
    let ids: Vec<String> = ["Amal", "Bo", "Cai"].map(|name| ground.pupil(name, &json!({}))).to_vec();
    house.settle_events();
    let mut pupils = Mirror::new(&ground.api, &ground.path("pupils"));
    assert_eq!(pupils.ids, ids.iter().cloned().collect());
    assert_eq!(pupils.refresh(&ground.api), (0, 0));
    ground.api.patch(&format!("/v1/pupils/{}", ids[1]), &json!({ "ethnicity": "WBRI" })).expect(200);
    let dua = ground.pupil("Dua", &json!({}));
    house.settle_events();
    assert_eq!(pupils.refresh(&ground.api), (2, 0));
    assert!(pupils.ids.contains(&dua));
    assert_eq!(pupils.refresh(&ground.api), (0, 0));
    // The clock of the server going back loses nothing.
    house.at("2026-11-23T08:55:00Z");
    ground.api.patch(&format!("/v1/pupils/{}", ids[2]), &json!({ "ethnicity": "WBRI" })).expect(200);
    house.settle_events();
    assert_eq!(pupils.refresh(&ground.api), (1, 0));

    let staff_path = ground.path("staff");
    let mut staff = Mirror::new(&ground.api, &staff_path);
    ground.person("New", "Teacher", &["teacher"]);
    house.settle_events();
    assert_eq!(staff.refresh(&ground.api), (1, 0));
}
}

on_both! {
fn a_copy_learns_of_what_was_removed(house: &House) {
    let ground = Ground::new(house);
    let amal = ground.pupil("Amal", &json!({}));
    let group = json!({ "name": "8x/Ma1", "kind": "teaching" });
    let group = ground.api.post(&ground.path("groups"), &group).expect(201).id();
    let member = format!("/v1/groups/{group}/members/{amal}");
    ground.api.put(&member, &json!({ "first_day": "2026-12-01" })).expect(200);
    house.settle_events();
    let mut members = Mirror::new(&ground.api, &format!("/v1/groups/{group}/members"));
    assert_eq!(members.ids.len(), 1);
    ground.api.delete(&format!("{member}?first_day=2026-12-01")).expect(204);
    house.settle_events();
    assert_eq!(members.refresh(&ground.api), (0, 1));
    assert_eq!(members.ids.len(), 0);
}
}

on_both! {
fn every_command_leaves_an_event_that_names_no_values(house: &House) {
    let ground = Ground::new(house);
    let amal = ground.pupil("Zebulonia", &json!({}));
    ground.take("2026-11-23/am", &[(&amal, "N")]);
    let body = json!({ "code": "I", "reason": "Parent telephoned the office" });
    ground.as_officer().patch(&crate::ground::mark(&amal, "2026-11-23/am"), &body).expect(200);
    house.settle_events();
    let events = ground.api.get(&ground.path("events?limit=500")).expect(200);
    let list = events.json["data"].as_array().unwrap();
    let of = |kind: &str, what: &str| list.iter().any(|event| event["subject_kind"] == kind && event["kind"] == what);
    assert!(of("pupil", "created") && of("register", "taken") && of("mark", "amended"), "{}", events.text);
    let places: Vec<i64> = list.iter().map(|event| event["position"].as_i64().unwrap()).collect();
    assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
    for value in ["Zebulonia", "Parent telephoned", "2014-03-15"] {
        assert!(!events.text.contains(value), "{value}");
    }
}
}
