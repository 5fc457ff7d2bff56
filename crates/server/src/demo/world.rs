//! The made-up trust in memory: everything that is written to the database afterwards.

use super::contacts;
use super::day::{Day, at};
use super::families::Families;
use super::profile::Profile;
use super::random::Random;
use super::roll;
use super::shape::{Shape, Size};
use super::staff;
use super::timetable::{self, MadeTimetable};
use super::{calendars, cast, marks};
use chrono::Days;
use school::calendar::SessionSet;
use school::contact::{Contact, Relation};
use school::group::{Group, GroupKind, Membership};
use school::pupil::{Characteristics, Enrolment};
use school::{
    AcademicYear, Academy, Calendar, Date, EnrolmentId, GroupId, Instant, MarkAuthority, Phase, SESSIONS_IN_SHEET,
    StaffId, StaffMember,
};
use std::collections::BTreeMap;
use store::roll::pupils::Record;
use uuid::Uuid;

/// Everything that the demonstration shows.
#[derive(Debug)]
pub(super) struct World {
    pub(super) day: Day,
    pub(super) academies: Vec<MadeAcademy>,
}

/// An academy.
#[derive(Debug)]
pub(super) struct MadeAcademy {
    pub(super) academy: Academy,
    pub(super) shape: Shape,
    pub(super) calendars: Vec<(AcademicYear, Calendar)>,
    /// The registration groups with their year group.
    pub(super) groups: Vec<(i16, Group)>,
    pub(super) staff: Vec<StaffMember>,
    /// Who takes the register of a group.
    pub(super) tutors: BTreeMap<GroupId, StaffId>,
    pub(super) pupils: Vec<MadePupil>,
    pub(super) contacts: Vec<Contact>,
    pub(super) relations: Vec<Relation>,
    /// Groups whose register of this morning is not taken.
    pub(super) not_taken: Vec<GroupId>,
    /// Who teaches what and when, at the secondary academy.
    pub(super) timetable: Option<MadeTimetable>,
}

/// A pupil.
#[derive(Debug)]
pub(super) struct MadePupil {
    pub(super) record: Record,
    pub(super) family: usize,
    pub(super) enrolments: Vec<Enrolment>,
    pub(super) characteristics: Vec<(Date, Characteristics)>,
    pub(super) members: Vec<(Uuid, Membership)>,
    pub(super) profile: Profile,
    pub(super) sheets: Vec<MadeSheet>,
}

/// The marks of one enrolment in one year.
#[derive(Debug)]
pub(super) struct MadeSheet {
    pub(super) enrolment_id: EnrolmentId,
    pub(super) year: AcademicYear,
    /// The sessions held while the pupil was on roll, up to this morning.
    pub(super) held: SessionSet,
    pub(super) marks: [u8; SESSIONS_IN_SHEET],
}

impl World {
    /// Makes the trust up.
    pub(super) fn make(day: Day, seed: u64, size: Size) -> Self {
        let mut families = Families::default();
        let (mut academies, mut going_up) = (Vec::new(), Vec::new());
        for (place, phase) in [Phase::Primary, Phase::Secondary].into_iter().enumerate() {
            let mut random = Random::of(seed, &[place as u64]);
            let mut academy = MadeAcademy::empty(day, Shape::of(phase, size), &mut random);
            staff::appoint(&mut academy, &mut random);
            going_up = roll::fill(&mut academy, day, &mut families, going_up, &mut random);
            contacts::gather(&mut academy, &families, &mut random);
            marks::make(&mut academy, day, seed);
            cast::play(&mut academy, day);
            academy.timetable = timetable::make(&academy, day, &mut Random::of(seed, &[60, place as u64]));
            academies.push(academy);
        }
        academies.reverse();
        Self { day, academies }
    }
}

impl MadeAcademy {
    fn empty(day: Day, shape: Shape, random: &mut Random) -> Self {
        let founded = founding(day);
        let academy = named(shape.phase, founded, random);
        let groups = shape.groups().map(|(year_group, name)| {
            let group = Group {
                id: random.id(founded),
                academy_id: academy.id,
                name,
                kind: GroupKind::Registration,
                revision: 1,
                created_at: founded,
                updated_at: founded,
            };
            (year_group, group)
        });
        let groups: Vec<(i16, Group)> = groups.collect();
        let not_taken = not_taken(shape, &groups);
        let calendars = day.years().map(|year| (year, calendars::calendar(year, shape.phase))).to_vec();
        Self {
            academy,
            shape,
            calendars,
            groups,
            staff: Vec::new(),
            tutors: BTreeMap::new(),
            pupils: Vec::new(),
            contacts: Vec::new(),
            relations: Vec::new(),
            not_taken,
            timetable: None,
        }
    }

    /// The calendar of a year.
    pub(super) fn calendar(&self, year: AcademicYear) -> Option<&Calendar> {
        self.calendars.iter().find(|(of, _)| *of == year).map(|(_, calendar)| calendar)
    }

    /// The days with school of one year, the earliest first.
    pub(super) fn school_days(&self, year: AcademicYear) -> Vec<Date> {
        let Some(calendar) = self.calendar(year) else { return Vec::new() };
        year.first_day().iter_days().take(year.days()).filter(|date| calendar.is_school_day(*date)).collect()
    }

    /// The days with school of both years up to the day given, the earliest first.
    pub(super) fn days_up_to(&self, last: Date) -> Vec<Date> {
        let all = self.calendars.iter().flat_map(|(year, _)| self.school_days(*year));
        all.filter(|date| *date <= last).collect()
    }
}

impl MadePupil {
    /// What holds on a day.
    pub(super) fn characteristics_on(&self, date: Date) -> Option<&Characteristics> {
        let before = self.characteristics.iter().rev().find(|(from, _)| *from <= date);
        before.or(self.characteristics.first()).map(|(_, values)| values)
    }

    /// The registration group on a day.
    pub(super) fn group_on(&self, date: Date) -> Option<GroupId> {
        let holds = |member: &Membership| member.first_day <= date && member.last_day.is_none_or(|last| date <= last);
        self.members.iter().map(|(_, member)| member).find(|member| holds(member)).map(|member| member.group_id)
    }

    /// Whether the pupil is on roll on a day.
    pub(super) fn is_on_roll(&self, date: Date) -> bool {
        self.enrolments.iter().any(|enrolment| enrolment.stay.holds_on(date))
    }
}

/// When the trust began to use the system: the summer before the first year that is shown.
pub(super) fn founding(day: Day) -> Instant {
    let summer = day.last_year.first_day().checked_add_days(Days::new(16)).unwrap_or(day.today);
    at(summer, 9, 0)
}

fn named(phase: Phase, founded: Instant, random: &mut Random) -> Academy {
    let (name, urn, number) = match phase {
        Phase::Primary => ("Fableford Primary Academy", "999420", "2999"),
        _ => ("Mockingham Academy", "999120", "4999"),
    };
    Academy {
        id: random.id(founded),
        name: name.to_owned(),
        urn: Some(urn.to_owned()),
        la_code: Some("999".to_owned()),
        establishment_number: Some(number.to_owned()),
        phase,
        mark_authority: MarkAuthority::Rollcall,
        revision: 1,
        created_at: founded,
        updated_at: founded,
    }
}

/// Two registers at the secondary academy and one at the primary.
fn not_taken(shape: Shape, groups: &[(i16, Group)]) -> Vec<GroupId> {
    let wanted: &[(i16, usize)] = match shape.phase {
        Phase::Primary => &[(2, 1)],
        _ => &[(8, 1), (10, 0)],
    };
    let find = |(year, place): &(i16, usize)| groups.iter().filter(|(of, _)| of == year).nth(*place);
    wanted.iter().filter_map(find).map(|(_, group)| group.id).collect()
}
