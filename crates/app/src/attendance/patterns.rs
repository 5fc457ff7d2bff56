//! Patterns in absence and the forecast of a pupil's year: worked out from the sheets when asked.

use super::concerns::{attendance_of, read_sheets};
use super::sheets::Sheets;
use super::{families, loading};
use crate::{AcademyState, Context, Error, Kind, Result};
use attendance::forecast::{PupilForecast, pupil_forecast};
use attendance::patterns::{PatternKind, PatternPupil, PatternSettings, PupilPatterns, patterns};
use school::calendar::SessionSet;
use school::{AcademicYear, AcademyId, Date, PupilId};
use store::attendance::sheets;
use store::roll::snapshot::RollPupil;

/// Which patterns are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct AskedPatterns {
    /// The day whose marks are the last; today where it is left out.
    pub as_of: Option<Date>,
    /// Only this kind.
    pub kind: Option<PatternKind>,
    /// Only those with at most this adjusted p.
    pub adjusted_p_at_most: f64,
}

/// The pupils on roll on a day who have a pattern that is asked for, in the order of their ids.
pub fn list_patterns(cx: &mut Context<'_>, academy: AcademyId, asked: &AskedPatterns) -> Result<Vec<PupilPatterns>> {
    let as_of = day_asked(cx, asked.as_of)?;
    let state = cx.state(academy)?;
    let kept = recent_sheets(cx, academy, as_of)?;
    let on_roll: Vec<&RollPupil> =
        state.roll.pupils.iter().filter(|pupil| pupil.enrolment_on(as_of).is_some()).collect();
    let siblings = families::siblings(cx, academy, &on_roll)?;
    let elsewhere = families::Elsewhere::load(cx, academy, &on_roll, &siblings)?;
    let pupils: Vec<PatternPupil<'_>> = on_roll
        .iter()
        .zip(siblings)
        .map(|(pupil, siblings)| PatternPupil {
            attendance: attendance_of(&state, pupil, &kept, as_of),
            siblings,
            elsewhere: elsewhere.siblings_of(pupil.record.id, as_of),
        })
        .collect();
    let mut found = patterns(&pupils, &state.weeks, as_of, &PatternSettings::default());
    for pupil in &mut found {
        pupil.patterns.retain(|pattern| {
            asked.kind.is_none_or(|kind| pattern.kind == kind) && pattern.adjusted_p <= asked.adjusted_p_at_most
        });
    }
    found.retain(|pupil| !pupil.patterns.is_empty());
    Ok(found)
}

/// The day asked for, where registers are kept for it.
pub(crate) fn day_asked(cx: &Context<'_>, as_of: Option<Date>) -> Result<Date> {
    let as_of = as_of.unwrap_or_else(|| school::clock::local(cx.at).0);
    match AcademicYear::of(as_of) {
        Some(_) => Ok(as_of),
        None => {
            let detail = "registers are kept for academic years 1990-91 to 2199-00";
            Err(Error::invalid("/query/as_of", "date_out_of_range", detail))
        }
    }
}

/// The sheets of the academic year of a day and of the year before.
pub(crate) fn recent_sheets(cx: &mut Context<'_>, academy: AcademyId, as_of: Date) -> Result<Sheets> {
    let this = AcademicYear::of(as_of);
    let wanted = [this.and_then(AcademicYear::previous), this];
    cx.sheets(academy, |year| wanted.contains(&Some(year)))
}

/// The forecast of a pupil's absence at the end of the academic year of a day.
///
/// # Errors
/// [`Error::Invalid`] where the academy has no calendar of that year: nobody knows what remains.
pub fn pupil_year(cx: &mut Context<'_>, id: PupilId, as_of: Option<Date>) -> Result<PupilForecast> {
    let as_of = day_asked(cx, as_of)?;
    let (academy, state) = loading::pupil(cx, id)?;
    let year = AcademicYear::of(as_of).ok_or(Error::NotFound(Kind::Calendar))?;
    loading::calendar(&state, year)
        .map_err(|_| Error::invalid("/query/as_of", "no_calendar", "the academy has no calendar of that year yet"))?;
    let pupil = state.pupil(id).ok_or(Error::NotFound(Kind::Pupil))?;
    let kept = read_sheets(cx, academy, sheets::Which::Pupils(&[id]))?;
    let held = held_on_roll(&state, pupil, year);
    Ok(pupil_forecast(&attendance_of(&state, pupil, &kept, as_of), &held, year, as_of))
}

/// The sessions of a year that are held for a pupil while on roll.
pub(crate) fn held_on_roll(state: &AcademyState, pupil: &RollPupil, year: AcademicYear) -> SessionSet {
    let stays = state.sessions_on_roll(pupil, year);
    stays.iter().fold(SessionSet::default(), |all, (_, sessions)| all.or(sessions))
}
