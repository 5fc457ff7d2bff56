//! `rollcall import`.

use crate::{Failure, Settings};
use app::imports::{Format, Manner, Progress, Receiving, list_rejections, run_one};
use app::{Acting, App};
use clap::Args;
use exchange::DateOrder;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use school::{AcademyId, Date, Instant, SystemClock};
use serde_json::json;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use store::imports::Import as Done;

/// Settings of `rollcall import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The academy, by its id or its URN.
    #[arg(long, value_name = "ID")]
    academy: String,
    /// pupils-csv, marks-csv, ctf, timetable-csv or periods-csv.
    #[arg(long)]
    format: String,
    /// Tell what would happen and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Dates in the file are written DD/MM/YYYY.
    #[arg(long)]
    uk_dates: bool,
    /// From which day a file of the timetable holds.
    #[arg(long, value_name = "DATE")]
    effective_from: Option<Date>,
    /// A file of the timetable is the whole of it.
    #[arg(long)]
    complete: bool,
    /// When the other system wrote a file of marks, e.g. 2026-11-23T06:30:00Z: it changes nothing that a later one has said.
    #[arg(long, value_name = "INSTANT")]
    exported_at: Option<Instant>,
    /// Print one JSON object with the counts.
    #[arg(long)]
    json: bool,
    /// The file.
    file: PathBuf,
}

/// How many rejections are shown; the API lists all.
const REJECTIONS_SHOWN: i64 = 20;

pub(super) fn run(settings: &Settings, import: &Import) -> Result<(), Failure> {
    let app = crate::listener::application(settings, Arc::new(SystemClock))?;
    let acting = crate::operator();
    let academy = academy(&app, &acting, &import.academy)?;
    let format: Format = import.format.parse().map_err(|error| Failure::Setting(format!("{error}")))?;
    let dates = if import.uk_dates { DateOrder::Uk } else { DateOrder::Iso };
    let manner = Manner {
        dates,
        effective_from: import.effective_from,
        complete: import.complete,
        exported_at: import.exported_at,
    };
    let receiving = Receiving::begin(&app, &acting, academy, format, import.dry_run, manner)?;
    let queued = send(receiving, &app, &import.file)?;
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{elapsed_precise} {bar:40} {pos}/{len} rows {per_sec}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let done = run_one(&app, queued.id, &mut |progress: &Progress| {
        bar.set_length(progress.rows.unwrap_or(0));
        bar.set_position(u64::try_from(progress.counts.rows).unwrap_or(0));
    })?;
    bar.finish_and_clear();
    report(&app, &acting, &done, import.json)
}

fn academy(app: &App, acting: &Acting, named: &str) -> Result<AcademyId, Failure> {
    let all = app.read(acting, |cx| Ok(store::roll::academies::all(cx.db)?))?;
    let found = all.iter().find(|each| each.id.to_string() == named || each.urn.as_deref() == Some(named));
    found.map(|each| each.id).ok_or_else(|| Failure::Other("there is no such academy".to_owned()))
}

fn send(mut receiving: Receiving, app: &App, path: &PathBuf) -> Result<Done, Failure> {
    let shown = path.display().to_string();
    let mut file = File::open(path).map_err(Failure::io(format!("cannot open {shown}")))?;
    let mut piece = vec![0; 1024 * 1024];
    loop {
        let read = file.read(&mut piece).map_err(Failure::io(format!("cannot read {shown}")))?;
        if read == 0 {
            return Ok(receiving.queue(app)?);
        }
        receiving.receive(app, &piece[..read]).map_err(|error| Failure::Other(error.to_string()))?;
    }
}

fn report(app: &App, acting: &Acting, done: &Done, as_json: bool) -> Result<(), Failure> {
    let counts = done.counts;
    if as_json {
        println!(
            "{}",
            json!({ "id": done.id, "status": done.status, "problem": done.problem, "rows": counts.rows,
                "created": counts.created, "updated": counts.updated, "unchanged": counts.unchanged,
                "rejected": counts.rejected, "warnings": counts.warnings, "conflicts": counts.conflicts })
        );
    } else {
        println!(
            "{}: {} rows, {} created, {} updated, {} unchanged, {} rejected, {} with a warning, {} in conflict",
            done.status,
            counts.rows,
            counts.created,
            counts.updated,
            counts.unchanged,
            counts.rejected,
            counts.warnings,
            counts.conflicts
        );
        let rejections = app.read(acting, |cx| list_rejections(cx, done.id, None, REJECTIONS_SHOWN))?;
        for rejection in &rejections {
            println!("  line {}, {}: {} ({})", rejection.line, rejection.field, rejection.detail, rejection.code);
        }
    }
    match &done.problem {
        Some(problem) => Err(Failure::Other(problem.clone())),
        None => Ok(()),
    }
}
