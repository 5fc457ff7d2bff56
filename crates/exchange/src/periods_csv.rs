//! `periods-csv`: one period of the school day a row.

use crate::{
    Entry, Unreadable,
    csv_input::{Cells, Column, Table},
    rejected::Problem,
    timetable_csv::{day, week},
    values,
};
use chrono::NaiveTime;
use school::Weekday;
use school::timetable::{LONGEST_NAME, Period};
use std::io::Read;

/// The columns of a file of periods.
const COLUMNS: &[&str] = &["week", "day", "period", "starts", "ends"];
/// The columns that it must have: without weeks the timetable has one week.
const REQUIRED: &[&str] = &["day", "period", "starts", "ends"];

/// Reads a file of periods.
///
/// ```
/// let file = "week,day,period,starts,ends\n,mon,1,09:00,10:00\n";
/// let mut periods = exchange::PeriodsCsv::open(file.as_bytes())?;
/// while let Some(entry) = periods.next_row()? {
///     assert_eq!(entry.map(|row| row.values.name), Ok("1".to_owned()));
/// }
/// # Ok::<(), exchange::Unreadable>(())
/// ```
pub struct PeriodsCsv<R> {
    table: Table<R>,
    columns: PeriodColumns,
}

#[derive(Clone, Copy)]
struct PeriodColumns {
    week: Column,
    day: Column,
    period: Column,
    starts: Column,
    ends: Column,
}

impl<R: Read> PeriodsCsv<R> {
    /// Reads the header, which names every column that is missing, unknown or there twice.
    pub fn open(input: R) -> Result<Self, Unreadable> {
        let table = Table::open_without_pupils(input, COLUMNS, REQUIRED)?;
        let columns = PeriodColumns {
            week: table.columns.find("week"),
            day: table.columns.find("day"),
            period: table.columns.find("period"),
            starts: table.columns.find("starts"),
            ends: table.columns.find("ends"),
        };
        Ok(Self { table, columns })
    }

    /// The next period; none at the end of the file.
    pub fn next_row(&mut self) -> Result<Option<Entry<Period>>, Unreadable> {
        if !self.table.advance()? {
            return Ok(None);
        }
        let cells = self.table.cells()?;
        Ok(Some(cells.and_then(|cells| read(cells, self.columns))))
    }
}

fn read(mut cells: Cells<'_>, columns: PeriodColumns) -> Entry<Period> {
    let week = cells.optional(columns.week, week).value();
    let day = cells.required(columns.day, day);
    let name = cells.required(columns.period, |text| values::line(text, LONGEST_NAME));
    let starts = cells.required(columns.starts, time);
    let ends = cells.required(columns.ends, time);
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends <= starts
    {
        cells.fault("ends", Problem::new("ends_before_it_begins", "a period ends after it starts"));
    }
    cells.finish(Period {
        week,
        // Where one of these is missing, that is a fault, and `finish` drops the row with what stands in for it.
        day: day.unwrap_or(Weekday::Mon),
        name: name.unwrap_or_default().to_owned(),
        starts: starts.unwrap_or_default(),
        ends: ends.unwrap_or_default(),
    })
}

/// A time of day, `HH:MM` or `HH:MM:00`.
fn time(text: &str) -> Result<NaiveTime, Problem> {
    let shaped = (4..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let read = NaiveTime::parse_from_str(text, "%H:%M").or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:00"));
    read.ok().filter(|_| shaped).ok_or_else(|| Problem::new("not_a_time", "a time is written HH:MM, 24 hours"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(file: &str) -> Vec<Result<String, Vec<String>>> {
        let mut periods = PeriodsCsv::open(file.as_bytes()).unwrap();
        let mut all = Vec::new();
        while let Some(entry) = periods.next_row().unwrap() {
            all.push(match entry {
                Ok(row) => Ok(format!(
                    "{} {:?} {:?} {} {} {}",
                    row.line, row.values.week, row.values.day, row.values.name, row.values.starts, row.values.ends
                )),
                Err(rejected) => {
                    Err(rejected.errors.iter().map(|fault| format!("{} {}", fault.column, fault.code)).collect())
                }
            });
        }
        all
    }

    #[test]
    fn a_period_has_a_day_a_name_and_times() {
        assert_eq!(
            rows("day,period,starts,ends,week\nMON,Reg,08:40,09:00,b\nfri,1,9:00,10:00:00,\n"),
            [Ok("2 Some(B) Mon Reg 08:40:00 09:00:00".to_owned()), Ok("3 None Fri 1 09:00:00 10:00:00".to_owned())]
        );
    }

    #[test]
    fn everything_wrong_with_a_row_is_told() {
        let wrong = |texts: &[&str]| Err(texts.iter().map(|text| (*text).to_owned()).collect());
        assert_eq!(
            rows("week,day,period,starts,ends\nC,monday,,25:00,9.30\n,tue,2,10:00,10:00\n,wed,1,+9:00,10:00\n"),
            [
                wrong(&[
                    "week unknown_value",
                    "day unknown_value",
                    "period missing",
                    "starts not_a_time",
                    "ends not_a_time"
                ]),
                wrong(&["ends ends_before_it_begins"]),
                wrong(&["starts not_a_time"]),
            ]
        );
    }
}
