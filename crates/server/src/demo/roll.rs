//! The roll: every place of every group with those who had it, over two years.

use super::calendars;
use super::day::Day;
use super::families::{Families, Family};
use super::feasts::{day, later};
use super::needs;
use super::profile::{Pattern, Profile};
use super::random::Random;
use super::world::{MadeAcademy, MadePupil, founding};
use school::group::Membership;
use school::pupil::{DeletionGround, Enrolment, EnrolmentKind, Identity, Sex, Stay};
use school::{AcademicYear, Date, GroupId, Instant, PersonId, Phase, Upn};
use store::roll::pupils::Record;

/// The chance that the pupil of a place changes in the two years.
const TURNOVER: f64 = 0.035;

/// A child as another academy of the trust knew it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    person_id: PersonId,
    identity: Identity,
    family: usize,
}

/// A place in a group: the year group that its pupil is in this year, or would be.
#[derive(Debug, Clone, Copy)]
struct Place {
    year_group: i16,
    group: usize,
    /// Counts the places of the cohort.
    serial: usize,
}

/// What is needed to admit pupils.
struct Office<'a> {
    academy: &'a mut MadeAcademy,
    day: Day,
    families: &'a mut Families,
    random: &'a mut Random,
    /// Children from the trust's primary academy who come up.
    coming_up: Vec<Known>,
}

/// Fills every place of an academy; answers those who left it at the end of last year for the next school.
pub(super) fn fill(
    academy: &mut MadeAcademy,
    day: Day,
    families: &mut Families,
    coming_up: Vec<Known>,
    random: &mut Random,
) -> Vec<Known> {
    let shape = academy.shape;
    let mut office = Office { academy, day, families, random, coming_up };
    for year_group in shape.first..=shape.last + 1 {
        for serial in 0..shape.groups * shape.group_size {
            office.fill_place(Place { year_group, group: serial / shape.group_size, serial });
        }
    }
    leavers(academy, shape.last + 1, day)
}

/// Pupils who went on at the end of last year; half of a primary class goes to the trust's own secondary academy.
fn leavers(academy: &mut MadeAcademy, year_group: i16, day: Day) -> Vec<Known> {
    let from = day.year.first_day();
    let went = |pupil: &&mut MadePupil| {
        let last_group = pupil.characteristics.last().and_then(|(_, values)| values.year_group);
        last_group == Some(year_group - 1)
            && pupil.enrolments.last().and_then(|stay| stay.stay.leaving_day).is_some_and(|left| left < from)
    };
    let mut known = Vec::new();
    for (place, pupil) in academy.pupils.iter_mut().filter(went).enumerate() {
        if place % 2 == 0 && academy.shape.phase == Phase::Primary {
            pupil.record.identity.next_school = Some("Mockingham Academy".to_owned());
            let Record { person_id, mut identity, .. } = pupil.record.clone();
            identity.last_school = Some("Fableford Primary Academy, Fable Lane, Mockingham".to_owned());
            known.push(Known { person_id, identity, family: pupil.family });
        }
    }
    known
}

impl Office<'_> {
    fn fill_place(&mut self, place: Place) {
        let shape = self.academy.shape;
        let start = self.first_day(self.day.year.start_year() - (place.year_group - shape.first));
        let end = (place.year_group > shape.last).then(|| self.last_day_of_last_year());
        let ground = if shape.phase == Phase::Primary {
            DeletionGround::RegisteredElsewhere
        } else {
            DeletionGround::OverCompulsoryAge
        };
        let whole = Stay { starting_day: start, leaving_day: end };
        let readmitted = place.year_group == shape.first + 2 && place.group == 0 && place.serial % 30 == 4;
        match self.change(whole) {
            Some((left, came)) if readmitted => {
                let first = Stay { starting_day: start, leaving_day: Some(left) };
                let second = Stay { starting_day: came, leaving_day: end };
                self.admit(place, &[(first, Some(DeletionGround::ElectiveHomeEducation)), (second, None)]);
            }
            Some((left, came)) if self.random.chance(TURNOVER) => {
                let first = Stay { starting_day: start, leaving_day: Some(left) };
                let why = if self.random.chance(0.7) {
                    DeletionGround::RegisteredElsewhere
                } else {
                    DeletionGround::MovedAway
                };
                self.admit(place, &[(first, Some(why))]);
                let second = Stay { starting_day: came, leaving_day: end };
                self.admit(place, &[(second, end.map(|_| ground))]);
            }
            _ => self.admit(place, &[(whole, end.map(|_| ground))]),
        }
    }

    /// When one pupil leaves a place and the next one comes, in the days that are shown.
    fn change(&mut self, whole: Stay) -> Option<(Date, Date)> {
        let last = whole.leaving_day.unwrap_or(self.day.today).min(self.day.today);
        let days: Vec<Date> =
            self.academy.days_up_to(last).into_iter().filter(|date| *date > later(whole.starting_day, 30)).collect();
        let usable = days.len().checked_sub(45)?;
        let left = self.random.below(usable);
        let came = left + self.random.between(3, 25);
        Some((*days.get(left)?, *days.get(came)?))
    }

    fn first_day(&self, start_year: i16) -> Date {
        let year = AcademicYear::beginning_in(start_year).unwrap_or(self.day.last_year);
        let calendar = calendars::calendar(year, self.academy.shape.phase);
        day(i32::from(start_year), 9, 1)
            .iter_days()
            .take(30)
            .find(|date| calendar.is_school_day(*date))
            .unwrap_or_default()
    }

    fn last_day_of_last_year(&self) -> Date {
        let calendar = self.academy.calendar(self.day.last_year);
        calendar.and_then(|calendar| calendar.terms.last()).map_or(self.day.last_year.last_day(), |term| term.last_day)
    }

    /// Admits a child to a place for one stay or more.
    fn admit(&mut self, place: Place, stays: &[(Stay, Option<DeletionGround>)]) {
        let Some((first, _)) = stays.first() else { return };
        let begins = place.year_group == self.academy.shape.first && first.starting_day >= self.day.year.first_day();
        let known = if begins && place.serial.is_multiple_of(8) { self.coming_up.pop() } else { None };
        let number = self.academy.pupils.len();
        let known = known.unwrap_or_else(|| self.child(place, number));
        let family = &self.families.all[known.family];
        let mut profile = Profile::choose(self.academy.shape.phase, family.poor, number, self.random);
        profile.keeps_eid = family.background.keeps_eid;
        profile.travels = family.background.ethnicity == "WIRT";
        let values = needs::characteristics(family, number, self.random);
        let made = founding(self.day).max(super::day::at(first.starting_day, 8, 0)).min(self.day.now);
        let elsewhere = profile.pattern == Pattern::Dual && number.is_multiple_of(2);
        let kind = if elsewhere { EnrolmentKind::Subsidiary } else { EnrolmentKind::Main };
        let enrolments = stays.iter().map(|(stay, ground)| {
            let (stay, ground) = (*stay, *ground);
            Enrolment { id: self.random.id(made), stay, kind, ground }
        });
        let mut pupil = MadePupil {
            enrolments: enrolments.collect(),
            family: known.family,
            record: self.record(known, number, made),
            characteristics: Vec::new(),
            members: Vec::new(),
            profile,
            sheets: Vec::new(),
        };
        self.date(&mut pupil, place, &values);
        self.academy.pupils.push(pupil);
    }

    fn record(&mut self, known: Known, number: usize, made: Instant) -> Record {
        let mis_id = Some(format!("M{:05}", 10_001 + number));
        Record {
            id: self.random.id(made),
            academy_id: self.academy.academy.id,
            person_id: known.person_id,
            identity: Identity { mis_id, next_school: None, ..known.identity },
            revision: 1,
            created_at: made,
            updated_at: made,
        }
    }

    /// What holds in each year: the year group and the registration group.
    fn date(&mut self, pupil: &mut MadePupil, place: Place, values: &school::pupil::Characteristics) {
        let (Some(first), Some(last)) = (pupil.enrolments.first(), pupil.enrolments.last()) else { return };
        let (start, end) = (first.stay.starting_day, last.stay.leaving_day);
        for (year, year_group) in [(self.day.last_year, place.year_group - 1), (self.day.year, place.year_group)] {
            let from = start.max(year.first_day());
            let ends = end.is_some_and(|end| end < from);
            let Some(group) =
                self.group(year_group, place.group).filter(|_| AcademicYear::of(from) == Some(year) && !ends)
            else {
                continue;
            };
            let values = school::pupil::Characteristics { year_group: Some(year_group), ..values.clone() };
            pupil.characteristics.push((from, values));
            let last_day = end.or((year == self.day.last_year).then(|| year.last_day()));
            let last_day = last_day.map(|last| last.min(year.last_day()));
            let member = Membership { group_id: group, pupil_id: pupil.record.id, first_day: from, last_day };
            pupil.members.push((self.random.id(pupil.record.created_at), member));
        }
    }

    fn group(&self, year_group: i16, place: usize) -> Option<GroupId> {
        self.academy.groups.iter().filter(|(of, _)| *of == year_group).nth(place).map(|(_, group)| group.id)
    }

    /// A child that no academy of the trust knew.
    fn child(&mut self, place: Place, number: usize) -> Known {
        let cohort = self.day.year.start_year() - place.year_group;
        let family = self.families.of_child(cohort, self.random);
        let Family { background, surname, address, .. } = &self.families.all[family];
        let sex = if self.random.chance(0.49) { Sex::F } else { Sex::M };
        let forename = background.forename(sex, self.random);
        let born = later(day(i32::from(cohort) - 5, 9, 1), self.random.below(365) as u64);
        let (feeder, last_school) = match self.academy.shape.phase {
            Phase::Primary => ("2999", None),
            _ => ("2001", Some("Pretendham Junior School, Specimen Road, Mockingham")),
        };
        let twelve = format!("999{feeder}{:02}{:03}", i32::from(cohort) % 100, number % 1_000);
        let identity = Identity {
            upn: Upn::with_check_letter(&twelve).ok(),
            former_upn: None,
            surname: (*surname).to_owned(),
            forename: forename.to_owned(),
            legal_surname: None,
            legal_forename: None,
            other_names: None,
            date_of_birth: born,
            sex,
            address: Some(address.clone()),
            last_school: last_school.map(str::to_owned),
            next_school: None,
            mis_id: None,
        };
        Known { person_id: self.random.id(founding(self.day)), identity, family }
    }
}
