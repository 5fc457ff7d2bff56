//! HTTP as the whole API speaks it: problems, bodies and parameters checked against their own documentation, pages, entity
//! tags, repeated requests, access tokens, and what every answer has in common.
//!
//! Nothing here knows a pupil, a table or a use case; the routes stand on top of it.

pub mod bearer;
pub mod body;
pub mod client_credentials;
pub mod conventions;
pub mod cors;
pub mod cursor;
pub mod etag;
pub mod fallback;
pub mod idempotency;
pub mod limit;
pub mod openapi;
pub mod openid;
pub mod page;
pub mod params;
pub mod patch;
pub mod precondition;
pub mod problem;
pub mod rate_limit;
pub mod request_id;
mod schema;
pub mod segments;
pub mod tagged;
pub mod tokens;
pub mod watch;

pub use bearer::Bearer;
pub use body::{Body, BodyDigest, BodyLimit, OptionalBody, read_value, read_whole};
pub use client_credentials::{ClientSecret, OAuthError, SecretDigest, TokenRequest};
pub use conventions::{CallerId, conventions};
pub use cors::cors;
pub use cursor::Cursor;
pub use etag::ETag;
pub use fallback::{Addresses, answer_unrouted};
pub use idempotency::{IdempotencyKey, IdempotentRequest};
pub use limit::Limit;
pub use openid::{OpenIdSettings, OpenIdVerifier, SignedIn};
pub use page::Page;
pub use params::{Params, WithoutQuery, refuse_stray_query};
pub use patch::Patch;
pub use precondition::IfMatch;
pub use problem::{Catalogue, Kind, Problem, ProblemDocument, kinds};
pub use rate_limit::{RateLimiter, RateSettings, rate_limit};
pub use request_id::RequestId;
pub use segments::Segments;
pub use tagged::Tagged;
pub use tokens::{AccessClaims, Authority, AuthoritySettings, Grant, IssuedToken, KeyRing, SigningKey, TokenFault};
pub use watch::{Metrics, show_metrics};
