//! Settings from flags, the environment and a file, in that order.

use crate::Failure;
use attendance::measures::SMALLEST_PUBLISHED_GROUP;
use clap::Args;
use serde::Deserialize;
use std::num::NonZeroU32;
use std::path::PathBuf;

/// Settings as flags and environment variables. Everything may stand in the file as well, under the flag's name with
/// underscores.
#[expect(clippy::doc_markdown, reason = "the comments are the help texts of the command line")]
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Flags {
    /// A TOML file with any of these settings; flags and environment variables go before it.
    #[arg(long, env = "ROLLCALL_CONFIG", global = true, value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// The database: sqlite://PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite://rollcall.db].
    #[arg(long, env = "ROLLCALL_DATABASE_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// The address to listen on [default: 127.0.0.1:8080].
    #[arg(long, env = "ROLLCALL_LISTEN", global = true, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// Most connections to the database [default: 24 to PostgreSQL, 8 to SQLite].
    #[arg(long, env = "ROLLCALL_DATABASE_CONNECTIONS", global = true, value_name = "NUMBER")]
    pub database_connections: Option<u32>,
    /// Threads that serve HTTP [default: one for each processor].
    #[arg(long, env = "ROLLCALL_HTTP_THREADS", global = true, value_name = "NUMBER")]
    pub http_threads: Option<usize>,
    /// The address under which others see the server; it stands in every token as issuer and audience [default: rollcall].
    #[arg(long, env = "ROLLCALL_PUBLIC_URL", global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// How long an access token holds, in seconds [default: 3600].
    #[arg(long, env = "ROLLCALL_TOKEN_SECONDS", global = true, value_name = "SECONDS")]
    pub token_seconds: Option<i64>,
    /// Requests a second that each client may send [default: 2000].
    #[arg(long, env = "ROLLCALL_REQUESTS_PER_SECOND", global = true, value_name = "NUMBER")]
    pub requests_per_second: Option<NonZeroU32>,
    /// Whether a proxy stands before the server, whose X-Forwarded-For is believed [default: false].
    #[arg(long, env = "ROLLCALL_BEHIND_PROXY", global = true, value_name = "true|false")]
    pub behind_proxy: Option<bool>,
    /// Origins of browser applications that may call the API, with commas between them [default: none].
    #[arg(long, env = "ROLLCALL_CORS_ORIGINS", global = true, value_name = "ORIGINS", value_delimiter = ',')]
    pub cors_origins: Option<Vec<String>>,
    /// The largest file an import takes, in megabytes [default: 256].
    #[arg(long, env = "ROLLCALL_LARGEST_IMPORT_MB", global = true, value_name = "MB")]
    pub largest_import_mb: Option<u64>,
    /// Mark sheets kept in memory between requests, at most, in megabytes; 0 keeps none [default: 128].
    #[arg(long, env = "ROLLCALL_SHEET_CACHE_MB", global = true, value_name = "MB")]
    pub sheet_cache_mb: Option<usize>,
    /// The largest JSON body, in kilobytes [default: 1024].
    #[arg(long, env = "ROLLCALL_LARGEST_BODY_KB", global = true, value_name = "KB")]
    pub largest_body_kb: Option<usize>,
    /// Groups of fewer pupils are hidden from audiences outside the pastoral team, 5 to 100 [default: 10].
    #[arg(long, env = "ROLLCALL_SMALLEST_PUBLISHED_GROUP", global = true, value_name = "PUPILS")]
    pub smallest_published_group: Option<u64>,
    /// Seconds that requests in flight have to finish when the server stops [default: 30].
    #[arg(long, env = "ROLLCALL_SHUTDOWN_SECONDS", global = true, value_name = "SECONDS")]
    pub shutdown_seconds: Option<u64>,
    /// Whether this process runs the background work (events, imports, clean-up) [default: true].
    #[arg(long, env = "ROLLCALL_WORKERS", global = true, value_name = "true|false")]
    pub workers: Option<bool>,
    /// The issuer of the trust's OpenID Connect provider; people sign in there [default: none].
    #[arg(long, env = "ROLLCALL_OPENID_ISSUER", global = true, value_name = "URL")]
    pub openid_issuer: Option<String>,
    /// The audience that the provider's tokens must have.
    #[arg(long, env = "ROLLCALL_OPENID_AUDIENCE", global = true, value_name = "NAME")]
    pub openid_audience: Option<String>,
    /// Where the provider's keys are [default: found through the issuer].
    #[arg(long, env = "ROLLCALL_OPENID_JWKS", global = true, value_name = "URL")]
    pub openid_jwks: Option<String>,
    /// The claim that names the person, e.g. oid for Entra ID [default: sub].
    #[arg(long, env = "ROLLCALL_OPENID_CLAIM", global = true, value_name = "CLAIM")]
    pub openid_claim: Option<String>,
    /// What is logged, as level or as filter such as info,api=debug [default: info].
    #[arg(long, env = "ROLLCALL_LOG", global = true, value_name = "FILTER")]
    pub log: Option<String>,
    /// How log lines look: text or json [default: text on a terminal, else json].
    #[arg(long, env = "ROLLCALL_LOG_FORMAT", global = true, value_name = "FORMAT")]
    pub log_format: Option<String>,
}

/// The trust's identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenId {
    /// Its issuer.
    pub issuer: String,
    /// The audience of its tokens.
    pub audience: String,
    /// Where its keys are.
    pub jwks: Option<String>,
    /// The claim that names the person.
    pub claim: String,
}

/// Settings with every default filled in.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The database.
    pub database_url: String,
    /// The address to listen on.
    pub listen: String,
    /// Most connections to the database.
    pub database_connections: u32,
    /// Threads that serve HTTP.
    pub http_threads: Option<usize>,
    /// The issuer and audience of tokens.
    pub public_url: String,
    /// How long an access token holds.
    pub token_seconds: i64,
    /// Requests a second for each client.
    pub requests_per_second: NonZeroU32,
    /// Whether a proxy stands before the server.
    pub behind_proxy: bool,
    /// Origins of browser applications.
    pub cors_origins: Vec<String>,
    /// The largest file an import takes, in bytes.
    pub largest_import: u64,
    /// Mark sheets kept between requests, at most, in bytes.
    pub sheet_cache: usize,
    /// The largest JSON body, in bytes.
    pub largest_body: usize,
    /// Groups of fewer pupils are hidden from audiences outside the pastoral team.
    pub smallest_published_group: u64,
    /// Seconds for requests in flight when the server stops.
    pub shutdown_seconds: u64,
    /// Whether this process runs the background work.
    pub workers: bool,
    /// The trust's identity provider.
    pub open_id: Option<OpenId>,
    /// What is logged.
    pub log: String,
    /// How log lines look.
    pub log_format: Option<String>,
}

const MEGABYTE: u64 = 1024 * 1024;

impl Settings {
    /// Reads the file that the flags name, if any, and fills in the defaults.
    pub fn resolve(flags: Flags) -> Result<Self, Failure> {
        let file = match &flags.config {
            None => Flags::default(),
            Some(path) => read(path)?,
        };
        let per_second = NonZeroU32::new(2_000).unwrap_or(NonZeroU32::MIN);
        let open_id = open_id(&flags, &file)?;
        let database_url =
            flags.database_url.or(file.database_url).unwrap_or_else(|| "sqlite://rollcall.db".to_owned());
        // Commits that wait for the disk together share one flush on PostgreSQL; SQLite has one writer at a time.
        let connections = if database_url.starts_with("sqlite:") { 8 } else { 24 };
        let settings = Self {
            open_id,
            database_url,
            listen: flags.listen.or(file.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned()),
            database_connections: flags.database_connections.or(file.database_connections).unwrap_or(connections),
            http_threads: flags.http_threads.or(file.http_threads),
            public_url: flags.public_url.or(file.public_url).unwrap_or_else(|| "rollcall".to_owned()),
            token_seconds: flags.token_seconds.or(file.token_seconds).unwrap_or(3_600),
            requests_per_second: flags.requests_per_second.or(file.requests_per_second).unwrap_or(per_second),
            behind_proxy: flags.behind_proxy.or(file.behind_proxy).unwrap_or(false),
            cors_origins: flags.cors_origins.or(file.cors_origins).unwrap_or_default(),
            sheet_cache: flags.sheet_cache_mb.or(file.sheet_cache_mb).unwrap_or(128).saturating_mul(1024 * 1024),
            largest_import: flags.largest_import_mb.or(file.largest_import_mb).unwrap_or(256).saturating_mul(MEGABYTE),
            largest_body: flags.largest_body_kb.or(file.largest_body_kb).unwrap_or(1_024).saturating_mul(1_024),
            smallest_published_group: flags
                .smallest_published_group
                .or(file.smallest_published_group)
                .unwrap_or(SMALLEST_PUBLISHED_GROUP),
            shutdown_seconds: flags.shutdown_seconds.or(file.shutdown_seconds).unwrap_or(30),
            workers: flags.workers.or(file.workers).unwrap_or(true),
            log: flags.log.or(file.log).unwrap_or_else(|| "info".to_owned()),
            log_format: flags.log_format.or(file.log_format),
        };
        settings.check()
    }

    fn check(self) -> Result<Self, Failure> {
        let wrong = |what: &str| Err(Failure::Setting(what.to_owned()));
        if !(30..=86_400).contains(&self.token_seconds) {
            return wrong("token_seconds is from 30 to 86400");
        }
        if !(1..=500).contains(&self.database_connections) {
            return wrong("database_connections is from 1 to 500");
        }
        // Of fewer than five pupils a figure tells of each; of more than a hundred hardly a year group is left.
        if !(5..=100).contains(&self.smallest_published_group) {
            return wrong("smallest_published_group is from 5 to 100");
        }
        if self.log_format.as_deref().is_some_and(|format| !matches!(format, "text" | "json")) {
            return wrong("log_format is text or json");
        }
        Ok(self)
    }
}

fn read(path: &PathBuf) -> Result<Flags, Failure> {
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(Failure::io(format!("cannot read {shown}")))?;
    toml::from_str(&text).map_err(|error| Failure::Setting(format!("{shown}: {}", error.message())))
}

fn open_id(flags: &Flags, file: &Flags) -> Result<Option<OpenId>, Failure> {
    let pick = |flag: &Option<String>, file: &Option<String>| flag.clone().or_else(|| file.clone());
    let Some(issuer) = pick(&flags.openid_issuer, &file.openid_issuer) else { return Ok(None) };
    let audience = pick(&flags.openid_audience, &file.openid_audience)
        .ok_or_else(|| Failure::Setting("openid_issuer needs openid_audience as well".to_owned()))?;
    Ok(Some(OpenId {
        issuer,
        audience,
        jwks: pick(&flags.openid_jwks, &file.openid_jwks),
        claim: pick(&flags.openid_claim, &file.openid_claim).unwrap_or_else(|| "sub".to_owned()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_go_before_the_file_and_the_file_before_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.toml");
        std::fs::write(&path, "listen = \"127.0.0.1:1\"\ntoken_seconds = 60\n").unwrap();
        let flags = Flags { config: Some(path.clone()), listen: Some("127.0.0.1:2".to_owned()), ..Flags::default() };
        let settings = Settings::resolve(flags).unwrap();
        assert_eq!((settings.listen.as_str(), settings.token_seconds), ("127.0.0.1:2", 60));
        assert_eq!(settings.database_url, "sqlite://rollcall.db");
        std::fs::write(&path, "lissten = \"127.0.0.1:1\"\n").unwrap();
        let flags = Flags { config: Some(path), ..Flags::default() };
        assert!(Settings::resolve(flags).is_err(), "an unknown setting is an error");
    }

    #[test]
    fn small_groups_are_never_published_below_five() {
        let of = |smallest_published_group| {
            Settings::resolve(Flags { smallest_published_group, ..Flags::default() })
                .map(|settings| settings.smallest_published_group)
        };
        assert_eq!((of(None).unwrap(), of(Some(5)).unwrap(), of(Some(100)).unwrap()), (10, 5, 100));
        for wrong in [0, 4, 101, u64::MAX] {
            assert!(of(Some(wrong)).is_err(), "{wrong}");
        }
        let help = Flags::augment_args(clap::Command::new("rollcall")).render_long_help().to_string();
        assert!(
            help.contains("--smallest-published-group") && help.contains("ROLLCALL_SMALLEST_PUBLISHED_GROUP"),
            "{help}"
        );
    }

    #[test]
    fn an_issuer_without_an_audience_is_refused() {
        let flags = Flags { openid_issuer: Some("https://login.example".to_owned()), ..Flags::default() };
        assert!(Settings::resolve(flags).is_err());
    }
}
