//! Addresses and methods that no route takes.

use crate::{Problem, kinds, openapi::Outline};
use actix_web::{
    HttpRequest, HttpResponse,
    dev::ResourceDef,
    http::{
        Method,
        header::{ALLOW, HeaderValue},
    },
    web,
};
use std::collections::{BTreeMap, BTreeSet};

/// The addresses that there are and the methods that they answer to, from the OpenAPI document. Kept in the app's data for
/// [`answer_unrouted`].
pub struct Addresses(Vec<(ResourceDef, HeaderValue)>);

impl Addresses {
    /// The addresses of a document, and others (`("/metrics", &["GET"])`) that it does not show.
    pub fn new(document: &Outline, others: &[(&'static str, &[&'static str])]) -> Self {
        let mut methods: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (path, method, _) in document.operations() {
            methods.entry(path.to_owned()).or_default().insert(method);
        }
        for (path, more) in others {
            methods.entry((*path).to_owned()).or_default().extend(more.iter().copied());
        }
        let prepared = methods.into_iter().map(|(path, methods)| (ResourceDef::new(path), allow(methods)));
        Self(prepared.collect())
    }

    /// The methods of an address, as `Allow` has them. An address that several patterns fit has the methods of all.
    fn methods_of(&self, path: &str) -> Option<HeaderValue> {
        let fitting = self.0.iter().filter(|(pattern, _)| pattern.is_match(path)).map(|(_, allow)| allow);
        let names: BTreeSet<&str> =
            fitting.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(", ")).collect();
        (!names.is_empty()).then(|| allow(names))
    }
}

fn allow(mut methods: BTreeSet<&str>) -> HeaderValue {
    if methods.contains("GET") {
        methods.insert("HEAD");
    }
    methods.insert("OPTIONS");
    let text = methods.into_iter().collect::<Vec<_>>().join(", ");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("OPTIONS"))
}

/// The app's default service: 404 for an address that does not exist; for one that does, its methods with 204 to OPTIONS
/// and with 405 to any other method.
pub async fn answer_unrouted(request: HttpRequest, addresses: web::Data<Addresses>) -> Result<HttpResponse, Problem> {
    let allow = addresses.methods_of(request.path()).ok_or_else(Problem::not_found)?;
    if request.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header((ALLOW, allow)).finish());
    }
    Err(Problem::new(&kinds::METHOD_NOT_ALLOWED).header(ALLOW, allow))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, Responder, get, middleware::from_fn, test};

    #[get("/v1/pupils/{pupil_id}")]
    async fn find(path: crate::Segments<String>) -> impl Responder {
        path.into_inner()
    }

    fn addresses() -> Addresses {
        let text = r#"{"paths":{"/v1/pupils/{pupil_id}":{"get":{},"patch":{}},"/v1/pupils":{"post":{}}}}"#;
        Addresses::new(&Outline::of(text).unwrap(), &[("/metrics", &["GET"])])
    }

    async fn ask(method: Method, path: &str) -> (u16, Option<String>, String) {
        let app = test::init_service(
            App::new()
                .app_data(web::Data::new(addresses()))
                .wrap(from_fn(crate::conventions))
                .service(find)
                .default_service(web::to(answer_unrouted)),
        )
        .await;
        let request = test::TestRequest::default().method(method).uri(path).to_request();
        let response = test::call_service(&app, request).await;
        let allow = response.headers().get("allow").map(|value| value.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        assert!(response.headers().contains_key("x-request-id"));
        (status, allow, String::from_utf8(test::read_body(response).await.to_vec()).unwrap())
    }

    const PUPIL: &str = "/v1/pupils/0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50";

    #[actix_web::test]
    async fn a_wrong_method_is_405_with_the_right_ones() {
        for method in [Method::DELETE, Method::TRACE, Method::POST, Method::from_bytes(b"FROB").unwrap()] {
            let (status, allow, body) = ask(method.clone(), PUPIL).await;
            assert_eq!((status, allow.as_deref()), (405, Some("GET, HEAD, OPTIONS, PATCH")), "{method}");
            assert!(body.contains("/problems/method-not-allowed") && body.contains("\"instance\""), "{body}");
        }
        assert_eq!(ask(Method::GET, "/v1/pupils").await.1.as_deref(), Some("OPTIONS, POST"));
        assert_eq!(ask(Method::PUT, "/metrics").await.1.as_deref(), Some("GET, HEAD, OPTIONS"));
    }

    #[actix_web::test]
    async fn options_tells_the_methods_and_head_is_a_get() {
        let (status, allow, body) = ask(Method::OPTIONS, PUPIL).await;
        assert_eq!((status, allow.as_deref(), body.as_str()), (204, Some("GET, HEAD, OPTIONS, PATCH"), ""));
        assert_eq!(ask(Method::HEAD, PUPIL).await.0, 200);
        assert_eq!(ask(Method::HEAD, "/v1/pupils/7").await.0, 404);
    }

    #[actix_web::test]
    async fn an_address_that_does_not_exist_is_404_for_every_method() {
        for method in [Method::GET, Method::POST, Method::OPTIONS, Method::TRACE] {
            let (status, allow, body) = ask(method, "/v1/nothing").await;
            assert_eq!((status, allow), (404, None));
            assert!(body.contains("/problems/not-found"));
        }
    }
}
