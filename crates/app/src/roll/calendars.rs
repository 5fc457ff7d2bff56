//! Calendars of the academies, one for each academic year.

use crate::feed::{self, News};
use crate::roll::stranded::{self, Stranded};
use crate::roll::{StillSame, check_same};
use crate::{Context, Error, Kind, Result};
use school::{AcademicYear, AcademyId, Calendar, Violation};
use serde_json::json;
use std::collections::BTreeSet;
use store::roll::calendars::Kept;

/// How a calendar is to be put.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Manner {
    /// Only say what would change.
    pub preview: bool,
    /// Write even where marks already recorded would be stranded.
    pub confirm: bool,
}

/// What putting a calendar did, or would do.
#[derive(Debug, Clone, PartialEq)]
pub struct PutCalendar {
    /// The calendar with its revision: in a preview, the revision that stands.
    pub kept: Kept,
    /// Whether there was none before.
    pub created: bool,
    /// Whether anything changed, or would.
    pub changed: bool,
    /// The marks that no longer stand on a session of their pupil.
    pub stranded: Stranded,
    /// What is doubtful about the calendar.
    pub warnings: Vec<Violation>,
}

/// The calendar of one academic year.
pub fn find_calendar(cx: &mut Context<'_>, academy: AcademyId, year: AcademicYear) -> Result<Kept> {
    cx.academy(academy)?;
    store::roll::calendars::find(cx.db, academy, year)?.ok_or(Error::NotFound(Kind::Calendar))
}

/// All calendars of an academy, the earliest year first, or those put since a place in the feed; and the watermark to send next
/// time.
pub fn list_calendars(
    cx: &mut Context<'_>,
    academy: AcademyId,
    updated_since: Option<&str>,
) -> Result<(Vec<(AcademicYear, Calendar)>, String)> {
    cx.academy(academy)?;
    let Some(since) = updated_since else {
        let watermark = feed::watermark(cx.db)?;
        return Ok((store::roll::calendars::all(cx.db, academy)?, watermark));
    };
    let News { events, watermark } = feed::news(cx.db, &[academy], &["calendar"], since)?;
    let put: BTreeSet<&str> = events.iter().filter_map(|event| event.fields["academic_year"].as_str()).collect();
    let mut calendars = store::roll::calendars::all(cx.db, academy)?;
    calendars.retain(|(year, _)| put.contains(year.to_string().as_str()));
    Ok((calendars, watermark))
}

/// Puts the calendar of one academic year. The same calendar again changes nothing.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong with it; [`Error::Conflict`] where it would strand marks already recorded
/// and the caller did not confirm that.
pub fn put_calendar(
    cx: &mut Context<'_>,
    academy: AcademyId,
    year: AcademicYear,
    calendar: &Calendar,
    manner: Manner,
    still_same: StillSame<'_, Option<Kept>>,
) -> Result<PutCalendar> {
    cx.academy(academy)?;
    let before = store::roll::calendars::find(cx.db, academy, year)?;
    check_same(&before, still_same)?;
    let (errors, warnings) = calendar.check(year);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let over = before.as_ref().map_or(0, |kept| kept.revision);
    let changed = before.as_ref().is_none_or(|kept| kept.calendar != *calendar);
    let stranded = match &before {
        Some(kept) if changed => strands(cx, academy, year, &kept.calendar, calendar)?,
        _ => Stranded::default(),
    };
    let mut put = PutCalendar {
        kept: Kept { calendar: calendar.clone(), revision: over },
        created: before.is_none(),
        changed,
        stranded,
        warnings,
    };
    if manner.preview || !changed {
        return Ok(put);
    }
    if !stranded.is_empty() && !manner.confirm {
        return Err(Error::Conflict(format!(
            "{stranded} would no longer stand on a session; look at it with preview=true, and send confirm=true to do it"
        )));
    }
    put.kept.revision = store::roll::calendars::save(cx.db, academy, year, calendar, over, cx.at)?;
    cx.touch_roll(academy)?;
    let kind = if put.created { "created" } else { "updated" };
    let parts = changed_parts(before.as_ref().map(|kept| &kept.calendar), calendar);
    cx.record(academy, "calendar", academy, kind, json!({ "academic_year": year.to_string(), "fields": parts }))?;
    Ok(put)
}

fn strands(
    cx: &mut Context<'_>,
    academy: AcademyId,
    year: AcademicYear,
    from: &Calendar,
    to: &Calendar,
) -> Result<Stranded> {
    let state = cx.state(academy)?;
    stranded::by_calendar(cx.db, &state, year, from, to)
}

fn changed_parts(before: Option<&Calendar>, after: &Calendar) -> Vec<&'static str> {
    let differs = |part: fn(&Calendar, &Calendar) -> bool| before.is_none_or(|before| part(before, after));
    let parts = [
        ("terms", differs(|one, two| one.terms != two.terms)),
        ("non_school_days", differs(|one, two| one.non_school_days != two.non_school_days)),
        ("sessions", differs(|one, two| one.sessions != two.sessions)),
        ("school_weekdays", differs(|one, two| one.school_weekdays != two.school_weekdays)),
    ];
    parts.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}
