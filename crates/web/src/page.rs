//! Lists in pages.

use crate::{Cursor, Problem};
use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    http::{Uri, header},
};
use serde::{Serialize, de::DeserializeOwned};
use utoipa::ToSchema;
use uuid::Uuid;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items, in the stable order of the list.
    pub data: Vec<T>,
    /// Send this as `cursor` for the next page; null on the last one.
    #[schema(inline, required)]
    pub next_cursor: Option<Cursor>,
    /// What has been removed, or has left what was asked for, since `updated_since`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub removed: Option<Vec<Uuid>>,
    /// Send this as `updated_since` next time to learn only of changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub watermark: Option<String>,
}

impl<T> Page<T> {
    /// A page of a list that has no feed of changes.
    pub fn new(data: Vec<T>, next_cursor: Option<Cursor>) -> Self {
        Self { data, next_cursor, removed: None, watermark: None }
    }

    /// The page of `limit` items out of rows fetched with a limit one higher: the extra row says that more follow.
    pub fn cut<K: Serialize>(mut rows: Vec<T>, limit: crate::Limit, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > limit.get();
        rows.truncate(limit.get());
        let next_cursor = if more { rows.last().map(|row| Cursor::of(&key(row))) } else { None };
        Self::new(rows, next_cursor)
    }

    /// The page of a list that is made whole each time, in the order of `key`: what comes after the cursor.
    ///
    /// # Errors
    /// 400 where the cursor is not one of this list.
    pub fn of_all<K: Serialize + DeserializeOwned + Ord>(
        all: Vec<T>,
        limit: crate::Limit,
        cursor: Option<Cursor>,
        key: impl Fn(&T) -> K,
    ) -> Result<Self, Problem> {
        let after: Option<K> = cursor.map(|cursor| cursor.read()).transpose()?;
        let rest = all.into_iter().filter(|row| after.as_ref().is_none_or(|after| key(row) > *after));
        Ok(Self::cut(rest.take(limit.get() + 1).collect(), limit, key))
    }

    /// Adds the watermark of a list that has a feed of changes.
    #[must_use]
    pub fn with_watermark(mut self, watermark: impl Into<String>) -> Self {
        self.watermark = Some(watermark.into());
        self
    }

    /// Adds what has been removed from a list that has a feed of changes.
    #[must_use]
    pub fn with_removed(mut self, removed: Vec<Uuid>) -> Self {
        self.removed = Some(removed);
        self
    }

    /// The same page with its items changed into something else.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            data: self.data.into_iter().map(change).collect(),
            next_cursor: self.next_cursor,
            removed: self.removed,
            watermark: self.watermark,
        }
    }
}

impl<T: Serialize> Responder for Page<T> {
    type Body = BoxBody;

    fn respond_to(mut self, request: &HttpRequest) -> HttpResponse {
        self.next_cursor = self.next_cursor.map(|cursor| cursor.of_list(request.path()));
        let mut builder = HttpResponse::Ok();
        if let Some(cursor) = &self.next_cursor {
            let link = format!("<{}>; rel=\"next\"", next_address(request.uri(), cursor));
            builder.insert_header((header::LINK, link));
        }
        builder.json(&self)
    }
}

/// The address of the request with its cursor replaced.
fn next_address(address: &Uri, cursor: &Cursor) -> String {
    let kept = address.query().unwrap_or("").split('&').filter(|part| !part.is_empty());
    let kept = kept.filter(|part| *part != "cursor" && !part.starts_with("cursor="));
    let query: Vec<&str> = kept.collect();
    let separator = if query.is_empty() { "" } else { "&" };
    format!("{}?{}{separator}cursor={cursor}", address.path(), query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limit;
    use actix_web::test::TestRequest;

    fn link(uri: &str) -> Option<String> {
        let request = TestRequest::get().uri(uri).to_http_request();
        let response = Page::new(vec![1], Some(Cursor::of(&1))).respond_to(&request);
        response.headers().get("link").map(|value| value.to_str().unwrap().to_owned())
    }

    #[test]
    fn the_link_is_the_same_request_with_another_cursor() {
        let cursor = Cursor::of(&1).of_list("/v1/academies");
        assert_eq!(link("/v1/academies").unwrap(), format!("</v1/academies?cursor={cursor}>; rel=\"next\""));
        assert_eq!(
            link("/v1/academies?limit=1&cursor=old&name=a%20b").unwrap(),
            format!("</v1/academies?limit=1&name=a%20b&cursor={cursor}>; rel=\"next\"")
        );
    }

    #[actix_web::test]
    async fn the_last_page_says_null_and_has_no_link() {
        let request = TestRequest::get().uri("/x").to_http_request();
        let response = Page::<u8>::new(vec![], None).respond_to(&request);
        assert!(!response.headers().contains_key("link"));
        let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
        assert_eq!(body, r#"{"data":[],"next_cursor":null}"#);
    }

    #[test]
    fn one_row_more_than_the_limit_means_another_page() {
        let limit = Limit::new(2).unwrap();
        let page = Page::cut(vec![1, 2, 3], limit, |row| *row);
        assert_eq!((page.data.as_slice(), page.next_cursor), ([1, 2].as_slice(), Some(Cursor::of(&2))));
        assert_eq!(Page::cut(vec![1, 2], limit, |row| *row).next_cursor, None);
        let page = Page::cut(vec![1], limit, |row| *row).with_watermark("9").map(|row| row.to_string());
        assert_eq!(page.watermark.as_deref(), Some("9"));
        let first = Page::of_all(vec![1, 2, 3], limit, None, |row| *row).unwrap();
        let second = Page::of_all(vec![1, 2, 3], limit, first.next_cursor.clone(), |row| *row).unwrap();
        assert_eq!((first.data, second.data, second.next_cursor), (vec![1, 2], vec![3], None));
        assert!(Page::of_all(vec![1], limit, Some(Cursor::of(&"x")), |row| *row).is_err());
    }
}
