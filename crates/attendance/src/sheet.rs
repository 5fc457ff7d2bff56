//! The mark sheet: the marks of one enrolment in one academic year, one byte a session.

use crate::code::{Code, CountsAs, Era};
use school::{AcademicYear, Date, SESSIONS_IN_SHEET, SessionAt};

/// The marks of one enrolment in one academic year: two bytes a day from 1 August, morning before afternoon, each the
/// byte of a [`Code`] or 0 for no mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkSheet {
    year: AcademicYear,
    marks: [u8; SESSIONS_IN_SHEET],
}

/// Why bytes are no mark sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotASheet {
    /// Not 732 bytes.
    #[error("a mark sheet has 732 bytes, not {0}")]
    Length(usize),
    /// A byte that is neither 0 nor a code.
    #[error("byte {byte:#04x} at place {place} is no code")]
    Byte {
        /// The place in the sheet.
        place: usize,
        /// The byte found there.
        byte: u8,
    },
    /// A mark after the last session of the year.
    #[error("there is a mark after the last session of the academic year")]
    BeyondTheYear,
}

impl MarkSheet {
    /// A sheet without a mark.
    pub const fn empty(year: AcademicYear) -> Self {
        Self { year, marks: [0; SESSIONS_IN_SHEET] }
    }

    /// The sheet that was stored as these bytes.
    ///
    /// # Errors
    /// [`NotASheet`] where the length is wrong or a byte is no code.
    pub fn from_bytes(year: AcademicYear, bytes: &[u8]) -> Result<Self, NotASheet> {
        let marks: [u8; SESSIONS_IN_SHEET] = bytes.try_into().map_err(|_| NotASheet::Length(bytes.len()))?;
        for (place, byte) in marks.iter().copied().enumerate() {
            if byte != 0 && Code::from_byte(byte).is_none() {
                return Err(NotASheet::Byte { place, byte });
            }
        }
        if marks[2 * year.days()..].iter().any(|byte| *byte != 0) {
            return Err(NotASheet::BeyondTheYear);
        }
        Ok(Self { year, marks })
    }

    /// The bytes as they are stored.
    pub fn as_bytes(&self) -> &[u8; SESSIONS_IN_SHEET] {
        &self.marks
    }

    /// The academic year.
    pub fn year(&self) -> AcademicYear {
        self.year
    }

    /// The mark of a session; none where there is no mark or the session is not in the year.
    pub fn get(&self, at: SessionAt) -> Option<Code> {
        self.get_index(self.year.index_of(at)?)
    }

    /// The mark at a place of the sheet.
    pub fn get_index(&self, index: usize) -> Option<Code> {
        self.marks.get(index).copied().and_then(Code::from_byte)
    }

    /// Enters a mark. Says whether the session is in the year; where it is not, nothing is done.
    #[must_use]
    pub fn set(&mut self, at: SessionAt, code: Code) -> bool {
        self.year.index_of(at).is_some_and(|index| self.set_index(index, code))
    }

    /// Enters a mark at a place of the sheet. Says whether the year has such a place; where not, nothing is done.
    #[must_use]
    pub fn set_index(&mut self, index: usize, code: Code) -> bool {
        if index >= 2 * self.year.days() {
            return false;
        }
        self.marks[index] = code.byte();
        true
    }

    /// The marks in the order of their sessions.
    pub fn iter(&self) -> impl Iterator<Item = (usize, Code)> {
        self.marks.iter().enumerate().filter_map(|(index, byte)| Some((index, Code::from_byte(*byte)?)))
    }

    /// The marks with their sessions, between two days, both inside.
    pub fn between(&self, first: Date, last: Date) -> impl Iterator<Item = (SessionAt, Code)> {
        let year = self.year;
        self.iter()
            .filter_map(move |(index, code)| Some((year.session_at(index)?, code)))
            .filter(move |(at, _)| (first..=last).contains(&at.date))
    }

    /// What the mark of a session counts as by the meaning of that day; none without a mark.
    pub fn counts_as(&self, at: SessionAt) -> Option<CountsAs> {
        let index = self.year.index_of(at)?;
        Era::of(at.date).counts_as(self.marks[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use school::Session;

    fn year() -> AcademicYear {
        "2026-27".parse().unwrap()
    }

    #[test]
    fn a_mark_is_found_where_it_was_put() {
        let mut sheet = MarkSheet::empty(year());
        let at = SessionAt::new("2026-11-23".parse().unwrap(), Session::Pm);
        assert_eq!(sheet.get(at), None);
        assert!(sheet.set(at, Code::PART_TIME));
        assert_eq!(sheet.get(at), Some(Code::PART_TIME));
        assert_eq!(sheet.iter().collect::<Vec<_>>(), [(229, Code::PART_TIME)]);
        assert_eq!(sheet.between(at.date, at.date).collect::<Vec<_>>(), [(at, Code::PART_TIME)]);
        assert!(!sheet.set(SessionAt::new("2027-08-01".parse().unwrap(), Session::Am), Code::LATE));
        assert!(!sheet.set_index(730, Code::LATE));
        assert_eq!(MarkSheet::from_bytes(year(), sheet.as_bytes()), Ok(sheet));
    }

    #[test]
    fn bytes_that_are_no_sheet_are_refused() {
        assert_eq!(MarkSheet::from_bytes(year(), &[0; 731]), Err(NotASheet::Length(731)));
        let mut bytes = [0; SESSIONS_IN_SHEET];
        bytes[5] = b'i';
        assert_eq!(MarkSheet::from_bytes(year(), &bytes), Err(NotASheet::Byte { place: 5, byte: b'i' }));
        bytes[5] = b'I';
        bytes[731] = b'I';
        assert_eq!(MarkSheet::from_bytes(year(), &bytes), Err(NotASheet::BeyondTheYear));
        assert!(MarkSheet::from_bytes("2027-28".parse().unwrap(), &bytes).is_ok());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 700..760)) {
            let _ = MarkSheet::from_bytes(year(), &bytes);
        }
    }
}
