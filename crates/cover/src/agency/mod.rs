//! Workers whom agencies send, at the level of the trust: their vetting and the twelve weeks of the Agency Workers
//! Regulations 2010.

mod clock;

pub use clock::{Clock, ClockState, QUALIFYING_WEEKS, WARNING_WEEK, Worked, clock};

use crate::day::Booked;
use crate::vetting::{CheckKind, Checks, Needs, Reason, VettingCheck};
use school::{AcademyId, Date, Record, StaffId, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A worker whom an agency sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"surname": "Example", "forename": "Ola", "agency": "Made-Up Supply Ltd", "letter_received_on": "2026-11-20"}))]
pub struct AgencyWorker {
    /// Surname.
    #[schema(min_length = 1, max_length = 100)]
    pub surname: String,
    /// Forename.
    #[schema(min_length = 1, max_length = 100)]
    pub forename: String,
    /// The agency.
    #[schema(min_length = 1, max_length = 200)]
    pub agency: String,
    /// When the agency's written confirmation of its checks was received; null while it is missing.
    #[serde(default)]
    pub letter_received_on: Option<Date>,
    /// Whether the letter says that the enhanced DBS certificate disclosed something, so that the certificate must be seen.
    #[serde(default)]
    pub certificate_discloses: bool,
    /// The day of the enhanced DBS certificate, as the letter names it.
    #[serde(default)]
    pub certificate_dated_on: Option<Date>,
    /// When the certificate was seen here; one that discloses something must be.
    #[serde(default)]
    pub certificate_seen_on: Option<Date>,
    /// When the identity was checked on arrival, of a worker who comes to one academy; `identity_checks` says it of several.
    #[serde(default)]
    pub identity_checked_on: Option<Date>,
    /// When the identity was checked on arrival at each academy: where there is any, at no other academy.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub identity_checks: Vec<IdentityCheck>,
    /// The staff records under which the worker is timetabled at academies of the trust.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub staff_ids: Vec<StaffId>,
    /// The subjects that the worker may take.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub subjects: Vec<String>,
    /// The days, or halves of them, for which the worker is booked: they cost nothing more there, and once over they are weeks of work.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub bookings: Vec<Booking>,
    /// What the agency books at least.
    #[serde(default)]
    pub minimum_booking: MinimumBooking,
    /// The weeks in which the worker worked, or is to. Those with published cover, or a booking, count without an entry.
    #[serde(default)]
    #[schema(max_items = 1000)]
    pub assignments: Vec<Assignment>,
    /// Times away that stop the clock without turning it back.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub pauses: Vec<Pause>,
}

/// An identity check on arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AgencyIdentityCheck)]
pub struct IdentityCheck {
    /// The academy.
    pub academy_id: AcademyId,
    /// When.
    pub checked_on: Date,
}

/// A booking of a day or of a half of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AgencyBooking)]
pub struct Booking {
    /// The day.
    pub day: Date,
    /// The academy.
    pub academy_id: AcademyId,
    /// Which part of the day.
    #[serde(default)]
    pub part: BookingPart,
}

/// A part of a day for which somebody is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AgencyBookingPart)]
pub enum BookingPart {
    /// The morning.
    Morning,
    /// The afternoon.
    Afternoon,
    /// The whole day.
    #[default]
    Day,
}

/// What an agency books at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AgencyMinimumBooking)]
pub enum MinimumBooking {
    /// Half a day.
    #[default]
    HalfDay,
    /// A whole day: half of one costs as much.
    Day,
}

/// One week in which a worker worked: any work in a week makes it one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AgencyAssignment)]
pub struct Assignment {
    /// A day of the week; the week is the one from Monday to Sunday that holds it (unconfirmed in law).
    pub week: Date,
    /// The academy. The hirer is the trust, so a move between its academies keeps the clock.
    pub academy_id: AcademyId,
    /// The role: a substantially different one begins a clock of its own.
    #[schema(min_length = 1, max_length = 60, example = "supply_teacher")]
    pub role: String,
}

/// A time in which the clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AgencyPause)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
}

/// Why the clock stands still. School holidays are known from the calendars and need no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AgencyPauseReason)]
pub enum PauseReason {
    /// Sickness or injury, up to 28 weeks.
    Sickness,
    /// Jury service, up to 28 weeks.
    JuryService,
    /// The academy is closed.
    Closure,
    /// Leave that the worker is entitled to.
    Leave,
}

/// An agency worker as kept: a record of the trust.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyWorkerRecord {
    /// The worker.
    pub worker: AgencyWorker,
}

impl Record for AgencyWorkerRecord {
    const KIND: &'static str = "agency_worker";
    const NAME: &'static str = "agency worker";
}

impl BookingPart {
    fn booked(self) -> Booked {
        match self {
            Self::Morning => Booked::Morning,
            Self::Afternoon => Booked::Afternoon,
            Self::Day => Booked::Day,
        }
    }
}

impl AgencyWorker {
    /// The worker's vetting as entries of the single central record of an academy; of any of them where none is named.
    pub fn checks(&self, academy: Option<AcademyId>) -> Checks {
        let entry = |kind, done_on| VettingCheck { kind, done_on, expires_on: None, clear: true, reference: None };
        let mut checks = Vec::new();
        let dated = self.certificate_dated_on.map(|day| format!("enhanced DBS certificate of {day}"));
        let letter = self.letter_received_on.map(|day| entry(CheckKind::AgencyConfirmation, day));
        checks.extend(letter.map(|letter| VettingCheck { reference: dated, ..letter }));
        let here = |check: &&IdentityCheck| academy.is_none_or(|academy| check.academy_id == academy);
        let arrivals = self.identity_checks.iter().filter(here).map(|check| check.checked_on);
        let anywhere = self.identity_checked_on.filter(|_| self.identity_checks.is_empty());
        checks.extend(arrivals.chain(anywhere).map(|day| entry(CheckKind::IdentityOnArrival, day)));
        checks.extend(self.certificate_seen_on.map(|day| entry(CheckKind::EnhancedDbs, day)));
        Checks { lived_abroad: false, checks }
    }

    /// For which parts of a day the worker is booked at an academy.
    pub fn booked(&self, academy: AcademyId, date: Date) -> impl Iterator<Item = Booked> + '_ {
        let here = self.bookings.iter().filter(move |each| each.day == date && each.academy_id == academy);
        here.map(|booking| booking.part.booked())
    }

    /// For which parts of a day the worker is booked at other academies of the trust, and so is not at this one.
    pub fn booked_elsewhere(&self, academy: AcademyId, date: Date) -> impl Iterator<Item = Booked> + '_ {
        let there = self.bookings.iter().filter(move |each| each.day == date && each.academy_id != academy);
        there.map(|booking| booking.part.booked())
    }

    /// The days by which the register says that the worker was at an academy: those of bookings, and one of each typed week.
    pub fn days_at(&self, academy: AcademyId) -> impl Iterator<Item = Date> + '_ {
        let booked = self.bookings.iter().filter(move |each| each.academy_id == academy).map(|each| each.day);
        booked.chain(self.assignments.iter().filter(move |each| each.academy_id == academy).map(|each| each.week))
    }

    /// Whether the worker may be sent to a class on a day, at an academy or at any: every reason why not.
    pub fn valid_at(&self, academy: Option<AcademyId>, date: Date) -> Vec<Reason> {
        let mut reasons = self.checks(academy).valid_on(Needs { of_agency: true, ..Needs::default() }, date);
        if self.certificate_discloses && self.certificate_seen_on.is_none_or(|seen| seen > date) {
            reasons.push(Reason {
                check: CheckKind::EnhancedDbs,
                code: "missing",
                detail: "the certificate discloses something and has not been seen".to_owned(),
                citation: CheckKind::AgencyConfirmation.citation(),
            });
        }
        reasons
    }

    /// Everything that is wrong with the entry as it is sent on `today`.
    pub fn check(&self, today: Date) -> Vec<Violation> {
        let mut errors = Vec::new();
        for (pointer, text) in [("/surname", &self.surname), ("/forename", &self.forename), ("/agency", &self.agency)] {
            if text.trim().is_empty() {
                errors.push(Violation::new(pointer, "missing", "this may not be empty"));
            }
        }
        let days = [
            ("/letter_received_on", self.letter_received_on),
            ("/certificate_dated_on", self.certificate_dated_on),
            ("/certificate_seen_on", self.certificate_seen_on),
            ("/identity_checked_on", self.identity_checked_on),
        ];
        for (pointer, _) in days.into_iter().filter(|(_, day)| day.is_some_and(|day| day > today)) {
            errors.push(Violation::new(pointer, "in_the_future", "this is recorded once it has happened"));
        }
        for (place, assignment) in self.assignments.iter().enumerate() {
            let pointer = format!("/assignments/{place}/week");
            if school::AcademicYear::of(assignment.week).is_none() {
                errors.push(Violation::new(pointer, "out_of_range", "the day is outside the years that are kept"));
            }
        }
        if let (Some(dated), Some(letter)) = (self.certificate_dated_on, self.letter_received_on)
            && dated > letter
        {
            let detail = "a letter names no certificate that was made after it";
            errors.push(Violation::new("/certificate_dated_on", "after_the_letter", detail));
        }
        self.check_lists(today, &mut errors);
        for (place, pause) in self.pauses.iter().enumerate() {
            if pause.last_day < pause.first_day {
                let pointer = format!("/pauses/{place}/last_day");
                errors.push(Violation::new(pointer, "ends_before_it_begins", "the last day is before the first"));
            }
        }
        errors
    }

    fn check_lists(&self, today: Date, errors: &mut Vec<Violation>) {
        for (place, check) in self.identity_checks.iter().enumerate() {
            if check.checked_on > today {
                let pointer = format!("/identity_checks/{place}/checked_on");
                errors.push(Violation::new(pointer, "in_the_future", "this is recorded once it has happened"));
            }
        }
        for (place, booking) in self.bookings.iter().enumerate() {
            let mut refuse = |field: &str, code: &str, detail: &str| {
                errors.push(Violation::new(format!("/bookings/{place}/{field}"), code, detail));
            };
            if school::AcademicYear::of(booking.day).is_none() {
                refuse("day", "out_of_range", "the day is outside the years that are kept");
            }
            if self.minimum_booking == MinimumBooking::Day && booking.part != BookingPart::Day {
                refuse("part", "below_the_minimum", "the agency books whole days only");
            }
            let overlaps = |other: &Booking| {
                let same_time = other.part == booking.part || [other.part, booking.part].contains(&BookingPart::Day);
                other.day == booking.day && same_time
            };
            if self.bookings.iter().take(place).any(overlaps) {
                refuse("day", "booked_already", "nobody is at two places at once");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker(json: &str) -> AgencyWorker {
        let text = format!(r#"{{"surname":"Example","forename":"Ola","agency":"Made-Up Supply Ltd"{json}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_worker_needs_the_letter_and_the_identity_check() {
        let date = "2026-11-23".parse().unwrap();
        let codes = |json: &str| {
            worker(json).valid_at(None, date).into_iter().map(|reason| reason.check.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(codes(""), ["agency_confirmation", "identity_on_arrival"]);
        let sound = r#","letter_received_on":"2026-11-20","identity_checked_on":"2026-11-23""#;
        assert_eq!(codes(sound), Vec::<&str>::new());
        assert_eq!(codes(&format!(r#"{sound},"certificate_discloses":true"#)), ["enhanced_dbs"]);
        let seen = r#","certificate_discloses":true,"certificate_seen_on":"2026-11-20""#;
        assert_eq!(codes(&format!("{sound}{seen}")), Vec::<&str>::new());
    }

    #[test]
    fn what_is_wrong_is_listed() {
        let wrong = worker(
            r#","letter_received_on":"2026-12-01","pauses":[{"reason":"sickness","first_day":"2026-10-02","last_day":"2026-10-01"}]"#,
        );
        let wrong = AgencyWorker { agency: " ".to_owned(), ..wrong };
        let found: Vec<String> =
            wrong.check("2026-11-23".parse().unwrap()).into_iter().map(|each| each.pointer).collect();
        assert_eq!(found, ["/agency", "/letter_received_on", "/pauses/0/last_day"]);
    }

    #[test]
    fn identity_is_checked_on_arrival_at_each_academy() {
        let [here, there] = [1, 2].map(|number| AcademyId(uuid::Uuid::from_u128(number)));
        let date = "2026-11-23".parse().unwrap();
        let both = worker(r#","letter_received_on":"2026-11-20","identity_checked_on":"2026-11-20""#);
        assert_eq!((both.valid_at(Some(here), date).len(), both.valid_at(Some(there), date).len()), (0, 0));
        let one = AgencyWorker {
            identity_checks: vec![IdentityCheck { academy_id: here, checked_on: "2026-11-23".parse().unwrap() }],
            certificate_dated_on: "2026-03-01".parse().ok(),
            ..both
        };
        assert_eq!((one.valid_at(Some(here), date).len(), one.valid_at(Some(there), date).len()), (0, 1));
        let letter = one.checks(Some(here)).checks.remove(0);
        assert_eq!(letter.reference.as_deref(), Some("enhanced DBS certificate of 2026-03-01"));
    }

    #[test]
    fn bookings_are_of_days_and_halves() {
        let academy = uuid::Uuid::from_u128(1);
        let json = format!(
            r#","minimum_booking":"day","bookings":[{{"day":"2026-11-23","academy_id":"{academy}","part":"morning"}},
                {{"day":"2026-11-23","academy_id":"{academy}","part":"afternoon"}},{{"day":"2026-11-23","academy_id":"{academy}"}}]"#
        );
        let booked = worker(&json);
        let found: Vec<String> = booked
            .check("2026-11-23".parse().unwrap())
            .into_iter()
            .map(|each| format!("{} {}", each.pointer, each.code))
            .collect();
        assert_eq!(
            found,
            [
                "/bookings/0/part below_the_minimum",
                "/bookings/1/part below_the_minimum",
                "/bookings/2/day booked_already"
            ]
        );
        let parts: Vec<Booked> = booked.booked(AcademyId(academy), "2026-11-23".parse().unwrap()).collect();
        assert_eq!(parts, [Booked::Morning, Booked::Afternoon, Booked::Day]);
        assert_eq!(
            booked.booked(AcademyId(academy), "2026-11-24".parse().unwrap()).count(),
            0,
            "another day of the week is not booked"
        );
    }
}
