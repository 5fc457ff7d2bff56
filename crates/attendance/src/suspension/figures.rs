//! What follows from the dates of a suspension.

use super::{Period, Suspension, SuspensionKind};
use school::{Date, Session, SessionAt};
use serde::Serialize;
use utoipa::ToSchema;

/// The longest that a walk over days goes, in days: two academic years.
const LONGEST_WALK_DAYS: usize = 740;
/// Provision begins on this school day.
const PROVISION_ON_SCHOOL_DAY: usize = 6;

/// Whether the academy meets for the pupil in a session.
pub type Held<'a> = &'a dyn Fn(SessionAt) -> bool;

/// What follows from the dates of a suspension or exclusion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Figures {
    /// School sessions; of an exclusion without an end, those up to the day asked for.
    pub sessions: u32,
    /// School days on which at least one of them falls.
    pub school_days: u32,
    /// Days as they are returned: half a day a session.
    pub days: f64,
    /// The sixth school day, from which education is provided; null where it is over before, or no calendar reaches it.
    /// Suspensions that follow one another without a session between them count as one (unconfirmed).
    pub day_six: Option<Date>,
    /// Days of suspension in the term up to and including this one.
    pub days_in_term: f64,
    /// Days of suspension in the academic year, all of the pupil's at this academy.
    pub days_in_year: f64,
}

/// The sessions held in a period, in their order, up to a day where the period has no end.
pub(super) fn sessions_of(period: &Period, held: Held<'_>, up_to: Date) -> Vec<SessionAt> {
    let last_day = period.last.map_or(up_to, |last| last.date);
    period
        .first
        .date
        .iter_days()
        .take(LONGEST_WALK_DAYS)
        .take_while(|day| *day <= last_day)
        .flat_map(|day| Session::BOTH.map(|session| SessionAt::new(day, session)))
        .filter(|at| period.holds(*at) && held(*at))
        .collect()
}

fn half_days(sessions: usize) -> f64 {
    // At most two for each day of the walk.
    f64::from(u32::try_from(sessions).unwrap_or(u32::MAX)) / 2.0
}

fn days_of(sessions: &[SessionAt]) -> Vec<Date> {
    let mut days: Vec<Date> = sessions.iter().map(|at| at.date).collect();
    days.dedup();
    days
}

/// What follows from one suspension of a pupil. `all` are all the pupil's suspensions at the academy that stand, this one
/// among them; `term` is the term and `year` the academic year that hold its first day.
pub fn figures(
    one: &Suspension,
    all: &[Suspension],
    held: Held<'_>,
    (term, year): ((Date, Date), (Date, Date)),
    as_of: Date,
) -> Figures {
    let sessions = sessions_of(&one.period, held, as_of);
    let inside = |other: &Suspension, (first, last): (Date, Date)| {
        let sessions = sessions_of(&other.period, held, as_of);
        sessions.iter().filter(|at| (first..=last).contains(&at.date)).count()
    };
    let suspensions = || all.iter().filter(|other| other.kind == SuspensionKind::Suspension);
    let in_term = suspensions().filter(|other| other.period.first <= one.period.first);
    Figures {
        sessions: u32::try_from(sessions.len()).unwrap_or(u32::MAX),
        school_days: u32::try_from(days_of(&sessions).len()).unwrap_or(u32::MAX),
        days: half_days(sessions.len()),
        day_six: day_six(one, all, held),
        days_in_term: half_days(in_term.map(|other| inside(other, term)).sum()),
        days_in_year: half_days(suspensions().map(|other| inside(other, year)).sum()),
    }
}

/// The sixth school day of a suspension, counted from the first of those that it follows without a session between them.
fn day_six(one: &Suspension, all: &[Suspension], held: Held<'_>) -> Option<Date> {
    let begin = chain_begins(one, all, held);
    let last = one.period.last;
    let days = begin
        .date
        .iter_days()
        .take(LONGEST_WALK_DAYS)
        .take_while(|day| last.is_none_or(|last| *day <= last.date))
        .filter(|day| {
            Session::BOTH.into_iter().any(|session| {
                let at = SessionAt::new(*day, session);
                at >= begin && last.is_none_or(|last| at <= last) && held(at)
            })
        });
    days.take(PROVISION_ON_SCHOOL_DAY).nth(PROVISION_ON_SCHOOL_DAY - 1)
}

fn chain_begins(one: &Suspension, all: &[Suspension], held: Held<'_>) -> SessionAt {
    let mut begins = one.period.first;
    for _ in 0..all.len() {
        let before = all.iter().find(|other| {
            other.period.first < begins && other.period.last.is_some_and(|last| nothing_between(last, begins, held))
        });
        match before {
            Some(other) => begins = other.period.first,
            None => break,
        }
    }
    begins
}

/// Whether the academy meets in no session between two.
fn nothing_between(last: SessionAt, next: SessionAt, held: Held<'_>) -> bool {
    last < next
        && last
            .date
            .iter_days()
            .take(LONGEST_WALK_DAYS)
            .take_while(|day| *day <= next.date)
            .flat_map(|day| Session::BOTH.map(|session| SessionAt::new(day, session)))
            .all(|at| at <= last || at >= next || !held(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::examples::{calendar, day};
    use proptest::prelude::*;

    fn suspension(first: &str, last: Option<&str>) -> Suspension {
        let read = |text: &str| {
            let (date, session) = text.split_once(' ').unwrap();
            (day(date), session.parse::<Session>().unwrap())
        };
        let (first_day, first_session) = read(first);
        let kind = if last.is_some() { SuspensionKind::Suspension } else { SuspensionKind::PermanentExclusion };
        Suspension { kind, period: Period::new(first_day, first_session, last.map(read)), provision_from: None }
    }

    fn ask(one: &Suspension, all: &[Suspension]) -> Figures {
        let calendar = calendar();
        let held = |at| calendar.meets(at, Some(9));
        let term = (day("2026-09-02"), day("2026-12-18"));
        figures(one, all, &held, (term, (day("2026-08-01"), day("2027-07-31"))), day("2026-11-27"))
    }

    #[test]
    fn sessions_days_and_day_six_skip_what_is_no_school() {
        // From Tuesday afternoon over half-term to the Wednesday after it.
        let one = suspension("2026-10-20 pm", Some("2026-11-04 pm"));
        let found = ask(&one, &[one]);
        assert_eq!((found.sessions, found.school_days, found.days), (13, 7, 6.5));
        assert_eq!(found.day_six, Some(day("2026-11-03")), "an afternoon is a day");
        let short = suspension("2026-11-02 am", Some("2026-11-06 pm"));
        assert_eq!((ask(&short, &[short]).day_six, ask(&short, &[short]).days), (None, 5.0));
    }

    #[test]
    fn an_exclusion_has_a_day_six_and_no_end() {
        let one = suspension("2026-11-23 am", None);
        let found = ask(&one, &[one]);
        assert_eq!((found.day_six, found.sessions), (Some(day("2026-11-30")), 10), "counted up to the day asked for");
    }

    #[test]
    fn suspensions_that_follow_one_another_count_as_one_for_day_six() {
        let first = suspension("2026-11-02 am", Some("2026-11-04 pm"));
        let second = suspension("2026-11-05 am", Some("2026-11-11 pm"));
        let later = suspension("2026-11-16 am", Some("2026-11-20 pm"));
        let all = [later, second, first];
        assert_eq!(ask(&second, &all).day_six, Some(day("2026-11-09")));
        assert_eq!(ask(&later, &all).day_six, None);
        assert_eq!((ask(&later, &all).days_in_year, ask(&second, &all).days_in_term), (13.0, 8.0));
    }

    proptest! {
        #[test]
        fn day_six_is_the_sixth_day_of_a_slow_count(start in 0_u64..100, length in 0_u64..40, pm in any::<bool>(), end_am in any::<bool>()) {
            let calendar = calendar();
            let first_day = day("2026-09-02") + chrono::Days::new(start);
            let last_day = first_day + chrono::Days::new(length);
            let sessions = (if pm { Session::Pm } else { Session::Am }, if end_am && length > 0 { Session::Am } else { Session::Pm });
            let period = Period::new(first_day, sessions.0, Some((last_day, sessions.1)));
            let one = Suspension { kind: SuspensionKind::Suspension, period, provision_from: None };
            let held = |at| calendar.meets(at, Some(9));
            let year = (day("2026-08-01"), day("2027-07-31"));
            let found = figures(&one, &[one], &held, (year, year), day("2027-07-31"));
            let mut slow = std::collections::BTreeSet::new();
            let mut count = 0;
            for offset in 0..=length {
                let date = first_day + chrono::Days::new(offset);
                for session in Session::BOTH {
                    let skip = (date == first_day && session < sessions.0) || (date == last_day && session > sessions.1);
                    if !skip && calendar.meets(SessionAt::new(date, session), Some(9)) {
                        slow.insert(date);
                        count += 1;
                    }
                }
            }
            prop_assert_eq!(found.sessions, count);
            prop_assert_eq!(found.day_six, slow.iter().nth(5).copied());
            prop_assert_eq!(found.school_days as usize, slow.len());
        }

        #[test]
        fn absurd_dates_do_not_panic(first in any::<i32>(), last in any::<i32>()) {
            let date = |days: i32| Date::MIN.checked_add_days(chrono::Days::new(u64::from(days.unsigned_abs()))).unwrap_or(Date::MAX);
            let period = Period::new(date(first), Session::Pm, Some((date(last), Session::Am)));
            let one = Suspension { kind: SuspensionKind::Suspension, period, provision_from: None };
            let year = (Date::MIN, Date::MAX);
            let _ = figures(&one, &[one, one], &|_| true, (year, year), Date::MAX);
        }
    }
}
