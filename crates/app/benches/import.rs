//! Seconds that an import of 1,000,000 marks takes: 2,632 pupils in 380 sessions, sorted by pupil and by day, the first time
//! and again. On SQLite, and on PostgreSQL where `ROLLCALL_TEST_DATABASE_URL` names a database.

use app::attendance::registers::{Submitted, take_register};
use app::imports::{self, Format, Receiving};
use app::{Acting, App, Settings};
use attendance::register::SubmittedMark;
use exchange::DateOrder;
use school::{
    AcademicYear, Academy, AcademyId, Actor, Calendar, MarkAuthority, Phase, Session, SessionAt, SystemClock, Upn,
};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::attendance::sheets::{self, Which};
use store::roll::snapshot::RollPupil;

const PUPILS: usize = 2_632;
const SESSIONS: usize = 380;
/// Codes by how often they stand in a thousand marks; all else is presence.
const MIX: [(&str, usize); 8] = [("I", 35), ("L", 22), ("M", 8), ("O", 12), ("G", 6), ("C", 5), ("B", 3), ("U", 2)];

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let folder = tempfile::tempdir()?;
    let mut urls = vec![format!("sqlite://{}", folder.path().join("import.db").display())];
    urls.extend(std::env::var("ROLLCALL_TEST_DATABASE_URL").ok());
    for url in urls {
        store::migrate(&mut store::open(&url)?)?;
        let app = App::new(store::Pool::open(&url, 4)?, Arc::new(SystemClock), Settings::default());
        for by_day in [false, true] {
            measure(&app, by_day)?;
            registers_meanwhile(&app, by_day)?;
        }
    }
    Ok(())
}

fn measure(app: &App, by_day: bool) -> Done<()> {
    let (acting, academy, year) = prepare(app)?;
    let calendar = calendar()?;
    let held: Vec<SessionAt> =
        calendar.sessions_of(year, None).iter().filter_map(|place| year.session_at(place)).take(SESSIONS).collect();
    run(app, &acting, academy, Format::PupilsCsv, &pupils())?;
    let file = marks(&held, by_day);
    for again in ["first", "again"] {
        let id = receive(app, &acting, academy, Format::MarksCsv, &file)?;
        let begun = Instant::now();
        let done = imports::run_one(app, id, &mut |_| {})?;
        let seconds = begun.elapsed().as_secs_f64();
        let checksum = checksum(app, academy, year)?;
        println!(
            "{}, {}, {again}: {} rows in {seconds:.2} s ({:.0} rows/s), {} created, {} unchanged, {checksum}",
            if app.pool.is_postgres() { "PostgreSQL" } else { "SQLite" },
            if by_day { "by day" } else { "by pupil" },
            done.counts.rows,
            done.counts.rows as f64 / seconds,
            done.counts.created,
            done.counts.unchanged,
        );
        if done.status != "succeeded" || done.counts.rejected > 0 {
            return Err(format!("{} with {:?}: {:?}", done.status, done.counts, done.problem).into());
        }
    }
    Ok(())
}

/// How long registers take that are saved while an import of the same pupils runs: one every 20 ms, each of its own group and
/// session.
fn registers_meanwhile(app: &App, by_day: bool) -> Done<()> {
    let (acting, academy, year) = prepare(app)?;
    let calendar = calendar()?;
    let all: Vec<SessionAt> =
        calendar.sessions_of(year, None).iter().filter_map(|place| year.session_at(place)).collect();
    run(app, &acting, academy, Format::PupilsCsv, &pupils())?;
    let id = receive(app, &acting, academy, Format::MarksCsv, &marks(&all[..SESSIONS], by_day))?;
    let over = AtomicBool::new(false);
    let (done, times) = std::thread::scope(|scope| {
        let registers = scope.spawn(|| registers(app, &acting, academy, &all[SESSIONS..], &over));
        let done = imports::run_one(app, id, &mut |_| {});
        over.store(true, Ordering::Relaxed);
        (done, registers.join())
    });
    let mut times = times.map_err(|_| "the registers failed")??;
    times.sort();
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len() - 1)).copied().unwrap_or_default();
    let (median, most, slowest) = (at(50), at(99), at(100));
    let count = times.len();
    println!(
        "{count} registers meanwhile: median {median:.0?}, p99 {most:.0?}, slowest {slowest:.0?}, {}",
        done?.status
    );
    Ok(())
}

fn registers(
    app: &App,
    acting: &Acting,
    academy: AcademyId,
    sessions: &[SessionAt],
    over: &AtomicBool,
) -> app::Result<Vec<Duration>> {
    let state = app.read(acting, |cx| cx.state(academy))?;
    let mut times = Vec::new();
    for (at, group) in sessions.iter().flat_map(|at| state.roll.group_names.keys().map(move |group| (*at, *group))) {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let mark = |pupil: &RollPupil| SubmittedMark {
            pupil_id: pupil.record.id,
            code: Some(present(at.session).to_owned()),
            minutes_late: None,
            comment: None,
        };
        let marks = state.roster(group, at.date).into_iter().map(mark).collect();
        let sent = Submitted { marks, reason: None };
        let begun = Instant::now();
        app.write(acting, |cx| take_register(cx, academy, group, at, &sent, &|_| true))?;
        times.push(begun.elapsed());
        std::thread::sleep(Duration::from_millis(20).saturating_sub(begun.elapsed()));
    }
    Ok(times)
}

fn present(session: Session) -> &'static str {
    if session == Session::Am { "/" } else { "\\" }
}

fn calendar() -> Done<Calendar> {
    Ok(serde_json::from_str(r#"{"terms":[{"name":"All","first_day":"2025-09-02","last_day":"2026-07-20"}]}"#)?)
}

fn prepare(app: &App) -> Done<(Acting, AcademyId, AcademicYear)> {
    let actor = Actor { client: None, person: None };
    let acting = Acting { actor, reach: access::Reach::everything() };
    let year: AcademicYear = "2025-26".parse()?;
    let calendar = calendar()?;
    let academy = app.write(&acting, |cx| {
        let academy = Academy {
            id: cx.new_id(),
            name: "Benchmark Academy".to_owned(),
            urn: None,
            la_code: Some("999".to_owned()),
            establishment_number: Some("4001".to_owned()),
            phase: Phase::Secondary,
            mark_authority: MarkAuthority::Rollcall,
            revision: 1,
            created_at: cx.at,
            updated_at: cx.at,
        };
        store::roll::academies::insert(cx.db, &academy)?;
        store::roll::calendars::save(cx.db, academy.id, year, &calendar, 0, cx.at)?;
        Ok(academy.id)
    })?;
    Ok((acting, academy, year))
}

fn upn(pupil: usize) -> String {
    Upn::with_check_letter(&format!("9994001{pupil:05}")).map(String::from).unwrap_or_default()
}

fn pupils() -> String {
    let mut file = String::from("upn,surname,forename,date_of_birth,sex,year_group,registration_group,starting_day\n");
    for pupil in 0..PUPILS {
        let (year, form) = (7 + pupil % 5, pupil / 5 % 18);
        let born = 2025 - year - 5;
        // Writing to a string cannot fail.
        let _ = writeln!(file, "{},Example,Pupil {pupil},{born}-10-01,F,{year},{year}-{form},2025-09-01", upn(pupil));
    }
    file
}

fn marks(held: &[SessionAt], by_day: bool) -> String {
    let mut file = String::from("upn,date,session,code,minutes_late,comment\n");
    let upns: Vec<String> = (0..PUPILS).map(upn).collect();
    let mut seed = 2026_u64;
    for row in 0..1_000_000 {
        let (pupil, session) = if by_day { (row % PUPILS, row / PUPILS) } else { (row / SESSIONS, row % SESSIONS) };
        let at = held[session];
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut left = (seed >> 33) as usize % 1_000;
        let code = MIX.iter().find(|(_, often)| {
            let here = left < *often;
            left = left.wrapping_sub(*often);
            here
        });
        let code = code.map_or(present(at.session), |(code, _)| code);
        let minutes = if code == "L" { "7" } else { "" };
        let _ = writeln!(file, "{},{},{},{code},{minutes},", upns[pupil], at.date, at.session);
    }
    file
}

fn receive(app: &App, acting: &Acting, academy: AcademyId, format: Format, file: &str) -> Done<school::ImportId> {
    let mut receiving = Receiving::begin(app, acting, academy, format, false, DateOrder::Iso)?;
    for some in file.as_bytes().chunks(64 * 1024) {
        receiving.receive(app, some)?;
    }
    Ok(receiving.queue(app)?.id)
}

fn run(app: &App, acting: &Acting, academy: AcademyId, format: Format, file: &str) -> Done<()> {
    let id = receive(app, acting, academy, format, file)?;
    let begun = Instant::now();
    let done = imports::run_one(app, id, &mut |_| {})?;
    let seconds = begun.elapsed().as_secs_f64();
    println!("{format}: {:?} in {seconds:.2} s, {}", done.counts, done.status);
    Ok(())
}

/// The first digits of the hash of all sheets: the same on every database.
fn checksum(app: &App, academy: AcademyId, year: AcademicYear) -> Done<String> {
    let mut lent = app.pool.lend()?;
    let state = store::roll::snapshot::load(&mut lent, academy, None)?;
    let mut sheets = sheets::load(&mut lent, academy, Which::Year(year))?;
    let upn_of = |sheet: &sheets::StoredSheet| {
        let pupil = state.pupils.iter().find(|pupil| pupil.record.id == sheet.pupil_id);
        pupil.and_then(|pupil| pupil.record.identity.upn.clone())
    };
    sheets.sort_by_cached_key(upn_of);
    let mut digest = Sha256::new();
    sheets.iter().for_each(|sheet| digest.update(&sheet.marks));
    Ok(digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}
