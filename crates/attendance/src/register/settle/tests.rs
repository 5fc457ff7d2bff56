use super::super::examples::*;
use super::*;

fn settled(pupil: &RosterPupil, text: &str, authority: MarkAuthority) -> String {
    let imported = ImportedMark {
        mark: Mark::of(code(text)),
        raw_code: text.to_owned(),
        rule_id: "national",
        warnings: Vec::new(),
    };
    match settle(&imported, pupil, morning(), authority, "import of marks.csv") {
        Settlement::Unchanged => "unchanged".to_owned(),
        Settlement::Write(change) => change.kind.to_string(),
        Settlement::Conflict { .. } => "conflict".to_owned(),
    }
}

#[test]
fn an_import_enters_amends_or_conflicts_and_never_replaces() {
    let mut by_a_person = with_mark(1, "M");
    if let Some(standing) = &mut by_a_person.standing {
        standing.amended_by_person = true;
    }
    for (pupil, text, rollcall, mis) in [
        (pupil(1), "I", "import", "import"),
        (with_mark(1, "I"), "I", "unchanged", "unchanged"),
        (with_mark(1, "N"), "I", "amendment", "amendment"),
        (by_a_person.clone(), "I", "conflict", "amendment"),
        (by_a_person, "M", "unchanged", "unchanged"),
    ] {
        assert_eq!(settled(&pupil, text, MarkAuthority::Rollcall), rollcall);
        assert_eq!(settled(&pupil, text, MarkAuthority::Mis), mis);
    }
}
