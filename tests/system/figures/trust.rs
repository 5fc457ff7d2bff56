//! The figures of the trust: sums first, one division after.

use super::{NOVEMBER, enter, rows};
use crate::ground::Ground;
use serde_json::json;
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
