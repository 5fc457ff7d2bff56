//! Targets for an academy, a year group or a group: what is wanted by when, how far it is, and what it still takes.

mod progress;

pub use progress::{Bound, Needed, Progress, PupilsNeeded, progress};

use crate::scope::Scope;
use school::{Date, Record, Violation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetMeasure {
    /// Sessions attended of possible sessions; at least the value is wanted.
    AttendanceRate,
    /// Sessions missed of possible sessions; at most the value is wanted.
    AbsenceRate,
    /// Sessions missed without authorisation of possible sessions; at most the value is wanted.
    UnauthorisedAbsenceRate,
    /// Arrivals on time of all arrivals; at least the value is wanted.
    PunctualityRate,
    /// Pupils who missed a tenth or more of their own possible sessions; at most the value is wanted.
    PersistentAbsenceRate,
    /// Pupils who missed half or more of their own possible sessions; at most the value is wanted.
    SevereAbsenceRate,
}

impl TargetMeasure {
    /// Its name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AttendanceRate => "attendance_rate",
            Self::AbsenceRate => "absence_rate",
            Self::UnauthorisedAbsenceRate => "unauthorised_absence_rate",
            Self::PunctualityRate => "punctuality_rate",
            Self::PersistentAbsenceRate => "persistent_absence_rate",
            Self::SevereAbsenceRate => "severe_absence_rate",
        }
    }

    /// Which side of the value is wanted.
    pub const fn wanted(self) -> Bound {
        match self {
            Self::AttendanceRate | Self::PunctualityRate => Bound::AtLeast,
            _ => Bound::AtMost,
        }
    }
}

/// A target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// Whom it is about.
    pub scope: Scope,
    /// What is measured.
    pub measure: TargetMeasure,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// What is wanted, as a fraction from 0 to 1.
    pub value: f64,
    /// Whether it is the Attendance Baseline Improvement Expectation that the DfE has set for the academy.
    pub abie_target: bool,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

/// The longest period of a target.
const MOST_DAYS: i64 = 366;

impl Target {
    /// Everything that is wrong with it.
    pub fn check(&self) -> Vec<Violation> {
        let mut wrong = Vec::new();
        if self.to < self.from {
            wrong.push(Violation::new("/to", "ends_before_it_begins", "the target ends before it begins"));
        } else if (self.to - self.from).num_days() >= MOST_DAYS {
            wrong.push(Violation::new("/to", "range_too_long", "a target is about at most 366 days"));
        }
        for (pointer, day) in [("/from", self.from), ("/to", self.to)] {
            if school::AcademicYear::of(day).is_none() {
                let detail = "registers are kept for academic years 1990-91 to 2199-00";
                wrong.push(Violation::new(pointer, "date_out_of_range", detail));
            }
        }
        if !(0.0..=1.0).contains(&self.value) {
            wrong.push(Violation::new("/value", "out_of_range", "a rate is a fraction from 0 to 1"));
        }
        let whole_academy = self.scope == Scope::Academy && self.measure == TargetMeasure::AttendanceRate;
        if self.abie_target && !whole_academy {
            let detail = "the expectation of the DfE is an attendance rate of the whole academy";
            wrong.push(Violation::new("/abie_target", "not_an_abie_target", detail));
        }
        wrong
    }
}

impl Record for Target {
    const KIND: &'static str = "target";
    const NAME: &'static str = "target";

    fn subject(&self) -> Option<uuid::Uuid> {
        self.scope.group_id().map(|group| group.0)
    }

    fn days(&self) -> (Option<Date>, Option<Date>) {
        (Some(self.from), Some(self.to))
    }

    fn natural_key(&self) -> Option<String> {
        Some(format!("{}:{}:{}:{}", self.scope.key(), self.measure.as_str(), self.from, self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told() {
        let target = Target {
            scope: Scope::YearGroup { year_group: 7 },
            measure: TargetMeasure::AttendanceRate,
            from: "2026-09-01".parse().unwrap(),
            to: "2027-07-31".parse().unwrap(),
            value: 0.95,
            abie_target: false,
            note: None,
        };
        assert!(target.check().is_empty());
        let codes = |target: Target| target.check().into_iter().map(|each| each.code).collect::<Vec<_>>();
        assert_eq!(
            codes(Target { abie_target: true, value: 95.0, ..target.clone() }),
            ["out_of_range", "not_an_abie_target"]
        );
        assert_eq!(codes(Target { to: target.from.pred_opt().unwrap(), ..target.clone() }), ["ends_before_it_begins"]);
        assert_eq!(codes(Target { to: "2027-09-02".parse().unwrap(), ..target.clone() }), ["range_too_long"]);
        assert_eq!(codes(Target { value: f64::NAN, ..target.clone() }), ["out_of_range"]);
        assert_eq!(codes(Target { scope: Scope::Academy, abie_target: true, ..target }), [""; 0]);
    }
}
