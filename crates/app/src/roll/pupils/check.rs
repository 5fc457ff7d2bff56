//! What the single values of a pupil must be.

use super::PupilFields;
use crate::roll::checks::{
    Checks, LONGEST_ADDRESS, LONGEST_CODE, LONGEST_FOREIGN_ID, LONGEST_GROUP, LONGEST_NAME, LONGEST_SCHOOL,
};
use chrono::{Datelike, Months};
use exchange::Cell;
use school::pupil::YEAR_GROUPS;
use school::{AcademicYear, Date};

/// The oldest that anybody on a roll is, in years.
const OLDEST: i32 = 100;
/// How many years ahead a stay may begin or end.
const YEARS_AHEAD: u32 = 20;

/// Checks every value by itself.
pub(super) fn values(fields: &PupilFields, today: Date, checks: &mut Checks) {
    texts(fields, checks);
    for (pointer, is_null) in [
        ("/surname", fields.surname == Cell::Null),
        ("/forename", fields.forename == Cell::Null),
        ("/date_of_birth", fields.date_of_birth == Cell::Null),
        ("/sex", fields.sex == Cell::Null),
        ("/starting_day", fields.starting_day == Cell::Null),
    ] {
        if is_null {
            checks.missing(pointer);
        }
    }
    if let Cell::Value(group) = fields.year_group
        && !YEAR_GROUPS.contains(&group)
    {
        checks.fail("/year_group", "unknown_year_group", "a year group is from -2 to 14");
    }
    if let Cell::Value(born) = fields.date_of_birth
        && !(today.year() - OLDEST..=today.year()).contains(&born.year())
    {
        checks.fail("/date_of_birth", "out_of_range", format!("a birth lies in the last {OLDEST} years"));
    }
    for (pointer, day) in [("/starting_day", fields.starting_day), ("/leaving_day", fields.leaving_day)] {
        if let Cell::Value(day) = day {
            school_day(pointer, day, today, checks);
        }
    }
}

/// A day that a register could have.
pub(super) fn school_day(pointer: &str, day: Date, today: Date, checks: &mut Checks) {
    let latest = today.checked_add_months(Months::new(12 * YEARS_AHEAD)).unwrap_or(today);
    if AcademicYear::of(day).is_none() || day > latest {
        let detail = format!("a day on roll is after 1 August 1990 and at most {YEARS_AHEAD} years ahead");
        checks.fail(pointer, "out_of_range", detail);
    }
}

fn texts(fields: &PupilFields, checks: &mut Checks) {
    for (pointer, cell, most) in [
        ("/surname", &fields.surname, LONGEST_NAME),
        ("/forename", &fields.forename, LONGEST_NAME),
        ("/legal_surname", &fields.legal_surname, LONGEST_NAME),
        ("/legal_forename", &fields.legal_forename, LONGEST_NAME),
        ("/other_names", &fields.other_names, LONGEST_NAME),
        ("/mis_id", &fields.mis_id, LONGEST_FOREIGN_ID),
        ("/registration_group", &fields.registration_group, LONGEST_GROUP),
        ("/ethnicity", &fields.ethnicity, LONGEST_CODE),
        ("/next_school", &fields.next_school, LONGEST_SCHOOL),
    ] {
        if let Cell::Value(text) = cell {
            checks.line(pointer, text, most);
        }
    }
    for (pointer, cell, most) in
        [("/address", &fields.address, LONGEST_ADDRESS), ("/last_school", &fields.last_school, LONGEST_SCHOOL)]
    {
        if let Cell::Value(text) = cell {
            checks.lines(pointer, text, most);
        }
    }
}
