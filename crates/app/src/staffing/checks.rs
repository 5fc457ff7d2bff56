//! The checks of the single central record, person by person.

use super::central_record::Known;
use super::{Condition, Put, of_staff, put};
use crate::{Context, Error, Result};
use cover::vetting::{Checks, ChecksRecord, Reason, check};
use school::{Date, Kept, StaffId};

/// The checks of a member of staff in reach.
pub fn find_checks(cx: &mut Context<'_>, id: StaffId) -> Result<Kept<ChecksRecord>> {
    of_staff(cx, id)
}

/// Writes the checks of a member of staff.
///
/// # Errors
/// Everything that is wrong with them.
pub fn put_checks(
    cx: &mut Context<'_>,
    id: StaffId,
    checks: Checks,
    condition: Condition<'_>,
) -> Result<Put<ChecksRecord>> {
    let member = crate::roll::staff::find_staff(cx, id)?;
    let errors = check(&checks, school::clock::local(cx.at).0);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    put(cx, member.academy_id, ChecksRecord { staff_id: id, checks }, condition)
}

/// Why a member of staff may not work with children on a day, by their checks and by the register of agency workers; empty where
/// they may.
pub fn reasons(cx: &mut Context<'_>, id: StaffId, date: Date) -> Result<Vec<Reason>> {
    let member = crate::roll::staff::find_staff(cx, id)?;
    Ok(Known::of(cx, &member)?.reasons(&member, date))
}
