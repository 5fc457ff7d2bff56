//! The default weights keep the published order: for one lesson each level outweighs all levels below it together.

use super::costs::{Costing, fairness};
use super::*;
use crate::day::{Activity, Done, Free, Tier};
use crate::need::{ClassCover, Need, needs};
use crate::sample::{away, day, entry, person, staff, trip};
use crate::settings::Weights;
use proptest::prelude::*;

/// What there is to say for and against one person, level by level from the highest.
#[derive(Debug, Clone)]
struct Traits {
    tier: usize,
    /// Teaches the subject, knows the class.
    familiar: (bool, bool),
    pull: Pull,
    /// Sits between other periods, in another building.
    strain: (bool, bool),
    load: Load,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Pull {
    None,
    OtherDay,
    Before,
    Both,
}

#[derive(Debug, Clone)]
struct Load {
    done: (u32, u32, u32),
    free: (u32, u32, u32),
    today: usize,
    day_pence: i64,
}

fn load() -> impl Strategy<Value = Load> {
    let minutes = || prop_oneof![0..2_000_u32, any::<u32>()];
    let (done, free) = ((minutes(), minutes(), minutes()), (minutes(), minutes(), minutes()));
    (done, free, 0..7_usize, 0..=150_000_i64).prop_map(|(done, free, today, day_pence)| Load {
        done,
        free,
        today,
        day_pence,
    })
}

fn traits() -> impl Strategy<Value = Traits> {
    let pull = prop_oneof![Just(Pull::None), Just(Pull::OtherDay), Just(Pull::Before), Just(Pull::Both)];
    (0..8_usize, any::<(bool, bool)>(), pull, any::<(bool, bool)>(), load())
        .prop_map(|(tier, familiar, pull, strain, load)| Traits { tier, familiar, pull, strain, load })
}

/// The class of teacher 1, who is away.
const CLASS: &str = "9X/Ma";
/// The posts in the order in which they are asked; the first teacher's own class is away.
const POSTS: [Tier; 8] = [
    Tier::CoverSupervisor,
    Tier::CoverTeacher,
    Tier::HigherLevelAssistant,
    Tier::Teacher,
    Tier::Supply,
    Tier::Teacher,
    Tier::Leader,
    Tier::TeachingAssistant,
];
/// The place of the teacher whose own class is away.
const FREED: usize = 3;

/// The day on which teacher 1 has the class three times, as it is for who has the traits.
fn day_of(traits: &Traits) -> Day {
    let mut day = day(&[
        entry(2, Activity::Lesson, CLASS, 1),
        entry(3, Activity::Lesson, CLASS, 1),
        entry(4, Activity::Lesson, CLASS, 1),
        entry(3, Activity::Lesson, "8Z/Ma", 2),
    ]);
    day.away.push(away(1));
    if traits.tier == FREED {
        day.events.push(trip(&["8Z/Ma"]));
    }
    // Three in a row and far away: own lessons in the periods beside it that are not covered.
    if traits.strain.0 && traits.pull < Pull::Before {
        day.timetable.entries.push(entry(1, Activity::Lesson, "10A/Hi", 2));
        day.timetable.entries.push(entry(2, Activity::Lesson, "10B/Hi", 2));
    }
    if traits.strain.0 && traits.pull == Pull::Before {
        day.timetable.entries.push(entry(4, Activity::Lesson, "10B/Hi", 2));
    }
    if traits.strain.1 {
        for own in day.timetable.entries.iter_mut().filter(|own| own.class.as_deref() == Some("10B/Hi")) {
            own.room = Some("Far1".to_owned());
        }
        let moved = |period: &str| crate::need::Moved {
            period: period.to_owned(),
            class: CLASS.to_owned(),
            room: "Far2".to_owned(),
        };
        day.moved.extend(["2", "4"].map(moved));
    }
    if traits.pull == Pull::OtherDay {
        let (absent, covering, date) = (staff(1), staff(2), "2026-11-20".parse().unwrap());
        day.other_days.push(ClassCover { absent, class: CLASS.to_owned(), staff: covering, date, before: true });
    }
    day
}

/// The person's sum for the lesson of teacher 1 in period 3, the booking of a whole day of supply with it.
fn sum(traits: &Traits) -> i64 {
    let (day, post) = (day_of(traits), POSTS[traits.tier]);
    let mut person = person(2, post);
    if traits.familiar.0 {
        person.subjects.insert("Ma".to_owned());
    }
    if traits.familiar.1 {
        person.classes.insert(CLASS.to_owned());
    }
    let settings = CoverSettings::default();
    let all = needs(&day, &settings);
    let at = |place: usize| all.iter().find(|need| need.place == place && need.key.class == CLASS).unwrap();
    let fixed = |need| Fixed { need, span: need.span, staff: staff(2), merged: false, overridden: Vec::new() };
    let settled: Vec<Fixed<'_>> = match traits.pull {
        Pull::None | Pull::OtherDay => Vec::new(),
        Pull::Before => vec![fixed(at(2))],
        Pull::Both => vec![fixed(at(2)), fixed(at(4))],
    };
    let settled: Vec<&Fixed<'_>> = settled.iter().collect();
    let need: &Need = at(3);
    let slot = Slot { need, span: need.span, declined: Vec::new(), holder: None };
    let costing = Costing { day: &day, whole: &day, settings: &settings, person: &person, settled: &settled };
    let rules: i64 = costing.of_slot(&slot).iter().map(|because| because.cost).sum();
    let pence = if post == Tier::Supply { traits.load.day_pence } else { 0 };
    rules + load_of(traits) + pence / settings.weights.supply_pence_for_point
}

fn load_of(traits: &Traits) -> i64 {
    let Load { done, free, today, .. } = traits.load;
    let mut person = person(2, Tier::Teacher);
    person.done = Done { week_minutes: done.0, term_minutes: done.1, year_minutes: done.2, ..Done::default() };
    person.free = Free { week_minutes: free.0, term_minutes: free.1, year_minutes: free.2 };
    fairness(&CoverSettings::default(), &person, today)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, max_global_rejects: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_lower_levels_overturn_a_higher_one(better in traits(), mut worse in traits(), level in 0..5_usize) {
        // The two are alike above the level, and on it one is better.
        if level > 0 {
            worse.tier = better.tier;
        }
        if level > 1 {
            worse.familiar = better.familiar;
        }
        if level > 2 {
            worse.pull = better.pull;
        }
        let is_better = match level {
            0 => better.tier < worse.tier,
            1 => better.familiar != worse.familiar && better.familiar.0 >= worse.familiar.0 && better.familiar.1 >= worse.familiar.1,
            // A double and the same class on another day are one level.
            2 => better.pull > worse.pull && (worse.pull != Pull::OtherDay || better.pull == Pull::Both),
            // Fairness comes before the price as far as it is apart by more than any price weighs.
            4 => {
                worse.strain = better.strain;
                load_of(&better) + 150 < load_of(&worse)
            }
            _ => {
                let strain = |traits: &Traits| match traits.pull {
                    // The periods on both sides are the class's own.
                    Pull::Both => (true, traits.strain.1),
                    Pull::Before => traits.strain,
                    _ => (traits.strain.0, traits.strain.0 && traits.strain.1),
                };
                let (left, right) = (strain(&better), strain(&worse));
                // With a period on one side in each building the lesson is near one of them.
                let clear = better.pull != Pull::Before || (!better.strain.0 && !worse.strain.0);
                clear && left != right && left.0 <= right.0 && left.1 <= right.1
            }
        };
        prop_assume!(is_better);
        prop_assert!(sum(&better) < sum(&worse), "{} {}", sum(&better), sum(&worse));
    }
}

#[test]
fn fairness_and_the_dearest_day_of_supply_stay_below_a_far_room() {
    let weights = Weights::default();
    let fairness = weights.fairness_week + weights.fairness_term + weights.fairness_year;
    let below = fairness + 200_000 / weights.supply_pence_for_point;
    assert!(below < weights.far_room && below < weights.three_in_a_row);
    let strain = weights.far_room + weights.three_in_a_row + below;
    assert!(strain < weights.same_class && weights.same_class < weights.continuity);
    // A class on both sides draws twice.
    assert!(2 * weights.continuity + strain < weights.unknown_class.min(weights.other_subject));
    let person = weights.unknown_class + weights.other_subject + 2 * weights.continuity + strain;
    assert!(person < weights.cover_teacher - weights.cover_supervisor);
    assert!(fairness > 4 * (200_000 / weights.supply_pence_for_point), "fairness outweighs any price");
}

#[test]
fn nobody_at_all_outweighs_everything_and_a_change_every_person() {
    let weights = Weights::default();
    let fairness = weights.fairness_week + weights.fairness_term + weights.fairness_year;
    let person = weights.teaching_assistant
        + weights.other_subject
        + weights.unknown_class
        + weights.far_room
        + weights.three_in_a_row
        + fairness;
    assert!(weights.change > person);
    assert!(weights.uncovered_duty > weights.change + person);
    assert!(weights.uncovered_registration > weights.uncovered_duty + weights.change + person);
    let below = weights.uncovered_registration + weights.uncovered_duty + weights.change + person;
    assert!(weights.uncovered_lesson > below);
}

#[test]
fn one_cover_in_the_year_is_more_than_none_and_nobody_pays_more_than_the_whole() {
    let settings = CoverSettings::default();
    let mut full_time = person(5, Tier::CoverSupervisor);
    full_time.free = Free { week_minutes: 1_500, term_minutes: 19_500, year_minutes: 58_500 };
    assert_eq!(fairness(&settings, &full_time, 0), 0);
    full_time.done.year_minutes = 60;
    assert_eq!(fairness(&settings, &full_time, 0), 1);
    // 300 of 1,500 minutes, 3,900 of 19,500 and 11,700 of 58,500: a fifth of 250 + 500 + 250.
    full_time.done = Done { week_minutes: 300, term_minutes: 3_900, year_minutes: 11_700, ..Done::default() };
    assert_eq!(fairness(&settings, &full_time, 0), 200);
    let most = u32::MAX;
    full_time.done = Done { week_minutes: most, term_minutes: most, year_minutes: most, ..Done::default() };
    full_time.free = Free { week_minutes: most, term_minutes: most, year_minutes: most };
    assert_eq!(fairness(&settings, &full_time, usize::MAX), 1_000);
}
