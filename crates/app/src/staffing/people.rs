//! Who could be asked to cover on a day, as the optimiser wants to know it.

use super::all_staff;
use super::central_record::Known;
use crate::cover::Around;
use crate::records::{self, Filter};
use crate::{Context, Result, timetable};
use chrono::NaiveTime;
use cover::agency::AgencyWorker;
use cover::day::{self, Booked, CoverLimits, Person, Supply, Tier, Vetting};
use cover::staff::{
    ContractKind, CoverRole, CycleWeek, Employment, EmploymentRecord, RestrictionKind, Span, TimeReason,
};
use cover::supply::SupplyRates;
use school::timetable::DayPeriod;
use school::{AcademyId, Date, Role, StaffId, StaffMember, Weekday};
use std::collections::BTreeSet;

/// Everybody at an academy who could be asked on a day, in the order of the staff records. `week` is the week of the cycle;
/// `classes` and what was covered before are for the caller to fill in, who knows the timetable. The time in which each could be
/// asked is known only with the days `around`.
pub(crate) fn on(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    week: Option<CycleWeek>,
    around: Option<&Around>,
) -> Result<Vec<Person>> {
    let known = Known::load(cx, academy)?;
    let staff = all_staff(cx, academy)?;
    let mut people = with(cx, academy, (&known, &staff), date, week)?;
    if let Some(around) = around {
        super::free::fill(cx, academy, date, (&known, around), &mut people)?;
    }
    price(cx, (academy, date), &known, &mut people)?;
    Ok(people)
}

/// Whether a person is paid the same with cover and without: casual employees are paid for the hours that they come.
fn is_paid_anyway(known: &Known, id: StaffId, date: Date) -> bool {
    let casual = known.employment(id).is_some_and(|employment| employment.contract.kind == ContractKind::Casual);
    known.is_employee(id, date) && !casual
}

/// What supply costs on a day: nothing for who is paid anyway, nothing more for what of the day is booked in the register of
/// agency workers, and no less than what the agency books at least.
fn price(cx: &mut Context<'_>, (academy, date): (AcademyId, Date), known: &Known, people: &mut [Person]) -> Result<()> {
    if !people.iter().any(|person| person.tier == Tier::Supply) {
        return Ok(());
    }
    let (SupplyRates { half_day_pence, day_pence, .. }, _) = super::supply::find_rates(cx, academy)?;
    for person in people.iter_mut().filter(|person| person.tier == Tier::Supply) {
        if is_paid_anyway(known, person.id, date) {
            continue;
        }
        let half_day_pence = if known.books_whole_days(person.id, date) { day_pence } else { half_day_pence };
        let booked = known.booked(person.id, (academy, date));
        person.supply = Some(Supply { half_day_pence, day_pence, booked });
    }
    Ok(())
}

/// The same without that time and from what is known of everybody and the staff of the academy, for who asks day after day.
pub(crate) fn with(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (known, staff): (&Known, &[StaffMember]),
    date: Date,
    week: Option<CycleWeek>,
) -> Result<Vec<Person>> {
    let midday = midday(cx, academy, date)?;
    // Only where somebody's restrictions name them: the periods are read for nothing else here.
    let outlines =
        if known.names_periods() { timetable::outlines(cx, academy, std::iter::once(date))? } else { Vec::new() };
    let periods = outlines.into_iter().flat_map(|day| day.periods).collect();
    let moment = Moment { date, week, midday, periods };
    Ok(staff.iter().map(|member| person(known, member, &moment)).collect())
}

/// A day as the records of people speak of it.
struct Moment {
    date: Date,
    week: Option<CycleWeek>,
    midday: NaiveTime,
    periods: Vec<DayPeriod>,
}

impl Moment {
    fn period(&self, name: &str) -> Option<Span> {
        let found = self.periods.iter().find(|period| period.name == name)?;
        Some(Span::between(found.starts, found.ends))
    }
}

/// Everybody at an academy who is no teacher, by role or record of employment: who stands beside a teacher without being able to hold
/// the class alone.
pub(crate) fn support(cx: &mut Context<'_>, academy: AcademyId) -> Result<BTreeSet<StaffId>> {
    let employment = records::all::<EmploymentRecord>(cx, academy, &Filter::default())?;
    let teaches = |employment: &Employment| {
        let support = |role: &CoverRole| {
            matches!(role, CoverRole::CoverSupervisor | CoverRole::Hlta | CoverRole::TeachingAssistant)
        };
        employment.qualified_teacher_required || employment.cover_roles.iter().any(|role| !support(role))
    };
    let teachers: BTreeSet<StaffId> =
        employment.iter().filter(|kept| teaches(&kept.value.employment)).map(|kept| kept.value.staff_id).collect();
    let by_role = |roles: &[Role]| matches!(tier_of_roles(roles), Tier::Teacher | Tier::Leader);
    let staff = all_staff(cx, academy)?;
    let others = staff.into_iter().filter(|member| !by_role(&member.roles) && !teachers.contains(&member.id));
    Ok(others.map(|member| member.id).collect())
}

/// Where the afternoon session begins.
pub(super) fn midday(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<NaiveTime> {
    let state = cx.state(academy)?;
    let afternoon = state.calendar_on(date).map(|calendar| calendar.sessions.pm.opens);
    Ok(afternoon.unwrap_or_else(|| school::SessionTimes::default().pm.opens))
}

fn person(known: &Known, member: &StaffMember, moment: &Moment) -> Person {
    let date = moment.date;
    let faults = known.faults(member, date);
    let vetting = match faults {
        faults if faults.is_empty() => Vetting::Valid,
        _ if !known.has_vetting(member.id) => Vetting::Unrecorded,
        faults => Vetting::Invalid(faults),
    };
    let sent = known.sent_as(member.id, date);
    let tier_by = |other: Tier| if sent.is_empty() { other } else { Tier::Supply };
    let mut subjects: BTreeSet<String> = sent.iter().flat_map(|worker| worker.subjects.iter().cloned()).collect();
    let here = |spans: Vec<day::Span>| gone_from(spans, sent, member.academy_id, moment);
    let unknown = Person::unknown(member.id, tier_by(tier_of_roles(&member.roles)));
    let unknown = Person { on_site: here(unknown.on_site.clone()), ..unknown };
    let Some(employment) = known.employment(member.id) else { return Person { vetting, subjects, ..unknown } };
    let tier = tier_by(tier(employment));
    subjects.extend(employment.subjects.iter().cloned());
    let limits = employment.limits;
    Person {
        tier,
        on_site: here(on_site(employment, moment)),
        limits: CoverLimits {
            day: limits.a_day,
            week: limits.a_week,
            fortnight: limits.a_fortnight,
            cycle: limits.a_cycle,
            term: limits.a_term,
            year: limits.a_year,
        },
        subjects,
        competences: employment.competences.iter().cloned().collect(),
        restrictions: restrictions(employment, moment),
        vetting,
        classes: BTreeSet::new(),
        ..unknown
    }
}

fn on_site(employment: &Employment, moment: &Moment) -> Vec<day::Span> {
    if !employment.employed_on(moment.date) {
        return Vec::new();
    }
    employment.works(moment.date, moment.week, moment.midday).into_iter().map(by_clock).collect()
}

/// What of the time at an academy is left to an agency worker who is booked at another of the trust for a part of the day.
fn gone_from(mut here: Vec<day::Span>, sent: &[AgencyWorker], academy: AcademyId, moment: &Moment) -> Vec<day::Span> {
    for part in sent.iter().flat_map(|worker| worker.booked_elsewhere(academy, moment.date)) {
        let midday = moment.midday;
        here = here
            .into_iter()
            .filter_map(|span| match part {
                Booked::No => Some(span),
                Booked::Morning => Some(day::Span { starts: span.starts.max(midday), ..span }),
                Booked::Afternoon => Some(day::Span { ends: span.ends.min(midday), ..span }),
                Booked::Day => None,
            })
            .filter(|span| span.starts < span.ends)
            .collect();
    }
    here
}

pub(super) fn by_clock(span: Span) -> day::Span {
    let time = |minute: u16| {
        let minute = u32::from(minute);
        let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
        NaiveTime::from_hms_opt(minute / 60, minute % 60, 0).unwrap_or(last)
    };
    day::Span::new(time(span.from), time(span.to))
}

fn restrictions(employment: &Employment, moment: &Moment) -> Vec<day::Restriction> {
    let restrictions = employment.restrictions.iter().flat_map(|restriction| {
        let what = restriction.what.clone();
        match restriction.kind {
            RestrictionKind::Subject => vec![day::Restriction::Subject(what)],
            RestrictionKind::Class => vec![day::Restriction::Class(what)],
            RestrictionKind::Room => vec![day::Restriction::Room(what)],
            RestrictionKind::Time => {
                let weekday = Weekday::of(moment.date);
                let spans = restriction.spans(weekday, moment.week, |name| moment.period(name));
                let supports = restriction.because == Some(TimeReason::OneToOneSupport);
                let of = if supports { day::Restriction::Support } else { day::Restriction::Time };
                spans.into_iter().map(by_clock).map(of).collect()
            }
        }
    });
    restrictions.collect()
}

/// The tier of somebody who may cover in several roles is the first that is asked.
fn tier(employment: &Employment) -> Tier {
    let of = |role: &CoverRole| match role {
        CoverRole::CoverSupervisor => Tier::CoverSupervisor,
        CoverRole::CoverTeacher => Tier::CoverTeacher,
        CoverRole::Hlta => Tier::HigherLevelAssistant,
        CoverRole::TeachingAssistant if employment.supervises_in_emergency => Tier::TeachingAssistant,
        CoverRole::TeachingAssistant => Tier::NotAsked,
        CoverRole::Supply => Tier::Supply,
        CoverRole::Teacher => Tier::Teacher,
        CoverRole::Leadership => Tier::Leader,
    };
    // Leadership that teaches is asked as leadership: its time is protected as the policy states.
    if employment.cover_roles.contains(&CoverRole::Leadership) {
        return Tier::Leader;
    }
    employment.cover_roles.iter().map(of).min().unwrap_or(Tier::NotAsked)
}

/// Without a record of employment the roles of the staff record say what they can.
fn tier_of_roles(roles: &[Role]) -> Tier {
    let tiers = [
        (Role::Headteacher, Tier::Leader),
        (Role::SeniorLeader, Tier::Leader),
        (Role::CoverSupervisor, Tier::CoverSupervisor),
        (Role::Teacher, Tier::Teacher),
        (Role::Tutor, Tier::Teacher),
        (Role::HeadOfYear, Tier::Teacher),
    ];
    tiers.into_iter().find(|(role, _)| roles.contains(role)).map_or(Tier::NotAsked, |(_, tier)| tier)
}
