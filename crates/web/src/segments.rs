//! The variable parts of a path.

use crate::{Problem, kinds};
use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use chrono::NaiveDate;
use school::{AcademicYear, Session, Violation};
use serde::de::DeserializeOwned;
use std::{
    future::{Ready, ready},
    ops::Deref,
};
use uuid::Uuid;

/// The variable parts of the path, as `actix_web::web::Path` reads them, refused in our manner.
///
/// By the name of the segment: an id (`…_id`) that is none cannot exist, so it is 404; a `date`, `session` or
/// `academic_year` that is none is 400, all of them in one answer; so is anything else that the type refuses.
#[derive(Debug, Clone)]
pub struct Segments<T>(pub T);

impl<T> Segments<T> {
    /// The segments.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Segments<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Segments<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(check(request).and_then(|()| {
            let read = web::Path::<T>::from_request(request, payload).into_inner();
            read.map(|path| Self(path.into_inner())).map_err(|_| Problem::new(&kinds::INVALID_PATH))
        }))
    }
}

fn check(request: &HttpRequest) -> Result<(), Problem> {
    let mut violations = Vec::new();
    for (name, value) in request.match_info().iter() {
        if name.ends_with("_id") && !is_hyphenated_uuid(value) {
            return Err(Problem::not_found());
        }
        if let Some((code, detail)) = fault(name, value) {
            violations.push(Violation::new(format!("/path/{name}"), code, detail));
        }
    }
    if violations.is_empty() { Ok(()) } else { Err(Problem::new(&kinds::INVALID_PATH).errors(violations)) }
}

/// The one form in which the server writes ids; the others that a UUID may take name nothing here.
fn is_hyphenated_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

fn fault(name: &str, value: &str) -> Option<(&'static str, &'static str)> {
    let (fits, code, detail) = match name {
        "date" => (is_date(value), "wrong_format", "this must be a date written as 2026-11-23"),
        "session" => (value.parse::<Session>().is_ok(), "not_allowed_value", "this must be am or pm"),
        "academic_year" => (
            value.parse::<AcademicYear>().is_ok(),
            "wrong_format",
            "this must be an academic year written as 2026-27, between 1990-91 and 2199-00",
        ),
        _ => (
            !value.contains('\0') && !value.contains("%00"),
            "forbidden_character",
            "this may not hold the NUL character",
        ),
    };
    (!fits).then_some((code, detail))
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.as_bytes()[0].is_ascii_digit() && text.parse::<NaiveDate>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, HttpResponse, test};
    use school::{AcademyId, Date};

    async fn mark(path: Segments<(AcademyId, Date, Session)>) -> HttpResponse {
        HttpResponse::Ok().body(format!("{} {}", path.1, path.2))
    }

    async fn year(path: Segments<String>) -> HttpResponse {
        HttpResponse::Ok().body(path.into_inner())
    }

    async fn get(path: &str) -> (u16, String) {
        let app = test::init_service(
            App::new()
                .route("/academies/{academy_id}/{date}/{session}", web::get().to(mark))
                .route("/years/{academic_year}", web::get().to(year)),
        )
        .await;
        let response = test::call_service(&app, test::TestRequest::get().uri(path).to_request()).await;
        let status = response.status().as_u16();
        (status, String::from_utf8(test::read_body(response).await.to_vec()).unwrap())
    }

    #[actix_web::test]
    async fn good_segments_are_read() {
        let (status, body) = get("/academies/0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50/2026-11-23/am").await;
        assert_eq!((status, body.as_str()), (200, "2026-11-23 am"));
        assert_eq!(get("/years/2026-27").await, (200, "2026-27".to_owned()));
    }

    #[actix_web::test]
    async fn an_id_that_is_none_does_not_exist() {
        let wrong =
            ["7", "0197a3c27d5e7c119f3a2b6d8c1e4f50", "%7B0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50%7D", "%00", "%ff"];
        for id in wrong {
            assert_eq!(get(&format!("/academies/{id}/2026-11-23/am")).await.0, 404, "{id}");
        }
        assert_eq!(get("/academies/x/never/night").await.0, 404, "the id decides first");
    }

    #[actix_web::test]
    async fn dates_sessions_and_years_that_are_none_are_named() {
        let id = "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50";
        let (status, body) = get(&format!("/academies/{id}/2026-02-29/AM")).await;
        assert_eq!(status, 400);
        assert!(body.contains("/path/date") && body.contains("/path/session"), "{body}");
        assert!(!body.contains("2026-02-29"));
        for date in ["2026-1-1", "+2026-01-1", "20260101", "0000-00-00", "-001-01-01", "today", "%00"] {
            assert_eq!(get(&format!("/academies/{id}/{date}/am")).await.0, 400, "{date}");
        }
        for year in ["2026", "2026-28", "1066-67", "%00"] {
            assert_eq!(get(&format!("/years/{year}")).await.0, 400, "{year}");
        }
    }
}
