//! Believable calendars for any academic year.

use super::feasts::{bank_holidays, day, earlier, easter, first_on_or_after, last_on_or_before, later};
use chrono::{NaiveTime, Weekday};
use school::calendar::RegisterTimes;
use school::{
    AcademicYear, Calendar, CompulsorySchoolAge, Date, NonSchoolDays, NonSchoolReason, Phase, Session, SessionTimes,
    Term,
};

/// The calendar of an academy of the demonstration: three terms with half-terms, five INSET days and the bank holidays.
pub(super) fn calendar(year: AcademicYear, phase: Phase) -> Calendar {
    let terms = terms(year);
    let halves = half_terms(year);
    let mut days: Vec<NonSchoolDays> =
        halves.iter().map(|monday| closed(*monday, later(*monday, 4), NonSchoolReason::HalfTerm)).collect();
    days.extend(inset_days(&terms, halves, phase).map(|date| closed(date, date, NonSchoolReason::Inset)));
    let inside = |date: &Date| terms.iter().any(|term| (term.first_day..=term.last_day).contains(date));
    let in_half_term = |date: &Date| halves.iter().any(|monday| (*monday..=later(*monday, 4)).contains(date));
    let holidays = bank_holidays(year).into_iter().filter(|date| inside(date) && !in_half_term(date));
    days.extend(holidays.map(|date| closed(date, date, NonSchoolReason::BankHoliday)));
    if phase == Phase::Secondary {
        days.extend(after_the_exams(year, &terms));
    }
    days.sort_by_key(|each| each.first_day);
    Calendar { terms, non_school_days: days, sessions: times(phase), ..monday_to_friday() }
}

fn monday_to_friday() -> Calendar {
    Calendar {
        terms: Vec::new(),
        non_school_days: Vec::new(),
        sessions: SessionTimes::default(),
        school_weekdays: school::Weekday::ALL[..5].to_vec(),
    }
}

fn closed(first_day: Date, last_day: Date, reason: NonSchoolReason) -> NonSchoolDays {
    NonSchoolDays { first_day, last_day, reason, sessions: Session::BOTH.to_vec(), year_groups: None }
}

fn terms(year: AcademicYear) -> Vec<Term> {
    let (first, second) = (i32::from(year.start_year()), i32::from(year.start_year()) + 1);
    let term = |name: &str, first_day, last_day| Term { name: name.to_owned(), first_day, last_day };
    let (easter_from, easter_to) = easter_break(second);
    vec![
        term("Autumn", weekday_from(day(first, 9, 1)), last_on_or_before(day(first, 12, 21), Weekday::Fri)),
        term("Spring", first_on_or_after(day(second, 1, 4), Weekday::Mon), easter_from),
        term("Summer", easter_to, weekday_up_to(day(second, 7, 22))),
    ]
}

/// The last day before and the first day after the Easter holiday of two weeks: the weeks around Easter, or the two after
/// it where it is early.
fn easter_break(year: i32) -> (Date, Date) {
    let sunday = easter(year);
    if sunday < day(year, 4, 1) {
        (earlier(sunday, 3), later(sunday, 15))
    } else {
        (earlier(sunday, 9), later(sunday, 8))
    }
}

fn weekday_from(date: Date) -> Date {
    let monday = first_on_or_after(date, Weekday::Mon);
    if (monday - date).num_days() <= 2 { monday } else { date }
}

fn weekday_up_to(date: Date) -> Date {
    let friday = last_on_or_before(date, Weekday::Fri);
    if (date - friday).num_days() <= 2 { friday } else { date }
}

/// The Mondays of the three half-term weeks.
fn half_terms(year: AcademicYear) -> [Date; 3] {
    let (first, second) = (i32::from(year.start_year()), i32::from(year.start_year()) + 1);
    [
        last_on_or_before(day(first, 10, 31), Weekday::Mon),
        first_on_or_after(day(second, 2, 15), Weekday::Mon).min(day(second, 2, 21)),
        last_on_or_before(day(second, 5, 31), Weekday::Mon),
    ]
    .map(|date| last_on_or_before(date, Weekday::Mon))
}

/// Two INSET days in September, one in January, one after the May half-term; the fifth is the academy's own.
fn inset_days(terms: &[Term], halves: [Date; 3], phase: Phase) -> impl Iterator<Item = Date> + use<> {
    let starts: Vec<Date> = terms.iter().map(|term| term.first_day).collect();
    let autumn = starts.first().copied().unwrap_or(halves[0]);
    let own = if phase == Phase::Primary { earlier(halves[0], 3) } else { later(halves[0], 7) };
    let days =
        [autumn, weekday_from(later(autumn, 1)), starts.get(1).copied().unwrap_or(own), own, later(halves[2], 7)];
    days.into_iter()
}

/// Year 11 does not come back after the school leaving date.
fn after_the_exams(year: AcademicYear, terms: &[Term]) -> Option<NonSchoolDays> {
    let born = day(i32::from(year.start_year()) - 15, 1, 1);
    let first_day = later(CompulsorySchoolAge::of(born).ends, 1);
    let last_day = terms.last()?.last_day;
    let days = closed(first_day, last_day, NonSchoolReason::Other);
    (first_day <= last_day).then_some(NonSchoolDays { year_groups: Some(vec![11]), ..days })
}

fn times(phase: Phase) -> SessionTimes {
    let half_hour = |hour, minute| {
        let opens = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        RegisterTimes { opens, closes: opens + chrono::Duration::minutes(30) }
    };
    match phase {
        Phase::Primary => SessionTimes { am: half_hour(8, 50), pm: half_hour(13, 0) },
        _ => SessionTimes { am: half_hour(8, 40), pm: half_hour(13, 10) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_of_any_year_is_sound_and_has_about_190_days() {
        for year in AcademicYear::RANGE.filter_map(AcademicYear::beginning_in) {
            for phase in [Phase::Primary, Phase::Secondary] {
                let calendar = calendar(year, phase);
                let (errors, warnings) = calendar.check(year);
                assert!(errors.is_empty() && warnings.is_empty(), "{year}: {errors:?} {warnings:?}");
                let days =
                    year.first_day().iter_days().take(year.days()).filter(|day| calendar.is_school_day(*day)).count();
                assert!((183..=195).contains(&days), "{year} has {days} school days");
                for holiday in bank_holidays(year) {
                    assert!(!calendar.is_school_day(holiday), "{holiday} is a bank holiday");
                }
            }
        }
    }
}
