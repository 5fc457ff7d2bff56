//! Who manages whom, and who may read and write what is confidential to a line manager and human resources.

use crate::records::{self, Filter};
use crate::{Context, Error, Result};
use access::Action;
use cover::appraisal::{Appraisal, AppraisalStatus, Capability, Feedback, Observation, OneToOne, TrainingRecord};
use school::{AcademyId, Date, Kept, Record, Role, StaffId, StaffMember, Violation};
use std::collections::HashMap;
use uuid::Uuid;

/// For how many days after its year an appraisal still says who the line manager is.
const MANAGES_DAYS: u64 = 400;

/// A record about somebody for their line manager and human resources.
pub trait Confidential: Record {
    /// About whom it is.
    fn about(&self) -> StaffId;
    /// The line manager under whose name it was written; none where it has no such name.
    fn line_manager(&self) -> Option<StaffId>;
}

macro_rules! confidential {
    ($($name:ident $manager:expr;)+) => {
        $(impl Confidential for $name {
            fn about(&self) -> StaffId {
                self.staff_id
            }

            fn line_manager(&self) -> Option<StaffId> {
                let manager: fn(&Self) -> Option<StaffId> = $manager;
                manager(self)
            }
        })+
    };
}

confidential! {
    Appraisal |record| Some(record.line_manager_id);
    Observation |record| Some(record.line_manager_id);
    OneToOne |record| Some(record.line_manager_id);
    Feedback |record| Some(record.line_manager_id);
    Capability |record| Some(record.line_manager_id);
    TrainingRecord |_| None;
}

/// Refuses what somebody would write of their own absence: what protects it, what is certified, and what follows from it, others
/// say.
pub(super) fn refuse_own(cx: &Context<'_>, staff: StaffId) -> Result<()> {
    if cx.person() == Some(staff) {
        return Err(Error::Forbidden("nobody writes this of their own absence; somebody else of human resources does"));
    }
    Ok(())
}

pub(super) fn today(cx: &Context<'_>) -> Date {
    school::clock::local(cx.at).0
}

/// Whether the caller works in human resources of an academy, or is a client that acts for itself. Somebody of human resources
/// who is an officer of the trust too reads further than the own academy, but is human resources there alone.
pub(super) fn is_personnel(cx: &mut Context<'_>, academy: AcademyId) -> Result<bool> {
    let Some(person) = cx.person() else { return Ok(true) };
    let member = store::roll::staff::find(cx.db, person)?;
    Ok(member.is_some_and(|member| member.academy_id == academy && member.roles.contains(&Role::HumanResources)))
}

/// The line managers at an academy, of all or of some: whom the appraisal of the latest year that has begun names, of which there
/// is one of a year. Where that year's was ended there is nobody until another is begun: the manager of a year before does not
/// come back.
pub(super) fn managers(
    cx: &mut Context<'_>,
    academy: AcademyId,
    of: Option<&[Uuid]>,
) -> Result<HashMap<StaffId, StaffId>> {
    let since = today(cx).checked_sub_days(chrono::Days::new(MANAGES_DAYS)).unwrap_or_default();
    let filter = Filter { subjects: of, from: Some(since), to: None };
    let mut latest: HashMap<StaffId, Appraisal> = HashMap::new();
    let stands = |appraisal: &Appraisal| appraisal.status != AppraisalStatus::Cancelled;
    let rank = |appraisal: &Appraisal| (appraisal.academic_year, stands(appraisal));
    for Kept { value, .. } in records::all::<Appraisal>(cx, academy, &filter)? {
        let begun = value.academic_year.first_day() <= today(cx);
        if begun && latest.get(&value.staff_id).is_none_or(|other| rank(other) <= rank(&value)) {
            latest.insert(value.staff_id, value);
        }
    }
    let standing = latest.into_values().filter(stands);
    Ok(standing.map(|appraisal| (appraisal.staff_id, appraisal.line_manager_id)).collect())
}

/// The line manager of a person.
pub(super) fn manager_of(cx: &mut Context<'_>, academy: AcademyId, staff: StaffId) -> Result<Option<StaffId>> {
    Ok(managers(cx, academy, Some(&[staff.0]))?.remove(&staff))
}

/// Whether the caller is human resources for a person: nobody is for themselves.
pub(super) fn is_personnel_of(cx: &mut Context<'_>, academy: AcademyId, staff: StaffId) -> Result<bool> {
    Ok(cx.person() != Some(staff) && is_personnel(cx, academy)?)
}

/// Whether the caller is the line manager of a person, or human resources: who may write what is confidential about them, and sees
/// all of it. Nobody is in charge of themselves, whatever their role.
pub(super) fn is_in_charge(cx: &mut Context<'_>, academy: AcademyId, staff: StaffId) -> Result<bool> {
    let caller = cx.person();
    if caller == Some(staff) {
        return Ok(false);
    }
    if is_personnel(cx, academy)? {
        return Ok(true);
    }
    Ok(caller.is_some() && manager_of(cx, academy, staff)? == caller)
}

/// Whether the caller may see the figures and the training of a person: the person themselves, human resources, and the line
/// manager.
pub(super) fn sees_figures_of(cx: &mut Context<'_>, member: &StaffMember) -> Result<bool> {
    Ok(cx.person() == Some(member.id) || is_in_charge(cx, member.academy_id, member.id)?)
}

/// Whether the caller may read a confidential record: who is in charge of the person today reads all that was written before, and
/// who was so once what they wrote themselves.
pub(super) fn reads<T: Confidential>(cx: &mut Context<'_>, kept: &Kept<T>) -> Result<bool> {
    let wrote = cx.person().is_some() && kept.value.line_manager() == cx.person();
    Ok(wrote || is_in_charge(cx, kept.academy_id, kept.value.about())?)
}

/// For whom the caller is reminded: for everybody as human resources, else for those whose line manager they are.
pub(super) struct InCharge {
    personnel: bool,
    caller: Option<StaffId>,
    managers: HashMap<StaffId, StaffId>,
}

impl InCharge {
    /// Those at an academy.
    pub(super) fn of(cx: &mut Context<'_>, academy: AcademyId) -> Result<Self> {
        let personnel = is_personnel(cx, academy)?;
        Ok(Self { personnel, caller: cx.person(), managers: managers(cx, academy, None)? })
    }

    /// Whether the caller is in charge of a person.
    pub(super) fn holds(&self, staff: StaffId) -> bool {
        let manages = self.caller.is_some() && self.managers.get(&staff).copied() == self.caller;
        self.caller != Some(staff) && (self.personnel || manages)
    }

    /// Whether a person has a line manager.
    pub(super) fn is_managed(&self, staff: StaffId) -> bool {
        self.managers.contains_key(&staff)
    }
}

/// What is wrong with the line manager whom a record about somebody names: it is somebody of the same academy who may read it.
pub(super) fn named(cx: &mut Context<'_>, member: &StaffMember, manager: StaffId) -> Option<Violation> {
    let refuse = |code, detail| Some(Violation::new("/line_manager_id", code, detail));
    let Ok(named) = crate::roll::staff::find_staff(cx, manager) else {
        return refuse("unknown_staff", "there is no such member of staff in reach");
    };
    if named.academy_id != member.academy_id {
        return refuse("of_another_academy", "a line manager works at the academy of the person");
    }
    if !super::may(&named, Action::ReadLineManagement) {
        return refuse("may_not_read", "no role of this person lets them read the records of line management");
    }
    None
}
