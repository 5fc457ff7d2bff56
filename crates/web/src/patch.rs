//! Fields of a PATCH: absent, null or a value.

use serde::{Deserialize, Deserializer};

/// A field that a PATCH may leave out. `Patch<String>` takes a value only; `Patch<Option<String>>` takes `null` as well, as
/// `Set(None)`.
///
/// Give the field `#[serde(default)]`, and the type within to its schema, so that limits and descriptions apply to it:
///
/// ```ignore
/// #[serde(default)]
/// #[schema(value_type = Option<String>, max_length = 100)]
/// note: Patch<Option<String>>,
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// Left out: stays as it is.
    #[default]
    Absent,
    /// Becomes this.
    Set(T),
}

impl<T> Patch<T> {
    /// The new value, if one was given.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Absent => None,
            Self::Set(value) => Some(value),
        }
    }

    /// Whether the field was left out.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The value to be, with `current` where none was given.
    pub fn or(self, current: T) -> T {
        self.into_option().unwrap_or(current)
    }

    /// The same with the value changed.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Set(value) => Patch::Set(change(value)),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::Set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::read_value;
    use school::Session;
    use utoipa::ToSchema;

    #[derive(Debug, PartialEq, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    struct Change {
        #[serde(default)]
        #[schema(value_type = String, max_length = 5)]
        name: Patch<String>,
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        note: Patch<Option<String>>,
        #[serde(default)]
        #[schema(value_type = Option<Session>)]
        session: Patch<Option<Session>>,
    }

    #[test]
    fn absent_null_and_value_are_three_things() {
        let change: Change = read_value(b"{}").unwrap();
        assert_eq!(change, Change { name: Patch::Absent, note: Patch::Absent, session: Patch::Absent });
        let change: Change = read_value(br#"{"name": "x", "note": null, "session": "am"}"#).unwrap();
        assert_eq!(change.name, Patch::Set("x".to_owned()));
        assert_eq!(change.note, Patch::Set(None));
        assert_eq!(change.session, Patch::Set(Some(Session::Am)));
        assert_eq!(change.name.or("y".to_owned()), "x");
    }

    #[test]
    fn null_is_refused_where_the_type_has_none() {
        let problem = read_value::<Change>(br#"{"name": null, "session": "night", "note": 7}"#).unwrap_err();
        let pointers: Vec<_> = problem.violations().iter().map(|v| (v.pointer.as_str(), v.code.as_str())).collect();
        for expected in [("/name", "wrong_type"), ("/session", "not_allowed_value"), ("/note", "wrong_type")] {
            assert!(pointers.contains(&expected), "{expected:?} not in {pointers:?}");
        }
    }
}
