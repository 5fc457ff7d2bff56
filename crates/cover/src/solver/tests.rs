//! The solver against others that share nothing with it: trying everything, and a general integer program.

use proptest::collection::vec;
use proptest::prelude::*;

use super::budget::Budget;
use super::objective::Objective;
use super::{Limits, Solution, Status, general, solve, solve_from};
use crate::instance::{Candidate, Instance, LARGEST_NUMBER, Lesson, StaffMember};

const DAY: &str = include_str!("../../benches/data/day.json");
const DAY_OPTIMUM: i64 = 5637;

/// Small days of every shape: forks and rings of doubles, nobody willing, nothing to gain, everything to gain.
fn days(staff: usize, lessons: usize) -> impl Strategy<Value = Instance> {
    let numbers = (1..=4u32, 0..=staff, 0..=lessons, prop_oneof![Just(0), Just(15), 1..40i64, Just(10_000)]);
    let doubles = prop_oneof![Just(30u8), Just(128), Just(255)];
    (numbers, any::<bool>(), doubles).prop_flat_map(|((periods, staff, lessons, bonus), natural, often)| {
        let costs = vec((0..100u8, -5..30i64), staff * lessons);
        let increments = vec(vec(-3..12i64, 0..=4), staff);
        let pairs = vec(any::<u8>(), lessons * lessons);
        let uncovered = vec(prop_oneof![Just(1000), 0..60i64], lessons);
        let breaks = vec(vec(0..periods, 0..3), staff);
        (vec(0..periods, lessons), costs, increments, pairs, uncovered, breaks).prop_map(
            move |(places, costs, mut increments, pairs, uncovered, breaks)| {
                let breaks = (100..).zip(breaks).filter(|(_, breaks)| breaks.len() > 1).collect();
                increments.iter_mut().for_each(|list| list.sort_unstable());
                let together = |first: usize, second: usize| {
                    let apart = places[second] > places[first];
                    let near = places[second] == places[first] + 1 || !natural;
                    apart && near && pairs[first * lessons + second] < often
                };
                let all = (0..lessons).flat_map(|first| (0..lessons).map(move |second| (first, second)));
                let doubles = all.filter(|&(first, second)| together(first, second));
                Instance {
                    periods,
                    staff: (0..staff as u64).map(|id| StaffMember { id: id + 100 }).collect(),
                    lessons: (0..).zip(&places).map(|(id, &period)| Lesson { id, period }).collect(),
                    doubles: doubles.map(|(first, second)| (first as u64, second as u64)).collect(),
                    candidates: candidates(&costs, lessons),
                    fairness_increments: (100..).zip(increments).collect(),
                    breaks,
                    double_bonus: bonus,
                    uncovered,
                }
            },
        )
    })
}

fn candidates(costs: &[(u8, i64)], lessons: usize) -> Vec<Candidate> {
    let willing = costs.iter().enumerate().filter(|(_, (chance, _))| *chance < 70);
    let candidate = |(index, &(_, cost)): (usize, &(u8, i64))| Candidate {
        staff: 100 + (index / lessons) as u64,
        lesson: (index % lessons) as u64,
        cost,
    };
    willing.map(candidate).collect()
}

/// The best of all covers there are.
fn best_of_all(day: &Instance) -> i64 {
    let objective = Objective::new(day);
    let mut takers = vec![None; day.lessons.len()];
    let mut best = i64::MAX;
    loop {
        best = objective.of(&takers).map_or(best, |cost| best.min(cost));
        // Counts up: nobody, the first person, …, the last person, and over to the next lesson.
        let Some(lesson) = takers.iter().position(|taker| *taker != Some(day.staff.len() as u32 - 1)) else {
            return best;
        };
        takers[..lesson].fill(None);
        takers[lesson] = Some(takers[lesson].map_or(0, |person| person + 1));
    }
}

fn solved(day: &Instance, limits: Limits) -> Solution {
    solve(day, limits, &mut || false).unwrap()
}

fn check(day: &Instance, solution: &Solution) {
    let person = |id| day.staff.iter().position(|person| person.id == id).map(|index| index as u32);
    let taker = |lesson: &Lesson| solution.assignments.iter().find(|one| one.lesson == lesson.id);
    let takers: Vec<_> = day.lessons.iter().map(|lesson| taker(lesson).and_then(|one| person(one.staff))).collect();
    assert_eq!(Objective::new(day).of(&takers), Some(solution.objective));
    assert_eq!(solution.assignments.len() + solution.uncovered.len(), day.lessons.len());
    assert!(solution.bound <= solution.objective);
    assert_eq!(solution.status == Status::Optimal, solution.gap() == 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_the_best_of_all_covers(day in days(3, 5)) {
        let solution = solved(&day, Limits::NONE);
        check(&day, &solution);
        let best = if day.staff.is_empty() { day.uncovered.iter().sum() } else { best_of_all(&day) };
        prop_assert_eq!(solution.objective, best);
        prop_assert_eq!(solution.status, Status::Optimal);
    }

    #[test]
    fn agrees_with_a_general_integer_program(day in days(6, 9)) {
        let solution = solved(&day, Limits::NONE);
        check(&day, &solution);
        prop_assert_eq!(solution.status, Status::Optimal);
        let mut never = || false;
        let (_, cost, bound) = general::solve(&day, &Objective::new(&day), &mut Budget::new(Limits::NONE, &mut never));
        prop_assert_eq!((solution.objective, solution.objective), (cost, bound));
    }

    #[test]
    fn costs_of_very_different_sizes_are_proven_all_the_same(mut day in days(6, 9)) {
        // The sizes of the weights of a real day: nobody, posts, and at the other end fairness in single points.
        day.uncovered.iter_mut().for_each(|cost| *cost = 8_000_000);
        day.candidates.iter_mut().for_each(|candidate| candidate.cost *= 40_000);
        day.fairness_increments.values_mut().flatten().for_each(|cost| *cost *= 70);
        day.double_bonus = 4_000;
        let solution = solved(&day, Limits::NONE);
        check(&day, &solution);
        prop_assert_eq!(solution.status, Status::Optimal);
        let mut never = || false;
        let (_, cost, bound) = general::solve(&day, &Objective::new(&day), &mut Budget::new(Limits::NONE, &mut never));
        prop_assert_eq!((solution.objective, solution.objective), (cost, bound));
    }

    #[test]
    fn a_bound_that_is_enough_ends_the_search(day in days(6, 9), less in 0..400_i64) {
        let best = solved(&day, Limits::NONE).objective;
        let short = solved(&day, Limits { enough: best - less, ..Limits::NONE });
        check(&day, &short);
        prop_assert!(short.bound >= best - less && short.bound <= best && short.objective >= best);
    }

    #[test]
    fn whenever_it_is_stopped_the_bound_holds(day in days(6, 9), calls in 0..60usize, iterations in 0..60u64) {
        let best = solved(&day, Limits::NONE).objective;
        let mut left = calls;
        let stopped = solve(&day, Limits::NONE, &mut || { left = left.saturating_sub(1); left == 0 }).unwrap();
        let limited = solved(&day, Limits { nodes: 1, iterations, ..Limits::NONE });
        for solution in [stopped, limited] {
            check(&day, &solution);
            prop_assert!(solution.bound <= best && best <= solution.objective);
        }
    }
}

#[test]
fn solves_the_example_day() {
    let day: Instance = serde_json::from_str(DAY).unwrap();
    let solution = solved(&day, Limits::NONE);
    check(&day, &solution);
    assert_eq!((solution.status, solution.objective, solution.bound), (Status::Optimal, DAY_OPTIMUM, DAY_OPTIMUM));
    assert_eq!(solution.uncovered.len(), 3);
    assert_eq!(solution, solved(&day, Limits::NONE), "the same answer every time");
}

#[test]
fn a_limit_gives_the_best_so_far() {
    let day: Instance = serde_json::from_str(DAY).unwrap();
    for iterations in [0, 20, 100] {
        let solution = solved(&day, Limits { iterations, ..Limits::NONE });
        check(&day, &solution);
        assert_eq!(solution.status, Status::Feasible);
        assert!(solution.bound <= DAY_OPTIMUM && DAY_OPTIMUM <= solution.objective);
        assert!(solution.objective < 6000, "the flow alone comes near: {}", solution.objective);
    }
}

#[test]
fn cancelled_at_once_it_still_answers() {
    let day: Instance = serde_json::from_str(DAY).unwrap();
    let solution = solve(&day, Limits::NONE, &mut || true).unwrap();
    check(&day, &solution);
    // Not nothing: the cheapest who is free, lesson by lesson.
    assert_eq!(solution.status, Status::Feasible);
    assert!(solution.uncovered.len() <= 20, "{}", solution.uncovered.len());
    assert!(solution.bound <= DAY_OPTIMUM);
}

#[test]
fn what_is_there_already_is_not_lost_when_the_time_is_up() {
    let day: Instance = serde_json::from_str(DAY).unwrap();
    let best = solve(&day, Limits::NONE, &mut || false).unwrap();
    let stopped = solve_from(&day, &best.assignments, Limits::NONE, &mut || true).unwrap();
    check(&day, &stopped);
    assert_eq!((stopped.objective, stopped.assignments), (DAY_OPTIMUM, best.assignments));
}

#[test]
fn an_empty_day_costs_nothing() {
    let day = r#"{"periods":0,"staff":[],"lessons":[],"doubles":[],"candidates":[],"fairness_increments":{},
        "double_bonus":0,"uncovered":[]}"#;
    let solution = solved(&serde_json::from_str(day).unwrap(), Limits::NONE);
    assert_eq!((solution.status, solution.objective, solution.bound), (Status::Optimal, 0, 0));
}

#[test]
fn the_largest_numbers_do_not_overflow() {
    for sign in [1, -1] {
        let number = sign * LARGEST_NUMBER;
        let day = Instance {
            periods: 3,
            staff: (0..4).map(|id| StaffMember { id }).collect(),
            lessons: (0..9).map(|id| Lesson { id, period: id as u32 % 3 }).collect(),
            doubles: vec![(0, 1), (1, 2), (3, 4), (7, 8)],
            candidates: (0..36).map(|pair| Candidate { staff: pair / 9, lesson: pair % 9, cost: -number }).collect(),
            fairness_increments: (0..4).map(|id| (id, vec![number; 3])).collect(),
            breaks: std::collections::BTreeMap::new(),
            double_bonus: LARGEST_NUMBER,
            uncovered: vec![number; 9],
        };
        let solution = solved(&day, Limits::NONE);
        check(&day, &solution);
        assert_eq!(solution.status, Status::Optimal);
    }
}
