//! The record of absences: settings, the Bradford factor, the census, trends; and what hangs on an absence or follows from it.

mod case;
mod days;
mod due;
mod log;
mod notes;
mod returning;

pub use case::{find_case, put_case, stage_today};
pub(super) use due::due;
pub use log::{LogRow, Why, absence_log, census_file};
pub use notes::{Certified, MOST_NOTES, add_fit_note, find_fit_notes, put_fit_notes};
pub use returning::{Returned, find_protection, find_return, put_protection, record_return, record_review};

use super::{Condition, Put, all_staff, put, quality};
use crate::records;
use crate::{Context, Error, Further, Kind, Result};
use cover::absence::StaffAbsence;
use cover::absence_record::{
    AbsenceRecord, AbsenceSettings, AbsenceSettingsRecord, CensusReturn, Spell, Trends, absence_record, census,
    census_post, check_trend_range, last_trend_term, trend_term, trends,
};
use cover::staff::CensusPost;
use days::Days;
use school::{AcademicYear, AcademyId, Date, Kept, RecordId, StaffId};
use std::collections::{BTreeMap, HashMap};

fn today(cx: &Context<'_>) -> Date {
    school::clock::local(cx.at).0
}

/// The days that the figures of a day look at: its 52 weeks and a little more, so that spells before them can be joined.
fn window(as_of: Date) -> (Date, Date) {
    (as_of.checked_sub_days(chrono::Days::new(400)).unwrap_or(as_of), as_of)
}

/// The settings of an academy, and their revision: 0 where nobody has set them.
pub fn find_settings(cx: &mut Context<'_>, academy: AcademyId) -> Result<(AbsenceSettings, i32)> {
    let kept = records::of_key::<AbsenceSettingsRecord>(cx, academy, "settings")?;
    Ok(kept.map_or((AbsenceSettings::default(), 0), |kept| (kept.value.settings, kept.revision)))
}

/// Writes the settings of an academy.
pub fn put_settings(
    cx: &mut Context<'_>,
    academy: AcademyId,
    settings: AbsenceSettings,
    condition: Condition<'_>,
) -> Result<Put<AbsenceSettingsRecord>> {
    if settings.bradford_formal < settings.bradford_informal {
        let detail = "the formal stage begins where the informal one does, or above it";
        return Err(Error::invalid("/bradford_formal", "below_informal", detail));
    }
    put(cx, academy, AbsenceSettingsRecord { settings }, condition)
}

/// An absence in reach that was not cancelled, as a spell whose parts are not asked about.
fn spell_of(cx: &mut Context<'_>, id: RecordId) -> Result<(AcademyId, Spell)> {
    let kept: Kept<StaffAbsence> = records::find(cx, id)?;
    let spell = Spell::of(kept.id.0, &kept.value, None, &BTreeMap::new());
    Ok((kept.academy_id, spell.ok_or(Error::NotFound(Kind::Other("staff absence")))?))
}

/// The absence record of a person over the 52 weeks that end with a day: for the person, and for who reads why staff are away
/// (`sees`). To anybody else the person is not there.
pub fn record_of(
    cx: &mut Context<'_>,
    staff: StaffId,
    as_of: Option<Date>,
    sees: &Further,
) -> Result<(Date, AbsenceRecord)> {
    let member = crate::roll::staff::find_staff(cx, staff)?;
    let own = cx.person() == Some(staff);
    if !own && !sees.at(member.academy_id) {
        return Err(Error::NotFound(Kind::Staff));
    }
    let as_of = as_of.unwrap_or_else(|| today(cx));
    let days = Days::load(cx, member.academy_id, window(as_of))?;
    let spells = days.spells(cx, Some(staff))?;
    let (settings, _) = find_settings(cx, member.academy_id)?;
    Ok((as_of, absence_record(&spells, as_of, &settings, |date| days.works(staff, date))))
}

/// The absence part of the workforce census for an academic year.
pub fn census_of(cx: &mut Context<'_>, academy: AcademyId, year: AcademicYear) -> Result<CensusReturn> {
    let days = Days::load(cx, academy, (year.first_day(), year.last_day()))?;
    let (settings, _) = find_settings(cx, academy)?;
    let staff = all_staff(cx, academy)?;
    let mut covered: HashMap<StaffId, Vec<Date>> = HashMap::new();
    let sent = |id: StaffId| days.known.sent_as(id, year.last_day());
    if staff.iter().any(|member| !sent(member.id).is_empty()) {
        for published in quality::published_covers(cx, academy, (year.first_day(), year.last_day()))? {
            covered.entry(published.cover.staff_id).or_default().push(published.cover.date);
        }
    }
    let posts: HashMap<StaffId, CensusPost> = staff
        .into_iter()
        .map(|member| {
            let workers = sent(member.id);
            let mut there: Vec<Date> = workers.iter().flat_map(|worker| worker.days_at(academy)).collect();
            there.extend(covered.remove(&member.id).unwrap_or_default());
            let agency = (!workers.is_empty()).then_some(there.as_slice());
            let employment = days.known.employment(member.id);
            (member.id, census_post(employment, &member.roles, agency, year, &settings))
        })
        .collect();
    let spells = days.spells(cx, None)?;
    let post = |staff| posts.get(&staff).copied().unwrap_or(CensusPost::None);
    Ok(census(&spells, year, post, |id, date| days.works(id, date)))
}

/// Trends of absence at an academy: figures of small groups are not told. A side of the range that is left out is that of the
/// part of the year that the other lies in; of both, the last part that is over. `sees`: where the caller reads why staff were
/// away, and may ask for other whole months.
pub fn trends_of(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (from, to): (Option<Date>, Option<Date>),
    sees: &Further,
) -> Result<Trends> {
    let today = today(cx);
    let (first, last) = from.or(to).map_or_else(|| last_trend_term(today), trend_term);
    let range = (from.unwrap_or(first), to.unwrap_or(last));
    if let Some(wrong) = check_trend_range(range, today, sees.at(academy)) {
        return Err(Error::Invalid(vec![wrong]));
    }
    // Nobody has lost what lies ahead.
    let counted = (range.0, range.1.min(today.max(range.0)));
    let days = Days::load(cx, academy, counted)?;
    let spells = days.spells(cx, None)?;
    let (settings, _) = find_settings(cx, academy)?;
    let told = (settings.smallest_group, sees.at(academy));
    let found = trends(&spells, counted, told, |id, date| days.works(id, date));
    Ok(Trends { from: range.0, to: range.1, ..found })
}
