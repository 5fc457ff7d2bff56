//! Cover: absences and events, what needs cover on a day, who gives it, and what was published.

pub mod absences;
pub mod account;
mod allocation;
mod around;
pub mod arranging;
mod assembling;
pub mod briefing;
pub mod calendar_token;
pub mod calls;
pub mod events;
pub mod feed;
mod given;
mod ids;
mod loading;
mod names;
mod notices;
pub mod offers;
mod people;
pub mod publishing;
mod quotas;
mod reasons;
pub mod rooms;
mod saving;
pub mod settings;
pub mod slips;
pub mod solving;
mod taken;
pub mod terms;
mod traces;
pub mod view;
mod warnings;

pub(crate) use around::Around;
pub use given::{Given, Passed, given, passed};
pub use ids::requirement_id;
pub use loading::Loaded;
pub(crate) use taken::{TakenDay, TakenDays, away_on};
