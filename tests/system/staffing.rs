//! The people who teach and cover.

mod agency;
mod employment;
mod line_management;
mod vetting;

use serde_json::{Value, json};

/// The employment of a full-time teacher, but for what `changes` says.
fn employment(changes: &Value) -> Value {
    let mut body = json!({ "cover_roles": ["teacher"],
        "contract": { "kind": "permanent", "first_day": "2024-09-01", "fte": 1.0 } });
    for (name, value) in changes.as_object().into_iter().flatten() {
        body[name.as_str()] = value.clone();
    }
    body
}
