//! The command line.

mod client;
mod import;
mod serve;
mod small;

pub use client::make as make_client;
pub use small::prepare;

use crate::{Failure, Flags, Settings};
use clap::{Parser, Subcommand};

/// Rollcall: the open, API-first attendance and cover system for English academies.
#[derive(Debug, Parser)]
#[command(name = "rollcall", version, about, propagate_version = true)]
pub struct CommandLine {
    /// Settings.
    #[command(flatten)]
    pub flags: Flags,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API.
    Serve,
    /// Bring the database up to date, and make the trust in a new one.
    Migrate(small::Migrate),
    /// Serve a made-up trust of two academies to try things out.
    Demo(crate::demo::Demo),
    /// Manage API clients.
    #[command(subcommand)]
    Client(client::ClientCommand),
    /// Import a file of the MIS and wait for it.
    Import(import::Import),
    /// Print the OpenAPI document.
    Openapi,
    /// Replay every entry and prove that each mark sheet is what its entries say.
    Verify,
    /// Make a new key that signs access tokens; the old one verifies until its tokens expire.
    RotateKeys,
}

/// Does what the command line says.
pub fn run(line: CommandLine) -> Result<(), Failure> {
    let CommandLine { flags, command } = line;
    let settings = Settings::resolve(flags)?;
    crate::logging::begin(&settings);
    match command {
        Command::Serve => serve::serve(&settings),
        Command::Migrate(migrate) => small::migrate(&settings, &migrate),
        Command::Demo(demo) => crate::demo::run(&settings, &demo),
        Command::Client(command) => client::run(&settings, command),
        Command::Import(import) => import::run(&settings, &import),
        Command::Openapi => small::openapi(),
        Command::Verify => small::verify(&settings),
        Command::RotateKeys => small::rotate_keys(&settings),
    }
}
