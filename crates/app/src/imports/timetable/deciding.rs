//! Which lines of a file are taken, and what they are beside those that stand.

use school::timetable::Entry;
use school::{StaffId, Weekday};
use std::collections::HashMap;

/// What a line is beside those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The person had nothing there.
    Created,
    /// The person had something else there.
    Updated,
    /// It stands so, or stood in a row before.
    Unchanged,
    /// A row before put the person somewhere else.
    Clash,
}

type Slot = (StaffId, Weekday, String);

fn slot(entry: &Entry) -> Slot {
    (entry.staff_id, entry.day, entry.period.clone())
}

/// The lines of a file that were taken so far, over those that stand.
pub(super) struct Deciding<'a> {
    standing: HashMap<Slot, Vec<&'a Entry>>,
    taken: Vec<Entry>,
    places: HashMap<Slot, Vec<usize>>,
}

impl<'a> Deciding<'a> {
    pub(super) fn over(before: &'a [Entry]) -> Self {
        let mut standing: HashMap<Slot, Vec<&Entry>> = HashMap::with_capacity(before.len());
        for entry in before {
            standing.entry(slot(entry)).or_default().push(entry);
        }
        Self { standing, taken: Vec::new(), places: HashMap::new() }
    }

    /// Takes a line, unless the person is somewhere else then.
    pub(super) fn add(&mut self, entry: Entry) -> Verdict {
        let slot = slot(&entry);
        let places = self.places.entry(slot.clone()).or_default();
        for place in places.iter() {
            let other = &self.taken[*place];
            if *other == entry {
                return Verdict::Unchanged;
            }
            if other.clashes(&entry) {
                return Verdict::Clash;
            }
        }
        let stood = self.standing.get(&slot).map(Vec::as_slice).unwrap_or_default();
        let verdict = if stood.iter().any(|other| **other == entry) {
            Verdict::Unchanged
        } else if stood.iter().any(|other| other.clashes(&entry)) {
            Verdict::Updated
        } else {
            Verdict::Created
        };
        places.push(self.taken.len());
        self.taken.push(entry);
        verdict
    }

    /// The people of the lines taken, some more than once.
    pub(super) fn people(&self) -> impl Iterator<Item = StaffId> {
        self.taken.iter().map(|entry| entry.staff_id)
    }

    /// The lines taken.
    pub(super) fn taken(&self) -> &[Entry] {
        &self.taken
    }

    /// The lines taken.
    pub(super) fn into_taken(self) -> Vec<Entry> {
        self.taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use school::timetable::{Activity, CycleWeek};
    use uuid::Uuid;

    fn line(person: u128, week: Option<CycleWeek>, class: &str) -> Entry {
        Entry {
            staff_id: StaffId(Uuid::from_u128(person)),
            week,
            day: Weekday::Mon,
            period: "1".to_owned(),
            activity: Activity::Lesson,
            group_id: None,
            class: Some(class.to_owned()),
            subject: None,
            room: None,
        }
    }

    #[test]
    fn a_person_is_in_one_place_in_each_week() {
        let before = [line(1, Some(CycleWeek::A), "old"), line(3, None, "same")];
        let mut deciding = Deciding::over(&before);
        assert_eq!(deciding.add(line(1, Some(CycleWeek::A), "new")), Verdict::Updated);
        assert_eq!(deciding.add(line(1, Some(CycleWeek::B), "other")), Verdict::Created);
        assert_eq!(deciding.add(line(1, Some(CycleWeek::B), "other")), Verdict::Unchanged, "the same row twice");
        assert_eq!(deciding.add(line(1, None, "third")), Verdict::Clash, "both weeks clash with either");
        assert_eq!(deciding.add(line(2, None, "other")), Verdict::Created, "two teachers of one class");
        assert_eq!(deciding.add(line(3, None, "same")), Verdict::Unchanged);
        assert_eq!(deciding.taken().len(), 4);
    }
}
