//! How the marks came into the registers: imported from the MIS, and in the last weeks taken and amended here.

mod imported;
mod taken;
mod versions;

use super::clients::Clients;
use super::day::Day;
use super::random::Random;
use super::world::MadeAcademy;
use school::{Date, Role, SESSIONS_IN_SHEET, Signatory, StaffMember};
use store::attendance::amendments::Amendment;
use store::attendance::details::Detail;
use store::attendance::entries::{ImportedMarks, Submission};
use store::attendance::sheets::StoredSheet;
use store::imports::Import;

/// So many of the last school days were taken here.
const DAYS_HERE: usize = 15;

/// Everything that stands behind the sheets of one academy.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) sheets: Vec<StoredSheet>,
    pub(super) imports: Vec<Import>,
    pub(super) imported: Vec<ImportedMarks>,
    pub(super) submissions: Vec<Submission>,
    pub(super) amendments: Vec<Amendment>,
    pub(super) details: Vec<Detail>,
}

/// Gives the marks of an academy their history.
pub(super) fn tell(academy: &MadeAcademy, day: Day, clients: &Clients, random: &mut Random) -> History {
    let days = here(academy, day);
    let since = days.first().copied().unwrap_or(day.today);
    let mut history = History::default();
    imported::tell(&mut history, academy, day, since, clients, random);
    taken::tell(&mut history, academy, &days, day, clients, random);
    versions::number(&mut history, academy);
    history
}

/// The school days whose registers were taken here.
fn here(academy: &MadeAcademy, day: Day) -> Vec<Date> {
    let days: Vec<Date> = academy.school_days(day.year).into_iter().filter(|date| *date <= day.today).collect();
    let from = days.len().saturating_sub(DAYS_HERE);
    days.into_iter().skip(from).collect()
}

/// The marks of a sheet in the order of their sessions: place and byte.
fn written(marks: &[u8; SESSIONS_IN_SHEET]) -> impl Iterator<Item = (usize, u8)> + '_ {
    marks.iter().copied().enumerate().filter(|(_, byte)| *byte != 0)
}

/// The staff of a role.
pub(super) fn staff_of(academy: &MadeAcademy, role: Role) -> impl Iterator<Item = &StaffMember> {
    academy.staff.iter().filter(move |member| member.roles.contains(&role))
}

/// The first member of staff of a role, to sign.
pub(super) fn signatory(academy: &MadeAcademy, role: Role) -> Option<Signatory> {
    staff_of(academy, role).next().map(StaffMember::signatory)
}
