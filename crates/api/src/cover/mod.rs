//! Cover.

mod absence_bodies;
mod absences;
mod account;
mod arranging;
mod briefing;
mod calendar_token;
mod calls;
mod day;
mod event_bodies;
mod events;
mod feed;
mod paths;
mod publishing;
mod settings;
mod solving;
mod terms;

use crate::routing::Routing;

/// The routes of this folder.
pub(crate) fn routes(config: &mut impl Routing) {
    config
        .service(absences::list_staff_absences)
        .service(absences::record_staff_absence)
        .service(absences::report_own_absence)
        .service(absences::get_staff_absence)
        .service(absences::update_staff_absence)
        .service(absences::cancel_staff_absence)
        .service(events::list_cover_events)
        .service(events::create_cover_event)
        .service(events::get_cover_event)
        .service(events::update_cover_event)
        .service(events::remove_cover_event)
        .service(settings::get_cover_settings)
        .service(settings::put_cover_settings)
        .service(account::list_cover_records)
        .service(account::list_cover_record_totals)
        .service(account::get_cover_records_csv)
        .service(terms::change_cover_terms)
        .service(terms::list_cover_assignment_history)
        .service(day::get_cover_day)
        .service(day::get_cover_slips)
        .service(day::get_cover_board)
        .service(solving::solve_cover)
        .service(arranging::assign_cover)
        .service(arranging::decide_cover_requirement)
        .service(arranging::change_cover_room)
        .service(arranging::get_room_proposals)
        .service(arranging::get_cover_assignment)
        .service(arranging::offer_cover)
        .service(arranging::accept_cover)
        .service(arranging::decline_cover)
        .service(arranging::release_cover)
        .service(calls::call_for_cover)
        .service(calls::get_cover_call)
        .service(calls::list_own_cover_calls)
        .service(calls::accept_cover_call)
        .service(calls::decline_cover_call)
        .service(calls::withdraw_cover_call)
        .service(calls::offer_all_cover)
        .service(briefing::get_cover_briefing)
        .service(briefing::get_class_notes)
        .service(briefing::put_class_notes)
        .service(briefing::remove_class_notes)
        .service(publishing::publish_cover)
        .service(publishing::list_cover_versions)
        .service(publishing::get_cover_version)
        .service(feed::get_cover_calendar)
        .service(calendar_token::create_calendar_token)
        .service(calendar_token::get_calendar_token)
        .service(calendar_token::revoke_calendar_token)
        .service(calendar_token::get_calendar_feed);
}
