//! Filling the database, straight through the store.

use crate::Ground;
use crate::world::{self, GROUPS, PUPILS, WITH_A_PAST, YearGroups};
use school::academy::{MarkAuthority, Phase};
use school::group::{Group, GroupKind, Membership};
use school::pupil::{Characteristics, Enrolment, EnrolmentKind, Identity, SenStatus, Sex, Stay};
use school::{AcademicYear, Academy, Clock, Date, EntryId, ImportId, Instant, SessionAt, SystemClock};
use store::attendance::entries::{ImportedMark, ImportedMarks};
use store::attendance::sheets::Span;
use store::attendance::{entries, sheets};
use store::roll::{academies, calendars, groups, pupils};
use store::{Db, Error};

pub(crate) fn prepare(ground: &Ground) {
    let mut db = ground.open();
    let begun = std::time::Instant::now();
    let now = SystemClock.now();
    for number in 0..ground.academies {
        let mut years = vec![world::this_year()];
        if number < WITH_A_PAST {
            years.extend(world::this_year().previous());
            years.extend(world::this_year().previous().and_then(AcademicYear::previous));
        }
        store::write(&mut db, |db| academy(db, number, YearGroups::SECONDARY, &years, now)).expect("an academy");
    }
    let marks = |place, sessions: &[SessionAt]| sessions.iter().map(|at| world::code(0, place, *at) as u8).collect();
    let past = store::write(&mut db, |db| past_year(db, 0, marks, now)).expect("a past year");
    println!(
        "{} academies, {} registration groups, {} pupils; {past} marks of the year before; {:.1} s",
        ground.academies,
        ground.academies * GROUPS,
        ground.academies * GROUPS * PUPILS,
        begun.elapsed().as_secs_f64()
    );
}

fn first_day() -> Date {
    let year = world::this_year();
    year.previous().and_then(AcademicYear::previous).unwrap_or(year).first_day()
}

/// One academy with its calendars, groups and pupils.
pub(crate) fn academy(
    db: &mut Db,
    number: u32,
    year_groups: YearGroups,
    years: &[AcademicYear],
    now: Instant,
) -> Result<(), Error> {
    let id = world::academy(number);
    let academy = Academy {
        id,
        name: format!("Made-Up Academy {number}"),
        urn: Some(format!("{}", 900_000 + number)),
        la_code: Some("801".to_owned()),
        establishment_number: Some(format!("{}", 4_000 + number)),
        phase: if year_groups.first < 7 { Phase::AllThrough } else { Phase::Secondary },
        mark_authority: MarkAuthority::Rollcall,
        revision: 1,
        created_at: now,
        updated_at: now,
    };
    academies::insert(db, &academy)?;
    for year in years {
        calendars::save(db, id, *year, &world::calendar(*year), 0, now)?;
    }
    for place in 0..GROUPS {
        let group = Group {
            id: world::group(number, place),
            academy_id: id,
            name: year_groups.name(place),
            kind: GroupKind::Registration,
            revision: 1,
            created_at: now,
            updated_at: now,
        };
        groups::insert(db, &group)?;
    }
    members(db, number, year_groups, now)?;
    if !years.contains(&world::this_year()) {
        return Ok(());
    }
    // It is November: every pupil has a sheet already.
    let places = 0..GROUPS * PUPILS;
    let sheets: Vec<_> = places.map(|place| (world::enrolment(number, place), world::pupil(number, place))).collect();
    sheets::ensure(db, id, world::this_year(), &sheets)
}

fn members(db: &mut Db, number: u32, year_groups: YearGroups, now: Instant) -> Result<(), Error> {
    let id = world::academy(number);
    let places = 0..GROUPS * PUPILS;
    let records: Vec<_> = places.clone().map(|place| record(number, place, year_groups, now)).collect();
    pupils::insert(db, &records)?;
    let stay = Stay { starting_day: first_day(), leaving_day: None };
    let stays: Vec<_> = places
        .clone()
        .map(|place| {
            let enrolment =
                Enrolment { id: world::enrolment(number, place), stay, kind: EnrolmentKind::Main, ground: None };
            (world::pupil(number, place), enrolment)
        })
        .collect();
    pupils::insert_enrolments(db, id, &stays, now)?;
    let said: Vec<_> = places
        .clone()
        .map(|place| (world::pupil(number, place), first_day(), characteristics(place, year_groups)))
        .collect();
    pupils::save_characteristics(db, id, &said)?;
    let members: Vec<_> = places
        .map(|place| {
            let group_id = world::group(number, place / PUPILS);
            let pupil_id = world::pupil(number, place);
            (pupil_id.0, Membership { group_id, pupil_id, first_day: first_day(), last_day: None })
        })
        .collect();
    groups::insert_members(db, id, &members)
}

fn record(number: u32, place: u32, year_groups: YearGroups, now: Instant) -> pupils::Record {
    let id = world::pupil(number, place);
    let years = i16::try_from(5 + year_groups.of(place / PUPILS)).unwrap_or(12);
    let born_in = AcademicYear::beginning_in(world::this_year().start_year() - years).unwrap_or(world::this_year());
    let identity = Identity {
        upn: Some(world::upn(number, place)),
        former_upn: None,
        surname: format!("Example{:04}", world::mixed(u64::from(place)) % 10_000),
        forename: format!("Pupil{place}"),
        legal_surname: None,
        legal_forename: None,
        other_names: None,
        date_of_birth: born_in.first_day().iter_days().nth(place as usize % 365).unwrap_or_default(),
        sex: if place.is_multiple_of(2) { Sex::F } else { Sex::M },
        address: None,
        last_school: None,
        next_school: None,
        mis_id: None,
    };
    let person_id = id.0.into();
    pupils::Record {
        id,
        academy_id: world::academy(number),
        person_id,
        identity,
        revision: 1,
        created_at: now,
        updated_at: now,
    }
}

fn characteristics(place: u32, year_groups: YearGroups) -> Characteristics {
    Characteristics {
        year_group: i16::try_from(year_groups.of(place / PUPILS)).ok(),
        free_school_meals: Some(place.is_multiple_of(4)),
        sen_status: Some(if place.is_multiple_of(6) { SenStatus::Support } else { SenStatus::None }),
        ..Characteristics::default()
    }
}

/// The whole year before of marks of one academy, as an import would have entered them: `marks` says the codes of the pupil at a
/// place for the sessions.
pub(crate) fn past_year(
    db: &mut Db,
    number: u32,
    marks: impl Fn(u32, &[SessionAt]) -> Vec<u8>,
    now: Instant,
) -> Result<usize, Error> {
    let Some(year) = world::this_year().previous() else { return Ok(0) };
    let id = world::academy(number);
    let sessions = world::sessions(year);
    let places: Vec<usize> = sessions.iter().filter_map(|at| year.index_of(*at)).collect();
    let all: Vec<_> =
        (0..GROUPS * PUPILS).map(|place| (world::enrolment(number, place), world::pupil(number, place))).collect();
    sheets::ensure(db, id, year, &all)?;
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return Ok(0) };
    let (mut spans, mut rows) = (Vec::new(), Vec::new());
    for (place, (enrolment_id, pupil_id)) in (0..).zip(&all) {
        let mut new = vec![0; last - first + 1];
        let mut entered = Vec::with_capacity(places.len());
        for (index, byte) in places.iter().zip(marks(place, &sessions)) {
            new[index - first] = byte;
            entered.push(ImportedMark { place: u16::try_from(*index).unwrap_or(0), before: 0, after: byte });
        }
        spans.push(Span { enrolment_id: *enrolment_id, from: *first, seen: vec![0; new.len()], new });
        rows.push(ImportedMarks {
            id: EntryId(pupil_id.0),
            year,
            enrolment_id: *enrolment_id,
            import_id: ImportId(id.0),
            at: now,
            version: 1,
            marks: entered,
        });
    }
    sheets::write(db, id, year, &spans)?;
    entries::import(db, id, &rows)?;
    Ok(places.len() * all.len())
}
