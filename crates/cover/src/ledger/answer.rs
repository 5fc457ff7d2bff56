//! What the ledger says.

use super::ProtectedKind;
use crate::day::Tier;
use school::{Date, StaffId};
use serde::Serialize;
use utoipa::ToSchema;

/// How much of the time that a person had went into cover.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct LoadIndex {
    /// Minutes covered.
    pub numerator: u32,
    /// Minutes in which the person could be asked.
    pub denominator: u32,
    /// The one by the other; null where there was no such time.
    pub value: Option<f64>,
}

/// How much was asked at short notice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct SameDay {
    /// Covers asked for on the day itself.
    pub numerator: u32,
    /// Covers.
    pub denominator: u32,
    /// The one by the other; null where there was none.
    pub value: Option<f64>,
}

/// Protected time that went into cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LostTime {
    /// When.
    pub date: Date,
    /// The period.
    pub period: String,
    /// What it was.
    pub kind: ProtectedKind,
}

/// One person of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = FairnessPerson)]
pub struct PersonLine {
    /// The person.
    pub staff_id: StaffId,
    /// In what post they cover.
    pub tier: Tier,
    /// The part of a full post.
    pub fte: f64,
    /// Covers.
    pub covers: u32,
    /// Minutes covered.
    pub minutes: u32,
    /// Covers by the part of a full post: what a full-time colleague would have had.
    pub covers_for_full_time: f64,
    /// Minutes covered by the time in which the person could be asked.
    pub load_index: LoadIndex,
    /// The person's part of all minutes covered; null where nothing was covered.
    pub share: Option<f64>,
    /// Covers that were asked for on the day itself, by all their covers.
    pub same_day: SameDay,
    /// How often they declined.
    pub refusals: u32,
    /// When they covered last in the range.
    pub last_covered_on: Option<Date>,
    /// Protected time that went into cover: must be empty.
    pub lost_protected_time: Vec<LostTime>,
}

/// How evenly cover is spread among those of one post.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupSpread {
    /// The post.
    pub tier: Tier,
    /// People in it.
    pub people: u32,
    /// People without any time in which they could be asked, who are left out of the spread.
    pub without_time: u32,
    /// Covers.
    pub covers: u32,
    /// Minutes covered.
    pub minutes: u32,
    /// The largest load index less the smallest.
    pub range: f64,
    /// The Gini coefficient of the load indices: 0 when all carry the same.
    pub gini: f64,
}

/// Cover given by supply.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ExternalShare {
    /// Covers.
    pub covers: u32,
    /// Minutes covered.
    pub minutes: u32,
    /// Of all minutes covered; null where nothing was covered.
    pub share: Option<f64>,
}

/// What does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOutOfLedger {
    /// Covers that were published and whose lesson or absence went later.
    pub stale: u32,
    /// Classes that joined another.
    pub merged: u32,
    /// Covers by people who are not on the staff any more.
    pub unknown_people: u32,
}

/// One class as its pupils see it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = FairnessClass)]
pub struct ClassLine {
    /// The class.
    pub class: String,
    /// Its lessons in the range.
    pub lessons: u32,
    /// Lessons without their teacher.
    pub without_teacher: u32,
    /// The one by the other; null where it had no lesson.
    pub rate: Option<f64>,
}

/// The fairness of cover over a range of days.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = CoverFairness)]
pub struct Fairness {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The people: the highest load first.
    pub people: Vec<PersonLine>,
    /// The spread within each post.
    pub groups: Vec<GroupSpread>,
    /// Cover by supply: inside all other figures too.
    pub external: ExternalShare,
    /// Covers in all.
    pub covers: u32,
    /// Minutes covered in all.
    pub minutes: u32,
    /// Covers that were asked for on the day itself, by all covers.
    pub same_day: SameDay,
    /// Requirements that nobody covered.
    pub unfilled: u32,
    /// How often protected time was lost: must be 0.
    pub lost_protected_time: u32,
    /// What does not count.
    pub left_out: LeftOutOfLedger,
    /// The classes that were most often without their teacher, at most a hundred.
    pub classes: Vec<ClassLine>,
    /// How the figures are made.
    pub definition: &'static str,
}
