//! The versions of the timetable.

use crate::allowed::{Allowed, permission::ReadTimetable};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::get;
use app::timetable::{self, VersionLine};
use chrono::{DateTime, Utc};
use school::{Date, RecordId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{Cursor, Limit, Page, Params, Problem, Segments};

/// Which entries of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    pub(super) limit: Limit,
    /// Where to go on.
    #[param(inline)]
    pub(super) cursor: Option<Cursor>,
    /// Only what has changed since: the `watermark` of an answer before, or an instant.
    #[param(max_length = 64)]
    pub(super) updated_since: Option<String>,
}

/// A version of the timetable.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TimetableVersionBody {
    /// The version.
    id: RecordId,
    /// The first day.
    valid_from: Date,
    /// The last day: the day before the next version begins; null for the last one.
    valid_to: Option<Date>,
    /// How many entries it has.
    entries: usize,
    /// How many people are in it.
    people: usize,
    /// Counts the changes.
    revision: i32,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
}

impl From<VersionLine> for TimetableVersionBody {
    fn from(line: VersionLine) -> Self {
        let VersionLine { id, valid_from, valid_to, entries, people, revision, created_at, updated_at } = line;
        Self { id, valid_from, valid_to, entries, people, revision, created_at, updated_at }
    }
}

/// List the versions of the timetable
///
/// Each holds from its first day until the next begins; they come with imports of `timetable-csv`. In the order of their making.
#[utoipa::path(
    tag = "Timetable",
    params(AcademyPath, ListQuery),
    responses((status = 200, description = "The versions.", body = Page<TimetableVersionBody>)),
    security(("client" = ["roll:read"]), ("client" = ["attendance:read"]), ("client" = ["cover:read"]), ("person" = []))
)]
#[get("/v1/academies/{academy_id}/timetable/versions")]
pub(crate) async fn list_timetable_versions(
    allowed: Allowed<ReadTimetable>,
    path: Segments<AcademyPath>,
    query: Params<ListQuery>,
) -> Result<Page<TimetableVersionBody>, Problem> {
    let ListQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| timetable::list_versions(cx, path.academy_id, &ask)).await?;
    Ok(page(listing, TimetableVersionBody::from))
}
