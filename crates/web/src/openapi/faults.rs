//! What is wrong with a document, for a test.

use super::operations;
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::openapi::OpenApi;

/// What a reader or a generator would stumble over: operation ids that are missing or used twice, operations without a
/// summary, references that lead nowhere, a version other than 3.1, no licence. A test asserts that there is nothing.
pub fn faults(document: &OpenApi) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (method, path, operation) in operations(document) {
        match &operation.operation_id {
            None => found.push(format!("{method} {path} has no operation id")),
            Some(id) if !seen.insert(id.clone()) => found.push(format!("the operation id {id} is used twice")),
            Some(_) => {}
        }
        if operation.summary.as_deref().unwrap_or("").is_empty() {
            found.push(format!("{method} {path} has no summary"));
        }
    }
    let value = serde_json::to_value(document).unwrap_or_default();
    if !value["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")) {
        found.push("the document is not OpenAPI 3.1".to_owned());
    }
    if value["info"]["license"]["name"].as_str().unwrap_or("").is_empty() {
        found.push("the document names no licence".to_owned());
    }
    dangling(&value, &value, &mut found);
    found
}

fn dangling(value: &Value, root: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                let target = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
                if target.is_none() {
                    found.push(format!("{reference} leads nowhere"));
                }
            }
            object.values().for_each(|value| dangling(value, root, found));
        }
        Value::Array(list) => list.iter().for_each(|value| dangling(value, root, found)),
        _ => {}
    }
}
