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

use proptest::test_runner::Config;

/// How many made-up cases a proof looks at: so many in an ordinary run, and as many as `ROLLCALL_PROOF_CASES` says where it is set,
/// for a night of millions (`ROLLCALL_PROOF_CASES=100000 cargo test --release -p attendance proof::`).
fn cases(usual: u32) -> Config {
    let asked = std::env::var("ROLLCALL_PROOF_CASES").ok().and_then(|cases| cases.parse().ok());
    Config::with_cases(asked.unwrap_or(usual))
}
