//! The bytes of a body.

use super::BodyLimit;
use crate::{Problem, kinds};
use actix_web::{
    dev::Payload,
    error::PayloadError,
    web::{Bytes, BytesMut},
};
use futures_util::StreamExt;

/// Reads a whole body, at most as many bytes as the limit allows. A body that announces more is refused unread.
pub async fn read_whole(mut payload: Payload, announced: Option<u64>, limit: BodyLimit) -> Result<Bytes, Problem> {
    let BodyLimit(most) = limit;
    if announced.is_some_and(|length| length > most as u64) {
        return Err(too_large(most));
    }
    let mut whole = BytesMut::new();
    while let Some(chunk) = payload.next().await {
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

fn unreadable(error: &PayloadError) -> Problem {
    tracing::debug!(%error, "a body could not be read");
    Problem::new(&kinds::BAD_REQUEST).detail("the body ended too early or could not be decoded")
}
