//! The walk over a sheet's bytes that every summary is made of.

use super::EnrolmentYear;
use crate::code::{Code, Era, Packed};
use school::{SESSIONS_IN_SHEET, calendar::SessionSet};
use sift::Sifted;

/// How often each byte stood in sessions of one era.
pub(super) type ByteCounts = (&'static Era, Box<[u64; 256]>);

/// What the pupil who is being counted has in a group.
#[derive(Default, Clone, Copy)]
pub(super) struct Own {
    pub(super) on_roll: bool,
    pub(super) possible: u64,
    pub(super) absent: u64,
}

/// Fewer sessions than these are walked one by one; more are sifted, 64 places at a time.
const MANY: usize = 64;

/// The usual mark of a morning and of an afternoon.
const USUAL: [u8; 2] = [Code::PRESENT_AM.byte(), Code::PRESENT_PM.byte()];

/// Counts the begun sessions of a set by byte and into `own`; answers how many closed ones have no mark. `sifted` is where
/// marks are sifted, the same for any number of pupils.
pub(super) fn count(
    enrolment: &EnrolmentYear<'_>,
    sessions: &SessionSet,
    counts: &mut Vec<ByteCounts>,
    own: &mut Own,
    sifted: &mut Sifted,
) -> u64 {
    let so_far = enrolment.so_far;
    let begun = sessions.and(so_far.begun());
    let marks = enrolment.sheet.as_bytes();
    let mut unmarked = 0;
    for (days, era) in so_far.eras() {
        let days = begun.and(days);
        let counts = bytes_of(counts, era);
        let packed = match days.len() {
            0 => continue,
            1..MANY => walk(marks, &days, era.weights(), counts),
            _ => sift_through(marks, &days, era.weights(), counts, sifted),
        };
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

/// The same as [`walk`] for many sessions: the usual marks are counted together.
fn sift_through(
    marks: &[u8; SESSIONS_IN_SHEET],
    sessions: &SessionSet,
    weights: &[u64; 256],
    counts: &mut [u64; 256],
    sifted: &mut Sifted,
) -> Packed {
    sifted.sift(marks, sessions.words(), USUAL);
    let mut packed = 0;
    for byte in sifted.others() {
        packed += weights[usize::from(*byte)];
        counts[usize::from(*byte)] += 1;
    }
    for (byte, sessions) in USUAL.into_iter().zip([sifted.even, sifted.odd]) {
        packed += sessions as u64 * weights[usize::from(byte)];
        counts[usize::from(byte)] += sessions as u64;
    }
    Packed(packed)
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
