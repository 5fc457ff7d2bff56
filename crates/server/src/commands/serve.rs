//! `rollcall serve`.

use crate::{Failure, Settings, start};
use school::SystemClock;
use std::sync::Arc;

/// Serves until a signal stops it; requests in flight are finished.
pub(super) fn serve(settings: &Settings) -> Result<(), Failure> {
    actix_web::rt::System::new().block_on(async {
        let running = start(settings, Arc::new(SystemClock))?;
        running.finish().await.map_err(Failure::io("the server ended"))
    })
}
