//! What people decide about cover.

use super::paths::{Clock, CoverAssignmentPath, CoverDayPath, RequirementPath};
use crate::allowed::{
    Allowed, Made, Permission,
    permission::{AnswerCoverOffers, ManageCover, ReadCover},
};
use access::Action;
use actix_web::{HttpResponse, get, post, put};
use app::cover::arranging::{self, Choice, Decided, Step};
use app::cover::rooms::{self, RoomProposals};
use chrono::{DateTime, Utc};
use cover::arrange::{CoverAssignment, CoverDecision, How, Terms};
use school::{AcademyId, Kept, RecordId, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Body, ETag, IdempotencyKey, OptionalBody, Problem, Segments, Tagged};

/// Somebody chosen by hand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"requirement_id": "0197a3c2-7d5e-8c11-9f3a-2b6d8c1e4f50", "staff_id": "0197a3c2-7d5e-7c11-9f3a-2b6d8c1e4f50", "reason": "Knows the class"}))]
pub(super) struct AssignBody {
    /// The requirement.
    requirement_id: Uuid,
    /// The person.
    staff_id: StaffId,
    /// From when on: a part of the requirement.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    starts: Option<Clock>,
    /// Until when.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    ends: Option<Clock>,
    /// `merged`: the class joins one that the person has in this period.
    #[serde(default)]
    how: Option<How>,
    /// On what terms; ordinary where it is left out. What is given in lieu or as underload counts towards no limit.
    #[serde(default)]
    terms: Terms,
    /// Why, where a limit is set aside, and for a day that is over.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 500)]
    reason: Option<String>,
    /// Whether the person is asked at once.
    #[serde(default)]
    offer: bool,
}

/// An assignment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CoverAssignmentBody {
    /// The assignment.
    id: RecordId,
    /// The academy.
    academy_id: AcademyId,
    /// What it says.
    #[serde(flatten)]
    assignment: CoverAssignment,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<Kept<CoverAssignment>> for CoverAssignmentBody {
    fn from(kept: Kept<CoverAssignment>) -> Self {
        let Kept { id, academy_id, value, created_at, updated_at, .. } = kept;
        Self { id, academy_id, assignment: value, created_at, updated_at }
    }
}

fn etag(kept: &Kept<CoverAssignment>) -> ETag {
    ETag::revision(i64::from(kept.revision))
}

/// Give cover to a person by hand
///
/// A requirement or, with `starts` and `ends`, a part of it: so a period is split between two. What is given by hand stays in
/// every later allocation. Limits are set aside with a reason; law, safety and two places at once never: each rule that
/// stands in the way is a violation of `/staff_id` by its name. `underload` goes no further than the minutes a week that the record
/// of employment says. A day that is over is corrected with a `reason` only, which is kept (409 without).
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath),
    request_body = AssignBody,
    responses((status = 201, description = "Given.", body = CoverAssignmentBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/cover/{date}/assignments")]
pub(crate) async fn assign_cover(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverDayPath>,
    key: IdempotencyKey,
    sent: Body<AssignBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let AssignBody { requirement_id, staff_id, starts, ends, how, terms, reason, offer } = sent.into_inner();
    let (starts, ends) = (starts.map(|time| time.0), ends.map(|time| time.0));
    let how = how.unwrap_or(How::Cover);
    let choice = Choice { requirement_id, staff_id, starts, ends, how, terms, reason, offer };
    let CoverDayPath { academy_id, date } = path.into_inner();
    allowed
        .make(request, move |cx| {
            let kept = arranging::assign(cx, academy_id, date, &choice)?;
            let location = format!("/v1/cover-assignments/{}", kept.id);
            Ok(Made { etag: etag(&kept), location, body: CoverAssignmentBody::from(kept) })
        })
        .await
}

/// What is to hold of one requirement.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"required": false, "reason": "The class is in the hall"}))]
pub(super) struct DecideBody {
    /// Whether it needs cover; null leaves it to the rules and takes an earlier decision back.
    #[serde(default)]
    required: Option<bool>,
    /// Why; needed where it needs no cover.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: Option<String>,
    /// Where it is split between two people.
    #[serde(default)]
    #[schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$")]
    split_at: Option<Clock>,
}

/// Decide about one requirement
///
/// That it needs no cover, that it does, or that two people share it. Holds for this one period: the absence and its other
/// periods are as they were. Sending nulls takes it back.
#[utoipa::path(
    tag = "Cover",
    params(RequirementPath),
    request_body = DecideBody,
    responses((status = 200, description = "What holds now.", body = CoverDecision, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/cover/{date}/requirements/{requirement_id}")]
pub(crate) async fn decide_cover_requirement(
    allowed: Allowed<ManageCover>,
    path: Segments<RequirementPath>,
    sent: Body<DecideBody>,
) -> Result<Tagged<CoverDecision>, Problem> {
    let RequirementPath { academy_id, date, requirement_id } = path.into_inner();
    let DecideBody { required, reason, split_at } = sent.into_inner();
    let decided = Decided { required, reason, split_at: split_at.map(|time| time.0) };
    let kept = allowed.write(move |cx| arranging::decide(cx, academy_id, date, requirement_id, &decided)).await?;
    Ok(Tagged::new(ETag::revision(i64::from(kept.revision)), kept.value))
}

/// A class and its room.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"period": "3", "class": "8y/Sc1", "room": "L2"}))]
pub(super) struct ChangeRoomBody {
    /// The period.
    #[schema(min_length = 1, max_length = 50)]
    period: String,
    /// The class.
    #[schema(min_length = 1, max_length = 50)]
    class: String,
    /// The room of the day; null gives the class its own back.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 50)]
    room: Option<String>,
    /// Why, where the room is too small or lacks what the lesson needs.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 500)]
    reason: Option<String>,
}

/// Change the room of a class
///
/// In one period of one day. A room that another class is in, or that an event takes, is refused; so is one that holds fewer
/// pupils than are in the class or lacks what the lesson needs, unless a `reason` is sent, which is kept with the change.
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath),
    request_body = ChangeRoomBody,
    responses((status = 204, description = "Changed.")),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/cover/{date}/rooms")]
pub(crate) async fn change_cover_room(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverDayPath>,
    sent: Body<ChangeRoomBody>,
) -> Result<HttpResponse, Problem> {
    let CoverDayPath { academy_id, date } = path.into_inner();
    let ChangeRoomBody { period, class, room, reason } = sent.into_inner();
    let wanted = rooms::Wanted { period, class, room, reason };
    allowed.write(move |cx| rooms::change_room(cx, academy_id, date, &wanted)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Propose rooms for the classes without one
///
/// For each class of the day whose room cannot be used and that has no other yet: free rooms that hold the class and have what
/// the lesson needs, the best fit first (seats left over, building, labs kept for labs), and one room each when all are given
/// together. `doubtful` names room changes that do not fit.
#[utoipa::path(
    tag = "Cover",
    params(CoverDayPath),
    responses((status = 200, description = "The proposals.", body = RoomProposals, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/{date}/room-proposals")]
pub(crate) async fn get_room_proposals(
    allowed: Allowed<ReadCover>,
    path: Segments<CoverDayPath>,
) -> Result<Tagged<RoomProposals>, Problem> {
    let CoverDayPath { academy_id, date } = path.into_inner();
    let roomless = allowed.read(move |cx| rooms::load_roomless(cx, academy_id, date)).await?;
    // The connection has gone back before the solving begins.
    let found = crate::allowed::block(move || Ok(rooms::proposals(&roomless))).await?;
    Ok(Tagged::new(super::day::digest(&found), found))
}

/// Get an assignment
///
/// One person for one requirement, whatever came of it: for the person themselves, and for who may see what everybody covers. To
/// anybody else it is not there.
#[utoipa::path(
    tag = "Cover",
    params(CoverAssignmentPath),
    responses((status = 200, description = "The assignment.", body = CoverAssignmentBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/cover-assignments/{cover_assignment_id}")]
pub(crate) async fn get_cover_assignment(
    allowed: Allowed<ReadCover>,
    path: Segments<CoverAssignmentPath>,
) -> Result<Tagged<CoverAssignmentBody>, Problem> {
    let for_others = allowed.further_of_person(Action::ReadFairness);
    let kept = allowed.read(move |cx| arranging::shown_assignment(cx, path.cover_assignment_id, &for_others)).await?;
    Ok(Tagged::new(etag(&kept), kept.into()))
}

/// Why a day that is over is corrected.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StepBody {
    /// Needed where the day is over.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 500)]
    reason: Option<String>,
}

/// Takes a step, for oneself or, where the caller arranges cover, for anybody.
async fn take<P: Permission>(
    allowed: Allowed<P>,
    path: CoverAssignmentPath,
    key: IdempotencyKey,
    (step, sent): (Step, OptionalBody<StepBody>),
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.0.digest);
    let StepBody { reason } = sent.0.into_inner();
    let for_others = allowed.further(Action::ManageCover);
    allowed
        .act(request, move |cx| {
            arranging::step(cx, path.cover_assignment_id, (step, reason.as_deref()), &for_others)
                .map(CoverAssignmentBody::from)
        })
        .await
}

/// Offer cover
///
/// The person is asked; the requirement is `offered` until they answer.
#[utoipa::path(
    tag = "Cover",
    params(CoverAssignmentPath),
    request_body = Option<StepBody>,
    responses((status = 200, description = "Offered.", body = CoverAssignmentBody)),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/cover-assignments/{cover_assignment_id}/offer")]
pub(crate) async fn offer_cover(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverAssignmentPath>,
    key: IdempotencyKey,
    sent: OptionalBody<StepBody>,
) -> Result<HttpResponse, Problem> {
    take(allowed, path.into_inner(), key, (Step::Offer, sent)).await
}

/// Accept cover
///
/// By the person asked, or by who arranges cover in their name.
#[utoipa::path(
    tag = "Cover",
    params(CoverAssignmentPath),
    request_body = Option<StepBody>,
    responses((status = 200, description = "Accepted.", body = CoverAssignmentBody)),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/cover-assignments/{cover_assignment_id}/accept")]
pub(crate) async fn accept_cover(
    allowed: Allowed<AnswerCoverOffers>,
    path: Segments<CoverAssignmentPath>,
    key: IdempotencyKey,
    sent: OptionalBody<StepBody>,
) -> Result<HttpResponse, Problem> {
    take(allowed, path.into_inner(), key, (Step::Accept, sent)).await
}

/// Decline cover
///
/// The requirement is open again, somebody else may be given it at once, and the person is not asked for it again. A day
/// that is over is corrected with a `reason` only (409 without).
#[utoipa::path(
    tag = "Cover",
    params(CoverAssignmentPath),
    request_body = Option<StepBody>,
    responses((status = 200, description = "Declined.", body = CoverAssignmentBody)),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/cover-assignments/{cover_assignment_id}/decline")]
pub(crate) async fn decline_cover(
    allowed: Allowed<AnswerCoverOffers>,
    path: Segments<CoverAssignmentPath>,
    key: IdempotencyKey,
    sent: OptionalBody<StepBody>,
) -> Result<HttpResponse, Problem> {
    take(allowed, path.into_inner(), key, (Step::Decline, sent)).await
}

/// Take cover back
///
/// The requirement is open again; the person may be asked again. A day that is over is corrected with a `reason` only (409 without).
#[utoipa::path(
    tag = "Cover",
    params(CoverAssignmentPath),
    request_body = Option<StepBody>,
    responses((status = 200, description = "Taken back.", body = CoverAssignmentBody)),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/cover-assignments/{cover_assignment_id}/release")]
pub(crate) async fn release_cover(
    allowed: Allowed<ManageCover>,
    path: Segments<CoverAssignmentPath>,
    key: IdempotencyKey,
    sent: OptionalBody<StepBody>,
) -> Result<HttpResponse, Problem> {
    take(allowed, path.into_inner(), key, (Step::Release, sent)).await
}
