//! What the code C1 rests on: a licence, approval or exemption for a regulated performance, or a licence for work abroad.
//!
//! Leave for it is only for the days that the licence names (School Attendance (Pupil Registration) (England) Regulations 2024
//! regulation 11; Children and Young Persons Act 1963 s.37, Children and Young Persons Act 1933 s.25).

use school::{AcademicYear, Date, PupilId, Record, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The longest licence, in days: a school year and a little.
const LONGEST_DAYS: i64 = 400;
/// The longest number or name, in characters.
const LONGEST_TEXT: usize = 200;

/// What allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LicenceKind {
    /// A performance licence of a local authority.
    PerformanceLicence,
    /// An approval of a body of persons.
    BodyOfPersonsApproval,
    /// An exemption by statute: no licence is needed, and none has a number.
    Exemption,
    /// A licence of a magistrate for work abroad.
    WorkAbroad,
}

/// A licence, approval or exemption as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// The pupil.
    pub pupil_id: PupilId,
    /// What allows it.
    pub kind: LicenceKind,
    /// Its number; none only for an exemption.
    pub number: Option<String>,
    /// The local authority, body or court that gave it; for an exemption the provision it rests on.
    pub issued_by: String,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside.
    pub last_day: Date,
}

impl Record for Licence {
    const KIND: &'static str = "performance_licence";
    const NAME: &'static str = "performance licence";

    fn subject(&self) -> Option<Uuid> {
        Some(self.pupil_id.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.first_day), Some(self.last_day))
    }
}

impl Licence {
    /// Everything that is wrong with it, with pointers to its fields.
    pub fn check(&self) -> Vec<Violation> {
        let mut errors = Vec::new();
        let mut refuse = |pointer: &str, code: &str, detail: &str| errors.push(Violation::new(pointer, code, detail));
        for (pointer, day) in [("/first_day", self.first_day), ("/last_day", self.last_day)] {
            if AcademicYear::of(day).is_none() {
                refuse(pointer, "out_of_range", "the day is outside the years that are kept");
            }
        }
        if self.last_day < self.first_day {
            refuse("/last_day", "ends_before_it_begins", "the last day is before the first");
        } else if (self.last_day - self.first_day).num_days() >= LONGEST_DAYS {
            refuse("/last_day", "too_long", "a licence names the days of a performance: at most 400 days");
        }
        match (self.kind, &self.number) {
            (LicenceKind::Exemption, Some(_)) => refuse("/number", "not_allowed", "an exemption has no number"),
            (LicenceKind::Exemption, None) | (_, Some(_)) => {}
            (_, None) => refuse("/number", "missing", "a licence or approval has a number"),
        }
        for (pointer, text) in [("/number", self.number.as_deref()), ("/issued_by", Some(self.issued_by.as_str()))] {
            let Some(text) = text else { continue };
            if text.trim().is_empty() || text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) {
                refuse(pointer, "wrong_format", "1 to 200 characters on one line");
            }
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(change: impl Fn(&mut Licence)) -> Vec<String> {
        let mut licence = Licence {
            pupil_id: PupilId(Uuid::nil()),
            kind: LicenceKind::PerformanceLicence,
            number: Some("MC-2026-117".to_owned()),
            issued_by: "Made-up County Council".to_owned(),
            first_day: "2026-11-23".parse().unwrap(),
            last_day: "2026-11-27".parse().unwrap(),
        };
        change(&mut licence);
        licence.check().into_iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
    }

    #[test]
    fn a_licence_has_a_number_and_an_exemption_has_none() {
        assert_eq!(found(|_| {}), Vec::<String>::new());
        assert_eq!(found(|licence| licence.number = None), ["/number missing"]);
        assert_eq!(found(|licence| licence.kind = LicenceKind::Exemption), ["/number not_allowed"]);
        let exempt = |licence: &mut Licence| (licence.kind, licence.number) = (LicenceKind::Exemption, None);
        assert_eq!(found(exempt), Vec::<String>::new());
    }

    #[test]
    fn everything_wrong_is_named() {
        let all = found(|licence| {
            licence.last_day = "2026-11-22".parse().unwrap();
            licence.number = Some(" ".to_owned());
            licence.issued_by = "a\u{7}".to_owned();
        });
        assert_eq!(all, ["/last_day ends_before_it_begins", "/number wrong_format", "/issued_by wrong_format"]);
        assert_eq!(found(|licence| licence.last_day = "2027-12-28".parse().unwrap()), ["/last_day too_long"]);
        let absurd = found(|licence| (licence.first_day, licence.last_day) = (Date::MIN, Date::MAX));
        assert_eq!(absurd, ["/first_day out_of_range", "/last_day out_of_range", "/last_day too_long"]);
    }
}
