//! Counts of sessions that can be added up.

use super::Summary;
use crate::{
    MarkSheet,
    code::{Code, CountsAs, Era},
};
use school::{Date, calendar::SessionSet};
use std::collections::BTreeMap;

/// Counts of sessions. Tallies of pupils, groups and academies are merged by adding; a rate is worked out once, at the
/// end, and never averaged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Attended in school.
    pub present: u64,
    /// Attended at an approved educational activity.
    pub approved_educational_activity: u64,
    /// Authorised absence.
    pub authorised: u64,
    /// Unauthorised absence.
    pub unauthorised: u64,
    /// Possible, neither attended nor absent: X while it meant coronavirus.
    pub possible_not_absent: u64,
    /// L.
    pub late_before_close: u64,
    /// U.
    pub late_after_close: u64,
    /// Closed sessions without a mark.
    pub missing: u64,
    /// Marks by code.
    pub by_code: BTreeMap<Code, u64>,
}

impl Tally {
    /// Counts the marks of a sheet in the sessions of `begun`, and those of `closed` among them that have none.
    pub fn of(sheet: &MarkSheet, begun: &SessionSet, closed: &SessionSet) -> Self {
        let mut tally = Self::default();
        for (from, to, era) in Era::spans_of(sheet.year()) {
            for index in begun.and(&SessionSet::between(from, to)).iter() {
                match sheet.get_index(index) {
                    Some(code) => tally.add_in(era, code, 1),
                    None => tally.missing += u64::from(closed.contains(index)),
                }
            }
        }
        tally
    }

    /// Adds sessions with a code on a day.
    pub fn add(&mut self, code: Code, on: Date, sessions: u64) {
        self.add_in(Era::of(on), code, sessions);
    }

    /// Adds sessions with a code in an era. A code that was not in force is shown by its name and counts as nothing.
    pub(crate) fn add_in(&mut self, era: &Era, code: Code, sessions: u64) {
        if sessions == 0 {
            return;
        }
        *self.by_code.entry(code).or_default() += sessions;
        let Some(row) = era.row(code) else { return };
        match row.counts_as {
            CountsAs::Present => self.present += sessions,
            CountsAs::ApprovedEducationalActivity => self.approved_educational_activity += sessions,
            CountsAs::AuthorisedAbsence => self.authorised += sessions,
            CountsAs::UnauthorisedAbsence => self.unauthorised += sessions,
            CountsAs::PossibleNotAbsent => self.possible_not_absent += sessions,
            CountsAs::NotPossible | CountsAs::Administrative => {}
        }
        match code {
            Code::LATE => self.late_before_close += sessions,
            Code::LATE_AFTER_CLOSE => self.late_after_close += sessions,
            _ => {}
        }
    }

    /// Adds another tally to this one.
    pub fn merge(&mut self, other: &Self) {
        self.present += other.present;
        self.approved_educational_activity += other.approved_educational_activity;
        self.authorised += other.authorised;
        self.unauthorised += other.unauthorised;
        self.possible_not_absent += other.possible_not_absent;
        self.late_before_close += other.late_before_close;
        self.late_after_close += other.late_after_close;
        self.missing += other.missing;
        for (code, sessions) in &other.by_code {
            *self.by_code.entry(*code).or_default() += sessions;
        }
    }

    /// Sessions attended.
    pub fn attended(&self) -> u64 {
        self.present + self.approved_educational_activity
    }

    /// Sessions of absence.
    pub fn absent(&self) -> u64 {
        self.authorised + self.unauthorised
    }

    /// Possible sessions.
    pub fn possible(&self) -> u64 {
        self.attended() + self.absent() + self.possible_not_absent
    }

    /// Sessions with one code.
    pub fn of_code(&self, code: Code) -> u64 {
        self.by_code.get(&code).copied().unwrap_or(0)
    }

    /// Sessions as a fraction of the possible ones; none when no session was possible.
    pub fn rate(&self, sessions: u64) -> Option<f64> {
        let possible = self.possible();
        (possible > 0).then(|| sessions as f64 / possible as f64)
    }

    /// The figures as the API answers them.
    pub fn summary(&self) -> Summary {
        Summary {
            possible: self.possible(),
            attended: self.attended(),
            present: self.present,
            approved_educational_activity: self.approved_educational_activity,
            authorised: self.authorised,
            unauthorised: self.unauthorised,
            late_before_close: self.late_before_close,
            late_after_close: self.late_after_close,
            missing: self.missing,
            absence_rate: self.rate(self.absent()),
            by_code: self.by_code.clone(),
        }
    }
}

/// A persistent absentee missed a tenth or more of the own possible sessions, exactly.
pub fn is_persistent(absent: u64, possible: u64) -> bool {
    possible > 0 && 10 * u128::from(absent) >= u128::from(possible)
}

/// A severe absentee missed half or more of the own possible sessions; every one is also a persistent absentee.
pub fn is_severe(absent: u64, possible: u64) -> bool {
    possible > 0 && 2 * u128::from(absent) >= u128::from(possible)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_is_persistent_and_a_little_less_is_not() {
        assert!(is_persistent(38, 380) && !is_persistent(37, 380) && !is_persistent(37, 371));
        assert!(is_severe(190, 380) && !is_severe(189, 380) && !is_severe(189, 379));
        assert!(!is_persistent(0, 0) && !is_severe(0, 0) && !is_persistent(0, 1));
        assert!(is_persistent(u64::MAX, u64::MAX));
    }

    #[test]
    fn each_code_counts_once_and_where_it_belongs() {
        let day = "2026-11-23".parse().unwrap();
        let mut tally = Tally::default();
        for row in crate::code::in_force(day) {
            tally.add(row.code, day, 1);
        }
        let summary = tally.summary();
        assert_eq!((summary.present, summary.approved_educational_activity), (3, 5));
        assert_eq!((summary.authorised, summary.unauthorised), (10, 4));
        assert_eq!((summary.possible, summary.attended), (22, 8));
        assert_eq!((summary.late_before_close, summary.late_after_close, summary.missing), (1, 1, 0));
        assert_eq!((summary.by_code.len(), summary.absence_rate), (34, Some(14.0 / 22.0)));
        assert_eq!(Tally::default().summary().absence_rate, None);
    }
}
