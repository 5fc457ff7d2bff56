//! What a file says of one pupil.

use crate::Cell;
use school::{
    Date, Upn,
    pupil::{DeletionGround, EnrolmentKind, SenStatus, Sex},
};

/// What a file says of one pupil, in the fields of the API. At least one of `upn` and `mis_id` has a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PupilRow {
    /// Unique pupil number, its check letter verified.
    pub upn: Cell<Upn>,
    /// The unique pupil number that the pupil had before.
    pub former_upn: Cell<Upn>,
    /// The id of the pupil in the MIS.
    pub mis_id: Cell<String>,
    /// Surname in use.
    pub surname: String,
    /// Forename in use.
    pub forename: String,
    /// Legal surname.
    pub legal_surname: Cell<String>,
    /// Legal forename.
    pub legal_forename: Cell<String>,
    /// Middle names.
    pub other_names: Cell<String>,
    /// Date of birth.
    pub date_of_birth: Date,
    /// Legal sex.
    pub sex: Sex,
    /// Address, its lines apart by line feeds.
    pub address: Cell<String>,
    /// Year group; null for a pupil who follows none. A CSV file always says it, a Common Transfer File may not.
    pub year_group: Cell<i16>,
    /// Registration group.
    pub registration_group: Cell<String>,
    /// First day on roll. A CSV file always has it. In a Common Transfer File it is the day of entry to the school that
    /// sent the file, and may be absent.
    pub starting_day: Cell<Date>,
    /// Last day on roll.
    pub leaving_day: Cell<Date>,
    /// The ground on which the name was deleted.
    pub ground: Cell<DeletionGround>,
    /// The kind of registration.
    pub kind: Cell<EnrolmentKind>,
    /// The day from which the year and registration group hold.
    pub effective_from: Cell<Date>,
    /// Eligible for free school meals.
    pub free_school_meals: Cell<bool>,
    /// Attracts the pupil premium.
    pub pupil_premium: Cell<bool>,
    /// Special educational needs provision.
    pub sen_status: Cell<SenStatus>,
    /// English is an additional language.
    pub english_additional_language: Cell<bool>,
    /// Looked after by a local authority.
    pub looked_after: Cell<bool>,
    /// Was looked after before.
    pub previously_looked_after: Cell<bool>,
    /// Has a social worker.
    pub social_worker: Cell<bool>,
    /// Has a child protection plan.
    pub child_protection: Cell<bool>,
    /// Cares for somebody.
    pub young_carer: Cell<bool>,
    /// Ethnicity as its code.
    pub ethnicity: Cell<String>,
    /// Boards at the school.
    pub boarder: Cell<bool>,
    /// The school before.
    pub last_school: Cell<String>,
    /// The school after.
    pub next_school: Cell<String>,
}

impl PupilRow {
    /// A pupil of whom the file says nothing else.
    pub fn new(surname: String, forename: String, date_of_birth: Date, sex: Sex) -> Self {
        Self {
            upn: Cell::Absent,
            former_upn: Cell::Absent,
            mis_id: Cell::Absent,
            surname,
            forename,
            legal_surname: Cell::Absent,
            legal_forename: Cell::Absent,
            other_names: Cell::Absent,
            date_of_birth,
            sex,
            address: Cell::Absent,
            year_group: Cell::Absent,
            registration_group: Cell::Absent,
            starting_day: Cell::Absent,
            leaving_day: Cell::Absent,
            ground: Cell::Absent,
            kind: Cell::Absent,
            effective_from: Cell::Absent,
            free_school_meals: Cell::Absent,
            pupil_premium: Cell::Absent,
            sen_status: Cell::Absent,
            english_additional_language: Cell::Absent,
            looked_after: Cell::Absent,
            previously_looked_after: Cell::Absent,
            social_worker: Cell::Absent,
            child_protection: Cell::Absent,
            young_carer: Cell::Absent,
            ethnicity: Cell::Absent,
            boarder: Cell::Absent,
            last_school: Cell::Absent,
            next_school: Cell::Absent,
        }
    }
}
