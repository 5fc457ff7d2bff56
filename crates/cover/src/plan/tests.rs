use super::*;
use crate::day::{Activity, Booked, Done, Supply, Tier};
use crate::need::{Need, needs};
use crate::sample::{away, day, entry, person, staff, trip};

fn task<'a>(day: &'a Day, needs: &'a [Need], settings: &'a CoverSettings) -> Task<'a> {
    let slot = |need: &'a Need| Slot { need, span: need.span, declined: Vec::new(), holder: None };
    Task { day, settings, slots: needs.iter().map(slot).collect(), fixed: Vec::new(), exclude: BTreeSet::new() }
}

fn run<'a>(task: &Task<'a>) -> Outcome<'a> {
    plan(task, &mut || false)
}

/// Two lessons of teacher 1, who is away.
fn two_lessons() -> Day {
    let mut day = day(&[
        entry(1, Activity::Lesson, "7A/Ma", 1),
        entry(2, Activity::Lesson, "7A/Ma", 1),
        entry(1, Activity::Ppa, "", 3),
        entry(2, Activity::Lesson, "9C/Hi", 4),
    ]);
    day.away.push(away(1));
    day
}

fn who(outcome: &Outcome<'_>) -> Vec<(String, StaffId)> {
    outcome.assignments.iter().map(|planned| (planned.need.key.period.clone(), planned.staff)).collect()
}

fn rules(because: &[Because]) -> Vec<&str> {
    because.iter().map(|each| each.rule.as_str()).collect()
}

#[test]
fn a_cover_supervisor_comes_before_a_teacher_and_the_sum_is_the_objective() {
    let mut day = two_lessons();
    day.people = vec![person(2, Tier::Teacher), person(5, Tier::CoverSupervisor)];
    let settings = CoverSettings::default();
    let needs = needs(&day, &settings);
    let outcome = run(&task(&day, &needs, &settings));
    assert_eq!(outcome.status, PlanStatus::Optimal);
    assert_eq!(who(&outcome), [("1".to_owned(), staff(5)), ("2".to_owned(), staff(5))]);
    let sum: i64 = outcome.assignments.iter().map(|planned| planned.cost).sum();
    assert_eq!(outcome.objective, sum);
    assert!(rules(&outcome.assignments[1].because).contains(&"continuity"));
    let next = outcome.assignments[0].because.iter().find(|each| each.rule == "next").unwrap();
    assert_eq!(next.staff_ids, [staff(2)]);
}

#[test]
fn teachers_are_never_asked_for_what_could_be_foreseen_and_the_answer_says_so() {
    let mut day = two_lessons();
    day.away[0].foreseeable = true;
    day.people = vec![person(2, Tier::Teacher), person(3, Tier::Teacher), person(4, Tier::CoverTeacher)];
    let settings = CoverSettings::default();
    let needs = needs(&day, &settings);
    let outcome = run(&task(&day, &needs, &settings));
    assert_eq!(who(&outcome), [("1".to_owned(), staff(4))]);
    let open = &outcome.uncovered[0];
    assert_eq!(open.need.key.period, "2");
    let told = rules(&open.because);
    assert!(told.contains(&"rarely_cover") && told.contains(&"teaching") && told.contains(&"nearest"), "{told:?}");
}

#[test]
fn protected_time_limits_and_refusals_are_hard() {
    let mut day = two_lessons();
    day.people = vec![person(2, Tier::Teacher), person(3, Tier::Teacher)];
    let settings = CoverSettings::default();
    let needs = needs(&day, &settings);
    let mut task = task(&day, &needs, &settings);
    // Person 3 has PPA in period 1, and a teacher covers once a day.
    assert_eq!(who(&run(&task)), [("1".to_owned(), staff(2)), ("2".to_owned(), staff(3))]);
    task.slots[0].declined.push(staff(2));
    let outcome = run(&task);
    assert_eq!(who(&outcome).len(), 1);
    let told = rules(&outcome.uncovered[0].because);
    assert!(told.contains(&"declined") && told.contains(&"ppa"), "{told:?}");
}

#[test]
fn a_teacher_whose_class_is_out_comes_before_one_in_a_free_period() {
    let mut day = two_lessons();
    day.timetable.entries.push(entry(1, Activity::Lesson, "8B/Ma", 6));
    day.events.push(trip(&["8B/Ma"]));
    day.people = vec![person(2, Tier::Teacher), person(6, Tier::Teacher)];
    let settings = CoverSettings::default();
    let needs = needs(&day, &settings);
    assert_eq!(who(&run(&task(&day, &needs, &settings)))[0].1, staff(6));
}

#[test]
fn who_has_covered_more_of_their_free_time_is_asked_later() {
    let mut day = two_lessons();
    let mut busy = person(2, Tier::Teacher);
    busy.done = Done { week: 0, year: 6, week_minutes: 0, term_minutes: 360, year_minutes: 360, ..Done::default() };
    let mut part_time = person(3, Tier::Teacher);
    part_time.done =
        Done { week: 0, year: 4, week_minutes: 0, term_minutes: 240, year_minutes: 240, ..Done::default() };
    part_time.free.term_minutes /= 3;
    part_time.free.year_minutes /= 3;
    day.timetable.entries.remove(2);
    day.timetable.entries.remove(1);
    day.people = vec![part_time, busy];
    let settings = CoverSettings::default();
    let needs = needs(&day, &settings);
    let outcome = run(&task(&day, &needs, &settings));
    assert_eq!(who(&outcome), [("1".to_owned(), staff(2))], "fewer minutes of less free time weigh more");
}

#[test]
fn supply_is_booked_when_it_is_worth_its_price_and_only_then() {
    let mut day = two_lessons();
    let mut supply = person(7, Tier::Supply);
    supply.supply = Some(Supply { half_day_pence: 12_000, day_pence: 22_000, booked: Booked::No });
    day.people = vec![supply.clone(), person(2, Tier::Teacher), person(5, Tier::CoverSupervisor)];
    let settings = CoverSettings::default();
    let needs = needs(&day, &settings);
    let outcome = run(&task(&day, &needs, &settings));
    assert_eq!((outcome.bookings.len(), outcome.status), (0, PlanStatus::Optimal));
    day.people = vec![supply, person(2, Tier::Teacher)];
    let outcome = run(&task(&day, &needs, &settings));
    assert_eq!(outcome.status, PlanStatus::Optimal);
    assert_eq!(outcome.bookings, [Booking { staff: staff(7), booked: Booked::Morning, pence: 12_000 }]);
    assert_eq!(who(&outcome).iter().filter(|(_, who)| *who == staff(7)).count(), 2);
}

#[test]
fn what_only_a_third_slot_brings_together_may_be_taken_by_one() {
    let mut day = day(&[entry(1, Activity::Lesson, "7A/Ma", 1), entry(1, Activity::Lesson, "8B/En", 2)]);
    day.away = vec![away(1), away(2)];
    day.people = vec![person(5, Tier::CoverSupervisor)];
    let settings = CoverSettings::default();
    let needs = needs(&day, &settings);
    let mut task = task(&day, &needs, &settings);
    let (at, whole) = (crate::sample::at("09:30"), needs[0].span);
    // The first class is split in two, and the second, of the whole period, overlaps both halves. One person could take both halves.
    let second = Slot { span: crate::day::Span::new(at, whole.ends), ..task.slots[0].clone() };
    task.slots[0].span.ends = at;
    task.slots.push(second);
    let outcome = run(&task);
    assert_eq!((outcome.uncovered.len(), outcome.status), (1, PlanStatus::Optimal));
    assert_eq!(outcome.uncovered[0].need.key.class, "8B/En");
    // With somebody for each of them nothing could be cheaper.
    task.slots.remove(1);
    assert_eq!(run(&task).status, PlanStatus::Optimal);
}

#[test]
fn arranged_cover_is_kept_unless_nobody_else_is_left() {
    let mut day = two_lessons();
    day.people = vec![person(2, Tier::Leader), person(5, Tier::CoverSupervisor)];
    let settings = CoverSettings::default();
    let needs = needs(&day, &settings);
    let mut task = task(&day, &needs, &settings);
    task.slots[0].holder = Some(staff(2));
    assert_eq!(who(&run(&task))[0].1, staff(2));
    task.exclude.insert(staff(2));
    assert_eq!(who(&run(&task))[0].1, staff(5));
}

#[test]
fn a_short_part_beside_a_lesson_at_the_same_time_does_not_use_up_the_limit() {
    let lesson = |period, class: &str, teacher| entry(period, Activity::Lesson, class, teacher);
    let mut day = day(&[lesson(1, "7A/Ma", 1), lesson(1, "8B/En", 2), lesson(2, "9C/Hi", 3)]);
    day.away = vec![away(1), away(2), away(3)];
    // Once a day by default; the part of 20 minutes counts nothing.
    day.people = vec![person(5, Tier::Teacher)];
    let settings = CoverSettings::default();
    let needs = needs(&day, &settings);
    let mut task = task(&day, &needs, &settings);
    let part = task.slots.iter_mut().find(|slot| slot.need.key.class == "7A/Ma").unwrap();
    part.span.ends = crate::sample::at("09:20");
    let outcome = run(&task);
    // Both the part and the lesson of period 2 could be theirs: whether that is found or not, one that leaves two open is not proven.
    let best = settings.weights.uncovered_lesson;
    assert!(outcome.bound < 2 * best, "{} {}", outcome.bound, outcome.objective);
    assert_eq!(outcome.status == PlanStatus::Optimal, outcome.uncovered.len() == 1);
    let told = outcome.assignments.iter().map(|each| each.cost).chain(outcome.uncovered.iter().map(|each| each.cost));
    assert_eq!(told.sum::<i64>(), outcome.objective);
}

mod reference {
    use super::*;
    use crate::plan::costs::{Costing, fairness};
    use crate::plan::doubles::follows;
    use proptest::prelude::*;

    /// Tries every way to give the slots away: slow, and plainly right.
    fn cheapest(task: &Task<'_>, index: usize, takers: &mut Vec<Option<usize>>) -> i64 {
        if index == task.slots.len() {
            return sum(task, takers).unwrap_or(i64::MAX);
        }
        let mut best = i64::MAX;
        for taker in std::iter::once(None).chain((0..task.day.people.len()).map(Some)) {
            takers.push(taker);
            best = best.min(cheapest(task, index + 1, takers));
            takers.pop();
        }
        best
    }

    fn sum(task: &Task<'_>, takers: &[Option<usize>]) -> Option<i64> {
        let mut total = 0;
        let mut spans = vec![Vec::new(); task.day.people.len()];
        for (index, taker) in takers.iter().enumerate() {
            let slot = &task.slots[index];
            let Some(place) = *taker else {
                total += task.settings.weights.uncovered_lesson;
                continue;
            };
            let person = &task.day.people[place];
            let asked = Asked { need: slot.need, span: slot.span, declined: &[], covering: &spans[place] };
            if !broken(task.day, task.settings, person, &asked).is_empty() {
                return None;
            }
            let (day, settings) = (task.day, task.settings);
            let costing = Costing { day, whole: day, settings, person, settled: &[] };
            total += costing.of_slot(slot).iter().map(|each| each.cost).sum::<i64>();
            total += fairness(task.settings, person, spans[place].len());
            spans[place].push(slot.span);
            let before = takers[..index].iter().zip(&task.slots).any(|(other, earlier)| {
                *other == Some(place) && follows(task.day, (earlier.need, earlier.span), (slot.need, slot.span))
            });
            total -= if before { task.settings.weights.continuity } else { 0 };
        }
        Some(total)
    }

    /// A whole lesson, its first or its last minutes.
    fn cut(span: crate::day::Span, part: u8) -> crate::day::Span {
        let minutes = chrono::TimeDelta::minutes(20);
        match part {
            0 => crate::day::Span::new(span.starts, span.starts + minutes),
            1 => crate::day::Span::new(span.ends - minutes, span.ends),
            _ => span,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn with_short_covers_beside_limits_nothing_is_called_proven_that_is_not(
            lessons in prop::collection::vec((1_usize..4, 0_u8..2, 0_u8..4), 1..5),
            people in prop::collection::vec((any::<bool>(), 0_u32..900, 1_usize..6), 1..4),
        ) {
            let classes = ["7A/Ma", "8B/En"];
            let entries: Vec<_> = lessons.iter().zip(100..).map(|((period, class, _), teacher)| {
                entry(*period, Activity::Lesson, classes[usize::from(*class)], teacher)
            }).chain(people.iter().zip(1..).map(|((_, _, busy), number)| entry(*busy, Activity::Lesson, "10X/Hi", number))).collect();
            let mut day = day(&entries);
            day.away = (100..).take(lessons.len()).map(away).collect();
            day.people = people.iter().zip(1..).map(|((teacher, done, _), number)| {
                let mut person = person(number, if *teacher { Tier::Teacher } else { Tier::CoverSupervisor });
                person.done.term_minutes = *done;
                person
            }).collect();
            let settings = CoverSettings::default();
            let mut needs = needs(&day, &settings);
            needs.retain(|need| need.key.class != "10X/Hi");
            let mut task = task(&day, &needs, &settings);
            for (slot, (.., part)) in task.slots.iter_mut().zip(&lessons) {
                slot.span = cut(slot.span, *part);
            }
            let outcome = run(&task);
            let best = cheapest(&task, 0, &mut Vec::new());
            prop_assert!(outcome.bound <= best && best <= outcome.objective, "{} {best} {}", outcome.bound, outcome.objective);
            prop_assert_eq!(outcome.status == PlanStatus::Optimal, outcome.bound == outcome.objective);
            let place = |staff: StaffId| day.people.iter().position(|person| person.id == staff);
            let takers: Vec<Option<usize>> = task.slots.iter().map(|slot| {
                let same = |planned: &&Planned<'_>| std::ptr::eq(planned.need, slot.need);
                outcome.assignments.iter().find(same).and_then(|planned| place(planned.staff))
            }).collect();
            prop_assert_eq!(sum(&task, &takers), Some(outcome.objective));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn no_allocation_is_cheaper(
            lessons in prop::collection::vec((1_usize..5, 0_u8..3), 1..5),
            posts in prop::collection::vec((0_u8..4, 0_u32..900, 1_usize..5), 1..4),
        ) {
            let classes = ["7A/Ma", "8B/En", "12C/Ph"];
            let entries: Vec<_> = lessons
                .iter()
                .enumerate()
                .map(|(number, (period, class))| {
                    entry(*period, Activity::Lesson, classes[usize::from(*class)], 100 + number as u128)
                })
                .chain(posts.iter().zip(1..).map(|((_, _, busy), number)| entry(*busy, Activity::Lesson, "10X/Hi", number)))
                .collect();
            let mut day = day(&entries);
            day.away = (0..lessons.len()).map(|number| away(100 + number as u128)).collect();
            day.people = posts
                .iter()
                .zip(1..)
                .map(|((post, done, _), number)| {
                    let tier = [Tier::CoverSupervisor, Tier::CoverTeacher, Tier::Teacher, Tier::Leader][usize::from(*post)];
                    let mut person = person(number, tier);
                    person.done.term_minutes = *done;
                    person
                })
                .collect();
            let settings = CoverSettings::default();
            let mut needs = needs(&day, &settings);
            needs.retain(|need| need.key.class != "10X/Hi");
            let task = task(&day, &needs, &settings);
            let outcome = run(&task);
            prop_assert_eq!(outcome.status, PlanStatus::Optimal);
            prop_assert_eq!(outcome.objective, cheapest(&task, 0, &mut Vec::new()));
            let told: i64 = outcome.assignments.iter().map(|each| each.cost).sum::<i64>()
                + outcome.uncovered.iter().map(|each| each.cost).sum::<i64>();
            prop_assert_eq!(told, outcome.objective);
        }
    }
}
