use super::Task;
use super::build::Offers;
use crate::day::{Booked, Person, Span, Supply};
use crate::need::Day;
use chrono::NaiveTime;
use school::StaffId;

/// At most so many people of supply are weighed as bookings in one allocation: the cheapest.
const MOST_WEIGHED: usize = 3;

/// One way of booking supply: for which parts of the day each person of supply is there, and what that costs more.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// The person's place and the part for which they are booked.
    pub booked: Vec<(usize, Booked)>,
    /// Points of the weighted sum.
    pub cost: i64,
    /// Pence.
    pub pence: u64,
}

/// Every way of booking supply, the cheapest first, and who is left out of them: without any booking there is one, at no cost. Who
/// could take nothing more by being booked is neither weighed nor left out.
pub(super) fn options(task: &Task<'_>, offers: &Offers) -> (Vec<Way>, Vec<(usize, Supply)>) {
    let idle = Way { booked: Vec::new(), cost: 0, pence: 0 };
    let useful = |place: usize| {
        let slots = task.slots.iter().zip(&offers.by_slot);
        slots
            .into_iter()
            .any(|(slot, by)| by.iter().any(|offer| offer.person == place) && !is_there(task, &idle, place, slot.span))
    };
    let mut unbooked: Vec<(usize, Supply)> = task
        .day
        .people
        .iter()
        .enumerate()
        .filter(|(_, person)| !task.exclude.contains(&person.id))
        .filter_map(|(place, person)| person.supply.map(|supply| (place, supply)))
        .filter(|(place, supply)| supply.booked != Booked::Day && useful(*place))
        .collect();
    unbooked.sort_by_key(|(place, supply)| (supply.day_pence, *place));
    let left_out = unbooked.split_off(unbooked.len().min(MOST_WEIGHED));
    let mut ways = vec![idle];
    for (place, supply) in unbooked {
        let mut longer = Vec::new();
        for way in &ways {
            for (booked, pence) in choices(&supply) {
                let mut next = way.clone();
                next.booked.push((place, booked));
                next.pence += u64::from(pence);
                next.cost += points(task, pence);
                longer.push(next);
            }
        }
        ways = longer;
    }
    ways.sort_by_key(|way| way.cost);
    (ways, left_out)
}

fn points(task: &Task<'_>, pence: u32) -> i64 {
    i64::from(pence) / task.settings.weights.supply_pence_for_point.max(1)
}

/// The least that booking one more person costs; none where nobody was left out.
pub(super) fn least(task: &Task<'_>, left_out: &[(usize, Supply)]) -> Option<i64> {
    left_out.iter().map(|(_, supply)| points(task, supply.half_day_pence.min(supply.day_pence))).min()
}

/// Notes that a person of supply is booked for the half of the day in which something begins that is theirs already: it costs
/// nothing more.
pub fn book(day: &mut Day, staff: StaffId, span: Span) {
    let noon = day.afternoon.unwrap_or_else(half_past_twelve);
    let half = if span.starts < noon { Booked::Morning } else { Booked::Afternoon };
    for supply in day.people.iter_mut().filter(|person| person.id == staff).filter_map(|person| person.supply.as_mut())
    {
        supply.booked = match supply.booked {
            Booked::No => half,
            booked if booked == half => half,
            _ => Booked::Day,
        };
    }
}

fn choices(supply: &Supply) -> Vec<(Booked, u32)> {
    let half = supply.half_day_pence;
    let whole = supply.day_pence.min(half.saturating_mul(2));
    match supply.booked {
        Booked::No => vec![(Booked::No, 0), (Booked::Morning, half), (Booked::Afternoon, half), (Booked::Day, whole)],
        Booked::Morning => vec![(Booked::Morning, 0), (Booked::Day, half)],
        Booked::Afternoon => vec![(Booked::Afternoon, 0), (Booked::Day, half)],
        Booked::Day => vec![(Booked::Day, 0)],
    }
}

/// Whether a person of supply is there in a part of the day under a way of booking; others always are.
pub(super) fn is_there(task: &Task<'_>, way: &Way, place: usize, span: Span) -> bool {
    let Some(person) = task.day.people.get(place) else { return false };
    let Some(supply) = person.supply else { return true };
    let booked = way.booked.iter().find(|(other, _)| *other == place).map_or(supply.booked, |(_, booked)| *booked);
    let noon = task.day.afternoon.unwrap_or_else(half_past_twelve);
    match booked {
        Booked::No => false,
        Booked::Day => true,
        Booked::Morning => span.starts < noon,
        Booked::Afternoon => span.starts >= noon,
    }
}

/// Whether a way books more of a person than is booked already.
pub(super) fn books(person: &Person, booked: Booked) -> bool {
    person.supply.is_some_and(|supply| supply.booked != booked)
}

fn half_past_twelve() -> NaiveTime {
    NaiveTime::from_hms_opt(12, 30, 0).unwrap_or(NaiveTime::MIN)
}
