//! Files of other systems: receiving one, queueing it, working it off, and what became of its rows.
//!
//! A file is kept in pieces as it streams in ([`Receiving`]), queued, and worked off by whichever worker takes it
//! ([`run_next`]). The work commits in short transactions, each together with how far it has come, so that a worker that
//! was killed is followed by another that goes on where it stopped, and registers saved meanwhile hardly wait.

mod ctf;
mod format;
mod marks;
mod pace;
mod pieces;
mod pupils;
mod queries;
mod receiving;
mod rejections;
mod run;
mod sweep;
mod timetable;
mod worker;

pub use format::{Format, NotAFormat};
pub use queries::{find_import, list_imports, list_rejections};
pub use receiving::{Manner, NotReceived, Receiving, abandon, begin, keep_piece, queue};
pub use run::Progress;
pub use worker::{run_next, run_one};
