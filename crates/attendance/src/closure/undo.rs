//! Taking a closure back: an amendment of its own, only where the closure's mark still stands.

use super::{Outcome, Why};
use crate::{Code, EntryKind, Mark, MarkChange, register::RosterPupil};
use school::SessionAt;

/// What a closure found in the place of a mark, and left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    /// The code that stood; none where there was no mark.
    pub code: Option<Code>,
    /// Minutes late beside it.
    pub minutes_late: Option<u16>,
    /// How many entries the mark had once the closure had written it.
    pub entries_after: i32,
}

/// What the undoing of a closure does to one mark.
pub type Restored = Outcome;

/// Decides what becomes of a pupil's mark when a closure is undone. `before` is what the closure found; none where it wrote
/// nothing for the pupil in this session. A mark is restored only where nobody has changed it since; one that was entered
/// where there was none stays, since marks are amended and never removed.
pub fn restore(closure: Code, before: Option<Before>, pupil: &RosterPupil, at: SessionAt, reason: &str) -> Restored {
    let standing = pupil.standing.as_ref();
    let Some(before) = before else {
        return match standing {
            Some(standing) if standing.mark.code == closure => Outcome::Kept(Some(closure), Why::NotOfThisClosure),
            _ => Outcome::Outside,
        };
    };
    let Some(standing) =
        standing.filter(|standing| standing.entries == before.entries_after && standing.mark.code == closure)
    else {
        return Outcome::Kept(standing.map(|standing| standing.mark.code), Why::ChangedSince);
    };
    let Some(code) = before.code else { return Outcome::Kept(Some(closure), Why::NoMarkBefore) };
    Outcome::Write(MarkChange {
        pupil_id: pupil.pupil_id,
        enrolment_id: pupil.enrolment_id,
        at,
        before: pupil.standing.clone(),
        after: Mark { code, minutes_late: before.minutes_late, comment: standing.mark.comment.clone() },
        kind: EntryKind::Amendment,
        reason: Some(format!("closure undone: {reason}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StandingMark;
    use crate::register::examples::{code, morning, pupil};

    fn undo(before: Option<(Option<&str>, i32)>, standing: Option<(&str, i32)>) -> String {
        let pupil = RosterPupil {
            standing: standing.map(|(text, entries)| StandingMark {
                mark: Mark { code: code(text), minutes_late: None, comment: Some("bus".to_owned()) },
                entries,
                amended_by_person: true,
            }),
            ..pupil(1)
        };
        let before =
            before.map(|(text, entries_after)| Before { code: text.map(code), minutes_late: Some(5), entries_after });
        match restore(code("Y4"), before, &pupil, morning(), "the wrong day") {
            Outcome::Write(change) => {
                assert_eq!((change.after.minutes_late, change.after.comment.as_deref()), (Some(5), Some("bus")));
                format!("{} {}", change.after.code, change.reason.unwrap())
            }
            Outcome::Kept(code, why) => format!("{} {}", code.map_or("-", Code::as_str), why.as_str()),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn only_what_still_stands_is_restored() {
        assert_eq!(undo(Some((Some("L"), 2)), Some(("Y4", 2))), "L closure undone: the wrong day");
        assert_eq!(undo(Some((Some("L"), 2)), Some(("I", 3))), "I changed_since");
        assert_eq!(undo(Some((Some("L"), 2)), Some(("Y4", 4))), "Y4 changed_since");
        assert_eq!(undo(Some((None, 1)), Some(("Y4", 1))), "Y4 no_mark_before");
        assert_eq!(undo(None, Some(("Y4", 1))), "Y4 not_of_this_closure");
        assert_eq!(undo(None, Some(("I", 1))), "Outside");
        assert_eq!(undo(None, None), "Outside");
    }
}
