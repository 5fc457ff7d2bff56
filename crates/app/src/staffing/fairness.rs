//! The fairness ledger of an academy, and each person's own part of it.

use super::central_record::Known;
use super::{all_staff, people};
use crate::records::{self, Filter};
use crate::{Context, Error, Further, Kind, Result, cover as arranging, timetable};
use cover::arrange::{CoverAssignment, How, State};
use cover::day::{Person, Tier};
use cover::ledger::{Cover, Fairness, Member, PersonLine, ProtectedKind, class_lines, fairness};
use cover::publication::Publication;
use school::timetable::{Activity, DayEntry, TimetableDay};
use school::{AcademyId, Date, Kept, StaffId};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// The longest range, in days.
const MOST_DAYS: i64 = 400;

/// The fairness of cover at an academy from a day to a day, both inside.
pub fn ledger(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Fairness> {
    let gathered = Gathered::load(cx, academy, from, to)?;
    let classes = class_lines(&gathered.lessons, &gathered.without_teacher);
    Ok(fairness(&gathered.members, &gathered.covers, (from, to), gathered.unfilled, classes))
}

/// One person's own part of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnLedger {
    /// The person's line.
    pub line: PersonLine,
    /// Their covers, the latest first.
    pub covers: Vec<Cover>,
    /// The mean load index of those in the same post, the person with them; none where nobody has time.
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
    let own = cx.acting.actor.person.as_ref().is_some_and(|person| person.staff_id == staff);
    if !own && !reads_all.at(member.academy_id) {
        return Err(Error::NotFound(Kind::Staff));
    }
    let gathered = Gathered::load(cx, member.academy_id, from, to)?;
    let all = fairness(&gathered.members, &gathered.covers, (from, to), 0, Vec::new());
    let Some(line) = all.people.iter().find(|line| line.staff_id == staff).cloned() else {
        return Err(Error::NotFound(Kind::Staff));
    };
    let loads: Vec<f64> =
        all.people.iter().filter(|each| each.tier == line.tier).filter_map(|each| each.load_index.value).collect();
    let people_in_post = u32::try_from(loads.len()).unwrap_or(u32::MAX);
    let mean_load = (people_in_post > 0).then(|| loads.iter().sum::<f64>() / f64::from(people_in_post));
    let mut covers: Vec<Cover> = gathered.covers.into_iter().filter(|cover| cover.staff_id == staff).collect();
    covers.sort_by(|one, two| (two.date, &two.period).cmp(&(one.date, &one.period)));
    Ok(OwnLedger { line, covers, mean_load, people_in_post })
}

/// Everything that the ledger counts.
struct Gathered {
    members: Vec<Member>,
    covers: Vec<Cover>,
    lessons: BTreeMap<String, u32>,
    without_teacher: BTreeMap<String, u32>,
    unfilled: u32,
}

impl Gathered {
    fn load(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Self> {
        if to < from || (to - from).num_days() > MOST_DAYS {
            let detail = format!("the range runs from a day to the same or a later one, at most {MOST_DAYS} days");
            return Err(Error::invalid("/query/to", "out_of_range", detail));
        }
        let published = last_published(cx, academy, from, to)?;
        let stands: HashSet<Uuid> =
            arranging::given(cx, academy, from, to)?.into_iter().map(|given| given.assignment.id.0).collect();
        let asked = assignments(cx, academy, from, to)?;
        let refusals = refusals(&asked);
        let given_on: HashMap<Uuid, Date> =
            asked.iter().map(|kept| (kept.id.0, school::clock::local(kept.created_at).0)).collect();
        let employment = Known::load(cx, academy)?;
        let mut found = Self {
            members: Vec::new(),
            covers: Vec::new(),
            lessons: BTreeMap::new(),
            without_teacher: BTreeMap::new(),
            unfilled: 0,
        };
        let mut free: HashMap<StaffId, u32> = HashMap::new();
        let mut tiers: HashMap<StaffId, Tier> = HashMap::new();
        let state = cx.state(academy)?;
        let days = from.iter_days().take_while(|date| *date <= to);
        let school_days = days.filter(|date| state.calendar_on(*date).is_some_and(|each| each.is_school_day(*date)));
        for date in school_days {
            let day = timetable::day(cx, academy, date)?;
            found.count_lessons(&day);
            for person in people::with(cx, academy, &employment, date, day.week)? {
                tiers.insert(person.id, person.tier);
                *free.entry(person.id).or_default() += free_minutes(&person, &day);
            }
            if let Some(publication) = published.get(&date) {
                found.count_published(publication, &day, &stands, &given_on);
            }
        }
        for member in all_staff(cx, academy)? {
            let tier = tiers.get(&member.id).copied().unwrap_or(Tier::NotAsked);
            let covered = found.covers.iter().any(|cover| cover.staff_id == member.id);
            if tier != Tier::NotAsked || covered {
                found.members.push(Member {
                    staff_id: member.id,
                    tier,
                    fte: employment.employment(member.id).map_or(1.0, |employment| employment.contract.fte),
                    free_minutes: free.get(&member.id).copied().unwrap_or(0),
                    refusals: refusals.get(&member.id).copied().unwrap_or(0),
                });
            }
        }
        Ok(found)
    }

    fn count_lessons(&mut self, day: &TimetableDay) {
        let lessons: HashSet<(&str, &str)> = day
            .entries
            .iter()
            .filter(|entry| entry.activity == Activity::Lesson)
            .filter_map(|entry| entry.class.as_deref().map(|class| (class, entry.period.as_str())))
            .collect();
        for (class, _) in lessons {
            *self.lessons.entry(class.to_owned()).or_default() += 1;
        }
    }

    fn count_published(
        &mut self,
        publication: &Publication,
        day: &TimetableDay,
        stands: &HashSet<Uuid>,
        given_on: &HashMap<Uuid, Date>,
    ) {
        for line in publication.lines.iter().filter(|line| line.required) {
            let lesson = line.activity == cover::day::Activity::Lesson;
            // A line whose every share fell away was of a lesson that its teacher gave after all.
            let fell =
                !line.shares.is_empty() && line.shares.iter().all(|share| !stands.contains(&share.assignment_id));
            if lesson && !fell {
                *self.without_teacher.entry(line.class.clone()).or_default() += 1;
            }
            self.unfilled += u32::from(line.shares.is_empty());
            for share in &line.shares {
                self.covers.push(Cover {
                    staff_id: share.staff_id,
                    date: publication.date,
                    period: line.period.clone(),
                    class: line.class.clone(),
                    minutes: minutes(share.starts, share.ends),
                    lost: lost(day, share.staff_id, share.starts, share.ends),
                    stale: !stands.contains(&share.assignment_id),
                    merged: share.how == How::Merged,
                    same_day: given_on.get(&share.assignment_id) == Some(&publication.date),
                });
            }
        }
    }
}

fn minutes(starts: chrono::NaiveTime, ends: chrono::NaiveTime) -> u32 {
    u32::try_from((ends - starts).num_minutes().max(0)).unwrap_or(0)
}

/// The protected time of a person that a cover took.
fn lost(
    day: &TimetableDay,
    staff: StaffId,
    starts: chrono::NaiveTime,
    ends: chrono::NaiveTime,
) -> Option<ProtectedKind> {
    let touches = |entry: &&DayEntry| entry.starts < ends && starts < entry.ends;
    day.of_staff(staff).filter(touches).find_map(|entry| match entry.activity {
        Activity::Ppa => Some(ProtectedKind::Ppa),
        Activity::Ect => Some(ProtectedKind::Ect),
        _ => None,
    })
}

/// Minutes of the day's periods in which a person was on site with nothing timetabled.
fn free_minutes(person: &Person, day: &TimetableDay) -> u32 {
    if person.tier == Tier::NotAsked {
        return 0;
    }
    let busy =
        |name: &str| day.of_staff(person.id).any(|entry| entry.period == name && entry.activity != Activity::Free);
    let periods = day.periods.iter().filter(|period| {
        let span = cover::day::Span::new(period.starts, period.ends);
        person.on_site.iter().any(|on_site| on_site.contains(span)) && !busy(&period.name)
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
    let mut found: HashMap<Date, Publication> = HashMap::new();
    for kept in records::all::<Publication>(cx, academy, &filter)? {
        let value = kept.value;
        let known = found.get(&value.date).map_or(0, |known| known.version);
        if value.version > known {
            found.insert(value.date, value);
        }
    }
    Ok(found)
}

/// Everybody who was asked in a range of days, whatever came of it.
fn assignments(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<Vec<Kept<CoverAssignment>>> {
    records::all(cx, academy, &Filter { subjects: None, from: Some(from), to: Some(to) })
}

/// How often everybody declined.
fn refusals(assignments: &[Kept<CoverAssignment>]) -> HashMap<StaffId, u32> {
    let mut found: HashMap<StaffId, u32> = HashMap::new();
    for kept in assignments.iter().filter(|kept| kept.value.state == State::Declined) {
        *found.entry(kept.value.staff_id).or_default() += 1;
    }
    found
}
