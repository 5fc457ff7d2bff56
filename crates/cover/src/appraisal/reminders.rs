//! What somebody should see to before its day.

use super::{Appraisal, AppraisalStatus, OneToOne, Training};
use chrono::Days;
use school::{Date, StaffId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a reminder is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReminderKind {
    /// A check of the single central record is missing, not clear, expired or expiring.
    Vetting,
    /// Training has expired or is about to.
    Training,
    /// An agency worker has worked ten weeks or more in a role.
    AgencyWeeks,
    /// A sickness lasts eight calendar days or more and is not certified.
    FitNote,
    /// Somebody is back and the return-to-work meeting was not held.
    ReturnToWork,
    /// Adjustments or a phased return are to be looked at again.
    ReturnReview,
    /// A fixed term ends.
    ContractEnds,
    /// Timetable and covers leave no rest break of 20 minutes on a day of more than six hours.
    RestBreak,
    /// The objectives of an appraisal are not agreed.
    AppraisalObjectives,
    /// The mid-year review of an appraisal was not held.
    AppraisalMidYear,
    /// The final review of an appraisal was not held.
    AppraisalFinal,
    /// A one-to-one is due.
    OneToOne,
}

/// Something to see to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StaffReminder)]
pub struct Reminder {
    /// What it is about.
    pub kind: ReminderKind,
    /// The person; null for an agency worker without a staff record.
    pub staff_id: Option<StaffId>,
    /// The record that it comes from.
    pub record_id: Option<Uuid>,
    /// By when; null where it should have been there from the beginning.
    pub due_on: Option<Date>,
    /// Whether that day is past.
    pub overdue: bool,
    /// The same in words, without a name.
    pub detail: String,
    /// Where it is asked for.
    pub citation: &'static str,
}

impl Reminder {
    /// A reminder about a person, seen on a day.
    pub fn new(
        kind: ReminderKind,
        staff_id: Option<StaffId>,
        due_on: Option<Date>,
        today: Date,
        detail: String,
    ) -> Self {
        let overdue = due_on.is_none_or(|due| due < today);
        let citation = match kind {
            ReminderKind::Vetting => "Education (Independent School Standards) Regulations 2014, part 4",
            ReminderKind::AgencyWeeks => "Agency Workers Regulations 2010, regulation 7",
            ReminderKind::RestBreak => "Working Time Regulations 1998, regulation 12",
            ReminderKind::FitNote => "Statutory Sick Pay (Medical Evidence) Regulations 1985",
            _ => "the academy's own practice (setting)",
        };
        Self { kind, staff_id, record_id: None, due_on, overdue, detail, citation }
    }

    /// The same with the record that it comes from.
    #[must_use]
    pub fn of_record(mut self, id: Uuid) -> Self {
        self.record_id = Some(id);
        self
    }
}

/// Training that has expired or does within `ahead` days: of several courses of a kind the one that holds longest counts.
pub fn of_trainings(trainings: &[(StaffId, Uuid, &Training)], today: Date, ahead: u16) -> Vec<Reminder> {
    let superseded = |staff: StaffId, training: &Training| {
        trainings.iter().any(|(other, _, later)| {
            *other == staff
                && later.kind == training.kind
                && (later.expires_on.is_none() || later.expires_on > training.expires_on)
        })
    };
    let reminders = trainings.iter().filter_map(|(staff, id, training)| {
        let end = training.expires_on?;
        if (end - today).num_days() > i64::from(ahead) || superseded(*staff, training) {
            return None;
        }
        let detail = "training has expired or is about to".to_owned();
        Some(Reminder::new(ReminderKind::Training, Some(*staff), Some(end), today, detail).of_record(*id))
    });
    reminders.collect()
}

/// What the cycle of an appraisal asks for by a day: objectives by the end of October, the mid-year review by the end of
/// February, the final one by 15 July (the usual year; unconfirmed).
pub fn of_appraisal(appraisal: &Appraisal, id: Uuid, today: Date, ahead: u16) -> Option<Reminder> {
    let year = i32::from(appraisal.academic_year.start_year());
    let (kind, due, detail) = match appraisal.status {
        AppraisalStatus::Draft => {
            (ReminderKind::AppraisalObjectives, Date::from_ymd_opt(year, 10, 31)?, "objectives are to be agreed")
        }
        AppraisalStatus::Agreed => {
            let last = Date::from_ymd_opt(year + 1, 3, 1)?.pred_opt()?;
            (ReminderKind::AppraisalMidYear, last, "the mid-year review is to be held")
        }
        AppraisalStatus::MidYearReviewed => {
            (ReminderKind::AppraisalFinal, Date::from_ymd_opt(year + 1, 7, 15)?, "the final review is to be held")
        }
        AppraisalStatus::Completed | AppraisalStatus::Cancelled => return None,
    };
    let soon = today.checked_add_days(Days::new(u64::from(ahead)))?;
    let reminder = || Reminder::new(kind, Some(appraisal.staff_id), Some(due), today, detail.to_owned()).of_record(id);
    (due <= soon).then(reminder)
}

/// The next one-to-one of each pair, where it is due within `ahead` days and none was held since.
pub fn of_one_to_ones(meetings: &[(Uuid, &OneToOne)], today: Date, ahead: u16) -> Vec<Reminder> {
    let last_of_pair = |meeting: &OneToOne| {
        let pair =
            |other: &OneToOne| (other.staff_id, other.line_manager_id) == (meeting.staff_id, meeting.line_manager_id);
        meetings.iter().all(|(_, other)| !pair(other) || other.held_on <= meeting.held_on)
    };
    let reminders = meetings.iter().filter_map(|(id, meeting)| {
        let next = meeting.next_on?;
        let due = (next - today).num_days() <= i64::from(ahead) && last_of_pair(meeting);
        let detail = "a one-to-one is due".to_owned();
        let of =
            || Reminder::new(ReminderKind::OneToOne, Some(meeting.staff_id), Some(next), today, detail).of_record(*id);
        due.then(of)
    });
    reminders.collect()
}

#[cfg(test)]
mod tests {
    use super::super::TrainingKind;
    use super::*;

    fn training(kind: TrainingKind, expires: Option<&str>) -> Training {
        Training {
            kind,
            title: "Course".to_owned(),
            completed_on: "2023-01-01".parse().unwrap(),
            expires_on: expires.map(|day| day.parse().unwrap()),
            minutes: None,
            cost_pence: None,
            impact: None,
        }
    }

    #[test]
    fn a_later_course_of_the_kind_silences_the_earlier() {
        let (one, two) = (StaffId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2)));
        let old = training(TrainingKind::FirstAid, Some("2026-11-01"));
        let new = training(TrainingKind::FirstAid, Some("2029-11-01"));
        let fire = training(TrainingKind::Fire, Some("2026-12-10"));
        let id = Uuid::nil();
        let all = [(one, id, &old), (one, id, &new), (two, id, &old), (one, id, &fire)];
        let today = "2026-11-23".parse().unwrap();
        let found: Vec<_> =
            of_trainings(&all, today, 30).into_iter().map(|each| (each.staff_id, each.overdue)).collect();
        assert_eq!(found, [(Some(two), true), (Some(one), false)]);
        assert_eq!(of_trainings(&all, today, 5).len(), 1);
    }

    #[test]
    fn an_appraisal_asks_for_its_next_step() {
        let mut appraisal = Appraisal {
            staff_id: StaffId(Uuid::from_u128(1)),
            line_manager_id: StaffId(Uuid::from_u128(2)),
            academic_year: "2026-27".parse().unwrap(),
            probation: false,
            status: AppraisalStatus::Draft,
            objectives: Vec::new(),
            mid_year_review: None,
            final_review: None,
        };
        let kind = |appraisal: &Appraisal, today: &str| {
            of_appraisal(appraisal, Uuid::nil(), today.parse().unwrap(), 30).map(|each| (each.kind, each.overdue))
        };
        assert_eq!(kind(&appraisal, "2026-09-10"), None);
        assert_eq!(kind(&appraisal, "2026-10-05"), Some((ReminderKind::AppraisalObjectives, false)));
        assert_eq!(kind(&appraisal, "2026-11-05"), Some((ReminderKind::AppraisalObjectives, true)));
        appraisal.status = AppraisalStatus::Agreed;
        assert_eq!(kind(&appraisal, "2027-02-10"), Some((ReminderKind::AppraisalMidYear, false)));
        appraisal.status = AppraisalStatus::Completed;
        assert_eq!(kind(&appraisal, "2027-08-10"), None);
    }
}
