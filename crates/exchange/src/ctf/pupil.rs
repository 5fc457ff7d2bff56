//! One pupil of the file.

use super::{
    block::Block,
    elements::Kind,
    header::{CtfHeader, CtfSchool},
    notes::Notes,
    reading::Reading,
    year::{self, CtfYear},
};
use crate::{
    Cell, DateOrder, Entry, PupilRow, Rejected, Row,
    rejected::{Fault, Problem},
    values::{self, LONGEST_ADDRESS, LONGEST_CODE, LONGEST_GROUP, LONGEST_NAME, LONGEST_SCHOOL},
};
use school::{
    Date,
    pupil::{SenStatus, Sex},
};

/// One pupil of a Common Transfer File.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CtfPupil {
    /// The pupil in the fields of the API. What the file does not say is absent. Starting and leaving day are those at
    /// the school that made the file, which need not be the school that reads it.
    pub row: PupilRow,
    /// First language as its code.
    pub first_language: Option<String>,
    /// The schools that the pupil was at.
    pub schools: Vec<CtfSchool>,
    /// Attendance by year.
    pub years: Vec<CtfYear>,
}

/// Reads a pupil.
pub(super) fn read(block: &Block, header: &CtfHeader, notes: &mut Notes) -> Entry<CtfPupil> {
    let mut faults = Vec::new();
    let file_date = header.made_at.map(|made| made.date());
    let mut reading = Reading { block, faults: &mut faults };
    let mut row = names(&mut reading);
    enrolment(&mut reading, &mut row);
    row.free_school_meals = free_meals(block, &mut faults, file_date);
    row.sen_status = special_needs(block, &mut faults, notes);
    row.address = address(block, &mut faults, notes);
    let first_language = language(block, &mut faults);
    row.english_additional_language = first_language.as_deref().map_or(Cell::Absent, additional_language);
    let schools = block.of(Kind::School).map(|block| school(Reading { block, faults: &mut faults })).collect();
    let ends: Vec<Date> = file_date.into_iter().chain(row.leaving_day.value()).collect();
    let years =
        block.of(Kind::Year).filter_map(|block| year::read(Reading { block, faults: &mut faults }, &ends)).collect();
    let line = block.position.line;
    if faults.is_empty() {
        Ok(Row { line, values: CtfPupil { row, first_language, schools, years } })
    } else {
        Err(Rejected { line, errors: faults })
    }
}

/// Surname and forename of the format are the legal ones; those in use are called preferred.
fn names(reading: &mut Reading<'_>) -> PupilRow {
    let name = |text| values::line(text, LONGEST_NAME);
    let legal_surname = reading.required(&["Surname"], name).unwrap_or_default();
    let legal_forename = reading.required(&["Forename"], name).unwrap_or_default();
    let mut preferred = |path, below| reading.text(&[path, below], LONGEST_NAME).value();
    let surname = preferred("PreferredSurname", "BasicDetails/PreferredSurname");
    let forename = preferred("PreferredForename", "BasicDetails/PreferredForename");
    let born = reading.required(&["DOB"], |text| DateOrder::Iso.parse_birth(text));
    let sex = reading.required(&["Sex", "Gender"], values::sex);
    // A value that is missing here is a fault, and the pupil is rejected with what stands in for it.
    let mut row = PupilRow::new(
        surname.unwrap_or_else(|| legal_surname.to_owned()),
        forename.unwrap_or_else(|| legal_forename.to_owned()),
        born.unwrap_or_default(),
        sex.unwrap_or(Sex::F),
    );
    row.legal_surname = Cell::Value(legal_surname.to_owned());
    row.legal_forename = Cell::Value(legal_forename.to_owned());
    row.other_names = reading.text(&["MiddleNames", "BasicDetails/MiddleNames"], LONGEST_NAME);
    row.upn = reading.required(&["UPN"], values::upn).map_or(Cell::Null, Cell::Value);
    row.former_upn = reading.optional(&["FormerUPN", "BasicDetails/FormerUPN"], values::upn);
    row
}

fn enrolment(reading: &mut Reading<'_>, row: &mut PupilRow) {
    let year_group = ["NCyearActual", "BasicDetails/NCyearActual", "Admissions/NCyearActual"];
    row.year_group = match reading.optional(&year_group, values::year_group) {
        Cell::Value(Some(group)) => Cell::Value(group),
        Cell::Value(None) | Cell::Null => Cell::Null,
        Cell::Absent => Cell::Absent,
    };
    row.registration_group = reading.text(&["RegGroup", "BasicDetails/RegGroup", "Admissions/RegGroup"], LONGEST_GROUP);
    row.starting_day = reading.date(&["EntryDate", "Admissions/EntryDate"]);
    row.leaving_day = reading.date(&["LeavingDate", "Admissions/LeavingDate"]);
    row.ethnicity = reading.text(&["Ethnicity", "BasicDetails/Ethnicity"], LONGEST_CODE);
    row.looked_after = reading.optional(&["LookedAfter/InCare"], values::boolean);
    let (starting, leaving) = (row.starting_day.value(), row.leaving_day.value());
    if starting.is_some_and(|starting| starting < row.date_of_birth) {
        let problem = Problem::new("starts_before_birth", "the day of entry is before the birth");
        reading.faults.push(problem.at("Admissions/EntryDate", Some(reading.block.position)));
    }
    if starting.zip(leaving).is_some_and(|(starting, leaving)| leaving < starting) {
        let problem = Problem::new("ends_before_it_begins", "the day of leaving is before the day of entry");
        reading.faults.push(problem.at("Admissions/LeavingDate", Some(reading.block.position)));
    }
}

/// Eligible on the day the file was made, as far as the file says so.
fn free_meals(block: &Block, faults: &mut Vec<Fault>, file_date: Option<Date>) -> Cell<bool> {
    let mut eligible = Cell::Absent;
    for block in block.of(Kind::FreeMeals) {
        let mut reading = Reading { block, faults };
        let start = reading.date(&["FSMstartDate"]).value();
        let end = reading.date(&["FSMendDate"]).value();
        let holds = match file_date {
            Some(today) => start.is_none_or(|start| start <= today) && end.is_none_or(|end| today <= end),
            None if end.is_none() => true,
            // Without the day of the file it is not known whether an end is past.
            None => continue,
        };
        eligible = Cell::Value(holds || eligible == Cell::Value(true));
    }
    eligible
}

/// The provision that began last.
fn special_needs(block: &Block, faults: &mut Vec<Fault>, notes: &mut Notes) -> Cell<SenStatus> {
    let mut latest: Option<(Option<Date>, String)> = None;
    let mut reading = Reading { block, faults };
    if let Cell::Value(provision) = reading.text(&["SENhistory/SENprovision"], LONGEST_CODE) {
        latest = Some((None, provision));
    }
    for block in block.of(Kind::SpecialNeeds) {
        let mut reading = Reading { block, faults };
        let start = reading.date(&["StartDate"]).value();
        reading.date(&["EndDate"]);
        let provision = reading.text(&["SENprovision"], LONGEST_CODE).value();
        if let Some(provision) = provision
            && latest.as_ref().is_none_or(|(before, _)| *before <= start)
        {
            latest = Some((start, provision));
        }
    }
    match latest.as_ref().map(|(_, provision)| provision.as_str()) {
        None => Cell::Absent,
        Some("N") => Cell::Value(SenStatus::None),
        Some("K") => Cell::Value(SenStatus::Support),
        Some("E") => Cell::Value(SenStatus::Ehcp),
        Some(_) => {
            notes.remark("sen_provision_unknown", "a SEN provision other than N, K and E was not read");
            Cell::Absent
        }
    }
}

fn address(block: &Block, faults: &mut Vec<Fault>, notes: &mut Notes) -> Cell<String> {
    let mut addresses = block.of(Kind::Address);
    let Some(block) = addresses.next() else { return Cell::Absent };
    if addresses.next().is_some() {
        notes.remark("several_addresses", "of a pupil with several addresses none was read");
        return Cell::Absent;
    }
    let mut reading = Reading { block, faults };
    let mut part = |path: &'static str| reading.text(&[path], LONGEST_SCHOOL).value();
    let house = [part("BS7666Address/PAON"), part("BS7666Address/Street")].into_iter().flatten();
    let house = Some(house.collect::<Vec<_>>().join(" "));
    let mut parts = vec![part("BS7666Address/SAON"), house];
    // The rest stands in the list of known elements in the order in which it is written on an envelope.
    let unwritten = ["SAON", "PAON", "Street", "ReferenceNumber", "Easting", "Northing"];
    let rest = Kind::Address.leaves().iter().filter(|path| !unwritten.iter().any(|name| path.ends_with(name)));
    parts.extend(rest.map(|path| part(path)));
    let address = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    if address.chars().count() > LONGEST_ADDRESS {
        let detail = format!("at most {LONGEST_ADDRESS} characters");
        faults.push(Problem::new("too_long", detail).at("Address", Some(block.position)));
    }
    if address.is_empty() { Cell::Null } else { Cell::Value(address) }
}

/// The first language; where languages are listed by type, the one of type F.
fn language(block: &Block, faults: &mut Vec<Fault>) -> Option<String> {
    let mut reading = Reading { block, faults };
    let mut language = reading.text(&["Language", "BasicDetails/Language"], LONGEST_CODE).value();
    for block in block.of(Kind::Language) {
        let mut reading = Reading { block, faults };
        let kind = reading.text(&["LanguageType"], LONGEST_CODE).value();
        let listed = reading.text(&["Language"], LONGEST_CODE).value();
        if kind.as_deref() == Some("F") {
            language = language.or(listed);
        }
    }
    language
}

/// English is `ENG`, believed to be English `ENB`; a language that was refused or not obtained says nothing.
fn additional_language(code: &str) -> Cell<bool> {
    match code {
        "ENG" | "ENB" => Cell::Value(false),
        "REF" | "NOT" | "CLL" => Cell::Absent,
        _ => Cell::Value(true),
    }
}

fn school(mut reading: Reading<'_>) -> CtfSchool {
    CtfSchool {
        la_code: reading.text(&["LEA"], LONGEST_CODE).value(),
        establishment_number: reading.text(&["Estab"], LONGEST_CODE).value(),
        urn: reading.text(&["URN"], LONGEST_CODE).value(),
        name: reading.text(&["SchoolName"], LONGEST_SCHOOL).value(),
        entry_date: reading.date(&["EntryDate"]).value(),
        leaving_date: reading.date(&["LeavingDate"]).value(),
        leaving_reason: reading.text(&["LeavingReason"], LONGEST_CODE).value(),
    }
}
