//! What booking supply would cost against covering from within.

use super::{Condition, Put, put};
use crate::cover::{Loaded, solving};
use crate::records;
use crate::{Context, Error, Result};
use cover::day::{Booked, Person, Span, Supply, Tier, Vetting};
use cover::need::Day;
use cover::plan::PlanStatus;
use cover::supply::{
    BookedPart, ComparedOption, Recommendation, SupplyOption, SupplyRates, SupplyRatesRecord, compare, internal_pence,
    recommend,
};
use school::{AcademyId, Date, StaffId};
use std::collections::{BTreeMap, HashMap};

/// The most supply teachers that are tried at once.
pub const MOST_SUPPLY: u32 = 5;
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
    let errors = rates.check();
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    put(cx, academy, SupplyRatesRecord { rates }, condition)
}

/// A day with the rates and the ids that made-up supply has in it.
#[derive(Debug)]
pub struct Question {
    pub(super) loaded: Loaded,
    pub(super) rates: SupplyRates,
    pub(super) ids: Vec<StaffId>,
}

/// Reads the day: the first half. `most` is how many supply teachers are tried.
pub fn load(cx: &mut Context<'_>, academy: AcademyId, date: Date, most: u32) -> Result<Question> {
    let loaded = Loaded::of(cx, academy, date)?;
    question(cx, loaded, most)
}

/// The question of a day that is read already.
pub(super) fn question(cx: &mut Context<'_>, loaded: Loaded, most: u32) -> Result<Question> {
    let academy = loaded.academy;
    let (rates, _) = find_rates(cx, academy)?;
    let ids = (0..most.min(MOST_SUPPLY)).map(|_| cx.new_id()).collect();
    Ok(Question { loaded, rates, ids })
}

/// What booking supply comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The options, first the one without a booking.
    pub options: Vec<ComparedOption>,
    /// Which is recommended; none where nothing can be allocated.
    pub recommended: Option<Recommendation>,
}

/// Works the options out, with no connection to the database: nobody, then each number of supply teachers for the morning, the
/// afternoon and the whole day.
pub fn work(mut question: Question) -> Options {
    let tiers: HashMap<StaffId, Tier> =
        question.loaded.day.people.iter().map(|person| (person.id, person.tier)).collect();
    // Supply that is on the register and not booked stands for nobody here: an option costs what it says.
    let is_unbooked = |person: &&Person| person.supply.is_some_and(|supply| supply.booked == Booked::No);
    let unbooked: Vec<StaffId> =
        question.loaded.day.people.iter().filter(is_unbooked).map(|person| person.id).collect();
    let halves = [Booked::Morning, Booked::Afternoon].map(|half| (half, question.loaded.day.booked_span(half)));
    for person in &mut question.loaded.day.people {
        // Nor is the other half of somebody's day for sale.
        let booked = person.supply.map(|supply| supply.booked);
        for (_, span) in halves.iter().filter(|(half, _)| Some(*half) == booked) {
            only_in(person, *span);
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
    let options = compare(options, question.loaded.settings.weights.supply_pence_for_point);
    Options { recommended: recommend(&options), options }
}

fn option(
    question: &mut Question,
    (tiers, unbooked): (&HashMap<StaffId, Tier>, &[StaffId]),
    supply: u32,
    part: Option<BookedPart>,
) -> SupplyOption {
    let staff = question.loaded.day.people.len();
    if let Some(part) = part {
        let ids = question.ids.iter().take(supply as usize).copied();
        let made_up: Vec<Person> = ids.map(|id| booked(&question.loaded.day, id, part, &question.rates)).collect();
        question.loaded.day.people.extend(made_up);
    }
    let ask = solving::Ask { pins: Vec::new(), exclude: unbooked.to_vec(), keep: true, save: false, reason: None };
    let allocation = solving::work(&question.loaded, &ask).into_allocation();
    question.loaded.day.people.truncate(staff);
    let rate = match part {
        Some(BookedPart::Day) => question.rates.whole_day(),
        Some(_) => question.rates.half_day_pence,
        None => 0,
    };
    let tier_of = |staff: StaffId| tiers.get(&staff).copied().unwrap_or(Tier::Supply);
    let mut minutes: BTreeMap<Tier, u32> = BTreeMap::new();
    for assigned in &allocation.assignments {
        *minutes.entry(tier_of(assigned.staff_id)).or_default() +=
            Span::new(assigned.span.starts, assigned.span.ends).minutes();
    }
    let mut found = SupplyOption {
        supply,
        booked: part,
        pence: u64::from(supply) * u64::from(rate),
        objective: allocation.objective,
        internal_pence: allocation.objective.and_then(|_| internal_pence(&minutes, &question.rates)),
        proven_optimal: allocation.status == PlanStatus::Optimal,
        covers_by_teachers: 0,
        covers_by_leaders: 0,
        covers_by_cover_staff: 0,
        covers_by_supply: 0,
        uncovered: u32::try_from(allocation.uncovered.len()).unwrap_or(u32::MAX),
    };
    for assigned in &allocation.assignments {
        found.count(tier_of(assigned.staff_id));
    }
    found
}

/// A supply teacher who is booked for a part of the day: what it costs stands beside the allocation.
fn booked(day: &Day, id: StaffId, part: BookedPart, rates: &SupplyRates) -> Person {
    let booked = match part {
        BookedPart::Morning => Booked::Morning,
        BookedPart::Afternoon => Booked::Afternoon,
        BookedPart::Day => Booked::Day,
    };
    let SupplyRates { half_day_pence, day_pence, .. } = *rates;
    // The other half of the day is not for sale in this question.
    let supply = Supply { half_day_pence, day_pence, booked };
    let mut person = Person { vetting: Vetting::Valid, supply: Some(supply), ..Person::unknown(id, Tier::Supply) };
    only_in(&mut person, day.booked_span(booked));
    person
}

/// Leaves a person on site in the part of the day that is booked.
fn only_in(person: &mut Person, booked: Option<Span>) {
    let Some(booked) = booked else { return };
    person.on_site = person.on_site.iter().filter_map(|span| span.common(booked)).collect();
}
