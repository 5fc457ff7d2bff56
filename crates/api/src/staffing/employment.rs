//! How staff are employed.

use crate::allowed::{
    Allowed,
    permission::{ReadEmployment, WriteEmployment},
};
use crate::roll::staff::StaffPath;
use access::Action;
use actix_web::{get, put};
use app::staffing::employment as use_case;
use chrono::{DateTime, Utc};
use cover::staff::{
    CensusPost, Contract, CoverLimits, CoverRole, Employment, EmploymentRecord, LaterPattern, Restriction, WorkingTime,
};
use school::{Kept, RecordId, StaffId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Body, ETag, IfMatch, Problem, Segments, Tagged};

/// How a member of staff is employed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EmploymentBody {
    /// The record.
    id: RecordId,
    /// The person.
    staff_id: StaffId,
    /// What the person may be asked to do in cover.
    cover_roles: Vec<CoverRole>,
    /// The contract.
    contract: Contract,
    /// When the person works; null for every school day from beginning to end.
    working_pattern: Option<Vec<WorkingTime>>,
    /// Patterns that hold from a later day on.
    later_patterns: Vec<LaterPattern>,
    /// Whether the job description of a teaching assistant says that they supervise a class in an emergency.
    supervises_in_emergency: bool,
    /// What the person teaches.
    subjects: Vec<String>,
    /// Practical subjects in which the person may safely take a class.
    competences: Vec<String>,
    /// What the person may not do; why is shown only to those who write this record.
    restrictions: Vec<Restriction>,
    /// Own limits of cover.
    limits: CoverLimits,
    /// In which post the workforce census collects the person's absences; null where it follows from what they do in cover.
    census_post: Option<CensusPost>,
    /// Minutes a week for which the person is employed and not timetabled.
    underload_minutes_per_week: Option<u16>,
    /// The year of induction of an early career teacher.
    early_career_year: Option<u8>,
    /// Whether the post needs qualified teacher status.
    qualified_teacher_required: bool,
    /// Whether the person manages others in the sense of section 128 of the Education and Skills Act 2008.
    management: bool,
    /// When the record was last changed.
    updated_at: DateTime<Utc>,
}

fn body(kept: Kept<EmploymentRecord>, with_reasons: bool) -> EmploymentBody {
    let EmploymentRecord { staff_id, employment } = kept.value;
    let employment = if with_reasons { employment } else { employment.without_reasons() };
    let Employment {
        cover_roles,
        contract,
        working_pattern,
        later_patterns,
        supervises_in_emergency,
        subjects,
        competences,
        restrictions,
        limits,
        census_post,
        underload_minutes_per_week,
        early_career_year,
        qualified_teacher_required,
        management,
    } = employment;
    EmploymentBody {
        id: kept.id,
        staff_id,
        cover_roles,
        contract,
        working_pattern,
        later_patterns,
        supervises_in_emergency,
        subjects,
        competences,
        restrictions,
        limits,
        census_post,
        underload_minutes_per_week,
        early_career_year,
        qualified_teacher_required,
        management,
        updated_at: kept.updated_at,
    }
}

/// Get how a member of staff is employed
///
/// Contract, working pattern, subjects, competences, restrictions and limits of cover. Why something is restricted is told only
/// to those who may write the record.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    responses((status = 200, description = "The employment record.", body = EmploymentBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/employment")]
pub(crate) async fn get_employment(
    allowed: Allowed<ReadEmployment>,
    path: Segments<StaffPath>,
) -> Result<Tagged<EmploymentBody>, Problem> {
    let reasons = allowed.further(Action::WriteEmployment);
    let kept = allowed.read(move |cx| use_case::find_employment(cx, path.staff_id)).await?;
    let with_reasons = reasons.at(kept.academy_id);
    // Two views of one record are two texts, so they have two tags.
    let etag = if with_reasons {
        ETag::revision(i64::from(kept.revision))
    } else {
        ETag::new(&format!("{}-plain", kept.revision))
    };
    Ok(Tagged::new(etag, body(kept, with_reasons)))
}

/// Put how a member of staff is employed
///
/// The whole record; the same again changes nothing.
#[utoipa::path(
    tag = "Staff",
    params(StaffPath),
    request_body = Employment,
    responses(
        (status = 200, description = "The employment record as it stands now.", body = EmploymentBody, headers(("ETag" = String, description = "The entity tag."))),
        (status = 201, description = "The first of the person.", body = EmploymentBody, headers(("ETag" = String, description = "The entity tag.")))
    ),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/staff/{staff_id}/employment")]
pub(crate) async fn put_employment(
    allowed: Allowed<WriteEmployment>,
    path: Segments<StaffPath>,
    condition: IfMatch,
    sent: Body<Employment>,
) -> Result<Tagged<EmploymentBody>, Problem> {
    let employment = sent.into_inner();
    let put = allowed
        .write(move |cx| use_case::put_employment(cx, path.staff_id, employment.clone(), &super::condition(&condition)))
        .await?;
    let location = format!("/v1/staff/{}/employment", put.kept.value.staff_id);
    Ok(super::written(put, location, |kept| body(kept, true)))
}
