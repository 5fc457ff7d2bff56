//! Why a token does not hold.

use crate::Problem;

/// Why a token does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// It is not a token, or lacks what every token has.
    #[error("it is not a token of this kind")]
    Malformed,
    /// It is signed in another way than ours.
    #[error("it is signed with an algorithm that is not accepted")]
    Algorithm,
    /// It is signed with a key that is not, or no longer, one of ours.
    #[error("it is signed with an unknown key")]
    UnknownKey,
    /// Its signature is not right.
    #[error("its signature is not right")]
    Signature,
    /// It comes from elsewhere.
    #[error("it was issued by someone else")]
    Issuer,
    /// It is meant for another server.
    #[error("it is meant for another server")]
    Audience,
    /// Its time is over.
    #[error("it has expired")]
    Expired,
    /// Its time has not come.
    #[error("it is not valid yet")]
    NotYet,
    /// The keys of the identity provider cannot be had now, so nothing can be said of it.
    #[error("the keys of the identity provider cannot be had now")]
    KeysUnavailable,
}

impl TokenFault {
    pub(crate) fn of(error: &jsonwebtoken::errors::Error) -> Self {
        use jsonwebtoken::errors::ErrorKind;
        match error.kind() {
            ErrorKind::InvalidSignature => Self::Signature,
            ErrorKind::InvalidIssuer => Self::Issuer,
            ErrorKind::InvalidAudience => Self::Audience,
            ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName | ErrorKind::UnsupportedAlgorithm => {
                Self::Algorithm
            }
            _ => Self::Malformed,
        }
    }

    fn reason(self) -> &'static str {
        match self {
            Self::Malformed => "it is not an access token",
            Self::Algorithm => "it is signed with an algorithm that is not accepted",
            Self::UnknownKey => "it is signed with an unknown key",
            Self::Signature => "its signature is not right",
            Self::Issuer => "it was issued by someone else",
            Self::Audience => "it is meant for another server",
            Self::Expired => "it has expired",
            Self::NotYet => "it is not valid yet",
            Self::KeysUnavailable => "it cannot be checked now",
        }
    }
}

impl From<TokenFault> for Problem {
    fn from(fault: TokenFault) -> Self {
        match fault {
            TokenFault::KeysUnavailable => Self::unavailable(30),
            other => Self::invalid_token(other.reason()),
        }
    }
}
