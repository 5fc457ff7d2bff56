use super::{LONGEST_ABSENCE, MOST_NAMED, MOST_WORK, StaffAbsence};
use crate::absence::day::span;
use chrono::Datelike;
use school::{Date, Violation, Weekday};
use uuid::Uuid;

/// Everything that is wrong with an absence beside the others of the same person.
pub fn check(absence: &StaffAbsence, others: &[(Uuid, &StaffAbsence)]) -> Vec<Violation> {
    let mut wrong = Vec::new();
    days(absence, &mut wrong);
    if let (Some(starts), Some(ends)) = (absence.starts, absence.ends)
        && ends <= starts
    {
        wrong.push(Violation::new("/ends", "ends_before_start", "an absence ends after it starts"));
    }
    names(absence, &mut wrong);
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

fn names(absence: &StaffAbsence, wrong: &mut Vec<Violation>) {
    if let Some(periods) = &absence.periods {
        if periods.is_empty() || periods.len() > MOST_NAMED {
            wrong.push(Violation::new("/periods", "wrong_number", format!("1 to {MOST_NAMED} periods, or null")));
        }
        if absence.starts.is_some() || absence.ends.is_some() {
            wrong.push(Violation::new("/periods", "contradiction", "send times or periods, not both"));
        }
    }
    if absence.weekdays.as_ref().is_some_and(|days| days.is_empty() || days.len() > 7) {
        wrong.push(Violation::new("/weekdays", "wrong_number", "1 to 7 days of the week, or null"));
    }
    if absence.cover_work.len() > MOST_WORK {
        wrong.push(Violation::new("/cover_work", "too_many", format!("at most {MOST_WORK} pieces of work")));
    }
    for (place, work) in absence.cover_work.iter().enumerate() {
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
    share_a_day(one, other) && share_a_time(one, other)
}

fn share_a_day(one: &StaffAbsence, other: &StaffAbsence) -> bool {
    let first = one.first_day.max(other.first_day);
    let last = one.last_day.unwrap_or(Date::MAX).min(other.last_day.unwrap_or(Date::MAX));
    let falls = |absence: &StaffAbsence, date: Date| {
        absence.weekdays.as_ref().is_none_or(|days| days.contains(&Weekday::of(date)))
    };
    // Every day of the week comes within seven days.
    first.iter_days().take(7).take_while(|date| *date <= last).any(|date| falls(one, date) && falls(other, date))
}

fn share_a_time(one: &StaffAbsence, other: &StaffAbsence) -> bool {
    match (&one.periods, &other.periods) {
        (Some(one), Some(other)) => one.iter().any(|name| other.contains(name)),
        (Some(_), None) => span(other.starts, other.ends).is_none(),
        (None, Some(_)) => span(one.starts, one.ends).is_none(),
        (None, None) => match (span(one.starts, one.ends), span(other.starts, other.ends)) {
            (Some(one), Some(other)) => one.overlaps(other),
            _ => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::absence::{Category, away_on};
    use chrono::NaiveTime;
    use school::StaffId;

    fn absence(first: u32, last: Option<u32>) -> StaffAbsence {
        let day = |day| Date::from_ymd_opt(2026, 11, day).unwrap();
        StaffAbsence {
            staff_id: StaffId(Uuid::nil()),
            first_day: day(first),
            last_day: last.map(day),
            starts: None,
            ends: None,
            periods: None,
            weekdays: None,
            category: Some(Category::Sickness),
            reason: None,
            foreseeable: false,
            cover_needed: true,
            cover_work: Vec::new(),
            self_reported: false,
            cancelled: None,
        }
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
        let mut wrong = absence(23, Some(20));
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
    fn an_open_absence_rolls_forward_and_becomes_foreseeable() {
        let open = absence(23, None);
        let day = |day| Date::from_ymd_opt(2026, 11, day).unwrap();
        assert!(away_on(Uuid::nil(), &open, day(22), 3).is_none());
        assert!(!away_on(Uuid::nil(), &open, day(25), 3).unwrap().foreseeable);
        assert!(away_on(Uuid::nil(), &open, day(26), 3).unwrap().foreseeable);
        assert!(away_on(Uuid::nil(), &open, day(30), 3).is_some());
    }
}
