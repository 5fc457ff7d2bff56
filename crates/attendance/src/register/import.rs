//! Marks from another system.

use super::{
    Moment, OnRecord, RosterPupil, Settings, advice,
    checks::{fits_session, keep, read_minutes, read_text, x_fits_age},
};
use crate::{
    Mark, Warning, code,
    history::Mapped,
    local_code::{self, LocalCode},
};
use school::{Calendar, Instant, SessionAt, Violation};

/// A mark as another system sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentMark<'a> {
    /// The code in that system's own vocabulary.
    pub code: &'a str,
    /// Minutes late.
    pub minutes_late: Option<i64>,
    /// A remark.
    pub comment: Option<&'a str>,
}

/// What a sent mark comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// There is no mark: nothing is written and nothing is erased.
    Nothing,
    /// A mark of a session that has begun.
    Mark(ImportedMark),
    /// A code known ahead of its session: a planned absence of that session.
    Planned(ImportedMark),
}

/// A mark of another system in the national codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedMark {
    /// The mark.
    pub mark: Mark,
    /// The code as it was sent.
    pub raw_code: String,
    /// The rule of [`crate::history::map`] that gave the code, or `local_code`.
    pub rule_id: &'static str,
    /// What is doubtful.
    pub warnings: Vec<Warning>,
}

/// The rules for one academy's marks of one academic year at one moment.
#[derive(Debug, Clone, Copy)]
pub struct ImportRules<'a> {
    /// The calendar of the year that holds the sessions.
    pub calendar: &'a Calendar,
    /// Now.
    pub now: Instant,
    /// The academy's settings.
    pub settings: Settings,
    /// What the school's own codes mean.
    pub local: &'a [LocalCode],
    /// What some codes rest on.
    pub on_record: &'a OnRecord,
}

impl ImportRules<'_> {
    /// Decides one mark. Refused is only what the register could not hold lawfully: an unknown code, one not in force
    /// that day, `/` in the afternoon or `\` in the morning, a day that is no school day, a pupil not on roll (`pupil`
    /// is none), a session ahead for a code that may not be planned, X for a pupil of compulsory school age. All else
    /// that is doubtful is accepted with a warning; where the mark stands so already ([`super::settle`] says unchanged)
    /// the warnings are old news.
    ///
    /// # Errors
    /// Everything refused, with pointers `/code`, `/date` and `/upn`.
    pub fn check(
        &self,
        pupil: Option<&RosterPupil>,
        at: SessionAt,
        sent: &SentMark<'_>,
    ) -> Result<Imported, Vec<Violation>> {
        let mut errors = Vec::new();
        let mapped = keep(
            local_code::map(sent.code, at.date, self.local).map_err(|refused| refused.problem(at.date)),
            "",
            "code",
            &mut errors,
        );
        if matches!(mapped, Some(Mapped { code: None, .. })) {
            return Ok(Imported::Nothing);
        }
        if !self.calendar.is_school_day(at.date) {
            errors.push(Violation::new("/date", "not_a_school_day", "the day is not a school day of the academy"));
        }
        if pupil.is_none() {
            errors.push(Violation::new("/upn", "not_on_roll", "the pupil was not on roll on that day"));
        }
        let moment = Moment::of(at, self.calendar, self.now, self.settings);
        let Some(Mapped { code: Some(code), rule_id }) = mapped else { return Err(errors) };
        keep(fits_session(code, at.session), "", "code", &mut errors);
        let may_be_planned = code::on(code, at.date).is_some_and(|row| row.may_be_planned);
        if !moment.has_begun() && !may_be_planned {
            let detail = "the session has not begun and this code may not be planned";
            errors.push(Violation::new("/code", "future_session", detail));
        }
        let Some(pupil) = pupil else { return Err(errors) };
        keep(x_fits_age(code, at.date, pupil.date_of_birth), "", "code", &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        let (mark, mut warnings) = self.with_details(Mark::of(code), pupil, at, sent);
        let doubts = advice(&mark, pupil, at, &moment, self.calendar, self.on_record);
        warnings.extend(doubts.into_iter().filter(|warning| is_known_of_imports(&warning.code, pupil)));
        let imported = ImportedMark { mark, raw_code: sent.code.to_owned(), rule_id, warnings };
        Ok(if moment.has_begun() { Imported::Mark(imported) } else { Imported::Planned(imported) })
    }

    /// Adds minutes and remark where they can be kept; what cannot is left out with a warning, the mark stays.
    fn with_details(
        &self,
        mut mark: Mark,
        pupil: &RosterPupil,
        at: SessionAt,
        sent: &SentMark<'_>,
    ) -> (Mark, Vec<Warning>) {
        let mut warnings = Vec::new();
        let mut warn = |code: &str, detail: &str| warnings.push(Warning::of_mark(pupil.pupil_id, at, code, detail));
        match read_minutes(sent.minutes_late, Some(mark.code)) {
            Ok(minutes) => mark.minutes_late = minutes,
            Err((_, detail)) => warn("minutes_late_left_out", &detail),
        }
        match read_text(sent.comment) {
            Ok(comment) => mark.comment = comment,
            Err((_, detail)) => warn("comment_left_out", &detail),
        }
        if !self.calendar.meets(at, pupil.year_group) {
            warn(
                "session_not_held",
                "the calendar has no such session for this pupil: the mark is kept and not counted",
            );
        }
        (mark, warnings)
    }
}

/// When the other system made a mark, and what it knows beside it, is not in the file: what follows from the time of
/// entry is doubtful only where a mark that stands here is changed.
fn is_known_of_imports(warning: &str, pupil: &RosterPupil) -> bool {
    match warning {
        "late_after_close" | "nature_not_recorded" | "part_time_agreement_needed" | "dual_registration_needed" => false,
        "leave_entered_late" => pupil.standing.is_some(),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
