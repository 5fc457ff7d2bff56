//! Commands of a few lines.

use crate::{Failure, Settings, keys};
use clap::Args;
use school::{Clock, SystemClock};
use std::io::Write;
use std::sync::Arc;

/// Settings of `rollcall migrate`.
#[derive(Debug, Args)]
pub struct Migrate {
    /// The name of the trust, for a new database.
    #[arg(long, value_name = "NAME", default_value = "The trust")]
    trust: String,
}

/// Brings the database up to date, and makes the trust in a new one.
pub(super) fn migrate(settings: &Settings, migrate: &Migrate) -> Result<(), Failure> {
    let ran = prepare(settings, &migrate.trust)?;
    tracing::info!(migrations = ran, "the database is up to date");
    Ok(())
}

/// Runs the migrations and founds the trust; answers how many migrations ran.
pub fn prepare(settings: &Settings, trust: &str) -> Result<usize, Failure> {
    let mut db = store::open(&settings.database_url)?;
    let ran = store::migrate(&mut db)?;
    let now = SystemClock.now();
    store::write(&mut db, |db| store::roll::academies::found_trust(db, crate::random_uuid(now), trust, now))?;
    Ok(ran)
}

/// Prints the OpenAPI document.
pub(super) fn openapi() -> Result<(), Failure> {
    std::io::stdout().write_all(api::document_json().as_bytes()).map_err(Failure::io("cannot write"))
}

/// Replays every entry of every academy.
pub(super) fn verify(settings: &Settings) -> Result<(), Failure> {
    let app = crate::listener::application(settings, Arc::new(SystemClock))?;
    let acting = crate::operator();
    let academies = app.read(&acting, |cx| Ok(store::roll::academies::all(cx.db)?))?;
    let mut differences = 0;
    for academy in academies {
        let found = app.read(&acting, |cx| app::attendance::verify::verify_sheets(cx, academy.id))?;
        println!(
            "{}: {} sheets, {} entries, {} differences",
            academy.id,
            found.sheets,
            found.entries,
            found.differences.len()
        );
        for difference in &found.differences {
            println!("  enrolment {} in {}: {}", difference.enrolment_id, difference.year, difference.what);
        }
        differences += found.differences.len();
    }
    if differences == 0 {
        Ok(())
    } else {
        Err(Failure::Other(format!("{differences} sheets differ from their entries")))
    }
}

/// Makes a new signing key.
pub(super) fn rotate_keys(settings: &Settings) -> Result<(), Failure> {
    let mut db = store::open(&settings.database_url)?;
    let kid = keys::rotate(&mut db, SystemClock.now())?;
    println!("{kid}");
    Ok(())
}
