use super::{Because, Slot};
use crate::day::{Entry, Person, Span, Tier};
use crate::need::{Day, Need};
use crate::settings::{CoverSettings, Weights};

/// What it costs, rule by rule, that a person takes a slot. Fairness, continuity and bookings come beside it.
pub(super) fn costs(day: &Day, settings: &CoverSettings, person: &Person, slot: &Slot<'_>) -> Vec<Because> {
    let mut found = of_need(day, settings, person, slot.need, slot.span);
    if slot.holder.is_some_and(|holder| holder != person.id) {
        found.push(Because::costs(
            "change",
            settings.weights.change,
            "somebody else was arranged and would be changed",
        ));
    }
    found
}

/// The same without regard to who had it before.
pub(super) fn of_need(day: &Day, settings: &CoverSettings, person: &Person, need: &Need, span: Span) -> Vec<Because> {
    let weights = &settings.weights;
    let (tier, says) = tier(weights, person.tier, day.is_freed(person.id, span));
    let mut found = vec![Because::costs("tier", tier, says)];
    let mut add = |rule, cost, detail| {
        if cost != 0 {
            found.push(Because::costs(rule, cost, detail));
        }
    };
    let knows_class = person.classes.contains(&need.key.class);
    if let Some(subject) = &need.subject {
        let teaches = person.subjects.iter().any(|own| own.eq_ignore_ascii_case(subject));
        if !teaches {
            add("subject", weights.other_subject, "does not teach the subject");
        }
    }
    if !knows_class {
        add("class", weights.unknown_class, "does not teach the class");
    }
    let (before, after) = neighbours(day, person, need.place);
    if before.is_some() && after.is_some() {
        add("three_in_a_row", weights.three_in_a_row, "between two lessons of their own");
    }
    let near = |entry: &&Entry| building(entry.room.as_deref()) == building(need.room.as_deref());
    let rooms: Vec<&Entry> = [before, after].into_iter().flatten().filter(|entry| entry.room.is_some()).collect();
    if need.room.is_some() && !rooms.is_empty() && !rooms.iter().any(near) {
        add("room", weights.far_room, "in another building than the lessons beside it");
    }
    found
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

/// What a person teaches in the periods before and after a place.
fn neighbours<'a>(day: &'a Day, person: &Person, place: usize) -> (Option<&'a Entry>, Option<&'a Entry>) {
    let taught = |at: Option<usize>| {
        let at = at?;
        day.timetable.entries.iter().find(|entry| {
            entry.period == at
                && entry.activity.has_pupils()
                && entry.staff.contains(&person.id)
                && !day.is_lifted(entry)
        })
    };
    (taught(place.checked_sub(1)), taught(place.checked_add(1)))
}

/// The building of a room: the letters that its name begins with.
fn building(room: Option<&str>) -> String {
    room.unwrap_or("").chars().take_while(|letter| letter.is_alphabetic()).flat_map(char::to_uppercase).collect()
}

/// What a person's next cover of the day costs in fairness, after `today` others of this day: their load pro rata to their
/// free time, over week, term and year.
pub(super) fn fairness(settings: &CoverSettings, person: &Person, today: usize) -> i64 {
    let weights = &settings.weights;
    let today = i64::try_from(today).unwrap_or(0).min(50) * 60;
    let share = |weight: i64, done: u32, free: u32| {
        let tenths = (i64::from(done) + today) * 10;
        weight * tenths.min(1_000_000) / i64::from(free.max(60))
    };
    let sum = share(weights.fairness_week, person.done.week_minutes, person.free.week_minutes)
        + share(weights.fairness_term, person.done.term_minutes, person.free.term_minutes)
        + share(weights.fairness_year, person.done.year_minutes, person.free.year_minutes);
    sum.min(1_000_000)
}
