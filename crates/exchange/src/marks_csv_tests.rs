use super::*;
use crate::{HeaderFaults, Rejected};
use proptest::prelude::*;

/// A mark as a test can keep it.
type Mark = (u64, String, Option<String>, Cell<u16>, Cell<String>);

fn read(bytes: &str) -> Result<Vec<Result<Mark, Rejected>>, Unreadable> {
    let mut file = MarksCsv::open(bytes.as_bytes(), DateOrder::Iso)?;
    let mut marks = Vec::new();
    while let Some(entry) = file.next_row()? {
        marks.push(entry.map(|row| {
            let mark = row.values;
            let key = mark.upn.map_or(mark.mis_id.unwrap_or_default(), Upn::as_str);
            let place = format!("{key} {} {}", mark.date, mark.session);
            (row.line, place, mark.code.map(str::to_owned), mark.minutes_late, mark.comment.map(Cow::into_owned))
        }));
    }
    Ok(marks)
}

fn faults(rejected: &Rejected) -> Vec<(&str, &str)> {
    rejected.errors.iter().map(|fault| (fault.column, fault.code)).collect()
}

#[test]
fn marks_are_read_as_they_stand() {
    let marks = read(
        "upn,date,session,code,minutes_late,comment\n\
         R674123101121,2026-09-02,AM,/,,\n\
         r674123101121,2026-09-02,pm,L,12,\"bus, \"\"again\"\"\r\nand rain\"\n\n\
         R674123101121,2026-09-03,Am, Y4 ,0,x\n\
         R674123101121,2026-09-03,pM,-,,\n\
         R674123101121,2026-09-04,am,,,\n",
    )
    .unwrap();
    let code = |code: &str| Some(code.to_owned());
    let upn = |rest: &str| format!("R674123101121 {rest}");
    let expected = [
        (2, upn("2026-09-02 am"), code("/"), Cell::Null, Cell::Null),
        (3, upn("2026-09-02 pm"), code("L"), Cell::Value(12), Cell::Value("bus, \"again\"\nand rain".to_owned())),
        (6, upn("2026-09-03 am"), code("Y4"), Cell::Null, Cell::Value("x".to_owned())),
        (7, upn("2026-09-03 pm"), None, Cell::Null, Cell::Null),
        (8, upn("2026-09-04 am"), None, Cell::Null, Cell::Null),
    ];
    assert_eq!(marks, expected.map(Ok));
}

#[test]
fn the_id_of_the_mis_is_a_key_too() {
    let marks = read("code,session,date,mis_id\n\\,pm,2026-09-02,p-17\n").unwrap();
    let place = "p-17 2026-09-02 pm".to_owned();
    assert_eq!(marks, [Ok((2, place, Some("\\".to_owned()), Cell::Absent, Cell::Absent))]);
}

#[test]
fn everything_wrong_in_a_row_is_named() {
    let marks = read(
        "upn,date,session,code,minutes_late\n\
         ,02/09/2026,noon,LATECOMER,-1\n\
         X1,,,/,481\n\
         R674123101121,2026-09-02,am,/,soon\n\
         R674123101121,2026-09-02,am,/,+5\n\
         R674123101121,2026-09-02,am,/\n\
         R674123101121,2026-09-02,am,5\" pipe,\n",
    )
    .unwrap();
    let all: Vec<_> = marks.iter().map(|mark| faults(mark.as_ref().unwrap_err())).collect();
    let late = "minutes_late";
    assert_eq!(
        all,
        [
            vec![
                ("upn", "missing"),
                ("date", "not_a_date"),
                ("session", "unknown_value"),
                ("code", "too_long"),
                (late, "out_of_range")
            ],
            vec![("upn", "not_a_upn"), ("date", "missing"), ("session", "missing"), (late, "out_of_range")],
            vec![(late, "not_a_number")],
            vec![(late, "not_a_number")],
            vec![("", "wrong_number_of_cells")],
            vec![("", "misplaced_quote")],
        ]
    );
}

#[test]
fn the_header_is_checked() {
    let faults = HeaderFaults {
        missing: vec!["upn or mis_id", "session"],
        unknown: vec!["\"pupil\"".to_owned()],
        duplicate: vec!["date"],
    };
    assert_eq!(read("pupil,date,date,code\n"), Err(Unreadable::Header(faults)));
}

/// Number in the UPN, day, whether morning, code, minutes late, comment.
type Written = (u64, i64, bool, String, u16, String);

fn written() -> impl Strategy<Value = Written> {
    let code = "[/\\\\A-Z#][0-9]?";
    (0u64..99_999_999_999, 0i64..9_000, any::<bool>(), code, 1u16..=480, "[^\\p{Cc}\\s]{0,9}")
}

proptest! {
    #[test]
    fn what_was_written_is_read(rows in prop::collection::vec(written(), 0..30)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["comment", "minutes_late", "code", "session", "date", "upn"]).unwrap();
        let mut expected = Vec::new();
        for (place, (number, day, morning, code, late, comment)) in rows.into_iter().enumerate() {
            let upn = Upn::with_check_letter(&format!("{number:012}")).unwrap();
            let date = "2010-09-01".parse::<Date>().unwrap() + chrono::Duration::days(day);
            let session = if morning { "am" } else { "PM" };
            let cells = [&comment, &late.to_string(), &code, session, &date.to_string(), upn.as_str()];
            writer.write_record(cells).unwrap();
            let comment = if comment.is_empty() { Cell::Null } else { Cell::Value(comment) };
            let key = format!("{upn} {date} {}", session.to_ascii_lowercase());
            expected.push(Ok((place as u64 + 2, key, Some(code), Cell::Value(late), comment)));
        }
        let bytes = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        prop_assert_eq!(read(&bytes).unwrap(), expected);
    }
}
