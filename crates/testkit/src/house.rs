//! A running server on a fresh database.

use crate::{Api, Backend, Database};
use actix_web::dev::ServerHandle;
use app::App;
use school::{Clock, Instant, StandingClock};
use serde_json::Value;
use server::{Flags, Settings, make_client, start};
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

/// The moment at which the clock of a house stands unless it is moved: a Monday, 09:00 in England.
const NOW: &str = "2026-11-23T09:00:00Z";

/// Every scope that a client can have.
const EVERYTHING: &str = "roll:read roll:write attendance:read attendance:write casework:read casework:write \
     safeguarding:read safeguarding:write cover:read cover:write correspondence:read correspondence:write admin";

/// A running server on a fresh database, which both go with the test.
pub struct House {
    /// Its address.
    pub base: String,
    /// Its clock.
    pub clock: StandingClock,
    /// Its application, for what has no endpoint.
    pub app: App,
    /// Its database.
    pub database: Database,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl House {
    /// A server with the default settings; none where there is no such database to be had.
    pub fn on(backend: Backend) -> Option<Self> {
        Self::with(backend, Flags::default())
    }

    /// A server with some settings of its own.
    pub fn with(backend: Backend, flags: Flags) -> Option<Self> {
        let database = Database::fresh(backend)?;
        let flags = Flags {
            database_url: Some(database.url.clone()),
            listen: Some("127.0.0.1:0".to_owned()),
            http_threads: Some(1),
            log: Some(std::env::var("ROLLCALL_TEST_LOG").unwrap_or_else(|_| "off".to_owned())),
            ..flags
        };
        let settings = Settings::resolve(flags).expect("settings");
        server::logging::begin(&settings);
        let clock = StandingClock::at(NOW.parse::<Instant>().expect("an instant"));
        let (thread, address, app, handle) = run(settings, clock.clone());
        Some(Self { base: format!("http://{address}"), clock, app, database, handle, thread: Some(thread) })
    }

    /// Moves the clock to an instant, e.g. `2026-11-23T09:00:00Z`.
    pub fn at(&self, instant: &str) -> &Self {
        self.clock.set(instant.parse().expect("an instant"));
        self
    }

    /// The present moment in the house.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A client without a token.
    pub fn anonymous(&self) -> Api {
        Api::anonymous(&self.base)
    }

    /// A client with every scope, reaching the whole trust.
    pub fn everything(&self) -> Api {
        self.client(EVERYTHING, &[])
    }

    /// A client with some scopes, limited to some academies unless there are none.
    pub fn client(&self, scopes: &str, academies: &[&str]) -> Api {
        let (id, secret) = self.credentials(scopes, academies);
        self.anonymous().with("Authorization", &format!("Bearer {}", self.token(&id, &secret)))
    }

    /// A new client's id and secret.
    pub fn credentials(&self, scopes: &str, academies: &[&str]) -> (String, String) {
        let limited = academies.iter().map(|id| id.parse().expect("an id")).collect::<Vec<_>>();
        let mut db = store::open(&self.database.url).expect("the database");
        let limited = (!limited.is_empty()).then_some(limited);
        let (id, secret) = make_client(&mut db, "Made-up front end", scopes, limited).expect("a client");
        (id.to_string(), secret.reveal().to_owned())
    }

    /// An access token for a client.
    pub fn token(&self, id: &str, secret: &str) -> String {
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
        let answer = self
            .anonymous()
            .with("Content-Type", "application/x-www-form-urlencoded")
            .send("POST", "/oauth/token", Some(form.into_bytes()))
            .expect(200);
        answer.json["access_token"].as_str().expect("a token").to_owned()
    }

    /// Who acts when something is asked of the application itself.
    pub fn operator(&self) -> app::Acting {
        server::operator()
    }

    /// Waits for an import to end; answers it.
    pub fn finished(&self, api: &Api, location: &str) -> Value {
        let begun = std::time::Instant::now();
        loop {
            let import = api.get(location).expect(200).json;
            if matches!(import["status"].as_str(), Some("succeeded" | "failed")) {
                return import;
            }
            assert!(begun.elapsed().as_secs() < 120, "the import did not end: {import}");
            std::thread::sleep(std::time::Duration::from_millis(30));
        }
    }

    /// Waits until every event has its place in the feed.
    pub fn settle_events(&self) {
        let begun = std::time::Instant::now();
        let mut db = store::open(&self.database.url).expect("the database");
        while store::events::waiting(&mut db).expect("a count") > 0 {
            assert!(begun.elapsed().as_secs() < 60, "events did not get their places");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // The stop is asked for; the thread's own runtime sees to it.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn run(settings: Settings, clock: StandingClock) -> (JoinHandle<()>, SocketAddr, App, ServerHandle) {
    let (send, receive) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let running = start(&settings, Arc::new(clock)).expect("a server");
            let told = send.send((running.address, running.app.clone(), running.handle.clone()));
            told.expect("a test that waits");
            running.finish().await.expect("an orderly end");
        });
    });
    let (address, app, handle) = receive.recv().expect("a server that started");
    (thread, address, app, handle)
}
