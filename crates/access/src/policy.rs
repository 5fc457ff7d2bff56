//! The table of roles and actions.
//!
//! After "Role-based access" in common practice: teachers and cover supervisors see the marks of their academy without
//! the reasons; tutors and heads of year see records and contacts; attendance staff do everything in attendance; cover
//! managers see no record of a pupil but what whoever covers a class is told of it, human resources none of pupils at all; officers of the trust read everywhere and write
//! nothing; outside caseworkers see nothing until pupils can be named to them.

use crate::{Academies, Action, CodeUse, Comments, Person, Reach};
use school::Role::{self, *};

/// Everyone who works for the trust.
const INSIDE: &[Role] = &[
    Teacher,
    Tutor,
    HeadOfYear,
    AttendanceOfficer,
    AttendanceManager,
    CoverManager,
    CoverSupervisor,
    SafeguardingLead,
    SeniorLeader,
    Headteacher,
    HumanResources,
    TrustOfficer,
];
/// Those who may need to know who is in the building.
const ON_SITE: &[Role] = &[
    Teacher,
    Tutor,
    HeadOfYear,
    AttendanceOfficer,
    AttendanceManager,
    CoverManager,
    CoverSupervisor,
    SafeguardingLead,
    SeniorLeader,
    Headteacher,
    TrustOfficer,
];
/// Those who stand before a class.
const CLASSROOM: &[Role] = &[
    Teacher,
    Tutor,
    HeadOfYear,
    AttendanceOfficer,
    AttendanceManager,
    CoverSupervisor,
    SafeguardingLead,
    SeniorLeader,
    Headteacher,
];
/// The classroom, and the trust's officers, who read.
const CLASSROOM_AND_TRUST: &[Role] = &[
    Teacher,
    Tutor,
    HeadOfYear,
    AttendanceOfficer,
    AttendanceManager,
    CoverSupervisor,
    SafeguardingLead,
    SeniorLeader,
    Headteacher,
    TrustOfficer,
];
/// Those who look after pupils beyond their lessons.
const PASTORAL: &[Role] = &[
    Tutor,
    HeadOfYear,
    AttendanceOfficer,
    AttendanceManager,
    SafeguardingLead,
    SeniorLeader,
    Headteacher,
    TrustOfficer,
];
/// Those who keep the registers.
const ATTENDANCE: &[Role] = &[AttendanceOfficer, AttendanceManager, SeniorLeader, Headteacher];
/// Those who read what the keepers of the registers do.
const ATTENDANCE_AND_TRUST: &[Role] = &[AttendanceOfficer, AttendanceManager, SeniorLeader, Headteacher, TrustOfficer];
/// Those who arrange cover.
const COVER: &[Role] = &[CoverManager, SeniorLeader, Headteacher];
/// Those who need to know who is away and how cover is shared: never why.
const COVER_AND_PERSONNEL: &[Role] = &[CoverManager, SeniorLeader, Headteacher, HumanResources];
/// Everyone who works at an academy.
const WORKS_HERE: &[Role] = &[
    Teacher,
    Tutor,
    HeadOfYear,
    AttendanceOfficer,
    AttendanceManager,
    CoverManager,
    CoverSupervisor,
    SafeguardingLead,
    SeniorLeader,
    Headteacher,
    HumanResources,
];
/// Those who see why a pupil was absent.
const SEES_COMMENTS: &[Role] = PASTORAL;

/// The roles that allow an action.
pub(crate) fn roles(action: Action) -> &'static [Role] {
    match action {
        Action::ReadAcademies | Action::ReadCalendars | Action::ReadCodes | Action::ReadStaff => INSIDE,
        Action::ReadRollCall => ON_SITE,
        Action::ReadGroups | Action::ReadRegisters | Action::ReadMarks => CLASSROOM_AND_TRUST,
        Action::TakeRegisters => CLASSROOM,
        Action::ReadPupils | Action::ReadContacts | Action::ReadDay | Action::ReadSummaries | Action::ReadConcerns => {
            PASTORAL
        }
        Action::WritePupils
        | Action::WriteContacts
        | Action::WriteGroups
        | Action::ImportRoll
        | Action::ImportMarks
        | Action::AmendMarks
        | Action::PlanAbsences
        | Action::SettleConflicts => ATTENDANCE,
        Action::ReadImports | Action::ReadConflicts => ATTENDANCE_AND_TRUST,
        Action::WriteCalendars | Action::ManageAcademies => &[AttendanceManager, SeniorLeader, Headteacher],
        Action::WriteStaff => &[SeniorLeader, Headteacher, HumanResources],
        Action::GrantRoles => &[Headteacher],
        Action::GrantTrustRoles => &[],
        Action::ReadTrustSummaries => &[SeniorLeader, Headteacher, TrustOfficer],
        Action::ReadEvents => &[AttendanceManager, SeniorLeader, Headteacher, TrustOfficer],
        Action::ReadPolicy
        | Action::ReadTimetable
        | Action::ReadCover
        | Action::ReadOwnCover
        | Action::ReadCoveredRegisters => INSIDE,
        Action::WritePolicy | Action::WriteTargets | Action::CloseSchool | Action::WriteSuspensions => {
            &[AttendanceManager, SeniorLeader, Headteacher]
        }
        Action::ReadSuspensions | Action::ReadGate | Action::ReadTargets => PASTORAL,
        Action::ReadRecognition | Action::ReadLessonRegisters => CLASSROOM_AND_TRUST,
        Action::TakeLessonRegisters => CLASSROOM,
        Action::RecordGate | Action::WriteReturns | Action::WriteRecognition => ATTENDANCE,
        Action::ReadReturns => ATTENDANCE_AND_TRUST,
        Action::WriteTimetable | Action::ImportTimetable => {
            &[AttendanceManager, CoverManager, SeniorLeader, Headteacher]
        }
        Action::ManageCover | Action::CoverSettings => COVER,
        Action::RecordStaffAbsences | Action::ReadStaffAbsences | Action::ReadFairness | Action::ReadEmployment => {
            COVER_AND_PERSONNEL
        }
        Action::ReadOwnAbsence
        | Action::ReportOwnAbsence
        | Action::AnswerCoverOffers
        | Action::TakeCoveredRegisters
        | Action::KeepOwnCalendar
        | Action::ClaimExtraHours
        | Action::ReadClassNotes
        | Action::WriteClassNotes => WORKS_HERE,
        Action::ReadAbsenceReasons | Action::WriteEmployment => &[Headteacher, HumanResources],
        Action::ReadVetting => &[CoverManager, SafeguardingLead, SeniorLeader, Headteacher, HumanResources],
        Action::WriteVetting => &[SafeguardingLead, Headteacher, HumanResources],
        Action::ReadAgencyWorkers => &[CoverManager, SeniorLeader, Headteacher, HumanResources, TrustOfficer],
        Action::WriteAgencyWorkers => &[CoverManager, Headteacher, HumanResources],
        Action::ReadLineManagement | Action::WriteLineManagement => {
            &[AttendanceManager, CoverManager, SeniorLeader, Headteacher, HumanResources]
        }
    }
}

/// What one role allows a person to do, if anything.
fn role_reach(role: Role, action: Action, person: &Person) -> Option<Reach> {
    roles(action).contains(&role).then(|| Reach {
        academies: if role == TrustOfficer { Academies::All } else { Academies::one(person.academy) },
        codes: if ATTENDANCE.contains(&role) { CodeUse::All } else { CodeUse::TeachingOnly },
        comments: if SEES_COMMENTS.contains(&role) { Comments::Shown } else { Comments::Hidden },
    })
}

/// What all the roles of a person allow together: each adds to the others.
pub(crate) fn person_reach(person: &Person, action: Action) -> Option<Reach> {
    person.roles.iter().filter_map(|role| role_reach(*role, action, person)).reduce(|one, two| Reach {
        academies: if one.is_trust_wide() { one.academies } else { two.academies },
        codes: one.codes.max(two.codes),
        comments: one.comments.max(two.comments),
    })
}
