//! The OpenAPI document: what every operation has in common, added by rule, and the pages that show it.

mod choices;
mod common;
mod faults;
mod headers;
mod items;
mod outline;
mod pages;
mod security;

pub use common::CommonAnswers;
pub use faults::faults;
pub use outline::Outline;
pub use pages::{DocumentPage, routes};
pub use security::Security;

use utoipa::openapi::{OpenApi, PathItem, path::Operation};

/// Every operation of a document with its method and path.
pub(crate) fn operations(document: &OpenApi) -> Vec<(&'static str, &str, &Operation)> {
    let mut all = Vec::new();
    for (path, item) in &document.paths.paths {
        let methods = [
            ("get", &item.get),
            ("put", &item.put),
            ("post", &item.post),
            ("patch", &item.patch),
            ("delete", &item.delete),
        ];
        all.extend(methods.into_iter().filter_map(|(method, op)| op.as_ref().map(|op| (method, path.as_str(), op))));
    }
    all
}

/// Calls `change` with every operation of a path.
pub(crate) fn each_operation(item: &mut PathItem, mut change: impl FnMut(&'static str, &mut Operation)) {
    let PathItem { get, put, post, patch, delete, .. } = item;
    for (method, operation) in [("get", get), ("put", put), ("post", post), ("patch", patch), ("delete", delete)] {
        if let Some(operation) = operation {
            change(method, operation);
        }
    }
}

#[cfg(test)]
mod tests;
