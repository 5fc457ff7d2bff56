//! Bookings of supply against every way there is, and of many people at once.

use super::costs::{Costing, fairness};
use super::doubles::follows;
use super::*;
use crate::day::{Activity, Booked, Free, Person, Supply, Tier};
use crate::need::{Need, needs};
use crate::sample::{at, away, day, entry, person, staff};
use crate::settings::Weights;
use proptest::prelude::*;

fn supply(number: u128, half: u32, day: u32, booked: Booked) -> Person {
    let supply = Supply { half_day_pence: half, day_pence: day, booked };
    // So much free time that a second cover of the day weighs less than a second booking.
    let free = Free { week_minutes: 1_500, term_minutes: 19_500, year_minutes: 58_500 };
    Person { supply: Some(supply), free, ..person(number, Tier::Supply) }
}

fn task<'a>(day: &'a Day, needs: &'a [Need], settings: &'a CoverSettings) -> Task<'a> {
    let slot = |need: &'a Need| Slot { need, span: need.span, declined: Vec::new(), holder: None };
    Task { day, settings, slots: needs.iter().map(slot).collect(), fixed: Vec::new(), exclude: BTreeSet::new() }
}

/// Lessons at these periods, each of another teacher who is away.
fn lessons(periods: &[usize]) -> Day {
    let lesson = |(number, period): (usize, &usize)| {
        entry(*period, Activity::Lesson, &format!("7{number}/Ma"), 100 + number as u128)
    };
    let entries: Vec<_> = periods.iter().enumerate().map(lesson).collect();
    let mut day = day(&entries);
    day.away = (0..periods.len()).map(|number| away(100 + number as u128)).collect();
    day
}

/// What a person costs who is there in these halves, in pence: the cheapest that holds them, written out apart from the search.
fn price(supply: &Supply, morning: bool, afternoon: bool) -> u32 {
    let (half, day) = (supply.half_day_pence.min(supply.day_pence), supply.day_pence);
    match (supply.booked, morning, afternoon) {
        (Booked::Day, _, _) | (_, false, false) => 0,
        (Booked::No, true, true) => day.min(2 * half),
        (Booked::No, _, _) => half,
        (Booked::Morning, _, true) | (Booked::Afternoon, true, _) => half.min(day - half),
        (Booked::Morning | Booked::Afternoon, _, _) => 0,
    }
}

fn sum(task: &Task<'_>, takers: &[Option<usize>]) -> Option<i64> {
    let (day, settings) = (task.day, task.settings);
    let mut total = 0;
    let mut spans = vec![Vec::new(); day.people.len()];
    for (slot, taker) in task.slots.iter().zip(takers) {
        let Some(place) = *taker else {
            total += settings.weights.uncovered_lesson;
            continue;
        };
        let person = &day.people[place];
        let asked = Asked { need: slot.need, span: slot.span, declined: &[], covering: &spans[place] };
        if !broken(day, settings, person, &asked).is_empty() {
            return None;
        }
        let costing = Costing { day, whole: day, settings, person, settled: &[] };
        total += costing.of_slot(slot).iter().map(|each| each.cost).sum::<i64>();
        total += fairness(settings, person, spans[place].len());
        spans[place].push(slot.span);
        let earlier = takers.iter().zip(&task.slots).filter(|(other, _)| **other == Some(place));
        let doubles = earlier.filter(|(_, before)| follows(day, (before.need, before.span), (slot.need, slot.span)));
        total -= settings.weights.continuity * doubles.count() as i64;
    }
    for (person, spans) in day.people.iter().zip(&spans) {
        let Some(supply) = &person.supply else { continue };
        let morning = spans.iter().any(|span| span.starts < at("12:30"));
        let afternoon = spans.iter().any(|span| span.starts >= at("12:30"));
        total += i64::from(price(supply, morning, afternoon)) / settings.weights.supply_pence_for_point;
    }
    Some(total)
}

fn cheapest(task: &Task<'_>, takers: &mut Vec<Option<usize>>) -> i64 {
    if takers.len() == task.slots.len() {
        return sum(task, takers).unwrap_or(i64::MAX);
    }
    let mut best = i64::MAX;
    for taker in std::iter::once(None).chain((0..task.day.people.len()).map(Some)) {
        takers.push(taker);
        best = best.min(cheapest(task, takers));
        takers.pop();
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_way_of_booking_is_cheaper(
        periods in prop::collection::vec(1_usize..7, 1..6),
        people in prop::collection::vec((0_u32..30_000, 0_u32..50_000, 0_u8..4, any::<bool>(), 0_usize..7), 1..4),
        alike in any::<bool>(),
        own in any::<bool>(),
        pence in prop_oneof![Just(1_i64), Just(100), Just(1_000)],
    ) {
        let mut day = lessons(&periods);
        for (number, (half, whole, booked, knows, busy)) in (1_u128..).zip(&people) {
            let booked = [Booked::No, Booked::No, Booked::Morning, Booked::Afternoon][usize::from(*booked)];
            let (half, whole, booked) = if alike { (people[0].0, people[0].1, Booked::No) } else { (*half, *whole, booked) };
            let mut person = supply(number, half, whole, booked);
            if *knows && !alike {
                person.subjects.insert("Ma".to_owned());
                day.timetable.entries.push(entry(*busy, Activity::Lesson, "10X/Hi", number));
            }
            day.people.push(person);
        }
        if own {
            day.people.push(person(50, Tier::Teacher));
        }
        let weights = Weights { supply_pence_for_point: pence, ..Weights::default() };
        let settings = CoverSettings { weights, ..CoverSettings::default() };
        let mut all = needs(&day, &settings);
        all.retain(|need| need.key.class != "10X/Hi");
        let task = task(&day, &all, &settings);
        let outcome = plan(&task, &mut || false);
        prop_assert_eq!(outcome.status, PlanStatus::Optimal);
        prop_assert_eq!(outcome.objective, cheapest(&task, &mut Vec::new()));
        let told = outcome.assignments.iter().map(|each| each.cost).chain(outcome.uncovered.iter().map(|each| each.cost));
        prop_assert_eq!(told.sum::<i64>(), outcome.objective, "the bookings are borne by assignments");
        let bookings: i64 = outcome.bookings.iter().map(|booking| i64::try_from(booking.pence).unwrap() / pence).sum();
        let borne: i64 = outcome.assignments.iter().flat_map(|each| &each.because).filter(|each| each.rule == "booking").map(|each| each.cost).sum();
        prop_assert_eq!(bookings, borne);
    }
}

#[test]
fn the_other_half_of_a_booked_day_costs_no_more_than_the_day_would_have() {
    let mut day = lessons(&[1, 6]);
    day.people = vec![supply(1, 12_000, 20_000, Booked::Morning)];
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let outcome = plan(&task(&day, &all, &settings), &mut || false);
    assert_eq!(outcome.bookings, [Booking { staff: staff(1), booked: Booked::Day, pence: 8_000 }]);
}

#[test]
fn of_eight_who_are_alike_no_more_are_booked_than_are_needed_at_once() {
    // Four at once in the first period, two in the afternoon, and single lessons beside them.
    let mut day = lessons(&[1, 1, 1, 1, 2, 3, 4, 5, 5, 6]);
    day.people = (1..9).map(|number| supply(number, 40_000, 70_000, Booked::No)).collect();
    // A pound a point, so that a booking weighs more than the fairness of a few covers.
    let weights = Weights { supply_pence_for_point: 100, ..Weights::default() };
    let settings = CoverSettings { weights, ..CoverSettings::default() };
    let all = needs(&day, &settings);
    let outcome = plan(&task(&day, &all, &settings), &mut || false);
    assert_eq!((outcome.status, outcome.uncovered.len()), (PlanStatus::Optimal, 0));
    let mut booked: Vec<u64> = outcome.bookings.iter().map(|booking| booking.pence).collect();
    booked.sort_unstable();
    assert_eq!(booked, [40_000, 40_000, 70_000, 70_000]);
}

#[test]
fn eight_who_differ_are_proven_as_well() {
    let mut day = lessons(&[1, 1, 1, 2, 2, 3, 4, 5, 5, 5, 6, 6]);
    day.people = (1..9_u32)
        .map(|number| {
            let mut person = supply(u128::from(number), 9_000 + 700 * number, 17_000 + 1_100 * number, Booked::No);
            if number % 2 == 0 {
                person.subjects.insert("Ma".to_owned());
            }
            if number % 3 == 0 {
                person.classes.insert(format!("7{number}/Ma"));
            }
            person
        })
        .collect();
    for number in 1..6_u128 {
        day.timetable.entries.push(entry(number as usize, Activity::Meeting, "", number));
    }
    // A pound a point, so that a booking weighs more than the fairness of a few covers.
    let weights = Weights { supply_pence_for_point: 100, ..Weights::default() };
    let settings = CoverSettings { weights, ..CoverSettings::default() };
    let all = needs(&day, &settings);
    let outcome = plan(&task(&day, &all, &settings), &mut || false);
    assert_eq!((outcome.status, outcome.uncovered.len()), (PlanStatus::Optimal, 0));
    assert_eq!(outcome.bound, outcome.objective);
}
