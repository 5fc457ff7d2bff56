//! The OpenAPI document is the one of the code, and what a generator can work with.

use std::path::Path;

const COMMITTED: &str = "../openapi/rollcall.json";

/// `UPDATE=1 cargo test -p tests openapi` writes the document anew.
#[test]
fn the_committed_document_is_that_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(COMMITTED);
    let fresh = api::document_json();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(committed == fresh, "openapi/rollcall.json has drifted: run UPDATE=1 cargo test -p tests openapi");
}

#[test]
fn a_reader_or_a_generator_stumbles_over_nothing() {
    assert_eq!(api::document_faults(), Vec::<String>::new());
}
