//! Files of the MIS.

mod progress;
mod upload;

use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this folder.
pub(crate) fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(upload::create_import)
        .service(progress::list_imports)
        .service(progress::get_import)
        .service(progress::list_import_rejections);
}
