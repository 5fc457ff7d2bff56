use super::*;
use proptest::prelude::*;

type Rows = Vec<(u64, Vec<String>)>;

/// Gives its bytes a few at a time, as a network does.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(into.len());
        (&mut self.0).take(count as u64).read(into)
    }
}

fn rows(input: impl Read) -> Result<Rows, Unreadable> {
    let mut scanner = Scanner::open(input)?;
    let mut rows = Vec::new();
    while scanner.advance()? {
        let record = scanner.record()?;
        rows.push((record.line(), record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}

fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
    (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
}

#[test]
fn rows_know_their_physical_line() {
    let text = "\u{feff}a,b\r\n\r\n\"1\r\n2\", x \n  \n\"say \"\"ja\"\"\",\u{a0}é\u{a0}";
    let expected = vec![row(1, &["a", "b"]), row(3, &["1\r\n2", "x"]), row(6, &["say \"ja\"", "é"])];
    assert_eq!(rows(text.as_bytes()), Ok(expected.clone()));
    assert_eq!(rows(Drip(text.as_bytes(), 1)), Ok(expected));
}

#[test]
fn bytes_that_are_not_utf8_are_found() {
    assert_eq!(rows(&b"a\nb\nZo\xEB\n"[..]), Err(Unreadable::NotUtf8 { byte: 7, line: 3 }));
    assert_eq!(rows(&b"a\n\"b\"\"\n\xEB\"\n"[..]), Err(Unreadable::NotUtf8 { byte: 8, line: 3 }));
    assert_eq!(rows(&b"\xEF\xBB\xBF\xFF\n"[..]), Err(Unreadable::NotUtf8 { byte: 4, line: 1 }));
    assert_eq!(rows(&b"\xFF\xFEa\0"[..]), Err(Unreadable::Encoding { name: "UTF-16".to_owned() }));
}

#[test]
fn what_has_no_end_is_refused() {
    assert_eq!(rows(&b"a\n\"b\nc\n"[..]), Err(Unreadable::UnclosedQuote { line: 2 }));
    let endless = std::io::repeat(b'x');
    assert_eq!(rows(endless), Err(Unreadable::RowTooLong { line: 1, most: LONGEST_ROW, in_quotes: false }));
    let endless = (&b"a\n\""[..]).chain(std::io::repeat(b'\n'));
    assert_eq!(rows(endless), Err(Unreadable::RowTooLong { line: 2, most: LONGEST_ROW, in_quotes: true }));
}

#[test]
fn a_failing_input_fails_the_file() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::new(ErrorKind::UnexpectedEof, "the sender went away"))
        }
    }
    let expected = Unreadable::Io { kind: ErrorKind::UnexpectedEof, detail: "the sender went away".to_owned() };
    assert_eq!(rows((&b"a\n"[..]).chain(Broken)), Err(expected));
}

fn written(table: &[Vec<String>], crlf: bool) -> Vec<u8> {
    let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().terminator(terminator).flexible(true).from_writer(Vec::new());
    for row in table {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

proptest! {
    #[test]
    fn what_was_written_is_read(
        table in prop::collection::vec(prop::collection::vec("[a\",\r\né ]{0,6}", 2..5), 0..6),
        crlf: bool,
        drip in 1usize..40,
    ) {
        let bytes = written(&table, crlf);
        let read: Vec<Vec<String>> = rows(Drip(&bytes, drip)).unwrap().into_iter().map(|(_, cells)| cells).collect();
        let expected: Vec<Vec<&str>> = table.iter().map(|row| row.iter().map(|cell| cell.trim()).collect()).collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn any_bytes_end_in_rows_or_an_error(
        bytes in prop::collection::vec(prop::sample::select(&b"a,\"\r\n\xC3\xA9 "[..]), 0..200),
        drip in 1usize..9,
    ) {
        prop_assert_eq!(rows(Drip(&bytes, drip)), rows(&bytes[..]));
    }
}
