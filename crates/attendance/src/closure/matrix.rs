//! What a closure overwrites.
//!
//! Sources: the practice of registers that schools know (an exceptional circumstance overwrites only `/ \ L N O U` and no
//! mark; `#` overwrites everything but D), and the rules of each code. Where the two differ the rule of the code holds: a
//! pupil who was in school when the register was taken is present for the session, whatever happens later, so disruption to
//! travel, public health and other causes that leave the school open never overwrite a present mark. A site that is closed,
//! or a part of it, has nobody present: a present mark there was entered for a session that was not held.

use crate::Code;

/// What becomes of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It becomes the closure's code.
    Overwrite,
    /// It says so already.
    Unchanged,
    /// It stays.
    Keep(Why),
}

/// Why a mark stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// D: due at the other school, which decides whether it is open.
    DualRegistered,
    /// At an approved educational activity elsewhere, which went on.
    AtActivity,
    /// Absent for a reason that holds whether or not the school is open.
    HasItsReason,
    /// Not required to attend.
    NotRequired,
    /// Unable to attend for another cause already.
    AlreadyUnable,
    /// The school was closed, or the pupil not on the register.
    Administrative,
    /// In school when the register was taken.
    WasPresent,
    /// A code that is retired: what it meant then stays.
    Retired,
    /// Boarders are not marked.
    Boarder,
    /// Somebody has changed the mark since.
    ChangedSince,
    /// There was no mark before, and a mark is never removed.
    NoMarkBefore,
    /// The mark was not made by this closure.
    NotOfThisClosure,
    /// The code may not be given to this pupil on this day.
    NotLawful,
}

impl Why {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DualRegistered => "dual_registered",
            Self::AtActivity => "at_activity",
            Self::HasItsReason => "has_its_reason",
            Self::NotRequired => "not_required",
            Self::AlreadyUnable => "already_unable",
            Self::Administrative => "administrative",
            Self::WasPresent => "was_present",
            Self::Retired => "retired_code",
            Self::Boarder => "boarder",
            Self::ChangedSince => "changed_since",
            Self::NoMarkBefore => "no_mark_before",
            Self::NotOfThisClosure => "not_of_this_closure",
            Self::NotLawful => "not_lawful",
        }
    }

    /// What it says to a person.
    pub const fn detail(self) -> &'static str {
        match self {
            Self::DualRegistered => "the pupil is due at the other school in this session",
            Self::AtActivity => {
                "the pupil is at an approved educational activity elsewhere, which the closure does not end"
            }
            Self::HasItsReason => "the pupil is absent for a reason that holds whether or not the school is open",
            Self::NotRequired => "the pupil is not of compulsory school age and not required to attend",
            Self::AlreadyUnable => "the pupil is unable to attend for another cause already",
            Self::Administrative => "the mark says already that the session counts for nothing",
            Self::WasPresent => "the pupil was in school when the register was taken",
            Self::Retired => "the code is retired; what it meant on its day stays",
            Self::Boarder => "boarders are not marked in the attendance register",
            Self::ChangedSince => "somebody has changed the mark since the closure",
            Self::NoMarkBefore => "there was no mark before, and a mark is amended and never removed",
            Self::NotOfThisClosure => "the mark was not made by this closure",
            Self::NotLawful => "the code is not in force on this day",
        }
    }
}

/// One cell of the table.
type Cell = Option<Why>;
const OVER: Cell = None;
const DUAL: Cell = Some(Why::DualRegistered);
const ACTIVITY: Cell = Some(Why::AtActivity);
const REASON: Cell = Some(Why::HasItsReason);
const NOT_REQUIRED: Cell = Some(Why::NotRequired);
const UNABLE: Cell = Some(Why::AlreadyUnable);
const ADMIN: Cell = Some(Why::Administrative);
const PRESENT: Cell = Some(Why::WasPresent);
const RETIRED: Cell = Some(Why::Retired);

/// For each code that may stand: what `#` does, what a closed site or part of one (Y3, Y4) does, and what disruption to travel,
/// public health or another cause (Y2, Y6, Y7) does. An arrival after the register closed (U) gives way to Y2, Y6 and Y7: U is
/// only for what no better code fits.
#[rustfmt::skip]
const TABLE: [(&str, Cell, Cell, Cell); 38] = [
    ("/",  OVER, OVER,         PRESENT),
    ("\\", OVER, OVER,         PRESENT),
    ("L",  OVER, OVER,         PRESENT),
    ("N",  OVER, OVER,         OVER),
    ("O",  OVER, OVER,         OVER),
    ("U",  OVER, OVER,         OVER),
    ("K",  OVER, ACTIVITY,     ACTIVITY),
    ("V",  OVER, ACTIVITY,     ACTIVITY),
    ("P",  OVER, ACTIVITY,     ACTIVITY),
    ("W",  OVER, ACTIVITY,     ACTIVITY),
    ("B",  OVER, ACTIVITY,     ACTIVITY),
    ("D",  DUAL, DUAL,         DUAL),
    ("C1", OVER, REASON,       REASON),
    ("M",  OVER, REASON,       REASON),
    ("J1", OVER, REASON,       REASON),
    ("S",  OVER, REASON,       REASON),
    ("C2", OVER, REASON,       REASON),
    ("C",  OVER, REASON,       REASON),
    ("T",  OVER, REASON,       REASON),
    ("R",  OVER, REASON,       REASON),
    ("I",  OVER, REASON,       REASON),
    ("E",  OVER, REASON,       REASON),
    ("G",  OVER, REASON,       REASON),
    ("X",  OVER, NOT_REQUIRED, NOT_REQUIRED),
    ("Q",  OVER, UNABLE,       UNABLE),
    ("Y1", OVER, UNABLE,       UNABLE),
    ("Y2", OVER, UNABLE,       UNABLE),
    ("Y3", OVER, UNABLE,       UNABLE),
    ("Y4", OVER, UNABLE,       UNABLE),
    ("Y5", OVER, UNABLE,       UNABLE),
    ("Y6", OVER, UNABLE,       UNABLE),
    ("Y7", OVER, UNABLE,       UNABLE),
    ("Z",  OVER, ADMIN,        ADMIN),
    ("#",  OVER, ADMIN,        ADMIN),
    ("F",  OVER, RETIRED,      RETIRED),
    ("H",  OVER, RETIRED,      RETIRED),
    ("J",  OVER, RETIRED,      RETIRED),
    ("Y",  OVER, RETIRED,      RETIRED),
];

/// What a closure with one code does to a mark, or to a plan, with another.
pub fn verdict(closure: Code, standing: Code) -> Verdict {
    if closure == standing {
        return Verdict::Unchanged;
    }
    let row = TABLE.iter().find(|(code, ..)| *code == standing.as_str());
    let cell = row.map(|(_, planned, closed, open)| match closure.as_str() {
        "#" => *planned,
        "Y3" | "Y4" => *closed,
        _ => *open,
    });
    match cell {
        Some(None) => Verdict::Overwrite,
        Some(Some(why)) => Verdict::Keep(why),
        None => Verdict::Keep(Why::Retired),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    #[test]
    fn every_code_has_its_row() {
        for standing in Code::all() {
            assert_eq!(TABLE.iter().filter(|(text, ..)| *text == standing.as_str()).count(), 1, "{standing}");
        }
    }

    #[test]
    fn a_planned_closure_overwrites_everything_but_d() {
        for standing in Code::all().filter(|standing| *standing != code("#")) {
            let expected = if standing == code("D") { Verdict::Keep(Why::DualRegistered) } else { Verdict::Overwrite };
            assert_eq!(verdict(code("#"), standing), expected, "{standing}");
        }
        assert_eq!(verdict(code("#"), code("#")), Verdict::Unchanged);
    }

    #[test]
    fn a_closed_site_overwrites_present_late_and_unexplained() {
        for closure in ["Y3", "Y4"] {
            let over: Vec<&str> = Code::all()
                .filter(|standing| verdict(code(closure), *standing) == Verdict::Overwrite)
                .map(Code::as_str)
                .collect();
            let expected: Vec<&str> = Code::all()
                .map(Code::as_str)
                .filter(|text| "/ \\ L N O U".split(' ').any(|each| each == *text))
                .collect();
            assert_eq!(over, expected, "{closure}");
        }
    }

    #[test]
    fn whoever_came_through_the_snow_is_present() {
        for closure in ["Y2", "Y6", "Y7"] {
            for present in ["/", "\\", "L"] {
                assert_eq!(verdict(code(closure), code(present)), Verdict::Keep(Why::WasPresent));
            }
            for unexplained in ["N", "O", "U"] {
                assert_eq!(verdict(code(closure), code(unexplained)), Verdict::Overwrite);
            }
        }
    }
}
