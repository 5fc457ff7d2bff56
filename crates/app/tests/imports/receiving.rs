//! Receiving files, and files that cannot be read.

use crate::scene::{counts, marks, on_each_database, pupils};
use app::imports::{Format, NotReceived, Receiving, find_import, list_imports, run_next, run_one};
use app::roll::Ask;
use app::{App, Error, Kind, Settings};
use exchange::DateOrder;
use school::{AcademyId, ImportId};
use std::sync::Arc;
use uuid::Uuid;

#[test]
fn a_file_that_is_too_large_leaves_nothing_behind() {
    on_each_database(|scene| {
        let settings = Settings { largest_import: 3_000_000, ..Settings::default() };
        let app = App::new(scene.app.pool.clone(), Arc::new(scene.clock.clone()), settings);
        let begin =
            || Receiving::begin(&app, &scene.client, scene.academy, Format::MarksCsv, false, DateOrder::Iso).unwrap();
        let mut receiving = begin();
        let id = receiving.id();
        receiving.receive(&app, &[b'x'; 2_999_999]).unwrap();
        assert!(matches!(receiving.receive(&app, b"xx"), Err(NotReceived::TooLarge { most: 3_000_000 })));
        assert_gone(&app, scene.academy, id);
        let mut receiving = begin();
        let id = receiving.id();
        receiving.receive(&app, &[b'x'; 2_000_000]).unwrap();
        receiving.abandon(&app).unwrap();
        assert_gone(&app, scene.academy, id);
        // What a lost connection leaves goes when a worker has nothing to do.
        let mut receiving = begin();
        let id = receiving.id();
        receiving.receive(&app, &[b'x'; 2_000_000]).unwrap();
        drop(receiving);
        assert!(!run_next(&app).unwrap());
        scene.clock.advance(chrono::Duration::hours(25));
        assert!(!run_next(&app).unwrap());
        assert_gone(&app, scene.academy, id);
    });
}

fn assert_gone(app: &App, academy: AcademyId, id: ImportId) {
    let mut lent = app.pool.lend().unwrap();
    assert_eq!(store::imports::find(&mut lent, id).unwrap(), None);
    assert_eq!(store::imports::chunk(&mut lent, academy, id, 0).unwrap(), None);
}

#[test]
fn a_file_that_cannot_be_read_fails_and_says_why() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let good = marks(&["0 2026-11-02 am /", "0 2026-11-02 pm \\"]);
        let quoted = format!("{good}\"");
        let dtd = "<!DOCTYPE x [<!ENTITY a \"b\">]><CTfile/>";
        for (format, file, code) in [
            (Format::MarksCsv, "", "empty_file"),
            (Format::MarksCsv, "upn,date,code\n", "header_does_not_fit"),
            (Format::MarksCsv, quoted.as_str(), "unclosed_quote (line 4)"),
            (Format::PupilsCsv, good.as_str(), "header_does_not_fit"),
            (Format::Ctf, good.as_str(), ""),
            (Format::Ctf, dtd, "document_type_refused"),
        ] {
            let import = scene.import(format, file);
            assert_eq!(import.status, "failed");
            let problem = import.problem.unwrap();
            assert!(problem.starts_with(code) && problem.ends_with("nothing was imported"), "{problem}");
            assert_eq!(import.counts.rows, 0);
            assert!(import.finished_at.is_some() && import.lease_until.is_none());
        }
        assert_eq!(scene.verified(), 0);
    });
}

#[test]
fn bytes_that_are_not_utf8_fail_before_anything_is_written() {
    on_each_database(|scene| {
        scene.import(Format::PupilsCsv, &pupils(1));
        let mut file = marks(&["0 2026-11-02 am /"]).into_bytes();
        file.extend_from_slice(b"caf\xe9,2026-11-02,pm,I,,\n");
        let (app, client) = (&scene.app, &scene.client);
        let mut receiving =
            Receiving::begin(app, client, scene.academy, Format::MarksCsv, false, DateOrder::Iso).unwrap();
        receiving.receive(app, &file).unwrap();
        let id = receiving.queue(app).unwrap().id;
        assert!(run_next(app).unwrap());
        let import = app.read(client, |cx| find_import(cx, id)).unwrap();
        assert_eq!(import.status, "failed");
        assert!(import.problem.unwrap().starts_with("not_utf8 (line 3)"));
        assert_eq!(scene.verified(), 0);
    });
}

#[test]
fn imports_are_found_in_reach_and_listed_the_newest_first() {
    on_each_database(|scene| {
        let first = scene.import(Format::PupilsCsv, &pupils(1));
        let second = scene.marks(&["0 2026-11-02 am /"]);
        assert_eq!(counts(&second), (1, 0, 0, 0));
        let app = &scene.app;
        let list = |after, limit| {
            let ask = Ask { limit, after, updated_since: None };
            let listed = app.read(&scene.client, |cx| list_imports(cx, scene.academy, &ask)).unwrap();
            (listed.data.iter().map(|import| import.id).collect::<Vec<_>>(), listed.next)
        };
        assert_eq!(list(None, 10).0, [second.id, first.id]);
        let (page, next) = list(None, 1);
        assert_eq!(page, [second.id]);
        assert_eq!(list(next, 10), (vec![first.id], None));
        let mut elsewhere = scene.client.clone();
        elsewhere.reach.academies = access::Academies::one(AcademyId(Uuid::from_u128(1)));
        let found = app.read(&elsewhere, |cx| find_import(cx, first.id));
        assert!(matches!(found, Err(Error::NotFound(Kind::Import))));
        let mut lent = app.pool.lend().unwrap();
        assert_eq!(store::imports::chunk(&mut lent, scene.academy, second.id, 0).unwrap(), None);
    });
}

#[test]
fn a_copy_of_the_list_holds_what_arrived_and_sees_it_begun() {
    on_each_database(|scene| {
        let (app, client) = (&scene.app, &scene.client);
        let listed = |since: Option<&str>| {
            store::write(&mut app.pool.lend().unwrap(), |db| store::events::place(db, 1_000)).unwrap();
            let ask = Ask { limit: 10, after: None, updated_since: since.map(str::to_owned) };
            app.read(client, |cx| list_imports(cx, scene.academy, &ask)).unwrap()
        };
        let ids =
            |since| listed(since).data.iter().map(|import| (import.id, import.status.clone())).collect::<Vec<_>>();
        let begin = || Receiving::begin(app, client, scene.academy, Format::MarksCsv, false, DateOrder::Iso).unwrap();
        // One that never arrives was never in the list, so that nothing of it is left in a copy.
        let lost = begin();
        assert_eq!(ids(None), []);
        assert!(app.read(client, |cx| find_import(cx, lost.id())).is_err());
        let mark = listed(None).watermark;
        lost.abandon(app).unwrap();
        assert_eq!((ids(Some(&mark)), listed(Some(&mark)).removed), (vec![], vec![]));
        let mut receiving = begin();
        receiving.receive(app, marks(&["0 2026-11-02 am /"]).as_bytes()).unwrap();
        let id = receiving.queue(app).unwrap().id;
        assert_eq!(ids(Some(&mark)), [(id, "queued".to_owned())]);
        // A worker that has begun is seen before it is done.
        let mark = listed(Some(&mark)).watermark;
        let mut seen = Vec::new();
        run_one(app, id, &mut |_| seen.extend(ids(Some(&mark)))).unwrap();
        assert!(seen.contains(&(id, "running".to_owned())), "{seen:?}");
        let last = ids(Some(&mark));
        assert!(last.len() == 1 && last[0].1 == "succeeded", "{last:?}");
    });
}
