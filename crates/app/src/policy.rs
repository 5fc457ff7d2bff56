//! The attendance policy of an academy: its versions, and when parents were sent it.

use crate::records::{self, Filter};
use crate::roll::checks::{Checks, LONGEST_TEXT, tidy, tidy_optional};
use crate::roll::{Ask, Listing};
use crate::{AcademyState, Context, Error, Kind, Result};
use attendance::policy::{
    Distribution, PolicyDistribution, PolicyDue, PolicySettings, PolicyVersion, SaidPolicy, SentHow, due,
};
use school::{AcademicYear, AcademyId, Date, Kept, PupilId, Violation};
use std::collections::HashSet;

/// The most pupils whom one sending may name.
pub const MOST_NAMED: usize = 2_000;

/// A version with what is doubtful about it.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The version.
    pub kept: Kept<PolicyVersion>,
    /// What is doubtful, differences from the calendar among it.
    pub warnings: Vec<Violation>,
    /// Whether it has just been made.
    pub created: bool,
}

/// All versions, the first one first.
fn versions(cx: &mut Context<'_>, academy: AcademyId) -> Result<Vec<Kept<PolicyVersion>>> {
    let mut all = records::all::<PolicyVersion>(cx, academy, &Filter::default())?;
    all.sort_by_key(|kept| kept.value.number);
    Ok(all)
}

/// The version that holds on a day: of those that have begun by then the last one made.
fn holding(all: Vec<Kept<PolicyVersion>>, date: Date) -> Option<Kept<PolicyVersion>> {
    all.into_iter().rev().find(|kept| kept.value.said.effective_from <= date)
}

/// What the policy of an academy sets on a day; the cautious defaults where no policy had begun.
pub fn settings_on(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<PolicySettings> {
    let version = holding(versions(cx, academy)?, date);
    Ok(version.map(|kept| kept.value.said.settings).unwrap_or_default())
}

/// The policy that holds on a day; today where none is given.
pub fn find_policy(cx: &mut Context<'_>, academy: AcademyId, on: Option<Date>) -> Result<Policy> {
    let on = on.unwrap_or_else(|| school::clock::local(cx.at).0);
    let all = versions(cx, academy)?;
    let kept = holding(all, on).ok_or(Error::NotFound(Kind::Other("attendance policy on this day: PUT one first")))?;
    with_warnings(cx, kept, None, false)
}

/// Every version, the first one first.
pub fn list_versions(cx: &mut Context<'_>, academy: AcademyId) -> Result<Vec<Policy>> {
    let all = versions(cx, academy)?;
    let mut policies = Vec::with_capacity(all.len());
    let mut before: Option<SaidPolicy> = None;
    for kept in all {
        let said = kept.value.said.clone();
        policies.push(with_warnings(cx, kept, before.as_ref(), false)?);
        before = Some(said);
    }
    Ok(policies)
}

/// Puts the policy: what differs from the version that stands is the next version; the same again changes nothing.
/// `precondition` is asked about the number of the version that stands; 0 where there is none.
///
/// # Errors
/// [`Error::Invalid`] with everything that the law forbids or that makes no sense.
pub fn put_policy(
    cx: &mut Context<'_>,
    academy: AcademyId,
    said: &SaidPolicy,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Policy> {
    let all = versions(cx, academy)?;
    let last = all.into_iter().next_back();
    let number = last.as_ref().map_or(0, |kept| kept.value.number);
    if !precondition(i32::try_from(number).unwrap_or(i32::MAX)) {
        return Err(Error::Precondition);
    }
    let said = SaidPolicy {
        approved_by: tidy(&said.approved_by),
        published_at: tidy_optional(said.published_at.as_deref()),
        ..said.clone()
    };
    if let Some(same) = last.as_ref().filter(|kept| kept.value.said == said) {
        return with_warnings(cx, same.clone(), None, false);
    }
    let before = last.map(|kept| kept.value.said);
    let (errors, _) = said.check(before.as_ref(), school::clock::local(cx.at).0);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let kept = records::add(cx, academy, PolicyVersion { number: number + 1, said })?;
    // The state of an academy holds the versions: when registers close follows them.
    cx.touch_roll(academy)?;
    with_warnings(cx, kept, before.as_ref(), true)
}

fn with_warnings(
    cx: &mut Context<'_>,
    kept: Kept<PolicyVersion>,
    before: Option<&SaidPolicy>,
    created: bool,
) -> Result<Policy> {
    let said = &kept.value.said;
    let (_, mut warnings) = said.check(before, school::clock::local(kept.created_at).0);
    let state = cx.state(kept.academy_id)?;
    if let Some(calendar) = state.calendar_on(said.effective_from) {
        warnings.extend(said.settings.against(calendar));
    }
    Ok(Policy { kept, warnings, created })
}

/// What is sent to record that parents were sent the policy.
#[derive(Debug, Clone)]
pub struct Sending {
    /// The version; the one that held on the day where none is given.
    pub version: Option<u32>,
    /// The day.
    pub sent_on: Date,
    /// How.
    pub how: SentHow,
    /// Whose parents; none for those of every pupil on roll that day.
    pub pupils: Option<Vec<PupilId>>,
    /// A remark.
    pub note: Option<String>,
}

/// Records that parents were sent the policy.
pub fn record_distribution(
    cx: &mut Context<'_>,
    academy: AcademyId,
    sent: &Sending,
) -> Result<Kept<PolicyDistribution>> {
    let state = cx.state(academy)?;
    let all = versions(cx, academy)?;
    let mut checks = Checks::default();
    if sent.sent_on > school::clock::local(cx.at).0 {
        checks.fail("/sent_on", "in_the_future", "what has not been sent yet is not recorded");
    }
    let version = match sent.version {
        Some(number) => all.iter().find(|kept| kept.value.number == number).map(|kept| kept.value.number),
        None => holding(all, sent.sent_on).map(|kept| kept.value.number),
    };
    if version.is_none() {
        checks.fail("/version", "unknown_version", "the academy has no such version of its attendance policy");
    }
    if let Some(note) = &sent.note {
        checks.lines("/note", note, LONGEST_TEXT);
    }
    check_named(&state, sent.pupils.as_deref(), &mut checks);
    checks.finish()?;
    let mut pupils = sent.pupils.clone();
    if let Some(pupils) = &mut pupils {
        pupils.sort_unstable();
        pupils.dedup();
    }
    let distribution = PolicyDistribution {
        version: version.unwrap_or_default(),
        sent_on: sent.sent_on,
        how: sent.how,
        pupils,
        note: tidy_optional(sent.note.as_deref()),
    };
    records::add(cx, academy, distribution)
}

fn check_named(state: &AcademyState, pupils: Option<&[PupilId]>, checks: &mut Checks) {
    let Some(pupils) = pupils else { return };
    if pupils.is_empty() || pupils.len() > MOST_NAMED {
        checks.fail("/pupil_ids", "wrong_number", format!("1 to {MOST_NAMED} pupils; null for all on roll that day"));
    }
    for (place, id) in pupils.iter().take(MOST_NAMED).enumerate() {
        if state.pupil(*id).is_none() {
            checks.fail(format!("/pupil_ids/{place}"), "unknown_pupil", "the academy has no such pupil");
        }
    }
}

/// When parents were sent the policy, in pages.
pub fn list_distributions(
    cx: &mut Context<'_>,
    academy: AcademyId,
    ask: &Ask,
) -> Result<Listing<Kept<PolicyDistribution>>> {
    records::list(cx, academy, &Filter::default(), ask)
}

/// Whose parents are to be sent the policy in the academic year of a day, in the order of their ids: nobody where the academy
/// has no calendar of that year.
pub fn list_due(cx: &mut Context<'_>, academy: AcademyId, as_of: Option<Date>) -> Result<Vec<PolicyDue>> {
    let as_of = as_of.unwrap_or_else(|| school::clock::local(cx.at).0);
    let Some(year) = AcademicYear::of(as_of) else {
        let detail = "registers are kept for academic years 1990-91 to 2199-00";
        return Err(Error::invalid("/query/as_of", "date_out_of_range", detail));
    };
    let state = cx.state(academy)?;
    let within = settings_on(cx, academy, as_of)?.parents_sent_within_days;
    let Some(begins) = first_school_day(&state, year) else { return Ok(Vec::new()) };
    let filter = Filter { from: Some(year.first_day()), to: Some(as_of), ..Filter::default() };
    let kept = records::all::<PolicyDistribution>(cx, academy, &filter)?;
    let (named, general): (Vec<Distribution>, Vec<Distribution>) =
        kept.into_iter().map(|kept| kept.value.sending()).partition(|sending| sending.pupils.is_some());
    let reached: HashSet<PupilId> = named.into_iter().filter_map(|sending| sending.pupils).flatten().collect();
    let pupils = state.roll.pupils.iter().filter(|pupil| !reached.contains(&pupil.record.id));
    Ok(pupils
        .filter_map(|pupil| {
            let stay = pupil.enrolment_on(as_of)?.stay;
            due(pupil.record.id, stay, &general, (year, begins), within, as_of)
        })
        .collect())
}

/// The first school day of an academic year.
pub(crate) fn first_school_day(state: &AcademyState, year: AcademicYear) -> Option<Date> {
    let days = state.weeks.days();
    let place = days.partition_point(|day| *day < year.first_day());
    days.get(place).copied().filter(|day| AcademicYear::of(*day) == Some(year))
}
