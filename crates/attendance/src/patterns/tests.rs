//! Pupils with a habit, and many without.

use super::*;
use crate::concerns::AttendanceYear;
use crate::{Code, MarkSheet};
use school::{AcademicYear, Calendar, PupilId, SessionAt, Weekday, calendar::SessionSet};
use uuid::Uuid;

fn calendar() -> Calendar {
    serde_json::from_str(
        r#"{"terms":[{"name":"Autumn","first_day":"2025-09-03","last_day":"2025-12-19"},
              {"name":"Spring","first_day":"2026-01-05","last_day":"2026-03-27"},
              {"name":"Summer","first_day":"2026-04-13","last_day":"2026-07-17"}],
            "non_school_days":[{"first_day":"2025-10-27","last_day":"2025-10-31","reason":"half_term"},
              {"first_day":"2026-02-16","last_day":"2026-02-20","reason":"half_term"},
              {"first_day":"2026-05-25","last_day":"2026-05-29","reason":"half_term"}]}"#,
    )
    .unwrap()
}

/// The code with which a pupil is absent on a day, by the day's number and date; none where present.
type Habit = dyn Fn(usize, Date) -> Option<&'static str>;

/// A school year of pupils, each absent on the days that a rule picks.
struct School {
    weeks: SchoolWeeks,
    held: SessionSet,
    sheets: Vec<MarkSheet>,
}

fn year() -> AcademicYear {
    "2025-26".parse().unwrap()
}

impl School {
    fn of(absent: &[&Habit]) -> Self {
        let calendar = calendar();
        let weeks = SchoolWeeks::of([(year(), &calendar)]);
        let held = calendar.sessions_of(year(), None);
        let sheets = absent.iter().map(|rule| {
            let mut sheet = MarkSheet::empty(year());
            for (number, date) in weeks.days().iter().enumerate() {
                for session in school::Session::BOTH {
                    let present = if session == school::Session::Am { "/" } else { "\\" };
                    let code = Code::parse(rule(number, *date).unwrap_or(present)).unwrap();
                    assert!(sheet.set(SessionAt::new(*date, session), code));
                }
            }
            sheet
        });
        Self { sheets: sheets.collect(), weeks, held }
    }

    fn attendance(&self, place: usize) -> PupilAttendance<'_> {
        PupilAttendance {
            pupil_id: PupilId(Uuid::from_u128(place as u128)),
            upn: None,
            date_of_birth: "2012-01-01".parse().unwrap(),
            years: vec![AttendanceYear { sheet: &self.sheets[place], sessions: self.held }],
        }
    }

    fn patterns(&self, siblings: &[(usize, usize)]) -> Vec<PupilPatterns> {
        self.patterns_of(self.sheets.len(), siblings)
    }

    /// Of the first pupils; siblings after them are at another academy.
    fn patterns_of(&self, here: usize, siblings: &[(usize, usize)]) -> Vec<PupilPatterns> {
        let of = |place: usize| siblings.iter().filter(move |(one, _)| *one == place).map(|(_, two)| *two);
        let pupil = |place: usize| PatternPupil {
            attendance: self.attendance(place),
            siblings: of(place).filter(|two| *two < here).collect(),
            elsewhere: of(place).filter(|two| *two >= here).map(|two| self.attendance(two)).collect(),
        };
        let pupils: Vec<PatternPupil<'_>> = (0..here).map(pupil).collect();
        patterns(&pupils, &self.weeks, "2026-07-17".parse().unwrap(), &PatternSettings::default())
    }
}

fn of(answer: &PupilPatterns, kind: PatternKind) -> Option<&Pattern> {
    answer.patterns.iter().find(|pattern| pattern.kind == kind)
}

#[test]
fn mondays_are_found_with_their_counts_and_their_size() {
    let mondays =
        |number: usize, date: Date| (Weekday::of(date) == Weekday::Mon && number.is_multiple_of(3)).then_some("O");
    let answers = School::of(&[&mondays]).patterns(&[]);
    let found = of(&answers[0], PatternKind::Weekday).unwrap();
    let PatternEvidence::Weekday { weekday, days_of_kind, absent_of_kind } = found.evidence else { panic!() };
    assert_eq!(
        (weekday, absent_of_kind, found.observed),
        (Weekday::Mon, answers[0].absent_days, answers[0].absent_days)
    );
    assert!(found.p < 1e-6 && found.alternatives == 5, "{found:?}");
    assert!(
        (found.expected - answers[0].absent_days as f64 * days_of_kind as f64 / answers[0].days as f64).abs() < 1e-12
    );
    assert!((found.excess - (found.observed as f64 - found.expected)).abs() < 1e-12);
    assert_eq!(found.rate_elsewhere, Some(0.0));
    assert!(of(&answers[0], PatternKind::BrokenWeeks).unwrap().p < 0.2, "one day of each such week");
}

#[test]
fn one_long_illness_is_no_pattern() {
    let ill = |number: usize, _: Date| (60..80).contains(&number).then_some("I");
    let answers = School::of(&[&ill]).patterns(&[]);
    assert_eq!((answers[0].days, answers[0].absent_days), (193, 20));
    for pattern in &answers[0].patterns {
        assert!(pattern.p > 0.05, "{pattern:?}");
    }
    assert!(of(&answers[0], PatternKind::BrokenWeeks).unwrap().observed <= 2, "two weeks at most were broken");
}

#[test]
fn few_days_are_not_tested_and_agreed_absence_is_left_out() {
    let few = |number: usize, _: Date| number.is_multiple_of(70).then_some("I");
    let part_time = |_: usize, date: Date| (Weekday::of(date) == Weekday::Fri).then_some("C2");
    let answers = School::of(&[&few, &part_time]).patterns(&[]);
    assert_eq!((answers[0].absent_days, answers[0].patterns.len()), (3, 0));
    assert_eq!((answers[1].absent_days, answers[1].patterns.len()), (0, 0));
    assert_eq!(answers[1].days_left_out + answers[1].days, 193);
    assert!(answers[1].days_left_out > 30);
}

#[test]
fn days_beside_holidays_are_found() {
    let wanted = ["2025-10-24", "2025-11-03", "2025-12-19", "2026-01-05", "2026-02-13"];
    let beside = move |_: usize, date: Date| wanted.contains(&date.to_string().as_str()).then_some("O");
    let answers = School::of(&[&beside]).patterns(&[]);
    let found = of(&answers[0], PatternKind::BesideHolidays).unwrap();
    let PatternEvidence::BesideHolidays { days_of_kind, absent_of_kind, ref missed } = found.evidence else { panic!() };
    // The first day of the year, and both sides of half-term, Christmas, half-term, Easter and half-term.
    assert_eq!((days_of_kind, absent_of_kind, missed.len()), (11, 5, 5));
    assert!(found.p < 1e-4);
}

#[test]
fn siblings_are_compared_on_the_days_they_share() {
    let both = |number: usize, _: Date| (number % 20 == 3).then_some("O");
    let other = |number: usize, _: Date| (number % 20 == 3 || number % 30 == 1).then_some("I");
    let apart = |number: usize, _: Date| (number % 20 == 9).then_some("I");
    let answers = School::of(&[&both, &other, &apart]).patterns(&[(0, 1), (1, 0), (0, 2), (2, 0)]);
    let found = of(&answers[0], PatternKind::Sibling).unwrap();
    let PatternEvidence::Sibling { sibling_id, absent_together, absent, .. } = found.evidence else { panic!() };
    assert_eq!((sibling_id, absent_together, absent), (PupilId(Uuid::from_u128(1)), 10, 10));
    assert!(found.p < 1e-6 && found.alternatives == 2);
    assert_eq!(of(&answers[2], PatternKind::Sibling).unwrap().p, 1.0, "never absent together");
}

#[test]
fn a_sibling_at_another_academy_is_compared_and_not_tested() {
    let both = |number: usize, _: Date| (number % 20 == 3).then_some("O");
    let apart = |number: usize, _: Date| (number % 20 == 9).then_some("I");
    let school = School::of(&[&both, &apart, &both]);
    let siblings = [(0, 1), (1, 0), (0, 2), (2, 0)];
    let (together, elsewhere) = (school.patterns(&siblings), school.patterns_of(2, &siblings));
    assert_eq!((together.len(), elsewhere.len()), (3, 2));
    let [one, two] = [&together, &elsewhere].map(|answers| of(&answers[0], PatternKind::Sibling).unwrap());
    assert_eq!((&one.evidence, one.p, one.alternatives), (&two.evidence, two.p, two.alternatives));
    let PatternEvidence::Sibling { sibling_id, absent_together, .. } = two.evidence else { panic!() };
    assert_eq!((sibling_id, absent_together), (PupilId(Uuid::from_u128(2)), 10));
    assert_eq!((one.pupils_tested, two.pupils_tested), (3, 2), "the sibling is no pupil of the list");
}

#[test]
fn change_has_a_direction_and_a_week_off_is_one_thing() {
    let worse = |number: usize, _: Date| (number >= 161 && number.is_multiple_of(2) || number % 40 == 1).then_some("O");
    let better = |number: usize, _: Date| (number < 150 && number.is_multiple_of(4)).then_some("O");
    let week_off = |number: usize, _: Date| ((171..176).contains(&number) || number % 30 == 1).then_some("I");
    let answers = School::of(&[&worse, &better, &week_off]).patterns(&[]);
    let of_place = |place: usize| of(&answers[place], PatternKind::Change).unwrap();
    let direction = |place: usize| match of_place(place).evidence {
        PatternEvidence::Change { direction, .. } => direction,
        _ => panic!(),
    };
    assert_eq!((direction(0), direction(1)), (answer::Direction::Worse, answer::Direction::Better));
    assert!(of_place(0).p < 0.01 && of_place(1).p < 0.01, "{:?} {:?}", of_place(0).p, of_place(1).p);
    assert!(of_place(2).p > 0.05, "{:?}", of_place(2));
}

#[test]
fn among_many_pupils_without_a_habit_hardly_any_is_found() {
    let mut state = 0x1234_5678_9ABC_DEF1_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % 1_000
    };
    let draws: Vec<Vec<bool>> = (0..200).map(|_| (0..193).map(|_| next() < 80).collect()).collect();
    let rules: Vec<Box<Habit>> = draws
        .into_iter()
        .map(|draws| Box::new(move |number: usize, _: Date| draws[number].then_some("I")) as Box<Habit>)
        .collect();
    let rules: Vec<&Habit> = rules.iter().map(AsRef::as_ref).collect();
    let answers = School::of(&rules).patterns(&[]);
    let all: Vec<&Pattern> = answers.iter().flat_map(|answer| &answer.patterns).collect();
    assert!(all.len() > 400, "{}", all.len());
    let found = all.iter().filter(|pattern| pattern.adjusted_p <= 0.05).count();
    assert!(found <= 2, "{found} chance findings");
    for kind in [PatternKind::Weekday, PatternKind::Change] {
        let p: Vec<f64> = all.iter().filter(|pattern| pattern.kind == kind).map(|pattern| pattern.p).collect();
        let small = p.iter().filter(|p| **p <= 0.05).count() as f64 / p.len() as f64;
        assert!(small < 0.1, "{kind:?}: {small} of the tests are below 0.05 by chance");
    }
}
