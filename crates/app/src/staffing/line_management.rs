//! Line management: appraisals, observations and one-to-ones, each for its line manager and human resources alone; training.

use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Kind, Result};
use cover::appraisal::{
    Appraisal, AppraisalStatus, Observation, OneToOne, Training, TrainingRecord, change, check_new, check_observation,
    check_one_to_one, check_training,
};
use school::{Date, Kept, Record, RecordId, Role, StaffId, StaffMember, Violation};

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

/// Whether the caller works in human resources, or is a client that acts for itself.
fn is_personnel(cx: &mut Context<'_>) -> Result<bool> {
    let Some(person) = cx.acting.actor.person.as_ref().map(|person| person.staff_id) else { return Ok(true) };
    let member = store::roll::staff::find(cx.db, person)?;
    Ok(member.is_some_and(|member| member.roles.contains(&Role::HumanResources)))
}

/// Whether the caller may see the records of a line manager.
fn sees(cx: &mut Context<'_>, manager: StaffId) -> Result<bool> {
    let own = cx.acting.actor.person.as_ref().is_some_and(|person| person.staff_id == manager);
    Ok(own || is_personnel(cx)?)
}

/// Whether the caller may see the figures of a person: the person themselves, human resources, and the line manager whom their
/// latest appraisal names, which there is one of a year: nobody makes themselves the manager of somebody who has one.
pub(super) fn sees_figures_of(cx: &mut Context<'_>, member: &StaffMember) -> Result<bool> {
    let caller = cx.acting.actor.person.as_ref().map(|person| person.staff_id);
    if caller == Some(member.id) || is_personnel(cx)? {
        return Ok(true);
    }
    let Some(caller) = caller else { return Ok(false) };
    let subjects = [member.id.0];
    let since = today(cx).checked_sub_days(chrono::Days::new(MANAGES_DAYS)).unwrap_or_default();
    let filter = Filter { subjects: Some(&subjects), from: Some(since), to: None };
    let academy = member.academy_id;
    let appraisals: Vec<Kept<Appraisal>> = records::all(cx, academy, &filter)?;
    let begun = appraisals.iter().map(|kept| &kept.value).filter(|each| each.academic_year.first_day() <= today(cx));
    let stands = begun.filter(|each| each.status != AppraisalStatus::Cancelled);
    Ok(stands.max_by_key(|each| each.academic_year).is_some_and(|latest| latest.line_manager_id == caller))
}

/// A confidential record: to anybody else it is not there.
pub fn find<T: Confidential>(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<T>> {
    let kept: Kept<T> = records::find(cx, id)?;
    if sees(cx, kept.value.line_manager())? { Ok(kept) } else { Err(Error::NotFound(Kind::Other(T::NAME))) }
}

/// The confidential records about a person that the caller may see, the oldest first.
pub fn list<T: Confidential>(cx: &mut Context<'_>, staff: StaffId, ask: &Ask) -> Result<Listing<Kept<T>>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let subjects = [staff.0];
    let filter = Filter { subjects: Some(&subjects), ..Filter::default() };
    let mut listing = records::list::<T>(cx, member.academy_id, &filter, ask)?;
    let personnel = is_personnel(cx)?;
    let own = cx.acting.actor.person.as_ref().map(|person| person.staff_id);
    listing.data.retain(|kept| personnel || own == Some(kept.value.line_manager()));
    Ok(listing)
}

/// Adds a confidential record after its rules were asked. A line manager writes the own records, human resources anybody's.
fn add<T: Confidential>(cx: &mut Context<'_>, staff: StaffId, value: T, mut errors: Vec<Violation>) -> Result<Kept<T>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let manager = value.line_manager();
    if crate::roll::staff::find_staff(cx, manager).is_err() {
        let detail = "there is no such member of staff in reach";
        errors.push(Violation::new("/line_manager_id", "unknown_staff", detail));
    } else if !sees(cx, manager)? {
        let detail = "a line manager writes records under the own name; human resources under that of the line manager";
        errors.push(Violation::new("/line_manager_id", "not_the_line_manager", detail));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    records::add(cx, member.academy_id, value)
}

/// Begins an appraisal.
pub fn create_appraisal(cx: &mut Context<'_>, appraisal: Appraisal) -> Result<Kept<Appraisal>> {
    let errors = check_new(&appraisal, today(cx));
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

/// The confidential records at an academy that the caller may see, for reminders.
pub(super) fn all_visible<T: Confidential>(cx: &mut Context<'_>, academy: school::AcademyId) -> Result<Vec<Kept<T>>> {
    let mut found = records::all::<T>(cx, academy, &Filter::default())?;
    let personnel = is_personnel(cx)?;
    let own = cx.acting.actor.person.as_ref().map(|person| person.staff_id);
    found.retain(|kept| personnel || own == Some(kept.value.line_manager()));
    Ok(found)
}
