//! The HTTP listener.

use crate::workers::{self, Workers};
use crate::{Failure, Settings, keys};
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self as actix, Data};
use actix_web::{App as ActixApp, HttpServer};
use api::Services;
use app::App;
use school::Clock;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use store::Pool;
use web::openapi::{DocumentPage, Outline};
use web::{Addresses, BodyLimit, Metrics, OpenIdSettings, OpenIdVerifier, RateLimiter, RateSettings};

/// Addresses that the server answers and the OpenAPI document does not show.
const UNDOCUMENTED: &[(&str, &[&str])] = &[
    ("/metrics", &["GET"]),
    ("/openapi.json", &["GET"]),
    ("/docs", &["GET"]),
    ("/docs/{file}*", &["GET"]),
    ("/problems", &["GET"]),
    ("/problems/{slug}", &["GET"]),
];

/// A server that runs.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// The application, for tests and the demonstration.
    pub app: App,
    /// Stops it.
    pub handle: ServerHandle,
    /// The server itself: await it.
    pub server: Server,
    workers: Option<Workers>,
}

impl Running {
    /// Waits until the server has stopped, requests in flight included, then stops the background work.
    pub async fn finish(self) -> std::io::Result<()> {
        let Self { server, workers, .. } = self;
        let done = server.await;
        if let Some(workers) = workers {
            workers.stop();
        }
        done
    }
}

/// The application over the settings' database.
pub(crate) fn application(settings: &Settings, clock: Arc<dyn Clock>) -> Result<App, Failure> {
    let pool = Pool::open(&settings.database_url, settings.database_connections)?;
    let of_app = app::Settings {
        largest_import: settings.largest_import,
        smallest_published_group: settings.smallest_published_group,
        sheet_cache: settings.sheet_cache,
        ..app::Settings::default()
    };
    Ok(App::new(pool, clock, of_app))
}

/// Starts the server with its background work. Call it inside an actix runtime.
pub fn start(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Running, Failure> {
    let app = application(settings, clock)?;
    if store::are_pending(&mut *app.pool.lend()?)? {
        return Err(Failure::Other("the database is not up to date: run `rollcall migrate` first".to_owned()));
    }
    let authority = keys::authority(&app.pool, settings, app.clock.now())?;
    let services = Data::new(Services::new(app.clone(), authority, open_id(settings)?));
    let limiter = Data::new(RateLimiter::new(RateSettings {
        per_second: settings.requests_per_second,
        burst: settings.requests_per_second,
        behind_proxy: settings.behind_proxy,
    }));
    let metrics = metrics()?;
    let workers = if settings.workers { workers::start(settings, &services, &limiter, &metrics, &app)? } else { None };
    let outline = Outline::of(api::COMMITTED).map_err(|error| {
        Failure::Other(format!("openapi/rollcall.json was no document when this was built: {error}"))
    })?;
    let shared = Shared {
        services,
        limiter,
        metrics,
        addresses: Data::new(Addresses::new(&outline, UNDOCUMENTED)),
        bare: Data::new(web::WithoutQuery::of(&outline)),
        page: Data::new(DocumentPage::new(api::COMMITTED)),
        catalogue: Data::new(api::catalogue()),
        largest_body: settings.largest_body,
        origins: settings.cors_origins.clone(),
    };
    let threads = settings.http_threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from));
    // Whatever waits for the database holds a connection: more waiting threads than connections would only wake each other.
    let waiting = usize::try_from(settings.database_connections).unwrap_or(1);
    let bound = HttpServer::new(move || routed(&shared))
        .workers(threads)
        .worker_max_blocking_threads(waiting)
        .shutdown_timeout(settings.shutdown_seconds)
        .keep_alive(Duration::from_secs(75))
        .client_request_timeout(Duration::from_secs(30))
        .bind(&settings.listen)
        .map_err(Failure::io(format!("cannot listen on {}", settings.listen)))?;
    let address = bound.addrs().first().copied().ok_or_else(|| Failure::Other("no address to listen on".to_owned()))?;
    let server = bound.run();
    tracing::info!(%address, "listening");
    Ok(Running { address, app, handle: server.handle(), server, workers })
}

/// What every thread that serves HTTP shares.
#[derive(Clone)]
struct Shared {
    services: Data<Services>,
    limiter: Data<RateLimiter>,
    metrics: Data<Metrics>,
    addresses: Data<Addresses>,
    bare: Data<web::WithoutQuery>,
    page: Data<DocumentPage>,
    catalogue: Data<web::Catalogue>,
    largest_body: usize,
    origins: Vec<String>,
}

/// The routes with everything around them.
fn routed(
    shared: &Shared,
) -> ActixApp<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let Shared { services, limiter, metrics, addresses, bare, page, catalogue, largest_body, origins } = shared.clone();
    ActixApp::new()
        .configure(api::routes)
        .app_data(services)
        .app_data(limiter)
        .app_data(metrics)
        .app_data(addresses)
        .app_data(page)
        .app_data(catalogue)
        .app_data(BodyLimit(largest_body))
        .app_data(bare)
        .configure(web::openapi::routes)
        .configure(web::problem::pages::routes)
        .service(actix::resource("/metrics").route(actix::get().to(web::show_metrics)))
        .default_service(actix::to(web::answer_unrouted))
        .wrap(from_fn(web::refuse_stray_query))
        .wrap(from_fn(web::rate_limit))
        .wrap(web::cors(&origins))
        .wrap(Compress::default())
        .wrap(from_fn(web::conventions))
}

fn open_id(settings: &Settings) -> Result<Option<OpenIdVerifier>, Failure> {
    let Some(open_id) = &settings.open_id else { return Ok(None) };
    let mut of_web = OpenIdSettings::new(open_id.issuer.clone(), open_id.audience.clone());
    of_web.jwks_uri.clone_from(&open_id.jwks);
    of_web.subject_claim.clone_from(&open_id.claim);
    OpenIdVerifier::new(of_web).map(Some).map_err(|error| Failure::Setting(error.to_string()))
}

/// The metrics of the process: counting begins with the first server of it.
fn metrics() -> Result<Data<Metrics>, Failure> {
    static METRICS: OnceLock<Option<Metrics>> = OnceLock::new();
    let metrics = METRICS.get_or_init(|| Metrics::install().ok());
    metrics.clone().map(Data::new).ok_or_else(|| Failure::Other("metrics cannot be counted".to_owned()))
}
