//! A set of scopes.

use crate::scope::{Scope, UnknownScope};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// A set of scopes, written as OAuth 2 writes it: names with single spaces between them, in a fixed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Scopes(u16);

impl Scopes {
    /// No scope at all.
    pub const NONE: Self = Self(0);

    /// Every scope there is.
    pub fn all() -> Self {
        Scope::ALL.into_iter().collect()
    }

    /// Whether `scope` is in the set.
    pub fn contains(self, scope: Scope) -> bool {
        self.0 & bit(scope) != 0
    }

    /// Whether any of `scopes` is in the set.
    pub fn contains_any(self, scopes: &[Scope]) -> bool {
        scopes.iter().any(|scope| self.contains(*scope))
    }

    /// The scopes that are in both sets.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether every scope of this set is in `other`.
    pub fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The scopes in their order.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.into_iter().filter(move |scope| self.contains(*scope))
    }
}

fn bit(scope: Scope) -> u16 {
    1 << (scope as u16)
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().fold(0, |set, scope| set | bit(scope)))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{scope}")?;
        }
        Ok(())
    }
}

impl FromStr for Scopes {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(' ').filter(|name| !name.is_empty()).map(Scope::from_str).collect()
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_written_in_one_order_whatever_it_was_read_in() {
        let set: Scopes = "admin  attendance:read roll:read admin".parse().unwrap();
        assert_eq!(set.to_string(), "roll:read attendance:read admin");
        assert_eq!("".parse::<Scopes>(), Ok(Scopes::NONE));
        assert_eq!("roll:read nothing".parse::<Scopes>(), Err(UnknownScope));
        assert_eq!("roll:read\tadmin".parse::<Scopes>(), Err(UnknownScope));
        let again: Scopes = serde_json::from_value(serde_json::to_value(set).unwrap()).unwrap();
        assert_eq!(again, set);
    }

    #[test]
    fn sets_are_compared_by_their_members() {
        let small: Scopes = "roll:read".parse().unwrap();
        assert!(small.is_within(Scopes::all()) && !Scopes::all().is_within(small));
        assert_eq!(Scopes::all().and(small), small);
        assert!(Scopes::NONE.is_within(small) && Scopes::NONE.is_empty());
        assert_eq!(Scopes::all().iter().count(), 13);
    }
}
