//! Unique pupil numbers in bodies: the pattern of the schema says nothing of the check letter.

use app::roll::Cell;
use school::upn::NotAUpn;
use school::{Upn, Violation};
use web::Problem;

/// Reads the numbers of one body and gathers what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Upns(Vec<Violation>);

impl Upns {
    /// Reads the number at a place of the body.
    pub(super) fn read(&mut self, pointer: &str, cell: Cell<String>) -> Cell<Upn> {
        match cell {
            Cell::Absent => Cell::Absent,
            Cell::Null => Cell::Null,
            Cell::Value(text) => match text.parse() {
                Ok(upn) => Cell::Value(upn),
                Err(wrong) => {
                    self.0.push(Violation::new(pointer, code(wrong), wrong.to_string()));
                    Cell::Absent
                }
            },
        }
    }

    /// Refuses where a number is wrong.
    pub(super) fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() { Ok(()) } else { Err(Problem::invalid_body(self.0)) }
    }
}

fn code(wrong: NotAUpn) -> &'static str {
    match wrong {
        NotAUpn::Shape => "not_a_upn",
        NotAUpn::CheckLetter => "upn_check_letter",
    }
}
