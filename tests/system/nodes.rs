//! Several nodes over one database: whatever they write at the same moment, nothing is lost and every sheet is what its
//! entries say.

use crate::process::{self, Process, verify};
use app::attendance::marks::{Amending, amend_mark};
use app::attendance::planned::{Planning, plan_absence};
use app::attendance::registers::{Submitted, take_register};
use app::attendance::verify::verify_sheets;
use app::imports::{Format, Receiving, run_one};
use app::{Acting, App, Context};
use attendance::register::SubmittedMark;
use diesel::sql_types::{Integer, Text};
use diesel::{QueryableByName, RunQueryDsl};
use exchange::DateOrder;
use school::{
    AcademicYear, AcademyId, Actor, Date, EnrolmentId, GroupId, PupilId, Session, SessionAt, Signatory, StaffId,
};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::sync::{Arc, Mutex};
use testkit::{Backend, Database, House};

/// How often the five write at the same moment, unless `ROLLCALL_TEST_ROUNDS` says otherwise: set it to 1000 before a release.
const ROUNDS: usize = 200;
const PUPILS: usize = 6;
/// The days that the rounds go through, again and again.
const DAYS: usize = 20;

#[test]
fn two_nodes_write_the_same_pupils_on_sqlite() {
    rounds(Backend::Sqlite);
}

#[test]
fn two_nodes_write_the_same_pupils_on_postgres() {
    rounds(Backend::Postgres);
}

/// What the two nodes write about.
struct Ground {
    nodes: [App; 2],
    officer: Acting,
    academy: AcademyId,
    group: GroupId,
    pupils: Vec<PupilId>,
    upns: Vec<String>,
    days: Vec<Date>,
}

impl Ground {
    fn over(house: &House) -> Self {
        let api = house.everything();
        let crate::flow::Academy { id, .. } = crate::flow::found(&api);
        crate::flow::import(house, &api, &id, "pupils-csv", &crate::flow::pupils_csv());
        let group = crate::flow::group_of(&api, &id).parse().unwrap();
        let academy = id.parse().unwrap();
        // A node is a process with connections and a cache of its own; it has no other state.
        let node = || {
            let pool = store::Pool::open(&house.database.url, 8).unwrap();
            App::new(pool, Arc::new(house.clock.clone()), app::Settings::default())
        };
        let nodes = [node(), node()];
        let operator = house.operator();
        let state = nodes[0].read(&operator, |cx| cx.state(academy)).unwrap();
        let known = state.roll.pupils.iter().take(PUPILS).map(|pupil| &pupil.record);
        let (pupils, upns) = known.map(|record| (record.id, record.identity.upn.as_ref().unwrap().to_string())).unzip();
        let person = Signatory {
            staff_id: StaffId(school::uuid_at(house.now(), app::random_bytes())),
            name: "Ms Amina Example".to_owned(),
            position: "Attendance officer".to_owned(),
        };
        let officer = Acting { actor: Actor { client: None, person: Some(person) }, ..operator };
        let first: Date = "2026-09-07".parse().unwrap();
        let days = first.iter_days().filter(|day| school::Weekday::of(*day) <= school::Weekday::Fri).take(DAYS);
        Self { nodes, officer, academy, group, pupils, upns, days: days.collect() }
    }

    fn write<T>(&self, node: usize, work: impl Fn(&mut Context<'_>) -> app::Result<T>) -> T {
        // A caller is told of a race that was lost several times over, and tries again.
        for _ in 0..50 {
            match self.nodes[node].write(&self.officer, &work) {
                Err(app::Error::Stale) => {}
                done => return done.unwrap(),
            }
        }
        panic!("lost fifty races")
    }

    fn register(&self, node: usize, round: usize, session: Session) {
        let at = SessionAt::new(self.days[round % DAYS], session);
        let present = if session == Session::Am { "/" } else { "\\" };
        let marks = self.pupils.iter().enumerate().map(|(place, pupil)| SubmittedMark {
            pupil_id: *pupil,
            code: Some(if (place + round).is_multiple_of(4) { "I" } else { present }.to_owned()),
            minutes_late: None,
            comment: (place == round % PUPILS).then(|| format!("round {round}")),
        });
        let sent = Submitted { marks: marks.collect(), reason: Some(format!("register {session} {round}")) };
        self.write(node, |cx| take_register(cx, self.academy, self.group, at, &sent, &|_| true));
    }

    fn plan(&self, node: usize, round: usize) {
        let day = self.days[(round + 1) % DAYS];
        let plan = Planning {
            first_day: day,
            last_day: day,
            code: "M".to_owned(),
            weekdays: None,
            sessions: None,
            comment: None,
        };
        self.write(node, |cx| plan_absence(cx, self.pupils[round % PUPILS], &plan));
    }

    /// Amends a mark; answers the reason where that changed something.
    fn amend(&self, node: usize, round: usize) -> Option<String> {
        let at = SessionAt::new(self.days[round % DAYS], Session::BOTH[round % 2]);
        let reason = format!("amendment {round}");
        let code = ["M", "B", "O"][round % 3].to_owned();
        let comment = Some(Some(format!("amended in round {round}")));
        let sent = Amending { code: Some(code), reason: Some(reason.clone()), comment, ..Amending::default() };
        let mark = self.write(node, |cx| amend_mark(cx, self.pupils[round % PUPILS], at, &sent, &|_| true));
        mark.history.iter().any(|entry| entry.reason.as_ref() == Some(&reason)).then_some(reason)
    }

    fn import(&self, node: usize, round: usize) {
        let day = self.days[round % DAYS];
        let mut file = String::from("upn,date,session,code\n");
        for (place, upn) in self.upns.iter().enumerate() {
            let code = if (place + round).is_multiple_of(3) { "O" } else { ["/", "\\"][place % 2] };
            writeln!(file, "{upn},{day},{},{code}", Session::BOTH[place % 2]).unwrap();
        }
        let app = &self.nodes[node];
        let order = DateOrder::Iso;
        let mut receiving = Receiving::begin(app, &self.officer, self.academy, Format::MarksCsv, false, order).unwrap();
        receiving.receive(app, file.as_bytes()).unwrap();
        let queued = receiving.queue(app).unwrap();
        let import = run_one(app, queued.id, &mut |_| {}).unwrap();
        assert_eq!((import.status.as_str(), import.counts.rejected), ("succeeded", 0), "{:?}", import.problem);
        assert_eq!(import.counts.rows, i64::try_from(PUPILS).unwrap());
    }
}

fn rounds(backend: Backend) {
    let Some(house) = House::on(backend) else { return };
    let ground = Ground::over(&house);
    let rounds = std::env::var("ROLLCALL_TEST_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let begun = std::time::Instant::now();
    let reasons = Mutex::new(Vec::new());
    for round in 0..rounds {
        let (one, other) = (round % 2, 1 - round % 2);
        std::thread::scope(|scope| {
            scope.spawn(|| ground.register(one, round, Session::Am));
            scope.spawn(|| ground.register(other, round, Session::Pm));
            scope.spawn(|| ground.import(one, round));
            scope.spawn(|| ground.plan(other, round));
            scope.spawn(|| reasons.lock().unwrap().extend(ground.amend(other, round)));
        });
    }
    eprintln!("{rounds} rounds in {:.1} s", begun.elapsed().as_secs_f64());
    let reasons = reasons.into_inner().unwrap();
    assert!(reasons.len() > rounds / 2, "only {} amendments changed something", reasons.len());
    nothing_is_lost(&ground, &reasons);
}

fn nothing_is_lost(ground: &Ground, reasons: &[String]) {
    let [one, other] = &ground.nodes;
    for node in [one, other] {
        let verified = node.read(&ground.officer, |cx| verify_sheets(cx, ground.academy)).unwrap();
        assert_eq!(verified.differences, []);
        assert_eq!(verified.sheets, PUPILS);
    }
    let year = AcademicYear::beginning_in(2026).unwrap();
    let (versions, kept) = one.read(&ground.officer, |cx| Ok(entries(cx, ground.academy, year))).unwrap();
    let sheets = store::attendance::sheets::Which::Year(year);
    let sheets = one.read(&ground.officer, |cx| Ok(store::attendance::sheets::load(cx.db, ground.academy, sheets)?));
    for sheet in sheets.unwrap() {
        // Every write raised the version by one and left an entry: none is missing, none says that it was another.
        let told = versions[&sheet.enrolment_id].iter().copied();
        assert!(told.eq(1..=sheet.version), "a write of sheet {} left no entry", sheet.enrolment_id);
    }
    let lost: Vec<_> = reasons.iter().filter(|reason| !kept.contains(*reason)).collect();
    assert!(lost.is_empty(), "acknowledged amendments are gone: {lost:?}");
}

/// The versions that the entries of each sheet tell of, and the reasons of the amendments.
fn entries(
    cx: &mut Context<'_>,
    academy: AcademyId,
    year: AcademicYear,
) -> (HashMap<EnrolmentId, BTreeSet<i32>>, BTreeSet<String>) {
    use store::attendance::{amendments, entries};
    let mut versions: HashMap<EnrolmentId, BTreeSet<i32>> = HashMap::new();
    let mut note = |enrolment, version| {
        versions.entry(enrolment).or_default().insert(version);
    };
    for submission in entries::submissions_of_year(cx.db, academy, year, None, 100_000).unwrap() {
        submission.marks.iter().for_each(|mark| note(mark.enrolment_id, mark.version));
    }
    for entry in entries::imported(cx.db, academy, year, None).unwrap() {
        note(entry.enrolment_id, entry.version);
    }
    let mut reasons = BTreeSet::new();
    for amendment in amendments::of_year(cx.db, academy, year, None).unwrap() {
        note(amendment.enrolment_id, amendment.version);
        reasons.insert(amendment.reason);
    }
    (versions, reasons)
}

#[test]
fn two_processes_take_registers_of_one_academy() {
    let Some(database) = Database::fresh(Backend::Postgres) else { return };
    let processes = [Process::start(&database), Process::start(&database)];
    let token = processes[0].token(&database);
    let academy = process::academy(&processes[0].with_token(&token), 2, 15);
    let sessions = process::sessions();
    std::thread::scope(|scope| {
        for caller in 0..4 {
            let (academy, sessions) = (&academy, &sessions);
            let api = processes[caller % 2].with_token(&token).acting_for(&academy.officer);
            scope.spawn(move || {
                let (group, pupils) = &academy.groups[caller / 2];
                for session in &sessions[..30] {
                    let code = if caller % 2 == 0 { "I" } else { "M" };
                    let marks: Vec<_> = pupils.iter().map(|id| json!({ "pupil_id": id, "code": code })).collect();
                    let body = json!({ "marks": marks, "reason": format!("caller {caller}") });
                    api.put(&format!("/v1/academies/{}/registers/{session}/{group}", academy.id), &body).expect(200);
                }
            });
        }
    });
    verify(&database);
    let api = processes[1].with_token(&token);
    for (_, pupils) in &academy.groups {
        let mark = api.get(&format!("/v1/pupils/{}/marks/{}", pupils[0], sessions[0])).expect(200).json;
        assert_eq!(mark["history"].as_array().unwrap().len(), 2, "the history shows both: {mark}");
    }
}

#[derive(QueryableByName)]
struct Shown {
    #[diesel(sql_type = Text)]
    value: String,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Integer)]
    value: i32,
}

/// Killing a process does not prove that a commit is on the disk; these settings do.
#[test]
fn a_commit_is_on_the_disk_before_it_is_acknowledged() {
    let shown = |db: &mut store::Db, sql: &str| diesel::sql_query(sql).get_result::<Shown>(db).unwrap().value;
    let database = Database::fresh(Backend::Sqlite).unwrap();
    let pool = store::Pool::open(&database.url, 2).unwrap();
    for db in [&mut *pool.lend().unwrap(), &mut store::open(&database.url).unwrap()] {
        let synchronous = "SELECT synchronous AS value FROM pragma_synchronous";
        let level = diesel::sql_query(synchronous).get_result::<Counted>(db).unwrap().value;
        assert_eq!(level, 2, "synchronous = FULL");
        assert_eq!(shown(db, "SELECT journal_mode AS value FROM pragma_journal_mode"), "wal");
    }
    let Some(database) = Database::fresh(Backend::Postgres) else { return };
    let pool = store::Pool::open(&database.url, 2).unwrap();
    for db in [&mut *pool.lend().unwrap(), &mut pool.open_another().unwrap()] {
        assert_eq!(shown(db, "SELECT current_setting('synchronous_commit') AS value"), "on");
    }
}
