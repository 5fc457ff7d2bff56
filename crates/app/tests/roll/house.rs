//! A database of its own for each test, a clock that stands still, and somebody who acts.

use access::Reach;
use app::roll::academies::{NewAcademy, create_academy};
use app::roll::calendars::{Manner, put_calendar};
use app::roll::pupils::{PupilFields, create_pupil};
use app::roll::{Ask, StillSame};
use app::{Acting, App, Context, Error, Result, Settings};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use exchange::Cell;
use school::pupil::{Pupil, Sex};
use school::{
    AcademicYear, Academy, AcademyId, Actor, Calendar, ClientId, Date, Phase, Signatory, StaffId, StandingClock, Upn,
};
use std::sync::Arc;
use store::Pool;
use store::attendance::sheets::{self, Span};
use uuid::Uuid;

/// Monday 23 November 2026, nine o'clock.
pub(crate) const NOW: &str = "2026-11-23T09:00:00Z";

pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) acting: Acting,
    pub(crate) clock: StandingClock,
}

/// Runs a test on SQLite, and on PostgreSQL where there is one.
pub(crate) fn on_each_database(test: impl Fn(&House)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roll.db");
    test(&house(&format!("sqlite://{}", path.display())));
    match std::env::var("ROLLCALL_TEST_DATABASE_URL") {
        Ok(url) => on_postgres(&url, test),
        Err(_) => eprintln!("ROLLCALL_TEST_DATABASE_URL is not set: not tested on PostgreSQL"),
    }
}

fn on_postgres(url: &str, test: impl Fn(&House)) {
    let schema = format!("roll_{}", school::uuid_at(NOW.parse().unwrap(), rand()).simple());
    let mut connection = PgConnection::establish(url).unwrap();
    connection.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
    let sign = if url.contains('?') { '&' } else { '?' };
    test(&house(&format!("{url}{sign}options=-csearch_path%3D{schema}")));
    connection.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).unwrap();
}

/// Ten bytes that differ from call to call.
pub(crate) fn rand() -> [u8; 10] {
    use std::hash::{BuildHasher, Hasher};
    let mut bytes = [0; 10];
    let draw = || std::collections::hash_map::RandomState::new().build_hasher().finish().to_be_bytes();
    bytes[..8].copy_from_slice(&draw());
    bytes[8..].copy_from_slice(&draw()[..2]);
    bytes
}

fn house(url: &str) -> House {
    let mut db = store::open(url).unwrap();
    store::migrate(&mut db).unwrap();
    drop(db);
    let clock = StandingClock::at(NOW.parse().unwrap());
    let app = App::new(Pool::open(url, 2).unwrap(), Arc::new(clock.clone()), Settings::default());
    let person = Signatory {
        staff_id: StaffId(Uuid::from_u128(7)),
        name: "Ms Amina Example".to_owned(),
        position: "Attendance officer".to_owned(),
    };
    let actor = Actor { client: Some((ClientId(Uuid::from_u128(8)), "front end".to_owned())), person: Some(person) };
    House { app, acting: Acting { actor, reach: Reach::everything() }, clock }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn year() -> AcademicYear {
    "2026-27".parse().unwrap()
}

pub(crate) fn some(text: &str) -> Cell<String> {
    Cell::Value(text.to_owned())
}

pub(crate) fn upn(number: u32) -> Upn {
    Upn::with_check_letter(&format!("{:012}", 800_000_000_000_u64 + u64::from(number))).unwrap()
}

pub(crate) fn all() -> Ask {
    Ask { limit: 500, ..Ask::default() }
}

pub(crate) fn same<T>() -> StillSame<'static, T> {
    &|_| true
}

pub(crate) fn violations<T: std::fmt::Debug>(result: Result<T>) -> Vec<(String, String)> {
    match result {
        Err(Error::Invalid(all)) => all.into_iter().map(|one| (one.pointer, one.code)).collect(),
        other => panic!("not refused as invalid: {other:?}"),
    }
}

pub(crate) fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
}

pub(crate) fn calendar() -> Calendar {
    serde_json::from_str(
        r#"{"terms":[{"name":"Autumn","first_day":"2026-09-02","last_day":"2026-12-18"},
                     {"name":"Spring","first_day":"2027-01-05","last_day":"2027-03-25"}],
            "non_school_days":[{"first_day":"2026-10-26","last_day":"2026-10-30","reason":"half_term"}]}"#,
    )
    .unwrap()
}

/// A pupil in year 7 and registration group 7A since September 2026.
pub(crate) fn ada(number: u32) -> PupilFields {
    PupilFields {
        upn: Cell::Value(upn(number)),
        surname: some("Example"),
        forename: some("Ada"),
        date_of_birth: Cell::Value(day("2015-01-31")),
        sex: Cell::Value(Sex::F),
        year_group: Cell::Value(7),
        registration_group: some("7A"),
        starting_day: Cell::Value(day("2026-09-02")),
        ..PupilFields::default()
    }
}

impl House {
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Context<'_>) -> Result<T>) -> Result<T> {
        self.app.read(&self.acting, work)
    }

    pub(crate) fn write<T>(&self, work: impl Fn(&mut Context<'_>) -> Result<T>) -> Result<T> {
        self.app.write(&self.acting, work)
    }

    /// The same house for somebody who reaches only one academy.
    pub(crate) fn only(&self, academy: AcademyId) -> Self {
        let mut acting = self.acting.clone();
        acting.reach.academies = access::Academies::one(academy);
        Self { app: self.app.clone(), acting, clock: self.clock.clone() }
    }

    /// The same house for a client on its own behalf.
    pub(crate) fn without_person(&self) -> Self {
        let mut acting = self.acting.clone();
        acting.actor.person = None;
        Self { app: self.app.clone(), acting, clock: self.clock.clone() }
    }

    pub(crate) fn academy(&self, name: &str) -> Academy {
        let new = NewAcademy {
            name: name.to_owned(),
            urn: None,
            la_code: None,
            establishment_number: None,
            phase: Phase::Secondary,
            mark_authority: None,
        };
        self.write(|cx| create_academy(cx, &new)).unwrap()
    }

    pub(crate) fn academy_with_calendar(&self) -> AcademyId {
        let academy = self.academy("Made-up Academy").id;
        let manner = Manner::default();
        self.write(|cx| put_calendar(cx, academy, year(), &calendar(), manner, same())).unwrap();
        academy
    }

    pub(crate) fn pupil(&self, academy: AcademyId, fields: &PupilFields) -> Pupil {
        self.write(|cx| create_pupil(cx, academy, fields)).unwrap().value
    }

    /// Writes present marks on the mornings given.
    pub(crate) fn mark(&self, pupil: &Pupil, mornings: &[&str]) {
        let enrolment = pupil.enrolments.last().unwrap().id;
        self.write(|cx| {
            sheets::ensure(cx.db, pupil.academy_id, year(), &[(enrolment, pupil.id)])?;
            for morning in mornings {
                let from = 2 * year().day_index(day(morning)).unwrap();
                let span = Span { enrolment_id: enrolment, from, seen: vec![0], new: vec![b'/'] };
                sheets::write(cx.db, pupil.academy_id, year(), &[span])?;
            }
            Ok(())
        })
        .unwrap();
    }

    /// Gives all events their places and answers what they were, as `subject kind` in the order of the alphabet.
    pub(crate) fn place_events(&self) -> Vec<String> {
        self.write(|cx| {
            while store::events::waiting(cx.db)? > 0 {
                store::events::place(cx.db, 1_000)?;
            }
            let academies: Vec<AcademyId> = store::roll::academies::all(cx.db)?.iter().map(|one| one.id).collect();
            let events = store::events::after(cx.db, &academies, None, 0, 10_000)?;
            let told = events.into_iter().map(|event| format!("{} {}", event.subject_kind, event.kind));
            let mut told: Vec<String> = told.collect();
            told.sort();
            Ok(told)
        })
        .unwrap()
    }
}
