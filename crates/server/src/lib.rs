//! The server: settings, the HTTP listener, background workers and the command line.

pub mod commands;
mod demo;
mod failure;
mod keys;
mod listener;
pub mod logging;
mod settings;
mod workers;

pub use commands::{make_client, prepare};
pub use failure::Failure;
pub use listener::{Running, start};
pub use settings::{Flags, OpenId, Settings};

use school::{Actor, Instant};
use uuid::Uuid;

/// An id from the machine's randomness.
fn random_uuid(at: Instant) -> Uuid {
    school::uuid_at(at, app::random_bytes())
}

/// Who acts when a command on the server's own machine does something.
pub fn operator() -> app::Acting {
    app::Acting { actor: Actor { client: None, person: None }, reach: access::Reach::everything() }
}
