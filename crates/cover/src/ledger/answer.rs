//! What the ledger says.

use super::ProtectedKind;
use crate::arrange::Terms;
use crate::day::Tier;
use school::{Date, StaffId};
use serde::Serialize;
use utoipa::ToSchema;

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[schema(as = LedgerShare)]
pub struct Share {
    /// The part.
    pub numerator: u32,
    /// The whole.
    pub denominator: u32,
    /// The one by the other; null where there is no whole.
    pub value: Option<f64>,
}

impl Share {
    /// Of a part and its whole.
    pub fn of(numerator: u32, denominator: u32) -> Self {
        let value = (denominator > 0).then(|| f64::from(numerator) / f64::from(denominator));
        Self { numerator, denominator, value }
    }
}

/// A class that one person covered again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RepeatedClass {
    /// The class.
    pub class: String,
    /// How often the person covered it.
    pub covers: u32,
}

/// What supply was paid for one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DaySpend {
    /// The day.
    pub date: Date,
    /// Pence.
    pub pence: u64,
}

/// What supply was paid, by the rates as they are now: half a day or a whole one for each person and school day that is booked or has
/// cover, a whole one where the agency books no less.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct SupplySpend {
    /// Pence in all.
    pub pence: u64,
    /// The days with any.
    pub days: Vec<DaySpend>,
}

/// How long it took from the report of an absence to the publication of its cover.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, ToSchema)]
pub struct TimeToPublish {
    /// The median in minutes; null where no absence was reported on its day and published.
    pub median_minutes: Option<f64>,
    /// The absences and days that it is of.
    pub counted: u32,
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

/// What was covered on the same terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FairnessTerms)]
pub struct TermsLine {
    /// On what terms.
    pub terms: Terms,
    /// Covers.
    pub covers: u32,
    /// Minutes covered.
    pub minutes: u32,
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
    /// The same by terms, those on which nothing was covered left out.
    pub by_terms: Vec<TermsLine>,
    /// Covers by the part of a full post: what a full-time colleague would have had.
    pub covers_for_full_time: f64,
    /// Minutes covered by the time in which the person could be asked.
    pub load_index: Share,
    /// The person's part of all minutes covered; null where nothing was covered, and to the person where fewer than three covered.
    pub share: Option<f64>,
    /// Covers that were asked for on the day itself, by all their covers.
    pub same_day: Share,
    /// The classes that they covered more than once, the most often first.
    pub repeats: Vec<RepeatedClass>,
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
    /// Its part of all covers; null where there was none.
    pub share: Option<f64>,
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
    /// Lessons without their teacher: covered, studied by themselves, joined to another class, or without anybody.
    pub without_teacher: u32,
    /// The one by the other; null where it had no lesson.
    pub rate: Option<f64>,
    /// Of these, lessons that nobody took who teaches the subject.
    pub without_specialist: u32,
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
    pub same_day: Share,
    /// Requirements up to today that nobody covered, published or not.
    pub unfilled: u32,
    /// Lessons up to today that nobody took who teaches the subject, of all lessons.
    pub without_specialist: Share,
    /// From the report of an absence to the publication of its cover.
    pub report_to_publish: TimeToPublish,
    /// What supply was paid.
    pub supply_spend: SupplySpend,
    /// How often protected time was lost: must be 0.
    pub lost_protected_time: u32,
    /// What does not count.
    pub left_out: LeftOutOfLedger,
    /// The classes that were most often without their teacher, at most a hundred.
    pub classes: Vec<ClassLine>,
    /// How the figures are made.
    pub definition: &'static str,
}
