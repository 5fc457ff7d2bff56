//! Whether the server lives and is ready.

use crate::allowed::block;
use crate::services::Services;
use actix_web::{
    get,
    web::{Data, Json},
};
use serde::Serialize;
use utoipa::ToSchema;
use web::Problem;

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// Always `ok`.
    #[schema(example = "ok")]
    status: &'static str,
}

/// Get whether the server lives
///
/// For the supervisor of the process. It asks nothing of the database.
#[utoipa::path(
    tag = "Operation",
    responses((status = 200, description = "It lives.", body = Health)),
    security(())
)]
#[get("/healthz")]
pub(crate) async fn get_health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Get whether the server is ready
///
/// For the load balancer: the database answers and no migration waits.
#[utoipa::path(
    tag = "Operation",
    responses((status = 200, description = "It is ready.", body = Health)),
    security(())
)]
#[get("/readyz")]
pub(crate) async fn get_readiness(services: Data<Services>) -> Result<Json<Health>, Problem> {
    let pending = block(move || {
        let mut lent = services.app.pool.lend()?;
        Ok(store::are_pending(&mut lent)?)
    })
    .await
    .map_err(|_| Problem::unavailable(5))?;
    if pending { Err(Problem::unavailable(5)) } else { Ok(Json(Health { status: "ok" })) }
}
