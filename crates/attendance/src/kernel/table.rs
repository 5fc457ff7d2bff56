//! What one look at a byte tells.

use crate::code::{Code, Era};
use std::sync::LazyLock;

/// Places of the counts by code: 0 for what is no mark, then every code in its order.
pub(super) const PLACES: usize = 64;

/// For each byte of a mark sheet everything the kernel asks about it in one era: from the lowest bit the five counters
/// of [`crate::code::Packed`] that a mark can add to, then [`UNAUTHORISED`] and [`NOT_POSSIBLE`], at the top the place
/// of the code in the counts.
pub(super) type Table = [u64; 256];

/// The bits of the counters. What lies above them may be added up with them: it never carries downwards.
pub(super) const COUNTERS: u64 = (1 << 50) - 1;
/// The bit of an unauthorised absence.
pub(super) const UNAUTHORISED: u32 = 50;
/// The bit of what is not a possible attendance: no mark, and codes that say so or were not in force.
pub(super) const NOT_POSSIBLE: u32 = 51;
/// The bits of the place.
const PLACE: u32 = 58;

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| Era::all().iter().map(table).collect());

/// The table of an era.
pub(super) fn of(era: &Era) -> &'static Table {
    &TABLES[era.index()]
}

/// The place of an entry's code in the counts.
#[inline]
pub(super) fn place(entry: u64) -> usize {
    (entry >> PLACE) as usize
}

fn table(era: &Era) -> Table {
    let mut table = [0; 256];
    for (byte, entry) in (0..=u8::MAX).zip(&mut table) {
        let counts_as = era.counts_as(byte);
        let counters = counts_as.map_or(0, |_| era.weights()[usize::from(byte)] & COUNTERS);
        let unauthorised = counts_as.is_some_and(|counts_as| counts_as.is_unauthorised());
        let not_possible = !counts_as.is_some_and(|counts_as| counts_as.is_possible());
        *entry = counters
            | u64::from(unauthorised) << UNAUTHORISED
            | u64::from(not_possible) << NOT_POSSIBLE
            | (Code::place_of(byte) as u64) << PLACE;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Packed;

    #[test]
    fn an_entry_says_what_the_era_says() {
        for era in Era::all() {
            for byte in 0..=u8::MAX {
                let entry = of(era)[usize::from(byte)];
                let (packed, row) = (Packed(entry & COUNTERS), Code::from_byte(byte).and_then(|code| era.row(code)));
                assert_eq!(place(entry), Code::place_of(byte));
                assert_eq!(packed.possible() == 1, row.is_some_and(|row| row.counts_as.is_possible()));
                assert_eq!(packed.possible() == 0, entry >> NOT_POSSIBLE & 1 == 1);
                assert_eq!(packed.absent() == 1, row.is_some_and(|row| row.counts_as.is_absence()));
                // The rules of penalty notices and of continuous absence ask about the same marks in every era.
                assert_eq!(entry >> UNAUTHORISED & 1 == 1, row.is_some_and(|row| row.penalty_notice));
            }
        }
    }
}
