//! How callers authenticate, for the document.

use utoipa::{
    Modify,
    openapi::{
        Components, OpenApi,
        security::{
            ClientCredentials, Flow, HttpAuthScheme, HttpBuilder, OAuth2, OpenIdConnect, Scopes, SecurityRequirement,
            SecurityScheme,
        },
    },
};

/// Describes the two ways to authenticate, and asks for one of them everywhere but where an operation says
/// `security(())`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Security {
    /// Where clients get tokens, e.g. `/oauth/token`.
    pub token_address: String,
    /// Where the identity provider describes itself, if one is configured.
    pub openid_address: Option<String>,
    /// Every scope and what it opens.
    pub scopes: Vec<(String, String)>,
}

impl Modify for Security {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_with(Components::new);
        let scopes = Scopes::from_iter(self.scopes.iter().cloned());
        let flow = Flow::ClientCredentials(ClientCredentials::new(self.token_address.clone(), scopes));
        let person = match &self.openid_address {
            Some(address) => SecurityScheme::OpenIdConnect(OpenIdConnect::new(address.clone())),
            None => SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .bearer_format("JWT")
                    .description(Some("A token of the trust's own identity provider (OpenID Connect)."))
                    .build(),
            ),
        };
        components.add_security_scheme("client", SecurityScheme::OAuth2(OAuth2::new([flow])));
        components.add_security_scheme("person", person);
        let none: [&str; 0] = [];
        document.security =
            Some(vec![SecurityRequirement::new("client", none), SecurityRequirement::new("person", none)]);
    }
}
