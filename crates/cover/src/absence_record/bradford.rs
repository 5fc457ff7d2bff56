//! The Bradford factor over rolling 52 weeks: spells times spells times working days lost. Absence that is related to
//! pregnancy or disability is left out (Equality Act 2010) and named apart.

use super::lost::lost_together;
use super::{AbsenceSettings, Day, HalfDays, Protection, Spell, SpellCategory, lost};
use chrono::Days;
use school::Date;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The length of the window.
const WINDOW_DAYS: u64 = 52 * 7;

/// One spell that counts.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CountedSpell {
    /// The absences of which it is made: several where no working day lies between them.
    pub absence_ids: Vec<Uuid>,
    /// The first day.
    pub first_day: Date,
    /// The last day, inside; null while it is open.
    pub last_day: Option<Date>,
    /// Working days lost inside the window.
    pub working_days_lost: HalfDays,
    /// Hours of work lost inside the window.
    pub hours_lost: f64,
    /// Whether it is a long-term absence by the academy's policy.
    pub long_term: bool,
}

/// One absence that is left out of the factor.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = SpellLeftOut)]
pub struct LeftOut {
    /// The absence.
    pub absence_id: Uuid,
    /// Its category; null where nobody has said it yet.
    pub category: Option<SpellCategory>,
    /// What protects it; null where only its category keeps it out.
    pub protection: Option<Protection>,
    /// Working days lost inside the window.
    pub working_days_lost: HalfDays,
}

/// A threshold of the academy's policy that is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AbsenceTrigger)]
pub struct Trigger {
    /// `bradford_formal`, `bradford_informal`, `spells`, `days` or `long_term`.
    pub rule: &'static str,
    /// The threshold.
    pub threshold: u32,
    /// Where it is written.
    pub citation: &'static str,
}

/// The absence of one person over rolling 52 weeks.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = StaffAbsenceFigures)]
pub struct AbsenceRecord {
    /// The first day of the window.
    pub from: Date,
    /// The last day of the window.
    pub to: Date,
    /// The spells that count, the oldest first.
    pub spells: Vec<CountedSpell>,
    /// Working days lost in them.
    pub working_days_lost: HalfDays,
    /// Hours of work lost in them.
    pub hours_lost: f64,
    /// Spells times spells times working days lost.
    pub bradford_factor: f64,
    /// What is left out of the factor.
    pub left_out: Vec<LeftOut>,
    /// The thresholds that are reached.
    pub triggers: Vec<Trigger>,
}

/// Counts a person's spells in the 52 weeks that end with `as_of`.
pub fn absence_record(
    spells: &[Spell],
    as_of: Date,
    settings: &AbsenceSettings,
    works: impl Fn(Date) -> Day,
) -> AbsenceRecord {
    let from = as_of.checked_sub_days(Days::new(WINDOW_DAYS - 1)).unwrap_or(Date::MIN);
    let mut touching: Vec<&Spell> = spells.iter().filter(|spell| spell.touches(from, as_of)).collect();
    touching.sort_by_key(|spell| (spell.first_day, spell.absence_id));
    let lost = |spell: &Spell| lost(spell, from, as_of, &works);
    let counts = |spell: &Spell| spell.is(SpellCategory::Sickness) && spell.protection.is_none();
    let left_out = touching.iter().filter(|spell| !counts(spell)).map(|spell| LeftOut {
        absence_id: spell.absence_id,
        category: spell.category,
        protection: protection(spell),
        working_days_lost: lost(spell).half_days,
    });
    let left_out = left_out.collect();
    let sick: Vec<&Spell> = touching.into_iter().filter(|spell| counts(spell)).collect();
    let counted = counted(&sick, (from, as_of), settings, &works);
    // A spell that took no working day took nothing.
    let counted: Vec<CountedSpell> = counted.into_iter().filter(|spell| spell.working_days_lost.0 > 0).collect();
    let all = lost_together(&sick, from, as_of, &works);
    let working_days_lost = all.half_days;
    let count = u32::try_from(counted.len()).unwrap_or(u32::MAX);
    let bradford_factor = f64::from(count) * f64::from(count) * working_days_lost.days();
    let triggers = triggers(settings, count, working_days_lost, bradford_factor, &counted);
    AbsenceRecord {
        from,
        to: as_of,
        spells: counted,
        working_days_lost,
        hours_lost: all.hours(),
        bradford_factor,
        left_out,
        triggers,
    }
}

/// Absences as spells: those with no working day between them are one. A half day that two of them take was lost once.
fn counted(
    sick: &[&Spell],
    (from, as_of): (Date, Date),
    settings: &AbsenceSettings,
    works: &impl Fn(Date) -> Day,
) -> Vec<CountedSpell> {
    let mut counted: Vec<CountedSpell> = Vec::new();
    for spell in sick {
        match counted.last_mut().filter(|last| settings.join_spells && joins(last, spell, works)) {
            Some(last) => {
                last.absence_ids.push(spell.absence_id);
                last.last_day = last.last_day.and_then(|end| spell.last_day.map(|other| end.max(other)));
            }
            None => counted.push(CountedSpell {
                absence_ids: vec![spell.absence_id],
                first_day: spell.first_day,
                last_day: spell.last_day,
                working_days_lost: HalfDays::default(),
                hours_lost: 0.0,
                long_term: false,
            }),
        }
    }
    let mut rest = sick;
    for spell in &mut counted {
        let (own, others) = rest.split_at(spell.absence_ids.len());
        rest = others;
        let taken = lost_together(own, from, as_of, works);
        (spell.working_days_lost, spell.hours_lost) = (taken.half_days, taken.hours());
        let length = (spell.last_day.unwrap_or(as_of).min(as_of) - spell.first_day).num_days() + 1;
        spell.long_term = length >= i64::from(settings.long_term_days);
    }
    counted
}

/// Absence in the category of pregnancy is protected whether or not anybody said so.
fn protection(spell: &Spell) -> Option<Protection> {
    let by_category = matches!(spell.category, Some(SpellCategory::Pregnancy | SpellCategory::Maternity));
    spell.protection.or_else(|| by_category.then_some(Protection::Pregnancy))
}

/// Whether no working day lies between the end of one spell and the beginning of the next.
fn joins(last: &CountedSpell, next: &Spell, works: &impl Fn(Date) -> Day) -> bool {
    let Some(end) = last.last_day else { return true };
    let between = end.iter_days().skip(1).take_while(|date| *date < next.first_day);
    let mut between = between.take(62);
    (next.first_day - end).num_days() <= 62 && between.all(|date| works(date) == Day::default())
}

fn triggers(
    settings: &AbsenceSettings,
    spells: u32,
    lost: HalfDays,
    factor: f64,
    counted: &[CountedSpell],
) -> Vec<Trigger> {
    let citation = "the academy's policy on staff absence (setting)";
    let long_term = counted.iter().any(|spell| spell.long_term);
    let rules = [
        ("bradford_formal", settings.bradford_formal, factor >= f64::from(settings.bradford_formal)),
        ("bradford_informal", settings.bradford_informal, factor >= f64::from(settings.bradford_informal)),
        ("spells", settings.spells, spells >= settings.spells),
        ("days", settings.days, lost.0 >= settings.days.saturating_mul(2)),
        ("long_term", settings.long_term_days, long_term),
    ];
    let reached = rules.into_iter().filter(|(_, _, reached)| *reached);
    reached.map(|(rule, threshold, _)| Trigger { rule, threshold, citation }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::lost::tests::{day, full_week, spell};
    use super::*;
    use crate::staff::Span;
    use SpellCategory::*;
    use proptest::prelude::*;

    fn record(spells: &[Spell]) -> AbsenceRecord {
        absence_record(spells, day("2026-11-23"), &AbsenceSettings::default(), full_week)
    }

    #[test]
    fn ten_single_days_are_a_thousand_and_one_of_ten_is_ten() {
        let singles: Vec<Spell> = (0..10)
            .map(|week| {
                let first = day("2026-03-03") + Days::new(week * 14);
                spell(Sickness, &first.to_string(), Some(&first.to_string()))
            })
            .collect();
        let found = record(&singles);
        assert!((found.bradford_factor - 1_000.0).abs() < 1e-9, "{found:?}");
        let rules: Vec<_> = found.triggers.iter().map(|trigger| trigger.rule).collect();
        assert_eq!(rules, ["bradford_formal", "bradford_informal", "spells", "days"]);
        let one = record(&[spell(Sickness, "2026-03-02", Some("2026-03-13"))]);
        assert!((one.bradford_factor - 10.0).abs() < 1e-9);
        assert_eq!(one.triggers.iter().map(|trigger| trigger.rule).collect::<Vec<_>>(), ["days"]);
    }

    #[test]
    fn protected_absence_is_left_out_and_named() {
        let disabled =
            Spell { protection: Some(Protection::Disability), ..spell(Sickness, "2026-05-04", Some("2026-05-08")) };
        let found = record(&[
            disabled,
            spell(Pregnancy, "2026-06-01", Some("2026-06-05")),
            spell(OtherPaid, "2026-06-10", Some("2026-06-10")),
            spell(Sickness, "2026-07-01", Some("2026-07-01")),
        ]);
        assert!((found.bradford_factor - 1.0).abs() < 1e-9);
        let named: Vec<_> = found.left_out.iter().map(|each| (each.protection, each.working_days_lost.0)).collect();
        assert_eq!(named, [(Some(Protection::Disability), 10), (Some(Protection::Pregnancy), 10), (None, 2)]);
    }

    #[test]
    fn the_window_is_52_weeks_and_open_spells_run_to_its_end() {
        let found = record(&[spell(Sickness, "2025-11-20", Some("2025-11-25")), spell(Sickness, "2026-10-20", None)]);
        assert_eq!((found.from, found.to), (day("2025-11-25"), day("2026-11-23")));
        assert_eq!(found.spells.iter().map(|each| each.working_days_lost.0).collect::<Vec<_>>(), [2, 50]);
        assert!(found.spells[1].long_term && !found.spells[0].long_term);
    }

    #[test]
    fn a_half_day_that_two_absences_take_was_lost_once() {
        let at = |from, to| {
            let parts = [(day("2026-11-16"), vec![Span { from, to }])].into_iter().collect();
            Spell { parts: Some(parts), ..spell(Sickness, "2026-11-16", Some("2026-11-16")) }
        };
        // From nine to ten and from half past nine to eleven; then from two to three.
        let spells = [at(540, 600), at(570, 660), at(840, 900)];
        for join_spells in [true, false] {
            let settings = AbsenceSettings { join_spells, ..AbsenceSettings::default() };
            let found = absence_record(&spells, day("2026-11-23"), &settings, full_week);
            assert_eq!((found.working_days_lost, found.hours_lost), (HalfDays(2), 3.0), "{found:?}");
            let joined = if join_spells { vec![2] } else { vec![1, 1, 1] };
            assert_eq!(found.spells.iter().map(|spell| spell.working_days_lost.0).collect::<Vec<_>>(), joined);
        }
    }

    #[test]
    fn friday_and_monday_are_one_spell_where_nobody_works_between() {
        let two =
            [spell(Sickness, "2026-11-13", Some("2026-11-13")), spell(Sickness, "2026-11-16", Some("2026-11-16"))];
        assert_eq!(record(&two).spells.len(), 1);
        let apart = AbsenceSettings { join_spells: false, ..AbsenceSettings::default() };
        let found = absence_record(&two, day("2026-11-23"), &apart, full_week);
        assert!((found.bradford_factor - 8.0).abs() < 1e-9);
    }

    proptest! {
        /// Against counting day by day.
        #[test]
        fn the_factor_agrees_with_a_walk_through_the_days(sick in prop::collection::vec(any::<bool>(), 60)) {
            let start = day("2026-09-07");
            let mut spells = Vec::new();
            for (place, _) in sick.iter().enumerate().filter(|(_, sick)| **sick) {
                let date = (start + Days::new(place as u64)).to_string();
                spells.push(spell(Sickness, &date, Some(&date)));
            }
            let (mut count, mut days, mut before) = (0_u32, 0_u32, false);
            for (place, sick) in sick.iter().enumerate() {
                if full_week(start + Days::new(place as u64)) == Day::default() { continue; }
                if *sick { days += 1; if !before { count += 1; } }
                before = *sick;
            }
            let found = record(&spells);
            prop_assert!((found.bradford_factor - f64::from(count * count * days)).abs() < 1e-6, "{:?}", found);
        }
    }
}
