//! The elements that are known, as paths below the block they stand in.
//!
//! What is inside `FSMhistory`, `SENhistory`, `Languages`, `LookedAfter` and `Admissions` comes from general knowledge
//! of the format and not from a file that was seen (unconfirmed); what differs is counted as unknown and not misread.

/// A stretch of a pupil's XML that is read as a whole: the pupil, or something of which a pupil may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Header,
    Pupil,
    Address,
    Year,
    School,
    SpecialNeeds,
    FreeMeals,
    Language,
}

impl Kind {
    /// The block that an element opens inside this one.
    pub(super) fn opened_by(self, path: &str, name: &str) -> Option<Self> {
        match (self, path) {
            // The wrapper around years of attendance differs between suppliers, so it may be any.
            (Self::Pupil, _) if name == "YearData" => Some(Self::Year),
            (Self::Pupil, "Address" | "BasicDetails/Address") => Some(Self::Address),
            (Self::Pupil, "SchoolHistory/School") => Some(Self::School),
            (Self::Pupil, "SENhistory/SEN") => Some(Self::SpecialNeeds),
            (Self::Pupil, "FSMhistory/FSMinstance") => Some(Self::FreeMeals),
            (Self::Pupil, "Languages/Type" | "BasicDetails/Languages/Type") => Some(Self::Language),
            _ => None,
        }
    }

    /// Elements that hold a value.
    pub(super) fn leaves(self) -> &'static [&'static str] {
        match self {
            Self::Header => HEADER,
            Self::Pupil => PUPIL,
            Self::Address => ADDRESS,
            Self::Year => YEAR,
            Self::School => SCHOOL,
            Self::SpecialNeeds => &["StartDate", "EndDate", "SENprovision"],
            Self::FreeMeals => &["FSMstartDate", "FSMendDate", "UKcountry"],
            Self::Language => &["LanguageType", "Language"],
        }
    }

    /// Whether an element is a value, is around one, or is around blocks.
    pub(super) fn knows(self, path: &str) -> bool {
        let is_or_holds =
            |known: &&str| known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.leaves().iter().any(is_or_holds) || (self == Self::Pupil && AROUND_BLOCKS.contains(&path))
    }
}

const AROUND_BLOCKS: &[&str] =
    &["Attendance", "SchoolHistory", "SENhistory", "FSMhistory", "Languages", "BasicDetails/Languages"];

const HEADER: &[&str] = &[
    "DocumentName",
    "CTFversion",
    "CTFVersion",
    "DateTime",
    "DocumentQualifier",
    "DataQualifier",
    "DataDescriptor",
    "SupplierID",
    "SourceSchool/LEA",
    "SourceSchool/Estab",
    "SourceSchool/URN",
    "SourceSchool/SchoolName",
    "SourceSchool/AcademicYear",
    "DestSchool/LEA",
    "DestSchool/Estab",
    "DestSchool/URN",
    "DestSchool/SchoolName",
];

const PUPIL: &[&str] = &[
    "UPN",
    "FormerUPN",
    "BasicDetails/FormerUPN",
    "Surname",
    "Forename",
    "MiddleNames",
    "BasicDetails/MiddleNames",
    "PreferredSurname",
    "BasicDetails/PreferredSurname",
    "PreferredForename",
    "BasicDetails/PreferredForename",
    "DOB",
    "Gender",
    "Sex",
    "Ethnicity",
    "BasicDetails/Ethnicity",
    "Language",
    "BasicDetails/Language",
    "NCyearActual",
    "BasicDetails/NCyearActual",
    "Admissions/NCyearActual",
    "RegGroup",
    "BasicDetails/RegGroup",
    "Admissions/RegGroup",
    "EntryDate",
    "Admissions/EntryDate",
    "LeavingDate",
    "Admissions/LeavingDate",
    "SENhistory/SENprovision",
    "LookedAfter/InCare",
];

const ADDRESS: &[&str] = &[
    "BS7666Address/SAON",
    "BS7666Address/PAON",
    "BS7666Address/Street",
    "BS7666Address/Locality",
    "BS7666Address/Town",
    "BS7666Address/AdministrativeArea",
    "BS7666Address/PostTown",
    "BS7666Address/UniquePropertyReferenceNumber",
    "AddressLines/AddressLine1",
    "AddressLines/AddressLine2",
    "AddressLines/AddressLine3",
    "AddressLines/AddressLine4",
    "AddressLines/AddressLine5",
    "County",
    "PostCode",
    "Zip",
    "Country",
    "Easting",
    "Northing",
];

const YEAR: &[&str] = &[
    "Year",
    "LEA",
    "Estab",
    "SchoolName",
    "SessionsPossible",
    "SessionsAuthorised",
    "SessionsAttended",
    "SessionsUnauthorised",
    "AttendSessions/AttendanceStartDate",
    "AttendSessions/AttendanceMarks",
];

const SCHOOL: &[&str] = &["LEA", "Estab", "URN", "SchoolName", "EntryDate", "LeavingDate", "LeavingReason"];
