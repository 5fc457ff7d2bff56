//! Not yet so: see the issue tracker. Add `mod wanted;` to the stories of registers when it is.

use crate::ground::{Ground, mark};
use serde_json::{Value, json};
use testkit::{House, on_both};

on_both! {
fn the_minutes_and_the_remark_of_the_original_entry_stay_in_the_history(house: &House) {
    let ground = Ground::new(house);
    let [amal] = ground.pupils(["Amal"]);
    let path = ground.register("2026-11-23/am", "8A");
    let body = json!({ "marks": [{ "pupil_id": amal, "code": "L", "minutes_late": 4, "comment": "At the gate" }] });
    ground.api.put(&path, &body).expect(200);
    let more = json!({ "minutes_late": 9, "comment": "Bus broke down", "reason": "The gate log says so" });
    ground.as_officer().patch(&mark(&amal, "2026-11-23/am"), &more).expect(200);
    let history = ground.as_officer().get(&mark(&amal, "2026-11-23/am")).expect(200).json["history"].clone();
    let of = |name: &str| history.as_array().unwrap().iter().map(|entry| entry[name].clone()).collect::<Vec<Value>>();
    assert_eq!(of("minutes_late"), [json!(4), json!(9)], "{history}");
    assert_eq!(of("comment"), [json!("At the gate"), json!("Bus broke down")], "{history}");
}
}
