//! Answers and headers that operations have by rule.

use super::{choices, each_operation, headers, items};
use crate::{ProblemDocument, kinds, problem::PROBLEM_JSON};
use actix_web::http::StatusCode;
use school::Violation;
use std::collections::BTreeSet;
use utoipa::{
    Modify, PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder,
        path::{Operation, Parameter, ParameterIn},
    },
};

/// The extension with which an operation names further problems: `extensions(("x-problems" = json!([409])))`.
const FURTHER: &str = "x-problems";

/// Adds to every operation the problems that it may answer with, and the headers that go with every answer:
///
/// * any parameter or body: 400 and 422 (what can be read but breaks a rule); a body: 413, 415; an id in the path: 404;
/// * anything but a public operation (`security(())`): 401, 403, and the header `Acting-Staff`;
/// * a POST that is not public: the header `Idempotency-Key`, 409 and 422;
/// * PUT, PATCH and DELETE: the header `If-Match`, and 412;
/// * a GET whose answer has an `ETag`: the header `If-None-Match`, and 304;
/// * all: 429, 500, 503; and what `x-problems` names.
///
/// An answer that the operation documents itself stays as it is. `x-plain: true` leaves an operation alone but for 429,
/// 500 and 503: for answers in the form of another standard, such as the token endpoint's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommonAnswers;

impl Modify for CommonAnswers {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_with(Components::new);
        let mut needed = BTreeSet::new();
        for (path, item) in &mut document.paths.paths {
            each_operation(item, |method, operation| {
                needed.extend(complete(path, method, operation));
            });
        }
        add_components(components, &needed);
        items::refer_to_items(components);
        choices::allow_overlaps(components);
    }
}

/// Completes one operation, and tells which problems it refers to.
fn complete(path: &str, method: &'static str, operation: &mut Operation) -> BTreeSet<u16> {
    let traits = Traits::of(path, method, operation);
    let further = take_further(operation);
    let statuses: BTreeSet<u16> = traits.statuses().into_iter().chain(further).collect();
    add_parameters(operation, traits);
    if traits.is_conditional_read {
        let not_modified = ResponseBuilder::new().description("Not changed since the state named").build();
        operation.responses.responses.entry("304".to_owned()).or_insert(RefOr::T(not_modified));
    }
    for answer in operation.responses.responses.values_mut() {
        if let RefOr::T(answer) = answer {
            headers::refer_to_common(answer);
        }
    }
    for status in &statuses {
        let reference = Ref::new(format!("#/components/responses/{}", name_of(*status)));
        operation.responses.responses.entry(status.to_string()).or_insert(RefOr::Ref(reference));
    }
    statuses
}

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
struct Traits {
    method: &'static str,
    is_public: bool,
    is_plain: bool,
    has_body: bool,
    has_input: bool,
    has_id: bool,
    is_conditional_read: bool,
}

impl Traits {
    fn of(path: &str, method: &'static str, operation: &Operation) -> Self {
        let has_body = operation.request_body.is_some();
        let has_parameters = operation.parameters.as_ref().is_some_and(|list| !list.is_empty());
        let tagged = |(status, answer): (&String, &RefOr<Response>)| match answer {
            RefOr::T(answer) => {
                status.starts_with('2') && answer.headers.keys().any(|n| n.eq_ignore_ascii_case("etag"))
            }
            RefOr::Ref(_) => false,
        };
        Self {
            method,
            is_public: is_public(operation),
            is_plain: extension(operation, "x-plain").is_some(),
            has_body,
            has_input: has_body || has_parameters || path.contains('{'),
            has_id: path.contains("_id}"),
            is_conditional_read: method == "get" && operation.responses.responses.iter().any(tagged),
        }
    }

    fn is_write_on_condition(self) -> bool {
        !self.is_public && matches!(self.method, "put" | "patch" | "delete")
    }

    fn is_repeatable(self) -> bool {
        !self.is_public && self.method == "post"
    }

    fn statuses(self) -> Vec<u16> {
        let mut statuses = vec![429, 500, 503];
        if self.is_plain {
            return statuses;
        }
        let rules: [(bool, &[u16]); 6] = [
            (self.has_input, &[400, 422]),
            (self.has_body, &[413, 415]),
            (self.has_id, &[404]),
            (!self.is_public, &[400, 401, 403]),
            (self.is_repeatable(), &[409, 422]),
            (self.is_write_on_condition(), &[412]),
        ];
        statuses.extend(rules.into_iter().filter(|(holds, _)| *holds).flat_map(|(_, added)| added));
        statuses
    }
}

fn is_public(operation: &Operation) -> bool {
    let requirements = operation.security.as_ref().map(|list| serde_json::json!(list));
    requirements.is_some_and(|list| {
        list.as_array()
            .is_some_and(|list| list.iter().all(|one| one.as_object().is_some_and(serde_json::Map::is_empty)))
    })
}

fn extension(operation: &Operation, name: &str) -> Option<serde_json::Value> {
    operation.extensions.as_ref().and_then(|extensions| extensions.get(name).cloned())
}

/// The problems that an operation names itself.
fn take_further(operation: &Operation) -> Vec<u16> {
    let named = extension(operation, FURTHER).unwrap_or_default();
    let list = named.as_array().cloned().unwrap_or_default();
    list.iter().filter_map(|status| u16::try_from(status.as_u64()?).ok()).collect()
}

fn add_parameters(operation: &mut Operation, traits: Traits) {
    let rules = [
        (!traits.is_public && !traits.is_plain, headers::ACTING_STAFF),
        (traits.is_repeatable() && !traits.is_plain, headers::IDEMPOTENCY_KEY),
        (traits.is_write_on_condition(), headers::IF_MATCH),
        (traits.is_conditional_read, headers::IF_NONE_MATCH),
    ];
    let list = operation.parameters.get_or_insert_with(Vec::new);
    for (_, (name, component)) in rules.into_iter().filter(|(holds, _)| *holds) {
        let there = |parameter: &RefOr<Parameter>| match parameter {
            RefOr::T(own) => own.parameter_in == ParameterIn::Header && own.name.eq_ignore_ascii_case(name),
            RefOr::Ref(reference) => reference.ref_location.ends_with(component),
        };
        if !list.iter().any(there) {
            list.push(RefOr::Ref(Ref::new(format!("#/components/parameters/{component}"))));
        }
    }
    if list.is_empty() {
        operation.parameters = None;
    }
}

fn name_of(status: u16) -> String {
    format!("Problem{status}")
}

fn add_components(components: &mut Components, statuses: &BTreeSet<u16>) {
    components.schemas.entry("Problem".to_owned()).or_insert_with(ProblemDocument::schema);
    components.schemas.entry("Violation".to_owned()).or_insert_with(Violation::schema);
    let mut nested = Vec::new();
    ProblemDocument::schemas(&mut nested);
    for (name, schema) in nested {
        components.schemas.entry(name).or_insert(schema);
    }
    headers::add_components(components);
    for status in statuses {
        components.responses.insert(name_of(*status), RefOr::T(answer(*status)));
    }
}

fn answer(status: u16) -> Response {
    let kind = kinds::of_status(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut answer = ResponseBuilder::new().description(kind.title).content(PROBLEM_JSON, content).build();
    headers::refer_to_common(&mut answer);
    headers::refer_to_those_of_status(&mut answer, status);
    answer
}
