//! What every use case is given: a connection in a transaction, the moment, who acts and how far they reach.

use crate::{AcademyState, Error, Kind, Result, SheetCache, StateCache};
use access::Reach;
use school::{AcademyId, Actor, Clock, Instant, Signatory, StaffId};
use std::sync::Arc;
use store::security::{Answer, Known, RequestKey};
use store::{Db, Pool};
use uuid::Uuid;

/// How often a write that lost a race is done again from its beginning.
const ATTEMPTS: usize = 4;

/// Settings that the use cases need.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The largest file that an import takes, in bytes.
    pub largest_import: u64,
    /// How long a request under an idempotency key may be worked on before the key is free again, in seconds.
    pub idempotency_lease_seconds: i64,
    /// Groups of fewer pupils are hidden from audiences outside the pastoral team.
    pub smallest_published_group: u64,
    /// How many bytes of mark sheets are kept between requests at most.
    pub sheet_cache: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            largest_import: 256 * 1024 * 1024,
            idempotency_lease_seconds: 60,
            smallest_published_group: attendance::measures::SMALLEST_PUBLISHED_GROUP,
            sheet_cache: 128 * 1024 * 1024,
        }
    }
}

/// The application: everything a use case needs that outlives a request.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub pool: Pool,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Settings.
    pub settings: Arc<Settings>,
    /// What was derived from the rolls.
    pub states: Arc<StateCache>,
    /// Mark sheets.
    pub sheets: Arc<SheetCache>,
    /// Timetables.
    pub timetables: Arc<crate::timetable::TimetableCache>,
}

/// Who acts and how far they reach: the outcome of the access decision.
#[derive(Debug, Clone)]
pub struct Acting {
    /// The names that go on the record.
    pub actor: Actor,
    /// How far.
    pub reach: Reach,
}

/// Where the caller may do something besides what the route is for. Roles reach differently far, so that somebody may do it at all
/// says nothing about a record of another academy.
#[derive(Debug, Clone, Default)]
pub struct Further(Option<Reach>);

impl Further {
    /// As far as a decision reaches; nowhere where there is none.
    pub fn within(reach: Option<Reach>) -> Self {
        Self(reach)
    }

    /// Whether the caller may do it at an academy.
    pub fn at(&self, academy: AcademyId) -> bool {
        self.0.as_ref().is_some_and(|reach| reach.covers(academy))
    }
}

/// A request that may be repeated: its key and the hash of its body.
#[derive(Debug, Clone)]
pub struct Repeatable {
    /// What makes two requests the same.
    pub request: RequestKey,
    /// The hash of the body.
    pub body_hash: String,
}

/// One transaction of one caller at one moment.
pub struct Context<'a> {
    /// The connection, inside the transaction.
    pub db: &'a mut Db,
    /// The application.
    pub app: &'a App,
    /// Who acts.
    pub acting: &'a Acting,
    /// The moment.
    pub at: Instant,
    /// Whether the transaction only reads: what it sees has been committed, and others may see it too.
    pub(crate) reads: bool,
}

impl App {
    /// An application over a database.
    pub fn new(pool: Pool, clock: Arc<dyn Clock>, settings: Settings) -> Self {
        Self {
            pool,
            clock,
            sheets: Arc::new(SheetCache::new(settings.sheet_cache)),
            settings: Arc::new(settings),
            states: Arc::new(StateCache::default()),
            timetables: Arc::default(),
        }
    }

    /// Runs a use case that only reads.
    pub fn read<T>(&self, acting: &Acting, work: impl FnOnce(&mut Context<'_>) -> Result<T>) -> Result<T> {
        let mut lent = self.pool.lend()?;
        let at = self.clock.now();
        store::read(&mut lent, |db| work(&mut Context { db, app: self, acting, at, reads: true }))
    }

    /// Runs a use case that writes, in one transaction; from its beginning again where it lost a race.
    pub fn write<T>(&self, acting: &Acting, work: impl Fn(&mut Context<'_>) -> Result<T>) -> Result<T> {
        let mut lent = self.pool.lend()?;
        let mut attempt = 1;
        loop {
            let at = self.clock.now();
            let done = store::write(&mut lent, |db| work(&mut Context { db, app: self, acting, at, reads: false }));
            match done {
                Err(error) if error.may_be_retried() && attempt < ATTEMPTS => {
                    tracing::debug!(attempt, "a write lost a race and is done again");
                    attempt += 1;
                }
                done => return done,
            }
        }
    }

    /// Runs a use case that writes and answers, once for each repeatable request: the stored answer is given to the same
    /// request, and the answer is stored in the transaction of the effect.
    pub fn write_once(
        &self,
        acting: &Acting,
        repeatable: Option<&Repeatable>,
        work: impl Fn(&mut Context<'_>) -> Result<Answer>,
    ) -> Result<Answer> {
        let Some(Repeatable { request, body_hash }) = repeatable else { return self.write(acting, work) };
        let known = self.write(acting, |cx| {
            let lapsed = cx.at - chrono::Duration::seconds(self.settings.idempotency_lease_seconds);
            Ok(store::security::claim_request(cx.db, request, body_hash, cx.at, lapsed)?)
        })?;
        match known {
            Known::Answered(answer) => Ok(answer),
            Known::InFlight => Err(Error::InFlight),
            Known::OtherBody => Err(Error::OtherBody),
            Known::Claimed => {
                let done = self.write(acting, |cx| {
                    let answer = work(cx)?;
                    store::security::answer_request(cx.db, request, &answer, cx.at)?;
                    Ok(answer)
                });
                if done.is_err() {
                    self.write(acting, |cx| Ok(store::security::release_request(cx.db, request)?))?;
                }
                done
            }
        }
    }
}

/// Ten random bytes for an id.
pub fn random_bytes() -> [u8; 10] {
    let mut bytes = [0; 10];
    // Without the system's randomness there is no safe way to go on; zeros still make an id, and a collision is refused by
    // the primary key rather than overwriting anything.
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the system gave no random bytes");
    }
    bytes
}

impl Context<'_> {
    /// A new id.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        school::uuid_at(self.at, random_bytes()).into()
    }

    /// The person for whom the caller acts; none where a client acts for itself.
    pub fn person(&self) -> Option<StaffId> {
        self.acting.actor.person.as_ref().map(|person| person.staff_id)
    }

    /// The academy, where it is in reach.
    pub fn academy(&mut self, id: AcademyId) -> Result<school::Academy> {
        let found = if self.acting.reach.covers(id) { store::roll::academies::find(self.db, id)? } else { None };
        found.ok_or(Error::NotFound(Kind::Academy))
    }

    /// The roll and calendars of an academy in reach, as they are in this transaction.
    pub fn state(&mut self, id: AcademyId) -> Result<Arc<AcademyState>> {
        if !self.acting.reach.covers(id) {
            return Err(Error::NotFound(Kind::Academy));
        }
        self.app.states.get(self.db, id)?.ok_or(Error::NotFound(Kind::Academy))
    }

    /// Says that the roll or a calendar of an academy has changed. Every use case that changes one calls it.
    pub fn touch_roll(&mut self, id: AcademyId) -> Result<()> {
        let bytes = random_bytes();
        let token = i32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        Ok(store::roll::academies::touch_roll(self.db, id, token)?)
    }

    /// The person who signs.
    ///
    /// # Errors
    /// [`Error::Unsigned`] where the request names no person.
    pub fn signatory(&self) -> Result<&Signatory> {
        self.acting.actor.person.as_ref().ok_or(Error::Unsigned)
    }

    /// Records what happened: names of fields, never their values.
    pub fn record(
        &mut self,
        academy_id: AcademyId,
        subject_kind: &'static str,
        subject_id: impl Into<Uuid>,
        kind: &'static str,
        fields: serde_json::Value,
    ) -> Result<()> {
        let event = self.event(academy_id, (subject_kind, subject_id.into()), kind, fields);
        Ok(store::events::record(self.db, &self.acting.actor, &[event])?)
    }

    /// Records that the same happened to each of some subjects.
    pub fn record_each(
        &mut self,
        academy_id: AcademyId,
        subject_kind: &'static str,
        subjects: impl IntoIterator<Item = impl Into<Uuid>>,
        kind: &'static str,
        fields: &serde_json::Value,
    ) -> Result<()> {
        let events: Vec<_> = subjects
            .into_iter()
            .map(|subject| self.event(academy_id, (subject_kind, subject.into()), kind, fields.clone()))
            .collect();
        Ok(store::events::record(self.db, &self.acting.actor, &events)?)
    }

    fn event(
        &self,
        academy_id: AcademyId,
        (subject_kind, subject_id): (&'static str, Uuid),
        kind: &'static str,
        fields: serde_json::Value,
    ) -> store::events::Event {
        let (id, at) = (self.new_id(), self.at);
        store::events::Event { id, academy_id: Some(academy_id), subject_kind, subject_id, kind, at, fields }
    }
}
