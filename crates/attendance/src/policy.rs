//! The attendance policy of an academy: its settings from one day on, and when parents were sent it.
//!
//! Every state-funded school has a written attendance policy that is published, reviewed every year and sent to parents when
//! their child joins and each year (DfE, Working together to improve school attendance). What the law leaves to the school is a
//! setting here; what it does not leave to the school is refused.

mod check;
mod distribution;
mod record;
mod settings;

pub use distribution::{Distribution, PolicyDue, WhyDue, due};
pub use record::{PolicyDistribution, PolicyVersion, SaidPolicy, SentHow};
pub use settings::{PenaltyNoticeSettings, PolicySettings, ResponseBand};

/// The law and guidance that the checks rest on.
pub const CITATION: &str = "School Attendance (Pupil Registration) (England) Regulations 2024; DfE, Working together to \
                            improve school attendance: expectations of schools";
