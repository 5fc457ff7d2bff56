//! What the registers of covered lessons say of the person who covers, and all registers of the person who takes them.

use super::managers::{is_in_charge, sees_figures_of};
use super::sent::{self, AllSent, Sent};
use crate::cover::given;
use crate::records::{self, Filter};
use crate::{AcademyState, Context, Error, Kind, Result, lessons, timetable};
use cover::appraisal::Observation;
use cover::arrange::{CoverAssignment, How, State};
use cover::quality::{CoveredLesson, Observed, Part, Quality, observed, quality};
use school::clock::instant_of;
use school::timetable::{Activity, DayEntry, TimetableDay};
use school::{AcademyId, Date, GroupId, Instant, Kept, Session, SessionAt, StaffId, StaffMember};
use std::collections::btree_map::{BTreeMap, Entry};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::lessons::LessonKey;
use uuid::Uuid;

/// The longest range, in days.
const MOST_DAYS: i64 = 366;
/// The most covers that are looked through: more than anybody gives in a year.
const MOST_COVERS: usize = 2_000;
/// The most registers of lessons, and of sessions, that are looked through: more than anybody takes in a year.
const MOST_REGISTERS: i64 = 2_000;

/// The figures of a member of staff from a day to a day, both inside: for the person, their line manager and human resources.
/// To anybody else the person is not there.
pub fn quality_of(cx: &mut Context<'_>, staff: StaffId, from: Date, to: Date) -> Result<Quality> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    if !sees_figures_of(cx, &member)? {
        return Err(Error::NotFound(Kind::Staff));
    }
    super::check_days(from, to, MOST_DAYS)?;
    let academy = member.academy_id;
    let may_take = super::may_take_covered(&member);
    let mut reader = Reader { staff, state: cx.state(academy)?, days: BTreeMap::new() };
    let mut covers = published_covers(cx, academy, (from, to))?;
    covers.retain(|each| each.cover.staff_id == staff);
    covers.truncate(MOST_COVERS);
    let of_covers: Vec<Register> = covers.iter().map(|each| reader.register(cx, &each.cover)).collect::<Result<_>>()?;
    let own = reader.own(cx, (from, to))?;
    let sent = reader.sent(cx, &of_covers, &own)?;
    let mut covered = Vec::new();
    for (published, register) in covers.iter().zip(&of_covers) {
        let lesson = reader.covered(cx, &published.cover, register, &sent)?;
        covered.push(CoveredLesson { takes_register: may_take && published.first, ..lesson });
    }
    let taken = reader.taken(cx, own, &sent)?;
    let (settings, _) = crate::cover::settings::find_settings(cx, academy)?;
    let beside = (refusals(cx, &member, (from, to))?, observations(cx, &member, (from, to))?);
    Ok(quality(&covered, &taken, (from, to), settings.register_on_time_minutes, cx.at, beside))
}

/// How often a person declined of what they were asked for.
fn refusals(cx: &mut Context<'_>, member: &StaffMember, (from, to): (Date, Date)) -> Result<Part> {
    let subjects = [member.id.0];
    let filter = Filter { subjects: Some(&subjects), from: Some(from), to: Some(to) };
    let (mut declined, mut asked) = (0, 0);
    for kept in records::all::<CoverAssignment>(cx, member.academy_id, &filter)? {
        asked += u32::from(matches!(kept.value.state, State::Offered | State::Accepted | State::Declined));
        declined += u32::from(kept.value.state == State::Declined);
    }
    Ok(Part::of(declined, asked))
}

/// What observations of a person say, for who may read them: the line manager of today and human resources.
fn observations(cx: &mut Context<'_>, member: &StaffMember, (from, to): (Date, Date)) -> Result<Option<Observed>> {
    if cx.person() == Some(member.id) || !is_in_charge(cx, member.academy_id, member.id)? {
        return Ok(None);
    }
    let all = super::line_management::about::<Observation>(cx, member)?;
    let within = all.iter().map(|kept| &kept.value).filter(|each| (from..=to).contains(&each.observed_on));
    Ok(Some(observed(within)))
}

/// A cover that was published and still stands.
pub(super) struct PublishedCover {
    /// The cover.
    pub(super) cover: CoverAssignment,
    /// Whether its register is the person's to take.
    first: bool,
}

/// What everybody covered by what was published and still stands, merged classes apart.
pub(super) fn published_covers(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (from, to): (Date, Date),
) -> Result<Vec<PublishedCover>> {
    let covers: Vec<Kept<CoverAssignment>> =
        given(cx, academy, from, to)?.into_iter().map(|given| given.assignment).collect();
    let gives: HashSet<Uuid> = covers.iter().map(|kept| kept.id.0).collect();
    let mut published: HashMap<Uuid, bool> = HashMap::new();
    for line in super::fairness::last_published(cx, academy, from, to)?.into_values().flat_map(|each| each.lines) {
        let taker = line.register_taker(|id| gives.contains(&id)).map(|share| share.assignment_id);
        published.extend(line.shares.iter().map(|share| (share.assignment_id, Some(share.assignment_id) == taker)));
    }
    let covers = covers.into_iter().filter(|kept| kept.value.how == How::Cover);
    Ok(covers
        .filter_map(|kept| Some(PublishedCover { first: *published.get(&kept.id.0)?, cover: kept.value }))
        .collect())
}

/// What a person covered by what was published and still stands, merged classes apart.
pub(super) fn covers_of(
    cx: &mut Context<'_>,
    academy: AcademyId,
    staff: StaffId,
    from: Date,
    to: Date,
) -> Result<Vec<CoverAssignment>> {
    let covers = published_covers(cx, academy, (from, to))?.into_iter().map(|published| published.cover);
    Ok(covers.filter(|cover| cover.staff_id == staff).collect())
}

/// Whether a person covered a lesson on a day, by its period, its class or both, and if so whether its register was saved by
/// them: none where it has no register of theirs, is not over, or more than one lesson is meant.
pub(super) fn covered_then(
    cx: &mut Context<'_>,
    member: &StaffMember,
    date: Date,
    (period, class): (Option<&str>, Option<&str>),
) -> Result<Option<Option<bool>>> {
    let meant = |cover: &CoverAssignment| {
        period.is_none_or(|period| cover.period == period) && class.is_none_or(|class| cover.class == class)
    };
    let published = published_covers(cx, member.academy_id, (date, date))?;
    let mut found = published.into_iter().filter(|each| each.cover.staff_id == member.id && meant(&each.cover));
    let Some(only) = found.next() else { return Ok(None) };
    if found.next().is_some() || !only.first || !super::may_take_covered(member) {
        return Ok(Some(None));
    }
    let mut reader = Reader { staff: member.id, state: cx.state(member.academy_id)?, days: BTreeMap::new() };
    let register = reader.register(cx, &only.cover)?;
    let sent = reader.sent(cx, std::slice::from_ref(&register), &Own::default())?;
    let lesson = reader.covered(cx, &only.cover, &register, &sent)?;
    let told = lesson.saved_at.is_some() || (lesson.has_register && lesson.ends <= cx.at);
    Ok(Some(told.then_some(lesson.saved_at.is_some())))
}

/// Reads the registers of one person.
struct Reader {
    staff: StaffId,
    state: Arc<AcademyState>,
    days: BTreeMap<Date, TimetableDay>,
}

impl Reader {
    fn day(&mut self, cx: &mut Context<'_>, date: Date) -> Result<&TimetableDay> {
        Ok(match self.days.entry(date) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(timetable::day(cx, self.state.academy_id, date)?),
        })
    }

    /// The registers of a covered lesson. That of a registration may have been taken as the register of its session.
    fn register(&mut self, cx: &mut Context<'_>, cover: &CoverAssignment) -> Result<Register> {
        let day = self.day(cx, cover.date)?;
        let entry = lesson_of(day, cover);
        let session = day.period(&cover.period).map(|period| period.session);
        let session = session.filter(|_| entry.is_some_and(|entry| entry.activity == Activity::Registration));
        let Some(group) = entry.and_then(|entry| entry.group_id) else { return Ok(Register::default()) };
        let lesson = LessonKey { date: cover.date, period: cover.period.clone(), group_id: group };
        let session = session.map(|session| (SessionAt::new(cover.date, session), group));
        Ok(Register { lesson: Some(lesson), session })
    }

    /// What was sent for registers.
    fn sent(&self, cx: &mut Context<'_>, registers: &[Register], own: &Own) -> Result<AllSent> {
        let lessons = registers.iter().filter_map(|each| each.lesson.clone()).chain(own.lessons.iter().cloned());
        let sessions = registers.iter().filter_map(|each| each.session).chain(own.sessions.iter().copied());
        AllSent::load(cx, &self.state, self.staff, (&lessons.collect(), &sessions.collect()))
    }

    /// A covered lesson.
    fn covered(
        &self,
        cx: &mut Context<'_>,
        cover: &CoverAssignment,
        register: &Register,
        sent: &AllSent,
    ) -> Result<CoveredLesson> {
        let starts = instant_of(cover.date, cover.starts);
        let mut found = unsaved(starts, instant_of(cover.date, cover.ends));
        let Some(key) = &register.lesson else { return Ok(found) };
        let mut here = sent.for_lesson(key);
        if let Some((at, group)) = register.session {
            here.extend(sent.for_session(at, group));
        }
        found.has_register = !here.is_empty() || !lessons::roster(cx, &self.state, key.group_id, key.date)?.is_empty();
        sent::count(&mut found, here);
        Ok(found)
    }

    /// All registers to which the person sent something.
    fn own(&self, cx: &mut Context<'_>, range: (Date, Date)) -> Result<Own> {
        let academy = self.state.academy_id;
        let lessons = store::lessons::sent_by(cx.db, academy, self.staff, range, MOST_REGISTERS)?;
        let sessions =
            store::attendance::entries::registers_sent_by(cx.db, academy, self.staff, range, MOST_REGISTERS)?;
        if [lessons.len(), sessions.len()]
            .into_iter()
            .any(|count| i64::try_from(count).is_ok_and(|n| n == MOST_REGISTERS))
        {
            let detail =
                format!("the range holds more than {MOST_REGISTERS} registers of the person: ask for a shorter one");
            return Err(Error::invalid("/query/to", "too_many_registers", detail));
        }
        Ok(Own { lessons, sessions })
    }

    /// All registers that the person saved first.
    fn taken(&mut self, cx: &mut Context<'_>, own: Own, sent: &AllSent) -> Result<Vec<CoveredLesson>> {
        let mut found = Vec::new();
        let mut seen: HashSet<(SessionAt, GroupId)> = HashSet::new();
        for key in own.lessons {
            let day = self.day(cx, key.date)?;
            let Some(period) = day.period(&key.period).cloned() else { continue };
            let is_registration = day.entries.iter().any(|entry| {
                entry.period == key.period
                    && entry.group_id == Some(key.group_id)
                    && entry.activity == Activity::Registration
            });
            if is_registration {
                // Its register and that of the session are one.
                seen.insert((SessionAt::new(key.date, period.session), key.group_id));
            }
            let sent = sent.for_lesson(&key);
            found.extend(first_saved(period.starts_at(key.date), period.ends_at(key.date), sent));
        }
        for (at, group) in own.sessions.into_iter().filter(|register| !seen.contains(register)) {
            let Some(calendar) = self.state.calendar_on(at.date) else { continue };
            let times = &calendar.sessions;
            let opens = if at.session == Session::Am { times.am.opens } else { times.pm.opens };
            let opens = instant_of(at.date, opens);
            found.extend(first_saved(opens, opens, sent.for_session(at, group)));
        }
        Ok(found)
    }
}

/// The registers of a covered lesson; none where the timetable has none.
#[derive(Default)]
struct Register {
    lesson: Option<LessonKey>,
    session: Option<(SessionAt, GroupId)>,
}

/// The registers to which a person sent something.
#[derive(Default)]
struct Own {
    lessons: Vec<LessonKey>,
    sessions: Vec<(SessionAt, GroupId)>,
}

/// The entry of the timetable whose register is taken in a covered lesson.
fn lesson_of<'a>(day: &'a TimetableDay, cover: &CoverAssignment) -> Option<&'a DayEntry> {
    day.entries.iter().find(|entry| {
        entry.period == cover.period
            && entry.activity.has_pupils()
            && entry.class.as_deref() == Some(&cover.class)
            && entry.group_id.is_some()
    })
}

fn unsaved(starts: Instant, ends: Instant) -> CoveredLesson {
    CoveredLesson {
        starts,
        ends,
        takes_register: true,
        has_register: false,
        saved_at: None,
        saved_by_other: false,
        marks: 0,
        corrected: 0,
    }
}

/// A register as the person took it; none where somebody else saved it first.
fn first_saved(starts: Instant, ends: Instant, sent: Vec<Sent>) -> Option<CoveredLesson> {
    let mut found = CoveredLesson { has_register: true, ..unsaved(starts, ends) };
    sent::count(&mut found, sent).then_some(found)
}
