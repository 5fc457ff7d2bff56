//! Stays of pupils on the roll.

use crate::db::{MultiBackend, on_backend};
use crate::schema::enrolments;
use crate::sql_types::{At, Id};
use crate::{Db, Result, words};
use diesel::prelude::*;
use school::pupil::{Enrolment, Stay};
use school::{AcademyId, Date, Instant, PupilId};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = enrolments, check_for_backend(MultiBackend))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
struct EnrolmentRow {
    academy_id: Id,
    id: Id,
    pupil_id: Id,
    kind: String,
    starting_day: Date,
    leaving_day: Option<Date>,
    ground: Option<String>,
    created_at: At,
    updated_at: At,
}

/// Adds stays on the roll.
pub fn insert_enrolments(db: &mut Db, academy: AcademyId, stays: &[(PupilId, Enrolment)], at: Instant) -> Result<()> {
    for some in stays.chunks(1_000) {
        let rows: Vec<_> = some.iter().map(|(pupil, stay)| enrolment_row(academy, *pupil, stay, at)).collect();
        on_backend!(db, |c| diesel::insert_into(enrolments::table).values(&rows).execute(c))?;
    }
    Ok(())
}

fn enrolment_row(academy: AcademyId, pupil: PupilId, enrolment: &Enrolment, at: Instant) -> EnrolmentRow {
    EnrolmentRow {
        academy_id: academy.into(),
        id: enrolment.id.into(),
        pupil_id: pupil.into(),
        kind: words::word(&enrolment.kind),
        starting_day: enrolment.stay.starting_day,
        leaving_day: enrolment.stay.leaving_day,
        ground: enrolment.ground.map(|ground| words::word(&ground)),
        created_at: at.into(),
        updated_at: at.into(),
    }
}

/// Saves the days, kind and ground of a stay.
pub fn update_enrolment(db: &mut Db, academy: AcademyId, enrolment: &Enrolment, at: Instant) -> Result<()> {
    diesel::update(enrolments::table.find((Id::from(academy), Id::from(enrolment.id))))
        .set((
            enrolments::kind.eq(words::word(&enrolment.kind)),
            enrolments::starting_day.eq(enrolment.stay.starting_day),
            enrolments::leaving_day.eq(enrolment.stay.leaving_day),
            enrolments::ground.eq(enrolment.ground.map(|ground| words::word(&ground))),
            enrolments::updated_at.eq(At::from(at)),
        ))
        .execute(db)?;
    Ok(())
}

/// Stays of the pupils named, or of all pupils of the academy, the earliest first.
pub fn enrolments_of(db: &mut Db, academy: AcademyId, ids: Option<&[PupilId]>) -> Result<Vec<(PupilId, Enrolment)>> {
    let mut query = enrolments::table
        .filter(enrolments::academy_id.eq(Id::from(academy)))
        .order((enrolments::pupil_id.asc(), enrolments::starting_day.asc()))
        .select(EnrolmentRow::as_select())
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(enrolments::pupil_id.eq_any(ids.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()));
    }
    query.load(db)?.into_iter().map(enrolment_of).collect()
}

fn enrolment_of(row: EnrolmentRow) -> Result<(PupilId, Enrolment)> {
    let EnrolmentRow {
        academy_id: _,
        id,
        pupil_id,
        kind,
        starting_day,
        leaving_day,
        ground,
        created_at: _,
        updated_at: _,
    } = row;
    let enrolment = Enrolment {
        id: id.into(),
        stay: Stay { starting_day, leaving_day },
        kind: words::value("enrolments", &kind)?,
        ground: words::optional("enrolments", ground.as_deref())?,
    };
    Ok((pupil_id.into(), enrolment))
}
