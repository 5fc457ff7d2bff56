//! A made-up day for tests: a registration and six periods of an hour, people with numbers for names.

use crate::absence::{Category, StaffAbsence};
use crate::day::{Activity, Away, DayEvent, Entry, EventKind, Period, Person, Source, Span, Tier, Timetable, Vetting};
use crate::need::Day;
use chrono::NaiveTime;
use school::{Date, StaffId};
use uuid::Uuid;

pub(crate) fn at(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

pub(crate) fn staff(number: u128) -> StaffId {
    StaffId(Uuid::from_u128(number))
}

pub(crate) fn entry(period: usize, activity: Activity, class: &str, teacher: u128) -> Entry {
    Entry {
        period,
        activity,
        class: (!class.is_empty()).then(|| class.to_owned()),
        group_id: None,
        subject: class.split_once('/').map(|(_, subject)| subject.to_owned()),
        room: (!class.is_empty()).then(|| format!("R{teacher}")),
        year_group: None,
        staff: vec![staff(teacher)],
    }
}

pub(crate) fn day(entries: &[Entry]) -> Day {
    let times = ["08:40", "09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00"];
    let names = ["Reg", "1", "2", "3", "4", "5", "6"];
    let periods = names
        .iter()
        .zip(times.windows(2))
        .map(|(name, time)| Period { name: (*name).to_owned(), span: Span::new(at(time[0]), at(time[1])) });
    Day { timetable: Timetable { periods: periods.collect(), entries: entries.to_vec() }, ..Day::default() }
}

pub(crate) fn away(number: u128) -> Away {
    Away {
        staff: staff(number),
        span: None,
        periods: None,
        foreseeable: false,
        cover_needed: true,
        on_business: false,
        source: Source::Absence(Uuid::from_u128(1_000 + number)),
    }
}

pub(crate) fn absence(first_day: Date, last_day: Option<Date>) -> StaffAbsence {
    StaffAbsence {
        staff_id: StaffId(Uuid::nil()),
        first_day,
        last_day,
        starts: None,
        ends: None,
        times_apply: None,
        periods: None,
        weekdays: None,
        weeks: None,
        except: Vec::new(),
        category: Some(Category::Sickness),
        reason: None,
        foreseeable: false,
        foreseeable_said: false,
        cover_needed: true,
        cover_work: Vec::new(),
        self_reported: false,
        cancelled: None,
    }
}

pub(crate) fn trip(classes: &[&str]) -> DayEvent {
    DayEvent {
        id: Uuid::from_u128(2_000),
        kind: EventKind::Trip,
        span: None,
        periods: None,
        classes: classes.iter().map(|class| (*class).to_owned()).collect(),
        year_groups: Vec::new(),
        rooms: Vec::new(),
        wanted: Vec::new(),
        external_subject: None,
    }
}

pub(crate) fn person(number: u128, tier: Tier) -> Person {
    Person { vetting: Vetting::Valid, ..Person::unknown(staff(number), tier) }
}
