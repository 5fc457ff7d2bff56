//! What would be: the effect of an absence that is not decided yet, or of attending from a day on, on every measure and
//! rule. Nothing is written.

mod check;
mod fill;

pub use check::{Hypothesis, Presumed, SentAbsence, check};

use crate::{
    MarkSheet, Tally,
    concerns::{
        Asked, AttendanceYear, Concern, Level, Prospect, PupilAttendance, Rule, concerns_of, figures, prospect,
        prospect_from,
    },
    summary::{Period, Summary, is_persistent, is_severe},
};
use school::{AcademicYear, Date, PupilId, calendar::SessionSet};
use serde::Serialize;
use utoipa::ToSchema;

/// What would be. The three standings differ in what they know: `now` the marks up to today; `before` also what is
/// planned already; `after` what was asked as well. Sessions that nothing is presumed of have no mark and count as
/// nothing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WhatIf {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Today: what has a mark stays as it is.
    pub as_of: Date,
    /// The last day that was asked about: `before` and `after` hold on it.
    pub through: Date,
    /// Today.
    pub now: Standing,
    /// On the last day, with the plans already made.
    pub before: Standing,
    /// On the last day, with what was asked.
    pub after: Standing,
    /// Every rule before and after.
    pub rules: Vec<RuleEffect>,
}

/// The measures of a pupil on a day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Standing {
    /// The academic year up to the day.
    pub period: Period,
    /// The counts; sessions nothing is presumed of are in none of them, and `missing` are those of days gone by.
    pub summary: Summary,
    /// Whether absence is persistent.
    pub persistent_absence: bool,
    /// Whether absence is severe.
    pub severe_absence: bool,
    /// Sessions of unauthorised absence in the ten school weeks that end with the last one begun.
    pub unauthorised_in_ten_school_weeks: u64,
    /// Sessions of unauthorised absence in a row with which the possible sessions end.
    pub unauthorised_in_a_row: u64,
    /// Sessions of illness in the academic year on days of compulsory school age.
    pub illness: u64,
    /// What the whole academic year comes to, and the sessions left before absence is persistent.
    pub year: Prospect,
}

/// What becomes of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuleEffect {
    /// The rule.
    pub rule: Rule,
    /// Whether the law or the school says so.
    pub level: Level,
    /// The day on which it is met without what was asked; null where it is not.
    pub met_on_before: Option<Date>,
    /// The day on which it is met with it; null where it is not.
    pub met_on_after: Option<Date>,
    /// The day by which something is then due.
    pub due_on_after: Option<Date>,
}

/// Works out what would be. `asked` is about today; its pupil has a sheet, if an empty one, for every academic year that
/// the hypothesis touches.
pub fn what_if(asked: &Asked<'_>, hypothesis: &Hypothesis) -> WhatIf {
    let today = asked.as_of;
    let through = through(asked, hypothesis);
    let planned = fill::sheets(asked, &Hypothesis::default(), today);
    let presumed = fill::sheets(asked, hypothesis, today);
    let (before, concerns_before) = standing(asked, &planned, through);
    let (after, concerns_after) = standing(asked, &presumed, through);
    let rules = Rule::ALL.into_iter().map(|rule| {
        let of = |concerns: &[Concern]| concerns.iter().find(|concern| concern.rule == rule).cloned();
        let (before, after) = (of(&concerns_before), of(&concerns_after));
        RuleEffect {
            rule,
            level: rule.level(),
            met_on_before: before.map(|concern| concern.met_on),
            met_on_after: after.as_ref().map(|concern| concern.met_on),
            due_on_after: after.and_then(|concern| concern.due_on),
        }
    });
    let rules = rules.collect();
    WhatIf {
        pupil_id: asked.pupil.pupil_id,
        as_of: today,
        through,
        now: measures(asked, today, prospect(asked)),
        before,
        after,
        rules,
    }
}

/// The last planned day; the last school day of the academic year where the pupil is to attend from a day on.
fn through(asked: &Asked<'_>, hypothesis: &Hypothesis) -> Date {
    let last_planned = hypothesis.planned.iter().map(|absence| absence.last_day).max();
    let end_of_year = hypothesis.attends_from.and_then(AcademicYear::of).and_then(|year| {
        let days = asked.weeks.days();
        days[..days.partition_point(|day| *day <= year.last_day())].last().copied()
    });
    [last_planned, end_of_year, Some(asked.as_of)].into_iter().flatten().max().unwrap_or(asked.as_of)
}

/// The standing on a day, and what rules are met then.
fn standing(asked: &Asked<'_>, sheets: &[(MarkSheet, SessionSet)], day: Date) -> (Standing, Vec<Concern>) {
    let years = sheets.iter().map(|(sheet, sessions)| AttendanceYear { sheet, sessions: *sessions }).collect();
    let pupil = PupilAttendance { years, ..asked.pupil.clone() };
    let then = Asked { pupil: &pupil, as_of: day, ..*asked };
    let year = prospect_from(&then, asked.as_of);
    (measures(&then, asked.as_of, year), concerns_of(&then, |_| true))
}

/// The measures on the day asked for; `today` says which sessions without a mark are missing.
fn measures(asked: &Asked<'_>, today: Date, year: Prospect) -> Standing {
    let (first, tally) = tally(asked, today);
    let [in_window, in_a_row, illness] = figures(asked);
    Standing {
        period: Period { from: first, to: asked.as_of },
        persistent_absence: is_persistent(tally.absent(), tally.possible()),
        severe_absence: is_severe(tally.absent(), tally.possible()),
        summary: tally.summary(),
        unauthorised_in_ten_school_weeks: in_window,
        unauthorised_in_a_row: in_a_row,
        illness,
        year,
    }
}

/// The counts of the academic year up to the day asked for, and the year's first day.
fn tally(asked: &Asked<'_>, today: Date) -> (Date, Tally) {
    let mut tally = Tally::default();
    let Some(year) = AcademicYear::of(asked.as_of) else { return (asked.as_of, tally) };
    let up_to = |date: Date| match date {
        date if date < year.first_day() => SessionSet::default(),
        date => SessionSet::between(0, year.day_index(date.min(year.last_day())).map_or(0, |day| 2 * day + 2)),
    };
    for given in asked.pupil.years.iter().filter(|given| given.sheet.year() == year) {
        let begun = given.sessions.and(&up_to(asked.as_of));
        let closed = today.pred_opt().map(|yesterday| begun.and(&up_to(yesterday))).unwrap_or_default();
        tally.merge(&Tally::of(given.sheet, &begun, &closed));
    }
    (year.first_day(), tally)
}

#[cfg(test)]
mod tests;
