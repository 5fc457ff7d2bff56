//! Who is in a group from which day to which.

use crate::roll::book::{Member, PupilEntry};
use crate::roll::checks::Checks;
use crate::roll::groups::find_group;
use crate::roll::listing::{self, Ask, Collection, Listing};
use crate::roll::{RollBook, StillSame, check_same};
use crate::{Context, Error, Kind, Result};
use school::group::{Group, GroupKind, Membership};
use school::{Date, GroupId, PupilId};
use std::collections::BTreeSet;
use store::roll::groups::Kept;
use uuid::Uuid;

/// The most memberships of one request.
pub const MOST_MEMBERS: usize = 500;

/// A pupil to be in a group between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membering {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The first day.
    pub first_day: Date,
    /// The last day; none while it is open, and then it ends with the pupil's stay on roll.
    pub last_day: Option<Date>,
}

/// The memberships of a group in the order of their ids: those that hold a day where it is given, else of all days.
pub fn list_members(cx: &mut Context<'_>, group: GroupId, on: Option<Date>, ask: &Ask) -> Result<Listing<Kept>> {
    let group = find_group(cx, group)?;
    let academies = [group.academy_id];
    let collection = Collection { academies: &academies, kinds: &["membership"], filtered: false };
    listing::read(cx, &collection, ask, |cx, wanted| {
        let mut kept = store::roll::groups::memberships(cx.db, group.academy_id, Some(group.id), None, None)?;
        kept.retain(|(_, member)| on.is_none_or(|day| holds(member, day)));
        kept.sort_by_key(|(key, _)| *key);
        Ok(wanted.pick(kept.into_iter().map(|(key, member)| (key, (key, member)))))
    })
}

fn holds(member: &Membership, day: Date) -> bool {
    member.first_day <= day && member.last_day.is_none_or(|last| day <= last)
}

/// Puts a pupil into a group: a batch of one, where the membership that begins on the day is the one that the caller read.
///
/// # Errors
/// [`Error::NotFound`] where there is no such pupil at the academy of the group; otherwise as [`put_members`].
pub fn put_member(
    cx: &mut Context<'_>,
    group: GroupId,
    wanted: Membering,
    still_same: StillSame<'_, Option<Kept>>,
) -> Result<Kept> {
    let group = find_group(cx, group)?;
    check_same(&standing(cx, &group, wanted.pupil_id, wanted.first_day)?, still_same)?;
    let missing = || Error::NotFound(Kind::Pupil);
    if known_pupils(cx, &group, &[wanted])?.is_empty() {
        return Err(missing());
    }
    put(cx, &group, &[wanted], &|_| String::new())?.into_iter().next().ok_or_else(missing)
}

/// Puts pupils into a group. A membership of the pupil in the group that begins on the same day gets the last day given; the
/// same memberships again change nothing. All or none.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong: a pupil who is not known or not on roll on these days, or who is in the group,
/// or in another registration group, on some of them.
pub fn put_members(cx: &mut Context<'_>, group: GroupId, wanted: &[Membering]) -> Result<Vec<Kept>> {
    let group = find_group(cx, group)?;
    if wanted.len() > MOST_MEMBERS {
        let detail = format!("at most {MOST_MEMBERS} memberships in one request");
        return Err(Error::invalid("/members", "too_many", detail));
    }
    put(cx, &group, wanted, &|place| format!("/members/{place}"))
}

/// The membership of a pupil that begins on a day.
fn standing(cx: &mut Context<'_>, group: &Group, pupil: PupilId, first_day: Date) -> Result<Option<Kept>> {
    let of_pupil = store::roll::groups::memberships(cx.db, group.academy_id, Some(group.id), Some(&[pupil]), None)?;
    Ok(of_pupil.into_iter().find(|(_, member)| member.first_day == first_day))
}

fn put(
    cx: &mut Context<'_>,
    group: &Group,
    wanted: &[Membering],
    pointer: &dyn Fn(usize) -> String,
) -> Result<Vec<Kept>> {
    let known = known_pupils(cx, group, wanted)?;
    let mut book = RollBook::open(cx, group.academy_id, Some(&known))?;
    let mut keys = Vec::with_capacity(wanted.len());
    let mut checks = Checks::default();
    for (place, membering) in wanted.iter().enumerate() {
        let pointer = pointer(place);
        let Some(mut entry) = book.entry(membering.pupil_id).cloned() else {
            checks.fail(format!("{pointer}/pupil_id"), "unknown_pupil", "there is no such pupil");
            continue;
        };
        match join(&mut entry, group, membering, cx.new_id()) {
            Ok(key) => {
                keys.push((membering.pupil_id, key));
                book.put(entry, registration_field(group));
            }
            Err(refused) => checks.fail(format!("{pointer}{}", refused.field), refused.code, refused.detail),
        }
    }
    checks.finish()?;
    book.save(cx)?;
    Ok(keys.into_iter().filter_map(|(pupil, key)| kept(&book, pupil, key)).collect())
}

/// Takes back a membership whose first day is still to come. One that has begun is ended by giving it a last day: who was in
/// the group stays on record.
///
/// # Errors
/// [`Error::NotFound`] where there is no such membership; [`Error::Conflict`] where it has begun.
pub fn remove_member(
    cx: &mut Context<'_>,
    group: GroupId,
    pupil: PupilId,
    first_day: Date,
    still_same: StillSame<'_, Option<Kept>>,
) -> Result<()> {
    let group = find_group(cx, group)?;
    let missing = || Error::NotFound(Kind::Other("membership"));
    check_same(&Some(standing(cx, &group, pupil, first_day)?.ok_or_else(missing)?), still_same)?;
    if first_day <= super::pupils::today(cx) {
        let detail = "the membership has begun; give it a last day instead";
        return Err(Error::Conflict(detail.to_owned()));
    }
    let mut book = RollBook::open(cx, group.academy_id, Some(&[pupil]))?;
    let mut entry = book.entry(pupil).cloned().ok_or_else(missing)?;
    entry.members.retain(|member| member.group_id != group.id || member.first_day != first_day);
    book.put(entry, registration_field(&group));
    book.save(cx)?;
    Ok(())
}

fn registration_field(group: &Group) -> Option<&'static str> {
    (group.kind == GroupKind::Registration).then_some("registration_group")
}

fn known_pupils(cx: &mut Context<'_>, group: &Group, wanted: &[Membering]) -> Result<Vec<PupilId>> {
    let ids: BTreeSet<PupilId> = wanted.iter().map(|membering| membering.pupil_id).collect();
    let ids: Vec<PupilId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(ids);
    }
    let records = store::roll::pupils::of_academy(cx.db, group.academy_id, Some(&ids))?;
    Ok(records.into_iter().map(|record| record.id).collect())
}

/// Why a pupil cannot be in the group on the days wanted.
struct Refused {
    field: &'static str,
    code: &'static str,
    detail: &'static str,
}

fn refused(field: &'static str, code: &'static str, detail: &'static str) -> Refused {
    Refused { field, code, detail }
}

/// Puts one pupil into the group; answers the key of the membership.
fn join(
    entry: &mut PupilEntry,
    group: &Group,
    wanted: &Membering,
    new_key: Uuid,
) -> std::result::Result<Uuid, Refused> {
    let Membering { first_day, last_day, .. } = *wanted;
    if last_day.is_some_and(|last| last < first_day) {
        return Err(refused("/last_day", "ends_before_it_begins", "the last day is before the first"));
    }
    let stay = entry.enrolments.iter().map(|enrolment| enrolment.stay).find(|stay| stay.holds_on(first_day));
    let Some(stay) = stay.filter(|stay| last_day.is_none_or(|last| stay.holds_on(last))) else {
        return Err(refused("/first_day", "not_on_roll", "the pupil is not on roll on all of these days"));
    };
    let last_day = last_day.or(stay.leaving_day);
    let same = entry.members.iter().position(|member| member.group_id == group.id && member.first_day == first_day);
    let others = entry.members.iter().enumerate().filter(|(place, _)| Some(*place) != same);
    for (_, other) in others.filter(|(_, other)| other.overlaps(first_day, last_day)) {
        check_beside(group, other)?;
    }
    if let Some(place) = same {
        entry.members[place].last_day = last_day;
        return Ok(entry.members[place].key);
    }
    entry.members.push(Member { key: new_key, group_id: group.id, kind: group.kind, first_day, last_day });
    Ok(new_key)
}

/// A pupil is in a group once at a time, and in one registration group at a time.
fn check_beside(group: &Group, other: &Member) -> std::result::Result<(), Refused> {
    if other.group_id == group.id {
        let detail = "the pupil is in the group already on some of these days";
        return Err(refused("/first_day", "overlapping_membership", detail));
    }
    if group.kind == GroupKind::Registration && other.kind == GroupKind::Registration {
        let detail = "the pupil is in another registration group on some of these days; end that membership first, or \
                      change registration_group of the pupil, which does both";
        return Err(refused("/first_day", "in_another_registration_group", detail));
    }
    Ok(())
}

fn kept(book: &RollBook, pupil: PupilId, key: Uuid) -> Option<Kept> {
    let member = book.entry(pupil)?.members.iter().find(|member| member.key == key)?;
    Some((key, member.membership(pupil)))
}
