//! What is sent to change a pupil.

use super::asking::{cell, value};
use super::upns::Upns;
use app::roll::pupils::{PupilFields, PupilPatch};
use school::pupil::{DeletionGround, EnrolmentKind, SenStatus, Sex};
use school::{Date, Upn};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Patch, Problem};

/// What is to change about a pupil: fields left out stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"surname": "Beispiel", "reason": "Deed poll seen"}))]
pub(crate) struct PupilPatchBody {
    /// Unique pupil number, with its check letter.
    #[serde(default)]
    #[schema(value_type = Option<Upn>)]
    upn: Patch<Option<String>>,
    /// The unique pupil number held before. Left out while the number changes, the number that stood becomes it.
    #[serde(default)]
    #[schema(value_type = Option<Upn>)]
    former_upn: Patch<Option<String>>,
    /// Surname in use. Statutory.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 100)]
    surname: Patch<String>,
    /// Forename in use. Statutory.
    #[serde(default)]
    #[schema(value_type = String, min_length = 1, max_length = 100)]
    forename: Patch<String>,
    /// Legal surname, where it differs. Statutory.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
    legal_surname: Patch<Option<String>>,
    /// Legal forename, where it differs. Statutory.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
    legal_forename: Patch<Option<String>>,
    /// Other names known. Statutory.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
    other_names: Patch<Option<String>>,
    /// Date of birth. Statutory.
    #[serde(default)]
    #[schema(value_type = Date)]
    date_of_birth: Patch<Date>,
    /// Legal sex. Statutory.
    #[serde(default)]
    #[schema(value_type = Sex)]
    sex: Patch<Sex>,
    /// Home address; its lines apart by line feeds. Statutory.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 500)]
    address: Patch<Option<String>>,
    /// Year group: -2 first nursery year, -1 nursery, 0 reception, 1 to 14; null for a pupil who follows none.
    #[serde(default)]
    #[schema(value_type = Option<i16>, minimum = -2, maximum = 14)]
    year_group: Patch<Option<i16>>,
    /// The name of the registration group; an unknown one is made.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 50)]
    registration_group: Patch<Option<String>>,
    /// The first day on roll. A day after the last stay has ended begins a new stay; the first day of an earlier stay says that
    /// the leaving day, ground and kind beside it are about that stay; any other day corrects the latest stay. Statutory.
    #[serde(default)]
    #[schema(value_type = Date)]
    starting_day: Patch<Date>,
    /// The last day on roll, inclusive. Statutory.
    #[serde(default)]
    #[schema(value_type = Option<Date>)]
    leaving_day: Patch<Option<Date>>,
    /// The ground for deletion from the admission register. Statutory.
    #[serde(default)]
    #[schema(value_type = Option<DeletionGround>)]
    ground: Patch<Option<DeletionGround>>,
    /// The kind of registration. Statutory.
    #[serde(default)]
    #[schema(value_type = EnrolmentKind)]
    kind: Patch<EnrolmentKind>,
    /// Eligible for free school meals.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    free_school_meals: Patch<Option<bool>>,
    /// Attracts pupil premium.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    pupil_premium: Patch<Option<bool>>,
    /// Special educational needs provision.
    #[serde(default)]
    #[schema(value_type = Option<SenStatus>)]
    sen_status: Patch<Option<SenStatus>>,
    /// English as an additional language.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    english_additional_language: Patch<Option<bool>>,
    /// Looked after by a local authority.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    looked_after: Patch<Option<bool>>,
    /// Was looked after.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    previously_looked_after: Patch<Option<bool>>,
    /// Has a social worker.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    social_worker: Patch<Option<bool>>,
    /// Has a child protection plan.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    child_protection: Patch<Option<bool>>,
    /// Young carer.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    young_carer: Patch<Option<bool>>,
    /// Ethnicity, as a School Census code.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 50)]
    ethnicity: Patch<Option<String>>,
    /// Boarder: no attendance is recorded.
    #[serde(default)]
    #[schema(value_type = bool)]
    boarder: Patch<bool>,
    /// Name and address of the last school.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    last_school: Patch<Option<String>>,
    /// Name of the next school.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    next_school: Patch<Option<String>>,
    /// The key of the pupil in the MIS.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100)]
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

impl TryFrom<PupilPatchBody> for PupilPatch {
    type Error = Problem;

    fn try_from(body: PupilPatchBody) -> Result<Self, Problem> {
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
        let mut upns = Upns::default();
        let upn = upns.read("/upn", cell(upn));
        let former_upn = upns.read("/former_upn", cell(former_upn));
        upns.finish()?;
        let fields = PupilFields {
            upn,
            former_upn,
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
        Ok(Self { fields, effective_from, reason })
    }
}
