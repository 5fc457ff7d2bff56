//! The record of absences: meetings on the return, fit notes, the Bradford factor, the census, trends.

use super::central_record::Known;
use super::{Condition, Put, all_staff, people, put};
use crate::records::{self, Filter};
use crate::{Context, Error, Kind, Result, timetable};
use cover::absence::StaffAbsence;
use cover::absence_record::{
    AbsenceRecord, AbsenceSettings, AbsenceSettingsRecord, CensusReturn, Certification, Day, FitNote, FitNotesRecord,
    ReturnToWork, ReturnsRecord, Spell, Trends, absence_record, census, certification, check_fit_note, check_return,
    trends,
};
use cover::staff::{CoverRole, CycleWeek, Employment, Span};
use school::{AcademicYear, AcademyId, Date, Kept, RecordId, Role, StaffId, Violation, Weekday};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The longest range of trends, in days.
const MOST_DAYS: i64 = 800;

fn today(cx: &Context<'_>) -> Date {
    school::clock::local(cx.at).0
}

/// The settings of an academy, and their revision: 0 where nobody has set them.
pub fn find_settings(cx: &mut Context<'_>, academy: AcademyId) -> Result<(AbsenceSettings, i32)> {
    let kept = records::of_key::<AbsenceSettingsRecord>(cx, academy, "settings")?;
    Ok(kept.map_or((AbsenceSettings::default(), 0), |kept| (kept.value.settings, kept.revision)))
}

/// Writes the settings of an academy.
pub fn put_settings(
    cx: &mut Context<'_>,
    academy: AcademyId,
    settings: AbsenceSettings,
    condition: Condition<'_>,
) -> Result<Put<AbsenceSettingsRecord>> {
    if settings.bradford_formal < settings.bradford_informal {
        let detail = "the formal stage begins where the informal one does, or above it";
        return Err(Error::invalid("/bradford_formal", "below_informal", detail));
    }
    put(cx, academy, AbsenceSettingsRecord { settings }, condition)
}

/// An absence in reach that was not cancelled, as a spell.
fn spell_of(cx: &mut Context<'_>, id: RecordId) -> Result<(AcademyId, Spell)> {
    let kept: Kept<StaffAbsence> = records::find(cx, id)?;
    let academy = kept.academy_id;
    let spell = spell(&kept, None).ok_or(Error::NotFound(Kind::Other("staff absence")))?;
    Ok((academy, spell))
}

fn spell(kept: &Kept<StaffAbsence>, meeting: Option<&ReturnToWork>) -> Option<Spell> {
    Spell::of(kept.id.0, &kept.value, meeting.and_then(|meeting| meeting.protection))
}

/// Records the meeting on the return from an absence; a second one replaces it, and the first stays on record.
pub fn record_return(cx: &mut Context<'_>, absence: RecordId, meeting: ReturnToWork) -> Result<Kept<ReturnsRecord>> {
    let (academy, spell) = spell_of(cx, absence)?;
    let errors = check_return(&meeting, &spell, today(cx));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let record = ReturnsRecord { absence_id: absence.0, staff_id: spell.staff_id, meeting };
    Ok(put(cx, academy, record, &|_| true)?.kept)
}

/// The meeting on the return from an absence.
pub fn find_return(cx: &mut Context<'_>, absence: RecordId) -> Result<Kept<ReturnsRecord>> {
    let (academy, _) = spell_of(cx, absence)?;
    let kept = records::of_key(cx, academy, &absence.to_string())?;
    kept.ok_or(Error::NotFound(Kind::Other("return-to-work meeting")))
}

/// The fit notes of an absence, and how far it is certified today.
#[derive(Debug, Clone, PartialEq)]
pub struct Certified {
    /// The academy.
    pub academy_id: AcademyId,
    /// The person.
    pub staff_id: StaffId,
    /// The notes.
    pub notes: Vec<FitNote>,
    /// How far the absence is certified; none where no certificate is needed.
    pub certification: Option<Certification>,
    /// The revision of the record; 0 where there is none.
    pub revision: i32,
}

/// The fit notes of an absence.
pub fn find_fit_notes(cx: &mut Context<'_>, absence: RecordId) -> Result<Certified> {
    let (academy, spell) = spell_of(cx, absence)?;
    let kept = records::of_key::<FitNotesRecord>(cx, academy, &absence.to_string())?;
    let (notes, revision) = kept.map_or((Vec::new(), 0), |kept| (kept.value.notes, kept.revision));
    let certification = certification(&spell, &notes, today(cx));
    Ok(Certified { academy_id: academy, staff_id: spell.staff_id, notes, certification, revision })
}

/// The most fit notes of one absence.
const MOST_NOTES: usize = 200;

/// Adds a fit note to an absence.
pub fn add_fit_note(cx: &mut Context<'_>, absence: RecordId, note: FitNote) -> Result<Certified> {
    let (academy, spell) = spell_of(cx, absence)?;
    let before = find_fit_notes(cx, absence)?;
    let mut errors = check_fit_note(&note, &spell, &before.notes, today(cx));
    if before.notes.len() >= MOST_NOTES {
        errors.push(Violation::new("", "too_many", format!("an absence has at most {MOST_NOTES} fit notes")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let mut notes = before.notes;
    notes.push(note);
    put(cx, academy, FitNotesRecord { absence_id: absence.0, staff_id: spell.staff_id, notes }, &|_| true)?;
    find_fit_notes(cx, absence)
}

/// When everybody at an academy works, day by day.
struct Work {
    known: Known,
    midday: chrono::NaiveTime,
    school_days: HashSet<Date>,
    /// The week of the cycle of each school day, where anybody's pattern tells the weeks apart.
    cycle: HashMap<Date, CycleWeek>,
    years: HashSet<AcademicYear>,
}

impl Work {
    fn load(cx: &mut Context<'_>, academy: AcademyId, on: Date) -> Result<Self> {
        let known = Known::load(cx, academy)?;
        let midday = people::midday(cx, academy, on)?;
        let state = cx.state(academy)?;
        let mut cycle = HashMap::new();
        if known.tells_weeks_apart() {
            let days = timetable::outlines(cx, academy, state.weeks.days().iter().copied())?;
            cycle.extend(days.into_iter().filter_map(|day| Some((day.date, day.week?))));
        }
        Ok(Self {
            known,
            midday,
            cycle,
            school_days: state.weeks.days().iter().copied().collect(),
            years: state.calendars.keys().copied().collect(),
        })
    }

    /// The working day of a person: by the pattern, on school days; on every weekday where no calendar is known, or where the
    /// contract runs through the holidays.
    fn on(&self, staff: StaffId, date: Date) -> Day {
        let employment = self.known.employment(staff);
        let all_year = employment.is_some_and(works_all_year);
        let known_year = AcademicYear::of(date).is_some_and(|year| self.years.contains(&year));
        let weekday = !matches!(Weekday::of(date), Weekday::Sat | Weekday::Sun);
        let works = if all_year || !known_year { weekday } else { self.school_days.contains(&date) };
        if !works || employment.is_some_and(|employment| !employment.employed_on(date)) {
            return Day::default();
        }
        let spans = employment.map_or_else(
            || vec![Span::DAY],
            |employment| employment.works(date, self.cycle.get(&date).copied(), self.midday),
        );
        Day::split(&spans, Span::between(chrono::NaiveTime::MIN, self.midday).to)
    }
}

/// Support staff without a term-time contract work in the holidays too.
fn works_all_year(employment: &Employment) -> bool {
    let teaches = [CoverRole::Teacher, CoverRole::CoverTeacher, CoverRole::Leadership, CoverRole::Supply];
    !employment.contract.term_time_only && !employment.cover_roles.iter().any(|role| teaches.contains(role))
}

/// All spells of an academy, or of one person, that touch a range, with what the meetings said of their protection.
fn spells(
    cx: &mut Context<'_>,
    academy: AcademyId,
    staff: Option<StaffId>,
    from: Date,
    to: Date,
) -> Result<Vec<Spell>> {
    let subjects: Vec<Uuid> = staff.map(|id| id.0).into_iter().collect();
    let subjects = staff.is_some().then_some(subjects.as_slice());
    let absences: Vec<Kept<StaffAbsence>> =
        records::all(cx, academy, &Filter { subjects, from: Some(from), to: Some(to) })?;
    let meetings = records::all::<ReturnsRecord>(cx, academy, &Filter { subjects, ..Filter::default() })?;
    let meetings: HashMap<Uuid, ReturnToWork> =
        meetings.into_iter().map(|kept| (kept.value.absence_id, kept.value.meeting)).collect();
    Ok(absences.iter().filter_map(|kept| spell(kept, meetings.get(&kept.id.0))).collect())
}

/// The absence record of a person over the 52 weeks that end with a day.
pub fn record_of(cx: &mut Context<'_>, staff: StaffId, as_of: Option<Date>) -> Result<(Date, AbsenceRecord)> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let as_of = as_of.unwrap_or_else(|| today(cx));
    let from = as_of.checked_sub_days(chrono::Days::new(400)).unwrap_or(as_of);
    let spells = spells(cx, member.academy_id, Some(staff), from, as_of)?;
    let work = Work::load(cx, member.academy_id, as_of)?;
    let (settings, _) = find_settings(cx, member.academy_id)?;
    Ok((as_of, absence_record(&spells, as_of, &settings, |date| work.on(staff, date))))
}

/// The absence part of the workforce census for an academic year.
pub fn census_of(cx: &mut Context<'_>, academy: AcademyId, year: AcademicYear) -> Result<CensusReturn> {
    let collected: HashSet<StaffId> = {
        let staff = all_staff(cx, academy)?;
        let known = Known::load(cx, academy)?;
        let collected = |member: &school::StaffMember| match known.employment(member.id) {
            // Teachers, agency teachers in regular service, and teaching assistants.
            Some(employment) => !employment.cover_roles.is_empty(),
            None => [Role::Teacher, Role::Tutor, Role::HeadOfYear, Role::SeniorLeader, Role::Headteacher]
                .iter()
                .any(|role| member.roles.contains(role)),
        };
        staff.iter().filter(|member| collected(member)).map(|member| member.id).collect()
    };
    let spells = spells(cx, academy, None, year.first_day(), year.last_day())?;
    let work = Work::load(cx, academy, year.last_day())?;
    Ok(census(&spells, year, |id| collected.contains(&id), |id, date| work.on(id, date)))
}

/// Trends of absence at an academy: figures of small groups are not told.
pub fn trends_of(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Trends> {
    if to < from || (to - from).num_days() > MOST_DAYS {
        let detail = format!("the range runs from a day to the same or a later one, at most {MOST_DAYS} days");
        return Err(Error::invalid("/query/to", "out_of_range", detail));
    }
    let spells = spells(cx, academy, None, from, to)?;
    let work = Work::load(cx, academy, to)?;
    let (settings, _) = find_settings(cx, academy)?;
    Ok(trends(&spells, (from, to), settings.smallest_group, |id, date| work.on(id, date)))
}

/// What is due of the sickness record of an academy: fit notes and meetings on the return.
pub(super) fn due(cx: &mut Context<'_>, academy: AcademyId) -> Result<Vec<cover::appraisal::Reminder>> {
    use cover::appraisal::{Reminder, ReminderKind};
    let today = today(cx);
    let from = today.checked_sub_days(chrono::Days::new(60)).unwrap_or(today);
    let spells = spells(cx, academy, None, from, today)?;
    let notes: HashMap<Uuid, Vec<FitNote>> = records::all::<FitNotesRecord>(cx, academy, &Filter::default())?
        .into_iter()
        .map(|kept| (kept.value.absence_id, kept.value.notes))
        .collect();
    let met: HashMap<Uuid, ReturnToWork> = records::all::<ReturnsRecord>(cx, academy, &Filter::default())?
        .into_iter()
        .map(|kept| (kept.value.absence_id, kept.value.meeting))
        .collect();
    let mut found = Vec::new();
    for spell in &spells {
        let remind = |kind, due, detail: &str| {
            Reminder::new(kind, Some(spell.staff_id), Some(due), today, detail.to_owned()).of_record(spell.absence_id)
        };
        let certified = certification(spell, notes.get(&spell.absence_id).map_or(&[][..], Vec::as_slice), today);
        if let Some(day) = certified.and_then(|certified| certified.uncertified_from) {
            found.push(remind(ReminderKind::FitNote, day, "a fit note is needed from this day on"));
        }
        let back = spell.last_day.filter(|last| *last < today && spell.category.needs_return_meeting());
        match met.get(&spell.absence_id) {
            None => found.extend(back.map(|last| {
                remind(
                    ReminderKind::ReturnToWork,
                    last.succ_opt().unwrap_or(last),
                    "the return-to-work meeting was not held",
                )
            })),
            Some(meeting) => found.extend(meeting.review_on.filter(|day| *day >= from).map(|day| {
                remind(ReminderKind::ReturnReview, day, "what was agreed on the return is to be looked at again")
            })),
        }
    }
    Ok(found)
}
