//! The kernel over all schools, and the reading loop it is measured by.

use crate::{THREADS, world::England};
use attendance::{
    Code,
    kernel::{Kernel, PupilSheet, PupilYear, Room},
};
use std::{hint::black_box, thread, time::Instant};

/// So many pupils ahead a sheet is asked for.
const AHEAD: usize = 8;

/// Rounds; the median counts.
const ROUNDS: usize = 7;

/// Gigabytes a second that two threads can read, adding up words of the sheets: the best of several rounds.
pub(crate) fn bandwidth(england: &England) -> f64 {
    let seconds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        thread::scope(|scope| {
            for schools in england.schools.chunks(england.schools.len().div_ceil(THREADS)) {
                scope.spawn(move || {
                    let sheets = schools.iter().flat_map(|school| &school.sheets);
                    black_box(sheets.fold(0_u64, |sum, sheet| sum.wrapping_add(add_up(sheet.as_bytes()))))
                });
            }
        });
        start.elapsed().as_secs_f64()
    });
    england.bytes() as f64 / seconds.fold(f64::INFINITY, f64::min) / 1e9
}

/// The plain loop: words added up in eight sums.
fn add_up(bytes: &[u8]) -> u64 {
    let mut sums = [0_u64; 8];
    for block in bytes.as_chunks::<64>().0 {
        for (sum, word) in sums.iter_mut().zip(block.as_chunks::<8>().0) {
            *sum = sum.wrapping_add(u64::from_le_bytes(*word));
        }
    }
    sums.into_iter().fold(0, u64::wrapping_add)
}

/// The median and the best of several rounds, in seconds. Every round writes every result.
pub(crate) fn kernel(england: &England, results: &mut [Vec<PupilYear>]) -> (f64, f64) {
    let mut seconds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            round(england, results);
            start.elapsed().as_secs_f64()
        })
        .collect();
    seconds.sort_by(f64::total_cmp);
    (seconds[ROUNDS / 2], seconds[0])
}

fn round(england: &England, results: &mut [Vec<PupilYear>]) {
    let share = england.schools.len().div_ceil(THREADS);
    thread::scope(|scope| {
        for (schools, results) in england.schools.chunks(share).zip(results.chunks_mut(share)) {
            scope.spawn(move || {
                let mut room = Room::default();
                for (school, results) in schools.iter().zip(results) {
                    let dates = &england.dates[school.dates];
                    let pupils = school.sheets.iter().zip(&school.born).zip(results);
                    for (place, ((sheet, born), result)) in pupils.enumerate() {
                        if let Some(soon) = school.sheets.get(place + AHEAD) {
                            Kernel::fetch(soon);
                        }
                        let pupil = PupilSheet { sheet, sessions: &dates.held, date_of_birth: *born };
                        *result = dates.kernel.count(&pupil, &mut room);
                    }
                }
            });
        }
    });
}

/// One number that changes with any figure of any pupil; the same on every machine.
pub(crate) fn checksum(results: &[Vec<PupilYear>]) -> u64 {
    results.iter().flatten().fold(0, |sum: u64, year| {
        let first_met = year.first_met().map_or(0, |place| place as u64 + 1);
        let order = [year.in_window().into(), first_met, year.run().into(), year.longest_run().into()];
        let totals = [year.possible(), year.authorised(), year.unauthorised(), year.missing(), year.unmarked()];
        let figures = Code::all().map(|code| year.of(code)).chain(totals).map(u64::from).chain(order);
        figures.fold(sum, |sum, figure| (sum ^ figure).wrapping_mul(0x0000_0100_0000_01B3))
    })
}
