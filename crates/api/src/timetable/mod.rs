//! The timetable.

mod bodies;
mod day;
mod periods;
mod rooms;
mod settings;
mod shortened;
mod versions;

use crate::routing::Routing;

/// The routes of this folder.
pub(crate) fn routes(config: &mut impl Routing) {
    config
        .service(day::get_timetable)
        .service(day::get_staff_timetable)
        .service(periods::get_periods)
        .service(settings::get_timetable_settings)
        .service(settings::put_timetable_settings)
        .service(versions::list_timetable_versions)
        .service(rooms::list_rooms)
        .service(rooms::create_room)
        .service(rooms::get_room)
        .service(rooms::put_room)
        .service(rooms::remove_room)
        .service(shortened::list_shortened_days)
        .service(shortened::create_shortened_day)
        .service(shortened::get_shortened_day)
        .service(shortened::remove_shortened_day);
}
