//! Codes of other systems and other times, mapped by the day of the session.
//!
//! National codes map to themselves on the days they were in force. Beyond them only what is known for certain is mapped:
//! the SIMS codes of the pandemic and its sub-codes. A school's own lesson codes are never guessed.

use crate::code::{self, Code, CountsAs};
use school::Date;

/// What a code of another system comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mapped {
    /// The national code; none where the other system had no mark.
    pub code: Option<Code>,
    /// The rule that says so: `national`, `no_mark`, or one of the rules for SIMS codes.
    pub rule_id: &'static str,
}

/// Why a code is not mapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No code that is known.
    #[error("there is no attendance code of this name")]
    Unknown,
    /// Known, and not in force on the day of the session.
    #[error("the code was not in force on the day of the session")]
    NotInForce,
    /// Known, and its meaning differed from school to school: a person decides.
    #[error("this code meant different things in different schools; a person decides")]
    NeedsReview,
}

impl Refused {
    /// The stable word of the refusal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown_code",
            Self::NotInForce => "code_not_in_force",
            Self::NeedsReview => "code_needs_review",
        }
    }

    pub(crate) fn problem(self, date: Date) -> (&'static str, String) {
        (self.as_str(), format!("{self} ({date})"))
    }
}

/// SIMS had codes of its own for the pandemic from March 2020 to the end of 2023; the days are (unconfirmed).
const PANDEMIC_CODES: (Date, Date) = (day(2020, 3, 1), day(2023, 12, 31));
/// SIMS has had sub-codes of I and X since 2021; the day is (unconfirmed).
const SUB_CODES_SINCE: Date = day(2021, 1, 1);

const fn day(year: i32, month: u32, day: u32) -> Date {
    match Date::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => Date::MIN,
    }
}

/// The national code of a code that another system had for a session on `on`. White space around it is ignored.
///
/// # Errors
/// [`Refused`] where it is unknown, was not in force that day or needs a person.
pub fn map(raw: &str, on: Date) -> Result<Mapped, Refused> {
    let raw = raw.trim();
    if raw.is_empty() || raw == "-" {
        return Ok(Mapped { code: None, rule_id: "no_mark" });
    }
    if let Ok(code) = Code::parse(raw) {
        return in_force(code, on, "national");
    }
    let pandemic = (PANDEMIC_CODES.0..=PANDEMIC_CODES.1).contains(&on);
    match raw {
        "7" | "=" if pandemic => in_force(Code::ILLNESS, on, "sims_coronavirus_illness"),
        "8" | "[" if pandemic => in_force(Code::UNABLE, on, "sims_self_isolating"),
        "9" | "]" if pandemic => in_force(Code::UNABLE, on, "sims_shielding"),
        "I01" | "I02" if on >= SUB_CODES_SINCE => in_force(Code::ILLNESS, on, "sims_sub_code"),
        "X01" if on >= SUB_CODES_SINCE => in_force(Code::NOT_REQUIRED, on, "sims_sub_code"),
        "X02" | "X03" | "X04" | "X05" | "X06" | "X07" => coronavirus_x(on),
        // "Attendance not required" was no possible attendance; Y is the code of that time that counts so for any pupil.
        "!" => in_force(Code::UNABLE, on, "sims_not_required"),
        "@" => Err(Refused::NeedsReview),
        "7" | "=" | "8" | "[" | "9" | "]" | "I01" | "I02" | "X01" => Err(Refused::NotInForce),
        _ => Err(Refused::Unknown),
    }
}

fn in_force(code: Code, on: Date, rule_id: &'static str) -> Result<Mapped, Refused> {
    code::on(code, on).map(|_| Mapped { code: Some(code), rule_id }).ok_or(Refused::NotInForce)
}

/// X02 to X07 meant coronavirus and nothing else.
fn coronavirus_x(on: Date) -> Result<Mapped, Refused> {
    let meant_coronavirus =
        code::on(Code::NOT_REQUIRED, on).is_some_and(|row| row.counts_as == CountsAs::PossibleNotAbsent);
    if !meant_coronavirus {
        return Err(Refused::NotInForce);
    }
    in_force(Code::NOT_REQUIRED, on, "sims_sub_code")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(raw: &str, on: &str) -> Result<Option<&'static str>, Refused> {
        map(raw, on.parse().unwrap()).map(|mapped| mapped.code.map(Code::as_str))
    }

    #[test]
    fn the_day_of_the_session_decides() {
        assert_eq!(mapped("J", "2024-07-01"), Ok(Some("J")));
        assert_eq!(mapped("J", "2024-09-02"), Err(Refused::NotInForce));
        assert_eq!(mapped("H", "2019-07-01"), Ok(Some("H")));
        assert_eq!(mapped("C1", "2019-07-01"), Err(Refused::NotInForce));
        assert_eq!(mapped("Y", "2024-08-18"), Ok(Some("Y")));
        assert_eq!(mapped(" I ", "2026-11-23"), Ok(Some("I")));
    }

    #[test]
    fn the_sims_vocabulary() {
        for (raw, code) in [("7", "I"), ("=", "I"), ("8", "Y"), ("[", "Y"), ("9", "Y"), ("]", "Y"), ("I02", "I")] {
            assert_eq!(mapped(raw, "2021-02-01"), Ok(Some(code)), "{raw}");
        }
        assert_eq!(mapped("X01", "2023-02-01"), Ok(Some("X")));
        assert_eq!(mapped("X05", "2021-02-01"), Ok(Some("X")));
        assert_eq!(mapped("X05", "2023-02-01"), Err(Refused::NotInForce));
        assert_eq!(mapped("7", "2026-02-01"), Err(Refused::NotInForce));
        assert_eq!(mapped("!", "2015-02-02"), Ok(Some("Y")));
        assert_eq!(mapped("!", "2026-02-02"), Err(Refused::NotInForce));
        assert_eq!(mapped("@", "2005-02-02"), Err(Refused::NeedsReview));
    }

    #[test]
    fn no_mark_is_no_code_and_local_codes_are_not_guessed() {
        for blank in ["", "  ", "-", " - "] {
            assert_eq!(mapped(blank, "2026-11-23"), Ok(None));
        }
        for local in ["A", "&", "0", "6", "$", "!Q", "i", "Present", "é", "--"] {
            assert_eq!(mapped(local, "2021-02-01"), Err(Refused::Unknown), "{local}");
        }
    }
}
