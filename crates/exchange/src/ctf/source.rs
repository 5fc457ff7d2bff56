//! Bytes for the XML parser: counted, placed, and given out only up to an allowance.

use crate::Position;
use std::io::{self, BufRead, Read};

/// Hands on bytes, keeps the line and column, and fails once the allowance for one piece of XML is spent. So the parser
/// cannot gather a tag or text without end in memory.
pub(super) struct Source<R> {
    input: R,
    position: Position,
    offset: u64,
    allowance: usize,
}

/// The allowance is spent.
#[derive(Debug, thiserror::Error)]
#[error("a tag or text in the XML is too long")]
pub(super) struct AllowanceSpent;

impl<R: BufRead> Source<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, position: Position { line: 1, column: 1 }, offset: 0, allowance: 0 }
    }

    /// Says that bytes stand before the text which are no part of it, such as a byte-order mark.
    pub(super) fn begins_behind(&mut self, bytes: u64) {
        self.offset = bytes;
    }

    /// Sets how many bytes may be given out from here on.
    pub(super) fn allow(&mut self, bytes: usize) {
        self.allowance = bytes;
    }

    /// Where the next byte stands.
    pub(super) fn position(&self) -> Position {
        self.position
    }

    /// How many bytes stand before it.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let count = bytes.len().min(into.len());
        into[..count].copy_from_slice(&bytes[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let bytes = self.input.fill_buf()?;
        if self.allowance == 0 && !bytes.is_empty() {
            return Err(io::Error::other(AllowanceSpent));
        }
        Ok(&bytes[..bytes.len().min(self.allowance)])
    }

    fn consume(&mut self, count: usize) {
        // What is consumed was filled before, so this reads nothing and cannot fail.
        for byte in self.input.fill_buf().unwrap_or_default().iter().take(count) {
            if *byte == b'\n' {
                self.position.line += 1;
                self.position.column = 1;
            } else if byte & 0b1100_0000 != 0b1000_0000 {
                // Bytes that continue a character of UTF-8 do not begin one.
                self.position.column += 1;
            }
        }
        self.offset += count as u64;
        self.allowance = self.allowance.saturating_sub(count);
        self.input.consume(count);
    }
}
