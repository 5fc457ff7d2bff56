//! Whether a name may be deleted from the admission register.

use crate::attendance::loading;
use crate::records::{self, Filter};
use crate::{AcademyState, Context, Error, Kind, Result};
use attendance::code::Code;
use attendance::deletion::{DeletionCheck, ExclusionFacts, LeavingFacts, Statement, check};
use attendance::suspension::{OutcomeKind, SuspensionKind, SuspensionRecord};
use school::pupil::{Enrolment, Stay};
use school::{AcademyId, Date, PupilId, SessionAt, Violation};
use store::attendance::sheets::{self, Which};
use store::roll::snapshot::RollPupil;

/// Explains whether the name of a pupil may be deleted: the conditions of the ground, what the registers show of each, and what
/// is left to be said. Nothing is written.
pub fn check_deletion(cx: &mut Context<'_>, id: PupilId, statement: &Statement) -> Result<DeletionCheck> {
    let (academy, state) = loading::pupil(cx, id)?;
    let pupil = state.pupil(id).ok_or(Error::NotFound(Kind::Pupil))?;
    let today = school::clock::local(cx.at).0;
    let latest = pupil.enrolments.last().ok_or(Error::NotFound(Kind::Other("stay on the roll")))?;
    let leaving_day = statement.leaving_day.or(latest.stay.leaving_day).unwrap_or(today);
    let enrolment = pupil.enrolment_on(leaving_day).unwrap_or(latest);
    explain(cx, academy, &state, pupil, (enrolment, leaving_day), statement)
}

/// What the registers alone show to be unlawful about stays that are to be as `after` says.
pub(crate) fn refusals(
    cx: &mut Context<'_>,
    academy: AcademyId,
    before: &[Enrolment],
    after: &RollPupil,
) -> Result<Vec<Violation>> {
    let mut refused = Vec::new();
    for enrolment in &after.enrolments {
        let said = |stay: &Enrolment| (stay.ground, stay.stay.leaving_day);
        let stood = before.iter().find(|stay| stay.id == enrolment.id);
        let (Some(ground), Some(leaving_day)) = said(enrolment) else { continue };
        if stood.is_some_and(|stood| said(stood) == said(enrolment)) {
            continue;
        }
        let state = cx.state(academy)?;
        let statement = Statement { ground: Some(ground), ..Statement::default() };
        refused.extend(explain(cx, academy, &state, after, (enrolment, leaving_day), &statement)?.refusals());
    }
    Ok(refused)
}

fn explain(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    pupil: &RollPupil,
    (enrolment, leaving_day): (&Enrolment, Date),
    statement: &Statement,
) -> Result<DeletionCheck> {
    let marks = read_marks(cx, academy, state, pupil)?;
    let values = pupil.characteristics_on(leaving_day);
    let facts = LeavingFacts {
        date_of_birth: pupil.record.identity.date_of_birth,
        year_group: values.and_then(|values| values.year_group),
        boarder: values.is_some_and(|values| values.boarder),
        stay: Stay { leaving_day: Some(leaving_day), ..enrolment.stay },
        kind: enrolment.kind,
        registered_elsewhere: registered_elsewhere(cx, pupil, leaving_day)?,
        next_school: pupil.record.identity.next_school.is_some(),
        marks: &marks,
        weeks: &state.weeks,
        exclusion: exclusion(cx, academy, pupil.record.id)?,
    };
    Ok(check(&facts, statement, leaving_day, school::clock::local(cx.at).0))
}

/// The marks of a pupil in held sessions, in their order.
fn read_marks(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    pupil: &RollPupil,
) -> Result<Vec<(SessionAt, Code)>> {
    let mut marks = Vec::new();
    for sheet in sheets::load(cx.db, academy, Which::Pupils(&[pupil.record.id]))? {
        for (index, byte) in sheet.marks.iter().enumerate().filter(|(_, byte)| **byte != 0) {
            let (Some(at), Some(code)) = (sheet.year.session_at(index), Code::from_byte(*byte)) else { continue };
            let group = pupil.characteristics_on(at.date).and_then(|values| values.year_group);
            if state.calendars.get(&sheet.year).is_some_and(|calendar| calendar.meets(at, group)) {
                marks.push((at, code));
            }
        }
    }
    marks.sort_by_key(|(at, _)| *at);
    Ok(marks)
}

/// Whether another academy of the trust has the child on roll on the last day here or the day after.
fn registered_elsewhere(cx: &mut Context<'_>, pupil: &RollPupil, leaving_day: Date) -> Result<bool> {
    let next = leaving_day.succ_opt().unwrap_or(leaving_day);
    for (academy, id) in store::roll::pupils::of_person(cx.db, pupil.record.person_id)? {
        if id == pupil.record.id {
            continue;
        }
        let stays = store::roll::pupils::enrolments_of(cx.db, academy, Some(&[id]))?;
        if stays.iter().any(|(_, other)| other.stay.holds_on(leaving_day) || other.stay.holds_on(next)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The latest permanent exclusion of a pupil that stands.
fn exclusion(cx: &mut Context<'_>, academy: AcademyId, pupil: PupilId) -> Result<Option<ExclusionFacts>> {
    let filter = Filter { subjects: Some(&[pupil.0]), ..Filter::default() };
    let all = records::all::<SuspensionRecord>(cx, academy, &filter)?;
    let ended =
        |record: &SuspensionRecord, kind: OutcomeKind| record.outcome.is_some_and(|outcome| outcome.kind == kind);
    let stands = |record: &&SuspensionRecord| {
        record.kind == SuspensionKind::PermanentExclusion
            && record.standing().is_some()
            && !ended(record, OutcomeKind::Reinstated)
    };
    let found = all.iter().map(|kept| &kept.value).filter(stands).max_by_key(|record| record.first_day);
    Ok(found.map(|record| ExclusionFacts {
        first_day: record.first_day,
        review_ended: ended(record, OutcomeKind::ReviewEnded),
    }))
}
