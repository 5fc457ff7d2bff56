//! The secret address of a person's calendar, for programs that cannot send a header.

use super::feed::{CalendarEntry, calendar};
use crate::roll::staff::find_staff;
use crate::{Acting, App, Context, Error, Further, Kind, Result, records, staffing};
use access::{Academies, Action, CodeUse, Comments, Reach};
use cover::publication::{CalendarToken, LONGEST_DAYS};
use cover::staff::EmploymentRecord;
use school::{Actor, Date, Kept, Record, RecordId, StaffId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What every token begins with: scanners for leaked secrets, and our own answers, know it by that.
pub const PREFIX: &str = "rollcall_feed_";
/// How many days a token holds where nobody says.
const USUAL_DAYS: u64 = 365;
/// Hexadecimal digits of an id.
const ID_DIGITS: usize = 32;

/// A token just made: the only time that it is told.
#[derive(Clone)]
pub struct NewToken {
    /// What is kept of it.
    pub kept: Kept<CalendarToken>,
    /// The token.
    pub token: String,
}

impl std::fmt::Debug for NewToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewToken").field("kept", &self.kept.id).finish_non_exhaustive()
    }
}

/// Makes the caller's own token; one made before ends. It holds a year unless a day is said, at most 400 days.
///
/// # Errors
/// [`Error::Unsigned`] where the request names no person; for somebody else's calendar there is nobody.
pub fn make_token(cx: &mut Context<'_>, staff: StaffId, expires_on: Option<Date>) -> Result<NewToken> {
    let member = find_staff(cx, staff)?;
    if cx.signatory()?.staff_id != staff {
        return Err(Error::NotFound(Kind::Staff));
    }
    let today = school::clock::local(cx.at).0;
    let after = |days: u64| today.checked_add_days(chrono::Days::new(days)).unwrap_or(today);
    let expires_on = expires_on.unwrap_or_else(|| after(USUAL_DAYS));
    if expires_on < today || expires_on > after(LONGEST_DAYS) {
        let detail = format!("from today to {LONGEST_DAYS} days ahead");
        return Err(Error::invalid("/expires_on", "out_of_range", detail));
    }
    let secret = secret()?;
    let value = CalendarToken { staff_id: staff, digest: digest(&secret), expires_on };
    let kept = match records::of_key::<CalendarToken>(cx, member.academy_id, &staff.to_string())? {
        Some(kept) => records::change(cx, kept, value, &|_| true)?,
        None => records::add(cx, member.academy_id, value)?,
    };
    let token = format!("{PREFIX}{}{secret}", kept.id.0.simple());
    Ok(NewToken { kept, token })
}

/// What is kept of a person's token: for the person, and for who arranges cover (`for_others`).
pub fn find_token(cx: &mut Context<'_>, staff: StaffId, for_others: &Further) -> Result<Kept<CalendarToken>> {
    let member = find_staff(cx, staff)?;
    let own = cx.person() == Some(staff);
    if !own && !for_others.at(member.academy_id) {
        return Err(Error::NotFound(Kind::Staff));
    }
    let kept = records::of_key::<CalendarToken>(cx, member.academy_id, &staff.to_string())?;
    kept.ok_or(Error::NotFound(Kind::Other(CalendarToken::NAME)))
}

/// Ends a person's token at once.
pub fn revoke_token(cx: &mut Context<'_>, staff: StaffId, for_others: &Further) -> Result<()> {
    let kept = find_token(cx, staff, for_others)?;
    records::remove(cx, &kept, &|_| true)
}

/// The calendar of whoever the token is of, as long as they might still read their own cover if they signed in; nothing for one
/// that was never made, was ended or has lapsed, and for somebody who lost every role, moved to another academy or works here no
/// longer: none of these can be told apart. The secret is compared first, so that only who holds it could see a difference.
pub fn calendar_of_token(app: &App, token: &str) -> Result<Vec<CalendarEntry>> {
    let missing = || Error::NotFound(Kind::Other(CalendarToken::NAME));
    let (id, secret) = read(token).ok_or_else(missing)?;
    let found = app.read(&nobody(Academies::All), |cx| Ok(store::records::find::<CalendarToken>(cx.db, id)?))?;
    let kept = found.filter(|kept| kept.value.digest == digest(secret)).ok_or_else(missing)?;
    let staff = kept.value.staff_id;
    app.read(&nobody(Academies::one(kept.academy_id)), |cx| {
        let today = school::clock::local(cx.at).0;
        let employment = records::of_key::<EmploymentRecord>(cx, kept.academy_id, &staff.to_string())?;
        let left = employment.is_some_and(|employment| !employment.value.employment.employed_on(today));
        let member = store::roll::staff::find(cx.db, staff)?.filter(|member| member.academy_id == kept.academy_id);
        let may = member.is_some_and(|member| staffing::may(&member, Action::ReadOwnCover));
        if kept.value.expires_on < today || left || !may {
            return Err(missing());
        }
        // Nobody signed in, and a calendar asked for by no person is anybody's.
        calendar(cx, staff, &Further::default())
    })
}

/// Whoever holds a token is nobody: it opens one calendar and nothing else.
fn nobody(academies: Academies) -> Acting {
    let reach = Reach { academies, codes: CodeUse::TeachingOnly, comments: Comments::Hidden };
    Acting { actor: Actor { client: None, person: None }, reach }
}

/// The id and the secret of a token.
fn read(token: &str) -> Option<(RecordId, &str)> {
    let rest = token.strip_prefix(PREFIX)?;
    let (id, secret) = rest.split_at_checked(ID_DIGITS)?;
    Some((RecordId(Uuid::try_parse(id).ok()?), secret))
}

/// 256 random bits, as hexadecimal digits.
fn secret() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Error::Unexpected("the system gave no random bytes".to_owned()))?;
    Ok(hexadecimal(&bytes))
}

/// What is kept of a secret. It is random and long, which no dictionary holds, so a slow hash would only slow the server; and
/// only digests are compared, of which a measured time tells nothing.
fn digest(secret: &str) -> String {
    hexadecimal(&Sha256::digest(secret.as_bytes()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_written_and_nothing_else_is() {
        let id = Uuid::from_u128(7);
        let token = format!("{PREFIX}{}{}", id.simple(), "ab".repeat(32));
        assert_eq!(read(&token), Some((RecordId(id), "ab".repeat(32).as_str())));
        for wrong in ["", PREFIX, "rollcall_feed_xyz", "0197a3c27d5e7c119f3a2b6d8c1e4f50", "rollcall_feed_é"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_ne!(digest("one"), digest("other"));
        assert_ne!(secret().unwrap(), secret().unwrap());
    }
}
