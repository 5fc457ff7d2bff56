//! Where the demonstration keeps its data: a folder of its own that goes with it, or the database that was named.

use crate::{Failure, Settings};
use std::path::PathBuf;

/// The database that the settings name where nobody named one.
const UNNAMED: &str = "sqlite://rollcall.db";

/// A folder that is removed when this goes.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "the demonstration's folder could not be removed");
        }
    }
}

/// The settings with the database to use, and the folder that holds it where it is a fresh one.
pub(super) fn choose(settings: &Settings) -> Result<(Settings, Option<Folder>), Failure> {
    if settings.database_url != UNNAMED {
        return Ok((settings.clone(), None));
    }
    let name: String = app::random_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let path = std::env::temp_dir().join(format!("rollcall-demo-{name}"));
    make_private(&path).map_err(Failure::io(format!("cannot make {}", path.display())))?;
    let folder = Folder(path);
    let database_url = format!("sqlite://{}", folder.0.join("demo.db").display());
    Ok((Settings { database_url, ..settings.clone() }, Some(folder)))
}

#[cfg(unix)]
fn make_private(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private(path: &std::path::Path) -> std::io::Result<()> {
    std::fs::create_dir(path)
}
