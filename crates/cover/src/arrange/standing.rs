use super::{CoverAssignment, CoverDecision, How};
use crate::day::Span;
use crate::need::{Day, Need, NeedKey};
use crate::plan::{Rule, busy, vetted};
use crate::settings::CoverSettings;
use school::StaffId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;

/// Why arranged cover no longer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gone {
    /// The absent person is there after all: the absence was cancelled, shortened, or closed.
    AbsenceEnded,
    /// The class is away.
    ClassAway,
    /// A colleague who is timetabled with the class is there.
    ColleagueThere,
    /// The lesson is no longer in the timetable.
    TimetableChanged,
    /// The event needs nobody for it any more.
    EventChanged,
    /// It was decided that it needs no cover.
    NotRequired,
    /// The person who was to cover is away.
    CovererAway,
    /// The person who was to cover has something else in the timetable, or protected time.
    CovererBusy,
    /// The person who was to cover does not work then.
    CovererNotOnSite,
    /// The checks of the person who was to cover are missing or have lapsed, by the rule of the allocation.
    CovererVetting,
    /// The person who was to cover is no longer on the staff.
    CovererLeft,
    /// The person who was to cover has other cover at that time, which was made earlier.
    CovererElsewhere,
    /// The person has no class any more that this one could join.
    NoClassToJoin,
}

impl Gone {
    /// The word under which it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AbsenceEnded => "absence_ended",
            Self::ClassAway => "class_away",
            Self::ColleagueThere => "colleague_there",
            Self::TimetableChanged => "timetable_changed",
            Self::EventChanged => "event_changed",
            Self::NotRequired => "not_required",
            Self::CovererAway => "coverer_away",
            Self::CovererBusy => "coverer_busy",
            Self::CovererNotOnSite => "coverer_not_on_site",
            Self::CovererVetting => "coverer_vetting",
            Self::CovererLeft => "coverer_left",
            Self::CovererElsewhere => "coverer_elsewhere",
            Self::NoClassToJoin => "no_class_to_join",
        }
    }
}

/// Arranged cover that no longer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FellAway<'a> {
    /// The assignment's record.
    pub id: Uuid,
    /// The assignment.
    pub assignment: &'a CoverAssignment,
    /// Why.
    pub because: Gone,
}

/// Assignments by the place of the requirement that they are for.
type ByNeed<'a> = BTreeMap<usize, Vec<(Uuid, &'a CoverAssignment)>>;

/// Divides arranged cover into what still stands, by the place of its requirement, and what fell away.
///
/// With the settings the people of the day are asked too: whether they are on the staff and at work, and their checks. Of a day that
/// is over these are left out: the records say how somebody is employed now, and nobody's later leaving undoes what they gave.
pub fn standing<'a>(
    day: &Day,
    needs: &[Need],
    decisions: &HashMap<NeedKey, CoverDecision>,
    assignments: impl IntoIterator<Item = (Uuid, &'a CoverAssignment)>,
    settings: Option<&CoverSettings>,
) -> (ByNeed<'a>, Vec<FellAway<'a>>) {
    let places: HashMap<&NeedKey, usize> = needs.iter().enumerate().map(|(place, need)| (&need.key, place)).collect();
    let mut stands: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    let mut gone = Vec::new();
    for (id, assignment) in assignments {
        if !assignment.state.holds() {
            continue;
        }
        let key = assignment.key();
        let place = places.get(&key).copied().filter(|place| needs[*place].asks_in(assignment.span()));
        let because = match place {
            None => Some(why_gone(day, &key)),
            Some(place) if !is_required(&needs[place], decisions.get(&key)) => Some(Gone::NotRequired),
            Some(_) => coverer_gone(day, assignment, settings),
        };
        match (because, place) {
            (None, Some(place)) => stands.entry(place).or_default().push((id, assignment)),
            (because, _) => {
                gone.push(FellAway { id, assignment, because: because.unwrap_or(Gone::TimetableChanged) });
            }
        }
    }
    one_place_at_a_time(&mut stands, &mut gone);
    with_a_host(day, &mut stands, &mut gone);
    (stands, gone)
}

/// Nobody is in two places at one time: of two covers of a person that overlap the later-made falls away. What was asked for by hand
/// may come to stand again beside it, as when a decision that it needs nobody is taken back.
fn one_place_at_a_time<'a>(stands: &mut ByNeed<'a>, gone: &mut Vec<FellAway<'a>>) {
    let mut covers: Vec<(Uuid, &CoverAssignment)> = stands.values().flatten().copied().collect();
    covers.retain(|(_, assignment)| assignment.how == How::Cover);
    // Ids begin with the moment of their making.
    covers.sort_by_key(|(id, _)| *id);
    let mut taken: HashMap<StaffId, Vec<Span>> = HashMap::new();
    let mut late = HashSet::new();
    for (id, assignment) in covers {
        let spans = taken.entry(assignment.staff_id).or_default();
        if spans.iter().any(|span| span.overlaps(assignment.span())) {
            late.insert(id);
        } else {
            spans.push(assignment.span());
        }
    }
    fall_away(stands, gone, Gone::CovererElsewhere, |id, _| late.contains(&id));
}

/// A class that was to join another falls away with it: when the person has neither a class of their own nor cover at that time.
fn with_a_host<'a>(day: &Day, stands: &mut ByNeed<'a>, gone: &mut Vec<FellAway<'a>>) {
    let covers = stands.values().flatten().filter(|(_, assignment)| assignment.how == How::Cover);
    let hosts: Vec<(StaffId, Span)> = covers.map(|(_, cover)| (cover.staff_id, cover.span())).collect();
    fall_away(stands, gone, Gone::NoClassToJoin, |_, merged| {
        let (staff, span) = (merged.staff_id, merged.span());
        merged.how == How::Merged
            && busy(day, staff, span) != Some(Rule::Teaching)
            && !hosts.iter().any(|(host, there)| *host == staff && there.overlaps(span))
    });
}

/// Moves what falls away from what stands.
fn fall_away<'a>(
    stands: &mut ByNeed<'a>,
    gone: &mut Vec<FellAway<'a>>,
    because: Gone,
    falls: impl Fn(Uuid, &CoverAssignment) -> bool,
) {
    for by in stands.values_mut() {
        by.retain(|(id, assignment)| {
            let goes = falls(*id, assignment);
            if goes {
                gone.push(FellAway { id: *id, assignment, because });
            }
            !goes
        });
    }
}

/// Whether a requirement needs cover, after what was decided about it.
pub fn is_required(need: &Need, decision: Option<&CoverDecision>) -> bool {
    decision.and_then(|decision| decision.required).unwrap_or(!need.independent_study)
}

fn why_gone(day: &Day, key: &NeedKey) -> Gone {
    let there = day.timetable.entries.iter().find(|entry| {
        entry.label() == key.class
            && entry.staff.contains(&key.absent)
            && day.timetable.periods.get(entry.period).is_some_and(|period| period.name == key.period)
    });
    let Some(entry) = there else {
        let event = day.events.iter().any(|event| event.id == key.absent.0)
            || (!day.people.is_empty() && !day.people.iter().any(|person| person.id == key.absent));
        return if event { Gone::EventChanged } else { Gone::TimetableChanged };
    };
    let Some(span) = day.timetable.span(entry) else { return Gone::TimetableChanged };
    if day.is_lifted(entry) {
        Gone::ClassAway
    } else if !day.is_away(key.absent, span) {
        Gone::AbsenceEnded
    } else if day.holders(entry).iter().any(|staff| !day.is_away(*staff, span)) {
        Gone::ColleagueThere
    } else {
        Gone::AbsenceEnded
    }
}

/// What the records of staff say against a person.
fn unfit(day: &Day, assignment: &CoverAssignment, settings: &CoverSettings) -> Option<Gone> {
    let Some(person) = day.people.iter().find(|person| person.id == assignment.staff_id) else {
        return Some(Gone::CovererLeft);
    };
    if !person.on_site.iter().any(|there| there.contains(assignment.span())) {
        return Some(Gone::CovererNotOnSite);
    }
    (!vetted(person, settings)).then_some(Gone::CovererVetting)
}

fn coverer_gone(day: &Day, assignment: &CoverAssignment, settings: Option<&CoverSettings>) -> Option<Gone> {
    let span = assignment.span();
    if day.is_away(assignment.staff_id, span) {
        return Some(Gone::CovererAway);
    }
    if let Some(unfit) = settings.and_then(|settings| unfit(day, assignment, settings)) {
        return Some(unfit);
    }
    let busy = busy(day, assignment.staff_id, span);
    let may_be = match assignment.how {
        How::Cover => busy.is_none_or(|rule| assignment.overridden.contains(&rule)),
        How::Merged => busy.is_none_or(|rule| rule == Rule::Teaching),
    };
    (!may_be).then_some(Gone::CovererBusy)
}
