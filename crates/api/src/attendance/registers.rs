//! Registers.

use crate::allowed::{
    Allowed,
    permission::{ReadCoveredRegisters, ReadRegisters, TakeCoveredRegisters},
};
use crate::paths::AcademyPath;
use access::Action;
use actix_web::{get, put};
use app::attendance::registers::{self, Register, RegisterLine, Submitted};
use attendance::Warning;
use attendance::code::Code;
use attendance::register::{RegisterStatus, RosterPupil, SubmittedMark};
use school::{AcademyId, Date, GroupId, PupilId, Session, SessionAt};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, Cursor, ETag, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Where a register is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct RegisterPath {
    /// The academy.
    #[param(value_type = String, format = Uuid)]
    academy_id: AcademyId,
    /// The day.
    date: Date,
    /// `am` or `pm`.
    #[param(inline)]
    session: Session,
    /// The registration group.
    #[param(value_type = String, format = Uuid)]
    group_id: GroupId,
}

/// Which registers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RegistersQuery {
    /// The day; today where it is left out.
    #[param(example = "2026-11-23")]
    date: Option<Date>,
    /// Only this session.
    #[param(inline)]
    session: Option<Session>,
    /// Only registers of this status.
    #[param(inline)]
    status: Option<RegisterStatus>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// One register in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegisterLineBody {
    /// The registration group.
    group_id: GroupId,
    /// Its name.
    #[schema(example = "7A")]
    group: String,
    /// The day.
    date: Date,
    /// The session.
    session: Session,
    /// Where the register stands.
    status: RegisterStatus,
    /// Pupils who are to be marked.
    pupils: usize,
    /// Pupils who have a mark.
    marked: usize,
}

impl From<RegisterLine> for RegisterLineBody {
    fn from(line: RegisterLine) -> Self {
        let RegisterLine { group_id, group_name, at, status, expected, marked } = line;
        let SessionAt { date, session } = at;
        Self { group_id, group: group_name, date, session, status, pupils: expected, marked }
    }
}

/// A pupil in a register.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegisterPupilBody {
    /// The pupil.
    pupil_id: PupilId,
    /// Unique pupil number.
    upn: Option<String>,
    /// Surname.
    surname: String,
    /// Forename.
    forename: String,
    /// The mark; null where there is none.
    code: Option<Code>,
    /// Minutes late, where known.
    minutes_late: Option<u16>,
    /// What was remarked; null for callers who may not read remarks.
    comment: Option<String>,
    /// The code that is planned for the session; it becomes the mark when the register is taken without this pupil.
    planned: Option<Code>,
    /// How many entries the mark has had; 0 without a mark, above 1 when it was amended.
    entries: i32,
    /// Whether the pupil boards: boarders are not marked.
    boarder: bool,
}

/// The register of a registration group at one session: every pupil on roll in the group on that day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegisterBody {
    /// The academy.
    academy_id: AcademyId,
    /// The registration group.
    group_id: GroupId,
    /// Its name.
    #[schema(example = "7A")]
    group: String,
    /// The day.
    date: Date,
    /// The session.
    session: Session,
    /// Where the register stands.
    status: RegisterStatus,
    /// Every pupil on roll in the group on that day, by surname.
    marks: Vec<RegisterPupilBody>,
    /// What was doubtful about the marks just sent; empty when the register is only read.
    warnings: Vec<Warning>,
}

fn body(academy_id: AcademyId, register: Register, with_comments: bool) -> Tagged<RegisterBody> {
    let etag = ETag::new(&register.digest());
    let Register { group_id, group_name, session, status, warnings } = register;
    let marks = session.roster.iter().map(|pupil| line(pupil, &session, with_comments)).collect();
    let SessionAt { date, session } = session.at;
    Tagged::new(etag, RegisterBody { academy_id, group_id, group: group_name, date, session, status, marks, warnings })
}

fn line(pupil: &RosterPupil, session: &app::attendance::loading::Session, with_comments: bool) -> RegisterPupilBody {
    let identity = session.pupil(pupil.pupil_id).map(|record| &record.record.identity);
    let standing = pupil.standing.as_ref();
    RegisterPupilBody {
        pupil_id: pupil.pupil_id,
        upn: identity.and_then(|identity| identity.upn.as_ref()).map(ToString::to_string),
        surname: identity.map(|identity| identity.surname.clone()).unwrap_or_default(),
        forename: identity.map(|identity| identity.forename.clone()).unwrap_or_default(),
        code: standing.map(|standing| standing.mark.code),
        minutes_late: standing.and_then(|standing| standing.mark.minutes_late),
        comment: standing.and_then(|standing| standing.mark.comment.clone()).filter(|_| with_comments),
        planned: pupil.planned,
        entries: standing.map_or(0, |standing| standing.entries),
        boarder: pupil.boarder,
    }
}

/// List the registers of a day
///
/// Every registration group with pupils on roll that day, by session and name; empty on a day without school.
#[utoipa::path(
    tag = "Attendance",
    params(AcademyPath, RegistersQuery),
    responses((status = 200, description = "The registers.", body = Page<RegisterLineBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/registers")]
pub(crate) async fn list_registers(
    allowed: Allowed<ReadRegisters>,
    path: Segments<AcademyPath>,
    query: Params<RegistersQuery>,
) -> Result<Page<RegisterLineBody>, Problem> {
    let RegistersQuery { date, session, status, limit, cursor } = query.into_inner();
    let date = date.unwrap_or_else(|| allowed.app().clock.today());
    let lines = allowed.read(move |cx| registers::list_registers(cx, path.academy_id, date, session, status)).await?;
    let page = Page::of_all(lines, limit, cursor, |line| (line.at.session, line.group_name.clone(), line.group_id))?;
    Ok(page.map(RegisterLineBody::from))
}

/// Get a register
///
/// Every pupil on roll in the group on that day, with the mark or null, and what is planned. The entity tag is a digest of the
/// roster and of each mark's count of entries.
#[utoipa::path(
    tag = "Attendance",
    params(RegisterPath),
    responses((status = 200, description = "The register.", body = RegisterBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/registers/{date}/{session}/{group_id}")]
pub(crate) async fn get_register(
    allowed: Allowed<ReadCoveredRegisters>,
    path: Segments<RegisterPath>,
) -> Result<Tagged<RegisterBody>, Problem> {
    let RegisterPath { academy_id, date, session, group_id } = path.into_inner();
    let by_role = allowed.further_of_person(Action::ReadRegisters);
    let with_comments = allowed.shows_comments();
    let at = SessionAt::new(date, session);
    let find = move |cx: &mut app::Context<'_>| {
        app::lessons::admit_to_session(cx, academy_id, group_id, at, &by_role)?;
        registers::find_register(cx, academy_id, group_id, at)
    };
    let register = allowed.read(find).await?;
    Ok(body(academy_id, register, with_comments))
}

/// A mark of one pupil.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkBody {
    /// The pupil, on roll in the group on that day.
    pupil_id: PupilId,
    /// A national code in force on that day; null leaves the pupil without a mark.
    #[schema(max_length = 8, example = "/")]
    code: Option<String>,
    /// Minutes after the register opened, with L or U; null or 0 where unknown.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 480)]
    minutes_late: Option<i64>,
    /// A remark.
    #[serde(default)]
    #[schema(max_length = 1000)]
    comment: Option<String>,
}

/// The marks of a register, or of some of its pupils.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"marks": [{"pupil_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "code": "/"}]}))]
pub(crate) struct PutRegisterBody {
    /// The marks. Pupils who are left out stay without a mark, or get the code planned for them.
    #[schema(max_items = 500)]
    marks: Vec<MarkBody>,
    /// Why marks are changed; needed when a mark that stands is changed to another (except N to L before the register closes
    /// and N to U after).
    #[serde(default)]
    #[schema(max_length = 1000, example = "Marked the wrong twin")]
    reason: Option<String>,
}

/// Take a register
///
/// Writes the marks sent. The same marks again change nothing. Filling a missing mark is an entry; changing one is an
/// amendment, which keeps the original, needs a reason and a person (`Acting-Staff`). A PUT that is refused writes nothing and
/// lists everything that is wrong.
#[utoipa::path(
    tag = "Attendance",
    params(RegisterPath),
    request_body = PutRegisterBody,
    responses((status = 200, description = "The register as it stands now.", body = RegisterBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/registers/{date}/{session}/{group_id}")]
pub(crate) async fn put_register(
    allowed: Allowed<TakeCoveredRegisters>,
    path: Segments<RegisterPath>,
    condition: IfMatch,
    sent: Body<PutRegisterBody>,
) -> Result<Tagged<RegisterBody>, Problem> {
    let RegisterPath { academy_id, date, session, group_id } = path.into_inner();
    let by_role = allowed.further_of_person(Action::TakeRegisters);
    let with_comments = allowed.shows_comments();
    let at = SessionAt::new(date, session);
    let submitted = Submitted::from(sent.into_inner());
    let register = allowed
        .write(move |cx| {
            let holds = |digest: &str| condition.check(&ETag::new(digest)).is_ok();
            app::lessons::admit_to_session(cx, academy_id, group_id, at, &by_role)?;
            registers::take_register(cx, academy_id, group_id, at, &submitted, &holds)
        })
        .await?;
    Ok(body(academy_id, register, with_comments))
}

impl From<PutRegisterBody> for Submitted {
    fn from(body: PutRegisterBody) -> Self {
        let PutRegisterBody { marks, reason } = body;
        Self { marks: marks.into_iter().map(submitted_mark).collect(), reason }
    }
}

pub(crate) fn submitted_mark(mark: MarkBody) -> SubmittedMark {
    let MarkBody { pupil_id, code, minutes_late, comment } = mark;
    SubmittedMark { pupil_id, code, minutes_late, comment }
}
