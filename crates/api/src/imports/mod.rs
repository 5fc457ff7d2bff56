//! Files of the MIS.

mod progress;
mod upload;

use crate::routing::Routing;

/// The routes of this folder.
pub(crate) fn routes(config: &mut impl Routing) {
    config
        .service(upload::create_import)
        .service(progress::list_imports)
        .service(progress::get_import)
        .service(progress::list_import_rejections);
}
