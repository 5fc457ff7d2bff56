//! The fairness ledger.

use crate::allowed::{
    Allowed,
    permission::{ReadFairness, ReadOwnCover},
};
use crate::answers::by_digest;
use crate::paths::AcademyPath;
use crate::roll::staff::StaffPath;
use access::Action;
use actix_web::get;
use app::staffing::fairness::{OwnLedger, ledger, own_ledger};
use cover::ledger::{Cover, Fairness, PersonLine};
use school::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Params, Problem, Segments, Tagged};

/// Over which days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LedgerQuery {
    /// The first day; 1 September of the academic year where it is left out.
    from: Option<Date>,
    /// The last day, inside; today where it is left out.
    to: Option<Date>,
}

impl LedgerQuery {
    /// The range, with what is left out filled in.
    pub(super) fn range(&self, today: Date) -> (Date, Date) {
        let to = self.to.unwrap_or(today);
        let year = school::AcademicYear::of(to).map(school::AcademicYear::first_day);
        (self.from.or(year).unwrap_or(to), to)
    }
}

/// Get how fairly cover is shared
///
/// Published cover that still stands, person by person, against the time that each had (on site and not away, with nothing
/// timetabled), with the spread within each post. Supply is in all figures and named apart, with what it was paid; cover whose
/// lesson or absence went counts for nobody; protected time that was lost is named; and the classes tell how often they were
/// without their teacher and without anybody who teaches the subject, whether or not the day was published.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath, LedgerQuery),
    responses((status = 200, description = "The ledger.", body = Fairness, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/fairness")]
pub(crate) async fn get_cover_fairness(
    allowed: Allowed<ReadFairness>,
    path: Segments<AcademyPath>,
    query: Params<LedgerQuery>,
) -> Result<Tagged<Fairness>, Problem> {
    let found = allowed
        .read(move |cx| {
            let (from, to) = query.range(school::clock::local(cx.at).0);
            ledger(cx, path.academy_id, from, to)
        })
        .await?;
    Ok(by_digest(found))
}

/// One person's part of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnLedgerBody {
    /// The first day.
    from: Date,
    /// The last day.
    to: Date,
    /// The figures of the person.
    figures: PersonLine,
    /// Their covers, the latest first.
    covers: Vec<Cover>,
    /// The mean load index of those in the same post; null where fewer than three have time, because it would tell the other's.
    mean_load_in_post: Option<f64>,
    /// How many they are.
    people_in_post: u32,
}

/// Get the cover ledger of a member of staff
///
/// Everybody sees their own covers, their share and how it stands beside the mean of their post, and nobody else's; those who
/// arrange cover see everybody's.
#[utoipa::path(
    tag = "Cover",
    params(StaffPath, LedgerQuery),
    responses((status = 200, description = "The person's ledger.", body = OwnLedgerBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/staff/{staff_id}/cover-ledger")]
pub(crate) async fn get_cover_ledger(
    allowed: Allowed<ReadOwnCover>,
    path: Segments<StaffPath>,
    query: Params<LedgerQuery>,
) -> Result<Tagged<OwnLedgerBody>, Problem> {
    let reads_all = allowed.further(Action::ReadFairness);
    let body = allowed
        .read(move |cx| {
            let (from, to) = query.range(school::clock::local(cx.at).0);
            let OwnLedger { line, covers, mean_load, people_in_post } =
                own_ledger(cx, path.staff_id, from, to, &reads_all)?;
            Ok(OwnLedgerBody { from, to, figures: line, covers, mean_load_in_post: mean_load, people_in_post })
        })
        .await?;
    Ok(by_digest(body))
}
