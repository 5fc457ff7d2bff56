//! Contacts of pupils.

use crate::{AcademyId, ContactId, Instant, PupilId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a contact is a parent in law (Education Act 1996 s.576), or that the contact is none. Never inferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParentBasis {
    /// Natural parent, married or not, wherever living.
    NaturalParent,
    /// Has parental responsibility.
    ParentalResponsibility,
    /// The child lives with and is looked after by this person.
    HasCare,
    /// No parent in law.
    None,
}

/// A person whom the academy may turn to about a pupil; siblings share one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The contact.
    pub id: ContactId,
    /// The academy that keeps the record.
    pub academy_id: AcademyId,
    /// Surname.
    pub surname: String,
    /// Forename.
    pub forename: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Telephone number.
    pub telephone: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Language to write in, as a BCP 47 tag.
    pub language: Option<String>,
    /// Counts the changes of the record.
    pub revision: i32,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// What a contact is to one pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The pupil.
    pub pupil_id: PupilId,
    /// The contact.
    pub contact_id: ContactId,
    /// Mother, grandfather, foster carer, …
    pub relationship: String,
    /// Whether and why a parent in law.
    pub parent_basis: ParentBasis,
    /// Whether the pupil normally lives with the contact.
    pub lives_with_pupil: bool,
    /// The order in which contacts are called: 1 first.
    pub priority: i16,
    /// Court orders and other restrictions.
    pub restrictions: Option<String>,
}

/// How many digits of a telephone number are compared, from its end: a number is written with and without its country.
const COMPARED_DIGITS: usize = 9;

/// What two records of one person at different academies have in common: the whole name together with a telephone number, and
/// the whole name together with an email address. Every academy keeps its own record of a parent, and a name alone proves
/// nothing, so a record without a forename, or without either of the two, has none.
pub fn identity_keys(
    surname: &str,
    forename: Option<&str>,
    telephone: Option<&str>,
    email: Option<&str>,
) -> Vec<String> {
    let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let name = match forename.map(tidy).filter(|forename| !forename.is_empty()) {
        Some(forename) => format!("{}|{forename}", tidy(surname)),
        None => return Vec::new(),
    };
    let digits: Vec<char> = telephone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    let number = digits.len().checked_sub(COMPARED_DIGITS).map(|from| digits[from..].iter().collect::<String>());
    let address = email.map(tidy).filter(|address| address.contains('@'));
    let keys = [number.map(|number| format!("{name}|{number}")), address.map(|address| format!("{name}|{address}"))];
    keys.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(one: (&str, &str, &str), two: (&str, &str, &str)) -> bool {
        let keys = |(name, telephone, email): (&str, &str, &str)| {
            let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let forename = name.split_once(' ').map(|(forename, _)| forename);
            let surname = name.rsplit(' ').next().unwrap_or_default();
            identity_keys(surname, forename, filled(telephone).as_deref(), filled(email).as_deref())
        };
        let (one, two) = (keys(one), keys(two));
        one.iter().any(|key| two.contains(key))
    }

    #[test]
    fn a_name_with_a_number_or_an_address_tells_a_person_again() {
        let bo = ("Bo Example", "01632 960 001", "bo@example.org");
        assert!(share(bo, ("BO  EXAMPLE", "+44 1632 960001", "")));
        assert!(share(bo, ("Bo Example", "", "Bo@Example.org ")));
        assert!(!share(bo, ("Bo Example", "", "")), "a name alone");
        assert!(!share(bo, ("Di Example", "01632 960001", "bo@example.org")), "another person of the household");
        assert!(!share(bo, ("Bo Example", "01632 960002", "b@example.org")));
        assert!(!share(("Example", "01632 960001", ""), ("Example", "01632 960001", "")), "no forename");
        assert!(!share(("Bo Example", "960001", ""), ("Bo Example", "960001", "")), "hardly a number");
    }
}
