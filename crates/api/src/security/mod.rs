//! Who calls: tokens, keys, and what a caller may do.

mod keys;
mod me;
pub(crate) mod secrets;
mod token;

pub(crate) use keys::base_address;

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this folder.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(token::issue_token)
        .service(keys::get_jwks)
        .service(keys::get_authorization_server)
        .service(me::get_me);
}
