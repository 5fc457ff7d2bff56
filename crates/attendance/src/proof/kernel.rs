//! The kernel against the rules that the API answers with, and its runs against slow ones.

use super::{
    reference::{self, Seen},
    world::{YEARS, any_birth, any_day, any_sessions, any_sheet, calendars, day, held, school_weeks, year},
};
use crate::{
    Code, MarkSheet, Tally,
    concerns::{AttendanceYear, Concern, Evidence, PupilAttendance, Rule, concerns},
    kernel::{Kernel, PupilSheet, PupilYear, Room},
};
use proptest::prelude::*;
use school::{AcademicYear, CompulsorySchoolAge, Date, PupilId, SchoolWeeks, calendar::SessionSet};
use std::sync::LazyLock;

static SCHOOL_DAYS: LazyLock<Vec<Date>> = LazyLock::new(|| reference::school_days(&calendars()));
static WEEKS: LazyLock<SchoolWeeks> = LazyLock::new(|| school_weeks(&calendars()));

/// A pupil's year and whether the kernel knows of more sessions than the pupil's.
fn any_pupil() -> impl Strategy<Value = (MarkSheet, SessionSet, bool)> {
    prop::sample::select(YEARS.to_vec())
        .prop_flat_map(|text| (any_sheet(year(text)), any_sessions(year(text)), any::<bool>()))
}

fn count(sheet: &MarkSheet, sessions: &SessionSet, wide: bool, born: Date, as_of: Date) -> PupilYear {
    let known = if wide { held(sheet.year(), None).or(sessions) } else { *sessions };
    let kernel = Kernel::new(sheet.year(), &known, &WEEKS, as_of);
    kernel.count(&PupilSheet { sheet, sessions, date_of_birth: born }, &mut Room::default())
}

fn ask(sheet: &MarkSheet, sessions: &SessionSet, born: Date, as_of: Date) -> Vec<Concern> {
    let years = vec![AttendanceYear { sheet, sessions: *sessions }];
    let pupil = PupilAttendance { pupil_id: PupilId(uuid::Uuid::nil()), upn: None, date_of_birth: born, years };
    concerns(&pupil, &WEEKS, as_of)
}

fn find(concerns: &[Concern], rule: Rule) -> Option<&Evidence> {
    concerns.iter().find(|concern| concern.rule == rule).map(|concern| &concern.evidence)
}

fn up_to(year: AcademicYear, as_of: Date) -> SessionSet {
    match year.day_index(as_of) {
        Some(day) => SessionSet::between(0, 2 * day + 2),
        None if as_of < year.first_day() => SessionSet::default(),
        None => SessionSet::between(0, 2 * year.days()),
    }
}

/// The longest run, by looking at every day's last one.
fn longest_run(seen: &[Seen], born: Date) -> usize {
    let age = CompulsorySchoolAge::of(born);
    let (mut run, mut longest) = (0, 0);
    for seen in seen.iter().filter(|seen| seen.possible()) {
        run = if seen.unauthorised() && age.holds_on(seen.at.date) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

proptest! {
    #![proptest_config(super::cases(400))]

    #[test]
    fn counts((sheet, sessions, wide) in any_pupil(), born in any_birth(), as_of in any_day()) {
        let counted = count(&sheet, &sessions, wide, born, as_of);
        let begun = sessions.and(&up_to(sheet.year(), as_of));
        let tally = Tally::of(&sheet, &begun, &begun);
        for code in Code::all() {
            prop_assert_eq!(u64::from(counted.of(code)), tally.of_code(code), "{}", code);
        }
        prop_assert_eq!(u64::from(counted.unmarked()), tally.missing);
        prop_assert_eq!(u64::from(counted.authorised()), tally.authorised);
        prop_assert_eq!(u64::from(counted.unauthorised()), tally.unauthorised);
        prop_assert_eq!(u64::from(counted.possible()), tally.possible());
        let seen = reference::seen(&sheet, &begun);
        let missing = seen.iter().filter(|seen| seen.code.is_none() && seen.at.date < as_of).count();
        prop_assert_eq!(usize::from(counted.missing()), missing);
        if AcademicYear::of(as_of) == Some(sheet.year()) {
            let found = ask(&sheet, &sessions, born, as_of);
            prop_assert_eq!(counted.is_persistent(), find(&found, Rule::PersistentAbsence).is_some());
            prop_assert_eq!(counted.is_severe(), find(&found, Rule::SevereAbsence).is_some());
        }
    }

    #[test]
    fn windows_and_runs((sheet, sessions, wide) in any_pupil(), born in any_birth(), as_of in any_day()) {
        let counted = count(&sheet, &sessions, wide, born, as_of);
        let found = ask(&sheet, &sessions, born, as_of);
        match find(&found, Rule::PenaltyNoticeThreshold) {
            Some(Evidence::PenaltyNotice(evidence)) => {
                prop_assert_eq!(u64::from(counted.in_window()), evidence.counted);
                let met = counted.first_met().and_then(|place| sheet.year().session_at(place)).map(|at| at.date);
                prop_assert_eq!(met, Some(evidence.first_met_on));
            }
            other => prop_assert!(other.is_none() && counted.in_window() < 10),
        }
        match find(&found, Rule::ContinuousUnauthorised10Days) {
            Some(Evidence::Continuous(evidence)) => prop_assert_eq!(u64::from(counted.run()), evidence.counted),
            other => prop_assert!(other.is_none() && counted.run() < 20),
        }
    }

    #[test]
    fn runs_that_are_over((sheet, sessions, wide) in any_pupil(), born in any_birth(), as_of in any_day()) {
        let counted = count(&sheet, &sessions, wide, born, as_of);
        let seen = reference::seen(&sheet, &sessions.and(&up_to(sheet.year(), as_of)));
        if counted.unauthorised() < 10 {
            prop_assert_eq!((counted.in_window(), counted.run(), counted.longest_run()), (0, 0, 0));
            prop_assert_eq!(counted.first_met(), None);
            return Ok(());
        }
        prop_assert_eq!(usize::from(counted.longest_run()), longest_run(&seen, born));
        prop_assert_eq!(usize::from(counted.run()), reference::last_run(&seen, born, as_of).len());
        let in_window = |day: Date| reference::in_window(&seen, &SCHOOL_DAYS, born, day).len();
        prop_assert_eq!(usize::from(counted.in_window()), in_window(as_of));
        let mut days: Vec<Date> = seen.iter().filter(|seen| seen.unauthorised()).map(|seen| seen.at.date).collect();
        days.dedup();
        let first = days.into_iter().find(|day| in_window(*day) >= 10);
        let met = counted.first_met().and_then(|place| sheet.year().session_at(place)).map(|at| at.date);
        prop_assert_eq!(met, first);
    }
}

#[test]
fn no_sheet_day_or_birth_date_panics() {
    let mut sheet = MarkSheet::empty(year("2024-25"));
    (0..730).for_each(|index| assert!(sheet.set_index(index, Code::NO_REASON_YET)));
    let sessions: SessionSet = (0..800).collect();
    for born in [Date::MIN, day("2014-01-01"), Date::MAX] {
        for as_of in [Date::MIN, day("2024-07-31"), day("2024-08-01"), day("2025-07-31"), day("2025-08-01"), Date::MAX]
        {
            let _ = count(&sheet, &sessions, false, born, as_of);
        }
    }
    let all = count(&sheet, &sessions, false, day("2014-01-01"), day("2025-07-31"));
    assert_eq!((all.unauthorised(), all.run(), all.longest_run()), (730, 730, 730));
    assert_eq!((all.missing(), all.is_severe(), all.of(Code::NO_REASON_YET)), (0, true, 730));
}
