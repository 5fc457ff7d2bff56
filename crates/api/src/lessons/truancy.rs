//! Pupils who were in school and not in a lesson.

use crate::allowed::{Allowed, permission::ReadDay};
use crate::paths::AcademyPath;
use actix_web::get;
use app::lessons::{self, MissedLesson, Truant};
use attendance::code::Code;
use attendance::gate::Direction;
use chrono::{DateTime, Utc};
use school::{Date, GroupId, Instant, PupilId, Session};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// Why this is listed, for people who must explain it.
const CITATION: &str = "DfE, Working together to improve school attendance: a pupil present at registration stays present in the \
     register; internal truancy is followed up by the school and is no code";

/// Which part of a list that is computed for a day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PlaceQuery {
    /// The day; today where it is left out.
    #[param(example = "2026-11-23")]
    date: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// The day, the limit, and the place from which on.
pub(super) fn place(query: PlaceQuery, today: Date) -> Result<(Date, Limit, usize), Problem> {
    let PlaceQuery { date, limit, cursor } = query;
    let from = cursor.map(|cursor| cursor.read::<usize>()).transpose()?.unwrap_or(0);
    Ok((date.unwrap_or(today), limit, from))
}

/// The page of a computed list from a place on.
pub(super) fn cut<T>(found: Vec<T>, limit: Limit, from: usize) -> Page<T> {
    let more = found.len() > from.saturating_add(limit.get());
    let next = more.then(|| Cursor::of(&(from + limit.get())));
    Page::new(found.into_iter().skip(from).take(limit.get()).collect(), next)
}

/// A passage through the gate.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PassageBody {
    /// When.
    at: DateTime<Utc>,
    /// Which way.
    kind: Direction,
}

pub(super) fn passage((at, inwards): (Instant, bool)) -> PassageBody {
    PassageBody { at, kind: if inwards { Direction::In } else { Direction::Out } }
}

/// A lesson that a pupil missed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MissedLessonBody {
    /// The period.
    #[schema(example = "1")]
    period: String,
    /// It starts.
    starts_at: DateTime<Utc>,
    /// It ends.
    ends_at: DateTime<Utc>,
    /// The class.
    group_id: GroupId,
    /// Its name as the timetable has it.
    class: String,
    /// The mark of the lesson.
    code: Code,
}

/// A pupil who was in school for a session and missed lessons of it, with the evidence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TruancyBody {
    /// The pupil.
    pupil_id: PupilId,
    /// Surname.
    surname: String,
    /// Forename.
    forename: String,
    /// Registration group on the day.
    registration_group: Option<String>,
    /// The name of the rule.
    #[schema(value_type = String, example = "internal_truancy")]
    rule: &'static str,
    /// Its source.
    #[schema(value_type = String)]
    citation: &'static str,
    /// The session.
    session: Session,
    /// Its mark.
    session_code: Code,
    /// Since when the pupil is known to have been in school.
    in_school_since: DateTime<Utc>,
    /// The lessons missed, in their order.
    lessons: Vec<MissedLessonBody>,
    /// The pupil's passages through the gate on the day.
    passages: Vec<PassageBody>,
}

impl From<Truant> for TruancyBody {
    fn from(truant: Truant) -> Self {
        let Truant {
            pupil_id,
            surname,
            forename,
            registration_group,
            session,
            session_code,
            here_since,
            lessons,
            passages,
        } = truant;
        Self {
            pupil_id,
            surname,
            forename,
            registration_group,
            rule: "internal_truancy",
            citation: CITATION,
            session,
            session_code,
            in_school_since: here_since,
            lessons: lessons.into_iter().map(MissedLessonBody::from).collect(),
            passages: passages.into_iter().map(passage).collect(),
        }
    }
}

impl From<MissedLesson> for MissedLessonBody {
    fn from(lesson: MissedLesson) -> Self {
        let MissedLesson { period, starts, ends, group_id, class, code } = lesson;
        Self { period, starts_at: starts, ends_at: ends, group_id, class, code }
    }
}

/// List truancy from lessons
///
/// Pupils who were present or late in a session of the day and absent from a lesson of it, without having signed out and not
/// before they had come, by pupil and session.
#[utoipa::path(
    tag = "Lessons and gate",
    params(AcademyPath, PlaceQuery),
    responses((status = 200, description = "The pupils with their evidence.", body = Page<TruancyBody>)),
    security(("client" = ["attendance:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/truancy")]
pub(crate) async fn list_truancy(
    allowed: Allowed<ReadDay>,
    path: Segments<AcademyPath>,
    query: Params<PlaceQuery>,
) -> Result<Page<TruancyBody>, Problem> {
    let (date, limit, from) = place(query.into_inner(), allowed.app().clock.today())?;
    let found = allowed.read(move |cx| lessons::truancy(cx, path.academy_id, date)).await?;
    Ok(cut(found, limit, from).map(TruancyBody::from))
}
