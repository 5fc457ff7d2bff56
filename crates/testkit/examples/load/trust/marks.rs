//! What is marked: absence in spells, of which a few pupils have many, in about the national shares of secondary schools.

use crate::world::mixed;
use school::{Session, SessionAt};

/// How many of a thousand days are missed by pupils up to a place in a thousand: 8 % in all, and about one pupil in five misses a
/// tenth or more.
const MISSED: [(u64, u64); 4] = [(600, 30), (850, 90), (960, 200), (1_000, 450)];

/// Reasons: up to which of a hundred spells, the code, and the days that a spell lasts on average; none for the morning alone.
const REASONS: [(u64, u8, Option<u64>); 9] = [
    (45, b'I', Some(3)),
    (71, b'O', Some(2)),
    (81, b'M', None),
    (87, b'C', Some(1)),
    (89, b'G', Some(5)),
    (95, b'U', None),
    (97, b'E', Some(3)),
    (98, b'N', Some(1)),
    (100, b'D', Some(2)),
];

/// The average length of a spell in thousandths of a day, by which days missed become spells begun.
const AVERAGE_SPELL: u64 = 2_300;

/// One byte for each session of a pupil; the sessions come in pairs, day after day.
pub(super) fn of(academy: u32, pupil: u32, sessions: &[SessionAt]) -> Vec<u8> {
    let seed = mixed((u64::from(academy) << 32) | u64::from(pupil));
    let missed = first(MISSED.iter().copied(), mixed(seed) % 1_000).unwrap_or(0);
    let mut spell: Option<(u8, u64)> = None;
    let mut marks = Vec::with_capacity(sessions.len());
    for (day, both) in (1_u64..).zip(sessions.chunks(2)) {
        let draw = mixed(seed ^ (day << 20));
        if spell.is_none() && draw % AVERAGE_SPELL < missed {
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
        (0..28, Session::Am) => b'L',
        (28..36, _) => b'B',
        (36..41, _) => b'V',
        (41..44, _) => b'P',
        (_, Session::Am) => b'/',
        (_, Session::Pm) => b'\\',
    }
}

/// The value of the first step that is above a draw.
fn first<T>(steps: impl Iterator<Item = (u64, T)>, draw: u64) -> Option<T> {
    steps.into_iter().find(|(upto, _)| draw < *upto).map(|(_, value)| value)
}
