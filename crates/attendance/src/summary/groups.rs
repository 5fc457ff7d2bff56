//! The groups of a summary and which sessions belong to which.

use super::{EnrolmentYear, Grouping, Held, PupilRecord};
use school::{AcademicYear, Date, SESSIONS_IN_SHEET, Week, Weekday, calendar::SessionSet};
use std::collections::{BTreeMap, HashMap};

/// The name of the group of what is not known.
pub(super) const UNKNOWN: &str = "unknown";

/// A group's place and the sessions that belong to it.
pub(super) type Part = (usize, SessionSet);

/// The groups found so far, by name, and those that follow from the date alone, by year.
pub(super) struct Groups {
    by: Grouping,
    places: HashMap<String, usize>,
    by_date: Vec<(AcademicYear, Vec<Part>)>,
}

impl Groups {
    pub(super) fn by(by: Grouping) -> Self {
        let mut groups = Self { by, places: HashMap::new(), by_date: Vec::new() };
        if by == Grouping::None {
            groups.place("all");
        }
        groups
    }

    /// The place of the group of this name.
    pub(super) fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.places.len();
        self.places.insert(name.to_owned(), place);
        place
    }

    /// Splits sessions of an enrolment into `parts`; every session is in exactly one.
    pub(super) fn split(
        &mut self,
        pupil: &PupilRecord<'_>,
        enrolment: &EnrolmentYear<'_>,
        sessions: SessionSet,
        parts: &mut Vec<Part>,
    ) {
        parts.clear();
        match self.by {
            Grouping::None | Grouping::Code => parts.push((0, sessions)),
            Grouping::Weekday | Grouping::Week => {
                let by_date = self.of_year(enrolment.so_far.year());
                parts.extend(by_date.iter().map(|(place, days)| (*place, sessions.and(days))));
            }
            _ => self.split_by_value(&pupil.values, enrolment.so_far.year(), sessions, parts),
        }
        parts.retain(|(_, sessions)| !sessions.is_empty());
    }

    fn split_by_value(
        &mut self,
        values: &[Held<Option<String>>],
        year: AcademicYear,
        mut left: SessionSet,
        parts: &mut Vec<Part>,
    ) {
        for held in values {
            let part = left.and(&held_sessions(held, year));
            if part.is_empty() {
                continue;
            }
            left = left.without(&part);
            parts.push((self.place(held.value.as_deref().unwrap_or(UNKNOWN)), part));
        }
        if !left.is_empty() {
            parts.push((self.place(UNKNOWN), left));
        }
    }

    /// The sessions of each weekday or week of a year.
    fn of_year(&mut self, year: AcademicYear) -> &[Part] {
        let found = self.by_date.iter().position(|(known, _)| *known == year);
        let place = found.unwrap_or_else(|| {
            let parts = self.parts_of_year(year);
            self.by_date.push((year, parts));
            self.by_date.len() - 1
        });
        &self.by_date[place].1
    }

    fn parts_of_year(&mut self, year: AcademicYear) -> Vec<Part> {
        let mut sessions: BTreeMap<String, SessionSet> = BTreeMap::new();
        for index in 0..SESSIONS_IN_SHEET {
            let Some(at) = year.session_at(index) else { break };
            let name = match self.by {
                Grouping::Weekday => Weekday::of(at.date).as_str().to_owned(),
                _ => Week::of(at.date).monday.to_string(),
            };
            sessions.entry(name).or_default().insert(index);
        }
        sessions.into_iter().map(|(name, sessions)| (self.place(&name), sessions)).collect()
    }

    /// Names and places in the order of the answer: weekdays from Monday, numbers by size, then words, then `unknown`.
    pub(super) fn in_order(self) -> Vec<(String, usize)> {
        let mut named: Vec<_> = self.places.into_iter().collect();
        named.sort_by_cached_key(|(name, _)| {
            let weekday = Weekday::ALL.iter().position(|day| self.by == Grouping::Weekday && day.as_str() == name);
            let number = weekday.and_then(|day| i64::try_from(day).ok()).or_else(|| name.parse::<i64>().ok());
            (name == UNKNOWN, number.is_none(), number, name.clone())
        });
        named
    }
}

/// The sessions of a year between two days.
pub(super) fn held_sessions<T>(held: &Held<T>, year: AcademicYear) -> SessionSet {
    let place = |day: Date| year.day_index(day.clamp(year.first_day(), year.last_day())).unwrap_or(0);
    let last = held.last_day.unwrap_or(Date::MAX);
    if held.first_day > year.last_day() || last < year.first_day() || last < held.first_day {
        return SessionSet::default();
    }
    SessionSet::between(2 * place(held.first_day), 2 * place(last) + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_answered_in_their_natural_order() {
        let order = |by, names: &[&str]| {
            let mut groups = Groups::by(by);
            names.iter().for_each(|name| {
                groups.place(name);
            });
            groups.in_order().into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(order(Grouping::YearGroup, &["11", "unknown", "7", "-1", "0"]), ["-1", "0", "7", "11", "unknown"]);
        assert_eq!(order(Grouping::Weekday, &["wed", "fri", "mon"]), ["mon", "wed", "fri"]);
        assert_eq!(order(Grouping::RegistrationGroup, &["9B", "unknown", "7A"]), ["7A", "9B", "unknown"]);
        assert_eq!(order(Grouping::None, &[]), ["all"]);
    }

    #[test]
    fn what_is_held_is_cut_to_the_year() {
        let year: AcademicYear = "2026-27".parse().unwrap();
        let day = |text: &str| text.parse::<Date>().unwrap();
        let sessions = |first: &str, last: Option<&str>| {
            held_sessions(&Held { first_day: day(first), last_day: last.map(day), value: () }, year).len()
        };
        assert_eq!(sessions("2026-08-01", None), 730);
        assert_eq!(sessions("2020-01-01", Some("2026-08-01")), 2);
        assert_eq!(sessions("2027-07-31", Some("2030-01-01")), 2);
        assert_eq!(sessions("2027-08-01", None), 0);
        assert_eq!(sessions("2020-01-01", Some("2026-07-31")), 0);
        assert_eq!(sessions("2026-10-02", Some("2026-10-01")), 0);
    }
}
