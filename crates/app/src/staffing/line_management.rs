//! Line management: appraisals, observations, one-to-ones, feedback and capability, each for its line manager and human resources alone; training.

use super::managers::{self, is_in_charge, is_personnel_of, manager_of, named, reads, sees_figures_of, today};
use super::quality;
use crate::records::{self, Filter};
use crate::roll::{Ask, Listing};
use crate::{Context, Error, Kind, Result};
use cover::appraisal::{
    Appraisal, Capability, Feedback, Observation, ObservationKind, OneToOne, Training, TrainingRecord, TrainingTotals,
    change, check_capability, check_feedback, check_new, check_observation, check_one_to_one, check_training, totals,
};
use school::{Date, Kept, RecordId, StaffId, StaffMember, Violation};

pub use managers::Confidential;

/// Who was in charge of somebody once reads on what they wrote, and writes no more.
const NOT_IN_CHARGE: Error = Error::Forbidden("only the line manager of today and human resources write here");

/// A confidential record: to anybody else it is not there.
pub fn find<T: Confidential>(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<T>> {
    let kept: Kept<T> = records::find(cx, id)?;
    if reads(cx, &kept)? { Ok(kept) } else { Err(Error::NotFound(Kind::Other(T::NAME))) }
}

/// The confidential records about a person that the caller may see, the oldest first. Nothing in the answer, neither a page that
/// ends early nor what has changed, tells of others.
pub fn list<T: Confidential>(cx: &mut Context<'_>, staff: StaffId, ask: &Ask) -> Result<Listing<Kept<T>>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let mut seen = about::<T>(cx, &member)?;
    if !is_in_charge(cx, member.academy_id, staff)? {
        let own = cx.person();
        seen.retain(|kept| own.is_some() && kept.value.line_manager() == own);
    }
    records::list_of(cx, member.academy_id, ask, seen)
}

/// All records of a kind about a person.
pub(super) fn about<T: Confidential>(cx: &mut Context<'_>, member: &StaffMember) -> Result<Vec<Kept<T>>> {
    let subjects = [member.id.0];
    records::all(cx, member.academy_id, &Filter { subjects: Some(&subjects), ..Filter::default() })
}

/// Adds a confidential record after its rules were asked. The line manager of today writes under the own name, human resources
/// under that of a line manager; `begins` is whether the record itself says who the line manager is.
fn add<T: Confidential>(cx: &mut Context<'_>, value: T, mut errors: Vec<Violation>, begins: bool) -> Result<Kept<T>> {
    let member = crate::roll::staff::find_staff(cx, value.about())?;
    let Some(manager) = value.line_manager() else { return Err(NOT_IN_CHARGE) };
    let refused = named(cx, &member, manager);
    let known = refused.is_none();
    errors.extend(refused);
    let own = cx.person() == Some(manager) && (begins || manager_of(cx, member.academy_id, member.id)? == cx.person());
    if known && !own && !is_personnel_of(cx, member.academy_id, member.id)? {
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
    if cx.person() == Some(appraisal.line_manager_id) && !is_personnel_of(cx, member.academy_id, member.id)? {
        if manager_of(cx, member.academy_id, member.id)? != cx.person() {
            let detail = "human resources begin the first appraisal under a line manager, who goes on with the next";
            errors.push(Violation::new("/line_manager_id", "set_by_human_resources", detail));
        }
        if appraisal.academic_year.first_day() > today(cx) {
            let detail = "a line manager begins the appraisal of a year that has begun; human resources may before";
            errors.push(Violation::new("/academic_year", "not_begun", detail));
        }
    }
    add(cx, appraisal, errors, true)
}

/// Changes an appraisal: `edit` makes what it is to be of what it is. Whom the appraisal of a year that has not begun names writes
/// in that one already.
pub fn change_appraisal(
    cx: &mut Context<'_>,
    id: RecordId,
    edit: &dyn Fn(Appraisal) -> Appraisal,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<Appraisal>> {
    let kept = find::<Appraisal>(cx, id)?;
    let ahead = kept.value.academic_year.first_day() > today(cx) && cx.person() == kept.value.line_manager();
    if !ahead && !is_in_charge(cx, kept.academy_id, kept.value.staff_id)? {
        return Err(NOT_IN_CHARGE);
    }
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

/// Corrects a record, or withdraws it; what it said before stays among its versions. What was withdrawn does not change any more.
fn correct<T: Confidential>(
    cx: &mut Context<'_>,
    kept: Kept<T>,
    (withdrawn, after): (bool, T),
    errors: Vec<Violation>,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<T>> {
    if !is_in_charge(cx, kept.academy_id, kept.value.about())? {
        return Err(NOT_IN_CHARGE);
    }
    if withdrawn {
        return Err(Error::invalid("", "withdrawn", "it was withdrawn: nothing in it changes any more"));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    records::change(cx, kept, after, precondition)
}

/// Records an observation.
pub fn create_observation(cx: &mut Context<'_>, observation: Observation) -> Result<Kept<Observation>> {
    let (observation, errors) = observed(cx, observation)?;
    add(cx, observation, errors, false)
}

/// Corrects an observation or withdraws it.
pub fn change_observation(
    cx: &mut Context<'_>,
    id: RecordId,
    edit: &dyn Fn(Observation) -> Observation,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<Observation>> {
    let kept = find::<Observation>(cx, id)?;
    let after = edit(kept.value.clone());
    let place = |of: &Observation| (of.observed_on, of.kind, of.period.clone(), of.class.clone());
    let (after, errors) = if place(&after) == place(&kept.value) {
        let errors = check_observation(&after, today(cx));
        (after, errors)
    } else {
        observed(cx, after)?
    };
    let withdrawn = kept.value.withdrawn.is_some();
    correct(cx, kept, (withdrawn, after), errors, precondition)
}

/// What is wrong with an observation, and the same with what the register of the covered lesson says.
fn observed(cx: &mut Context<'_>, mut observation: Observation) -> Result<(Observation, Vec<Violation>)> {
    let member = crate::roll::staff::find_staff(cx, observation.staff_id)?;
    let mut errors = check_observation(&observation, today(cx));
    observation.register_on_record = None;
    if observation.kind == ObservationKind::CoveredLesson && errors.is_empty() {
        let (period, class) = (observation.period.as_deref(), observation.class.as_deref());
        let found = quality::covered_then(cx, &member, observation.observed_on, (period, class))?;
        match found {
            Some(register) => observation.register_on_record = register,
            None => {
                let detail = "the person covered no such lesson on that day; say `own_work` of a lesson of their own";
                errors.push(Violation::new("/observed_on", "not_covered_then", detail));
            }
        }
    }
    Ok((observation, errors))
}

/// Records a one-to-one.
pub fn create_one_to_one(cx: &mut Context<'_>, meeting: OneToOne) -> Result<Kept<OneToOne>> {
    let errors = check_one_to_one(&meeting, today(cx));
    add(cx, meeting, errors, false)
}

/// Corrects a one-to-one or withdraws it.
pub fn change_one_to_one(
    cx: &mut Context<'_>,
    id: RecordId,
    edit: &dyn Fn(OneToOne) -> OneToOne,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<OneToOne>> {
    let kept = find::<OneToOne>(cx, id)?;
    let after = edit(kept.value.clone());
    let errors = check_one_to_one(&after, today(cx));
    let withdrawn = kept.value.withdrawn.is_some();
    correct(cx, kept, (withdrawn, after), errors, precondition)
}

/// Records feedback.
pub fn create_feedback(cx: &mut Context<'_>, feedback: Feedback) -> Result<Kept<Feedback>> {
    let errors = check_feedback(&feedback, today(cx));
    add(cx, feedback, errors, false)
}

/// Corrects feedback or withdraws it.
pub fn change_feedback(
    cx: &mut Context<'_>,
    id: RecordId,
    edit: &dyn Fn(Feedback) -> Feedback,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<Feedback>> {
    let kept = find::<Feedback>(cx, id)?;
    let after = edit(kept.value.clone());
    let errors = check_feedback(&after, today(cx));
    let withdrawn = kept.value.withdrawn.is_some();
    correct(cx, kept, (withdrawn, after), errors, precondition)
}

/// Records that a capability process began: of a person one runs at a time.
pub fn create_capability(cx: &mut Context<'_>, process: Capability) -> Result<Kept<Capability>> {
    let mut errors = check_capability(&process, today(cx));
    let member = crate::roll::staff::find_staff(cx, process.staff_id)?;
    store::cover::hold_person(cx.db, member.id)?;
    // Only who sees the one that runs is told of it: anybody else is refused for who they are.
    if is_in_charge(cx, member.academy_id, member.id)?
        && about::<Capability>(cx, &member)?.iter().any(|kept| kept.value.is_open())
    {
        errors.push(Violation::new("", "one_runs", "a capability process runs already; end it first"));
    }
    add(cx, process, errors, false)
}

/// Records reviews and the end of a capability process, corrects it or withdraws it. What has ended is only withdrawn.
pub fn change_capability(
    cx: &mut Context<'_>,
    id: RecordId,
    edit: &dyn Fn(Capability) -> Capability,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<Capability>> {
    let kept = find::<Capability>(cx, id)?;
    let after = edit(kept.value.clone());
    let mut errors = check_capability(&after, today(cx));
    let only_withdrawn = Capability { withdrawn: kept.value.withdrawn.clone(), ..after.clone() } == kept.value;
    if kept.value.end.is_some() && !only_withdrawn {
        errors = vec![Violation::new("", "closed", "the process has ended: nothing in it changes any more")];
    }
    let withdrawn = kept.value.withdrawn.is_some();
    correct(cx, kept, (withdrawn, after), errors, precondition)
}

/// Records training; its expiry is filled in from its kind. For the line manager and human resources.
pub fn create_training(cx: &mut Context<'_>, staff: StaffId, training: Training) -> Result<Kept<TrainingRecord>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    if !is_in_charge(cx, member.academy_id, staff)? {
        return Err(Error::NotFound(Kind::Staff));
    }
    let errors = check_training(&training, today(cx));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let record = TrainingRecord { staff_id: staff, training: training.dated(), withdrawn: None };
    records::add(cx, member.academy_id, record)
}

/// Corrects a record of training or withdraws it.
pub fn change_training(
    cx: &mut Context<'_>,
    id: RecordId,
    edit: &dyn Fn(TrainingRecord) -> TrainingRecord,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<TrainingRecord>> {
    let kept = find_training(cx, id)?;
    let after = edit(kept.value.clone());
    let errors = check_training(&after.training, today(cx));
    let withdrawn = kept.value.withdrawn.is_some();
    correct(cx, kept, (withdrawn, after), errors, precondition)
}

/// The training of a person, the oldest record first: for the person, their line manager and human resources. To anybody else the
/// person is not there.
pub fn list_trainings(cx: &mut Context<'_>, staff: StaffId, ask: &Ask) -> Result<Listing<Kept<TrainingRecord>>> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    if !sees_figures_of(cx, &member)? {
        return Err(Error::NotFound(Kind::Staff));
    }
    let seen = about::<TrainingRecord>(cx, &member)?;
    records::list_of(cx, member.academy_id, ask, seen)
}

/// What the training of a person came to from a day to a day, for the same.
pub fn training_totals(cx: &mut Context<'_>, staff: StaffId, from: Date, to: Date) -> Result<TrainingTotals> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    if !sees_figures_of(cx, &member)? {
        return Err(Error::NotFound(Kind::Staff));
    }
    if to < from {
        return Err(Error::invalid("/query/to", "out_of_range", "the last day is before the first"));
    }
    let all = about::<TrainingRecord>(cx, &member)?;
    let standing: Vec<&Training> =
        all.iter().filter(|kept| kept.value.withdrawn.is_none()).map(|kept| &kept.value.training).collect();
    Ok(totals(&standing, (from, to), today(cx)))
}

/// One record of training, for the same.
pub fn find_training(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<TrainingRecord>> {
    let kept: Kept<TrainingRecord> = records::find(cx, id)?;
    let own = cx.person() == Some(kept.value.staff_id);
    if own || reads(cx, &kept)? { Ok(kept) } else { Err(Error::NotFound(Kind::Other("training"))) }
}
