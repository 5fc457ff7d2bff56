//! How many requests a caller may send.

mod limiter;
mod standing;

pub use limiter::{RateLimiter, RateSettings};
pub use standing::Standing;

use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::AUTHORIZATION,
    middleware::Next,
    web,
};

/// Counts requests that bring no access token against the address they come from. Those that bring one are counted against
/// their client once it is known ([`RateLimiter::charge_client`]), and against the address when the token does not hold
/// ([`RateLimiter::charge_stranger`]). Wrap it inside [`crate::conventions`], with a [`RateLimiter`] in the app's data.
pub async fn rate_limit<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let limiter = request.app_data::<web::Data<RateLimiter>>().cloned();
    let outcome = match limiter {
        Some(limiter) if !brings_token(&request) => limiter.charge_stranger(request.request()),
        _ => Ok(()),
    };
    if let Err(problem) = outcome {
        return Ok(request.error_response(problem).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

fn brings_token(request: &ServiceRequest) -> bool {
    let scheme = request.headers().get(AUTHORIZATION).and_then(|value| value.as_bytes().get(..7));
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, HttpRequest, HttpResponse, middleware::from_fn, test};
    use std::num::NonZeroU32;

    async fn of_client(request: HttpRequest, limiter: web::Data<RateLimiter>) -> Result<HttpResponse, crate::Problem> {
        limiter.charge_client(&request, "client-1")?;
        Ok(HttpResponse::Ok().finish())
    }

    fn limiter(per_second: u32, burst: u32) -> web::Data<RateLimiter> {
        let [per_second, burst] = [per_second, burst].map(|number| NonZeroU32::new(number).unwrap());
        web::Data::new(RateLimiter::new(RateSettings { per_second, burst, behind_proxy: true }))
    }

    macro_rules! app {
        ($limiter:expr) => {
            test::init_service(
                App::new()
                    .app_data($limiter)
                    .wrap(from_fn(rate_limit))
                    .wrap(from_fn(crate::conventions))
                    .route("/open", web::get().to(HttpResponse::Ok))
                    .route("/client", web::get().to(of_client)),
            )
            .await
        };
    }

    fn get(path: &str, address: &str) -> test::TestRequest {
        test::TestRequest::get().uri(path).insert_header(("X-Forwarded-For", address))
    }

    #[actix_web::test]
    async fn strangers_are_counted_by_address() {
        let app = app!(limiter(1, 2));
        for _ in 0..2 {
            assert_eq!(test::call_service(&app, get("/open", "10.0.0.1").to_request()).await.status(), 200);
        }
        let refused = test::call_service(&app, get("/open", "10.0.0.1").to_request()).await;
        assert_eq!(refused.status(), 429);
        assert_eq!(refused.headers().get("retry-after").unwrap(), "1");
        assert_eq!(refused.headers().get("ratelimit").unwrap(), "\"default\";r=0;t=1");
        assert_eq!(refused.headers().get("content-type").unwrap(), "application/problem+json");
        assert_eq!(test::call_service(&app, get("/open", "10.0.0.2").to_request()).await.status(), 200);
    }

    #[actix_web::test]
    async fn clients_are_counted_wherever_they_come_from() {
        let app = app!(limiter(1, 3));
        let with_token = |address| get("/client", address).insert_header(("Authorization", "bearer x")).to_request();
        for remaining in ["2", "1", "0"] {
            let response = test::call_service(&app, with_token("10.0.0.1")).await;
            assert_eq!(response.status(), 200);
            assert_eq!(response.headers().get("ratelimit-policy").unwrap(), "\"default\";q=3;w=3");
            let expected = format!("\"default\";r={remaining};t=");
            assert!(response.headers().get("ratelimit").unwrap().to_str().unwrap().starts_with(&expected));
        }
        assert_eq!(test::call_service(&app, with_token("10.0.0.9")).await.status(), 429);
        assert_eq!(test::call_service(&app, get("/open", "10.0.0.9").to_request()).await.status(), 200);
    }
}
