//! What the made-up trust must be like.

mod kept;
mod lawful;
mod mix;
mod people;

use super::day::Day;
use super::shape::Size;
use super::world::{MadePupil, MadeSheet, World};
use school::AcademicYear;
use std::sync::LazyLock;

/// A trust small enough for tests.
const SMALL: Size = Size { forms: 2, form_size: 18, classes: 2, class_size: 15 };

const SEED: u64 = 2026;

/// The whole trust, made once.
static WHOLE: LazyLock<World> = LazyLock::new(|| World::make(day("2026-11-24"), SEED, Size::WHOLE));

/// The year group in which a pupil was when a sheet was kept.
fn year_group(pupil: &MadePupil, sheet: &MadeSheet) -> i16 {
    let of_year = pupil.characteristics.iter().find(|(from, _)| AcademicYear::of(*from) == Some(sheet.year));
    of_year.and_then(|(_, values)| values.year_group).unwrap()
}

fn day(text: &str) -> Day {
    Day::of(text.parse().unwrap()).unwrap()
}

fn small(text: &str) -> World {
    World::make(day(text), SEED, SMALL)
}
