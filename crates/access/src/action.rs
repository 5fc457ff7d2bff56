//! What the API lets a caller do.

use crate::Scope::{self, *};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

macro_rules! actions {
    ($($(#[doc = $doc:literal])+ $name:ident $text:literal needs $scopes:expr;)+) => {
        /// One kind of thing that the API lets a caller do. A new one needs its line here and its roles in the policy.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Action { $($(#[doc = $doc])+ $name,)+ }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The action's name in the API.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The scopes of which a client needs one.
            pub fn scopes(self) -> &'static [Scope] {
                match self { $(Self::$name => $scopes,)+ }
            }
        }
    };
}

/// The scopes that open what every integration needs first and what holds no personal data.
const ANY_READ: &[Scope] =
    &[RollRead, AttendanceRead, CaseworkRead, SafeguardingRead, CoverRead, CorrespondenceRead, Admin];

actions! {
    /// Read the academies and the trust.
    ReadAcademies "read_academies" needs ANY_READ;
    /// Make academies and change their settings. Making one needs a reach that covers the whole trust.
    ManageAcademies "manage_academies" needs &[RollWrite, Admin];
    /// Read calendars.
    ReadCalendars "read_calendars" needs ANY_READ;
    /// Write calendars.
    WriteCalendars "write_calendars" needs &[RollWrite];
    /// Read the records of pupils.
    ReadPupils "read_pupils" needs &[RollRead];
    /// Write the records of pupils: the admission register.
    WritePupils "write_pupils" needs &[RollWrite];
    /// Read the contacts of pupils.
    ReadContacts "read_contacts" needs &[RollRead];
    /// Write the contacts of pupils.
    WriteContacts "write_contacts" needs &[RollWrite];
    /// Read the records of staff.
    ReadStaff "read_staff" needs &[RollRead, CoverRead];
    /// Write the records of staff, their roles excepted.
    WriteStaff "write_staff" needs &[RollWrite];
    /// Give staff roles that reach one academy.
    GrantRoles "grant_roles" needs &[RollWrite];
    /// Give staff the role of trust officer, which reaches every academy.
    GrantTrustRoles "grant_trust_roles" needs &[Admin];
    /// Read groups and who is in them.
    ReadGroups "read_groups" needs &[RollRead, AttendanceRead];
    /// Write groups and who is in them.
    WriteGroups "write_groups" needs &[RollWrite];
    /// Import files of the roll.
    ImportRoll "import_roll" needs &[RollWrite];
    /// Import files of marks.
    ImportMarks "import_marks" needs &[AttendanceWrite];
    /// Read the progress of imports and the rows they rejected.
    ReadImports "read_imports" needs &[RollRead, RollWrite, AttendanceRead, AttendanceWrite];
    /// Read the table of attendance codes.
    ReadCodes "read_codes" needs ANY_READ;
    /// Read registers.
    ReadRegisters "read_registers" needs &[AttendanceRead];
    /// Take registers.
    TakeRegisters "take_registers" needs &[AttendanceWrite];
    /// Amend marks.
    AmendMarks "amend_marks" needs &[AttendanceWrite];
    /// Read the marks of a pupil and their history.
    ReadMarks "read_marks" needs &[AttendanceRead];
    /// Plan absences.
    PlanAbsences "plan_absences" needs &[AttendanceWrite];
    /// Read the board of a school day.
    ReadDay "read_day" needs &[AttendanceRead];
    /// Read who is on site now.
    ReadRollCall "read_roll_call" needs &[AttendanceRead];
    /// Read figures of one academy.
    ReadSummaries "read_summaries" needs &[AttendanceRead];
    /// Read which pupils meet a threshold or duty.
    ReadConcerns "read_concerns" needs &[AttendanceRead];
    /// Read figures across the caller's academies.
    ReadTrustSummaries "read_trust_summaries" needs &[AttendanceRead];
    /// Read differences between sources and warnings on marks.
    ReadConflicts "read_conflicts" needs &[AttendanceRead];
    /// Settle differences between sources.
    SettleConflicts "settle_conflicts" needs &[AttendanceWrite];
    /// Read the event log.
    ReadEvents "read_events" needs &[Admin];
    /// Read the attendance policy.
    ReadPolicy "read_policy" needs &[AttendanceRead, CaseworkRead];
    /// Write the attendance policy, and record that parents were sent it.
    WritePolicy "write_policy" needs &[AttendanceWrite];
    /// Read suspensions and exclusions.
    ReadSuspensions "read_suspensions" needs &[AttendanceRead];
    /// Record suspensions and exclusions.
    WriteSuspensions "write_suspensions" needs &[AttendanceWrite];
    /// Mark the closure of the school or a part of it.
    CloseSchool "close_school" needs &[AttendanceWrite];
    /// Read the timetable.
    ReadTimetable "read_timetable" needs &[RollRead, AttendanceRead, CoverRead];
    /// Write the settings of the timetable, rooms and shortened days.
    WriteTimetable "write_timetable" needs &[RollWrite];
    /// Import timetables and periods.
    ImportTimetable "import_timetable" needs &[RollWrite];
    /// Read lesson registers.
    ReadLessonRegisters "read_lesson_registers" needs &[AttendanceRead];
    /// Take lesson registers.
    TakeLessonRegisters "take_lesson_registers" needs &[AttendanceWrite];
    /// Read who came late or left early, and when.
    ReadGate "read_gate" needs &[AttendanceRead];
    /// Record who comes late or leaves early.
    RecordGate "record_gate" needs &[AttendanceWrite];
    /// Read which returns to the local authority are due and were made.
    ReadReturns "read_returns" needs &[AttendanceRead];
    /// Record returns to the local authority.
    WriteReturns "write_returns" needs &[AttendanceWrite];
    /// Read targets and how far they are reached.
    ReadTargets "read_targets" needs &[AttendanceRead];
    /// Set targets.
    WriteTargets "write_targets" needs &[AttendanceWrite];
    /// Read award schemes and who is to be recognised.
    ReadRecognition "read_recognition" needs &[AttendanceRead];
    /// Set up award schemes and record who was recognised.
    WriteRecognition "write_recognition" needs &[AttendanceWrite];
    /// Read the cover of a day: who takes which class. Never why somebody is away.
    ReadCover "read_cover" needs &[CoverRead];
    /// Arrange, solve and publish cover, and record what else disturbs the timetable.
    ManageCover "manage_cover" needs &[CoverWrite];
    /// Set how cover is allocated.
    CoverSettings "cover_settings" needs &[CoverWrite];
    /// Read the absences of staff, without their reasons.
    ReadStaffAbsences "read_staff_absences" needs &[CoverRead];
    /// Record the absences of staff.
    RecordStaffAbsences "record_staff_absences" needs &[CoverWrite];
    /// Read why members of staff were away: their absence records.
    ReadAbsenceReasons "read_absence_reasons" needs &[CoverRead];
    /// Read the own absence.
    ReadOwnAbsence "read_own_absence" needs &[CoverRead];
    /// Report the own absence, set work for it, and say when it ends.
    ReportOwnAbsence "report_own_absence" needs &[CoverWrite];
    /// Accept or decline cover that one is offered.
    AnswerCoverOffers "answer_cover_offers" needs &[CoverWrite];
    /// Read the register of a lesson or session that one covers by published cover; others only with the permission to read registers.
    ReadCoveredRegisters "read_covered_registers" needs &[AttendanceRead];
    /// Take the register of a lesson or session that one covers by published cover; others only with the permission to take registers.
    TakeCoveredRegisters "take_covered_registers" needs &[AttendanceWrite];
    /// Read the own cover and the own share of it.
    ReadOwnCover "read_own_cover" needs &[CoverRead];
    /// Read how fairly cover is shared.
    ReadFairness "read_fairness" needs &[CoverRead];
    /// Read how staff are employed: working pattern, subjects, limits.
    ReadEmployment "read_employment" needs &[CoverRead];
    /// Write how staff are employed.
    WriteEmployment "write_employment" needs &[CoverWrite];
    /// Read the single central record.
    ReadVetting "read_vetting" needs &[CoverRead];
    /// Write the single central record.
    WriteVetting "write_vetting" needs &[CoverWrite];
    /// Read the trust's register of agency workers.
    ReadAgencyWorkers "read_agency_workers" needs &[CoverRead];
    /// Write the trust's register of agency workers.
    WriteAgencyWorkers "write_agency_workers" needs &[CoverWrite];
    /// Make and revoke the secret address of the own calendar.
    KeepOwnCalendar "keep_own_calendar" needs &[CoverWrite];
    /// Claim extra hours and time off in lieu, and decide the claims of those whose line manager one is.
    ClaimExtraHours "claim_extra_hours" needs &[CoverWrite];
    /// Read what is to be known of a class that one teaches or covers.
    ReadClassNotes "read_class_notes" needs &[CoverRead];
    /// Write what is to be known of a class that one teaches.
    WriteClassNotes "write_class_notes" needs &[CoverWrite];
    /// Read the records of line management; each is for its line manager and human resources alone.
    ReadLineManagement "read_line_management" needs &[CoverRead];
    /// Write the records of line management.
    WriteLineManagement "write_line_management" needs &[CoverWrite];
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_every_action_is_its_json() {
        for action in Action::ALL {
            assert_eq!(serde_json::to_value(action).unwrap(), action.as_str());
            assert!(!action.scopes().is_empty(), "{action} would be open to every client");
        }
    }
}
