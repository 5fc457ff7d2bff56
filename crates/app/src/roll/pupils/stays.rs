//! Stays on the roll: starting, correcting, leaving, coming back.

use super::PupilFields;
use super::identity::Amended;
use crate::roll::checks::{Checks, set};
use chrono::Duration;
use exchange::Cell;
use school::pupil::{DeletionGround, Enrolment, EnrolmentKind, Stay};
use school::{Date, EnrolmentId, Violation};
use serde::Serialize;

/// After how many days a name that is taken off the roll is said to be taken off in retrospect. No name may be removed
/// from a register retrospectively; a few days pass before what ends a registration is known and entered.
const RETROSPECT_DAYS: i64 = 5;

/// Which stay the fields are about, and what stood of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// The stay as it is to be.
    pub(super) now: Enrolment,
    /// As it was; none for a new one.
    pub(super) before: Option<Enrolment>,
}

/// Finds the stay that the fields are about and sets what they say of it.
pub(super) fn apply(
    enrolments: &mut Vec<Enrolment>,
    fields: &PupilFields,
    new_id: EnrolmentId,
    checks: &mut Checks,
) -> Option<Placed> {
    let before = about(enrolments, fields);
    let mut now = match (before, fields.starting_day) {
        (Some(stay), _) => stay,
        (None, Cell::Value(starting_day)) => Enrolment {
            id: new_id,
            stay: Stay { starting_day, leaving_day: None },
            kind: EnrolmentKind::default(),
            ground: None,
        },
        (None, _) => {
            checks.missing("/starting_day");
            return None;
        }
    };
    if let Cell::Value(day) = fields.starting_day {
        now.stay.starting_day = day;
    }
    set(&mut now.stay.leaving_day, &fields.leaving_day);
    match fields.kind {
        Cell::Absent => {}
        Cell::Null => now.kind = EnrolmentKind::default(),
        Cell::Value(kind) => now.kind = kind,
    }
    set(&mut now.ground, &fields.ground);
    if now.stay.leaving_day.is_none() && fields.ground.is_absent() {
        now.ground = None;
    }
    enrolments.retain(|stay| stay.id != now.id);
    enrolments.push(now);
    enrolments.sort_by_key(|enrolment| enrolment.stay.starting_day);
    check(enrolments, &now, checks);
    Some(Placed { now, before })
}

/// The stay that the fields are about; none for a new one.
fn about(enrolments: &[Enrolment], fields: &PupilFields) -> Option<Enrolment> {
    let latest = *enrolments.last()?;
    let Cell::Value(starting_day) = fields.starting_day else { return Some(latest) };
    if let Some(same) = enrolments.iter().find(|enrolment| enrolment.stay.starting_day == starting_day) {
        return Some(*same);
    }
    if latest.stay.leaving_day.is_some_and(|last| starting_day > last) {
        return None;
    }
    let whole = Stay { starting_day, leaving_day: fields.leaving_day.value() };
    let apart = whole.leaving_day.is_some() && enrolments.iter().all(|enrolment| !enrolment.stay.overlaps(whole));
    if apart { None } else { Some(latest) }
}

fn check(enrolments: &[Enrolment], now: &Enrolment, checks: &mut Checks) {
    let Stay { starting_day, leaving_day } = now.stay;
    if leaving_day.is_some_and(|last| last < starting_day) {
        checks.fail("/leaving_day", "ends_before_it_begins", "the leaving day is before the starting day");
    } else if enrolments.iter().any(|other| other.id != now.id && other.stay.overlaps(now.stay)) {
        let detail = "the pupil is already on the roll on some of these days";
        checks.fail("/starting_day", "overlapping_enrolment", detail);
    }
    if now.ground.is_some() && leaving_day.is_none() {
        let detail = "a ground for deletion needs the leaving day; what is said of a pupil who stays is refused";
        checks.fail("/ground", "ground_without_leaving_day", detail);
    }
}

/// The statutory entries of the stay that differ.
pub(super) fn amended(placed: &Placed) -> Vec<Amended> {
    let original = placed.before.map(texts).unwrap_or_default();
    let mut changes = Vec::new();
    for (place, (field, amended)) in texts(placed.now).into_iter().enumerate() {
        let original = original.get(place).and_then(|(_, text)| text.clone());
        if original != amended {
            changes.push(Amended { field, original, amended });
        }
    }
    changes
}

fn texts(enrolment: Enrolment) -> Vec<(&'static str, Option<String>)> {
    let Enrolment { id: _, stay: Stay { starting_day, leaving_day }, kind, ground } = enrolment;
    vec![
        ("starting_day", Some(starting_day.to_string())),
        ("leaving_day", leaving_day.map(|day| day.to_string())),
        ("kind", word(&kind)),
        ("ground", ground.as_ref().and_then(word::<DeletionGround>)),
    ]
}

/// The word of a value in the API.
fn word<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned))
}

/// What is doubtful about a stay that has just been set.
pub(super) fn warnings(placed: &Placed, today: Date) -> Vec<Violation> {
    let mut warnings = Vec::new();
    let left_before = placed.before.and_then(|before| before.stay.leaving_day);
    let Some(leaving) = placed.now.stay.leaving_day.filter(|day| Some(*day) != left_before) else { return warnings };
    if placed.now.ground.is_none() {
        let detail = "the ground for deletion is missing (regulation 9 of SI 2024/208 has the closed list)";
        warnings.push(Violation::new("/ground", "ground_missing", detail));
    }
    if placed.before.is_some() && leaving < today - Duration::days(RETROSPECT_DAYS) {
        let detail = "a name may not be removed from the register retrospectively; the marks up to this day stand";
        warnings.push(Violation::new("/leaving_day", "retrospective_deletion", detail));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn enrolment(number: u128, first: &str, last: Option<&str>) -> Enrolment {
        let stay = Stay { starting_day: day(first), leaving_day: last.map(day) };
        Enrolment { id: id(number), stay, kind: EnrolmentKind::Main, ground: None }
    }

    fn id(number: u128) -> EnrolmentId {
        EnrolmentId(uuid::Uuid::from_u128(number))
    }

    fn days(first: &str, last: Cell<&str>) -> PupilFields {
        let starting_day = Cell::Value(day(first));
        PupilFields { starting_day, leaving_day: last.map(day), ..PupilFields::default() }
    }

    /// Applies the fields to one ended and one open stay; answers which stay they were about, or what was wrong.
    fn apply_to_two(fields: &PupilFields) -> Result<(u128, Vec<Enrolment>), String> {
        let mut stays =
            vec![enrolment(1, "2023-09-04", Some("2024-07-19")), enrolment(2, "2025-09-03", Some("2026-07-17"))];
        let mut checks = Checks::default();
        let placed = apply(&mut stays, fields, id(9), &mut checks);
        match checks.finish() {
            Ok(()) => Ok((placed.map_or(0, |placed| placed.now.id.0.as_u128()), stays)),
            Err(crate::Error::Invalid(wrong)) => Err(wrong[0].code.clone()),
            Err(other) => Err(other.to_string()),
        }
    }

    #[test]
    fn a_starting_day_says_which_stay_is_meant() {
        let about = |first, last| apply_to_two(&days(first, last)).map(|(about, _)| about);
        assert_eq!(about("2025-09-03", Cell::Absent), Ok(2));
        assert_eq!(about("2023-09-04", Cell::Absent), Ok(1));
        assert_eq!(about("2023-09-04", Cell::Value("2024-06-28")), Ok(1));
        assert_eq!(about("2026-11-02", Cell::Absent), Ok(9));
        assert_eq!(about("2025-09-08", Cell::Absent), Ok(2));
        assert_eq!(about("2020-09-02", Cell::Value("2021-07-16")), Ok(9));
        assert_eq!(about("2024-09-02", Cell::Value("2025-07-18")), Ok(9));
    }

    #[test]
    fn stays_do_not_overlap_nor_end_before_they_begin() {
        let wrong = |first, last| apply_to_two(&days(first, last)).map(|(about, _)| about);
        assert_eq!(wrong("2024-01-08", Cell::Absent), Err("overlapping_enrolment".to_owned()));
        assert_eq!(wrong("2023-09-04", Cell::Null), Err("overlapping_enrolment".to_owned()));
        assert_eq!(wrong("2025-09-03", Cell::Value("2025-09-02")), Err("ends_before_it_begins".to_owned()));
        let mut fields = days("2025-09-03", Cell::Null);
        fields.ground = Cell::Value(DeletionGround::MovedAway);
        assert_eq!(apply_to_two(&fields).map(|(about, _)| about), Err("ground_without_leaving_day".to_owned()));
    }
}
