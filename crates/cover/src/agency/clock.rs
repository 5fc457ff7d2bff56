//! The twelve weeks after which an agency worker has the pay and conditions of the hirer's own staff.
//!
//! Any work in a week makes it a week. The clock runs for each role with the hirer, which is the trust. It stands still in
//! school holidays, sickness and jury service (28 weeks at most each), and in breaks of up to six weeks; a longer break, or a
//! substantially different role, begins it again.

use super::{AgencyWorker, PauseReason};
use chrono::Days;
use school::{AcademyId, Date, Week};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// After so many weeks the worker is entitled.
pub const QUALIFYING_WEEKS: u32 = 12;
/// In this week the hirer is warned.
pub const WARNING_WEEK: u32 = 10;
/// A break of more weeks than this begins the clock again.
const LONGEST_BREAK: u32 = 6;
/// Sickness and jury service stop the clock for at most so many weeks.
const LONGEST_PAUSE: u32 = 28;

/// How far the clock of one role has run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AgencyClockState)]
pub enum ClockState {
    /// Fewer than ten weeks.
    Running,
    /// Ten weeks or more, the twelfth not over: the entitlement is near.
    Warning,
    /// Twelve weeks are over: the worker is entitled.
    Qualified,
}

/// The clock of a worker in one role, on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AgencyClock)]
pub struct Clock {
    /// The role.
    pub role: String,
    /// Weeks that count.
    pub weeks: u32,
    /// How far it has run.
    pub state: ClockState,
    /// The Mondays of the weeks that count: the evidence.
    pub counted: Vec<Date>,
    /// The Monday of the week after which the entitlement holds, where it is reached.
    pub qualified_from: Option<Date>,
    /// How often a break of more than six weeks has begun it again.
    pub begun_again: u32,
    /// Where it is written.
    pub citation: &'static str,
}

/// A day on which a worker worked, as published cover has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worked {
    /// The day.
    pub day: Date,
    /// The academy.
    pub academy_id: AcademyId,
}

/// The role of work of which nobody says another.
const USUAL_ROLE: &str = "supply_teacher";

/// The same role in whatever way it was typed.
fn normal(role: &str) -> String {
    let words = role.split(|letter: char| letter.is_whitespace() || letter == '_' || letter == '-');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

/// The weeks of a worker by role: those that were typed, those with a booking, and those with published cover. A booking and
/// cover are in the role of the typed week, else of the one before it, else of the first: a role that is typed late does not begin
/// another clock.
fn weeks(worker: &AgencyWorker, covered: &[Worked], date: Date) -> BTreeMap<String, BTreeSet<Date>> {
    let typed: BTreeSet<(Date, String)> =
        worker.assignments.iter().map(|each| (Week::of(each.week).monday, normal(&each.role))).collect();
    let role_of = |monday: Date| {
        let before = typed.iter().rev().find(|(week, _)| *week <= monday);
        before.or_else(|| typed.first()).map_or_else(|| USUAL_ROLE.to_owned(), |(_, role)| role.clone())
    };
    let booked = worker.bookings.iter().map(|booking| booking.day);
    let days = booked.chain(covered.iter().map(|worked| worked.day)).filter(|day| *day <= date);
    let derived: BTreeSet<Date> = days.map(|day| Week::of(day).monday).collect();
    let mut found: BTreeMap<String, BTreeSet<Date>> = BTreeMap::new();
    for (monday, role) in &typed {
        found.entry(role.clone()).or_default().insert(*monday);
    }
    for monday in derived {
        found.entry(role_of(monday)).or_default().insert(monday);
    }
    found
}

/// The clocks of a worker on a day, one for each role, the role's name first. `covered` are the days on which published cover had
/// the worker take a class; `in_session` says whether any academy of the trust meets in the week that begins on a Monday.
pub fn clock(worker: &AgencyWorker, covered: &[Worked], date: Date, in_session: impl Fn(Date) -> bool) -> Vec<Clock> {
    let roles = weeks(worker, covered, date);
    roles.into_iter().map(|(role, weeks)| of_role(worker, role, weeks, date, &in_session)).collect()
}

fn of_role(
    worker: &AgencyWorker,
    role: String,
    mut worked: BTreeSet<Date>,
    date: Date,
    in_session: &impl Fn(Date) -> bool,
) -> Clock {
    worked.retain(|monday| *monday <= date);
    let (mut counted, mut begun_again, mut qualified_from) = (Vec::new(), 0, None);
    let mut before: Option<Date> = None;
    for monday in worked {
        if let Some(last) = before
            && break_weeks(worker, last, monday, in_session) > LONGEST_BREAK
        {
            counted.clear();
            qualified_from = None;
            begun_again += 1;
        }
        counted.push(monday);
        if counted.len() == QUALIFYING_WEEKS as usize {
            qualified_from = after(monday, 1);
        }
        before = Some(monday);
    }
    if let Some(last) = before
        && break_weeks(worker, last, Week::of(date).monday, in_session) > LONGEST_BREAK
    {
        counted.clear();
        qualified_from = None;
        begun_again += 1;
    }
    let weeks = u32::try_from(counted.len()).unwrap_or(u32::MAX);
    let state = match weeks {
        // The twelfth week has to be over first.
        QUALIFYING_WEEKS.. if qualified_from.is_some_and(|from| from <= date) => ClockState::Qualified,
        WARNING_WEEK.. => ClockState::Warning,
        _ => ClockState::Running,
    };
    let citation = "Agency Workers Regulations 2010, regulations 7 and 8";
    Clock { role, weeks, state, counted, qualified_from, begun_again, citation }
}

/// How many weeks strictly between two Mondays are a break: neither a school holiday nor within a pause.
fn break_weeks(worker: &AgencyWorker, last: Date, next: Date, in_session: &impl Fn(Date) -> bool) -> u32 {
    let (mut count, mut paused) = (0, [0_u32; 2]);
    let weeks = (1..).map_while(|number| after(last, number)).take_while(|monday| *monday < next);
    for monday in weeks {
        if !in_session(monday) {
            continue;
        }
        let pause = worker.pauses.iter().filter(|pause| covers(pause.first_day, pause.last_day, monday));
        let stands_still = pause.fold(false, |still, pause| {
            still
                | match pause.reason {
                    PauseReason::Sickness => within(&mut paused[0]),
                    PauseReason::JuryService => within(&mut paused[1]),
                    PauseReason::Closure | PauseReason::Leave => true,
                }
        });
        if !stands_still {
            count += 1;
        }
        if count > LONGEST_BREAK {
            break;
        }
    }
    count
}

fn within(paused: &mut u32) -> bool {
    *paused += 1;
    *paused <= LONGEST_PAUSE
}

/// Whether a range of days touches the working days of a week.
fn covers(first: Date, last: Date, monday: Date) -> bool {
    first <= monday.checked_add_days(Days::new(4)).unwrap_or(monday) && monday <= last
}

fn after(monday: Date, weeks: u64) -> Option<Date> {
    monday.checked_add_days(Days::new(7 * weeks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agency::{Assignment, Booking, BookingPart, MinimumBooking, Pause};
    use proptest::prelude::*;

    fn monday(week: u64) -> Date {
        after("2026-01-05".parse().unwrap(), week).unwrap()
    }

    fn worker(weeks: &[(u64, &str)], pauses: &[(PauseReason, u64, u64)]) -> AgencyWorker {
        AgencyWorker {
            surname: "Example".to_owned(),
            forename: "Ola".to_owned(),
            agency: "Made-Up Supply".to_owned(),
            letter_received_on: None,
            certificate_discloses: false,
            certificate_dated_on: None,
            certificate_seen_on: None,
            identity_checked_on: None,
            identity_checks: Vec::new(),
            bookings: Vec::new(),
            minimum_booking: MinimumBooking::default(),
            staff_ids: Vec::new(),
            subjects: Vec::new(),
            assignments: weeks
                .iter()
                .map(|(week, role)| Assignment {
                    week: monday(*week).checked_add_days(Days::new(2)).unwrap(),
                    academy_id: AcademyId(uuid::Uuid::nil()),
                    role: (*role).to_owned(),
                })
                .collect(),
            pauses: pauses
                .iter()
                .map(|(reason, from, to)| Pause { reason: *reason, first_day: monday(*from), last_day: monday(*to) })
                .collect(),
        }
    }

    fn weeks(range: std::ops::Range<u64>) -> Vec<(u64, &'static str)> {
        range.map(|week| (week, "teacher")).collect()
    }

    #[test]
    fn ten_weeks_warn_and_twelve_qualify() {
        for (count, state) in [(9, ClockState::Running), (10, ClockState::Warning), (12, ClockState::Qualified)] {
            let clocks = clock(&worker(&weeks(0..count), &[]), &[], monday(count), |_| true);
            assert_eq!((clocks[0].weeks, clocks[0].state), (u32::try_from(count).unwrap(), state));
        }
        let clocks = clock(&worker(&weeks(0..15), &[]), &[], monday(15), |_| true);
        assert_eq!(clocks[0].qualified_from, Some(monday(12)));
        // Weeks that are only booked do not count yet.
        assert_eq!(clock(&worker(&weeks(0..15), &[]), &[], monday(4), |_| true)[0].weeks, 5);
    }

    #[test]
    fn the_twelfth_week_has_to_be_over() {
        let twelve = worker(&weeks(0..12), &[]);
        let state = |date: Date| clock(&twelve, &[], date, |_| true)[0].state;
        let friday = monday(11).checked_add_days(Days::new(4)).unwrap();
        assert_eq!((state(friday), state(monday(12))), (ClockState::Warning, ClockState::Qualified));
    }

    #[test]
    fn published_cover_and_bookings_are_work_and_a_role_is_the_same_however_it_is_typed() {
        let mut some = worker(&[(0, "Supply teacher"), (1, "supply_teacher"), (2, " SUPPLY-Teacher ")], &[]);
        let academy_id = AcademyId(uuid::Uuid::nil());
        let covered = [
            Worked { day: monday(3), academy_id },
            Worked { day: monday(2), academy_id },
            Worked { day: monday(9), academy_id },
        ];
        some.bookings = vec![Booking { day: monday(4), academy_id, part: BookingPart::Morning }];
        let clocks = clock(&some, &covered, monday(4), |_| true);
        assert_eq!(
            clocks.iter().map(|each| (each.role.as_str(), each.weeks)).collect::<Vec<_>>(),
            [("supply_teacher", 5)]
        );
        let nobody_says = clock(&worker(&[], &[]), &covered, monday(4), |_| true);
        assert_eq!((nobody_says[0].role.as_str(), nobody_says[0].weeks), ("supply_teacher", 2));
    }

    #[test]
    fn a_role_that_is_typed_late_does_not_split_the_clock() {
        let academy_id = AcademyId(uuid::Uuid::nil());
        let covered: Vec<Worked> = (0..10).map(|week| Worked { day: monday(week), academy_id }).collect();
        let late = worker(&[(10, "Cover supervisor"), (11, "Cover supervisor")], &[]);
        let clocks = clock(&late, &covered, monday(12), |_| true);
        let found: Vec<_> = clocks.iter().map(|each| (each.role.as_str(), each.weeks, each.state)).collect();
        assert_eq!(found, [("cover_supervisor", 12, ClockState::Qualified)]);
    }

    #[test]
    fn six_weeks_of_break_stop_it_and_seven_turn_it_back() {
        let with_gap = |gap: u64| {
            let all = [weeks(0..5), weeks(5 + gap..8 + gap)].concat();
            clock(&worker(&all, &[]), &[], monday(8 + gap), |_| true)[0].clone()
        };
        assert_eq!((with_gap(6).weeks, with_gap(6).begun_again), (8, 0));
        assert_eq!((with_gap(7).weeks, with_gap(7).begun_again), (3, 1));
        // A break that is still going on turns it back as well, once its seventh week is over.
        assert_eq!(clock(&worker(&weeks(0..5), &[]), &[], monday(12), |_| true)[0].weeks, 0);
        assert_eq!(clock(&worker(&weeks(0..5), &[]), &[], monday(11), |_| true)[0].weeks, 5);
    }

    #[test]
    fn holidays_sickness_and_jury_service_stop_it() {
        let all = [weeks(0..5), weeks(15..18)].concat();
        let of = |pauses: &[_], holiday: std::ops::Range<u64>| {
            let met = |day: Date| !holiday.clone().any(|week| monday(week) == day);
            clock(&worker(&all, pauses), &[], monday(18), met)[0].weeks
        };
        assert_eq!(of(&[], 0..0), 3);
        assert_eq!(of(&[], 5..9), 8);
        assert_eq!(of(&[(PauseReason::Sickness, 6, 9)], 0..0), 8);
        let long = [weeks(0..5), weeks(45..48)].concat();
        let sick = worker(&long, &[(PauseReason::Sickness, 5, 44)]);
        assert_eq!(
            clock(&sick, &[], monday(48), |_| true)[0].weeks,
            3,
            "40 weeks of sickness are 28 of pause and 12 of break"
        );
    }

    #[test]
    fn another_role_has_a_clock_of_its_own() {
        let mixed = [(0, "teacher"), (1, "teacher"), (2, "cover_supervisor"), (2, "teacher"), (2, "teacher")];
        let clocks = clock(&worker(&mixed, &[]), &[], monday(3), |_| true);
        assert_eq!(
            clocks.iter().map(|each| (each.role.as_str(), each.weeks)).collect::<Vec<_>>(),
            [("cover_supervisor", 1), ("teacher", 3)]
        );
    }

    proptest! {
        /// The same by walking week by week.
        #[test]
        fn the_clock_agrees_with_a_walk_through_the_weeks(pattern in prop::collection::vec(0_u8..3, 1..60)) {
            let worked: Vec<(u64, &str)> = (0_u64..).zip(&pattern).filter(|(_, kind)| **kind == 1).map(|(week, _)| (week, "teacher")).collect();
            let holiday: Vec<Date> = (0_u64..).zip(&pattern).filter(|(_, kind)| **kind == 2).map(|(week, _)| monday(week)).collect();
            let (mut weeks, mut gap) = (0_u32, 0_u32);
            for kind in &pattern {
                match kind {
                    1 => { weeks += 1; gap = 0; }
                    0 => { gap += 1; if gap > LONGEST_BREAK { weeks = 0; } }
                    _ => {}
                }
            }
            let date = monday(pattern.len() as u64);
            let clocks = clock(&worker(&worked, &[]), &[], date, |day| !holiday.contains(&day));
            prop_assert_eq!(clocks.first().map_or(0, |clock| clock.weeks), weeks);
        }
    }
}
