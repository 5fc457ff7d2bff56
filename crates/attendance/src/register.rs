//! Taking a register, amending a mark, importing marks.
//!
//! Every function here is given the register as it stands and what somebody wants written, and answers what is to be
//! written, or everything that is wrong. Errors are what the law forbids; warnings what it discourages
//! (School Attendance (Pupil Registration) (England) Regulations 2024 regulation 10; DfE, Working together to improve
//! school attendance).

mod advice;
mod amend;
mod checks;
#[cfg(test)]
pub(crate) mod examples;
mod import;
mod lesson;
mod moment;
mod on_record;
mod settle;
mod status;
mod take;

pub use advice::advice;
pub use amend::{Amendment, amend};
pub use import::{ImportRules, Imported, ImportedMark, SentMark};
pub use lesson::{LessonChange, LessonPupil, LessonTaking, take_lesson};
pub use moment::{Moment, Settings};
pub use on_record::OnRecord;
pub use settle::{Settlement, settle};
pub use status::{RegisterStatus, status};
pub use take::{Taking, take};

pub(crate) use advice::of_the_code;
pub(crate) use checks::lawful_for_age;

use crate::{Code, MarkChange, StandingMark, Warning};
use school::{Date, EnrolmentId, PupilId};

/// A pupil on the roster of a register: on roll in the group on the day of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPupil {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The enrolment that holds the day.
    pub enrolment_id: EnrolmentId,
    /// Decides compulsory school age.
    pub date_of_birth: Date,
    /// On that day; none for a pupil who follows none.
    pub year_group: Option<i16>,
    /// Whether the pupil boards on that day: boarders are not marked.
    pub boarder: bool,
    /// The mark that stands, if any.
    pub standing: Option<StandingMark>,
    /// The code planned for the session, if any.
    pub planned: Option<Code>,
}

/// A mark as it was sent for one pupil of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedMark {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The code as it was sent; none leaves the pupil as if left out.
    pub code: Option<String>,
    /// Minutes late as they were sent; none and 0 are unknown.
    pub minutes_late: Option<i64>,
    /// A remark; none leaves the standing remark of an unchanged code alone.
    pub comment: Option<String>,
}

/// Which codes the writer may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeUse {
    /// Every code: attendance staff, imports.
    All,
    /// `/`, `\`, L and N, and leaving a mark or a plan as it is: who takes the register of a class.
    Teaching,
}

impl CodeUse {
    /// Whether the writer may enter the code.
    pub fn allows(self, code: Code) -> bool {
        const TEACHING: [Code; 4] = [Code::PRESENT_AM, Code::PRESENT_PM, Code::LATE, Code::NO_REASON_YET];
        self == Self::All || TEACHING.contains(&code)
    }
}

/// What is to be written, and what is doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// The marks to write, in the order of the roster; empty where nothing changes.
    pub changes: Vec<MarkChange>,
    /// To be returned, recorded and listed.
    pub warnings: Vec<Warning>,
}
