//! What follows from somebody's absence: occupational health, the stages of the policy, the pay.

use crate::allowed::{
    Allowed,
    permission::{ReadAbsenceReasons, WriteEmployment},
};
use crate::roll::staff::StaffPath;
use actix_web::{get, put};
use app::staffing::absence_record as use_case;
use cover::absence_record::{AbsenceCase, PayStep, PolicyStep, Referral};
use school::{Date, StaffId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Body, ETag, IfMatch, Problem, Segments, Tagged};

/// What follows from somebody's absence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AbsenceCaseBody {
    /// The person.
    staff_id: StaffId,
    /// Referrals to occupational health, the earliest first.
    referrals: Vec<Referral>,
    /// The stages of the policy, the earliest first.
    stages: Vec<PolicyStep>,
    /// The pay, the earliest first.
    pay: Vec<PayStep>,
    /// The stage that stands today; null where none does.
    stage: Option<PolicyStep>,
    /// The day of that.
    as_of: Date,
}

fn body(staff_id: StaffId, case: AbsenceCase, stage: Option<PolicyStep>, as_of: Date) -> AbsenceCaseBody {
    let AbsenceCase { referrals, stages, pay } = case;
    AbsenceCaseBody { staff_id, referrals, stages, pay, stage, as_of }
}

/// Get what follows from the absence of a member of staff
///
/// Referrals to occupational health, the stages of the academy's policy and which of them stands, and the pay as it was entered.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    responses((status = 200, description = "What follows.", body = AbsenceCaseBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/absence-case")]
pub(crate) async fn get_absence_case(
    allowed: Allowed<ReadAbsenceReasons>,
    path: Segments<StaffPath>,
) -> Result<Tagged<AbsenceCaseBody>, Problem> {
    let staff = path.staff_id;
    let (case, revision, stage, today) = allowed
        .read(move |cx| {
            let (case, revision) = use_case::find_case(cx, staff)?;
            let stage = use_case::stage_today(cx, &case);
            Ok((case, revision, stage, school::clock::local(cx.at).0))
        })
        .await?;
    Ok(Tagged::new(super::dated(revision, today), body(staff, case, stage, today)))
}

/// Put what follows from the absence of a member of staff
///
/// The whole record. A stage of the policy follows the one before: none is left out, and after a year, or when it was closed, the
/// policy begins again with the informal one. The pay is entered, never computed. A stage decided ends the reminder that a
/// threshold was reached.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = AbsenceCase,
    responses((status = 200, description = "What follows now.", body = AbsenceCaseBody, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/staff/{staff_id}/absence-case")]
pub(crate) async fn put_absence_case(
    allowed: Allowed<WriteEmployment>,
    path: Segments<StaffPath>,
    condition: IfMatch,
    sent: Body<AbsenceCase>,
) -> Result<Tagged<AbsenceCaseBody>, Problem> {
    let staff = path.staff_id;
    let case = sent.into_inner();
    let (put, stage, today) = allowed
        .write(move |cx| {
            let today = school::clock::local(cx.at).0;
            let holds = |revision: Option<i32>| condition.check(&super::dated(revision.unwrap_or(0), today)).is_ok();
            let put = use_case::put_case(cx, staff, case.clone(), &holds)?;
            let stage = use_case::stage_today(cx, &put.kept.value.case);
            Ok((put, stage, today))
        })
        .await?;
    let etag: ETag = super::dated(put.kept.revision, today);
    Ok(Tagged::new(etag, body(staff, put.kept.value.case, stage, today)))
}
