use super::*;
use proptest::prelude::*;

/// Two terms with a holiday of a week in the first, an afternoon off, and a bank holiday.
fn calendar() -> Calendar {
    serde_json::from_str(
        r#"{"terms":[{"name":"Autumn","first_day":"2025-09-01","last_day":"2025-12-19"},
            {"name":"Rest","first_day":"2026-01-05","last_day":"2026-07-17"}],
            "non_school_days":[{"first_day":"2025-10-27","last_day":"2025-10-31","reason":"half_term"},
            {"first_day":"2025-11-07","last_day":"2025-11-07","reason":"other","sessions":["pm"]},
            {"first_day":"2026-05-04","last_day":"2026-05-04","reason":"bank_holiday"}]}"#,
    )
    .unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The string that a supplier of this habit writes from 1 September up to and with `last`.
fn written(reading: CtfReading, last: &str, filler: char) -> String {
    let (start, year) = (day("2025-09-01"), "2025-26".parse().unwrap());
    let calendar = calendar();
    sessions(reading, start, year, &calendar)
        .iter()
        .take_while(|at| at.date <= day(last))
        .map(|at| match at.session {
            _ if !calendar.meets(*at, None) => filler,
            _ if at.date == day("2025-09-10") => 'I',
            Session::Am => '/',
            Session::Pm => '\\',
        })
        .collect()
}

fn decoded(raw: &str, ends: &[&str]) -> Result<CtfMarks, Undecided> {
    let ends: Vec<Date> = ends.iter().map(|end| day(end)).collect();
    decode(day("2025-09-01"), raw, &ends, |_| Some(Box::leak(Box::new(calendar()))))
}

#[test]
fn each_habit_gives_the_same_marks() {
    let year = "2025-26".parse().unwrap();
    let total = calendar().sessions_of(year, None).len();
    for (reading, filler) in [
        (CtfReading::EveryDay, ' '),
        (CtfReading::EveryDay, '#'),
        (CtfReading::Weekdays, '-'),
        (CtfReading::SchoolSessions, ' '),
    ] {
        for last in ["2026-07-31", "2026-07-17"] {
            let found = decoded(&written(reading, last, filler), &[]).unwrap();
            assert_eq!((found.reading, found.marks.len()), (reading, total), "{last}");
            assert_eq!(found.marks[14], (SessionAt::new(day("2025-09-10"), Session::Am), 'I'));
        }
        // A file made or a pupil gone in the middle of the year.
        let part = written(reading, "2025-11-19", filler);
        assert_eq!(decoded(&part, &["2025-11-19"]).map(|found| found.reading), Ok(reading));
        assert_eq!(decoded(&part, &["2025-11-20"]).map(|found| found.marks.len()), Ok(105));
        assert_eq!(decoded(&part, &["2025-11-25"]), Err(Undecided::NothingFits));
        assert_eq!(decoded(&part, &[]), Err(Undecided::NothingFits));
    }
}

#[test]
fn a_few_days_read_alike_in_every_way_are_taken() {
    let found = decoded("/\\/I--/", &["2025-09-04"]).unwrap();
    assert_eq!(found.marks.len(), 5);
    assert_eq!(found.marks[4], (SessionAt::new(day("2025-09-04"), Session::Am), '/'));
}

#[test]
fn nothing_is_guessed() {
    assert_eq!(decoded("/\\C1/\\", &["2025-09-03"]), Err(Undecided::TwoCharacterCodes));
    assert_eq!(decoded("/\\Y4Y4", &["2025-09-03"]), Err(Undecided::TwoCharacterCodes));
    assert_eq!(decoded("/\\é", &["2025-09-02"]), Err(Undecided::UnknownCharacters));
    assert_eq!(decoded("/\t", &["2025-09-01"]), Err(Undecided::UnknownCharacters));
    assert_eq!(decoded("\\/", &["2025-09-01"]), Err(Undecided::NothingFits));
    assert_eq!(decoded(&"I".repeat(9_000), &["2025-09-01"]), Err(Undecided::NothingFits));
    assert_eq!(decode(day("2025-09-01"), "/\\", &[], |_| None), Err(Undecided::NoCalendar));
    assert_eq!(decode(day("1950-09-01"), "/\\", &[], |_| None), Err(Undecided::NoCalendar));
    // Ten weekdays fit one end, and with the weekend left in they fit the other.
    let weekend = format!("{}----{}", "II".repeat(5), "II".repeat(3));
    assert_eq!(decoded(&weekend, &["2025-09-10", "2025-09-12"]), Err(Undecided::SeveralFit));
}

proptest! {
    #[test]
    fn any_text_is_decided_or_not(raw in "[/\\\\ I#-]{0,40}", end in 0u64..30) {
        let end = day("2025-09-01") + chrono::Days::new(end);
        if let Ok(found) = decode(day("2025-09-01"), &raw, &[end], |_| Some(Box::leak(Box::new(calendar())))) {
            let calendar = calendar();
            prop_assert!(found.marks.iter().all(|(at, _)| calendar.meets(*at, None)));
            prop_assert!(found.marks.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
