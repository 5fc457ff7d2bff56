//! What rules look at beside the marks: plans, suspensions, settings.

use crate::records::{self, Filter};
use crate::{Context, Result, policy};
use attendance::code::Code;
use attendance::concerns::RuleSettings;
use attendance::planned::PlannedAbsence;
use attendance::suspension::{Suspension, SuspensionRecord};
use chrono::Days;
use school::{AcademicYear, AcademyId, Date, Kept, PupilId, Session, Weekday};
use std::collections::HashMap;
use store::attendance::planned;

/// How far back plans are looked for: leave that ended a year ago has been followed by marks.
const PLANS_BACK: Days = Days::new(366);

/// What rules look at beside the marks, of some pupils or all of an academy.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    plans: HashMap<PupilId, Vec<PlannedAbsence>>,
    suspensions: HashMap<PupilId, Vec<Suspension>>,
    /// What the academy has set.
    pub(crate) settings: RuleSettings,
}

impl Beside {
    /// Reads what is known of the pupils, or of all, for rules about a day: plans from a year before it to the end of the next
    /// academic year.
    pub(crate) fn load(
        cx: &mut Context<'_>,
        academy: AcademyId,
        pupils: Option<&[PupilId]>,
        as_of: Date,
    ) -> Result<Self> {
        let from = as_of.checked_sub_days(PLANS_BACK).unwrap_or(as_of);
        let next = AcademicYear::of(as_of).map(|year| year.next().unwrap_or(year));
        let to = next.map_or(as_of, AcademicYear::last_day);
        let mut beside = Self::settings_only(cx, academy, as_of)?;
        let subjects: Option<Vec<uuid::Uuid>> = pupils.map(|ids| ids.iter().map(|id| id.0).collect());
        let filter = Filter { subjects: subjects.as_deref(), from: Some(from), to: Some(as_of) };
        let suspended: Vec<Kept<SuspensionRecord>> = records::all(cx, academy, &filter)?;
        for record in suspended.into_iter().map(|kept| kept.value) {
            beside.suspensions.entry(record.pupil_id).or_default().extend(record.standing());
        }
        for plan in planned::touching(cx.db, academy, pupils, from, to)? {
            let pupil = plan.pupil_id;
            if let Some(plan) = of_rules(plan) {
                beside.plans.entry(pupil).or_default().push(plan);
            }
        }
        Ok(beside)
    }

    /// Only what the academy has set: for rules that look at marks alone.
    pub(crate) fn settings_only(cx: &mut Context<'_>, academy: AcademyId, as_of: Date) -> Result<Self> {
        let settings = RuleSettings::from(&policy::settings_on(cx, academy, as_of)?);
        Ok(Self { settings, ..Self::default() })
    }

    /// The plans of a pupil, the oldest first.
    pub(crate) fn plans_of(&self, pupil: PupilId) -> &[PlannedAbsence] {
        self.plans.get(&pupil).map_or(&[], Vec::as_slice)
    }

    /// The suspensions on record of a pupil.
    pub(crate) fn suspensions_of(&self, pupil: PupilId) -> &[Suspension] {
        self.suspensions.get(&pupil).map_or(&[], Vec::as_slice)
    }

    /// Leaves out the plans that were made after a moment.
    pub(crate) fn forget_plans_after(&mut self, moment: school::Instant) {
        for plans in self.plans.values_mut() {
            plans.retain(|plan| plan.created_at <= moment);
        }
    }
}

/// A stored plan as the rules want to see it; none where its code is none that is known.
fn of_rules(plan: planned::PlannedAbsence) -> Option<PlannedAbsence> {
    Some(PlannedAbsence {
        id: plan.id,
        created_at: plan.created_at,
        first_day: plan.first_day,
        last_day: plan.last_day,
        code: Code::parse(&plan.code).ok()?,
        weekdays: plan.weekdays.unwrap_or_else(|| Weekday::ALL.to_vec()),
        sessions: plan.sessions.unwrap_or_else(|| Session::BOTH.to_vec()),
    })
}
