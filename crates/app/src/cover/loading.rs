//! A day as its records, the timetable and the events make it.

use super::assembling::Frame;
use super::given::Range;
use super::{Around, people, requirement_id};
use crate::records::{self, Filter};
use crate::{Context, Result};
use cover::absence::StaffAbsence;
use cover::arrange::{Board, CoverAssignment, CoverCall, CoverDecision, How, RoomChange, State, board};
use cover::event::CoverEvent;
use cover::need::{Day, Moved, Need, NeedKey, needs};
use cover::plan::book;
use cover::publication::Publication;
use cover::settings::CoverSettings;
use school::{AcademyId, Date, Kept, StaffId};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// Everything that is known of one day's cover.
#[derive(Debug)]
pub struct Loaded {
    /// The academy.
    pub academy: AcademyId,
    /// The day.
    pub date: Date,
    /// Whether it is behind us.
    pub over: bool,
    /// How cover is allocated.
    pub settings: CoverSettings,
    /// The day as cover sees it.
    pub day: Day,
    /// What needs cover.
    pub needs: Vec<Need>,
    /// The ids of what needs cover, in the same order.
    pub ids: Vec<Uuid>,
    /// What was decided.
    pub decisions: HashMap<NeedKey, CoverDecision>,
    /// Who was asked, whatever came of it.
    pub assignments: Vec<Kept<CoverAssignment>>,
    /// Who was asked together with others.
    pub calls: Vec<Kept<CoverCall>>,
    /// Classes in other rooms.
    pub rooms: Vec<Kept<RoomChange>>,
    /// The absences that touch the day.
    pub absences: Vec<Kept<StaffAbsence>>,
    /// The events that touch the day.
    pub events: Vec<Kept<CoverEvent>>,
    /// What was published, in its order.
    pub published: Vec<Kept<Publication>>,
}

impl Loaded {
    /// Loads a day that is about to be written: nobody else arranges it until the transaction ends. The days around it are not
    /// held, so they are read before anybody waits.
    pub fn held(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Self> {
        let around = Around::load(cx, academy, (date, date))?;
        store::cover::hold_day(cx.db, academy, date)?;
        Self::among(cx, academy, date, &around)
    }

    /// Loads a day.
    pub fn of(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Self> {
        let around = Around::load(cx, academy, (date, date))?;
        Self::among(cx, academy, date, &around)
    }

    /// Loads a day among those around it that are read already.
    pub(crate) fn among(cx: &mut Context<'_>, academy: AcademyId, date: Date, around: &Around) -> Result<Self> {
        Self::load(cx, academy, date, Some(around))
    }

    /// Loads a day without the days around it, for who asks what needs cover and who gives it: nobody has free time or other
    /// covers in it, so no rule of limits may be asked and nothing allocated.
    pub(super) fn alone(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Self> {
        Self::load(cx, academy, date, None)
    }

    /// The same of a day that is about to be written.
    pub(super) fn held_alone(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Self> {
        store::cover::hold_day(cx.db, academy, date)?;
        Self::alone(cx, academy, date)
    }

    fn load(cx: &mut Context<'_>, academy: AcademyId, date: Date, around: Option<&Around>) -> Result<Self> {
        let on_the_day = Filter { subjects: None, from: Some(date), to: Some(date) };
        let absences: Vec<Kept<StaffAbsence>> = records::all(cx, academy, &on_the_day)?;
        let events: Vec<Kept<CoverEvent>> = records::all(cx, academy, &on_the_day)?;
        let timetabled = crate::timetable::day(cx, academy, date)?;
        let frame = Frame::load(cx, academy, &events)?;
        let mut day = frame.assemble(&timetabled, &absences, &events);
        day.people = people::on(cx, academy, date, timetabled.week, around)?;
        if day.events.iter().any(|event| !event.wanted.is_empty()) {
            people::trained_to_invigilate(cx, academy, date, &mut day.people)?;
        }
        day.afternoon = cx.state(academy)?.calendar_on(date).map(|calendar| calendar.sessions.pm.opens);
        if let Some(around) = around {
            let elsewhen = around.elsewhen(cx, academy, date)?;
            day.other_days = elsewhen.classes;
            for person in &mut day.people {
                person.done = elsewhen.done.get(&person.id).copied().unwrap_or_default();
            }
        }
        let settings = frame.settings;
        let needs = needs(&day, &settings);
        let ids: Vec<Uuid> = needs.iter().map(|need| requirement_id(academy, date, &need.key)).collect();
        let assignments: Vec<Kept<CoverAssignment>> = records::all(cx, academy, &on_the_day)?;
        let decided: Vec<Kept<CoverDecision>> = records::all(cx, academy, &on_the_day)?;
        let calls = records::all(cx, academy, &on_the_day)?;
        let rooms: Vec<Kept<RoomChange>> = records::all(cx, academy, &on_the_day)?;
        know_rooms(cx, &mut day, academy, &rooms)?;
        let mut published: Vec<Kept<Publication>> = records::all(cx, academy, &on_the_day)?;
        published.sort_by_key(|kept| kept.value.version);
        book_supply(&mut day, &assignments, published.last());
        let by_id: HashMap<Uuid, &Need> = ids.iter().copied().zip(&needs).collect();
        let decisions = decided
            .into_iter()
            .filter_map(|kept| by_id.get(&kept.value.requirement_id).map(|need| (need.key.clone(), kept.value)))
            .collect();
        let mut loaded = Self {
            academy,
            date,
            over: date < school::clock::local(cx.at).0,
            settings,
            day,
            needs,
            ids,
            decisions,
            assignments,
            calls,
            rooms,
            absences,
            events,
            published,
        };
        loaded.count_terms();
        Ok(loaded)
    }

    /// Tells each person how much of what they cover on the day counts towards no limit.
    fn count_terms(&mut self) {
        let mut uncounted: HashMap<StaffId, u16> = HashMap::new();
        for line in &self.board().lines {
            for (_, cover) in line.by.iter().filter(|(_, cover)| cover.how == How::Cover && !cover.terms.counts()) {
                let long = line.need.parts_in(cover.span()).filter(|part| self.settings.counts(part.minutes()));
                let long = u16::try_from(long.count()).unwrap_or(u16::MAX);
                *uncounted.entry(cover.staff_id).or_default() += long;
            }
        }
        for person in &mut self.day.people {
            person.done.today_uncounted = uncounted.get(&person.id).copied().unwrap_or_default();
        }
    }

    /// The day with what needs cover and who gives it.
    pub fn board(&self) -> Board<'_> {
        let assignments = self.assignments.iter().map(|kept| (kept.id.0, &kept.value));
        board(&self.day, &self.needs, &self.decisions, assignments, &self.settings, self.over)
    }

    /// The place of a requirement.
    pub fn place(&self, requirement: Uuid) -> Option<usize> {
        self.ids.iter().position(|id| *id == requirement)
    }

    /// The id of a requirement of the day.
    pub fn id_of(&self, need: &Need) -> Uuid {
        requirement_id(self.academy, self.date, &need.key)
    }

    /// The last version published; 0 for none.
    pub fn version(&self) -> i32 {
        self.published.last().map_or(0, |kept| kept.value.version)
    }

    /// What everything that an allocation hangs on comes to: the same digest means the same allocation.
    pub fn digest(&self) -> [u8; 32] {
        let assignments: Vec<_> = self.assignments.iter().map(|kept| (kept.id, kept.revision)).collect();
        let decisions: BTreeMap<_, _> = self.decisions.iter().collect();
        let text = format!("{:?}{:?}{assignments:?}{decisions:?}", self.day, self.settings);
        Sha256::digest(text.as_bytes()).into()
    }

    /// The room of a class in a period: that of the timetable unless it was changed.
    pub fn room(&self, period: &str, class: &str, usual: Option<&String>) -> Option<String> {
        let changed = self.rooms.iter().find(|kept| kept.value.period == period && kept.value.class == class);
        changed.map(|kept| kept.value.to.clone()).or_else(|| usual.cloned())
    }
}

/// Where classes are on the day, and the buildings of the rooms.
fn know_rooms(cx: &mut Context<'_>, day: &mut Day, academy: AcademyId, changes: &[Kept<RoomChange>]) -> Result<()> {
    day.moved = changes
        .iter()
        .map(|kept| Moved {
            period: kept.value.period.clone(),
            class: kept.value.class.clone(),
            room: kept.value.to.clone(),
        })
        .collect();
    let rooms = crate::timetable::all_rooms(cx, academy)?;
    day.seats = rooms.iter().filter_map(|room| Some((room.name.clone(), room.capacity?))).collect();
    day.buildings = rooms.into_iter().filter_map(|room| Some((room.name, room.building?))).collect();
    Ok(())
}

/// Supply that was told to come is booked for that half of the day: by what was published, or by who chose, asked or accepted it.
fn book_supply(day: &mut Day, assignments: &[Kept<CoverAssignment>], told: Option<&Kept<Publication>>) {
    let shares = told.into_iter().flat_map(|kept| &kept.value.lines).flat_map(|line| &line.shares);
    let told: HashSet<Uuid> = shares.map(|share| share.assignment_id).collect();
    for kept in assignments.iter().filter(|kept| kept.value.state.holds()) {
        let CoverAssignment { pinned, state, staff_id, .. } = kept.value;
        if pinned || state != State::Arranged || told.contains(&kept.id.0) {
            book(day, staff_id, kept.value.span());
        }
    }
}

/// The days that one use case looks back over.
pub(super) fn over(cx: &mut Context<'_>, academy: AcademyId, range: Range) -> Result<Records> {
    let filter = Filter { subjects: None, from: Some(range.from), to: Some(range.to) };
    let events = records::all(cx, academy, &filter)?;
    Ok(Records {
        frame: Frame::load(cx, academy, &events)?,
        absences: records::all(cx, academy, &filter)?,
        events,
        assignments: records::matching(cx, academy, &filter, |cover: &CoverAssignment| cover.state.holds())?,
        decisions: records::all(cx, academy, &filter)?,
    })
}

/// The records of several days.
pub(super) struct Records {
    pub(super) frame: Frame,
    pub(super) absences: Vec<Kept<StaffAbsence>>,
    pub(super) events: Vec<Kept<CoverEvent>>,
    /// Those that hold: who declined or was replaced is not among them.
    pub(super) assignments: Vec<Kept<CoverAssignment>>,
    pub(super) decisions: Vec<Kept<CoverDecision>>,
}
