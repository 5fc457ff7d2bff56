//! Planning, preparation and assessment time, and the reduction of early career teachers, against the timetable.

use serde::Serialize;
use utoipa::ToSchema;

/// What of the timetable matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimetabledKind {
    /// A lesson, or registration: timetabled teaching.
    Teaching,
    /// Planning, preparation and assessment.
    Ppa,
    /// Early career time.
    Ect,
    /// A duty or a meeting.
    Other,
}

/// One block of one person's timetable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: TimetabledKind,
    /// How long without a break, in minutes.
    pub minutes: u16,
}

/// One person's timetable over one whole cycle (one week, or two).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timetabled {
    /// The blocks.
    pub blocks: Vec<Block>,
}

impl Timetabled {
    /// Minutes of one kind in the cycle.
    pub fn minutes(&self, kind: TimetabledKind) -> u32 {
        self.blocks.iter().filter(|block| block.kind == kind).map(|block| u32::from(block.minutes)).sum()
    }
}

/// One protected time: what the person is owed and what the timetable gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProtectedTime)]
pub struct Entitlement {
    /// Minutes of planning, preparation and assessment in the cycle, in blocks of at least 30 minutes.
    pub ppa_minutes: u32,
    /// Minutes that are owed: a tenth of timetabled teaching.
    pub ppa_owed: u32,
    /// Minutes of early career time in the cycle.
    pub ect_minutes: u32,
    /// Minutes that are owed: a tenth in the first year of induction, a twentieth in the second.
    pub ect_owed: u32,
    /// Minutes of timetabled teaching in the cycle: what the tenth is taken of.
    pub teaching_minutes: u32,
    /// Minutes of planning time in blocks under 30 minutes, which do not count.
    pub too_short: u32,
    /// Where it is written.
    #[schema(example = "School Teachers' Pay and Conditions Document, part 7")]
    pub citation: &'static str,
}

/// One doubt about a timetable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TimetableDoubt)]
pub struct Warning {
    /// A stable word.
    #[schema(example = "ppa_below_tenth")]
    pub code: &'static str,
    /// What is doubtful.
    pub detail: String,
}

/// Planning time counts in blocks of at least so many minutes.
const SHORTEST_BLOCK: u16 = 30;
/// Planning time is at least a tenth of timetabled teaching; so is the reduction in the first year of induction.
const TENTH: u32 = 10;
/// The reduction in the second year of induction.
const TWENTIETH: u32 = 20;

/// What a teacher is owed and has. Parts of a minute are rounded up: the entitlement is "at least".
pub fn entitlement(timetabled: &Timetabled, early_career_year: Option<u8>) -> Entitlement {
    let teaching = timetabled.minutes(TimetabledKind::Teaching);
    let ppa = |long: bool| -> u32 {
        let blocks = timetabled.blocks.iter().filter(|block| block.kind == TimetabledKind::Ppa);
        blocks.filter(|block| (block.minutes >= SHORTEST_BLOCK) == long).map(|block| u32::from(block.minutes)).sum()
    };
    let ect_owed = match early_career_year {
        Some(1) => teaching.div_ceil(TENTH),
        Some(_) => teaching.div_ceil(TWENTIETH),
        None => 0,
    };
    Entitlement {
        ppa_minutes: ppa(true),
        ppa_owed: teaching.div_ceil(TENTH),
        ect_minutes: timetabled.minutes(TimetabledKind::Ect),
        ect_owed,
        teaching_minutes: teaching,
        too_short: ppa(false),
        citation: "School Teachers' Pay and Conditions Document: planning, preparation and assessment time; induction",
    }
}

/// What is doubtful about a teacher's protected time.
pub fn warnings(of: &Entitlement) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let mut warn = |code, detail| warnings.push(Warning { code, detail });
    if of.ppa_minutes < of.ppa_owed {
        let (has, owed) = (of.ppa_minutes, of.ppa_owed);
        warn("ppa_below_tenth", format!("{has} of {owed} minutes of planning, preparation and assessment time"));
    }
    if of.too_short > 0 {
        let minutes = of.too_short;
        warn("ppa_block_too_short", format!("{minutes} minutes of planning time are in blocks under 30 minutes"));
    }
    if of.ect_minutes < of.ect_owed {
        let (has, owed) = (of.ect_minutes, of.ect_owed);
        warn("ect_below_reduction", format!("{has} of {owed} minutes of early career time"));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timetabled(blocks: &[(TimetabledKind, u16, usize)]) -> Timetabled {
        let blocks = blocks
            .iter()
            .flat_map(|(kind, minutes, count)| std::iter::repeat_n(Block { kind: *kind, minutes: *minutes }, *count));
        Timetabled { blocks: blocks.collect() }
    }

    #[test]
    fn a_tenth_in_blocks_of_half_an_hour_is_enough() {
        let week = timetabled(&[
            (TimetabledKind::Teaching, 60, 22),
            (TimetabledKind::Ppa, 60, 2),
            (TimetabledKind::Ppa, 15, 1),
        ]);
        let found = entitlement(&week, None);
        assert_eq!((found.ppa_minutes, found.ppa_owed, found.too_short, found.ect_owed), (120, 132, 15, 0));
        let codes: Vec<_> = warnings(&found).into_iter().map(|warning| warning.code).collect();
        assert_eq!(codes, ["ppa_below_tenth", "ppa_block_too_short"]);
        let week = timetabled(&[(TimetabledKind::Teaching, 60, 20), (TimetabledKind::Ppa, 30, 4)]);
        assert_eq!(warnings(&entitlement(&week, None)), []);
    }

    #[test]
    fn early_career_teachers_are_owed_a_reduction_on_top() {
        let week = timetabled(&[
            (TimetabledKind::Teaching, 60, 20),
            (TimetabledKind::Ppa, 60, 2),
            (TimetabledKind::Ect, 60, 1),
        ]);
        let owed = |year| entitlement(&week, year).ect_owed;
        assert_eq!((owed(Some(1)), owed(Some(2)), owed(None)), (120, 60, 0));
        assert_eq!(warnings(&entitlement(&week, Some(1)))[0].code, "ect_below_reduction");
        assert_eq!(warnings(&entitlement(&week, Some(2))), []);
        assert_eq!(warnings(&entitlement(&Timetabled::default(), Some(1))), []);
    }
}
