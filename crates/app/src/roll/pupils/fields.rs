//! What a request or a row of a file says about a pupil.

use exchange::{Cell, PupilRow};
use school::pupil::{DeletionGround, EnrolmentKind, SenStatus, Sex};
use school::{Date, Upn};

/// What a request or a row of a file says about a pupil: each field absent (left alone), null (cleared) or a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PupilFields {
    /// Unique pupil number.
    pub upn: Cell<Upn>,
    /// The number held before. Where it is absent and the number changes, the number that stood becomes it.
    pub former_upn: Cell<Upn>,
    /// The key of the pupil in the MIS.
    pub mis_id: Cell<String>,
    /// Surname in use.
    pub surname: Cell<String>,
    /// Forename in use.
    pub forename: Cell<String>,
    /// Legal surname, where it differs.
    pub legal_surname: Cell<String>,
    /// Legal forename, where it differs.
    pub legal_forename: Cell<String>,
    /// Other names known.
    pub other_names: Cell<String>,
    /// Date of birth.
    pub date_of_birth: Cell<Date>,
    /// Legal sex.
    pub sex: Cell<Sex>,
    /// Home address.
    pub address: Cell<String>,
    /// Year group; null for a pupil who follows none.
    pub year_group: Cell<i16>,
    /// The name of the registration group.
    pub registration_group: Cell<String>,
    /// First day on roll. A day after the last stay has ended begins a new stay; the first day of an earlier stay says
    /// that the other fields are about that stay; any other day corrects the latest stay.
    pub starting_day: Cell<Date>,
    /// Last day on roll.
    pub leaving_day: Cell<Date>,
    /// The ground for deletion.
    pub ground: Cell<DeletionGround>,
    /// The kind of registration.
    pub kind: Cell<EnrolmentKind>,
    /// Eligible for free school meals.
    pub free_school_meals: Cell<bool>,
    /// Attracts pupil premium.
    pub pupil_premium: Cell<bool>,
    /// Special educational needs provision.
    pub sen_status: Cell<SenStatus>,
    /// English as an additional language.
    pub english_additional_language: Cell<bool>,
    /// Looked after by a local authority.
    pub looked_after: Cell<bool>,
    /// Was looked after.
    pub previously_looked_after: Cell<bool>,
    /// Has a social worker.
    pub social_worker: Cell<bool>,
    /// Has a child protection plan.
    pub child_protection: Cell<bool>,
    /// Young carer.
    pub young_carer: Cell<bool>,
    /// Ethnicity, as a School Census code.
    pub ethnicity: Cell<String>,
    /// Boarder: no attendance is recorded.
    pub boarder: Cell<bool>,
    /// Name and address of the last school.
    pub last_school: Cell<String>,
    /// Name of the next school.
    pub next_school: Cell<String>,
}

impl PupilFields {
    /// What a row of a file says, and from which day it says its year and registration group hold.
    pub fn of_row(row: PupilRow) -> (Self, Option<Date>) {
        let PupilRow {
            upn,
            former_upn,
            mis_id,
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
            effective_from,
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
        } = row;
        let fields = Self {
            upn,
            former_upn,
            mis_id,
            surname: Cell::Value(surname),
            forename: Cell::Value(forename),
            legal_surname,
            legal_forename,
            other_names,
            date_of_birth: Cell::Value(date_of_birth),
            sex: Cell::Value(sex),
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
        };
        (fields, effective_from.value())
    }
}
