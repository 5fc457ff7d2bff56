//! The timetable of an academy: which person is where, with which class, in which period of which week of the cycle.
//!
//! Three things are dated and stand apart: the periods ([`PeriodGrid`]), what happens in them ([`TimetableVersion`]) and single
//! days that run differently ([`ShortenedDay`]). [`Timetable::on`] puts them together for one date, with clock times. Nothing
//! here knows a person's or a pupil's name.

mod checks;
mod cover;
mod cycle;
mod day;
mod entry;
mod period;
mod records;
mod room;
mod settings;
mod shortened;
mod version;

pub use cover::HandedOver;
pub use cycle::CycleWeek;
pub use day::{DayEntry, DayPeriod, TimetableDay};
pub use entry::{Activity, Entry};
pub use period::{MOST_PERIODS, Period, PeriodGrid};
pub use room::Room;
pub use settings::{CycleAnchor, SessionMarkRule, TimetableSettings};
pub use shortened::{ShortenedDay, ShortenedPeriod};
pub use version::{MOST_ENTRIES, TimetableVersion};

use crate::{Calendar, Date, SchoolWeeks};

/// The longest name of a period, a room, a class or a subject, in characters.
pub const LONGEST_NAME: usize = 50;

/// Everything that says what happens when at one academy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timetable {
    /// How the weeks of the cycle follow each other.
    pub settings: TimetableSettings,
    /// The periods, by the day from which they hold.
    pub grids: Vec<PeriodGrid>,
    /// What happens in them, by the day from which it holds.
    pub versions: Vec<TimetableVersion>,
    /// Days that run differently, by date.
    pub shortened: Vec<ShortenedDay>,
    /// The rooms, by name.
    pub rooms: Vec<Room>,
}

impl Timetable {
    /// A timetable of parts in any order.
    pub fn of(
        settings: TimetableSettings,
        mut grids: Vec<PeriodGrid>,
        mut versions: Vec<TimetableVersion>,
        mut shortened: Vec<ShortenedDay>,
        mut rooms: Vec<Room>,
    ) -> Self {
        grids.sort_by_key(|grid| grid.valid_from);
        versions.sort_by_key(|version| version.valid_from);
        shortened.sort_by_key(|day| day.date);
        rooms.sort_by(|one, two| one.name.cmp(&two.name));
        Self { settings, grids, versions, shortened, rooms }
    }

    /// The periods that hold on a day; before the first grid, those of the first.
    pub fn grid_on(&self, date: Date) -> Option<&PeriodGrid> {
        let after = self.grids.partition_point(|grid| grid.valid_from <= date);
        self.grids.get(after.saturating_sub(1))
    }

    /// The version that holds on a day; none before the first.
    pub fn version_on(&self, date: Date) -> Option<&TimetableVersion> {
        let after = self.versions.partition_point(|version| version.valid_from <= date);
        self.versions.get(after.checked_sub(1)?)
    }

    /// The last day on which a version holds: the day before the next begins.
    pub fn last_day_of(&self, version: &TimetableVersion) -> Option<Date> {
        let after = self.versions.partition_point(|each| each.valid_from <= version.valid_from);
        self.versions.get(after).and_then(|next| next.valid_from.pred_opt())
    }

    /// How a day runs that does not run as the others do.
    pub fn shortened_on(&self, date: Date) -> Option<&ShortenedDay> {
        self.shortened.binary_search_by_key(&date, |day| day.date).ok().and_then(|place| self.shortened.get(place))
    }

    /// A room by its name.
    pub fn room(&self, name: &str) -> Option<&Room> {
        self.rooms.binary_search_by(|room| room.name.as_str().cmp(name)).ok().and_then(|place| self.rooms.get(place))
    }

    /// What happens on a date in a version that the caller holds, whatever versions are here. Otherwise as [`Timetable::on`].
    pub fn in_version(
        &self,
        version: Option<&TimetableVersion>,
        date: Date,
        calendar: Option<&Calendar>,
        weeks: &SchoolWeeks,
    ) -> TimetableDay {
        day::on(self, version, date, calendar, weeks)
    }

    /// What happens on a date. `calendar` is the one of the academic year that holds the date, `weeks` the school weeks of all
    /// years known. On a day without school nothing does.
    pub fn on(&self, date: Date, calendar: Option<&Calendar>, weeks: &SchoolWeeks) -> TimetableDay {
        day::on(self, self.version_on(date), date, calendar, weeks)
    }
}
