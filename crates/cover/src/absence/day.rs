use super::{Category, StaffAbsence};
use crate::day::{Away, Source, Span};
use chrono::NaiveTime;
use school::{Date, Weekday};
use uuid::Uuid;

/// What an absence means on one day; nothing where it does not touch it.
///
/// An absence that could not be foreseen is foreseeable once it has lasted `foreseeable_after` days: who has been away since
/// last week is expected to be away today.
pub fn away_on(id: Uuid, absence: &StaffAbsence, date: Date, foreseeable_after: u16) -> Option<Away> {
    let inside = absence.first_day <= date && absence.last_day.is_none_or(|last| date <= last);
    let weekday = absence.weekdays.as_ref().is_none_or(|days| days.contains(&Weekday::of(date)));
    if !inside || !weekday || absence.cancelled.is_some() {
        return None;
    }
    let lasted = (date - absence.first_day).num_days();
    Some(Away {
        staff: absence.staff_id,
        span: span(absence.starts, absence.ends),
        periods: absence.periods.clone(),
        foreseeable: absence.foreseeable || lasted >= i64::from(foreseeable_after),
        cover_needed: absence.cover_needed,
        on_business: matches!(absence.category, Some(Category::SchoolBusiness | Category::Training)),
        source: Source::Absence(id),
    })
}

/// The part of a day that two optional times bound; none for the whole day.
pub(crate) fn span(starts: Option<NaiveTime>, ends: Option<NaiveTime>) -> Option<Span> {
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    (starts.is_some() || ends.is_some()).then(|| Span::new(starts.unwrap_or(NaiveTime::MIN), ends.unwrap_or(last)))
}
