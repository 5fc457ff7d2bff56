//! What is said of pupils, by the day from which it holds.

use crate::db::{MultiBackend, on_backend};
use crate::schema::characteristics;
use crate::sql_types::Id;
use crate::{Db, Error, Result, words};
use diesel::prelude::*;
use school::pupil::Characteristics;
use school::{AcademyId, Date, PupilId};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = characteristics, check_for_backend(MultiBackend))]
#[diesel(treat_none_as_default_value = false, treat_none_as_null = true)]
struct CharacteristicsRow {
    academy_id: Id,
    pupil_id: Id,
    valid_from: Date,
    year_group: Option<i16>,
    free_school_meals: Option<bool>,
    pupil_premium: Option<bool>,
    sen_status: Option<String>,
    english_additional_language: Option<bool>,
    looked_after: Option<bool>,
    previously_looked_after: Option<bool>,
    social_worker: Option<bool>,
    child_protection: Option<bool>,
    young_carer: Option<bool>,
    ethnicity: Option<String>,
    boarder: bool,
}

impl CharacteristicsRow {
    fn of(academy: AcademyId, pupil: PupilId, valid_from: Date, values: &Characteristics) -> Self {
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
        } = values.clone();
        Self {
            academy_id: academy.into(),
            pupil_id: pupil.into(),
            valid_from,
            year_group,
            free_school_meals,
            pupil_premium,
            sen_status: sen_status.map(|status| words::word(&status)),
            english_additional_language,
            looked_after,
            previously_looked_after,
            social_worker,
            child_protection,
            young_carer,
            ethnicity,
            boarder,
        }
    }
}

/// From which day what is said of which pupil.
pub type Dated = (PupilId, Date, Characteristics);

impl TryFrom<CharacteristicsRow> for Dated {
    type Error = Error;

    fn try_from(row: CharacteristicsRow) -> Result<Self> {
        let values = Characteristics {
            year_group: row.year_group,
            free_school_meals: row.free_school_meals,
            pupil_premium: row.pupil_premium,
            sen_status: words::optional("characteristics", row.sen_status.as_deref())?,
            english_additional_language: row.english_additional_language,
            looked_after: row.looked_after,
            previously_looked_after: row.previously_looked_after,
            social_worker: row.social_worker,
            child_protection: row.child_protection,
            young_carer: row.young_carer,
            ethnicity: row.ethnicity,
            boarder: row.boarder,
        };
        Ok((row.pupil_id.into(), row.valid_from, values))
    }
}

/// Says something of pupils from days on; what was said from the same day is replaced.
pub fn save_characteristics(db: &mut Db, academy: AcademyId, dated: &[Dated]) -> Result<()> {
    for some in dated.chunks(500) {
        for (pupil, from, _) in some {
            let key = (Id::from(academy), Id::from(*pupil), *from);
            diesel::delete(characteristics::table.find(key)).execute(db)?;
        }
        let rows: Vec<_> =
            some.iter().map(|(pupil, from, values)| CharacteristicsRow::of(academy, *pupil, *from, values)).collect();
        on_backend!(db, |c| diesel::insert_into(characteristics::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// What is said of the pupils named, or of all pupils of the academy, by pupil and day.
pub fn characteristics_of(db: &mut Db, academy: AcademyId, ids: Option<&[PupilId]>) -> Result<Vec<Dated>> {
    let mut query = characteristics::table
        .filter(characteristics::academy_id.eq(Id::from(academy)))
        .order((characteristics::pupil_id.asc(), characteristics::valid_from.asc()))
        .select(CharacteristicsRow::as_select())
        .into_boxed();
    if let Some(ids) = ids {
        query = query.filter(characteristics::pupil_id.eq_any(ids.iter().map(|id| Id::from(*id)).collect::<Vec<_>>()));
    }
    query.load(db)?.into_iter().map(Dated::try_from).collect()
}
