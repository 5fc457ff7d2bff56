//! Slow and obvious rules: lists of codes as the law prints them, every day looked at, nothing remembered.

use crate::{Code, MarkSheet};
use school::{AcademicYear, Calendar, CompulsorySchoolAge, Date, Session, SessionAt, calendar::SessionSet};
use std::collections::BTreeSet;

/// A session of the pupil with its mark, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seen {
    pub(super) at: SessionAt,
    pub(super) code: Option<Code>,
}

/// The sessions of a set in the order of time, with their marks.
pub(super) fn seen(sheet: &MarkSheet, sessions: &SessionSet) -> Vec<Seen> {
    let year = sheet.year();
    let mut seen = Vec::new();
    for day in year.first_day().iter_days().take_while(|day| *day <= year.last_day()) {
        for session in Session::BOTH {
            let at = SessionAt::new(day, session);
            if year.index_of(at).is_some_and(|index| sessions.contains(index)) {
                seen.push(Seen { at, code: sheet.get(at) });
            }
        }
    }
    seen
}

impl Seen {
    fn is(&self, codes: &str) -> bool {
        self.code.is_some_and(|code| codes.split(' ').any(|one| one == code.as_str()))
    }

    fn since_2024(&self) -> bool {
        self.at.date >= "2024-08-19".parse::<Date>().unwrap()
    }

    pub(super) fn present(&self) -> bool {
        self.is("/ \\ L")
    }

    pub(super) fn activity(&self) -> bool {
        self.is("B K P V W") || (self.is("J") && !self.since_2024())
    }

    pub(super) fn authorised(&self) -> bool {
        self.is("I M R S T E C C1 C2 J1") || (self.is("H F") && !self.since_2024())
    }

    pub(super) fn unauthorised(&self) -> bool {
        self.is("G N O U")
    }

    pub(super) fn absent(&self) -> bool {
        self.authorised() || self.unauthorised()
    }

    pub(super) fn possible(&self) -> bool {
        self.present() || self.activity() || self.absent()
    }
}

/// Every day of the calendars on which there is a session.
pub(super) fn school_days(calendars: &[(AcademicYear, Calendar)]) -> Vec<Date> {
    let mut days = Vec::new();
    for (year, calendar) in calendars {
        let all = year.first_day().iter_days().take_while(|day| *day <= year.last_day());
        days.extend(all.filter(|day| calendar.is_school_day(*day)));
    }
    days
}

/// The first day of the ten school weeks that end with the last one begun by `date`.
pub(super) fn window_start(school_days: &[Date], date: Date) -> Option<Date> {
    let monday = |day: &Date| day.week(chrono::Weekday::Mon).first_day();
    let mondays: BTreeSet<Date> = school_days.iter().map(monday).filter(|monday| *monday <= date).collect();
    let latest: Vec<Date> = mondays.into_iter().rev().take(10).collect();
    latest.last().copied()
}

/// The sessions of G, N, O and U of compulsory school age in the window that ends with `date`, up to that day.
pub(super) fn in_window(all: &[Seen], school_days: &[Date], born: Date, date: Date) -> Vec<Seen> {
    let Some(start) = window_start(school_days, date) else { return Vec::new() };
    let age = CompulsorySchoolAge::of(born);
    let counts =
        |seen: &&Seen| seen.unauthorised() && (start..=date).contains(&seen.at.date) && age.holds_on(seen.at.date);
    all.iter().filter(counts).copied().collect()
}

/// The run of unauthorised sessions at the end of what was possible by `date`.
pub(super) fn last_run(all: &[Seen], born: Date, date: Date) -> Vec<Seen> {
    let age = CompulsorySchoolAge::of(born);
    let mut run = Vec::new();
    for seen in all.iter().filter(|seen| seen.at.date <= date && seen.possible()) {
        if seen.unauthorised() && age.holds_on(seen.at.date) {
            run.push(*seen);
        } else {
            run.clear();
        }
    }
    run
}

/// The day that is so many school days after `date`.
pub(super) fn school_days_after(school_days: &[Date], date: Date, count: usize) -> Option<Date> {
    school_days.iter().filter(|day| **day > date).nth(count - 1).copied()
}
