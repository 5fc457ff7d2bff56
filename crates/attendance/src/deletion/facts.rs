//! What is known, and what is said, of a pupil who is to be deleted.

use crate::Code;
use school::pupil::{DeletionGround, EnrolmentKind, Stay};
use school::{Date, SchoolWeeks, SessionAt};
use serde::Deserialize;
use utoipa::ToSchema;

/// What the registers show of a pupil.
#[derive(Debug, Clone)]
pub struct LeavingFacts<'a> {
    /// Decides compulsory school age.
    pub date_of_birth: Date,
    /// On the leaving day.
    pub year_group: Option<i16>,
    /// Whether the pupil boards on the leaving day.
    pub boarder: bool,
    /// The stay, with the leaving day that is asked about.
    pub stay: Stay,
    /// The kind of registration.
    pub kind: EnrolmentKind,
    /// Whether another academy of the trust has the child on roll on the leaving day or the day after.
    pub registered_elsewhere: bool,
    /// The name of the next school, as the register has it.
    pub next_school: bool,
    /// The marks of sessions held for the pupil, in their order.
    pub marks: &'a [(SessionAt, Code)],
    /// The academy's school days.
    pub weeks: &'a SchoolWeeks,
    /// A permanent exclusion that stands, where one is recorded.
    pub exclusion: Option<ExclusionFacts>,
}

/// A permanent exclusion that is recorded and stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExclusionFacts {
    /// Its first day.
    pub first_day: Date,
    /// Whether the record says that the review, and the time for one, are over.
    pub review_ended: bool,
}

/// What is said of what no register shows: left out is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ground": "continuous_absence", "leaving_day": "2026-11-23", "joint_enquiries_made": true,
    "cause_believed": false}))]
pub struct Statement {
    /// The ground for deletion.
    #[serde(default)]
    pub ground: Option<DeletionGround>,
    /// The last day on roll; today where it is left out.
    #[serde(default)]
    pub leaving_day: Option<Date>,
    /// Whether the school and the local authority have jointly made reasonable enquiries and failed to find the pupil.
    #[serde(default)]
    pub joint_enquiries_made: Option<bool>,
    /// Whether sickness or another unavoidable cause is believed to keep the pupil away.
    #[serde(default)]
    pub cause_believed: Option<bool>,
    /// Whether the pupil is registered at another school.
    #[serde(default)]
    pub registered_elsewhere: Option<bool>,
    /// Whether every other school at which the pupil is registered consents.
    #[serde(default)]
    pub other_schools_consent: Option<bool>,
    /// Whether a school attendance order names this school.
    #[serde(default)]
    pub attendance_order_names_school: Option<bool>,
    /// The day after which the pupil is educated otherwise, as the parent has written.
    #[serde(default)]
    pub educated_otherwise_after: Option<Date>,
    /// Whether the local authority arranged the place at this special school, and where it did whether it consents.
    #[serde(default)]
    pub local_authority_consents: Option<bool>,
    /// Whether the pupil lives a reasonable distance away.
    #[serde(default)]
    pub lives_near: Option<bool>,
    /// Whether the pupil is expected to attend again.
    #[serde(default)]
    pub expected_back: Option<bool>,
    /// For how many months the pupil is detained under an order of a court.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1200)]
    pub detained_months: Option<u16>,
    /// Whether the pupil stays for the sixth form.
    #[serde(default)]
    pub stays_for_sixth_form: Option<bool>,
    /// Whether the boarding fees are unpaid at the end of the term they are for.
    #[serde(default)]
    pub fees_unpaid: Option<bool>,
    /// Whether the review of a permanent exclusion, and the time for one, are over.
    #[serde(default)]
    pub review_ended: Option<bool>,
}
