//! What others need to check our tokens.

use crate::services::Services;
use actix_web::{HttpRequest, HttpResponse, get, http::header, web::Data};
use serde_json::json;

/// Get the public keys
///
/// The keys that sign access tokens, as a JSON Web Key Set (RFC 7517). Keys change: read the set again when a token names a
/// key that is not in it.
#[utoipa::path(
    tag = "Security",
    responses((status = 200, description = "The keys.", body = serde_json::Value)),
    security(())
)]
#[get("/.well-known/jwks.json")]
pub(crate) async fn get_jwks(services: Data<Services>) -> HttpResponse {
    let keys = services.authority().ring().to_jwks();
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=300")).json(keys)
}

/// Where this server is reached: the issuer where that is an address, else what the request was sent to.
pub(crate) fn base_address(request: &HttpRequest, services: &Services) -> String {
    let issuer = services.authority().settings().issuer.clone();
    if issuer.starts_with("http") {
        return issuer.trim_end_matches('/').to_owned();
    }
    let connection = request.connection_info();
    format!("{}://{}", connection.scheme(), connection.host())
}

/// Get the authorisation server's description
///
/// Where tokens come from and what they may carry (RFC 8414).
#[utoipa::path(
    tag = "Security",
    responses((status = 200, description = "The description.", body = serde_json::Value)),
    security(())
)]
#[get("/.well-known/oauth-authorization-server")]
pub(crate) async fn get_authorization_server(request: HttpRequest, services: Data<Services>) -> HttpResponse {
    let issuer = services.authority().settings().issuer.clone();
    let base = base_address(&request, &services);
    let scopes: Vec<&str> = access::Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=300")).json(json!({
        "issuer": issuer,
        "token_endpoint": format!("{base}/oauth/token"),
        "jwks_uri": format!("{base}/.well-known/jwks.json"),
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "scopes_supported": scopes,
        "service_documentation": format!("{base}/docs/"),
    }))
}
