//! Who calls: tokens, keys, and what a caller may do.

mod keys;
mod me;
pub(crate) mod secrets;
mod token;

pub(crate) use keys::base_address;

use crate::routing::Routing;

/// The routes of this folder.
pub(crate) fn routes(config: &mut impl Routing) {
    config
        .service(token::issue_token)
        .service(keys::get_jwks)
        .service(keys::get_authorization_server)
        .service(me::get_me);
}
