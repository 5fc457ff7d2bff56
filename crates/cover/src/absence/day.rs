use super::{Category, StaffAbsence};
use crate::day::{Away, Source};
use school::Date;
use school::timetable::CycleWeek;
use uuid::Uuid;

/// What an absence means on one day of a week of the timetable's cycle; nothing where it does not touch it.
///
/// An absence that could not be foreseen is foreseeable once it has lasted `foreseeable_after` days: who has been away since
/// last week is expected to be away today.
pub fn away_on(
    id: Uuid,
    absence: &StaffAbsence,
    date: Date,
    week: Option<CycleWeek>,
    foreseeable_after: u16,
) -> Option<Away> {
    let part = absence.part_on(date, week)?;
    let lasted = (date - absence.first_day).num_days();
    Some(Away {
        staff: absence.staff_id,
        span: part.span(),
        periods: part.periods().map(<[String]>::to_vec),
        foreseeable: absence.foreseeable || lasted >= i64::from(foreseeable_after),
        cover_needed: absence.cover_needed,
        on_business: matches!(absence.category, Some(Category::SchoolBusiness | Category::Training)),
        source: Source::Absence(id),
    })
}
