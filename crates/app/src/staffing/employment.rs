//! How staff are employed.

use super::{Condition, Put, of_staff, put};
use crate::{Context, Error, Result};
use cover::staff::{Employment, EmploymentRecord, check};
use school::{Kept, StaffId};

/// How a member of staff in reach is employed.
pub fn find_employment(cx: &mut Context<'_>, id: StaffId) -> Result<Kept<EmploymentRecord>> {
    of_staff(cx, id)
}

/// Writes how a member of staff is employed.
///
/// # Errors
/// Everything that is wrong with it.
pub fn put_employment(
    cx: &mut Context<'_>,
    id: StaffId,
    employment: Employment,
    condition: Condition<'_>,
) -> Result<Put<EmploymentRecord>> {
    let member = crate::roll::staff::find_staff(cx, id)?;
    let errors = check(&employment);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    put(cx, member.academy_id, EmploymentRecord { staff_id: id, employment }, condition)
}
