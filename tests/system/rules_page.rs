//! The page of the rules names tests that exist, and every rule of concerns has its line.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where a name of the page may begin.
const ROOTS: [&str; 5] =
    ["crates/attendance/src", "crates/school/src", "crates/app/src", "crates/app/tests", "tests/system"];
/// The columns of its tables that name tests.
const COLUMNS: [&str; 4] = ["proof", "story", "test", "tests"];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The words between back-ticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// What the columns of tests name, and what the first column names, each with the number of its line.
fn names(page: &str) -> (Vec<(usize, String)>, BTreeSet<String>) {
    let (mut tests, mut rules) = (Vec::new(), BTreeSet::new());
    let mut columns: Vec<String> = Vec::new();
    for (place, line) in page.lines().enumerate() {
        let Some(row) = line.strip_prefix('|') else {
            columns.clear();
            continue;
        };
        // A bar inside back-ticks would be one of the table as well: the page has none.
        let cells: Vec<&str> = row.trim_end().trim_end_matches('|').split('|').map(str::trim).collect();
        if columns.is_empty() {
            columns = cells.iter().map(|cell| (*cell).to_owned()).collect();
            continue;
        }
        assert_eq!(cells.len(), columns.len(), "line {} has other columns than its table", place + 1);
        for (cell, column) in cells.iter().zip(&columns) {
            if COLUMNS.contains(&column.as_str()) {
                tests.extend(quoted(cell).map(|name| (place + 1, name.to_owned())));
            }
        }
        rules.extend(quoted(cells[0]).map(str::to_owned));
    }
    (tests, rules)
}

/// The source of a module, its own tests in a file beside it included; none where there is no such module.
fn module(root: &Path, path: &[&str]) -> Option<String> {
    let stem = path.iter().fold(root.to_owned(), |folder, step| folder.join(step));
    let files = [stem.with_extension("rs"), stem.join("mod.rs"), stem.join("tests.rs")];
    let found: String = files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    (!found.is_empty()).then_some(found)
}

/// Whether a name is that of a module with tests, or of one test in a module.
fn exists(name: &str) -> bool {
    let steps: Vec<&str> = name.split("::").collect();
    let (last, before) = steps.split_last().unwrap();
    let is_test = |source: &str| ["#[test]", "on_both!", "proptest!"].iter().any(|mark| source.contains(mark));
    ROOTS.iter().map(|root| workspace().join(root)).any(|root| {
        let whole = module(&root, &steps).is_some_and(|source| is_test(&source));
        let one =
            module(&root, before).is_some_and(|source| is_test(&source) && source.contains(&format!("fn {last}(")));
        whole || one
    })
}

#[test]
fn every_test_that_the_page_names_exists() {
    let page = std::fs::read_to_string(workspace().join("docs/rules.md")).unwrap();
    let (tests, _) = names(&page);
    assert!(tests.len() > 100, "{} names of tests", tests.len());
    let missing: Vec<String> =
        tests.iter().filter(|(_, name)| !exists(name)).map(|(line, name)| format!("line {line}: {name}")).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn every_rule_of_concerns_has_its_line() {
    let page = std::fs::read_to_string(workspace().join("docs/rules.md")).unwrap();
    let (_, rules) = names(&page);
    let missing: Vec<&str> = attendance::concerns::Rule::ALL
        .iter()
        .map(|rule| rule.as_str())
        .filter(|rule| !rules.contains(*rule))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn a_name_of_nothing_is_found_out() {
    assert!(exists("proof::duties::after_leave") && exists("register::take") && exists("edges::stays"));
    for wrong in ["proof::duties::before_leave", "proof::nothing", "register", "edges::", "concerns::Rule"] {
        assert!(!exists(wrong), "{wrong}");
    }
}
