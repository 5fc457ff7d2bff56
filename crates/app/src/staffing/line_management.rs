//! Line management: appraisals, observations and one-to-ones, each for its line manager and human resources alone; training.

use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Kind, Result};
use cover::appraisal::{
    Appraisal, AppraisalStatus, Observation, OneToOne, Training, TrainingRecord, change, check_new, check_observation,
    check_one_to_one, check_training,
};
use school::{AcademyId, Date, Kept, Record, RecordId, Role, StaffId, StaffMember, Violation};

/// For how many days after its year an appraisal still says who the line manager is.
const MANAGES_DAYS: u64 = 400;

/// A record that names the line manager for whom it is.
pub trait Confidential: Record {
    /// The line manager.
    fn line_manager(&self) -> StaffId;
}

impl Confidential for Appraisal {
    fn line_manager(&self) -> StaffId {
        self.line_manager_id
    }
}

impl Confidential for Observation {
    fn line_manager(&self) -> StaffId {
        self.line_manager_id
    }
}

impl Confidential for OneToOne {
    fn line_manager(&self) -> StaffId {
        self.line_manager_id
    }
}

fn today(cx: &Context<'_>) -> Date {
    school::clock::local(cx.at).0
}

fn caller(cx: &Context<'_>) -> Option<StaffId> {
    cx.acting.actor.person.as_ref().map(|person| person.staff_id)
}

/// Whether the caller works in human resources of an academy, or is a client that acts for itself. Somebody of human resources
/// who is an officer of the trust too reads further than the own academy, but is human resources there alone.
fn is_personnel(cx: &mut Context<'_>, academy: AcademyId) -> Result<bool> {
    let Some(person) = caller(cx) else { return Ok(true) };
    let member = store::roll::staff::find(cx.db, person)?;
    Ok(member.is_some_and(|member| member.academy_id == academy && member.roles.contains(&Role::HumanResources)))
}

/// Whether the caller may see the records of a line manager at an academy.
fn sees(cx: &mut Context<'_>, academy: AcademyId, manager: StaffId) -> Result<bool> {
    Ok(caller(cx) == Some(manager) || is_personnel(cx, academy)?)
}

/// The line manager of a person: whom the appraisal of the latest year that has begun names, of which there is one of a year.
/// Where that year's was ended there is nobody until another is begun: the manager of a year before does not come back.
fn manager_of(cx: &mut Context<'_>, member: &StaffMember) -> Result<Option<StaffId>> {
    let subjects = [member.id.0];
    let since = today(cx).checked_sub_days(chrono::Days::new(MANAGES_DAYS)).unwrap_or_default();
    let filter = Filter { subjects: Some(&subjects), from: Some(since), to: None };
    let appraisals: Vec<Kept<Appraisal>> = records::all(cx, member.academy_id, &filter)?;
    let begun = appraisals.iter().map(|kept| &kept.value).filter(|each| each.academic_year.first_day() <= today(cx));
    let latest = begun.max_by_key(|each| (each.academic_year, each.status != AppraisalStatus::Cancelled));
    Ok(latest.filter(|each| each.status != AppraisalStatus::Cancelled).map(|each| each.line_manager_id))
}

/// Whether the caller may see the figures of a person: the person themselves, human resources, and the line manager.
pub(super) fn sees_figures_of(cx: &mut Context<'_>, member: &StaffMember) -> Result<bool> {
    let caller = caller(cx);
    if caller == Some(member.id) || is_personnel(cx, member.academy_id)? {
        return Ok(true);
    }
    Ok(caller.is_some() && manager_of(cx, member)? == caller)
}

/// A confidential record: to anybody else it is not there.
pub fn find<T: Confidential>(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<T>> {
    let kept: Kept<T> = records::find(cx, id)?;
    let seen = sees(cx, kept.academy_id, kept.value.line_manager())?;
    if seen { Ok(kept) } else { Err(Error::NotFound(Kind::Other(T::NAME))) }
}

/// The confidential records about a person that the caller may see, the oldest first. Nothing in the answer, neither a page that
/// ends early nor what has changed, tells of others.
pub fn list<T: Confidential>(cx: &mut Context<'_>, staff: StaffId, ask: &Ask) -> Result<Listing<Kept<T>>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let subjects = [staff.0];
    let filter = Filter { subjects: Some(&subjects), ..Filter::default() };
    let seen = visible::<T>(cx, member.academy_id, &filter)?;
    records::list_of(cx, member.academy_id, ask, seen)
}

/// Adds a confidential record after its rules were asked. A line manager writes the own records, human resources anybody's.
fn add<T: Confidential>(cx: &mut Context<'_>, staff: StaffId, value: T, mut errors: Vec<Violation>) -> Result<Kept<T>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let manager = value.line_manager();
    if crate::roll::staff::find_staff(cx, manager).is_err() {
        let detail = "there is no such member of staff in reach";
        errors.push(Violation::new("/line_manager_id", "unknown_staff", detail));
    } else if !sees(cx, member.academy_id, manager)? {
        let detail = "a line manager writes records under the own name; human resources under that of the line manager";
        errors.push(Violation::new("/line_manager_id", "not_the_line_manager", detail));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    records::add(cx, member.academy_id, value)
}

/// Begins an appraisal. Who somebody's line manager is, human resources say: the first appraisal, and one that names another
/// manager than the one before, is theirs to begin. A line manager goes on with that of the next year once it has begun.
pub fn create_appraisal(cx: &mut Context<'_>, appraisal: Appraisal) -> Result<Kept<Appraisal>> {
    let member = crate::roll::staff::find_staff(cx, appraisal.staff_id)?;
    let mut errors = check_new(&appraisal, today(cx));
    if caller(cx) == Some(appraisal.line_manager_id) && !is_personnel(cx, member.academy_id)? {
        if manager_of(cx, &member)? != caller(cx) {
            let detail = "human resources begin the first appraisal under a line manager, who goes on with the next";
            errors.push(Violation::new("/line_manager_id", "set_by_human_resources", detail));
        }
        if appraisal.academic_year.first_day() > today(cx) {
            let detail = "a line manager begins the appraisal of a year that has begun; human resources may before";
            errors.push(Violation::new("/academic_year", "not_begun", detail));
        }
    }
    add(cx, appraisal.staff_id, appraisal, errors)
}

/// Changes an appraisal: `edit` makes what it is to be of what it is.
pub fn change_appraisal(
    cx: &mut Context<'_>,
    id: RecordId,
    edit: &dyn Fn(Appraisal) -> Appraisal,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<Appraisal>> {
    let kept = find::<Appraisal>(cx, id)?;
    if !precondition(kept.revision) {
        return Err(Error::Precondition);
    }
    let after = edit(kept.value.clone());
    let errors = change(&kept.value, &after, today(cx));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    records::change(cx, kept, after, precondition)
}

/// Records an observation.
pub fn create_observation(cx: &mut Context<'_>, observation: Observation) -> Result<Kept<Observation>> {
    let errors = check_observation(&observation, today(cx));
    add(cx, observation.staff_id, observation, errors)
}

/// Records a one-to-one.
pub fn create_one_to_one(cx: &mut Context<'_>, meeting: OneToOne) -> Result<Kept<OneToOne>> {
    let errors = check_one_to_one(&meeting, today(cx));
    add(cx, meeting.staff_id, meeting, errors)
}

/// Records training; its expiry is filled in from its kind.
pub fn create_training(cx: &mut Context<'_>, staff: StaffId, training: Training) -> Result<Kept<TrainingRecord>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let errors = check_training(&training, today(cx));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    records::add(cx, member.academy_id, TrainingRecord { staff_id: staff, training: training.dated() })
}

/// The training of a person, the oldest record first.
pub fn list_trainings(cx: &mut Context<'_>, staff: StaffId, ask: &Ask) -> Result<Listing<Kept<TrainingRecord>>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let subjects = [staff.0];
    records::list(cx, member.academy_id, &Filter { subjects: Some(&subjects), ..Filter::default() }, ask)
}

/// One record of training.
pub fn find_training(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<TrainingRecord>> {
    records::find(cx, id)
}

/// The confidential records at an academy that the caller may see.
pub(super) fn visible<T: Confidential>(
    cx: &mut Context<'_>,
    academy: AcademyId,
    filter: &Filter<'_>,
) -> Result<Vec<Kept<T>>> {
    let mut found = records::all::<T>(cx, academy, filter)?;
    let personnel = is_personnel(cx, academy)?;
    let own = caller(cx);
    found.retain(|kept| personnel || own == Some(kept.value.line_manager()));
    Ok(found)
}
