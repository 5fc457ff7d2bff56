//! Directed time: at most 1,265 hours on 195 days of a year, pro rata for part-time teachers, not for leadership.

use super::{CoverRole, Employment};
use serde::Serialize;
use utoipa::ToSchema;

/// The most hours a full-time teacher may be directed to work in a year.
pub const DIRECTED_HOURS: u32 = 1_265;
/// The days on which they may be: 190 of teaching and 5 others.
pub const DIRECTED_DAYS: u32 = 195;

/// How much of a teacher's directed time is planned.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DirectedTime {
    /// Whether the limit applies: to teachers, not to leadership.
    pub applies: bool,
    /// Minutes that may be directed in the year: 1,265 hours times the part of a full post.
    pub limit_minutes: u32,
    /// Minutes of the timetable (lessons, registration, protected time, duties, meetings) over the school days of the year.
    pub timetabled_minutes: u32,
    /// Minutes of covers taken so far that are not in the timetable.
    pub cover_minutes: u32,
    /// What is left; below nothing where the limit is passed.
    pub remaining_minutes: i64,
    /// The school days that were counted.
    pub school_days: u32,
    /// What is not in it.
    pub left_out: &'static str,
    /// Where it is written.
    pub citation: &'static str,
}

/// Counts directed time. `a_day` are the minutes timetabled on each school day of the year on which the person works.
pub fn directed_time(employment: &Employment, a_day: impl Iterator<Item = u32>, cover_minutes: u32) -> DirectedTime {
    let leads = employment.cover_roles.contains(&CoverRole::Leadership) || employment.management;
    let applies = employment.cover_roles.contains(&CoverRole::Teacher) && !leads;
    let (mut school_days, mut timetabled_minutes) = (0_u32, 0_u32);
    for minutes in a_day.take(366) {
        school_days += 1;
        timetabled_minutes = timetabled_minutes.saturating_add(minutes);
    }
    let limit_minutes = limit(employment.contract.fte);
    let used = i64::from(timetabled_minutes) + i64::from(cover_minutes);
    DirectedTime {
        applies,
        limit_minutes,
        timetabled_minutes,
        cover_minutes,
        remaining_minutes: i64::from(limit_minutes) - used,
        school_days,
        left_out: "training days, parents' evenings and whatever else is directed outside the timetable",
        citation: "School Teachers' Pay and Conditions Document, part 7: 1,265 hours on 195 days",
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the part is held between 0 and 1 first")]
fn limit(fte: f64) -> u32 {
    (f64::from(DIRECTED_HOURS * 60) * fte.clamp(0.0, 1.0)).floor() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn employment(roles: &str, fte: f64) -> Employment {
        let text = format!(
            r#"{{"cover_roles":[{roles}],"contract":{{"kind":"permanent","first_day":"2024-09-01","fte":{fte}}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_limit_is_pro_rata() {
        let full = directed_time(&employment(r#""teacher""#, 1.0), std::iter::repeat_n(360, 190), 600);
        assert_eq!((full.applies, full.limit_minutes, full.timetabled_minutes), (true, 75_900, 68_400));
        assert_eq!((full.remaining_minutes, full.school_days), (6_900, 190));
        let part = directed_time(&employment(r#""teacher""#, 0.6), std::iter::repeat_n(400, 114), 0);
        assert_eq!((part.limit_minutes, part.remaining_minutes), (45_540, -60));
    }

    #[test]
    fn leadership_has_no_limit() {
        assert!(!directed_time(&employment(r#""teacher","leadership""#, 1.0), std::iter::empty(), 0).applies);
        assert!(!directed_time(&employment(r#""cover_supervisor""#, 1.0), std::iter::empty(), 0).applies);
    }
}
