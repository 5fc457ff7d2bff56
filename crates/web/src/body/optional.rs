use super::{Body, BodyDigest, BodyLimit, header_length, is_json, read_value, read_whole};
use crate::{Problem, kinds};
use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

/// A JSON body that may be left out: then it is the default of its type. What is sent is checked like any other.
#[derive(Debug, Clone)]
pub struct OptionalBody<T>(pub Body<T>);

impl<T: DeserializeOwned + Default + ToSchema + 'static> FromRequest for OptionalBody<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (is_json, says_kind) = (is_json(request), request.headers().contains_key(header::CONTENT_TYPE));
        let limit = BodyLimit::of(request);
        let length = header_length(request);
        let payload = payload.take();
        Box::pin(async move {
            if says_kind && !is_json {
                return Err(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE));
            }
            let bytes = read_whole(payload, length, limit).await?;
            let digest = BodyDigest::of(&bytes);
            if bytes.is_empty() {
                return Ok(Self(Body { value: T::default(), digest }));
            }
            if !is_json {
                return Err(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE));
            }
            Ok(Self(Body { value: read_value(&bytes)?, digest }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use serde::Deserialize;

    #[derive(Debug, Default, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    struct Sent {
        #[serde(default)]
        #[schema(min_length = 1)]
        reason: Option<String>,
    }

    async fn read(request: TestRequest) -> Result<Option<String>, u16> {
        let (request, mut payload) = request.to_http_parts();
        let read = OptionalBody::<Sent>::from_request(&request, &mut payload).await;
        read.map(|sent| sent.0.value.reason).map_err(|problem| problem.status().as_u16())
    }

    #[actix_web::test]
    async fn what_is_left_out_is_the_default_and_what_is_sent_is_checked() {
        assert_eq!(read(TestRequest::post()).await, Ok(None));
        let json = |text: &'static str| {
            TestRequest::post().insert_header(("Content-Type", "application/json")).set_payload(text)
        };
        assert_eq!(read(json(r#"{"reason":"Put right"}"#)).await, Ok(Some("Put right".to_owned())));
        assert_eq!(read(json(r#"{"reason":""}"#)).await, Err(422));
        assert_eq!(read(json(r#"{"cause":"x"}"#)).await, Err(422));
        assert_eq!(read(json("")).await, Ok(None));
        assert_eq!(read(TestRequest::post().set_payload("{}")).await, Err(415), "nobody said what it is");
    }
}
