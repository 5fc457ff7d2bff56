//! Which pupils a scope is about, and on which days.

use super::summaries::spells;
use crate::{Context, Error, Result};
use attendance::scope::Scope;
use attendance::summary::Held;
use school::{AcademyId, Date, PupilId};
use std::collections::HashMap;
use store::roll::snapshot::RollPupil;

/// A scope with what is needed to tell who is in it.
#[derive(Debug, Clone)]
pub(crate) struct Scoped {
    scope: Scope,
    members: HashMap<PupilId, Vec<Held<()>>>,
}

impl Scoped {
    pub(crate) fn read(cx: &mut Context<'_>, academy: AcademyId, scope: Scope) -> Result<Self> {
        let mut members: HashMap<PupilId, Vec<Held<()>>> = HashMap::new();
        if let Scope::Group { group_id } = scope {
            for (_, member) in store::roll::groups::memberships(cx.db, academy, Some(group_id), None, None)? {
                let held = Held { first_day: member.first_day, last_day: member.last_day, value: () };
                members.entry(member.pupil_id).or_default().push(held);
            }
        }
        Ok(Self { scope, members })
    }

    /// The days on which a pupil is in the scope.
    pub(crate) fn held(&self, pupil: &RollPupil) -> Vec<Held<()>> {
        match self.scope {
            Scope::Academy => vec![Held { first_day: Date::MIN, last_day: None, value: () }],
            Scope::YearGroup { year_group } => spells(pupil)
                .filter(|(_, _, values)| values.year_group == Some(year_group))
                .map(|(first_day, last_day, _)| Held { first_day, last_day, value: () })
                .collect(),
            Scope::Group { .. } => self.members.get(&pupil.record.id).cloned().unwrap_or_default(),
        }
    }

    /// Whether a pupil is in the scope on a day.
    pub(crate) fn holds_on(&self, pupil: &RollPupil, day: Date) -> bool {
        self.held(pupil).iter().any(|held| held.first_day <= day && held.last_day.is_none_or(|last| day <= last))
    }

    /// The same as values of a grouping.
    pub(crate) fn values(&self, pupil: &RollPupil) -> Vec<Held<Option<String>>> {
        let value =
            |held: Held<()>| Held { first_day: held.first_day, last_day: held.last_day, value: Some("in".to_owned()) };
        self.held(pupil).into_iter().map(value).collect()
    }
}

/// That what a scope names is at the academy.
///
/// # Errors
/// [`Error::Invalid`] where there is no such group.
pub(crate) fn check_scope(cx: &mut Context<'_>, academy: AcademyId, scope: Scope) -> Result<()> {
    let Scope::Group { group_id } = scope else { return Ok(()) };
    let found = store::roll::groups::find(cx.db, group_id)?;
    if found.is_some_and(|group| group.academy_id == academy) {
        return Ok(());
    }
    Err(Error::invalid("/group_id", "unknown_group", "there is no such group at this academy"))
}
