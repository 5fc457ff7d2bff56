//! `rollcall demo`: a made-up trust of two academies, written from a seed and served.
//!
//! Nothing of it is copied from anybody: people are made of forenames of every background and of surnames that say what
//! they are; marks follow the national mix of codes (DfE, pupil attendance in schools, 2025/26) and patterns that
//! attendance staff know. The same seed and the same day make the same data.

mod calendars;
mod cast;
mod clients;
mod clock;
mod contacts;
mod cover;
mod database;
mod day;
mod families;
mod feasts;
mod greeting;
mod history;
mod marks;
mod names;
mod needs;
mod plans;
mod profile;
mod random;
mod roll;
mod save;
mod shape;
mod staff;
#[cfg(test)]
mod tests;
mod timetable;
mod vetting;
mod world;

use crate::{Failure, Settings, start};
use clap::Args;
use clients::Clients;
use clock::RunningClock;
use day::Day;
use greeting::Greeting;
use school::{Clock, Date, SystemClock};
use shape::Size;
use std::io::Write;
use std::sync::Arc;
use world::World;

/// Settings of `rollcall demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// The day of the demonstration [default: today]; on a day without school the last school day before it.
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// What the people and their marks are made from: the same number makes the same trust.
    #[arg(long, value_name = "NUMBER", default_value_t = 2026)]
    seed: u64,
}

/// Makes the trust up, serves it and says how to try it. The data goes to a fresh database that goes with the process, or
/// to the empty one that the settings name.
pub(crate) fn run(settings: &Settings, demo: &Demo) -> Result<(), Failure> {
    let wanted = demo.today.unwrap_or_else(|| SystemClock.today());
    let day = Day::of(wanted)?;
    let (settings, folder) = database::choose(settings)?;
    let clients = Clients::make(day, demo.seed);
    let world = World::make(day, demo.seed, Size::WHOLE);
    let secrets = {
        let mut db = store::open(&settings.database_url)?;
        save::save(&mut db, &world, &clients, demo.seed)?
    };
    let served = actix_web::rt::System::new().block_on(async {
        let running = start(&settings, Arc::new(RunningClock::starting_at(day.now)))?;
        let address = running.address;
        say(&Greeting { wanted, world: &world, clients: &clients, secrets: &secrets, address })?;
        // All of it is in the database now.
        drop(world);
        running.finish().await.map_err(Failure::io("the server ended"))
    });
    drop(folder);
    served
}

fn say(greeting: &Greeting<'_>) -> Result<(), Failure> {
    let text = greeting.text().map_err(|_| Failure::Other("the greeting cannot be written".to_owned()))?;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::io("cannot write"))
}
