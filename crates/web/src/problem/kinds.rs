//! The table of the problems that any endpoint may answer with.

use super::Kind;
use actix_web::http::StatusCode;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $status:literal $slug:literal, $title:literal, $explanation:literal;)+) => {
        $($(#[doc = $doc])+ pub static $name: Kind =
            Kind { slug: $slug, status: $status, title: $title, explanation: $explanation };)+

        /// Every kind in this table.
        pub static ALL: &[&Kind] = &[$(&$name,)+];
    };
}

kinds! {
    /// Any other 400.
    BAD_REQUEST = 400 "bad-request", "The request cannot be read",
        "The request breaks the rules of HTTP or of this interface. The detail says where.";
    /// The body is not JSON.
    MALFORMED_BODY = 400 "malformed-body", "The body is not well-formed JSON",
        "The body could not be read as one JSON value in UTF-8, or an object in it has the same name twice. The detail gives the line and the column.";
    /// The query does not fit.
    INVALID_PARAMETERS = 400 "invalid-parameters", "The query does not fit",
        "A query parameter is unknown, given twice, missing or has a value it cannot have. Every such parameter is listed under errors, with pointers that begin with /query.";
    /// A part of the path does not fit.
    INVALID_PATH = 400 "invalid-path", "A part of the path cannot be read",
        "A date, session or academic year in the path is not written as it must be: dates as 2026-11-23, sessions as am or pm, academic years as 2026-27.";
    /// A header does not fit.
    INVALID_HEADER = 400 "invalid-header", "A header cannot be read",
        "A header of the request has a value it cannot have. The detail names the header.";
    /// The cursor is not one of ours.
    INVALID_CURSOR = 400 "invalid-cursor", "The cursor is not valid",
        "A cursor is taken unchanged from next_cursor or from the Link header of an earlier answer of the same list. Begin again without a cursor.";
    /// No credentials.
    UNAUTHENTICATED = 401 "unauthenticated", "Authentication is needed",
        "The request carries no access token. Get one from POST /oauth/token and send it as Authorization: Bearer followed by the token.";
    /// Credentials that do not hold.
    INVALID_TOKEN = 401 "invalid-token", "The access token is not valid",
        "The access token has expired, was not issued for this server, or is damaged. Get a new one from POST /oauth/token.";
    /// Known, but not allowed.
    FORBIDDEN = 403 "forbidden", "The caller may not do this",
        "The token is valid, but its scopes, or the roles of the person for whom it acts, do not allow this. GET /v1/me tells what is allowed.";
    /// It does not exist, or not for this caller.
    NOT_FOUND = 404 "not-found", "There is nothing here",
        "The address does not exist, or what it names does not exist or is outside what the caller may reach; the answer is the same so that nothing can be probed.";
    /// The wrong method.
    METHOD_NOT_ALLOWED = 405 "method-not-allowed", "The method cannot be used here",
        "The address exists but does not answer to this method. The Allow header lists the methods that it answers to.";
    /// No form of the answer suits the Accept header.
    NOT_ACCEPTABLE = 406 "not-acceptable", "No such form of the answer",
        "The Accept header asks for a form that this address does not have.";
    /// Any other 409.
    CONFLICT = 409 "conflict", "The request conflicts with what is there",
        "The request cannot be done in the present state of what it names. The detail says why.";
    /// The first request with this key is still under way.
    REQUEST_IN_FLIGHT = 409 "request-in-flight", "The same request is still being worked on",
        "An earlier request with this Idempotency-Key has not been answered yet. Try again shortly with the same key and body.";
    /// `If-Match` names an older state.
    STALE = 412 "stale", "It has changed since it was read",
        "If-Match names a state that is no longer the present one. Read it again and decide again.";
    /// Too long a body.
    TOO_LARGE = 413 "too-large", "The body is too large",
        "The body is longer than this address takes. Split the work, or use an import for large files.";
    /// Not JSON by its own account.
    UNSUPPORTED_MEDIA_TYPE = 415 "unsupported-media-type", "The body is of a kind not taken here",
        "Send JSON with Content-Type: application/json, or one of the types that the documentation of this address names, without Content-Encoding.";
    /// The body says what cannot be.
    INVALID_BODY = 422 "invalid-body", "The request breaks the rules",
        "The request can be read, but what it says, in its body or its address, is not what this address takes. Everything that is wrong is listed under errors, each with a pointer to the place.";
    /// The key was used for another request.
    KEY_REUSED = 422 "idempotency-key-reused", "The key belongs to another request",
        "This Idempotency-Key came with another method, address or body within the last 24 hours. Use a new key for a new request.";
    /// Too many requests.
    TOO_MANY_REQUESTS = 429 "too-many-requests", "Too many requests",
        "The client has used up its allowance. Retry-After says in how many seconds it may go on; RateLimit and RateLimit-Policy tell the allowance.";
    /// Headers that are too large, or too many.
    HEADERS_TOO_LARGE = 431 "headers-too-large", "The headers are too large",
        "The headers of the request are longer than the server takes.";
    /// The server's fault.
    INTERNAL = 500 "internal", "The server failed",
        "Something went wrong in the server; it is not the caller's fault, and it has been logged. Quote the request id when asking for help.";
    /// Not now.
    UNAVAILABLE = 503 "unavailable", "The server cannot answer now",
        "The server is overloaded, starting, stopping, or without its database. Try again after the time in Retry-After.";
}

/// The kind that stands for a status for which nothing more is known.
pub fn of_status(status: StatusCode) -> &'static Kind {
    match status.as_u16() {
        401 => &UNAUTHENTICATED,
        403 => &FORBIDDEN,
        404 => &NOT_FOUND,
        405 => &METHOD_NOT_ALLOWED,
        406 => &NOT_ACCEPTABLE,
        409 => &CONFLICT,
        412 => &STALE,
        413 => &TOO_LARGE,
        415 => &UNSUPPORTED_MEDIA_TYPE,
        422 => &INVALID_BODY,
        429 => &TOO_MANY_REQUESTS,
        431 => &HEADERS_TOO_LARGE,
        503 => &UNAVAILABLE,
        400..=499 => &BAD_REQUEST,
        _ => &INTERNAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_its_own_slug_and_an_explanation() {
        let slugs: BTreeSet<_> = ALL.iter().map(|kind| kind.slug).collect();
        assert_eq!(slugs.len(), ALL.len());
        for kind in ALL {
            assert!(kind.explanation.len() > 20 && (400..600).contains(&kind.status), "{}", kind.slug);
            assert!(kind.slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", kind.slug);
        }
    }
}
