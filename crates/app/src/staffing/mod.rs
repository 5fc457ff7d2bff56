//! The people who teach and cover: how they are employed, whether their vetting stands, and what is recorded of them.

pub mod absence_record;
pub mod agency;
mod agency_weeks;
pub mod central_record;
pub mod checks;
pub mod employment;
pub mod extra_hours;
pub mod fairness;
mod free;
pub mod line_management;
pub mod look_ahead;
mod managers;
pub mod people;
pub mod protected_time;
pub mod quality;
pub mod reminders;
mod sent;
pub mod supply;
pub mod working_time;

use crate::{Context, Error, Kind, Result, records};
use access::{Action, Caller, Person, decide};
use school::{AcademyId, Date, Kept, Record, StaffId, StaffMember};
use std::collections::HashMap;

/// The most staff that one use case goes through: more than any academy employs.
const MOST_STAFF: i64 = 5_000;

/// What a write by a natural key left.
#[derive(Debug, Clone, PartialEq)]
pub struct Put<T> {
    /// The record as it stands.
    pub kept: Kept<T>,
    /// Whether it is the first of its key.
    pub created: bool,
}

/// The condition of a write by a natural key: asked about the revision that stands, none where there is no record.
pub type Condition<'a> = &'a dyn Fn(Option<i32>) -> bool;

/// Refuses a range of days that runs backwards or too long.
pub(crate) fn check_days(from: Date, to: Date, most: i64) -> Result<()> {
    if to < from || (to - from).num_days() > most {
        let detail = format!("the range runs from a day to the same or a later one, at most {most} days");
        return Err(Error::invalid("/query/to", "out_of_range", detail));
    }
    Ok(())
}

/// All staff of an academy in reach by their ids.
pub(crate) fn staff_by_id(cx: &mut Context<'_>, academy: AcademyId) -> Result<HashMap<StaffId, StaffMember>> {
    Ok(all_staff(cx, academy)?.into_iter().map(|member| (member.id, member)).collect())
}

/// All staff of an academy in reach, in the order of their ids.
pub(crate) fn all_staff(cx: &mut Context<'_>, academy: AcademyId) -> Result<Vec<StaffMember>> {
    cx.academy(academy)?;
    Ok(store::roll::staff::list(cx.db, academy, None, None, MOST_STAFF)?)
}

/// Whether the roles of a member of staff let them do something at their own academy when they sign in themselves.
pub(crate) fn may(member: &StaffMember, action: Action) -> bool {
    let person = Person { signatory: member.signatory(), roles: member.roles.clone(), academy: member.academy_id };
    decide(&Caller::person(person), action).is_ok()
}

/// Whether the register of a class passes to a member of staff who covers it: to everybody who works here.
pub(crate) fn may_take_covered(member: &StaffMember) -> bool {
    may(member, Action::TakeCoveredRegisters)
}

/// The record about a member of staff of which there is one of a kind.
fn of_staff<T: Record>(cx: &mut Context<'_>, id: StaffId) -> Result<Kept<T>> {
    let member = crate::roll::staff::find_staff(cx, id)?;
    records::of_key(cx, member.academy_id, &id.to_string())?.ok_or(Error::NotFound(Kind::Other(T::NAME)))
}

/// Writes the record of a natural key, whether or not there is one.
pub(crate) fn put<T: Record + PartialEq>(
    cx: &mut Context<'_>,
    academy: AcademyId,
    value: T,
    condition: Condition<'_>,
) -> Result<Put<T>> {
    let key = value.natural_key().unwrap_or_default();
    match records::of_key::<T>(cx, academy, &key)? {
        None if !condition(None) => Err(Error::Precondition),
        None => Ok(Put { kept: records::add(cx, academy, value)?, created: true }),
        Some(kept) => {
            let kept = records::change(cx, kept, value, &|revision| condition(Some(revision)))?;
            Ok(Put { kept, created: false })
        }
    }
}
