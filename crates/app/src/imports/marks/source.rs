//! Where marks come from.

use exchange::{Cell, DateOrder, MarkRow, MarksCsv, Rejected, Row, Unreadable};
use school::{SessionAt, Upn};
use std::io::Read;

/// One mark as it was sent.
#[derive(Debug, Clone, Copy)]
pub(in crate::imports) struct SentRow<'a> {
    pub(in crate::imports) line: u64,
    pub(in crate::imports) upn: Option<&'a Upn>,
    pub(in crate::imports) mis_id: Option<&'a str>,
    pub(in crate::imports) at: SessionAt,
    /// None where there is no mark.
    pub(in crate::imports) code: Option<&'a str>,
    pub(in crate::imports) minutes_late: Option<u16>,
    pub(in crate::imports) comment: Option<&'a str>,
}

/// A row of a source.
pub(in crate::imports) enum Sent<'a> {
    Row(SentRow<'a>),
    Rejected(Rejected),
}

/// Gives marks one after the other, the same ones in the same order each time it is opened.
pub(in crate::imports) trait MarkSource {
    /// Hands the next row to `take`; answers whether there was one.
    fn next(&mut self, take: &mut dyn FnMut(Sent<'_>)) -> Result<bool, Unreadable>;
}

/// A CSV file.
pub(super) struct CsvSource<R> {
    file: MarksCsv<R>,
}

impl<R: Read> CsvSource<R> {
    pub(super) fn open(input: R, dates: DateOrder) -> Result<Self, Unreadable> {
        Ok(Self { file: MarksCsv::open(input, dates)? })
    }
}

impl<R: Read> MarkSource for CsvSource<R> {
    fn next(&mut self, take: &mut dyn FnMut(Sent<'_>)) -> Result<bool, Unreadable> {
        match self.file.next_row()? {
            None => return Ok(false),
            Some(Err(rejected)) => take(Sent::Rejected(rejected)),
            Some(Ok(Row { line, values })) => {
                let MarkRow { upn, mis_id, date, session, code, minutes_late, comment } = values;
                let comment = match &comment {
                    Cell::Value(text) => Some(text.as_ref()),
                    Cell::Absent | Cell::Null => None,
                };
                let at = SessionAt::new(date, session);
                take(Sent::Row(SentRow { line, upn, mis_id, at, code, minutes_late: minutes_late.value(), comment }));
            }
        }
        Ok(true)
    }
}
