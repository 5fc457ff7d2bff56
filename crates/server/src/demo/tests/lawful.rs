//! No mark breaks a rule, and every rule about concerns has something to say.

use super::{small, year_group};
use crate::demo::world::{MadeAcademy, World};
use attendance::MarkSheet;
use attendance::code::Code;
use attendance::concerns::{AttendanceYear, PupilAttendance, Rule, concerns};
use attendance::register::{ImportRules, Imported, OnRecord, RosterPupil, SentMark, Settings};
use school::SchoolWeeks;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Days in every part of the year, in years of either set of codes, a leap day among them.
const DAYS: [&str; 7] =
    ["2026-11-24", "2026-09-04", "2027-01-06", "2024-02-29", "2024-10-10", "2026-06-26", "2026-07-21"];

/// The trust on each of the days, made once.
static WORLDS: LazyLock<Vec<World>> = LazyLock::new(|| DAYS.iter().map(|wanted| small(wanted)).collect());

/// One pupil of this many is looked at closely.
const SAMPLE: usize = 5;

fn check(academy: &MadeAcademy, world: &World, from: usize) {
    for pupil in academy.pupils.iter().skip(from).step_by(SAMPLE) {
        for sheet in &pupil.sheets {
            let calendar = academy.calendar(sheet.year).unwrap();
            let year_group = year_group(pupil, sheet);
            let (settings, on_record) = (Settings::default(), OnRecord::default());
            let rules = ImportRules { calendar, now: world.day.now, settings, local: &[], on_record: &on_record };
            let roster = RosterPupil {
                pupil_id: pupil.record.id,
                enrolment_id: sheet.enrolment_id,
                date_of_birth: pupil.record.identity.date_of_birth,
                year_group: Some(year_group),
                boarder: false,
                standing: None,
                planned: None,
            };
            let marks = MarkSheet::from_bytes(sheet.year, &sheet.marks).unwrap();
            for (place, code) in marks.iter() {
                let at = sheet.year.session_at(place).unwrap();
                assert!(calendar.meets(at, Some(year_group)), "{at:?}");
                let sent = SentMark { code: code.as_str(), minutes_late: None, comment: None };
                let stay = pupil.enrolments.iter().find(|stay| stay.id == sheet.enrolment_id).unwrap();
                assert!(stay.stay.holds_on(at.date));
                match rules.check(Some(&roster), at, &sent) {
                    Ok(Imported::Mark(mark)) => {
                        let warned = |warning: &str| mark.warnings.iter().any(|each| each.code == warning);
                        assert!(!warned("c2_outside_compulsory_school_age") && !warned("study_leave_year_group"));
                    }
                    other => panic!("{at:?} {code}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn no_mark_breaks_a_rule_of_the_register() {
    for (place, world) in WORLDS.iter().enumerate() {
        world.academies.iter().for_each(|academy| check(academy, world, place % SAMPLE));
    }
}

#[test]
fn everybody_in_a_taken_register_has_a_mark_and_nobody_has_one_ahead() {
    let world = &WORLDS[0];
    let mut not_taken = 0;
    for academy in &world.academies {
        not_taken += academy.not_taken.len();
        let place = 2 * world.day.year.day_index(world.day.today).unwrap();
        for pupil in academy.pupils.iter().filter(|pupil| pupil.is_on_roll(world.day.today)) {
            let sheet = pupil.sheets.iter().find(|sheet| sheet.year == world.day.year).unwrap();
            let taken = pupil.group_on(world.day.today).is_some_and(|group| !academy.not_taken.contains(&group));
            assert_eq!(sheet.marks[place] != 0, taken);
            assert!(sheet.marks[place + 1..].iter().all(|byte| *byte == 0));
        }
    }
    assert_eq!(not_taken, 3);
}

/// The rules that hold for somebody of an academy.
fn met(academy: &MadeAcademy, world: &World) -> BTreeSet<Rule> {
    let weeks = SchoolWeeks::of(academy.calendars.iter().map(|(year, calendar)| (*year, calendar)));
    let mut met = BTreeSet::new();
    for pupil in &academy.pupils {
        let read = |sheet: &crate::demo::world::MadeSheet| MarkSheet::from_bytes(sheet.year, &sheet.marks).unwrap();
        let sheets: Vec<_> = pupil.sheets.iter().map(|sheet| (read(sheet), sheet.held)).collect();
        let attendance = PupilAttendance {
            pupil_id: pupil.record.id,
            upn: None,
            date_of_birth: pupil.record.identity.date_of_birth,
            years: sheets.iter().map(|(sheet, sessions)| AttendanceYear { sheet, sessions: *sessions }).collect(),
        };
        met.extend(concerns(&attendance, &weeks, world.day.today).into_iter().map(|concern| concern.rule));
    }
    met
}

#[test]
fn every_concern_occurs_at_every_academy() {
    for (wanted, world) in DAYS.iter().zip(WORLDS.iter()) {
        for academy in &world.academies {
            // Fifteen days of illness cannot lie in a year that is younger.
            let young =
                academy.school_days(world.day.year).iter().filter(|date| **date <= world.day.today).count() < 16;
            // Those that look at marks alone and that any school has.
            let common = Rule::ALL.into_iter().take(6);
            let expected = common.filter(|rule| !(young && *rule == Rule::Sickness15Days));
            let met = met(academy, world);
            let missing: Vec<Rule> = expected.filter(|rule| !met.contains(rule)).collect();
            assert!(missing.is_empty(), "{wanted}: {missing:?}");
        }
    }
}

#[test]
fn absences_without_reason_are_there_for_vulnerable_pupils_this_morning() {
    let world = &*super::WHOLE;
    let place = 2 * world.day.year.day_index(world.day.today).unwrap();
    for academy in &world.academies {
        let unexplained = academy.pupils.iter().filter(|pupil| {
            let marks = pupil.sheets.iter().find(|sheet| sheet.year == world.day.year).map(|sheet| sheet.marks[place]);
            marks == Some(Code::NO_REASON_YET.byte())
        });
        let vulnerable =
            unexplained.filter(|pupil| pupil.characteristics_on(world.day.today).unwrap().is_vulnerable()).count();
        assert!(vulnerable >= 3);
    }
}
