//! The kernel: everything that is counted for every pupil, in one walk over the pupil's mark sheet.
//!
//! It answers for a whole country what [`crate::Tally`] and [`crate::concerns`] answer for one pupil with names, dates
//! and evidence: counts, counts by code, persistent and severe absence, the ten-school-week window, the continuous runs.
//! The answers are the same, which tests and the benchmark `england` prove; only the way is different:
//!
//! * What many pupils share (which sessions were held, what codes mean when, which school week a session is in) is
//!   worked out once, in a [`Frame`].
//! * Nearly every mark is the `/` of a morning or the `\` of an afternoon. Sixty-four marks at a time are compared with
//!   that pattern; only those that differ, a few dozen a year, are looked at one by one.
//! * Each of these costs one look in a table whose entry is added to a packed sum and counted by code. Sessions become bits of
//!   [`Words`], and the windows and runs are walked over the bits of unauthorised absence alone.
//!
//! There is no unsafe code: comparing sixteen bytes at once is a safe operation of the instruction set that every
//! x86-64 processor has, and elsewhere eight bytes are compared in a `u64`.

mod earlier;
mod frame;
mod outcome;
mod pattern;
mod read;
mod table;
mod walk;

pub use earlier::Earlier;
pub use frame::{Frame, Stay};
pub use outcome::{CodeCounts, Outcome, Place, Run, Window};

pub(crate) use read::{Reading, mask_between, places_of};

use read::read;
use school::SESSIONS_IN_SHEET;

/// One bit for each session of a mark sheet.
pub(crate) type Words = [u64; WORDS];

/// Words of 64 sessions in a mark sheet.
pub(crate) const WORDS: usize = SESSIONS_IN_SHEET.div_ceil(64);

/// Sessions that make the national threshold for a penalty notice.
pub(crate) const PENALTY_SESSIONS: usize = 10;
/// School weeks in its window.
pub(crate) const PENALTY_WEEKS: usize = 10;

/// Everything about one pupil: the marks of `sheet` in the sessions of `frame` during `stay`, after what was `earlier`.
/// A byte that is no code is as no mark.
pub fn judge(frame: &Frame, sheet: &[u8; SESSIONS_IN_SHEET], stay: &Stay, earlier: &Earlier) -> Outcome {
    let counted = frame.counted_in(stay);
    let reading = read(sheet, &counted, frame.spans());
    let mut outcome = Outcome::counted(&reading, frame, sheet, &counted);
    let of_age = (stay.of_age.start > stay.on_roll.start || stay.of_age.end < stay.on_roll.end)
        .then(|| mask_between(usize::from(stay.of_age.start), usize::from(stay.of_age.end)));
    outcome.sickness = reading.illness_within(sheet, of_age.as_ref());
    walk::walk(&reading, &counted, of_age.as_ref(), frame, earlier, &mut outcome);
    outcome
}
