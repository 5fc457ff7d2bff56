//! Entity tags.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::fmt;

/// A strong entity tag: two answers with the same one are the same, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ETag(String);

impl ETag {
    /// The tag for a revision number.
    pub fn revision(number: i64) -> Self {
        Self(format!("\"{number}\""))
    }

    /// The tag that is the digest of these bytes.
    pub fn digest(bytes: &[u8]) -> Self {
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        Self(format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..16])))
    }

    /// The tag with this text between its quotation marks. Characters that a tag may not hold become `-`.
    pub fn new(text: &str) -> Self {
        let fit = |character: char| if matches!(character, '!' | '#'..='~') { character } else { '-' };
        Self(format!("\"{}\"", text.chars().map(fit).collect::<String>()))
    }

    /// The tag as it stands in a header, quotation marks included.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Tags that a caller names in a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// `*`: whatever is there.
    Any,
    /// These; each with whether it is weak.
    Tags(Vec<(bool, String)>),
}

impl Named {
    /// Reads the values of a condition's header. `None`: not written as RFC 9110 has it.
    pub(crate) fn read<'a>(values: impl Iterator<Item = &'a [u8]>) -> Option<Self> {
        let mut tags = Vec::new();
        for value in values {
            let mut rest = std::str::from_utf8(value).ok()?.trim();
            if rest == "*" {
                return Some(Self::Any);
            }
            while !rest.is_empty() {
                let (tag, after) = one(rest)?;
                tags.push(tag);
                rest = after.trim_start();
                if !rest.is_empty() {
                    rest = rest.strip_prefix(',')?.trim_start();
                }
            }
        }
        Some(Self::Tags(tags))
    }

    /// Whether `current` is named, weak tags not counting.
    pub(crate) fn matches_strongly(&self, current: &ETag) -> bool {
        match self {
            Self::Any => true,
            Self::Tags(tags) => tags.iter().any(|(weak, tag)| !weak && *tag == current.0),
        }
    }

    /// Whether `current` is named, as a weak tag or a strong one.
    pub(crate) fn matches_weakly(&self, current: &ETag) -> bool {
        match self {
            Self::Any => true,
            Self::Tags(tags) => tags.iter().any(|(_, tag)| *tag == current.0),
        }
    }
}

/// The first tag of a list, and what follows it.
fn one(text: &str) -> Option<((bool, String), &str)> {
    let (weak, quoted) = text.strip_prefix("W/").map_or((false, text), |rest| (true, rest));
    let inner = quoted.strip_prefix('"')?;
    let end = inner.find('"')?;
    Some(((weak, quoted[..end + 2].to_owned()), &inner[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Named> {
        Named::read(std::iter::once(text.as_bytes()))
    }

    #[test]
    fn lists_stars_and_weak_tags_are_read() {
        let current = ETag::new("a,b");
        assert!(read("\"x\" , W/\"y\",\"a,b\"").unwrap().matches_strongly(&current));
        assert!(read("*").unwrap().matches_strongly(&current));
        let weak = read("W/\"a,b\"").unwrap();
        assert!(!weak.matches_strongly(&current) && weak.matches_weakly(&current));
        assert!(!read("\"A,B\"").unwrap().matches_weakly(&current));
    }

    #[test]
    fn what_is_no_list_of_tags_is_refused() {
        for wrong in ["a", "\"a", "\"a\" \"b\"", "w/\"a\"", "*, \"a\"", "\"a\",,"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_tag_holds_only_what_a_tag_may_hold() {
        assert_eq!(ETag::new("a\"b\r\nc é").as_str(), "\"a-b--c--\"");
        assert_eq!(ETag::revision(7).as_str(), "\"7\"");
        assert_ne!(ETag::digest(b"a"), ETag::digest(b"b"));
    }
}
