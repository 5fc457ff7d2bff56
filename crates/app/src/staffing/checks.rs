//! The checks of the single central record, person by person.

use super::{Condition, Put, of_staff, put};
use crate::{Context, Error, Result, records};
use cover::staff::EmploymentRecord;
use cover::vetting::{Checks, ChecksRecord, Needs, Reason, check};
use school::{AcademyId, Date, Kept, StaffId};

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

/// Why a person may not work with children on a day, as the record stands; empty where they may.
pub fn reasons(
    cx: &mut Context<'_>,
    academy: AcademyId,
    record: &ChecksRecord,
    date: Date,
) -> Result<(Needs, Vec<Reason>)> {
    let employment = records::of_key::<EmploymentRecord>(cx, academy, &record.staff_id.to_string())?;
    let needs = Needs::of(employment.as_ref().map(|kept| &kept.value.employment));
    Ok((needs, record.checks.valid_on(needs, date)))
}
