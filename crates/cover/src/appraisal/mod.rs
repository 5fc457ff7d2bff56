//! Line management of those who support teaching (the cover and attendance teams): appraisal, observations, one-to-ones,
//! feedback, capability, training. No law asks for an appraisal of support staff; the cycle is the sector's practice.

mod capability;
mod cycle;
mod feedback;
mod meetings;
mod reminders;
mod totals;
mod training;

pub use capability::{Capability, CapabilityEnd, CapabilityOutcome, CapabilityReview, check_capability, of_capability};
pub use cycle::{Appraisal, AppraisalStatus, Objective, ObjectiveKind, ObjectiveStatus, Review, change, check_new};
pub use feedback::{Feedback, FeedbackKind, check_feedback};
pub use meetings::{
    Observation, ObservationKind, ObservedFacts, OneToOne, Rating, check_observation, check_one_to_one,
};
pub use reminders::{
    Reminder, ReminderKind, of_appraisal, of_missing_appraisal, of_missing_one_to_one, of_one_to_ones, of_probation,
    of_trainings,
};
pub use totals::{ExpiredTraining, TrainingTotals, totals};
pub use training::{Training, TrainingKind, TrainingRecord, check_training};
