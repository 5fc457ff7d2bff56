//! Reading the values of a block.

use super::block::{Block, Leaf};
use crate::{
    Cell, DateOrder,
    rejected::{Fault, Problem},
    values,
};
use school::Date;

/// A block being read, and the list of what is wrong in its pupil.
pub(super) struct Reading<'a> {
    pub(super) block: &'a Block,
    pub(super) faults: &'a mut Vec<Fault>,
}

impl<'a> Reading<'a> {
    /// The one value that stands under any of the paths; none where it is not there or blank.
    pub(super) fn leaf(&mut self, paths: &[&str]) -> Option<&'a Leaf> {
        let mut found = self.block.leaves.iter().filter(|leaf| paths.contains(&leaf.path));
        let first = found.next();
        if let Some(second) = found.next() {
            let problem = Problem::new("duplicate_element", "the value stands there more than once");
            self.faults.push(problem.at(second.path, Some(second.position)));
        }
        first
    }

    /// A value that may be missing, which says nothing, or blank, which says that there is none.
    pub(super) fn optional<T>(&mut self, paths: &[&str], read: impl FnOnce(&'a str) -> Result<T, Problem>) -> Cell<T> {
        let Some(leaf) = self.leaf(paths) else { return Cell::Absent };
        match leaf.text.trim() {
            "" => Cell::Null,
            text => self.good(leaf, read(text)).map_or(Cell::Null, Cell::Value),
        }
    }

    /// A value that must be there; it is named by the first path if it is not.
    pub(super) fn required<T>(
        &mut self,
        paths: &[&'static str],
        read: impl FnOnce(&'a str) -> Result<T, Problem>,
    ) -> Option<T> {
        let leaf = self.leaf(paths);
        match leaf.map(|leaf| (leaf, leaf.text.trim())) {
            Some((leaf, text)) if !text.is_empty() => self.good(leaf, read(text)),
            _ => {
                let position = leaf.map_or(self.block.position, |leaf| leaf.position);
                let name = paths.first().copied().unwrap_or_default();
                self.faults.push(Problem::missing().at(name, Some(position)));
                None
            }
        }
    }

    /// A text on one line.
    pub(super) fn text(&mut self, paths: &[&str], most: usize) -> Cell<String> {
        self.optional(paths, |text| values::line(text, most)).map(str::to_owned)
    }

    /// A date.
    pub(super) fn date(&mut self, paths: &[&str]) -> Cell<Date> {
        self.optional(paths, |text| DateOrder::Iso.parse(text))
    }

    fn good<T>(&mut self, leaf: &Leaf, value: Result<T, Problem>) -> Option<T> {
        value.map_err(|problem| self.faults.push(problem.at(leaf.path, Some(leaf.position)))).ok()
    }
}
