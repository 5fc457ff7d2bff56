//! What follows from somebody's absence.

use super::super::managers::refuse_own;
use super::super::{Condition, Put, put};
use super::today;
use crate::records;
use crate::roll::staff::find_staff;
use crate::{Context, Error, Result};
use cover::absence_record::{AbsenceCase, AbsenceCaseRecord, PolicyStep, check_case};
use school::{Kept, StaffId};

/// What follows from a person's absence; nothing yet where nobody has recorded it.
pub fn find_case(cx: &mut Context<'_>, staff: StaffId) -> Result<(AbsenceCase, i32)> {
    let kept = kept(cx, staff)?;
    Ok(kept.map_or((AbsenceCase::default(), 0), |kept| (kept.value.case, kept.revision)))
}

fn kept(cx: &mut Context<'_>, staff: StaffId) -> Result<Option<Kept<AbsenceCaseRecord>>> {
    let member = find_staff(cx, staff)?;
    records::of_key(cx, member.academy_id, &staff.to_string())
}

/// The stage of the policy that stands today.
pub fn stage_today(cx: &Context<'_>, case: &AbsenceCase) -> Option<PolicyStep> {
    case.stage_on(today(cx)).cloned()
}

/// Writes what follows from a person's absence, whole.
pub fn put_case(
    cx: &mut Context<'_>,
    staff: StaffId,
    case: AbsenceCase,
    condition: Condition<'_>,
) -> Result<Put<AbsenceCaseRecord>> {
    let member = find_staff(cx, staff)?;
    refuse_own(cx, staff)?;
    let errors = check_case(&case, today(cx));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    put(cx, member.academy_id, AbsenceCaseRecord { staff_id: staff, case }, condition)
}
