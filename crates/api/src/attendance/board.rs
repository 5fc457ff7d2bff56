//! The board of a school day and the roll-call.

use super::issues::IssueBody;
use super::registers::RegisterLineBody;
use crate::allowed::{
    Allowed,
    permission::{ReadDay, ReadRollCall},
};
use crate::paths::AcademyPath;
use actix_web::get;
use app::attendance::board::{self, Board, BoardPupil, RollCall, Vulnerability, Whereabouts};
use attendance::code::Code;
use chrono::{DateTime, Utc};
use school::{AcademyId, Date, PupilId, Session};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use web::{Problem, Segments, Tagged};

/// Where a board is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct DayPath {
    /// The academy.
    #[param(value_type = String, format = Uuid)]
    academy_id: AcademyId,
    /// The school day.
    date: Date,
}

/// A pupil on the board.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BoardPupilBody {
    /// The pupil.
    pupil_id: PupilId,
    /// Surname.
    surname: String,
    /// Forename.
    forename: String,
    /// Year group on the day.
    year_group: Option<i16>,
    /// Registration group on the day.
    registration_group: Option<String>,
    /// The session.
    session: Session,
    /// The mark; null where there is none.
    code: Option<Code>,
    /// Minutes late, where known.
    minutes_late: Option<u16>,
    /// Why the pupil is looked at first; empty for others.
    vulnerable: Vec<Vulnerability>,
    /// By when the parents of a pupil with N have been asked for the reason, as the attendance policy has it; null for any other
    /// mark. Never before the register has closed.
    chase_by: Option<DateTime<Utc>>,
}

impl From<BoardPupil> for BoardPupilBody {
    fn from(pupil: BoardPupil) -> Self {
        let BoardPupil {
            pupil_id,
            surname,
            forename,
            year_group,
            registration_group,
            at,
            code,
            minutes_late,
            vulnerable,
            chase_by,
        } = pupil;
        let session = at.session;
        Self {
            pupil_id,
            surname,
            forename,
            year_group,
            registration_group,
            session,
            code,
            minutes_late,
            vulnerable,
            chase_by,
        }
    }
}

/// Marks of one session by code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionCounts {
    /// The session.
    session: Session,
    /// Pupils who are to be marked.
    pupils: usize,
    /// Pupils without a mark.
    without_mark: usize,
    /// Pupils by code.
    by_code: BTreeMap<String, usize>,
}

/// The manager's board for a school day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayBoardBody {
    /// The academy.
    academy_id: AcademyId,
    /// The day.
    date: Date,
    /// Registers that are due and not taken whole.
    registers_not_taken: Vec<RegisterLineBody>,
    /// Pupils marked N: the vulnerable first.
    absent_without_reason: Vec<BoardPupilBody>,
    /// Pupils without mark or plan in a closed session whose register was taken in part, the vulnerable first: a missing mark
    /// is neither presence nor absence. Registers that were not taken at all stand under `registers_not_taken`.
    without_mark: Vec<BoardPupilBody>,
    /// Late arrivals, L and U.
    late_arrivals: Vec<BoardPupilBody>,
    /// Open conflicts of the day.
    conflicts: Vec<IssueBody>,
    /// Counts by session.
    counts: Vec<SessionCounts>,
}

/// Get the board of a school day
///
/// Registers not taken, pupils absent without a reason with the vulnerable first, late arrivals, conflicts and counts.
#[utoipa::path(
    tag = "Attendance",
    params(DayPath),
    responses((status = 200, description = "The board.", body = DayBoardBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/day/{date}")]
pub(crate) async fn get_day_board(
    allowed: Allowed<ReadDay>,
    path: Segments<DayPath>,
) -> Result<Tagged<DayBoardBody>, Problem> {
    let DayPath { academy_id, date } = path.into_inner();
    let found = allowed.read(move |cx| board::day_board(cx, academy_id, date)).await?;
    let Board { date, registers_not_taken, without_reason, without_mark, late, conflicts, counts } = found;
    Ok(crate::answers::by_digest(DayBoardBody {
        academy_id,
        date,
        registers_not_taken: registers_not_taken.into_iter().map(RegisterLineBody::from).collect(),
        absent_without_reason: without_reason.into_iter().map(BoardPupilBody::from).collect(),
        without_mark: without_mark.into_iter().map(BoardPupilBody::from).collect(),
        late_arrivals: late.into_iter().map(BoardPupilBody::from).collect(),
        conflicts: conflicts.into_iter().map(IssueBody::from).collect(),
        counts: counts.into_iter().map(|(session, by_code)| counts_of(session, by_code)).collect(),
    }))
}

fn counts_of(session: Session, mut by_code: BTreeMap<String, usize>) -> SessionCounts {
    let pupils = by_code.values().sum();
    let without_mark = by_code.remove("").unwrap_or(0);
    SessionCounts { session, pupils, without_mark, by_code }
}

/// A pupil in the roll-call.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RollCallPupilBody {
    /// The pupil with the mark that says so.
    #[serde(flatten)]
    pupil: BoardPupilBody,
    /// Where the pupil is believed to be.
    whereabouts: Whereabouts,
}

/// Who is on site now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RollCallBody {
    /// When this was true.
    at: DateTime<Utc>,
    /// The day of the session whose marks say so; null outside school hours.
    date: Option<Date>,
    /// The session whose marks say so.
    session: Option<Session>,
    /// Pupils marked present.
    on_site: usize,
    /// Pupils without a mark: they must be looked for.
    unknown: usize,
    /// Everybody on roll today, the unknown first, then by registration group.
    pupils: Vec<RollCallPupilBody>,
}

/// Get the roll-call
///
/// Who is on site now, for an evacuation, from the marks of the session whose register opened last today. Early leavers are
/// not yet known to it: a pupil marked present counts as on site until the next session.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath),
    responses((status = 200, description = "Who is on site.", body = RollCallBody)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/roll-call")]
pub(crate) async fn get_roll_call(
    allowed: Allowed<ReadRollCall>,
    path: Segments<AcademyPath>,
) -> Result<actix_web::web::Json<RollCallBody>, Problem> {
    let RollCall { at, session, pupils } = allowed.read(move |cx| board::roll_call(cx, path.academy_id)).await?;
    let count = |place| pupils.iter().filter(|pupil| pupil.whereabouts == place).count();
    Ok(actix_web::web::Json(RollCallBody {
        at,
        date: session.map(|at| at.date),
        session: session.map(|at| at.session),
        on_site: count(Whereabouts::OnSite),
        unknown: count(Whereabouts::Unknown),
        pupils: pupils
            .into_iter()
            .map(|each| RollCallPupilBody { pupil: each.pupil.into(), whereabouts: each.whereabouts })
            .collect(),
    }))
}
