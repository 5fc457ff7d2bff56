//! Filling the database.

use super::{ACADEMIES, connection, marks, rows, year, year_groups};
use crate::world::{GROUPS, PUPILS};
use crate::{Ground, prepare};
use school::{Clock, SystemClock};

pub(super) fn prepare(ground: &Ground) {
    let mut measured = connection(ground);
    let mut db = ground.open();
    let begun = std::time::Instant::now();
    let now = SystemClock.now();
    rows::make_table(&mut measured);
    let (mut in_sheets, mut in_rows) = (0, 0);
    for number in 0..ACADEMIES {
        in_sheets += store::write(&mut db, |db| {
            prepare::academy(db, number, year_groups(number), &[year()], now)?;
            prepare::past_year(db, number, |place, sessions| marks::of(number, place, sessions), now)
        })
        .expect("an academy");
        in_rows += rows::copy_sheets(&mut measured, number);
    }
    assert_eq!(in_sheets, in_rows, "the rows are not the marks of the sheets");
    rows::finish_table(&mut measured);
    println!(
        "{ACADEMIES} academies, {} pupils, {in_sheets} marks of {} in sheets, and the same marks in {in_rows} rows of \
         measured.marks; {:.0} s",
        ACADEMIES * GROUPS * PUPILS,
        year(),
        begun.elapsed().as_secs_f64()
    );
}
