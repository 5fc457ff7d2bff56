//! Where lesson marks and session marks disagree.

use super::truancy::{PassageBody, PlaceQuery, passage, place};
use crate::allowed::{Allowed, permission::ReadConflicts};
use crate::paths::AcademyPath;
use actix_web::get;
use app::lessons::{self, LessonConflict};
use attendance::code::Code;
use attendance::lesson::Disagreement;
use school::{GroupId, PupilId, Session};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Page, Params, Problem, Segments};

/// A lesson mark that disagrees with the mark of its session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LessonConflictBody {
    /// The pupil.
    pupil_id: PupilId,
    /// How the two disagree.
    kind: Disagreement,
    /// The session.
    session: Session,
    /// Its mark.
    session_code: Code,
    /// The period of the lesson.
    #[schema(example = "1")]
    period: String,
    /// The class.
    group_id: GroupId,
    /// Its name as the timetable has it.
    class: String,
    /// The mark of the lesson.
    lesson_code: Code,
    /// The pupil's last passage through the gate before the lesson ended; null where there was none.
    last_passage: Option<PassageBody>,
}

impl From<LessonConflict> for LessonConflictBody {
    fn from(conflict: LessonConflict) -> Self {
        let LessonConflict { pupil_id, kind, session, session_code, period, group_id, class, lesson_code, passed } =
            conflict;
        let last_passage = passed.map(passage);
        Self { pupil_id, kind, session, session_code, period, group_id, class, lesson_code, last_passage }
    }
}

/// List where lesson marks and session marks disagree
///
/// In school for the session and absent from the lesson, or the other way round, by pupil and time. Neither mark replaces the
/// other: a person settles it by amending one of them.
#[utoipa::path(
    tag = "Lessons and gate",
    params(AcademyPath, PlaceQuery),
    responses((status = 200, description = "The conflicts.", body = Page<LessonConflictBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/lesson-conflicts")]
pub(crate) async fn list_lesson_conflicts(
    allowed: Allowed<ReadConflicts>,
    path: Segments<AcademyPath>,
    query: Params<PlaceQuery>,
) -> Result<Page<LessonConflictBody>, Problem> {
    let (date, limit, from) = place(query.into_inner(), allowed.app().clock.today())?;
    let found = allowed.read(move |cx| lessons::lesson_conflicts(cx, path.academy_id, date)).await?;
    Ok(super::truancy::cut(found, limit, from).map(LessonConflictBody::from))
}
