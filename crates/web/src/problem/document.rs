//! The problem document as it goes over the wire.

use school::Violation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What went wrong (RFC 9457). `type` is an address that the server itself answers with an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// Which kind of problem it is: an address with an explanation for people. Programs may match on it.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid-body", format = "uri-reference")]
    pub kind: String,
    /// The kind in a few words.
    #[schema(example = "The body breaks the rules")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 422, minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong this time, for a person to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// The path of the request in which it arose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "/v1/academies")]
    pub instance: Option<String>,
    /// The id of that request, to quote when asking for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub request_id: Option<String>,
    /// Everything that is wrong with what was sent, not only the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Violation>,
}

impl ProblemDocument {
    /// The document as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
