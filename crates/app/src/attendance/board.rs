//! The manager's board for a school day, and who is on site now.

use super::loading::{self, Session};
use super::registers::{RegisterLine, list_registers};
use crate::{AcademyState, Context, Error, Result};
use attendance::code::Code;
use attendance::lesson::Passage;
use attendance::register::{Moment, RegisterStatus, RosterPupil};
use school::pupil::Characteristics;
use school::{AcademyId, Date, Instant, PupilId, SessionAt};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use store::attendance::issues::{self, Issue, Which};
use store::roll::snapshot::RollPupil;

/// How many conflicts the board shows at most; the list of conflicts has all.
const MOST_CONFLICTS: i64 = 200;

/// Why an absence without a reason is looked at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Vulnerability {
    /// Has a child protection plan.
    ChildProtection,
    /// Has a social worker.
    SocialWorker,
    /// Looked after.
    LookedAfter,
    /// Was looked after.
    PreviouslyLookedAfter,
    /// Has an education, health and care plan.
    Ehcp,
    /// Young carer.
    YoungCarer,
}

impl Vulnerability {
    fn of(values: &Characteristics) -> Vec<Self> {
        let flags = [
            (values.child_protection == Some(true), Self::ChildProtection),
            (values.social_worker == Some(true), Self::SocialWorker),
            (values.looked_after == Some(true), Self::LookedAfter),
            (values.previously_looked_after == Some(true), Self::PreviouslyLookedAfter),
            (values.sen_status == Some(school::pupil::SenStatus::Ehcp), Self::Ehcp),
            (values.young_carer == Some(true), Self::YoungCarer),
        ];
        flags.into_iter().filter(|(holds, _)| *holds).map(|(_, flag)| flag).collect()
    }
}

/// A pupil on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardPupil {
    /// The pupil.
    pub pupil_id: PupilId,
    /// Surname.
    pub surname: String,
    /// Forename.
    pub forename: String,
    /// Year group on the day.
    pub year_group: Option<i16>,
    /// Registration group on the day.
    pub registration_group: Option<String>,
    /// The session.
    pub at: SessionAt,
    /// The mark; none where there is no mark.
    pub code: Option<Code>,
    /// Minutes late.
    pub minutes_late: Option<u16>,
    /// Why the pupil is looked at first; empty for others.
    pub vulnerable: Vec<Vulnerability>,
    /// By when the parents of a pupil with N have been asked for the reason; none for any other mark.
    pub chase_by: Option<Instant>,
}

/// The board.
#[derive(Debug)]
pub struct Board {
    /// The day.
    pub date: Date,
    /// Registers that are due and not taken whole.
    pub registers_not_taken: Vec<RegisterLine>,
    /// Pupils marked N; the vulnerable first.
    pub without_reason: Vec<BoardPupil>,
    /// Pupils without mark or plan in a closed session whose register was taken in part: neither present nor absent. The
    /// vulnerable first. Where a register was not taken at all, that is told instead.
    pub without_mark: Vec<BoardPupil>,
    /// Late arrivals, L and U.
    pub late: Vec<BoardPupil>,
    /// Open conflicts of the day.
    pub conflicts: Vec<Issue>,
    /// Marks by session and code, `""` for no mark.
    pub counts: BTreeMap<school::Session, BTreeMap<String, usize>>,
}

/// The board of a school day.
pub fn day_board(cx: &mut Context<'_>, academy: AcademyId, date: Date) -> Result<Board> {
    let state = cx.state(academy)?;
    let calendar = state.calendar_on(date).ok_or_else(|| no_school(date))?;
    if !calendar.is_school_day(date) {
        return Err(no_school(date));
    }
    let registers_not_taken = list_registers(cx, academy, date, None, None)?
        .into_iter()
        .filter(|line| !matches!(line.status, RegisterStatus::Taken | RegisterStatus::NotDue))
        .collect();
    let conflicts = issues::open(
        cx.db,
        academy,
        &Which { kind: Some("conflict"), on: Some(date), ..Which::default() },
        MOST_CONFLICTS,
    )?;
    let mut board = Board {
        date,
        registers_not_taken,
        without_reason: Vec::new(),
        without_mark: Vec::new(),
        late: Vec::new(),
        conflicts,
        counts: BTreeMap::new(),
    };
    for session in school::Session::BOTH {
        let at = SessionAt::new(date, session);
        if calendar.meets(at, None) {
            let everybody: Vec<&RollPupil> = state.roll.pupils.iter().collect();
            let loaded = loading::session(cx, academy, &state, at, &everybody)?;
            fill(&mut board, &loaded, calendar, cx);
        }
    }
    for list in [&mut board.without_reason, &mut board.without_mark] {
        list.sort_by_key(|pupil| (pupil.vulnerable.is_empty(), pupil.vulnerable.clone(), pupil.at));
    }
    Ok(board)
}

fn no_school(date: Date) -> Error {
    let detail = format!("the academy's calendar has no session on {date}");
    Error::invalid("/path/date", "not_a_school_day", detail)
}

fn fill(board: &mut Board, loaded: &Session, calendar: &school::Calendar, cx: &Context<'_>) {
    let settings = loaded.state.register_settings(loaded.at.date, cx.at);
    let moment = Moment::of(loaded.at, calendar, cx.at, settings);
    let closed = moment.has_closed();
    // Nobody is asked before the register has closed: until then the pupil may be late.
    let chase = school::clock::instant_of(loaded.at.date, loaded.state.reason_chase_time(loaded.at.date));
    let chase_by = Some(chase.max(moment.closes));
    let begun = board.registers_not_taken.iter().filter(|line| line.at == loaded.at && line.marked > 0);
    let partly: HashSet<_> = begun.map(|line| Some(line.group_id)).collect();
    let counts = board.counts.entry(loaded.at.session).or_default();
    for pupil in loaded.roster.iter().filter(|pupil| !pupil.boarder && calendar.meets(loaded.at, pupil.year_group)) {
        let code = pupil.standing.as_ref().map(|standing| standing.mark.code);
        *counts.entry(code.map_or_else(String::new, |code| code.as_str().to_owned())).or_default() += 1;
        match code {
            Some(Code::NO_REASON_YET) => {
                board.without_reason.push(BoardPupil { chase_by, ..line(loaded, pupil) });
            }
            None if closed && pupil.planned.is_none() && partly.contains(&group_of(loaded, pupil)) => {
                board.without_mark.push(line(loaded, pupil));
            }
            Some(Code::LATE | Code::LATE_AFTER_CLOSE) => board.late.push(line(loaded, pupil)),
            _ => {}
        }
    }
}

fn group_of(loaded: &Session, pupil: &RosterPupil) -> Option<school::GroupId> {
    loaded.pupil(pupil.pupil_id).and_then(|record| record.registration_on(loaded.at.date))
}

fn line(loaded: &Session, pupil: &RosterPupil) -> BoardPupil {
    let record = loaded.pupil(pupil.pupil_id);
    let identity = record.map(|record| &record.record.identity);
    BoardPupil {
        pupil_id: pupil.pupil_id,
        surname: identity.map(|identity| identity.surname.clone()).unwrap_or_default(),
        forename: identity.map(|identity| identity.forename.clone()).unwrap_or_default(),
        year_group: pupil.year_group,
        registration_group: group_of(loaded, pupil)
            .and_then(|group| loaded.state.roll.group_names.get(&group).cloned()),
        at: loaded.at,
        code: pupil.standing.as_ref().map(|standing| standing.mark.code),
        minutes_late: pupil.standing.as_ref().and_then(|standing| standing.mark.minutes_late),
        vulnerable: record
            .and_then(|record| record.characteristics_on(loaded.at.date))
            .map(Vulnerability::of)
            .unwrap_or_default(),
        chase_by: None,
    }
}

/// Where a pupil is believed to be in an evacuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Whereabouts {
    /// Marked present or late in the session now running, or the last one of the day.
    OnSite,
    /// Marked absent, or at an activity off site.
    OffSite,
    /// No mark: must be looked for.
    Unknown,
}

/// A pupil in the roll-call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollCallPupil {
    /// The pupil with the mark that says so.
    pub pupil: BoardPupil,
    /// Where.
    pub whereabouts: Whereabouts,
}

/// Who is on site now.
#[derive(Debug)]
pub struct RollCall {
    /// When this was true.
    pub at: school::Instant,
    /// The session whose marks say so; none outside school hours and days.
    pub session: Option<SessionAt>,
    /// Everybody on roll today, the unknown first.
    pub pupils: Vec<RollCallPupil>,
}

/// Who is on site now, for an evacuation: from the marks of the session whose register opened last today, and from the gate.
/// Whoever signed in or out since then is where that says; a pupil without a mark in it who did not is where their last passage
/// of the day says, and unknown without one, whatever the morning's mark said.
pub fn roll_call(cx: &mut Context<'_>, academy: AcademyId) -> Result<RollCall> {
    let state = cx.state(academy)?;
    let (today, time) = school::clock::local(cx.at);
    let session = state.calendar_on(today).and_then(|calendar| {
        school::Session::BOTH
            .into_iter()
            .rev()
            .map(|session| SessionAt::new(today, session))
            .find(|at| calendar.meets(*at, None) && calendar.sessions.of(at.session).opens <= time)
    });
    let Some(at) = session else { return Ok(RollCall { at: cx.at, session: None, pupils: Vec::new() }) };
    let pupils = whereabouts(cx, academy, &state, at)?;
    Ok(RollCall { at: cx.at, session: Some(at), pupils })
}

/// Where a pupil is: as the gate says where it was passed after the register opened, or where there is no mark.
fn place(code: Option<Code>, passed: Option<&Passage>, opened: school::Instant) -> Whereabouts {
    match (code, passed) {
        (None, None) => Whereabouts::Unknown,
        (code, Some(passage)) if code.is_none() || passage.at >= opened => {
            if passage.inwards {
                Whereabouts::OnSite
            } else {
                Whereabouts::OffSite
            }
        }
        (Some(Code::PRESENT_AM | Code::PRESENT_PM | Code::LATE | Code::LATE_AFTER_CLOSE), _) => Whereabouts::OnSite,
        _ => Whereabouts::OffSite,
    }
}

fn whereabouts(
    cx: &mut Context<'_>,
    academy: AcademyId,
    state: &Arc<AcademyState>,
    at: SessionAt,
) -> Result<Vec<RollCallPupil>> {
    let everybody: Vec<&RollPupil> = state.roll.pupils.iter().collect();
    let loaded = loading::session(cx, academy, state, at, &everybody)?;
    let calendar = loaded.calendar()?;
    let passages = crate::gate::passages(cx, academy, at.date)?;
    let opened = school::clock::instant_of(at.date, calendar.sessions.of(at.session).opens);
    let now = cx.at;
    let mut pupils: Vec<RollCallPupil> = loaded
        .roster
        .iter()
        .filter(|pupil| calendar.meets(at, pupil.year_group))
        .map(|pupil| {
            let code = pupil.standing.as_ref().map(|standing| standing.mark.code);
            let passed = passages.get(&pupil.pupil_id).and_then(|all| all.iter().rev().find(|each| each.at <= now));
            RollCallPupil { pupil: line(&loaded, pupil), whereabouts: place(code, passed, opened) }
        })
        .collect();
    let order: HashMap<Whereabouts, u8> =
        [(Whereabouts::Unknown, 0), (Whereabouts::OnSite, 1), (Whereabouts::OffSite, 2)].into();
    pupils.sort_by(|a, b| {
        let key = |each: &RollCallPupil| {
            (order.get(&each.whereabouts).copied(), each.pupil.registration_group.clone(), each.pupil.surname.clone())
        };
        key(a).cmp(&key(b))
    });
    Ok(pupils)
}
