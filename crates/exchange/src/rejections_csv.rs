//! Rejections as a CSV file for the person who sent the import.

use crate::{Rejected, table_csv::harmless};
use std::io::{self, Write};

/// Writes rejections as CSV with the columns `line`, `column`, `code` and `detail`, one row for each fault. No cell
/// can be taken for a formula by a spreadsheet.
pub struct RejectionsCsv<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> RejectionsCsv<W> {
    /// Begins with the header.
    pub fn new(to: W) -> io::Result<Self> {
        let mut rows = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        rows.write_record(["line", "column", "code", "detail"])?;
        Ok(Self { rows })
    }

    /// Adds a rejected row: each fault on its own line of the file where that is known, otherwise on that of the row.
    pub fn write(&mut self, rejected: &Rejected) -> io::Result<()> {
        for fault in &rejected.errors {
            let line = fault.position.map_or(rejected.line, |position| position.line);
            self.write_fault(line, fault.column, fault.code, &fault.detail)?;
        }
        Ok(())
    }

    /// Adds one row, for faults that come from elsewhere.
    pub fn write_fault(&mut self, line: u64, column: &str, code: &str, detail: &str) -> io::Result<()> {
        let line = line.to_string();
        self.rows.write_record([line.as_str(), &harmless(column), &harmless(code), &harmless(detail)])?;
        Ok(())
    }

    /// Writes out what is still held and gives back the writer.
    pub fn finish(self) -> io::Result<W> {
        self.rows.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fault, Position};

    #[test]
    fn no_cell_is_a_formula() {
        let mut file = RejectionsCsv::new(Vec::new()).unwrap();
        let fault = Fault { position: None, column: "upn", code: "not_a_upn", detail: "=1+1, \"x\"".into() };
        let placed = Fault { position: Some(Position { line: 9, column: 4 }), ..fault.clone() };
        file.write(&Rejected { line: 7, errors: vec![fault, placed] }).unwrap();
        for start in ["=", "+", "-", "@", "\t", "\r"] {
            file.write_fault(1, "", "x", &format!("{start}y")).unwrap();
        }
        let text = String::from_utf8(file.finish().unwrap()).unwrap();
        let start = "line,column,code,detail\r\n7,upn,not_a_upn,\"'=1+1, \"\"x\"\"\"\r\n9,upn,";
        assert!(text.starts_with(start), "{text}");
        let read: Vec<_> = csv::Reader::from_reader(text.as_bytes()).into_records().map(Result::unwrap).collect();
        assert_eq!(read.len(), 8);
        assert!(read.iter().all(|row| row[3].starts_with('\'')));
    }
}
