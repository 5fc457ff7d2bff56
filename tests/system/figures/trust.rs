//! The figures of the trust: sums first, one division after.

use super::{NOVEMBER, enter, rows};
use crate::ground::{Ground, mark, text};
use serde_json::{Value, json};
use testkit::{House, on_both};

on_both! {
fn the_trust_is_one_sum_and_no_average_of_averages(house: &House) {
    let ground = Ground::new(house);
    let other = ground.neighbour();
    let amal = ground.pupil("Amal", &json!({}));
    let bashir = other.pupil("Bashir", &json!({ "sex": "M" }));
    enter(house, &ground, &rows(&ground.upn(&amal), &NOVEMBER[10..], "OOOOO ppppp"));
    enter(house, &other, &rows(&other.upn(&bashir), &NOVEMBER[10..], "pp"));
    let path = "/v1/trust/attendance/summary?from=2026-11-16&to=2026-11-20";
    let all = ground.api.get(path).expect(200).json;
    let figures = &all["data"][0]["summary"];
    assert_eq!((&all["data"][0]["pupils"], &figures["possible"], &figures["unauthorised"], &figures["missing"]), (&json!(2), &json!(12), &json!(5), &json!(8)));
    assert!((figures["absence_rate"].as_f64().unwrap() - 5.0 / 12.0).abs() < 1e-12);
    let by_sex = ground.api.get(&format!("{path}&by=sex")).expect(200).json;
    let rates: Vec<f64> = by_sex["data"].as_array().unwrap().iter().map(|each| each["summary"]["absence_rate"].as_f64().unwrap()).collect();
    assert_eq!(rates, [0.5, 0.0]);
    // Whoever reaches one academy gets the trust of that one.
    let one = house.client("attendance:read", &[&other.id]).get(path).expect(200).json;
    assert_eq!((&one["data"][0]["pupils"], &one["data"][0]["summary"]["possible"]), (&json!(1), &json!(2)));
}
}

/// Two academies: Amal was away without authorisation for half a week and Bo never; next door Bashir was ill for a day.
struct Trust {
    ground: Ground,
    other: Ground,
    amal: String,
    bo: String,
    bashir: String,
}

impl Trust {
    fn new(house: &House) -> Self {
        let ground = Ground::new(house);
        let other = ground.neighbour();
        let [amal, bo] = ground.pupils(["Amal", "Bo"]);
        let bashir = other.pupil("Bashir", &json!({}));
        enter(house, &ground, &rows(&ground.upn(&amal), &NOVEMBER[10..], "OOOOO ppppp"));
        enter(house, &ground, &rows(&ground.upn(&bo), &NOVEMBER[10..], "ppppp ppppp"));
        enter(house, &other, &rows(&other.upn(&bashir), &NOVEMBER[10..], "IIpp"));
        Self { ground, other, amal, bo, bashir }
    }
}

on_both! {
fn the_academies_stand_beside_each_other_and_add_up_to_the_trust(house: &House) {
    let Trust { ground, other, .. } = Trust::new(house);
    let query = "from=2026-11-16&to=2026-11-20";
    let found = ground.api.get(&format!("/v1/trust/attendance/academies?{query}")).expect(200).json;
    let of = |id: &str| {
        let academies = found["data"].as_array().unwrap();
        academies.iter().find(|each| each["academy_id"] == id).unwrap_or_else(|| panic!("{id} is missing")).clone()
    };
    for (id, possible) in [(&ground.id, 20), (&other.id, 4)] {
        let alone = ground.api.get(&format!("/v1/academies/{id}/attendance/summary?{query}")).expect(200).json;
        assert_eq!(of(id)["figures"], alone, "the same as when asked alone");
        assert_eq!(alone["data"][0]["summary"]["possible"], possible);
    }
    let whole = ground.api.get(&format!("/v1/trust/attendance/summary?{query}")).expect(200).json;
    let sum = |name: &str| {
        let academies = found["data"].as_array().unwrap().iter();
        academies.map(|each| each["figures"]["data"][0]["summary"][name].as_u64().unwrap()).sum::<u64>()
    };
    for name in ["possible", "attended", "authorised", "unauthorised", "missing"] {
        assert_eq!(json!(sum(name)), whole["data"][0]["summary"][name], "{name}");
    }
    // One academy a page, to the end; nobody sees an academy out of reach.
    let first = ground.api.get(&format!("/v1/trust/attendance/academies?{query}&limit=1")).expect(200).json;
    let cursor = first["next_cursor"].as_str().unwrap();
    let next = ground.api.get(&format!("/v1/trust/attendance/academies?{query}&limit=1&cursor={cursor}")).expect(200).json;
    assert_ne!(first["data"][0]["academy_id"], next["data"][0]["academy_id"]);
    let narrow = house.client("attendance:read", &[&other.id]);
    let one = narrow.get(&format!("/v1/trust/attendance/academies?{query}")).expect(200).json;
    assert_eq!((one["data"].as_array().unwrap().len(), &one["data"][0]["academy_id"]), (1, &json!(other.id)));
}
}

on_both! {
fn who_needs_action_is_listed_and_counted_across_the_trust(house: &House) {
    let Trust { ground, other, amal, bo, bashir } = Trust::new(house);
    let narrow = house.client("attendance:read", &[&other.id]);
    // Who needs action, of both academies and of the one in reach, with an amendment seen at once.
    let concerns = |api: &testkit::Api| api.get("/v1/trust/attendance/concerns?as_of=2026-11-20").expect(200).json["data"].clone();
    let rules = |list: &Value| -> Vec<(String, String)> {
        list.as_array().unwrap().iter().map(|each| (text(&each["pupil_id"]).to_owned(), text(&each["rule"]).to_owned())).collect()
    };
    let all = rules(&concerns(&ground.api));
    let has = |list: &[(String, String)], pupil: &str, rule: &str| list.contains(&(pupil.to_owned(), rule.to_owned()));
    assert!(has(&all, &amal, "severe_absence") && has(&all, &bashir, "severe_absence") && !has(&all, &bo, "persistent_absence"), "{all:?}");
    assert!(!has(&rules(&concerns(&narrow)), &amal, "severe_absence"));
    for each in concerns(&ground.api).as_array().unwrap() {
        let academy = if each["pupil_id"] == bashir { &other.id } else { &ground.id };
        assert_eq!(&each["academy_id"], academy);
    }
    // Page by page it is the same list, and the counts are those of the list.
    let whole = ground.api.get("/v1/trust/attendance/concerns?as_of=2026-11-20&limit=500").expect(200).json["data"].clone();
    let (mut paged, mut next) = (Vec::new(), String::new());
    for _ in 0..=whole.as_array().unwrap().len() {
        let page = ground.api.get(&format!("/v1/trust/attendance/concerns?as_of=2026-11-20&limit=1{next}")).expect(200).json;
        paged.extend(page["data"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        next = format!("&cursor={cursor}");
    }
    assert_eq!(json!(paged), whole);
    let counts = ground.api.get("/v1/trust/attendance/concerns/counts?as_of=2026-11-20").expect(200).json["data"].clone();
    for counted in counts.as_array().unwrap() {
        let of_academy = || whole.as_array().unwrap().iter().filter(|each| each["academy_id"] == counted["academy_id"]);
        let pupils: std::collections::BTreeSet<&str> = of_academy().map(|each| text(&each["pupil_id"])).collect();
        assert_eq!(counted["pupils"], json!(pupils.len()));
        for rule in counted["rules"].as_array().unwrap() {
            assert_eq!(rule["pupils"], json!(of_academy().filter(|each| each["rule"] == rule["rule"]).count()), "{counted}");
        }
    }
    assert_eq!(counts.as_array().unwrap().len(), 2, "{counts}");
    let amended = json!({ "code": "/", "reason": "Was in the medical room" });
    ground.as_officer().patch(&mark(&amal, "2026-11-16/am"), &amended).expect(200);
    assert!(!has(&rules(&concerns(&ground.api)), &amal, "severe_absence"), "four of ten");
    let undone = ground.api.get("/v1/trust/attendance/concerns?as_of=2026-11-20&status=no_longer_met").expect(200).json;
    assert!(has(&rules(&undone["data"]), &amal, "severe_absence"), "{undone}");
}
}
