//! How long the figures of a whole school year take: 1,200 pupils, 380 sessions each, summed and grouped; and beside
//! them the concerns about the same pupils and the checks of an import of the same marks.

use attendance::{
    Code, MarkSheet,
    concerns::{AttendanceYear, PupilAttendance, concerns},
    register::{ImportRules, RosterPupil, SentMark, Settings},
    summary::{Cohort, EnrolmentYear, Grouping, Held, Period, PupilRecord, Query, SummaryAnswer, YearSoFar, summarise},
};
use chrono::Months;
use school::{AcademicYear, Calendar, EnrolmentId, PupilId, SchoolWeeks, calendar::SessionSet};
use std::{hint::black_box, time::Instant};
use uuid::Uuid;

const PUPILS: usize = 1_200;
const ROUNDS: usize = 200;

fn calendar() -> Calendar {
    serde_json::from_str(
        r#"{"terms":[{"name":"Autumn","first_day":"2025-09-03","last_day":"2025-12-19"},
              {"name":"Spring","first_day":"2026-01-05","last_day":"2026-03-27"},
              {"name":"Summer","first_day":"2026-04-13","last_day":"2026-07-21"}],
            "non_school_days":[{"first_day":"2025-10-27","last_day":"2025-10-31","reason":"half_term"},
              {"first_day":"2026-02-16","last_day":"2026-02-20","reason":"half_term"},
              {"first_day":"2026-05-25","last_day":"2026-05-29","reason":"half_term"},
              {"first_day":"2026-05-04","last_day":"2026-05-04","reason":"bank_holiday"}]}"#,
    )
    .expect("the calendar is well formed")
}

/// A small generator of the same numbers on every machine (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// Absence of about the national mix: in a thousand sessions 40 of illness, 26 of O, 28 of L, and so on.
const MIX: [(&str, u64); 8] = [("I", 40), ("O", 26), ("L", 28), ("C", 9), ("M", 5), ("U", 3), ("C2", 4), ("V", 15)];

fn sheet(year: AcademicYear, sessions: &SessionSet, numbers: &mut Numbers) -> MarkSheet {
    let mut sheet = MarkSheet::empty(year);
    for index in sessions.iter() {
        let mut drawn = numbers.below(1_000);
        let absent = MIX.iter().find(|(_, share)| {
            let hit = drawn < *share;
            drawn = drawn.saturating_sub(*share);
            hit
        });
        let present = if index.is_multiple_of(2) { "/" } else { "\\" };
        let code = Code::parse(absent.map_or(present, |(code, _)| code)).expect("the code is known");
        assert!(sheet.set_index(index, code));
    }
    sheet
}

fn checksum(answer: &SummaryAnswer) -> u64 {
    answer.data.iter().fold(0, |sum, group| {
        let summary = &group.summary;
        let absence = summary.authorised + 3 * summary.unauthorised;
        sum + summary.possible + 7 * absence + 11 * group.persistent_absentees + 13 * group.pupils
    })
}

fn main() {
    let year: AcademicYear = "2025-26".parse().expect("the year is well formed");
    let calendar = calendar();
    let held = calendar.sessions_of(year, None);
    let now = "2026-07-31T12:00:00Z".parse().expect("the time is well formed");
    let so_far = YearSoFar::new(year, &calendar.sessions, now, None);
    let mut numbers = Numbers(0x5EED_1234_5678_9ABC);
    let sheets: Vec<MarkSheet> = (0..PUPILS).map(|_| sheet(year, &held, &mut numbers)).collect();
    println!("{PUPILS} pupils, {} sessions each, {} marks", held.len(), PUPILS * held.len());
    let period = Period { from: year.first_day(), to: year.last_day() };
    for by in [
        Grouping::None,
        Grouping::YearGroup,
        Grouping::RegistrationGroup,
        Grouping::Weekday,
        Grouping::Week,
        Grouping::Code,
    ] {
        let records: Vec<PupilRecord<'_>> =
            sheets.iter().enumerate().map(|(place, sheet)| record(place, by, sheet, held, &so_far)).collect();
        let query = Query { period, by, cohort: Cohort::OnRoll };
        let (median, sum) = measure(|| checksum(&summarise(black_box(&query), black_box(&records))));
        println!("by {:<18} {:>8.3} ms   checksum {sum}", by.as_str(), median * 1e3);
    }
    measure_concerns(&sheets, held, &SchoolWeeks::of([(year, &calendar)]));
    measure_import(&sheets, &calendar, now);
}

/// Every concern about every pupil on the last day.
fn measure_concerns(sheets: &[MarkSheet], sessions: SessionSet, weeks: &SchoolWeeks) {
    let as_of = weeks.days().last().copied().expect("there are school days");
    let run = || {
        let found = sheets.iter().map(|sheet| {
            let years = vec![AttendanceYear { sheet, sessions }];
            let date_of_birth = as_of.checked_sub_months(Months::new(150)).expect("the day exists");
            let pupil = PupilAttendance { pupil_id: PupilId(Uuid::nil()), upn: None, date_of_birth, years };
            concerns(&pupil, weeks, as_of).len() as u64
        });
        found.sum()
    };
    let (median, sum) = measure(run);
    println!("concerns              {:>8.3} ms   {sum} found", median * 1e3);
}

/// Every mark of every pupil as an import would bring it.
fn measure_import(sheets: &[MarkSheet], calendar: &Calendar, now: school::Instant) {
    let rules = ImportRules {
        calendar,
        now,
        settings: Settings::default(),
        local: &[],
        on_record: &attendance::register::OnRecord::default(),
    };
    let pupil = RosterPupil {
        pupil_id: PupilId(Uuid::nil()),
        enrolment_id: EnrolmentId(Uuid::nil()),
        date_of_birth: "2013-01-01".parse().expect("the day is well formed"),
        year_group: Some(8),
        boarder: false,
        standing: None,
        planned: None,
    };
    let start = Instant::now();
    let accepted = sheets.iter().flat_map(|sheet| sheet.iter().map(move |(index, code)| (sheet.year(), index, code)));
    let accepted = accepted.filter(|(year, index, code)| {
        let at = year.session_at(*index).expect("the place is in the year");
        let sent = SentMark { code: code.as_str(), minutes_late: None, comment: None };
        rules.check(Some(&pupil), at, &sent).is_ok()
    });
    let accepted = accepted.count();
    println!("import checks         {:>8.3} ms   {accepted} accepted", start.elapsed().as_secs_f64() * 1e3);
}

fn record<'a>(
    place: usize,
    by: Grouping,
    sheet: &'a MarkSheet,
    sessions: SessionSet,
    so_far: &'a YearSoFar,
) -> PupilRecord<'a> {
    let year_group = 7 + place / (PUPILS / 5);
    let value = match by {
        Grouping::RegistrationGroup => format!("{year_group}{}", char::from(b'A' + (place % 8) as u8)),
        _ => year_group.to_string(),
    };
    let first_day = so_far.year().first_day();
    PupilRecord {
        date_of_birth: "2013-01-01".parse().expect("the day is well formed"),
        years: vec![EnrolmentYear { sheet, sessions, starting_day: first_day, so_far }],
        boarding: Vec::new(),
        values: vec![Held { first_day, last_day: None, value: Some(value) }],
    }
}

/// The median time in seconds of many rounds, and what they all answered.
fn measure(mut run: impl FnMut() -> u64) -> (f64, u64) {
    let expected = run();
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(run(), expected);
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[ROUNDS / 2], expected)
}
