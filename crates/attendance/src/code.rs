//! The national attendance and absence codes.
//!
//! What a code means depends on the day of the session it was given for: [`on`] and [`in_force`] answer for a day, and
//! [`Era`] gives the same answers as a table that counting can walk.

mod era;
mod row;
mod table;

pub use era::Era;
pub(crate) use era::Packed;
pub use row::{AttendanceCode, Category, CountsAs};
pub use table::{in_force, on};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{fmt, str::FromStr};
use utoipa::ToSchema;

/// The bytes of the two-letter codes in a mark sheet. Sheets are kept for years: a line is added, never changed.
const TWO_LETTERS: [(&str, u8); 10] = [
    ("C1", 0x81),
    ("C2", 0x82),
    ("J1", 0x83),
    ("Y1", 0x84),
    ("Y2", 0x85),
    ("Y3", 0x86),
    ("Y4", 0x87),
    ("Y5", 0x88),
    ("Y6", 0x89),
    ("Y7", 0x8A),
];

/// The codes of one letter or sign, each of which is its own ASCII byte, present codes and retired ones.
const ONE_LETTER: &[u8] = b"/\\LKVPWBDMSXCTRIEQGNOUZ#FHJY";

/// Which bytes are codes: reading a whole school's sheets asks this table, not the lists.
const KNOWN: [bool; 256] = {
    let mut known = [false; 256];
    let mut place = 0;
    while place < ONE_LETTER.len() {
        known[ONE_LETTER[place] as usize] = true;
        place += 1;
    }
    place = 0;
    while place < TWO_LETTERS.len() {
        known[TWO_LETTERS[place].1 as usize] = true;
        place += 1;
    }
    known
};

/// The place of each byte's code in [`Code::all`]; [`Code::COUNT`] for bytes that are no code.
const PLACES: [u8; 256] = {
    let mut places = [Code::COUNT as u8; 256];
    let mut place = 0;
    while place < Code::COUNT {
        let byte = match place.checked_sub(ONE_LETTER.len()) {
            Some(two) => TWO_LETTERS[two].1,
            None => ONE_LETTER[place],
        };
        places[byte as usize] = place as u8;
        place += 1;
    }
    places
};

/// A register code, present or retired, as the byte it has in a mark sheet: a one-letter code is its own ASCII byte, a
/// two-letter code has a fixed byte above 0x80. Zero, no mark, is not a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ToSchema)]
#[schema(value_type = String, example = "I", min_length = 1, max_length = 2)]
pub struct Code(u8);

/// The text is no attendance code that is or was ever in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no attendance code of this name")]
pub struct NotACode;

impl Code {
    /// How many codes there are or were.
    pub const COUNT: usize = ONE_LETTER.len() + TWO_LETTERS.len();
    /// Present in the morning.
    pub const PRESENT_AM: Self = Self(b'/');
    /// Present in the afternoon.
    pub const PRESENT_PM: Self = Self(b'\\');
    /// Late, before the register closed.
    pub const LATE: Self = Self(b'L');
    /// Arrived after the register closed.
    pub const LATE_AFTER_CLOSE: Self = Self(b'U');
    /// Reason not yet established.
    pub const NO_REASON_YET: Self = Self(b'N');
    /// Illness.
    pub const ILLNESS: Self = Self(b'I');
    /// Not of compulsory school age and not required to attend.
    pub const NOT_REQUIRED: Self = Self(b'X');
    /// Unable to attend (until 18 August 2024).
    pub const UNABLE: Self = Self(b'Y');
    /// Temporary part-time timetable.
    pub const PART_TIME: Self = Self(0x82);

    /// The code written exactly so, retired codes included.
    ///
    /// # Errors
    /// [`NotACode`] where no code is or was written so.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        match *text.as_bytes() {
            [byte] if ONE_LETTER.contains(&byte) => Ok(Self(byte)),
            [_, _] => TWO_LETTERS.iter().find(|(name, _)| *name == text).map(|(_, byte)| Self(*byte)).ok_or(NotACode),
            _ => Err(NotACode),
        }
    }

    /// The code of a byte of a mark sheet; none for 0 and for bytes that are no code.
    pub fn from_byte(byte: u8) -> Option<Self> {
        KNOWN[usize::from(byte)].then_some(Self(byte))
    }

    /// The byte it has in a mark sheet; never 0.
    pub const fn byte(self) -> u8 {
        self.0
    }

    /// Its place in [`Code::all`].
    pub fn place(self) -> usize {
        place_of(self.0)
    }

    /// As it is written in a register.
    pub fn as_str(self) -> &'static str {
        if let Some((name, _)) = TWO_LETTERS.iter().find(|(_, byte)| *byte == self.0) {
            return name;
        }
        let place = ONE_LETTER.iter().position(|byte| *byte == self.0).unwrap_or_default();
        std::str::from_utf8(&ONE_LETTER[place..=place]).unwrap_or_default()
    }

    /// Every code, present and retired.
    pub fn all() -> impl Iterator<Item = Self> {
        ONE_LETTER.iter().copied().chain(TWO_LETTERS.iter().map(|(_, byte)| *byte)).map(Self)
    }
}

/// The place in [`Code::all`] of the code of a byte; [`Code::COUNT`] for no mark.
pub(crate) fn place_of(byte: u8) -> usize {
    usize::from(PLACES[usize::from(byte)])
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({})", self.as_str())
    }
}

impl FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_survives_text_byte_and_json() {
        assert_eq!(Code::all().count(), Code::COUNT);
        for (place, code) in Code::all().enumerate() {
            assert_eq!(code.place(), place);
            assert_eq!(Code::parse(code.as_str()), Ok(code));
            assert_eq!(Code::from_byte(code.byte()), Some(code));
            let json = serde_json::to_string(&code).unwrap();
            assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code);
        }
    }

    #[test]
    fn nothing_else_is_a_code() {
        for wrong in ["", " ", "i", "0", "C3", "C1 ", "Y8", "\u{84}", "-", "é", "//", "\0"] {
            assert_eq!(Code::parse(wrong), Err(NotACode), "{wrong:?}");
        }
        assert_eq!((0..=255).filter_map(Code::from_byte).count(), 38);
        assert_eq!(Code::from_byte(0), None);
        assert_eq!(place_of(0), Code::COUNT);
    }

    #[test]
    fn the_bytes_in_kept_sheets_never_change() {
        let bytes: Vec<_> = ["C1", "C2", "J1", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"]
            .map(|text| Code::parse(text).unwrap().byte())
            .into();
        assert_eq!(bytes, (0x81..=0x8A).collect::<Vec<u8>>());
        assert_eq!(Code::parse("\\").unwrap().byte(), b'\\');
    }
}
