//! The migrations of both databases make the same tables.

use diesel::RunQueryDsl;
use diesel::sql_types::{Bool, Text};
use std::collections::BTreeSet;
use testkit::{Backend, Database};

#[derive(diesel::QueryableByName, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Column {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    required: bool,
}

const SQLITE: &str = "SELECT tables.name AS table_name, columns.name AS column_name, columns.type AS kind, \
     columns.\"notnull\" AS required FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns \
     WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' AND tables.name NOT LIKE '__diesel%'";

const POSTGRES: &str = "SELECT columns.table_name::text, columns.column_name::text, columns.data_type::text AS kind, \
     columns.is_nullable = 'NO' AS required FROM information_schema.columns AS columns \
     JOIN pg_class ON pg_class.relname = columns.table_name AND NOT pg_class.relispartition \
     WHERE columns.table_schema = 'public' AND columns.table_name NOT LIKE '__diesel%'";

/// What SQLite stores a PostgreSQL type as.
fn sqlite_kind(postgres: &str) -> &'static str {
    match postgres {
        "bytea" => "BLOB",
        "boolean" | "smallint" | "integer" | "bigint" => "INTEGER",
        "uuid" | "text" | "jsonb" | "date" | "timestamp with time zone" => "TEXT",
        "double precision" => "REAL",
        _ => "unknown",
    }
}

#[test]
fn both_databases_have_the_same_tables_and_columns() {
    let Some(postgres) = Database::fresh(Backend::Postgres) else { return };
    let sqlite = Database::fresh(Backend::Sqlite).unwrap();
    let of_sqlite: BTreeSet<Column> =
        diesel::sql_query(SQLITE).load(&mut store::open(&sqlite.url).unwrap()).unwrap().into_iter().collect();
    let of_postgres: BTreeSet<Column> = diesel::sql_query(POSTGRES)
        .load::<Column>(&mut store::open(&postgres.url).unwrap())
        .unwrap()
        .into_iter()
        .map(|column| Column { kind: sqlite_kind(&column.kind).to_owned(), ..column })
        .collect();
    assert!(of_sqlite.len() > 200);
    assert_eq!(of_sqlite, of_postgres);
}

#[test]
fn the_folders_of_migrations_have_the_same_names() {
    let names = |kind: &str| -> BTreeSet<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(kind);
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}
