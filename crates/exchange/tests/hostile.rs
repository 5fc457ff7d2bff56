//! Files that are broken or meant to harm, in all formats: each is refused with a precise reason and nothing panics.

use exchange::{Ctf, DateOrder, MarksCsv, Position, PupilsCsv, Unreadable};
use proptest::prelude::*;
use std::io::Read;

fn read_ctf(input: impl Read) -> Result<usize, Unreadable> {
    let mut file = Ctf::open(input)?;
    let mut count = 0;
    while file.next_pupil()?.is_some() {
        count += 1;
    }
    Ok(count)
}

fn read_pupils(input: impl Read) -> Result<usize, Unreadable> {
    let mut file = PupilsCsv::open(input, DateOrder::Iso)?;
    let mut count = 0;
    while file.next_row()?.is_some() {
        count += 1;
    }
    Ok(count)
}

fn read_marks(input: impl Read) -> Result<usize, Unreadable> {
    let mut file = MarksCsv::open(input, DateOrder::Uk)?;
    let mut count = 0;
    while file.next_row()?.is_some() {
        count += 1;
    }
    Ok(count)
}

fn at(line: u64, column: u64) -> Position {
    Position { line, column }
}

#[test]
fn document_types_are_refused_however_they_look() {
    let laughs = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">\
        <!ENTITY lol9 \"&lol2;&lol2;\">]>\n<CTfile>&lol9;</CTfile>";
    assert_eq!(read_ctf(laughs.as_bytes()), Err(Unreadable::Dtd { position: at(2, 1) }));
    let external = "<!DOCTYPE CTfile SYSTEM \"file:///etc/passwd\"><CTfile/>";
    assert_eq!(read_ctf(external.as_bytes()), Err(Unreadable::Dtd { position: at(1, 1) }));
    let lower = "<!doctype x><CTfile/>";
    assert_eq!(read_ctf(lower.as_bytes()), Err(Unreadable::Dtd { position: at(1, 1) }));
    let endless = (&b"<CTfile><!DOCTYPE a [<!ENTITY b \""[..]).chain(std::io::repeat(b'x'));
    assert_eq!(read_ctf(endless), Err(Unreadable::Dtd { position: at(1, 9) }));
    assert_eq!(read_ctf(&b"<!DOCTYPE a ["[..]), Err(Unreadable::Dtd { position: at(1, 1) }));
}

#[test]
fn entities_are_refused_in_text_and_attributes() {
    let refused = |text: &str| match read_ctf(text.as_bytes()) {
        Err(Unreadable::Entity { position, name }) => (position, name),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused("<CTfile>\n a &xxe; b</CTfile>"), (at(2, 4), "xxe".to_owned()));
    assert_eq!(refused("<CTfile>\n <a b='&nbsp;'/></CTfile>"), (at(2, 2), "nbsp".to_owned()));
    assert_eq!(refused("<CTfile>&#0;</CTfile>"), (at(1, 9), "#0".to_owned()));
    assert_eq!(read_ctf(&b"<CTfile a='&lt;'>&amp;&#65;</CTfile>"[..]), Ok(0));
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = "<CTfile>".to_owned() + &"<a>".repeat(100_000);
    assert!(matches!(read_ctf(deep.as_bytes()), Err(Unreadable::TooMuch { most: 32, .. })));
    let deep = "<CTfile><CTFpupilData><Pupil>".to_owned() + &"<a>".repeat(100_000);
    assert!(matches!(read_ctf(deep.as_bytes()), Err(Unreadable::TooMuch { most: 32, .. })));
    let ten_megabytes = || std::io::repeat(b'x').take(10_000_000);
    for start in ["<CTfile a='", "<CTfile>", "<CTfile><!--", "<CTfile><![CDATA[", "<?", "<", "<CTfile>&", "x"] {
        let result = read_ctf(start.as_bytes().chain(ten_megabytes()));
        assert!(matches!(result, Err(Unreadable::TooMuch { most: 65_536, .. })), "{start} {result:?}");
    }
    let pieces = "<CTfile>".to_owned() + &"x<!-- -->".repeat(70_000);
    assert!(matches!(read_ctf(pieces.as_bytes()), Err(Unreadable::TooMuch { what: "bytes in one text", .. })));
    let attributes: String = (0..70).map(|place| format!(" a{place}=''")).collect();
    assert!(matches!(read_ctf(format!("<CTfile{attributes}/>").as_bytes()), Err(Unreadable::TooMuch { most: 64, .. })));
    let name = "n".repeat(101);
    assert!(matches!(read_ctf(format!("<{name}/>").as_bytes()), Err(Unreadable::TooMuch { most: 100, .. })));
    let crowded = "<CTfile><CTFpupilData><Pupil>".to_owned() + &"<a/>".repeat(100_001);
    assert!(matches!(read_ctf(crowded.as_bytes()), Err(Unreadable::TooMuch { most: 100_000, .. })));
}

#[test]
fn xml_that_is_not_well_formed_fails() {
    let malformed = |text: &str| match read_ctf(text.as_bytes()) {
        Err(Unreadable::Malformed { position, .. }) => position,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(malformed("<CTfile>\n<a></b></CTfile>"), at(2, 4));
    assert_eq!(malformed("<CTfile/>\n<CTfile/>"), at(2, 1));
    assert_eq!(malformed("<CTfile/>\nmore"), at(1, 10));
    assert_eq!(malformed("<CTfile></CTfile></CTfile>"), at(1, 18));
    assert_eq!(malformed("<CTfile><a b='1' b='2'/></CTfile>"), at(1, 9));
    assert_eq!(malformed("<CTfile>a & b</CTfile>"), at(1, 11));
    assert_eq!(malformed("<CTfile><></></CTfile>"), at(1, 9));
    assert_eq!(malformed("<CTfile><a"), at(1, 9));
    assert_eq!(malformed(" <?xml version='1.0'?><CTfile/>"), at(1, 2));
    let truncated = read_ctf(&b"<CTfile><CTFpupilData><Pupil><UPN>R67412"[..]);
    assert_eq!(truncated, Err(Unreadable::Truncated { position: at(1, 41), open: "UPN".to_owned() }));
}

#[test]
fn xml_in_another_encoding_is_refused() {
    let other = |name: &str| Err(Unreadable::Encoding { name: name.to_owned() });
    assert_eq!(read_ctf(&b"<?xml version='1.0' encoding='ISO-8859-1'?><CTfile/>"[..]), other("ISO-8859-1"));
    assert_eq!(read_ctf(&b"\xFF\xFE<\0C\0"[..]), other("UTF-16"));
    assert_eq!(read_ctf(&b"\0<\0C"[..]), other("UTF-16"));
    assert_eq!(
        read_ctf(&b"<CTfile>\n\n<a>Exampl\xE9</a></CTfile>"[..]),
        Err(Unreadable::NotUtf8 { byte: 20, line: 3 })
    );
    assert_eq!(read_ctf(&b"\xEF\xBB\xBF<CTfile a='\xE9'/>"[..]), Err(Unreadable::NotUtf8 { byte: 15, line: 1 }));
    assert_eq!(read_ctf(&b"\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><CTfile/>"[..]), Ok(0));
}

#[test]
fn every_failure_has_a_code_and_reads_well() {
    let error = read_ctf(&b"<CTfile>\n<!DOCTYPE a>"[..]).expect_err("a document type");
    assert_eq!((error.code(), error.line()), ("document_type_refused", Some(2)));
    assert_eq!(error.to_string(), "line 2, column 1: a document type definition (DOCTYPE) is refused");
    let error = read_marks(&b"upn,date,code\n"[..]).expect_err("no session");
    assert_eq!((error.code(), error.line()), ("header_does_not_fit", Some(1)));
    assert_eq!(error.to_string(), "the header row does not fit: missing columns: session");
}

/// What matters to the parsers.
const PIECES: &[&str] = &[
    "upn,date,session,code\n",
    "upn,surname,forename,date_of_birth,sex,year_group,starting_day\n",
    "R674123101121,2026-09-02,am,/",
    "<CTfile><CTFpupilData>",
    "<Pupil><DOB>",
    "</DOB></Pupil>",
    "<YearData><Year>2025</Year>",
    "</YearData>",
    "<a b='",
    "'/>",
    "&amp;",
    "&x;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE",
];

/// Bytes that get deep into the parsers: pieces that matter, and single characters between them.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let single =
        prop::sample::select(&b",\"\n\r\0\xE9\xC3\xA9\xEF\xBB\xBF<>&;/?'= 02am"[..]).prop_map(|byte| vec![byte]);
    let piece = prop::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec());
    prop::collection::vec(prop_oneof![single, piece], 0..60).prop_map(|pieces| pieces.concat())
}

/// Anything at all, or something that looks like a file.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![prop::collection::vec(any::<u8>(), 0..400), pieces()]
}

/// Gives a byte or a few at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(into.len());
        (&mut self.0).take(count as u64).read(into)
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in bytes(), drip in 1usize..9) {
        prop_assert_eq!(read_ctf(&bytes[..]), read_ctf(Drip(&bytes, drip)));
        prop_assert_eq!(read_pupils(&bytes[..]), read_pupils(Drip(&bytes, drip)));
        prop_assert_eq!(read_marks(&bytes[..]), read_marks(Drip(&bytes, drip)));
    }

    #[test]
    fn nor_do_bytes_behind_a_good_start(bytes in bytes()) {
        let behind = |start: &[u8]| [start, &bytes].concat();
        let _ = read_ctf(&behind(b"<CTfile><CTFpupilData><Pupil><UPN>")[..]);
        let _ = read_pupils(&behind(b"upn,surname,forename,date_of_birth,sex,year_group,starting_day\n")[..]);
        let _ = read_marks(&behind(b"mis_id,date,session,code,minutes_late,comment\n1,02/09/2026,am,")[..]);
    }
}
