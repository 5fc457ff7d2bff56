//! Queries sent to addresses that take none.

use super::query;
use crate::{Problem, openapi::Outline, schema::escaped_step};
use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use school::Violation;
use std::collections::BTreeSet;

/// The documented addresses of the interface that take no query, with their methods. Those that take one read it as
/// [`super::Params`], which knows what may stand there.
#[derive(Debug, Clone, Default)]
pub struct WithoutQuery(BTreeSet<(String, String)>);

impl WithoutQuery {
    /// Those of a document, below `/v1`: the token endpoint and the like follow rules of their own.
    pub fn of(document: &Outline) -> Self {
        let bare = document.operations().filter(|(path, _, query)| path.starts_with("/v1/") && !query);
        Self(bare.map(|(path, method, _)| (path.to_owned(), method.to_owned())).collect())
    }

    fn refuses(&self, request: &ServiceRequest) -> bool {
        let Some(pattern) = request.match_pattern() else { return false };
        self.0.contains(&(pattern, request.method().as_str().to_owned()))
    }
}

/// Refuses a query where none is taken, so that a misspelt or misplaced parameter is never passed over in silence.
pub async fn refuse_stray_query<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let bare = request.app_data::<Data<WithoutQuery>>();
    if !request.query_string().is_empty() && bare.is_some_and(|bare| bare.refuses(&request)) {
        let violations = stray(request.query_string());
        if !violations.is_empty() {
            return Ok(request.error_response(Problem::invalid_parameters(violations)).map_into_right_body());
        }
    }
    Ok(next.call(request).await?.map_into_left_body())
}

fn stray(text: &str) -> Vec<Violation> {
    let (pairs, mut violations) = query::pairs(text);
    violations.extend(pairs.into_iter().map(|(name, _)| {
        let pointer = format!("/query{}", escaped_step(&name));
        Violation::new(pointer, "unknown_parameter", "there is no parameter of this name")
    }));
    violations
}
