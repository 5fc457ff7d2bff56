//! Which rules cannot hold for a pupil, told from counts alone.
//!
//! The rules walk a pupil's sessions one by one, and for most pupils find nothing. The [`Screen`] counts each sheet with the kernel's [`Counter`] first and asks of each rule whether those numbers allow it at all. It never passes over a pupil for
//! whom a rule holds (`proof::screen`); that it lets some pass for whom none does costs only time.

use super::{Asked, Rule, settings::reached};
use crate::{
    code::Code,
    kernel::{Counter, PupilSheet, Room},
    summary::{is_persistent, is_severe},
};
use school::{AcademicYear, Date, SESSIONS_IN_SHEET, calendar::SessionSet};

/// Screens pupils of one academy on one day.
#[derive(Debug)]
pub struct Screen {
    counters: Vec<(AcademicYear, Counter)>,
    this_year: Option<AcademicYear>,
    room: Room,
}

/// What was counted of one pupil.
#[derive(Debug, Default)]
struct Counted {
    /// Enrolments with a sheet of the academic year of the day.
    enrolments: u64,
    absent: u64,
    possible: u64,
    ill: usize,
    missing: u64,
    /// G, N, O and U of all years.
    unauthorised: usize,
    without_reason: usize,
    excluded: usize,
    /// A sheet of a year that the screen was not made for.
    unknown: bool,
}

impl Screen {
    /// For sheets of these years, on a day.
    pub fn new(years: impl IntoIterator<Item = AcademicYear>, as_of: Date) -> Self {
        let all = SessionSet::between(0, SESSIONS_IN_SHEET);
        let counters = years.into_iter().map(|year| (year, Counter::new(year, &all, as_of))).collect();
        Self { counters, this_year: AcademicYear::of(as_of), room: Room::default() }
    }

    /// Whether any of the rules that are wanted may hold for a pupil, on the day that the screen was made for.
    pub fn may_hold(&mut self, asked: &Asked<'_>, wanted: impl Fn(Rule) -> bool) -> bool {
        let counted = self.count(asked);
        Rule::ALL.into_iter().any(|rule| wanted(rule) && counted.allow(rule, asked))
    }

    fn count(&mut self, asked: &Asked<'_>) -> Counted {
        let [g, n, o, u, e] = [b'G', b'N', b'O', b'U', b'E'].map(Code::from_byte);
        let mut counted = Counted::default();
        for given in &asked.pupil.years {
            let year = given.sheet.year();
            let Some((_, counter)) = self.counters.iter().find(|(known, _)| *known == year) else {
                counted.unknown = true;
                continue;
            };
            let sheet =
                PupilSheet { sheet: given.sheet, sessions: &given.sessions, date_of_birth: asked.pupil.date_of_birth };
            let found = counter.count(&sheet, &mut self.room);
            let of = |code: Option<Code>| code.map_or(0, |code| usize::from(found.of(code)));
            counted.unauthorised += [g, n, o, u].map(of).into_iter().sum::<usize>();
            counted.without_reason += of(n);
            counted.excluded += of(e);
            if Some(year) == self.this_year {
                counted.enrolments += 1;
                counted.absent += u64::from(found.absent());
                counted.possible += u64::from(found.possible());
                counted.missing += u64::from(found.missing());
                counted.ill += usize::from(found.of(Code::ILLNESS));
            }
        }
        counted
    }
}

impl Counted {
    /// Whether the numbers allow a rule to hold.
    fn allow(&self, rule: Rule, asked: &Asked<'_>) -> bool {
        let Asked { beside, settings, .. } = asked;
        let days = |levels: &[u16]| levels.iter().map(|days| days.saturating_mul(2)).collect::<Vec<u16>>();
        // Two stays of one year may share a session, which the rules count once: then a share says nothing.
        let shared = self.unknown || self.enrolments > 1;
        let planned = !beside.plans.is_empty();
        self.unknown
            || match rule {
                Rule::PersistentAbsence => shared || is_persistent(self.absent, self.possible),
                Rule::SevereAbsence => shared || is_severe(self.absent, self.possible),
                Rule::AtRiskOfPersistentAbsence => {
                    shared || 100 * self.absent >= u64::from(settings.at_risk_absence_percent) * self.possible
                }
                Rule::PenaltyNoticeThreshold => self.unauthorised >= super::SESSIONS_IN_WINDOW,
                Rule::PenaltyNoticeWarning => {
                    reached(&settings.penalty_notice_warning_sessions, self.unauthorised).is_some()
                }
                Rule::ContinuousUnauthorised10Days => self.unauthorised >= super::continuous::TEN_DAYS,
                Rule::ContinuousUnauthorised20Days => self.unauthorised >= super::continuous::TWENTY_DAYS,
                Rule::ContinuousUnauthorisedWarning => {
                    reached(&days(&settings.continuous_warning_days), self.unauthorised).is_some()
                }
                Rule::Sickness15Days => self.ill >= super::sickness::SESSIONS,
                Rule::SicknessWarning => reached(&days(&settings.sickness_warning_days), self.ill).is_some(),
                Rule::Sickness15DaysExpected => self.ill >= 2 * usize::from(settings.sickness_forecast_from_days),
                Rule::ReasonOverdue | Rule::ReasonDueSoon => self.without_reason > 0,
                Rule::SuspensionSixthDay => self.excluded > 0 || planned || !beside.suspensions.is_empty(),
                Rule::NotReturnedAfterLeave | Rule::PartTimeTimetableEnds => planned,
                Rule::MissingMarks => self.missing > 0,
            }
    }
}
