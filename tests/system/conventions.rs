//! What holds for every endpoint.

mod headers;
mod lists;
mod operation;
mod tokens;
