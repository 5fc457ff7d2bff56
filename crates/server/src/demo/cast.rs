//! The cast: pupils of every academy about whom each rule has something to say today.

use super::day::Day;
use super::profile::Pattern;
use super::world::{MadeAcademy, MadePupil};
use attendance::code::Code;
use school::pupil::Characteristics;
use school::{CompulsorySchoolAge, Date, Session, SessionAt};

/// Changes the marks of a few pupils so that every rule that the calendar allows is met.
pub(super) fn play(academy: &mut MadeAcademy, day: Day) {
    let days = academy.days_up_to(day.today);
    let ordinary = ordinary(academy, day);
    let mut next = ordinary.iter().step_by((ordinary.len() / 12).max(1)).copied();
    for scene in [continuous, sickness, penalty_notice, overdue, severe, fresh_illness] {
        if let Some(pupil) = next.next().and_then(|place| academy.pupils.get_mut(place)) {
            scene(pupil, &days, day);
        }
    }
    let flags: [fn(&Characteristics) -> bool; 3] = [
        |values| values.child_protection == Some(true),
        |values| values.looked_after == Some(true),
        Characteristics::is_vulnerable,
    ];
    for flag in flags {
        let marked = |pupil: &&mut MadePupil| is_marked(pupil, &academy.not_taken, day) && !is_unexplained(pupil, day);
        let flagged = |pupil: &&mut MadePupil| pupil.characteristics_on(day.today).is_some_and(flag);
        if let Some(pupil) = academy.pupils.iter_mut().filter(marked).find(flagged) {
            mark(pupil, day, SessionAt::new(day.today, Session::Am), "N");
        }
    }
}

/// Pupils about whom there is nothing special: on roll since last year, of compulsory school age, marked this morning.
fn ordinary(academy: &MadeAcademy, day: Day) -> Vec<usize> {
    let suits = |pupil: &MadePupil| {
        let year_group = pupil.characteristics_on(day.today).and_then(|values| values.year_group);
        let age = CompulsorySchoolAge::of(pupil.record.identity.date_of_birth);
        let since = pupil.enrolments.first().is_some_and(|stay| stay.stay.starting_day <= day.year.first_day());
        pupil.profile.pattern == Pattern::Ordinary
            && pupil.enrolments.len() == 1
            && since
            && year_group.is_some_and(|group| ![0, 10, 11].contains(&group))
            && age.holds_on(day.last_year.first_day())
            && pupil.characteristics_on(day.today).is_some_and(|values| !values.is_vulnerable())
            && is_marked(pupil, &academy.not_taken, day)
    };
    academy.pupils.iter().enumerate().filter(|(_, pupil)| suits(pupil)).map(|(place, _)| place).collect()
}

fn is_marked(pupil: &MadePupil, not_taken: &[school::GroupId], day: Day) -> bool {
    pupil.is_on_roll(day.today) && pupil.group_on(day.today).is_some_and(|group| !not_taken.contains(&group))
}

fn is_unexplained(pupil: &MadePupil, day: Day) -> bool {
    let place = day.year.index_of(SessionAt::new(day.today, Session::Am));
    let of_year = pupil.sheets.iter().find(|sheet| sheet.year == day.year);
    of_year.zip(place).is_some_and(|(sheet, place)| sheet.marks.get(place) == Some(&Code::NO_REASON_YET.byte()))
}

/// Writes a mark where the session was held for the pupil and has been.
fn mark(pupil: &mut MadePupil, day: Day, at: SessionAt, code: &str) {
    let Ok(code) = Code::parse(code) else { return };
    for sheet in pupil.sheets.iter_mut().filter(|_| day.has_been(at)) {
        if let Some(place) = sheet.year.index_of(at).filter(|place| sheet.held.contains(*place)) {
            sheet.marks[place] = code.byte();
        }
    }
}

fn mark_day(pupil: &mut MadePupil, day: Day, date: Option<&Date>, code: &str) {
    for session in Session::BOTH {
        if let Some(date) = date {
            mark(pupil, day, SessionAt::new(*date, session), code);
        }
    }
}

/// The school day so many school days ago.
fn ago(days: &[Date], count: usize) -> Option<&Date> {
    days.len().checked_sub(count + 1).and_then(|place| days.get(place))
}

/// Away without leave for thirteen school days, and nobody knows about today.
fn continuous(pupil: &mut MadePupil, days: &[Date], day: Day) {
    for back in 1..=13 {
        mark_day(pupil, day, ago(days, back), if back <= 2 { "N" } else { "O" });
    }
    mark_day(pupil, day, ago(days, 0), "N");
}

/// Ill since eighteen school days.
fn sickness(pupil: &mut MadePupil, days: &[Date], day: Day) {
    (0..=18).for_each(|back| mark_day(pupil, day, ago(days, back), "I"));
}

/// A week's holiday that was not granted, then late after the register had closed.
fn penalty_notice(pupil: &mut MadePupil, days: &[Date], day: Day) {
    (21..26).for_each(|back| mark_day(pupil, day, ago(days, back), "G"));
    for back in [4, 9] {
        if let Some(date) = ago(days, back) {
            mark(pupil, day, SessionAt::new(*date, Session::Am), "U");
        }
    }
}

/// A day that nobody has explained in nine school days.
fn overdue(pupil: &mut MadePupil, days: &[Date], day: Day) {
    mark_day(pupil, day, ago(days, 9), "N");
}

/// In school on one day of three this year.
fn severe(pupil: &mut MadePupil, days: &[Date], day: Day) {
    for (nth, date) in days.iter().filter(|date| day.year.day_index(**date).is_some()).enumerate() {
        match nth % 3 {
            0 => mark_day(pupil, day, Some(date), "O"),
            1 => mark_day(pupil, day, Some(date), "I"),
            _ => {}
        }
    }
    mark_day(pupil, day, ago(days, 0), "N");
}

/// Fallen ill yesterday.
fn fresh_illness(pupil: &mut MadePupil, days: &[Date], day: Day) {
    (0..=1).for_each(|back| mark_day(pupil, day, ago(days, back), "I"));
}
