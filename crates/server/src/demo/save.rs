//! Writing the made-up trust to a database, in one transaction.

use super::clients::Clients;
use super::cover::{self, Morning};
use super::day::Day;
use super::history::{self, History};
use super::plans::{self, Ahead};
use super::random::Random;
use super::vetting;
use super::world::{MadeAcademy, World, founding};
use crate::Failure;
use school::{Actor, EventId, Kept, Record};
use serde_json::json;
use std::collections::BTreeMap;
use store::attendance::{amendments, details, entries, issues, planned, sheets};
use store::events::{self, Event};
use store::roll::{academies, calendars, contacts, groups, pupils, staff};
use store::{Db, imports};
use web::ClientSecret;

/// The name of the trust.
pub(super) const TRUST: &str = "The Made-Up Academies Trust";

/// Brings the database up to date and writes everything; a database that has academies already is refused.
pub(super) fn save(db: &mut Db, world: &World, clients: &Clients, seed: u64) -> Result<Vec<ClientSecret>, Failure> {
    // Asked before the migrations, so that nothing of a database in use is touched; a new one has no such table yet.
    if academies::all(db).is_ok_and(|all| !all.is_empty()) {
        let detail = "the database has academies already: the demonstration needs an empty one";
        return Err(Failure::Setting(detail.to_owned()));
    }
    store::migrate(db)?;
    store::write(db, |db| {
        let mut random = Random::of(seed, &[50]);
        let founded = founding(world.day);
        academies::found_trust(db, random.id(founded), TRUST, founded)?;
        let secrets = clients.save(db, world.day).map_err(Wrapped)?;
        for academy in &world.academies {
            let history = history::tell(academy, world.day, clients, &mut random);
            let ahead = plans::foresee(academy, &history, world.day, clients, &mut random);
            save_roll(db, academy, world.day)?;
            save_people(db, academy, world.day, clients, &mut random)?;
            save_history(db, academy, &history)?;
            save_ahead(db, academy, &ahead)?;
            save_events(db, academy, &history, &mut random)?;
        }
        Ok(secrets)
    })
    .map_err(|Wrapped(failure)| failure)
}

/// A failure as a transaction wants it.
struct Wrapped(Failure);

impl From<store::Error> for Wrapped {
    fn from(error: store::Error) -> Self {
        Self(Failure::Store(error))
    }
}

impl From<store::TransactionError> for Wrapped {
    fn from(error: store::TransactionError) -> Self {
        Self(Failure::Store(error.into()))
    }
}

fn save_roll(db: &mut Db, academy: &MadeAcademy, day: Day) -> store::Result<()> {
    let (id, at) = (academy.academy.id, founding(day));
    academies::insert(db, &academy.academy)?;
    for (year, calendar) in &academy.calendars {
        calendars::save(db, id, *year, calendar, 0, at)?;
    }
    academy.staff.iter().try_for_each(|member| staff::insert(db, member))?;
    academy.groups.iter().try_for_each(|(_, group)| groups::insert(db, group))?;
    let records: Vec<_> = academy.pupils.iter().map(|pupil| pupil.record.clone()).collect();
    pupils::insert(db, &records)?;
    let stays = academy.pupils.iter().flat_map(|pupil| pupil.enrolments.iter().map(|stay| (pupil.record.id, *stay)));
    pupils::insert_enrolments(db, id, &stays.collect::<Vec<_>>(), at)?;
    let dated = academy
        .pupils
        .iter()
        .flat_map(|pupil| pupil.characteristics.iter().map(|(from, values)| (pupil.record.id, *from, values.clone())));
    pupils::save_characteristics(db, id, &dated.collect::<Vec<_>>())?;
    let members: Vec<_> = academy.pupils.iter().flat_map(|pupil| pupil.members.iter().copied()).collect();
    groups::insert_members(db, id, &members)?;
    academy.contacts.iter().try_for_each(|contact| contacts::insert(db, contact))?;
    academy.relations.iter().try_for_each(|relation| contacts::relate(db, id, relation, at))
}

/// Who has been checked, who is where, and who is away.
fn save_people(
    db: &mut Db,
    academy: &MadeAcademy,
    day: Day,
    clients: &Clients,
    random: &mut Random,
) -> store::Result<()> {
    let (at, by) = (founding(day), clients.actor("MIS import", None));
    let mut desk = Desk { academy: academy.academy.id, at, by, random };
    let checks = vetting::records(academy, school::clock::local(at).0);
    checks.into_iter().try_for_each(|record| desk.keep(db, record))?;
    let Some(made) = &academy.timetable else { return Ok(()) };
    made.classes.iter().try_for_each(|class| groups::insert(db, class))?;
    groups::insert_members(db, academy.academy.id, &made.members)?;
    desk.keep(db, made.grid.clone())?;
    desk.keep(db, made.version.clone())?;
    made.rooms.iter().try_for_each(|room| desk.keep(db, room.clone()))?;
    cover::notes(academy).into_iter().try_for_each(|notes| desk.keep(db, notes))?;
    let Morning { absences, events } = cover::morning(academy, day);
    absences.into_iter().try_for_each(|absence| desk.keep(db, absence))?;
    events.into_iter().try_for_each(|event| desk.keep(db, event))
}

/// Keeps records as they were made.
struct Desk<'a> {
    academy: school::AcademyId,
    at: school::Instant,
    by: Actor,
    random: &'a mut Random,
}

impl Desk<'_> {
    fn keep<T: Record>(&mut self, db: &mut Db, value: T) -> store::Result<()> {
        let kept = Kept {
            id: self.random.id(self.at),
            academy_id: self.academy,
            value,
            revision: 1,
            created_at: self.at,
            updated_at: self.at,
            by: self.by.clone(),
        };
        store::records::insert(db, &kept)
    }
}

fn save_history(db: &mut Db, academy: &MadeAcademy, history: &History) -> store::Result<()> {
    let id = academy.academy.id;
    sheets::insert(db, id, &history.sheets)?;
    history.imports.iter().try_for_each(|import| imports::insert(db, import))?;
    entries::import(db, id, &history.imported)?;
    history.submissions.iter().try_for_each(|submission| entries::submit(db, id, submission))?;
    amendments::insert(db, id, &history.amendments)?;
    details::save(db, id, &history.details)
}

fn save_ahead(db: &mut Db, academy: &MadeAcademy, ahead: &Ahead) -> store::Result<()> {
    ahead.plans.iter().try_for_each(|plan| planned::insert(db, plan))?;
    issues::raise(db, academy.academy.id, &ahead.issues).map(drop)
}

/// The events of what was done here: registers taken, marks amended, files imported.
fn save_events(db: &mut Db, academy: &MadeAcademy, history: &History, random: &mut Random) -> store::Result<()> {
    let academy_id = Some(academy.academy.id);
    let mut news: BTreeMap<String, (Actor, Vec<Event>)> = BTreeMap::new();
    let mut add = |by: &Actor, event: Event| {
        news.entry(format!("{by:?}")).or_insert_with(|| (by.clone(), Vec::new())).1.push(event);
    };
    for import in &history.imports {
        let (id, at, fields) = (random.id::<EventId>(import.created_at), import.created_at, json!(["status"]));
        let (subject_kind, kind, subject_id) = ("import", "succeeded", import.id.0);
        add(&import.by, Event { id, academy_id, subject_kind, subject_id, kind, at, fields });
    }
    for submission in &history.submissions {
        let (id, at) = (random.id::<EventId>(submission.sent_at), submission.sent_at);
        let entered = submission.marks.len();
        let fields =
            json!({ "date": submission.at.date, "session": submission.at.session, "entered": entered, "amended": 0 });
        let (subject_kind, kind) = ("register", "taken");
        let Some(group) = submission.group_id else { continue };
        add(&submission.by, Event { id, academy_id, subject_kind, subject_id: group.0, kind, at, fields });
    }
    for amendment in &history.amendments {
        let (id, at) = (random.id::<EventId>(amendment.made_at), amendment.made_at);
        let fields = json!({ "date": amendment.at.date, "session": amendment.at.session, "fields": ["code", "minutes_late", "comment"] });
        let (subject_kind, kind, subject_id) = ("mark", "amended", amendment.pupil_id.0);
        add(&amendment.by, Event { id, academy_id, subject_kind, subject_id, kind, at, fields });
    }
    news.values().try_for_each(|(by, events)| events::record(db, by, events))
}
