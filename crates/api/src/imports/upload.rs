//! Sending a file.

use super::progress::{ImportBody, body};
use crate::allowed::{Allowed, Made, block, permission::ReadImports};
use crate::paths::AcademyPath;
use access::Action;
use actix_multipart::Multipart;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpRequest, HttpResponse, post};
use app::imports::{Format, Manner, begin, keep_piece, queue};
use app::{Acting, App, Context};
use chrono::{DateTime, Utc};
use exchange::DateOrder;
use futures_util::{Stream, StreamExt};
use school::{AcademyId, Date, ImportId};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::{IntoParams, ToSchema};
use web::{ETag, IdempotencyKey, Params, Problem, Segments, kinds};

/// The size of the pieces in which a file is kept.
const PIECE: usize = 1024 * 1024;

/// The format of a file.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub(crate) enum ImportFormat {
    /// Pupils, one a row.
    #[serde(rename = "pupils-csv")]
    PupilsCsv,
    /// Marks, one a row.
    #[serde(rename = "marks-csv")]
    MarksCsv,
    /// Common Transfer File.
    #[serde(rename = "ctf")]
    Ctf,
    /// The timetable, one person in one period a row.
    #[serde(rename = "timetable-csv")]
    TimetableCsv,
    /// The periods of the school day, one a row.
    #[serde(rename = "periods-csv")]
    PeriodsCsv,
}

/// How dates are written.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DateForm {
    /// 2026-11-23.
    Iso,
    /// 23/11/2026.
    Uk,
}

/// How the file is to be read.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportQuery {
    /// The format of the file.
    #[param(inline)]
    format: ImportFormat,
    /// Whether to tell what would happen and write nothing.
    #[serde(default)]
    dry_run: bool,
    /// How dates in a CSV file are written; ISO where it is left out.
    #[param(inline)]
    dates: Option<DateForm>,
    /// From which day a file of the timetable or of periods holds; the day of the import where it is left out, and for the
    /// first such file the beginning of the academic year.
    #[param(example = "2026-09-02")]
    effective_from: Option<Date>,
    /// Whether a file of the timetable or of periods is the whole of it: people, or days of the week, that it does not name
    /// have nothing from then on. Where not, they keep what they have.
    #[serde(default)]
    complete: bool,
    /// When the other system wrote a file of marks. Where it is given, the file changes no mark that stands as a file
    /// written later entered, amended or confirmed it; the differences are listed as conflicts. Where it is left out, a CTF that
    /// the academy made is put in order by its header, and otherwise the file that comes last has the last word.
    #[param(example = "2026-11-23T06:30:00Z")]
    exported_at: Option<DateTime<Utc>>,
}

impl ImportQuery {
    fn format(&self) -> Format {
        match self.format {
            ImportFormat::PupilsCsv => Format::PupilsCsv,
            ImportFormat::MarksCsv => Format::MarksCsv,
            ImportFormat::Ctf => Format::Ctf,
            ImportFormat::TimetableCsv => Format::TimetableCsv,
            ImportFormat::PeriodsCsv => Format::PeriodsCsv,
        }
    }

    fn manner(&self) -> Manner {
        let dates = match self.dates {
            Some(DateForm::Uk) => DateOrder::Uk,
            Some(DateForm::Iso) | None => DateOrder::Iso,
        };
        Manner { dates, effective_from: self.effective_from, complete: self.complete, exported_at: self.exported_at }
    }
}

/// The permission that a format needs.
fn permitted(allowed: &Allowed<ReadImports>, format: Format) -> Result<Acting, Problem> {
    match format {
        Format::PupilsCsv => allowed.also(Action::ImportRoll),
        Format::MarksCsv => allowed.also(Action::ImportMarks),
        Format::Ctf => {
            allowed.also(Action::ImportMarks)?;
            allowed.also(Action::ImportRoll)
        }
        Format::TimetableCsv | Format::PeriodsCsv => allowed.also(Action::ImportTimetable),
    }
}

/// What a file may come as: the documentation of the request names the same.
const TAKEN: [&str; 8] = [
    "text/csv",
    "text/*",
    "application/csv",
    "application/vnd.ms-excel",
    "application/xml",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
];

/// A form around the file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the form is read as a stream; this only tells what it looks like")]
struct ImportForm {
    /// The file: the first part of the form, under any name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Whether a file may come as what its `Content-Type` says. A client that names no type, and `curl --data-binary`, which
/// calls everything a form, are taken at the word of the query instead.
fn is_taken(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let covers = |taken: &&str| taken.strip_suffix('*').is_some_and(|family| essence.starts_with(family));
    essence.is_empty() || TAKEN.contains(&essence.as_str()) || TAKEN.iter().any(covers)
}

fn kind_of(request: &HttpRequest) -> &str {
    request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// Import a file
///
/// Send the file as the body (or as the first file of `multipart/form-data`). It is kept, queued and worked off in the
/// background: the answer says where its progress stands. Rows that are refused never stop the good ones and are listed with
/// line, column and reason; the same file again reports everything unchanged; a mark that differs from a taken register
/// becomes an amendment. `pupils-csv` needs roll:write, `marks-csv` attendance:write, `ctf` both; the
/// timetable and its periods (`timetable-csv`, `periods-csv`) roll:write.
#[utoipa::path(
    tag = "Imports",
    params(AcademyPath, ImportQuery),
    request_body(
        description = "The file itself, in UTF-8: CSV, or XML for a CTF. The query says what it is: the content type decides nothing \
                       beyond whether a form is around it, and may be left out.",
        content(
            (String = "text/csv", example = json!("upn,date,session,code\nR674123101121,2026-11-20,am,/\n")),
            (String = "text/*"),
            (String = "application/csv"),
            (String = "application/vnd.ms-excel"),
            (String = "application/xml"),
            (String = "application/octet-stream"),
            (String = "application/x-www-form-urlencoded"),
            (inline(ImportForm) = "multipart/form-data")
        )
    ),
    responses((status = 202, description = "Received and queued.", body = ImportBody, headers(("Location" = String, description = "Where the progress stands.")))),
    security(("client" = ["roll:write"]), ("client" = ["attendance:write"]), ("person" = []))
)]
#[post("/v1/academies/{academy_id}/imports")]
pub(crate) async fn create_import(
    allowed: Allowed<ReadImports>,
    path: Segments<AcademyPath>,
    query: Params<ImportQuery>,
    key: IdempotencyKey,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let acting = permitted(&allowed, query.format())?;
    let app = allowed.app().clone();
    refuse_early(&request, app.settings.largest_import)?;
    let (academy, format, manner, dry_run) = (path.academy_id, query.format(), query.manner(), query.dry_run);
    let (of_app, of_acting) = (app.clone(), acting.clone());
    let id = block(move || of_app.write(&of_acting, |cx| begin(cx, academy, format, dry_run, manner))).await?;
    let mut upload = Upload::new(app, acting, academy, id);
    let received = receive(&mut upload, &request, payload).await;
    let answer = match received {
        Ok((digest, bytes)) => {
            let make = move |cx: &mut Context<'_>| {
                let import = queue(cx, academy, id, bytes)?;
                let location = format!("/v1/imports/{id}");
                Ok(Made { etag: ETag::revision(1), location, body: body(import) })
            };
            allowed.accept(key.with_body(&digest), make).await
        }
        Err(problem) => Err(problem),
    };
    // What was cut off, was too large, or was sent under a key that has its answer already is thrown away.
    upload.forget_unqueued().await?;
    answer
}

fn refuse_early(request: &HttpRequest, most: u64) -> Result<(), Problem> {
    if !is_taken(kind_of(request)) {
        return Err(Problem::new(&kinds::UNSUPPORTED_MEDIA_TYPE));
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    // A form around the file adds a little.
    if length.is_some_and(|length| length > most.saturating_add(65_536)) { Err(too_large(most)) } else { Ok(()) }
}

fn too_large(most: u64) -> Problem {
    Problem::new(&kinds::TOO_LARGE).detail(format!("an import takes files of at most {most} bytes"))
}

async fn receive(
    upload: &mut Upload,
    request: &HttpRequest,
    payload: Payload,
) -> Result<(web::BodyDigest, u64), Problem> {
    if !kind_of(request).to_ascii_lowercase().starts_with("multipart/form-data") {
        return upload.pour(payload).await;
    }
    let mut form = Multipart::new(request.headers(), payload);
    match form.next().await {
        Some(Ok(field)) => upload.pour(field).await,
        _ => Err(Problem::new(&kinds::MALFORMED_BODY).detail("the form holds no file")),
    }
}

/// A file on its way in.
struct Upload {
    app: App,
    acting: Acting,
    academy: AcademyId,
    id: ImportId,
    waiting: Vec<u8>,
    pieces: i32,
    bytes: u64,
}

impl Upload {
    fn new(app: App, acting: Acting, academy: AcademyId, id: ImportId) -> Self {
        Self { app, acting, academy, id, waiting: Vec::new(), pieces: 0, bytes: 0 }
    }

    /// Keeps what streams in, piece by piece; answers the digest and the size of the whole.
    async fn pour<E>(
        &mut self,
        mut stream: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<(web::BodyDigest, u64), Problem> {
        let most = self.app.settings.largest_import;
        let mut digest = Sha256::new();
        while let Some(next) = stream.next().await {
            let bytes =
                next.map_err(|_| Problem::new(&kinds::MALFORMED_BODY).detail("the file was cut off on its way"))?;
            self.bytes = self.bytes.saturating_add(bytes.len() as u64);
            if self.bytes > most {
                return Err(too_large(most));
            }
            digest.update(&bytes);
            self.waiting.extend_from_slice(&bytes);
            while self.waiting.len() >= PIECE {
                let rest = self.waiting.split_off(PIECE);
                let piece = std::mem::replace(&mut self.waiting, rest);
                self.keep(piece).await?;
            }
        }
        let last = std::mem::take(&mut self.waiting);
        if !last.is_empty() {
            self.keep(last).await?;
        }
        Ok((web::BodyDigest::from_digest(digest.finalize().into()), self.bytes))
    }

    async fn keep(&mut self, piece: Vec<u8>) -> Result<(), Problem> {
        let (app, acting, academy, id, number) =
            (self.app.clone(), self.acting.clone(), self.academy, self.id, self.pieces);
        self.pieces += 1;
        block(move || app.write(&acting, |cx| keep_piece(cx, academy, id, number, &piece))).await
    }

    async fn forget_unqueued(self) -> Result<(), Problem> {
        let Self { app, acting, academy, id, .. } = self;
        block(move || app.write(&acting, |cx| Ok(store::imports::abandon(cx.db, academy, id).map(|_| ())?))).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_what_is_taken() {
        let document = serde_json::to_value(crate::document::document()).unwrap();
        let post = &document["paths"]["/v1/academies/{academy_id}/imports"]["post"];
        let mut named: Vec<&str> =
            post["requestBody"]["content"].as_object().unwrap().keys().map(String::as_str).collect();
        let mut taken = TAKEN.to_vec();
        named.sort_unstable();
        taken.sort_unstable();
        assert_eq!(named, taken);
        for (kind, good) in [
            ("", true),
            ("text/csv; charset=utf-8", true),
            ("Text/Plain", true),
            ("multipart/form-data; boundary=x", true),
            ("application/json", false),
            ("text", false),
            ("image/png", false),
        ] {
            assert_eq!(is_taken(kind), good, "{kind}");
        }
    }
}
