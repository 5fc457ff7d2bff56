//! What is sent to enter a pupil.

use super::asking::given;
use super::upns::Upns;
use app::roll::Cell;
use app::roll::pupils::PupilFields;
use school::pupil::{DeletionGround, EnrolmentKind, SenStatus, Sex};
use school::{Date, Upn};
use serde::Deserialize;
use utoipa::ToSchema;
use web::Problem;

/// What is sent to enter a pupil.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"surname": "Example", "forename": "Ada", "date_of_birth": "2015-01-31", "sex": "F", "year_group": 7, "registration_group": "7A", "starting_day": "2026-09-02"}))]
pub(crate) struct NewPupilBody {
    /// Unique pupil number, with its check letter.
    #[serde(default)]
    #[schema(value_type = Option<Upn>)]
    upn: Option<String>,
    /// The unique pupil number held before.
    #[serde(default)]
    #[schema(value_type = Option<Upn>)]
    former_upn: Option<String>,
    /// Surname in use.
    #[schema(min_length = 1, max_length = 100)]
    surname: String,
    /// Forename in use.
    #[schema(min_length = 1, max_length = 100)]
    forename: String,
    /// Legal surname, where it differs.
    #[serde(default)]
    #[schema(max_length = 100)]
    legal_surname: Option<String>,
    /// Legal forename, where it differs.
    #[serde(default)]
    #[schema(max_length = 100)]
    legal_forename: Option<String>,
    /// Other names known.
    #[serde(default)]
    #[schema(max_length = 100)]
    other_names: Option<String>,
    /// Date of birth.
    date_of_birth: Date,
    /// Legal sex.
    sex: Sex,
    /// Home address; its lines apart by line feeds.
    #[serde(default)]
    #[schema(max_length = 500)]
    address: Option<String>,
    /// Year group: -2 first nursery year, -1 nursery, 0 reception, 1 to 14; null for a pupil who follows none.
    #[serde(default)]
    #[schema(minimum = -2, maximum = 14)]
    year_group: Option<i16>,
    /// The name of the registration group; an unknown one is made.
    #[serde(default)]
    #[schema(max_length = 50)]
    registration_group: Option<String>,
    /// The first day on roll (regulation 3 of SI 2024/208). Year group and registration group hold from it.
    starting_day: Date,
    /// The last day on roll, inclusive.
    #[serde(default)]
    leaving_day: Option<Date>,
    /// The ground for deletion from the admission register.
    #[serde(default)]
    ground: Option<DeletionGround>,
    /// The kind of registration; `main` where it is left out.
    #[serde(default)]
    kind: Option<EnrolmentKind>,
    /// Eligible for free school meals.
    #[serde(default)]
    free_school_meals: Option<bool>,
    /// Attracts pupil premium.
    #[serde(default)]
    pupil_premium: Option<bool>,
    /// Special educational needs provision.
    #[serde(default)]
    sen_status: Option<SenStatus>,
    /// English as an additional language.
    #[serde(default)]
    english_additional_language: Option<bool>,
    /// Looked after by a local authority.
    #[serde(default)]
    looked_after: Option<bool>,
    /// Was looked after.
    #[serde(default)]
    previously_looked_after: Option<bool>,
    /// Has a social worker.
    #[serde(default)]
    social_worker: Option<bool>,
    /// Has a child protection plan.
    #[serde(default)]
    child_protection: Option<bool>,
    /// Young carer.
    #[serde(default)]
    young_carer: Option<bool>,
    /// Ethnicity, as a School Census code.
    #[serde(default)]
    #[schema(max_length = 50)]
    ethnicity: Option<String>,
    /// Boarder: no attendance is recorded.
    #[serde(default)]
    boarder: Option<bool>,
    /// Name and address of the last school.
    #[serde(default)]
    #[schema(max_length = 200)]
    last_school: Option<String>,
    /// Name of the next school.
    #[serde(default)]
    #[schema(max_length = 200)]
    next_school: Option<String>,
    /// The key of the pupil in the MIS.
    #[serde(default)]
    #[schema(max_length = 100)]
    mis_id: Option<String>,
}

impl TryFrom<NewPupilBody> for PupilFields {
    type Error = Problem;

    fn try_from(body: NewPupilBody) -> Result<Self, Problem> {
        let NewPupilBody {
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
            starting_day,
            leaving_day,
            ground,
            kind,
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
        } = body;
        let mut upns = Upns::default();
        let upn = upns.read("/upn", given(upn));
        let former_upn = upns.read("/former_upn", given(former_upn));
        upns.finish()?;
        Ok(Self {
            upn,
            former_upn,
            surname: Cell::Value(surname),
            forename: Cell::Value(forename),
            legal_surname: given(legal_surname),
            legal_forename: given(legal_forename),
            other_names: given(other_names),
            date_of_birth: Cell::Value(date_of_birth),
            sex: Cell::Value(sex),
            address: given(address),
            year_group: given(year_group),
            registration_group: given(registration_group),
            starting_day: Cell::Value(starting_day),
            leaving_day: given(leaving_day),
            ground: given(ground),
            kind: given(kind),
            free_school_meals: given(free_school_meals),
            pupil_premium: given(pupil_premium),
            sen_status: given(sen_status),
            english_additional_language: given(english_additional_language),
            looked_after: given(looked_after),
            previously_looked_after: given(previously_looked_after),
            social_worker: given(social_worker),
            child_protection: given(child_protection),
            young_carer: given(young_carer),
            ethnicity: given(ethnicity),
            boarder: given(boarder),
            last_school: given(last_school),
            next_school: given(next_school),
            mis_id: given(mis_id),
        })
    }
}
