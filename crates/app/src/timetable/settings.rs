//! The settings of an academy's timetable.

use crate::{Context, Error, Result, records};
use school::AcademyId;
use school::timetable::TimetableSettings;

/// The settings with their revision: 0 while they are the defaults.
pub fn find_settings(cx: &mut Context<'_>, academy: AcademyId) -> Result<(TimetableSettings, i32)> {
    let kept = records::of_key::<TimetableSettings>(cx, academy, "")?;
    Ok(kept.map_or_else(Default::default, |kept| (kept.value, kept.revision)))
}

/// Puts the settings; the same again changes nothing. `precondition` is asked about the revision as it stands.
pub fn put_settings(
    cx: &mut Context<'_>,
    academy: AcademyId,
    settings: TimetableSettings,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<(TimetableSettings, i32)> {
    let kept = records::of_key::<TimetableSettings>(cx, academy, "")?;
    if !precondition(kept.as_ref().map_or(0, |kept| kept.revision)) {
        return Err(Error::Precondition);
    }
    let errors = settings.check();
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let kept = match kept {
        Some(kept) => records::change(cx, kept, settings, &|_| true)?,
        None => records::add(cx, academy, settings)?,
    };
    Ok((kept.value, kept.revision))
}
