//! The one statement that writes marks.
//!
//! On PostgreSQL it is one statement for the whole class: rows are locked in the order of their enrolment ids, and each is
//! written only where it still holds what the decision saw. It is a type of its own so that Diesel keeps it prepared. On
//! SQLite the write transaction has already excluded every other writer.

use super::sheets::Span;
use crate::{Db, Error, Result};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, Binary, Integer, SmallInt, Text, Uuid as SqlUuid};
use school::{AcademicYear, AcademyId, EnrolmentId};
use uuid::Uuid;

struct WriteSpans {
    academy: Uuid,
    year: i16,
    enrolments: Vec<Uuid>,
    places: Vec<i32>,
    seen: Vec<Vec<u8>>,
    new: Vec<Vec<u8>>,
}

impl QueryId for WriteSpans {
    type QueryId = WriteSpans;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl Query for WriteSpans {
    type SqlType = (SqlUuid, Integer);
}

impl RunQueryDsl<PgConnection> for WriteSpans {}

impl QueryFragment<Pg> for WriteSpans {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH wanted AS (SELECT * FROM unnest(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.enrolments)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Integer>, _>(&self.places)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.seen)?;
        out.push_sql(", ");
        out.push_bind_param::<Array<Binary>, _>(&self.new)?;
        out.push_sql(
            ") AS wanted (enrolment_id, place, seen, new)), \
             locked AS (SELECT enrolment_id FROM mark_sheets WHERE academy_id = ",
        );
        out.push_bind_param::<SqlUuid, _>(&self.academy)?;
        out.push_sql(" AND academic_year = ");
        out.push_bind_param::<SmallInt, _>(&self.year)?;
        out.push_sql(" AND enrolment_id = ANY(");
        out.push_bind_param::<Array<SqlUuid>, _>(&self.enrolments)?;
        out.push_sql(
            ") ORDER BY enrolment_id FOR UPDATE) \
             UPDATE mark_sheets AS sheet \
             SET marks = overlay(sheet.marks placing wanted.new from wanted.place), version = sheet.version + 1 \
             FROM wanted, locked \
             WHERE locked.enrolment_id = wanted.enrolment_id AND sheet.enrolment_id = wanted.enrolment_id \
             AND sheet.academy_id = ",
        );
        out.push_bind_param::<SqlUuid, _>(&self.academy)?;
        out.push_sql(" AND sheet.academic_year = ");
        out.push_bind_param::<SmallInt, _>(&self.year)?;
        out.push_sql(
            " AND substring(sheet.marks from wanted.place for length(wanted.seen)) = wanted.seen \
             RETURNING sheet.enrolment_id, sheet.version",
        );
        Ok(())
    }
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Integer)]
    version: i32,
}

/// A text of the statement for SQLite: numbered places stand in the order of their first appearance.
const SQLITE: &str = "UPDATE mark_sheets SET version = version + 1, \
     marks = CAST(substr(marks, 1, ?1 - 1) || ?2 || substr(marks, ?1 + length(?2)) AS BLOB) \
     WHERE academy_id = ?3 AND academic_year = ?4 AND enrolment_id = ?5 AND substr(marks, ?1, length(?2)) = ?6 \
     RETURNING version";

pub(super) fn write(
    db: &mut Db,
    academy: AcademyId,
    year: AcademicYear,
    spans: &[Span],
) -> Result<Vec<(EnrolmentId, i32)>> {
    if spans.iter().any(|span| span.seen.len() != span.new.len()) {
        return Err(Error::Corrupt { table: "mark_sheets", why: "a span of unequal lengths".to_owned() });
    }
    match db {
        Db::Pg(connection) => {
            let statement = WriteSpans {
                academy: academy.0,
                year: year.start_year(),
                enrolments: spans.iter().map(|span| span.enrolment_id.0).collect(),
                places: spans.iter().map(place).collect(),
                seen: spans.iter().map(|span| span.seen.clone()).collect(),
                new: spans.iter().map(|span| span.new.clone()).collect(),
            };
            let rows: Vec<(Uuid, i32)> = statement.load(connection)?;
            Ok(rows.into_iter().map(|(id, version)| (id.into(), version)).collect())
        }
        Db::Sqlite(connection) => {
            let mut versions = Vec::with_capacity(spans.len());
            for span in spans {
                let row: Option<Version> = diesel::sql_query(SQLITE)
                    .bind::<Integer, _>(place(span))
                    .bind::<Binary, _>(&span.new)
                    .bind::<Text, _>(academy.0.to_string())
                    .bind::<SmallInt, _>(year.start_year())
                    .bind::<Text, _>(span.enrolment_id.0.to_string())
                    .bind::<Binary, _>(&span.seen)
                    .get_result(connection)
                    .optional()?;
                versions.extend(row.map(|row| (span.enrolment_id, row.version)));
            }
            Ok(versions)
        }
    }
}

/// The 1-based place that SQL counts from.
fn place(span: &Span) -> i32 {
    i32::try_from(span.from + 1).unwrap_or(i32::MAX)
}
