//! Names that were entered and names that are deleted.

use super::{DueReturn, Exception, ReturnKind, Trigger, days_after};
use crate::policy::PolicySettings;
use school::pupil::{EnrolmentKind, Stay};
use school::{Date, PupilId};

/// How many days before the starting day a name may have been entered and reported.
const ENTERED_BEFORE_DAYS: i64 = 90;

/// What is known of the school year that holds a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollYear {
    /// The first school day of the school year.
    pub first_school_day: Option<Date>,
    /// The last school day of the school year.
    pub last_school_day: Option<Date>,
    /// The year group of the most junior class that day.
    pub most_junior: Option<i16>,
    /// The year group of the most senior class that day.
    pub most_senior: Option<i16>,
}

/// A stay of a pupil on the roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stayed {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The days.
    pub stay: Stay,
    /// The kind of registration.
    pub kind: EnrolmentKind,
    /// The year group on the day that the return is about.
    pub year_group: Option<i16>,
}

/// The return about a name that was entered: by the end of the fifth day after it (that calendar days are meant is
/// (unconfirmed) and the cautious reading). Not of pupils in the most junior class from the first day of the school year,
/// unless the local authority asks; not of guests, who are not registered. `sent_on` is when it was last made.
pub fn new_pupil_return(
    stayed: &Stayed,
    year: &RollYear,
    settings: &PolicySettings,
    sent_on: Option<Date>,
    as_of: Date,
) -> Option<DueReturn> {
    let Stayed { pupil_id, stay, kind, year_group } = *stayed;
    let begun = stay.starting_day;
    let made = |sent: Date| (begun - sent).num_days() <= ENTERED_BEFORE_DAYS;
    if kind == EnrolmentKind::Guest || begun > as_of || sent_on.is_some_and(made) {
        return None;
    }
    let with_the_year = year.first_school_day.is_some_and(|first| begun <= first);
    let junior = year_group.is_some() && year_group == year.most_junior;
    let spared = with_the_year && junior && !settings.new_pupil_return_of_junior_class;
    let due_on = days_after(begun, settings.new_pupil_return_days);
    Some(DueReturn {
        kind: ReturnKind::NewPupil,
        pupil_id,
        trigger: Trigger::NameEntered,
        met_on: begun,
        due_on: Some(due_on),
        overdue: as_of > due_on,
        exception: spared.then_some(Exception::MostJuniorClass),
        last_sent_on: sent_on,
        evidence: None,
    })
}

/// The return about a name that is deleted: as soon as the ground is met, and no later than the deletion, which follows the
/// leaving day. Not of pupils in the most senior class who leave at or after the end of the last term of the school year.
pub fn deletion_return(
    stayed: &Stayed,
    year: &RollYear,
    settings: &PolicySettings,
    sent_on: Option<Date>,
    as_of: Date,
) -> Option<DueReturn> {
    let Stayed { pupil_id, stay, kind, year_group } = *stayed;
    let leaving = stay.leaving_day?;
    if kind == EnrolmentKind::Guest || sent_on.is_some_and(|sent| sent >= stay.starting_day) {
        return None;
    }
    let at_the_end = year.last_school_day.is_some_and(|last| leaving >= last);
    let senior = year_group.is_some() && year_group == year.most_senior;
    let spared = at_the_end && senior && !settings.deletion_return_of_senior_class;
    Some(DueReturn {
        kind: ReturnKind::Deletion,
        pupil_id,
        trigger: Trigger::NameDeleted,
        met_on: leaving,
        due_on: Some(leaving),
        overdue: as_of > leaving,
        exception: spared.then_some(Exception::MostSeniorClass),
        last_sent_on: sent_on,
        evidence: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn stayed(first: &str, last: Option<&str>, group: i16) -> Stayed {
        Stayed {
            pupil_id: PupilId(uuid::Uuid::nil()),
            stay: Stay { starting_day: day(first), leaving_day: last.map(day) },
            kind: EnrolmentKind::Main,
            year_group: Some(group),
        }
    }

    fn year() -> RollYear {
        RollYear {
            first_school_day: Some(day("2026-09-03")),
            last_school_day: Some(day("2027-07-21")),
            most_junior: Some(7),
            most_senior: Some(11),
        }
    }

    #[test]
    fn a_new_name_is_reported_within_five_days_but_for_the_new_year() {
        let ask = |stayed: &Stayed, sent: Option<&str>, settings: &PolicySettings| {
            new_pupil_return(stayed, &year(), settings, sent.map(day), day("2026-11-23"))
                .map(|due| (due.due_on.unwrap().to_string(), due.overdue, due.exception.is_some()))
        };
        let usual = PolicySettings::default();
        assert_eq!(ask(&stayed("2026-11-18", None, 9), None, &usual), Some(("2026-11-23".to_owned(), false, false)));
        assert_eq!(ask(&stayed("2026-11-17", None, 9), None, &usual), Some(("2026-11-22".to_owned(), true, false)));
        assert_eq!(ask(&stayed("2026-09-01", None, 7), None, &usual), Some(("2026-09-06".to_owned(), true, true)));
        assert_eq!(ask(&stayed("2026-09-04", None, 7), None, &usual).map(|due| due.2), Some(false), "a day late");
        assert_eq!(
            ask(&stayed("2026-09-03", None, 8), None, &usual).map(|due| due.2),
            Some(false),
            "not the most junior"
        );
        let asked = PolicySettings { new_pupil_return_of_junior_class: true, ..PolicySettings::default() };
        assert_eq!(ask(&stayed("2026-09-03", None, 7), None, &asked).map(|due| due.2), Some(false));
        assert_eq!(ask(&stayed("2026-11-18", None, 9), Some("2026-11-19"), &usual), None, "it was made");
        assert!(ask(&stayed("2026-11-18", None, 9), Some("2025-09-19"), &usual).is_some(), "about an earlier stay");
        assert_eq!(ask(&stayed("2026-11-24", None, 9), None, &usual), None);
        assert_eq!(ask(&Stayed { kind: EnrolmentKind::Guest, ..stayed("2026-11-18", None, 9) }, None, &usual), None);
    }

    #[test]
    fn a_deletion_is_reported_no_later_than_it_happens() {
        let ask = |last: &str, group: i16| {
            deletion_return(
                &stayed("2025-09-03", Some(last), group),
                &year(),
                &PolicySettings::default(),
                None,
                day("2026-11-23"),
            )
            .map(|due| (due.due_on.unwrap().to_string(), due.overdue, due.exception.is_some()))
        };
        assert_eq!(ask("2026-11-20", 9), Some(("2026-11-20".to_owned(), true, false)));
        assert_eq!(ask("2026-12-18", 9), Some(("2026-12-18".to_owned(), false, false)));
        assert_eq!(ask("2027-07-21", 11), Some(("2027-07-21".to_owned(), false, true)));
        assert_eq!(ask("2027-07-20", 11).map(|due| due.2), Some(false));
        assert_eq!(ask("2027-07-21", 10).map(|due| due.2), Some(false));
        let here = stayed("2025-09-03", None, 9);
        assert_eq!(deletion_return(&here, &year(), &PolicySettings::default(), None, day("2026-11-23")), None);
    }
}
