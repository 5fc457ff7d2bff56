//! What a file says about one field of one row.

/// What a file says about one field: nothing at all, that it is empty, or a value. An import leaves alone what is
/// absent and clears what is null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Cell<T> {
    /// The file has no such column or element.
    #[default]
    Absent,
    /// The cell is empty.
    Null,
    /// The cell holds a value.
    Value(T),
}

impl<T> Cell<T> {
    /// The value, where there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The same with a borrowed value.
    pub fn as_ref(&self) -> Cell<&T> {
        match self {
            Self::Absent => Cell::Absent,
            Self::Null => Cell::Null,
            Self::Value(value) => Cell::Value(value),
        }
    }

    /// The same with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Cell<U> {
        match self {
            Self::Absent => Cell::Absent,
            Self::Null => Cell::Null,
            Self::Value(value) => Cell::Value(change(value)),
        }
    }

    /// Whether the file says nothing about the field.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absent_and_null_stay_apart() {
        assert_eq!(Cell::Value(2).map(|two| two + 1), Cell::Value(3));
        assert_eq!(Cell::<u8>::Null.map(|two| two + 1), Cell::Null);
        assert_eq!(Cell::<u8>::default().as_ref(), Cell::Absent);
        assert_eq!((Cell::Value(2).value(), Cell::<u8>::Null.value()), (Some(2), None));
        assert!(Cell::<u8>::Absent.is_absent() && !Cell::<u8>::Null.is_absent());
    }
}
