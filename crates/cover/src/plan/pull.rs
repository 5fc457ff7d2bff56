//! Whoever has a class already is asked first for the rest of it.

use super::*;
use crate::day::{Activity, Person, Tier};
use crate::need::{ClassCover, Need, needs};
use crate::sample::{at, away, day, entry, person, staff};

fn supervisors() -> Vec<Person> {
    vec![person(5, Tier::CoverSupervisor), person(6, Tier::CoverSupervisor), person(7, Tier::CoverSupervisor)]
}

/// Teacher 1 has 7A in these periods.
fn lessons(periods: &[usize]) -> Day {
    let entries: Vec<_> = periods.iter().map(|period| entry(*period, Activity::Lesson, "7A/Ma", 1)).collect();
    let mut day = day(&entries);
    day.away.push(away(1));
    day.people = supervisors();
    day
}

/// The day with its first need settled for somebody, everything else open.
fn with_the_first_settled<'a>(day: &'a Day, needs: &'a [Need], settings: &'a CoverSettings, who: u128) -> Task<'a> {
    let slot = |need: &'a Need| Slot { need, span: need.span, declined: Vec::new(), holder: None };
    let first = &needs[0];
    let fixed = Fixed { need: first, span: first.span, staff: staff(who), merged: false, overridden: Vec::new() };
    Task { day, settings, slots: needs[1..].iter().map(slot).collect(), fixed: vec![fixed], exclude: BTreeSet::new() }
}

fn told<'a>(outcome: &'a Outcome<'_>, rule: &str) -> Vec<&'a Because> {
    outcome.assignments.iter().flat_map(|planned| &planned.because).filter(|each| each.rule == rule).collect()
}

#[test]
fn the_other_half_of_a_settled_double_goes_to_the_same_person() {
    let day = lessons(&[1, 2]);
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    // Without the pull the first of three would be asked: the one who has it has covered already today.
    for who in [6, 7] {
        let outcome = plan(&with_the_first_settled(&day, &all, &settings, who), &mut || false);
        assert_eq!(outcome.assignments[1].staff, staff(who));
        assert_eq!(told(&outcome, "continuity")[0].cost, -settings.weights.continuity);
        assert_eq!(outcome.objective, outcome.assignments.iter().map(|planned| planned.cost).sum::<i64>());
    }
}

#[test]
fn the_same_class_later_on_the_day_and_on_other_days_pulls_less() {
    let mut day = lessons(&[1, 5]);
    // Another class is taught in between.
    day.timetable.entries.push(entry(3, Activity::Lesson, "8B/En", 4));
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let outcome = plan(&with_the_first_settled(&day, &all, &settings, 7), &mut || false);
    assert_eq!(outcome.assignments[1].staff, staff(7));
    assert_eq!(told(&outcome, "same_class")[0].cost, -settings.weights.same_class);
    let mut day = lessons(&[1]);
    let (absent, class, date) = (staff(1), "7A/Ma".to_owned(), "2026-11-20".parse().unwrap());
    day.other_days.push(ClassCover { absent, class, staff: staff(6), date, before: true });
    let all = needs(&day, &settings);
    let slots = vec![Slot { need: &all[0], span: all[0].span, declined: Vec::new(), holder: None }];
    let task = Task { day: &day, settings: &settings, slots, fixed: Vec::new(), exclude: BTreeSet::new() };
    assert_eq!(plan(&task, &mut || false).assignments[0].staff, staff(6));
    let mut other = day.clone();
    other.other_days[0].absent = staff(2);
    let task = Task { day: &other, ..task };
    assert_eq!(plan(&task, &mut || false).assignments[0].staff, staff(5), "another teacher's absence");
}

#[test]
fn a_row_in_which_nothing_is_taught_does_not_part_a_double() {
    let settings = CoverSettings::default();
    let mut day = lessons(&[1, 3]);
    let all = needs(&day, &settings);
    let outcome = plan(&with_the_first_settled(&day, &all, &settings, 6), &mut || false);
    assert_eq!((outcome.assignments[1].staff, told(&outcome, "continuity").len()), (staff(6), 1));
    // Both halves open: one person takes both.
    let slot = |need| Slot { need, span: Need::clone(need).span, declined: Vec::new(), holder: None };
    let open = |day: &Day| {
        let slots = all.iter().map(slot).collect();
        let task = Task { day, settings: &settings, slots, fixed: Vec::new(), exclude: BTreeSet::new() };
        let outcome = plan(&task, &mut || false);
        (outcome.assignments[0].staff == outcome.assignments[1].staff, told(&outcome, "continuity").len())
    };
    assert_eq!(open(&day), (true, 1));
    day.timetable.entries.push(entry(2, Activity::Lesson, "8B/En", 4));
    assert_eq!(open(&day), (false, 0));
}

#[test]
fn a_part_that_ends_before_its_lesson_is_no_half_of_a_double() {
    let day = lessons(&[1, 2]);
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let mut task = with_the_first_settled(&day, &all, &settings, 7);
    task.fixed[0].span.ends = at("09:30");
    let outcome = plan(&task, &mut || false);
    assert!(told(&outcome, "continuity").is_empty());
    task.fixed[0].span = crate::day::Span::new(at("09:30"), at("10:00"));
    assert_eq!(told(&plan(&task, &mut || false), "continuity").len(), 1);
}

#[test]
fn a_lesson_split_in_two_has_a_neighbour_on_either_side() {
    let day = lessons(&[1, 2, 3]);
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let (half, whole) = (at("10:30"), all[1].span);
    let slot = |need, span| Slot { need, span, declined: Vec::new(), holder: None };
    let split = [crate::day::Span::new(whole.starts, half), crate::day::Span::new(half, whole.ends)];
    let mut slots = vec![slot(&all[0], all[0].span), slot(&all[1], split[0]), slot(&all[1], split[1])];
    slots.push(slot(&all[2], all[2].span));
    let task = Task { day: &day, settings: &settings, slots, fixed: Vec::new(), exclude: BTreeSet::new() };
    let outcome = plan(&task, &mut || false);
    assert_eq!(
        (outcome.status, outcome.uncovered.len(), told(&outcome, "continuity").len()),
        (PlanStatus::Optimal, 0, 2)
    );
    let who = |at: usize| outcome.assignments.iter().find(|each| each.span == task.slots[at].span).unwrap().staff;
    assert_eq!((who(0), who(2)), (who(1), who(3)));
    // Beside a class that has the whole of the period, and its own double, the halves are still found and the bound still holds.
    let mut other = day.clone();
    other.timetable.entries.extend([2, 3].map(|place| entry(place, Activity::Lesson, "8B/En", 2)));
    other.away.push(away(2));
    let others = needs(&other, &settings);
    let english = others.iter().filter(|need| need.key.class == "8B/En").map(|need| slot(need, need.span));
    let slots = task.slots.iter().cloned().chain(english).collect();
    let task = Task { day: &other, settings: &settings, slots, fixed: Vec::new(), exclude: BTreeSet::new() };
    let outcome = plan(&task, &mut || false);
    assert_eq!((outcome.uncovered.len(), told(&outcome, "continuity").len()), (0, 3));
    assert!(outcome.bound <= outcome.objective && outcome.objective - outcome.bound <= settings.weights.continuity);
}
