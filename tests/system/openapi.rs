//! The OpenAPI document is the one of the code, and what a generator can work with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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

/// The sources under a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The names under which the types of a source stand in the document.
fn schema_names(source: &str) -> Vec<String> {
    let (mut found, mut above) = (Vec::new(), String::new());
    for line in source.lines() {
        let mut words =
            line.strip_prefix("pub").unwrap_or("").split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let item = words.find(|word| matches!(*word, "struct" | "enum")).and_then(|_| words.next());
        match item {
            Some(name) => {
                let said = above.split_once("schema(as = ").map(|(_, rest)| rest);
                let said = said.and_then(|rest| rest.split([',', ')']).next());
                if above.contains("ToSchema") {
                    found.push(said.unwrap_or(name).to_owned());
                }
                above.clear();
            }
            None if line.is_empty() || line.starts_with('}') => above.clear(),
            None => above.push_str(line),
        }
    }
    found
}

/// Types of one name are one schema in the document, and the last one wins without a word.
#[test]
fn no_two_types_have_one_name() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut places: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for source in ["school", "attendance", "cover", "documents", "access", "app", "web", "api"] {
        for path in sources(&crates.join(source).join("src")) {
            for name in schema_names(&std::fs::read_to_string(&path).unwrap()) {
                places.entry(name).or_default().push(path.clone());
            }
        }
    }
    assert!(places.len() > 300, "{}", places.len());
    let twice: Vec<_> = places.iter().filter(|(_, paths)| paths.len() > 1).collect();
    assert!(twice.is_empty(), "give all but one of them `#[schema(as = …)]`: {twice:#?}");
}
