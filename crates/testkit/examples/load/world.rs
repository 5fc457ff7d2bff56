//! The made-up trust: which academies, groups and pupils there are, and what is marked for whom. All of it follows from
//! numbers, so that a later mode needs to ask nobody.

use school::{
    AcademicYear, AcademyId, Calendar, Clock, Date, EnrolmentId, GroupId, Instant, PupilId, SessionAt, SystemClock,
};
use serde_json::json;
use uuid::Uuid;

/// Registration groups of each academy.
pub(crate) const GROUPS: u32 = 40;
/// Pupils of each group.
pub(crate) const PUPILS: u32 = 30;
/// The academies in front that have calendars of the two years before as well.
pub(crate) const WITH_A_PAST: u32 = 2;

/// The year groups of an academy: its registration groups are shared among them as evenly as they can be.
#[derive(Clone, Copy)]
pub(crate) struct YearGroups {
    pub(crate) first: u32,
    pub(crate) count: u32,
}

impl YearGroups {
    /// Year 7 to year 11.
    pub(crate) const SECONDARY: Self = Self { first: 7, count: 5 };
    /// Reception to year 11.
    pub(crate) const ALL_THROUGH: Self = Self { first: 0, count: 12 };

    /// The year group of a registration group, by its place.
    pub(crate) fn of(self, group: u32) -> u32 {
        self.first + group * self.count / GROUPS
    }

    /// What a registration group is called: its year group and its place among the groups of that.
    pub(crate) fn name(self, group: u32) -> String {
        let before = ((self.of(group) - self.first) * GROUPS).div_ceil(self.count);
        format!("{}{:02}", self.of(group), group - before)
    }
}

/// What an id is of.
#[derive(Clone, Copy)]
enum Kind {
    Academy = 1,
    Group = 2,
    Pupil = 3,
    Enrolment = 4,
}

/// An id that follows from its number; all are of one past moment, in the order of their numbers.
fn id(kind: Kind, academy: u32, number: u32) -> Uuid {
    let at: Instant = "2024-08-01T00:00:00Z".parse().expect("an instant");
    let mut bytes = [0_u8; 10];
    bytes[1] = kind as u8;
    bytes[2..6].copy_from_slice(&academy.to_be_bytes());
    bytes[6..].copy_from_slice(&number.to_be_bytes());
    school::uuid_at(at, bytes)
}

pub(crate) fn academy(academy: u32) -> AcademyId {
    id(Kind::Academy, academy, 0).into()
}

pub(crate) fn group(academy: u32, group: u32) -> GroupId {
    id(Kind::Group, academy, group).into()
}

pub(crate) fn pupil(academy: u32, pupil: u32) -> PupilId {
    id(Kind::Pupil, academy, pupil).into()
}

pub(crate) fn enrolment(academy: u32, pupil: u32) -> EnrolmentId {
    id(Kind::Enrolment, academy, pupil).into()
}

/// The pupil's number; valid and nobody's.
pub(crate) fn upn(academy: u32, pupil: u32) -> school::Upn {
    school::Upn::with_check_letter(&format!("801{:04}{:05}", 4_000 + academy, 10_000 + pupil)).expect("a number")
}

/// The academic year that holds today.
pub(crate) fn this_year() -> AcademicYear {
    AcademicYear::of(SystemClock.today()).expect("a year")
}

/// A calendar of 190 school days, give or take one.
pub(crate) fn calendar(year: AcademicYear) -> Calendar {
    let (first, second) = (year.start_year(), year.start_year() + 1);
    let calendar = json!({ "terms": [
            { "name": "Autumn", "first_day": format!("{first}-09-02"), "last_day": format!("{first}-12-18") },
            { "name": "Spring", "first_day": format!("{second}-01-05"), "last_day": format!("{second}-03-27") },
            { "name": "Summer", "first_day": format!("{second}-04-13"), "last_day": format!("{second}-07-13") } ],
        "non_school_days": [
            { "first_day": format!("{first}-10-26"), "last_day": format!("{first}-10-30"), "reason": "half_term" },
            { "first_day": format!("{second}-02-16"), "last_day": format!("{second}-02-20"), "reason": "half_term" },
            { "first_day": format!("{second}-05-25"), "last_day": format!("{second}-05-29"), "reason": "half_term" } ] });
    serde_json::from_value(calendar).expect("a calendar")
}

/// The sessions of a year in their order.
pub(crate) fn sessions(year: AcademicYear) -> Vec<SessionAt> {
    let calendar = calendar(year);
    let days = year.first_day().iter_days().take_while(|day| *day <= year.last_day());
    let both = days.flat_map(|day| school::Session::BOTH.map(|session| SessionAt::new(day, session)));
    both.filter(|at| calendar.meets(*at, None)).collect()
}

/// The sessions of this year before today, the latest first.
pub(crate) fn sessions_before(today: Date) -> Vec<SessionAt> {
    let mut before = sessions(this_year());
    before.retain(|at| at.date < today);
    before.reverse();
    before
}

/// What is marked: mostly present, else the commonest reasons in about their national shares.
pub(crate) fn code(academy: u32, pupil: u32, at: SessionAt) -> char {
    let place = this_year().index_of(at).or_else(|| AcademicYear::of(at.date)?.index_of(at)).unwrap_or(0);
    match mixed((u64::from(academy) << 40) | (u64::from(pupil) << 16) | place as u64) % 1_000 {
        0..=34 => 'I',
        35..=46 => 'M',
        47..=58 => 'U',
        59..=74 => 'O',
        _ if at.session == school::Session::Am => '/',
        _ => '\\',
    }
}

/// A number that looks random (the finish of splitmix64).
pub(crate) fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
