//! Where children are registered besides one academy.

use crate::schema::{enrolments, pupils};
use crate::sql_types::Id;
use crate::{Db, Result};
use diesel::prelude::*;
use school::pupil::{EnrolmentKind, Stay};
use school::{AcademyId, Date, PersonId};

/// The days on which some children are registered at other academies of the trust than the one named; guests are not
/// registered.
pub fn stays_of(db: &mut Db, not_at: AcademyId, children: &[PersonId]) -> Result<Vec<(PersonId, Stay)>> {
    let mut found = Vec::new();
    let guest = crate::words::word(&EnrolmentKind::Guest);
    for some in children.chunks(500) {
        let ids: Vec<Id> = some.iter().map(|person| Id::from(*person)).collect();
        let rows: Vec<(Id, Date, Option<Date>)> = pupils::table
            .inner_join(
                enrolments::table
                    .on(enrolments::academy_id.eq(pupils::academy_id).and(enrolments::pupil_id.eq(pupils::id))),
            )
            .filter(pupils::person_id.eq_any(ids))
            .filter(pupils::academy_id.ne(Id::from(not_at)).and(enrolments::kind.ne(&guest)))
            .order((pupils::person_id.asc(), enrolments::starting_day.asc()))
            .select((pupils::person_id, enrolments::starting_day, enrolments::leaving_day))
            .load(db)?;
        let stay =
            |(person, starting_day, leaving_day): (Id, _, _)| (person.into(), Stay { starting_day, leaving_day });
        found.extend(rows.into_iter().map(stay));
    }
    Ok(found)
}
