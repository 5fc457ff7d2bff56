//! Solves the instance in a file and prints the answer as one line of JSON.

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use cover::{Instance, Limits, solve};

fn main() -> ExitCode {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("usage: solve FILE.json");
        return ExitCode::from(2);
    };
    match answer(&file) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{file}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn answer(file: &str) -> Result<String, Box<dyn Error>> {
    let day: Instance = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let start = Instant::now();
    let best = solve(&day, Limits::NONE, &mut || false)?;
    let line = serde_json::json!({
        "status": best.status,
        "objective": best.objective,
        "bound": best.bound,
        "seconds": start.elapsed().as_secs_f64(),
        "assignments": best.assignments,
    });
    Ok(line.to_string())
}
