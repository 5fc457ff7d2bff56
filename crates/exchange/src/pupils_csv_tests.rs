use super::*;
use crate::{HeaderFaults, Rejected};
use proptest::prelude::*;
use school::pupil::{DeletionGround, EnrolmentKind, SenStatus};

const HEADER: &str = "upn,surname,forename,date_of_birth,sex,year_group,starting_day";
const ADA: &str = "R674123101121,Example,Ada,2015-01-31,F,7,2026-09-02";

fn read(bytes: impl AsRef<[u8]>) -> Result<Vec<Entry<PupilRow>>, Unreadable> {
    let mut pupils = PupilsCsv::open(bytes.as_ref(), DateOrder::Iso)?;
    let mut entries = Vec::new();
    while let Some(entry) = pupils.next_row()? {
        entries.push(entry);
    }
    Ok(entries)
}

fn good(bytes: impl AsRef<[u8]>) -> PupilRow {
    read(bytes).unwrap().remove(0).unwrap().values
}

fn faults(rejected: &Rejected) -> Vec<(&str, &str)> {
    rejected.errors.iter().map(|fault| (fault.column, fault.code)).collect()
}

#[test]
fn an_absent_column_and_an_empty_cell_are_different() {
    let row = good(format!("\u{feff}Address , {HEADER}\r\n,{ADA}\r\n").to_ascii_uppercase().replace("MADE", "made"));
    assert_eq!((&row.address, &row.legal_surname), (&Cell::Null, &Cell::Absent));
    assert_eq!(row.upn.value().map(String::from), Some("R674123101121".to_owned()));
    assert_eq!((row.year_group, row.sex), (Cell::Value(7), Sex::F));
    assert_eq!(row.starting_day, Cell::Value("2026-09-02".parse().unwrap()));
}

#[test]
fn every_column_is_read() {
    let header = COLUMNS.join(",");
    let cells = "R674123101121,R674123101121,m-1, Example ,Ada,Sample,Adelaide,Grace,31/01/2015,f,\
        \"1 Made-up Street\r\nNowhere \"\"Town\"\"\",N2,7A,02/09/2026,18/12/2026,moved_away,Guest,01/10/2026,\
        Y,no,EHCP,T,0,1,TRUE,f,n,WBRI,yes,Old School,\"New School, North\"";
    let bytes = format!("{header}\n{cells}\n");
    let mut pupils = PupilsCsv::open(bytes.as_bytes(), DateOrder::Uk).unwrap();
    let row = pupils.next_row().unwrap().unwrap().unwrap().values;
    assert_eq!((row.surname.as_str(), row.other_names), ("Example", Cell::Value("Grace".to_owned())));
    assert_eq!(row.address, Cell::Value("1 Made-up Street\nNowhere \"Town\"".to_owned()));
    assert_eq!((row.year_group, row.sen_status), (Cell::Value(-1), Cell::Value(SenStatus::Ehcp)));
    assert_eq!((row.ground, row.kind), (Cell::Value(DeletionGround::MovedAway), Cell::Value(EnrolmentKind::Guest)));
    assert_eq!((row.free_school_meals, row.pupil_premium), (Cell::Value(true), Cell::Value(false)));
    assert_eq!((row.english_additional_language, row.looked_after), (Cell::Value(true), Cell::Value(false)));
    assert_eq!((row.social_worker, row.child_protection), (Cell::Value(true), Cell::Value(false)));
    assert_eq!((row.boarder, row.young_carer), (Cell::Value(true), Cell::Value(false)));
    assert_eq!(row.next_school, Cell::Value("New School, North".to_owned()));
    assert_eq!(row.effective_from, Cell::Value("2026-10-01".parse().unwrap()));
    assert!(pupils.next_row().unwrap().is_none());
}

#[test]
fn a_rejected_row_names_all_that_is_wrong_and_stops_nothing() {
    let bad = "A674123101121,,Ada\u{7},31/01/2015,X,99,2026-02-30";
    let entries = read(format!("{HEADER},leaving_day\n{bad},never\n{ADA},\nR674123101121,x\n")).unwrap();
    let rejected = entries[0].as_ref().unwrap_err();
    assert_eq!(rejected.line, 2);
    let expected = [
        ("surname", "missing"),
        ("forename", "control_character"),
        ("date_of_birth", "not_a_date"),
        ("sex", "unknown_value"),
        ("upn", "upn_check_letter"),
        ("year_group", "unknown_year_group"),
        ("starting_day", "not_a_date"),
        ("leaving_day", "not_a_date"),
    ];
    assert_eq!(faults(rejected), expected);
    assert_eq!(entries[1].as_ref().unwrap().line, 3);
    assert_eq!(faults(entries[2].as_ref().unwrap_err()), [("", "wrong_number_of_cells")]);
}

#[test]
fn days_stand_in_their_order() {
    let row = "R674123101121,Example,Ada,2015-01-31,F,7,2014-09-02,2014-09-01";
    let entries = read(format!("{HEADER},leaving_day\n{row}\n")).unwrap();
    let expected = [("starting_day", "starts_before_birth"), ("leaving_day", "ends_before_it_begins")];
    assert_eq!(faults(entries[0].as_ref().unwrap_err()), expected);
}

#[test]
fn a_pupil_has_a_key() {
    let entries =
        read(format!("mis_id,{HEADER}\n,,Example,Ada,2015-01-31,F,X,2026-09-02\n7,{}\n", &ADA[13..])).unwrap();
    assert_eq!(faults(entries[0].as_ref().unwrap_err()), [("upn", "missing")]);
    assert_eq!(entries.len(), 2);
    let only_mis_id = format!("{}\n,{}\n", HEADER.replace("upn", "mis_id"), &ADA[14..]);
    assert_eq!(faults(read(only_mis_id).unwrap()[0].as_ref().unwrap_err()), [("mis_id", "missing")]);
}

#[test]
fn a_header_that_does_not_fit_is_told_in_full() {
    let header = "surname,SURNAME,forename,sex,Shoe Size,,year_group";
    let faults = HeaderFaults {
        missing: vec!["upn or mis_id", "date_of_birth", "starting_day"],
        unknown: vec!["\"Shoe Size\"".to_owned(), "(column 6 has no name)".to_owned()],
        duplicate: vec!["surname"],
    };
    assert_eq!(read(format!("{header}\n{ADA}\n")), Err(Unreadable::Header(faults)));
    let fifty: Vec<String> = (1..=43).map(|place| format!("column_{place}")).collect();
    let Err(Unreadable::Header(faults)) = read(format!("{HEADER},{}\n", fifty.join(","))) else { panic!() };
    assert_eq!((faults.unknown.len(), faults.missing.len()), (43, 0));
    let thousand = ",".repeat(999);
    assert_eq!(read(thousand), Err(Unreadable::TooManyColumns { found: 1000, most: 200 }));
}

#[test]
fn files_that_are_none_fail() {
    for empty in ["", "\u{feff}", "\n \r\n\n"] {
        assert_eq!(read(empty), Err(Unreadable::Empty));
    }
    assert_eq!(read(HEADER), Ok(vec![]));
    assert_eq!(read(ADA), Err(Unreadable::NoHeader));
    assert_eq!(read(format!("{HEADER}\r{ADA}\r")), Err(Unreadable::LineEnds));
    let latin1 = [HEADER.as_bytes(), b"\nR674123101121,Exampl\xE9,Ada"].concat();
    assert_eq!(read(latin1), Err(Unreadable::NotUtf8 { byte: 84, line: 2 }));
    assert_eq!(read(format!("{HEADER}\n\"{ADA}\n")), Err(Unreadable::UnclosedQuote { line: 2 }));
}

#[test]
fn texts_are_bounded() {
    let long = "é".repeat(101);
    let entries = read(format!("{HEADER}\n{}\n", ADA.replace("Example", &long))).unwrap();
    assert_eq!(faults(entries[0].as_ref().unwrap_err()), [("surname", "too_long")]);
    assert!(read(format!("{HEADER}\n{}\n", ADA.replace("Example", &long[2..]))).unwrap()[0].is_ok());
}

proptest! {
    #[test]
    fn names_and_addresses_come_through(
        surname in "[^\\p{Cc}\\s]([^\\p{Cc}]{0,20}[^\\p{Cc}\\s])?",
        address in "([^\\p{Cc}\\s]([^\\p{Cc}\n]{0,60}[^\\p{Cc}\\s])?)?",
        year_group in -2i16..=14,
        order in any::<bool>(),
    ) {
        let mut columns = [
            ("upn", "R674123101121".to_owned()), ("surname", surname.clone()), ("forename", "Ada".to_owned()),
            ("date_of_birth", "2015-01-31".to_owned()), ("sex", "M".to_owned()), ("address", address.clone()),
            ("year_group", year_group.to_string()), ("starting_day", "2026-09-02".to_owned()),
        ];
        if order {
            columns.reverse();
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(columns.iter().map(|(name, _)| name)).unwrap();
        writer.write_record(columns.iter().map(|(_, cell)| cell)).unwrap();
        let row = good(writer.into_inner().unwrap());
        prop_assert_eq!(row.surname, surname);
        prop_assert_eq!(row.address, if address.is_empty() { Cell::Null } else { Cell::Value(address) });
        prop_assert_eq!(row.year_group, Cell::Value(year_group));
    }
}
