//! Which identity provider to believe.

use reqwest::Url;

/// Which identity provider to believe, and what its tokens must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenIdSettings {
    /// The issuer, exactly as it stands in the tokens.
    pub issuer: String,
    /// The audiences of which a token must name one.
    pub audiences: Vec<String>,
    /// Where its keys are; found by discovery from the issuer where this is not set.
    pub jwks_uri: Option<String>,
    /// The claim that names the person: `sub`, or such as `oid` of Entra ID.
    pub subject_claim: String,
    /// How many seconds clocks may differ.
    pub leeway: i64,
}

/// The settings cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// Without an audience every token of the provider would be taken, those for other applications too.
    #[error("the identity provider's settings name no audience")]
    NoAudience,
    /// An address is none, or not a safe one.
    #[error("{0} must be an https address")]
    NotHttps(&'static str),
    /// No connection can be made at all.
    #[error("no secure connection can be made: {0}")]
    NoClient(String),
}

impl OpenIdSettings {
    /// One issuer and one audience, the person being `sub`.
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            audiences: vec![audience.into()],
            jwks_uri: None,
            subject_claim: "sub".to_owned(),
            leeway: 30,
        }
    }

    pub(super) fn check(&self) -> Result<(), BadSettings> {
        if self.audiences.iter().all(String::is_empty) {
            return Err(BadSettings::NoAudience);
        }
        if !is_safe(&self.issuer) {
            return Err(BadSettings::NotHttps("the issuer"));
        }
        if self.jwks_uri.as_deref().is_some_and(|address| !is_safe(address)) {
            return Err(BadSettings::NotHttps("the address of the keys"));
        }
        Ok(())
    }

    /// Where the provider describes itself (OpenID Connect Discovery 1.0).
    pub fn discovery_address(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'))
    }
}

/// Keys that came over an open line would be anyone's; only this machine itself may do without (tests).
pub(super) fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    url.scheme() == "https" || (url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "localhost")))
}
