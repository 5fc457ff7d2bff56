//! The same marks as a table with a row for each of them, as one would first think of, and the same figures from it.

use super::figures::{Figures, of_group};
use super::year;
use crate::world;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{Array, BigInt, Date as SqlDate, Integer, SmallInt, Text, Uuid};
use diesel::{PgConnection, QueryableByName, RunQueryDsl, sql_query};
use school::Date;

const TABLE: &str = "
    CREATE SCHEMA measured;
    CREATE TABLE measured.sessions (place integer PRIMARY KEY, date date NOT NULL, session text NOT NULL);
    CREATE TABLE measured.marks (
        academy_id uuid NOT NULL, pupil_id uuid NOT NULL, year_group smallint NOT NULL,
        date date NOT NULL, session text NOT NULL, code text NOT NULL)";

const INDEXES: &str = "
    ALTER TABLE measured.marks ADD PRIMARY KEY (pupil_id, date, session);
    CREATE INDEX ON measured.marks (academy_id, date);";

const COPY: &str = "
    INSERT INTO measured.marks
    SELECT sheet.academy_id, sheet.pupil_id, said.year_group, at.date, at.session, chr(get_byte(sheet.marks, at.place))
    FROM mark_sheets sheet
    JOIN characteristics said ON said.academy_id = sheet.academy_id AND said.pupil_id = sheet.pupil_id
    CROSS JOIN measured.sessions at
    WHERE sheet.academy_id = $1 AND sheet.academic_year = $2 AND get_byte(sheet.marks, at.place) <> 0";

/// What is counted for each pupil first, because a persistent absentee is one by the pupil's own sessions.
const FIGURES: &str = "
    WITH own AS (
        SELECT academy_id, year_group, pupil_id,
            count(*) FILTER (WHERE code = ANY($3)) AS possible,
            count(*) FILTER (WHERE code = ANY($4)) AS authorised,
            count(*) FILTER (WHERE code = ANY($5)) AS unauthorised
        FROM measured.marks WHERE date BETWEEN $1 AND $2
        GROUP BY academy_id, year_group, pupil_id)
    SELECT academy_id::text AS academy, year_group::text AS year_group, count(*) AS pupils,
        sum(possible)::bigint AS possible, sum(authorised)::bigint AS authorised, sum(unauthorised)::bigint AS unauthorised,
        count(*) FILTER (WHERE possible > 0 AND 10 * (authorised + unauthorised) >= possible) AS persistent,
        count(*) FILTER (WHERE possible > 0 AND 2 * (authorised + unauthorised) >= possible) AS severe
    FROM own GROUP BY academy_id, year_group";

/// The codes by what they count as.
pub(super) struct Codes {
    pub(super) possible: Vec<String>,
    pub(super) authorised: Vec<String>,
    pub(super) unauthorised: Vec<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    academy: String,
    #[diesel(sql_type = Text)]
    year_group: String,
    #[diesel(sql_type = BigInt)]
    pupils: i64,
    #[diesel(sql_type = BigInt)]
    possible: i64,
    #[diesel(sql_type = BigInt)]
    authorised: i64,
    #[diesel(sql_type = BigInt)]
    unauthorised: i64,
    #[diesel(sql_type = BigInt)]
    persistent: i64,
    #[diesel(sql_type = BigInt)]
    severe: i64,
}

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    rows: i64,
    #[diesel(sql_type = BigInt)]
    in_rows: i64,
    #[diesel(sql_type = BigInt)]
    in_sheets: i64,
}

/// Makes the table, and beside it the sessions with their places in a sheet.
pub(super) fn make_table(connection: &mut PgConnection) {
    connection.batch_execute(TABLE).expect("the table");
    for at in world::sessions(year()) {
        let place = year().index_of(at).and_then(|place| i32::try_from(place).ok()).expect("a place");
        sql_query("INSERT INTO measured.sessions VALUES ($1, $2, $3)")
            .bind::<Integer, _>(place)
            .bind::<SqlDate, _>(at.date)
            .bind::<Text, _>(at.session.to_string())
            .execute(connection)
            .expect("a session");
    }
}

/// Copies the marks of one academy; answers how many they are.
pub(super) fn copy_sheets(connection: &mut PgConnection, academy: u32) -> usize {
    sql_query(COPY)
        .bind::<Uuid, _>(world::academy(academy).0)
        .bind::<SmallInt, _>(year().start_year())
        .execute(connection)
        .expect("the marks of an academy")
}

/// The indexes, and what the planner wants to know.
pub(super) fn finish_table(connection: &mut PgConnection) {
    connection.batch_execute(INDEXES).expect("the indexes");
    for table in ["measured.marks", "mark_sheets"] {
        connection.batch_execute(&format!("VACUUM (ANALYZE) {table}")).expect("a look at a table");
    }
}

/// How many rows there are, and the bytes of both tables on disk with their indexes.
pub(super) fn size(connection: &mut PgConnection) -> (i64, i64, i64) {
    let size: Size = sql_query(
        "SELECT count(*) AS rows, pg_total_relation_size('measured.marks') AS in_rows, \
         pg_total_relation_size('mark_sheets') AS in_sheets FROM measured.marks",
    )
    .get_result(connection)
    .expect("the table that `trust prepare` makes");
    (size.rows, size.in_rows, size.in_sheets)
}

/// The figures of every academy and year group.
pub(super) fn figures(connection: &mut PgConnection, (from, to): (Date, Date), codes: &Codes) -> Figures {
    let rows: Vec<Row> = sql_query(FIGURES)
        .bind::<SqlDate, _>(from)
        .bind::<SqlDate, _>(to)
        .bind::<Array<Text>, _>(&codes.possible)
        .bind::<Array<Text>, _>(&codes.authorised)
        .bind::<Array<Text>, _>(&codes.unauthorised)
        .load(connection)
        .expect("the figures");
    rows.into_iter()
        .map(|row| {
            let counts = [row.pupils, row.possible, row.authorised, row.unauthorised, row.persistent, row.severe];
            of_group(row.academy, row.year_group, counts)
        })
        .collect()
}
