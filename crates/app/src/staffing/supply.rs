//! What booking supply would cost against covering from within, and what of the next two weeks is known.

use super::{Condition, Put, put};
use crate::cover::{Loaded, solving};
use crate::records::{self, Filter};
use crate::{Context, Error, Result};
use cover::absence::StaffAbsence;
use cover::day::{Booked, Person, Supply, Tier, Vetting};
use cover::plan::PlanStatus;
use cover::supply::{BookedPart, ComparedOption, SupplyOption, SupplyRates, SupplyRatesRecord, compare};
use school::{AcademyId, Date, StaffId};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

/// The most supply teachers that are tried at once.
pub const MOST_SUPPLY: u32 = 5;
/// How far the look-ahead goes, in days.
const LOOK_AHEAD: usize = 14;

/// What an academy pays for supply, and the revision of the record: 0 where nobody has said it.
pub fn find_rates(cx: &mut Context<'_>, academy: AcademyId) -> Result<(SupplyRates, i32)> {
    let kept = records::of_key::<SupplyRatesRecord>(cx, academy, "rates")?;
    Ok(kept.map_or((SupplyRates::default(), 0), |kept| (kept.value.rates, kept.revision)))
}

/// Writes what an academy pays for supply.
pub fn put_rates(
    cx: &mut Context<'_>,
    academy: AcademyId,
    rates: SupplyRates,
    condition: Condition<'_>,
) -> Result<Put<SupplyRatesRecord>> {
    if rates.day_pence < rates.half_day_pence {
        return Err(Error::invalid("/day_pence", "below_half_day", "a whole day costs no less than half of one"));
    }
    put(cx, academy, SupplyRatesRecord { rates }, condition)
}

/// A day with the rates and the ids that made-up supply has in it.
#[derive(Debug)]
pub struct Question {
    loaded: Loaded,
    rates: SupplyRates,
    ids: Vec<StaffId>,
}

/// Reads the day: the first half. `most` is how many supply teachers are tried.
pub fn load(cx: &mut Context<'_>, academy: AcademyId, date: Date, most: u32) -> Result<Question> {
    let loaded = Loaded::of(cx, academy, date)?;
    let (rates, _) = find_rates(cx, academy)?;
    let ids = (0..most.min(MOST_SUPPLY)).map(|_| cx.new_id()).collect();
    Ok(Question { loaded, rates, ids })
}

/// Works the options out, with no connection to the database: nobody, then each number of supply teachers for the morning, the
/// afternoon and the whole day.
pub fn work(mut question: Question) -> Vec<ComparedOption> {
    let tiers: HashMap<StaffId, Tier> =
        question.loaded.day.people.iter().map(|person| (person.id, person.tier)).collect();
    // Supply that is on the register and not booked stands for nobody here: an option costs what it says.
    let is_unbooked = |person: &&Person| person.supply.is_some_and(|supply| supply.booked == Booked::No);
    let unbooked: Vec<StaffId> =
        question.loaded.day.people.iter().filter(is_unbooked).map(|person| person.id).collect();
    for person in &mut question.loaded.day.people {
        // Nor is the other half of somebody's day for sale.
        match person.supply.map(|supply| supply.booked) {
            Some(Booked::Morning) => only_in(person, BookedPart::Morning),
            Some(Booked::Afternoon) => only_in(person, BookedPart::Afternoon),
            _ => {}
        }
    }
    let known = (&tiers, unbooked.as_slice());
    let mut options = vec![option(&mut question, known, 0, None)];
    if !question.loaded.needs.is_empty() {
        for supply in 1..=u32::try_from(question.ids.len()).unwrap_or(0) {
            for part in [BookedPart::Morning, BookedPart::Afternoon, BookedPart::Day] {
                options.push(option(&mut question, known, supply, Some(part)));
            }
        }
    }
    compare(options)
}

fn option(
    question: &mut Question,
    (tiers, unbooked): (&HashMap<StaffId, Tier>, &[StaffId]),
    supply: u32,
    part: Option<BookedPart>,
) -> SupplyOption {
    let staff = question.loaded.day.people.len();
    if let Some(part) = part {
        let made_up = question.ids.iter().take(supply as usize).map(|id| booked(*id, part, question.rates));
        question.loaded.day.people.extend(made_up);
    }
    let ask = solving::Ask { pins: Vec::new(), exclude: unbooked.to_vec(), keep: true, save: false };
    let allocation = solving::work(&question.loaded, &ask).into_allocation();
    question.loaded.day.people.truncate(staff);
    let rate = match part {
        Some(BookedPart::Day) => question.rates.day_pence,
        Some(_) => question.rates.half_day_pence,
        None => 0,
    };
    let mut found = SupplyOption {
        supply,
        booked: part,
        pence: u64::from(supply) * u64::from(rate),
        objective: allocation.objective,
        proven_optimal: allocation.status == PlanStatus::Optimal,
        covers_by_teachers: 0,
        covers_by_leaders: 0,
        covers_by_cover_staff: 0,
        covers_by_supply: 0,
        uncovered: u32::try_from(allocation.uncovered.len()).unwrap_or(u32::MAX),
    };
    for assigned in &allocation.assignments {
        found.count(tiers.get(&assigned.staff_id).copied().unwrap_or(Tier::Supply));
    }
    found
}

/// A supply teacher who is booked for a part of the day: what it costs stands beside the allocation.
fn booked(id: StaffId, part: BookedPart, rates: SupplyRates) -> Person {
    let booked = match part {
        BookedPart::Morning => Booked::Morning,
        BookedPart::Afternoon => Booked::Afternoon,
        BookedPart::Day => Booked::Day,
    };
    let SupplyRates { half_day_pence, day_pence } = rates;
    // The other half of the day is not for sale in this question.
    let supply = Supply { half_day_pence, day_pence, booked };
    let mut person = Person { vetting: Vetting::Valid, supply: Some(supply), ..Person::unknown(id, Tier::Supply) };
    only_in(&mut person, part);
    person
}

/// Leaves a person on site in the part of the day that is booked.
fn only_in(person: &mut Person, part: BookedPart) {
    let midday = chrono::NaiveTime::from_hms_opt(12, 30, 0).unwrap_or_default();
    for span in &mut person.on_site {
        match part {
            BookedPart::Morning => span.ends = span.ends.min(midday),
            BookedPart::Afternoon => span.starts = span.starts.max(midday),
            BookedPart::Day => {}
        }
    }
    person.on_site.retain(|span| span.starts < span.ends);
}

/// One school day of the look-ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AheadDay {
    /// The day.
    pub date: Date,
    /// People who are known to be away for a part of it.
    pub away: u32,
    /// Of these, whose absence is open: it is expected to go on.
    pub open_absences: u32,
    /// Requirements, as far as they are known.
    pub requirements: u32,
    /// Of these, requirements that somebody covers already.
    pub arranged: u32,
}

/// The school days of the two weeks from a day on, with what is known of their cover.
pub fn look_ahead(cx: &mut Context<'_>, academy: AcademyId, from: Date) -> Result<Vec<AheadDay>> {
    let state = cx.state(academy)?;
    let to = from.checked_add_days(chrono::Days::new(LOOK_AHEAD as u64)).unwrap_or(from);
    let filter = Filter { subjects: None, from: Some(from), to: Some(to) };
    let absences = records::all::<StaffAbsence>(cx, academy, &filter)?;
    let mut open: BTreeMap<StaffId, Date> = BTreeMap::new();
    for kept in absences.iter().filter(|kept| kept.value.last_day.is_none() && kept.value.cancelled.is_none()) {
        open.insert(kept.value.staff_id, kept.value.first_day);
    }
    let days = from.iter_days().take(LOOK_AHEAD);
    let school_days: Vec<Date> =
        days.filter(|date| state.calendar_on(*date).is_some_and(|each| each.is_school_day(*date))).collect();
    let mut found = Vec::new();
    for date in school_days {
        let loaded = Loaded::of(cx, academy, date)?;
        let mut away: Vec<StaffId> = loaded.day.away.iter().map(|away| away.staff).collect();
        away.sort_unstable();
        away.dedup();
        let arranged = loaded.board().lines.iter().filter(|line| !line.by.is_empty()).count();
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        found.push(AheadDay {
            date,
            away: small(away.len()),
            open_absences: small(away.iter().filter(|id| open.get(id).is_some_and(|first| *first <= date)).count()),
            requirements: small(loaded.needs.len()),
            arranged: small(arranged),
        });
    }
    Ok(found)
}
