//! The load runs of `docs/performance.md`: registers at fixed times against a running server, with the marks counted afterwards,
//! and the figures of an academy and of a trust.
//!
//! `prepare` fills an empty, migrated database with a made-up trust; the other modes send requests to a server on this machine
//! that works on the same database. Nothing is started here, and everything sent is bounded in number and time.
#![expect(clippy::expect_used, clippy::panic, reason = "a measurement stops where its ground is missing")]

mod arrivals;
mod during_import;
mod prepare;
mod proof;
mod summary;
mod taking;
mod trust;
mod wire;
mod world;

use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use testkit::Api;

/// A load run against a Rollcall server on this machine.
#[derive(Parser)]
struct CommandLine {
    /// The database that the server works on: postgres://… or sqlite://…
    #[arg(long, global = true, default_value = "")]
    database_url: String,
    /// Where the server listens; only loopback addresses are taken.
    #[arg(long, global = true, default_value = "127.0.0.1:8080")]
    server: SocketAddr,
    /// How many academies the trust has, each of 40 registration groups of 30 pupils.
    #[arg(long, global = true, default_value_t = 128, value_parser = clap::value_parser!(u32).range(2..=200))]
    academies: u32,
    #[command(subcommand)]
    mode: Mode,
}

#[derive(Subcommand)]
enum Mode {
    /// Fill the database.
    Prepare,
    /// Take registers at fixed times.
    Run(taking::Load),
    /// Ask for the figures of a whole school year.
    Summary,
    /// Take registers of an academy while a million marks are imported into it.
    DuringImport(during_import::Settings),
    /// A trust of 60,000 pupils: fill the database, or ask for its figures and concerns.
    #[command(subcommand)]
    Trust(trust::Mode),
}

/// What every mode needs to know.
struct Ground {
    database_url: String,
    server: SocketAddr,
    academies: u32,
}

impl Ground {
    fn open(&self) -> store::Db {
        store::open(&self.database_url).expect("the database")
    }

    /// An access token of a new client that reaches the whole trust.
    fn token(&self) -> String {
        let scopes = "roll:read roll:write attendance:read attendance:write";
        let (id, secret) = server::make_client(&mut self.open(), "Load run", scopes, None).expect("a client");
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={}", secret.reveal());
        let answer = Api::anonymous(&self.base())
            .with("Content-Type", "application/x-www-form-urlencoded")
            .send("POST", "/oauth/token", Some(form.into_bytes()))
            .expect(200);
        answer.json["access_token"].as_str().expect("a token").to_owned()
    }

    fn base(&self) -> String {
        format!("http://{}", self.server)
    }

    fn api(&self, token: &str) -> Api {
        Api::anonymous(&self.base()).with("Authorization", &format!("Bearer {token}"))
    }
}

fn main() {
    let CommandLine { database_url, server, academies, mode } = CommandLine::parse();
    assert!(server.ip().is_loopback(), "a load run is for a server on this machine");
    let ground = Ground { database_url, server, academies };
    match mode {
        Mode::Prepare => prepare::prepare(&ground),
        Mode::Run(load) => taking::run(&ground, &load),
        Mode::Summary => summary::run(&ground),
        Mode::DuringImport(settings) => during_import::run(&ground, &settings),
        Mode::Trust(mode) => trust::run(&ground, &mode),
    }
}
