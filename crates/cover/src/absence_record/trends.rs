//! Trends of absence that show no individual: figures of small groups are not told.

use super::{Day, HalfDays, Spell, working_half_days};
use chrono::Datelike;
use school::{Date, StaffId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// One group of a trend.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = AbsenceTrendGroup)]
pub struct TrendGroup {
    /// The month (`2026-11`), the weekday (`mon`) or the category.
    pub group: String,
    /// Whether the figures are not told because they would be of too few people, or would show such figures by subtraction.
    pub suppressed: bool,
    /// People who were away; null where suppressed.
    pub people: Option<u32>,
    /// Working days lost; null where suppressed.
    pub working_days_lost: Option<HalfDays>,
}

/// The trends of an academy over a range of days.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = AbsenceTrends)]
pub struct Trends {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// By month.
    pub by_month: Vec<TrendGroup>,
    /// By day of the week.
    pub by_weekday: Vec<TrendGroup>,
    /// By category.
    pub by_category: Vec<TrendGroup>,
    /// All of it; suppressed where it is of too few people itself.
    pub all: TrendGroup,
    /// Figures of fewer people than this are not told.
    pub smallest_group: u32,
}

#[derive(Default)]
struct Tally {
    people: BTreeSet<StaffId>,
    lost: HalfDays,
}

/// Counts absence by month, weekday and category. No two of the tables are crossed, so that nobody can be found by combining
/// them; within each a second group is held back where one alone would follow from the sum.
pub fn trends(
    spells: &[Spell],
    (from, to): (Date, Date),
    smallest_group: u32,
    works: impl Fn(StaffId, Date) -> Day,
) -> Trends {
    let mut tables: [BTreeMap<String, Tally>; 3] = Default::default();
    let mut all = Tally::default();
    for spell in spells.iter().filter(|spell| spell.touches(from, to)) {
        let first = spell.first_day.max(from);
        let last = spell.last_day.map_or(to, |last| last.min(to));
        for date in first.iter_days().take(400).take_while(|date| *date <= last) {
            let lost = working_half_days(spell, date, date, |date| works(spell.staff_id, date));
            if lost.0 == 0 {
                continue;
            }
            let month = format!("{}-{:02}", date.year(), date.month());
            let weekday = school::Weekday::of(date);
            // Sorted by its place in the week, told by its name.
            let weekday = format!("{}{}", weekday as u8, weekday.as_str());
            for (table, group) in tables.iter_mut().zip([month, weekday, spell.category.as_str().to_owned()]) {
                table.entry(group).or_default().add(spell.staff_id, lost);
            }
            all.add(spell.staff_id, lost);
        }
    }
    let hidden = |tally: &Tally| tally.people.len() < smallest_group as usize;
    let [by_month, mut by_weekday, by_category] = tables.map(|table| told(table, &hidden));
    for group in &mut by_weekday {
        group.group = group.group.trim_start_matches(|letter: char| letter.is_ascii_digit()).to_owned();
    }
    let suppressed = hidden(&all);
    Trends {
        from,
        to,
        by_month,
        by_weekday,
        by_category,
        all: group("all".to_owned(), &all, suppressed),
        smallest_group,
    }
}

impl Tally {
    fn add(&mut self, person: StaffId, lost: HalfDays) {
        self.people.insert(person);
        self.lost = self.lost + lost;
    }
}

fn group(name: String, tally: &Tally, suppressed: bool) -> TrendGroup {
    TrendGroup {
        group: name,
        suppressed,
        people: (!suppressed).then(|| u32::try_from(tally.people.len()).unwrap_or(u32::MAX)),
        working_days_lost: (!suppressed).then_some(tally.lost),
    }
}

fn told(table: BTreeMap<String, Tally>, hidden: &impl Fn(&Tally) -> bool) -> Vec<TrendGroup> {
    let mut suppressed: Vec<bool> = table.values().map(hidden).collect();
    if suppressed.iter().filter(|hidden| **hidden).count() == 1 {
        // The one that is hidden would follow from the sum of all: the smallest of the others goes with it.
        let others = table.values().enumerate().filter(|(place, _)| !suppressed[*place]);
        if let Some((place, _)) = others.min_by_key(|(_, tally)| tally.people.len()) {
            suppressed[place] = true;
        }
    }
    table.into_iter().zip(suppressed).map(|((name, tally), hidden)| group(name, &tally, hidden)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::SpellCategory::*;
    use super::super::lost::tests::{day, full_week, spell};
    use super::*;
    use uuid::Uuid;

    fn of_person(number: u128, mut spell: Spell) -> Spell {
        spell.staff_id = StaffId(Uuid::from_u128(number));
        spell
    }

    #[test]
    fn a_small_group_and_what_would_show_it_are_not_told() {
        let mut spells: Vec<Spell> =
            (0..6).map(|person| of_person(person, spell(Sickness, "2026-11-02", Some("2026-11-03")))).collect();
        spells.extend((0..5).map(|person| of_person(person, spell(OtherPaid, "2026-10-05", Some("2026-10-05")))));
        spells.push(of_person(9, spell(Pregnancy, "2026-09-07", Some("2026-09-11"))));
        let range = (day("2026-09-01"), day("2026-11-30"));
        let found = trends(&spells, range, 5, |_, date| full_week(date));
        let told: Vec<_> = found.by_category.iter().map(|each| (each.group.as_str(), each.people)).collect();
        assert_eq!(told, [("OTH", None), ("PRG", None), ("SIC", Some(6))]);
        assert_eq!(found.by_month.iter().map(|each| each.suppressed).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(found.by_weekday[0].group, "mon");
        assert_eq!((found.all.people, found.all.working_days_lost), (Some(7), Some(HalfDays(24 + 10 + 10))));
        // One person alone is never told of at all.
        let one = trends(&spells[11..], range, 5, |_, date| full_week(date));
        assert!(one.all.suppressed && one.by_month.iter().all(|each| each.suppressed));
    }
}
