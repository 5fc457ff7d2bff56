//! How far an import has come, and what it refused.

use crate::allowed::{Allowed, permission::ReadImports};
use crate::paths::AcademyPath;
use crate::roll::asking::{ask, page};
use actix_web::get;
use chrono::{DateTime, Utc};
use school::{AcademyId, Date, ImportId};
use serde::{Deserialize, Serialize};
use store::imports::{Counts, Import, Rejection};
use utoipa::{IntoParams, ToSchema};
use web::{Cursor, Limit, Page, Params, Problem, Segments, Tagged};

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportBody {
    /// The import.
    id: ImportId,
    /// The academy.
    academy_id: AcademyId,
    /// The format, e.g. `pupils-csv`.
    format: String,
    /// Whether nothing is written.
    dry_run: bool,
    /// From which day a file of the timetable was to hold; null where the request did not say.
    effective_from: Option<Date>,
    /// When the other system wrote the file; null where the request did not say.
    exported_at: Option<DateTime<Utc>>,
    /// `queued`, `running`, `succeeded`, or `failed` when the file could not be read. An import with rejected rows has
    /// succeeded.
    #[schema(example = "succeeded")]
    status: String,
    /// Why the file could not be read.
    problem: Option<String>,
    /// The size of the file.
    bytes: i64,
    /// Rows read so far.
    rows: i64,
    /// Rows that made something new.
    created: i64,
    /// Rows that changed something.
    updated: i64,
    /// Rows that said what was known.
    unchanged: i64,
    /// Rows refused: see `/v1/imports/{import_id}/rejections`.
    rejected: i64,
    /// Rows accepted with a warning: see the academy's conflicts and warnings.
    warnings: i64,
    /// Rows that differ from a mark that a person amended here, or that a file written later has said; the mark stands.
    conflicts: i64,
    /// Remarks on the file as a whole.
    notes: Option<serde_json::Value>,
    /// When it was sent.
    created_at: DateTime<Utc>,
    /// When the work began.
    started_at: Option<DateTime<Utc>>,
    /// When the work ended.
    finished_at: Option<DateTime<Utc>>,
    /// The client that sent it.
    client: Option<String>,
}

pub(crate) fn body(import: Import) -> ImportBody {
    let Import {
        id,
        academy_id,
        format,
        dry_run,
        day_first: _,
        effective_from,
        complete: _,
        exported_at,
        status,
        bytes,
        counts,
        problem,
        notes,
        created_at,
        updated_at: _,
        started_at,
        finished_at,
        lease_until: _,
        by,
    } = import;
    let Counts { rows, created, updated, unchanged, rejected, warnings, conflicts } = counts;
    ImportBody {
        id,
        academy_id,
        format,
        dry_run,
        effective_from,
        exported_at,
        status,
        problem,
        bytes,
        rows,
        created,
        updated,
        unchanged,
        rejected,
        warnings,
        conflicts,
        notes,
        created_at,
        started_at,
        finished_at,
        client: by.client.map(|(_, name)| name),
    }
}

/// Where an import is.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ImportPath {
    /// The import.
    #[param(value_type = String, format = Uuid)]
    import_id: ImportId,
}

/// Get an import
///
/// How far it has come: the counts move while it runs.
#[utoipa::path(
    tag = "Imports",
    params(ImportPath),
    responses((status = 200, description = "The import.", body = ImportBody, headers(("ETag" = String, description = "The entity tag.")))),
    security(
        ("client" = ["roll:read"]),
        ("client" = ["attendance:read"]),
        ("client" = ["roll:write"]),
        ("client" = ["attendance:write"]),
        ("person" = [])
    )
)]
#[get("/v1/imports/{import_id}")]
pub(crate) async fn get_import(
    allowed: Allowed<ReadImports>,
    path: Segments<ImportPath>,
) -> Result<Tagged<ImportBody>, Problem> {
    let found = allowed.read(move |cx| app::imports::find_import(cx, path.import_id)).await?;
    Ok(crate::answers::by_digest(body(found)))
}

/// Which part of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// How many at most.
    #[serde(default)]
    #[param(inline)]
    limit: Limit,
    /// Where to go on.
    #[param(inline)]
    cursor: Option<Cursor>,
}

/// Which imports.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportsQuery {
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

/// List the imports of an academy
///
/// The newest first; those that have changed, the oldest first.
#[utoipa::path(
    tag = "Imports",
    params(AcademyPath, ImportsQuery),
    responses((status = 200, description = "The imports.", body = Page<ImportBody>)),
    security(
        ("client" = ["roll:read"]),
        ("client" = ["attendance:read"]),
        ("client" = ["roll:write"]),
        ("client" = ["attendance:write"]),
        ("person" = [])
    )
)]
#[get("/v1/academies/{academy_id}/imports")]
pub(crate) async fn list_imports(
    allowed: Allowed<ReadImports>,
    path: Segments<AcademyPath>,
    query: Params<ImportsQuery>,
) -> Result<Page<ImportBody>, Problem> {
    let ImportsQuery { limit, cursor, updated_since } = query.into_inner();
    let ask = ask(limit, cursor, updated_since)?;
    let listing = allowed.read(move |cx| app::imports::list_imports(cx, path.academy_id, &ask)).await?;
    Ok(page(listing, body))
}

/// One thing that is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RejectionBody {
    /// The line of the file, the first being 1.
    line: i64,
    /// The column, or the element of a CTF.
    column: String,
    /// A stable word that programs may match on.
    #[schema(example = "unknown_code")]
    code: String,
    /// What is wrong. Holds no personal data.
    detail: String,
}

/// List the rejections of an import
///
/// Everything that was wrong with every refused row, in the order of the file.
#[utoipa::path(
    tag = "Imports",
    params(ImportPath, PageQuery),
    responses((status = 200, description = "The rejections.", body = Page<RejectionBody>)),
    security(
        ("client" = ["roll:read"]),
        ("client" = ["attendance:read"]),
        ("client" = ["roll:write"]),
        ("client" = ["attendance:write"]),
        ("person" = [])
    )
)]
#[get("/v1/imports/{import_id}/rejections")]
pub(crate) async fn list_import_rejections(
    allowed: Allowed<ReadImports>,
    path: Segments<ImportPath>,
    query: Params<PageQuery>,
) -> Result<Page<RejectionBody>, Problem> {
    let PageQuery { limit, cursor } = query.into_inner();
    let after: Option<i64> = cursor.map(|cursor| cursor.read()).transpose()?;
    let most = i64::try_from(limit.get() + 1).unwrap_or(i64::MAX);
    let found = allowed.read(move |cx| app::imports::list_rejections(cx, path.import_id, after, most)).await?;
    Ok(Page::cut(found, limit, |rejection| rejection.number).map(|rejection| {
        let Rejection { number: _, line, field, code, detail } = rejection;
        RejectionBody { line, column: field, code, detail }
    }))
}
