//! The people who teach and cover.

mod absences;
mod agency;
mod concerns;
mod confidential;
mod employment;
mod extra_hours;
mod fairness;
mod figures;
mod line_management;
mod log;
mod managers;
mod own;
mod policy;
mod times;
mod vetting;
mod vouching;

use serde_json::{Value, json};
use testkit::{Api, House};

/// The employment of a full-time teacher, but for what `changes` says.
fn employment(changes: &Value) -> Value {
    let mut body = json!({ "cover_roles": ["teacher"],
        "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 1.0 } });
    for (name, value) in changes.as_object().into_iter().flatten() {
        body[name.as_str()] = value.clone();
    }
    body
}

/// Records every check that who teaches needs, as made long ago.
pub(crate) fn vetted(api: &Api, staff: &str) {
    let kinds = ["identity", "barred_list", "enhanced_dbs", "right_to_work", "prohibition"];
    let checks = kinds.map(|kind| json!({ "kind": kind, "done_on": "2024-08-20" }));
    api.put(&format!("/v1/staff/{staff}/checks"), &json!({ "checks": checks })).expect(201);
}

/// An absence of which only what matters is said; answers its id.
pub(crate) fn absence(house: &House, academy: &str, says: &Value) -> String {
    let mut whole = json!({ "foreseeable": false, "cover_needed": true, "self_reported": false });
    for (name, value) in says.as_object().into_iter().flatten() {
        whole[name.as_str()] = value.clone();
    }
    let academy = academy.parse().unwrap();
    let recorded = house.app.write(&house.operator(), |cx| {
        app::cover::absences::record_absence(cx, academy, serde_json::from_value(whole.clone()).unwrap())
    });
    recorded.unwrap().id.to_string()
}
