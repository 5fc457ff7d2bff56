//! A file as it streams in.

use super::{Format, sweep};
use crate::{Acting, App, Context, Error, Kind, Result};
use chrono::Duration;
use exchange::DateOrder;
use school::{AcademicYear, AcademyId, Date, ImportId, Instant, Violation};
use serde_json::json;
use store::imports::{self, Counts, Import};

/// How large the pieces are in which a file is kept: as much as one short transaction writes.
const PIECE: usize = 1024 * 1024;

/// Why a file was not received. Nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum NotReceived {
    /// It is larger than an import takes.
    #[error("the file is larger than {most} bytes; send it in parts")]
    TooLarge {
        /// The most bytes that an import takes.
        most: u64,
    },
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// A file that is being received. Where it is dropped before [`Receiving::queue`], what was kept goes within a day.
#[derive(Debug)]
pub struct Receiving {
    academy: AcademyId,
    id: ImportId,
    acting: Acting,
    waiting: Vec<u8>,
    pieces: i32,
    bytes: u64,
}

/// How a file is to be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Manner {
    /// How its dates are written.
    pub dates: DateOrder,
    /// From which day a file of the timetable holds; the day on which it is worked off where it is not said.
    pub effective_from: Option<Date>,
    /// Whether what a file of the timetable does not name ends.
    pub complete: bool,
    /// When the other system wrote a file of marks: it changes no mark that a file written later has said.
    pub exported_at: Option<Instant>,
}

impl From<DateOrder> for Manner {
    fn from(dates: DateOrder) -> Self {
        Self { dates, ..Self::default() }
    }
}

/// Begins an import of an academy in reach; the status is `receiving`.
pub fn begin(
    cx: &mut Context<'_>,
    academy: AcademyId,
    format: Format,
    dry_run: bool,
    manner: impl Into<Manner>,
) -> Result<ImportId> {
    cx.academy(academy)?;
    let Manner { dates, effective_from, complete, exported_at } = manner.into();
    if effective_from.is_some_and(|day| AcademicYear::of(day).is_none()) {
        let detail = "a timetable holds from a day of the academic years 1990-91 to 2199-00";
        return Err(Error::invalid("/query/effective_from", "date_out_of_range", detail));
    }
    check_exported(cx, format, exported_at)?;
    let id = cx.new_id();
    let import = Import {
        id,
        academy_id: academy,
        format: format.as_str().to_owned(),
        dry_run,
        day_first: dates == DateOrder::Uk,
        effective_from,
        complete,
        exported_at,
        status: "receiving".to_owned(),
        bytes: 0,
        counts: Counts::default(),
        problem: None,
        notes: None,
        created_at: cx.at,
        updated_at: cx.at,
        started_at: None,
        finished_at: None,
        lease_until: None,
        by: cx.acting.actor.clone(),
    };
    imports::insert(cx.db, &import)?;
    Ok(id)
}

/// How many minutes the clock of the other system may be ahead.
const MOST_MINUTES_AHEAD: i64 = 5;

fn check_exported(cx: &Context<'_>, format: Format, exported_at: Option<Instant>) -> Result<()> {
    let Some(exported_at) = exported_at else { return Ok(()) };
    let mut errors = Vec::new();
    if !matches!(format, Format::MarksCsv | Format::Ctf) {
        let detail = "only files of marks are put in the order in which they were written";
        errors.push(Violation::new("/query/exported_at", "not_for_this_format", detail));
    }
    if exported_at > cx.at + Duration::minutes(MOST_MINUTES_AHEAD) {
        errors.push(Violation::new("/query/exported_at", "in_the_future", "a file is sent when it has been written"));
    }
    if AcademicYear::of(exported_at.date_naive()).is_none() {
        let detail = "registers are kept for academic years 1990-91 to 2199-00";
        errors.push(Violation::new("/query/exported_at", "date_out_of_range", detail));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Whether a file can have been written at a moment that it names itself.
pub(super) fn may_be_written_at(now: Instant, exported_at: Instant) -> bool {
    exported_at <= now + Duration::minutes(MOST_MINUTES_AHEAD) && AcademicYear::of(exported_at.date_naive()).is_some()
}

/// Keeps a piece of a file that is being received; pieces are numbered from 0.
pub fn keep_piece(cx: &mut Context<'_>, academy: AcademyId, id: ImportId, number: i32, bytes: &[u8]) -> Result<()> {
    Ok(imports::keep_chunk(cx.db, academy, id, number, bytes)?)
}

/// Throws an import away whose file did not arrive whole; one that was queued stays.
pub fn abandon(cx: &mut Context<'_>, academy: AcademyId, id: ImportId) -> Result<()> {
    Ok(imports::abandon(cx.db, academy, id)?)
}

/// Puts an import into the queue once its file is there; the status is `queued`.
pub fn queue(cx: &mut Context<'_>, academy: AcademyId, id: ImportId, bytes: u64) -> Result<Import> {
    if !imports::queue(cx.db, academy, id, i64::try_from(bytes).unwrap_or(i64::MAX), cx.at)? {
        return Err(Error::NotFound(Kind::Import));
    }
    cx.record(academy, "import", id, "created", json!(["format", "dry_run", "bytes"]))?;
    imports::find(cx.db, id)?.ok_or(Error::NotFound(Kind::Import))
}

impl Receiving {
    /// Begins an import of an academy in reach.
    pub fn begin(
        app: &App,
        acting: &Acting,
        academy: AcademyId,
        format: Format,
        dry_run: bool,
        manner: impl Into<Manner>,
    ) -> Result<Self> {
        let manner = manner.into();
        let id = app.write(acting, |cx| begin(cx, academy, format, dry_run, manner))?;
        Ok(Self { academy, id, acting: acting.clone(), waiting: Vec::new(), pieces: 0, bytes: 0 })
    }

    /// The import.
    pub fn id(&self) -> ImportId {
        self.id
    }

    /// Takes the next bytes of the file. Where it fails, the import has been abandoned.
    pub fn receive(&mut self, app: &App, bytes: &[u8]) -> std::result::Result<(), NotReceived> {
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        let most = app.settings.largest_import;
        if self.bytes > most {
            self.forget(app)?;
            return Err(NotReceived::TooLarge { most });
        }
        self.waiting.extend_from_slice(bytes);
        while self.waiting.len() >= PIECE {
            let rest = self.waiting.split_off(PIECE);
            let piece = std::mem::replace(&mut self.waiting, rest);
            self.keep(app, &piece)?;
        }
        Ok(())
    }

    /// Puts the import into the queue: the file is there whole.
    pub fn queue(mut self, app: &App) -> Result<Import> {
        let rest = std::mem::take(&mut self.waiting);
        if !rest.is_empty() {
            self.keep(app, &rest)?;
        }
        app.write(&self.acting, |cx| queue(cx, self.academy, self.id, self.bytes))
    }

    /// Abandons the import: nothing of it is left.
    pub fn abandon(self, app: &App) -> Result<()> {
        self.forget(app)
    }

    fn keep(&mut self, app: &App, piece: &[u8]) -> Result<()> {
        let kept = app.write(&self.acting, |cx| keep_piece(cx, self.academy, self.id, self.pieces, piece));
        if kept.is_err() {
            self.forget(app)?;
        }
        self.pieces += 1;
        kept
    }

    fn forget(&self, app: &App) -> Result<()> {
        sweep::drop_file(app, self.academy, self.id)?;
        app.write(&self.acting, |cx| abandon(cx, self.academy, self.id))
    }
}
