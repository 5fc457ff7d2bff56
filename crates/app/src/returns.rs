//! Returns to the local authority: what is due, and what was made.

use crate::attendance::concerns::attendance_of;
use crate::policy::{first_school_day, settings_on};
use crate::records::{self, Filter};
use crate::roll::checks::{Checks, LONGEST_SCHOOL, tidy, tidy_optional};
use crate::roll::{Ask, Listing};
use crate::{AcademyState, Context, Error, Result};
use attendance::concerns::concerns;
use attendance::policy::PolicySettings;
use attendance::returns::{
    DueReturn, LocalAuthorityReturn, ReturnContent, ReturnKind, ReturnParent, RollYear, Stayed, attendance_return,
    deletion_return, missing, new_pupil_return, sickness_return,
};
use chrono::Days;
use school::contact::{Contact, ParentBasis};
use school::{AcademicYear, AcademyId, Date, Kept, PupilId, RecordId};
use std::collections::HashMap;
use store::roll::snapshot::RollPupil;

/// The most pupils of one return.
pub const MOST_PUPILS: usize = 500;
/// How many days before the academic year a return may have been made that still matters.
const SENT_BEFORE_DAYS: u64 = 120;

/// A return that is due, with what it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct DueWithContent {
    /// Why and by when.
    pub due: DueReturn,
    /// What it tells.
    pub content: ReturnContent,
    /// What the record lacks for it.
    pub missing: Vec<String>,
}

/// Which part of a worklist.
#[derive(Debug, Clone, Copy)]
pub struct WhichReturns {
    /// The kind.
    pub kind: ReturnKind,
    /// The day; today where none is given.
    pub as_of: Option<Date>,
    /// Those that an exception spares, in the place of those that are due.
    pub excepted: bool,
    /// Only pupils after this one.
    pub after: Option<PupilId>,
    /// At most so many.
    pub limit: usize,
}

/// The returns of a kind that are due on a day, in the order of the pupils' ids, each with what it tells and what the record
/// lacks for it; one more than asked for says that more follow.
pub fn list_due(cx: &mut Context<'_>, academy: AcademyId, which: &WhichReturns) -> Result<Vec<DueWithContent>> {
    let as_of = which.as_of.unwrap_or_else(|| school::clock::local(cx.at).0);
    let Some(year) = AcademicYear::of(as_of) else {
        let detail = "registers are kept for academic years 1990-91 to 2199-00";
        return Err(Error::invalid("/query/as_of", "date_out_of_range", detail));
    };
    let state = cx.state(academy)?;
    let settings = settings_on(cx, academy, as_of)?;
    let sent = last_sent(cx, academy, which.kind, year, as_of)?;
    let mut due = match which.kind {
        ReturnKind::NewPupil | ReturnKind::Deletion => of_the_roll(&state, which.kind, &settings, &sent, (year, as_of)),
        ReturnKind::Attendance | ReturnKind::Sickness => {
            of_the_marks(cx, academy, &state, which.kind, (&settings, &sent), as_of)?
        }
    };
    due.retain(|due| due.exception.is_some() == which.excepted && which.after.is_none_or(|after| due.pupil_id > after));
    due.sort_by_key(|due| due.pupil_id);
    due.truncate(which.limit.saturating_add(1));
    due.into_iter()
        .map(|due| {
            let content = content_of(cx, academy, &state, &due)?;
            Ok(DueWithContent { missing: missing(due.kind, &content), content, due })
        })
        .collect()
}

/// When a return of a kind was last made about each pupil.
fn last_sent(
    cx: &mut Context<'_>,
    academy: AcademyId,
    kind: ReturnKind,
    year: AcademicYear,
    as_of: Date,
) -> Result<HashMap<PupilId, Date>> {
    let from = year.first_day().checked_sub_days(Days::new(SENT_BEFORE_DAYS));
    // What was sent is not made undone by asking as at an earlier day: that is answered as it was known then.
    let filter = Filter { from, to: Some(as_of), ..Filter::default() };
    let mut sent: HashMap<PupilId, Date> = HashMap::new();
    for kept in records::all::<LocalAuthorityReturn>(cx, academy, &filter)? {
        let LocalAuthorityReturn { kind: of_kind, pupil_ids, sent_on, .. } = kept.value;
        if of_kind != kind {
            continue;
        }
        for pupil in pupil_ids {
            let last = sent.entry(pupil).or_insert(sent_on);
            *last = (*last).max(sent_on);
        }
    }
    Ok(sent)
}

fn of_the_roll(
    state: &AcademyState,
    kind: ReturnKind,
    settings: &PolicySettings,
    sent: &HashMap<PupilId, Date>,
    (year, as_of): (AcademicYear, Date),
) -> Vec<DueReturn> {
    let mut years: HashMap<Date, RollYear> = HashMap::new();
    let mut due = Vec::new();
    for pupil in &state.roll.pupils {
        let id = pupil.record.id;
        let on = |stay: &school::pupil::Enrolment| match kind {
            ReturnKind::Deletion => stay.stay.leaving_day,
            _ => Some(stay.stay.starting_day),
        };
        let in_year = |day: &Date| *day >= year.first_day();
        let latest = pupil.enrolments.iter().rev().find_map(|stay| Some((stay, on(stay).filter(in_year)?)));
        let Some((enrolment, day)) = latest else { continue };
        let of_year = years.entry(day).or_insert_with(|| roll_year(state, day));
        let stayed = Stayed {
            pupil_id: id,
            stay: enrolment.stay,
            kind: enrolment.kind,
            year_group: pupil.characteristics_on(day).and_then(|values| values.year_group),
        };
        let rule = if kind == ReturnKind::Deletion { deletion_return } else { new_pupil_return };
        due.extend(rule(&stayed, of_year, settings, sent.get(&id).copied(), as_of));
    }
    due
}

/// The school year that holds a day: days after the summer term belong to the year that has ended.
fn roll_year(state: &AcademyState, day: Date) -> RollYear {
    let begun = |year: AcademicYear| first_school_day(state, year).is_none_or(|first| first <= day);
    let of_day = AcademicYear::of(day);
    let ended = of_day.filter(|year| !begun(*year)).and_then(AcademicYear::previous);
    let last_of = |year: AcademicYear| {
        let days = state.weeks.days();
        let place = days.partition_point(|other| *other <= year.last_day());
        place
            .checked_sub(1)
            .and_then(|place| days.get(place))
            .copied()
            .filter(|last| AcademicYear::of(*last) == Some(year))
    };
    let groups = || {
        state
            .roll
            .pupils
            .iter()
            .filter(|pupil| pupil.enrolment_on(day).is_some())
            .filter_map(|pupil| pupil.characteristics_on(day).and_then(|values| values.year_group))
    };
    RollYear {
        first_school_day: of_day.and_then(|year| first_school_day(state, year)),
        last_school_day: ended.or(of_day).and_then(last_of),
        most_junior: groups().min(),
        most_senior: groups().max(),
    }
}

fn of_the_marks(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    kind: ReturnKind,
    (settings, sent): (&PolicySettings, &HashMap<PupilId, Date>),
    as_of: Date,
) -> Result<Vec<DueReturn>> {
    let kept = cx.sheets(academy, |_| true)?;
    let on_roll = state.roll.pupils.iter().filter(|pupil| pupil.enrolment_on(as_of).is_some());
    Ok(on_roll
        .filter_map(|pupil| {
            let record = attendance_of(state, pupil, &kept, as_of);
            let sent_on = sent.get(&pupil.record.id).copied();
            match kind {
                ReturnKind::Sickness => sickness_return(&record, settings, sent_on, as_of),
                _ => attendance_return(&concerns(&record, &state.weeks, as_of), settings, sent_on, as_of),
            }
        })
        .collect())
}

fn content_of(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &AcademyState,
    due: &DueReturn,
) -> Result<ReturnContent> {
    let pupil = state.pupil(due.pupil_id).ok_or_else(|| Error::Unexpected("a pupil of a return is gone".to_owned()))?;
    let identity = &pupil.record.identity;
    let entered = due.kind == ReturnKind::NewPupil;
    let deleted = due.kind == ReturnKind::Deletion;
    let enrolment = pupil.enrolments.iter().rev().find(|stay| match due.kind {
        ReturnKind::Deletion => stay.stay.leaving_day == Some(due.met_on),
        _ => stay.stay.starting_day <= due.met_on,
    });
    let parents = if entered || deleted { Some(parents_of(cx, academy, pupil, deleted)?) } else { None };
    Ok(ReturnContent {
        full_name: full_name(pupil),
        address: identity.address.clone(),
        upn: identity.upn.clone(),
        date_of_birth: entered.then_some(identity.date_of_birth),
        sex: entered.then_some(identity.sex),
        starting_day: enrolment.filter(|_| entered).map(|stay| stay.stay.starting_day),
        last_school: identity.last_school.clone().filter(|_| entered),
        parents,
        leaving_day: enrolment.filter(|_| deleted).and_then(|stay| stay.stay.leaving_day),
        ground: enrolment.filter(|_| deleted).and_then(|stay| stay.ground),
        next_school: identity.next_school.clone().filter(|_| deleted),
    })
}

fn full_name(pupil: &RollPupil) -> String {
    let identity = &pupil.record.identity;
    let forename = identity.legal_forename.as_ref().unwrap_or(&identity.forename);
    let surname = identity.legal_surname.as_ref().unwrap_or(&identity.surname);
    let others = identity.other_names.as_deref().unwrap_or_default();
    [forename.as_str(), others, surname.as_str()]
        .into_iter()
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The parents in law; of a deletion those with whom the pupil normally lived.
fn parents_of(cx: &mut Context<'_>, academy: AcademyId, pupil: &RollPupil, at_home: bool) -> Result<Vec<ReturnParent>> {
    let contacts = store::roll::contacts::of_pupil(cx.db, academy, pupil.record.id)?;
    Ok(contacts
        .into_iter()
        .filter(|(_, relation)| relation.parent_basis != ParentBasis::None && (!at_home || relation.lives_with_pupil))
        .map(|(contact, relation)| {
            let Contact { title, forename, surname, address, telephone, .. } = contact;
            let name = [title, forename, Some(surname)].into_iter().flatten().collect::<Vec<_>>().join(" ");
            ReturnParent {
                name,
                relationship: relation.relationship,
                address,
                telephone,
                lives_with_pupil: relation.lives_with_pupil,
            }
        })
        .collect())
}

/// Records that a return was made about some pupils, which takes them off the list.
pub fn record_return(
    cx: &mut Context<'_>,
    academy: AcademyId,
    sent: &LocalAuthorityReturn,
) -> Result<Kept<LocalAuthorityReturn>> {
    let state = cx.state(academy)?;
    let mut checks = Checks::default();
    if sent.sent_on > school::clock::local(cx.at).0 {
        checks.fail("/sent_on", "in_the_future", "what has not been sent yet is not recorded");
    }
    if AcademicYear::of(sent.sent_on).is_none() {
        checks.fail("/sent_on", "out_of_range", "the day is outside the years that are kept");
    }
    checks.line("/to", &sent.to, LONGEST_SCHOOL);
    checks.optional_line("/reference", sent.reference.as_deref(), LONGEST_SCHOOL);
    if sent.pupil_ids.is_empty() || sent.pupil_ids.len() > MOST_PUPILS {
        checks.fail("/pupil_ids", "wrong_number", format!("1 to {MOST_PUPILS} pupils"));
    }
    for (place, id) in sent.pupil_ids.iter().take(MOST_PUPILS).enumerate() {
        if state.pupil(*id).is_none() {
            checks.fail(format!("/pupil_ids/{place}"), "unknown_pupil", "the academy has no such pupil");
        }
    }
    checks.finish()?;
    let mut value = sent.clone();
    value.pupil_ids.sort_unstable();
    value.pupil_ids.dedup();
    value.to = tidy(&value.to);
    value.reference = tidy_optional(value.reference.as_deref());
    records::add(cx, academy, value)
}

/// The returns that were made, in pages: of one kind where it is given.
pub fn list_sent(
    cx: &mut Context<'_>,
    academy: AcademyId,
    kind: Option<ReturnKind>,
    ask: &Ask,
) -> Result<Listing<Kept<LocalAuthorityReturn>>> {
    match kind {
        None => records::list(cx, academy, &Filter::default(), ask),
        Some(kind) => records::list_where(cx, academy, ask, |made: &LocalAuthorityReturn| made.kind == kind),
    }
}

/// A return that was made.
pub fn find_return(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<LocalAuthorityReturn>> {
    records::find(cx, id)
}
