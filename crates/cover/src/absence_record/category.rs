//! Categories of the School Workforce Census.

use crate::absence::Category;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why somebody was away, in the categories of the School Workforce Census.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
pub enum SpellCategory {
    /// Sickness.
    #[serde(rename = "SIC")]
    Sickness,
    /// Pregnancy-related.
    #[serde(rename = "PRG")]
    Pregnancy,
    /// Maternity, paternity, adoption.
    #[serde(rename = "MAT")]
    Maternity,
    /// Other paid authorised absence.
    #[serde(rename = "OTH")]
    OtherPaid,
    /// Paid public duties.
    #[serde(rename = "PUB")]
    PublicDuties,
    /// Secondment.
    #[serde(rename = "SEC")]
    Secondment,
    /// Unauthorised.
    #[serde(rename = "UNA")]
    Unauthorised,
    /// Unpaid authorised.
    #[serde(rename = "UNP")]
    Unpaid,
    /// Training: kept here, not collected by the census.
    #[serde(rename = "TRN")]
    Training,
    /// On school business: a trip, a meeting, an interview panel. No absence in the sense of the census.
    #[serde(rename = "school_business")]
    SchoolBusiness,
}

impl SpellCategory {
    /// Every category.
    pub const ALL: [Self; 10] = [
        Self::Sickness,
        Self::Pregnancy,
        Self::Maternity,
        Self::OtherPaid,
        Self::PublicDuties,
        Self::Secondment,
        Self::Unauthorised,
        Self::Unpaid,
        Self::Training,
        Self::SchoolBusiness,
    ];

    /// The code of the census, or the word that stands for none.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sickness => "SIC",
            Self::Pregnancy => "PRG",
            Self::Maternity => "MAT",
            Self::OtherPaid => "OTH",
            Self::PublicDuties => "PUB",
            Self::Secondment => "SEC",
            Self::Unauthorised => "UNA",
            Self::Unpaid => "UNP",
            Self::Training => "TRN",
            Self::SchoolBusiness => "school_business",
        }
    }

    /// Whether the census collects it.
    pub fn collected(self) -> bool {
        !matches!(self, Self::Training | Self::SchoolBusiness)
    }

    /// Whether the census asks for the working days lost.
    pub fn needs_days(self) -> bool {
        matches!(self, Self::Sickness | Self::Pregnancy)
    }
}

impl From<Category> for SpellCategory {
    fn from(category: Category) -> Self {
        match category {
            Category::Sickness => Self::Sickness,
            Category::Pregnancy => Self::Pregnancy,
            Category::Maternity => Self::Maternity,
            Category::OtherPaid => Self::OtherPaid,
            Category::PublicDuties => Self::PublicDuties,
            Category::Secondment => Self::Secondment,
            Category::Unauthorised => Self::Unauthorised,
            Category::UnpaidAuthorised => Self::Unpaid,
            Category::Training => Self::Training,
            Category::SchoolBusiness => Self::SchoolBusiness,
        }
    }
}

/// What protects an absence from counting against somebody (Equality Act 2010).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// It is related to pregnancy.
    Pregnancy,
    /// It is related to a disability.
    Disability,
}
