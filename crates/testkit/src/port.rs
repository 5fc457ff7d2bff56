//! Ports for programs that are told where to listen.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};

/// The first of the ports that are looked at, below those that a system gives to whoever asks for any.
const FIRST: u32 = 16_000;
/// How many there are.
const COUNT: u32 = 16_000;

/// A port that nobody listens on. It is none of those that a listener on port 0 is given: one that was free a moment ago could be
/// given to another server of the same tests before the program that is told of it has started.
pub fn free() -> Option<u16> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let begin = std::process::id().wrapping_mul(97);
    (0..COUNT).find_map(|_| {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(FIRST + begin.wrapping_add(step) % COUNT).ok()?;
        TcpListener::bind(("127.0.0.1", port)).is_ok().then_some(port)
    })
}
