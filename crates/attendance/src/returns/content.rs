//! What a return tells, and what is missing for it.

use super::ReturnKind;
use school::pupil::{DeletionGround, Sex};
use school::{Date, Upn};
use serde::Serialize;
use utoipa::ToSchema;

/// What a return tells of a parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReturnParent {
    /// Title, forename and surname.
    pub name: String,
    /// Mother, grandfather, foster carer, …
    pub relationship: String,
    /// Postal address.
    pub address: Option<String>,
    /// The telephone number for emergencies.
    pub telephone: Option<String>,
    /// Whether the pupil normally lives with the parent.
    pub lives_with_pupil: bool,
}

/// What a return tells of a pupil: what its kind has no need of is null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReturnContent {
    /// Forename, other names and surname as the register has them.
    pub full_name: String,
    /// The address.
    pub address: Option<String>,
    /// Unique pupil number.
    pub upn: Option<Upn>,
    /// Date of birth; of a new pupil.
    pub date_of_birth: Option<Date>,
    /// Legal sex; of a new pupil.
    pub sex: Option<Sex>,
    /// The first day on roll; of a new pupil.
    pub starting_day: Option<Date>,
    /// The last school; of a new pupil.
    pub last_school: Option<String>,
    /// The parents: of a new pupil all, of a deletion those with whom the pupil normally lived.
    pub parents: Option<Vec<ReturnParent>>,
    /// The last day on roll; of a deletion.
    pub leaving_day: Option<Date>,
    /// The ground; of a deletion.
    pub ground: Option<DeletionGround>,
    /// The next school; of a deletion.
    pub next_school: Option<String>,
}

/// What the record lacks for a return, by the names of the fields (regulations 8 and 13).
pub fn missing(kind: ReturnKind, content: &ReturnContent) -> Vec<String> {
    let mut missing = Vec::new();
    let mut lacks = |name: &str, is_missing: bool| {
        if is_missing {
            missing.push(name.to_owned());
        }
    };
    lacks("full_name", content.full_name.trim().is_empty());
    lacks("address", content.address.is_none());
    if matches!(kind, ReturnKind::NewPupil | ReturnKind::Deletion) {
        let parents = content.parents.as_deref().unwrap_or_default();
        lacks("parents", parents.is_empty());
        lacks("parents/lives_with_pupil", !parents.is_empty() && !parents.iter().any(|parent| parent.lives_with_pupil));
        lacks("parents/address", parents.iter().any(|parent| parent.address.is_none()));
        let at_home = || parents.iter().filter(|parent| parent.lives_with_pupil);
        lacks("parents/telephone", at_home().any(|parent| parent.telephone.is_none()));
    }
    if kind == ReturnKind::Deletion {
        lacks("ground", content.ground.is_none());
        lacks(
            "next_school",
            content.ground == Some(DeletionGround::RegisteredElsewhere) && content.next_school.is_none(),
        );
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let mut content = ReturnContent {
            full_name: "Amal Example".to_owned(),
            address: None,
            upn: None,
            date_of_birth: None,
            sex: None,
            starting_day: None,
            last_school: None,
            parents: Some(Vec::new()),
            leaving_day: None,
            ground: Some(DeletionGround::RegisteredElsewhere),
            next_school: None,
        };
        assert_eq!(missing(ReturnKind::Sickness, &content), ["address"]);
        assert_eq!(missing(ReturnKind::Deletion, &content), ["address", "parents", "next_school"]);
        content.parents = Some(vec![ReturnParent {
            name: "Mx Bo Example".to_owned(),
            relationship: "Mother".to_owned(),
            address: None,
            telephone: None,
            lives_with_pupil: true,
        }]);
        assert_eq!(missing(ReturnKind::NewPupil, &content), ["address", "parents/address", "parents/telephone"]);
    }
}
