//! Registers, marks and what follows from them.

pub mod board;
pub mod closures;
pub mod concerns;
pub mod issues;
pub mod loading;
pub mod marks;
pub mod planned;
pub mod registers;
pub mod summaries;
pub mod verify;
pub(crate) mod writing;
