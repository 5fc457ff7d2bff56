//! How often, and when last, anything was written from which an entry of a calendar follows. Records keep counting when they are taken
//! away, so neither ever goes backwards: whoever subscribes sees each change once, and the same answer as long as nothing changes.

use crate::{Context, Result};
use cover::absence::StaffAbsence;
use cover::arrange::{CoverAssignment, CoverDecision, RoomChange};
use cover::event::CoverEvent;
use cover::settings::CoverSettings;
use cover::staff::EmploymentRecord;
use cover::vetting::ChecksRecord;
use school::timetable::{ShortenedDay, TimetableSettings, TimetableVersion};
use school::{AcademyId, Instant, Record};
use std::collections::{BTreeSet, HashMap};
use store::records::Trace;
use uuid::Uuid;

/// The most records that are looked at: more than an academy has of these kinds in many years.
const MOST: i64 = 100_000;

/// Versions counted, and when the last of them was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) versions: i32,
    pub(super) last: Option<Instant>,
}

impl Count {
    pub(super) fn add(&mut self, versions: i32, at: Option<Instant>) {
        self.versions = self.versions.saturating_add(versions);
        self.last = self.last.max(at);
    }

    fn with(mut self, other: Option<&Self>) -> Self {
        if let Some(other) = other {
            self.add(other.versions, other.last);
        }
        self
    }
}

/// What was written of some people, requirements and rooms.
#[derive(Debug, Default)]
pub(super) struct Traces {
    everywhere: Count,
    about: HashMap<Uuid, Count>,
    rooms: HashMap<String, Count>,
}

impl Traces {
    /// Of some people and requirements of an academy.
    pub(super) fn load(cx: &mut Context<'_>, academy: AcademyId, subjects: &BTreeSet<Uuid>) -> Result<Self> {
        let subjects: Vec<Uuid> = subjects.iter().copied().collect();
        let kinds = [StaffAbsence::KIND, CoverDecision::KIND, EmploymentRecord::KIND, ChecksRecord::KIND];
        let mut found = Self::default();
        for trace in store::records::traces(cx.db, academy, &kinds, Some(&subjects), MOST)? {
            if let Some(subject) = trace.subject {
                found.about.entry(subject).or_default().add(trace.revision, Some(trace.updated_at));
            }
        }
        let kinds = [
            RoomChange::KIND,
            CoverEvent::KIND,
            CoverSettings::KIND,
            TimetableVersion::KIND,
            TimetableSettings::KIND,
            ShortenedDay::KIND,
        ];
        for Trace { kind, natural_key, revision, updated_at, .. } in
            store::records::traces(cx.db, academy, &kinds, None, MOST)?
        {
            let count = match natural_key {
                Some(key) if kind == RoomChange::KIND => found.rooms.entry(key).or_default(),
                _ => &mut found.everywhere,
            };
            count.add(revision, Some(updated_at));
        }
        Ok(found)
    }

    /// What bears upon one cover: whoever gives it, whoever is absent, and the requirement.
    pub(super) fn of_cover(&self, subjects: [Uuid; 3]) -> Count {
        subjects.iter().fold(self.everywhere, |count, subject| count.with(self.about.get(subject)))
    }

    /// What bears upon the room of a class, by the key of its change.
    pub(super) fn of_room(&self, key: &str) -> Count {
        self.everywhere.with(self.rooms.get(key))
    }
}

/// The versions of each person's assignments for each requirement.
pub(super) fn of_assignments<'a>(
    assignments: impl IntoIterator<Item = &'a school::Kept<CoverAssignment>>,
) -> HashMap<Uuid, Count> {
    let mut found: HashMap<Uuid, Count> = HashMap::new();
    for kept in assignments {
        found.entry(kept.value.requirement_id).or_default().add(kept.revision, Some(kept.updated_at));
    }
    found
}
