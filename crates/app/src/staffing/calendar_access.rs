//! Whether a secret calendar address still opens anything: it is worth no more than the access of whoever it was made for.

use crate::cover::calendar_token::{PREFIX, calendar_of_token};
use crate::cover::feed::CalendarEntry;
use crate::{Acting, App, Error, Kind, Result};
use access::{Action, Reach};
use cover::publication::CalendarToken;
use school::{Actor, Record, RecordId};
use uuid::Uuid;

/// Hexadecimal digits of an id.
const ID_DIGITS: usize = 32;

/// The calendar of a secret address, as long as the person might still read their own cover if they signed in: whoever lost every
/// role, has moved to another academy, or left (with a record of employment or without) is answered like one who never had an
/// address. The secret is compared first, so that only who holds it could see a difference.
pub fn calendar_of_address(app: &App, token: &str) -> Result<Vec<CalendarEntry>> {
    let entries = calendar_of_token(app, token)?;
    if holds(app, token)? { Ok(entries) } else { Err(Error::NotFound(Kind::Other(CalendarToken::NAME))) }
}

fn holds(app: &App, token: &str) -> Result<bool> {
    let id = token.strip_prefix(PREFIX).and_then(|rest| rest.get(..ID_DIGITS)).and_then(|id| Uuid::try_parse(id).ok());
    let Some(id) = id.map(RecordId) else { return Ok(false) };
    let acting = Acting { actor: Actor { client: None, person: None }, reach: Reach::everything() };
    app.read(&acting, |cx| {
        let Some(kept) = store::records::find::<CalendarToken>(cx.db, id)? else { return Ok(false) };
        let Some(member) = store::roll::staff::find(cx.db, kept.value.staff_id)? else { return Ok(false) };
        Ok(member.academy_id == kept.academy_id && super::may(&member, Action::ReadOwnCover))
    })
}
