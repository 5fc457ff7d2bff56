//! The program as it is shipped, in a process of its own that can be killed.

use crate::flow;
use serde_json::json;
use std::fmt::Write;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use testkit::{Api, Database};

const PROGRAM: &str = env!("CARGO_BIN_EXE_rollcall-under-test");

/// A server that runs until it is killed.
pub(crate) struct Process {
    child: Child,
    pub(crate) base: String,
}

impl Process {
    /// Starts a server and waits until it is ready.
    pub(crate) fn start(database: &Database) -> Self {
        Self::start_as(|arguments| command(database, arguments))
    }

    /// The same with everything that it logs written to a file.
    pub(crate) fn start_logging(database: &Database, log: &std::path::Path) -> Self {
        Self::start_as(|arguments| {
            let mut command = logging(database, arguments, "trace");
            command.stderr(std::fs::File::create(log).unwrap());
            command
        })
    }

    fn start_as(command: impl Fn(&[&str]) -> Command) -> Self {
        let free = std::net::SocketAddr::from(([127, 0, 0, 1], testkit::port::free().expect("a free port")));
        let child = command(&["serve", "--listen", &free.to_string(), "--http-threads", "1"]).spawn().unwrap();
        let mut process = Self { child, base: format!("http://{free}") };
        let begun = Instant::now();
        while std::net::TcpStream::connect(free).is_err() || process.anonymous().get("/readyz").status != 200 {
            assert!(begun.elapsed() < Duration::from_secs(60), "the server did not start");
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(process.child.try_wait().unwrap().is_none(), "another server listens there");
        process
    }

    /// SIGKILL: nothing is finished, nothing is put away.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// A client without a token.
    pub(crate) fn anonymous(&self) -> Api {
        Api::anonymous(&self.base)
    }

    /// A client with a token that was given earlier.
    pub(crate) fn with_token(&self, token: &str) -> Api {
        self.anonymous().with("Authorization", &format!("Bearer {token}"))
    }

    /// The token of a new client of the whole trust.
    pub(crate) fn token(&self, database: &Database) -> String {
        let mut db = store::open(&database.url).unwrap();
        let scopes = "roll:read roll:write attendance:read attendance:write admin";
        let (id, secret) = server::make_client(&mut db, "Made-up front end", scopes, None).unwrap();
        let form = format!("grant_type=client_credentials&client_id={id}&client_secret={}", secret.reveal());
        let asking = self.anonymous().with("Content-Type", "application/x-www-form-urlencoded");
        let answer = asking.send("POST", "/oauth/token", Some(form.into_bytes())).expect(200);
        answer.json["access_token"].as_str().unwrap().to_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn command(database: &Database, arguments: &[&str]) -> Command {
    logging(database, arguments, "off")
}

fn logging(database: &Database, arguments: &[&str], log: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).args(["--database-url", &database.url, "--log", log]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// `rollcall verify`: every sheet is what its entries say.
pub(crate) fn verify(database: &Database) {
    let output = command(database, &["verify"]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
}

/// An academy with a whole school year behind it and no mark in it.
pub(crate) struct Academy {
    pub(crate) id: String,
    /// Somebody who may sign.
    pub(crate) officer: String,
    /// The pupils of each registration group.
    pub(crate) groups: Vec<(String, Vec<String>)>,
}

/// The school year of the stories: over, whatever the day of the test.
const YEAR: &str = "2024-25";

/// Makes the academy through the API.
pub(crate) fn academy(api: &Api, groups: usize, pupils: usize) -> Academy {
    let flow::Academy { id, officer, .. } = flow::found(api);
    let calendar = json!({ "terms": [{ "name": "All year", "first_day": "2024-09-02", "last_day": "2025-07-22" }] });
    let put = api.put(&format!("/v1/academies/{id}/calendars/{YEAR}"), &calendar);
    assert!(matches!(put.status, 200 | 201), "{}", put.text);
    let mut file = String::from("upn,surname,forename,date_of_birth,sex,year_group,registration_group,starting_day\n");
    for pupil in 0..groups * pupils {
        let (upn, group) = (flow::upn(pupil), pupil / pupils);
        writeln!(file, "{upn},Example,Pupil{pupil},2012-09-15,F,8,8{group:02},2024-09-02").unwrap();
    }
    let import = import(api, &id, "pupils-csv", file);
    finished(api, &import);
    let list = api.get(&format!("/v1/academies/{id}/groups?limit=500")).expect(200).json;
    let groups = list["data"].as_array().unwrap().iter().map(|group| {
        let group = group["id"].as_str().unwrap().to_owned();
        let register = api.get(&format!("/v1/academies/{id}/registers/2024-09-02/am/{group}")).expect(200).json;
        let marks = register["marks"].as_array().unwrap().iter();
        (group, marks.map(|mark| mark["pupil_id"].as_str().unwrap().to_owned()).collect())
    });
    Academy { groups: groups.collect(), id, officer }
}

/// Sends a file; answers the address of its import.
pub(crate) fn import(api: &Api, academy: &str, format: &str, file: String) -> String {
    let path = format!("/v1/academies/{academy}/imports?format={format}");
    let sent = api.with("Content-Type", "text/csv").send("POST", &path, Some(file.into_bytes())).expect(202);
    sent.header("location").to_owned()
}

/// Waits until an import has succeeded; answers it.
pub(crate) fn finished(api: &Api, import: &str) -> serde_json::Value {
    let begun = Instant::now();
    loop {
        let found = api.get(import).expect(200).json;
        if found["status"] == "succeeded" {
            return found;
        }
        assert!(found["status"] != "failed" && begun.elapsed() < Duration::from_secs(60), "{found}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

/// The sessions of the school year as `2024-09-02/am`, in their order.
pub(crate) fn sessions() -> Vec<String> {
    let first: school::Date = "2024-09-02".parse().unwrap();
    let days = first.iter_days().take(320).filter(|day| school::Weekday::of(*day) <= school::Weekday::Fri);
    days.flat_map(|day| ["am", "pm"].map(|session| format!("{day}/{session}"))).collect()
}
