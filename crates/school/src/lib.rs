//! The words every part of Rollcall shares: typed ids, the academic year and its sessions, the school calendar,
//! pupils and their enrolments, groups, staff and their roles, and the clock.
//!
//! Nothing here reads a file, a database or the time of day: what a function needs to know, it is given.

pub mod academy;
pub mod age;
pub mod calendar;
pub mod clock;
pub mod contact;
pub mod group;
pub mod ids;
pub mod person;
pub mod pupil;
pub mod record;
pub mod session;
pub mod staff;
pub mod timetable;
pub mod upn;
pub mod violation;
pub mod weeks;
pub mod year;

pub use academy::{Academy, MarkAuthority, Phase};
pub use age::CompulsorySchoolAge;
pub use calendar::{Calendar, NonSchoolDays, NonSchoolReason, SessionTimes, Term, Weekday};
pub use clock::{Clock, Instant, StandingClock, SystemClock};
pub use ids::*;
pub use person::{Actor, Signatory};
pub use record::{Kept, Record, Version};
pub use session::{Session, SessionAt};
pub use staff::{Role, StaffMember};
pub use timetable::Timetable;
pub use upn::Upn;
pub use violation::Violation;
pub use weeks::{SchoolWeeks, Week};
pub use year::{AcademicYear, SESSIONS_IN_SHEET};

/// A calendar date without a time.
pub type Date = chrono::NaiveDate;
