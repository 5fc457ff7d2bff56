use super::{Category, LONGEST_ABSENCE, StaffAbsence};
use crate::day::{Away, Source};
use school::Date;
use school::timetable::CycleWeek;
use uuid::Uuid;

/// The day of which absences are asked, with what of the academy matters to them.
#[derive(Clone, Copy)]
pub struct OnDay<'a> {
    /// The day.
    pub date: Date,
    /// The week of the timetable's cycle; none on a day without school.
    pub week: Option<CycleWeek>,
    /// After so many school days an absence that goes on counts as foreseeable.
    pub foreseeable_after: u16,
    /// Whether the academy has school on a day.
    pub is_school_day: &'a dyn Fn(Date) -> bool,
}

/// What an absence means on one day; nothing where it does not touch it.
///
/// An absence that could not be foreseen is foreseeable once it has lasted so many school days as the settings say: who has been
/// away since last week is expected to be away today. A weekend or a half-term makes no absence older.
pub fn away_on(id: Uuid, absence: &StaffAbsence, on: OnDay<'_>) -> Option<Away> {
    let part = absence.part_on(on.date, on.week)?;
    Some(Away {
        staff: absence.staff_id,
        span: part.span(),
        periods: part.periods().map(<[String]>::to_vec),
        foreseeable: absence.foreseeable || has_lasted(absence.first_day, on),
        cover_needed: absence.cover_needed,
        on_business: matches!(absence.category, Some(Category::SchoolBusiness | Category::Training)),
        source: Source::Absence(id),
    })
}

fn has_lasted(first_day: Date, on: OnDay<'_>) -> bool {
    school_days(first_day, on.date, on.foreseeable_after, on.is_school_day) >= on.foreseeable_after
}

/// How many days of school there are from a day up to, and not with, another; counted back from the later one, and no further than
/// to `enough`. Days are looked at as far back as an absence may be long.
fn school_days(from: Date, to: Date, enough: u16, is_school_day: &dyn Fn(Date) -> bool) -> u16 {
    let longest = usize::try_from(LONGEST_ABSENCE).unwrap_or(usize::MAX);
    let before = to.iter_days().rev().skip(1).take(longest).take_while(|date| *date >= from);
    let days = before.filter(|date| is_school_day(*date)).take(usize::from(enough)).count();
    u16::try_from(days).unwrap_or(u16::MAX)
}

/// Whether an absence could be foreseen where nobody said so: by its category; or because it was on record for `known_days` days of
/// school before its first day, counting the day on which it was recorded where that was one. An operation that is logged two weeks
/// ahead could; falling ill, told on the evening before, could not.
pub fn foreseeable(
    category: Option<Category>,
    (recorded_on, first_day): (Date, Date),
    known_days: u16,
    is_school_day: &dyn Fn(Date) -> bool,
) -> bool {
    let known = school_days(recorded_on, first_day, known_days, is_school_day) >= known_days;
    known || category.is_some_and(Category::is_foreseeable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Datelike;

    fn day(day: u32) -> Date {
        Date::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn weekday(date: Date) -> bool {
        date.weekday().number_from_monday() <= 5
    }

    fn away(absence: &StaffAbsence, date: u32) -> Option<Away> {
        let on = OnDay { date: day(date), week: None, foreseeable_after: 3, is_school_day: &weekday };
        away_on(Uuid::nil(), absence, on)
    }

    #[test]
    fn an_open_absence_rolls_forward_and_becomes_foreseeable_by_days_of_school() {
        let open = crate::sample::absence(day(19), None);
        assert!(away(&open, 18).is_none());
        assert!(!away(&open, 20).unwrap().foreseeable);
        assert!(!away(&open, 23).unwrap().foreseeable, "a weekend made it no older: Thursday and Friday");
        assert!(away(&open, 24).unwrap().foreseeable, "the fourth day of school");
        assert!(away(&open, 30).is_some());
    }

    #[test]
    fn what_was_on_record_two_days_of_school_before_could_be_foreseen() {
        let sick = Some(Category::Sickness);
        let known = |recorded, first| foreseeable(sick, (day(recorded), day(first)), 2, &weekday);
        assert!(known(9, 23), "a planned operation");
        assert!(known(19, 23), "Thursday for Monday: Thursday and Friday");
        assert!(!known(20, 23), "Friday for Monday");
        assert!(!known(22, 24), "Sunday for Tuesday");
        assert!(!known(23, 23) && !known(25, 23));
        assert!(foreseeable(Some(Category::Training), (day(23), day(23)), 2, &weekday));
    }
}
