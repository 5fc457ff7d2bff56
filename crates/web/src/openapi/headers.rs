//! Headers that many operations share, described once.

use utoipa::openapi::{
    Components, Header, HeaderBuilder, ObjectBuilder, Ref, RefOr, Required, Response, Type,
    path::{Parameter, ParameterBuilder, ParameterIn},
};

/// A request header: its name, and the name of its description.
pub(super) type Named = (&'static str, &'static str);

pub(super) const ACTING_STAFF: Named = ("Acting-Staff", "ActingStaff");
pub(super) const IDEMPOTENCY_KEY: Named = ("Idempotency-Key", "IdempotencyKey");
pub(super) const IF_MATCH: Named = ("If-Match", "IfMatch");
pub(super) const IF_NONE_MATCH: Named = ("If-None-Match", "IfNoneMatch");

/// The headers that every answer has.
const COMMON: [Named; 3] =
    [("X-Request-Id", "XRequestId"), ("RateLimit", "RateLimit"), ("RateLimit-Policy", "RateLimitPolicy")];

pub(super) fn refer_to_common(answer: &mut Response) {
    refer(answer, &COMMON);
}

pub(super) fn refer_to_those_of_status(answer: &mut Response, status: u16) {
    match status {
        401 => refer(answer, &[("WWW-Authenticate", "WWWAuthenticate")]),
        429 | 503 => refer(answer, &[("Retry-After", "RetryAfter")]),
        _ => {}
    }
}

fn refer(answer: &mut Response, headers: &[Named]) {
    for (name, component) in headers {
        let reference = Ref::new(format!("#/components/headers/{component}"));
        answer.headers.entry((*name).to_owned()).or_insert(RefOr::Ref(reference));
    }
}

pub(super) fn add_components(components: &mut Components) {
    let texts = [
        ("XRequestId", "The id of the request: the caller's own if it sent a sane one, else made here."),
        ("RateLimit", "What is left of the allowance, e.g. `\"default\";r=1999;t=1`."),
        ("RateLimitPolicy", "The allowance, e.g. `\"default\";q=2000;w=1`."),
        ("WWWAuthenticate", "How to authenticate (RFC 6750)."),
    ];
    for (name, description) in texts {
        components.headers.insert(name.to_owned(), RefOr::T(header(Type::String, description)));
    }
    let wait = header(Type::Integer, "In how many seconds to try again.");
    components.headers.insert("RetryAfter".to_owned(), RefOr::T(wait));

    let parameters = [
        (ACTING_STAFF, "The id of the member of staff for whom a client acts.", Some("uuid"), 36),
        (
            IDEMPOTENCY_KEY,
            "A name for this request: sent again with the same key and body within 24 hours, it is done only once.",
            None,
            255,
        ),
        (IF_MATCH, "Do it only in this state: the `ETag` as it was read, in its quotation marks.", None, 1_024),
        (IF_NONE_MATCH, "Answer 304 while it is in this state: the `ETag` as it was read.", None, 1_024),
    ];
    for ((name, component), description, format, longest) in parameters {
        let parameter = RefOr::T(parameter(name, description, format, longest));
        components.parameters.insert(component.to_owned(), parameter);
    }
}

fn header(kind: Type, description: &str) -> Header {
    let schema = ObjectBuilder::new().schema_type(kind);
    HeaderBuilder::new().schema(Some(schema)).description(Some(description)).build()
}

fn parameter(name: &str, description: &str, format: Option<&str>, longest: usize) -> Parameter {
    let format = format.map(|name| utoipa::openapi::SchemaFormat::Custom(name.to_owned()));
    let schema = ObjectBuilder::new().schema_type(Type::String).format(format).max_length(Some(longest));
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}
