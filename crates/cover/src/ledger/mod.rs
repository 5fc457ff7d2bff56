//! The fairness ledger: who gave how much cover of the time that they had, whose protected time was lost, and which classes
//! were without their teacher.

mod answer;
mod count;
mod lessons;
mod spend;

pub use answer::{
    ClassLine, DaySpend, ExternalShare, Fairness, GroupSpread, LeftOutOfLedger, LostTime, PersonLine, RepeatedClass,
    Share, SupplySpend, TermsLine, TimeToPublish,
};
pub use count::{fairness, time_to_publish};
pub use lessons::{Lessons, Taken};
pub use spend::{SupplyDay, supply_spend};

use crate::arrange::Terms;
use crate::day::{Span, Tier};
use school::{Date, StaffId};
use serde::Serialize;
use utoipa::ToSchema;

/// What protected time a cover took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProtectedKind {
    /// Planning, preparation and assessment.
    Ppa,
    /// Early career time.
    Ect,
}

/// One cover, or a share of one, as it was published last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LedgerCover)]
pub struct Cover {
    /// Who covered.
    pub staff_id: StaffId,
    /// When.
    pub date: Date,
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// From when to when.
    #[serde(skip)]
    pub span: Span,
    /// How long.
    pub minutes: u32,
    /// On what terms.
    pub terms: Terms,
    /// The protected time that it took, which must be none.
    pub lost: Option<ProtectedKind>,
    /// Whether it stands no longer: its lesson or absence went after the publication. It then counts for nobody.
    pub stale: bool,
    /// Whether the person was asked, or given it, on the day itself.
    pub same_day: bool,
    /// Whether the class joined another that the person had anyway: that takes none of their free time and counts for nobody.
    pub merged: bool,
}

/// What the ledger tells beside the covers of people.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Beside {
    /// The pupils' view.
    pub lessons: Lessons,
    /// From the report of an absence to the publication of its cover.
    pub report_to_publish: TimeToPublish,
    /// What supply was paid.
    pub supply_spend: SupplySpend,
}

/// One person as the ledger sees them.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The person.
    pub staff_id: StaffId,
    /// In what post they cover.
    pub tier: Tier,
    /// The part of a full post.
    pub fte: f64,
    /// Minutes in the range in which they could be asked: on site and not away, with nothing timetabled.
    pub free_minutes: u32,
    /// How often they declined in the range.
    pub refusals: u32,
}
