//! The dated table of codes.
//!
//! Sources: School Attendance (Pupil Registration) (England) Regulations 2024 (SI 2024/208) regulation 10, in force since
//! 19 August 2024; DfE, Working together to improve school attendance; for the codes before it the Education (Pupil
//! Registration) (England) Regulations 2006 and the methodology of the DfE's absence statistics.

use super::{
    AttendanceCode, Category,
    Category::{
        Administrative as Admin, ApprovedEducationalActivity as Activity, Attending, LeaveOfAbsence as Leave,
        NotRequired, OtherAuthorised as Other, UnableToAttend as Unable, Unauthorised,
    },
    Code, CountsAs,
    CountsAs::{
        Administrative, ApprovedEducationalActivity as Approved, AuthorisedAbsence as Authorised, NotPossible,
        PossibleNotAbsent, Present, UnauthorisedAbsence,
    },
};
use school::Date;
use std::sync::LazyLock;

/// One row as it is written below: code, description, category, what it counts as, whether it may be planned, first
/// year, month and day, last year, month and day (year 0 while it holds).
type Written = (&'static str, &'static str, Category, CountsAs, bool, Day, Day);
type Day = (i32, u32, u32);

/// The 2006 regulations took effect.
const R2006: Day = (2006, 9, 1);
/// The 2024 regulations took effect.
const R2024: Day = (2024, 8, 19);
/// The last day of the 2006 regulations.
const TO2024: Day = (2024, 8, 18);
const NOW: Day = (0, 0, 0);
/// X also meant coronavirus from September 2020 to April 2022; the days of the month are (unconfirmed).
const COVID: (Day, Day) = ((2020, 9, 1), (2022, 4, 30));

#[rustfmt::skip]
const WRITTEN: &[Written] = &[
    ("/", "Present at the start of the morning registration", Attending, Present, false, R2006, NOW),
    ("\\", "Present at the start of the afternoon registration", Attending, Present, false, R2006, NOW),
    ("L", "Late: arrived after the register started and before it closed", Attending, Present, false, R2006, NOW),
    ("K", "At education provision arranged by the local authority", Activity, Approved, true, R2024, NOW),
    ("V", "Educational visit or trip", Activity, Approved, true, R2006, NOW),
    ("P", "Supervised sporting activity", Activity, Approved, true, R2006, NOW),
    ("W", "Work experience", Activity, Approved, true, R2006, NOW),
    ("B", "Any other approved educational activity off site", Activity, Approved, true, R2024, NOW),
    ("D", "Dual registered: due at the other school this session", NotRequired, NotPossible, true, (2011, 9, 1), NOW),
    ("C1", "Leave for a regulated performance or regulated employment abroad", Leave, Authorised, true, R2024, NOW),
    ("M", "Leave for a medical or dental appointment", Leave, Authorised, true, R2006, NOW),
    ("J1", "Leave for an interview for a job or for a place at another institution", Leave, Authorised, true, R2024, NOW),
    ("S", "Leave for studying for a public examination", Leave, Authorised, true, R2006, NOW),
    ("X", "Not of compulsory school age and not required to attend", NotRequired, NotPossible, true, (2022, 5, 1), NOW),
    ("C2", "Leave for a pupil of compulsory school age on a temporary part-time timetable", Leave, Authorised, true, R2024, NOW),
    ("C", "Leave in exceptional circumstances", Leave, Authorised, true, R2024, NOW),
    ("T", "Mobile child whose parent is travelling for occupational purposes", Other, Authorised, true, R2006, NOW),
    ("R", "Religious observance", Other, Authorised, true, R2006, NOW),
    ("I", "Illness, physical or mental", Other, Authorised, true, R2006, NOW),
    ("E", "Suspended or permanently excluded, with no alternative provision made", Other, Authorised, true, R2006, NOW),
    ("Q", "Unable to attend: lack of access arrangements", Unable, NotPossible, true, R2024, NOW),
    ("Y1", "Unable to attend: transport normally provided is not available", Unable, NotPossible, true, R2024, NOW),
    ("Y2", "Unable to attend: widespread disruption to travel", Unable, NotPossible, true, R2024, NOW),
    ("Y3", "Unable to attend: part of the school premises is closed", Unable, NotPossible, true, R2024, NOW),
    ("Y4", "Unable to attend: the whole school site is unexpectedly closed", Unable, NotPossible, true, R2024, NOW),
    ("Y5", "Unable to attend: in criminal justice detention", Unable, NotPossible, true, R2024, NOW),
    ("Y6", "Unable to attend: public health guidance or law", Unable, NotPossible, true, R2024, NOW),
    ("Y7", "Unable to attend: any other unavoidable cause", Unable, NotPossible, true, R2024, NOW),
    ("G", "Holiday not granted, or in excess of the days granted", Unauthorised, UnauthorisedAbsence, true, R2006, NOW),
    ("N", "Reason for absence not yet established", Unauthorised, UnauthorisedAbsence, false, R2006, NOW),
    ("O", "Absent in other or unknown circumstances", Unauthorised, UnauthorisedAbsence, false, R2006, NOW),
    ("U", "Arrived after the register closed and before the end of the session", Unauthorised, UnauthorisedAbsence, false, R2006, NOW),
    ("Z", "Prospective pupil not yet on the admission register", Admin, Administrative, true, R2006, NOW),
    ("#", "Planned closure of the whole school", Admin, Administrative, true, R2006, NOW),
    // Retired codes, and earlier meanings of codes that live on.
    ("B", "Educated off site", Activity, Approved, false, R2006, TO2024),
    ("C", "Other authorised circumstances, performances and part-time timetables among them", Leave, Authorised, true, R2006, TO2024),
    // That D was an approved educational activity before September 2011 is (unconfirmed).
    ("D", "Dual registered: at the other school", Activity, Approved, true, R2006, (2011, 8, 31)),
    ("F", "Extended family holiday, agreed", Leave, Authorised, true, R2006, (2014, 7, 31)),
    ("H", "Family holiday, agreed", Leave, Authorised, true, R2006, TO2024),
    ("J", "Interview", Activity, Approved, true, R2006, TO2024),
    ("X", "Not of compulsory school age and not required to attend", NotRequired, NotPossible, true, R2006, (2020, 8, 31)),
    ("X", "Not attending in circumstances related to coronavirus, or not of compulsory school age and not required to attend", NotRequired, PossibleNotAbsent, true, COVID.0, COVID.1),
    ("Y", "Unable to attend due to exceptional circumstances", Unable, NotPossible, true, R2006, TO2024),
];

static ROWS: LazyLock<Vec<AttendanceCode>> = LazyLock::new(|| WRITTEN.iter().filter_map(row).collect());

fn row(written: &Written) -> Option<AttendanceCode> {
    let (text, description, category, counts_as, may_be_planned, from, to) = *written;
    let code = Code::parse(text).ok()?;
    Some(AttendanceCode {
        code,
        description,
        category,
        counts_as,
        late: matches!(text, "L" | "U"),
        penalty_notice: matches!(text, "G" | "N" | "O" | "U"),
        may_be_planned,
        mis_statistical_meaning: statistical_meaning(counts_as),
        mis_physical_meaning: physical_meaning(code, counts_as),
        valid_from: date(from)?,
        valid_to: date(to),
    })
}

/// The vocabulary of old exports. An MIS says nothing of a possible session that is no absence: then it was not required.
fn statistical_meaning(counts_as: CountsAs) -> &'static str {
    match counts_as {
        Present => "Present",
        Approved => "Approved Educational Activity",
        Authorised => "Authorised Absence",
        UnauthorisedAbsence => "Unauthorised Absence",
        NotPossible | Administrative | PossibleNotAbsent => "Attendance Not Required",
    }
}

/// Where the pupil is. The words for sessions that are not required are (unconfirmed).
fn physical_meaning(code: Code, counts_as: CountsAs) -> &'static str {
    match (code, counts_as) {
        (Code::LATE | Code::LATE_AFTER_CLOSE, _) => "Late for session",
        (_, Present) => "In for whole session",
        _ => "Out for whole session",
    }
}

fn date((year, month, day): Day) -> Option<Date> {
    Date::from_ymd_opt(year, month, day)
}

/// Every row of the table: the codes of the 2024 regulations in their order, then what was retired.
pub(super) fn rows() -> &'static [AttendanceCode] {
    &ROWS
}

/// The codes in force for sessions on a day, in the order of the regulations.
pub fn in_force(date: Date) -> Vec<AttendanceCode> {
    rows().iter().filter(|row| row.holds_on(date)).cloned().collect()
}

/// What a code means for a session on a day; none where it was not in force.
pub fn on(code: Code, date: Date) -> Option<&'static AttendanceCode> {
    super::Era::of(date).row(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn thirty_four_codes_are_in_force() {
        assert_eq!(rows().len(), WRITTEN.len(), "every written row is well formed");
        for date in ["2024-08-19", "2026-11-23"] {
            assert_eq!(in_force(day(date)).len(), 34);
        }
        let codes: Vec<_> = in_force(day("2026-11-23")).iter().map(|row| row.code.as_str()).collect();
        assert_eq!(codes.join(" "), "/ \\ L K V P W B D C1 M J1 S X C2 C T R I E Q Y1 Y2 Y3 Y4 Y5 Y6 Y7 G N O U Z #");
    }

    #[test]
    fn the_words_of_an_mis_follow_what_a_code_counts_as() {
        let words = |code: &str, date: &str| {
            let row = on(Code::parse(code).unwrap(), day(date)).unwrap();
            (row.mis_statistical_meaning, row.mis_physical_meaning)
        };
        assert_eq!(words("/", "2026-11-23"), ("Present", "In for whole session"));
        assert_eq!(words("U", "2026-11-23"), ("Unauthorised Absence", "Late for session"));
        assert_eq!(words("J", "2024-03-04"), ("Approved Educational Activity", "Out for whole session"));
        assert_eq!(words("Y", "2024-03-04"), ("Attendance Not Required", "Out for whole session"));
    }

    #[test]
    fn no_code_has_two_meanings_on_one_day() {
        for first in rows() {
            for second in rows().iter().filter(|second| second.code == first.code && *second != first) {
                assert!(!second.holds_on(first.valid_from), "{}", first.code);
            }
        }
    }

    #[test]
    fn the_day_of_the_session_decides_the_meaning() {
        let counts = |code: &str, date: &str| on(Code::parse(code).unwrap(), day(date)).map(|row| row.counts_as);
        assert_eq!(counts("J", "2024-08-18"), Some(Approved));
        assert_eq!(counts("J", "2024-08-19"), None);
        assert_eq!(counts("J1", "2024-08-18"), None);
        assert_eq!(counts("J1", "2024-08-19"), Some(Authorised));
        assert_eq!((counts("H", "2024-08-18"), counts("H", "2024-08-19")), (Some(Authorised), None));
        assert_eq!((counts("Y", "2024-08-18"), counts("Y", "2024-08-19")), (Some(NotPossible), None));
        assert_eq!((counts("F", "2014-07-31"), counts("F", "2014-08-01")), (Some(Authorised), None));
        assert_eq!(counts("X", "2020-08-31"), Some(NotPossible));
        assert_eq!(counts("X", "2021-01-11"), Some(PossibleNotAbsent));
        assert_eq!(counts("X", "2022-05-01"), Some(NotPossible));
        assert_eq!(counts("/", "1999-01-01"), None);
    }
}
