//! Who may do what: scopes of clients, roles of staff, the actions of the API, and the one function that decides.
//!
//! A caller is a client program, a person, or a client for a person; in the last case only what both may do is allowed.
//! The answer is a [`Reach`]: where, and how far, the caller may act. Nothing here reads a file, a database or a clock.

pub mod academies;
pub mod action;
pub mod caller;
pub mod decision;
mod policy;
pub mod reach;
pub mod scope;
pub mod scopes;

pub use academies::Academies;
pub use action::Action;
pub use caller::{Caller, Client, Person};
pub use decision::{Denied, decide};
pub use reach::{CodeUse, Comments, Reach, TEACHING_CODES};
pub use scope::{Scope, UnknownScope};
pub use scopes::Scopes;
