//! What the use cases derive from the roll and the calendars of an academy, kept between requests.
//!
//! A state is only ever used together with the token that the last change of the roll left: every request compares that
//! token inside its own transaction, so several nodes over one database need not tell each other anything. The token is
//! random, not a count, so that a change that was rolled back leaves no token that another change could leave again.

use crate::{Result, records};
use attendance::code::Code;
use attendance::policy::{PolicySettings, PolicyVersion};
use attendance::register::Settings as RegisterSettings;
use chrono::NaiveTime;
use school::{
    AcademicYear, AcademyId, Calendar, Date, EnrolmentId, GroupId, Instant, PupilId, SchoolWeeks, Session, SessionAt,
    calendar::SessionSet,
};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use store::Db;
use store::attendance::planned::PlannedAbsence;
use store::records::Which;
use store::roll::snapshot::{Roll, RollPupil};

/// How many academies are kept at most.
const KEPT: usize = 256;

/// The roll and the calendars of one academy.
#[derive(Debug)]
pub struct AcademyState {
    /// The academy.
    pub academy_id: AcademyId,
    /// The roll.
    pub roll: Roll,
    /// The calendars.
    pub calendars: BTreeMap<AcademicYear, Calendar>,
    /// School weeks and days over all calendars.
    pub weeks: SchoolWeeks,
    /// The versions of the attendance policy, the last made last.
    policies: Vec<PolicyVersion>,
    by_id: HashMap<PupilId, usize>,
    by_group: HashMap<GroupId, Vec<usize>>,
    sessions: HashMap<(AcademicYear, Option<i16>), SessionSet>,
}

impl AcademyState {
    fn load(db: &mut Db, academy_id: AcademyId) -> Result<Self> {
        let roll = store::roll::snapshot::load(db, academy_id, None)?;
        let calendars: BTreeMap<_, _> = store::roll::calendars::all(db, academy_id)?.into_iter().collect();
        let weeks = SchoolWeeks::of(calendars.iter().map(|(year, calendar)| (*year, calendar)));
        let by_id = roll.pupils.iter().enumerate().map(|(place, pupil)| (pupil.record.id, place)).collect();
        let mut by_group: HashMap<GroupId, Vec<usize>> = HashMap::new();
        for (place, pupil) in roll.pupils.iter().enumerate() {
            for member in &pupil.registration {
                let places = by_group.entry(member.group_id).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        let everything = Which { subjects: None, from: None, to: None, ids: None, after: None };
        let kept = store::records::list::<PolicyVersion>(db, academy_id, &everything, records::MOST)?;
        let mut policies: Vec<PolicyVersion> = kept.into_iter().map(|kept| kept.value).collect();
        policies.sort_by_key(|version| version.number);
        let mut sessions = HashMap::new();
        for (year, calendar) in &calendars {
            for group in std::iter::once(None).chain(school::pupil::YEAR_GROUPS.map(Some)) {
                sessions.insert((*year, group), calendar.sessions_of(*year, group));
            }
        }
        Ok(Self { academy_id, roll, calendars, weeks, policies, by_id, by_group, sessions })
    }

    /// A pupil of the academy.
    pub fn pupil(&self, id: PupilId) -> Option<&RollPupil> {
        self.by_id.get(&id).map(|place| &self.roll.pupils[*place])
    }

    /// Pupils who are in a registration group and on roll on a day, by surname and forename.
    pub fn roster(&self, group: GroupId, date: Date) -> Vec<&RollPupil> {
        let places = self.by_group.get(&group).map_or(&[][..], Vec::as_slice);
        let mut roster: Vec<_> = places
            .iter()
            .map(|place| &self.roll.pupils[*place])
            .filter(|pupil| pupil.registration_on(date) == Some(group) && pupil.enrolment_on(date).is_some())
            .collect();
        roster.sort_by_cached_key(|pupil| {
            let identity = &pupil.record.identity;
            (identity.surname.to_lowercase(), identity.forename.to_lowercase(), pupil.record.id)
        });
        roster
    }

    /// What the academy has set of the registers of a day, for somebody who writes at a moment: how long they are open follows
    /// the attendance policy that held on the day of the register, the shortest reason the one that holds when it is given.
    pub fn register_settings(&self, date: Date, now: Instant) -> RegisterSettings {
        let mut settings = RegisterSettings {
            open_minutes: self.policy_on(date).map(|version| version.said.settings.register_open_minutes),
            ..RegisterSettings::default()
        };
        if let Some(version) = self.policy_on(school::clock::local(now).0) {
            settings.shortest_reason = version.said.settings.shortest_reason;
        }
        settings
    }

    /// When the registers of a day open and close; none where the academy has no calendar for it.
    pub fn register_times(&self, date: Date) -> Option<school::SessionTimes> {
        let open_minutes = self.policy_on(date).map(|version| version.said.settings.register_open_minutes);
        Some(RegisterSettings { open_minutes, ..RegisterSettings::default() }.times(self.calendar_on(date)?))
    }

    /// The local time by which the parents of pupils with N have been asked for the reason.
    pub fn reason_chase_time(&self, date: Date) -> NaiveTime {
        let usual = PolicySettings::default();
        let settings = self.policy_on(date).map_or(&usual, |version| &version.said.settings);
        NaiveTime::parse_from_str(&settings.reason_chase_time, "%H:%M").unwrap_or(NaiveTime::MIN)
    }

    /// The size of groups that the policy of a day hides from audiences outside the pastoral team; 0 where there is none.
    pub fn smallest_group(&self, date: Date) -> u64 {
        self.policy_on(date).map_or(0, |version| u64::from(version.said.settings.small_group_size))
    }

    fn policy_on(&self, date: Date) -> Option<&PolicyVersion> {
        self.policies.iter().rev().find(|version| version.said.effective_from <= date)
    }

    /// The calendar of the year that holds a date.
    pub fn calendar_on(&self, date: Date) -> Option<&Calendar> {
        AcademicYear::of(date).and_then(|year| self.calendars.get(&year))
    }

    /// Whether the academy has school on a day: not where no calendar says so.
    pub fn is_school_day(&self, date: Date) -> bool {
        self.calendar_on(date).is_some_and(|calendar| calendar.is_school_day(date))
    }

    /// Whether a pupil is on roll and the academy meets for them in a session.
    pub fn expects(&self, pupil: &RollPupil, at: SessionAt) -> bool {
        let year_group = pupil.characteristics_on(at.date).and_then(|values| values.year_group);
        pupil.enrolment_on(at.date).is_some()
            && self.calendar_on(at.date).is_some_and(|calendar| calendar.meets(at, year_group))
    }

    /// The sessions in which the academy meets for a year group (none: for a pupil who follows none; the sessions of the
    /// academy as a whole).
    pub fn sessions(&self, year: AcademicYear, year_group: Option<i16>) -> SessionSet {
        self.sessions.get(&(year, year_group)).copied().unwrap_or_default()
    }

    /// The sessions of one year in which the academy met for a pupil while on the roll, by enrolment.
    pub fn sessions_on_roll(&self, pupil: &RollPupil, year: AcademicYear) -> Vec<(EnrolmentId, SessionSet)> {
        let held = self.sessions_for(pupil, year);
        pupil
            .enrolments
            .iter()
            .map(|enrolment| {
                let stay = range(year, enrolment.stay.starting_day, enrolment.stay.leaving_day);
                (enrolment.id, held.and(&stay))
            })
            .filter(|(_, set)| !set.is_empty())
            .collect()
    }

    /// The sessions of one year in which the academy met for the year groups that a pupil was in.
    fn sessions_for(&self, pupil: &RollPupil, year: AcademicYear) -> SessionSet {
        let mut held = SessionSet::default();
        for (place, (from, values)) in pupil.characteristics.iter().enumerate() {
            let from = if place == 0 { Date::MIN } else { *from };
            let to = pupil.characteristics.get(place + 1).and_then(|(next, _)| next.pred_opt());
            held = held.or(&self.sessions(year, values.year_group).and(&range(year, from, to)));
        }
        held
    }
}

/// The places of a year's sheet from a day to a day, both inside; to the end of the year where there is no last day.
pub(crate) fn range(year: AcademicYear, from: Date, to: Option<Date>) -> SessionSet {
    let last = to.unwrap_or_else(|| year.last_day()).min(year.last_day());
    let first = from.max(year.first_day());
    match (year.day_index(first), year.day_index(last)) {
        (Some(first), Some(last)) if first <= last => SessionSet::between(2 * first, 2 * last + 2),
        _ => SessionSet::default(),
    }
}

/// The code planned for a pupil in a session: of several plans the latest made holds.
pub(crate) fn planned_code<'a>(
    plans: impl DoubleEndedIterator<Item = &'a PlannedAbsence>,
    at: SessionAt,
) -> Option<(Code, &'a PlannedAbsence)> {
    let holds = |plan: &&PlannedAbsence| {
        (plan.first_day..=plan.last_day).contains(&at.date)
            && plan.weekdays.as_ref().is_none_or(|days| days.contains(&school::Weekday::of(at.date)))
            && plan.sessions.as_ref().is_none_or(|sessions: &Vec<Session>| sessions.contains(&at.session))
    };
    plans.rev().filter(holds).find_map(|plan| Code::parse(&plan.code).ok().map(|code| (code, plan)))
}

/// States by academy, each with the token that it was read at.
#[derive(Debug, Default)]
pub struct StateCache {
    kept: Mutex<HashMap<AcademyId, (i32, Arc<AcademyState>)>>,
}

impl StateCache {
    /// The state of an academy as it is in this transaction; none where there is no such academy.
    pub fn get(&self, db: &mut Db, id: AcademyId) -> Result<Option<Arc<AcademyState>>> {
        let Some(version) = store::roll::academies::roll_version(db, id)? else { return Ok(None) };
        if let Some((kept, state)) = self.lock().get(&id)
            && *kept == version
        {
            return Ok(Some(Arc::clone(state)));
        }
        let state = Arc::new(AcademyState::load(db, id)?);
        self.keep(id, version, &state);
        Ok(Some(state))
    }

    /// The same for work that looks at every academy once: with its token, and not kept where it was not already.
    pub(crate) fn get_once(&self, db: &mut Db, id: AcademyId) -> Result<Option<(i32, Arc<AcademyState>)>> {
        let Some(version) = store::roll::academies::roll_version(db, id)? else { return Ok(None) };
        let kept = self.lock().get(&id).filter(|(kept, _)| *kept == version).map(|(_, state)| Arc::clone(state));
        let state = match kept {
            Some(state) => state,
            None => Arc::new(AcademyState::load(db, id)?),
        };
        Ok(Some((version, state)))
    }

    fn keep(&self, id: AcademyId, version: i32, state: &Arc<AcademyState>) {
        let mut kept = self.lock();
        if kept.len() >= KEPT && !kept.contains_key(&id) {
            // Whichever goes is read again when it is asked for.
            let any = kept.keys().next().copied();
            any.and_then(|any| kept.remove(&any));
        }
        kept.insert(id, (version, Arc::clone(state)));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<AcademyId, (i32, Arc<AcademyState>)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
