//! How a query becomes a value, by the documented parameters.

use crate::schema::{Checker, escaped_step};
use school::Violation;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::{
    IntoParams,
    openapi::{Required, path::ParameterIn},
};

/// What one parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    WholeNumber,
    Number,
    Truth,
    List(Item),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Text,
    WholeNumber,
}

/// The parameters of a type: their shapes, and the schema of all of them together.
#[derive(Debug)]
pub(super) struct Plan {
    shapes: BTreeMap<String, Shape>,
    checker: Checker,
}

impl Plan {
    pub(super) fn of<T: IntoParams>() -> Self {
        let (mut shapes, mut properties, mut required) = (BTreeMap::new(), Map::new(), Vec::new());
        for parameter in T::into_params(|| Some(ParameterIn::Query)) {
            let schema = parameter.schema.as_ref().map_or_else(|| json!({}), |schema| json!(schema));
            if parameter.required == Required::True {
                required.push(parameter.name.clone());
            }
            shapes.insert(parameter.name.clone(), shape_of(&schema));
            properties.insert(parameter.name, if has_reference(&schema) { json!({}) } else { schema });
        }
        let whole = json!({ "type": "object", "properties": properties, "required": required });
        Self { shapes, checker: Checker::compile(whole) }
    }

    /// Makes one object of the pairs, with each value in the shape of its parameter.
    pub(super) fn arrange(&self, pairs: Vec<(String, String)>) -> (Value, Vec<Violation>) {
        let (mut object, mut violations) = (Map::new(), Vec::new());
        for (name, text) in pairs {
            let mut say = |code: &str, detail: &str| {
                violations.push(Violation::new(format!("/query{}", escaped_step(&name)), code, detail));
            };
            match self.shapes.get(&name) {
                None => say("unknown_parameter", "there is no parameter of this name"),
                Some(Shape::List(item)) => {
                    let list = object.entry(name).or_insert_with(|| json!([]));
                    if let Value::Array(list) = list {
                        list.push(item.read(text));
                    }
                }
                Some(_) if object.contains_key(&name) => {
                    say("duplicate_parameter", "this parameter may be given only once");
                }
                Some(shape) => {
                    object.insert(name, shape.read(text));
                }
            }
        }
        (Value::Object(object), violations)
    }

    pub(super) fn check(&self, value: &Value) -> Vec<Violation> {
        self.checker.check(value)
    }

    #[cfg(test)]
    pub(super) fn fault(&self) -> Option<&str> {
        self.checker.fault()
    }
}

impl Shape {
    /// The text as a value of this shape. What is not of the shape stays a text, which the schema then refuses.
    fn read(self, text: String) -> Value {
        match self {
            Self::WholeNumber => whole_number(text),
            Self::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => json!(number),
                _ => Value::String(text),
            },
            Self::Truth if text == "true" => Value::Bool(true),
            Self::Truth if text == "false" => Value::Bool(false),
            Self::Text | Self::Truth | Self::List(_) => Value::String(text),
        }
    }
}

impl Item {
    fn read(self, text: String) -> Value {
        match self {
            Self::Text => Value::String(text),
            Self::WholeNumber => whole_number(text),
        }
    }
}

fn whole_number(text: String) -> Value {
    let plain = text.strip_prefix('-').unwrap_or(&text).bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<i64>() {
        Ok(number) if plain => json!(number),
        _ => Value::String(text),
    }
}

fn shape_of(schema: &Value) -> Shape {
    let names = type_names(schema);
    if names.iter().any(|name| name == "array") {
        let items = schema.get("items").map(type_names).unwrap_or_default();
        return Shape::List(if items.iter().any(|name| name == "integer") { Item::WholeNumber } else { Item::Text });
    }
    match names.iter().find(|name| *name != "null").map(String::as_str) {
        Some("integer") => Shape::WholeNumber,
        Some("number") => Shape::Number,
        Some("boolean") => Shape::Truth,
        _ => Shape::Text,
    }
}

fn type_names(schema: &Value) -> Vec<String> {
    let own = match schema.get("type") {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let forms = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    own.into_iter().chain(forms.flat_map(type_names)).collect()
}

fn has_reference(schema: &Value) -> bool {
    match schema {
        Value::Object(object) => object.contains_key("$ref") || object.values().any(has_reference),
        Value::Array(list) => list.iter().any(has_reference),
        _ => false,
    }
}
