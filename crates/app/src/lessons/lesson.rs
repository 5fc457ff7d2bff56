//! One lesson of one class.

use crate::timetable;
use crate::{AcademyState, Context, Error, Kind, Result};
use school::group::GroupKind;
use school::timetable::{Activity, DayEntry, DayPeriod};
use school::{AcademyId, Date, GroupId, Instant, PupilId, SessionAt};
use std::sync::Arc;
use store::lessons::LessonKey;
use store::roll::snapshot::RollPupil;

/// A lesson, or a registration, of a class on a day.
#[derive(Debug, Clone)]
pub struct Lesson {
    /// The academy.
    pub academy_id: AcademyId,
    /// The roll and calendars.
    pub state: Arc<AcademyState>,
    /// The day.
    pub date: Date,
    /// The period with its times on that day.
    pub period: DayPeriod,
    /// The class.
    pub group_id: GroupId,
    /// A line for each of its teachers.
    pub entries: Vec<DayEntry>,
}

impl Lesson {
    /// The lesson of a class in a period of a day at an academy in reach. One whose register was taken stays, also where the
    /// calendar has come to leave its class out of the session.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the class does not meet then.
    pub fn find(cx: &mut Context<'_>, academy_id: AcademyId, key: &LessonKey) -> Result<Self> {
        let state = cx.state(academy_id)?;
        let day = timetable::as_on(cx, academy_id, key.date, key.date)?;
        let entries: Vec<DayEntry> = day.lesson(&key.period, key.group_id).cloned().collect();
        let missing = || Error::NotFound(Kind::Other("lesson: the class does not meet in this period of the day"));
        let period = day.period(&key.period).filter(|_| !entries.is_empty()).cloned().ok_or_else(missing)?;
        let is_held = timetable::day(cx, academy_id, key.date)?.lesson(&key.period, key.group_id).next().is_some();
        if !is_held && store::lessons::find(cx.db, academy_id, key)?.is_none() {
            return Err(missing());
        }
        Ok(Self { academy_id, state, date: key.date, period, group_id: key.group_id, entries })
    }

    /// Its key.
    pub fn key(&self) -> LessonKey {
        LessonKey { date: self.date, period: self.period.name.clone(), group_id: self.group_id }
    }

    /// The name of the class as the timetable has it.
    pub fn class(&self) -> &str {
        self.entries.iter().find_map(|entry| entry.class.as_deref()).unwrap_or("")
    }

    /// Whether a form is registered in it.
    pub fn is_registration(&self) -> bool {
        self.entries.iter().any(|entry| entry.activity == Activity::Registration)
    }

    /// It starts.
    pub fn starts(&self) -> Instant {
        self.period.starts_at(self.date)
    }

    /// It ends.
    pub fn ends(&self) -> Instant {
        self.period.ends_at(self.date)
    }

    /// The pupils who are in the class and on roll on its day, by surname and forename: those of whom its register has a mark, and
    /// those whom the calendar does not leave out of its session.
    pub fn roster(&self, cx: &mut Context<'_>, is_marked: impl Fn(PupilId) -> bool) -> Result<Vec<&RollPupil>> {
        let mut roster = roster(cx, &self.state, self.group_id, self.date)?;
        roster.retain(|pupil| self.expects(pupil) || is_marked(pupil.record.id));
        Ok(roster)
    }

    /// Whether a pupil on roll is not left out of its session by the calendar.
    pub(super) fn expects(&self, pupil: &RollPupil) -> bool {
        self.state.expects(pupil, SessionAt::new(self.date, self.period.session))
    }
}

/// The pupils who are in a class and on roll on a day, by surname and forename.
pub(crate) fn roster<'a>(
    cx: &mut Context<'_>,
    state: &'a AcademyState,
    class: GroupId,
    date: Date,
) -> Result<Vec<&'a RollPupil>> {
    let group = store::roll::groups::find(cx.db, class)?.ok_or(Error::NotFound(Kind::Group))?;
    if group.kind == GroupKind::Registration {
        return Ok(state.roster(class, date));
    }
    let members = store::roll::groups::memberships(cx.db, group.academy_id, Some(class), None, None)?;
    let mut roster: Vec<&RollPupil> = members
        .iter()
        .filter(|(_, member)| member.first_day <= date && member.last_day.is_none_or(|last| date <= last))
        .filter_map(|(_, member)| state.pupil(member.pupil_id))
        .filter(|pupil| pupil.enrolment_on(date).is_some())
        .collect();
    roster.sort_by_cached_key(|pupil| {
        let identity = &pupil.record.identity;
        (identity.surname.to_lowercase(), identity.forename.to_lowercase(), pupil.record.id)
    });
    roster.dedup_by_key(|pupil| pupil.record.id);
    Ok(roster)
}
