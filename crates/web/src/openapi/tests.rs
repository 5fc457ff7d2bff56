#![expect(dead_code, reason = "the handlers are there to be described, not to be called")]

use super::*;
use crate::{Catalogue, problem};
use actix_web::{App, middleware::from_fn, test, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{Modify, OpenApi as _, ToSchema};

#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Thing {
    name: String,
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(list, make, show, change, token), info(license(name = "MIT", identifier = "MIT")))]
struct Document;

/// All things
#[utoipa::path(get, path = "/v1/things", operation_id = "list_things", responses((status = 200, body = crate::Page<Thing>)))]
fn list() {}

/// A new thing
#[utoipa::path(post, path = "/v1/things", operation_id = "make_thing", request_body = Thing,
    responses((status = 201, body = Thing)), extensions(("x-problems" = json!([404]))))]
fn make() {}

/// One thing
#[utoipa::path(get, path = "/v1/things/{thing_id}", operation_id = "show_thing",
    params(("thing_id" = String, Path)), responses((status = 200, body = Thing, headers(("ETag" = String)))))]
fn show() {}

/// Change it
#[utoipa::path(patch, path = "/v1/things/{thing_id}", operation_id = "change_thing", request_body = Thing,
    params(("thing_id" = String, Path)), responses((status = 200, body = Thing), (status = 404, description = "Own words")))]
fn change() {}

/// A token
#[utoipa::path(post, path = "/oauth/token", operation_id = "issue_token", security(()),
    request_body(content = Thing, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200), (status = 400, body = crate::client_credentials::OAuthErrorBody)), extensions(("x-plain" = json!(true))))]
fn token() {}

fn document() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    let security = Security {
        token_address: "/oauth/token".to_owned(),
        openid_address: None,
        scopes: vec![("admin".to_owned(), "Everything".to_owned())],
    };
    security.modify(&mut document);
    CommonAnswers.modify(&mut document);
    document
}

fn statuses(value: &Value, path: &str, method: &str) -> Vec<String> {
    value["paths"][path][method]["responses"].as_object().unwrap().keys().cloned().collect()
}

#[::core::prelude::v1::test]
fn every_operation_gets_the_answers_that_can_occur() {
    let value = serde_json::to_value(document()).unwrap();
    assert_eq!(value["openapi"], "3.1.0");
    assert_eq!(statuses(&value, "/v1/things", "get"), ["200", "400", "401", "403", "429", "500", "503"]);
    assert_eq!(
        statuses(&value, "/v1/things", "post"),
        ["201", "400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503"]
    );
    assert_eq!(
        statuses(&value, "/v1/things/{thing_id}", "get"),
        ["200", "304", "400", "401", "403", "404", "422", "429", "500", "503"]
    );
    assert_eq!(
        statuses(&value, "/v1/things/{thing_id}", "patch"),
        ["200", "400", "401", "403", "404", "412", "413", "415", "422", "429", "500", "503"]
    );
    assert_eq!(statuses(&value, "/oauth/token", "post"), ["200", "400", "429", "500", "503"]);
    assert_eq!(value["paths"]["/v1/things/{thing_id}"]["patch"]["responses"]["404"]["description"], "Own words");
}

#[::core::prelude::v1::test]
fn a_page_is_described_with_its_items() {
    let value = serde_json::to_value(document()).unwrap();
    let answer = &value["paths"]["/v1/things"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    let page = value.pointer(answer["$ref"].as_str().unwrap().trim_start_matches('#')).unwrap();
    assert_eq!(page["properties"]["data"]["items"]["$ref"], "#/components/schemas/Thing");
    assert_eq!(page["required"], serde_json::json!(["data", "next_cursor"]));
    assert!(page["properties"]["next_cursor"].to_string().contains("null"), "{page}");
    assert_eq!(page["properties"]["watermark"]["type"], "string", "{page}");
}

#[::core::prelude::v1::test]
fn headers_and_the_problem_schema_are_described_once() {
    let value = serde_json::to_value(document()).unwrap();
    let names = |path: &str, method: &str| -> Vec<String> {
        let list = value["paths"][path][method]["parameters"].as_array().cloned().unwrap_or_default();
        list.iter().filter_map(|p| p["$ref"].as_str()).map(|r| r.rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert_eq!(names("/v1/things", "post"), ["ActingStaff", "IdempotencyKey"]);
    assert_eq!(names("/v1/things/{thing_id}", "get"), ["ActingStaff", "IfNoneMatch"]);
    assert_eq!(names("/v1/things/{thing_id}", "patch"), ["ActingStaff", "IfMatch"]);
    assert!(names("/oauth/token", "post").is_empty());
    let too_many = &value["components"]["responses"]["Problem429"];
    assert_eq!(too_many["content"]["application/problem+json"]["schema"]["$ref"], "#/components/schemas/Problem");
    assert!(too_many["headers"]["Retry-After"].is_object() && too_many["headers"]["RateLimit"].is_object());
    assert!(value["paths"]["/v1/things"]["get"]["responses"]["200"]["headers"]["X-Request-Id"].is_object());
    assert_eq!(
        value["components"]["securitySchemes"]["client"]["flows"]["clientCredentials"]["tokenUrl"],
        "/oauth/token"
    );
}

#[::core::prelude::v1::test]
fn faults_are_found() {
    assert_eq!(faults(&document()), Vec::<String>::new());
    let mut broken = document();
    broken.components = None;
    broken.info.license = None;
    broken.paths.paths.get_mut("/v1/things").unwrap().get.as_mut().unwrap().operation_id = Some("show_thing".into());
    let found = faults(&broken).join("\n");
    for expected in ["the operation id show_thing is used twice", "#/components/schemas/Problem", "no licence"] {
        assert!(found.contains(expected) || expected.starts_with('#') && found.contains("leads nowhere"), "{found}");
    }
}

#[actix_web::test]
async fn the_pages_are_served_with_their_own_policy() {
    let app = test::init_service(
        App::new()
            .wrap(from_fn(crate::conventions))
            .app_data(web::Data::new(DocumentPage::new(serde_json::to_string(&document()).unwrap())))
            .app_data(web::Data::new(Catalogue::house()))
            .configure(routes)
            .configure(problem::pages::routes),
    )
    .await;
    let get = |path: &str| test::TestRequest::get().uri(path).to_request();
    let page = test::call_service(&app, get("/docs/")).await;
    assert_eq!(page.status(), 200);
    let policy = page.headers().get("content-security-policy").unwrap().to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'self'"), "{policy}");
    let start = test::call_and_read_body(&app, get("/docs/swagger-initializer.js")).await;
    let start = String::from_utf8(start.to_vec()).unwrap();
    assert!(start.contains("/openapi.json") && start.contains("\"validatorUrl\": \"none\""), "{start}");
    assert_eq!(test::call_service(&app, get("/docs")).await.status(), 308);
    assert_eq!(test::call_service(&app, get("/docs/../Cargo.toml")).await.status(), 404);
    let document = test::call_service(&app, get("/openapi.json")).await;
    let etag = document.headers().get("etag").unwrap().clone();
    let again = test::TestRequest::get().uri("/openapi.json").insert_header(("If-None-Match", etag)).to_request();
    assert_eq!(test::call_service(&app, again).await.status(), 304);
}
