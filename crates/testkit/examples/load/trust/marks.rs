//! What is marked: absence in spells, of which a few pupils have many, in about the national shares of secondary schools.

use crate::world::mixed;
use school::{Session, SessionAt};

/// How many spells begin in 2,300 days at school, for pupils up to a place in a thousand: about one in five misses a tenth or more
/// of the year, and one in fifty half of it.
const MISSED: [(u64, u64); 5] = [(600, 30), (850, 90), (960, 200), (980, 450), (1_000, 1_150)];

/// Reasons: up to which of a hundred spells, the code, and the days that a spell lasts on average; none for the morning alone.
const REASONS: [(u64, u8, Option<u64>); 9] = [
    (40, b'I', Some(3)),
    (72, b'O', Some(2)),
    (82, b'M', None),
    (88, b'C', Some(1)),
    (90, b'G', Some(5)),
    (96, b'U', None),
    (98, b'E', Some(3)),
    (99, b'N', Some(1)),
    (100, b'D', Some(2)),
];

/// Of how many days at school [`MISSED`] speaks: with spells of about 2.3 days, its numbers are days missed in a thousand while
/// they are small.
const DAYS: u64 = 2_300;

/// One byte for each session of a pupil; the sessions come in pairs, day after day.
pub(super) fn of(academy: u32, pupil: u32, sessions: &[SessionAt]) -> Vec<u8> {
    let seed = mixed((u64::from(academy) << 32) | u64::from(pupil));
    let missed = first(MISSED.iter().copied(), mixed(seed) % 1_000).unwrap_or(0);
    let mut spell: Option<(u8, u64)> = None;
    let mut marks = Vec::with_capacity(sessions.len());
    for (day, both) in (1_u64..).zip(sessions.chunks(2)) {
        let draw = mixed(seed ^ (day << 20));
        if spell.is_none() && draw % DAYS < missed {
            let reason = REASONS.iter().map(|(upto, code, days)| (*upto, (*code, *days)));
            spell = first(reason, (draw >> 16) % 100)
                .map(|(code, days)| (code, days.map_or(0, |days| 1 + (draw >> 32) % (2 * days - 1))));
        }
        marks.extend(both.iter().map(|at| match spell {
            Some((code, days)) if days > 0 || at.session == Session::Am => code,
            _ => there(at.session, draw >> 40),
        }));
        spell = spell.and_then(|(code, days)| Some((code, days.checked_sub(1).filter(|left| *left > 0)?)));
    }
    marks
}

/// The mark of a pupil who attends.
fn there(session: Session, draw: u64) -> u8 {
    match (draw % 1_000, session) {
        (0..56, Session::Am) => b'L',
        (56..65, _) => b'B',
        (65..70, _) => b'V',
        (70..73, _) => b'P',
        (_, Session::Am) => b'/',
        (_, Session::Pm) => b'\\',
    }
}

/// The value of the first step that is above a draw.
fn first<T>(steps: impl Iterator<Item = (u64, T)>, draw: u64) -> Option<T> {
    steps.into_iter().find(|(upto, _)| draw < *upto).map(|(_, value)| value)
}
