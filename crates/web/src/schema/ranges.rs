//! Formats of numbers made into limits that a validator checks.

use serde_json::{Map, Value, json};

/// `int32` and its kin are annotations to JSON Schema; here they become limits, wherever the type sets none of its own.
pub(super) fn spell_out(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let unsigned = object.get("minimum").and_then(Value::as_f64).is_some_and(|least| least >= 0.0);
            let limits = object.get("format").and_then(Value::as_str).and_then(|format| limits_of(format, unsigned));
            if let Some((least, most)) = limits.filter(|_| is_integer(object)) {
                object.entry("minimum").or_insert(least);
                object.entry("maximum").or_insert(most);
            }
            object.values_mut().for_each(spell_out);
        }
        Value::Array(list) => list.iter_mut().for_each(spell_out),
        _ => {}
    }
}

fn is_integer(schema: &Map<String, Value>) -> bool {
    match schema.get("type") {
        Some(Value::String(name)) => name == "integer",
        Some(Value::Array(names)) => names.iter().any(|name| name == "integer"),
        _ => false,
    }
}

/// An unsigned type has the format of the signed one, and a minimum.
fn limits_of(format: &str, unsigned: bool) -> Option<(Value, Value)> {
    Some(match format {
        "int32" if unsigned => (json!(0), json!(u32::MAX)),
        "int64" if unsigned => (json!(0), json!(u64::MAX)),
        "int32" => (json!(i32::MIN), json!(i32::MAX)),
        "int64" => (json!(i64::MIN), json!(i64::MAX)),
        _ => return None,
    })
}
