//! Whom a target or an award scheme is about.

use crate::summary::{Held, PupilRecord};
use school::{GroupId, Violation, pupil::YEAR_GROUPS};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whom a target or an award scheme is about: all pupils of an academy or some of them, by what holds on the day of the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Scope {
    /// Every pupil.
    Academy,
    /// A year group.
    YearGroup {
        /// `-2` to `14`.
        year_group: i16,
    },
    /// A group of any kind.
    Group {
        /// The group.
        group_id: GroupId,
    },
}

/// The kinds of scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeKind {
    /// Every pupil of the academy.
    Academy,
    /// A year group.
    YearGroup,
    /// A registration group, teaching group, house or other group.
    Group,
}

impl Scope {
    /// The scope of a kind, with what belongs to the kind and nothing else.
    ///
    /// # Errors
    /// Every violation.
    pub fn of(kind: ScopeKind, year_group: Option<i16>, group_id: Option<GroupId>) -> Result<Self, Vec<Violation>> {
        let mut wrong = Vec::new();
        let mut unwanted = |pointer: &str, is_given: bool| {
            if is_given {
                wrong.push(Violation::new(pointer, "not_of_this_scope", "this belongs to another scope"));
            }
        };
        if kind != ScopeKind::YearGroup {
            unwanted("/year_group", year_group.is_some());
        }
        if kind != ScopeKind::Group {
            unwanted("/group_id", group_id.is_some());
        }
        let missing = |pointer: &str| Violation::new(pointer, "missing_field", "this scope needs it");
        let scope = match (kind, year_group, group_id) {
            (ScopeKind::Academy, _, _) => Ok(Self::Academy),
            (ScopeKind::YearGroup, Some(year_group), _) if YEAR_GROUPS.contains(&year_group) => {
                Ok(Self::YearGroup { year_group })
            }
            (ScopeKind::YearGroup, Some(_), _) => {
                Err(Violation::new("/year_group", "out_of_range", "year groups are -2 to 14"))
            }
            (ScopeKind::YearGroup, None, _) => Err(missing("/year_group")),
            (ScopeKind::Group, _, Some(group_id)) => Ok(Self::Group { group_id }),
            (ScopeKind::Group, _, None) => Err(missing("/group_id")),
        };
        match scope {
            Ok(scope) if wrong.is_empty() => Ok(scope),
            Ok(_) => Err(wrong),
            Err(violation) => {
                wrong.push(violation);
                Err(wrong)
            }
        }
    }

    /// Its kind.
    pub fn kind(self) -> ScopeKind {
        match self {
            Self::Academy => ScopeKind::Academy,
            Self::YearGroup { .. } => ScopeKind::YearGroup,
            Self::Group { .. } => ScopeKind::Group,
        }
    }

    /// The year group, where it is about one.
    pub fn year_group(self) -> Option<i16> {
        if let Self::YearGroup { year_group } = self { Some(year_group) } else { None }
    }

    /// The group, where it is about one.
    pub fn group_id(self) -> Option<GroupId> {
        if let Self::Group { group_id } = self { Some(group_id) } else { None }
    }

    /// What tells it from every other scope, in a natural key.
    pub fn key(self) -> String {
        match self {
            Self::Academy => "academy".to_owned(),
            Self::YearGroup { year_group } => format!("year:{year_group}"),
            Self::Group { group_id } => format!("group:{group_id}"),
        }
    }
}

/// The record of a pupil with only the sessions of days that are held.
pub fn within<'a>(record: &PupilRecord<'a>, held: &[Held<()>]) -> PupilRecord<'a> {
    let mut record = record.clone();
    for enrolment in &mut record.years {
        let year = enrolment.so_far.year();
        let kept =
            held.iter().fold(school::calendar::SessionSet::default(), |kept, held| kept.or(&held.sessions(year)));
        enrolment.sessions = enrolment.sessions.and(&kept);
    }
    record.years.retain(|enrolment| !enrolment.sessions.is_empty());
    record
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_scope_takes_what_belongs_to_it_and_nothing_else() {
        let group = GroupId(Uuid::from_u128(1));
        assert_eq!(Scope::of(ScopeKind::Academy, None, None), Ok(Scope::Academy));
        assert_eq!(Scope::of(ScopeKind::YearGroup, Some(7), None), Ok(Scope::YearGroup { year_group: 7 }));
        assert_eq!(Scope::of(ScopeKind::Group, None, Some(group)), Ok(Scope::Group { group_id: group }));
        let codes = |kind, year, group| -> Vec<String> {
            let wrong = Scope::of(kind, year, group).unwrap_err();
            wrong.into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect()
        };
        assert_eq!(
            codes(ScopeKind::Academy, Some(7), Some(group)),
            ["/year_group not_of_this_scope", "/group_id not_of_this_scope"]
        );
        assert_eq!(
            codes(ScopeKind::YearGroup, None, Some(group)),
            ["/group_id not_of_this_scope", "/year_group missing_field"]
        );
        assert_eq!(codes(ScopeKind::YearGroup, Some(15), None), ["/year_group out_of_range"]);
        assert_eq!(codes(ScopeKind::Group, None, None), ["/group_id missing_field"]);
    }
}
