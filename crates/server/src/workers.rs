//! Background work: places in the event feed, imports, concerns after each session, clean-up, keys. On PostgreSQL any node may run it; on SQLite one process
//! does, and a second one starts without.

use crate::{Failure, Settings, keys};
use actix_web::web::Data;
use api::Services;
use app::App;
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use web::{Metrics, RateLimiter};

/// Events that get their places in one transaction.
const EVENTS_AT_A_TIME: i64 = 2_000;

/// How often closures are entered into the sessions that have begun.
const CLOSURES_EVERY: Duration = Duration::from_secs(60);

/// The pause between two rounds in which it is looked whether academies are due for a review of their concerns.
const CONCERNS_EVERY: Duration = Duration::from_secs(2);

/// A worker that goes gently rests so many times as long as it has worked.
const REST: u32 = 4;

/// The longest rest.
const LONGEST_REST: Duration = Duration::from_secs(5);

/// The threads of the background work.
pub(crate) struct Workers {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
    /// Held while this process is the one that works on an SQLite database.
    _lock: Option<File>,
}

impl Workers {
    /// Lets every thread finish what it is doing.
    pub(crate) fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a background thread had panicked");
            }
        }
    }
}

/// Starts the background work; none where another process works on the same SQLite database.
pub(crate) fn start(
    settings: &Settings,
    services: &Data<Services>,
    limiter: &Data<RateLimiter>,
    metrics: &Data<Metrics>,
    app: &App,
) -> Result<Option<Workers>, Failure> {
    let lock = match only_worker(settings)? {
        Claim::Taken => {
            tracing::warn!(
                "another process does the background work for this database; this one only answers requests"
            );
            return Ok(None);
        }
        Claim::Mine(lock) => lock,
    };
    let stop = Arc::new(AtomicBool::new(false));
    let mut threads = Vec::new();
    let [of_feed, of_imports, of_closures, of_concerns, of_upkeep] = std::array::from_fn(|_| app.clone());
    threads.push(repeat("feed", &stop, Duration::from_millis(200), move || place_events(&of_feed))?);
    threads.push(repeat("imports", &stop, Duration::from_millis(250), move || run_imports(&of_imports))?);
    let mut rounds = app::attendance::tidings::Rounds::default();
    threads.push(gently(
        "concerns",
        &stop,
        CONCERNS_EVERY,
        move || Ok(rounds.next(&of_concerns, &crate::operator())?),
    )?);
    threads.push(repeat("closures", &stop, CLOSURES_EVERY, move || {
        app::attendance::closures::enter_begun(&of_closures)?;
        Ok(false)
    })?);
    let (services, limiter, metrics, settings) = (services.clone(), limiter.clone(), metrics.clone(), settings.clone());
    threads.push(repeat("upkeep", &stop, Duration::from_secs(5), move || {
        metrics.upkeep();
        limiter.forget_idle();
        clean_up(&of_upkeep, &settings)?;
        services.replace_authority(keys::authority(&of_upkeep.pool, &settings, of_upkeep.clock.now())?);
        Ok(false)
    })?);
    Ok(Some(Workers { stop, threads, _lock: lock }))
}

enum Claim {
    Mine(Option<File>),
    Taken,
}

/// On SQLite the right to do the background work is a lock on a file beside the database, which ends with the process.
fn only_worker(settings: &Settings) -> Result<Claim, Failure> {
    let Some(path) = settings.database_url.strip_prefix("sqlite://") else { return Ok(Claim::Mine(None)) };
    let path = format!("{path}.workers.lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(Failure::io(format!("cannot open {path}")))?;
    match file.try_lock() {
        Ok(()) => Ok(Claim::Mine(Some(file))),
        Err(std::fs::TryLockError::WouldBlock) => Ok(Claim::Taken),
        Err(std::fs::TryLockError::Error(error)) => Err(Failure::io(format!("cannot lock {path}"))(error)),
    }
}

/// Runs work again and again until it is to stop: at once where there was more to do, else after the pause.
fn repeat(
    name: &'static str,
    stop: &Arc<AtomicBool>,
    pause: Duration,
    mut work: impl FnMut() -> Result<bool, Failure> + Send + 'static,
) -> Result<JoinHandle<()>, Failure> {
    again(name, stop, move || match work() {
        Ok(true) => Duration::ZERO,
        Ok(false) => pause,
        Err(failure) => failed(name, &failure, pause),
    })
}

/// The same for work that can wait: where there was more to do it rests several times as long as it has worked, so that
/// requests have the processor and the database nearly to themselves.
fn gently(
    name: &'static str,
    stop: &Arc<AtomicBool>,
    pause: Duration,
    mut work: impl FnMut() -> Result<bool, Failure> + Send + 'static,
) -> Result<JoinHandle<()>, Failure> {
    again(name, stop, move || {
        let begun = Instant::now();
        match work() {
            Ok(true) => (begun.elapsed() * REST).min(LONGEST_REST),
            Ok(false) => pause,
            Err(failure) => failed(name, &failure, pause),
        }
    })
}

fn failed(name: &'static str, failure: &Failure, pause: Duration) -> Duration {
    tracing::error!(worker = name, %failure, "background work failed and is tried again");
    pause
}

/// Runs work until it is to stop, each time after the pause that it asked for.
fn again(
    name: &'static str,
    stop: &Arc<AtomicBool>,
    mut work: impl FnMut() -> Duration + Send + 'static,
) -> Result<JoinHandle<()>, Failure> {
    const STEP: Duration = Duration::from_millis(50);
    let stop = Arc::clone(stop);
    let body = move || {
        while !stop.load(Ordering::Relaxed) {
            let mut rest = work();
            while !rest.is_zero() && !stop.load(Ordering::Relaxed) {
                let step = STEP.min(rest);
                std::thread::sleep(step);
                rest -= step;
            }
        }
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(body).map_err(Failure::io("cannot start a thread"))
}

fn place_events(app: &App) -> Result<bool, Failure> {
    let mut lent = app.pool.lend()?;
    if store::events::waiting(&mut lent)? == 0 {
        return Ok(false);
    }
    let placed = store::write(&mut lent, |db| store::events::place(db, EVENTS_AT_A_TIME))?;
    Ok(i64::try_from(placed).is_ok_and(|placed| placed == EVENTS_AT_A_TIME))
}

fn run_imports(app: &App) -> Result<bool, Failure> {
    Ok(app::imports::run_next(app)?)
}

fn clean_up(app: &App, settings: &Settings) -> Result<(), Failure> {
    let now = app.clock.now();
    let mut lent = app.pool.lend()?;
    store::write(&mut lent, |db| {
        store::security::forget_answers(db, now - store::security::ANSWERS_KEPT)?;
        store::security::drop_keys(db, now - chrono::Duration::seconds(settings.token_seconds + 60))?;
        Ok::<(), store::Error>(())
    })?;
    Ok(())
}
