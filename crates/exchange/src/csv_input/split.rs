//! Finding the cells of the first row in a stretch of bytes (RFC 4180).

/// Where a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The cell is quoted and holds doubled quotes.
    pub(super) doubled_quotes: bool,
}

/// What the bytes begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Split {
    /// A row, its cells being in the list handed in.
    Row {
        /// Bytes, the line end included.
        length: usize,
        /// Line ends in it, those inside quotes included.
        lines: u64,
        /// A quote stands where RFC 4180 has none.
        misplaced_quote: bool,
    },
    /// Less than a row.
    Incomplete {
        /// The bytes end inside a quoted cell.
        in_quotes: bool,
    },
}

struct Found {
    span: Span,
    /// The place of the comma or line feed behind the cell, or the end of the bytes.
    next: usize,
    lines: u64,
    misplaced_quote: bool,
}

/// Finds the first row. Where the file `ended`, the end of the bytes ends a row too.
pub(super) fn split(bytes: &[u8], ended: bool, spans: &mut Vec<Span>) -> Split {
    spans.clear();
    let (mut at, mut lines, mut misplaced_quote) = (0, 0, false);
    loop {
        let found = if bytes.get(at) == Some(&b'"') { quoted(bytes, at) } else { Some(plain(bytes, at)) };
        let Some(found) = found else { return Split::Incomplete { in_quotes: true } };
        lines += found.lines;
        misplaced_quote |= found.misplaced_quote;
        spans.push(found.span);
        match bytes.get(found.next) {
            Some(b',') => at = found.next + 1,
            Some(_) => return Split::Row { length: found.next + 1, lines: lines + 1, misplaced_quote },
            None if ended => return Split::Row { length: bytes.len(), lines, misplaced_quote },
            None => return Split::Incomplete { in_quotes: false },
        }
    }
}

fn plain(bytes: &[u8], at: usize) -> Found {
    let mut misplaced_quote = false;
    let mut next = at;
    while let Some(byte) = bytes.get(next) {
        match byte {
            b',' | b'\n' => break,
            b'"' => misplaced_quote = true,
            _ => {}
        }
        next += 1;
    }
    Found { span: Span { start: at, end: next, doubled_quotes: false }, next, lines: 0, misplaced_quote }
}

/// A quoted cell; none where its closing quote is not there.
fn quoted(bytes: &[u8], at: usize) -> Option<Found> {
    let start = at + 1;
    let (mut end, mut lines, mut doubled_quotes) = (start, 0, false);
    loop {
        match bytes.get(end)? {
            b'"' if bytes.get(end + 1) == Some(&b'"') => {
                doubled_quotes = true;
                end += 1;
            }
            b'"' => break,
            b'\n' => lines += 1,
            _ => {}
        }
        end += 1;
    }
    let behind = plain(bytes, end + 1);
    // Blanks between the closing quote and the comma, and the carriage return before a line feed, do no harm.
    let misplaced_quote = bytes.get(end + 1..behind.next)?.iter().any(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    Some(Found { span: Span { start, end, doubled_quotes }, next: behind.next, lines, misplaced_quote })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &str) -> (Vec<&str>, Split) {
        let mut spans = Vec::new();
        let split = split(bytes.as_bytes(), true, &mut spans);
        (spans.iter().map(|span| &bytes[span.start..span.end]).collect(), split)
    }

    #[test]
    fn commas_and_line_ends_inside_quotes_are_text() {
        let (found, split) = cells("a,\"b,\r\nc\" ,\"\"\nnext");
        assert_eq!(found, ["a", "b,\r\nc", ""]);
        assert_eq!(split, Split::Row { length: 14, lines: 2, misplaced_quote: false });
    }

    #[test]
    fn the_end_of_the_file_ends_a_row() {
        assert_eq!(cells("a,"), (vec!["a", ""], Split::Row { length: 2, lines: 0, misplaced_quote: false }));
        assert_eq!(split(b"a,", false, &mut Vec::new()), Split::Incomplete { in_quotes: false });
        assert_eq!(split(b"a,\"b\"", false, &mut Vec::new()), Split::Incomplete { in_quotes: false });
        assert_eq!(split(b"a,\"b\"\"", true, &mut Vec::new()), Split::Incomplete { in_quotes: true });
    }

    #[test]
    fn quotes_where_none_belong_are_noticed() {
        for wrong in ["5\" pipe,b", "\"a\"b,c", " \"a, b\"", "a,\"b\"\"\"c"] {
            assert!(matches!(cells(wrong).1, Split::Row { misplaced_quote: true, .. }), "{wrong}");
        }
        assert!(matches!(cells("\"a\"\"b\"\t,c").1, Split::Row { misplaced_quote: false, .. }));
    }
}
