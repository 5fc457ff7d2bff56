//! The program `rollcall`.

use clap::Parser;
use server::commands::{CommandLine, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // The reason is for the person at the terminal, whatever the log level.
            eprintln!("rollcall: {failure}");
            ExitCode::FAILURE
        }
    }
}
