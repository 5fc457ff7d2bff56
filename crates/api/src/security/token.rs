//! `POST /oauth/token`.

use crate::services::{Services, with_scopes};
use access::Scopes;
use actix_web::{HttpResponse, http::header, post, web::Data};
use store::security::StoredClient;
use utoipa::ToSchema;
use web::client_credentials::OAuthErrorBody;
use web::{Grant, IssuedToken, OAuthError, TokenRequest};

/// What the token endpoint takes, as `application/x-www-form-urlencoded`. The client shows who it is with HTTP Basic, or with
/// `client_id` and `client_secret` in the form.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents a form that is read field by field")]
pub(crate) struct TokenForm {
    /// Always `client_credentials`.
    #[schema(example = "client_credentials")]
    grant_type: String,
    /// The scopes wanted, with spaces between them; all of the client's where it is left out.
    scope: Option<String>,
    /// The client, where it is not in the header.
    client_id: Option<String>,
    /// Its secret, where it is not in the header.
    #[schema(format = Password)]
    client_secret: Option<String>,
}

/// Get an access token
///
/// OAuth 2 client credentials (RFC 6749 section 4.4). The answer is a JWT access token (RFC 9068) that holds for
/// `expires_in` seconds; its signature can be verified with `/.well-known/jwks.json`. Errors have the form of RFC 6749
/// section 5.2.
#[utoipa::path(
    tag = "Security",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The token.", body = IssuedToken),
        (status = 400, description = "The request is not one for client credentials, or asks for a scope the client has not.", body = OAuthErrorBody),
        (status = 401, description = "There is no such client, or the secret is wrong.", body = OAuthErrorBody)
    ),
    extensions(("x-plain" = json!(true))),
    security(())
)]
#[post("/oauth/token")]
pub(crate) async fn issue_token(request: TokenRequest, services: Data<Services>) -> Result<HttpResponse, OAuthError> {
    let found = find(&request, services.clone()).await?;
    let digest = found.as_ref().and_then(|client| super::secrets::digest_of(&client.secret_hash));
    request.authenticate(digest.as_ref())?;
    let client = found.ok_or_else(OAuthError::invalid_client)?;
    let scope = granted(&client, request.scope.as_deref())?.to_string();
    let id = client.id.to_string();
    let grant = Grant { client_id: &id, scope: &scope };
    let token: IssuedToken =
        services.authority().issue(grant, services.app.clock.now()).ok_or_else(OAuthError::server_error)?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(token))
}

async fn find(request: &TokenRequest, services: Data<Services>) -> Result<Option<StoredClient>, OAuthError> {
    let Ok(id) = request.client_id.parse() else { return Ok(None) };
    let found = crate::allowed::block(move || services.client(id)).await;
    found.map(|client| client.map(|client| (*client).clone())).map_err(|_| OAuthError::server_error())
}

fn granted(client: &StoredClient, wanted: Option<&str>) -> Result<Scopes, OAuthError> {
    let all = with_scopes(client, &client.scopes).scopes;
    let Some(wanted) = wanted.filter(|wanted| !wanted.trim().is_empty()) else { return Ok(all) };
    let wanted: Scopes = wanted.parse().map_err(|_| OAuthError::invalid_scope())?;
    if wanted.is_within(all) { Ok(wanted) } else { Err(OAuthError::invalid_scope()) }
}
