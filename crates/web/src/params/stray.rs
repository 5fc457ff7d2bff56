//! Queries sent to addresses that take none.

use super::query;
use crate::{Problem, schema::escaped_step};
use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web::Data,
};
use school::Violation;
use std::collections::BTreeSet;
use utoipa::openapi::{
    OpenApi, RefOr,
    path::{Parameter, ParameterIn},
};

/// The documented addresses of the interface that take no query, with their methods. Those that take one read it as
/// [`super::Params`], which knows what may stand there.
#[derive(Debug, Clone, Default)]
pub struct WithoutQuery(BTreeSet<(String, String)>);

impl WithoutQuery {
    /// Those of a document, below `/v1`: the token endpoint and the like follow rules of their own.
    pub fn of(document: &OpenApi) -> Self {
        let mut bare = BTreeSet::new();
        for (path, item) in document.paths.paths.iter().filter(|(path, _)| path.starts_with("/v1/")) {
            let methods = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            for (method, operation) in methods {
                let Some(operation) = operation else { continue };
                if !operation.parameters.iter().flatten().any(is_of_query) {
                    bare.insert((path.clone(), method.as_str().to_owned()));
                }
            }
        }
        Self(bare)
    }

    fn refuses(&self, request: &ServiceRequest) -> bool {
        let Some(pattern) = request.match_pattern() else { return false };
        self.0.contains(&(pattern, request.method().as_str().to_owned()))
    }
}

/// Whether a parameter stands in the query; one that is only referred to might, so its operation is left alone.
fn is_of_query(parameter: &RefOr<Parameter>) -> bool {
    match parameter {
        RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
        RefOr::Ref(_) => true,
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
