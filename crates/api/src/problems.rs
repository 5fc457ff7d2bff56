//! What a use case may answer instead of its result, as a problem: one exhaustive match.

use app::Error;
use web::{Kind, Problem, kinds};

/// Problems that only this API has, beside those of [`web::kinds`].
pub(crate) static OWN: &[&Kind] = &[&UNSIGNED];

/// An entry that the law wants signed was sent without a person.
pub(crate) static UNSIGNED: Kind = Kind {
    slug: "unsigned",
    status: 422,
    title: "The entry must be signed by a person",
    explanation: "An amendment of a register keeps the name and position of the person who made it (School Attendance \
        (Pupil Registration) (England) Regulations 2024). Send the header Acting-Staff with the id of the member of staff \
        for whom the client acts, or the token of a person who signed in.",
};

/// The problem of an error.
pub(crate) fn problem(error: Error) -> Problem {
    match error {
        Error::NotFound(kind) => Problem::not_found().detail(format!("there is no such {kind}")),
        Error::Invalid(violations) if violations.iter().all(|each| each.pointer.starts_with("/query/")) => {
            Problem::invalid_parameters(violations)
        }
        Error::Invalid(violations) => Problem::invalid_body(violations),
        Error::Forbidden(why) => Problem::forbidden(why),
        Error::Unsigned => Problem::new(&UNSIGNED),
        Error::Conflict(why) => Problem::new(&kinds::CONFLICT).detail(why),
        Error::Stale | Error::Precondition => Problem::stale(),
        Error::InFlight => Problem::new(&kinds::REQUEST_IN_FLIGHT),
        Error::OtherBody => Problem::new(&kinds::KEY_REUSED),
        Error::Store(error) => of_store(&error),
        Error::Unexpected(why) => {
            tracing::error!(why, "an unexpected state");
            Problem::internal()
        }
    }
}

fn of_store(error: &store::Error) -> Problem {
    let mut chain = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        // The text of a database error may quote values; its kind may not.
        chain.push_str(": ");
        chain.push_str(&without_values(&cause.to_string()));
        source = cause.source();
    }
    tracing::error!(error = chain, "the store failed");
    match error {
        store::Error::Busy | store::Error::Connection(_) => Problem::unavailable(1),
        _ => Problem::internal(),
    }
}

/// The first line of a database message without what stands in quotation marks or brackets, where values are quoted.
fn without_values(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    let mut kept = String::with_capacity(line.len());
    let mut depth = 0_u32;
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' | '\'' => quoted = !quoted,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if !quoted && depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}
