//! Hours beyond the contract, and the account of time off in lieu: for the person, their line manager and human resources.

use super::managers::{is_in_charge, sees_figures_of, today};
use crate::records::{self, Filter};
use crate::roll::staff::find_staff;
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Kind, Result};
use cover::extra_hours::{Account, ExtraHours, Status, account, check_claim, check_decision};
use school::{AcademyId, Kept, RecordId, StaffId, StaffMember};

/// The most claims of one person: two on every day of ten years.
const MOST_CLAIMS: usize = 7_300;

/// A member of staff whose hours the caller may see; to anybody else the person is not there.
fn seen(cx: &mut Context<'_>, staff: StaffId) -> Result<StaffMember> {
    let member = find_staff(cx, staff)?;
    if sees_figures_of(cx, &member)? { Ok(member) } else { Err(Error::NotFound(Kind::Staff)) }
}

fn of(cx: &mut Context<'_>, academy: AcademyId, staff: StaffId) -> Result<Vec<Kept<ExtraHours>>> {
    let subjects = [staff.0];
    records::all(cx, academy, &Filter { subjects: Some(&subjects), ..Filter::default() })
}

/// The account of time off in lieu of somebody whose hours may be seen.
pub(super) fn account_of(cx: &mut Context<'_>, academy: AcademyId, staff: StaffId) -> Result<Account> {
    let hours = of(cx, academy, staff)?;
    Ok(account(hours.iter().map(|kept| &kept.value)))
}

/// The extra hours of a member of staff, the oldest record first.
pub fn list_hours(cx: &mut Context<'_>, staff: StaffId, ask: &Ask) -> Result<Listing<Kept<ExtraHours>>> {
    let member = seen(cx, staff)?;
    let hours = of(cx, member.academy_id, staff)?;
    records::list_of(cx, member.academy_id, ask, hours)
}

/// One claim.
pub fn find_hours(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<ExtraHours>> {
    let kept: Kept<ExtraHours> = records::find(cx, id)?;
    match seen(cx, kept.value.staff_id) {
        Ok(_) => Ok(kept),
        Err(Error::NotFound(_)) => Err(Error::NotFound(Kind::Other("claim of extra hours"))),
        Err(error) => Err(error),
    }
}

/// Claims hours, or asks for time off in lieu: the person, or who is in charge of them.
///
/// # Errors
/// Everything that is wrong with the claim; more time off than the account holds.
pub fn claim_hours(cx: &mut Context<'_>, claim: ExtraHours) -> Result<Kept<ExtraHours>> {
    let member = seen(cx, claim.staff_id)?;
    store::cover::hold_person(cx.db, claim.staff_id)?;
    let before = of(cx, member.academy_id, claim.staff_id)?;
    if before.len() >= MOST_CLAIMS {
        return Err(Error::Conflict(format!("a person has at most {MOST_CLAIMS} claims of extra hours")));
    }
    let errors = check_claim(&claim, account(before.iter().map(|kept| &kept.value)), today(cx));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    records::add(cx, member.academy_id, claim)
}

/// Decides a claim, or takes it back.
///
/// # Errors
/// Where who asks may not decide it, the step is not the next one, or the account does not hold so much.
pub fn decide_hours(
    cx: &mut Context<'_>,
    id: RecordId,
    (status, decision): (Status, Option<String>),
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<ExtraHours>> {
    let staff = find_hours(cx, id)?.value.staff_id;
    // The account is that of after whoever was quicker, and so is the claim.
    store::cover::hold_person(cx.db, staff)?;
    let kept = find_hours(cx, id)?;
    if !precondition(kept.revision) {
        return Err(Error::Precondition);
    }
    let decides = is_in_charge(cx, kept.academy_id, staff)? && cx.person() != Some(staff);
    let others = of(cx, kept.academy_id, staff)?;
    let others = account(others.iter().filter(|other| other.id != id).map(|other| &other.value));
    let after = ExtraHours { status, decision, decided_by: cx.person(), ..kept.value.clone() };
    let errors = check_decision(&kept.value, &after, others, decides);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    records::change(cx, kept, after, precondition)
}
