//! `/problems` and `/problems/{slug}`: every kind of problem explained, for people or as JSON.

use super::{Catalogue, Kind, Problem};
use actix_web::{HttpRequest, HttpResponse, http::header, web};
use serde_json::json;

/// Adds both addresses to an app whose data holds a [`Catalogue`].
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .service(web::resource("/problems").route(web::get().to(list)))
        .service(web::resource("/problems/{slug}").route(web::get().to(one)));
}

async fn list(request: HttpRequest, catalogue: web::Data<Catalogue>) -> HttpResponse {
    let kinds = catalogue.kinds();
    if !wants_html(&request) {
        return json_answer(&json!({ "data": kinds.into_iter().map(as_json).collect::<Vec<_>>() }));
    }
    let lines: String = kinds
        .into_iter()
        .map(|kind| {
            let Kind { slug, status, title, .. } = kind;
            format!("<li>{status} <a href=\"/problems/{slug}\">{title}</a></li>\n")
        })
        .collect();
    html("Problems", &format!("<h1>Problems</h1>\n<ul>\n{lines}</ul>"))
}

async fn one(
    request: HttpRequest,
    slug: web::Path<String>,
    catalogue: web::Data<Catalogue>,
) -> Result<HttpResponse, Problem> {
    let kind = catalogue.find(&slug).ok_or_else(Problem::not_found)?;
    if !wants_html(&request) {
        return Ok(json_answer(&as_json(kind)));
    }
    let Kind { slug, status, title, explanation } = kind;
    let body = format!(
        "<h1>{title}</h1>\n<p>{}</p>\n<p>Status {status}, type <code>/problems/{slug}</code>. \
         <a href=\"/problems\">All problems</a></p>",
        escaped(explanation)
    );
    Ok(html(title, &body))
}

fn as_json(kind: &Kind) -> serde_json::Value {
    json!({
        "type": kind.address(),
        "status": kind.status,
        "title": kind.title,
        "explanation": kind.explanation,
    })
}

fn json_answer(body: &serde_json::Value) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::VARY, "Accept")).json(body)
}

fn html(title: &str, body: &str) -> HttpResponse {
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
         <body>\n{body}\n</body>\n</html>\n"
    );
    HttpResponse::Ok().insert_header((header::VARY, "Accept")).content_type("text/html; charset=utf-8").body(page)
}

/// Browsers name `text/html`; programs name JSON or nothing. The first of the two that is named wins.
fn wants_html(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    match (accept.find("text/html"), accept.find("json")) {
        (Some(html), Some(json)) => html < json,
        (html, _) => html.is_some(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, test};

    async fn get(path: &str, accept: &str) -> (u16, String, String) {
        let app = test::init_service(App::new().app_data(web::Data::new(Catalogue::house())).configure(routes)).await;
        let request = test::TestRequest::get().uri(path).insert_header(("Accept", accept)).to_request();
        let response = test::call_service(&app, request).await;
        let kind = response.headers().get("content-type").unwrap().to_str().unwrap().to_owned();
        let status = response.status().as_u16();
        (status, kind, String::from_utf8(test::read_body(response).await.to_vec()).unwrap())
    }

    #[actix_web::test]
    async fn people_get_a_page_and_programs_get_json() {
        let (status, kind, body) = get("/problems/stale", "text/html,application/xhtml+xml,*/*").await;
        assert_eq!((status, kind.as_str()), (200, "text/html; charset=utf-8"));
        assert!(body.contains("<h1>It has changed since it was read</h1>"));
        let (_, kind, body) = get("/problems/stale", "*/*").await;
        assert_eq!(kind, "application/json");
        assert!(body.contains("\"type\":\"/problems/stale\""));
    }

    #[actix_web::test]
    async fn the_list_names_every_kind_and_an_unknown_one_is_404() {
        let (_, _, page) = get("/problems", "text/html").await;
        let (_, _, json) = get("/problems", "application/json, text/html;q=0.5").await;
        for kind in crate::kinds::ALL {
            assert!(page.contains(&kind.address()) && json.contains(&kind.address()), "{}", kind.slug);
        }
        assert_eq!(get("/problems/unheard-of", "text/html").await.0, 404);
    }
}
