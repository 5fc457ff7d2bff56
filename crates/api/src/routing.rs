//! Where routes are added: to the document, or to a server alone.

use actix_web::{dev::HttpServiceFactory, web};
use utoipa_actix_web::{OpenApiFactory, service_config::ServiceConfig};

/// Takes routes. A server that answers needs no document made anew: it sends the one that was committed, which a test holds
/// against the code.
pub trait Routing: Sized {
    /// Adds a route.
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, factory: F) -> &mut Self;

    /// Adds the routes of a folder.
    fn configure(&mut self, routes: impl FnOnce(&mut Self)) -> &mut Self {
        routes(self);
        self
    }
}

impl Routing for ServiceConfig<'_> {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, factory: F) -> &mut Self {
        ServiceConfig::service(self, factory)
    }
}

impl Routing for web::ServiceConfig {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, factory: F) -> &mut Self {
        web::ServiceConfig::service(self, factory)
    }
}
