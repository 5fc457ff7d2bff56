//! One thing that is wrong with what a caller sent.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One thing that is wrong with an input, at the place where it is wrong. A refusal carries all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Violation {
    /// JSON pointer (RFC 6901) into the body, e.g. `/marks/3/code`; empty for the body as a whole.
    #[schema(example = "/marks/3/code")]
    pub pointer: String,
    /// A stable word that programs may match on, e.g. `unknown_code`.
    #[schema(example = "unknown_code")]
    pub code: String,
    /// What is wrong, for a person to read. Holds no personal data.
    #[schema(example = "there is no attendance code of this name")]
    pub detail: String,
}

impl Violation {
    /// Puts the three parts together.
    pub fn new(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.to_owned(), detail: detail.into() }
    }
}
