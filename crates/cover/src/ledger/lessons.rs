//! The pupils' view: which lessons were without their teacher, whoever was with the class.

use super::answer::{ClassLine, Share};
use crate::day::Activity;
use crate::need::{Day, Need};
use school::StaffId;
use std::collections::{BTreeMap, HashSet};

/// The most classes that are told.
const MOST_CLASSES: usize = 100;

/// What became of a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Whether it needed somebody: not decided otherwise, and no independent study.
    pub required: bool,
    /// Who took it, or parts of it.
    pub by: Vec<StaffId>,
}

/// The lessons of some days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lessons {
    /// Requirements that nobody took and somebody should have.
    pub unfilled: u32,
    classes: BTreeMap<String, Count>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Count {
    lessons: u32,
    without_teacher: u32,
    without_specialist: u32,
}

impl Lessons {
    /// Counts a day: what needed cover with what became of it. `teaches` says whether a person teaches a subject. A class that is
    /// out of its lesson has none.
    pub fn count(&mut self, day: &Day, needs: &[(&Need, Taken)], teaches: impl Fn(StaffId, &str) -> bool) {
        let mut seen: HashSet<(&str, usize)> = HashSet::new();
        for entry in day.timetable.entries.iter().filter(|entry| entry.activity == Activity::Lesson) {
            let Some(class) = entry.class.as_deref().filter(|_| !day.is_lifted(entry)) else { continue };
            if seen.insert((class, entry.period)) {
                self.of(class).lessons += 1;
            }
        }
        let mut without: HashSet<(&str, usize)> = HashSet::new();
        for (need, taken) in needs {
            self.unfilled += u32::from(taken.required && taken.by.is_empty());
            if need.activity != Activity::Lesson || !without.insert((&need.key.class, need.place)) {
                continue;
            }
            let specialist = match &need.subject {
                Some(subject) => taken.by.iter().any(|staff| teaches(*staff, subject)),
                // What is taught is not known: whoever took it is not held against the lesson.
                None => !taken.by.is_empty(),
            };
            let count = self.of(&need.key.class);
            count.without_teacher += 1;
            count.without_specialist += u32::from(!specialist);
        }
    }

    fn of(&mut self, class: &str) -> &mut Count {
        self.classes.entry(class.to_owned()).or_default()
    }

    /// Lessons that nobody took who teaches the subject, of all.
    pub fn without_specialist(&self) -> Share {
        let sum = |of: fn(&Count) -> u32| self.classes.values().map(of).sum();
        Share::of(sum(|count| count.without_specialist), sum(|count| count.lessons))
    }

    /// The classes by how often they were without their teacher.
    pub fn classes(&self) -> Vec<ClassLine> {
        let mut lines: Vec<ClassLine> = self
            .classes
            .iter()
            .filter(|(_, count)| count.without_teacher > 0)
            .map(|(class, count)| ClassLine {
                class: class.clone(),
                lessons: count.lessons,
                without_teacher: count.without_teacher,
                rate: Share::of(count.without_teacher, count.lessons).value,
                without_specialist: count.without_specialist,
            })
            .collect();
        lines.sort_by(|one, two| {
            let rate = |line: &ClassLine| line.rate.unwrap_or(0.0);
            rate(two).total_cmp(&rate(one)).then_with(|| one.class.cmp(&two.class))
        });
        lines.truncate(MOST_CLASSES);
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::need::needs;
    use crate::sample::{away, day, entry, staff, trip};
    use crate::settings::CoverSettings;

    #[test]
    fn lessons_are_counted_as_their_pupils_see_them() {
        let maths = |place, class: &str, who| crate::day::Entry {
            subject: Some("Maths".to_owned()),
            ..entry(place, Activity::Lesson, class, who)
        };
        let mut day = day(&[
            maths(1, "7A/Ma", 1),
            maths(2, "7A/Ma", 1),
            maths(3, "12B/Ma", 1),
            maths(4, "8C/Ma", 2),
            maths(5, "8C/Ma", 2),
            entry(0, Activity::Registration, "7A", 1),
        ]);
        day.away.push(away(1));
        day.events.push(crate::day::DayEvent { periods: Some(vec!["5".to_owned()]), ..trip(&["8C/Ma"]) });
        let settings = CoverSettings { independent_study_year_groups: vec![12], ..CoverSettings::default() };
        let needs = needs(&day, &settings);
        let taken = |need: &Need| Taken {
            required: !need.independent_study,
            by: if need.key.period == "1" { vec![staff(3)] } else { Vec::new() },
        };
        let of: Vec<(&Need, Taken)> = needs.iter().map(|need| (need, taken(need))).collect();
        let mut found = Lessons::default();
        found.count(&day, &of, |who, subject| who == staff(3) && subject == "Maths");
        // Nobody took the second lesson, nor the registration; independent study is nobody's fault, and still without the teacher.
        assert_eq!(found.unfilled, 2);
        let told: Vec<_> = found
            .classes()
            .into_iter()
            .map(|line| (line.class, line.lessons, line.without_teacher, line.without_specialist))
            .collect();
        assert_eq!(told, [("12B/Ma".to_owned(), 1, 1, 1), ("7A/Ma".to_owned(), 2, 2, 1)]);
        assert_eq!(found.without_specialist(), Share::of(2, 4), "the class on the trip has one lesson less");
    }
}
