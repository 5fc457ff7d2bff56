//! How a pupil attends: most hardly miss a day, a few miss most of them.

use super::random::Random;
use school::Phase;

/// What stands out about a pupil's attendance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    /// Nothing.
    Ordinary,
    /// Often ill.
    Sickly,
    /// Ill for weeks on end, once a year.
    LongIllness,
    /// Misses Mondays and Fridays.
    Weekends,
    /// Stays away without leave.
    Truant,
    /// Hardly comes at all.
    Severe,
    /// Cannot bear school: on a temporary part-time timetable for a while.
    Refuser,
    /// One day a week at another place of education.
    Alternative,
    /// Registered at another school as well.
    Dual,
}

/// How one pupil attends in one year or another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Profile {
    pub(super) pattern: Pattern,
    /// Days of illness in a year.
    pub(super) illness: f64,
    /// The chance of staying away without leave on a day.
    pub(super) truancy: f64,
    /// The chance of being late in a morning.
    pub(super) lateness: f64,
    /// The chance of a holiday in term time in a year.
    pub(super) holiday: f64,
    /// The chance of a suspension in a year.
    pub(super) suspension: f64,
    /// Whether the family keeps the Eids.
    pub(super) keeps_eid: bool,
    /// Whether the family travels for its work.
    pub(super) travels: bool,
    /// Where among its neighbours: spreads what only some do.
    pub(super) place: usize,
}

/// The share of each pattern in ten thousand.
type Shares = [(Pattern, usize); 8];

const SECONDARY: Shares = [
    (Pattern::Severe, 270),
    (Pattern::Truant, 950),
    (Pattern::Weekends, 350),
    (Pattern::Sickly, 1_020),
    (Pattern::LongIllness, 140),
    (Pattern::Refuser, 150),
    (Pattern::Alternative, 130),
    (Pattern::Dual, 25),
];

const PRIMARY: Shares = [
    (Pattern::Severe, 70),
    (Pattern::Truant, 400),
    (Pattern::Weekends, 260),
    (Pattern::Sickly, 1_250),
    (Pattern::LongIllness, 90),
    (Pattern::Refuser, 150),
    (Pattern::Alternative, 30),
    (Pattern::Dual, 40),
];

impl Profile {
    /// A profile; poverty raises the chance of everything that is not ordinary.
    pub(super) fn choose(phase: Phase, poor: bool, place: usize, random: &mut Random) -> Self {
        let primary = phase == Phase::Primary;
        let pattern = pattern(if primary { &PRIMARY } else { &SECONDARY }, poor, random);
        let skewed = random.unit();
        let ill = if primary { 1.1 + 7.2 * skewed * skewed } else { 1.3 + 8.2 * skewed * skewed };
        let illness = match pattern {
            Pattern::Sickly => 12.0 + 10.0 * random.unit(),
            Pattern::Severe | Pattern::Refuser => 15.0,
            Pattern::Truant => ill + 3.0,
            _ => ill,
        };
        let late = random.unit();
        let lateness = if primary { 0.066 } else { 0.175 } * late * late * late;
        let restless = matches!(pattern, Pattern::Truant | Pattern::Severe);
        Self {
            pattern,
            illness,
            truancy: truancy(pattern, primary, random),
            lateness: if restless { lateness + 0.09 } else { lateness },
            holiday: if primary { 0.17 } else { 0.10 },
            suspension: match (primary, restless) {
                (true, true) => 0.06,
                (true, false) => 0.012,
                (false, true) => 0.5,
                (false, false) => 0.06,
            },
            keeps_eid: false,
            travels: false,
            place,
        }
    }
}

fn pattern(shares: &Shares, poor: bool, random: &mut Random) -> Pattern {
    let mut drawn = random.below(10_000);
    for (pattern, share) in shares {
        let share = if poor { share * 17 / 10 } else { share * 3 / 4 };
        if drawn < share {
            return *pattern;
        }
        drawn -= share;
    }
    Pattern::Ordinary
}

fn truancy(pattern: Pattern, primary: bool, random: &mut Random) -> f64 {
    let spread = random.unit();
    match pattern {
        Pattern::Severe => 0.46 + 0.28 * spread,
        Pattern::Truant if primary => 0.06 + 0.09 * spread,
        Pattern::Truant => 0.08 + 0.13 * spread,
        Pattern::Weekends => 0.02,
        Pattern::Refuser => 0.03,
        _ => (if primary { 0.012 } else { 0.014 }) * spread * spread * spread,
    }
}
