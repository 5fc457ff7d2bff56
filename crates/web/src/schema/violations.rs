//! What a validator found, in the words of the API.

use crate::body::json::push_step;
use jsonschema::{
    ValidationError,
    error::{TypeKind, ValidationErrorKind as Kind},
};
use school::Violation;
use serde_json::Value;

/// Names longer than this are not repeated in a pointer.
const LONGEST_NAME: usize = 64;

/// Adds what an error means to the list; one error may mean several things. The offending value is never repeated.
pub(super) fn list(error: &ValidationError<'_>, found: &mut Vec<Violation>) {
    let pointer = error.instance_path().as_str();
    let mut say = |code: &str, detail: String| found.push(Violation::new(pointer, code, detail));
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                found.push(Violation::new(below(pointer, name), "unknown_field", "there is no field of this name"));
            }
        }
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            found.push(Violation::new(below(pointer, name), "missing_field", "this field must be given"));
        }
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => alternatives(error, context, found),
        Kind::OneOfMultipleValid { .. } => say("ambiguous", "this fits more than one form".to_owned()),
        Kind::PropertyNames { error } => list(error, found),
        Kind::Type { kind } => say("wrong_type", format!("this must be {}", types(kind))),
        Kind::Enum { options } => say("not_allowed_value", format!("this must be one of {}", values(options))),
        Kind::Constant { expected_value } => say("not_allowed_value", format!("this must be {expected_value}")),
        Kind::Format { format } => say("wrong_format", format!("this must be {}", form(format))),
        Kind::Pattern { pattern } => say("wrong_pattern", format!("this must match the pattern {pattern}")),
        other => {
            let (code, detail) = limit(other);
            say(code, detail);
        }
    }
}

fn limit(kind: &Kind) -> (&'static str, String) {
    match kind {
        Kind::MaxLength { limit } => ("too_long", format!("this must have at most {limit} characters")),
        Kind::MinLength { limit } => ("too_short", format!("this must have at least {limit} characters")),
        Kind::MaxItems { limit } => ("too_many", format!("there must be at most {limit} items")),
        Kind::MinItems { limit } => ("too_few", format!("there must be at least {limit} items")),
        Kind::AdditionalItems { limit } => ("too_many", format!("there must be at most {limit} items")),
        Kind::MaxProperties { limit } => ("too_many", format!("there must be at most {limit} fields")),
        Kind::MinProperties { limit } => ("too_few", format!("there must be at least {limit} fields")),
        Kind::Maximum { limit } => ("out_of_range", format!("this must be at most {limit}")),
        Kind::Minimum { limit } => ("out_of_range", format!("this must be at least {limit}")),
        Kind::ExclusiveMaximum { limit } => ("out_of_range", format!("this must be less than {limit}")),
        Kind::ExclusiveMinimum { limit } => ("out_of_range", format!("this must be more than {limit}")),
        Kind::MultipleOf { multiple_of } => ("out_of_range", format!("this must be a multiple of {multiple_of}")),
        Kind::UniqueItems => ("not_unique", "no item may occur twice".to_owned()),
        _ => ("not_allowed_value", "this value is not allowed here".to_owned()),
    }
}

/// No form fits. Forms of another type (`null` beside an object) say nothing about what was sent; of the rest the one that
/// comes nearest explains best.
fn alternatives(error: &ValidationError<'_>, forms: &[Vec<ValidationError<'static>>], found: &mut Vec<Violation>) {
    let here = error.instance_path().as_str();
    let is_here = |error: &ValidationError<'_>| error.instance_path().as_str() == here;
    let other_type = |form: &&Vec<ValidationError<'static>>| {
        form.iter().any(|e| is_here(e) && matches!(e.kind(), Kind::Type { .. }))
    };
    let same_type: Vec<_> = forms.iter().filter(|form| !other_type(form)).collect();
    if same_type.is_empty() {
        let kinds = forms.iter().flatten().filter(|error| is_here(error));
        let mut names: Vec<String> = kinds
            .filter_map(|error| match error.kind() {
                Kind::Type { kind } => Some(types(kind)),
                _ => None,
            })
            .collect();
        names.dedup();
        found.push(Violation::new(here, "wrong_type", format!("this must be {}", names.join(" or "))));
        return;
    }
    // A tag that does not match rules a form out more than any number of other faults.
    let faults = |form: &Vec<ValidationError<'static>>| {
        let wrong_tag = form.iter().any(|e| matches!(e.kind(), Kind::Enum { .. } | Kind::Constant { .. }));
        (wrong_tag && same_type.len() > 1, form.len())
    };
    if let Some(nearest) = same_type.iter().min_by_key(|form| faults(form)) {
        nearest.iter().for_each(|error| list(error, found));
    }
}

fn below(pointer: &str, name: &str) -> String {
    let mut pointer = pointer.to_owned();
    if name.len() <= LONGEST_NAME {
        push_step(&mut pointer, name);
    }
    pointer
}

/// One reference token of a JSON pointer with its slash.
pub(crate) fn escaped_step(name: &str) -> String {
    below("", name)
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => type_name(&one.to_string()),
        TypeKind::Multiple(several) => {
            several.iter().map(|one| type_name(&one.to_string())).collect::<Vec<_>>().join(" or ")
        }
    }
}

fn type_name(name: &str) -> String {
    match name {
        "object" => "an object",
        "array" => "a list",
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        other => other,
    }
    .to_owned()
}

fn values(options: &Value) -> String {
    let list = options.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}

fn form(format: &str) -> &str {
    match format {
        "date" => "a date written as 2026-11-23",
        "date-time" => "a date and time with offset written as 2026-11-23T08:40:00Z",
        "time" => "a time written as 08:40:00Z",
        "uuid" => "a UUID in its hyphenated form",
        "email" => "an email address",
        "uri" => "an absolute address (URI)",
        other => other,
    }
}
