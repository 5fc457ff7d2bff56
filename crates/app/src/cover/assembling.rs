//! A day put together of its timetable, of who is away and of what else changes it: the same for the day that is arranged and for the
//! many that are counted.

use super::settings;
use crate::{AcademyState, Context, Result, staffing};
use cover::absence::{OnDay, StaffAbsence, away_on};
use cover::day::{Activity, Entry, Period, Span, Timetable};
use cover::event::CoverEvent;
use cover::need::Day;
use cover::settings::CoverSettings;
use school::group::Membership;
use school::timetable::TimetableDay;
use school::{AcademyId, Date, GroupId, Kept, StaffId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What days of an academy are put together with, read once for all of them.
pub(super) struct Frame {
    /// How cover is allocated.
    pub(super) settings: CoverSettings,
    state: Arc<AcademyState>,
    support: BTreeSet<StaffId>,
    members: HashMap<GroupId, Vec<Membership>>,
}

impl Frame {
    /// Reads it. Who is in which class is read only where a rule of year groups asks: for one of the events, or for independent
    /// study.
    pub(super) fn load(cx: &mut Context<'_>, academy: AcademyId, events: &[Kept<CoverEvent>]) -> Result<Self> {
        let (settings, _) = settings::find_settings(cx, academy)?;
        let by_year = !settings.independent_study_year_groups.is_empty()
            || events.iter().any(|kept| !kept.value.year_groups.is_empty());
        let mut members: HashMap<GroupId, Vec<Membership>> = HashMap::new();
        if by_year {
            for (_, member) in store::roll::groups::memberships(cx.db, academy, None, None, None)? {
                members.entry(member.group_id).or_default().push(member);
            }
        }
        let all_hold = settings.support_staff_can_hold_class;
        let support = if all_hold { BTreeSet::new() } else { staffing::people::support(cx, academy)? };
        Ok(Self { settings, state: cx.state(academy)?, support, members })
    }

    /// A day without people.
    pub(super) fn assemble(
        &self,
        timetabled: &TimetableDay,
        absences: &[Kept<StaffAbsence>],
        events: &[Kept<CoverEvent>],
    ) -> Day {
        let mut day = Day { timetable: timetable(timetabled), support: self.support.clone(), ..Day::default() };
        let (date, week) = (timetabled.date, timetabled.week);
        let is_school_day = |date: Date| self.state.is_school_day(date);
        let foreseeable_after = self.settings.foreseeable_after_days;
        let on = OnDay { date, week, foreseeable_after, is_school_day: &is_school_day };
        day.away = absences.iter().filter_map(|kept| away_on(kept.id.0, &kept.value, on)).collect();
        for (event, away) in events.iter().filter_map(|kept| kept.value.on(kept.id.0, date, week)) {
            day.events.push(event);
            day.away.extend(away);
        }
        self.year_groups(&mut day, date);
        day
    }

    /// The days on which anybody is away, with the periods of each.
    pub(super) fn away(
        &self,
        outlines: &[TimetableDay],
        absences: &[Kept<StaffAbsence>],
        events: &[Kept<CoverEvent>],
    ) -> Vec<(Date, Day)> {
        let days = outlines.iter().map(|outline| (outline.date, self.assemble(outline, absences, events)));
        days.filter(|(_, day)| !day.away.is_empty()).collect()
    }

    /// Gives the classes their year groups, where anything hangs on them: all of them for an event of year groups, else those whose
    /// teachers are away.
    fn year_groups(&self, day: &mut Day, date: Date) {
        let all = day.events.iter().any(|event| !event.year_groups.is_empty());
        let away: BTreeSet<StaffId> = day.away.iter().map(|away| away.staff).collect();
        let mut known: HashMap<GroupId, Option<i16>> = HashMap::new();
        for entry in day.timetable.entries.iter_mut().filter(|entry| entry.activity.has_pupils()) {
            if let Some(group) = entry.group_id
                && (all || entry.staff.iter().any(|staff| away.contains(staff)))
            {
                entry.year_group = *known.entry(group).or_insert_with(|| self.year_of(group, date));
            }
        }
    }

    /// The year group of most of the pupils who are in a class on a day; the lower one of two that have as many.
    fn year_of(&self, group: GroupId, date: Date) -> Option<i16> {
        let mut counted: BTreeMap<i16, usize> = BTreeMap::new();
        let members = self.members.get(&group).map(Vec::as_slice).unwrap_or_default();
        let on_the_day =
            |member: &&Membership| member.first_day <= date && member.last_day.is_none_or(|last| date <= last);
        let taught = members.iter().filter(on_the_day).filter_map(|member| self.state.pupil(member.pupil_id));
        let taught = taught.filter(|pupil| pupil.enrolment_on(date).is_some());
        // The rolls of registration groups are at hand whether or not anything else was read.
        let registered = if members.is_empty() { self.state.roster(group, date) } else { Vec::new() };
        for pupil in taught.chain(registered) {
            if let Some(year) = pupil.characteristics_on(date).and_then(|each| each.year_group) {
                *counted.entry(year).or_default() += 1;
            }
        }
        counted.into_iter().rev().max_by_key(|(_, count)| *count).map(|(year, _)| year)
    }
}

/// A day of the timetable as cover sees it: the lines of a class's teachers in one period are one lesson.
fn timetable(day: &TimetableDay) -> Timetable {
    let periods = day
        .periods
        .iter()
        .map(|period| Period { name: period.name.clone(), span: Span::new(period.starts, period.ends) })
        .collect();
    let mut entries: Vec<Entry> = Vec::new();
    let mut lessons: HashMap<(usize, Activity, String), usize> = HashMap::new();
    for line in &day.entries {
        let activity = activity(line.activity);
        let class = line.class.clone();
        if activity.has_pupils()
            && let Some(name) = &class
        {
            let known = lessons.entry((line.place, activity, name.clone())).or_insert(entries.len());
            if let Some(entry) = entries.get_mut(*known) {
                entry.staff.push(line.staff_id);
                continue;
            }
        }
        entries.push(Entry {
            period: line.place,
            activity,
            class,
            group_id: line.group_id,
            subject: line.subject.clone(),
            room: line.room.clone(),
            year_group: None,
            staff: vec![line.staff_id],
        });
    }
    Timetable { periods, entries }
}

fn activity(activity: school::timetable::Activity) -> Activity {
    use school::timetable::Activity as Timetabled;
    match activity {
        Timetabled::Lesson => Activity::Lesson,
        Timetabled::Registration => Activity::Registration,
        Timetabled::Ppa => Activity::Ppa,
        Timetabled::Ect => Activity::Ect,
        Timetabled::Duty => Activity::Duty,
        Timetabled::Meeting => Activity::Meeting,
        Timetabled::Free => Activity::Free,
    }
}
