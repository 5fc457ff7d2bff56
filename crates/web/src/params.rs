//! Query strings: every parameter known, given once and of its type.

mod plan;
mod query;
mod stray;

use crate::{Cursor, Problem, body::from_value, schema::OnceForType};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use plan::Plan;
use school::Violation;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use std::{
    future::{Ready, ready},
    ops::Deref,
};
pub use stray::{WithoutQuery, refuse_stray_query};
use utoipa::IntoParams;

static PLANS: OnceForType<Plan> = OnceForType::new();

/// The parameters of the query, checked against the very parameters that the documentation shows.
///
/// Give the type `#[into_params(parameter_in = Query)]`, and every field whose type is an enum, an id or any other type of
/// our own `#[param(inline)]`: the schema behind a reference is not reachable from here, so it would be left to serde,
/// which stops at the first fault.
#[derive(Debug, Clone)]
pub struct Params<T>(pub T);

impl<T> Params<T> {
    /// The parameters.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Params<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + IntoParams + 'static> FromRequest for Params<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = || {
            let value = checked::<T>(request.query_string()).map_err(Problem::invalid_parameters)?;
            // Only here the list is known for which the cursor is sent.
            if let Ok(cursor) = Cursor::deserialize(&value["cursor"]) {
                cursor.check(request.path())?;
            }
            valued(value).map(Self).map_err(Problem::invalid_parameters)
        };
        ready(read())
    }
}

/// The parameters as one object, checked against the documentation.
fn checked<T: IntoParams + 'static>(query: &str) -> Result<Value, Vec<Violation>> {
    let plan = PLANS.of::<T>(Plan::of::<T>);
    let (pairs, mut violations) = query::pairs(query);
    let (value, of_names) = plan.arrange(pairs);
    violations.extend(of_names);
    for violation in plan.check(&value).into_iter().map(in_query) {
        // A value that could not be decoded was given all the same.
        let undecoded =
            violation.code == "missing_parameter" && violations.iter().any(|v| v.pointer == violation.pointer);
        if !undecoded {
            violations.push(violation);
        }
    }
    if !violations.is_empty() {
        return Err(violations);
    }
    Ok(value)
}

fn valued<T: DeserializeOwned>(value: Value) -> Result<T, Vec<Violation>> {
    from_value(value).map_err(|violation| vec![in_query(violation)])
}

fn in_query(violation: Violation) -> Violation {
    let code = match violation.code.as_str() {
        "missing_field" => "missing_parameter".to_owned(),
        _ => violation.code,
    };
    let detail = match code.as_str() {
        "missing_parameter" => "this parameter must be given".to_owned(),
        _ => violation.detail,
    };
    Violation { pointer: format!("/query{}", violation.pointer), code, detail }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limit;
    use chrono::NaiveDate;
    use school::{AcademyId, Session};
    use serde::Deserialize;

    #[derive(Debug, Deserialize, IntoParams)]
    #[into_params(parameter_in = Query)]
    struct Filters {
        #[serde(default)]
        #[param(inline)]
        limit: Limit,
        #[param(inline)]
        cursor: Option<Cursor>,
        from: NaiveDate,
        #[param(inline)]
        session: Option<Session>,
        #[param(inline)]
        academy_id: Option<AcademyId>,
        #[param(minimum = -2, maximum = 14)]
        year_group: Option<i8>,
        dry_run: Option<bool>,
        #[serde(default)]
        group: Vec<String>,
    }

    fn faults(query: &str) -> Vec<(String, String)> {
        read::<Filters>(query).unwrap_err().into_iter().map(|v| (v.pointer, v.code)).collect()
    }

    fn read<T: DeserializeOwned + IntoParams + 'static>(query: &str) -> Result<T, Vec<Violation>> {
        checked::<T>(query).and_then(valued)
    }

    #[test]
    fn the_schemas_compile() {
        assert_eq!(Plan::of::<Filters>().fault(), None);
    }

    #[test]
    fn values_become_their_types() {
        let id = "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50";
        let query = format!(
            "limit=7&from=2026-09-02&session=pm&academy_id={id}&year_group=-2&dry_run=true&group=7A&group=a%20b+c"
        );
        let filters: Filters = read(&query).unwrap();
        assert_eq!((filters.limit.get(), filters.session, filters.dry_run), (7, Some(Session::Pm), Some(true)));
        assert_eq!(filters.academy_id.unwrap().to_string(), id);
        assert_eq!(filters.year_group, Some(-2));
        assert_eq!(filters.group, ["7A", "a b c"]);
        assert_eq!(filters.from.to_string(), "2026-09-02");
        let bare: Filters = read("from=2026-09-02").unwrap();
        assert_eq!((bare.limit.get(), bare.cursor.is_none(), bare.group.len()), (50, true, 0));
    }

    #[test]
    fn everything_that_is_wrong_is_listed() {
        let found = faults("limit=0&session=night&year_group=15&dry_run=yes&colour=red&from=2026-09-31&limit=9");
        let expected = [
            ("/query/colour", "unknown_parameter"),
            ("/query/limit", "duplicate_parameter"),
            ("/query/limit", "out_of_range"),
            ("/query/session", "not_allowed_value"),
            ("/query/year_group", "out_of_range"),
            ("/query/dry_run", "wrong_type"),
            ("/query/from", "wrong_format"),
        ];
        for (pointer, code) in expected {
            assert!(found.contains(&(pointer.to_owned(), code.to_owned())), "{pointer} {code} not in {found:?}");
        }
        assert_eq!(found.len(), expected.len(), "{found:?}");
    }

    #[test]
    fn hostile_queries_are_refused() {
        for (query, code) in [
            ("", "missing_parameter"),
            ("from=", "wrong_format"),
            ("from=2026-9-2", "wrong_format"),
            ("from=2026-09-02&limit=501", "out_of_range"),
            ("from=2026-09-02&limit=5.5", "wrong_type"),
            ("from=2026-09-02&limit=99999999999999999999", "wrong_type"),
            ("from=2026-09-02&limit=", "wrong_type"),
            ("from=2026-09-02&limit=%2B5", "wrong_type"),
            ("from=2026-09-02&group=%00", "forbidden_character"),
            ("from=2026-09-02&group=%ff", "not_utf8"),
            ("from=2026-09-02&group=%zz", "wrong_escape"),
            ("from=2026-09-02&academy_id=7", "wrong_format"),
            ("from=2026-09-02&academy_id=0197a3c27d5e7c119f3a2b6d8c1e4f50", "wrong_format"),
            ("from=2026-09-02&Session=am", "unknown_parameter"),
            ("from=2026-09-02&session[]=am", "unknown_parameter"),
        ] {
            let found = faults(query);
            assert!(found.iter().any(|(_, found)| found == code), "{query}: {found:?}");
        }
    }

    #[test]
    fn no_text_repeats_what_was_sent() {
        for violation in read::<Filters>("from=Smith&limit=Smith&session=Smith").unwrap_err() {
            assert!(!violation.detail.contains("Smith") && !violation.pointer.contains("Smith"), "{violation:?}");
        }
    }
}
