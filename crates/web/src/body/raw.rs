//! The bytes of a body.

use super::BodyLimit;
use crate::{Problem, kinds};
use actix_web::{
    dev::Payload,
    error::PayloadError,
    web::{Bytes, BytesMut},
};
use futures_util::StreamExt;
use std::time::Duration;
use tokio::time::timeout;

/// How long to wait for the next part of a body, so that a caller who sends nothing does not hold a connection for ever.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads a whole body, at most as many bytes as the limit allows. A body that announces more is refused unread.
pub async fn read_whole(mut payload: Payload, announced: Option<u64>, limit: BodyLimit) -> Result<Bytes, Problem> {
    let BodyLimit(most) = limit;
    if announced.is_some_and(|length| length > most as u64) {
        return Err(too_large(most));
    }
    let mut whole = BytesMut::new();
    while let Some(chunk) = timeout(PATIENCE, payload.next()).await.map_err(|_| too_slow())? {
        let chunk = chunk.map_err(|error| unreadable(&error))?;
        if whole.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(whole.freeze())
}

fn too_large(most: usize) -> Problem {
    Problem::new(&kinds::TOO_LARGE).detail(format!("this address takes at most {most} bytes"))
}

fn too_slow() -> Problem {
    Problem::new(&kinds::BAD_REQUEST).detail("the body did not arrive in time")
}

fn unreadable(error: &PayloadError) -> Problem {
    tracing::debug!(%error, "a body could not be read");
    Problem::new(&kinds::BAD_REQUEST).detail("the body ended too early or could not be decoded")
}
