//! Proofs: the rules against slow and obvious ones, and against what the DfE has published.

mod concerns;
mod duties;
mod explanations;
mod kernel;
mod published;
mod reference;
mod registers;
mod screen;
mod summaries;
mod world;
