//! What is said of lessons that nobody takes, short covers and limits, and classes that were supervised long enough.

use super::*;
use crate::day::{Activity, CoverLimits, Person, Restriction, Span, Tier};
use crate::need::{ClassCover, Moved, Need, needs};
use crate::sample::{at, away, day, entry, person, staff};

fn open<'a>(day: &'a Day, needs: &'a [Need], settings: &'a CoverSettings) -> Task<'a> {
    let slot = |need: &'a Need| Slot { need, span: need.span, declined: Vec::new(), holder: None };
    Task { day, settings, slots: needs.iter().map(slot).collect(), fixed: Vec::new(), exclude: BTreeSet::new() }
}

/// Teacher 1 is away from 7A in period 1.
fn one_lesson(people: Vec<Person>) -> Day {
    let mut day = day(&[entry(1, Activity::Lesson, "7A/Ma", 1)]);
    day.away.push(away(1));
    day.people = people;
    day
}

fn advice(task: &Task<'_>, rule: &str) -> Option<Because> {
    let outcome = plan(task, &mut || false);
    outcome.uncovered[0].because.iter().find(|each| each.rule == rule).cloned()
}

#[test]
fn two_who_are_each_there_for_a_half_could_split_it() {
    let (mut early, mut late) = (person(5, Tier::CoverSupervisor), person(6, Tier::CoverSupervisor));
    early.on_site = vec![Span::new(at("08:00"), at("09:30"))];
    late.on_site = vec![Span::new(at("09:20"), at("15:00"))];
    let day = one_lesson(vec![early, late]);
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let split = advice(&open(&day, &all, &settings), "split").unwrap();
    assert_eq!(split.staff_ids, [staff(5), staff(6)]);
    assert!(split.detail.contains("09:20") || split.detail.contains("09:30"), "{}", split.detail);
}

#[test]
fn settled_cover_that_another_could_take_is_named() {
    let mut day = day(&[entry(1, Activity::Lesson, "7A/Ma", 1), entry(1, Activity::Lesson, "8B/En", 2)]);
    day.away.extend([away(1), away(2)]);
    let mut only_english = person(6, Tier::CoverSupervisor);
    only_english.restrictions.push(Restriction::Class("7A/Ma".to_owned()));
    day.people = vec![person(5, Tier::CoverSupervisor), only_english];
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let mut task = open(&day, &all, &settings);
    let english = all.iter().find(|need| need.key.class == "8B/En").unwrap();
    task.slots.retain(|slot| slot.need.key.class == "7A/Ma");
    task.fixed =
        vec![Fixed { need: english, span: english.span, staff: staff(5), merged: false, overridden: Vec::new() }];
    let swap = advice(&task, "swap").unwrap();
    assert_eq!((swap.staff_ids.as_slice(), swap.detail.contains("8B/En")), (&[staff(5), staff(6)][..], true));
    // Where the other cannot take it either there is nothing to swap.
    let mut day = day.clone();
    day.people.pop();
    let task = Task { day: &day, ..task };
    assert_eq!(advice(&task, "swap"), None);
}

#[test]
fn a_class_of_the_subject_and_year_and_a_second_teacher_are_named() {
    let mut day = one_lesson(Vec::new());
    let mut pair = entry(1, Activity::Lesson, "9D/Ar", 3);
    pair.staff.push(staff(4));
    let same = entry(1, Activity::Lesson, "7B/Ma", 2);
    day.timetable.entries.extend([same, pair, entry(1, Activity::Lesson, "8C/Ma", 6)]);
    day.people = vec![person(2, Tier::Teacher), person(4, Tier::Teacher), person(6, Tier::Teacher)];
    day.seats.insert("R2".to_owned(), 60);
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let task = open(&day, &all, &settings);
    let merge = advice(&task, "merge").unwrap();
    assert_eq!(
        (merge.staff_ids.as_slice(), merge.detail.contains("7B/Ma in R2, which holds 60")),
        (&[staff(2)][..], true)
    );
    assert_eq!(advice(&task, "second_teacher").unwrap().staff_ids, [staff(4)]);
    assert_eq!(advice(&task, "independent_study"), None);
    // Who is protected by "rarely cover" is no help.
    let mut day = day.clone();
    day.away[0].foreseeable = true;
    let all = needs(&day, &settings);
    assert_eq!(advice(&open(&day, &all, &settings), "second_teacher"), None);
}

#[test]
fn a_registration_does_not_use_up_the_one_cover_of_a_teacher() {
    let mut day = day(&[
        entry(0, Activity::Registration, "7A", 1),
        entry(1, Activity::Lesson, "7A/Ma", 1),
        entry(2, Activity::Lesson, "7A/Ma", 1),
    ]);
    day.away.push(away(1));
    day.people = vec![person(2, Tier::Teacher)];
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let outcome = plan(&open(&day, &all, &settings), &mut || false);
    let covered: Vec<&str> = outcome.assignments.iter().map(|planned| planned.need.key.period.as_str()).collect();
    assert_eq!((outcome.status, covered.len(), covered[0]), (PlanStatus::Optimal, 2, "Reg"), "{covered:?}");
    assert_eq!(outcome.objective, outcome.bound);
    // As a whole cover it would.
    let strict = CoverSettings { short_cover_minutes: 0, ..CoverSettings::default() };
    assert_eq!(plan(&open(&day, &all, &strict), &mut || false).assignments.len(), 1);
    // A limit of nothing leaves nothing, short or not.
    day.people[0].limits = CoverLimits { day: Some(0), ..CoverLimits::default() };
    assert!(plan(&open(&day, &all, &settings), &mut || false).assignments.is_empty());
}

#[test]
fn a_class_that_was_supervised_long_enough_gets_a_teacher() {
    let mut day = one_lesson(vec![person(5, Tier::CoverSupervisor), person(6, Tier::CoverTeacher)]);
    let settings = CoverSettings::default();
    let supervised = |date: &str| ClassCover {
        absent: staff(1),
        class: "7A/Ma".to_owned(),
        staff: staff(5),
        date: date.parse().unwrap(),
        before: true,
    };
    // Twice on one day is one day.
    day.other_days = ["2026-11-18", "2026-11-18", "2026-11-19"].map(supervised).to_vec();
    let all = needs(&day, &settings);
    let who = |day: &Day| plan(&open(day, &all, &settings), &mut || false).assignments[0].clone().staff;
    assert_eq!(who(&day), staff(5));
    day.other_days.push(supervised("2026-11-20"));
    assert_eq!(who(&day), staff(6));
    // With nobody else a supervisor takes it all the same, and the answer says what speaks against it.
    day.people.pop();
    let outcome = plan(&open(&day, &all, &settings), &mut || false);
    let told = outcome.assignments[0].because.iter().find(|each| each.rule == "needs_teacher").unwrap();
    assert_eq!((told.cost, told.detail.contains("3 days")), (settings.weights.needs_teacher, true));
}

#[test]
fn the_room_of_the_day_counts_for_restrictions_and_distance() {
    let mut kept_out = person(5, Tier::CoverSupervisor);
    kept_out.restrictions.push(Restriction::Room("Lift1".to_owned()));
    let mut day = one_lesson(vec![kept_out, person(6, Tier::CoverTeacher)]);
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let who = |day: &Day| {
        let planned = plan(&open(day, &all, &settings), &mut || false).assignments[0].clone();
        (planned.staff, planned.because)
    };
    assert_eq!(who(&day).0, staff(5));
    let moved = |class: &str| Moved { period: "1".to_owned(), class: class.to_owned(), room: "Lift1".to_owned() };
    day.moved.push(moved("7A/Ma"));
    assert_eq!(who(&day).0, staff(6));
    // Person 6 teaches in R6 after it: near by the names, far from where the class is today, near again by the record of the room.
    day.timetable.entries.push(entry(2, Activity::Lesson, "9C/Hi", 6));
    let is_far = |day: &Day| who(day).1.iter().any(|each| each.rule == "room");
    assert!(is_far(&day));
    day.buildings.insert("Lift1".to_owned(), "r".to_owned());
    assert!(!is_far(&day));
}
