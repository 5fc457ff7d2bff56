//! Hours beyond the contract: claimed, approved or refused, paid or taken back as time off in lieu.

use school::{AcademicYear, Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest extra work, or time off, of one day, in minutes.
pub const LONGEST_MINUTES: u16 = 720;
/// How far back extra work is claimed, in days (custom; unconfirmed).
const CLAIM_DAYS: i64 = 92;

/// What hours are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExtraHoursKind)]
pub enum Kind {
    /// Worked beyond the contract, for time off in lieu.
    Toil,
    /// Worked beyond the contract, for pay.
    Overtime,
    /// Time off in lieu that is taken.
    TimeOff,
}

/// How far a claim has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExtraHoursStatus)]
pub enum Status {
    /// Claimed; nobody has decided.
    #[default]
    Claimed,
    /// Approved by the line manager or human resources.
    Approved,
    /// Refused by them, with a reason.
    Refused,
    /// Taken back.
    Withdrawn,
}

/// Hours of one person on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraHours {
    /// The person.
    pub staff_id: StaffId,
    /// What they are about.
    pub kind: Kind,
    /// The day.
    pub day: Date,
    /// How long, in minutes.
    pub minutes: u16,
    /// What for.
    pub reason: String,
    /// How far it has come.
    pub status: Status,
    /// Who decided: the member of staff; null where a client did, or nobody has.
    #[serde(default)]
    pub decided_by: Option<StaffId>,
    /// Why it was decided so.
    #[serde(default)]
    pub decision: Option<String>,
}

impl Record for ExtraHours {
    const KIND: &'static str = "extra_hours";
    const NAME: &'static str = "claim of extra hours";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.day), Some(self.day))
    }
}

/// The account of time off in lieu, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = ToilAccount)]
pub struct Account {
    /// Approved work for time off.
    pub earned: i64,
    /// Approved time off.
    pub taken: i64,
    /// What is left to take.
    pub balance: i64,
    /// Work for time off that is claimed and not decided.
    pub claimed: i64,
    /// Time off that is asked for and not decided.
    pub asked_for: i64,
    /// Approved work for pay.
    pub overtime: i64,
}

/// Adds the account up.
pub fn account<'a>(hours: impl Iterator<Item = &'a ExtraHours>) -> Account {
    let mut found = Account::default();
    for each in hours {
        let minutes = i64::from(each.minutes);
        match (each.status, each.kind) {
            (Status::Approved, Kind::Toil) => found.earned += minutes,
            (Status::Approved, Kind::TimeOff) => found.taken += minutes,
            (Status::Approved, Kind::Overtime) => found.overtime += minutes,
            (Status::Claimed, Kind::Toil) => found.claimed += minutes,
            (Status::Claimed, Kind::TimeOff) => found.asked_for += minutes,
            _ => {}
        }
    }
    found.balance = found.earned - found.taken;
    found
}

/// Everything that is wrong with a claim as it is sent on `today`; `before` is the account without it.
pub fn check_claim(claim: &ExtraHours, before: Account, today: Date) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
    if !(1..=LONGEST_MINUTES).contains(&claim.minutes) {
        refuse("/minutes", "out_of_range", "extra hours of a day are 1 to 720 minutes");
    }
    if claim.reason.trim().is_empty() {
        refuse("/reason", "missing", "say what for");
    }
    if AcademicYear::of(claim.day).is_none() {
        refuse("/day", "out_of_range", "the day is outside the years that are kept");
    } else if claim.kind != Kind::TimeOff && claim.day > today {
        refuse("/day", "in_the_future", "work is claimed once it was done");
    } else if claim.kind != Kind::TimeOff && (today - claim.day).num_days() > CLAIM_DAYS {
        refuse("/day", "too_long_ago", "work is claimed within three months");
    }
    if claim.kind == Kind::TimeOff && i64::from(claim.minutes) > before.balance - before.asked_for {
        refuse("/minutes", "beyond_the_balance", "there is less time off in lieu to take");
    }
    errors
}

/// Everything that is wrong with deciding a claim. `others` is the account without it; `decides` whether who asks may approve and
/// refuse it: the line manager or human resources, and nobody for themselves.
pub fn check_decision(before: &ExtraHours, after: &ExtraHours, others: Account, decides: bool) -> Vec<Violation> {
    let mut errors = Vec::new();
    let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
    let next = match (before.status, after.status) {
        (Status::Claimed, Status::Approved | Status::Refused | Status::Withdrawn)
        | (Status::Approved, Status::Withdrawn) => true,
        (one, other) => one == other,
    };
    if !next {
        refuse(
            "/status",
            "not_the_next_step",
            "a claim that was decided stays so; one that was approved can be taken back",
        );
        return errors;
    }
    let own_to_take_back = before.status == Status::Claimed && after.status == Status::Withdrawn;
    if !decides && !own_to_take_back {
        let detail = "the line manager or human resources decide, and nobody about their own hours";
        refuse("/status", "not_yours_to_decide", detail);
    }
    let says = after.decision.as_ref().is_some_and(|text| !text.trim().is_empty());
    if after.status == Status::Refused && !says {
        refuse("/decision", "missing", "a refusal says why");
    }
    let minutes = i64::from(after.minutes);
    if after.status == Status::Approved && after.kind == Kind::TimeOff && minutes > others.balance {
        refuse("/status", "beyond_the_balance", "there is less time off in lieu to take");
    }
    if before.status == Status::Approved && after.kind == Kind::Toil && others.balance < 0 {
        refuse("/status", "beyond_the_balance", "the time off was taken already");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(kind: Kind, minutes: u16, status: Status) -> ExtraHours {
        ExtraHours {
            staff_id: StaffId(Uuid::nil()),
            kind,
            day: "2026-11-20".parse().unwrap(),
            minutes,
            reason: "Open evening".to_owned(),
            status,
            decided_by: None,
            decision: None,
        }
    }

    fn codes(errors: Vec<Violation>) -> Vec<String> {
        errors.into_iter().map(|each| format!("{} {}", each.pointer, each.code)).collect()
    }

    #[test]
    fn only_what_was_approved_can_be_taken() {
        use {Kind::*, Status::*};
        let all = [
            hours(Toil, 120, Approved),
            hours(Toil, 60, Claimed),
            hours(Toil, 500, Refused),
            hours(Overtime, 90, Approved),
            hours(TimeOff, 30, Approved),
            hours(TimeOff, 45, Claimed),
        ];
        let account = account(all.iter());
        assert_eq!((account.balance, account.claimed, account.asked_for, account.overtime), (90, 60, 45, 90));
        let today = "2026-11-23".parse().unwrap();
        let ask = |minutes| codes(check_claim(&hours(TimeOff, minutes, Claimed), account, today));
        assert_eq!((ask(45), ask(46)), (vec![], vec!["/minutes beyond_the_balance".to_owned()]));
        let late = ExtraHours { day: "2026-08-01".parse().unwrap(), reason: " ".to_owned(), ..hours(Toil, 0, Claimed) };
        assert_eq!(
            codes(check_claim(&late, account, today)),
            ["/minutes out_of_range", "/reason missing", "/day too_long_ago"]
        );
        let ahead = ExtraHours { day: "2026-11-24".parse().unwrap(), ..hours(Overtime, 60, Claimed) };
        assert_eq!(codes(check_claim(&ahead, account, today)), ["/day in_the_future"]);
    }

    #[test]
    fn nobody_decides_about_the_own_hours_and_what_is_decided_stays() {
        use {Kind::*, Status::*};
        let others = Account { balance: 60, ..Account::default() };
        let decide = |kind, minutes, from, to, decides| {
            let before = hours(kind, minutes, from);
            codes(check_decision(&before, &ExtraHours { status: to, ..before.clone() }, others, decides))
        };
        assert_eq!(decide(Toil, 60, Claimed, Approved, false), ["/status not_yours_to_decide"]);
        assert_eq!(decide(Toil, 60, Claimed, Withdrawn, false), Vec::<String>::new());
        assert_eq!(decide(Toil, 60, Claimed, Refused, true), ["/decision missing"]);
        assert_eq!(decide(Toil, 60, Refused, Approved, true), ["/status not_the_next_step"]);
        assert_eq!(decide(TimeOff, 61, Claimed, Approved, true), ["/status beyond_the_balance"]);
        assert_eq!(decide(TimeOff, 60, Claimed, Approved, true), Vec::<String>::new());
        assert_eq!(decide(Toil, 60, Approved, Withdrawn, true), Vec::<String>::new());
        let spent = Account { balance: -30, ..Account::default() };
        let before = hours(Toil, 60, Approved);
        let after = ExtraHours { status: Withdrawn, ..before.clone() };
        assert_eq!(codes(check_decision(&before, &after, spent, true)), ["/status beyond_the_balance"]);
    }
}
