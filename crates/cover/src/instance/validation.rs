use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Fault, Instance, InvalidInstance};

/// No cost may be larger, or smaller than its negative. With the limits below every sum stays far inside 64 bits.
pub const LARGEST_NUMBER: i64 = 1_000_000_000;
/// The most periods a day may have.
pub const MOST_PERIODS: usize = 50;
/// The most people who may be asked.
pub const MOST_STAFF: usize = 5_000;
/// The most lessons that may need cover.
pub const MOST_LESSONS: usize = 20_000;
/// The most doubles.
pub const MOST_DOUBLES: usize = 50_000;
/// The most pairs of a person and a lesson.
pub const MOST_CANDIDATES: usize = 4_000_000;

impl Instance {
    /// Finds everything that is wrong with the instance.
    pub fn validate(&self) -> Result<(), InvalidInstance> {
        let mut check = Check { day: self, faults: Vec::new() };
        check.sizes();
        let staff = check.staff();
        let lessons = check.lessons();
        check.doubles(&lessons);
        check.candidates(&staff, &lessons);
        check.increments(&staff);
        check.breaks(&staff);
        check.uncovered();
        if check.faults.is_empty() { Ok(()) } else { Err(InvalidInstance { faults: check.faults }) }
    }
}

struct Check<'a> {
    day: &'a Instance,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn sizes(&mut self) {
        let day = self.day;
        for (what, count, most) in [
            ("periods", day.periods as usize, MOST_PERIODS),
            ("staff", day.staff.len(), MOST_STAFF),
            ("lessons", day.lessons.len(), MOST_LESSONS),
            ("doubles", day.doubles.len(), MOST_DOUBLES),
            ("candidates", day.candidates.len(), MOST_CANDIDATES),
        ] {
            if count > most {
                self.faults.push(Fault::TooMany { what, count, most });
            }
        }
    }

    fn staff(&mut self) -> BTreeSet<u64> {
        let mut seen = BTreeSet::new();
        for person in &self.day.staff {
            if !seen.insert(person.id) {
                self.faults.push(Fault::RepeatedStaff(person.id));
            }
        }
        seen
    }

    fn lessons(&mut self) -> BTreeMap<u64, u32> {
        let periods = self.day.periods;
        let mut seen = BTreeMap::new();
        for lesson in &self.day.lessons {
            if seen.insert(lesson.id, lesson.period).is_some() {
                self.faults.push(Fault::RepeatedLesson(lesson.id));
            }
            if lesson.period >= periods {
                self.faults.push(Fault::UnknownPeriod { lesson: lesson.id, period: lesson.period, periods });
            }
        }
        seen
    }

    fn doubles(&mut self, lessons: &BTreeMap<u64, u32>) {
        let mut seen = HashSet::new();
        for &(first, second) in &self.day.doubles {
            for lesson in [first, second] {
                if !lessons.contains_key(&lesson) {
                    self.faults.push(Fault::UnknownLesson { place: "doubles", lesson });
                }
            }
            if first == second || (lessons.contains_key(&first) && lessons.get(&first) == lessons.get(&second)) {
                self.faults.push(Fault::DoubleInOnePeriod(first, second));
            } else if !seen.insert((first.min(second), first.max(second))) {
                self.faults.push(Fault::RepeatedDouble(first, second));
            }
        }
        self.number("double_bonus", self.day.double_bonus);
        if self.day.double_bonus < 0 {
            self.faults.push(Fault::NegativeBonus(self.day.double_bonus));
        }
    }

    fn candidates(&mut self, staff: &BTreeSet<u64>, lessons: &BTreeMap<u64, u32>) {
        let mut seen = HashSet::with_capacity(self.day.candidates.len());
        for candidate in &self.day.candidates {
            if !staff.contains(&candidate.staff) {
                self.faults.push(Fault::UnknownStaff { place: "candidates", staff: candidate.staff });
            }
            if !lessons.contains_key(&candidate.lesson) {
                self.faults.push(Fault::UnknownLesson { place: "candidates", lesson: candidate.lesson });
            }
            if !seen.insert((candidate.staff, candidate.lesson)) {
                self.faults.push(Fault::RepeatedCandidate { staff: candidate.staff, lesson: candidate.lesson });
            }
            self.number("candidates", candidate.cost);
        }
    }

    fn increments(&mut self, staff: &BTreeSet<u64>) {
        let day = self.day;
        for &person in staff {
            if !day.fairness_increments.contains_key(&person) {
                self.faults.push(Fault::MissingIncrements(person));
            }
        }
        for (&person, costs) in &day.fairness_increments {
            if !staff.contains(&person) {
                self.faults.push(Fault::UnknownStaff { place: "fairness_increments", staff: person });
            }
            if !costs.is_sorted() {
                self.faults.push(Fault::DecreasingIncrements(person));
            }
            for &cost in costs {
                self.number("fairness_increments", cost);
            }
        }
    }

    fn breaks(&mut self, staff: &BTreeSet<u64>) {
        let periods = self.day.periods;
        for (&person, breaks) in &self.day.breaks {
            if !staff.contains(&person) {
                self.faults.push(Fault::UnknownStaff { place: "breaks", staff: person });
            }
            for &period in breaks.iter().filter(|period| **period >= periods) {
                self.faults.push(Fault::UnknownBreak { staff: person, period, periods });
            }
        }
    }

    fn uncovered(&mut self) {
        let (costs, lessons) = (self.day.uncovered.len(), self.day.lessons.len());
        if costs != lessons {
            self.faults.push(Fault::UncoveredLength { costs, lessons });
        }
        for &cost in &self.day.uncovered {
            self.number("uncovered", cost);
        }
    }

    fn number(&mut self, place: &'static str, number: i64) {
        if !(-LARGEST_NUMBER..=LARGEST_NUMBER).contains(&number) {
            self.faults.push(Fault::NumberTooLarge { place, number });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instance::{Candidate, Lesson, StaffMember};

    fn day() -> Instance {
        Instance {
            periods: 2,
            staff: vec![StaffMember { id: 1 }, StaffMember { id: 2 }],
            lessons: vec![Lesson { id: 10, period: 0 }, Lesson { id: 11, period: 1 }],
            doubles: vec![(10, 11)],
            candidates: vec![Candidate { staff: 1, lesson: 10, cost: 4 }],
            fairness_increments: BTreeMap::from([(1, vec![0, 1]), (2, vec![])]),
            breaks: BTreeMap::new(),
            double_bonus: 15,
            uncovered: vec![1000, 1000],
        }
    }

    fn faults(change: impl FnOnce(&mut Instance)) -> Vec<Fault> {
        let mut day = day();
        change(&mut day);
        day.validate().unwrap_err().faults
    }

    #[test]
    fn accepts_a_sound_day() {
        assert_eq!(day().validate(), Ok(()));
    }

    #[test]
    fn finds_what_is_unknown_or_repeated() {
        let stranger = Candidate { staff: 9, lesson: 99, cost: 0 };
        let unknown = [
            Fault::UnknownStaff { place: "candidates", staff: 9 },
            Fault::UnknownLesson { place: "candidates", lesson: 99 },
        ];
        assert_eq!(faults(|day| day.candidates.push(stranger)), unknown);
        let again = Fault::RepeatedCandidate { staff: 1, lesson: 10 };
        assert_eq!(faults(|day| day.candidates.push(day.candidates[0])), [again]);
        assert_eq!(faults(|day| day.staff.push(StaffMember { id: 1 })), [Fault::RepeatedStaff(1)]);
        assert_eq!(faults(|day| day.doubles.push((11, 10))), [Fault::RepeatedDouble(11, 10)]);
        assert_eq!(faults(|day| day.doubles.push((11, 11))), [Fault::DoubleInOnePeriod(11, 11)]);
    }

    #[test]
    fn finds_increments_that_are_missing_or_decrease() {
        assert_eq!(faults(|day| drop(day.fairness_increments.remove(&2))), [Fault::MissingIncrements(2)]);
        let decreasing = faults(|day| drop(day.fairness_increments.insert(1, vec![2, 1])));
        assert_eq!(decreasing, [Fault::DecreasingIncrements(1)]);
    }

    #[test]
    fn finds_breaks_of_strangers_and_in_no_period() {
        let found = faults(|day| day.breaks = BTreeMap::from([(2, vec![0, 2]), (9, vec![1])]));
        let unknown = Fault::UnknownBreak { staff: 2, period: 2, periods: 2 };
        assert_eq!(found, [unknown, Fault::UnknownStaff { place: "breaks", staff: 9 }]);
    }

    #[test]
    fn finds_numbers_beyond_sense_and_tells_everything_at_once() {
        let found = faults(|day| {
            day.periods = 1;
            day.double_bonus = i64::MIN;
            day.uncovered = vec![i64::MAX];
            day.candidates[0].cost = -LARGEST_NUMBER - 1;
        });
        assert_eq!(found.len(), 6, "{found:?}");
        assert!(InvalidInstance { faults: found }.to_string().contains("lesson 11 is in period 1, the day has 1; "));
        let endless = faults(|day| day.periods = u32::MAX);
        assert_eq!(endless, [Fault::TooMany { what: "periods", count: u32::MAX as usize, most: MOST_PERIODS }]);
    }
}
