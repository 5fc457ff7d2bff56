//! The Common Transfer File: pupils and their attendance from another school or system, as XML.
//!
//! The shape follows what suppliers write rather than the published schema, of which several versions are about:
//! elements that are not known are counted and passed over, but a value that is known and wrong rejects its pupil.

mod block;
mod elements;
mod header;
mod marks;
mod notes;
mod pupil;
mod reader;
mod reading;
mod references;
mod source;
mod xml;
mod year;

pub use header::{CtfHeader, CtfSchool};
pub use marks::{CtfMarks, CtfReading, Undecided};
pub use notes::CtfNote;
pub use pupil::CtfPupil;
pub use reader::Ctf;
pub use year::CtfYear;

#[cfg(test)]
mod tests;
