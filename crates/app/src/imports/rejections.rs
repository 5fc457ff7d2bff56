//! Refused rows, as they are kept.

use exchange::{Fault, Rejected};
use school::Violation;
use store::imports::Rejection;

/// How many things that are wrong with one row are kept. Numbers follow the lines, so that the list is in the order of
/// the file although the work is not.
const MOST_FAULTS: i64 = 1_000;

/// What a reader refused.
pub(super) fn of_reader(rejected: &Rejected) -> Vec<Rejection> {
    let faults = rejected.errors.iter().map(|fault| {
        let Fault { position, column, code, detail } = fault;
        let line = position.map_or(rejected.line, |position| position.line);
        let detail = position.map_or_else(|| detail.to_string(), |position| format!("{position}: {detail}"));
        (line, (*column).to_owned(), (*code).to_owned(), detail)
    });
    numbered(rejected.line, 0, faults)
}

/// What a rule refused of the row on a line. `after` keeps apart rows that share a line.
pub(super) fn of_rules(line: u64, after: usize, violations: Vec<Violation>) -> Vec<Rejection> {
    let faults = violations.into_iter().map(|violation| {
        let Violation { pointer, code, detail } = violation;
        (line, pointer.trim_start_matches('/').to_owned(), code, detail)
    });
    numbered(line, after, faults)
}

fn numbered(row: u64, after: usize, faults: impl Iterator<Item = (u64, String, String, String)>) -> Vec<Rejection> {
    let line_of = |line: u64| i64::try_from(line).unwrap_or(i64::MAX);
    let first = line_of(row).saturating_mul(MOST_FAULTS).saturating_add(i64::try_from(after).unwrap_or(0));
    (0..MOST_FAULTS)
        .zip(faults)
        .map(|(place, (line, field, code, detail))| Rejection {
            number: first.saturating_add(place),
            line: line_of(line),
            field,
            code,
            detail,
        })
        .collect()
}
