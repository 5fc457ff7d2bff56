//! What booking supply would cost.

use crate::allowed::{
    Allowed,
    permission::{CoverSettings, ReadFairness},
};
use crate::answers::by_digest;
use crate::paths::AcademyPath;
use actix_web::{get, put};
use app::staffing::look_ahead::{self, LookAhead};
use app::staffing::supply as use_case;
use cover::supply::{ComparedOption, Recommendation, SupplyRates};
use school::{AcademyId, Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Body, ETag, IfMatch, Params, Problem, Segments, Tagged};

/// A day of an academy.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct SupplyDayPath {
    /// The academy.
    #[param(value_type = String, format = Uuid)]
    academy_id: AcademyId,
    /// The day.
    date: Date,
}

/// How many supply teachers are tried.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SupplyQuery {
    /// At most so many; 2 where it is left out.
    #[param(minimum = 0, maximum = 5)]
    most: Option<u32>,
}

/// What booking supply for a day would cost and save.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupplyOptionsBody {
    /// The day.
    date: Date,
    /// The options: first without a booking, then each number for the morning, the afternoon and the whole day.
    options: Vec<ComparedOption>,
    /// Which is recommended and why; null where nothing can be allocated.
    recommended: Option<Recommendation>,
    /// How the options are made.
    definition: &'static str,
}

/// Get what booking supply would cost and save
///
/// The day is allocated without a booking and with each number of supply teachers for the morning, the afternoon and the whole
/// day, each to the best that there is: what the booking costs in pence, what it saves in points of the allocation, which covers it
/// takes from teachers, and what it fills that nobody would; with cover from within in money too, what each costs in all and which
/// is recommended. Nothing is kept. Made for the telephone call before seven.
#[utoipa::path(
    tag = "Cover",
    params(SupplyDayPath, SupplyQuery),
    responses((status = 200, description = "The options.", body = SupplyOptionsBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/{date}/supply-options")]
pub(crate) async fn get_supply_options(
    allowed: Allowed<ReadFairness>,
    path: Segments<SupplyDayPath>,
    query: Params<SupplyQuery>,
) -> Result<Tagged<SupplyOptionsBody>, Problem> {
    let SupplyDayPath { academy_id, date } = path.into_inner();
    let most = query.most.unwrap_or(2);
    let question = allowed.read(move |cx| use_case::load(cx, academy_id, date, most)).await?;
    // The connection has gone back before the solving begins.
    let use_case::Options { options, recommended } =
        crate::allowed::block(move || Ok(use_case::work(question))).await?;
    let definition = "every option is allocated by the same weights; the price of the booking stands beside the sum, not in it. \
        internal_pence is the minutes that the academy's own staff cover at the rates of their posts, null where none are set; \
        net_pence is that and the booking, net_points the sum with the booking at supply_pence_for_point pence a point. Recommended is \
        what leaves the fewest without anybody, then what costs least in all, or, where no rates are set, what weighs least";
    Ok(by_digest(SupplyOptionsBody { date, options, recommended, definition }))
}

/// From which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LookAheadQuery {
    /// The first day; today where it is left out.
    from: Option<Date>,
}

/// List what is known of the cover of the next two weeks
///
/// Each school day with who is known to be away, open absences expected to go on, what needs cover, how much of it could be foreseen
/// (teachers are not asked for that) and is arranged, what would stay without anybody, and the booking that is recommended; and the
/// days running for which booking one person pays best.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath, LookAheadQuery),
    responses((status = 200, description = "The school days of two weeks.", body = LookAhead, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/cover/look-ahead")]
pub(crate) async fn list_cover_look_ahead(
    allowed: Allowed<ReadFairness>,
    path: Segments<AcademyPath>,
    query: Params<LookAheadQuery>,
) -> Result<Tagged<LookAhead>, Problem> {
    let from = query.from;
    let days = allowed
        .read(move |cx| {
            let from = from.unwrap_or_else(|| school::clock::local(cx.at).0);
            look_ahead::load(cx, path.academy_id, from)
        })
        .await?;
    // The connection has gone back before the solving begins.
    Ok(by_digest(crate::allowed::block(move || Ok(look_ahead::work(days))).await?))
}

/// Get what an academy pays for supply
///
/// For half a day and for a whole one, and what an hour of cover from within is worth in each post.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath),
    responses((status = 200, description = "The rates.", body = SupplyRates, headers(("ETag" = String, description = "The entity tag.")))),
    security(("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/supply-rates")]
pub(crate) async fn get_supply_rates(
    allowed: Allowed<ReadFairness>,
    path: Segments<AcademyPath>,
) -> Result<Tagged<SupplyRates>, Problem> {
    let (rates, revision) = allowed.read(move |cx| use_case::find_rates(cx, path.academy_id)).await?;
    Ok(Tagged::new(ETag::revision(i64::from(revision)), rates))
}

/// Put what an academy pays for supply
///
/// In pence, the agency's fee included.
#[utoipa::path(
    tag = "Cover",
    params(AcademyPath),
    request_body = SupplyRates,
    responses((status = 200, description = "The rates as they stand now.", body = SupplyRates, headers(("ETag" = String, description = "The entity tag.")))),
    extensions(("x-problems" = json!([409]))),
    security(("client" = ["cover:write"]), ("person" = []))
)]
#[put("/v1/academies/{academy_id}/supply-rates")]
pub(crate) async fn put_supply_rates(
    allowed: Allowed<CoverSettings>,
    path: Segments<AcademyPath>,
    condition: IfMatch,
    sent: Body<SupplyRates>,
) -> Result<Tagged<SupplyRates>, Problem> {
    let rates = sent.into_inner();
    let put = allowed
        .write(move |cx| {
            let holds = super::of_settings(&condition);
            use_case::put_rates(cx, path.academy_id, rates.clone(), &holds)
        })
        .await?;
    Ok(Tagged::new(ETag::revision(i64::from(put.kept.revision)), put.kept.value.rates))
}
