/// The building of a room: what its record says; else the letters that its name begins with (`S4` is in `s`). None where neither
/// says anything: then nothing is held against the room.
pub fn building(name: &str, recorded: Option<&str>) -> Option<String> {
    let said = recorded.map(str::trim).filter(|said| !said.is_empty()).map(str::to_lowercase);
    let letters =
        || name.trim().chars().take_while(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    Some(said.unwrap_or_else(letters)).filter(|building| !building.is_empty())
}

/// Whether two rooms are in one building, as far as is known.
pub fn are_near(one: Option<String>, other: Option<String>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_comes_before_the_name_and_what_is_unknown_is_not_far() {
        assert_eq!(building("S4", Some(" North ")), Some("north".to_owned()));
        assert_eq!(building("S4", Some(" ")), Some("s".to_owned()));
        assert_eq!(building("12", None), None);
        assert!(are_near(building("Sc12", None), building("SC4", None)));
        assert!(!are_near(building("S1", None), building("N1", None)));
        assert!(are_near(building("12", None), building("N1", None)));
    }
}
