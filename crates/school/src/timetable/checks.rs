//! What may be wrong with a name.

use crate::Violation;

/// What is wrong with a name that must be there.
pub(super) fn name(pointer: &str, text: &str, most: usize) -> Vec<Violation> {
    let mut errors = Vec::new();
    if text.trim().is_empty() {
        errors.push(Violation::new(pointer, "missing", "a value is required"));
    }
    if text.chars().count() > most {
        errors.push(Violation::new(pointer, "too_long", format!("at most {most} characters")));
    }
    if text.chars().any(char::is_control) {
        errors.push(Violation::new(
            pointer,
            "control_character",
            "line breaks and control characters are refused here",
        ));
    }
    errors
}
