//! Where the next page of a list begins.

use crate::{Problem, kinds};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use school::Violation;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::{borrow::Cow, fmt};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

/// Bytes of the check that stand before the key.
const CHECK: usize = 6;
/// The longest cursor that is read at all.
const LONGEST: usize = 1024;

/// The key of the last item of a page, opaque to callers.
///
/// The check in it finds cursors that were cut or changed. It is no secret: a cursor gives no right, since every list is
/// bounded by the caller's reach whatever the cursor says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// The cursor that holds `key`.
    pub fn of<K: Serialize>(key: &K) -> Self {
        let key = serde_json::to_vec(key).unwrap_or_default();
        let mut bytes = check_of(&key).to_vec();
        bytes.extend_from_slice(&key);
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// The key in it. A cursor that is not one of ours, or of another list, is 400.
    pub fn read<K: DeserializeOwned>(&self) -> Result<K, Problem> {
        self.key().ok_or_else(|| {
            let detail = "this must be the next_cursor of an answer of the same list, unchanged";
            Problem::new(&kinds::INVALID_CURSOR).errors(vec![Violation::new("/query/cursor", "invalid_cursor", detail)])
        })
    }

    fn key<K: DeserializeOwned>(&self) -> Option<K> {
        let text = Some(&self.0).filter(|text| text.len() <= LONGEST)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (check, key) = bytes.split_at_checked(CHECK)?;
        (check == check_of(key)).then(|| serde_json::from_slice(key).ok())?
    }

    /// The cursor as it goes over the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn check_of(key: &[u8]) -> [u8; CHECK] {
    let digest: [u8; 32] = Sha256::new().chain_update(b"cursor 1\0").chain_update(key).finalize().into();
    let mut check = [0; CHECK];
    check.copy_from_slice(&digest[..CHECK]);
    check
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialSchema for Cursor {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("Where to go on: `next_cursor` of the page before, unchanged."))
            .max_length(Some(LONGEST))
            .into()
    }
}

impl ToSchema for Cursor {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Cursor")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_gives_back_its_key() {
        let key = ("Example".to_owned(), 7_u32);
        let cursor = Cursor::of(&key);
        assert_eq!(cursor.read::<(String, u32)>().unwrap(), key);
        assert!(cursor.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    }

    #[test]
    fn anything_else_is_400() {
        let good = Cursor::of(&("Example", 7)).0;
        let changed = format!("{}A", &good[..good.len() - 1]);
        let mut texts = vec![String::new(), "!".to_owned(), "AAAA".to_owned(), changed, "A".repeat(100_000)];
        texts.extend((0..good.len()).map(|length| good[..length].to_owned()));
        for text in texts {
            let problem = Cursor(text.clone()).read::<(String, u32)>().unwrap_err();
            assert_eq!(problem.kind().slug, "invalid-cursor", "{text:.40}");
        }
        assert!(Cursor::of(&7).read::<(String, u32)>().is_err(), "a cursor of another list");
    }
}
