//! The registers of lessons, what they say beside the session marks, and the gate.

mod conflicts;
mod gate;
mod history;
mod listing;
mod register;
mod truancy;

use crate::routing::Routing;

/// The routes of this folder.
pub(crate) fn routes(config: &mut impl Routing) {
    config
        .service(listing::list_lessons)
        .service(register::get_lesson_register)
        .service(register::put_lesson_register)
        .service(history::list_lesson_entries)
        .service(conflicts::list_lesson_conflicts)
        .service(truancy::list_truancy)
        .service(gate::list_gate_events)
        .service(gate::record_gate_event);
}
