//! Which marks the file had already: two different rows for one mark are one too many.

use super::row::{Extra, SheetOf};
use school::{AcademicYear, EnrolmentId, SESSIONS_IN_SHEET};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What the rows before said of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// Nothing.
    Never,
    /// The same.
    Same,
    /// Something else.
    Different,
}

/// The codes of all rows before, one byte a mark, whatever the order of the file.
#[derive(Debug, Default)]
pub(super) struct SeenMarks {
    numbers: HashMap<(EnrolmentId, AcademicYear), u32>,
    sheets: Vec<SheetOf>,
    codes: Vec<[u8; SESSIONS_IN_SHEET]>,
    /// What stood beside the few codes that had something beside them, as a hash.
    beside: HashMap<(u32, u16), u64>,
}

impl SeenMarks {
    /// The number of a sheet.
    pub(super) fn number(&mut self, sheet: SheetOf) -> u32 {
        *self.numbers.entry((sheet.enrolment_id, sheet.year)).or_insert_with(|| {
            self.sheets.push(sheet);
            self.codes.push([0; SESSIONS_IN_SHEET]);
            u32::try_from(self.sheets.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// The sheets by their numbers.
    pub(super) fn sheets(&self) -> &[SheetOf] {
        &self.sheets
    }

    /// Notes a mark, unless the file had another in its place.
    pub(super) fn note(&mut self, sheet: u32, place: u16, code: u8, extra: Option<&Extra>) -> Seen {
        let Some(byte) = self.codes.get_mut(sheet as usize).and_then(|codes| codes.get_mut(usize::from(place))) else {
            return Seen::Never;
        };
        let beside = extra.filter(|extra| extra.minutes_late.is_some() || extra.comment.is_some()).map(|extra| {
            let mut hasher = DefaultHasher::new();
            (extra.minutes_late, &extra.comment).hash(&mut hasher);
            hasher.finish()
        });
        if *byte != 0 {
            let same = *byte == code && self.beside.get(&(sheet, place)) == beside.as_ref();
            return if same { Seen::Same } else { Seen::Different };
        }
        *byte = code;
        beside.and_then(|hash| self.beside.insert((sheet, place), hash));
        Seen::Never
    }
}
