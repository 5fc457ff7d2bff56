//! JSON bodies: read, checked against their own schema, then made into their type.

mod digest;
pub(crate) mod json;
mod limit;
mod optional;
mod raw;

pub use digest::BodyDigest;
pub use limit::BodyLimit;
pub use optional::OptionalBody;
pub use raw::read_whole;

use crate::{Problem, kinds, schema::Checker};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use futures_util::future::LocalBoxFuture;
use school::Violation;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::ops::Deref;
use utoipa::ToSchema;

/// A JSON body. The value has the form that the documentation shows: whatever is wrong with it has been answered before the
/// handler runs, all of it in one answer.
///
/// Give the type `#[serde(deny_unknown_fields)]`, which also closes its schema.
#[derive(Debug, Clone)]
pub struct Body<T> {
    /// What was sent.
    pub value: T,
    /// The digest of the bytes, to tell whether a repeated request is the same.
    pub digest: BodyDigest,
}

impl<T> Body<T> {
    /// What was sent.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Body<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let limit = BodyLimit::of(request);
        let length = header_length(request);
        let payload = payload.take();
        Box::pin(async move {
            if !is_json {
                return Err(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE));
            }
            let bytes = read_whole(payload, length, limit).await?;
            let value = read_value(&bytes)?;
            Ok(Self { value, digest: BodyDigest::of(&bytes) })
        })
    }
}

/// Reads a JSON body that is already in memory.
pub fn read_value<T: DeserializeOwned + ToSchema + 'static>(bytes: &[u8]) -> Result<T, Problem> {
    let (value, mut violations) = json::parse(bytes).map_err(|fault| {
        let json::NotJson { line, column, reason } = fault;
        Problem::new(&kinds::MALFORMED_BODY).detail(format!("line {line}, column {column}: {reason}"))
    })?;
    violations.extend(Checker::of::<T>().check(&value));
    if !violations.is_empty() {
        return Err(Problem::invalid_body(violations));
    }
    from_value(value).map_err(|violation| Problem::invalid_body(vec![violation]))
}

/// Makes a checked value into its type. What the schema cannot say, the type itself may still refuse.
pub(crate) fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Violation> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let (code, detail) = meaning_of(&error.inner().to_string());
        Violation::new(pointer_of(error.path()), code, detail)
    })
}

/// What serde means, without its text, which may repeat what was sent.
fn meaning_of(message: &str) -> (&'static str, &'static str) {
    const KNOWN: [(&str, &str, &str); 5] = [
        ("invalid value: integer", "out_of_range", "this number is too large or too small"),
        ("invalid value: floating point", "out_of_range", "this number is too large or too small"),
        ("invalid type", "wrong_type", "this is of another type than it must be"),
        ("missing field", "missing_field", "a field is missing here"),
        ("unknown field", "unknown_field", "there is a field here that is not known"),
    ];
    let known = KNOWN.iter().find(|(start, _, _)| message.starts_with(start));
    known.map_or(("not_allowed_value", "this value is not allowed here"), |(_, code, detail)| (*code, *detail))
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => json::push_step(&mut pointer, &index.to_string()),
            Segment::Map { key } => json::push_step(&mut pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

fn is_json(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let plain = headers.get(header::CONTENT_ENCODING).is_none_or(|value| value.as_bytes() == b"identity");
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let (essence, parameters) = kind.split_once(';').unwrap_or((kind, ""));
    let charset = parameters.trim().to_ascii_lowercase();
    let utf8 = matches!(charset.as_str(), "" | "charset=utf-8" | "charset=\"utf-8\"");
    plain && utf8 && essence.trim().eq_ignore_ascii_case("application/json")
}

fn header_length(request: &HttpRequest) -> Option<u64> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
