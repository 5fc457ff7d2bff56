//! A pupil's school days with what was missed of them.

use super::PatternSettings;
use super::answer::{Pattern, PupilPatterns};
use crate::code::Code;
use crate::concerns::PupilAttendance;
use crate::course::{Step, course};
use crate::summary::Period;
use school::{Date, Week};

/// Absences that say nothing of a habit: agreed part-time attendance, suspension, study leave.
const LEFT_OUT: [&str; 3] = ["C2", "E", "S"];

/// The days of a pupil, the earliest first, and whether anything was missed of each.
pub(super) struct AbsentDays {
    pub(super) days: Vec<(Date, bool)>,
    pub(super) absent: u64,
    left_out: u64,
    missing: u64,
}

/// The days of one school week, and those missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WeekOfDays {
    pub(super) monday: Date,
    pub(super) days: u64,
    pub(super) absent: u64,
}

fn is_left_out(code: Option<Code>) -> bool {
    code.is_some_and(|code| LEFT_OUT.contains(&code.as_str()))
}

impl AbsentDays {
    pub(super) fn of(pupil: &PupilAttendance<'_>, period: Period) -> Self {
        let steps = course(&pupil.years, period.from, period.to);
        let mut found = Self { days: Vec::new(), absent: 0, left_out: 0, missing: 0 };
        for day in steps.chunk_by(|one, two| one.at.date == two.at.date) {
            found.missing += day.iter().filter(|step| step.code.is_none()).count() as u64;
            let mut possible = day.iter().filter(|step| step.is_possible()).peekable();
            if possible.peek().is_none() {
                continue;
            }
            let mut regarded = possible.filter(|step| !is_left_out(step.code)).peekable();
            let Some(date) = regarded.peek().map(|step| step.at.date) else {
                found.left_out += 1;
                continue;
            };
            let absent = regarded.any(Step::is_absent);
            found.absent += u64::from(absent);
            found.days.push((date, absent));
        }
        found
    }

    pub(super) fn count(&self) -> u64 {
        self.days.len() as u64
    }

    /// Whether there is enough to test anything.
    pub(super) fn enough(&self, settings: &PatternSettings) -> bool {
        self.count() >= settings.least_days && self.absent >= settings.least_absent_days
    }

    /// The days in weeks from Monday to Sunday.
    pub(super) fn weeks(&self) -> Vec<WeekOfDays> {
        let weeks = self.days.chunk_by(|(one, _), (two, _)| Week::of(*one) == Week::of(*two));
        weeks
            .filter_map(|week| {
                let monday = Week::of(week.first()?.0).monday;
                let absent = week.iter().filter(|(_, absent)| *absent).count() as u64;
                Some(WeekOfDays { monday, days: week.len() as u64, absent })
            })
            .collect()
    }

    pub(super) fn answer(&self, pupil: &PupilAttendance<'_>, period: Period, patterns: Vec<Pattern>) -> PupilPatterns {
        PupilPatterns {
            pupil_id: pupil.pupil_id,
            upn: pupil.upn.clone(),
            period,
            days: self.count(),
            absent_days: self.absent,
            days_left_out: self.left_out,
            missing: self.missing,
            patterns,
        }
    }
}
