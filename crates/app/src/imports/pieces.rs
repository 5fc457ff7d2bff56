//! A kept file as a stream.

use crate::{App, Result};
use school::{AcademyId, ImportId};
use std::io::{self, Read};

/// Reads the pieces of a file one after the other.
pub(super) struct Pieces<'a> {
    app: &'a App,
    academy: AcademyId,
    id: ImportId,
    next: i32,
    piece: Vec<u8>,
    place: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(app: &'a App, academy: AcademyId, id: ImportId) -> Self {
        Self { app, academy, id, next: 0, piece: Vec::new(), place: 0 }
    }

    fn load(&mut self) -> Result<()> {
        let mut lent = self.app.pool.lend()?;
        let piece = store::imports::chunk(&mut lent, self.academy, self.id, self.next)?;
        self.piece = piece.unwrap_or_default();
        self.place = 0;
        self.next += 1;
        Ok(())
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.place == self.piece.len() {
            self.load().map_err(io::Error::other)?;
        }
        let rest = self.piece.get(self.place..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.place += count;
        Ok(count)
    }
}
