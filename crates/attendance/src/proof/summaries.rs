//! Grouped figures against the slow rules.

use super::{
    reference::{self, Seen},
    world::{YEARS, any_birth, any_day, any_sessions, any_sheet, calendar, year},
};
use crate::{
    MarkSheet,
    summary::{
        Cohort, Counting, EnrolmentYear, GroupSummary, Grouping, Held, Period, PupilRecord, Query, Summary, Tally,
        YearSoFar, summarise,
    },
};
use proptest::prelude::*;
use school::{Date, Instant, Week, Weekday, age, calendar::SessionSet};
use std::collections::{BTreeMap, BTreeSet};

/// One made-up pupil.
#[derive(Debug, Clone)]
struct Pupil {
    born: Date,
    years: Vec<(usize, MarkSheet, SessionSet, Date)>,
    boarding: Vec<Held<()>>,
    values: Vec<Held<Option<String>>>,
}

fn any_held<T: Clone + std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Held<T>> {
    (any_day(), prop::option::of(0..500_i64), value).prop_map(|(first_day, days, value)| {
        let last_day = days.map(|days| first_day + chrono::Duration::days(days));
        Held { first_day, last_day, value }
    })
}

fn any_pupil() -> impl Strategy<Value = Pupil> {
    let place = 1..3_usize;
    let enrolment = place.prop_flat_map(|place| {
        let year = year(YEARS[place]);
        (Just(place), any_sheet(year), any_sessions(year), any_day())
    });
    let value = prop::option::of(prop::sample::select(vec!["7A".to_owned(), "7".to_owned(), "12".to_owned()]));
    (
        any_birth(),
        prop::collection::vec(enrolment, 1..3),
        prop::collection::vec(any_held(Just(())), 0..2),
        prop::collection::vec(any_held(value), 0..4),
    )
        .prop_map(|(born, years, boarding, values)| Pupil { born, years, boarding, values })
}

fn holds<T>(held: &Held<T>, date: Date) -> bool {
    held.first_day <= date && held.last_day.is_none_or(|last| date <= last)
}

/// A session of a pupil with what the slow rules need to know of it.
struct Counted {
    seen: Seen,
    begun: bool,
    closed: bool,
    group: String,
}

/// The sessions of a pupil that the cohort counts.
fn counted(pupil: &Pupil, query: &Query, now: Instant) -> Vec<Counted> {
    let mut all = Vec::new();
    for (place, sheet, sessions, starting_day) in &pupil.years {
        let year = year(YEARS[*place]);
        let times = school::SessionTimes::default();
        let half_term = crate::summary::summer_second_half(year);
        let age = age::age_on(pupil.born, Date::from_ymd_opt(i32::from(year.start_year()), 8, 31).unwrap());
        for seen in reference::seen(sheet, sessions) {
            let date = seen.at.date;
            let joined_late = *starting_day >= half_term && *starting_day <= year.last_day();
            let in_cohort = match age {
                _ if query.cohort == Cohort::OnRoll => true,
                Some(15) => !joined_late && date < half_term,
                Some(5..=14) => !joined_late,
                _ => false,
            };
            if pupil.boarding.iter().any(|held| holds(held, date)) || !in_cohort {
                continue;
            }
            let times = times.of(seen.at.session);
            let begun = school::clock::instant_of(date, times.opens) <= now;
            let closed = school::clock::instant_of(date, times.closes) <= now;
            all.push(Counted { seen, begun, closed, group: group(pupil, query.by, &seen) });
        }
    }
    let possible = all.iter().any(|counted| counted.begun && counted.seen.possible());
    if query.cohort == Cohort::OnRoll || possible { all } else { Vec::new() }
}

fn group(pupil: &Pupil, by: Grouping, seen: &Seen) -> String {
    match by {
        Grouping::None => "all".to_owned(),
        Grouping::Weekday => Weekday::of(seen.at.date).as_str().to_owned(),
        Grouping::Week => Week::of(seen.at.date).monday.to_string(),
        Grouping::Code => seen.code.map_or("unknown".to_owned(), |code| code.to_string()),
        _ => {
            let value = pupil.values.iter().find(|held| holds(held, seen.at.date)).and_then(|held| held.value.clone());
            value.unwrap_or_else(|| "unknown".to_owned())
        }
    }
}

fn slow_summary(sessions: &[&Counted]) -> Summary {
    let begun: Vec<&Seen> = sessions.iter().filter(|one| one.begun).map(|one| &one.seen).collect();
    let number = |wanted: fn(&Seen) -> bool| begun.iter().filter(|seen| wanted(seen)).count() as u64;
    let mut by_code = BTreeMap::new();
    for code in begun.iter().filter_map(|seen| seen.code) {
        *by_code.entry(code).or_insert(0) += 1;
    }
    let (possible, absent) = (number(Seen::possible), number(Seen::absent));
    Summary {
        possible,
        attended: number(Seen::present) + number(Seen::activity),
        present: number(Seen::present),
        approved_educational_activity: number(Seen::activity),
        authorised: number(Seen::authorised),
        unauthorised: number(Seen::unauthorised),
        late_before_close: by_code.get(&crate::Code::LATE).copied().unwrap_or(0),
        late_after_close: by_code.get(&crate::Code::LATE_AFTER_CLOSE).copied().unwrap_or(0),
        missing: sessions.iter().filter(|one| one.closed && one.seen.code.is_none()).count() as u64,
        absence_rate: (possible > 0).then(|| absent as f64 / possible as f64),
        by_code,
    }
}

/// The groups by the slow rules, by name.
fn slow(query: &Query, pupils: &[Pupil], now: Instant) -> BTreeMap<String, GroupSummary> {
    let all: Vec<Vec<Counted>> = pupils.iter().map(|pupil| counted(pupil, query, now)).collect();
    let names: BTreeSet<&String> = all.iter().flatten().map(|one| &one.group).collect();
    let mut answer = BTreeMap::new();
    for name in names {
        let mut of_group = Vec::new();
        let (mut in_group, mut persistent, mut severe) = (0, 0, 0);
        for sessions in &all {
            let own: Vec<&Counted> = sessions.iter().filter(|one| one.group == *name).collect();
            let judged: Vec<&Counted> =
                if query.by == Grouping::Code { sessions.iter().collect() } else { own.clone() };
            let number = |wanted: fn(&Seen) -> bool| judged.iter().filter(|one| one.begun && wanted(&one.seen)).count();
            let (possible, absent) = (number(Seen::possible), number(Seen::absent));
            let listed = match query.by {
                Grouping::Code if name == "unknown" => own.iter().any(|one| one.closed),
                Grouping::Code => own.iter().any(|one| one.begun),
                _ => !own.is_empty() && (query.cohort == Cohort::OnRoll || possible > 0),
            };
            in_group += u64::from(listed);
            persistent += u64::from(listed && possible > 0 && 10 * absent >= possible);
            severe += u64::from(listed && possible > 0 && 2 * absent >= possible);
            of_group.extend(own);
        }
        let group = GroupSummary {
            group: name.clone(),
            pupils: in_group,
            summary: slow_summary(&of_group),
            persistent_absentees: persistent,
            severe_absentees: severe,
        };
        if group.pupils > 0 || !group.summary.by_code.is_empty() || group.summary.missing > 0 {
            answer.insert(name.clone(), group);
        }
    }
    answer
}

fn fast(query: &Query, pupils: &[Pupil], now: Instant) -> crate::summary::SummaryAnswer {
    let so_far = YEARS.map(|text| YearSoFar::new(year(text), &calendar(year(text)).sessions, now, None));
    let records: Vec<PupilRecord<'_>> = pupils
        .iter()
        .map(|pupil| PupilRecord {
            date_of_birth: pupil.born,
            years: pupil
                .years
                .iter()
                .map(|(place, sheet, sessions, starting_day)| EnrolmentYear {
                    sheet,
                    sessions: *sessions,
                    starting_day: *starting_day,
                    so_far: &so_far[*place],
                })
                .collect(),
            boarding: pupil.boarding.clone(),
            values: pupil.values.clone(),
        })
        .collect();
    let whole = summarise(query, &records);
    // Counted in two halves and put together it is the same.
    let mut halves = records.chunks(records.len().div_ceil(2).max(1)).map(|half| {
        let mut counting = Counting::new(query);
        half.iter().for_each(|record| counting.add(record));
        counting
    });
    let mut first = halves.next().unwrap_or_else(|| Counting::new(query));
    halves.for_each(|other| first.merge(other));
    assert_eq!(first.finish(), whole);
    whole
}

proptest! {
    #![proptest_config(super::cases(100))]

    #[test]
    fn every_grouping_agrees_with_the_slow_rules(
        pupils in prop::collection::vec(any_pupil(), 0..5),
        by in prop::sample::select(Grouping::ALL.to_vec()),
        (today, minutes) in (any_day(), 0..1_440_i64),
        dfe in any::<bool>(),
    ) {
        let now = school::clock::instant_of(today, chrono::NaiveTime::MIN) + chrono::Duration::minutes(minutes);
        let cohort = if dfe { Cohort::Dfe } else { Cohort::OnRoll };
        let query = Query { period: Period { from: Date::MIN, to: today }, by, cohort };
        let answer = fast(&query, &pupils, now);
        let mut expected = slow(&query, &pupils, now);
        for group in &answer.data {
            match expected.remove(&group.group) {
                Some(slow) => prop_assert_eq!(group, &slow),
                None => prop_assert!(by == Grouping::None && group.pupils == 0 && group.summary.by_code.is_empty()),
            }
        }
        prop_assert!(expected.is_empty(), "{:?} are missing", expected.keys());
        let missing: u64 = answer.data.iter().map(|group| group.summary.missing).sum();
        prop_assert_eq!(answer.definition.missing, missing);
    }

    #[test]
    fn tallies_add_up(one in any_sheet(year(YEARS[1])), other in any_sheet(year(YEARS[2])), cut in 0..732_usize) {
        let (low, high) = (SessionSet::between(0, cut), SessionSet::between(cut, 732));
        let all = SessionSet::between(0, 732);
        let mut parts = Tally::of(&one, &low, &all);
        parts.merge(&Tally::of(&one, &high, &all));
        prop_assert_eq!(&parts, &Tally::of(&one, &all, &all));
        parts.merge(&Tally::of(&other, &all, &SessionSet::default()));
        let summary = parts.summary();
        prop_assert_eq!(summary.possible, summary.attended + summary.authorised + summary.unauthorised);
        // Every session of the first sheet is counted or missing; of the second, none is closed.
        prop_assert_eq!(summary.by_code.values().sum::<u64>() + summary.missing, 732 + other.iter().count() as u64);
    }
}
