use super::Rule;
use crate::day::Span;
use crate::need::Need;
use school::StaffId;

/// A requirement, or a part of it, that anybody may be given.
#[derive(Debug, Clone)]
pub struct Slot<'a> {
    /// The requirement.
    pub need: &'a Need,
    /// The part of it.
    pub span: Span,
    /// Who has declined it.
    pub declined: Vec<StaffId>,
    /// Who has it now and had better keep it.
    pub holder: Option<StaffId>,
}

/// A requirement, or a part of it, that is settled.
#[derive(Debug, Clone)]
pub struct Fixed<'a> {
    /// The requirement.
    pub need: &'a Need,
    /// The part of it.
    pub span: Span,
    /// Who has it.
    pub staff: StaffId,
    /// Whether the class is merged with theirs: it takes none of their free time.
    pub merged: bool,
    /// What rules were set aside.
    pub overridden: Vec<Rule>,
}
