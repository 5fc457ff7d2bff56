//! A span of time in which no code changed its meaning, as a table over all 256 bytes.

use super::{AttendanceCode, Code, CountsAs, table::rows};
use school::{AcademicYear, Date, SESSIONS_IN_SHEET};
use std::sync::LazyLock;

/// A span of time in which no code changed its meaning. Counting looks each byte of a mark sheet up in its tables.
#[derive(Debug)]
pub struct Era {
    index: usize,
    first_day: Date,
    rows: [Option<&'static AttendanceCode>; 256],
    weights: [u64; 256],
}

/// Bits of one counter in a packed weight: 732 sessions fit in ten.
const LANE: u32 = 10;

/// The lanes of a packed weight.
#[derive(Debug, Clone, Copy)]
enum Lane {
    Present,
    Approved,
    Authorised,
    Unauthorised,
    PossibleNotAbsent,
    Unmarked,
}

/// Six counters in one word: the sum of the weights of at most 1,023 marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Packed(pub(crate) u64);

impl Packed {
    fn lane(self, lane: Lane) -> u64 {
        (self.0 >> (LANE * lane as u32)) & ((1 << LANE) - 1)
    }

    /// Sessions of authorised absence.
    pub(crate) fn authorised(self) -> u64 {
        self.lane(Lane::Authorised)
    }

    /// Sessions of unauthorised absence.
    pub(crate) fn unauthorised(self) -> u64 {
        self.lane(Lane::Unauthorised)
    }

    /// Sessions of absence.
    pub(crate) fn absent(self) -> u64 {
        self.authorised() + self.unauthorised()
    }

    /// Sessions without a mark.
    pub(crate) fn unmarked(self) -> u64 {
        self.lane(Lane::Unmarked)
    }

    /// Possible sessions.
    pub(crate) fn possible(self) -> u64 {
        self.absent() + self.lane(Lane::Present) + self.lane(Lane::Approved) + self.lane(Lane::PossibleNotAbsent)
    }
}

static ERAS: LazyLock<Vec<Era>> = LazyLock::new(|| {
    let mut days: Vec<Date> = rows()
        .iter()
        .flat_map(|row| [Some(row.valid_from), row.valid_to.and_then(|last| last.succ_opt())])
        .flatten()
        .chain([Date::MIN])
        .collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().enumerate().map(|(index, day)| Era::beginning(index, day)).collect()
});

impl Era {
    fn beginning(index: usize, first_day: Date) -> Self {
        let mut era = Self { index, first_day, rows: [None; 256], weights: [0; 256] };
        era.weights[0] = 1 << (LANE * Lane::Unmarked as u32);
        for row in rows().iter().filter(|row| row.holds_on(first_day)) {
            let place = usize::from(row.code.byte());
            era.rows[place] = Some(row);
            era.weights[place] = weight(row.counts_as);
        }
        era
    }

    /// The era that holds `date`.
    pub fn of(date: Date) -> &'static Self {
        &ERAS[ERAS.partition_point(|era| era.first_day <= date).saturating_sub(1)]
    }

    /// The place of this era in the order of time.
    pub(crate) fn index(&self) -> usize {
        self.index
    }

    /// What a code means in this era; none where it was not in force.
    pub fn row(&self, code: Code) -> Option<&'static AttendanceCode> {
        self.rows[usize::from(code.byte())]
    }

    /// What a byte of a mark sheet counts as; none for no mark and for codes not in force.
    pub fn counts_as(&self, byte: u8) -> Option<CountsAs> {
        self.rows[usize::from(byte)].map(|row| row.counts_as)
    }

    /// The packed weight of each byte.
    pub(crate) fn weights(&self) -> &[u64; 256] {
        &self.weights
    }

    /// The eras of an academic year with the places in the mark sheet from which and up to which, exclusive, they hold.
    pub fn spans_of(year: AcademicYear) -> Vec<(usize, usize, &'static Self)> {
        let mut spans = Vec::new();
        let mut from = 0;
        let mut era = Self::of(year.first_day());
        for next in ERAS.iter().filter(|next| next.first_day > year.first_day()) {
            let Some(day) = year.day_index(next.first_day) else { break };
            spans.push((from, 2 * day, era));
            (from, era) = (2 * day, next);
        }
        spans.push((from, SESSIONS_IN_SHEET, era));
        spans
    }
}

fn weight(counts_as: CountsAs) -> u64 {
    let lane = match counts_as {
        CountsAs::Present => Lane::Present,
        CountsAs::ApprovedEducationalActivity => Lane::Approved,
        CountsAs::AuthorisedAbsence => Lane::Authorised,
        CountsAs::UnauthorisedAbsence => Lane::Unauthorised,
        CountsAs::PossibleNotAbsent => Lane::PossibleNotAbsent,
        CountsAs::NotPossible | CountsAs::Administrative => return 0,
    };
    1 << (LANE * lane as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_agree_with_the_rows_on_every_day_and_code() {
        for date in "2006-08-30".parse::<Date>().unwrap().iter_days().take(7_500) {
            for code in Code::all() {
                let slow = rows().iter().find(|row| row.code == code && row.holds_on(date));
                assert_eq!(Era::of(date).row(code), slow, "{code} on {date}");
            }
        }
        assert!(Code::all().all(|code| Era::of(Date::MIN).row(code).is_none()));
        assert_eq!(Era::of(Date::MAX).row(Code::PART_TIME).map(|row| row.code), Some(Code::PART_TIME));
    }

    #[test]
    fn the_spans_of_a_year_follow_the_days() {
        for start in 2005..2030 {
            let year = AcademicYear::beginning_in(start).unwrap();
            let spans = Era::spans_of(year);
            assert_eq!((spans[0].0, spans[spans.len() - 1].1), (0, SESSIONS_IN_SHEET));
            for (from, to, era) in spans {
                for index in from..to {
                    let Some(at) = year.session_at(index) else { continue };
                    assert_eq!(Era::of(at.date).first_day, era.first_day, "{}", at.date);
                }
            }
        }
    }

    #[test]
    fn a_full_sheet_does_not_overflow_a_lane() {
        let weights = Era::of("2026-11-23".parse().unwrap()).weights();
        for code in Code::all() {
            let packed = Packed(weights[usize::from(code.byte())] * 732);
            assert!(packed.possible() == 732 || packed.possible() == 0);
        }
    }
}
