//! What the guidance discourages of a mark (DfE, Working together to improve school attendance, chapter on codes).

use super::{Moment, OnRecord, RosterPupil, checks::c2_fits_age};
use crate::{
    Mark, Warning,
    code::{self, Code, CountsAs},
};
use school::{Calendar, Date, SessionAt};

/// An N must be replaced within five school days after the session; on the sixth it is overdue (regulation 10(7) to (9)).
const OVERDUE_ON_SCHOOL_DAY: usize = 6;
/// No run of days without school is as long.
const LONGEST_SEARCH_DAYS: i64 = 120;

/// Everything doubtful about a mark that is to be written for a pupil.
pub fn advice(
    mark: &Mark,
    pupil: &RosterPupil,
    at: SessionAt,
    moment: &Moment,
    calendar: &Calendar,
    on_record: &OnRecord,
) -> Vec<Warning> {
    let silent = mark.comment.is_none();
    let mut found = of_the_code(mark.code, silent, pupil.year_group, pupil.date_of_birth, at.date);
    found.extend(on_record.doubt(mark.code, pupil.pupil_id, at, pupil.planned));
    if mark.code == Code::PART_TIME && pupil.planned != Some(Code::PART_TIME) && is_new(mark, pupil) {
        let detail = "C2 needs agreed times and an end: plan the part-time timetable, so that its end is reviewed";
        found.push(("part_time_agreement_needed", detail));
    }
    found.extend(of_the_time(mark, pupil, at, moment, calendar));
    found.extend(of_the_plan(mark, pupil, at));
    if pupil.boarder {
        found.push(("boarder_marked", "boarders are not marked in the attendance register"));
    }
    found.into_iter().map(|(code, detail)| Warning::of_mark(pupil.pupil_id, at, code, detail)).collect()
}

/// Whether the pupil has not had the code in the session before.
fn is_new(mark: &Mark, pupil: &RosterPupil) -> bool {
    pupil.standing.as_ref().is_none_or(|standing| standing.mark.code != mark.code)
}

type Found = (&'static str, &'static str);

/// What the code alone makes doubtful. `silent` says that there was room for a remark and none was made.
pub(crate) fn of_the_code(
    code: Code,
    silent: bool,
    year_group: Option<i16>,
    date_of_birth: Date,
    date: Date,
) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    let below = |year: i16| year_group.is_some_and(|group| group < year);
    match code.as_str() {
        "#" | "Y4" => found.push(("whole_school_code", "this code is for the whole school, not for one register")),
        "S" if below(11) => found.push(("study_leave_year_group", "study leave is for year 11 and above")),
        "W" if below(10) => {
            found.push(("work_experience_year_group", "work experience is for the last two compulsory years"));
        }
        "Z" => found.push(("only_before_admission", "Z is for a prospective pupil; this pupil is on roll")),
        "B" | "K" | "Y7" if silent => {
            found.push(("nature_not_recorded", "the guidance asks to record the nature of the activity or cause"));
        }
        "C2" if c2_fits_age(code, date, date_of_birth).is_err() => {
            found.push(("c2_outside_compulsory_school_age", "C2 is for a pupil of compulsory school age"));
        }
        _ => {}
    }
    found
}

fn of_the_time(mark: &Mark, pupil: &RosterPupil, at: SessionAt, moment: &Moment, calendar: &Calendar) -> Vec<Found> {
    let mut found = Vec::new();
    let before = pupil.standing.as_ref().map(|standing| standing.mark.code);
    let newly = is_new(mark, pupil);
    let leave = ["C", "C1", "C2", "J1", "S"].contains(&mark.code.as_str());
    if newly && moment.has_begun() && moment.now < moment.expected_from {
        found.push(("taken_before_opening", "the register has not opened: a mark is made when it has"));
    }
    if mark.code == Code::LATE && newly && moment.has_closed() {
        found.push(("late_after_close", "the register has closed: L is for arriving before that, after it U"));
    }
    if mark.code == Code::LATE_AFTER_CLOSE && newly && moment.has_begun() && !moment.has_closed() {
        found.push(("register_not_closed", "the register has not closed: U is for arriving after that, before it L"));
    }
    if leave && newly && moment.has_closed() && pupil.planned != Some(mark.code) {
        found.push(("leave_entered_late", "leave is asked for and granted in advance, never afterwards"));
    }
    if before.is_some_and(|code| code.as_str() == "G") && is_authorised(mark.code, at.date) {
        found.push(("holiday_authorised_afterwards", "a holiday that was not granted is never authorised afterwards"));
    }
    if mark.code == Code::NO_REASON_YET && reason_overdue(calendar, at.date, moment.today) {
        found.push(("reason_overdue", "N is replaced within five school days; if no reason is found, with O"));
    }
    found
}

fn of_the_plan(mark: &Mark, pupil: &RosterPupil, at: SessionAt) -> Option<Found> {
    // A plan has its say once, when the session has no mark yet.
    pupil.planned.filter(|planned| pupil.standing.is_none() && *planned != mark.code)?;
    let present = code::on(mark.code, at.date).is_some_and(|row| row.counts_as == CountsAs::Present);
    Some(match (present, mark.code) {
        (true, _) => ("planned_absence_overridden", "the pupil was expected to be away and is marked present"),
        (false, Code::NO_REASON_YET) => ("planned_absence_not_used", "a code was planned and N is marked"),
        (false, _) => ("planned_code_differs", "another code was planned"),
    })
}

fn is_authorised(code: Code, date: Date) -> bool {
    code::on(code, date).is_some_and(|row| row.counts_as == CountsAs::AuthorisedAbsence)
}

/// Whether six school days after `date` have begun by `today`, as far as this year's calendar tells.
fn reason_overdue(calendar: &Calendar, date: Date, today: Date) -> bool {
    let passed = (today - date).num_days();
    if passed > LONGEST_SEARCH_DAYS {
        return true;
    }
    let later = date.iter_days().skip(1).take(usize::try_from(passed).unwrap_or(0));
    later.filter(|day| calendar.is_school_day(*day)).nth(OVERDUE_ON_SCHOOL_DAY - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::{super::examples::calendar, *};

    #[test]
    fn an_n_is_overdue_on_the_sixth_school_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        // Thursday before half-term: the sixth school day after it is the Friday of the first week back.
        let n = day("2026-10-22");
        assert!(!reason_overdue(&calendar(), n, day("2026-11-05")));
        assert!(reason_overdue(&calendar(), n, day("2026-11-06")));
        assert!(!reason_overdue(&calendar(), n, n));
        assert!(!reason_overdue(&calendar(), n, Date::MIN));
        assert!(reason_overdue(&calendar(), n, Date::MAX));
    }
}
