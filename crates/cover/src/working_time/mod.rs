//! The hours of one person: a week against the contract, the rest break of each day, the year in term time, and what cover adds.

mod rest;

pub use rest::{Rest, rest};

use crate::extra_hours::Account;
use crate::staff::{Contract, DirectedTime, Span};
use school::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// A day on which somebody works, in minutes after midnight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkedDay {
    /// The day.
    pub date: Date,
    /// When the person works by their pattern.
    pub works: Vec<Span>,
    /// What is timetabled: lessons, registrations, duties, meetings, protected time.
    pub timetabled: Vec<Span>,
    /// Lunch periods.
    pub lunches: Vec<Span>,
    /// Covers, as they were published and still stand.
    pub covers: Vec<Span>,
}

/// One day of the week as it was worked out.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = WorkingDay)]
pub struct DayOfWork {
    /// The day.
    pub date: Date,
    /// Minutes of the working pattern, lunch left out where it was free.
    pub minutes: u32,
    /// Minutes timetabled.
    pub timetabled_minutes: u32,
    /// Minutes of cover.
    pub cover_minutes: u32,
    /// Of these, minutes outside the working pattern.
    pub cover_minutes_outside: u32,
    /// The rest break.
    pub rest: Rest,
}

/// The year in term time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct YearOfWork {
    /// School days on which the person works.
    pub school_days: u32,
    /// Minutes of the working pattern on them.
    pub minutes: u32,
    /// Minutes of cover outside the working pattern so far.
    pub cover_minutes_outside: u32,
    /// Contracted minutes a year: those of a week times the weeks; null where the contract does not count them.
    pub contracted_minutes: Option<u32>,
    /// What is left of them for training days and work outside term; below nothing where they are passed.
    pub remaining_minutes: Option<i64>,
}

/// The hours of one person in a week.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = StaffWorkingTime)]
pub struct WeekOfWork {
    /// The Monday of the week.
    pub week: Date,
    /// The school days on which the person works or covers.
    pub days: Vec<DayOfWork>,
    /// Minutes of the week: the working pattern without free lunches, and cover outside it.
    pub minutes: u32,
    /// Contracted minutes a week; null where the contract does not count them.
    pub contracted_minutes: Option<u32>,
    /// Minutes beyond the contract; null where it does not count them.
    pub beyond_contract_minutes: Option<u32>,
    /// Of these, what cover outside the working pattern adds: time off in lieu or pay is due for it.
    pub cover_beyond_contract_minutes: Option<u32>,
    /// The days on which no rest break is left.
    pub without_rest: Vec<Date>,
    /// The year in term time.
    pub year: YearOfWork,
    /// Directed time of a teacher with the covers taken; null for who is none.
    pub directed: Option<DirectedTime>,
    /// Extra hours, and time off in lieu.
    pub extra: Account,
    /// What is not in it.
    pub left_out: &'static str,
    /// Where the rest break is written.
    pub citation: &'static str,
}

fn total(spans: &[Span]) -> u32 {
    spans.iter().map(|span| u32::from(span.minutes())).sum()
}

/// The minutes of one span that lie outside all of some others, which do not overlap.
fn outside(span: Span, of: &[Span]) -> u32 {
    let inside: u32 =
        of.iter().map(|other| u32::from(span.to.min(other.to).saturating_sub(span.from.max(other.from)))).sum();
    u32::from(span.minutes()).saturating_sub(inside)
}

/// Minutes of a day's working pattern, lunch left out where it was free and inside it.
pub fn paid_minutes(day: &WorkedDay) -> u32 {
    let busy = |lunch: Span| day.timetabled.iter().chain(&day.covers).any(|other| other.meets(lunch));
    let free = day.lunches.iter().filter(|lunch| day.works.iter().any(|work| work.holds(**lunch)) && !busy(**lunch));
    // One lunch break a day: a second free lunch period is time like any other.
    total(&day.works).saturating_sub(free.map(|lunch| u32::from(lunch.minutes())).max().unwrap_or(0))
}

/// Minutes of a day's covers that are outside the working pattern.
pub fn minutes_outside(day: &WorkedDay) -> u32 {
    day.covers.iter().map(|cover| outside(*cover, &day.works)).sum()
}

fn one_day(day: &WorkedDay) -> DayOfWork {
    DayOfWork {
        date: day.date,
        minutes: paid_minutes(day),
        timetabled_minutes: total(&day.timetabled),
        cover_minutes: total(&day.covers),
        cover_minutes_outside: minutes_outside(day),
        rest: rest(day),
    }
}

/// Works the hours of a week out. `year` are the school days of the academic year on which the person works, and their minutes;
/// `outside_in_year` the minutes of cover outside the working pattern so far.
pub fn week_of_work(
    week: Date,
    contract: Option<&Contract>,
    days: &[WorkedDay],
    (school_days, year_minutes, outside_in_year): (u32, u32, u32),
    (directed, extra): (Option<DirectedTime>, Account),
) -> WeekOfWork {
    let days: Vec<DayOfWork> = days.iter().map(one_day).collect();
    let outside: u32 = days.iter().map(|day| day.cover_minutes_outside).sum();
    let minutes = days.iter().map(|day| day.minutes).sum::<u32>() + outside;
    let contracted = contract.and_then(|contract| contract.minutes_a_week).map(u32::from);
    let beyond = contracted.map(|contracted| minutes.saturating_sub(contracted));
    let of_year = contracted
        .zip(contract.and_then(|contract| contract.weeks_a_year))
        .map(|(minutes, weeks)| minutes.saturating_mul(u32::from(weeks)));
    WeekOfWork {
        week,
        minutes,
        contracted_minutes: contracted,
        beyond_contract_minutes: beyond,
        cover_beyond_contract_minutes: beyond.map(|beyond| beyond.min(outside)),
        without_rest: days.iter().filter(|day| day.rest.kept == Some(false)).map(|day| day.date).collect(),
        year: YearOfWork {
            school_days,
            minutes: year_minutes,
            cover_minutes_outside: outside_in_year,
            contracted_minutes: of_year,
            remaining_minutes: of_year.map(|of_year| i64::from(of_year) - i64::from(year_minutes + outside_in_year)),
        },
        days,
        directed,
        extra,
        left_out: "training days, meetings and work outside the timetable and the working pattern, paid and unpaid leave",
        citation: "Working Time Regulations 1998 (SI 1998/1833), regulation 12: 20 minutes away from work when working more than 6 hours",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u16, to: u16) -> Span {
        Span { from: from * 60, to: to * 60 }
    }

    fn day(covers: Vec<Span>) -> WorkedDay {
        let date = "2026-11-23".parse().unwrap();
        WorkedDay { date, works: vec![span(8, 15)], timetabled: vec![], lunches: vec![span(12, 13)], covers }
    }

    fn contract(minutes: u16, weeks: u8) -> Contract {
        let text = format!(
            r#"{{"kind":"permanent","first_day":"2024-09-01","fte":1,"minutes_a_week":{minutes},"weeks_a_year":{weeks}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn lunch_is_left_out_where_it_was_free_and_cover_outside_the_pattern_is_added() {
        let days = [day(vec![]), day(vec![span(12, 13)]), day(vec![span(14, 16)])];
        let contract = contract(360 * 3, 39);
        let monday = days[0].date;
        let found = week_of_work(monday, Some(&contract), &days, (195, 70_000, 60), (None, Account::default()));
        assert_eq!(found.days.iter().map(|day| day.minutes).collect::<Vec<_>>(), [360, 420, 360]);
        assert_eq!(
            (found.minutes, found.beyond_contract_minutes, found.cover_beyond_contract_minutes),
            (1_200, Some(120), Some(60))
        );
        assert_eq!(
            (found.year.contracted_minutes, found.year.remaining_minutes),
            (Some(42_120), Some(42_120 - 70_060))
        );
    }

    #[test]
    fn a_contract_without_hours_is_not_passed() {
        let found =
            week_of_work("2026-11-23".parse().unwrap(), None, &[day(vec![])], (1, 360, 0), (None, Account::default()));
        assert_eq!((found.contracted_minutes, found.beyond_contract_minutes), (None, None));
        assert_eq!(found.year.remaining_minutes, None);
    }
}
