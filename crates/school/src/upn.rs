//! Unique pupil numbers.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// A unique pupil number: a check letter, twelve digits of which the last may be a letter in a temporary number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "R674123101121", pattern = "^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-Z]$")]
pub struct Upn(String);

/// Why a text is no unique pupil number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAUpn {
    /// Not a letter and twelve digits.
    #[error("a UPN is a check letter and twelve digits, the last of them a letter in a temporary number")]
    Shape,
    /// The check letter does not fit the digits.
    #[error("the check letter does not fit the digits")]
    CheckLetter,
}

const CHECK_LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

impl Upn {
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number with the check letter that fits twelve characters; a letter at the end makes it temporary.
    pub fn with_check_letter(twelve: &str) -> Result<Self, NotAUpn> {
        let bytes: [u8; 12] = twelve.as_bytes().try_into().map_err(|_| NotAUpn::Shape)?;
        let letter = check_letter(&bytes).ok_or(NotAUpn::Shape)?;
        Ok(Self(format!("{}{twelve}", char::from(letter))))
    }

    /// A temporary number ends in a letter; it is replaced when the child's own number is found.
    pub fn is_temporary(&self) -> bool {
        self.0.ends_with(|last: char| last.is_ascii_uppercase())
    }
}

/// The letter at position Σ digit × weight mod 23, weights 2 to 13 (DfE UPN guide). The letter at the end of a temporary
/// number counts as its own position in the same row of letters.
fn check_letter(twelve: &[u8; 12]) -> Option<u8> {
    let mut sum = 0;
    for (place, byte) in twelve.iter().enumerate() {
        let value = match byte {
            b'0'..=b'9' => usize::from(byte - b'0'),
            b'A'..=b'Z' if place == 11 => CHECK_LETTERS.iter().position(|letter| letter == byte)?,
            _ => return None,
        };
        sum += value * (place + 2);
    }
    CHECK_LETTERS.get(sum % 23).copied()
}

impl FromStr for Upn {
    type Err = NotAUpn;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let upper = text.to_ascii_uppercase();
        let rest = upper.get(1..).ok_or(NotAUpn::Shape)?;
        let expected = Self::with_check_letter(rest)?;
        (expected.0 == upper).then_some(expected).ok_or(NotAUpn::CheckLetter)
    }
}

impl TryFrom<String> for Upn {
    type Error = NotAUpn;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Upn> for String {
    fn from(upn: Upn) -> Self {
        upn.0
    }
}

impl fmt::Display for Upn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_number_is_valid_and_its_neighbours_are_not() {
        assert!("R674123101121".parse::<Upn>().is_ok());
        assert_eq!("A674123101121".parse::<Upn>(), Err(NotAUpn::CheckLetter));
        assert_eq!("R674123101122".parse::<Upn>(), Err(NotAUpn::CheckLetter));
        for wrong in ["", "R67412310112", "R6741231011211", "R67412é10112", "1674123101121", "R 74123101121"] {
            assert!(wrong.parse::<Upn>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_temporary_number_ends_in_a_letter() {
        let upn = Upn::with_check_letter("67412310112A").unwrap();
        assert!(upn.is_temporary());
        assert_eq!(upn.as_str().parse::<Upn>(), Ok(upn.clone()));
    }
}
