use std::collections::{BTreeMap, BTreeSet};

use cover::{Assignment, Instance};

/// Covers as a busy office would by hand: lesson by lesson, of those free the one who has covered least.
///
/// `before` is what each person has covered earlier; of several, the first on the list is asked.
pub(crate) fn greedy(day: &Instance, before: &BTreeMap<u64, usize>) -> Vec<Assignment> {
    let period: BTreeMap<u64, u32> = day.lessons.iter().map(|lesson| (lesson.id, lesson.period)).collect();
    let mut able: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for candidate in &day.candidates {
        able.entry(candidate.lesson).or_default().push(candidate.staff);
    }
    let mut today: BTreeMap<u64, usize> = BTreeMap::new();
    let mut busy = BTreeSet::new();
    let mut assignments = Vec::new();
    for lesson in &day.lessons {
        let count = |staff: u64| today.get(&staff).copied().unwrap_or(0);
        let free = able.get(&lesson.id).into_iter().flatten().copied().filter(|&staff| {
            let limit = day.fairness_increments.get(&staff).map_or(0, Vec::len);
            count(staff) < limit && !busy.contains(&(staff, period[&lesson.id]))
        });
        let least = free.min_by_key(|&staff| before.get(&staff).copied().unwrap_or(0) + count(staff));
        if let Some(staff) = least {
            busy.insert((staff, lesson.period));
            *today.entry(staff).or_default() += 1;
            assignments.push(Assignment { lesson: lesson.id, staff });
        }
    }
    assignments
}

/// What a cover costs, counted from the instance.
pub(crate) fn cost(day: &Instance, assignments: &[Assignment]) -> i64 {
    let taker: BTreeMap<u64, u64> = assignments.iter().map(|one| (one.lesson, one.staff)).collect();
    let costs: BTreeMap<(u64, u64), i64> =
        day.candidates.iter().map(|one| ((one.staff, one.lesson), one.cost)).collect();
    let choices: i64 = taker.iter().filter_map(|(&lesson, &staff)| costs.get(&(staff, lesson))).sum();
    let fairness: i64 = covers(day, assignments)
        .iter()
        .filter_map(|(staff, &count)| day.fairness_increments.get(staff)?.get(..count))
        .flatten()
        .sum();
    let without = day.lessons.iter().zip(&day.uncovered).filter(|(lesson, _)| !taker.contains_key(&lesson.id));
    let together = |(first, second): &&(u64, u64)| taker.contains_key(first) && taker.get(first) == taker.get(second);
    let doubles = day.doubles.iter().filter(together).count() as i64;
    choices + fairness + without.map(|(_, cost)| cost).sum::<i64>() - doubles * day.double_bonus
}

/// How many lessons each person takes, of all who may take any.
pub(crate) fn covers(day: &Instance, assignments: &[Assignment]) -> BTreeMap<u64, usize> {
    let mut counts: BTreeMap<u64, usize> = day.candidates.iter().map(|candidate| (candidate.staff, 0)).collect();
    for assignment in assignments {
        *counts.entry(assignment.staff).or_default() += 1;
    }
    counts
}
