//! What holds for every endpoint.

mod copies;
mod headers;
mod lists;
mod operation;
mod tokens;
