//! Lunch: everybody who is on site in a lunch period keeps at least one of them free.
//!
//! That a cover would take a person's only free lunch period is a rule about one cover. That two covers of one allocation take
//! both of two is about the allocation as a whole: the solver is told of which of its periods each person keeps one. Where lunch periods
//! and the solver's periods do not match (lessons that reach into two lunches, halves of one), an allocation that breaks the rule is
//! solved again once for each lunch that could stay free, the most promising first. The best that keeps it is proven as any other is.

use super::build::{self, Offers, Terms};
use super::rules::busy;
use super::run::takers;
use super::{Task, build::covering};
use crate::day::{Person, Span};
use crate::need::Day;
use crate::settings::CoverSettings;
use crate::solver::{self, Assignment, Limits, Solution, Status};

/// The most allocations that are solved for lunches before the answer is the best so far.
const MOST_TRIED: usize = 300;

/// The lunch periods in which a person is on site.
fn lunches(day: &Day, settings: &CoverSettings, person: &Person) -> Vec<Span> {
    let named = day.timetable.periods.iter().filter(|period| settings.lunch_periods.contains(&period.name));
    named.map(|period| period.span).filter(|span| person.on_site.iter().any(|there| there.contains(*span))).collect()
}

/// Those of them in which the person has nothing; a trip or a meeting is no break.
fn free(day: &Day, settings: &CoverSettings, person: &Person, covering: &[Span]) -> Vec<Span> {
    let mut found = lunches(day, settings, person);
    found.retain(|lunch| {
        busy(day, person.id, *lunch).is_none()
            && !day.is_on_business(person.id, *lunch)
            && !covering.iter().any(|cover| cover.overlaps(*lunch))
    });
    found
}

/// The lunch periods in which a person has nothing, settled cover counted; none where there is no rule.
pub(super) fn free_for(task: &Task<'_>, person: &Person) -> Vec<Span> {
    if task.settings.lunch_periods.is_empty() {
        return Vec::new();
    }
    free(task.day, task.settings, person, &covering(task, person.id))
}

/// Whether a person who takes a part of the day still has a free lunch period; what takes none of it leaves it as it is.
pub(super) fn keeps(day: &Day, settings: &CoverSettings, person: &Person, span: Span, covering: &[Span]) -> bool {
    if settings.lunch_periods.is_empty() {
        return true;
    }
    let takes = lunches(day, settings, person).iter().any(|lunch| lunch.overlaps(span));
    !takes || free(day, settings, person, covering).iter().any(|lunch| !lunch.overlaps(span))
}

/// For each person the periods of the solver of which one is to stay free: one for each free lunch, where the two match. None
/// where some lunch stays free whatever the person takes.
pub(super) fn breaks(task: &Task<'_>, offers: &Offers) -> Vec<Vec<u32>> {
    if task.settings.lunch_periods.is_empty() {
        return vec![Vec::new(); task.day.people.len()];
    }
    let mut theirs: Vec<Vec<usize>> = vec![Vec::new(); task.day.people.len()];
    for (slot, by) in offers.by_slot.iter().enumerate() {
        for offer in by {
            theirs[offer.person].push(slot);
        }
    }
    let people = task.day.people.iter().zip(&theirs);
    people.map(|(person, slots)| breaks_of(task, offers, &free_for(task, person), slots).unwrap_or_default()).collect()
}

fn breaks_of(task: &Task<'_>, offers: &Offers, lunches: &[Span], slots: &[usize]) -> Option<Vec<u32>> {
    let mut found = Vec::with_capacity(lunches.len());
    for lunch in lunches {
        let takes = |slot: &usize| task.slots[*slot].span.overlaps(*lunch);
        let period = offers.periods[*slots.iter().find(|slot| takes(slot))?];
        let matches = slots.iter().all(|slot| takes(slot) == (offers.periods[*slot] == period));
        if !matches || found.contains(&period) {
            return None;
        }
        found.push(period);
    }
    Some(found)
}

/// The spans that a person takes in an allocation.
fn taken<'a>(task: &'a Task<'_>, takers: &'a [Option<usize>], place: usize) -> impl Iterator<Item = Span> + 'a {
    let slots = task.slots.iter().zip(takers);
    slots.filter(move |(_, taker)| **taker == Some(place)).map(|(slot, _)| slot.span)
}

/// Whether a person would have no lunch period left if they took one more slot of an allocation.
pub(super) fn would_lose(task: &Task<'_>, takers: &[Option<usize>], place: usize, slot: usize) -> bool {
    let (Some(person), Some(slot)) = (task.day.people.get(place), task.slots.get(slot)) else { return false };
    if task.settings.lunch_periods.is_empty() {
        return false;
    }
    let mut covers = covering(task, person.id);
    covers.extend(taken(task, takers, place));
    !keeps(task.day, task.settings, person, slot.span, &covers)
}

/// The first person who has no lunch period left in an allocation and could have one, with those they could have.
fn broken(task: &Task<'_>, takers: &[Option<usize>]) -> Option<(usize, Vec<Span>)> {
    task.day.people.iter().enumerate().find_map(|(place, person)| {
        let spans: Vec<Span> = taken(task, takers, place).collect();
        if spans.is_empty() {
            return None;
        }
        let free = free(task.day, task.settings, person, &covering(task, person.id));
        let lost = !free.is_empty() && free.iter().all(|lunch| spans.iter().any(|span| span.overlaps(*lunch)));
        lost.then_some((place, free))
    })
}

/// An allocation in which some people keep some lunch periods.
struct Node {
    kept: Vec<(usize, Span)>,
    solution: Solution,
}

/// The search over who keeps which lunch period.
struct Search<'a, 'b> {
    task: &'a Task<'b>,
    offers: &'a Offers,
    terms: &'a Terms<'a>,
    limits: Limits,
}

impl Search<'_, '_> {
    fn node(&self, kept: Vec<(usize, Span)>, interrupted: &mut dyn FnMut() -> bool) -> Option<Node> {
        let terms = |place: usize, slot: usize| {
            let span = self.task.slots.get(slot)?.span;
            let keeps = kept.iter().any(|(other, lunch)| *other == place && lunch.overlaps(span));
            if keeps { None } else { (self.terms)(place, slot) }
        };
        let instance = build::instance(self.task, self.offers, &terms);
        let solution = solver::solve_from(&instance, &there(self.task, self.offers), self.limits, interrupted).ok()?;
        Some(Node { kept, solution })
    }

    fn broken(&self, node: &Node) -> Option<(usize, Vec<Span>)> {
        broken(self.task, &takers(&node.solution, self.task.slots.len(), self.task.day.people.len()))
    }

    /// Everybody keeps the first lunch period that they could have: not the best, but allowed, and soon found.
    fn settle(&self, mut node: Node, interrupted: &mut dyn FnMut() -> bool) -> Option<Solution> {
        for _ in 0..=self.task.day.people.len() {
            let Some((place, free)) = self.broken(&node) else { return Some(node.solution) };
            let mut kept = node.kept;
            kept.extend(free.first().map(|lunch| (place, *lunch)));
            node = self.node(kept, interrupted)?;
        }
        None
    }
}

/// Who has what now, for a search that is ended before it has found better.
fn there(task: &Task<'_>, offers: &Offers) -> Vec<Assignment> {
    let place = |staff| task.day.people.iter().position(|person| person.id == staff);
    let number = |place: usize| u64::try_from(place).unwrap_or(u64::MAX);
    let slots = task.slots.iter().enumerate();
    slots
        .filter_map(|(index, slot)| {
            let account = offers.account(place(slot.holder?)?, index);
            Some(Assignment { lesson: number(index), staff: number(account) })
        })
        .collect()
}

/// Solves the slots of a day so that everybody keeps a lunch period; without lunch periods it is solved as it is.
pub(super) fn solve(
    task: &Task<'_>,
    offers: &Offers,
    terms: &Terms<'_>,
    limits: Limits,
    interrupted: &mut dyn FnMut() -> bool,
) -> Option<Solution> {
    let search = Search { task, offers, terms, limits };
    let mut open = vec![search.node(Vec::new(), interrupted)?];
    if task.settings.lunch_periods.is_empty() {
        return open.pop().map(|node| node.solution);
    }
    let (mut best, mut lost): (Option<Solution>, Option<i64>) = (None, None);
    for _ in 0..MOST_TRIED {
        // The one of which the least is promised comes last and is looked at first.
        open.sort_by_key(|node| std::cmp::Reverse(node.solution.bound));
        let Some(node) = open.pop() else { break };
        let enough = best.as_ref().is_some_and(|best| best.objective <= node.solution.bound);
        if enough || interrupted() {
            open.push(node);
            break;
        }
        let Some((place, free)) = search.broken(&node) else {
            let better = best.as_ref().is_none_or(|best| node.solution.objective < best.objective);
            let proven = node.solution.bound >= node.solution.objective;
            let Node { kept, solution } = node;
            if !proven {
                // Its own search was ended early: what it has not looked at stays open.
                open.push(Node { kept, solution: solution.clone() });
            }
            if better {
                best = Some(solution);
            }
            if !proven {
                break;
            }
            continue;
        };
        let bound = node.solution.bound;
        for lunch in free {
            let mut kept = node.kept.clone();
            kept.push((place, lunch));
            match search.node(kept, interrupted) {
                Some(child) => open.push(child),
                // What could not be solved is no dearer than what it came from.
                None => lost = Some(lost.map_or(bound, |lost| lost.min(bound))),
            }
        }
    }
    finish(&search, (open, lost), best, interrupted)
}

/// The best that was found, with the bound of all that was not looked at.
fn finish(
    search: &Search<'_, '_>,
    (open, lost): (Vec<Node>, Option<i64>),
    best: Option<Solution>,
    interrupted: &mut dyn FnMut() -> bool,
) -> Option<Solution> {
    let least = open.iter().map(|node| node.solution.bound).chain(lost).min();
    let best = match best {
        Some(best) => best,
        None => search.settle(open.into_iter().min_by_key(|node| node.solution.objective)?, interrupted)?,
    };
    let bound = least.map_or(best.objective, |least| least.min(best.objective));
    let status = if bound >= best.objective { Status::Optimal } else { Status::Feasible };
    Some(Solution { bound, status, ..best })
}

#[cfg(test)]
mod tests {
    use super::super::{Outcome, PlanStatus, Slot, plan};
    use super::*;
    use crate::day::{Activity, Tier};
    use crate::need::{Need, needs};
    use crate::sample::{away, day, entry, person, staff};
    use std::collections::BTreeSet;

    fn settings() -> CoverSettings {
        CoverSettings { lunch_periods: vec!["3".to_owned(), "4".to_owned()], ..CoverSettings::default() }
    }

    fn run<'a>(day: &'a Day, needs: &'a [Need], settings: &'a CoverSettings, stop: bool) -> Outcome<'a> {
        let slot = |need: &'a Need| Slot { need, span: need.span, declined: Vec::new(), holder: None };
        let slots = needs.iter().map(slot).collect();
        plan(&Task { day, settings, slots, fixed: Vec::new(), exclude: BTreeSet::new() }, &mut || stop)
    }

    /// Teacher 1 is away from lessons in both lunch periods.
    fn two_lunches(people: Vec<Person>) -> Day {
        let mut day = day(&[entry(3, Activity::Lesson, "7A/Ma", 1), entry(4, Activity::Lesson, "7A/Ma", 1)]);
        day.away.push(away(1));
        day.people = people;
        day
    }

    #[test]
    fn nobody_covers_both_lunch_periods_though_it_would_be_cheapest() {
        let day = two_lunches(vec![person(5, Tier::CoverSupervisor), person(6, Tier::Teacher)]);
        let without = CoverSettings::default();
        let all = needs(&day, &without);
        let cheapest = run(&day, &all, &without, false);
        assert!(cheapest.assignments.iter().all(|planned| planned.staff == staff(5)));
        let settings = settings();
        let outcome = run(&day, &all, &settings, false);
        assert_eq!(
            (outcome.status, outcome.assignments.len(), outcome.objective),
            (PlanStatus::Optimal, 2, outcome.bound)
        );
        let who: BTreeSet<_> = outcome.assignments.iter().map(|planned| planned.staff).collect();
        assert_eq!(who, BTreeSet::from([staff(5), staff(6)]));
        assert!(outcome.objective > cheapest.objective);
        // Ended at once, the answer still keeps everybody's lunch.
        let early = run(&day, &all, &settings, true);
        let of_five = early.assignments.iter().filter(|planned| planned.staff == staff(5)).count();
        assert!(of_five <= 1 && early.bound <= outcome.objective && early.objective >= outcome.objective);
    }

    #[test]
    fn the_only_free_lunch_period_is_kept_and_the_answer_says_so() {
        let mut day = two_lunches(vec![person(5, Tier::CoverSupervisor)]);
        day.timetable.entries.push(entry(4, Activity::Duty, "", 5));
        let settings = settings();
        let all = needs(&day, &settings);
        let outcome = run(&day, &all, &settings, false);
        assert_eq!((outcome.assignments.len(), outcome.uncovered.len()), (0, 2));
        let rules: Vec<&str> = outcome.uncovered[0].because.iter().map(|each| each.rule.as_str()).collect();
        assert!(rules.contains(&"lunch"), "{rules:?}");
    }

    #[test]
    fn a_meeting_in_a_lunch_period_is_no_lunch() {
        let mut day = two_lunches(vec![person(5, Tier::CoverSupervisor)]);
        let meeting = away(5);
        day.away.push(crate::day::Away { periods: Some(vec!["4".to_owned()]), on_business: true, ..meeting });
        let settings = settings();
        let all = needs(&day, &settings);
        assert_eq!(run(&day, &all, &settings, false).assignments.len(), 0, "period 3 is the only lunch");
        // Who is away for reasons of their own had that time.
        day.away[1].on_business = false;
        assert_eq!(run(&day, &all, &settings, false).assignments.len(), 1);
    }

    #[test]
    fn who_could_take_the_second_but_for_lunch_is_named() {
        let day = two_lunches(vec![person(5, Tier::CoverSupervisor)]);
        let settings = settings();
        let all = needs(&day, &settings);
        let outcome = run(&day, &all, &settings, false);
        assert_eq!((outcome.assignments.len(), outcome.status), (1, PlanStatus::Optimal));
        let open = &outcome.uncovered[0];
        let kept = open.because.iter().find(|each| each.rule == "lunch_kept").unwrap();
        assert_eq!(kept.staff_ids, [staff(5)]);
    }
}
