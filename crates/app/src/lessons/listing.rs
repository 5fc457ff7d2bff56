//! The lessons of a day and how far their registers are.

use super::register::how_far;
use crate::{Context, Result, timetable};
use attendance::register::RegisterStatus;
use school::timetable::TimetableDay;
use school::{AcademyId, Date, GroupId, PupilId, SessionAt, StaffId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// One lesson of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonOfDay {
    /// The name of the period.
    pub period: String,
    /// The class.
    pub group_id: GroupId,
    /// Its name.
    pub class: String,
    /// Its teachers.
    pub staff_ids: Vec<StaffId>,
    /// Where its register stands.
    pub status: RegisterStatus,
    /// Pupils in the class on that day.
    pub pupils: usize,
    /// Pupils who have a mark.
    pub marked: usize,
}

/// The lessons and registrations of a day, by period and class: of one status where it is given.
pub fn list_lessons(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    status: Option<RegisterStatus>,
) -> Result<Vec<LessonOfDay>> {
    let state = cx.state(academy)?;
    let day = timetable::day(cx, academy, date)?;
    let rosters = rosters(cx, academy, date)?;
    let mut marked: HashMap<(String, GroupId), HashSet<PupilId>> = HashMap::new();
    for register in store::lessons::of_day(cx.db, academy, date)? {
        let pupils = register.marks.iter().map(|mark| mark.pupil_id).collect();
        marked.insert((register.key.period, register.key.group_id), pupils);
    }
    let nobody = HashSet::new();
    let mut lessons: Vec<LessonOfDay> = taught(&day)
        .into_iter()
        .map(|((place, group_id), (name, staff_ids))| {
            let period = &day.periods[place];
            let at = SessionAt::new(date, period.session);
            let is_expected = |id: &&PupilId| state.pupil(**id).is_some_and(|pupil| state.expects(pupil, at));
            let class = rosters.get(&group_id).unwrap_or(&nobody);
            let roster: HashSet<PupilId> = class.iter().filter(is_expected).copied().collect();
            let marks = marked.get(&(period.name.clone(), group_id)).unwrap_or(&nobody);
            let count = roster.intersection(marks).count();
            let status = how_far(cx.at, period.starts_at(date), period.ends_at(date), roster.len(), count);
            let (period, pupils) = (period.name.clone(), roster.len());
            LessonOfDay { period, group_id, class: name, staff_ids, status, pupils, marked: count }
        })
        .collect();
    lessons.retain(|lesson| status.is_none_or(|wanted| lesson.status == wanted));
    Ok(lessons)
}

type Taught = BTreeMap<(usize, GroupId), (String, Vec<StaffId>)>;

/// The classes of the day with their teachers, by the place of their period.
fn taught(day: &TimetableDay) -> Taught {
    let mut taught = Taught::new();
    for entry in day.entries.iter().filter(|entry| entry.activity.has_pupils()) {
        let Some(group_id) = entry.group_id else { continue };
        let (class, staff) = taught.entry((entry.place, group_id)).or_default();
        if let Some(name) = &entry.class {
            class.clone_from(name);
        }
        staff.push(entry.staff_id);
    }
    taught
}

/// Who is in which group and on roll on a day.
fn rosters(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<HashMap<GroupId, HashSet<PupilId>>> {
    let state = cx.state(academy)?;
    let mut rosters: HashMap<GroupId, HashSet<PupilId>> = HashMap::new();
    for (_, member) in store::roll::groups::memberships(cx.db, academy, None, None, None)? {
        let holds = member.first_day <= date && member.last_day.is_none_or(|last| date <= last);
        if holds && state.pupil(member.pupil_id).is_some_and(|pupil| pupil.enrolment_on(date).is_some()) {
            rosters.entry(member.group_id).or_default().insert(member.pupil_id);
        }
    }
    Ok(rosters)
}
