//! How long a body may be.

use actix_web::{HttpRequest, web};

/// The most bytes that a JSON body may have; set it in the app's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyLimit(pub usize);

impl Default for BodyLimit {
    /// One mebibyte.
    fn default() -> Self {
        Self(1024 * 1024)
    }
}

impl BodyLimit {
    /// The limit that holds for a request.
    pub fn of(request: &HttpRequest) -> Self {
        request
            .app_data::<Self>()
            .or_else(|| request.app_data::<web::Data<Self>>().map(web::Data::get_ref))
            .copied()
            .unwrap_or_default()
    }
}
