//! Lists of pupils.

use super::as_at;
use super::find::{standing_day, today};
use crate::roll::listing::{self, Ask, Collection, Listing};
use crate::{Context, Result};
use school::pupil::Pupil;
use school::{AcademyId, Date};

/// Which pupils are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PupilFilter {
    /// Those in this year group.
    pub year_group: Option<i16>,
    /// Those in the registration group of this name.
    pub registration_group: Option<String>,
    /// Those on roll on this day, shown as they stand on it. Without it: all who are, were or will be on roll, each shown as
    /// they stand today, or on the nearest of their days on roll.
    pub on_roll_on: Option<Date>,
}

impl PupilFilter {
    fn takes(&self, pupil: &Pupil) -> bool {
        self.year_group.is_none_or(|group| pupil.characteristics.year_group == Some(group))
            && self.registration_group.as_ref().is_none_or(|name| pupil.registration_group.as_ref() == Some(name))
    }
}

/// Pupils of an academy in the order of their ids. The filters go by what is shown of each pupil. Where changes are asked
/// for, a pupil who has changed and is not among those wanted is named as removed.
pub fn list_pupils(
    cx: &mut Context<'_>,
    academy: AcademyId,
    filter: &PupilFilter,
    ask: &Ask,
) -> Result<Listing<Pupil>> {
    cx.academy(academy)?;
    let today = today(cx);
    let academies = [academy];
    let collection = Collection { academies: &academies, kinds: &["pupil"], filtered: true };
    listing::read(cx, &collection, ask, |cx, wanted| {
        let state = cx.state(academy)?;
        let names = &state.roll.group_names;
        let pupils = state.roll.pupils.iter().filter(|pupil| wanted.takes(pupil.record.id.0)).filter_map(|pupil| {
            let day = match filter.on_roll_on {
                Some(day) => pupil.enrolment_on(day).map(|_| day)?,
                None => standing_day(&pupil.enrolments, today),
            };
            let shown = as_at(pupil, names, day);
            filter.takes(&shown).then_some((pupil.record.id.0, shown))
        });
        Ok(wanted.pick(pupils))
    })
}
