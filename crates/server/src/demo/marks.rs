//! The marks of two years: everybody is present, and then life happens, one layer after the other.

mod activities;
mod arrangements;
mod illness;
mod lateness;
mod leave;
mod page;
mod truancy;
mod unexplained;

use super::day::Day;
use super::random::Random;
use super::world::{MadeAcademy, MadePupil, MadeSheet};
use page::Page;
use school::calendar::SessionSet;
use school::pupil::Stay;
use school::{AcademicYear, Date, Phase};
use std::collections::HashMap;

/// What a layer knows of whose sheet it writes on.
struct Writer<'a> {
    page: Page,
    random: Random,
    phase: Phase,
    year_group: i16,
    born: Date,
    profile: &'a super::profile::Profile,
    day: Day,
    /// Numbers that all pupils of a year group share, such as the day of their trip.
    of_the_year_group: Random,
}

/// Makes every sheet of an academy.
pub(super) fn make(academy: &mut MadeAcademy, day: Day, seed: u64) {
    let phase = academy.shape.phase;
    let mut held: HashMap<(AcademicYear, i16), SessionSet> = HashMap::new();
    for (year, calendar) in &academy.calendars {
        for year_group in academy.shape.first..=academy.shape.last {
            held.insert((*year, year_group), calendar.sessions_of(*year, Some(year_group)));
        }
    }
    let not_taken = academy.not_taken.clone();
    for pupil in &mut academy.pupils {
        let sheets = sheets_of(pupil, &held, day, phase, seed);
        pupil.sheets = sheets;
        if pupil.group_on(day.today).is_some_and(|group| not_taken.contains(&group)) {
            blank_this_morning(pupil, day);
        }
    }
}

fn sheets_of(
    pupil: &MadePupil,
    held: &HashMap<(AcademicYear, i16), SessionSet>,
    day: Day,
    phase: Phase,
    seed: u64,
) -> Vec<MadeSheet> {
    let mut sheets = Vec::new();
    for (from, values) in &pupil.characteristics {
        let (Some(year), Some(year_group)) = (AcademicYear::of(*from), values.year_group) else { continue };
        let Some(of_group) = held.get(&(year, year_group)) else { continue };
        for enrolment in &pupil.enrolments {
            let mine = of_group.and(&stayed(year, enrolment.stay, day));
            if mine.is_empty() {
                continue;
            }
            let streams = [phase as u64, u64::from(year.start_year().unsigned_abs()), pupil.profile.place as u64];
            let of_the_year_group = Random::of(seed, &[streams[0], streams[1], 1_000 + year_group as u64]);
            let mut writer = Writer {
                page: Page::new(year, of_group, mine),
                random: Random::of(seed, &[7, streams[0], streams[1], streams[2]]),
                phase,
                year_group,
                born: pupil.record.identity.date_of_birth,
                profile: &pupil.profile,
                day,
                of_the_year_group,
            };
            writer.write();
            let marks = writer.page.into_marks();
            sheets.push(MadeSheet { enrolment_id: enrolment.id, year, held: mine, marks });
        }
    }
    sheets
}

impl Writer<'_> {
    fn write(&mut self) {
        lateness::layer(self);
        activities::layer(self);
        leave::appointments(self);
        leave::exceptional(self);
        truancy::layer(self);
        illness::layer(self);
        leave::holidays(self);
        leave::suspensions(self);
        leave::occasions(self);
        arrangements::layer(self);
        unexplained::layer(self);
    }
}

/// The sessions of a stay that have been by the day's half past ten.
fn stayed(year: AcademicYear, stay: Stay, day: Day) -> SessionSet {
    let last = stay.leaving_day.unwrap_or(day.today).min(day.today).min(year.last_day());
    let first = stay.starting_day.max(year.first_day());
    let (Some(first), Some(last_index)) = (year.day_index(first), year.day_index(last)) else {
        return SessionSet::default();
    };
    let afternoon = usize::from(last < day.today);
    SessionSet::between(2 * first, 2 * last_index + 1 + afternoon)
}

fn blank_this_morning(pupil: &mut MadePupil, day: Day) {
    let place = day.year.day_index(day.today).map(|index| 2 * index);
    for sheet in pupil.sheets.iter_mut().filter(|sheet| sheet.year == day.year) {
        if let Some(mark) = place.and_then(|place| sheet.marks.get_mut(place)) {
            *mark = 0;
        }
    }
}
