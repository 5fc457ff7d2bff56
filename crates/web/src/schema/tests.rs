use super::*;
use crate::body::read_value;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use school::{PupilId, Session};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{PartialSchema, ToSchema};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its reading is tested")]
struct Register {
    #[schema(max_items = 100)]
    marks: Vec<Mark>,
    #[serde(default)]
    #[schema(max_length = 500, min_length = 1)]
    reason: Option<String>,
    taken_at: Option<DateTime<Utc>>,
    first_day: Option<NaiveDate>,
    opens: Option<NaiveTime>,
    signed_by: Option<Signature>,
    session: Option<Session>,
    origin: Option<Origin>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its reading is tested")]
struct Mark {
    pupil_id: PupilId,
    #[schema(pattern = "^[A-Z/\\\\#][0-9]?$")]
    code: String,
    minutes_late: Option<u16>,
    #[schema(max_length = 200)]
    comment: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its reading is tested")]
struct Signature {
    name: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(dead_code, reason = "only its reading is tested")]
enum Origin {
    Import { row: u32 },
    Person { note: String },
}

const PUPIL: &str = "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50";

fn mark() -> Value {
    json!({ "pupil_id": PUPIL, "code": "/", "minutes_late": null, "comment": "fine" })
}

fn found(body: &Value) -> Vec<(String, String)> {
    let problem = read_value::<Register>(body.to_string().as_bytes()).unwrap_err();
    assert_eq!(problem.status(), 422);
    problem.violations().iter().map(|v| (v.pointer.clone(), v.code.clone())).collect()
}

fn with(name: &str, value: Value) -> Value {
    let mut body = json!({ "marks": [mark()] });
    body[name] = value;
    body
}

fn with_mark(name: &str, value: Value) -> Value {
    let mut mark = mark();
    mark[name] = value;
    json!({ "marks": [self::mark(), mark] })
}

#[test]
fn deny_unknown_fields_closes_the_schema() {
    for schema in [json!(Register::schema()), json!(Mark::schema()), json!(Signature::schema())] {
        assert_eq!(schema["additionalProperties"], false, "{schema}");
    }
    assert_eq!(Checker::of::<Register>().fault(), None);
}

#[test]
fn what_the_schema_allows_is_read() {
    for body in [
        json!({ "marks": [] }),
        json!({ "marks": [mark()], "reason": null, "signed_by": null, "origin": null, "session": null }),
        with("origin", json!({ "kind": "import", "row": 4_294_967_295_u32 })),
        with("taken_at", json!("2026-11-23T08:45:00.5+00:00")),
        with("signed_by", json!({ "name": "x" })),
    ] {
        assert!(read_value::<Register>(body.to_string().as_bytes()).is_ok(), "{body}");
    }
}

#[test]
fn each_fault_has_its_place_and_its_code() {
    let long = "x".repeat(201);
    let table = [
        (json!({}), "/marks", "missing_field"),
        (json!([]), "", "wrong_type"),
        (with("reson", json!("x")), "/reson", "unknown_field"),
        (with("marks", json!("x")), "/marks", "wrong_type"),
        (with("marks", json!(vec![mark(); 101])), "/marks", "too_many"),
        (with("reason", json!("")), "/reason", "too_short"),
        (with("reason", json!(7)), "/reason", "wrong_type"),
        (with("first_day", json!("2026-02-30")), "/first_day", "wrong_format"),
        (with("first_day", json!("23/11/2026")), "/first_day", "wrong_format"),
        (with("taken_at", json!("2026-11-23T08:45:00")), "/taken_at", "wrong_format"),
        (with("opens", json!("25:00:00")), "/opens", "not_allowed_value"),
        (with("session", json!("night")), "/session", "not_allowed_value"),
        (with("session", json!(["am"])), "/session", "wrong_type"),
        (with("signed_by", json!({})), "/signed_by/name", "missing_field"),
        (with("signed_by", json!({ "name": "x", "a/b": 1 })), "/signed_by/a~1b", "unknown_field"),
        (with("signed_by", json!("x")), "/signed_by", "wrong_type"),
        (with("origin", json!({ "kind": "import", "row": -1 })), "/origin/row", "out_of_range"),
        (with("origin", json!({ "kind": "import", "row": 4_294_967_296_u64 })), "/origin/row", "out_of_range"),
        (with("origin", json!({ "kind": "person" })), "/origin/note", "missing_field"),
        (with("origin", json!({ "kind": "bird" })), "/origin/kind", "not_allowed_value"),
        (with_mark("pupil_id", json!("7")), "/marks/1/pupil_id", "wrong_format"),
        (with_mark("pupil_id", json!(null)), "/marks/1/pupil_id", "wrong_type"),
        (with_mark("code", json!("i")), "/marks/1/code", "wrong_pattern"),
        (with_mark("minutes_late", json!(-1)), "/marks/1/minutes_late", "out_of_range"),
        (with_mark("minutes_late", json!(65_536)), "/marks/1/minutes_late", "out_of_range"),
        (with_mark("minutes_late", json!(1.5)), "/marks/1/minutes_late", "wrong_type"),
        (with_mark("minutes_late", json!(1e300)), "/marks/1/minutes_late", "out_of_range"),
        (with_mark("comment", json!(long)), "/marks/1/comment", "too_long"),
    ];
    for (body, pointer, code) in table {
        let found = found(&body);
        assert!(found.contains(&(pointer.to_owned(), code.to_owned())), "{pointer} {code} not in {found:?}");
    }
}

#[test]
fn all_faults_are_listed_without_what_was_sent() {
    let body = json!({
        "marks": [{ "pupil_id": "Smith", "code": "Smith", "minutes_late": "Smith", "extra": "Smith" }],
        "session": "Smith", "first_day": "Smith",
    });
    let problem = read_value::<Register>(body.to_string().as_bytes()).unwrap_err();
    assert_eq!(problem.violations().len(), 6, "{problem:?}");
    assert!(!problem.document().to_json().contains("Smith"));
}

#[test]
fn a_flood_of_faults_is_cut() {
    let body = json!({ "marks": vec![json!({ "a": 1 }); 2_000] });
    assert_eq!(found(&body).len(), MOST_VIOLATIONS);
    let long_name = "n".repeat(10_000);
    assert_eq!(found(&with(&long_name, json!(1))), [(String::new(), "unknown_field".to_owned())]);
}
