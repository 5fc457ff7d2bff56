//! The register of a lesson.

use crate::allowed::{
    Allowed,
    permission::{ReadCoveredRegisters, TakeCoveredRegisters},
};
use crate::attendance::registers::{MarkBody, submitted_mark};
use access::Action;
use actix_web::{get, put};
use app::lessons::{self, LessonLine, LessonRegister, LessonSubmitted};
use attendance::Warning;
use attendance::code::Code;
use attendance::register::RegisterStatus;
use chrono::{DateTime, Utc};
use school::{AcademyId, Date, GroupId, PupilId, Session, StaffId};
use serde::{Deserialize, Serialize};
use store::lessons::LessonKey;
use utoipa::{IntoParams, ToSchema};
use web::{Body, ETag, IfMatch, Problem, Segments, Tagged};

/// Where the register of a lesson is.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct LessonPath {
    /// The academy.
    #[param(value_type = String, format = Uuid)]
    academy_id: AcademyId,
    /// The day.
    date: Date,
    /// The name of the period.
    #[param(max_length = 50, example = "1")]
    period: String,
    /// The class: a teaching group, or a registration group in a registration period.
    #[param(value_type = String, format = Uuid)]
    group_id: GroupId,
}

impl LessonPath {
    /// The academy and the key of the lesson.
    pub(super) fn parts(self) -> (AcademyId, LessonKey) {
        let Self { academy_id, date, period, group_id } = self;
        (academy_id, LessonKey { date, period, group_id })
    }
}

/// A pupil in the register of a lesson.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LessonPupilBody {
    /// The pupil.
    pupil_id: PupilId,
    /// Unique pupil number.
    upn: Option<String>,
    /// Surname.
    surname: String,
    /// Forename.
    forename: String,
    /// The mark of the lesson; null where there is none.
    code: Option<Code>,
    /// Minutes late, where known.
    minutes_late: Option<u16>,
    /// What was remarked; null for callers who may not read remarks.
    comment: Option<String>,
    /// How many entries the mark has had; 0 without a mark, above 1 when it was amended.
    entries: i32,
}

/// The register of a lesson: every pupil in the class on that day. It stands beside the session's register and never changes it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LessonRegisterBody {
    /// The academy.
    academy_id: AcademyId,
    /// The day.
    date: Date,
    /// The period.
    #[schema(example = "1")]
    period: String,
    /// It starts.
    starts_at: DateTime<Utc>,
    /// It ends.
    ends_at: DateTime<Utc>,
    /// The session that it belongs to.
    session: Session,
    /// The class.
    group_id: GroupId,
    /// Its name as the timetable has it.
    #[schema(example = "8x/Ma1")]
    class: String,
    /// The subject.
    subject: Option<String>,
    /// The room.
    room: Option<String>,
    /// The teachers of the class as the timetable has them.
    staff_ids: Vec<StaffId>,
    /// Where the register stands.
    status: RegisterStatus,
    /// Every pupil in the class on that day, by surname.
    marks: Vec<LessonPupilBody>,
    /// What was doubtful about the marks just sent; empty when the register is only read.
    warnings: Vec<Warning>,
}

fn body(register: LessonRegister, with_comments: bool) -> Tagged<LessonRegisterBody> {
    let etag = ETag::new(&register.digest());
    let LessonRegister { lesson, lines, status, warnings, .. } = register;
    let first = |field: fn(&school::timetable::DayEntry) -> Option<String>| lesson.entries.iter().find_map(field);
    let body = LessonRegisterBody {
        academy_id: lesson.academy_id,
        date: lesson.date,
        starts_at: lesson.starts(),
        ends_at: lesson.ends(),
        session: lesson.period.session,
        group_id: lesson.group_id,
        class: lesson.class().to_owned(),
        subject: first(|entry| entry.subject.clone()),
        room: first(|entry| entry.room.clone()),
        staff_ids: lesson.entries.iter().map(|entry| entry.staff_id).collect(),
        period: lesson.period.name,
        status,
        marks: lines.into_iter().map(|line| pupil(line, with_comments)).collect(),
        warnings,
    };
    Tagged::new(etag, body)
}

fn pupil(line: LessonLine, with_comments: bool) -> LessonPupilBody {
    let LessonLine { pupil, upn, surname, forename } = line;
    let standing = pupil.standing.as_ref();
    LessonPupilBody {
        pupil_id: pupil.pupil_id,
        upn,
        surname,
        forename,
        code: standing.map(|standing| standing.mark.code),
        minutes_late: standing.and_then(|standing| standing.mark.minutes_late),
        comment: standing.and_then(|standing| standing.mark.comment.clone()).filter(|_| with_comments),
        entries: standing.map_or(0, |standing| standing.entries),
    }
}

/// Get the register of a lesson
///
/// Every pupil who is in the class and on roll on that day, with the mark of the lesson or null. 404 where the class does not
/// meet in the period of that day.
#[utoipa::path(
    tag = "Lessons and gate",
    params(LessonPath),
    responses((status = 200, description = "The register.", body = LessonRegisterBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/lessons/{date}/{period}/{group_id}/register")]
pub(crate) async fn get_lesson_register(
    allowed: Allowed<ReadCoveredRegisters>,
    path: Segments<LessonPath>,
) -> Result<Tagged<LessonRegisterBody>, Problem> {
    let (academy_id, key) = path.into_inner().parts();
    let by_role = allowed.further_of_person(Action::ReadLessonRegisters);
    let with_comments = allowed.shows_comments();
    let find = move |cx: &mut app::Context<'_>| {
        lessons::admit(cx, academy_id, &key, &by_role)?;
        lessons::find_lesson_register(cx, academy_id, &key)
    };
    let register = allowed.read(find).await?;
    Ok(body(register, with_comments))
}

/// The marks of a lesson, or of some pupils of the class.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"marks": [{"pupil_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "code": "/"}]}))]
pub(crate) struct PutLessonRegisterBody {
    /// The marks. Pupils who are left out stay as they are.
    #[schema(max_items = 500)]
    marks: Vec<MarkBody>,
    /// Why marks are changed; needed when a mark that stands is changed to another (except N to L while the lesson runs).
    #[serde(default)]
    #[schema(max_length = 1000, example = "Marked the wrong twin")]
    reason: Option<String>,
}

/// Take the register of a lesson
///
/// Its teachers take it, whoever covers it by what was published, whatever their role, and attendance staff. The same marks again change nothing; changing a
/// mark is an amendment, which keeps the original and needs a reason and a person. A session mark that stands is never touched:
/// where the two disagree, `lesson-conflicts` lists it. Where the timetable's settings say so, the mark of a registration period
/// gives the session mark that is missing.
#[utoipa::path(
    tag = "Lessons and gate",
    params(LessonPath),
    request_body = PutLessonRegisterBody,
    responses((status = 200, description = "The register as it stands now.", body = LessonRegisterBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["attendance:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/lessons/{date}/{period}/{group_id}/register")]
pub(crate) async fn put_lesson_register(
    allowed: Allowed<TakeCoveredRegisters>,
    path: Segments<LessonPath>,
    condition: IfMatch,
    sent: Body<PutLessonRegisterBody>,
) -> Result<Tagged<LessonRegisterBody>, Problem> {
    let (academy_id, key) = path.into_inner().parts();
    let by_role = allowed.further_of_person(Action::TakeLessonRegisters);
    let with_comments = allowed.shows_comments();
    let PutLessonRegisterBody { marks, reason } = sent.into_inner();
    let submitted = LessonSubmitted { marks: marks.into_iter().map(submitted_mark).collect(), reason };
    let register = allowed
        .write(move |cx| {
            let holds = |digest: &str| condition.check(&ETag::new(digest)).is_ok();
            lessons::admit(cx, academy_id, &key, &by_role)?;
            lessons::take_lesson_register(cx, academy_id, &key, &submitted, &holds)
        })
        .await?;
    Ok(body(register, with_comments))
}
