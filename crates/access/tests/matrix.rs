//! The policy as a file: whoever changes who may do what changes `matrix.txt`, and a reviewer reads the difference.

use access::{Action, Caller, CodeUse, Comments, Person, Reach, decide};
use school::{AcademyId, Role, Signatory, StaffId};
use uuid::Uuid;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/matrix.txt");

const LEGEND: &str = "\
Who may do what. Rewritten by `UPDATE=1 cargo test -p access --test matrix`.

own    at the own academy          trust  at every academy of the trust
*      every attendance code may be entered, otherwise / \\ L N only (matters where marks are written)
+      the comments on marks are shown
.      not allowed
";

#[test]
fn the_matrix_file_is_the_policy() {
    let fresh = matrix();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PATH, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(kept == fresh, "run `UPDATE=1 cargo test -p access --test matrix` and commit the change:\n{fresh}");
}

fn matrix() -> String {
    let cells = |first: &str, of_role: &dyn Fn(Role) -> String| {
        let columns = Role::ALL.map(|role| format!(" {:<width$}", of_role(role), width = role.as_str().len().max(7)));
        format!("{first:<22}{}", columns.concat()).trim_end().to_owned()
    };
    let head = cells("", &|role| role.to_string());
    let rows = Action::ALL.iter().map(|action| cells(action.as_str(), &|role| cell(role, *action)));
    let scopes = Action::ALL.iter().map(|action| {
        let names: Vec<_> = action.scopes().iter().map(|scope| scope.as_str()).collect();
        format!("{:<22} {}", action.as_str(), names.join(" "))
    });
    let title = "\nScopes of which a client needs one\n".to_owned();
    let lines = [LEGEND.to_owned(), head].into_iter().chain(rows).chain([title]).chain(scopes);
    lines.map(|line| line + "\n").collect()
}

fn cell(role: Role, action: Action) -> String {
    let Ok(Reach { academies, codes, comments }) = decide(&Caller::person(person(role)), action) else {
        return ".".to_owned();
    };
    let place = if academies == access::Academies::All { "trust" } else { "own" };
    let star = if codes == CodeUse::All { "*" } else { "" };
    let plus = if comments == Comments::Shown { "+" } else { "" };
    format!("{place}{star}{plus}")
}

fn person(role: Role) -> Person {
    let id = Uuid::from_u128(1);
    let signatory = Signatory { staff_id: StaffId(id), name: String::new(), position: String::new() };
    Person { signatory, roles: vec![role], academy: AcademyId(id) }
}
