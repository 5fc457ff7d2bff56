"""The questions of the benchmark `england`, asked of DuckDB on a Parquet file with a row for each mark.

    python3 duckdb_england.py FOLDER

FOLDER holds what the benchmark wrote: pupils.csv, sessions.csv and codes.csv. Rows and Parquet are made first and not
timed. Each question fills a table, as the kernel stores a result for each pupil; the median of three rounds counts. The
last line is one JSON object.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import duckdb

ROUNDS = 3
THREADS = 2

QUESTIONS = {
    "by_code": """
        SELECT pupil, code, count(*) AS sessions FROM marks WHERE code IS NOT NULL GROUP BY pupil, code""",
    "absence": """
        SELECT pupil, possible, absent, 10 * absent >= possible AND possible > 0 AS persistent,
               2 * absent >= possible AND possible > 0 AS severe
        FROM (SELECT pupil, count(*) FILTER (possible) AS possible, count(*) FILTER (absent) AS absent
              FROM marks JOIN codes USING (code) GROUP BY pupil)""",
    "window": """
        WITH unauthorised AS (
            SELECT pupil, date, session, window_from, last_window_from,
                   lag(date, 9) OVER (PARTITION BY pupil ORDER BY date, session) AS ninth_before
            FROM marks JOIN codes USING (code) JOIN pupils USING (pupil)
            JOIN windows USING (dates, date)
            WHERE unauthorised AND date BETWEEN age_from AND age_to)
        SELECT pupil, count(*) FILTER (date >= last_window_from) AS in_window,
               min(date) FILTER (ninth_before >= window_from) AS first_met
        FROM unauthorised GROUP BY pupil""",
    "runs": """
        WITH possible AS (
            SELECT pupil, date, session, unauthorised AND date BETWEEN age_from AND age_to AS counts
            FROM marks JOIN codes USING (code) JOIN pupils USING (pupil) WHERE possible),
        broken AS (
            SELECT pupil, counts, count(*) FILTER (NOT counts)
                       OVER (PARTITION BY pupil ORDER BY date, session ROWS UNBOUNDED PRECEDING) AS run,
                   count(*) FILTER (NOT counts) OVER (PARTITION BY pupil) AS last_run
            FROM possible),
        runs AS (
            SELECT pupil, run, any_value(last_run) AS last_run, count(*) FILTER (counts) AS length
            FROM broken GROUP BY pupil, run)
        SELECT pupil, max(length) AS longest_run, coalesce(max(length) FILTER (run = last_run), 0) AS last_run
        FROM runs GROUP BY pupil""",
}


def prepare(db, folder):
    """Makes the Parquet file with a row for each mark, and the small tables."""
    for name, quoted in (("codes", "''"), ("sessions", "'\"'")):
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder}/{name}.csv', header = true, quote = {quoted},"
                   + (" types = {'letter': 'VARCHAR', 'code': 'VARCHAR'}" if name == "codes" else " delim = ',')")
                   + (", escape = '')" if name == "codes" else ""))
    db.execute(f"CREATE TABLE sheets AS SELECT * FROM read_csv('{folder}/pupils.csv', header = true, quote = '', "
               "escape = '', types = {'marks': 'VARCHAR'})")
    db.execute("CREATE TABLE pupils AS SELECT pupil, dates, age_from, age_to FROM sheets")
    db.execute("CREATE TABLE windows AS SELECT DISTINCT dates, date, window_from, "
               "max(window_from) OVER (PARTITION BY dates) AS last_window_from FROM sessions")
    db.execute(f"""
        COPY (SELECT pupil, date, session, code
              FROM sheets JOIN sessions USING (dates)
              LEFT JOIN codes ON letter = substr(marks, number + 1, 1)
              ORDER BY pupil, date, session)
        TO '{folder}/marks.parquet' (FORMAT parquet)""")
    db.execute(f"CREATE VIEW marks AS SELECT * FROM read_parquet('{folder}/marks.parquet')")


def main():
    folder = Path(sys.argv[1])
    db = duckdb.connect()
    db.execute(f"SET threads = {THREADS}")
    prepare(db, folder)
    seconds = {name: [] for name in QUESTIONS}
    for _ in range(ROUNDS):
        for name, question in QUESTIONS.items():
            start = time.perf_counter()
            db.execute(f"CREATE OR REPLACE TABLE answer_{name} AS {question}")
            seconds[name].append(time.perf_counter() - start)
    by_question = {name: round(statistics.median(times), 3) for name, times in seconds.items()}

    def one(sql):
        return db.execute(sql).fetchone()[0]

    print(json.dumps({
        "pupils": one("SELECT count(*) FROM pupils"),
        "rows": one("SELECT count(*) FROM marks"),
        "seconds": sum(by_question.values()),
        "by_question": by_question,
        "by_code": dict(db.execute("SELECT code, sum(sessions)::BIGINT FROM answer_by_code GROUP BY code").fetchall()),
        "persistent": one("SELECT count(*) FROM answer_absence WHERE persistent"),
        "severe": one("SELECT count(*) FROM answer_absence WHERE severe"),
        "in_window": one("SELECT count(*) FROM answer_window WHERE in_window >= 10"),
        "ever_met": one("SELECT count(*) FROM answer_window WHERE first_met IS NOT NULL"),
        "longest_run_20": one("SELECT count(*) FROM answer_runs WHERE longest_run >= 20"),
        "last_run_20": one("SELECT count(*) FROM answer_runs WHERE last_run >= 20"),
    }))


if __name__ == "__main__":
    main()
