//! The roll and the calendar.

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this folder.
pub(crate) fn routes(_config: &mut ServiceConfig<'_>) {}
