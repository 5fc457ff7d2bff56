//! What whoever covers a class needs to know of it.

use super::day::digest;
use super::paths::RequirementPath;
use crate::allowed::{
    Allowed,
    permission::{ReadClassNotes, WriteClassNotes},
};
use crate::roll::groups::GroupPath;
use crate::staffing::{condition, written};
use access::Action;
use actix_web::{HttpResponse, delete, get, put};
use app::cover::briefing::{self as use_case, Briefing};
use chrono::{DateTime, Utc};
use cover::briefing::{ClassNotes, CoverNotes};
use school::{GroupId, Kept, RecordId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Body, ETag, IfMatch, Problem, Segments, Tagged};

/// The notes of a class.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClassNotesBody {
    /// The record.
    id: RecordId,
    /// The class.
    group_id: GroupId,
    /// What is noted.
    #[serde(flatten)]
    notes: CoverNotes,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<Kept<ClassNotes>> for ClassNotesBody {
    fn from(kept: Kept<ClassNotes>) -> Self {
        let Kept { id, value, updated_at, .. } = kept;
        Self { id, group_id: value.group_id, notes: value.notes, updated_at }
    }
}

/// Get what whoever covers a class needs to know of it
///
/// Who is in the class on the day, their seats, special educational needs as the roll has them, and what the class's teachers
/// ask to mind. For the person who covers it by what was published, on the day itself and while the cover stands, and for who
/// arranges cover; to anybody else it is not there. Needs a person. Never why somebody is away.
#[utoipa::path(
    tag = "Cover",
    params(RequirementPath),
    responses((status = 200, description = "What is to be known.", body = Briefing, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([422]))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/{date}/requirements/{requirement_id}/briefing")]
pub(crate) async fn get_cover_briefing(
    allowed: Allowed<ReadClassNotes>,
    path: Segments<RequirementPath>,
) -> Result<Tagged<Briefing>, Problem> {
    let RequirementPath { academy_id, date, requirement_id } = path.into_inner();
    let arranges = allowed.further(Action::ManageCover);
    let found = allowed.read(move |cx| use_case::briefing(cx, academy_id, date, requirement_id, &arranges)).await?;
    Ok(Tagged::new(digest(&found), found))
}

/// Get the notes of a class for cover
///
/// For the teachers of the class and for who arranges cover; to anybody else they are not there. Needs a person.
#[utoipa::path(
    tag = "Cover",
    params(GroupPath),
    responses((status = 200, description = "The notes.", body = ClassNotesBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([422]))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/groups/{group_id}/cover-notes")]
pub(crate) async fn get_class_notes(
    allowed: Allowed<ReadClassNotes>,
    path: Segments<GroupPath>,
) -> Result<Tagged<ClassNotesBody>, Problem> {
    let arranges = allowed.further(Action::ManageCover);
    let class = path.group_id;
    let kept = allowed.read(move |cx| use_case::find_notes(cx, class, &arranges)).await?;
    Ok(Tagged::new(ETag::revision(i64::from(kept.revision)), kept.into()))
}

/// Put the notes of a class for cover
///
/// Whole: seating plan, routine, what to mind about single pupils. By the teachers of the class and who arranges cover. Pupils
/// are those who are in the class today or later; one who leaves it later drops out of what is told.
#[utoipa::path(
    tag = "Cover",
    params(GroupPath),
    request_body = CoverNotes,
    responses(
        (status = 200, description = "The notes as they stand now.", body = ClassNotesBody, headers(("ETag" = String, description = "The entity tag."))),
        (status = 201, description = "The first of the class.", body = ClassNotesBody, headers(("ETag" = String, description = "The entity tag.")))
    ),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/groups/{group_id}/cover-notes")]
pub(crate) async fn put_class_notes(
    allowed: Allowed<WriteClassNotes>,
    path: Segments<GroupPath>,
    sent_condition: IfMatch,
    sent: Body<CoverNotes>,
) -> Result<Tagged<ClassNotesBody>, Problem> {
    let arranges = allowed.further(Action::ManageCover);
    let (class, notes) = (path.group_id, sent.into_inner());
    let put = allowed
        .write(move |cx| use_case::put_notes(cx, class, notes.clone(), &arranges, &condition(&sent_condition)))
        .await?;
    Ok(written(put, format!("/v1/groups/{class}/cover-notes"), ClassNotesBody::from))
}

/// Remove the notes of a class for cover
///
/// By the teachers of the class and who arranges cover.
#[utoipa::path(
    tag = "Cover",
    params(GroupPath),
    responses((status = 204, description = "Removed.")),
    extensions(("x-problems" = json!([422]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[delete("/v1/groups/{group_id}/cover-notes")]
pub(crate) async fn remove_class_notes(
    allowed: Allowed<WriteClassNotes>,
    path: Segments<GroupPath>,
    sent_condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    let arranges = allowed.further(Action::ManageCover);
    let class = path.group_id;
    allowed
        .write(move |cx| {
            let holds = |revision: i32| sent_condition.check(&ETag::revision(i64::from(revision))).is_ok();
            use_case::remove_notes(cx, class, &arranges, &holds)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
