//! Pupils picked at random, asked again of the rules that the API answers with.

use crate::{
    numbers::Numbers,
    world::{England, School},
};
use attendance::{
    Code, CountsAs, Tally,
    concerns::{AttendanceYear, Evidence, PupilAttendance, Rule, concerns},
    kernel::PupilYear,
    summary::{is_persistent, is_severe},
};
use school::{CompulsorySchoolAge, PupilId};
use std::time::Instant;
use uuid::Uuid;

/// Compares everything; ends the run where anything differs.
pub(crate) fn against_the_rules(england: &England, results: &[Vec<PupilYear>], count: usize) {
    let mut numbers = Numbers::of(0xC4EC_4ED0, 0);
    let mut found = [0; Rule::ALL.len()];
    let start = Instant::now();
    for _ in 0..count {
        let school = numbers.below(england.schools.len());
        let pupil = numbers.below(england.schools[school].sheets.len());
        counts(england, &england.schools[school], pupil, &results[school][pupil]);
        findings(england, &england.schools[school], pupil, &results[school][pupil], &mut found);
    }
    println!(
        "checked: {count} random pupils agree with the rules of the API ({:.2} s); concerns found among them:",
        start.elapsed().as_secs_f64()
    );
    for (rule, found) in Rule::ALL.iter().zip(found) {
        println!("        {found:>5} {rule}");
    }
}

fn counts(england: &England, school: &School, pupil: usize, year: &PupilYear) {
    let held = england.dates[school.dates].held;
    let tally = Tally::of(&school.sheets[pupil], &held, &held);
    for code in Code::all() {
        assert_eq!(u64::from(year.of(code)), tally.of_code(code), "{code}");
    }
    assert_eq!(u64::from(year.unmarked()), tally.missing);
    assert_eq!((u64::from(year.authorised()), u64::from(year.unauthorised())), (tally.authorised, tally.unauthorised));
    assert_eq!(u64::from(year.possible()), tally.possible());
    assert_eq!(year.is_persistent(), is_persistent(tally.absent(), tally.possible()));
    assert_eq!(year.is_severe(), is_severe(tally.absent(), tally.possible()));
}

fn findings(england: &England, school: &School, pupil: usize, year: &PupilYear, found: &mut [u64]) {
    let dates = &england.dates[school.dates];
    let years = vec![AttendanceYear { sheet: &school.sheets[pupil], sessions: dates.held }];
    let date_of_birth = school.born[pupil];
    let asked = PupilAttendance { pupil_id: PupilId(Uuid::nil()), upn: None, date_of_birth, years };
    let all = concerns(&asked, &dates.weeks, england.as_of);
    for concern in &all {
        found[Rule::ALL.iter().position(|rule| *rule == concern.rule).expect("it is a rule")] += 1;
    }
    let holds = |rule: Rule| all.iter().any(|concern| concern.rule == rule);
    assert_eq!(year.is_persistent(), holds(Rule::PersistentAbsence));
    assert_eq!(year.is_severe(), holds(Rule::SevereAbsence));
    assert_eq!(year.in_window() >= 10, holds(Rule::PenaltyNoticeThreshold));
    assert_eq!(year.run() >= 20, holds(Rule::ContinuousUnauthorised10Days));
    for concern in &all {
        match &concern.evidence {
            Evidence::PenaltyNotice(evidence) => {
                assert_eq!(u64::from(year.in_window()), evidence.counted);
                let met = year.first_met().and_then(|place| england.year.session_at(place));
                assert_eq!(met.map(|at| at.date), Some(evidence.first_met_on));
            }
            Evidence::Continuous(evidence) => assert_eq!(u64::from(year.run()), evidence.counted),
            _ => {}
        }
    }
    over(england, school, pupil, year);
}

/// A run or a window that is over is no concern at the end of the year; it was one on the day it was reached.
fn over(england: &England, school: &School, pupil: usize, year: &PupilYear) {
    let dates = &england.dates[school.dates];
    let years = vec![AttendanceYear { sheet: &school.sheets[pupil], sessions: dates.held }];
    let date_of_birth = school.born[pupil];
    let asked = PupilAttendance { pupil_id: PupilId(Uuid::nil()), upn: None, date_of_birth, years };
    if let Some(met) = year.first_met().and_then(|place| england.year.session_at(place)) {
        let then = concerns(&asked, &dates.weeks, met.date);
        assert!(then.iter().any(|concern| concern.rule == Rule::PenaltyNoticeThreshold && concern.met_on == met.date));
    }
    if year.unauthorised() >= 10 {
        assert_eq!(year.longest_run(), longest_run(england, school, pupil));
    }
}

/// The longest run of unauthorised sessions, mark by mark: one that ended at noon is no concern of any evening.
fn longest_run(england: &England, school: &School, pupil: usize) -> u16 {
    let age = CompulsorySchoolAge::of(school.born[pupil]);
    let (mut run, mut longest) = (0, 0);
    for at in england.dates[school.dates].held.iter().filter_map(|place| england.year.session_at(place)) {
        match school.sheets[pupil].counts_as(at) {
            Some(CountsAs::UnauthorisedAbsence) if age.holds_on(at.date) => run += 1,
            Some(counts_as) if counts_as.is_possible() => run = 0,
            _ => {}
        }
        longest = longest.max(run);
    }
    longest
}
