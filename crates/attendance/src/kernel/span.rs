//! The part of a year in which no code changed its meaning.

use crate::{
    code::{Code, CountsAs, Era, place_of},
    concerns::is_unauthorised,
};
use school::{
    AcademicYear, SESSIONS_IN_SHEET,
    calendar::{SESSION_WORDS, SessionSet},
};
use sift::Sifted;

const _: () = assert!(sift::BYTES == SESSIONS_IN_SHEET, "a row is a sheet");

/// Counters of one pupil: a power of two above the number of codes, so that no place is out of bounds.
const COUNTERS: usize = 64;

const _: () = assert!(Code::COUNT < COUNTERS);

/// The usual mark of a morning and of an afternoon.
const USUAL: [u8; 2] = [Code::PRESENT_AM.byte(), Code::PRESENT_PM.byte()];

/// Bits of a weight above its lanes: the session is unauthorised, and it is not possible.
const UNAUTHORISED: u32 = 62;
const NOT_POSSIBLE: u32 = 63;
/// The lanes of a weight.
const LANES: u64 = (1 << 60) - 1;

/// What is found out about one pupil while counting. Two counters for each code, which take turns: a spell of one code
/// need not wait for the counter it has just written.
pub(super) struct Found {
    counters: [[u16; COUNTERS]; 2],
    /// The sum of the weights.
    pub(super) packed: u64,
}

impl Default for Found {
    #[inline]
    fn default() -> Self {
        Self { counters: [[0; COUNTERS]; 2], packed: 0 }
    }
}

impl Found {
    /// Sessions by the place of their code; those without a mark are behind the last.
    #[inline]
    pub(super) fn by_code(&self) -> [u16; Code::COUNT + 1] {
        std::array::from_fn(|place| self.counters[0][place] + self.counters[1][place])
    }

    #[inline]
    fn add(&mut self, turn: usize, byte: u8, sessions: usize, weight: u64) {
        self.counters[turn % 2][place_of(byte) % COUNTERS] += sessions as u16;
        self.packed += sessions as u64 * (weight & LANES);
    }
}

/// The part of a year in which no code changed its meaning.
#[derive(Debug, Clone)]
pub(super) struct Span {
    sessions: SessionSet,
    weights: Box<[u64; 256]>,
}

impl Span {
    /// The spans of a year in which any of `sessions` lie.
    pub(super) fn all(year: AcademicYear, sessions: &SessionSet) -> Vec<Self> {
        let spans = Era::spans_of(year).into_iter();
        spans
            .map(|(from, to, era)| Self::new(sessions.and(&SessionSet::between(from, to)), era))
            .filter(|span| !span.sessions.is_empty())
            .collect()
    }

    fn new(sessions: SessionSet, era: &Era) -> Self {
        let mut weights = Box::new(*era.weights());
        for (byte, weight) in (0..=u8::MAX).zip(weights.iter_mut()) {
            let counts_as = era.counts_as(byte);
            let unauthorised = counts_as == Some(CountsAs::UnauthorisedAbsence) && is_unauthorised(byte);
            let possible = counts_as.is_some_and(CountsAs::is_possible);
            *weight |= u64::from(unauthorised) << UNAUTHORISED | u64::from(!possible) << NOT_POSSIBLE;
        }
        Self { sessions, weights }
    }

    /// Counts the marks of `mine` in this span.
    #[inline]
    pub(super) fn count(
        &self,
        marks: &[u8; SESSIONS_IN_SHEET],
        mine: &SessionSet,
        sifted: &mut Sifted,
        found: &mut Found,
    ) {
        sifted.sift(marks, mine.and(&self.sessions).words(), USUAL);
        for (turn, byte) in sifted.others().iter().enumerate() {
            found.add(turn, *byte, 1, self.weights[usize::from(*byte)]);
        }
        for (turn, (byte, sessions)) in USUAL.into_iter().zip([sifted.even, sifted.odd]).enumerate() {
            found.add(turn, byte, sessions, self.weights[usize::from(byte)]);
        }
    }

    /// Adds the sessions of `mine` in this span that were possible and those that were unauthorised.
    pub(super) fn sort(
        &self,
        marks: &[u8; SESSIONS_IN_SHEET],
        mine: &SessionSet,
        sifted: &mut Sifted,
        (possible, unauthorised): (&mut [u64; SESSION_WORDS], &mut [u64; SESSION_WORDS]),
    ) {
        let sessions = mine.and(&self.sessions);
        sifted.sift(marks, sessions.words(), USUAL);
        let usual_is_possible = self.weights[usize::from(Code::PRESENT_AM.byte())] >> NOT_POSSIBLE == 0;
        let mut others = sifted.others().iter();
        for (word, places) in sifted.places().iter().enumerate() {
            let (mut rest, mut not_possible, mut found) = (*places, 0, 0);
            while let (true, Some(byte)) = (rest != 0, others.as_slice().first()) {
                others.next();
                let (lowest, weight) = (rest & rest.wrapping_neg(), self.weights[usize::from(*byte)]);
                not_possible |= lowest & (weight >> NOT_POSSIBLE).wrapping_neg();
                found |= lowest & (weight >> UNAUTHORISED & 1).wrapping_neg();
                rest ^= lowest;
            }
            let all = if usual_is_possible { sessions.words()[word] } else { *places };
            possible[word] |= all & !not_possible;
            unauthorised[word] |= found;
        }
    }
}
