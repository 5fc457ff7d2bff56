//! What every answer has in common, in one middleware.

mod access_log;
mod completion;
pub(crate) mod security_headers;

use crate::{Problem, RequestId, watch};
pub(crate) use access_log::Line;
use actix_web::{
    Error, HttpMessage,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode},
    middleware::Next,
};
use futures_util::FutureExt;
use std::{panic::AssertUnwindSafe, time::Instant};

/// Who was found to be calling, for the log: an id, never a name. Put it in the request's extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerId(pub String);

/// Gives every request its id, every refusal and failure its problem document, every answer the security headers; writes
/// the access log and the metrics; turns a panic of a handler into a 500. Wrap it outermost:
/// `.wrap(actix_web::middleware::from_fn(web::conventions))`.
///
/// A HEAD is answered as the GET of the same address; the server leaves the body away.
pub async fn conventions<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let start = Instant::now();
    let id = RequestId::for_request(request.headers().get(crate::request_id::X_REQUEST_ID));
    let path = completion::shown(request.path());
    let method = request.method().clone();
    if method == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    request.extensions_mut().insert(id.clone());

    let outcome = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let failure = match outcome {
        Ok(Ok(response)) => {
            let response = completion::complete(response.map_into_boxed_body(), &id);
            let line = Line::of(&response, &method, &id, start.elapsed());
            line.write();
            watch::observe(&line);
            return Ok(response);
        }
        Ok(Err(error)) => completion::problem_of(&error),
        Err(panic) => panicked(panic.as_ref(), &id),
    };
    // The request went down with its service, so all that an answer needs is put into the problem itself.
    let line = Line::unmatched(&method, failure.status(), &id, start.elapsed());
    line.write();
    watch::observe(&line);
    Err(completion::dressed(failure.arising_in(path, id.as_str()), &id).into())
}

fn panicked(panic: &(dyn std::any::Any + Send), id: &RequestId) -> Problem {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    tracing::error!(request_id = %id, panic = text, status = StatusCode::INTERNAL_SERVER_ERROR.as_u16(), "a handler panicked");
    Problem::internal()
}

#[cfg(test)]
mod tests;
