//! An academy with a database of its own for each test, a clock that stands still, and a client that sends files.

use access::Reach;
use app::attendance::marks::{Amending, MarkWithHistory, amend_mark, find_mark};
use app::attendance::verify::verify_sheets;
use app::imports::{Format, Receiving, list_rejections, run_one};
use app::{Acting, App, Settings};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use exchange::DateOrder;
use school::{
    Academy, AcademyId, Actor, Calendar, ClientId, ImportId, MarkAuthority, Phase, PupilId, Session, SessionAt,
    Signatory, StaffId, StandingClock, Upn,
};
use std::fmt::Write;
use std::sync::Arc;
use store::Pool;
use store::attendance::issues::Issue;
use store::imports::{Import, Rejection};
use uuid::Uuid;

/// Monday 23 November 2026, three in the afternoon: both registers of the day have closed.
pub(crate) const NOW: &str = "2026-11-23T15:00:00Z";

pub(crate) struct Scene {
    pub(crate) app: App,
    pub(crate) clock: StandingClock,
    pub(crate) academy: AcademyId,
    /// The client that sends files.
    pub(crate) client: Acting,
    /// A person who signs.
    pub(crate) officer: Acting,
}

/// Runs a test on SQLite, and on PostgreSQL where there is one.
pub(crate) fn on_each_database(test: impl Fn(&Scene)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("imports.db");
    test(&scene(&format!("sqlite://{}", path.display())));
    let Ok(url) = std::env::var("ROLLCALL_TEST_DATABASE_URL") else {
        eprintln!("ROLLCALL_TEST_DATABASE_URL is not set: not tested on PostgreSQL");
        return;
    };
    let schema = format!("imports_{}", school::uuid_at(NOW.parse().unwrap(), app::random_bytes()).simple());
    let mut connection = PgConnection::establish(&url).unwrap();
    connection.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
    let sign = if url.contains('?') { '&' } else { '?' };
    test(&scene(&format!("{url}{sign}options=-csearch_path%3D{schema}")));
    connection.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).unwrap();
}

fn scene(url: &str) -> Scene {
    store::migrate(&mut store::open(url).unwrap()).unwrap();
    let clock = StandingClock::at(NOW.parse().unwrap());
    let app = App::new(Pool::open(url, 4).unwrap(), Arc::new(clock.clone()), Settings::default());
    let client = Some((ClientId(Uuid::from_u128(8)), "MIS connector".to_owned()));
    let person = Signatory {
        staff_id: StaffId(Uuid::from_u128(7)),
        name: "Ms Amina Example".to_owned(),
        position: "Attendance officer".to_owned(),
    };
    let acting = |person| Acting { actor: Actor { client: client.clone(), person }, reach: Reach::everything() };
    let (client, officer) = (acting(None), acting(Some(person)));
    let academy = found(&app, &client);
    Scene { app, clock, academy, client, officer }
}

fn found(app: &App, acting: &Acting) -> AcademyId {
    app.write(acting, |cx| {
        let academy = Academy {
            id: cx.new_id(),
            name: "Made-up High".to_owned(),
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
        for (year, calendar) in [("2026-27", calendar()), ("2020-21", old_calendar())] {
            store::roll::calendars::save(cx.db, academy.id, year.parse().unwrap(), &calendar, 0, cx.at)?;
        }
        Ok(academy.id)
    })
    .unwrap()
}

fn calendar() -> Calendar {
    serde_json::from_str(
        r#"{"terms":[{"name":"Autumn","first_day":"2026-09-02","last_day":"2026-12-18"},
                     {"name":"Spring","first_day":"2027-01-05","last_day":"2027-03-25"}],
            "non_school_days":[{"first_day":"2026-10-26","last_day":"2026-10-30","reason":"half_term"}]}"#,
    )
    .unwrap()
}

fn old_calendar() -> Calendar {
    serde_json::from_str(r#"{"terms":[{"name":"All","first_day":"2020-09-02","last_day":"2021-07-20"}]}"#).unwrap()
}

pub(crate) fn upn(number: usize) -> Upn {
    Upn::with_check_letter(&format!("{:012}", 800_000_000_000 + number)).unwrap()
}

pub(crate) fn at(date: &str, session: Session) -> SessionAt {
    SessionAt::new(date.parse().unwrap(), session)
}

/// A file of pupils numbered from 0, all in year 9 and on roll since September 2020.
pub(crate) fn pupils(count: usize) -> String {
    let mut file = String::from("upn,surname,forename,date_of_birth,sex,year_group,registration_group,starting_day\n");
    for number in 0..count {
        writeln!(file, "{},Example,Ada {number},2013-01-31,F,9,9A,2020-09-01", upn(number)).unwrap();
    }
    file
}

/// A file of marks from rows `number date session code`, the number being that of the pupil.
pub(crate) fn marks(rows: &[&str]) -> String {
    let mut file = String::from("upn,date,session,code,minutes_late,comment\n");
    for row in rows {
        let (number, rest) = row.split_once(' ').unwrap();
        let rest: Vec<&str> = rest.splitn(5, ' ').collect();
        writeln!(file, "{},{}{}", upn(number.parse().unwrap()), rest.join(","), ",".repeat(5 - rest.len())).unwrap();
    }
    file
}

impl Scene {
    pub(crate) fn receive(&self, format: Format, dry_run: bool, file: &str) -> ImportId {
        let mut receiving =
            Receiving::begin(&self.app, &self.client, self.academy, format, dry_run, DateOrder::Iso).unwrap();
        for some in file.as_bytes().chunks(700_000) {
            receiving.receive(&self.app, some).unwrap();
        }
        receiving.queue(&self.app).unwrap().id
    }

    pub(crate) fn import(&self, format: Format, file: &str) -> Import {
        self.clock.advance(chrono::Duration::seconds(1));
        let id = self.receive(format, false, file);
        run_one(&self.app, id, &mut |_| {}).unwrap()
    }

    pub(crate) fn marks(&self, rows: &[&str]) -> Import {
        self.import(Format::MarksCsv, &marks(rows))
    }

    /// Line, column and code of what was refused.
    pub(crate) fn refused(&self, import: &Import) -> Vec<(i64, String, String)> {
        self.rejections(import).into_iter().map(|row| (row.line, row.field, row.code)).collect()
    }

    pub(crate) fn rejections(&self, import: &Import) -> Vec<Rejection> {
        self.app.read(&self.client, |cx| list_rejections(cx, import.id, None, 10_000)).unwrap()
    }

    pub(crate) fn pupil(&self, number: usize) -> PupilId {
        let state = self.app.read(&self.client, |cx| cx.state(self.academy)).unwrap();
        let named = state.roll.pupils.iter().find(|pupil| pupil.record.identity.upn == Some(upn(number)));
        named.unwrap().record.id
    }

    pub(crate) fn mark(&self, number: usize, at: SessionAt) -> MarkWithHistory {
        let id = self.pupil(number);
        self.app.read(&self.client, |cx| find_mark(cx, id, at)).unwrap()
    }

    pub(crate) fn amend(&self, number: usize, at: SessionAt, code: &str) {
        let id = self.pupil(number);
        let sent = Amending {
            code: Some(code.to_owned()),
            reason: Some("the parent telephoned".to_owned()),
            ..Amending::default()
        };
        self.app.write(&self.officer, |cx| amend_mark(cx, id, at, &sent, &|_| true)).unwrap();
    }

    pub(crate) fn trust_the_mis(&self) {
        self.app
            .write(&self.officer, |cx| {
                let mut academy = cx.academy(self.academy)?;
                academy.mark_authority = MarkAuthority::Mis;
                academy.revision += 1;
                Ok(store::roll::academies::update(cx.db, &academy)?)
            })
            .unwrap();
    }

    /// Open issues of a kind.
    pub(crate) fn issues(&self, kind: &str) -> Vec<Issue> {
        let mut lent = self.app.pool.lend().unwrap();
        let which = store::attendance::issues::Which { kind: Some(kind), ..Default::default() };
        store::attendance::issues::open(&mut lent, self.academy, &which, 1_000).unwrap()
    }

    /// Proves that the sheets are what the entries say; answers how many entries there are.
    pub(crate) fn verified(&self) -> usize {
        let verified = self.app.read(&self.client, |cx| verify_sheets(cx, self.academy)).unwrap();
        assert_eq!(verified.differences, []);
        verified.entries
    }
}

/// Created, updated, unchanged, rejected; the rows are their sum.
pub(crate) fn counts(import: &Import) -> (i64, i64, i64, i64) {
    let counts = import.counts;
    assert_eq!(import.status, "succeeded", "{:?}", import.problem);
    assert_eq!(counts.rows, counts.created + counts.updated + counts.unchanged + counts.rejected);
    (counts.created, counts.updated, counts.unchanged, counts.rejected)
}
