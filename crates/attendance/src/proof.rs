//! Proofs: the rules against slow and obvious ones, and against what the DfE has published.

mod concerns;
mod duties;
mod explanations;
mod published;
mod reference;
mod registers;
mod summaries;
mod world;
