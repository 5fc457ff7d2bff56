//! One pupil in the roll book.

use school::group::{GroupKind, Membership};
use school::pupil::{Characteristics, Enrolment};
use school::{Date, GroupId};
use store::roll::pupils::Record;
use store::roll::snapshot::RollPupil;
use uuid::Uuid;

/// A pupil with everything that is dated about them, memberships in all groups included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PupilEntry {
    /// The pupil's own row.
    pub record: Record,
    /// Stays on the roll, the earliest first.
    pub enrolments: Vec<Enrolment>,
    /// What is said from which day, the earliest first.
    pub characteristics: Vec<(Date, Characteristics)>,
    /// Groups, the earliest first.
    pub members: Vec<Member>,
}

/// A membership with its key and the kind of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The key of its row.
    pub key: Uuid,
    /// The group.
    pub group_id: GroupId,
    /// What the group is for.
    pub kind: GroupKind,
    /// The first day.
    pub first_day: Date,
    /// The last day, none while it is open.
    pub last_day: Option<Date>,
}

impl Member {
    /// Whether two memberships share a day.
    pub fn overlaps(&self, first_day: Date, last_day: Option<Date>) -> bool {
        self.last_day.is_none_or(|last| first_day <= last) && last_day.is_none_or(|last| self.first_day <= last)
    }

    /// The membership of a pupil without its key.
    pub fn membership(&self, pupil_id: school::PupilId) -> Membership {
        Membership { group_id: self.group_id, pupil_id, first_day: self.first_day, last_day: self.last_day }
    }
}

impl PupilEntry {
    /// The pupil as the snapshot of the roll has them.
    pub fn to_roll_pupil(&self) -> RollPupil {
        let registration = self.members.iter().filter(|member| member.kind == GroupKind::Registration);
        RollPupil {
            record: self.record.clone(),
            enrolments: self.enrolments.clone(),
            characteristics: self.characteristics.clone(),
            registration: registration.map(|member| member.membership(self.record.id)).collect(),
        }
    }

    /// Whether what the pupil's own record shows differs: all but groups of other kinds than registration.
    pub(crate) fn shows_otherwise(&self, other: &Self) -> bool {
        let registration = |entry: &Self| -> Vec<Member> {
            entry.members.iter().filter(|member| member.kind == GroupKind::Registration).copied().collect()
        };
        self.record.identity != other.record.identity
            || self.record.person_id != other.record.person_id
            || self.enrolments != other.enrolments
            || self.characteristics != other.characteristics
            || registration(self) != registration(other)
    }
}
