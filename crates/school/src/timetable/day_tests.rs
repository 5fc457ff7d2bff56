use super::super::*;
use super::*;
use crate::AcademicYear;
use proptest::prelude::*;
use uuid::Uuid;

const YEARS: [&str; 2] = ["2025-26", "2026-27"];

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn calendar(year: &str, holidays: &[(Date, Date)]) -> (AcademicYear, Calendar) {
    let year: AcademicYear = year.parse().unwrap();
    let (first, second) = (year.start_year(), year.start_year() + 1);
    let holidays: Vec<_> = holidays
        .iter()
        .map(|(from, to)| serde_json::json!({"first_day": from, "last_day": to, "reason": "other"}))
        .collect();
    let calendar = serde_json::from_value(serde_json::json!({
        "terms": [
            {"name": "Autumn", "first_day": format!("{first}-09-02"), "last_day": format!("{first}-12-18")},
            {"name": "Spring", "first_day": format!("{second}-01-05"), "last_day": format!("{second}-03-27")},
            {"name": "Summer", "first_day": format!("{second}-04-13"), "last_day": format!("{second}-07-17")}],
        "non_school_days": holidays}))
    .unwrap();
    (year, calendar)
}

fn calendars() -> Vec<(AcademicYear, Calendar)> {
    vec![
        calendar(YEARS[0], &[(date("2025-10-27"), date("2025-10-31")), (date("2026-02-16"), date("2026-02-20"))]),
        calendar(YEARS[1], &[(date("2026-10-26"), date("2026-10-30"))]),
    ]
}

fn weeks_of(calendars: &[(AcademicYear, Calendar)]) -> SchoolWeeks {
    SchoolWeeks::of(calendars.iter().map(|(year, calendar)| (*year, calendar)))
}

fn on(timetable: &Timetable, calendars: &[(AcademicYear, Calendar)], date: Date) -> TimetableDay {
    let calendar =
        calendars.iter().find(|(year, _)| AcademicYear::of(date) == Some(*year)).map(|(_, calendar)| calendar);
    timetable.on(date, calendar, &weeks_of(calendars))
}

fn staff(number: u128) -> StaffId {
    StaffId(Uuid::from_u128(number))
}

fn entry(person: u128, week: Option<CycleWeek>, day: Weekday, period: &str, class: &str) -> Entry {
    Entry {
        staff_id: staff(person),
        week,
        day,
        period: period.to_owned(),
        activity: Activity::Lesson,
        group_id: None,
        class: Some(class.to_owned()),
        subject: None,
        room: None,
    }
}

fn period(week: Option<CycleWeek>, day: Weekday, name: &str, starts: &str, ends: &str) -> Period {
    Period { week, day, name: name.to_owned(), starts: time(starts), ends: time(ends) }
}

fn grid(from: &str) -> PeriodGrid {
    let mut periods = Vec::new();
    for day in &Weekday::ALL[..5] {
        periods.push(period(None, *day, "1", "09:00", "10:00"));
        periods.push(period(None, *day, "2", "10:00", "11:00"));
        periods.push(period(None, *day, "5", "13:10", "14:10"));
    }
    PeriodGrid { valid_from: date(from), periods }
}

fn timetable(versions: Vec<TimetableVersion>) -> Timetable {
    Timetable::of(TimetableSettings::default(), vec![grid("2025-08-01")], versions, Vec::new(), Vec::new())
}

fn classes(day: &TimetableDay) -> Vec<String> {
    day.entries.iter().map(|entry| format!("{} {}", entry.period, entry.class.clone().unwrap_or_default())).collect()
}

#[test]
fn weeks_alternate_over_school_weeks_and_not_over_holidays() {
    let all = calendars();
    let timetable = timetable(Vec::new());
    let week = |text: &str| on(&timetable, &all, date(text)).week;
    assert_eq!(week("2026-09-02"), Some(CycleWeek::A));
    assert_eq!(week("2026-09-07"), Some(CycleWeek::B));
    assert_eq!(week("2026-10-19"), Some(CycleWeek::B));
    assert_eq!(week("2026-10-28"), None, "half-term");
    assert_eq!(week("2026-11-02"), Some(CycleWeek::A), "the week after half-term follows the week before it");
    assert_eq!(week("2026-11-07"), None, "a Saturday");
    assert_eq!(week("2030-09-09"), None, "no calendar");
}

#[test]
fn an_anchor_counts_anew_until_the_year_ends() {
    let all = calendars();
    let mut timetable = timetable(Vec::new());
    timetable.settings.anchors = vec![CycleAnchor { from: date("2025-10-29"), week: CycleWeek::A }];
    let week = |text: &str| on(&timetable, &all, date(text)).week;
    assert_eq!(week("2025-10-20"), Some(CycleWeek::B), "before the anchor nothing changes");
    assert_eq!(week("2025-11-03"), Some(CycleWeek::A), "an anchor in a holiday is the next school week");
    assert_eq!(week("2025-11-10"), Some(CycleWeek::B));
    assert_eq!(week("2026-09-02"), Some(CycleWeek::A), "a new year begins with its own first week");
}

#[test]
fn a_version_ends_the_day_before_the_next_and_none_holds_before_the_first() {
    let all = calendars();
    let version = |from: &str, class: &str| TimetableVersion {
        valid_from: date(from),
        entries: vec![entry(1, None, Weekday::Wed, "1", class)],
    };
    let timetable = timetable(vec![version("2026-11-11", "new"), version("2026-09-09", "old")]);
    assert!(on(&timetable, &all, date("2026-09-02")).entries.is_empty());
    assert_eq!(classes(&on(&timetable, &all, date("2026-11-04"))), ["1 old"]);
    assert_eq!(classes(&on(&timetable, &all, date("2026-11-11"))), ["1 new"]);
    assert_eq!(timetable.last_day_of(&timetable.versions[0]), Some(date("2026-11-10")));
    assert_eq!(timetable.last_day_of(&timetable.versions[1]), None);
}

#[test]
fn a_shortened_day_has_its_own_times_and_leaves_periods_out() {
    let all = calendars();
    let entries = vec![entry(1, None, Weekday::Fri, "1", "a"), entry(1, None, Weekday::Fri, "5", "b")];
    let mut timetable = timetable(vec![TimetableVersion { valid_from: date("2026-09-01"), entries }]);
    let shortened = ShortenedPeriod { name: "5".to_owned(), starts: time("11:00"), ends: time("11:30") };
    timetable.shortened =
        vec![ShortenedDay { date: date("2026-12-18"), reason: "End of term".to_owned(), periods: vec![shortened] }];
    let day = on(&timetable, &all, date("2026-12-18"));
    assert_eq!(classes(&day), ["5 b"]);
    assert_eq!((day.entries[0].starts, day.periods[0].session), (time("11:00"), Session::Am));
    assert_eq!(classes(&on(&timetable, &all, date("2026-12-11"))), ["1 a", "5 b"]);
}

#[test]
fn a_session_that_is_not_held_has_no_periods() {
    let mut all = calendars();
    all[1].1.non_school_days.push(
        serde_json::from_str(
            r#"{"first_day":"2026-12-11","last_day":"2026-12-11","reason":"other","sessions":["pm"]}"#,
        )
        .unwrap(),
    );
    let entries = vec![entry(1, None, Weekday::Fri, "1", "a"), entry(1, None, Weekday::Fri, "5", "b")];
    let timetable = timetable(vec![TimetableVersion { valid_from: date("2026-09-01"), entries }]);
    assert_eq!(classes(&on(&timetable, &all, date("2026-12-11"))), ["1 a"]);
}

#[test]
fn clock_times_hold_across_the_change_of_the_clocks() {
    let all = calendars();
    let timetable = timetable(Vec::new());
    let start = |text: &str| on(&timetable, &all, date(text)).periods[0].starts_at(date(text)).to_rfc3339();
    assert_eq!(start("2026-10-23"), "2026-10-23T08:00:00+00:00");
    assert_eq!(start("2026-11-02"), "2026-11-02T09:00:00+00:00");
    assert_eq!(start("2026-03-27"), "2026-03-27T09:00:00+00:00");
    assert_eq!(start("2026-04-13"), "2026-04-13T08:00:00+00:00");
}

#[test]
fn periods_may_stand_beside_each_other_only_apart() {
    let one = period(None, Weekday::Mon, "1", "09:00", "10:00");
    let code = |other: &Period| other.check_beside(&one).map(|violation| violation.code);
    assert_eq!(
        code(&period(Some(CycleWeek::B), Weekday::Mon, "2", "09:59", "10:30")).as_deref(),
        Some("overlapping_periods")
    );
    assert_eq!(code(&period(None, Weekday::Mon, "1", "11:00", "12:00")).as_deref(), Some("duplicate_period"));
    assert_eq!(code(&period(None, Weekday::Mon, "2", "10:00", "11:00")), None);
    assert_eq!(code(&period(None, Weekday::Tue, "1", "09:00", "10:00")), None);
    let in_a = period(Some(CycleWeek::A), Weekday::Mon, "1", "09:00", "10:00");
    assert_eq!(period(Some(CycleWeek::B), Weekday::Mon, "1", "09:00", "10:00").check_beside(&in_a), None);
}

#[test]
fn an_entry_finds_its_period_in_every_week_that_it_is_in() {
    let grid = PeriodGrid {
        valid_from: date("2026-09-01"),
        periods: vec![
            period(None, Weekday::Mon, "1", "09:00", "10:00"),
            period(Some(CycleWeek::A), Weekday::Mon, "6", "15:00", "16:00"),
        ],
    };
    assert!(grid.has(None, Weekday::Mon, "1") && grid.has(Some(CycleWeek::B), Weekday::Mon, "1"));
    assert!(grid.has(Some(CycleWeek::A), Weekday::Mon, "6"));
    assert!(!grid.has(None, Weekday::Mon, "6") && !grid.has(Some(CycleWeek::A), Weekday::Tue, "6"));
}

/// The week of a date as a person with a wall calendar would count it: from the first day of the year, turning the page for
/// every week that had a school day.
fn slow_week(settings: &TimetableSettings, all: &[(AcademicYear, Calendar)], day: Date) -> Option<CycleWeek> {
    let year = AcademicYear::of(day)?;
    let calendar = all.iter().find(|(known, _)| *known == year).map(|(_, calendar)| calendar)?;
    let (mut current, mut last_monday): (Option<CycleWeek>, Option<Date>) = (None, None);
    let mut pending: Option<CycleWeek> = None;
    let mut each = crate::Week::of(year.first_day()).monday;
    while each <= day {
        let sunday = crate::Week::of(each).sunday();
        let in_week = || each.iter_days().take_while(|day| *day <= sunday);
        for anchor in settings
            .anchors
            .iter()
            .filter(|anchor| AcademicYear::of(anchor.from) == Some(year) && in_week().any(|day| day == anchor.from))
        {
            pending = Some(anchor.week);
        }
        if in_week().any(|day| AcademicYear::of(day) == Some(year) && calendar.is_school_day(day)) {
            current = Some(match (pending.take(), current) {
                (Some(week), _) => week,
                (None, None) => settings.first_week,
                (None, Some(CycleWeek::A)) => CycleWeek::B,
                (None, Some(CycleWeek::B)) => CycleWeek::A,
            });
            last_monday = Some(each);
        }
        each = sunday.succ_opt()?;
    }
    (calendar.is_school_day(day) && last_monday == Some(crate::Week::of(day).monday)).then_some(current)?
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i64..730).prop_map(|days| date("2025-08-01") + chrono::Duration::days(days))
}

fn any_week() -> impl Strategy<Value = CycleWeek> {
    prop::sample::select(CycleWeek::BOTH.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_week_is_the_one_that_a_wall_calendar_gives(
        holidays in prop::collection::vec((any_day(), 0_i64..24), 0..12),
        anchors in prop::collection::vec((any_day(), any_week()), 0..4),
        first_week in any_week(),
        asked in prop::collection::vec(any_day(), 20),
    ) {
        let holidays: Vec<_> = holidays.into_iter().map(|(from, days)| (from, from + chrono::Duration::days(days))).collect();
        let all = vec![calendar(YEARS[0], &holidays), calendar(YEARS[1], &holidays)];
        let mut anchors: Vec<CycleAnchor> = anchors.into_iter().map(|(from, week)| CycleAnchor { from, week }).collect();
        anchors.sort_by_key(|anchor| anchor.from);
        anchors.dedup_by_key(|anchor| crate::Week::of(anchor.from));
        let mut timetable = timetable(Vec::new());
        timetable.settings = TimetableSettings { first_week, anchors, ..TimetableSettings::default() };
        for day in asked {
            prop_assert_eq!(on(&timetable, &all, day).week, slow_week(&timetable.settings, &all, day), "{}", day);
        }
    }

    #[test]
    fn a_day_holds_what_a_look_at_every_entry_gives(
        lines in prop::collection::vec((0_u128..6, prop::option::of(any_week()), 0_usize..5, 0_usize..3, any_day()), 0..60),
        shortened in prop::collection::vec((any_day(), prop::collection::vec(0_usize..3, 0..3)), 0..30),
        asked in prop::collection::vec(any_day(), 20),
    ) {
        let names = ["1", "2", "5"];
        let mut versions: Vec<TimetableVersion> = Vec::new();
        for (person, week, day, name, from) in &lines {
            let line = entry(*person, *week, Weekday::ALL[*day], names[*name], "x");
            let known = versions.iter().position(|version| version.valid_from == *from);
            match known.or((versions.len() >= 5).then_some(0)) {
                Some(place) => versions[place].entries.push(line),
                None => versions.push(TimetableVersion { valid_from: *from, entries: vec![line] }),
            }
        }
        let mut timetable = timetable(versions);
        let mut days: Vec<ShortenedDay> = shortened.into_iter().map(|(date, periods)| {
            let mut periods = periods;
            periods.sort_unstable();
            periods.dedup();
            let periods = periods.into_iter().map(|place| ShortenedPeriod {
                name: names[place].to_owned(),
                starts: time(["08:30", "09:00", "13:30"][place]),
                ends: time(["09:00", "09:30", "14:00"][place]),
            }).collect();
            ShortenedDay { date, reason: "why".to_owned(), periods }
        }).collect();
        days.sort_by_key(|day| day.date);
        days.dedup_by_key(|day| day.date);
        timetable.shortened = days;
        let all = calendars();
        for day in asked {
            let found = on(&timetable, &all, day);
            let mut expected = Vec::new();
            if let Some(week) = slow_week(&timetable.settings, &all, day)
                && let Some(version) = timetable.versions.iter().filter(|version| version.valid_from <= day).max_by_key(|version| version.valid_from)
            {
                for line in &version.entries {
                    let named = timetable.shortened.iter().find(|each| each.date == day)
                        .is_none_or(|each| each.periods.iter().any(|period| period.name == line.period));
                    if line.day == Weekday::of(day) && line.week.is_none_or(|each| each == week) && named {
                        expected.push((line.period.clone(), line.staff_id));
                    }
                }
            }
            let mut got: Vec<_> = found.entries.iter().map(|line| (line.period.clone(), line.staff_id)).collect();
            expected.sort();
            got.sort();
            prop_assert_eq!(got, expected, "{}", day);
            for line in &found.entries {
                let period = &found.periods[line.place];
                prop_assert_eq!((&period.name, period.starts, period.ends), (&line.period, line.starts, line.ends));
            }
        }
    }
}

#[test]
fn a_class_that_does_not_meet_is_left_out_of_its_session_alone() {
    let (seven, eight) = (GroupId(Uuid::from_u128(7)), GroupId(Uuid::from_u128(8)));
    let class = |period: &str, name: &str, group_id| Entry {
        group_id: Some(group_id),
        ..entry(1, None, Weekday::Mon, period, name)
    };
    let duty = Entry { activity: Activity::Duty, ..class("5", "7A", seven) };
    let entries = vec![class("1", "7A", seven), class("5", "7A", seven), class("5", "8A", eight), duty];
    let timetable = timetable(vec![TimetableVersion { valid_from: date("2025-08-01"), entries }]);
    let mut day = on(&timetable, &calendars(), date("2026-11-23"));
    assert_eq!(day.entries.len(), 4);
    day.keep_classes(|group, session| group != seven || session == Session::Am);
    assert_eq!(classes(&day), ["1 7A", "5 7A", "5 8A"], "the duty stays");
    assert_eq!(day.entries[1].activity, Activity::Duty);
}
