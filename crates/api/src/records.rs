//! What the routes of simple records have in common: one is made, found, changed on a condition, or taken away. The rules stand
//! in the use cases; here is only how their outcome becomes an answer.

use crate::allowed::{Allowed, Made, Permission};
use actix_web::HttpResponse;
use app::Context;
use school::{Kept, RecordId};
use serde::Serialize;
use web::{ETag, IdempotentRequest, IfMatch, Problem, Tagged};

/// Something kept under an id, of which every change makes the next revision.
pub(crate) trait Revised {
    /// Under which id it is found.
    fn id(&self) -> RecordId;

    /// Counts its changes.
    fn revision(&self) -> i32;
}

impl<T> Revised for Kept<T> {
    fn id(&self) -> RecordId {
        self.id
    }

    fn revision(&self) -> i32 {
        self.revision
    }
}

/// The entity tag of a record: its revision.
fn etag(revision: i32) -> ETag {
    ETag::revision(i64::from(revision))
}

/// A record with its entity tag.
pub(crate) fn tagged<R: Revised, B>(record: R, body: impl FnOnce(R) -> B) -> Tagged<B> {
    Tagged::new(etag(record.revision()), body(record))
}

/// A record that was just made, with its entity tag and its address: its id under `collection`, such as `/v1/targets`.
pub(crate) fn made<R: Revised, B>(record: R, collection: &str, body: impl FnOnce(R) -> B) -> Made<B> {
    Made { etag: etag(record.revision()), location: format!("{collection}/{}", record.id()), body: body(record) }
}

impl<P: Permission> Allowed<P> {
    /// Makes a record: 201 with its address under `collection`.
    pub(crate) async fn add<R: Revised, B: Serialize + 'static>(
        self,
        request: Option<IdempotentRequest>,
        collection: &'static str,
        body: impl Fn(R) -> B + Send + 'static,
        add: impl Fn(&mut Context<'_>) -> app::Result<R> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.make(request, move |cx| Ok(made(add(cx)?, collection, &body))).await
    }

    /// Finds a record.
    pub(crate) async fn find<R: Revised + Send + 'static, B>(
        self,
        body: impl FnOnce(R) -> B,
        find: impl FnOnce(&mut Context<'_>) -> app::Result<R> + Send + 'static,
    ) -> Result<Tagged<B>, Problem> {
        Ok(tagged(self.read(find).await?, body))
    }

    /// Changes a record. `change` is told whether the caller means the revision that stands.
    pub(crate) async fn change<R: Revised + Send + 'static, B>(
        self,
        condition: IfMatch,
        body: impl FnOnce(R) -> B,
        change: impl Fn(&mut Context<'_>, &dyn Fn(i32) -> bool) -> app::Result<R> + Send + 'static,
    ) -> Result<Tagged<B>, Problem> {
        let changed = self.write(move |cx| change(cx, &|revision| condition.check(&etag(revision)).is_ok())).await?;
        Ok(tagged(changed, body))
    }

    /// Takes a record away: 204.
    pub(crate) async fn remove(
        self,
        condition: IfMatch,
        remove: impl Fn(&mut Context<'_>, &dyn Fn(i32) -> bool) -> app::Result<()> + Send + 'static,
    ) -> Result<HttpResponse, Problem> {
        self.write(move |cx| remove(cx, &|revision| condition.check(&etag(revision)).is_ok())).await?;
        Ok(HttpResponse::NoContent().finish())
    }
}
