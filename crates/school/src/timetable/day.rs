//! What happens on one date.

use super::{Activity, CycleWeek, Timetable, TimetableVersion, cycle};
use crate::clock::instant_of;
use crate::{Calendar, Date, GroupId, Instant, SchoolWeeks, Session, SessionAt, StaffId, Weekday};
use chrono::NaiveTime;

/// A period as it takes place on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPeriod {
    /// Its name.
    pub name: String,
    /// It starts, local time.
    pub starts: NaiveTime,
    /// It ends, local time.
    pub ends: NaiveTime,
    /// The session that it belongs to: the one whose register opened last before it starts, the morning before that.
    pub session: Session,
}

/// What one person does in one period of the date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEntry {
    /// The person.
    pub staff_id: StaffId,
    /// The place of the period in [`TimetableDay::periods`].
    pub place: usize,
    /// The name of the period.
    pub period: String,
    /// It starts, local time.
    pub starts: NaiveTime,
    /// It ends, local time.
    pub ends: NaiveTime,
    /// What they do.
    pub activity: Activity,
    /// The teaching or registration group.
    pub group_id: Option<GroupId>,
    /// Its name as the timetable has it.
    pub class: Option<String>,
    /// The subject.
    pub subject: Option<String>,
    /// The room.
    pub room: Option<String>,
}

/// What happens on a date: nothing on a day without school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimetableDay {
    /// The date.
    pub date: Date,
    /// The week of the cycle; none on a day without school.
    pub week: Option<CycleWeek>,
    /// The first day of the version that holds; none where no version does.
    pub version: Option<Date>,
    /// Why the day runs differently, where it does.
    pub shortened: Option<String>,
    /// The periods that take place, in their order.
    pub periods: Vec<DayPeriod>,
    /// What happens in them, by period, class and person.
    pub entries: Vec<DayEntry>,
}

impl TimetableDay {
    /// A period by its name.
    pub fn period(&self, name: &str) -> Option<&DayPeriod> {
        self.periods.iter().find(|period| period.name == name)
    }

    /// What a person does, in the order of the periods.
    pub fn of_staff(&self, staff: StaffId) -> impl Iterator<Item = &DayEntry> {
        self.entries.iter().filter(move |entry| entry.staff_id == staff)
    }

    /// When a class meets: a line for each of its teachers.
    pub fn of_group(&self, group: GroupId) -> impl Iterator<Item = &DayEntry> {
        self.entries.iter().filter(move |entry| entry.group_id == Some(group))
    }

    /// What happens in a room.
    pub fn of_room<'a>(&'a self, room: &'a str) -> impl Iterator<Item = &'a DayEntry> {
        self.entries.iter().filter(move |entry| entry.room.as_deref() == Some(room))
    }

    /// The lesson or registration of a class in a period: a line for each of its teachers.
    pub fn lesson<'a>(&'a self, period: &'a str, group: GroupId) -> impl Iterator<Item = &'a DayEntry> {
        self.of_group(group).filter(move |entry| entry.period == period && entry.activity.has_pupils())
    }

    /// Leaves out the lessons and registrations of classes that do not meet in the session of the period.
    pub fn keep_classes(&mut self, meets: impl Fn(GroupId, Session) -> bool) {
        let periods = &self.periods;
        self.entries.retain(|entry| {
            let session = periods.get(entry.place).map(|period| period.session);
            let class = entry.group_id.filter(|_| entry.activity.has_pupils()).zip(session);
            class.is_none_or(|(group, session)| meets(group, session))
        });
    }

    /// What a person does at a place of [`Self::periods`].
    pub fn at(&self, staff: StaffId, place: usize) -> Option<&DayEntry> {
        self.entries.iter().find(|entry| entry.staff_id == staff && entry.place == place)
    }
}

impl DayPeriod {
    /// The instant at which it starts on a date, across any change of the clocks.
    pub fn starts_at(&self, date: Date) -> Instant {
        instant_of(date, self.starts)
    }

    /// The instant at which it ends on a date.
    pub fn ends_at(&self, date: Date) -> Instant {
        instant_of(date, self.ends)
    }

    /// Whether it has a minute in common with a stretch of the day; the ends themselves are outside.
    pub fn touches(&self, from: NaiveTime, to: NaiveTime) -> bool {
        self.starts < to && from < self.ends
    }
}

pub(super) fn on(
    timetable: &Timetable,
    version: Option<&TimetableVersion>,
    date: Date,
    calendar: Option<&Calendar>,
    weeks: &SchoolWeeks,
) -> TimetableDay {
    let mut day =
        TimetableDay { date, week: None, version: None, shortened: None, periods: Vec::new(), entries: Vec::new() };
    let Some(calendar) = calendar.filter(|calendar| calendar.is_school_day(date)) else { return day };
    let Some(week) = cycle::week_of(&timetable.settings, date, weeks) else { return day };
    day.week = Some(week);
    day.shortened = timetable.shortened_on(date).map(|shortened| shortened.reason.clone());
    day.periods = periods(timetable, date, week, calendar);
    if let Some(version) = version {
        day.version = Some(version.valid_from);
        fill(&mut day, version, week);
    }
    day
}

/// The periods of the date: those of a shortened day, else those of the grid; none in a session that is not held.
fn periods(timetable: &Timetable, date: Date, week: CycleWeek, calendar: &Calendar) -> Vec<DayPeriod> {
    let afternoon = calendar.sessions.pm.opens;
    let period = |name: &str, starts: NaiveTime, ends: NaiveTime| {
        let session = if starts >= afternoon { Session::Pm } else { Session::Am };
        DayPeriod { name: name.to_owned(), starts, ends, session }
    };
    let mut periods: Vec<DayPeriod> = match timetable.shortened_on(date) {
        Some(day) => day.periods.iter().map(|each| period(&each.name, each.starts, each.ends)).collect(),
        None => timetable
            .grid_on(date)
            .map(|grid| grid.of_day(week, Weekday::of(date)))
            .unwrap_or_default()
            .into_iter()
            .map(|each| period(&each.name, each.starts, each.ends))
            .collect(),
    };
    periods.retain(|period| calendar.meets(SessionAt::new(date, period.session), None));
    periods.sort_by_key(|period| (period.starts, period.ends));
    periods
}

fn fill(day: &mut TimetableDay, version: &TimetableVersion, week: CycleWeek) {
    let weekday = Weekday::of(day.date);
    let here = version.entries.iter().filter(|entry| entry.day == weekday && week.is_in(entry.week));
    let mut entries: Vec<DayEntry> = here
        .filter_map(|entry| {
            let place = day.periods.iter().position(|period| period.name == entry.period)?;
            let period = &day.periods[place];
            Some(DayEntry {
                staff_id: entry.staff_id,
                place,
                period: entry.period.clone(),
                starts: period.starts,
                ends: period.ends,
                activity: entry.activity,
                group_id: entry.group_id,
                class: entry.class.clone(),
                subject: entry.subject.clone(),
                room: entry.room.clone(),
            })
        })
        .collect();
    entries.sort_by(|one, two| {
        (one.place, &one.class, one.staff_id, one.activity).cmp(&(two.place, &two.class, two.staff_id, two.activity))
    });
    day.entries = entries;
}

#[cfg(test)]
#[path = "day_tests.rs"]
mod tests;
