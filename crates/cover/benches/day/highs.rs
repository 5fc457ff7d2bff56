use std::error::Error;
use std::process::Command;

use cover::Instance;
use serde_json::Value;

/// What `HiGHS` finds, and nothing, with a word on stderr, where it cannot be run.
pub(crate) fn solve(day: &Instance) -> Option<Value> {
    run(day).inspect_err(|error| eprintln!("HiGHS was not run: {error}")).ok()
}

fn run(day: &Instance) -> Result<Value, Box<dyn Error>> {
    let file = std::env::temp_dir().join(format!("cover-day-{}.json", std::process::id()));
    std::fs::write(&file, serde_json::to_vec(day)?)?;
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/highs.py");
    let output = Command::new(python).arg(script).arg(&file).output();
    std::fs::remove_file(&file)?;
    let output = output?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(words.lines().last().unwrap_or("no reason given").to_owned().into());
    }
    // HiGHS greets on stdout before it answers.
    let words = String::from_utf8(output.stdout)?;
    Ok(serde_json::from_str(words.lines().last().unwrap_or_default())?)
}
