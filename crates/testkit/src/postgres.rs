//! PostgreSQL for tests: the one that `ROLLCALL_TEST_DATABASE_URL` names, or one of our own where the machine has the server
//! programs. Each test gets a database of its own, copied from a migrated template.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A PostgreSQL server in which databases may be made.
struct Server {
    /// The address without the name of a database.
    base: String,
    template: String,
    /// Held so that its standard input stays open: the server ends when that closes, however this process ends.
    _guard: Option<Child>,
}

static SERVER: OnceLock<Option<Server>> = OnceLock::new();
/// A template cannot be copied while another copy is under way.
static COPYING: Mutex<()> = Mutex::new(());

/// A fresh database; none where no PostgreSQL is to be had, which is said plainly.
pub(crate) fn fresh(prepare: fn(&str)) -> Option<String> {
    let server = SERVER.get_or_init(|| start(prepare)).as_ref();
    let Some(server) = server else {
        assert!(
            std::env::var_os("ROLLCALL_TEST_REQUIRE_POSTGRES").is_none(),
            "ROLLCALL_TEST_REQUIRE_POSTGRES is set and there is no PostgreSQL"
        );
        eprintln!("NOT TESTED ON POSTGRESQL: no server program was found and ROLLCALL_TEST_DATABASE_URL is not set");
        return None;
    };
    let name = format!("rollcall_{}", Uuid::from_u128(random()).simple());
    let _one_at_a_time = COPYING.lock().unwrap_or_else(PoisonError::into_inner);
    run(&server.base, &format!("CREATE DATABASE {name} TEMPLATE {}", server.template));
    Some(format!("{}/{name}", server.base))
}

/// Drops the database of an address made by [`fresh`].
pub(crate) fn drop_database(url: &str) {
    if let Some((base, name)) = url.rsplit_once('/') {
        let done = PgConnection::establish(&format!("{base}/postgres"))
            .map(|mut connection| connection.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        drop(done);
    }
}

fn random() -> u128 {
    use std::hash::{BuildHasher, Hasher};
    let draw = || std::hash::RandomState::new().build_hasher().finish();
    (u128::from(draw()) << 64) | u128::from(draw())
}

fn run(base: &str, statement: &str) {
    let mut connection = PgConnection::establish(&format!("{base}/postgres")).expect("a connection to PostgreSQL");
    connection.batch_execute(statement).expect("a statement");
}

fn start(prepare: fn(&str)) -> Option<Server> {
    let (base, guard) = match std::env::var("ROLLCALL_TEST_DATABASE_URL") {
        Ok(url) => (url.rsplit_once('/').map(|(base, _)| base.to_owned())?, None),
        Err(_) => own_server()?,
    };
    let template = format!("rollcall_template_{}", Uuid::from_u128(random()).simple());
    run(&base, &format!("CREATE DATABASE {template}"));
    prepare(&format!("{base}/{template}"));
    Some(Server { base, template, _guard: guard })
}

/// The folder with `initdb` and `postgres`.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    folders.sort();
    folders.pop()
}

fn own_server() -> Option<(String, Option<Child>)> {
    let programs = programs()?;
    let folder = tempfile::Builder::new().prefix("rollcall-pg-").tempdir().ok()?.keep();
    let port = crate::port::free()?;
    let as_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n"));
    if as_root {
        // PostgreSQL refuses to run as root; its own user comes with the package.
        let done = Command::new("chown").arg("postgres").arg(&folder).status().ok()?;
        done.success().then_some(())?;
    }
    let script = script(&programs, &folder, port);
    let mut command = if as_root {
        let mut command = Command::new("su");
        command.args(["postgres", "-s", "/bin/sh", "-c", &script]);
        command
    } else {
        let mut command = Command::new("sh");
        command.args(["-c", &script]);
        command
    };
    let guard = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    let base = format!("postgres://rollcall@127.0.0.1:{port}");
    wait_for(&base)?;
    Some((base, Some(guard)))
}

/// Runs the server until standard input closes, then stops it and takes its folder away.
fn script(programs: &Path, folder: &Path, port: u16) -> String {
    let (programs, folder) = (programs.display(), folder.display());
    format!(
        "{programs}/initdb -D {folder}/data -A trust -U rollcall --no-sync >/dev/null 2>&1 && \
         {{ {programs}/postgres -D {folder}/data -p {port} -k {folder} -c listen_addresses=127.0.0.1 \
            -c max_connections=300 -c shared_buffers=256MB >{folder}/log 2>&1 </dev/null & \
            server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf {folder}; }}"
    )
}

fn wait_for(base: &str) -> Option<()> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        if PgConnection::establish(&format!("{base}/postgres")).is_ok() {
            return Some(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    None
}
