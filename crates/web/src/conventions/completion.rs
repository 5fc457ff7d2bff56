//! Answers finished on their way out.

use super::security_headers;
use crate::{
    OAuthError, Problem, RequestId, kinds, problem::PROBLEM_JSON, rate_limit::Standing, request_id::X_REQUEST_ID,
};
use actix_web::{
    Error, HttpMessage,
    body::{BodySize, BoxBody, MessageBody},
    dev::ServiceResponse,
    http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue},
};

/// Adds what every answer has, and makes a problem document of every refusal and failure that is none yet.
pub(super) fn complete(response: ServiceResponse<BoxBody>, id: &RequestId) -> ServiceResponse<BoxBody> {
    let mut response = match problem_in(&response) {
        Some(problem) => {
            let problem = problem.arising_in(shown(response.request().path()), id.as_str());
            with_document(response, &problem)
        }
        None => response,
    };
    let standing = response.request().extensions().get::<Standing>().cloned();
    let headers = response.headers_mut();
    headers.insert(X_REQUEST_ID, id.header_value());
    for (name, value) in security_headers::ALL {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), HeaderValue::from_static(value));
        }
    }
    if let Some(standing) = standing {
        for (name, value) in standing.headers() {
            headers.insert(name, value);
        }
    }
    response
}

/// What the secrets that may stand in a path begin with.
const SECRET: &str = "rollcall_feed_";

/// A path as a problem may repeat it: without a secret that stands in it.
pub(super) fn shown(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.find(SECRET) {
        Some(from) => format!("{}{SECRET}…", &segment[..from]),
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The problem that an answer reports: its own, or one for its status where it carries another error or nothing at all.
fn problem_in(response: &ServiceResponse<BoxBody>) -> Option<Problem> {
    let status = response.status();
    if let Some(error) = response.response().error() {
        // The token endpoint answers in the form that OAuth 2 lays down.
        if error.as_error::<OAuthError>().is_some() {
            return None;
        }
        return (status.is_client_error() || status.is_server_error()).then(|| problem_of(error));
    }
    let is_empty = matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0));
    let is_failure = status.is_client_error() || status.is_server_error();
    (is_failure && is_empty).then(|| Problem::new(kinds::of_status(status)))
}

/// The problem that an error is, or one for its status. What another error says may repeat the request, so it is only
/// logged, and only when it is the server's fault.
pub(super) fn problem_of(error: &Error) -> Problem {
    if let Some(problem) = error.as_error::<Problem>() {
        return problem.clone();
    }
    let status = error.as_response_error().status_code();
    if status.is_server_error() {
        tracing::error!(%error, "a request failed");
    }
    Problem::new(kinds::of_status(status))
}

fn with_document(response: ServiceResponse<BoxBody>, problem: &Problem) -> ServiceResponse<BoxBody> {
    let (request, response) = response.into_parts();
    let mut response = response.set_body(BoxBody::new(problem.document().to_json()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    // The body that stood there may have been compressed; this one is not.
    response.headers_mut().remove(CONTENT_ENCODING);
    ServiceResponse::new(request, response)
}

/// A problem with the headers that every answer has, for where there is no response to put them on.
pub(super) fn dressed(problem: Problem, id: &RequestId) -> Problem {
    let problem = problem.header(X_REQUEST_ID, id.header_value());
    security_headers::ALL
        .iter()
        .fold(problem, |problem, (name, value)| problem.header(name.clone(), HeaderValue::from_static(value)))
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_secret_in_a_path_is_not_repeated() {
        let hidden = "/v1/calendar-feeds/rollcall_feed_…/cover.ics";
        assert_eq!(shown("/v1/calendar-feeds/rollcall_feed_0123abc/cover.ics"), hidden);
        assert_eq!(shown("/v1/me"), "/v1/me");
        assert_eq!(shown("/x/é-rollcall_feed_é"), "/x/é-rollcall_feed_…");
    }
}
