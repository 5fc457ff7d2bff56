//! What of the next two weeks is known, what would stay without anybody, and whether supply pays.

use super::supply::{self, Options, Question};
use crate::cover::{Around, Loaded};
use crate::records::{self, Filter};
use crate::{Context, Result};
use cover::absence::StaffAbsence;
use cover::supply::{BookedDay, BookedPart, BookingRun, ComparedOption, RecommendedBecause, SupplyOption, best_run};
use school::{AcademicYear, AcademyId, Date, StaffId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// How far the look-ahead goes, in days.
const LOOK_AHEAD: usize = 14;
/// How long each allocation of the look-ahead may take, in milliseconds: four for each school day of two weeks.
const TIME_LIMIT_MS: u32 = 250;

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
    /// Of these, requirements that could be foreseen, for which teachers are not asked.
    pub foreseeable: u32,
    /// Of all, requirements that somebody covers already.
    pub arranged: u32,
    /// Requirements for which there would be nobody if the day were allocated as it stands, without a further booking.
    pub uncovered: u32,
    /// The booking that is recommended for the day; null where covering from within is.
    pub recommended: Option<AheadBooking>,
}

/// A booking that is recommended for a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AheadBooking {
    /// How many supply teachers.
    pub supply: u32,
    /// For what part of the day.
    pub booked: Option<BookedPart>,
    /// What the booking costs, in pence.
    pub pence: u64,
    /// What the day costs in all with it, in pence; null where no rate of cover from within is set.
    pub net_pence: Option<i64>,
    /// Why.
    pub because: RecommendedBecause,
    /// Pence that it saves in all against covering from within; null where no rate of cover from within is set.
    pub saves_pence: Option<i64>,
    /// Points of the weighted sum that it saves, its price in it.
    pub saves_points: i64,
}

/// What is known of two weeks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LookAhead {
    /// The school days.
    pub data: Vec<AheadDay>,
    /// The days running for which booking one person for whole days pays best; null where it pays for no two.
    pub run: Option<BookingRun>,
}

/// A day as it was read, before it is allocated.
#[derive(Debug)]
pub struct Read {
    day: AheadDay,
    question: Question,
}

/// Reads the school days of the two weeks from a day on: the first half.
pub fn load(cx: &mut Context<'_>, academy: AcademyId, from: Date) -> Result<Vec<Read>> {
    let state = cx.state(academy)?;
    let to = from.checked_add_days(chrono::Days::new(LOOK_AHEAD as u64)).unwrap_or(from);
    let filter = Filter { subjects: None, from: Some(from), to: Some(to) };
    let absences = records::all::<StaffAbsence>(cx, academy, &filter)?;
    let mut open: BTreeMap<StaffId, Date> = BTreeMap::new();
    for kept in absences.iter().filter(|kept| kept.value.last_day.is_none() && kept.value.cancelled.is_none()) {
        open.insert(kept.value.staff_id, kept.value.first_day);
    }
    let days = from.iter_days().take(LOOK_AHEAD);
    let school_days: Vec<Date> = days.filter(|date| state.is_school_day(*date)).collect();
    let mut found = Vec::new();
    // What is around them is read once for the days of a year.
    for days in school_days.chunk_by(|one, two| AcademicYear::of(*one) == AcademicYear::of(*two)) {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { continue };
        let around = Around::load(cx, academy, (*first, *last))?;
        for date in days {
            let loaded = Loaded::among(cx, academy, *date, &around)?;
            found.push(read(supply::question(cx, loaded, 1)?, &open));
        }
    }
    Ok(found)
}

fn read(mut question: Question, open: &BTreeMap<StaffId, Date>) -> Read {
    let limit = question.loaded.settings.time_limit_ms.min(TIME_LIMIT_MS);
    question.loaded.settings.time_limit_ms = limit;
    let loaded = &question.loaded;
    let date = loaded.date;
    let away: BTreeSet<StaffId> = loaded.day.away.iter().map(|away| away.staff).collect();
    let board = loaded.board();
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let day = AheadDay {
        date,
        away: small(away.len()),
        open_absences: small(away.iter().filter(|id| open.get(id).is_some_and(|first| *first <= date)).count()),
        requirements: small(loaded.needs.len()),
        foreseeable: small(loaded.needs.iter().filter(|need| need.foreseeable).count()),
        arranged: small(board.lines.iter().filter(|line| !line.by.is_empty()).count()),
        uncovered: 0,
        recommended: None,
    };
    Read { day, question }
}

/// Allocates each day without a booking and with one supply teacher, with no connection to the database.
pub fn work(days: Vec<Read>) -> LookAhead {
    let mut run = Vec::new();
    let mut data = Vec::new();
    for Read { mut day, question } in days {
        let price = Price {
            pence: u64::from(question.rates.whole_day()),
            for_point: question.loaded.settings.weights.supply_pence_for_point,
            is_compared: !question.rates.internal_cover_pence_per_hour.is_empty(),
        };
        let Options { options, recommended } = supply::work(question);
        day.uncovered = options.first().map_or(0, |within| within.option.uncovered);
        run.push(whole_day(day.date, price, &options));
        day.recommended = recommended.filter(|each| each.option > 0).and_then(|each| {
            let ComparedOption { option: SupplyOption { supply, booked, pence, .. }, net_pence, .. } =
                options.get(each.option)?.clone();
            Some(AheadBooking {
                supply,
                booked,
                pence,
                net_pence,
                because: each.because,
                saves_pence: each.saves_pence,
                saves_points: each.saves_points,
            })
        });
        data.push(day);
    }
    LookAhead { data, run: best_run(&run) }
}

/// The price of a day of supply.
#[derive(Debug, Clone, Copy)]
struct Price {
    pence: u64,
    /// So many pence weigh one point.
    for_point: i64,
    /// Whether it can be set beside what cover from within costs.
    is_compared: bool,
}

/// What booking one person for the whole of a day comes to. A day on which nothing is known to need cover, or of which nothing can
/// be said, costs the booking and saves nothing.
fn whole_day(date: Date, price: Price, options: &[ComparedOption]) -> BookedDay {
    let whole = |each: &&ComparedOption| each.option.booked == Some(BookedPart::Day) && each.option.supply == 1;
    let both = || Some((options.first()?, options.iter().find(whole)?));
    let spent = 0_i64.saturating_sub_unsigned(price.pence);
    let saved = |of: fn(&ComparedOption) -> Option<i64>| {
        let (within, booked) = both()?;
        Some(of(within)?.saturating_sub(of(booked)?))
    };
    BookedDay {
        date,
        pence: price.pence,
        filled: both().map_or(0, |(_, booked)| booked.filled),
        saves_pence: price.is_compared.then(|| saved(|each| each.net_pence).unwrap_or(spent)),
        saves_points: saved(|each| each.net_points).unwrap_or(spent / price.for_point.max(1)),
    }
}
