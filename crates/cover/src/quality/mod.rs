//! What the registers of covered lessons say of the person who covers: whether they were taken, how soon, and how many of their
//! marks others had to correct. For the person, their line manager and human resources alone.

mod observed;

pub use observed::{Observed, observed};

use school::{Date, Instant};
use serde::Serialize;
use utoipa::ToSchema;

/// One lesson, or one session of a registration group, as its register has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredLesson {
    /// The cover starts.
    pub starts: Instant,
    /// The cover ends.
    pub ends: Instant,
    /// Whether its register is the person's to take: the first of two who share it takes it, if their roles allow it.
    pub takes_register: bool,
    /// Whether there is a register to take; none for a class of which nobody is known to be in it.
    pub has_register: bool,
    /// When the person saved it first.
    pub saved_at: Option<Instant>,
    /// Whether somebody else saved it.
    pub saved_by_other: bool,
    /// Marks that the person entered.
    pub marks: u32,
    /// Of these, marks that others corrected later.
    pub corrected: u32,
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[schema(as = QualityPart)]
pub struct Part {
    /// How many.
    pub numerator: u32,
    /// Of how many.
    pub denominator: u32,
    /// The one by the other; null where there is nothing to measure.
    pub value: Option<f64>,
}

impl Part {
    /// So many of so many.
    pub fn of(numerator: u32, denominator: u32) -> Self {
        let value = (denominator > 0).then(|| f64::from(numerator) / f64::from(denominator));
        Self { numerator, denominator, value }
    }
}

/// What is not measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = QualityLeftOut)]
pub struct LeftOut {
    /// Covered lessons that are not over yet.
    pub not_over: u32,
    /// Covered lessons whose register is not the person's to take: another shares the lesson and comes first, or no role of
    /// the person allows it.
    pub not_theirs: u32,
    /// Covered lessons without a register: nobody is known to be in the class.
    pub without_register: u32,
}

/// The registers that a person took, of covered lessons or any others.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = QualityRegisters)]
pub struct Registers {
    /// Registers that the person saved first.
    pub taken: u32,
    /// Of these, saved in time.
    pub taken_on_time: Part,
    /// Of these, saved later.
    pub taken_late: Part,
    /// The median of the minutes from the start to that save; null where none was saved.
    pub median_minutes_to_save: Option<f64>,
    /// Marks of the person that others corrected, of all marks that they entered in these.
    pub corrected_by_others: Part,
}

/// How a figure is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = QualityDefinition)]
pub struct Definition {
    /// The figure.
    pub figure: &'static str,
    /// How it is made.
    pub says: String,
}

/// The figures of one person.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = CoverQuality)]
pub struct Quality {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Registers of covered lessons that the person saved in time.
    pub taken_on_time: Part,
    /// Those that they saved later.
    pub taken_late: Part,
    /// Those that they did not save; others may have.
    pub not_taken: Part,
    /// Of the covered lessons, those whose register only others saved.
    pub taken_by_others: Part,
    /// The median of the minutes from the start of the cover to the first save; null where none was saved.
    pub median_minutes_to_save: Option<f64>,
    /// Marks of the person that others corrected, of all marks that they entered.
    pub corrected_by_others: Part,
    /// What is not measured.
    pub left_out: LeftOut,
    /// All registers that the person took, those of covered lessons with them: for who registers without covering.
    pub registers: Registers,
    /// Cover that the person was asked for and declined.
    pub refusals: Part,
    /// What was seen in covered lessons that were observed: for the line manager and human resources, null for the person.
    pub observed: Option<Observed>,
    /// How each figure is made.
    pub definitions: Vec<Definition>,
    /// For whom it is.
    pub confidential_to: &'static str,
}

/// What some registers come to.
#[derive(Debug, Default)]
struct Tally {
    early: u32,
    late: u32,
    never: u32,
    others: u32,
    marks: u32,
    corrected: u32,
    minutes: Vec<i64>,
}

impl Tally {
    fn add(&mut self, lesson: &CoveredLesson, on_time: u16) {
        self.marks += lesson.marks;
        self.corrected += lesson.corrected.min(lesson.marks);
        match lesson.saved_at.map(|at| (at - lesson.starts).num_minutes().max(0)) {
            Some(after) => {
                self.minutes.push(after);
                *(if after <= i64::from(on_time) { &mut self.early } else { &mut self.late }) += 1;
            }
            None => {
                self.never += 1;
                self.others += u32::from(lesson.saved_by_other);
            }
        }
    }
}

/// Measures the registers of a person's covered lessons, and apart from them those of `taken`, which the person saved first.
/// `on_time` is within how many minutes after its start a register is saved in time; refusals and what was observed come beside.
pub fn quality(
    lessons: &[CoveredLesson],
    taken: &[CoveredLesson],
    (from, to): (Date, Date),
    on_time: u16,
    now: Instant,
    (refusals, observed): (Part, Option<Observed>),
) -> Quality {
    let mut left_out = LeftOut::default();
    let mut covered = Tally::default();
    for lesson in lessons {
        if lesson.ends > now {
            left_out.not_over += 1;
        } else if !lesson.takes_register {
            left_out.not_theirs += 1;
        } else if !lesson.has_register {
            left_out.without_register += 1;
        } else {
            covered.add(lesson, on_time);
        }
    }
    let mut all = Tally::default();
    taken.iter().for_each(|register| all.add(register, on_time));
    let measured = covered.early + covered.late + covered.never;
    let own = all.early + all.late;
    Quality {
        from,
        to,
        taken_on_time: Part::of(covered.early, measured),
        taken_late: Part::of(covered.late, measured),
        not_taken: Part::of(covered.never, measured),
        taken_by_others: Part::of(covered.others, measured),
        median_minutes_to_save: median(covered.minutes),
        corrected_by_others: Part::of(covered.corrected, covered.marks),
        left_out,
        registers: Registers {
            taken: own,
            taken_on_time: Part::of(all.early, own),
            taken_late: Part::of(all.late, own),
            median_minutes_to_save: median(all.minutes),
            corrected_by_others: Part::of(all.corrected, all.marks),
        },
        refusals,
        observed,
        definitions: definitions(on_time),
        confidential_to: "the person, their line manager and human resources",
    }
}

#[expect(clippy::cast_precision_loss, reason = "minutes of a day")]
fn median(mut minutes: Vec<i64>) -> Option<f64> {
    minutes.sort_unstable();
    let middle = minutes.len() / 2;
    let upper = *minutes.get(middle)? as f64;
    let lower = if minutes.len().is_multiple_of(2) { *minutes.get(middle.checked_sub(1)?)? as f64 } else { upper };
    Some(f64::midpoint(lower, upper))
}

fn definitions(on_time: u16) -> Vec<Definition> {
    let counted = "of the lessons and registrations that the person covered by what was published and whose register is theirs to take, that still \
         stand and are over";
    [
        (
            "taken_on_time",
            format!("first saved by the person at most {on_time} minutes after the cover began, {counted}"),
        ),
        ("taken_late", format!("first saved by the person later than that, {counted}")),
        ("not_taken", format!("never saved by the person, {counted}")),
        ("taken_by_others", format!("never saved by the person, but by somebody else, {counted}")),
        (
            "median_minutes_to_save",
            "whole minutes from the start of the cover to the person's first save; before it began is 0".to_owned(),
        ),
        (
            "corrected_by_others",
            "marks that the person entered and somebody else amended later, of all marks they entered in these lessons; a \
             reason found for a session's N and what an import amended are no corrections"
                .to_owned(),
        ),
        (
            "refusals",
            "declined, of all covers on days of the range for which the person was asked: offered, accepted or declined; what was arranged \
             without asking, or taken back before an answer, is not in it"
                .to_owned(),
        ),
        (
            "registers",
            format!(
                "all registers of lessons and sessions that the person saved before anybody else, covered or not: in time is at \
                 most {on_time} minutes after the lesson began or the register of the session opened"
            ),
        ),
    ]
    .into_iter()
    .map(|(figure, says)| Definition { figure, says })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        format!("2026-11-23T{text}:00Z").parse().unwrap()
    }

    fn lesson(saved_at: Option<&str>) -> CoveredLesson {
        CoveredLesson {
            starts: at("09:00"),
            ends: at("10:00"),
            takes_register: true,
            has_register: true,
            saved_at: saved_at.map(at),
            saved_by_other: false,
            marks: if saved_at.is_some() { 20 } else { 0 },
            corrected: 0,
        }
    }

    #[test]
    fn every_covered_lesson_that_is_over_is_on_time_or_late_or_not_taken() {
        let days = ("2026-11-23".parse().unwrap(), "2026-11-23".parse().unwrap());
        let lessons = [
            lesson(Some("08:58")),
            lesson(Some("09:15")),
            lesson(Some("09:16")),
            CoveredLesson { corrected: 3, ..lesson(Some("09:40")) },
            CoveredLesson { saved_by_other: true, ..lesson(None) },
            lesson(None),
            CoveredLesson { ends: at("13:00"), ..lesson(None) },
            CoveredLesson { has_register: false, ..lesson(None) },
            CoveredLesson { takes_register: false, ..lesson(None) },
        ];
        let beside = || (Part::of(1, 4), None);
        let found = quality(&lessons, &lessons[..4], days, 15, at("12:00"), beside());
        let counts =
            [found.taken_on_time, found.taken_late, found.not_taken, found.taken_by_others].map(|part| part.numerator);
        assert_eq!((counts, found.taken_on_time.denominator), ([2, 2, 2, 1], 6));
        assert_eq!(found.median_minutes_to_save, Some(15.5));
        assert_eq!(found.corrected_by_others, Part::of(3, 80));
        assert_eq!(found.left_out, LeftOut { not_over: 1, not_theirs: 1, without_register: 1 });
        let own = &found.registers;
        assert_eq!((own.taken, own.taken_on_time, own.taken_late), (4, Part::of(2, 4), Part::of(2, 4)));
        assert_eq!((own.median_minutes_to_save, own.corrected_by_others), (Some(15.5), Part::of(3, 80)));
        let nothing = quality(&[], &[], days, 15, at("12:00"), beside());
        assert_eq!((nothing.taken_on_time.value, nothing.median_minutes_to_save), (None, None));
    }
}
