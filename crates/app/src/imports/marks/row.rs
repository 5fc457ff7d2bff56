//! Rows of a window, small enough that a quarter of a million of them are a few megabytes.

use school::{AcademicYear, EnrolmentId, PupilId};
use store::imports::Rejection;

/// What is to become of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// There is no mark in it, or the same as in a row before.
    Nothing,
    /// It is refused, and why stands among the refusals.
    Refused,
    /// A mark of a session that has begun.
    Mark,
    /// A code known ahead of its session.
    Planned,
}

/// A row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) line: u32,
    /// The pupil as the file names it, numbered by first appearance: what the window is ordered by.
    pub(super) who: u32,
    pub(super) year: i16,
    pub(super) place: u16,
    /// The number of the sheet; only marks and plans have one.
    pub(super) sheet: u32,
    /// The place of what only some rows have, or of the refusals.
    pub(super) extra: Option<u32>,
    /// The national code.
    pub(super) code: u8,
    pub(super) fate: Fate,
    /// Whether the rules found something doubtful.
    pub(super) doubtful: bool,
}

/// What only some rows have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Extra {
    pub(super) minutes_late: Option<u16>,
    pub(super) comment: Option<String>,
    /// The code as it was sent, where it is not the national one.
    pub(super) raw_code: Option<String>,
}

/// A sheet that rows belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SheetOf {
    pub(super) year: AcademicYear,
    pub(super) enrolment_id: EnrolmentId,
    pub(super) pupil_id: PupilId,
    /// The pupil's place in the roll.
    pub(super) pupil: u32,
}

/// Rows in the order in which they are worked off.
#[derive(Debug, Default)]
pub(super) struct Window {
    pub(super) rows: Vec<Row>,
    pub(super) extras: Vec<Extra>,
    pub(super) refusals: Vec<Vec<Rejection>>,
}

impl Window {
    /// Orders the rows by what stands in the file alone, so that every worker finds the same order.
    pub(super) fn order(&mut self) {
        self.rows.sort_by_key(|row| (row.who, row.year, row.place, row.line));
    }

    pub(super) fn extra(&self, row: &Row) -> Option<&Extra> {
        row.extra.filter(|_| row.fate != Fate::Refused).and_then(|place| self.extras.get(place as usize))
    }

    pub(super) fn refusals(&self, row: &Row) -> &[Rejection] {
        row.extra
            .filter(|_| row.fate == Fate::Refused)
            .and_then(|place| self.refusals.get(place as usize))
            .map_or(&[], Vec::as_slice)
    }
}
