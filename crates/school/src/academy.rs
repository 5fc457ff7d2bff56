//! What is said of an academy.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The phase of education of an academy, as the DfE's statistics use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Reception to year 6.
    Primary,
    /// Year 7 and above.
    Secondary,
    /// Primary and secondary on one roll.
    AllThrough,
    /// Special school.
    Special,
    /// Alternative provision.
    AlternativeProvision,
}

/// Whose mark stands when the MIS and Rollcall differ about a mark that a person amended in Rollcall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarkAuthority {
    /// The amended mark stands and the difference is listed as a conflict.
    Rollcall,
    /// The import amends the mark, with the import as its reason.
    Mis,
}

/// An academy of the trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Academy {
    /// The academy.
    pub id: crate::AcademyId,
    /// Its name.
    pub name: String,
    /// Unique reference number.
    pub urn: Option<String>,
    /// The three digits of the local authority.
    pub la_code: Option<String>,
    /// The four digits of the establishment.
    pub establishment_number: Option<String>,
    /// Its phase.
    pub phase: Phase,
    /// Whose mark stands when an import differs from an amendment.
    pub mark_authority: MarkAuthority,
    /// Counts the changes of the record.
    pub revision: i32,
    /// When it was made.
    pub created_at: crate::Instant,
    /// When it was last changed.
    pub updated_at: crate::Instant,
}
