use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::increments;

/// A day's cover: who could take what at which cost, every hard rule already applied.
///
/// Other fields of the file (roles, subjects, rooms) are for people to read and are skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// How many periods the day has.
    pub periods: u32,
    /// Everybody who may be asked.
    pub staff: Vec<StaffMember>,
    /// Every lesson that needs cover.
    pub lessons: Vec<Lesson>,
    /// Pairs of lessons that are the two halves of a double.
    pub doubles: Vec<(u64, u64)>,
    /// Who may take which lesson; a pair that is missing is forbidden.
    pub candidates: Vec<Candidate>,
    /// For each member of staff the cost of the first, second, … cover of the day. The list's length is the limit.
    #[serde(deserialize_with = "increments::unrepeated")]
    pub fairness_increments: BTreeMap<u64, Vec<i64>>,
    /// Of these periods each person named keeps at least one free.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub breaks: BTreeMap<u64, Vec<u32>>,
    /// What is gained when both halves of a double have the same person.
    pub double_bonus: i64,
    /// The cost of leaving each lesson without cover, in the order of `lessons`.
    pub uncovered: Vec<i64>,
}

/// Somebody who may be asked to cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// What the other fields call this person.
    pub id: u64,
}

/// A lesson that needs cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// What the other fields call this lesson.
    pub id: u64,
    /// When it is, counted from 0.
    pub period: u32,
}

/// One person who may take one lesson; written as `[staff, lesson, cost]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, u64, i64)", into = "(u64, u64, i64)")]
pub struct Candidate {
    /// The person.
    pub staff: u64,
    /// The lesson.
    pub lesson: u64,
    /// The cost of this choice; smaller is better.
    pub cost: i64,
}

impl From<(u64, u64, i64)> for Candidate {
    fn from((staff, lesson, cost): (u64, u64, i64)) -> Self {
        Self { staff, lesson, cost }
    }
}

impl From<Candidate> for (u64, u64, i64) {
    fn from(Candidate { staff, lesson, cost }: Candidate) -> Self {
        (staff, lesson, cost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: &str = r#"{"periods":2,"staff":[{"id":7,"role":"supply"}],"lessons":[{"id":3,"period":1,"room":4}],
        "doubles":[],"candidates":[[7,3,-5]],"fairness_increments":{"7":[0,1]},"double_bonus":15,"uncovered":[1000]}"#;

    #[test]
    fn reads_the_file_format_and_skips_what_is_for_people() {
        let day: Instance = serde_json::from_str(DAY).unwrap();
        assert_eq!(day.candidates, [Candidate { staff: 7, lesson: 3, cost: -5 }]);
        assert_eq!(day.fairness_increments[&7], [0, 1]);
        let again: Instance = serde_json::from_str(&serde_json::to_string(&day).unwrap()).unwrap();
        assert_eq!(again, day);
    }

    #[test]
    fn refuses_numbers_that_do_not_fit_and_repeated_keys() {
        for bad in ["99999999999999999999", "1e3", "-5.5", "\"5\"", "null"] {
            assert!(serde_json::from_str::<Instance>(&DAY.replace("-5", bad)).is_err(), "{bad}");
        }
        let twice = DAY.replace(r#""7":[0,1]"#, r#""7":[0,1],"7":[0]"#);
        assert!(serde_json::from_str::<Instance>(&twice).unwrap_err().to_string().contains("given twice"));
    }
}
