//! Values checked against the very schema that the OpenAPI document shows.

mod compiled;
mod once;
mod ranges;
mod violations;

pub(crate) use compiled::Checker;
pub(crate) use once::OnceForType;
pub(crate) use violations::escaped_step;

/// The most violations that one answer lists: a body of millions of faults must not become an answer of gigabytes.
pub(crate) const MOST_VIOLATIONS: usize = 500;

#[cfg(test)]
mod tests;
