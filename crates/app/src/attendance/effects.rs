//! What an award scheme is good for, against similar pupils outside it.

use super::concerns::attendance_of;
use super::patterns::day_asked;
use super::scoped::Scoped;
use super::sheets::Sheets;
use crate::{AcademyState, Context, Result, records};
use attendance::course::{Step, course};
use attendance::recognition::{AwardScheme, Effect, Observed, effect};
use attendance::scope::Scope;
use attendance::summary::Period;
use school::{AcademyId, Date, Kept, RecordId};
use store::roll::snapshot::RollPupil;

/// The most school days on either side: about a year.
const MOST_DAYS: usize = 195;

/// The effect of a scheme up to a day: its pupils against those of the same academy outside it; where it is for the whole academy,
/// against the other academies of the same phase in the caller's reach.
pub fn scheme_effect(cx: &mut Context<'_>, id: RecordId, as_of: Option<Date>) -> Result<Effect> {
    let as_of = day_asked(cx, as_of)?;
    let scheme: Kept<AwardScheme> = records::find(cx, id)?;
    let state = cx.state(scheme.academy_id)?;
    let (before, after) = windows(&scheme.value, state.weeks.days(), as_of);
    let scoped = Scoped::read(cx, scheme.academy_id, scheme.value.scope)?;
    let began = scheme.value.first_day;
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    let kept = sheets_of(cx, scheme.academy_id, &state, before.from, after.to)?;
    for pupil in state.roll.pupils.iter().filter(|pupil| pupil.enrolment_on(began).is_some()) {
        let seen = observed(&state, pupil, &kept, before, after, began);
        if scoped.holds_on(pupil, began) { inside.push(seen) } else { outside.push(seen) }
    }
    if scheme.value.scope == Scope::Academy {
        for other in similar_academies(cx, scheme.academy_id)? {
            let state = cx.state(other)?;
            let kept = sheets_of(cx, other, &state, before.from, after.to)?;
            let on_roll = state.roll.pupils.iter().filter(|pupil| pupil.enrolment_on(began).is_some());
            outside.extend(on_roll.map(|pupil| observed(&state, pupil, &kept, before, after, began)));
        }
    }
    let mut told = effect(&inside, &outside, before, after);
    if cx.acting.reach.comments == access::Comments::Hidden {
        told.strata.clear();
    }
    Ok(told)
}

/// The school days since the scheme began, and as many before.
fn windows(scheme: &AwardScheme, days: &[Date], as_of: Date) -> (Period, Period) {
    let last = as_of.min(scheme.last_day.unwrap_or(as_of));
    let first = days.partition_point(|day| *day < scheme.first_day);
    let since = days[first..].iter().take_while(|day| **day <= last).take(MOST_DAYS).count();
    let nothing = |day: Date| Period { from: day, to: day.pred_opt().unwrap_or(day) };
    let of = |from: usize, count: usize| match days.get(from..from + count) {
        Some([first, .., last]) => Period { from: *first, to: *last },
        Some([only]) => Period { from: *only, to: *only },
        _ => nothing(scheme.first_day),
    };
    let earlier = since.min(first);
    (of(first - earlier, earlier), of(first, since))
}

fn sheets_of(cx: &mut Context<'_>, academy: AcademyId, state: &AcademyState, from: Date, to: Date) -> Result<Sheets> {
    cx.sheets(academy, |year| state.calendars.contains_key(&year) && year.first_day() <= to && year.last_day() >= from)
}

fn similar_academies(cx: &mut Context<'_>, academy: AcademyId) -> Result<Vec<AcademyId>> {
    let phase = cx.academy(academy)?.phase;
    let all = store::roll::academies::all(cx.db)?;
    let reach = &cx.acting.reach;
    let similar = all.into_iter().filter(|each| each.id != academy && each.phase == phase && reach.covers(each.id));
    Ok(similar.map(|each| each.id).collect())
}

fn observed(
    state: &AcademyState,
    pupil: &RollPupil,
    kept: &Sheets,
    before: Period,
    after: Period,
    began: Date,
) -> Observed {
    let years = attendance_of(state, pupil, kept, after.to).years;
    let counts = |period: Period| {
        let steps = course(&years, period.from, period.to);
        let count = |wanted: fn(&Step) -> bool| steps.iter().filter(|step| wanted(step)).count() as u64;
        (count(Step::is_absent), count(Step::is_possible))
    };
    let year_group = pupil.characteristics_on(began).and_then(|values| values.year_group);
    Observed { year_group, before: counts(before), after: counts(after) }
}
