//! Meetings on the return, their reviews, and what protects an absence.

use super::super::managers::refuse_own;
use super::super::{Condition, Put, put};
use super::{spell_of, today};
use crate::records;
use crate::{Context, Error, Further, Kind, Result};
use cover::absence_record::{
    Protection, ProtectionRecord, ReturnReview, ReturnToWork, ReturnsRecord, check_return, check_review,
};
use school::{Kept, RecordId, Violation};

/// The meeting on a return as it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Returned {
    /// The record.
    pub kept: Kept<ReturnsRecord>,
    /// What protects the absence by all that is on record.
    pub protection: Option<Protection>,
}

/// Records the meeting on the return from an absence; a second one replaces it, and the first stays on record. `sees` says where
/// the caller reads why staff were away: who does not neither sets what protects an absence nor clears it, and replaces a meeting
/// only by its revision, because they cannot look at what they would write over.
pub fn record_return(
    cx: &mut Context<'_>,
    absence: RecordId,
    mut meeting: ReturnToWork,
    condition: Condition<'_>,
    (sees, stated): (&Further, bool),
) -> Result<Returned> {
    let (academy, spell) = spell_of(cx, absence)?;
    refuse_own(cx, spell.staff_id)?;
    let mut errors = check_return(&meeting, &spell, today(cx));
    let confidential = sees.at(academy);
    if !confidential && meeting.protection.is_some() {
        let detail = "what protects an absence is recorded by human resources or the head";
        errors.push(Violation::new("/protection", "not_allowed", detail));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let before = records::of_key::<ReturnsRecord>(cx, academy, &absence.to_string())?;
    if before.is_some() && !confidential && !stated {
        return Err(Error::Precondition);
    }
    if let Some(protection) = meeting.protection {
        let record = ProtectionRecord { absence_id: absence.0, staff_id: spell.staff_id, protection: Some(protection) };
        put(cx, academy, record, &|_| true)?;
    }
    let (protected, reviews) =
        before.map_or((None, Vec::new()), |kept| (kept.value.meeting.protection, kept.value.reviews));
    // What a meeting said of it before stays said: it is cleared by name only.
    meeting.protection = meeting.protection.or(protected);
    let record = ReturnsRecord { absence_id: absence.0, staff_id: spell.staff_id, meeting, reviews };
    let kept = put(cx, academy, record, condition)?.kept;
    returned(cx, kept)
}

fn returned(cx: &mut Context<'_>, kept: Kept<ReturnsRecord>) -> Result<Returned> {
    let said = records::of_key::<ProtectionRecord>(cx, kept.academy_id, &kept.value.absence_id.to_string())?;
    let protection = said.map_or(kept.value.meeting.protection, |said| said.value.protection);
    Ok(Returned { kept, protection })
}

fn kept_return(cx: &mut Context<'_>, absence: RecordId) -> Result<Kept<ReturnsRecord>> {
    let (academy, _) = spell_of(cx, absence)?;
    let kept = records::of_key(cx, academy, &absence.to_string())?;
    kept.ok_or(Error::NotFound(Kind::Other("return-to-work meeting")))
}

/// The meeting on the return from an absence.
pub fn find_return(cx: &mut Context<'_>, absence: RecordId) -> Result<Returned> {
    let kept = kept_return(cx, absence)?;
    returned(cx, kept)
}

/// Marks the review that is due as done, and names the next one where there is one.
pub fn record_review(cx: &mut Context<'_>, absence: RecordId, review: ReturnReview) -> Result<Returned> {
    let kept = kept_return(cx, absence)?;
    refuse_own(cx, kept.value.staff_id)?;
    let errors = check_review(&review, &kept.value, today(cx));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let mut value = kept.value.clone();
    value.reviews.push(review);
    let kept = records::change(cx, kept, value, &|_| true)?;
    returned(cx, kept)
}

/// What is on record of the protection of an absence, and the revision: 0 where nobody said it by itself.
pub fn find_protection(cx: &mut Context<'_>, absence: RecordId) -> Result<(Option<Protection>, i32)> {
    let (academy, _) = spell_of(cx, absence)?;
    let key = absence.to_string();
    if let Some(kept) = records::of_key::<ProtectionRecord>(cx, academy, &key)? {
        return Ok((kept.value.protection, kept.revision));
    }
    let meeting = records::of_key::<ReturnsRecord>(cx, academy, &key)?;
    Ok((meeting.and_then(|kept| kept.value.meeting.protection), 0))
}

/// Says what protects an absence, while it is open too, or that nothing does.
pub fn put_protection(
    cx: &mut Context<'_>,
    absence: RecordId,
    protection: Option<Protection>,
    condition: Condition<'_>,
) -> Result<Put<ProtectionRecord>> {
    let (academy, spell) = spell_of(cx, absence)?;
    refuse_own(cx, spell.staff_id)?;
    put(cx, academy, ProtectionRecord { absence_id: absence.0, staff_id: spell.staff_id, protection }, condition)
}
