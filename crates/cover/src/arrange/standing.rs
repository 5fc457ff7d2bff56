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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FellAway {
    /// The assignment's record.
    pub id: Uuid,
    /// The assignment.
    pub assignment: CoverAssignment,
    /// Why.
    pub because: Gone,
}

/// Assignments by the place of the requirement that they are for.
type ByNeed = BTreeMap<usize, Vec<(Uuid, CoverAssignment)>>;

/// Divides arranged cover into what still stands, by the place of its requirement, and what fell away. What stands is told with the
/// times that are still needed: of a requirement that became shorter nobody gives, or is kept from, the rest.
///
/// With the settings the people of the day are asked too: whether they are on the staff and at work, and their checks. Of a day that
/// is over these are left out: the records say how somebody is employed now, and nobody's later leaving undoes what they gave.
pub fn standing<'a>(
    day: &Day,
    needs: &[Need],
    decisions: &HashMap<NeedKey, CoverDecision>,
    assignments: impl IntoIterator<Item = (Uuid, &'a CoverAssignment)>,
    settings: Option<&CoverSettings>,
) -> (ByNeed, Vec<FellAway>) {
    let places: HashMap<&NeedKey, usize> = needs.iter().enumerate().map(|(place, need)| (&need.key, place)).collect();
    let mut stands: ByNeed = BTreeMap::new();
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
            Some(place) => needs[place]
                .parts_in(assignment.span())
                .find_map(|part| coverer_gone(day, (assignment, part), settings)),
        };
        match (because, place) {
            (None, Some(place)) => stands.entry(place).or_default().push((id, needed(&needs[place], assignment))),
            (because, _) => {
                let assignment = assignment.clone();
                gone.push(FellAway { id, assignment, because: because.unwrap_or(Gone::TimetableChanged) });
            }
        }
    }
    one_place_at_a_time(needs, &mut stands, &mut gone);
    with_a_host((day, needs), &mut stands, &mut gone);
    // Assignments of one moment have their ids by chance: what fell away is told in the order of the day.
    gone.sort_by_key(|fell| (fell.assignment.starts, fell.id));
    (stands, gone)
}

/// An assignment with the times of it that its requirement still has, from the first to the last: what lies between them is nobody's
/// cover, and is neither asked nor counted ([`Need::parts_in`]).
fn needed(need: &Need, assignment: &CoverAssignment) -> CoverAssignment {
    let span = assignment.span();
    let left = need.parts_in(span).reduce(Span::hull);
    let Span { starts, ends } = left.unwrap_or(span);
    CoverAssignment { starts, ends, ..assignment.clone() }
}

/// Nobody is in two places at one time: of two covers of a person that overlap the later-made falls away. What was asked for by hand
/// may come to stand again beside it, as when a decision that it needs nobody is taken back.
fn one_place_at_a_time(needs: &[Need], stands: &mut ByNeed, gone: &mut Vec<FellAway>) {
    let mut covers: Vec<(Uuid, StaffId, Vec<Span>)> = Vec::new();
    for (need, (id, assignment)) in covers_of(needs, stands) {
        covers.push((*id, assignment.staff_id, need.parts_in(assignment.span()).collect()));
    }
    // Ids begin with the moment of their making.
    covers.sort_by_key(|(id, ..)| *id);
    let mut taken: HashMap<StaffId, Vec<Span>> = HashMap::new();
    let mut late = HashSet::new();
    for (id, staff, parts) in covers {
        let spans = taken.entry(staff).or_default();
        if spans.iter().any(|other| parts.iter().any(|part| other.overlaps(*part))) {
            late.insert(id);
        } else {
            spans.extend(parts);
        }
    }
    fall_away(stands, gone, Gone::CovererElsewhere, |_, id, _| late.contains(&id));
}

/// What stands and takes its person's time, with its requirement.
fn covers_of<'a>(
    needs: &'a [Need],
    stands: &'a ByNeed,
) -> impl Iterator<Item = (&'a Need, &'a (Uuid, CoverAssignment))> {
    let all = stands.iter().flat_map(|(place, by)| by.iter().map(|each| (&needs[*place], each)));
    all.filter(|(_, (_, assignment))| assignment.how == How::Cover)
}

/// A class that was to join another falls away with it: when the person has neither a class of their own nor one that they cover at
/// that time. An exam or a duty is no class that another could join.
fn with_a_host((day, needs): (&Day, &[Need]), stands: &mut ByNeed, gone: &mut Vec<FellAway>) {
    let mut hosts: Vec<(StaffId, Span)> = Vec::new();
    for (need, (_, cover)) in covers_of(needs, stands).filter(|(need, _)| need.activity.has_pupils()) {
        hosts.extend(need.parts_in(cover.span()).map(|part| (cover.staff_id, part)));
    }
    fall_away(stands, gone, Gone::NoClassToJoin, |place, _, merged| {
        let staff = merged.staff_id;
        let joins = |part: Span| {
            busy(day, staff, part) == Some(Rule::Teaching)
                || hosts.iter().any(|(host, there)| *host == staff && there.overlaps(part))
        };
        merged.how == How::Merged && !needs[place].parts_in(merged.span()).all(joins)
    });
}

/// Moves what falls away from what stands.
fn fall_away(
    stands: &mut ByNeed,
    gone: &mut Vec<FellAway>,
    because: Gone,
    falls: impl Fn(usize, Uuid, &CoverAssignment) -> bool,
) {
    for (place, by) in stands {
        by.retain(|(id, assignment)| {
            let goes = falls(*place, *id, assignment);
            if goes {
                gone.push(FellAway { id: *id, assignment: assignment.clone(), because });
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
fn unfit(day: &Day, (assignment, span): (&CoverAssignment, Span), settings: &CoverSettings) -> Option<Gone> {
    let Some(person) = day.people.iter().find(|person| person.id == assignment.staff_id) else {
        return Some(Gone::CovererLeft);
    };
    if !person.on_site.iter().any(|there| there.contains(span)) {
        return Some(Gone::CovererNotOnSite);
    }
    (!vetted(person, settings)).then_some(Gone::CovererVetting)
}

fn coverer_gone(
    day: &Day,
    (assignment, span): (&CoverAssignment, Span),
    settings: Option<&CoverSettings>,
) -> Option<Gone> {
    if day.is_away(assignment.staff_id, span) {
        return Some(Gone::CovererAway);
    }
    if let Some(unfit) = settings.and_then(|settings| unfit(day, (assignment, span), settings)) {
        return Some(unfit);
    }
    let busy = busy(day, assignment.staff_id, span);
    let may_be = match assignment.how {
        How::Cover => busy.is_none_or(|rule| assignment.overridden.contains(&rule)),
        How::Merged => busy.is_none_or(|rule| rule == Rule::Teaching),
    };
    (!may_be).then_some(Gone::CovererBusy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrange::{State, Terms};
    use crate::day::Activity;
    use crate::day::Away;
    use crate::need::needs;
    use crate::sample::{at, away, day, entry, staff};

    fn cover(number: u128, from: &str, to: &str) -> CoverAssignment {
        CoverAssignment {
            date: "2026-11-23".parse().unwrap(),
            requirement_id: Uuid::nil(),
            period: "1".to_owned(),
            class: "7A/Ma".to_owned(),
            absent_staff_id: staff(1),
            staff_id: staff(number),
            starts: at(from),
            ends: at(to),
            state: State::Accepted,
            how: How::Cover,
            terms: Terms::Ordinary,
            terms_reason: None,
            pinned: false,
            overridden: Vec::new(),
            reason: None,
            ended_because: None,
            correction: None,
        }
    }

    #[test]
    fn of_a_requirement_that_became_shorter_only_the_rest_is_covered_and_only_the_rest_is_asked_for() {
        let mut day = day(&[entry(1, Activity::Lesson, "7A/Ma", 1)]);
        let period = day.timetable.periods[1].span;
        day.away.push(Away { span: Some(Span::new(at("09:30"), period.ends)), ..away(1) });
        // Whoever covers was to be there from nine, and is away until half past: that is no longer needed.
        day.away.push(Away { span: Some(Span::new(at("09:00"), at("09:30"))), ..away(2) });
        let needs = needs(&day, &CoverSettings::default());
        let whole = cover(2, "09:00", "10:00");
        let (stands, gone) = standing(&day, &needs, &HashMap::new(), [(Uuid::from_u128(7), &whole)], None);
        assert_eq!(gone, []);
        assert_eq!(stands[&0][0].1.span(), Span::new(at("09:30"), period.ends.min(at("10:00"))));
        // Away in the part that is needed, they cover nothing; and it is told as it was made.
        day.away[1].span = Some(Span::new(at("09:00"), at("09:45")));
        let (stands, gone) = standing(&day, &needs, &HashMap::new(), [(Uuid::from_u128(7), &whole)], None);
        assert!(stands.is_empty());
        assert_eq!((gone[0].because, gone[0].assignment.span()), (Gone::CovererAway, whole.span()));
    }
}
