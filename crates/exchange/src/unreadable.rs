//! A file that cannot be read at all.

use crate::Position;
use std::io;

/// Why a file cannot be read at all, or not to its end. The import fails; nothing after this place was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The bytes could not be had.
    #[error("the file could not be read: {detail}")]
    Io {
        /// The kind of failure.
        kind: io::ErrorKind,
        /// What the system said.
        detail: String,
    },
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Some bytes are not UTF-8, as in a file saved as Latin-1 or Windows-1252.
    #[error("the file is not UTF-8 at byte {byte} (line {line}); save it as UTF-8 and send it again")]
    NotUtf8 {
        /// The first byte that does not fit, from 1.
        byte: u64,
        /// Its line, from 1.
        line: u64,
    },
    /// The file says of itself that it is not UTF-8.
    #[error("the file is in {name}; save it as UTF-8 and send it again")]
    Encoding {
        /// The encoding that it names or begins with.
        name: String,
    },
    /// The first row of a CSV file holds values and not names of columns. They may be personal data and are not
    /// repeated.
    #[error("the first row is not a header row: it holds values instead of the names of columns")]
    NoHeader,
    /// The header row of a CSV file does not fit.
    #[error("{0}")]
    Header(HeaderFaults),
    /// The header row has too many columns.
    #[error("the header row has {found} columns, at most {most} can be read")]
    TooManyColumns {
        /// How many there are.
        found: usize,
        /// How many there may be.
        most: usize,
    },
    /// The lines end in a carriage return alone.
    #[error("the lines end in a carriage return alone; save the file with LF or CRLF line ends")]
    LineEnds,
    /// A row goes on and on.
    #[error("the row that begins on line {line} is longer than {most} bytes{}", unclosed(*.in_quotes))]
    RowTooLong {
        /// The line on which it begins, from 1.
        line: u64,
        /// How long it may be.
        most: usize,
        /// Whether it is so long because a quoted cell is still open.
        in_quotes: bool,
    },
    /// The file ends inside a quoted cell.
    #[error("the file ends inside a quoted cell of the row that begins on line {line}")]
    UnclosedQuote {
        /// The line on which the row begins, from 1.
        line: u64,
    },
    /// The XML file has a document type definition, which may hide attacks and which no Common Transfer File has.
    #[error("{position}: a document type definition (DOCTYPE) is refused")]
    Dtd {
        /// Where it begins.
        position: Position,
    },
    /// The XML file refers to an entity other than `lt`, `gt`, `amp`, `apos`, `quot` and a character by its number.
    #[error("{position}: the entity `{name}` is refused; only lt, gt, amp, apos, quot and character numbers are read")]
    Entity {
        /// Where the text or tag with it begins.
        position: Position,
        /// Its name.
        name: String,
    },
    /// The XML file is not well-formed.
    #[error("{position}: the XML is not well-formed: {detail}")]
    Malformed {
        /// Where.
        position: Position,
        /// Why.
        detail: String,
    },
    /// The XML file ends before its elements are closed.
    #[error("{position}: the file ends before the element `{open}` is closed")]
    Truncated {
        /// Where it ends.
        position: Position,
        /// The innermost element that is still open.
        open: String,
    },
    /// The XML file has more of something than can be read.
    #[error("{position}: more than {most} {what}")]
    TooMuch {
        /// Where the bound is passed.
        position: Position,
        /// What there is too much of.
        what: &'static str,
        /// How much of it there may be.
        most: u64,
    },
    /// The XML file is something else than a Common Transfer File.
    #[error("{position}: this is not a Common Transfer File: {detail}")]
    NotCtf {
        /// Where that shows.
        position: Position,
        /// Why.
        detail: String,
    },
}

fn unclosed(in_quotes: bool) -> &'static str {
    if in_quotes { "; a quoted cell in it is not closed" } else { "" }
}

impl Unreadable {
    /// A stable word that programs may match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "input_failed",
            Self::Empty => "empty_file",
            Self::NotUtf8 { .. } => "not_utf8",
            Self::Encoding { .. } => "encoding_not_supported",
            Self::NoHeader => "no_header",
            Self::Header(_) => "header_does_not_fit",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::LineEnds => "line_ends_not_supported",
            Self::RowTooLong { .. } => "row_too_long",
            Self::UnclosedQuote { .. } => "unclosed_quote",
            Self::Dtd { .. } => "document_type_refused",
            Self::Entity { .. } => "entity_refused",
            Self::Malformed { .. } => "malformed_xml",
            Self::Truncated { .. } => "truncated_xml",
            Self::TooMuch { .. } => "too_large",
            Self::NotCtf { .. } => "not_a_common_transfer_file",
        }
    }

    /// The line at which reading stopped, where there is one.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Io { .. } | Self::Empty | Self::Encoding { .. } | Self::LineEnds => None,
            Self::NoHeader | Self::Header(_) | Self::TooManyColumns { .. } => Some(1),
            Self::NotUtf8 { line, .. } | Self::RowTooLong { line, .. } | Self::UnclosedQuote { line } => Some(*line),
            Self::Dtd { position }
            | Self::Entity { position, .. }
            | Self::Malformed { position, .. }
            | Self::Truncated { position, .. }
            | Self::TooMuch { position, .. }
            | Self::NotCtf { position, .. } => Some(position.line),
        }
    }
}

impl From<&io::Error> for Unreadable {
    fn from(error: &io::Error) -> Self {
        Self::Io { kind: error.kind(), detail: error.to_string() }
    }
}

/// Everything that does not fit in the header row of a CSV file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeaderFaults {
    /// Columns that must be there and are not.
    pub missing: Vec<&'static str>,
    /// Columns that nothing is known of; nothing in a file is silently ignored.
    pub unknown: Vec<String>,
    /// Columns that stand there more than once.
    pub duplicate: Vec<&'static str>,
}

impl HeaderFaults {
    /// Whether the header fits.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.unknown.is_empty() && self.duplicate.is_empty()
    }
}

impl std::fmt::Display for HeaderFaults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts = Vec::new();
        if !self.missing.is_empty() {
            parts.push(format!("missing columns: {}", self.missing.join(", ")));
        }
        if !self.unknown.is_empty() {
            parts.push(format!("unknown columns: {}", self.unknown.join(", ")));
        }
        if !self.duplicate.is_empty() {
            parts.push(format!("columns that stand there twice: {}", self.duplicate.join(", ")));
        }
        write!(f, "the header row does not fit: {}", parts.join("; "))
    }
}
