//! `pupils-csv`: pupils as rows under the field names of the API.

use crate::{
    Cell, DateOrder, Entry, PupilRow, Unreadable,
    csv_input::{Cells, Columns, Table},
    rejected::Problem,
    values::{self, LONGEST_ADDRESS, LONGEST_CODE, LONGEST_FOREIGN_ID, LONGEST_GROUP, LONGEST_NAME, LONGEST_SCHOOL},
};
use school::{Date, pupil::Sex};
use std::io::Read;

/// The columns that a file of pupils may have.
const COLUMNS: &[&str] = &[
    "upn",
    "former_upn",
    "mis_id",
    "surname",
    "forename",
    "legal_surname",
    "legal_forename",
    "other_names",
    "date_of_birth",
    "sex",
    "address",
    "year_group",
    "registration_group",
    "starting_day",
    "leaving_day",
    "ground",
    "kind",
    "effective_from",
    "free_school_meals",
    "pupil_premium",
    "sen_status",
    "english_additional_language",
    "looked_after",
    "previously_looked_after",
    "social_worker",
    "child_protection",
    "young_carer",
    "ethnicity",
    "boarder",
    "last_school",
    "next_school",
];

/// The columns that it must have beside `upn` or `mis_id`.
const REQUIRED: &[&str] = &["surname", "forename", "date_of_birth", "sex", "year_group", "starting_day"];

/// Reads a file of pupils.
///
/// ```
/// use exchange::{DateOrder, PupilsCsv};
///
/// let file = "upn,surname,forename,date_of_birth,sex,year_group,starting_day\n\
///             R674123101121,Example,Ada,2015-01-31,F,7,2026-09-02\n";
/// let mut pupils = PupilsCsv::open(file.as_bytes(), DateOrder::Iso)?;
/// while let Some(entry) = pupils.next_row()? {
///     assert_eq!(entry.map(|row| (row.line, row.values.surname)), Ok((2, "Example".to_owned())));
/// }
/// # Ok::<(), exchange::Unreadable>(())
/// ```
pub struct PupilsCsv<R> {
    table: Table<R>,
    dates: DateOrder,
}

impl<R: Read> PupilsCsv<R> {
    /// Reads the header, which names every column that is missing, unknown or there twice.
    pub fn open(input: R, dates: DateOrder) -> Result<Self, Unreadable> {
        Ok(Self { table: Table::open(input, COLUMNS, REQUIRED)?, dates })
    }

    /// The next pupil; none at the end of the file.
    pub fn next_row(&mut self) -> Result<Option<Entry<PupilRow>>, Unreadable> {
        if !self.table.advance()? {
            return Ok(None);
        }
        let columns = &self.table.columns;
        Ok(Some(self.table.cells()?.and_then(|cells| Pupil { cells, columns, dates: self.dates }.read())))
    }
}

/// One row on its way to a pupil.
struct Pupil<'r> {
    cells: Cells<'r>,
    columns: &'r Columns,
    dates: DateOrder,
}

impl Pupil<'_> {
    fn read(mut self) -> Entry<PupilRow> {
        let surname = self.required_name("surname");
        let forename = self.required_name("forename");
        let dates = self.dates;
        let born = self.cells.required(self.columns.find("date_of_birth"), |text| dates.parse_birth(text));
        let sex = self.cells.required(self.columns.find("sex"), values::sex);
        // A value that is missing here is a fault, and then `finish` drops the row with what stands in for it.
        let mut row = PupilRow::new(surname, forename, born.unwrap_or_default(), sex.unwrap_or(Sex::F));
        self.read_identity(&mut row);
        self.read_enrolment(&mut row);
        self.read_circumstances(&mut row);
        if let Some(born) = born {
            self.check_order(born, &row);
        }
        self.cells.finish(row)
    }

    fn read_identity(&mut self, row: &mut PupilRow) {
        row.upn = self.cells.optional(self.columns.find("upn"), values::upn);
        row.former_upn = self.cells.optional(self.columns.find("former_upn"), values::upn);
        row.mis_id = self.text("mis_id", LONGEST_FOREIGN_ID);
        let (upn, mis_id) = (self.columns.find("upn"), self.columns.find("mis_id"));
        if self.cells.text(upn).value().or(self.cells.text(mis_id).value()).is_none() {
            let column = if upn.place.is_some() { "upn" } else { "mis_id" };
            self.cells.fault(column, Problem::new("missing", "a pupil has a UPN or an id in the MIS"));
        }
        row.legal_surname = self.text("legal_surname", LONGEST_NAME);
        row.legal_forename = self.text("legal_forename", LONGEST_NAME);
        row.other_names = self.text("other_names", LONGEST_NAME);
        let address = self.columns.find("address");
        row.address = self.cells.optional(address, |text| values::lines(text, LONGEST_ADDRESS).map(Into::into));
    }

    fn read_enrolment(&mut self, row: &mut PupilRow) {
        // The column must be there; an empty cell says that the pupil follows no year group.
        let year_group = self.cells.optional(self.columns.find("year_group"), values::year_group);
        row.year_group = year_group.value().flatten().map_or(Cell::Null, Cell::Value);
        row.registration_group = self.text("registration_group", LONGEST_GROUP);
        let dates = self.dates;
        let starting = self.cells.required(self.columns.find("starting_day"), |text| dates.parse(text));
        row.starting_day = starting.map_or(Cell::Null, Cell::Value);
        row.leaving_day = self.date("leaving_day");
        row.effective_from = self.date("effective_from");
        let grounds =
            "write the ground as the API does, e.g. registered_elsewhere, moved_away, elective_home_education";
        row.ground = self.cells.optional(self.columns.find("ground"), |text| values::word(text, grounds));
        let kinds = "write main, subsidiary or guest";
        row.kind = self.cells.optional(self.columns.find("kind"), |text| values::word(text, kinds));
        row.boarder = self.boolean("boarder");
        row.last_school = self.text("last_school", LONGEST_SCHOOL);
        row.next_school = self.text("next_school", LONGEST_SCHOOL);
    }

    fn read_circumstances(&mut self, row: &mut PupilRow) {
        row.free_school_meals = self.boolean("free_school_meals");
        row.pupil_premium = self.boolean("pupil_premium");
        let statuses = "write none, support or ehcp";
        row.sen_status = self.cells.optional(self.columns.find("sen_status"), |text| values::word(text, statuses));
        row.english_additional_language = self.boolean("english_additional_language");
        row.looked_after = self.boolean("looked_after");
        row.previously_looked_after = self.boolean("previously_looked_after");
        row.social_worker = self.boolean("social_worker");
        row.child_protection = self.boolean("child_protection");
        row.young_carer = self.boolean("young_carer");
        row.ethnicity = self.text("ethnicity", LONGEST_CODE);
    }

    fn check_order(&mut self, born: Date, row: &PupilRow) {
        let (starting, leaving) = (row.starting_day.value(), row.leaving_day.value());
        if starting.is_some_and(|starting| starting < born) {
            self.cells
                .fault("starting_day", Problem::new("starts_before_birth", "the starting day is before the birth"));
        }
        if starting.zip(leaving).is_some_and(|(starting, leaving)| leaving < starting) {
            let detail = "the leaving day is before the starting day";
            self.cells.fault("leaving_day", Problem::new("ends_before_it_begins", detail));
        }
    }

    fn required_name(&mut self, column: &'static str) -> String {
        let name = self.cells.required(self.columns.find(column), |text| values::line(text, LONGEST_NAME));
        name.unwrap_or_default().to_owned()
    }

    fn text(&mut self, column: &'static str, most: usize) -> Cell<String> {
        self.cells.optional(self.columns.find(column), |text| values::line(text, most)).map(str::to_owned)
    }

    fn date(&mut self, column: &'static str) -> Cell<Date> {
        let dates = self.dates;
        self.cells.optional(self.columns.find(column), |text| dates.parse(text))
    }

    fn boolean(&mut self, column: &'static str) -> Cell<bool> {
        self.cells.optional(self.columns.find(column), values::boolean)
    }
}

#[cfg(test)]
#[path = "pupils_csv_tests.rs"]
mod tests;
