//! Classes for the tests of the measures.

use crate::summary::{Cohort, EnrolmentYear, Grouping, Held, Period, PupilRecord, Query, YearSoFar};
use crate::{Code, MarkSheet};
use school::{AcademicYear, Date, calendar::SessionSet};

const YEAR: &str = "2026-27";

/// A question about the autumn term of 2026.
pub(crate) fn query(by: Grouping) -> Query {
    let day = |text: &str| text.parse().unwrap();
    Query { period: Period { from: day("2026-09-02"), to: day("2026-11-23") }, by, cohort: Cohort::OnRoll }
}

/// Some pupils, each with the group that is held and a letter for each session from 3 September on; `p` is present.
pub(crate) struct Class {
    so_far: YearSoFar,
    pupils: Vec<(String, MarkSheet, SessionSet)>,
}

impl Class {
    pub(crate) fn of(pupils: &[(&str, &str)]) -> Self {
        let year: AcademicYear = YEAR.parse().unwrap();
        let calendar = crate::register::examples::calendar();
        let so_far = YearSoFar::new(year, &calendar.sessions, "2026-11-23T18:00:00Z".parse().unwrap(), None);
        let held = calendar.sessions_of(year, Some(8));
        let pupils = pupils.iter().map(|(group, letters)| {
            let mut sheet = MarkSheet::empty(year);
            let mut sessions = SessionSet::default();
            for (index, letter) in held.iter().skip(2).zip(letters.chars()) {
                let present = if index.is_multiple_of(2) { "/" } else { "\\" };
                let text = letter.to_string();
                let code = Code::parse(if letter == 'p' { present } else { &text }).unwrap();
                assert!(sheet.set_index(index, code));
                sessions.insert(index);
            }
            ((*group).to_owned(), sheet, sessions)
        });
        Self { so_far, pupils: pupils.collect() }
    }

    pub(crate) fn records(&self) -> Vec<PupilRecord<'_>> {
        self.pupils
            .iter()
            .map(|(group, sheet, sessions)| PupilRecord {
                date_of_birth: "2014-03-15".parse().unwrap(),
                years: vec![EnrolmentYear {
                    sheet,
                    sessions: *sessions,
                    starting_day: "2026-09-02".parse::<Date>().unwrap(),
                    so_far: &self.so_far,
                }],
                boarding: Vec::new(),
                values: vec![Held { first_day: Date::MIN, last_day: None, value: Some(group.clone()) }],
            })
            .collect()
    }
}
