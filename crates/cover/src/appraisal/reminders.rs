//! What somebody should see to before its day.

use super::{Appraisal, AppraisalStatus, OneToOne, Training};
use chrono::{Days, Months};
use school::{AcademicYear, Date, StaffId};
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
    /// A threshold of the policy on absence is reached, and nothing was decided since.
    AbsenceThreshold,
    /// The stage of the policy on absence that stands is to be reviewed.
    AbsenceStageReview,
    /// Occupational health was asked, and its report has not come.
    OccupationalHealth,
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
    /// Somebody of the cover or attendance team has no appraisal this year.
    AppraisalMissing,
    /// A review of probation was not held.
    ProbationReview,
    /// Extra hours, or time off in lieu, were claimed and not decided.
    ExtraHours,
    /// A review of a capability process was not held.
    CapabilityReview,
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

/// After how many months of the contract probation is reviewed (custom; unconfirmed).
const PROBATION_MONTHS: [u32; 3] = [1, 3, 6];

/// The next review of probation, where it is due within `ahead` days: after one, three and six months from `started`, as many of
/// them as were not held.
pub fn of_probation(appraisal: &Appraisal, id: Uuid, started: Date, today: Date, ahead: u16) -> Option<Reminder> {
    let open = !matches!(appraisal.status, AppraisalStatus::Completed | AppraisalStatus::Cancelled);
    let months = *PROBATION_MONTHS.get(appraisal.probation_reviews.len()).filter(|_| appraisal.probation && open)?;
    let due = started.checked_add_months(Months::new(months))?;
    let detail = format!("the review of probation after {months} months is to be held");
    let reminder = Reminder::new(ReminderKind::ProbationReview, Some(appraisal.staff_id), Some(due), today, detail);
    ((due - today).num_days() <= i64::from(ahead)).then(|| reminder.of_record(id))
}

/// Somebody of the cover or attendance team of whom no appraisal of the year was begun: by the end of October, or a month after
/// they `started`.
pub fn of_missing_appraisal(
    staff: StaffId,
    year: AcademicYear,
    started: Option<Date>,
    today: Date,
    ahead: u16,
) -> Option<Reminder> {
    let usual = Date::from_ymd_opt(i32::from(year.start_year()), 10, 31)?;
    let settled = started.and_then(|day| day.checked_add_months(Months::new(1)));
    let due = settled.map_or(usual, |settled| settled.max(usual));
    let detail = "no appraisal of this year was begun".to_owned();
    let reminder = Reminder::new(ReminderKind::AppraisalMissing, Some(staff), Some(due), today, detail);
    ((due - today).num_days() <= i64::from(ahead)).then_some(reminder)
}

/// Somebody with whom no one-to-one was held for `weeks` weeks and none is planned, where that is so within `ahead` days. `since`
/// is the first day that counts: of the academic year, or of the contract.
pub fn of_missing_one_to_one(
    staff: StaffId,
    meetings: &[&OneToOne],
    (since, weeks): (Date, u16),
    today: Date,
    ahead: u16,
) -> Option<Reminder> {
    let last = meetings.iter().filter(|meeting| meeting.staff_id == staff).max_by_key(|meeting| meeting.held_on);
    if last.is_some_and(|meeting| meeting.next_on.is_some()) {
        // That one is reminded of by its own day.
        return None;
    }
    let from = last.map_or(since, |meeting| meeting.held_on.max(since));
    let due = from.checked_add_days(Days::new(7 * u64::from(weeks)))?;
    let detail = format!("no one-to-one in {weeks} weeks, and none is planned");
    let reminder = Reminder::new(ReminderKind::OneToOne, Some(staff), Some(due), today, detail);
    ((due - today).num_days() <= i64::from(ahead)).then_some(reminder)
}

/// The next one-to-one of each person, where it is due within `ahead` days and none was held since, whoever held it.
pub fn of_one_to_ones(meetings: &[(Uuid, &OneToOne)], today: Date, ahead: u16) -> Vec<Reminder> {
    let is_last = |meeting: &OneToOne| {
        let of_same = |other: &OneToOne| other.staff_id == meeting.staff_id;
        meetings.iter().all(|(_, other)| !of_same(other) || other.held_on <= meeting.held_on)
    };
    let reminders = meetings.iter().filter_map(|(id, meeting)| {
        let next = meeting.next_on?;
        let due = (next - today).num_days() <= i64::from(ahead) && is_last(meeting);
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
            probation_reviews: Vec::new(),
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

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn meeting(held_on: &str, next_on: Option<&str>) -> OneToOne {
        OneToOne {
            staff_id: StaffId(Uuid::from_u128(1)),
            line_manager_id: StaffId(Uuid::from_u128(2)),
            held_on: day(held_on),
            notes: String::new(),
            agreed: Vec::new(),
            next_on: next_on.map(day),
            withdrawn: None,
        }
    }

    #[test]
    fn six_weeks_without_a_one_to_one_are_too_long() {
        let since = (day("2026-09-01"), 6);
        let due = |meetings: &[&OneToOne], today: &str| {
            of_missing_one_to_one(StaffId(Uuid::from_u128(1)), meetings, since, day(today), 0)
                .and_then(|each| each.due_on)
        };
        assert_eq!((due(&[], "2026-10-12"), due(&[], "2026-10-13")), (None, Some(day("2026-10-13"))));
        let [held, planned] = [meeting("2026-10-01", None), meeting("2026-10-01", Some("2026-11-20"))];
        assert_eq!((due(&[&held], "2026-11-11"), due(&[&held], "2026-11-12")), (None, Some(day("2026-11-12"))));
        assert_eq!(due(&[&planned], "2026-12-24"), None, "its own day reminds of it");
        // In September nobody is behind because of the summer.
        assert_eq!(due(&[&meeting("2026-07-01", None)], "2026-09-10"), None);
    }

    #[test]
    fn probation_is_reviewed_after_one_three_and_six_months() {
        let mut appraisal: Appraisal = serde_json::from_value(serde_json::json!({
            "staff_id": Uuid::from_u128(1), "line_manager_id": Uuid::from_u128(2), "academic_year": "2026-27", "probation": true,
            "status": "agreed", "objectives": [], "mid_year_review": null, "final_review": null
        }))
        .unwrap();
        let due = |appraisal: &Appraisal| {
            of_probation(appraisal, Uuid::nil(), day("2026-09-15"), day("2027-04-01"), 0).and_then(|each| each.due_on)
        };
        let review = |held: &str| super::super::Review { held_on: day(held), summary: "Held".to_owned() };
        let mut found = Vec::new();
        for held in ["2026-10-15", "2026-12-15", "2027-03-15"] {
            found.push(due(&appraisal).unwrap());
            appraisal.probation_reviews.push(review(held));
        }
        assert_eq!(found, [day("2026-10-15"), day("2026-12-15"), day("2027-03-15")]);
        assert_eq!(due(&appraisal), None);
    }

    #[test]
    fn an_appraisal_is_missed_once_the_autumn_is_over() {
        let staff = StaffId(Uuid::from_u128(1));
        let due = |started: Option<&str>, today: &str| {
            let year = "2026-27".parse().unwrap();
            of_missing_appraisal(staff, year, started.map(day), day(today), 0).and_then(|each| each.due_on)
        };
        assert_eq!((due(None, "2026-10-30"), due(None, "2026-10-31")), (None, Some(day("2026-10-31"))));
        assert_eq!(due(Some("2027-01-04"), "2027-02-10"), Some(day("2027-02-04")));
    }
}
