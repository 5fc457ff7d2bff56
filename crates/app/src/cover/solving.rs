//! Allocation of a day: worked out outside any transaction, kept only if the day is still what it was, and otherwise worked out
//! again.

pub use super::allocation::{Allocated, Allocation, ClockSpan, Open, SupplyBooking};

use super::saving::save;
use super::{Loaded, reasons};
use crate::{Context, Error, Result};
use cover::arrange::{How, Line, State, Terms};
use cover::day::Span;
use cover::need::{Day, Need};
use cover::plan::{Asked, Because, Fixed, PlanStatus, Rule, Slot, Task, broken, plan};
use school::{AcademyId, Date, StaffId, Violation};
use std::borrow::Cow;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A person for a requirement, whatever else is best.
#[derive(Debug, Clone)]
pub struct Pin {
    /// The requirement.
    pub requirement_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// Why, where a limit is set aside for it.
    pub reason: Option<String>,
}

/// How often an allocation is worked out while the day changes under it.
pub const ROUNDS: usize = 3;

/// How a day is to be allocated.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Who is to have what.
    pub pins: Vec<Pin>,
    /// Who is not to be asked.
    pub exclude: Vec<StaffId>,
    /// Whether arranged cover is kept as far as possible.
    pub keep: bool,
    /// Whether the allocation is kept, or only told.
    pub save: bool,
    /// Why a day that is over is allocated.
    pub reason: Option<String>,
}

/// An allocation with the digest of the day that it is for.
#[derive(Debug, Clone)]
pub struct Worked {
    allocation: Allocation,
    digest: [u8; 32],
}

impl Worked {
    /// The allocation, for who only wants to know it.
    pub fn into_allocation(self) -> Allocation {
        self.allocation
    }
}

/// Reads the day: the first half.
pub fn load(cx: &mut Context<'_>, academy: AcademyId, date: Date, ask: &Ask) -> Result<Loaded> {
    let loaded = Loaded::of(cx, academy, date)?;
    let wrong = unknown(&loaded, ask);
    if wrong.is_empty() { Ok(loaded) } else { Err(Error::Invalid(wrong)) }
}

/// Works the allocation out, with no connection to the database.
pub fn work(loaded: &Loaded, ask: &Ask) -> Worked {
    Worked { allocation: allocate(loaded, ask), digest: loaded.digest() }
}

/// Keeps it, where the day is still what it was; none where it is not, and then it is to be worked out again. Nothing is worked
/// out here: whoever writes keeps nobody waiting longer than it takes to write.
pub fn keep(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    ask: &Ask,
    worked: &Worked,
) -> Result<Option<Allocation>> {
    if ask.save && worked.allocation.status != PlanStatus::Infeasible {
        store::cover::hold_day(cx.db, academy, date)?;
        let loaded = load(cx, academy, date, ask)?;
        let correction = reasons::correction(&loaded, ask.reason.as_ref())?;
        if loaded.digest() != worked.digest {
            return Ok(None);
        }
        save(cx, &loaded, ask, &worked.allocation, correction.as_ref())?;
    }
    Ok(Some(worked.allocation.clone()))
}

fn unknown(loaded: &Loaded, ask: &Ask) -> Vec<Violation> {
    let known: BTreeSet<StaffId> = loaded.day.people.iter().map(|person| person.id).collect();
    let mut wrong: Vec<Violation> = reasons::fault("/reason", ask.reason.as_deref()).into_iter().collect();
    for (place, pin) in ask.pins.iter().enumerate() {
        wrong.extend(reasons::fault(format!("/pins/{place}/reason"), pin.reason.as_deref()));
        if ask.pins[..place].iter().any(|other| other.requirement_id == pin.requirement_id) {
            let detail = "this requirement is pinned already; one person takes the whole of it";
            wrong.push(Violation::new(format!("/pins/{place}/requirement_id"), "contradiction", detail));
        }
        if loaded.place(pin.requirement_id).is_none() {
            let detail = "there is no such requirement on this day";
            wrong.push(Violation::new(format!("/pins/{place}/requirement_id"), "unknown_requirement", detail));
        }
        if !known.contains(&pin.staff_id) {
            let detail = "no member of staff of this academy has this id";
            wrong.push(Violation::new(format!("/pins/{place}/staff_id"), "unknown_staff", detail));
        }
        if ask.exclude.contains(&pin.staff_id) {
            let detail = "the person is pinned and excluded";
            wrong.push(Violation::new(format!("/pins/{place}/staff_id"), "contradiction", detail));
        }
    }
    for (place, staff) in ask.exclude.iter().enumerate() {
        if !known.contains(staff) {
            let detail = "no member of staff of this academy has this id";
            wrong.push(Violation::new(format!("/exclude/{place}"), "unknown_staff", detail));
        }
    }
    wrong
}

fn allocate(loaded: &Loaded, ask: &Ask) -> Allocation {
    let begun = std::time::Instant::now();
    let limit = std::time::Duration::from_millis(u64::from(loaded.settings.time_limit_ms));
    let milliseconds = || u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let board = loaded.board();
    let (task, contradictions) = task(loaded, &board.lines, ask);
    if !contradictions.is_empty() {
        return Allocation {
            status: PlanStatus::Infeasible,
            objective: None,
            bound: None,
            assignments: Vec::new(),
            uncovered: contradictions,
            bookings: Vec::new(),
            milliseconds: milliseconds(),
        };
    }
    let day = uncounted(loaded, &board.lines, &task.fixed);
    let task = Task { day: &day, ..task };
    let outcome = plan(&task, &mut || begun.elapsed() >= limit);
    let assignments = outcome.assignments.into_iter().map(|planned| Allocated {
        requirement_id: loaded.id_of(planned.need),
        staff_id: planned.staff,
        span: planned.span.into(),
        settled: planned.settled,
        cost: planned.cost,
        because: planned.because,
    });
    let uncovered = outcome.uncovered.into_iter().map(|open| Open {
        requirement_id: loaded.id_of(open.need),
        span: open.span.into(),
        because: open.because,
    });
    let bookings = outcome.bookings.into_iter().map(|booking| SupplyBooking {
        staff_id: booking.staff,
        booked: booking.booked,
        pence: booking.pence,
    });
    Allocation {
        status: outcome.status,
        objective: Some(outcome.objective),
        bound: Some(outcome.bound),
        assignments: assignments.collect(),
        uncovered: uncovered.collect(),
        bookings: bookings.collect(),
        milliseconds: milliseconds(),
    }
}

/// What is open and what is settled, and pins that cannot be.
pub(super) fn task<'a>(loaded: &'a Loaded, lines: &[Line<'a>], ask: &Ask) -> (Task<'a>, Vec<Open>) {
    let mut fixed = settled(lines, ask);
    let mut contradictions = Vec::new();
    // Whatever is pinned anew is free first: two who change places are in each other's way only as long as one still stands.
    let pinned_anew: BTreeSet<Uuid> = ask.pins.iter().map(|pin| pin.requirement_id).collect();
    fixed.retain(|other| !pinned_anew.contains(&loaded.id_of(other.need)));
    for pin in &ask.pins {
        let Some(line) = loaded.place(pin.requirement_id).and_then(|place| lines.get(place)) else { continue };
        fixed.retain(|other| other.need.key != line.need.key);
        let because = pinned(loaded, &fixed, line, pin);
        if because.is_empty() {
            let overridden = set_aside(loaded, &fixed, line.need, pin.staff_id);
            fixed.extend(line.need.parts.iter().map(|span| Fixed {
                need: line.need,
                span: *span,
                staff: pin.staff_id,
                merged: false,
                overridden: overridden.clone(),
            }));
        } else {
            let span = line.need.span.into();
            contradictions.push(Open { requirement_id: pin.requirement_id, span, because });
        }
    }
    let mut slots = Vec::new();
    for line in lines.iter().filter(|line| line.required) {
        for span in open_parts(line, &fixed) {
            slots.push(slot(loaded, line, span, ask));
        }
    }
    let exclude = ask.exclude.iter().copied().collect();
    (Task { day: &loaded.day, settings: &loaded.settings, slots, fixed, exclude }, contradictions)
}

/// The day with what of the settled cover counts towards no limit.
fn uncounted<'a>(loaded: &'a Loaded, lines: &[Line<'_>], fixed: &[Fixed<'_>]) -> Cow<'a, Day> {
    let count = |staff: StaffId| {
        let long = |fixed: &Fixed<'_>| loaded.settings.counts(fixed.span.minutes());
        let theirs = fixed.iter().filter(|fixed| fixed.staff == staff && !fixed.merged && long(fixed));
        let free = theirs.filter(|fixed| {
            let mut by = lines.iter().filter(|line| line.need.key == fixed.need.key).flat_map(|line| &line.by);
            by.any(|(_, each)| each.staff_id == staff && each.span().overlaps(fixed.span) && !each.terms.counts())
        });
        u16::try_from(free.count()).unwrap_or(u16::MAX)
    };
    let counts: Vec<u16> = loaded.day.people.iter().map(|person| count(person.id)).collect();
    let mut day = Cow::Borrowed(&loaded.day);
    for (place, counted) in counts.into_iter().enumerate() {
        if loaded.day.people[place].done.today_uncounted != counted {
            day.to_mut().people[place].done.today_uncounted = counted;
        }
    }
    day
}

/// Cover that stays as it is: accepted, asked for, chosen by a person, given on other terms than the ordinary, or merged.
fn settled<'a>(lines: &[Line<'a>], ask: &Ask) -> Vec<Fixed<'a>> {
    let mut found = Vec::new();
    for line in lines {
        for (_, assignment) in &line.by {
            let stays = assignment.pinned
                || assignment.how == How::Merged
                || assignment.terms != Terms::Ordinary
                || matches!(assignment.state, State::Accepted | State::Offered);
            if stays && !ask.exclude.contains(&assignment.staff_id) {
                let parts = line.need.parts.iter().filter_map(|part| assignment.span().common(*part));
                found.extend(parts.map(|span| Fixed {
                    need: line.need,
                    span,
                    staff: assignment.staff_id,
                    merged: assignment.how == How::Merged,
                    overridden: assignment.overridden.clone(),
                }));
            }
        }
    }
    found
}

/// Why a pin cannot be; empty where it can.
fn pinned(loaded: &Loaded, fixed: &[Fixed<'_>], line: &Line<'_>, pin: &Pin) -> Vec<Because> {
    if !line.required {
        let detail = "it was decided that this needs no cover";
        return vec![because("not_required", detail, pin.staff_id)];
    }
    rules_of(loaded, fixed, line.need, pin.staff_id)
        .into_iter()
        .filter(|rule| !(rule.may_be_set_aside() && pin.reason.is_some()))
        .map(|rule| {
            let may = if rule.may_be_set_aside() { "; may be set aside with a reason" } else { "" };
            because(rule.as_str(), &format!("the person is {}{may}", rule.says()), pin.staff_id)
        })
        .collect()
}

fn because(rule: &str, detail: &str, staff: StaffId) -> Because {
    Because { rule: rule.to_owned(), cost: 0, detail: detail.to_owned(), staff_ids: vec![staff], count: Some(1) }
}

fn set_aside(loaded: &Loaded, fixed: &[Fixed<'_>], need: &Need, staff: StaffId) -> Vec<Rule> {
    rules_of(loaded, fixed, need, staff).into_iter().filter(|rule| rule.may_be_set_aside()).collect()
}

fn rules_of(loaded: &Loaded, fixed: &[Fixed<'_>], need: &Need, staff: StaffId) -> Vec<Rule> {
    let Some(person) = loaded.day.people.iter().find(|person| person.id == staff) else { return vec![Rule::NotAsked] };
    let covering: Vec<Span> =
        fixed.iter().filter(|other| other.staff == staff && !other.merged).map(|other| other.span).collect();
    let declined = declined(loaded, need);
    let asked = Asked { need, span: need.span, declined: &declined, covering: &covering };
    broken(&loaded.day, &loaded.settings, person, &asked)
}

/// Who has declined a requirement.
pub(super) fn declined(loaded: &Loaded, need: &Need) -> Vec<StaffId> {
    let declined = loaded.assignments.iter().map(|kept| &kept.value);
    let declined = declined.filter(|each| each.state == State::Declined && each.key() == need.key);
    declined.map(|each| each.staff_id).collect()
}

/// The parts of a requirement that nobody has settled.
fn open_parts(line: &Line<'_>, fixed: &[Fixed<'_>]) -> Vec<Span> {
    let split = line.decision.and_then(|decision| decision.split_at);
    let halves = |whole: &Span| match split.filter(|at| whole.starts < *at && *at < whole.ends) {
        Some(at) => vec![Span::new(whole.starts, at), Span::new(at, whole.ends)],
        None => vec![*whole],
    };
    let mut parts: Vec<Span> = line.need.parts.iter().flat_map(halves).collect();
    for taken in fixed.iter().filter(|fixed| fixed.need.key == line.need.key) {
        parts = parts.into_iter().flat_map(|part| without(part, taken.span)).collect();
    }
    parts
}

fn without(part: Span, taken: Span) -> Vec<Span> {
    if !part.overlaps(taken) {
        return vec![part];
    }
    let before = Span::new(part.starts, taken.starts.min(part.ends));
    let after = Span::new(taken.ends.max(part.starts), part.ends);
    [before, after].into_iter().filter(|rest| rest.minutes() > 0).collect()
}

fn slot<'a>(loaded: &Loaded, line: &Line<'a>, span: Span, ask: &Ask) -> Slot<'a> {
    let holder = line.by.iter().find(|(_, assignment)| assignment.span().overlaps(span));
    let holder = holder.map(|(_, assignment)| assignment.staff_id).filter(|_| ask.keep);
    Slot { need: line.need, span, declined: declined(loaded, line.need), holder }
}
