//! The fairness ledger of an academy, and each person's own part of it.

use super::central_record::Known;
use super::{all_staff, people};
use crate::cover::{Given, TakenDay, TakenDays};
use crate::records::{self, Filter};
use crate::{Context, Error, Further, Kind, Result};
use cover::absence::StaffAbsence;
use cover::arrange::{CoverAssignment, How, State};
use cover::day::{Booked, Person, Span, Tier};
use cover::ledger::{
    Beside, Cover, Fairness, Lessons, Member, PersonLine, ProtectedKind, SupplyDay, fairness, supply_spend,
    time_to_publish,
};
use cover::need::Day;
use cover::publication::Publication;
use school::timetable::{Activity, DayEntry, TimetableDay};
use school::{AcademyId, Date, Kept, StaffId};
use std::collections::HashMap;
use uuid::Uuid;

/// The longest range, in days.
const MOST_DAYS: i64 = 400;
/// A mean of fewer people tells one of them what another has.
const FEWEST_OF_A_MEAN: u32 = 3;

/// The fairness of cover at an academy from a day to a day, both inside.
pub fn ledger(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Fairness> {
    let Gathered { members, covers, beside } = Gathered::load(cx, academy, from, to)?;
    Ok(fairness(&members, &covers, (from, to), beside))
}

/// One person's own part of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnLedger {
    /// The person's line.
    pub line: PersonLine,
    /// Their covers, the latest first.
    pub covers: Vec<Cover>,
    /// The mean load index of those in the same post, the person with them; none where fewer than three of them have time: of two
    /// it would tell the other's.
    pub mean_load: Option<f64>,
    /// How many they are.
    pub people_in_post: u32,
}

/// The own ledger of a member of staff: for the person, or for who may read the fairness of all (`reads_all`). To anybody else
/// the person is not there.
pub fn own_ledger(
    cx: &mut Context<'_>,
    staff: StaffId,
    from: Date,
    to: Date,
    reads_all: &Further,
) -> Result<OwnLedger> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let own = cx.person() == Some(staff);
    if !own && !reads_all.at(member.academy_id) {
        return Err(Error::NotFound(Kind::Staff));
    }
    let gathered = Gathered::load(cx, member.academy_id, from, to)?;
    let all = fairness(&gathered.members, &gathered.covers, (from, to), gathered.beside);
    let Some(mut line) = all.people.iter().find(|line| line.staff_id == staff).cloned() else {
        return Err(Error::NotFound(Kind::Staff));
    };
    let covering = all.people.iter().filter(|line| line.minutes > 0).count();
    // Where two covered, the share of one is what the other had.
    line.share = line.share.filter(|_| covering >= FEWEST_OF_A_MEAN as usize || reads_all.at(member.academy_id));
    let loads: Vec<f64> =
        all.people.iter().filter(|each| each.tier == line.tier).filter_map(|each| each.load_index.value).collect();
    let people_in_post = u32::try_from(loads.len()).unwrap_or(u32::MAX);
    let mean_load = (people_in_post >= FEWEST_OF_A_MEAN).then(|| loads.iter().sum::<f64>() / f64::from(people_in_post));
    let mut covers: Vec<Cover> = gathered.covers.into_iter().filter(|cover| cover.staff_id == staff).collect();
    covers.sort_by(|one, two| (two.date, &two.period).cmp(&(one.date, &one.period)));
    Ok(OwnLedger { line, covers, mean_load, people_in_post })
}

/// Everything that the ledger counts.
struct Gathered {
    members: Vec<Member>,
    covers: Vec<Cover>,
    beside: Beside,
}

impl Gathered {
    fn load(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Self> {
        super::check_days(from, to, MOST_DAYS)?;
        let filter = Filter { subjects: None, from: Some(from), to: Some(to) };
        let publications = records::all::<Publication>(cx, academy, &filter)?;
        let published = last_of(&publications);
        let asked: Vec<Kept<CoverAssignment>> = records::all(cx, academy, &filter)?;
        let refusals = refusals(&asked);
        let (known, staff) = (Known::load(cx, academy)?, all_staff(cx, academy)?);
        let taken = TakenDays::load(cx, academy, (from, to))?;
        let given_on = asked.iter().map(|kept| (kept.id.0, school::clock::local(kept.created_at).0)).collect();
        let mut walk = Walk { given_on, ..Walk::default() };
        let state = cx.state(academy)?;
        let days = from.iter_days().take_while(|date| *date <= to);
        for date in days.filter(|date| state.is_school_day(*date)) {
            let on = taken.on(cx, date)?;
            let people = people::with(cx, academy, (&known, &staff), date, on.timetabled.week)?;
            if date <= school::clock::local(cx.at).0 {
                let needs: Vec<_> = on.needs.iter().map(|(need, taken)| (need, taken.clone())).collect();
                walk.lessons.count(&on.day, &needs, |staff, subject| teaches(&known, staff, subject));
            }
            walk.day((&known, academy), &on, &people, published.get(&date).copied(), &taken.stands);
        }
        let Walk { covers, lessons, free, tiers, paid, .. } = walk;
        let mut members = Vec::new();
        for member in staff {
            let tier = tiers.get(&member.id).copied().unwrap_or(Tier::NotAsked);
            if tier != Tier::NotAsked || covers.iter().any(|cover| cover.staff_id == member.id) {
                members.push(Member {
                    staff_id: member.id,
                    tier,
                    fte: known.employment(member.id).map_or(1.0, |employment| employment.contract.fte),
                    free_minutes: free.get(&member.id).copied().unwrap_or(0),
                    refusals: refusals.get(&member.id).copied().unwrap_or(0),
                });
            }
        }
        let (rates, _) = super::supply::find_rates(cx, academy)?;
        let beside = Beside {
            supply_spend: supply_spend(&paid, &rates),
            report_to_publish: time_to_publish(minutes_to_publish(taken.absences(), &publications)),
            lessons,
        };
        Ok(Self { members, covers, beside })
    }
}

/// What is counted from day to day.
#[derive(Default)]
struct Walk {
    /// The days of who was paid by the day then, whatever they are now.
    paid: Vec<SupplyDay>,
    /// When each cover was given.
    given_on: HashMap<Uuid, Date>,
    covers: Vec<Cover>,
    lessons: Lessons,
    free: HashMap<StaffId, u32>,
    tiers: HashMap<StaffId, Tier>,
}

impl Walk {
    /// Counts the covers of a day and the time that everybody had on it.
    fn day(
        &mut self,
        (known, academy): (&Known, AcademyId),
        on: &TakenDay,
        people: &[Person],
        publication: Option<&Publication>,
        stands: &HashMap<Uuid, Given>,
    ) {
        let date = on.timetabled.date;
        let first = self.covers.len();
        if let Some(publication) = publication {
            self.covers.extend(of_publication(publication, &on.timetabled, stands, &self.given_on));
        }
        for person in people {
            self.tiers.insert(person.id, person.tier);
            let supply = person.tier == Tier::Supply && !known.is_employee(person.id, date);
            let came = || came_for(&on.day, person.id, &self.covers[first..]);
            let booked = supply.then(|| came().with(known.booked(person.id, (academy, date))));
            if let Some(booked) = booked {
                let whole_days = known.books_whole_days(person.id, date);
                self.paid.push(SupplyDay { date, booked, whole_days });
            }
            *self.free.entry(person.id).or_default() += free_minutes(person, on, booked);
        }
    }
}

/// Whether a person teaches a subject, by how they are employed.
fn teaches(known: &Known, staff: StaffId, subject: &str) -> bool {
    let employment = known.employment(staff);
    employment.is_some_and(|each| each.subjects.iter().any(|own| own.eq_ignore_ascii_case(subject)))
}

/// The part of a day in which somebody of supply had cover: for it they came.
fn came_for(day: &Day, staff: StaffId, covers: &[Cover]) -> Booked {
    let own = covers.iter().filter(|cover| cover.staff_id == staff && !cover.stale);
    own.map(|cover| day.half_of(cover.span.starts)).fold(Booked::No, Booked::with)
}

/// The covers of a day as they were published last.
fn of_publication<'a>(
    publication: &'a Publication,
    day: &'a TimetableDay,
    stands: &'a HashMap<Uuid, Given>,
    given_on: &'a HashMap<Uuid, Date>,
) -> impl Iterator<Item = Cover> + 'a {
    let lines = publication.lines.iter().filter(|line| line.required);
    lines.flat_map(move |line| {
        line.shares.iter().map(move |share| {
            // What is given is told with the times that are needed still.
            let given = stands.get(&share.assignment_id);
            let whole = Span::new(share.starts, share.ends);
            let parts = given.map_or_else(|| vec![whole], |given| given.parts.clone());
            Cover {
                staff_id: share.staff_id,
                date: publication.date,
                period: line.period.clone(),
                class: line.class.clone(),
                span: parts.iter().copied().reduce(Span::hull).unwrap_or(whole),
                minutes: parts.iter().map(|part| part.minutes()).sum(),
                terms: given.map(|given| given.assignment.value.terms).unwrap_or_default(),
                lost: parts.iter().find_map(|part| lost(day, share.staff_id, *part)),
                stale: given.is_none(),
                merged: share.how == How::Merged,
                same_day: given_on.get(&share.assignment_id) == Some(&publication.date),
            }
        })
    })
}

/// Minutes from the report of each absence that was reported on one of its days to the first version of that day that told of it.
fn minutes_to_publish(absences: &[Kept<StaffAbsence>], publications: &[Kept<Publication>]) -> Vec<u32> {
    let of = |absence: &Kept<StaffAbsence>| {
        let date = school::clock::local(absence.created_at).0;
        if absence.value.cancelled.is_some() {
            return None;
        }
        let told = publications.iter().filter(|kept| {
            let lines = || kept.value.lines.iter().any(|line| line.absent_staff_id == absence.value.staff_id);
            kept.value.date == date && kept.created_at >= absence.created_at && lines()
        });
        let first = told.map(|kept| kept.created_at).min()?;
        u32::try_from((first - absence.created_at).num_minutes()).ok()
    };
    absences.iter().filter_map(of).collect()
}

fn minutes(starts: chrono::NaiveTime, ends: chrono::NaiveTime) -> u32 {
    u32::try_from((ends - starts).num_minutes().max(0)).unwrap_or(0)
}

/// The protected time of a person that a cover took.
fn lost(day: &TimetableDay, staff: StaffId, span: Span) -> Option<ProtectedKind> {
    let touches = |entry: &&DayEntry| entry.starts < span.ends && span.starts < entry.ends;
    day.of_staff(staff).filter(touches).find_map(|entry| match entry.activity {
        Activity::Ppa => Some(ProtectedKind::Ppa),
        Activity::Ect => Some(ProtectedKind::Ect),
        _ => None,
    })
}

/// Minutes of the day's periods in which a person was on site and not away, with nothing timetabled; of somebody of supply only in
/// the part of it that is booked.
fn free_minutes(person: &Person, on: &TakenDay, booked: Option<Booked>) -> u32 {
    if person.tier == Tier::NotAsked {
        return 0;
    }
    let busy = |name: &str| {
        on.timetabled.of_staff(person.id).any(|entry| entry.period == name && entry.activity != Activity::Free)
    };
    let periods = on.timetabled.periods.iter().filter(|period| {
        let span = Span::new(period.starts, period.ends);
        person.on_site.iter().any(|on_site| on_site.contains(span))
            && !busy(&period.name)
            && !on.day.is_away(person.id, span)
            && booked.is_none_or(|booked| booked.with(on.day.half_of(period.starts)) == booked)
    });
    periods.map(|period| minutes(period.starts, period.ends)).sum()
}

/// The last version published for each day.
pub(super) fn last_published(
    cx: &mut Context<'_>,
    academy: AcademyId,
    from: Date,
    to: Date,
) -> Result<HashMap<Date, Publication>> {
    let filter = Filter { subjects: None, from: Some(from), to: Some(to) };
    let publications = records::all::<Publication>(cx, academy, &filter)?;
    Ok(last_of(&publications).into_iter().map(|(date, publication)| (date, publication.clone())).collect())
}

fn last_of(publications: &[Kept<Publication>]) -> HashMap<Date, &Publication> {
    let mut found: HashMap<Date, &Publication> = HashMap::new();
    for value in publications.iter().map(|kept| &kept.value) {
        let known = found.get(&value.date).map_or(0, |known| known.version);
        if value.version > known {
            found.insert(value.date, value);
        }
    }
    found
}

/// How often everybody declined.
fn refusals(assignments: &[Kept<CoverAssignment>]) -> HashMap<StaffId, u32> {
    let mut found: HashMap<StaffId, u32> = HashMap::new();
    for kept in assignments.iter().filter(|kept| kept.value.state == State::Declined) {
        *found.entry(kept.value.staff_id).or_default() += 1;
    }
    found
}
