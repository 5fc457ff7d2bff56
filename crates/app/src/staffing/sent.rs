//! What was sent for a register, and by whom: of a lesson, and of a session of a registration group.

use crate::{AcademyState, Context, Error, Kind, Result, lessons};
use cover::quality::CoveredLesson;
use school::group::GroupKind;
use school::{Actor, Date, EnrolmentId, GroupId, Instant, PupilId, SessionAt, StaffId};
use std::collections::{BTreeSet, HashMap, HashSet};
use store::attendance::amendments::Amendment;
use store::attendance::entries::Submission;
use store::attendance::{amendments, entries};
use store::lessons::LessonKey;

/// The most submissions and amendments that are looked through: of all classes of a person in a year.
const MOST_ENTRIES: i64 = 100_000;

/// The reason is not yet known.
const NO_REASON_YET: &str = "N";

/// One submission or amendment: when, whether the person sent it, and whose marks it holds.
#[derive(Clone)]
pub(super) struct Sent {
    at: Instant,
    own: bool,
    pupils: Vec<PupilId>,
}

fn is_by(actor: &Actor, staff: StaffId) -> bool {
    actor.person.as_ref().is_some_and(|person| person.staff_id == staff)
}

/// What was sent for some registers, read at once.
#[derive(Default)]
pub(super) struct AllSent {
    lessons: HashMap<LessonKey, Vec<Sent>>,
    sessions: HashMap<(SessionAt, GroupId), Vec<Sent>>,
}

impl AllSent {
    /// Reads what was sent for lessons, and for sessions of groups, and whether it was by a person.
    ///
    /// # Errors
    /// Where that is more than can be looked through.
    pub(super) fn load(
        cx: &mut Context<'_>,
        state: &AcademyState,
        staff: StaffId,
        (lessons, sessions): (&HashSet<LessonKey>, &HashSet<(SessionAt, GroupId)>),
    ) -> Result<Self> {
        let mut found = Self::default();
        if let Some(range) = range(lessons.iter().map(|key| key.date)) {
            let groups = distinct(lessons.iter().map(|key| key.group_id));
            let sent =
                bounded(store::lessons::entries_of_classes(cx.db, state.academy_id, &groups, range, MOST_ENTRIES)?)?;
            for entry in sent.into_iter().filter(|entry| lessons.contains(&entry.key)) {
                let pupils = entry.marks.iter().map(|mark| mark.pupil_id).collect();
                let sent = Sent { at: entry.at, own: is_by(&entry.by, staff), pupils };
                found.lessons.entry(entry.key).or_default().push(sent);
            }
        }
        found.load_sessions(cx, state, staff, sessions)?;
        Ok(found)
    }

    fn load_sessions(
        &mut self,
        cx: &mut Context<'_>,
        state: &AcademyState,
        staff: StaffId,
        sessions: &HashSet<(SessionAt, GroupId)>,
    ) -> Result<()> {
        let Some(range) = range(sessions.iter().map(|(at, _)| at.date)) else { return Ok(()) };
        let academy = state.academy_id;
        let groups = distinct(sessions.iter().map(|(_, group)| *group));
        let submissions = bounded(entries::submissions_of_groups(cx.db, academy, &groups, range, MOST_ENTRIES)?)?;
        let mut sent: HashMap<(SessionAt, GroupId), Vec<Submission>> = HashMap::new();
        for submission in submissions {
            let register = submission.group_id.map(|group| (submission.at, group));
            if let Some(register) = register.filter(|register| sessions.contains(register)) {
                sent.entry(register).or_default().push(submission);
            }
        }
        let mut rosters = Rosters::default();
        let mut enrolments: HashSet<EnrolmentId> = HashSet::new();
        let mut pupils = HashMap::new();
        // Marks of a session that nobody has sent a register for were made elsewhere: what became of them is no correction.
        for register in sent.keys() {
            let roster = rosters.of(cx, state, register.1, register.0.date)?;
            enrolments.extend(roster.keys());
            pupils.insert(*register, roster);
        }
        let enrolments: Vec<_> = enrolments.into_iter().collect();
        let mut amended: HashMap<SessionAt, Vec<Amendment>> = HashMap::new();
        for amendment in bounded(amendments::of_days(cx.db, academy, &enrolments, range, MOST_ENTRIES)?)? {
            // A reason found for N is what the office is for, and an import speaks for nobody: neither says that a mark was wrong.
            if amendment.import_id.is_none() && amendment.original != NO_REASON_YET {
                amended.entry(amendment.at).or_default().push(amendment);
            }
        }
        for (register, submissions) in sent {
            let Some(pupils) = pupils.get(&register) else { continue };
            let submitted = submissions.iter().map(|sent| Sent {
                at: sent.sent_at,
                own: is_by(&sent.by, staff),
                pupils: sent.marks.iter().filter_map(|mark| pupils.get(&mark.enrolment_id).copied()).collect(),
            });
            let amended = amended.get(&register.0).into_iter().flatten();
            let corrected = amended.filter(|each| pupils.contains_key(&each.enrolment_id)).map(|amendment| Sent {
                at: amendment.made_at,
                own: is_by(&amendment.by, staff),
                pupils: vec![amendment.pupil_id],
            });
            self.sessions.insert(register, submitted.chain(corrected).collect());
        }
        Ok(())
    }

    /// What was sent for the register of a lesson.
    pub(super) fn for_lesson(&self, key: &LessonKey) -> Vec<Sent> {
        self.lessons.get(key).cloned().unwrap_or_default()
    }

    /// What was sent for the register of a group at a session, and the amendments of its marks.
    pub(super) fn for_session(&self, at: SessionAt, group: GroupId) -> Vec<Sent> {
        self.sessions.get(&(at, group)).cloned().unwrap_or_default()
    }
}

/// The rosters of groups; whether a group is of registration is asked once.
#[derive(Default)]
struct Rosters {
    registration: HashMap<GroupId, bool>,
}

impl Rosters {
    /// Whose enrolments are of a group on a day.
    fn of(
        &mut self,
        cx: &mut Context<'_>,
        state: &AcademyState,
        group: GroupId,
        date: Date,
    ) -> Result<HashMap<EnrolmentId, PupilId>> {
        let known = match self.registration.get(&group) {
            Some(known) => *known,
            None => {
                let found = store::roll::groups::find(cx.db, group)?.ok_or(Error::NotFound(Kind::Group))?;
                *self.registration.entry(group).or_insert(found.kind == GroupKind::Registration)
            }
        };
        let roster = if known { state.roster(group, date) } else { lessons::roster(cx, state, group, date)? };
        Ok(roster.iter().flat_map(|pupil| pupil.enrolments.iter().map(|each| (each.id, pupil.record.id))).collect())
    }
}

/// The first and the last of some days.
fn range(days: impl Iterator<Item = Date> + Clone) -> Option<(Date, Date)> {
    Some((days.clone().min()?, days.max()?))
}

fn distinct(groups: impl Iterator<Item = GroupId>) -> Vec<GroupId> {
    groups.collect::<HashSet<_>>().into_iter().collect()
}

/// What was read, where that is all.
fn bounded<T>(found: Vec<T>) -> Result<Vec<T>> {
    if i64::try_from(found.len()).is_ok_and(|count| count < MOST_ENTRIES) {
        return Ok(found);
    }
    let detail = format!("the classes of the range have more than {MOST_ENTRIES} entries: ask for a shorter one");
    Err(Error::invalid("/query/to", "too_many_registers", detail))
}

/// Counts what the person and others sent, whatever order it comes in; answers whether the person was the first.
pub(super) fn count(found: &mut CoveredLesson, mut sent: Vec<Sent>) -> bool {
    sent.sort_by_key(|each| each.at);
    let mut own: BTreeSet<PupilId> = BTreeSet::new();
    let mut corrected: BTreeSet<PupilId> = BTreeSet::new();
    for each in &sent {
        let pupils = each.pupils.iter().copied();
        if each.own {
            found.saved_at.get_or_insert(each.at);
            own.extend(pupils);
        } else {
            found.saved_by_other = true;
            corrected.extend(pupils.filter(|pupil| own.contains(pupil)));
        }
    }
    found.marks = u32::try_from(own.len()).unwrap_or(u32::MAX);
    found.corrected = u32::try_from(corrected.len()).unwrap_or(u32::MAX);
    sent.first().is_some_and(|first| first.own)
}
