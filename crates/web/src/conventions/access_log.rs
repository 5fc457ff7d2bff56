//! One line for each request.

use super::CallerId;
use crate::RequestId;
use actix_web::{
    HttpMessage,
    dev::ServiceResponse,
    http::{Method, StatusCode},
};
use std::time::Duration;

/// What is told of a request: the pattern of its route, never the path with its ids nor the query.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub(crate) method: &'static str,
    pub(crate) route: String,
    pub(crate) status: StatusCode,
    pub(crate) took: Duration,
    id: &'a RequestId,
    caller: Option<String>,
}

/// The route of a request that no route took.
const UNMATCHED: &str = "unmatched";

impl<'a> Line<'a> {
    pub(super) fn of<B>(response: &ServiceResponse<B>, method: &Method, id: &'a RequestId, took: Duration) -> Self {
        let request = response.request();
        let caller = request.extensions().get::<CallerId>().map(|CallerId(id)| id.clone());
        let route = request.match_pattern().unwrap_or_else(|| UNMATCHED.to_owned());
        Self { method: known(method), route, status: response.status(), took, id, caller }
    }

    pub(super) fn unmatched(method: &Method, status: StatusCode, id: &'a RequestId, took: Duration) -> Self {
        Self { method: known(method), route: UNMATCHED.to_owned(), status, took, id, caller: None }
    }

    pub(super) fn write(&self) {
        tracing::info!(
            target: "access",
            method = self.method,
            route = self.route,
            status = self.status.as_u16(),
            milliseconds = self.took.as_secs_f64() * 1_000.0,
            request_id = self.id.as_str(),
            caller = self.caller.as_deref(),
            "request"
        );
    }
}

/// The method's name, out of a short list: callers must not be able to make new labels.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|name| *name == method.as_str()).unwrap_or("OTHER")
}
