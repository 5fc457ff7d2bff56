//! A trust of 60,000 pupils with the marks of a whole school year: its figures and concerns over HTTP, and the same figures in
//! SQL over a table with a row for each mark.

mod ask;
mod figures;
mod marks;
mod prepare;
mod questions;
mod rows;

use crate::Ground;
use crate::world::{self, YearGroups};
use clap::Subcommand;
use diesel::{Connection, PgConnection, connection::SimpleConnection};
use school::{AcademicYear, Date};

/// Academies, each of 40 registration groups of 30 pupils.
const ACADEMIES: u32 = 50;
/// Those in front have the year groups of a secondary school, the others all from reception on.
const SECONDARY: u32 = 40;

/// What is to be done with the trust.
#[derive(Subcommand)]
pub(crate) enum Mode {
    /// Fill an empty, migrated PostgreSQL database.
    Prepare,
    /// Ask for the figures and concerns, and time the answers.
    Ask,
}

pub(crate) fn run(ground: &Ground, mode: &Mode) {
    match mode {
        Mode::Prepare => prepare::prepare(ground),
        Mode::Ask => ask::ask(ground),
    }
}

/// The year whose marks there are: the one before the present one, from its first session to its last.
fn year() -> AcademicYear {
    world::this_year().previous().expect("a year before")
}

/// The first and the last day with school.
fn days() -> (Date, Date) {
    let sessions = world::sessions(year());
    (sessions.first().expect("a session").date, sessions.last().expect("a session").date)
}

fn year_groups(academy: u32) -> YearGroups {
    if academy < SECONDARY { YearGroups::SECONDARY } else { YearGroups::ALL_THROUGH }
}

/// A connection of its own: what is done here may take longer than the server lets a statement take.
fn connection(ground: &Ground) -> PgConnection {
    let mut connection = PgConnection::establish(&ground.database_url).expect("a PostgreSQL database");
    connection.batch_execute("SET statement_timeout = '10min'").expect("a setting");
    connection
}
