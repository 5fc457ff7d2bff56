//! The routes: request and response bodies, permissions, and the OpenAPI document they make. A handler extracts, calls one use
//! case, and converts; where it would need an `if`, the rule belongs elsewhere.

mod allowed;
mod answers;
mod attendance;
mod cover;
mod document;
mod events;
mod health;
mod imports;
mod lessons;
mod paths;
mod problems;
mod records;
mod roll;
mod routing;
mod security;
mod services;
mod staffing;
mod timetable;

pub use allowed::{Allowed, Permission, permission};
pub use document::{COMMITTED, document, document_faults, document_json};
pub use routing::Routing;
pub use security::secrets::kept_form;
pub use services::Services;

/// Adds every documented route.
pub fn routes(config: &mut impl Routing) {
    // Routes are tried one after the other: those of every lesson go first.
    config.configure(attendance::routes);
    config.service(health::get_health).service(health::get_readiness);
    config.configure(security::routes);
    config.configure(roll::routes);
    config.configure(staffing::routes);
    config.configure(cover::routes);
    config.configure(imports::routes);
    config.configure(timetable::routes);
    config.configure(lessons::routes);
    config.service(events::list_events);
}

/// The catalogue of problems that the server explains under `/problems`.
pub fn catalogue() -> web::Catalogue {
    web::Catalogue::house().with(problems::OWN)
}
