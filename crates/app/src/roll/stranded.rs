//! Marks that a change would leave outside the sessions of a pupil: recorded, but no longer asked for by anything.

use crate::Result;
use crate::state::{AcademyState, range};
use school::calendar::SessionSet;
use school::pupil::Stay;
use school::{AcademicYear, Calendar, Date, EnrolmentId, PupilId};
use std::collections::{BTreeSet, HashMap};
use store::Db;
use store::attendance::sheets::{StoredSheet, Which};
use store::roll::snapshot::RollPupil;

/// How many marks on how many sessions of how many pupils a change would strand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stranded {
    /// The marks.
    pub marks: usize,
    /// The sessions they stand on.
    pub sessions: usize,
    /// The pupils whose marks they are.
    pub pupils: usize,
}

impl Stranded {
    /// Whether nothing would be stranded.
    pub fn is_empty(self) -> bool {
        self.marks == 0
    }

    fn of(places: &[(PupilId, AcademicYear, usize)]) -> Self {
        let sessions: BTreeSet<_> = places.iter().map(|(_, year, place)| (year, place)).collect();
        let pupils: BTreeSet<_> = places.iter().map(|(pupil, ..)| pupil).collect();
        Self { marks: places.len(), sessions: sessions.len(), pupils: pupils.len() }
    }
}

impl std::fmt::Display for Stranded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { marks, sessions, pupils } = self;
        let many = |count: &usize, one: &'static str, many: &'static str| if *count == 1 { one } else { many };
        write!(f, "{marks} {}", many(marks, "mark", "marks"))?;
        write!(f, " on {sessions} {}", many(sessions, "session", "sessions"))?;
        write!(f, " of {pupils} {}", many(pupils, "pupil", "pupils"))
    }
}

/// The marks of one enrolment that would stand outside a stay.
pub(crate) fn outside_stay(
    db: &mut Db,
    academy: school::AcademyId,
    pupil: PupilId,
    enrolment: EnrolmentId,
    stay: Stay,
) -> Result<Stranded> {
    let sheets = store::attendance::sheets::load(db, academy, Which::Pupils(&[pupil]))?;
    let mut places = Vec::new();
    for sheet in sheets.iter().filter(|sheet| sheet.enrolment_id == enrolment) {
        let inside = range(sheet.year, stay.starting_day, stay.leaving_day);
        places.extend(marked(sheet).filter(|place| !inside.contains(*place)).map(|place| (pupil, sheet.year, place)));
    }
    Ok(Stranded::of(&places))
}

/// The marks of a year that stand on sessions of one calendar and would not stand on sessions of another.
pub(crate) fn by_calendar(
    db: &mut Db,
    state: &AcademyState,
    year: AcademicYear,
    from: &Calendar,
    to: &Calendar,
) -> Result<Stranded> {
    let (mut old, mut new) = (Sessions::of(year, from), Sessions::of(year, to));
    let mut places = Vec::new();
    for sheet in store::attendance::sheets::load(db, state.academy_id, Which::Year(year))? {
        let Some(pupil) = state.pupil(sheet.pupil_id) else { continue };
        let lost = old.held_for(pupil).without(&new.held_for(pupil));
        if !lost.is_empty() {
            places.extend(
                marked(&sheet).filter(|place| lost.contains(*place)).map(|place| (sheet.pupil_id, year, place)),
            );
        }
    }
    Ok(Stranded::of(&places))
}

fn marked(sheet: &StoredSheet) -> impl Iterator<Item = usize> {
    sheet.marks.iter().enumerate().filter(|(_, byte)| **byte != 0).map(|(place, _)| place)
}

/// The sessions of a calendar by year group, worked out once for each.
struct Sessions<'a> {
    year: AcademicYear,
    calendar: &'a Calendar,
    known: HashMap<Option<i16>, SessionSet>,
}

impl<'a> Sessions<'a> {
    fn of(year: AcademicYear, calendar: &'a Calendar) -> Self {
        Self { year, calendar, known: HashMap::new() }
    }

    /// The sessions held for the year groups that a pupil was in.
    fn held_for(&mut self, pupil: &RollPupil) -> SessionSet {
        let mut held = SessionSet::default();
        for (place, (from, values)) in pupil.characteristics.iter().enumerate() {
            let from = if place == 0 { Date::MIN } else { *from };
            let to = pupil.characteristics.get(place + 1).and_then(|(next, _)| next.pred_opt());
            let days = range(self.year, from, to);
            if !days.is_empty() {
                held = held.or(&self.sessions(values.year_group).and(&days));
            }
        }
        held
    }

    fn sessions(&mut self, year_group: Option<i16>) -> SessionSet {
        *self.known.entry(year_group).or_insert_with(|| self.calendar.sessions_of(self.year, year_group))
    }
}
