//! What is sent of a pupil.

use super::asking::{cell, given, value};
use app::roll::Cell;
use app::roll::pupils::{PupilFields, PupilPatch};
use school::pupil::{DeletionGround, EnrolmentKind, SenStatus, Sex};
use school::{Date, Upn};
use serde::Deserialize;
use utoipa::ToSchema;
use web::Patch;

/// What is sent to enter a pupil.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"surname": "Example", "forename": "Ada", "date_of_birth": "2015-01-31", "sex": "F", "year_group": 7, "registration_group": "7A", "starting_day": "2026-09-02"}))]
pub(crate) struct NewPupilBody {
    /// Unique pupil number, with its check letter.
    #[serde(default)]
    upn: Option<Upn>,
    /// The unique pupil number held before.
    #[serde(default)]
    former_upn: Option<Upn>,
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

/// What is to change about a pupil: fields left out stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"surname": "Beispiel", "reason": "Deed poll seen"}))]
pub(crate) struct PupilPatchBody {
    /// Unique pupil number, with its check letter.
    #[serde(default)]
    upn: Patch<Option<Upn>>,
    /// The unique pupil number held before. Left out while the number changes, the number that stood becomes it.
    #[serde(default)]
    former_upn: Patch<Option<Upn>>,
    /// Surname in use. Statutory.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    surname: Patch<String>,
    /// Forename in use. Statutory.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    forename: Patch<String>,
    /// Legal surname, where it differs. Statutory.
    #[serde(default)]
    #[schema(max_length = 100)]
    legal_surname: Patch<Option<String>>,
    /// Legal forename, where it differs. Statutory.
    #[serde(default)]
    #[schema(max_length = 100)]
    legal_forename: Patch<Option<String>>,
    /// Other names known. Statutory.
    #[serde(default)]
    #[schema(max_length = 100)]
    other_names: Patch<Option<String>>,
    /// Date of birth. Statutory.
    #[serde(default)]
    date_of_birth: Patch<Date>,
    /// Legal sex. Statutory.
    #[serde(default)]
    sex: Patch<Sex>,
    /// Home address; its lines apart by line feeds. Statutory.
    #[serde(default)]
    #[schema(max_length = 500)]
    address: Patch<Option<String>>,
    /// Year group: -2 first nursery year, -1 nursery, 0 reception, 1 to 14; null for a pupil who follows none.
    #[serde(default)]
    #[schema(minimum = -2, maximum = 14)]
    year_group: Patch<Option<i16>>,
    /// The name of the registration group; an unknown one is made.
    #[serde(default)]
    #[schema(max_length = 50)]
    registration_group: Patch<Option<String>>,
    /// The first day on roll. A day after the last stay has ended begins a new stay; the first day of an earlier stay says that
    /// the leaving day, ground and kind beside it are about that stay; any other day corrects the latest stay. Statutory.
    #[serde(default)]
    starting_day: Patch<Date>,
    /// The last day on roll, inclusive. Statutory.
    #[serde(default)]
    leaving_day: Patch<Option<Date>>,
    /// The ground for deletion from the admission register. Statutory.
    #[serde(default)]
    ground: Patch<Option<DeletionGround>>,
    /// The kind of registration. Statutory.
    #[serde(default)]
    kind: Patch<EnrolmentKind>,
    /// Eligible for free school meals.
    #[serde(default)]
    free_school_meals: Patch<Option<bool>>,
    /// Attracts pupil premium.
    #[serde(default)]
    pupil_premium: Patch<Option<bool>>,
    /// Special educational needs provision.
    #[serde(default)]
    sen_status: Patch<Option<SenStatus>>,
    /// English as an additional language.
    #[serde(default)]
    english_additional_language: Patch<Option<bool>>,
    /// Looked after by a local authority.
    #[serde(default)]
    looked_after: Patch<Option<bool>>,
    /// Was looked after.
    #[serde(default)]
    previously_looked_after: Patch<Option<bool>>,
    /// Has a social worker.
    #[serde(default)]
    social_worker: Patch<Option<bool>>,
    /// Has a child protection plan.
    #[serde(default)]
    child_protection: Patch<Option<bool>>,
    /// Young carer.
    #[serde(default)]
    young_carer: Patch<Option<bool>>,
    /// Ethnicity, as a School Census code.
    #[serde(default)]
    #[schema(max_length = 50)]
    ethnicity: Patch<Option<String>>,
    /// Boarder: no attendance is recorded.
    #[serde(default)]
    boarder: Patch<bool>,
    /// Name and address of the last school.
    #[serde(default)]
    #[schema(max_length = 200)]
    last_school: Patch<Option<String>>,
    /// Name of the next school.
    #[serde(default)]
    #[schema(max_length = 200)]
    next_school: Patch<Option<String>>,
    /// The key of the pupil in the MIS.
    #[serde(default)]
    #[schema(max_length = 100)]
    mis_id: Patch<Option<String>>,
    /// From which day the year group, the registration group and the other characteristics hold; today where it is left out.
    /// What held before stays on record.
    #[serde(default)]
    effective_from: Option<Date>,
    /// Why; needed where a statutory field changes.
    #[serde(default)]
    #[schema(min_length = 3, max_length = 500, example = "Deed poll seen")]
    reason: Option<String>,
}

impl From<NewPupilBody> for PupilFields {
    fn from(body: NewPupilBody) -> Self {
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
        Self {
            upn: given(upn),
            former_upn: given(former_upn),
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
        }
    }
}

impl From<PupilPatchBody> for PupilPatch {
    fn from(body: PupilPatchBody) -> Self {
        let PupilPatchBody {
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
            effective_from,
            reason,
        } = body;
        let fields = PupilFields {
            upn: cell(upn),
            former_upn: cell(former_upn),
            surname: value(surname),
            forename: value(forename),
            legal_surname: cell(legal_surname),
            legal_forename: cell(legal_forename),
            other_names: cell(other_names),
            date_of_birth: value(date_of_birth),
            sex: value(sex),
            address: cell(address),
            year_group: cell(year_group),
            registration_group: cell(registration_group),
            starting_day: value(starting_day),
            leaving_day: cell(leaving_day),
            ground: cell(ground),
            kind: value(kind),
            free_school_meals: cell(free_school_meals),
            pupil_premium: cell(pupil_premium),
            sen_status: cell(sen_status),
            english_additional_language: cell(english_additional_language),
            looked_after: cell(looked_after),
            previously_looked_after: cell(previously_looked_after),
            social_worker: cell(social_worker),
            child_protection: cell(child_protection),
            young_carer: cell(young_carer),
            ethnicity: cell(ethnicity),
            boarder: value(boarder),
            last_school: cell(last_school),
            next_school: cell(next_school),
            mis_id: cell(mis_id),
        };
        Self { fields, effective_from, reason }
    }
}
