//! What is answered of a pupil.

use app::roll::Written;
use chrono::{DateTime, Utc};
use school::pupil::{Characteristics, DeletionGround, Enrolment, EnrolmentKind, Identity, Pupil, SenStatus, Sex, Stay};
use school::{AcademyId, Date, EnrolmentId, PersonId, PupilId, Upn, Violation};
use serde::Serialize;
use utoipa::ToSchema;
use web::{ETag, Tagged};

/// One stay on the roll.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnrolmentBody {
    /// The stay.
    id: EnrolmentId,
    /// The first day on roll.
    starting_day: Date,
    /// The last day on roll, inclusive; null while it is open.
    leaving_day: Option<Date>,
    /// The ground for deletion; null while it is open, or missing.
    ground: Option<DeletionGround>,
    /// The kind of registration.
    kind: EnrolmentKind,
}

impl From<Enrolment> for EnrolmentBody {
    fn from(enrolment: Enrolment) -> Self {
        let Enrolment { id, stay: Stay { starting_day, leaving_day }, kind, ground } = enrolment;
        Self { id, starting_day, leaving_day, ground, kind }
    }
}

/// A pupil of one academy, with what holds on the day asked for; without one, today, or on the nearest day on roll.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PupilBody {
    /// The pupil.
    id: PupilId,
    /// The academy.
    academy_id: AcademyId,
    /// The child across the trust: the same for the records of one child at several academies.
    person_id: PersonId,
    /// Unique pupil number.
    upn: Option<Upn>,
    /// The unique pupil number held before.
    former_upn: Option<Upn>,
    /// Surname in use.
    surname: String,
    /// Forename in use.
    forename: String,
    /// Legal surname, where it differs.
    legal_surname: Option<String>,
    /// Legal forename, where it differs.
    legal_forename: Option<String>,
    /// Other names known.
    other_names: Option<String>,
    /// Date of birth.
    date_of_birth: Date,
    /// Legal sex.
    sex: Sex,
    /// Home address; its lines apart by line feeds.
    address: Option<String>,
    /// Year group: -2 first nursery year, -1 nursery, 0 reception, 1 to 14; null for a pupil who follows none.
    year_group: Option<i16>,
    /// The name of the registration group on the day.
    registration_group: Option<String>,
    /// The first day on roll of the latest stay.
    starting_day: Option<Date>,
    /// The last day on roll of the latest stay, inclusive; null while it is open.
    leaving_day: Option<Date>,
    /// The ground for deletion of the latest stay.
    ground: Option<DeletionGround>,
    /// The kind of registration of the latest stay.
    kind: Option<EnrolmentKind>,
    /// Eligible for free school meals.
    free_school_meals: Option<bool>,
    /// Attracts pupil premium.
    pupil_premium: Option<bool>,
    /// Special educational needs provision.
    sen_status: Option<SenStatus>,
    /// English as an additional language.
    english_additional_language: Option<bool>,
    /// Looked after by a local authority.
    looked_after: Option<bool>,
    /// Was looked after.
    previously_looked_after: Option<bool>,
    /// Has a social worker.
    social_worker: Option<bool>,
    /// Has a child protection plan.
    child_protection: Option<bool>,
    /// Young carer.
    young_carer: Option<bool>,
    /// Ethnicity, as a School Census code.
    ethnicity: Option<String>,
    /// Boarder: no attendance is recorded.
    boarder: bool,
    /// Name and address of the last school.
    last_school: Option<String>,
    /// Name of the next school.
    next_school: Option<String>,
    /// The key of the pupil in the MIS.
    mis_id: Option<String>,
    /// All stays on the roll, the earliest first.
    enrolments: Vec<EnrolmentBody>,
    /// When the record was made.
    created_at: DateTime<Utc>,
    /// When the record was last changed.
    updated_at: DateTime<Utc>,
    /// What was doubtful about what was just written; empty when the pupil is only read.
    warnings: Vec<Violation>,
}

/// The tag of a pupil is the digest of what is shown: what is dated comes into force without a write.
pub(super) fn etag(body: &PupilBody) -> ETag {
    ETag::digest(&serde_json::to_vec(body).unwrap_or_default())
}

/// A pupil with its tag, which does not depend on the warnings.
pub(super) fn answer(written: Written<Pupil>) -> Tagged<PupilBody> {
    let body = PupilBody::from(written.value);
    Tagged::new(etag(&body), PupilBody { warnings: written.warnings, ..body })
}

impl From<Pupil> for PupilBody {
    fn from(pupil: Pupil) -> Self {
        let Pupil {
            id,
            academy_id,
            person_id,
            identity,
            characteristics,
            registration_group,
            enrolments,
            revision: _,
            created_at,
            updated_at,
        } = pupil;
        let latest = enrolments.last().copied();
        let Identity {
            upn,
            former_upn,
            surname,
            forename,
            legal_surname,
            legal_forename,
            other_names,
            date_of_birth,
            sex,
            address,
            last_school,
            next_school,
            mis_id,
        } = identity;
        let Characteristics {
            year_group,
            free_school_meals,
            pupil_premium,
            sen_status,
            english_additional_language,
            looked_after,
            previously_looked_after,
            social_worker,
            child_protection,
            young_carer,
            ethnicity,
            boarder,
        } = characteristics;
        Self {
            id,
            academy_id,
            person_id,
            upn,
            former_upn,
            surname,
            forename,
            legal_surname,
            legal_forename,
            other_names,
            date_of_birth,
            sex,
            address,
            year_group,
            registration_group,
            starting_day: latest.map(|latest| latest.stay.starting_day),
            leaving_day: latest.and_then(|latest| latest.stay.leaving_day),
            ground: latest.and_then(|latest| latest.ground),
            kind: latest.map(|latest| latest.kind),
            free_school_meals,
            pupil_premium,
            sen_status,
            english_additional_language,
            looked_after,
            previously_looked_after,
            social_worker,
            child_protection,
            young_carer,
            ethnicity,
            boarder,
            last_school,
            next_school,
            mis_id,
            enrolments: enrolments.into_iter().map(EnrolmentBody::from).collect(),
            created_at,
            updated_at,
            warnings: Vec::new(),
        }
    }
}
