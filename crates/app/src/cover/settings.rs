//! How cover is allocated at an academy.

use crate::{Context, Error, Result, records};
use cover::settings::{CoverSettings, RoomRequirement};
use school::{AcademyId, Violation};

/// The settings and their revision: 0 while they are the defaults.
pub fn find_settings(cx: &mut Context<'_>, academy: AcademyId) -> Result<(CoverSettings, i32)> {
    let found = records::of_key::<CoverSettings>(cx, academy, "")?;
    Ok(found.map_or_else(|| (CoverSettings::default(), 0), |kept| (kept.value, kept.revision)))
}

/// Writes the settings whole.
pub fn put_settings(
    cx: &mut Context<'_>,
    academy: AcademyId,
    settings: CoverSettings,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<(CoverSettings, i32)> {
    check(&settings)?;
    let kept = match records::of_key::<CoverSettings>(cx, academy, "")? {
        Some(kept) => records::change(cx, kept, settings, precondition)?,
        None if precondition(0) => records::add(cx, academy, settings)?,
        None => return Err(Error::Precondition),
    };
    Ok((kept.value, kept.revision))
}

fn check(settings: &CoverSettings) -> Result<()> {
    let mut wrong = Vec::new();
    for (place, limits) in settings.limits.iter().enumerate() {
        if settings.limits[..place].iter().any(|other| other.tier == limits.tier) {
            wrong.push(Violation::new(format!("/limits/{place}/tier"), "repeated", "each post once"));
        }
    }
    for (place, subject) in settings.practical_subjects.iter().enumerate() {
        if subject.trim().is_empty() || subject.chars().count() > 50 {
            let pointer = format!("/practical_subjects/{place}");
            wrong.push(Violation::new(pointer, "wrong_length", "a subject has 1 to 50 characters"));
        }
    }
    for (place, period) in settings.lunch_periods.iter().enumerate() {
        if period.trim().is_empty() || period.chars().count() > 50 {
            let pointer = format!("/lunch_periods/{place}");
            wrong.push(Violation::new(pointer, "wrong_length", "a period has 1 to 50 characters"));
        }
        if settings.lunch_periods[..place].contains(period) {
            wrong.push(Violation::new(format!("/lunch_periods/{place}"), "repeated", "each period once"));
        }
    }
    for (place, each) in settings.room_requirements.iter().enumerate() {
        for (field, text) in [("subject", &each.subject), ("suitable_for", &each.suitable_for)] {
            if text.trim().is_empty() || text.chars().count() > 50 {
                let pointer = format!("/room_requirements/{place}/{field}");
                wrong.push(Violation::new(pointer, "wrong_length", "1 to 50 characters"));
            }
        }
        let same = |other: &RoomRequirement| other.subject.eq_ignore_ascii_case(&each.subject);
        if settings.room_requirements[..place].iter().any(same) {
            let pointer = format!("/room_requirements/{place}/subject");
            wrong.push(Violation::new(pointer, "repeated", "each subject once"));
        }
    }
    for (place, year) in settings.independent_study_year_groups.iter().enumerate() {
        if !school::pupil::YEAR_GROUPS.contains(year) {
            let pointer = format!("/independent_study_year_groups/{place}");
            wrong.push(Violation::new(pointer, "out_of_range", "no year group"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
}
