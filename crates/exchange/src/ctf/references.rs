//! References in XML text: the five predefined entities and characters by their number. No other entity can exist,
//! because a document type definition, which would define it, is refused.

/// The character that a reference stands for; none for an entity that is not predefined and for a number that is not
/// that of an XML character.
pub(super) fn resolve(name: &str) -> Option<char> {
    match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "apos" => return Some('\''),
        "quot" => return Some('"'),
        _ => {}
    }
    let (digits, radix) = match name.strip_prefix("#x") {
        Some(digits) => (digits, 16),
        None => (name.strip_prefix('#')?, 10),
    };
    // `from_str_radix` would take a sign.
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let character = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32)?;
    let allowed = matches!(character, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    allowed.then_some(character)
}

/// The first reference in an attribute value that stands for nothing.
pub(super) fn first_unknown(value: &str) -> Option<&str> {
    value
        .split('&')
        .skip(1)
        .map(|rest| rest.split_once(';').map_or(rest, |(name, _)| name))
        .find(|name| resolve(name).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_predefined_entities_and_characters_are_known() {
        assert_eq!((resolve("amp"), resolve("#233"), resolve("#xE9")), (Some('&'), Some('é'), Some('é')));
        for wrong in
            ["", "nbsp", "lol9", "#", "#x", "#0", "#x1F", "#xD800", "#xFFFE", "#+65", "#x110000", "#99999999999", "AMP"]
        {
            assert_eq!(resolve(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn attribute_values_are_looked_through() {
        assert_eq!(first_unknown("a &amp; b &#65;"), None);
        assert_eq!(first_unknown("a &amp; b &lol; c"), Some("lol"));
        assert_eq!(first_unknown("a & b"), Some(" b"));
    }
}
