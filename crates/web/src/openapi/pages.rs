//! The document itself, and the page that makes it pleasant to read.

use crate::{ETag, Problem, conventions::security_headers::DOCUMENTATION_POLICY};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH, LOCATION},
    },
    web,
};
use std::sync::Arc;
use utoipa_swagger_ui::Config;

/// Where the document is.
const DOCUMENT: &str = "/openapi.json";

/// The document ready to be sent; kept in the app's data for [`routes`].
#[derive(Clone)]
pub struct DocumentPage {
    json: web::Bytes,
    etag: ETag,
    page: Arc<Config<'static>>,
}

impl DocumentPage {
    /// Prepares a document that is JSON already.
    pub fn new(json: impl Into<web::Bytes>) -> Self {
        let json = json.into();
        // Swagger UI would otherwise ask a public server to judge the document.
        let page = Config::from(DOCUMENT).validator_url("none").deep_linking(true);
        Self { etag: ETag::digest(&json), json, page: Arc::new(page) }
    }
}

/// Adds `/openapi.json` and the page `/docs/` (Swagger UI, out of the binary, with no request to anyone else).
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource(DOCUMENT).route(web::get().to(document)))
        .service(web::resource("/docs").route(web::get().to(redirect)))
        .service(web::resource("/docs/{file:.*}").route(web::get().to(file)));
}

async fn document(request: HttpRequest, page: web::Data<DocumentPage>) -> HttpResponse {
    let known =
        request.headers().get(IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == page.etag.as_str().as_bytes());
    let mut answer = HttpResponse::build(if known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    answer.insert_header((ETAG, page.etag.as_str())).insert_header((CACHE_CONTROL, "no-cache"));
    if known { answer.finish() } else { answer.content_type("application/json").body(page.json.clone()) }
}

async fn redirect() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/docs/")).finish()
}

async fn file(path: web::Path<String>, page: web::Data<DocumentPage>) -> Result<HttpResponse, Problem> {
    let found = utoipa_swagger_ui::serve(&path, Arc::clone(&page.page)).map_err(|error| {
        tracing::error!(%error, "the documentation page cannot be made");
        Problem::internal()
    })?;
    let file = found.ok_or_else(Problem::not_found)?;
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(file.content_type)
        .insert_header((CONTENT_SECURITY_POLICY, DOCUMENTATION_POLICY))
        .insert_header((CACHE_CONTROL, "no-cache"));
    if file.gzpipped {
        answer.insert_header((CONTENT_ENCODING, "gzip"));
    }
    Ok(answer.body(file.bytes.into_owned()))
}
