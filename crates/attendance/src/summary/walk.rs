//! The walk over a sheet's bytes that every summary is made of.

use super::EnrolmentYear;
use crate::code::{Era, Packed};
use school::{SESSIONS_IN_SHEET, calendar::SessionSet};

/// How often each byte stood in sessions of one era.
pub(super) type ByteCounts = (&'static Era, Box<[u64; 256]>);

/// What the pupil who is being counted has in a group.
#[derive(Default, Clone, Copy)]
pub(super) struct Own {
    pub(super) on_roll: bool,
    pub(super) possible: u64,
    pub(super) absent: u64,
}

/// Counts the begun sessions of a set by byte and into `own`; answers how many closed ones have no mark.
pub(super) fn count(
    enrolment: &EnrolmentYear<'_>,
    sessions: &SessionSet,
    counts: &mut Vec<ByteCounts>,
    own: &mut Own,
) -> u64 {
    let so_far = enrolment.so_far;
    let begun = sessions.and(so_far.begun());
    let marks = enrolment.sheet.as_bytes();
    let mut unmarked = 0;
    for (days, era) in so_far.eras() {
        let packed = walk(marks, &begun.and(days), era.weights(), bytes_of(counts, era));
        own.possible += packed.possible();
        own.absent += packed.absent();
        unmarked += packed.unmarked();
    }
    let still_open = begun.without(so_far.closed());
    let waiting = still_open.iter().filter(|index| marks.get(*index) == Some(&0)).count() as u64;
    unmarked.saturating_sub(waiting)
}

/// The counts of an era, made where there are none.
pub(super) fn bytes_of<'c>(counts: &'c mut Vec<ByteCounts>, era: &'static Era) -> &'c mut [u64; 256] {
    let known = counts.iter().position(|(known, _)| known.index() == era.index());
    let place = known.unwrap_or_else(|| {
        counts.push((era, Box::new([0; 256])));
        counts.len() - 1
    });
    &mut counts[place].1
}

/// The inner loop of every summary: one look-up and two additions a mark.
fn walk(
    marks: &[u8; SESSIONS_IN_SHEET],
    sessions: &SessionSet,
    weights: &[u64; 256],
    counts: &mut [u64; 256],
) -> Packed {
    let mut packed = 0;
    sessions.iter().for_each(|index| {
        let Some(byte) = marks.get(index) else { return };
        packed += weights[usize::from(*byte)];
        counts[usize::from(*byte)] += 1;
    });
    Packed(packed)
}
