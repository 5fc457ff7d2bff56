//! The registers of lessons: taking them, who may, what they say beside the session marks.

mod beside;
mod conflicts;
mod derive;
mod handover;
mod lesson;
mod listing;
mod register;
mod truancy;

pub use conflicts::{LessonConflict, lesson_conflicts};
pub use handover::{admit, admit_to_session, hand_over, may_take, take_back};
pub use lesson::Lesson;
pub(crate) use lesson::roster;
pub use listing::{LessonOfDay, list_lessons};
pub use register::{
    LessonLine, LessonRegister, LessonSubmitted, find_lesson_register, lesson_entries, take_lesson_register,
};
pub use truancy::{MissedLesson, Truant, truancy};
