//! The record of a person's absences: working days lost, the Bradford factor, certificates, the workforce census, trends.

mod bradford;
mod category;
mod census;
mod certificates;
mod lost;
mod returning;
mod settings;
mod trends;

pub use bradford::{AbsenceRecord, CountedSpell, LeftOut, Trigger, absence_record};
pub use category::{Protection, SpellCategory};
pub use census::{CensusFault, CensusReturn, CensusRow, census};
pub use certificates::{
    Certification, FitNote, FitNoteKind, FitNotesRecord, SELF_CERTIFIED_DAYS, certification, check_fit_note,
};
pub use lost::{Day, HalfDays, Spell, working_half_days};
pub use returning::{ReturnOutcome, ReturnToWork, ReturnsRecord, check_return};
pub use settings::{AbsenceSettings, AbsenceSettingsRecord};
pub use trends::{TrendGroup, Trends, trends};
