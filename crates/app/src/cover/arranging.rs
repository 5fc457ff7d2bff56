//! What people decide: whom to ask, what the asked answer, what needs no cover, which room.

use super::Loaded;
use super::notices::{Notice, tell};
use super::rooms::too_many;
use super::saving::{end, replace};
use super::solving::declined;
use super::{reasons, terms};
use crate::records;
use crate::{Context, Error, Further, Kind, Result};
use chrono::NaiveTime;
use cover::arrange::{Board, CoverAssignment, CoverDecision, How, State, Terms};
use cover::day::Span;
use cover::need::Need;
use cover::plan::{Asked, Rule, broken, busy};
use school::{AcademyId, Date, Kept, Record, RecordId, StaffId, Violation};
use uuid::Uuid;

/// Somebody chosen by hand.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The requirement.
    pub requirement_id: Uuid,
    /// The person.
    pub staff_id: StaffId,
    /// From when on; none from its start.
    pub starts: Option<NaiveTime>,
    /// Until when; none to its end.
    pub ends: Option<NaiveTime>,
    /// How the class is looked after.
    pub how: How,
    /// On what terms.
    pub terms: Terms,
    /// Why, where a limit is set aside or the day is over.
    pub reason: Option<String>,
    /// Whether the person is asked at once.
    pub offer: bool,
}

/// Gives a requirement, or a part of it, to a person by hand. Whoever had the same time of it is replaced; what is given so
/// stays in every later allocation.
///
/// # Errors
/// [`Error::Invalid`] with one violation for each hard rule that it would break: those that may be set aside only where no
/// reason is given.
pub fn assign(cx: &mut Context<'_>, academy: AcademyId, date: Date, choice: &Choice) -> Result<Kept<CoverAssignment>> {
    let reason = reasons::given("/reason", choice.reason.as_deref())?;
    let loaded = Loaded::held(cx, academy, date)?;
    let correction = reasons::correction(&loaded, reason.as_ref())?;
    let Some(place) = loaded.place(choice.requirement_id) else {
        let detail = "there is no such requirement on this day";
        return Err(Error::invalid("/requirement_id", "unknown_requirement", detail));
    };
    let need = &loaded.needs[place];
    let span = part(need, choice)?;
    let mut rules = rules(&loaded, &loaded.board(), need, span, (choice.staff_id, choice.how))?;
    rules.retain(|rule| choice.terms.counts() || !rule.is_limit());
    let mut wrong: Vec<Violation> = rules
        .iter()
        .filter(|rule| !(rule.may_be_set_aside() && reason.is_some()))
        .map(|rule| {
            let may = if rule.may_be_set_aside() { "; send a reason to set it aside" } else { "" };
            Violation::new("/staff_id", rule.as_str(), format!("the person is {}{may}", rule.says()))
        })
        .collect();
    if choice.how == How::Merged && reason.is_none() {
        wrong.extend(too_many(cx, &loaded, need, (choice.staff_id, span))?);
    }
    let assignment = CoverAssignment {
        date,
        requirement_id: choice.requirement_id,
        period: need.key.period.clone(),
        class: need.key.class.clone(),
        absent_staff_id: need.key.absent,
        staff_id: choice.staff_id,
        starts: span.starts,
        ends: span.ends,
        state: if choice.offer { State::Offered } else { State::Arranged },
        how: choice.how,
        terms: choice.terms,
        terms_reason: None,
        pinned: true,
        overridden: rules,
        reason,
        ended_because: None,
        correction,
    };
    wrong.extend(terms::faults(cx, academy, &assignment, None)?);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    make_room(cx, &loaded, choice, span)?;
    let kept = records::add(cx, academy, assignment)?;
    if choice.offer {
        tell(cx, academy, Notice::Offered, (date, choice.requirement_id), [choice.staff_id])?;
    }
    Ok(kept)
}

fn part(need: &Need, choice: &Choice) -> Result<Span> {
    let starts = choice.starts.unwrap_or(need.span.starts);
    let ends = choice.ends.unwrap_or(need.span.ends);
    let inside = |time: NaiveTime| (need.span.starts..=need.span.ends).contains(&time);
    let mut wrong = Vec::new();
    for (pointer, time) in [("/starts", starts), ("/ends", ends)] {
        if !inside(time) {
            wrong.push(Violation::new(pointer, "out_of_range", "a time inside the requirement"));
        }
    }
    if ends <= starts {
        wrong.push(Violation::new("/ends", "ends_before_start", "it ends after it starts"));
    }
    let span = Span::new(starts, ends);
    if wrong.is_empty() && !need.parts.iter().any(|part| part.contains(span)) {
        let time = |at: NaiveTime| at.format("%H:%M");
        let part = |part: &Span| format!("{} to {}", time(part.starts), time(part.ends));
        let parts: Vec<String> = need.parts.iter().map(part).collect();
        let detail = format!("somebody is there in between: send starts and ends of one part ({})", parts.join(", "));
        wrong.push(Violation::new("/starts", "several_parts", detail));
    }
    if wrong.is_empty() { Ok(span) } else { Err(Error::Invalid(wrong)) }
}

/// Every hard rule that a person would break who looked after a requirement so.
pub(super) fn rules(
    loaded: &Loaded,
    board: &Board<'_>,
    need: &Need,
    span: Span,
    (staff, how): (StaffId, How),
) -> Result<Vec<Rule>> {
    let Some(person) = loaded.day.people.iter().find(|person| person.id == staff) else {
        let detail = "no member of staff of this academy has this id";
        return Err(Error::invalid("/staff_id", "unknown_staff", detail));
    };
    let others = board.lines.iter().filter(|line| line.need.key != need.key);
    // Each part of a cover is one by itself: between them somebody else is with the class.
    let theirs: Vec<(&Need, &CoverAssignment, Span)> = others
        .flat_map(|line| line.by.iter().map(move |(_, assignment)| (line.need, assignment)))
        .filter(|(_, assignment)| assignment.staff_id == staff && assignment.how == How::Cover)
        .flat_map(|(other, assignment)| other.parts_in(assignment.span()).map(move |part| (other, assignment, part)))
        .collect();
    let covering: Vec<Span> = theirs.iter().map(|(.., part)| *part).collect();
    let mut person = person.clone();
    let long = |part: &Span| loaded.settings.counts(part.minutes());
    let uncounted = theirs.iter().filter(|(_, cover, part)| long(part) && !cover.terms.counts()).count();
    person.done.today_uncounted = u16::try_from(uncounted).unwrap_or(u16::MAX);
    let person = &person;
    let declined = declined(loaded, need);
    let mut rules =
        broken(&loaded.day, &loaded.settings, person, &Asked { need, span, declined: &declined, covering: &covering });
    if how == How::Merged {
        let with_pupils = busy(&loaded.day, person.id, span) == Some(Rule::Teaching)
            || theirs.iter().any(|(host, _, part)| host.activity.has_pupils() && part.overlaps(span));
        if !(with_pupils && need.activity.has_pupils()) {
            let detail = "a class is merged with one that the person has in this period";
            return Err(Error::invalid("/how", "no_class_to_merge_with", detail));
        }
        // The person is with a class and stays there: neither their time nor their limits are touched.
        let kept = [Rule::Absent, Rule::NotOnSite, Rule::Vetting, Rule::Competence, Rule::Restricted, Rule::Declined];
        rules.retain(|rule| kept.contains(rule));
    }
    Ok(rules)
}

/// Whoever has the same time of a requirement gives it up, wholly or for that part; what is left before and behind it stays theirs.
fn make_room(cx: &mut Context<'_>, loaded: &Loaded, choice: &Choice, span: Span) -> Result<()> {
    let same = loaded.assignments.iter().filter(|kept| {
        kept.value.requirement_id == choice.requirement_id
            && kept.value.state.holds()
            && kept.value.span().overlaps(span)
    });
    for kept in same {
        let (starts, ends) = (kept.value.starts, kept.value.ends);
        let before = (starts < span.starts).then_some((starts, span.starts));
        let after = (ends > span.ends).then_some((span.ends, ends));
        let rest = if kept.value.staff_id == choice.staff_id { (None, None) } else { (before, after) };
        let part = |(starts, ends)| CoverAssignment { starts, ends, ..kept.value.clone() };
        match rest {
            (Some(before), after) => {
                records::change(cx, kept.clone(), part(before), &|_| true)?;
                // What is left behind the middle is theirs still: an assignment of its own.
                if let Some(after) = after {
                    records::add(cx, kept.academy_id, part(after))?;
                }
            }
            (None, Some(after)) => drop(records::change(cx, kept.clone(), part(after), &|_| true)?),
            // The same person chosen anew has it still.
            (None, None) if kept.value.staff_id == choice.staff_id => end(cx, kept, State::Replaced, "replaced")?,
            (None, None) => replace(cx, kept)?,
        }
    }
    Ok(())
}

/// An assignment for the person themselves and for who may see what everybody covers (`for_others`): its terms and the reasons in it
/// are nobody else's business.
pub fn shown_assignment(cx: &mut Context<'_>, id: RecordId, for_others: &Further) -> Result<Kept<CoverAssignment>> {
    let kept = find_assignment(cx, id)?;
    let own = cx.person() == Some(kept.value.staff_id);
    if own || for_others.at(kept.academy_id) {
        Ok(kept)
    } else {
        Err(Error::NotFound(Kind::Other(CoverAssignment::NAME)))
    }
}

/// An assignment in reach.
pub(super) fn find_assignment(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<CoverAssignment>> {
    records::find(cx, id)
}

/// What is done with an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The person is asked.
    Offer,
    /// The person accepts.
    Accept,
    /// The person declines: somebody else may be given it at once.
    Decline,
    /// The cover is taken back.
    Release,
}

/// Takes an assignment one step. A step already taken changes nothing.
///
/// # Errors
/// [`Error::Conflict`] where it is no longer the person's to answer, and where the day is over and no reason is sent. Declining never
/// conflicts with a later choice.
pub fn step(
    cx: &mut Context<'_>,
    id: RecordId,
    (step, reason): (Step, Option<&str>),
    for_others: &Further,
) -> Result<Kept<CoverAssignment>> {
    let reason = reasons::given("/reason", reason)?;
    let found = find_assignment(cx, id)?;
    store::cover::hold_day(cx.db, found.academy_id, found.value.date)?;
    // What stood in it before may have changed while this waited.
    let kept = find_assignment(cx, id)?;
    own(cx, &kept, step, for_others)?;
    let before = kept.value.state;
    let (state, because) = match (step, before) {
        (Step::Decline, State::Replaced | State::FellAway) => return Ok(kept),
        (Step::Decline, _) => (State::Declined, Some("declined".to_owned())),
        (Step::Release, State::Declined | State::Replaced | State::FellAway) => return Ok(kept),
        (Step::Release, _) => (State::Replaced, Some("released".to_owned())),
        (Step::Offer, State::Accepted) => return Ok(kept),
        (Step::Offer | Step::Accept, State::Replaced | State::FellAway) => {
            return Err(Error::Conflict(
                "this cover has been given to somebody else or is no longer needed".to_owned(),
            ));
        }
        (Step::Offer, _) => (State::Offered, None),
        (Step::Accept, _) => (State::Accepted, None),
    };
    if state == before {
        return Ok(kept);
    }
    let loaded = Loaded::of(cx, kept.academy_id, kept.value.date)?;
    let correction = reasons::correction(&loaded, reason.as_ref())?.or_else(|| kept.value.correction.clone());
    if state.holds() {
        still_open(&loaded, &kept)?;
        if !before.holds() {
            terms::still_hold(cx, &kept)?;
        }
    }
    let notice = match step {
        Step::Offer => Some(Notice::Offered),
        Step::Decline => Some(Notice::Declined),
        Step::Release => Some(Notice::Released),
        Step::Accept => None,
    };
    let CoverAssignment { date, requirement_id, staff_id, .. } = kept.value;
    if let Some(notice) = notice {
        tell(cx, kept.academy_id, notice, (date, requirement_id), [staff_id])?;
    }
    let after = CoverAssignment { state, ended_because: because, correction, ..kept.value.clone() };
    records::change(cx, kept, after, &|_| true)
}

/// Who does not arrange cover answers for themselves only; somebody else's assignment is told like one that is not there.
fn own(cx: &Context<'_>, kept: &Kept<CoverAssignment>, step: Step, for_others: &Further) -> Result<()> {
    let person = cx.person();
    let own = person == Some(kept.value.staff_id) && matches!(step, Step::Accept | Step::Decline);
    if own || for_others.at(kept.academy_id) {
        Ok(())
    } else {
        Err(Error::NotFound(Kind::Other(CoverAssignment::NAME)))
    }
}

/// Whether cover may be asked for or accepted: it is needed still, nobody else has it meanwhile, and the person breaks no rule.
fn still_open(loaded: &Loaded, kept: &Kept<CoverAssignment>) -> Result<()> {
    let CoverAssignment { requirement_id, staff_id, how, .. } = kept.value;
    let taken = loaded.assignments.iter().any(|other| {
        other.id != kept.id
            && other.value.requirement_id == requirement_id
            && other.value.state.holds()
            && other.value.span().overlaps(kept.value.span())
    });
    if taken {
        return Err(Error::Conflict("this cover has been given to somebody else meanwhile".to_owned()));
    }
    let board = loaded.board();
    if let Some(gone) = board.gone.iter().find(|gone| gone.id == kept.id.0) {
        return Err(Error::Conflict(format!("this cover no longer stands: {}", gone.because.as_str())));
    }
    let line = loaded.place(requirement_id).and_then(|place| board.lines.get(place)).filter(|line| line.required);
    let Some(line) = line else { return Err(Error::Conflict("this cover is no longer needed".to_owned())) };
    if kept.value.state.holds() {
        return Ok(());
    }
    // Having declined it themselves does not keep a person from taking it after all.
    let mut broken = rules(loaded, &board, line.need, kept.value.span(), (staff_id, how))?;
    broken.retain(|rule| *rule != Rule::Declined && !kept.value.overridden.contains(rule));
    broken.retain(|rule| kept.value.terms.counts() || !rule.is_limit());
    let names: Vec<String> = broken.iter().map(|rule| format!("{} ({})", rule.says(), rule.as_str())).collect();
    if names.is_empty() { Ok(()) } else { Err(Error::Conflict(format!("the person is {}", names.join(", ")))) }
}

/// What is to hold of one requirement.
#[derive(Debug, Clone)]
pub struct Decided {
    /// Whether it needs cover; none leaves it to the rules.
    pub required: Option<bool>,
    /// Why.
    pub reason: Option<String>,
    /// Where it is split between two people.
    pub split_at: Option<NaiveTime>,
}

/// Decides about one requirement: that it needs no cover, that it does, or where it is split. Everything left out takes the
/// decision back, for this period alone.
///
/// # Errors
/// [`Error::Conflict`] where the day is over and no reason is sent; [`Error::Invalid`] where it needs no cover and no reason is sent,
/// and where it would be split outside its time.
pub fn decide(
    cx: &mut Context<'_>,
    academy: AcademyId,
    date: Date,
    requirement: Uuid,
    decided: &Decided,
) -> Result<Kept<CoverDecision>> {
    let reason = reasons::given("/reason", decided.reason.as_deref())?;
    let loaded = Loaded::held_alone(cx, academy, date)?;
    let correction = reasons::correction(&loaded, reason.as_ref())?;
    let need = loaded.place(requirement).and_then(|place| loaded.needs.get(place));
    let need = need.ok_or(Error::NotFound(Kind::Other("requirement")))?;
    let mut wrong = Vec::new();
    if decided.required == Some(false) && reason.is_none() {
        wrong.push(Violation::new("/reason", "missing_field", "say why it needs no cover"));
    }
    if decided.split_at.is_some_and(|at| at <= need.span.starts || at >= need.span.ends) {
        wrong.push(Violation::new("/split_at", "out_of_range", "a time inside the requirement"));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let decision = CoverDecision {
        date,
        requirement_id: requirement,
        period: need.key.period.clone(),
        class: need.key.class.clone(),
        required: decided.required,
        reason,
        split_at: decided.split_at,
        correction,
    };
    match records::of_key::<CoverDecision>(cx, academy, &requirement.to_string())? {
        Some(kept) => records::change(cx, kept, decision, &|_| true),
        None => records::add(cx, academy, decision),
    }
}
