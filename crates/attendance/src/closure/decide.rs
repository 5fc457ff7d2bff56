//! What a closure does to the mark of one pupil in one session.

use super::{CheckedClosure, Verdict, Why, verdict};
use crate::{
    Code, EntryKind, Mark, MarkChange, code,
    register::{Moment, RosterPupil},
};
use school::{Calendar, SessionAt};

/// A closure at one of its sessions.
#[derive(Debug, Clone, Copy)]
pub struct Closing<'a> {
    /// The closure.
    pub closure: &'a CheckedClosure,
    /// The session.
    pub at: SessionAt,
    /// The academy's calendar of the year that holds it.
    pub calendar: &'a Calendar,
    /// Where the session stands in time.
    pub moment: &'a Moment,
}

/// What a closure does to one pupil in one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The closure is not for this pupil in this session.
    Outside,
    /// An entry where there was no mark, or an amendment of the one that stands.
    Write(MarkChange),
    /// The session is ahead: the code becomes the plan.
    Plan,
    /// It stands, or is planned, so already.
    Unchanged,
    /// The mark stays.
    Kept(Option<Code>, Why),
    /// The session is ahead and another plan stays.
    PlanKept(Code, Why),
}

/// Decides what a closure does to a pupil who is on roll in a session of it.
pub fn decide(closing: &Closing<'_>, pupil: &RosterPupil) -> Outcome {
    let Closing { closure, at, calendar, moment } = *closing;
    let code = closure.code;
    if !closure.is_for(pupil.year_group) || !calendar.meets(at, pupil.year_group) {
        return Outcome::Outside;
    }
    let standing = pupil.standing.as_ref();
    if pupil.boarder && standing.is_none() {
        return Outcome::Kept(None, Why::Boarder);
    }
    if code::on(code, at.date).is_none() {
        return Outcome::Kept(standing.map(|standing| standing.mark.code), Why::NotLawful);
    }
    match standing {
        Some(standing) => match verdict(code, standing.mark.code) {
            Verdict::Overwrite => Outcome::Write(write(closure, at, pupil, EntryKind::Amendment)),
            Verdict::Unchanged => Outcome::Unchanged,
            Verdict::Keep(why) => Outcome::Kept(Some(standing.mark.code), why),
        },
        // Before the register opens a closure may still be called off; then nothing has been written.
        None if moment.has_opened() => entry_or_plan(closure, at, pupil, moment),
        None => match pupil.planned.map(|planned| (planned, verdict(code, planned))) {
            None | Some((_, Verdict::Overwrite)) => Outcome::Plan,
            Some((_, Verdict::Unchanged)) => Outcome::Unchanged,
            Some((planned, Verdict::Keep(why))) => Outcome::PlanKept(planned, why),
        },
    }
}

/// A session that has begun and has no mark: what was planned for the pupil and stays is left to the register.
fn entry_or_plan(closure: &CheckedClosure, at: SessionAt, pupil: &RosterPupil, moment: &Moment) -> Outcome {
    if let Some(planned) = pupil.planned
        && let Verdict::Keep(why) = verdict(closure.code, planned)
    {
        return Outcome::PlanKept(planned, why);
    }
    let kind = if moment.has_closed() { EntryKind::LateEntry } else { EntryKind::Register };
    Outcome::Write(write(closure, at, pupil, kind))
}

fn write(closure: &CheckedClosure, at: SessionAt, pupil: &RosterPupil, kind: EntryKind) -> MarkChange {
    // A remark stays beside the mark it was made about; minutes late go with L and U only and stay in the history.
    let comment = pupil.standing.as_ref().and_then(|standing| standing.mark.comment.clone());
    MarkChange {
        pupil_id: pupil.pupil_id,
        enrolment_id: pupil.enrolment_id,
        at,
        before: pupil.standing.clone(),
        after: Mark { code: closure.code, minutes_late: None, comment },
        kind,
        reason: Some(format!("closure: {}", closure.reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{SentClosure, check};
    use super::*;
    use crate::register::{
        Settings,
        examples::{at, calendar, code, day, morning, pupil, session, with_mark, with_plan},
    };
    use school::Session;

    fn closure(code: &str, groups: Option<&[i16]>) -> CheckedClosure {
        let sent = SentClosure {
            first_day: day("2026-11-23"),
            last_day: day("2026-11-25"),
            sessions: None,
            year_groups: groups,
            code,
            reason: "Boiler failed",
        };
        check(&sent, day("2026-11-23")).unwrap()
    }

    fn outcome(closure: &CheckedClosure, session: SessionAt, pupil: &RosterPupil, time: &str) -> String {
        let calendar = calendar();
        let moment = Moment::of(session, &calendar, at(time), Settings::default());
        match decide(&Closing { closure, at: session, calendar: &calendar, moment: &moment }, pupil) {
            Outcome::Write(change) => {
                assert_eq!(change.reason.as_deref(), Some("closure: Boiler failed"));
                let before = change.before.as_ref().map_or("", |standing| standing.mark.code.as_str());
                format!("{before}>{} {}", change.after.code, change.kind)
            }
            Outcome::Kept(code, why) => format!("{} {}", code.map_or("-", Code::as_str), why.as_str()),
            Outcome::PlanKept(code, why) => format!("plan {code} {}", why.as_str()),
            other => format!("{other:?}").to_lowercase(),
        }
    }

    #[test]
    fn each_pupil_gets_what_the_table_says() {
        let unexpected = closure("Y4", None);
        for (pupil, expected) in [
            (with_mark(1, "/"), "/>Y4 amendment"),
            (with_mark(1, "I"), "I has_its_reason"),
            (with_mark(1, "D"), "D dual_registered"),
            (with_mark(1, "Y4"), "unchanged"),
            (pupil(1), ">Y4 register"),
            (with_plan(1, "V"), "plan V at_activity"),
            (with_plan(1, "G"), "plan G has_its_reason"),
            (RosterPupil { boarder: true, ..pupil(1) }, "- boarder"),
        ] {
            assert_eq!(outcome(&unexpected, morning(), &pupil, "09:00"), expected);
        }
        assert_eq!(outcome(&unexpected, morning(), &pupil(1), "11:00"), ">Y4 late_entry");
        assert_eq!(outcome(&closure("#", None), morning(), &with_mark(1, "I"), "09:00"), "I># amendment");
    }

    #[test]
    fn a_session_ahead_is_planned() {
        let planned = closure("#", None);
        let tomorrow = session("2026-11-24", Session::Am);
        assert_eq!(outcome(&planned, tomorrow, &pupil(1), "09:00"), "plan");
        assert_eq!(outcome(&planned, tomorrow, &with_plan(1, "M"), "09:00"), "plan");
        assert_eq!(outcome(&planned, tomorrow, &with_plan(1, "D"), "09:00"), "plan D dual_registered");
        assert_eq!(outcome(&planned, tomorrow, &with_plan(1, "#"), "09:00"), "unchanged");
        assert_eq!(outcome(&planned, session("2026-11-23", Session::Pm), &pupil(1), "09:00"), "plan");
        assert_eq!(outcome(&planned, morning(), &pupil(1), "08:39"), "plan");
    }

    #[test]
    fn whom_it_is_not_for_it_leaves_alone() {
        let part = closure("Y3", Some(&[7, 8]));
        assert_eq!(outcome(&part, morning(), &with_mark(1, "/"), "09:00"), "outside");
        assert_eq!(outcome(&part, morning(), &RosterPupil { year_group: None, ..pupil(1) }, "09:00"), "outside");
        assert_eq!(
            outcome(&part, morning(), &RosterPupil { year_group: Some(8), ..pupil(1) }, "09:00"),
            ">Y3 register"
        );
        assert_eq!(
            outcome(
                &part,
                session("2026-11-06", Session::Pm),
                &RosterPupil { year_group: Some(7), ..pupil(1) },
                "09:00"
            ),
            "outside"
        );
        assert_eq!(code("Y3"), part.code);
    }
}
