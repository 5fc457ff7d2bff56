//! What lesson marks say beside session marks: where the two disagree, and which pupils were in school and not in a lesson.
//!
//! Internal truancy is no code of the register: a pupil who was present at registration stays present in every figure
//! (DfE, Working together to improve school attendance). It is looked at here, and never written into a session mark.

use crate::Code;
use school::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// Where a mark says that a pupil was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// In school: present, or late.
    Here,
    /// Absent.
    Absent,
    /// At an approved activity elsewhere, or not required to be here.
    Elsewhere,
}

impl Presence {
    /// What a code says.
    pub fn of(code: Code) -> Self {
        match code.as_str() {
            // U counts as an absence in figures, but the pupil has arrived.
            "/" | "\\" | "L" | "U" => Self::Here,
            "K" | "V" | "P" | "W" | "B" | "D" | "X" | "Z" | "#" | "Y" | "C2" => Self::Elsewhere,
            word if word.len() == 2 && word.starts_with('Y') => Self::Elsewhere,
            _ => Self::Absent,
        }
    }
}

/// How a lesson mark and the session mark disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disagreement {
    /// In school for the session and absent from the lesson.
    AbsentFromLesson,
    /// Absent for the session and in the lesson.
    PresentInLesson,
    /// Elsewhere for the session and in the lesson.
    ElsewhereInSession,
}

/// How two marks disagree, if they do. A pupil who is in school may be sent elsewhere for a lesson.
pub fn disagreement(session: Code, lesson: Code) -> Option<Disagreement> {
    match (Presence::of(session), Presence::of(lesson)) {
        (Presence::Here, Presence::Absent) => Some(Disagreement::AbsentFromLesson),
        (Presence::Absent, Presence::Here) => Some(Disagreement::PresentInLesson),
        (Presence::Elsewhere, Presence::Here) => Some(Disagreement::ElsewhereInSession),
        _ => None,
    }
}

/// The mark of one lesson in the day of a pupil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LessonSeen {
    /// The lesson starts.
    pub starts: Instant,
    /// The lesson ends.
    pub ends: Instant,
    /// The mark.
    pub code: Code,
}

/// A passage through the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// When.
    pub at: Instant,
    /// In, or out.
    pub inwards: bool,
}

/// What is known of a pupil in one session.
#[derive(Debug, Clone, Copy)]
pub struct PupilSession<'a> {
    /// The mark of the session.
    pub code: Code,
    /// Minutes late, where known.
    pub minutes_late: Option<u16>,
    /// The register opens.
    pub opens: Instant,
    /// The register closes.
    pub closes: Instant,
    /// The lessons of the session, in their order.
    pub lessons: &'a [LessonSeen],
    /// The passages of the day, in their order.
    pub passages: &'a [Passage],
}

/// Since when a pupil is known to be in school in the session; none where the pupil is not, or where nothing says when they
/// came.
pub fn here_since(session: &PupilSession<'_>) -> Option<Instant> {
    let first_lesson = || {
        session.lessons.iter().find(|lesson| Presence::of(lesson.code) == Presence::Here).map(|lesson| lesson.starts)
    };
    let arrival = || {
        let minutes = session.minutes_late.map(|minutes| chrono::Duration::minutes(i64::from(minutes)));
        minutes.and_then(|minutes| session.opens.checked_add_signed(minutes))
    };
    match session.code {
        Code::PRESENT_AM | Code::PRESENT_PM => Some(session.opens),
        Code::LATE => Some(arrival().unwrap_or(session.closes)),
        Code::LATE_AFTER_CLOSE => arrival().or_else(first_lesson),
        _ => None,
    }
}

/// Whether the pupil had signed out by a moment and not come back.
fn is_out(passages: &[Passage], at: Instant) -> bool {
    passages.iter().take_while(|passage| passage.at <= at).last().is_some_and(|passage| !passage.inwards)
}

/// The places of the lessons that a pupil who was in school missed: absent in a lesson that began after they were here, without
/// having signed out before it ended.
pub fn missed_lessons(session: &PupilSession<'_>) -> Vec<usize> {
    let Some(since) = here_since(session) else { return Vec::new() };
    let missed = |lesson: &LessonSeen| {
        Presence::of(lesson.code) == Presence::Absent
            && lesson.starts >= since.min(session.closes)
            && lesson.ends > since
            && !is_out(session.passages, lesson.starts)
            && !session
                .passages
                .iter()
                .any(|passage| !passage.inwards && lesson.starts <= passage.at && passage.at < lesson.ends)
    };
    session.lessons.iter().enumerate().filter(|(_, lesson)| missed(lesson)).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Instant {
        format!("2026-11-23T{time}:00Z").parse().unwrap()
    }

    fn lesson(starts: &str, ends: &str, code: &str) -> LessonSeen {
        LessonSeen { starts: at(starts), ends: at(ends), code: Code::parse(code).unwrap() }
    }

    fn missed(code: &str, minutes_late: Option<u16>, lessons: &[LessonSeen], passages: &[Passage]) -> Vec<usize> {
        let code = Code::parse(code).unwrap();
        let (opens, closes) = (at("08:40"), at("09:10"));
        missed_lessons(&PupilSession { code, minutes_late, opens, closes, lessons, passages })
    }

    #[test]
    fn every_code_says_one_of_three_things() {
        let of = |text: &str| Presence::of(Code::parse(text).unwrap());
        for here in ["/", "\\", "L", "U"] {
            assert_eq!(of(here), Presence::Here);
        }
        for elsewhere in ["V", "P", "W", "B", "K", "D", "X", "C2", "Y1", "Y7", "#", "Z"] {
            assert_eq!(of(elsewhere), Presence::Elsewhere, "{elsewhere}");
        }
        for absent in ["N", "O", "I", "M", "G", "C", "C1", "S", "T", "E", "R", "Q"] {
            assert_eq!(of(absent), Presence::Absent, "{absent}");
        }
    }

    #[test]
    fn a_pupil_in_school_who_was_not_in_the_lesson_missed_it() {
        let lessons = [lesson("09:00", "10:00", "N"), lesson("10:00", "11:00", "/"), lesson("11:00", "12:00", "O")];
        assert_eq!(missed("/", None, &lessons, &[]), [0, 2]);
        assert_eq!(missed("I", None, &lessons, &[]), [0_usize; 0], "absent from school is no truancy");
        assert_eq!(missed("V", None, &lessons, &[]), [0_usize; 0]);
    }

    #[test]
    fn nobody_misses_a_lesson_before_they_came() {
        let lessons = [lesson("09:30", "10:00", "N"), lesson("10:00", "11:00", "/"), lesson("11:00", "12:00", "N")];
        assert_eq!(missed("U", Some(80), &lessons, &[]), [2], "came at ten");
        assert_eq!(missed("U", None, &lessons, &[]), [2], "was first seen at ten");
        assert_eq!(missed("U", None, &lessons[..1], &[]), [0_usize; 0], "nothing says when they came");
        assert_eq!(missed("L", None, &lessons, &[]), [0, 2]);
    }

    #[test]
    fn whoever_signed_out_was_not_in_school() {
        let lessons = [lesson("09:00", "10:00", "N"), lesson("10:00", "11:00", "N"), lesson("11:00", "12:00", "N")];
        let out = |time: &str| Passage { at: at(time), inwards: false };
        let back = |time: &str| Passage { at: at(time), inwards: true };
        assert_eq!(missed("/", None, &lessons, &[out("10:20")]), [0], "left during the second");
        assert_eq!(missed("/", None, &lessons, &[out("09:55"), back("10:50")]), [2], "back for the third");
        assert_eq!(missed("/", None, &lessons, &[back("08:30")]), [0, 1, 2]);
    }

    #[test]
    fn marks_disagree_about_where_a_pupil_was_and_not_about_the_word() {
        let differ =
            |session: &str, lesson: &str| disagreement(Code::parse(session).unwrap(), Code::parse(lesson).unwrap());
        assert_eq!(differ("/", "N"), Some(Disagreement::AbsentFromLesson));
        assert_eq!(differ("I", "/"), Some(Disagreement::PresentInLesson));
        assert_eq!(differ("V", "L"), Some(Disagreement::ElsewhereInSession));
        for (session, lesson) in [("/", "L"), ("U", "/"), ("/", "P"), ("I", "N"), ("V", "V"), ("N", "O")] {
            assert_eq!(differ(session, lesson), None, "{session} {lesson}");
        }
    }
}
