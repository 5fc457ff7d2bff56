//! How far an allowed caller may go.

use crate::Academies;
use school::AcademyId;

/// The codes that a class teacher enters; all others are left to attendance staff
/// (the practice of several MIS; no rule of law says so).
pub const TEACHING_CODES: [&str; 4] = ["/", "\\", "L", "N"];

/// Which attendance codes a caller may enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeUse {
    /// Those of [`TEACHING_CODES`] only.
    TeachingOnly,
    /// Every code in force.
    All,
}

impl CodeUse {
    /// Whether the caller may enter `code`.
    pub fn allows(self, code: &str) -> bool {
        self == Self::All || TEACHING_CODES.contains(&code)
    }
}

/// Whether the free text beside a mark may be shown: it is often health data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comments {
    /// Left out.
    Hidden,
    /// Shown.
    Shown,
}

/// Where, and how far, a caller may do what it asked for. Every finder takes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The academies in which the caller may act. Anything elsewhere does not exist for it.
    pub academies: Academies,
    /// Which codes it may enter.
    pub codes: CodeUse,
    /// Whether it sees comments on marks.
    pub comments: Comments,
}

impl Reach {
    /// Everything everywhere: for commands on the server's own machine.
    pub fn everything() -> Self {
        Self { academies: Academies::All, codes: CodeUse::All, comments: Comments::Shown }
    }

    /// Whether the caller may act in `academy`.
    pub fn covers(&self, academy: AcademyId) -> bool {
        self.academies.covers(academy)
    }

    /// Whether the caller may act in every academy, present and future.
    pub fn is_trust_wide(&self) -> bool {
        self.academies == Academies::All
    }

    /// What both reaches allow.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            academies: self.academies.and(&other.academies),
            codes: self.codes.min(other.codes),
            comments: self.comments.min(other.comments),
        }
    }
}
