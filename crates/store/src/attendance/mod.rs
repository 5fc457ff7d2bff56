//! Mark sheets and what stands beside them.

pub mod amendments;
pub mod closure_marks;
pub mod concerns;
pub mod details;
pub mod elsewhere;
pub mod entries;
pub mod issues;
pub mod planned;
pub mod sheets;
pub mod words;
mod write_spans;
