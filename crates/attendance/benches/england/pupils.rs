//! Pupils' years that could be true: absence in spells, shared out unequally, in the national mix of 2025/26.

use crate::{
    numbers::Numbers,
    world::{Phase, SESSIONS},
};
use attendance::{Code, MarkSheet};
use school::{AcademicYear, Date, calendar::SessionSet};

const SEED: u64 = 0x5EED_0000_2025_0026;

/// How the sessions of a code are spread over pupils and days.
#[derive(Clone, Copy)]
enum Spread {
    /// Spells of whole days, so many on average; the pupils differ as much as a number says.
    Days(f64, Differ),
    /// Single mornings.
    Mornings(Differ),
    /// Single sessions.
    Sessions(Differ),
    /// The afternoons of so many days on end.
    Afternoons(usize),
}

/// How much pupils differ.
#[derive(Clone, Copy)]
enum Differ {
    /// Not at all.
    Not,
    /// Some are often ill.
    Some,
    /// Few have most of it, and the same few of every such code.
    Much,
}

use Differ::{Much, Not, Some as Little};
use Spread::{Afternoons, Days, Mornings, Sessions};

/// Codes, their share of possible sessions in hundredths of a percent by phase, and their spread. What the national
/// figures give as one (B, K, P, V, W) is shared out.
#[rustfmt::skip]
pub(crate) const MIX: [(&str, [f64; 3]); 22] = [
    ("I", [279.0, 363.0, 502.0]), ("M", [27.0, 38.0, 101.0]), ("C", [37.0, 43.0, 168.0]), ("C2", [17.0, 32.0, 159.0]),
    ("E", [4.0, 29.0, 17.0]), ("R", [7.0, 6.0, 5.0]), ("S", [0.0, 10.0, 2.0]), ("T", [1.4, 0.3, 0.7]),
    ("C1", [0.3, 0.5, 0.5]), ("J1", [1.7, 1.6, 1.0]), ("G", [53.0, 31.0, 41.0]), ("O", [79.0, 261.0, 280.0]),
    ("U", [17.0, 30.0, 32.0]), ("N", [5.0, 5.0, 7.0]), ("L", [112.0, 279.0, 77.0]), ("V", [60.0, 70.0, 60.0]),
    ("B", [30.0, 50.0, 60.0]), ("P", [8.0, 10.0, 6.0]), ("W", [0.0, 16.0, 10.0]), ("K", [5.0, 10.0, 20.0]),
    ("D", [2.0, 5.0, 30.0]), ("Y4", [3.0, 3.0, 3.0]),
];

fn spread(code: &str) -> Spread {
    match code {
        "I" => Days(2.2, Little),
        "M" | "J1" => Sessions(Not),
        "C2" => Afternoons(30),
        "E" => Days(2.5, Much),
        "R" | "Y4" => Days(1.0, Not),
        "T" => Days(10.0, Not),
        "G" => Days(5.0, Not),
        "O" => Days(1.8, Much),
        "U" => Mornings(Much),
        "N" => Sessions(Much),
        "L" => Mornings(Little),
        "B" | "K" | "D" => Days(3.0, Much),
        "S" | "W" => Days(5.0, Not),
        _ => Days(1.2, Not),
    }
}

/// A sheet with the usual mark in every session.
pub(crate) fn usual_sheet(year: AcademicYear, held: &SessionSet) -> MarkSheet {
    let mut sheet = MarkSheet::empty(year);
    for place in held.iter() {
        enter(&mut sheet, place, if place.is_multiple_of(2) { Code::PRESENT_AM } else { Code::PRESENT_PM });
    }
    sheet
}

fn enter(sheet: &mut MarkSheet, place: usize, code: Code) {
    assert!(sheet.set_index(place, code), "the place is in the year");
}

/// One pupil's sheet and date of birth.
pub(crate) fn pupil(number: usize, phase: Phase, days: &[usize], usual: &MarkSheet) -> (MarkSheet, Date) {
    let mut numbers = Numbers::of(SEED, number as u64);
    let mut sheet = usual.clone();
    let (often, much) = (numbers.exponential(), numbers.exponential());
    for (code, shares) in MIX {
        let sessions = shares[phase as usize] / 10_000.0 * SESSIONS as f64;
        let expected = |differ: Differ| match differ {
            Not => sessions,
            Little => sessions * (0.5 + 0.5 * often),
            // The mean of the cube of such a number is 6.
            Much => sessions * (0.25 + 0.125 * much.powi(3)),
        };
        let code_of = Code::parse(code).expect("the code is known");
        place_marks(&mut sheet, code_of, spread(code), expected, days, &mut numbers);
    }
    let ages = phase.ages();
    let age = ages.start + numbers.below(ages.len());
    let last = Date::from_ymd_opt(2025 - age as i32, 8, 31).expect("the day exists");
    let born = last - chrono::Days::new(numbers.below(365) as u64);
    (sheet, born)
}

fn place_marks(
    sheet: &mut MarkSheet,
    code: Code,
    spread: Spread,
    expected: impl Fn(Differ) -> f64,
    days: &[usize],
    numbers: &mut Numbers,
) {
    match spread {
        Days(mean, differ) => {
            for _ in 0..numbers.times(expected(differ) / (2.0 * mean)) {
                let first = numbers.below(days.len());
                let length = length_of_spell(mean, numbers);
                for day in days.iter().skip(first).take(length) {
                    enter(sheet, *day, code);
                    enter(sheet, day + 1, code);
                }
            }
        }
        Mornings(differ) => {
            for _ in 0..numbers.times(expected(differ)) {
                enter(sheet, days[numbers.below(days.len())], code);
            }
        }
        Sessions(differ) => {
            for _ in 0..numbers.times(expected(differ)) {
                enter(sheet, days[numbers.below(days.len())] + numbers.below(2), code);
            }
        }
        Afternoons(length) => {
            for _ in 0..numbers.times(expected(Not) / length as f64) {
                let first = numbers.below(days.len() - length);
                days[first..first + length].iter().for_each(|day| enter(sheet, day + 1, code));
            }
        }
    }
}

/// Geometric with the mean given, from one day on.
fn length_of_spell(mean: f64, numbers: &mut Numbers) -> usize {
    let ends = 1.0 / mean;
    let mut length = 1;
    while length < 40 && numbers.fraction() >= ends {
        length += 1;
    }
    length
}
