//! Rows out of a stream of bytes, one at a time, in constant memory.

use super::split::{Span, Split, split};
use crate::Unreadable;
use std::{
    io::{ErrorKind, Read},
    ops::Range,
};

/// The longest row in bytes.
pub(super) const LONGEST_ROW: usize = 64 * 1024;
/// The buffer holds several of the longest rows, so that moving an unfinished row to its front is rare.
const BUFFER: usize = 4 * LONGEST_ROW;

/// Goes from row to row.
pub(super) struct Scanner<R> {
    input: R,
    buffer: Vec<u8>,
    /// The bytes that were read and do not belong to a row that was passed.
    unread: Range<usize>,
    /// Whether the input has no more bytes.
    ended: bool,
    /// How many bytes of the file stand before the unread ones.
    offset: u64,
    /// The line on which the unread bytes begin.
    line: u64,
    current: Current,
    spans: Vec<Span>,
}

/// The row that was found last.
#[derive(Default)]
struct Current {
    bytes: Range<usize>,
    offset: u64,
    line: u64,
    misplaced_quote: bool,
}

impl<R: Read> Scanner<R> {
    pub(super) fn open(input: R) -> Result<Self, Unreadable> {
        let mut scanner = Self {
            input,
            buffer: vec![0; BUFFER],
            unread: 0..0,
            ended: false,
            offset: 0,
            line: 1,
            current: Current::default(),
            spans: Vec::new(),
        };
        scanner.fill()?;
        match scanner.unread_bytes() {
            [0xEF, 0xBB, 0xBF, ..] => scanner.pass(3),
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return Err(Unreadable::Encoding { name: "UTF-16".to_owned() }),
            _ => {}
        }
        Ok(scanner)
    }

    /// Goes to the next row that is not blank; false at the end of the file.
    pub(super) fn advance(&mut self) -> Result<bool, Unreadable> {
        loop {
            let (ended, room) = (self.ended, self.unread.len());
            if ended && room == 0 {
                return Ok(false);
            }
            let bytes = self.buffer.get(self.unread.clone()).unwrap_or_default();
            match split(bytes, ended, &mut self.spans) {
                Split::Row { length, .. } if length > LONGEST_ROW => return Err(self.too_long(false)),
                Split::Row { length, lines, misplaced_quote } => {
                    let start = self.unread.start;
                    let bytes = start..start + length;
                    self.current = Current { bytes, offset: self.offset, line: self.line, misplaced_quote };
                    self.pass(length);
                    self.line += lines;
                    if !self.is_blank() {
                        self.join_doubled_quotes()?;
                        return Ok(true);
                    }
                }
                Split::Incomplete { .. } if ended => return Err(Unreadable::UnclosedQuote { line: self.line }),
                Split::Incomplete { in_quotes } if room > LONGEST_ROW => return Err(self.too_long(in_quotes)),
                Split::Incomplete { .. } => self.fill()?,
            }
        }
    }

    /// The row that was found last.
    pub(super) fn record(&self) -> Result<Record<'_>, Unreadable> {
        let bytes = self.buffer.get(self.current.bytes.clone()).unwrap_or_default();
        let text = std::str::from_utf8(bytes).map_err(|error| self.not_utf8(bytes, error.valid_up_to()))?;
        Ok(Record { text, spans: &self.spans, line: self.current.line, misplaced_quote: self.current.misplaced_quote })
    }

    /// Makes one quote of two in the cells that have them, in place. The bytes are checked first because places in
    /// the file are not to be had afterwards.
    fn join_doubled_quotes(&mut self) -> Result<(), Unreadable> {
        if !self.spans.iter().any(|span| span.doubled_quotes) {
            return Ok(());
        }
        self.record()?;
        let row = self.buffer.get_mut(self.current.bytes.clone()).unwrap_or_default();
        for span in self.spans.iter_mut().filter(|span| span.doubled_quotes) {
            let cell = row.get_mut(span.start..span.end).unwrap_or_default();
            let (mut from, mut to) = (0, 0);
            while let Some(&byte) = cell.get(from) {
                cell[to] = byte;
                to += 1;
                from += if byte == b'"' { 2 } else { 1 };
            }
            // What is left over behind the shortened cell may begin inside a character.
            cell[to..].fill(b' ');
            span.end = span.start + to;
        }
        Ok(())
    }

    fn is_blank(&self) -> bool {
        let row = self.buffer.get(self.current.bytes.clone()).unwrap_or_default();
        self.spans.len() == 1 && row.trim_ascii().is_empty()
    }

    fn pass(&mut self, bytes: usize) {
        self.unread.start += bytes;
        self.offset += bytes as u64;
    }

    /// Moves what is unread to the front and reads until the buffer is full or the input at its end.
    fn fill(&mut self) -> Result<(), Unreadable> {
        self.buffer.copy_within(self.unread.clone(), 0);
        self.unread = 0..self.unread.len();
        while !self.ended && self.unread.end < self.buffer.len() {
            match self.input.read(&mut self.buffer[self.unread.end..]) {
                Ok(0) => self.ended = true,
                // A reader that claims to have read more than there is room for is wrong, and is not believed.
                Ok(count) => self.unread.end = self.buffer.len().min(self.unread.end + count),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Unreadable::from(&error)),
            }
        }
        Ok(())
    }

    fn unread_bytes(&self) -> &[u8] {
        self.buffer.get(self.unread.clone()).unwrap_or_default()
    }

    fn too_long(&self, in_quotes: bool) -> Unreadable {
        Unreadable::RowTooLong { line: self.line, most: LONGEST_ROW, in_quotes }
    }

    fn not_utf8(&self, row: &[u8], good: usize) -> Unreadable {
        let line_ends = row.iter().take(good).filter(|byte| **byte == b'\n').count();
        Unreadable::NotUtf8 { byte: self.current.offset + good as u64 + 1, line: self.current.line + line_ends as u64 }
    }
}

/// A row.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    text: &'a str,
    spans: &'a [Span],
    line: u64,
    misplaced_quote: bool,
}

impl<'a> Record<'a> {
    /// How many cells there are.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The physical line on which the row begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Whether a quote stands where none belongs, so that the cells may be cut wrongly.
    pub(super) fn misplaced_quote(&self) -> bool {
        self.misplaced_quote
    }

    /// A cell without the blanks around it; empty where there is none.
    pub(super) fn cell(&self, place: usize) -> &'a str {
        let cell = self.spans.get(place).and_then(|span| self.text.get(span.start..span.end)).unwrap_or_default();
        match cell.as_bytes() {
            [] => cell,
            // Most cells begin and end in a visible character of ASCII, and need no look at Unicode.
            [only] if only.is_ascii_graphic() => cell,
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
            _ => cell.trim(),
        }
    }

    /// The cells in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'a str> {
        let record = *self;
        (0..self.len()).map(move |place| record.cell(place))
    }
}

#[cfg(test)]
#[path = "scanner_tests.rs"]
mod tests;
