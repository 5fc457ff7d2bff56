//! What would be, if an absence were granted or the pupil attended from a day on.

use super::concerns::about_pupil;
use crate::{Context, Error, Kind, Result};
use attendance::what_if::{SentAbsence, WhatIf, check, what_if};
use school::{Date, PupilId};

/// What a caller presumes.
#[derive(Debug, Clone, Default)]
pub struct Presumption {
    /// Absences: the first day, the last day, the code.
    pub planned: Vec<(Date, Date, String)>,
    /// The pupil attends every other session from this day on.
    pub attends_from: Option<Date>,
}

/// Works out what would be. Nothing is written.
pub fn presume(cx: &mut Context<'_>, id: PupilId, presumption: &Presumption) -> Result<WhatIf> {
    let today = school::clock::local(cx.at).0;
    let (_, state) = super::loading::pupil(cx, id)?;
    let born = state.pupil(id).ok_or(Error::NotFound(Kind::Pupil))?.record.identity.date_of_birth;
    let sent: Vec<SentAbsence<'_>> = presumption
        .planned
        .iter()
        .map(|(first_day, last_day, code)| SentAbsence { first_day: *first_day, last_day: *last_day, code })
        .collect();
    let hypothesis = check(&sent, presumption.attends_from, born, today).map_err(Error::Invalid)?;
    about_pupil(cx, id, today, |asked| what_if(asked, &hypothesis))
}
