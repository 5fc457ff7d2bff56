//! Absences of staff.

use super::absence_bodies::{AbsenceBody, AbsencePatchBody, NewAbsenceBody};
use super::paths::StaffAbsencePath;
use crate::allowed::{
    Allowed, Made,
    permission::{ReadOwnAbsence, ReadStaffAbsences, RecordStaffAbsences, ReportOwnAbsence},
};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use access::Action;
use actix_web::{HttpResponse, delete, get, patch, post};
use app::Further;
use app::cover::absences::{self, AbsencePatch};
use cover::absence::StaffAbsence;
use school::{Date, Kept, StaffId, Violation};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;
use web::{Body, Cursor, ETag, IdempotencyKey, IfMatch, Limit, Page, Params, Problem, Segments, Tagged};

/// Which absences.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct AbsencesQuery {
    /// Only of this person.
    #[param(value_type = Option<String>, format = Uuid)]
    staff_id: Option<StaffId>,
    /// Those that touch this day or a later one.
    from: Option<Date>,
    /// Those that touch this day or an earlier one.
    to: Option<Date>,
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant.
    #[param(max_length = 64)]
    updated_since: Option<String>,
}

fn etag(kept: &Kept<StaffAbsence>) -> ETag {
    ETag::revision(i64::from(kept.revision))
}

/// List the absences of staff
///
/// In the order of their making. Category and reason are shown to those who may read reasons.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath, AbsencesQuery),
    responses((status = 200, description = "The absences.", body = Page<AbsenceBody>)),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/staff-absences")]
pub(crate) async fn list_staff_absences(
    allowed: Allowed<ReadStaffAbsences>,
    path: Segments<AcademyPath>,
    query: Params<AbsencesQuery>,
) -> Result<Page<AbsenceBody>, Problem> {
    let AbsencesQuery { staff_id, from, to, limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let reasons = allowed.further(Action::ReadAbsenceReasons);
    let academy = path.academy_id;
    let listing = allowed.read(move |cx| absences::list_absences(cx, academy, staff_id, (from, to), &ask)).await?;
    Ok(page(listing, |kept| AbsenceBody::of(kept, reasons.at(academy))))
}

/// Record an absence of a member of staff
///
/// Whole days, by times, or by periods; several in one day; open-ended, rolling forward day by day; recurring on days of the
/// week. What needs cover follows from it at once.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath),
    request_body = NewAbsenceBody,
    responses((status = 201, description = "Recorded.", body = AbsenceBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/staff-absences")]
pub(crate) async fn record_staff_absence(
    allowed: Allowed<RecordStaffAbsences>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<NewAbsenceBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let body = sent.into_inner();
    let academy = path.academy_id;
    // What is missing is told beside everything else that is wrong: nobody has this id.
    let staff_id = body.staff_id.unwrap_or(StaffId(Uuid::nil()));
    let absence = body.of(staff_id);
    allowed.make(request, move |cx| made(absences::record_absence(cx, academy, absence.clone())?)).await
}

/// Somebody who records or reports an absence has just said its reason, and is shown it.
fn made(kept: Kept<StaffAbsence>) -> app::Result<Made<AbsenceBody>> {
    let location = format!("/v1/staff-absences/{}", kept.id);
    Ok(Made { etag: etag(&kept), location, body: AbsenceBody::of(kept, true) })
}

/// Report one's own absence
///
/// For the person who acts and nobody else, with the work for the classes attached.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath),
    request_body = NewAbsenceBody,
    responses((status = 201, description = "Recorded.", body = AbsenceBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/staff-absences/report")]
pub(crate) async fn report_own_absence(
    allowed: Allowed<ReportOwnAbsence>,
    path: Segments<AcademyPath>,
    key: IdempotencyKey,
    sent: Body<NewAbsenceBody>,
) -> Result<HttpResponse, Problem> {
    let request = key.with_body(&sent.digest);
    let body = sent.into_inner();
    let own = allowed.acting().actor.person.as_ref().map(|person| person.staff_id);
    if body.staff_id.is_some() && body.staff_id != own {
        let violation = Violation::new("/staff_id", "not_own", "one reports one's own absence: leave it out");
        return Err(Problem::invalid_body(vec![violation]));
    }
    let academy = path.academy_id;
    let absence = body.of(own.unwrap_or(StaffId(Uuid::nil())));
    allowed.make(request, move |cx| made(absences::report_absence(cx, academy, absence.clone())?)).await
}

/// Get an absence
///
/// One's own, with its reason; or that of another member of staff, for those who may see who is away.
#[utoipa::path(
    tag = "Cover",
    params(StaffAbsencePath),
    responses((status = 200, description = "The absence.", body = AbsenceBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff-absences/{staff_absence_id}")]
pub(crate) async fn get_staff_absence(
    allowed: Allowed<ReadOwnAbsence>,
    path: Segments<StaffAbsencePath>,
) -> Result<Tagged<AbsenceBody>, Problem> {
    let reasons = allowed.further(Action::ReadAbsenceReasons);
    let of_others = allowed.further_of_person(Action::ReadStaffAbsences);
    let (kept, own) = allowed
        .read(move |cx| {
            let kept = absences::find_absence(cx, path.staff_absence_id, &of_others)?;
            let own = absences::is_own(cx, &kept.value);
            Ok((kept, own))
        })
        .await?;
    Ok(shown(kept, own, &reasons))
}

/// One sees why one was away oneself, and whoever may read reasons sees it of others.
fn shown(kept: Kept<StaffAbsence>, own: bool, reasons: &Further) -> Tagged<AbsenceBody> {
    let shows = own || reasons.at(kept.academy_id);
    Tagged::new(etag(&kept), AbsenceBody::of(kept, shows))
}

/// Update an absence
///
/// Changes the fields sent. `returned_on` closes an open absence on the day before. Cover that was arranged stays where it
/// still stands; what no longer does is named by the day. The absent person changes `cover_work` and, of what they reported
/// themselves, the end (`last_day`, `ends`, `returned_on`) and whether it holds at all, as far as days are not over.
#[utoipa::path(
    tag = "Cover",
    params(StaffAbsencePath),
    request_body = AbsencePatchBody,
    responses((status = 200, description = "The absence as it stands now.", body = AbsenceBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[patch("/v1/staff-absences/{staff_absence_id}")]
pub(crate) async fn update_staff_absence(
    allowed: Allowed<ReportOwnAbsence>,
    path: Segments<StaffAbsencePath>,
    condition: IfMatch,
    sent: Body<AbsencePatchBody>,
) -> Result<Tagged<AbsenceBody>, Problem> {
    let body = sent.into_inner();
    let returned_on = body.returned_on;
    let edit = std::sync::Arc::new(move |absence: &mut StaffAbsence| body.clone().apply(absence));
    let patch = AbsencePatch { edit: Some(edit), returned_on };
    let reasons = allowed.further(Action::ReadAbsenceReasons);
    let of_others = allowed.further_of_person(Action::RecordStaffAbsences);
    let (kept, own) = allowed
        .write(move |cx| {
            let holds = |revision: i32| condition.check(&ETag::revision(i64::from(revision))).is_ok();
            let kept = absences::change_absence(cx, path.staff_absence_id, &patch, &of_others, &holds)?;
            let own = absences::is_own(cx, &kept.value);
            Ok((kept, own))
        })
        .await?;
    Ok(shown(kept, own, &reasons))
}

/// Cancel an absence
///
/// Entered in error: it never was. To cancel with a reason, send `cancelled_because` in a PATCH. Its record stays. The absent person
/// cancels what they reported themselves, up to the end of its first day.
#[utoipa::path(
    tag = "Cover",
    params(StaffAbsencePath),
    responses((status = 204, description = "Cancelled.")),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[delete("/v1/staff-absences/{staff_absence_id}")]
pub(crate) async fn cancel_staff_absence(
    allowed: Allowed<ReportOwnAbsence>,
    path: Segments<StaffAbsencePath>,
    condition: IfMatch,
) -> Result<HttpResponse, Problem> {
    let of_others = allowed.further_of_person(Action::RecordStaffAbsences);
    allowed
        .write(move |cx| {
            let holds = |revision: i32| condition.check(&ETag::revision(i64::from(revision))).is_ok();
            absences::cancel_absence(cx, path.staff_absence_id, "entered in error", &of_others, &holds)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
