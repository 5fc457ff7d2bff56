//! Reasons: what a person sends to set a rule aside, or to correct a day that is over. A blank one is none.

use super::Loaded;
use crate::{Error, Result};
use school::Violation;

/// What is wrong with a reason that may be left out.
pub(super) fn fault(pointer: impl Into<String>, reason: Option<&str>) -> Option<Violation> {
    let blank = reason.is_some_and(|reason| reason.trim().is_empty());
    blank.then(|| Violation::new(pointer, "blank", "say why, or leave it out"))
}

/// A reason without blanks around it, where one is sent.
///
/// # Errors
/// [`Error::Invalid`] where it is blank.
pub(super) fn given(pointer: &str, reason: Option<&str>) -> Result<Option<String>> {
    match fault(pointer, reason) {
        Some(wrong) => Err(Error::Invalid(vec![wrong])),
        None => Ok(reason.map(|reason| reason.trim().to_owned())),
    }
}

/// The same of one that is needed.
pub(super) fn needed(pointer: &str, reason: Option<&str>) -> Result<String> {
    given(pointer, reason)?.ok_or_else(|| Error::invalid(pointer, "missing_field", "say why"))
}

/// A day that is over is corrected with a reason only, which is kept.
///
/// # Errors
/// [`Error::Conflict`] where the day is over and there is no reason.
pub(super) fn correction(loaded: &Loaded, reason: Option<&String>) -> Result<Option<String>> {
    match (loaded.over, reason) {
        (false, _) => Ok(None),
        (true, Some(reason)) => Ok(Some(reason.clone())),
        (true, None) => Err(Error::Conflict("this day is over; send a reason to correct it".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_reason_is_none() {
        assert_eq!(given("/reason", Some(" Knows the class\n")).unwrap().as_deref(), Some("Knows the class"));
        assert_eq!(given("/reason", None).unwrap(), None);
        for blank in ["", "  ", "\u{a0}\t"] {
            assert!(given("/reason", Some(blank)).is_err() && needed("/reason", Some(blank)).is_err(), "{blank:?}");
        }
        assert!(needed("/reason", None).is_err());
    }
}
