//! Days that run differently.

use crate::roll::listing::{Ask, Listing};
use crate::{Context, Error, Result, records};
use school::timetable::ShortenedDay;
use school::{AcademyId, Date, Kept, RecordId};

/// The shortened days of an academy that touch a range of days, in the order of their making.
pub fn list_shortened_days(
    cx: &mut Context<'_>,
    academy: AcademyId,
    from: Option<Date>,
    to: Option<Date>,
    ask: &Ask,
) -> Result<Listing<Kept<ShortenedDay>>> {
    records::list(cx, academy, &records::Filter { from, to, subjects: None }, ask)
}

/// A shortened day in reach.
pub fn find_shortened_day(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<ShortenedDay>> {
    records::find(cx, id)
}

/// Makes a day run differently.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong, and where the academy has no school on the day; [`Error::Conflict`] where the
/// day is shortened already.
pub fn create_shortened_day(cx: &mut Context<'_>, academy: AcademyId, day: ShortenedDay) -> Result<Kept<ShortenedDay>> {
    let state = cx.state(academy)?;
    let mut errors = day.check();
    if !state.is_school_day(day.date) {
        let detail = "the academy's calendar has no school on this day";
        errors.push(school::Violation::new("/date", "not_a_school_day", detail));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    records::add(cx, academy, day)
}

/// Lets a day run as the others do.
pub fn remove_shortened_day(cx: &mut Context<'_>, id: RecordId, precondition: &dyn Fn(i32) -> bool) -> Result<()> {
    let kept = find_shortened_day(cx, id)?;
    records::remove(cx, &kept, precondition)
}
