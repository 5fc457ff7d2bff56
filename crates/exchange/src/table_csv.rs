//! A table as a CSV file for people and their spreadsheets.

use std::borrow::Cow;
use std::io;

/// Writes a table as CSV (RFC 4180): a header, lines that end with CR LF, and no cell that a spreadsheet can take for a formula.
pub fn table_csv<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> io::Result<Vec<u8>> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(header)?;
    for row in rows {
        file.write_record(row.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    file.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Spreadsheets run a cell that begins like a formula; an apostrophe before it makes it text.
pub(crate) fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_none_is_a_formula() {
        let rows = [["=1+1".to_owned(), "a \"b\", c\r\nd".to_owned()], ["@x".to_owned(), String::new()]];
        let file = String::from_utf8(table_csv(["one", "two"], rows).unwrap()).unwrap();
        assert_eq!(file, "one,two\r\n'=1+1,\"a \"\"b\"\", c\r\nd\"\r\n'@x,\r\n");
    }
}
