//! Which pupils need action, and why.

use super::sheets::Sheets;
use super::summaries::boarding_spells;
use super::{beside::Beside, undone};
use crate::{AcademyState, Context, Error, Result};
use attendance::MarkSheet;
use attendance::concerns::{
    Asked, AttendanceYear, Circumstances, Concern, Level, PupilAttendance, Rule, Screen, Status, concerns_of,
};
use school::{AcademicYear, AcademyId, Date, PupilId};
use std::collections::BTreeMap;
use store::attendance::sheets;
use store::roll::snapshot::RollPupil;

/// Which concerns are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// The day on which they hold; today where it is left out.
    pub as_of: Option<Date>,
    /// Only this rule.
    pub rule: Option<Rule>,
    /// Only rules of this level; all levels where it is left out.
    pub level: Option<Level>,
    /// Those that are met, or those that an amendment undid.
    pub status: Status,
}

impl Wanted {
    /// Whether a rule is asked for.
    pub(crate) fn takes(&self, rule: Rule) -> bool {
        self.rule.is_none_or(|only| only == rule) && self.level.is_none_or(|level| level == rule.level())
    }
}

/// The concerns of an academy on a day, by pupil and rule. Computed from the sheets when asked, so that no list is ever a day
/// old.
pub fn list_concerns(cx: &mut Context<'_>, academy: AcademyId, wanted: &Wanted) -> Result<Vec<Concern>> {
    let as_of = day(cx, wanted.as_of)?;
    let state = cx.state(academy)?;
    let kept = cx.sheets(academy, |_| true)?;
    let beside = Beside::load(cx, academy, None, as_of)?;
    if wanted.status == Status::NoLongerMet {
        return undone::list(cx, &state, &kept, &beside, wanted, as_of);
    }
    Ok(all_that_hold(&state, &kept, &beside, wanted, as_of))
}

/// The concerns that hold on a day for the pupils who are on roll on it.
pub(super) fn all_that_hold(
    state: &AcademyState,
    kept: &Sheets,
    beside: &Beside,
    wanted: &Wanted,
    as_of: Date,
) -> Vec<Concern> {
    let mut screen = Screen::new(state.calendars.keys().copied(), as_of);
    let takes = |rule: Rule| wanted.takes(rule);
    let on_roll = state.roll.pupils.iter().filter(|pupil| pupil.enrolment_on(as_of).is_some());
    let of_pupil = |pupil: &RollPupil| {
        let record = attendance_of(state, pupil, kept, as_of);
        beside.ask(state, pupil, &record, as_of, |asked| match screen.may_hold(asked, takes) {
            true => concerns_of(asked, takes),
            false => Vec::new(),
        })
    };
    on_roll.flat_map(of_pupil).collect()
}

/// The day asked for, where registers are kept for it.
pub(crate) fn day(cx: &Context<'_>, as_of: Option<Date>) -> Result<Date> {
    let as_of = as_of.unwrap_or_else(|| school::clock::local(cx.at).0);
    if AcademicYear::of(as_of).is_none() {
        let detail = "registers are kept for academic years 1990-91 to 2199-00";
        return Err(Error::invalid("/query/as_of", "date_out_of_range", detail));
    }
    Ok(as_of)
}

/// The sheets of some pupils of an academy, read anew; whole years are kept ([`Context::sheets`]).
pub(crate) fn read_sheets(cx: &mut Context<'_>, academy: AcademyId, which: sheets::Which<'_>) -> Result<Sheets> {
    Sheets::of(&sheets::load(cx.db, academy, which)?)
}

/// Empty sheets, one for each academic year that anybody asks about: what an enrolment without a mark has.
static EMPTY: std::sync::LazyLock<BTreeMap<AcademicYear, MarkSheet>> = std::sync::LazyLock::new(|| {
    let years = AcademicYear::RANGE.filter_map(AcademicYear::beginning_in);
    years.map(|year| (year, MarkSheet::empty(year))).collect()
});

/// One pupil's attendance as the rules want to see it: every sheet there is, and an empty one where none is for the academic
/// year of `as_of` and for later ones.
pub(crate) fn attendance_of<'a>(
    state: &AcademyState,
    pupil: &RollPupil,
    kept: &'a Sheets,
    as_of: Date,
) -> PupilAttendance<'a> {
    let mut years = Vec::new();
    for year in state.calendars.keys() {
        let empty = if year.last_day() < as_of { None } else { EMPTY.get(year) };
        for (enrolment, sessions) in state.sessions_on_roll(pupil, *year) {
            if let Some(sheet) = kept.get(*year, enrolment).or(empty) {
                years.push(AttendanceYear { sheet, sessions });
            }
        }
    }
    PupilAttendance {
        pupil_id: pupil.record.id,
        upn: pupil.record.identity.upn.clone(),
        date_of_birth: pupil.record.identity.date_of_birth,
        years,
    }
}

impl Beside {
    /// Asks the rules about one pupil with what is known beside the marks.
    pub(crate) fn ask<T>(
        &self,
        state: &AcademyState,
        pupil: &RollPupil,
        attendance: &PupilAttendance<'_>,
        as_of: Date,
        question: impl FnOnce(&Asked<'_>) -> T,
    ) -> T {
        let boarding = boarding_spells(pupil);
        let beside = Circumstances {
            plans: self.plans_of(pupil.record.id),
            suspensions: self.suspensions_of(pupil.record.id),
            boarding: &boarding,
        };
        question(&Asked { pupil: attendance, beside: &beside, weeks: &state.weeks, settings: &self.settings, as_of })
    }
}

/// The concerns about one pupil that hold on a day: the duties and thresholds of the law.
pub fn pupil_concerns(cx: &mut Context<'_>, id: PupilId, as_of: Date) -> Result<Vec<Concern>> {
    about_pupil(cx, id, as_of, |asked| concerns_of(asked, |rule| rule.level() == Level::Duty))
}

/// Asks the rules about one pupil in reach on a day.
pub(crate) fn about_pupil<T>(
    cx: &mut Context<'_>,
    id: PupilId,
    as_of: Date,
    question: impl FnOnce(&Asked<'_>) -> T,
) -> Result<T> {
    let (academy, state) = super::loading::pupil(cx, id)?;
    let kept = read_sheets(cx, academy, sheets::Which::Pupils(&[id]))?;
    let beside = Beside::load(cx, academy, Some(&[id]), as_of)?;
    let pupil = state.pupil(id).ok_or(Error::NotFound(crate::Kind::Pupil))?;
    let record = attendance_of(&state, pupil, &kept, as_of);
    Ok(beside.ask(&state, pupil, &record, as_of, question))
}
