//! The same questions asked of `DuckDB`: a row for each mark of one pupil in a hundred, in Parquet.

use crate::world::{England, School};
use attendance::{Code, kernel::PupilYear};
use school::CompulsorySchoolAge;
use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// One school in so many.
const SAMPLE: usize = 100;

/// Seconds that `DuckDB` would take for all of England: those for the sample, scaled. None where it cannot be asked.
pub(crate) fn ask(england: &England, results: &[Vec<PupilYear>]) -> Option<f64> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", "import duckdb"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        println!("duckdb: {python} has no package duckdb (python3 -m pip install duckdb)");
        return None;
    }
    let folder = std::env::temp_dir().join(format!("rollcall-england-{}", std::process::id()));
    let answer = write(england, &folder).and_then(|()| run(&python, &folder));
    if let Err(error) = fs::remove_dir_all(&folder) {
        println!("duckdb: the sample stays in {}: {error}", folder.display());
    }
    match answer {
        Ok(answer) => {
            compare(&answer, england, results);
            let pupils = answer["pupils"].as_u64()?;
            let seconds = answer["seconds"].as_f64()?;
            println!("duckdb: {seconds:.2} s for {pupils} pupils and {} rows, by question:", answer["rows"]);
            println!("        {}", answer["by_question"]);
            Some(seconds * england.pupils() as f64 / pupils as f64)
        }
        Err(error) => {
            println!("duckdb: {error}");
            None
        }
    }
}

fn sample(england: &England) -> impl Iterator<Item = (usize, &School)> {
    england.schools.iter().enumerate().step_by(SAMPLE)
}

/// Writes the sheets, the dates and what each code counts as; the script makes rows of them.
fn write(england: &England, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let letters: Vec<(Code, char)> = Code::all().zip(('A'..='Z').chain('a'..='z')).collect();
    let mut pupils = String::from("pupil,dates,age_from,age_to,marks\n");
    for (place, school) in sample(england) {
        let dates = &england.dates[school.dates];
        for (number, (sheet, born)) in school.sheets.iter().zip(&school.born).enumerate() {
            let age = CompulsorySchoolAge::of(*born);
            let pupil = place * 1_000_000 + number;
            let _ = write!(pupils, "{pupil},{},{},{},", school.dates, age.begins, age.ends);
            let letter = |place| sheet.get_index(place).map_or('_', |code| letters[code.place()].1);
            pupils.extend(dates.held.iter().map(letter));
            pupils.push('\n');
        }
    }
    fs::write(folder.join("pupils.csv"), pupils)?;
    let mut sessions = String::from("dates,number,date,session,window_from\n");
    for (place, dates) in england.dates.iter().enumerate() {
        for (number, at) in dates.held.iter().filter_map(|index| england.year.session_at(index)).enumerate() {
            let from = dates.weeks.window_ending(at.date, 10).map_or(at.date, |(from, _)| from);
            let _ = writeln!(sessions, "{place},{number},{},{},{from}", at.date, at.session.as_str());
        }
    }
    fs::write(folder.join("sessions.csv"), sessions)?;
    let mut codes = String::from("letter,code,possible,absent,unauthorised\n");
    for (code, letter) in letters {
        if let Some(row) = attendance::code::on(code, england.as_of) {
            let (possible, absent) = (row.counts_as.is_possible(), row.counts_as.is_absence());
            let _ = writeln!(codes, "{letter},{code},{possible},{absent},{}", row.penalty_notice);
        }
    }
    fs::write(folder.join("codes.csv"), codes)
}

fn run(python: &str, folder: &Path) -> io::Result<serde_json::Value> {
    let script: PathBuf = [env!("CARGO_MANIFEST_DIR"), "benches", "duckdb_england.py"].iter().collect();
    let output = Command::new(python).arg(script).arg(folder).output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(text.lines().last().unwrap_or_default()).map_err(io::Error::other)
}

/// Both must have found the same, or the comparison says nothing.
fn compare(answer: &serde_json::Value, england: &England, results: &[Vec<PupilYear>]) {
    let years = || sample(england).flat_map(|(place, _)| &results[place]);
    let number = |name: &str| answer[name].as_u64().unwrap_or(u64::MAX);
    let count = |holds: fn(&PupilYear) -> bool| years().filter(|year| holds(year)).count() as u64;
    assert_eq!(number("persistent"), count(PupilYear::is_persistent));
    assert_eq!(number("severe"), count(PupilYear::is_severe));
    assert_eq!(number("in_window"), count(|year| year.in_window() >= 10));
    assert_eq!(number("ever_met"), count(|year| year.first_met().is_some()));
    assert_eq!(number("longest_run_20"), count(|year| year.longest_run() >= 20));
    assert_eq!(number("last_run_20"), count(|year| year.run() >= 20));
    for code in Code::all() {
        let marks: u64 = years().map(|year| u64::from(year.of(code))).sum();
        assert_eq!(answer["by_code"][code.as_str()].as_u64().unwrap_or(0), marks, "{code}");
    }
    println!("duckdb: the same answers");
}
