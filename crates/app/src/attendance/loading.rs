//! Reading a register, or one mark, as the rules want to see it.

use crate::{AcademyState, Context, Error, Kind, Result, state};
use attendance::code::Code;
use attendance::register::RosterPupil;
use attendance::{Mark, StandingMark};
use school::{AcademicYear, AcademyId, Calendar, EnrolmentId, PupilId, SessionAt};
use std::collections::HashMap;
use std::sync::Arc;
use store::attendance::details::Detail;
use store::attendance::planned::PlannedAbsence;
use store::attendance::{details, planned, sheets};
use store::roll::snapshot::RollPupil;

/// Which codes the caller may enter, in the rules' own words.
pub(crate) fn code_use(cx: &Context<'_>) -> attendance::register::CodeUse {
    match cx.acting.reach.codes {
        access::CodeUse::All => attendance::register::CodeUse::All,
        access::CodeUse::TeachingOnly => attendance::register::CodeUse::Teaching,
    }
}

/// Some pupils of an academy at one session, with their marks and plans.
#[derive(Debug)]
pub struct Session {
    /// The roll and calendars.
    pub state: Arc<AcademyState>,
    /// The session.
    pub at: SessionAt,
    /// The academic year.
    pub year: AcademicYear,
    /// The place of the session in a sheet.
    pub place: usize,
    /// The pupils in the order asked for.
    pub roster: Vec<RosterPupil>,
    /// The code as the MIS wrote it, where it differs.
    pub raw_codes: HashMap<PupilId, String>,
    /// Enrolments that have a sheet already.
    pub with_sheet: Vec<EnrolmentId>,
}

impl Session {
    /// The calendar of the year.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the academy has none.
    pub fn calendar(&self) -> Result<&Calendar> {
        calendar(&self.state, self.year)
    }

    /// The pupil's record.
    pub fn pupil(&self, id: PupilId) -> Option<&RollPupil> {
        self.state.pupil(id)
    }
}

/// The calendar of a year.
pub(crate) fn calendar(state: &AcademyState, year: AcademicYear) -> Result<&Calendar> {
    state.calendars.get(&year).ok_or_else(|| {
        let detail = format!("the academy has no calendar for {year} yet: PUT one first");
        Error::invalid("", "no_calendar", detail)
    })
}

/// The academic year and the place in its sheets of a session.
pub(crate) fn place(at: SessionAt) -> Result<(AcademicYear, usize)> {
    AcademicYear::of(at.date).and_then(|year| Some((year, year.index_of(at)?))).ok_or_else(|| {
        Error::invalid("", "date_out_of_range", "registers are kept for academic years 1990-91 to 2199-00")
    })
}

/// Reads the marks and plans of some pupils of an academy at one session. A pupil without a stay on that day is left out.
pub fn session(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &Arc<AcademyState>,
    at: SessionAt,
    pupils: &[&RollPupil],
) -> Result<Session> {
    let (year, place) = place(at)?;
    let on_roll: Vec<(&RollPupil, EnrolmentId)> =
        pupils.iter().filter_map(|pupil| pupil.enrolment_on(at.date).map(|enrolment| (*pupil, enrolment.id))).collect();
    let enrolments: Vec<EnrolmentId> = on_roll.iter().map(|(_, enrolment)| *enrolment).collect();
    let ids: Vec<PupilId> = on_roll.iter().map(|(pupil, _)| pupil.record.id).collect();
    let bytes = sheets::bytes_at(cx.db, academy, year, place, &enrolments)?;
    let mut beside: HashMap<EnrolmentId, Detail> = details::of_session(cx.db, academy, at, &enrolments)?
        .into_iter()
        .map(|detail| (detail.enrolment_id, detail))
        .collect();
    let plans = planned::touching(cx.db, academy, Some(&ids), at.date, at.date)?;
    let mut raw_codes = HashMap::new();
    let mut roster = Vec::with_capacity(on_roll.len());
    for (pupil, enrolment) in on_roll {
        let detail = beside.remove(&enrolment);
        if let Some(raw) = detail.as_ref().and_then(|detail| detail.raw_code.clone()) {
            raw_codes.insert(pupil.record.id, raw);
        }
        let byte = bytes.get(&enrolment).copied().unwrap_or(0);
        roster.push(roster_pupil(pupil, enrolment, at, standing(byte, detail), &plans));
    }
    let with_sheet = bytes.into_keys().collect();
    Ok(Session { state: Arc::clone(state), at, year, place, roster, raw_codes, with_sheet })
}

fn roster_pupil(
    pupil: &RollPupil,
    enrolment_id: EnrolmentId,
    at: SessionAt,
    standing: Option<StandingMark>,
    plans: &[PlannedAbsence],
) -> RosterPupil {
    let values = pupil.characteristics_on(at.date);
    let mine = plans.iter().filter(|plan| plan.pupil_id == pupil.record.id);
    RosterPupil {
        pupil_id: pupil.record.id,
        enrolment_id,
        date_of_birth: pupil.record.identity.date_of_birth,
        year_group: values.and_then(|values| values.year_group),
        boarder: values.is_some_and(|values| values.boarder),
        standing,
        planned: state::planned_code(mine, at).map(|(code, _)| code),
    }
}

/// The mark that a byte and what stands beside it make; none where there is no mark.
pub(crate) fn standing(byte: u8, detail: Option<Detail>) -> Option<StandingMark> {
    let code = Code::from_byte(byte)?;
    let Some(detail) = detail else {
        return Some(StandingMark { mark: Mark::of(code), entries: 1, amended_by_person: false });
    };
    let Detail { entries, minutes_late, comment, amended_by_person, .. } = detail;
    let minutes_late = minutes_late.and_then(|minutes| u16::try_from(minutes).ok());
    Some(StandingMark { mark: Mark { code, minutes_late, comment }, entries, amended_by_person })
}

/// One pupil in reach with the state of the academy.
pub fn pupil(cx: &mut Context<'_>, id: PupilId) -> Result<(AcademyId, Arc<AcademyState>)> {
    let record = store::roll::pupils::find(cx.db, id)?.ok_or(Error::NotFound(Kind::Pupil))?;
    if !cx.acting.reach.covers(record.academy_id) {
        return Err(Error::NotFound(Kind::Pupil));
    }
    let state = cx.state(record.academy_id)?;
    if state.pupil(id).is_none() {
        return Err(Error::Unexpected("a pupil is missing from the state of the academy".to_owned()));
    }
    Ok((record.academy_id, state))
}
