use super::{
    CoverWork, DayPart, LONGEST_ABSENCE, MOST_EXCEPTED, MOST_NAMED, MOST_WORK, Recurrence, StaffAbsence, TimesApply,
};
use chrono::Datelike;
use school::{Date, Violation};
use uuid::Uuid;

/// Everything that is wrong with an absence beside the others of the same person.
pub fn check(absence: &StaffAbsence, others: &[(Uuid, &StaffAbsence)]) -> Vec<Violation> {
    let mut wrong = Vec::new();
    days(absence, &mut wrong);
    times(absence, &mut wrong);
    names(absence, &mut wrong);
    recurrence(absence.recurrence(), absence.first_day, absence.last_day, &mut wrong);
    if wrong.is_empty() && absence.cancelled.is_none() {
        for (id, other) in others.iter().filter(|(_, other)| other.cancelled.is_none()) {
            if overlap(absence, other) {
                let detail = format!("the person is away then already: change the absence {id} instead");
                wrong.push(Violation::new("/first_day", "overlapping_absence", detail));
            }
        }
    }
    wrong
}

fn days(absence: &StaffAbsence, wrong: &mut Vec<Violation>) {
    let years = 2000..=2200;
    if !years.contains(&absence.first_day.year()) {
        wrong.push(Violation::new("/first_day", "out_of_range", "a date between 2000 and 2200 is meant"));
    }
    let Some(last) = absence.last_day else { return };
    if last < absence.first_day {
        wrong.push(Violation::new("/last_day", "ends_before_start", "an absence ends on or after its first day"));
    } else if (last - absence.first_day).num_days() > LONGEST_ABSENCE {
        let detail = format!("an absence lasts at most {LONGEST_ABSENCE} days; leave the last day open");
        wrong.push(Violation::new("/last_day", "too_long", detail));
    }
}

fn times(absence: &StaffAbsence, wrong: &mut Vec<Violation>) {
    let daily = absence.times_apply() == TimesApply::EachDay;
    // Of an absence over several days they are times of two days.
    let of_one_day = daily || absence.last_day.is_some_and(|last| last <= absence.first_day);
    if let (Some(starts), Some(ends)) = (absence.starts, absence.ends)
        && of_one_day
        && ends <= starts
    {
        wrong.push(Violation::new("/ends", "ends_before_start", "an absence ends after it starts"));
    }
    if absence.ends.is_some() && absence.last_day.is_none() && !daily {
        let detail =
            "it is the end of the last day: send last_day as well, or times_apply each_day where each day ends so";
        wrong.push(Violation::new("/ends", "no_last_day", detail));
    }
}

/// Everything that is wrong with the days on which something recurs between two days.
pub(crate) fn recurrence(recurs: Recurrence<'_>, first: Date, last: Option<Date>, wrong: &mut Vec<Violation>) {
    let before = wrong.len();
    if recurs.weekdays.is_some_and(|days| days.is_empty() || days.len() > 7) {
        wrong.push(Violation::new("/weekdays", "wrong_number", "1 to 7 days of the week, or null"));
    }
    if recurs.weeks.is_some_and(|weeks| weeks.is_empty() || weeks.len() > 2) {
        wrong.push(Violation::new("/weeks", "wrong_number", "one week of the cycle, both, or null"));
    }
    if recurs.except.len() > MOST_EXCEPTED {
        wrong.push(Violation::new("/except", "too_many", format!("at most {MOST_EXCEPTED} days are left out")));
    }
    let outside = |date: Date| date < first || last.is_some_and(|last| date > last);
    for (place, date) in recurs.except.iter().enumerate().take(MOST_EXCEPTED) {
        if outside(*date) {
            let detail = "a day that is left out is one between the first and the last";
            wrong.push(Violation::new(format!("/except/{place}"), "out_of_range", detail));
        }
    }
    // An open end always comes to a day; a closed range that is too long is told already.
    let Some(last) = last.filter(|last| *last >= first && wrong.len() == before) else { return };
    let longest = usize::try_from(LONGEST_ABSENCE).unwrap_or(usize::MAX);
    let mut days = first.iter_days().take(longest + 1).take_while(|date| *date <= last);
    if !days.any(|date| recurs.may_fall_on(date)) {
        let pointer = if recurs.weekdays.is_some() { "/weekdays" } else { "/except" };
        wrong.push(Violation::new(pointer, "never_falls", "no day between the first and the last is left"));
    }
}

fn names(absence: &StaffAbsence, wrong: &mut Vec<Violation>) {
    if let Some(periods) = &absence.periods {
        if periods.is_empty() || periods.len() > MOST_NAMED {
            wrong.push(Violation::new("/periods", "wrong_number", format!("1 to {MOST_NAMED} periods, or null")));
        }
        if absence.starts.is_some() || absence.ends.is_some() {
            wrong.push(Violation::new("/periods", "contradiction", "send times or periods, not both"));
        }
    }
    work(&absence.cover_work, wrong);
}

/// Everything that is wrong with the work that was set.
pub(crate) fn work(work: &[CoverWork], wrong: &mut Vec<Violation>) {
    if work.len() > MOST_WORK {
        wrong.push(Violation::new("/cover_work", "too_many", format!("at most {MOST_WORK} pieces of work")));
    }
    for (place, work) in work.iter().enumerate() {
        if let Some(link) = &work.link
            && !(link.starts_with("https://") || link.starts_with("http://"))
        {
            let pointer = format!("/cover_work/{place}/link");
            wrong.push(Violation::new(pointer, "wrong_format", "an address that starts with https://"));
        }
    }
}

/// Whether two absences of one person claim the same time. Times against names of periods are not compared: what they mean
/// is known only with the timetable of a day, and both hold together.
fn overlap(one: &StaffAbsence, other: &StaffAbsence) -> bool {
    let weeks = match (&one.weeks, &other.weeks) {
        (Some(one), Some(other)) => one.iter().any(|week| other.contains(week)),
        _ => true,
    };
    if !weeks {
        return false;
    }
    let first = one.first_day.max(other.first_day);
    let last = one.last_day.unwrap_or(Date::MAX).min(other.last_day.unwrap_or(Date::MAX));
    let longest = usize::try_from(LONGEST_ABSENCE).unwrap_or(usize::MAX);
    let falls = |date: &Date| one.recurrence().may_fall_on(*date) && other.recurrence().may_fall_on(*date);
    let mut days = first.iter_days().take(longest + 1).take_while(|date| *date <= last).filter(falls);
    days.any(|date| share_a_time(&one.part_of(date), &other.part_of(date)))
}

fn share_a_time(one: &DayPart, other: &DayPart) -> bool {
    match (one, other) {
        (DayPart::Whole, _) | (_, DayPart::Whole) => true,
        (DayPart::Periods(one), DayPart::Periods(other)) => one.iter().any(|name| other.contains(name)),
        (DayPart::Span(one), DayPart::Span(other)) => one.overlaps(*other),
        (DayPart::Periods(_), DayPart::Span(_)) | (DayPart::Span(_), DayPart::Periods(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveTime;
    use school::Weekday;
    use school::timetable::CycleWeek;

    fn absence(first: u32, last: Option<u32>) -> StaffAbsence {
        let day = |day| Date::from_ymd_opt(2026, 11, day).unwrap();
        crate::sample::absence(day(first), last.map(day))
    }

    fn between(first: u32, from: u32, to: u32) -> StaffAbsence {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0);
        StaffAbsence { starts: at(from), ends: at(to), ..absence(first, Some(first)) }
    }

    fn codes(absence: &StaffAbsence, others: &[&StaffAbsence]) -> Vec<String> {
        let others: Vec<_> = others.iter().map(|other| (Uuid::nil(), *other)).collect();
        check(absence, &others).into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect()
    }

    #[test]
    fn an_absence_that_ends_before_it_starts_is_refused_with_all_that_is_wrong() {
        let mut wrong = StaffAbsence { times_apply: Some(TimesApply::EachDay), ..absence(23, Some(20)) };
        (wrong.starts, wrong.ends) = (NaiveTime::from_hms_opt(12, 0, 0), NaiveTime::from_hms_opt(9, 0, 0));
        wrong.periods = Some(Vec::new());
        let found = codes(&wrong, &[]);
        assert_eq!(
            found,
            [
                "/last_day ends_before_start",
                "/ends ends_before_start",
                "/periods wrong_number",
                "/periods contradiction"
            ]
        );
    }

    #[test]
    fn two_parts_of_one_day_stand_beside_each_other_and_the_same_time_twice_does_not() {
        assert_eq!(codes(&between(23, 9, 10), &[&between(23, 13, 14)]), [""; 0]);
        assert_eq!(codes(&between(23, 9, 11), &[&between(23, 10, 12)]), ["/first_day overlapping_absence"]);
        assert_eq!(codes(&absence(23, None), &[&between(25, 9, 10)]), ["/first_day overlapping_absence"]);
        let gone = StaffAbsence { cancelled: Some("entered twice".to_owned()), ..absence(23, None) };
        assert_eq!(codes(&absence(23, None), &[&gone]), [""; 0]);
    }

    #[test]
    fn what_recurs_on_other_days_of_the_week_does_not_overlap() {
        let mondays = StaffAbsence { weekdays: Some(vec![Weekday::Mon]), ..absence(2, None) };
        let tuesdays = StaffAbsence { weekdays: Some(vec![Weekday::Tue]), ..absence(2, None) };
        assert_eq!(codes(&mondays, &[&tuesdays]), [""; 0]);
        assert_eq!(codes(&mondays, &[&absence(9, Some(9))]), ["/first_day overlapping_absence"]);
    }

    #[test]
    fn times_of_two_days_are_no_contradiction_and_an_open_absence_has_no_end() {
        let left = StaffAbsence { last_day: Some(Date::from_ymd_opt(2026, 11, 25).unwrap()), ..between(23, 14, 10) };
        assert_eq!(codes(&left, &[]), [""; 0], "from Monday at two to Wednesday at ten");
        assert_eq!(codes(&left, &[&between(23, 9, 14), &between(25, 10, 12)]), [""; 0]);
        assert_eq!(codes(&left, &[&between(24, 9, 10)]), ["/first_day overlapping_absence"], "Tuesday is taken whole");
        assert_eq!(codes(&StaffAbsence { last_day: None, ..left.clone() }, &[]), ["/ends no_last_day"]);
        let daily = StaffAbsence { times_apply: Some(TimesApply::EachDay), last_day: None, ..between(23, 9, 10) };
        assert_eq!(codes(&daily, &[&between(24, 10, 12)]), [""; 0]);
    }

    #[test]
    fn what_recurs_falls_on_a_day_and_leaves_out_days_of_its_range() {
        let never = StaffAbsence { weekdays: Some(vec![Weekday::Sun]), ..absence(23, Some(27)) };
        assert_eq!(codes(&never, &[]), ["/weekdays never_falls"]);
        let day = |day| Date::from_ymd_opt(2026, 11, day).unwrap();
        let none_left = StaffAbsence { except: vec![day(23), day(24)], ..absence(23, Some(24)) };
        assert_eq!(codes(&none_left, &[]), ["/except never_falls"]);
        let outside = StaffAbsence { except: vec![day(28)], ..absence(23, Some(24)) };
        assert_eq!(codes(&outside, &[]), ["/except/0 out_of_range"]);
        let weeks =
            |week| StaffAbsence { weeks: Some(vec![week]), weekdays: Some(vec![Weekday::Mon]), ..absence(2, None) };
        assert_eq!(codes(&weeks(CycleWeek::A), &[&weeks(CycleWeek::B)]), [""; 0]);
        assert_eq!(codes(&weeks(CycleWeek::A), &[&weeks(CycleWeek::A)]), ["/first_day overlapping_absence"]);
    }
}
