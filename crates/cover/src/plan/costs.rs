use super::doubles::follows;
use super::rules::is_invigilator;
use super::{Because, Fixed, Slot};
use crate::day::{Activity, Entry, Person, Span, Tier};
use crate::need::{Day, Need};
use crate::rooms::are_near;
use crate::settings::{CoverSettings, Weights};
use std::collections::BTreeSet;

/// Minutes for which a cover of the same day stands in a person's load.
const COVER_MINUTES: u128 = 60;

/// One person as their covers are costed.
pub(super) struct Costing<'a> {
    /// The day; of its entries at least the person's own.
    pub day: &'a Day,
    /// The whole day: rooms and their buildings.
    pub whole: &'a Day,
    pub settings: &'a CoverSettings,
    pub person: &'a Person,
    /// What the person covers already, merged classes apart.
    pub settled: &'a [&'a Fixed<'a>],
}

impl Costing<'_> {
    /// What it costs, rule by rule, that the person takes a slot. Fairness, doubles of open lessons and bookings come beside it.
    pub(super) fn of_slot(&self, slot: &Slot<'_>) -> Vec<Because> {
        let mut found = self.of_need(slot.need, slot.span);
        found.extend(self.pull(slot.need, slot.span));
        if slot.holder.is_some_and(|holder| holder != self.person.id) {
            let detail = "somebody else was arranged and would be changed";
            found.push(Because::costs("change", self.settings.weights.change, detail));
        }
        found
    }

    /// What is gained because the person has the class already: beside this lesson, else at another time of the day or on another day
    /// of the same absence.
    fn pull(&self, need: &Need, span: Span) -> Option<Because> {
        let (weights, here) = (&self.settings.weights, (need, span));
        let beside = self.settled.iter().filter(|fixed| {
            let there = (fixed.need, fixed.span);
            follows(self.whole, there, here) || follows(self.whole, here, there)
        });
        if let sides @ 1.. = i64::try_from(beside.count()).unwrap_or(0) {
            return Some(Because::costs(
                "continuity",
                -sides * weights.continuity,
                "has the class in the period beside it",
            ));
        }
        let class = &need.key.class;
        let today = self.settled.iter().any(|fixed| fixed.need.key.class == *class && fixed.need.place != need.place);
        let on_days = self.whole.of_this_absence(need).any(|cover| cover.staff == self.person.id);
        let says = match (today, on_days) {
            (true, _) => "covers the class at another time of the day",
            (false, true) => "covers the class on another day of this absence",
            (false, false) => return None,
        };
        (weights.same_class != 0).then(|| Because::costs("same_class", -weights.same_class, says))
    }

    /// The same without regard to who had it before.
    pub(super) fn of_need(&self, need: &Need, span: Span) -> Vec<Because> {
        let (weights, person) = (&self.settings.weights, self.person);
        let (tier, says) = match person.tier {
            Tier::NotAsked if is_invigilator(person, need) => (0, "trained to invigilate, and asked for nothing else"),
            post => tier(weights, post, self.day.is_freed(person.id, span)),
        };
        let mut found = vec![Because::costs("tier", tier, says)];
        let mut add = |rule, cost, detail| {
            if cost != 0 {
                found.push(Because::costs(rule, cost, detail));
            }
        };
        if let Some(subject) = &need.subject
            && !person.subjects.iter().any(|own| own.eq_ignore_ascii_case(subject))
        {
            add("subject", weights.other_subject, "does not teach the subject");
        }
        let supervised = self.supervised(need);
        if supervised >= usize::from(self.settings.supervised_days)
            && weights.needs_teacher != 0
            && supervises(person.tier)
        {
            let detail = format!("the class was supervised on {supervised} days of this absence and needs a teacher");
            found.push(Because::costs("needs_teacher", weights.needs_teacher, detail));
        }
        let mut add = |rule, cost, detail| {
            if cost != 0 {
                found.push(Because::costs(rule, cost, detail));
            }
        };
        // Nobody teaches an event.
        if !person.classes.contains(&need.key.class) && need.activity != Activity::Event {
            add("class", weights.unknown_class, "does not teach the class");
        }
        if self.row(need.place) >= 3 {
            add("three_in_a_row", weights.three_in_a_row, "one of three or more periods without a break");
        }
        if self.is_far(need) {
            add("room", weights.far_room, "in another building than the lessons beside it");
        }
        found
    }

    /// On how many days before this one the class was supervised in this absence by somebody who does not teach.
    fn supervised(&self, need: &Need) -> usize {
        let post = |staff| self.whole.people.iter().find(|person| person.id == staff).map(|person| person.tier);
        let days =
            self.whole.of_this_absence(need).filter(|cover| cover.before && post(cover.staff).is_some_and(supervises));
        days.map(|cover| cover.date).collect::<BTreeSet<_>>().len()
    }

    /// How many periods in a row the person would be with classes, a cover at this place among them.
    fn row(&self, place: usize) -> usize {
        let before = (1..=2).take_while(|back| place.checked_sub(*back).is_some_and(|at| self.is_busy(at))).count();
        let after = (1..=2).take_while(|on| place.checked_add(*on).is_some_and(|at| self.is_busy(at))).count();
        before + 1 + after
    }

    fn is_busy(&self, place: usize) -> bool {
        self.taught(place).is_some() || self.covered(place).is_some()
    }

    /// What the person teaches in the period at a place.
    fn taught(&self, place: usize) -> Option<&Entry> {
        self.day.timetable.entries.iter().find(|entry| {
            entry.period == place
                && entry.activity.has_pupils()
                && entry.staff.contains(&self.person.id)
                && !self.day.is_lifted(entry)
        })
    }

    /// What the person covers already in the period at a place.
    fn covered(&self, place: usize) -> Option<&Need> {
        self.settled.iter().map(|fixed| fixed.need).find(|need| need.place == place)
    }

    /// Whether the room of the day is in another building than all rooms of the person's periods beside it.
    fn is_far(&self, need: &Need) -> bool {
        let room = self.whole.room_of(&need.key.period, &need.key.class, need.room.as_deref());
        let Some(room) = room.map(|room| self.whole.building(room)) else { return false };
        let beside = [need.place.checked_sub(1), need.place.checked_add(1)];
        let mut rooms = beside.into_iter().flatten().filter_map(|place| self.room_at(place)).peekable();
        rooms.peek().is_some() && rooms.all(|other| !are_near(other, room.clone()))
    }

    /// The building in which the person is in the period at a place; none where they have no room then.
    fn room_at(&self, place: usize) -> Option<Option<String>> {
        let period = &self.day.timetable.periods.get(place)?.name;
        let (class, usual) = match (self.taught(place), self.covered(place)) {
            (Some(entry), _) => (entry.label(), entry.room.as_deref()),
            (None, Some(need)) => (need.key.class.as_str(), need.room.as_deref()),
            (None, None) => return None,
        };
        self.whole.room_of(period, class, usual).map(|room| self.whole.building(room))
    }
}

/// Whether a post supervises set work and does not teach.
fn supervises(tier: Tier) -> bool {
    matches!(tier, Tier::CoverSupervisor | Tier::HigherLevelAssistant | Tier::TeachingAssistant)
}

fn tier(weights: &Weights, tier: Tier, freed: bool) -> (i64, &'static str) {
    match tier {
        Tier::CoverSupervisor => (weights.cover_supervisor, "a cover supervisor, employed to cover"),
        Tier::CoverTeacher => (weights.cover_teacher, "a teacher employed to cover"),
        Tier::HigherLevelAssistant => (weights.higher_level_assistant, "a higher level teaching assistant"),
        Tier::Supply => (weights.supply, "supply"),
        Tier::Teacher if freed => (weights.freed_teacher, "a teacher whose own class is away"),
        Tier::Teacher => (weights.teacher, "a teacher in a free period, who covers rarely"),
        Tier::Leader => (weights.leader, "a member of the leadership"),
        Tier::TeachingAssistant => (weights.teaching_assistant, "a teaching assistant, in an emergency"),
        Tier::NotAsked => (weights.teaching_assistant, "in no post that covers"),
    }
}

/// What a person's next cover of the day costs in fairness, after `today` others of this day: their load pro rata to their free time,
/// over week, term and year. Each share is at most the whole; the sum is reckoned exactly and rounded up once, so that one cover in the year
/// is more than none.
pub(super) fn fairness(settings: &CoverSettings, person: &Person, today: usize) -> i64 {
    let (weights, done, free) = (&settings.weights, person.done, person.free);
    let today = u128::try_from(today).unwrap_or(u128::MAX).saturating_mul(COVER_MINUTES);
    let shares = [
        (weights.fairness_week, done.week_minutes, free.week_minutes),
        (weights.fairness_term, done.term_minutes, free.term_minutes),
        (weights.fairness_year, done.year_minutes, free.year_minutes),
    ];
    // One fraction: at most 32 bits for each of three denominators and 20 for a weight.
    let (mut above, mut below) = (0_u128, 1_u128);
    for (weight, done, free) in shares {
        let free = u128::from(free.max(60));
        let part = u128::from(done).saturating_add(today).min(free) * u128::try_from(weight).unwrap_or(0);
        above = above * free + part * below;
        below *= free;
    }
    i64::try_from(above.div_ceil(below)).unwrap_or(i64::MAX)
}
