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

/// Bytes of the check that stand in front.
const CHECK: usize = 6;
/// Bytes after the check that say of which list the cursor is.
const LIST: usize = 4;
/// The longest cursor that is read at all.
const LONGEST: usize = 1024;

/// The key of the last item of a page, opaque to callers.
///
/// The check in it finds cursors that were cut or changed, and a digest of the list's path those of another list: [`crate::Page`]
/// writes it into the answer, and [`crate::Params`] looks at it in the request. Neither is a secret: a cursor gives no right, since
/// every list is bounded by the caller's reach whatever the cursor says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// The cursor that holds `key`, of no list yet.
    pub fn of<K: Serialize>(key: &K) -> Self {
        Self::sealed([0; LIST], &serde_json::to_vec(key).unwrap_or_default())
    }

    /// The same cursor as one of the list at a path.
    pub(crate) fn of_list(&self, path: &str) -> Self {
        self.opened().map_or_else(|| self.clone(), |(_, key)| Self::sealed(digest(b"list\0", &[path.as_bytes()]), &key))
    }

    /// Whether this is a whole cursor of the list at a path; where not, the problem says which of the two it is not.
    pub(crate) fn check(&self, path: &str) -> Result<(), Problem> {
        match self.opened() {
            Some((list, _)) if list == digest(b"list\0", &[path.as_bytes()]) => Ok(()),
            Some(_) => Err(refused("this is the next_cursor of another list")),
            None => Err(refused(UNCHANGED)),
        }
    }

    /// The key in it. A cursor that is not one of ours, or holds no such key, is 400.
    pub fn read<K: DeserializeOwned>(&self) -> Result<K, Problem> {
        let key = self.opened().and_then(|(_, key)| serde_json::from_slice(&key).ok());
        key.ok_or_else(|| refused(UNCHANGED))
    }

    fn sealed(list: [u8; LIST], key: &[u8]) -> Self {
        let check: [u8; CHECK] = digest(b"cursor 2\0", &[&list, key]);
        Self(URL_SAFE_NO_PAD.encode([&check, &list[..], key].concat()))
    }

    /// Of which list it is, and its key; none where it was cut or changed.
    fn opened(&self) -> Option<([u8; LIST], Vec<u8>)> {
        let text = Some(&self.0).filter(|text| text.len() <= LONGEST)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (check, rest) = bytes.split_first_chunk::<CHECK>()?;
        let (list, key) = rest.split_first_chunk::<LIST>()?;
        (*check == digest(b"cursor 2\0", &[list, key])).then(|| (*list, key.to_vec()))
    }

    /// The cursor as it goes over the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a cursor must be.
const UNCHANGED: &str = "this must be the next_cursor of an answer of the same list, unchanged";

fn refused(detail: &str) -> Problem {
    Problem::new(&kinds::INVALID_CURSOR).errors(vec![Violation::new("/query/cursor", "invalid_cursor", detail)])
}

/// The first bytes of a digest; `purpose` keeps one kind of digest from passing as another.
fn digest<const BYTES: usize>(purpose: &[u8], parts: &[&[u8]]) -> [u8; BYTES] {
    let whole: [u8; 32] = parts.iter().fold(Sha256::new_with_prefix(purpose), Sha256::chain_update).finalize().into();
    std::array::from_fn(|place| whole[place])
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
        assert!(Cursor::of(&7).read::<(String, u32)>().is_err(), "a cursor of another kind of key");
    }

    #[test]
    fn a_cursor_of_another_list_is_400_and_says_so() {
        let cursor = Cursor::of(&7).of_list("/v1/academies/1/pupils");
        assert!(cursor.check("/v1/academies/1/pupils").is_ok());
        assert_eq!(cursor.read::<u32>().unwrap(), 7);
        assert_eq!(cursor.of_list("/v1/x").of_list("/v1/academies/1/pupils"), cursor);
        for (cursor, path, word) in [
            (cursor.clone(), "/v1/academies/2/pupils", "another list"),
            (Cursor::of(&7), "/v1/academies/1/pupils", "another list"),
            (Cursor(cursor.0[1..].to_owned()), "/v1/academies/1/pupils", "unchanged"),
        ] {
            let refused = cursor.check(path).unwrap_err();
            assert_eq!(
                (refused.kind().slug, refused.violations()[0].pointer.as_str()),
                ("invalid-cursor", "/query/cursor")
            );
            assert!(refused.violations()[0].detail.contains(word), "{word}");
        }
    }
}
