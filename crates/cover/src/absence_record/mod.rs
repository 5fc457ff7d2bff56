//! The record of a person's absences: working days lost, the Bradford factor, certificates, the workforce census, trends.

mod bradford;
mod case;
mod category;
mod census;
mod certificates;
mod lost;
mod returning;
mod settings;
mod trends;

pub use bradford::{AbsenceRecord, CountedSpell, LeftOut, Trigger, absence_record};
pub use case::{AbsenceCase, AbsenceCaseRecord, PayStep, PolicyStage, PolicyStep, Referral, SickPay, check_case};
pub use category::{Protection, SpellCategory};
pub use census::{CensusFault, CensusReturn, CensusRow, census, census_post};
pub use certificates::{
    Certification, FitNote, FitNoteKind, FitNotesRecord, SELF_CERTIFIED_DAYS, certification, certifies, check_fit_note,
    check_fit_note_beside, same_days,
};
pub use lost::{Day, HalfDays, Lost, Outline, Parts, Spell, lost, working_half_days};
pub use returning::{
    MOST_REVIEWS, ProtectionRecord, ReturnOutcome, ReturnReview, ReturnToWork, ReturnsRecord, check_return,
    check_review,
};
pub use settings::{AbsenceSettings, AbsenceSettingsRecord};
pub use trends::{TrendGroup, Trends, check_trend_range, last_trend_term, trend_term, trends};
