//! Applies what is said of a pupil to what stands, in memory: nothing is read or written here.

use super::identity::{self, Amended};
use super::stays::{self, Placed};
use super::{PupilFields, check, dated, registration};
use crate::Result;
use crate::roll::book::{Groups, PupilEntry};
use crate::roll::checks::{Checks, tidy};
use exchange::Cell;
use school::pupil::{Enrolment, Identity};
use school::{AcademyId, Date, Instant, Violation};
use store::roll::pupils::Record;
use uuid::Uuid;

/// How what is said is to be understood.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// The academy.
    pub(crate) academy_id: AcademyId,
    /// The moment.
    pub(crate) at: Instant,
    /// The date at the moment.
    pub(crate) today: Date,
    /// From which day what is dated is to hold; from today on where it is not said. A stay that begins now is described
    /// from its first day.
    pub(crate) effective_from: Option<Date>,
}

/// A pupil with what was said applied.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    /// The pupil as they are to stand.
    pub(crate) entry: PupilEntry,
    /// The names of the fields that changed.
    pub(crate) changed: Vec<&'static str>,
    /// The statutory entries that were amended; none for a new pupil.
    pub(crate) amended: Vec<Amended>,
    /// A stay whose days changed: marks outside it would be stranded.
    pub(crate) moved: Option<Enrolment>,
    /// What is doubtful.
    pub(crate) warnings: Vec<Violation>,
}

/// Makes a new pupil of what is said.
pub(crate) fn enter(
    fields: &PupilFields,
    terms: &Terms,
    groups: &mut Groups,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<Applied> {
    let mut checks = Checks::default();
    check::values(fields, terms.today, &mut checks);
    let identity = new_identity(fields, &mut checks);
    let mut enrolments = Vec::new();
    let placed = stays::apply(&mut enrolments, fields, new_id().into(), &mut checks);
    let (Some(identity), Some(placed)) = (identity, placed) else { return Err(refused(checks)) };
    check_birth(&identity, &enrolments, &mut checks);
    if !checks.is_clean() {
        return Err(refused(checks));
    }
    let record = Record {
        id: new_id().into(),
        academy_id: terms.academy_id,
        person_id: new_id().into(),
        identity,
        revision: 1,
        created_at: terms.at,
        updated_at: terms.at,
    };
    let mut entry = PupilEntry { record, enrolments, characteristics: Vec::new(), members: Vec::new() };
    dated::begin(&mut entry.characteristics, fields, placed.now.stay);
    register(&mut entry, fields, placed.now.stay.starting_day, &placed, groups, terms, new_id);
    let warnings = stays::warnings(&placed, terms.today);
    Ok(Applied { entry, changed: Vec::new(), amended: Vec::new(), moved: None, warnings })
}

/// Changes a pupil by what is said.
pub(crate) fn amend(
    before: &PupilEntry,
    fields: &PupilFields,
    terms: &Terms,
    groups: &mut Groups,
    new_id: &mut dyn FnMut() -> Uuid,
) -> Result<Applied> {
    let mut checks = Checks::default();
    check::values(fields, terms.today, &mut checks);
    let mut entry = before.clone();
    identity::apply(&mut entry.record.identity, fields);
    let placed = stays::apply(&mut entry.enrolments, fields, new_id().into(), &mut checks);
    check_birth(&entry.record.identity, &entry.enrolments, &mut checks);
    let Some(placed) = placed.filter(|_| checks.is_clean()) else { return Err(refused(checks)) };
    let stay = placed.now.stay;
    let mut changed = identity::changed_identity(&before.record.identity, &entry.record.identity);
    let mut amended = identity::amended(&before.record.identity, &entry.record.identity);
    let of_stay = stays::amended(&placed);
    changed.extend(of_stay.iter().map(|entry| entry.field));
    amended.extend(of_stay);
    let from = if let Some(old) = placed.before {
        registration::follow_stay(&mut entry.members, old.stay, stay);
        dated::move_start(&mut entry.characteristics, old.stay.starting_day, stay.starting_day);
        let from = terms.effective_from.unwrap_or(terms.today).max(stay.starting_day);
        let from = stay.leaving_day.map_or(from, |last| from.min(last));
        changed.extend(dated::apply(&mut entry.characteristics, fields, from, stay));
        from
    } else {
        dated::begin(&mut entry.characteristics, fields, stay);
        stay.starting_day
    };
    if register(&mut entry, fields, from, &placed, groups, terms, new_id) {
        changed.push("registration_group");
    }
    let moved = placed.before.filter(|old| old.stay != stay).map(|_| placed.now);
    let warnings = stays::warnings(&placed, terms.today);
    Ok(Applied { entry, changed, amended, moved, warnings })
}

/// Sets the registration group, where anything is said of it; answers whether that changed anything.
fn register(
    entry: &mut PupilEntry,
    fields: &PupilFields,
    from: Date,
    placed: &Placed,
    groups: &mut Groups,
    terms: &Terms,
    new_id: &mut dyn FnMut() -> Uuid,
) -> bool {
    let stay = placed.now.stay;
    let has_left = terms.effective_from.is_none() && stay.leaving_day.is_some_and(|last| last < terms.today);
    let group = match &fields.registration_group {
        Cell::Absent => return false,
        // Who has left is in no group any more; that says nothing of the days before.
        Cell::Null if has_left => return false,
        Cell::Null => None,
        Cell::Value(name) => Some(groups.registration(&tidy(name), terms, new_id)),
    };
    registration::move_to(&mut entry.members, group, from, stay, new_id())
}

fn new_identity(fields: &PupilFields, checks: &mut Checks) -> Option<Identity> {
    for (pointer, absent) in [
        ("/surname", fields.surname.is_absent()),
        ("/forename", fields.forename.is_absent()),
        ("/date_of_birth", fields.date_of_birth.is_absent()),
        ("/sex", fields.sex.is_absent()),
    ] {
        if absent {
            checks.missing(pointer);
        }
    }
    let mut identity = Identity {
        upn: None,
        former_upn: None,
        surname: fields.surname.clone().value()?,
        forename: fields.forename.clone().value()?,
        legal_surname: None,
        legal_forename: None,
        other_names: None,
        date_of_birth: fields.date_of_birth.value()?,
        sex: fields.sex.value()?,
        address: None,
        last_school: None,
        next_school: None,
        mis_id: None,
    };
    identity::apply(&mut identity, fields);
    Some(identity)
}

fn check_birth(identity: &Identity, enrolments: &[Enrolment], checks: &mut Checks) {
    if enrolments.first().is_some_and(|first| first.stay.starting_day <= identity.date_of_birth) {
        checks.fail("/starting_day", "starts_before_birth", "the starting day is before the birth");
    }
}

/// All that is wrong.
fn refused(checks: Checks) -> crate::Error {
    match checks.finish() {
        Err(error) => error,
        Ok(()) => crate::Error::invalid("", "incomplete", "a pupil cannot be made of this"),
    }
}
