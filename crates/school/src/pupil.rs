//! A pupil's standing on the roll.

use crate::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Legal sex as the admission register has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum Sex {
    /// Female.
    F,
    /// Male.
    M,
}

/// The kind of registration (School Census enrolment status).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EnrolmentKind {
    /// Registered here only, or here in the main.
    #[default]
    Main,
    /// Dually registered, mainly elsewhere.
    Subsidiary,
    /// Attends some sessions without being registered.
    Guest,
}

/// Special educational needs provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SenStatus {
    /// None.
    #[default]
    None,
    /// SEN support.
    Support,
    /// Education, health and care plan.
    Ehcp,
}

/// The year groups that Rollcall knows: -2 the first nursery year, -1 nursery, 0 reception, 1 to 14.
pub const YEAR_GROUPS: std::ops::RangeInclusive<i16> = -2..=14;

/// The ground on which a name is deleted from the admission register: the closed list of regulation 9(1) of the School
/// Attendance (Pupil Registration) (England) Regulations 2024. The letters after (e) are (unconfirmed); the substance is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeletionGround {
    /// (a) Registered at another school.
    RegisteredElsewhere,
    /// (b) Nursery education finished.
    NurseryFinished,
    /// (c) Dually registered, not expected back, the other schools consent.
    DualRegistrationEnded,
    /// (d) A school attendance order was changed to name another school.
    OrderAmended,
    /// (e) A school attendance order was revoked: suitable education otherwise.
    OrderRevoked,
    /// (f) The parent wrote that the pupil is educated otherwise than at school.
    ElectiveHomeEducation,
    /// (g) Lives too far away and is not expected back.
    MovedAway,
    /// (h) Not returned within ten school days of the end of leave.
    NotReturnedAfterLeave,
    /// (i) Absent without authorisation for twenty school days.
    ContinuousAbsence,
    /// (j) Detained for four months or more.
    Detained,
    /// (k) Died.
    Died,
    /// (l) Over compulsory school age and leaving.
    OverCompulsoryAge,
    /// (m) Boarding fees unpaid.
    FeesUnpaid,
    /// (n) Permanently excluded, the review being over.
    PermanentlyExcluded,
    /// Regulation 9(3): not of compulsory school age and ceased to attend.
    CeasedUnderAge,
}

/// The days between which a pupil is on the roll; the last day is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    /// The first day on roll (regulation 3: the starting day).
    pub starting_day: Date,
    /// The last day on roll, none while it is open.
    pub leaving_day: Option<Date>,
}

impl Stay {
    /// Whether the pupil is on roll on `date`.
    pub fn holds_on(self, date: Date) -> bool {
        self.starting_day <= date && self.leaving_day.is_none_or(|last| date <= last)
    }

    /// Whether two stays share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.leaving_day.is_none_or(|last| other.starting_day <= last)
            && other.leaving_day.is_none_or(|last| self.starting_day <= last)
    }
}

/// Who a pupil is, as the admission register has it (SI 2024/208 regulation 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Unique pupil number.
    pub upn: Option<crate::Upn>,
    /// The number held before.
    pub former_upn: Option<crate::Upn>,
    /// Surname in use.
    pub surname: String,
    /// Forename in use.
    pub forename: String,
    /// Legal surname, where it differs.
    pub legal_surname: Option<String>,
    /// Legal forename, where it differs.
    pub legal_forename: Option<String>,
    /// Other names known.
    pub other_names: Option<String>,
    /// Date of birth.
    pub date_of_birth: Date,
    /// Legal sex.
    pub sex: Sex,
    /// Home address.
    pub address: Option<String>,
    /// Name and address of the last school.
    pub last_school: Option<String>,
    /// Name of the next school.
    pub next_school: Option<String>,
    /// The key of the pupil in the MIS.
    pub mis_id: Option<String>,
}

/// What is said of a pupil from a day on, until it is said anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Characteristics {
    /// Year group; none for a pupil who follows none.
    pub year_group: Option<i16>,
    /// Eligible for free school meals.
    pub free_school_meals: Option<bool>,
    /// Attracts pupil premium.
    pub pupil_premium: Option<bool>,
    /// Special educational needs provision.
    pub sen_status: Option<SenStatus>,
    /// English as an additional language.
    pub english_additional_language: Option<bool>,
    /// Looked after by a local authority.
    pub looked_after: Option<bool>,
    /// Was looked after.
    pub previously_looked_after: Option<bool>,
    /// Has a social worker.
    pub social_worker: Option<bool>,
    /// Has a child protection plan.
    pub child_protection: Option<bool>,
    /// Young carer.
    pub young_carer: Option<bool>,
    /// Ethnicity, as a School Census code.
    pub ethnicity: Option<String>,
    /// Boarder: no attendance is recorded.
    pub boarder: bool,
}

impl Characteristics {
    /// Whether an unexplained absence of the pupil is looked at first.
    pub fn is_vulnerable(&self) -> bool {
        let flags = [self.looked_after, self.previously_looked_after, self.social_worker, self.child_protection];
        flags.contains(&Some(true)) || self.young_carer == Some(true) || self.sen_status == Some(SenStatus::Ehcp)
    }
}

/// One stay on the roll with its kind and ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolment {
    /// The enrolment.
    pub id: crate::EnrolmentId,
    /// The days.
    pub stay: Stay,
    /// The kind of registration.
    pub kind: EnrolmentKind,
    /// The ground for deletion, once known.
    pub ground: Option<DeletionGround>,
}

/// A pupil of one academy, with what holds on the day asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pupil {
    /// The pupil.
    pub id: crate::PupilId,
    /// The academy.
    pub academy_id: crate::AcademyId,
    /// The child across the trust.
    pub person_id: crate::PersonId,
    /// Who the pupil is.
    pub identity: Identity,
    /// What holds on the day.
    pub characteristics: Characteristics,
    /// The name of the registration group on the day.
    pub registration_group: Option<String>,
    /// All stays, the earliest first.
    pub enrolments: Vec<Enrolment>,
    /// Counts the changes of the record.
    pub revision: i32,
    /// When the record was made.
    pub created_at: crate::Instant,
    /// When the record was last changed.
    pub updated_at: crate::Instant,
}
