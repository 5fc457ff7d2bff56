//! The trust in a database.

use super::{SEED, day, small};
use crate::Settings;
use crate::demo::clients::Clients;
use crate::demo::{clock::RunningClock, database, save};
use attendance::register::RegisterStatus;
use school::Clock;
use std::sync::Arc;

fn settings(folder: &tempfile::TempDir) -> Settings {
    let url = format!("sqlite://{}", folder.path().join("demo.db").display());
    Settings::resolve(crate::Flags { database_url: Some(url), ..crate::Flags::default() }).unwrap()
}

#[test]
fn every_sheet_is_what_its_entries_say() {
    for wanted in ["2026-11-24", "2026-09-03"] {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(&folder);
        let world = small(wanted);
        let clients = Clients::make(day(wanted), SEED);
        let mut db = store::open(&settings.database_url).unwrap();
        assert_eq!(save::save(&mut db, &world, &clients, SEED).unwrap().len(), clients.0.len());
        let refused = save::save(&mut db, &world, &clients, SEED).unwrap_err();
        assert!(refused.to_string().contains("academies already"), "{refused}");
        let app = crate::listener::application(&settings, Arc::new(RunningClock::starting_at(world.day.now))).unwrap();
        for academy in &world.academies {
            let id = academy.academy.id;
            let found = app.read(&crate::operator(), |cx| app::attendance::verify::verify_sheets(cx, id)).unwrap();
            assert_eq!(found.differences, []);
            assert!(found.sheets > 0 && found.entries > 0);
            let board = app.read(&crate::operator(), |cx| app::attendance::board::day_board(cx, id, world.day.today));
            let board = board.unwrap();
            let overdue = |line: &&_| {
                matches!(line, app::attendance::registers::RegisterLine { status: RegisterStatus::Overdue, .. })
            };
            assert_eq!(board.registers_not_taken.iter().filter(overdue).count(), academy.not_taken.len());
            assert!(!board.without_reason.is_empty());
        }
    }
}

#[test]
fn a_folder_of_its_own_goes_when_the_demonstration_ends() {
    let settings = Settings::resolve(crate::Flags::default()).unwrap();
    let (chosen, folder) = database::choose(&settings).unwrap();
    let path = chosen.database_url.strip_prefix("sqlite://").unwrap().to_owned();
    let parent = std::path::Path::new(&path).parent().unwrap().to_owned();
    assert!(parent.is_dir());
    drop(folder);
    assert!(!parent.exists());
    let named = tempfile::tempdir().unwrap();
    let named = super::kept::settings(&named);
    assert_eq!(database::choose(&named).unwrap().0.database_url, named.database_url);
}

#[test]
fn the_clock_starts_at_half_past_ten_and_runs() {
    let day = day("2026-06-26");
    let clock = RunningClock::starting_at(day.now);
    assert_eq!((clock.today(), school::clock::local(day.now).1.to_string()), (day.today, "10:30:00".to_owned()));
    let first = clock.now();
    assert!(first >= day.now && clock.now() >= first);
}

#[test]
fn the_cover_of_the_morning_can_be_allocated() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(&folder);
    let world = small("2026-11-24");
    let clients = Clients::make(day("2026-11-24"), SEED);
    let mut db = store::open(&settings.database_url).unwrap();
    save::save(&mut db, &world, &clients, SEED).unwrap();
    let app = crate::listener::application(&settings, Arc::new(RunningClock::starting_at(world.day.now))).unwrap();
    let (mut allocated, mut noted) = (0, 0);
    for academy in world.academies.iter().filter(|academy| academy.timetable.is_some()) {
        let ask =
            app::cover::solving::Ask { pins: Vec::new(), exclude: Vec::new(), keep: true, save: false, reason: None };
        let acting = crate::operator();
        let loaded = app.read(&acting, |cx| app::cover::solving::load(cx, academy.academy.id, world.day.today, &ask));
        let allocation = app::cover::solving::work(&loaded.unwrap(), &ask).into_allocation();
        allocated += allocation.assignments.len();
        // Whoever comes from outside is checked elsewhere; everybody else was checked here.
        let from_outside = |id: &school::StaffId| {
            let same = academy.staff.iter().find(|member| member.id == *id);
            same.is_some_and(|member| member.roles.contains(&school::Role::ExternalCaseworker))
        };
        let reasons = allocation.uncovered.iter().flat_map(|open| &open.because);
        let mut unchecked = reasons.filter(|each| each.rule == "vetting").flat_map(|each| &each.staff_ids);
        assert!(unchecked.all(from_outside), "everybody was checked");
        noted += crate::demo::cover::notes(academy).len();
        for notes in crate::demo::cover::notes(academy) {
            let made = academy.timetable.as_ref().unwrap();
            let members =
                made.members.iter().map(|(_, member)| member).filter(|member| member.group_id == notes.group_id);
            let members = members.map(|member| member.pupil_id).collect();
            assert_eq!(cover::briefing::check(&notes.notes, &members), []);
        }
    }
    assert!(allocated >= 3 && noted > 3, "{allocated} {noted}");
}
