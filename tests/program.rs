//! The program `rollcall` under a name that the tests can find.

use clap::Parser;
use server::commands::{CommandLine, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("rollcall: {failure}");
            ExitCode::FAILURE
        }
    }
}
