use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The categories of the School Workforce Census, and two that it does not collect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = StaffAbsenceCategory)]
pub enum Category {
    /// Sickness.
    #[serde(rename = "SIC")]
    Sickness,
    /// Related to pregnancy.
    #[serde(rename = "PRG")]
    Pregnancy,
    /// Maternity, paternity, adoption.
    #[serde(rename = "MAT")]
    Maternity,
    /// Other paid authorised absence.
    #[serde(rename = "OTH")]
    OtherPaid,
    /// Paid public duties, such as a jury.
    #[serde(rename = "PUB")]
    PublicDuties,
    /// Secondment.
    #[serde(rename = "SEC")]
    Secondment,
    /// Unauthorised.
    #[serde(rename = "UNA")]
    Unauthorised,
    /// Unpaid authorised absence.
    #[serde(rename = "UNP")]
    UnpaidAuthorised,
    /// Training; not collected.
    #[serde(rename = "TRN")]
    Training,
    /// On the school's business: a trip, a course, a meeting; no absence in the census.
    #[serde(rename = "school_business")]
    SchoolBusiness,
}

impl Category {
    /// Whether an absence of this kind is always known before its day, unless somebody says otherwise. Teachers are not asked to
    /// cover what can be foreseen (School Teachers' Pay and Conditions Document, rarely cover).
    pub fn is_foreseeable(self) -> bool {
        match self {
            Self::Maternity | Self::PublicDuties | Self::Secondment | Self::Training | Self::SchoolBusiness => true,
            Self::Sickness | Self::Pregnancy | Self::OtherPaid | Self::Unauthorised | Self::UnpaidAuthorised => false,
        }
    }
}
