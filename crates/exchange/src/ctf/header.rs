//! Who sent the file, to whom and when.

use super::{block::Block, notes::Notes, reading::Reading};
use crate::{
    Unreadable,
    values::{LONGEST_CODE, LONGEST_SCHOOL},
};
use chrono::NaiveDateTime;
use school::Date;

/// What the file says of itself. All of it may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CtfHeader {
    /// The version of the format, e.g. `24.0`.
    pub version: Option<String>,
    /// When the file was made, local time.
    pub made_at: Option<NaiveDateTime>,
    /// `full` or `partial`.
    pub qualifier: Option<String>,
    /// The school that made it.
    pub source: CtfSchool,
    /// The academic year of the school that made it, as it stands there.
    pub academic_year: Option<String>,
    /// The school that it is for.
    pub destination: CtfSchool,
}

/// A school, and when a pupil was there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CtfSchool {
    /// Code of the local authority.
    pub la_code: Option<String>,
    /// Number of the establishment within the authority.
    pub establishment_number: Option<String>,
    /// Unique reference number.
    pub urn: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// First day on its roll.
    pub entry_date: Option<Date>,
    /// Last day on its roll.
    pub leaving_date: Option<Date>,
    /// Why the pupil left, as a code of the format.
    pub leaving_reason: Option<String>,
}

const DOCUMENT_NAME: &str = "Common Transfer File";

/// Reads the header. It rejects nobody: what is wrong in it is noted and left out.
pub(super) fn read(block: &Block, notes: &mut Notes) -> Result<CtfHeader, Unreadable> {
    let mut faults = Vec::new();
    let mut reading = Reading { block, faults: &mut faults };
    if let Some(leaf) = reading.leaf(&["DocumentName"])
        && !leaf.text.trim().eq_ignore_ascii_case(DOCUMENT_NAME)
    {
        let detail = "its document name is another".to_owned();
        return Err(Unreadable::NotCtf { position: leaf.position, detail });
    }
    let mut text = |path: &'static str, most| reading.text(&[path], most).value();
    let source = CtfSchool {
        la_code: text("SourceSchool/LEA", LONGEST_CODE),
        establishment_number: text("SourceSchool/Estab", LONGEST_CODE),
        urn: text("SourceSchool/URN", LONGEST_CODE),
        name: text("SourceSchool/SchoolName", LONGEST_SCHOOL),
        ..CtfSchool::default()
    };
    let destination = CtfSchool {
        la_code: text("DestSchool/LEA", LONGEST_CODE),
        establishment_number: text("DestSchool/Estab", LONGEST_CODE),
        urn: text("DestSchool/URN", LONGEST_CODE),
        name: text("DestSchool/SchoolName", LONGEST_SCHOOL),
        ..CtfSchool::default()
    };
    let academic_year = text("SourceSchool/AcademicYear", LONGEST_CODE);
    let qualifier = text("DocumentQualifier", LONGEST_CODE);
    let version = reading.text(&["CTFversion", "CTFVersion"], LONGEST_CODE).value();
    let made_at = reading.leaf(&["DateTime"]).and_then(|leaf| leaf.text.trim().parse().ok());
    if made_at.is_none() {
        notes.remark("no_file_date", "the header does not say when the file was made");
    }
    if !faults.is_empty() {
        notes.remark("header_does_not_fit", "some values of the header cannot be read and were left out");
    }
    Ok(CtfHeader { version, made_at, qualifier, source, academic_year, destination })
}
