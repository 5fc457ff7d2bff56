//! How the parts of a timetable are kept.

use super::{PeriodGrid, Room, ShortenedDay, TimetableSettings, TimetableVersion};
use crate::{Date, Record};

impl Record for TimetableSettings {
    const KIND: &'static str = "timetable_settings";
    const NAME: &'static str = "timetable settings";

    fn natural_key(&self) -> Option<String> {
        Some(String::new())
    }
}

impl Record for PeriodGrid {
    const KIND: &'static str = "period_grid";
    const NAME: &'static str = "periods";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.valid_from), None)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.valid_from.to_string())
    }
}

impl Record for TimetableVersion {
    const KIND: &'static str = "timetable_version";
    const NAME: &'static str = "timetable version";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.valid_from), None)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.valid_from.to_string())
    }
}

impl Record for ShortenedDay {
    const KIND: &'static str = "shortened_day";
    const NAME: &'static str = "shortened day";

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.date), Some(self.date))
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.date.to_string())
    }
}

impl Record for Room {
    const KIND: &'static str = "room";
    const NAME: &'static str = "room of this name";

    fn natural_key(&self) -> Option<String> {
        Some(self.name.clone())
    }
}
