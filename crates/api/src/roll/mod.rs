//! The roll and the calendar.

mod academies;
pub(crate) mod asking;
mod calendars;
mod contact_bodies;
mod contacts;
pub(crate) mod groups;
mod members;
mod new_pupil;
mod pupil_answers;
mod pupil_history;
mod pupil_patch;
mod pupil_search;
mod pupils;
pub(crate) mod staff;
mod staff_bodies;
mod upns;

use crate::routing::Routing;

/// The routes of this folder.
pub(crate) fn routes(config: &mut impl Routing) {
    config
        .service(academies::list_academies)
        .service(academies::create_academy)
        .service(academies::get_academy)
        .service(academies::update_academy)
        .service(calendars::list_calendars)
        .service(calendars::get_calendar)
        .service(calendars::put_calendar)
        .service(pupils::list_pupils)
        .service(pupils::create_pupil)
        .service(pupil_search::search_pupils)
        .service(pupils::get_pupil)
        .service(pupils::update_pupil)
        .service(pupil_history::list_pupil_history)
        .service(contacts::list_contacts)
        .service(contacts::create_contact)
        .service(contacts::get_contact)
        .service(staff::list_staff)
        .service(staff::create_staff)
        .service(staff::get_staff)
        .service(staff::update_staff)
        .service(groups::list_groups)
        .service(groups::create_group)
        .service(groups::get_group)
        .service(members::list_group_members)
        .service(members::add_group_members)
        .service(members::put_group_member)
        .service(members::remove_group_member);
}
