//! The lessons of a day.

use super::truancy::cut;
use crate::allowed::{Allowed, permission::ReadLessonRegisters};
use crate::paths::AcademyPath;
use actix_web::get;
use app::lessons::{self, LessonOfDay};
use attendance::register::RegisterStatus;
use school::{Date, GroupId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// Which lessons.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LessonsQuery {
    /// The day; today where it is left out.
    #[param(example = "2026-11-23")]
    date: Option<Date>,
    /// Only lessons whose register has this status.
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

/// A lesson and how far its register is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LessonLineBody {
    /// The period.
    #[schema(example = "1")]
    period: String,
    /// The class.
    group_id: GroupId,
    /// Its name as the timetable has it.
    #[schema(example = "8x/Ma1")]
    class: String,
    /// Its teachers.
    staff_ids: Vec<StaffId>,
    /// Where its register stands.
    status: RegisterStatus,
    /// Pupils in the class on that day.
    pupils: usize,
    /// Pupils who have a mark.
    marked: usize,
}

impl From<LessonOfDay> for LessonLineBody {
    fn from(lesson: LessonOfDay) -> Self {
        let LessonOfDay { period, group_id, class, staff_ids, status, pupils, marked } = lesson;
        Self { period, group_id, class, staff_ids, status, pupils, marked }
    }
}

/// List the lessons of a day
///
/// The lessons and registrations of the day's timetable with how far their registers are, by period and class.
#[utoipa::path(
    tag = "Lessons and gate",
    params(AcademyPath, LessonsQuery),
    responses((status = 200, description = "The lessons.", body = Page<LessonLineBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/lessons")]
pub(crate) async fn list_lessons(
    allowed: Allowed<ReadLessonRegisters>,
    path: Segments<AcademyPath>,
    query: Params<LessonsQuery>,
) -> Result<Page<LessonLineBody>, Problem> {
    let LessonsQuery { date, status, limit, cursor } = query.into_inner();
    let from = cursor.map(|cursor| cursor.read::<usize>()).transpose()?.unwrap_or(0);
    let date = date.unwrap_or_else(|| allowed.app().clock.today());
    let found = allowed.read(move |cx| lessons::list_lessons(cx, path.academy_id, date, status)).await?;
    Ok(cut(found, limit, from).map(LessonLineBody::from))
}
