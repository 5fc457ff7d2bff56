//! The files of other systems: pupils and marks as CSV, and the Common Transfer File. Bytes in, values out.
//!
//! Every reader takes bytes from an [`std::io::Read`], gives one row or pupil at a time in the order of the file, and
//! holds no more than one of them. What is wrong with a row is a [`Rejected`] that lists all of it and leaves the other
//! rows alone; what is wrong with the file as a whole is an [`Unreadable`], after which nothing more is read.
//!
//! Nothing here knows a pupil, a code table or a database: whether a code exists or a pupil is on roll is not asked.

mod cell;
mod csv_input;
mod ctf;
mod date_order;
mod marks_csv;
mod periods_csv;
mod pupil_row;
mod pupils_csv;
mod rejected;
mod rejections_csv;
mod row;
mod table_csv;
mod timetable_csv;
mod unreadable;
mod values;

pub use cell::Cell;
pub use ctf::{Ctf, CtfHeader, CtfMarks, CtfNote, CtfPupil, CtfReading, CtfSchool, CtfYear, Undecided};
pub use date_order::DateOrder;
pub use marks_csv::{MarkRow, MarksCsv};
pub use periods_csv::PeriodsCsv;
pub use pupil_row::PupilRow;
pub use pupils_csv::PupilsCsv;
pub use rejected::{Fault, Position, Rejected};
pub use rejections_csv::RejectionsCsv;
pub use row::{Entry, Row};
pub use table_csv::table_csv;
pub use timetable_csv::{TimetableCsv, TimetableRow};
pub use unreadable::{HeaderFaults, Unreadable};
