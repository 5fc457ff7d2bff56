//! `timetable-csv`: one person in one period a row.

use crate::{
    Entry, Unreadable,
    csv_input::{Cells, Column, Table},
    rejected::Problem,
    values,
};
use school::Weekday;
use school::timetable::{Activity, CycleWeek, LONGEST_NAME};
use std::io::Read;

/// The columns of a timetable.
const COLUMNS: &[&str] = &["staff_code", "week", "day", "period", "activity", "class", "subject", "room"];
/// The columns that it must have.
const REQUIRED: &[&str] = &["staff_code", "day", "period", "activity"];

/// One line of a timetable, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimetableRow {
    /// The code of the person.
    pub staff_code: String,
    /// The week of the cycle; none for both.
    pub week: Option<CycleWeek>,
    /// The day of the week.
    pub day: Weekday,
    /// The name of the period.
    pub period: String,
    /// What the person does.
    pub activity: Activity,
    /// The class; always there for a lesson and a registration.
    pub class: Option<String>,
    /// The subject.
    pub subject: Option<String>,
    /// The room.
    pub room: Option<String>,
}

/// Reads a timetable.
///
/// ```
/// let file = "staff_code,week,day,period,activity,class,subject,room\nTEX,A,mon,1,lesson,8x/Ma1,Mathematics,M4\n";
/// let mut lines = exchange::TimetableCsv::open(file.as_bytes())?;
/// while let Some(entry) = lines.next_row()? {
///     assert_eq!(entry.map(|row| row.values.room), Ok(Some("M4".to_owned())));
/// }
/// # Ok::<(), exchange::Unreadable>(())
/// ```
pub struct TimetableCsv<R> {
    table: Table<R>,
    columns: TimetableColumns,
}

#[derive(Clone, Copy)]
struct TimetableColumns {
    staff_code: Column,
    week: Column,
    day: Column,
    period: Column,
    activity: Column,
    class: Column,
    subject: Column,
    room: Column,
}

impl<R: Read> TimetableCsv<R> {
    /// Reads the header, which names every column that is missing, unknown or there twice.
    pub fn open(input: R) -> Result<Self, Unreadable> {
        let table = Table::open_without_pupils(input, COLUMNS, REQUIRED)?;
        let columns = TimetableColumns {
            staff_code: table.columns.find("staff_code"),
            week: table.columns.find("week"),
            day: table.columns.find("day"),
            period: table.columns.find("period"),
            activity: table.columns.find("activity"),
            class: table.columns.find("class"),
            subject: table.columns.find("subject"),
            room: table.columns.find("room"),
        };
        Ok(Self { table, columns })
    }

    /// The next line; none at the end of the file.
    pub fn next_row(&mut self) -> Result<Option<Entry<TimetableRow>>, Unreadable> {
        if !self.table.advance()? {
            return Ok(None);
        }
        let cells = self.table.cells()?;
        Ok(Some(cells.and_then(|cells| read(cells, self.columns))))
    }
}

fn read(mut cells: Cells<'_>, columns: TimetableColumns) -> Entry<TimetableRow> {
    let name = |text| values::line(text, LONGEST_NAME);
    let staff_code = cells.required(columns.staff_code, name);
    let week = cells.optional(columns.week, week).value();
    let day = cells.required(columns.day, day);
    let period = cells.required(columns.period, name);
    let activity = cells.required(columns.activity, |text| {
        text.parse::<Activity>().map_err(|wrong| Problem::new("unknown_value", wrong.to_string()))
    });
    let class = cells.optional(columns.class, name).value();
    let subject = cells.optional(columns.subject, name).value();
    let room = cells.optional(columns.room, name).value();
    if activity.is_some_and(Activity::has_pupils) && cells.text(columns.class).value().is_none() {
        cells.fault("class", Problem::new("missing", "a lesson and a registration have a class"));
    }
    cells.finish(TimetableRow {
        staff_code: staff_code.unwrap_or_default().to_owned(),
        week,
        // Where one of these is missing, that is a fault, and `finish` drops the row with what stands in for it.
        day: day.unwrap_or(Weekday::Mon),
        period: period.unwrap_or_default().to_owned(),
        activity: activity.unwrap_or(Activity::Free),
        class: class.map(str::to_owned),
        subject: subject.map(str::to_owned),
        room: room.map(str::to_owned),
    })
}

/// A week of the cycle.
pub(crate) fn week(text: &str) -> Result<CycleWeek, Problem> {
    text.parse().map_err(|_| Problem::new("unknown_value", "a week is A, B, or blank for both"))
}

/// A day of the week.
pub(crate) fn day(text: &str) -> Result<Weekday, Problem> {
    let found = Weekday::ALL.into_iter().find(|day| day.as_str().eq_ignore_ascii_case(text));
    found.ok_or_else(|| Problem::new("unknown_value", "a day is mon, tue, wed, thu, fri, sat or sun"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_a_line_is_read_and_every_fault_told() {
        let file = "\u{feff}Staff_Code,activity,day,period,week,class,subject,room\r\nTEX,Lesson,Mon,1,a,8x/Ma1,,M4\r\nTEX,ppa,tue,2,,,,\r\n,tea,x,,C,,,\r\nTEX,lesson,fri,1,,,,\r\n";
        let mut lines = TimetableCsv::open(file.as_bytes()).unwrap();
        let first = lines.next_row().unwrap().unwrap().unwrap().values;
        assert_eq!((first.week, first.day, first.activity), (Some(CycleWeek::A), Weekday::Mon, Activity::Lesson));
        assert_eq!((first.class.as_deref(), first.subject.as_deref()), (Some("8x/Ma1"), None));
        assert_eq!(lines.next_row().unwrap().unwrap().unwrap().values.class, None);
        let wrong = lines.next_row().unwrap().unwrap().unwrap_err();
        let columns: Vec<_> = wrong.errors.iter().map(|fault| fault.column).collect();
        assert_eq!((wrong.line, columns), (4, vec!["staff_code", "week", "day", "period", "activity"]));
        let wrong = lines.next_row().unwrap().unwrap().unwrap_err();
        assert_eq!((wrong.errors[0].column, wrong.errors[0].code), ("class", "missing"));
        assert_eq!(lines.next_row().unwrap(), None);
    }

    #[test]
    fn a_header_without_its_columns_is_refused() {
        let wrong = TimetableCsv::open("staff_code,tutor\n".as_bytes()).err().unwrap();
        assert!(wrong.to_string().contains("day, period, activity") && wrong.to_string().contains("tutor"), "{wrong}");
    }
}
