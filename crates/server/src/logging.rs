//! Logs: always on standard error, never with personal data.

use crate::Settings;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Begins to log for this process; a second call changes nothing.
pub fn begin(settings: &Settings) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let text = match settings.log_format.as_deref() {
        Some("text") => true,
        Some(_) => false,
        None => std::io::stderr().is_terminal(),
    };
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(true);
    let begun = if text { builder.try_init() } else { builder.json().flatten_event(true).try_init() };
    // Only tests start more than one server in a process; the first has set the log up for all.
    drop(begun);
}
