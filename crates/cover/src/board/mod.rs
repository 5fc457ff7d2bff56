//! The instance as plain arrays: people, their slots, the choices in each slot and the runs through several.

mod build;
mod chain;
mod discount;
mod restrict;
mod runs;

use std::ops::Range;

pub(crate) use build::build;
pub(crate) use restrict::Keep;

/// A day as the search sees it: numbers instead of ids, and only what may still be chosen.
///
/// A restricted board keeps lessons, people and slots, so their numbers mean the same on every board of a day.
#[derive(Debug, Clone)]
pub(crate) struct Board {
    /// The cost of leaving each lesson without cover.
    pub uncovered: Vec<i64>,
    /// For each person the cost of taking 0, 1, 2, … covers, as far as the limit and the free periods go.
    pub totals: Vec<Vec<i64>>,
    /// The slots of each person.
    pub slots_of: Vec<Range<usize>>,
    /// A person in a period, in the order of people and then of periods.
    pub slots: Vec<Slot>,
    /// For each person slots of which at least one stays free; none where there is no such rule.
    pub breaks: Vec<Vec<usize>>,
    /// What each slot may be used for, slot by slot.
    pub choices: Vec<Choice>,
    /// The runs, by the slot in which they end.
    pub runs: Vec<Run>,
    /// The lessons of all runs, one run after the other.
    pub run_lessons: Vec<u32>,
}

/// One person in one period.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub person: u32,
    /// Into [`Board::choices`].
    pub choices: Range<usize>,
    /// Into [`Board::runs`]: the runs whose last lesson is in this slot.
    pub runs: Range<usize>,
}

/// One person taking one lesson.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Choice {
    pub lesson: u32,
    pub slot: u32,
    pub cost: i64,
}

/// One person taking the linked lessons of two or more neighbouring slots; the cost has the bonuses taken off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub cost: i64,
    pub start: u32,
    pub length: u32,
    /// Its place on the first board.
    pub name: u32,
}

impl Board {
    /// The lessons of a run, first to last.
    pub(crate) fn lessons_of(&self, run: &Run) -> &[u32] {
        &self.run_lessons[run.start as usize..(run.start + run.length) as usize]
    }

    pub(crate) fn lessons(&self) -> usize {
        self.uncovered.len()
    }

    pub(crate) fn people(&self) -> usize {
        self.totals.len()
    }

    /// The most covers this person can take.
    pub(crate) fn limit(&self, person: usize) -> usize {
        self.totals[person].len() - 1
    }
}
