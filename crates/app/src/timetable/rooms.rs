//! Rooms.

use crate::roll::listing::{Ask, Listing};
use crate::{Context, Error, Result, records};
use school::timetable::Room;
use school::{AcademyId, Kept, RecordId};

/// The rooms of an academy in the order of their making.
pub fn list_rooms(cx: &mut Context<'_>, academy: AcademyId, ask: &Ask) -> Result<Listing<Kept<Room>>> {
    records::list(cx, academy, &records::Filter::default(), ask)
}

/// A room in reach.
pub fn find_room(cx: &mut Context<'_>, id: RecordId) -> Result<Kept<Room>> {
    records::find(cx, id)
}

/// All rooms of an academy in reach, by name.
pub fn all_rooms(cx: &mut Context<'_>, academy: AcademyId) -> Result<Vec<Room>> {
    cx.academy(academy)?;
    Ok(super::cache::parts(cx, academy)?.rooms.clone())
}

/// Adds a room.
///
/// # Errors
/// [`Error::Conflict`] where another room of the academy has the name.
pub fn create_room(cx: &mut Context<'_>, academy: AcademyId, room: Room) -> Result<Kept<Room>> {
    let room = checked(room)?;
    records::add(cx, academy, room)
}

/// Says anew what a room is; the same again changes nothing.
pub fn put_room(
    cx: &mut Context<'_>,
    id: RecordId,
    room: Room,
    precondition: &dyn Fn(i32) -> bool,
) -> Result<Kept<Room>> {
    let kept = find_room(cx, id)?;
    let room = checked(room)?;
    records::change(cx, kept, room, precondition)
}

/// Takes a room away. Timetables that name it keep the name.
pub fn remove_room(cx: &mut Context<'_>, id: RecordId, precondition: &dyn Fn(i32) -> bool) -> Result<()> {
    let kept = find_room(cx, id)?;
    records::remove(cx, &kept, precondition)
}

fn checked(mut room: Room) -> Result<Room> {
    room.name = room.name.trim().to_owned();
    let errors = room.check();
    if errors.is_empty() { Ok(room) } else { Err(Error::Invalid(errors)) }
}
