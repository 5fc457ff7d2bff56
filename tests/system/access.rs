//! Who may do what: every operation of the document against callers who may and callers who may not.

mod ground;
mod people;
mod scopes;
mod table;
mod tokens;

use std::collections::BTreeSet;
use table::{LINES, Line, NAMES};

#[test]
fn the_table_has_a_line_for_every_operation_of_the_document_and_none_besides() {
    let document = serde_json::to_value(api::document()).unwrap();
    let mut documented = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if let Some(id) = item[method]["operationId"].as_str() {
                documented.insert((id.to_owned(), format!("{} {path}", method.to_uppercase())));
            }
        }
    }
    let listed: BTreeSet<(String, String)> = LINES
        .iter()
        .map(|line| {
            // A table says what to put where the document says what stands there.
            let path = line.path.split('?').next().unwrap();
            let path = NAMES.iter().fold(path.to_owned(), |path, (ours, theirs)| path.replace(ours, theirs));
            (line.id.to_owned(), format!("{} {path}", line.method))
        })
        .collect();
    assert_eq!(LINES.len(), listed.len(), "an operation is listed twice");
    assert_eq!(listed, documented);
}

/// The operations that need a token.
fn guarded() -> impl Iterator<Item = &'static Line> {
    // The secret of a calendar stands in its address.
    LINES.iter().filter(|line| line.path.starts_with("/v1/") && line.id != "get_calendar_feed")
}
