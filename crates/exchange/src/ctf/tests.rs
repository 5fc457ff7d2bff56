use super::*;
use crate::{Cell, Entry, Position, Rejected, Unreadable};
use proptest::prelude::*;
use school::pupil::SenStatus;

const HEADER: &str = "<Header><DocumentName>Common Transfer File</DocumentName><CTFVersion>24.0</CTFVersion>\
    <DateTime>2026-04-12T04:26:45</DateTime><DocumentQualifier>partial</DocumentQualifier>\
    <SourceSchool><LEA>999</LEA><Estab>4001</Estab><SchoolName>Made-up High</SchoolName>\
    <AcademicYear>2025</AcademicYear></SourceSchool>\
    <DestSchool><LEA>999</LEA><Estab>4002</Estab></DestSchool></Header>";
const ADA: &str = "<UPN>R674123101121</UPN><Surname>Example</Surname><Forename>Ada</Forename>\
    <DOB>2015-01-31</DOB><Gender>F</Gender>";

fn file(pupils: &str) -> String {
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    format!("{declaration}\n<CTfile>\n{HEADER}\n<CTFpupilData>{pupils}</CTFpupilData></CTfile>\n")
}

fn read(bytes: impl AsRef<[u8]>) -> Result<(Vec<Entry<CtfPupil>>, Vec<CtfNote>), Unreadable> {
    let mut file = Ctf::open(bytes.as_ref())?;
    let mut pupils = Vec::new();
    while let Some(pupil) = file.next_pupil()? {
        pupils.push(pupil);
    }
    Ok((pupils, file.notes()))
}

fn one(inside: &str) -> Entry<CtfPupil> {
    read(file(&format!("<Pupil>{inside}</Pupil>"))).unwrap().0.remove(0)
}

fn faults(rejected: &Rejected) -> Vec<(&str, &str)> {
    rejected.errors.iter().map(|fault| (fault.column, fault.code)).collect()
}

#[test]
fn the_header_says_who_sent_the_file() {
    let text = file("");
    let file = Ctf::open(text.as_bytes()).unwrap();
    let header = file.header();
    assert_eq!(header.version.as_deref(), Some("24.0"));
    assert_eq!(header.made_at.map(|made| made.to_string()).as_deref(), Some("2026-04-12 04:26:45"));
    assert_eq!(header.source.name.as_deref(), Some("Made-up High"));
    assert_eq!(
        (header.academic_year.as_deref(), header.destination.establishment_number.as_deref()),
        (Some("2025"), Some("4002"))
    );
    let bare = Ctf::open(&b"<CTfile/>"[..]).unwrap();
    assert_eq!(bare.header(), &CtfHeader::default());
}

#[test]
fn a_pupil_is_read_with_all_that_is_known() {
    let pupil = one(&format!(
        "{ADA}<FormerUPN/><MiddleNames>Grace &amp; &#233;<![CDATA[ <x>]]></MiddleNames>\
         <PreferredSurname>Sample</PreferredSurname>\
         <BasicDetails><Ethnicity>WBRI</Ethnicity><NCyearActual>R</NCyearActual><RegGroup>RA</RegGroup></BasicDetails>\
         <Languages><Type><LanguageType>F</LanguageType><Language>POL</Language></Type></Languages>\
         <FSMhistory><FSMinstance><FSMstartDate>2025-09-01</FSMstartDate></FSMinstance></FSMhistory>\
         <SENhistory><SEN><StartDate>2025-01-01</StartDate><SENprovision>E</SENprovision></SEN>\
         <SEN><StartDate>2024-01-01</StartDate><SENprovision>K</SENprovision></SEN></SENhistory>\
         <Admissions><EntryDate>2020-09-01</EntryDate><LeavingDate>2026-03-31</LeavingDate></Admissions>\
         <Address><BS7666Address><PAON>1</PAON><Street>Made-up Street</Street><SAON>Flat 2</SAON><Town>Nowhere</Town>\
         </BS7666Address><PostCode>ZZ1 1ZZ</PostCode></Address>\
         <SchoolHistory><School><LEA>999</LEA><Estab>4001</Estab><SchoolName>Made-up High</SchoolName>\
         <EntryDate>2020-09-01</EntryDate><LeavingReason>PM</LeavingReason></School></SchoolHistory>"
    ))
    .unwrap()
    .values;
    let row = &pupil.row;
    assert_eq!((row.surname.as_str(), row.forename.as_str()), ("Sample", "Ada"));
    assert_eq!(row.legal_surname, Cell::Value("Example".to_owned()));
    assert_eq!(row.other_names, Cell::Value("Grace & é <x>".to_owned()));
    assert_eq!((&row.former_upn, row.year_group), (&Cell::Null, Cell::Value(0)));
    assert_eq!((row.sen_status, row.free_school_meals), (Cell::Value(SenStatus::Ehcp), Cell::Value(true)));
    assert_eq!((row.english_additional_language, pupil.first_language.as_deref()), (Cell::Value(true), Some("POL")));
    assert_eq!(row.leaving_day, Cell::Value("2026-03-31".parse().unwrap()));
    assert_eq!(row.address, Cell::Value("Flat 2\n1 Made-up Street\nNowhere\nZZ1 1ZZ".to_owned()));
    assert_eq!(pupil.schools[0].leaving_reason.as_deref(), Some("PM"));
    assert!(row.looked_after.is_absent() && row.boarder.is_absent());
}

#[test]
fn attendance_is_found_under_any_wrapper() {
    let year = "<YearData><Year>2025</Year><LEA>999</LEA><SessionsPossible>310</SessionsPossible>\
        <SessionsAttended>290</SessionsAttended><AttendSessions><AttendanceStartDate>2025-09-01</AttendanceStartDate>\
        <AttendanceMarks>/\\ I</AttendanceMarks></AttendSessions></YearData>";
    for wrapper in ["Attendance", "PupilAttendance", "Some><Deep"] {
        let end = wrapper.split("><").collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("></");
        let pupil = one(&format!("{ADA}<{wrapper}>{year}{year}</{end}>")).unwrap().values;
        assert_eq!(pupil.years.len(), 2, "{wrapper}");
        let year = &pupil.years[0];
        assert_eq!((year.year, year.possible, year.attended, year.authorised), (2025, Some(310), Some(290), None));
        assert_eq!(year.raw_marks.as_deref(), Some("/\\ I"));
        assert_eq!(year.academic_year().map(|year| year.to_string()).as_deref(), Some("2025-26"));
        assert_eq!(year.ends, ["2026-04-12".parse::<school::Date>().unwrap()]);
        assert_eq!(year.marks(|_| None), Err(Undecided::NoCalendar));
    }
}

#[test]
fn a_wrong_value_rejects_its_pupil_only_and_is_placed() {
    let bad = "<Pupil>\n  <UPN>A674123101121</UPN><Surname>Example</Surname>\n  <é/><DOB>31/01/2015</DOB>\
        <Sex>U</Sex>\n<Sex>F</Sex><YearData><Year>25</Year><SessionsPossible>-3</SessionsPossible>\
        <SessionsAttended>733</SessionsAttended></YearData><YearData><Year>2024</Year><AttendSessions>\
        <AttendanceStartDate>2026-09-01</AttendanceStartDate></AttendSessions></YearData></Pupil>";
    let (pupils, _) = read(file(&format!("{bad}<Pupil>{ADA}</Pupil>"))).unwrap();
    let rejected = pupils[0].as_ref().unwrap_err();
    let expected = [
        ("Forename", "missing"),
        ("DOB", "not_a_date"),
        ("Sex", "duplicate_element"),
        ("Sex", "unknown_value"),
        ("UPN", "upn_check_letter"),
        ("Year", "not_a_year"),
        ("SessionsPossible", "not_a_number"),
        ("SessionsAttended", "out_of_range"),
        ("AttendSessions/AttendanceStartDate", "year_mismatch"),
    ];
    assert_eq!(faults(rejected), expected);
    assert_eq!(rejected.line, 4);
    assert_eq!(rejected.errors[1].position, Some(Position { line: 6, column: 7 }));
    assert!(rejected.errors[1].detail.contains("not guessed"));
    assert!(pupils[1].is_ok());
}

#[test]
fn unknown_elements_are_counted() {
    let contacts = "<Contacts><Contact><Surname>Sample</Surname><UPN>x</UPN></Contact></Contacts><Shoe/><Shoe>3</Shoe>";
    let (pupils, notes) = read(file(&format!("<Pupil>{ADA}{contacts}</Pupil><Odd/>"))).unwrap();
    assert_eq!(pupils[0].as_ref().unwrap().values.row.surname, "Example");
    let counts: Vec<_> = notes.iter().map(|note| (note.element.as_deref().unwrap(), note.count)).collect();
    assert_eq!(counts, [("Contacts", 1), ("Odd", 1), ("Shoe", 2)]);
}

#[test]
fn other_documents_are_refused() {
    let other = |text: &str| match read(text) {
        Err(Unreadable::NotCtf { detail, .. }) => detail,
        other => panic!("{other:?}"),
    };
    assert!(other("<ATfile/>").contains("ATfile"));
    assert!(other("upn,surname\n").contains("begin"));
    assert!(other("\n \n").contains("no XML element"));
    assert!(
        other(&file("").replace("Common Transfer File", "Admissions Data Transfer File")).contains("document name")
    );
    assert_eq!(read("").map(|_| ()), Err(Unreadable::Empty));
}

proptest! {
    #[test]
    fn names_come_through(name in "[^\\p{Cc}\\s]([^\\p{Cc}]{0,20}[^\\p{Cc}\\s])?") {
        let escaped = name.replace('&', "&amp;").replace('<', "&#x3C;").replace('>', "&gt;");
        let pupil = one(&ADA.replace("Example", &escaped)).unwrap().values;
        prop_assert_eq!(pupil.row.surname, name);
    }
}
