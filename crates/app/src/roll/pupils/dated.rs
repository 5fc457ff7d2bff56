//! What is said of a pupil from a day on, until it is said anew.

use super::PupilFields;
use crate::roll::checks::tidy;
use exchange::Cell;
use school::Date;
use school::pupil::{Characteristics, Stay};

/// What holds on a day; before the first entry, what the first entry says.
pub(crate) fn held_on(entries: &[(Date, Characteristics)], date: Date) -> Option<&Characteristics> {
    let next = entries.partition_point(|(from, _)| *from <= date);
    entries.get(next.saturating_sub(1)).map(|(_, values)| values)
}

fn said<T: Clone>(cell: &Cell<T>) -> Option<Option<T>> {
    match cell {
        Cell::Absent => None,
        Cell::Null => Some(None),
        Cell::Value(value) => Some(Some(value.clone())),
    }
}

/// Sets one field in the first entry and in those after it for as long as they repeat what held before: an entry that
/// was made for another field's sake does not bring the old value back.
macro_rules! carry {
    ($name:ident, $new:expr, $first:ident, $later:ident, $changed:ident) => {
        if let Some(new) = $new
            && $first.$name != new
        {
            let old = std::mem::replace(&mut $first.$name, new.clone());
            for (_, values) in $later.iter_mut().take_while(|(_, values)| values.$name == old) {
                values.$name = new.clone();
            }
            $changed.push(stringify!($name));
        }
    };
}

/// Sets what the fields say from a day of a stay on; answers the names of what changed. Entries of later stays are left as
/// they are.
pub(super) fn apply(
    entries: &mut Vec<(Date, Characteristics)>,
    fields: &PupilFields,
    from: Date,
    stay: Stay,
) -> Vec<&'static str> {
    let mut first = held_on(entries, from).cloned().unwrap_or_default();
    let begin = entries.partition_point(|(date, _)| *date <= from);
    let end = stay.leaving_day.map_or(entries.len(), |last| entries.partition_point(|(date, _)| *date <= last));
    let later = &mut entries[begin..end.max(begin)];
    let mut changed = Vec::new();
    carry!(year_group, said(&fields.year_group), first, later, changed);
    carry!(free_school_meals, said(&fields.free_school_meals), first, later, changed);
    carry!(pupil_premium, said(&fields.pupil_premium), first, later, changed);
    carry!(sen_status, said(&fields.sen_status), first, later, changed);
    carry!(english_additional_language, said(&fields.english_additional_language), first, later, changed);
    carry!(looked_after, said(&fields.looked_after), first, later, changed);
    carry!(previously_looked_after, said(&fields.previously_looked_after), first, later, changed);
    carry!(social_worker, said(&fields.social_worker), first, later, changed);
    carry!(child_protection, said(&fields.child_protection), first, later, changed);
    carry!(young_carer, said(&fields.young_carer), first, later, changed);
    carry!(ethnicity, said(&fields.ethnicity.as_ref().map(|text| tidy(text))), first, later, changed);
    carry!(boarder, said(&fields.boarder).map(Option::unwrap_or_default), first, later, changed);
    if !changed.is_empty() {
        put(entries, from, first);
    }
    changed
}

/// What is said from the first day of a new stay: what held last, as the fields change it. A stay before all that is known
/// begins with nothing.
pub(super) fn begin(entries: &mut Vec<(Date, Characteristics)>, fields: &PupilFields, stay: Stay) {
    let known = entries.first().is_some_and(|(first, _)| *first <= stay.starting_day);
    let base = if known { held_on(entries, stay.starting_day).cloned() } else { None };
    let mut own = vec![(stay.starting_day, base.unwrap_or_default())];
    apply(&mut own, fields, stay.starting_day, stay);
    for (from, values) in own {
        put(entries, from, values);
    }
}

/// Where a stay's first day moves to an earlier one, what was said from the old first day holds from the new one.
pub(super) fn move_start(entries: &mut Vec<(Date, Characteristics)>, from: Date, to: Date) {
    let said = entries.iter().find(|(date, _)| *date == from).map(|(_, values)| values.clone());
    if let Some(values) = said.filter(|_| to < from) {
        put(entries, to, values);
    }
}

fn put(entries: &mut Vec<(Date, Characteristics)>, from: Date, values: Characteristics) {
    match entries.binary_search_by_key(&from, |(date, _)| *date) {
        Ok(place) => entries[place].1 = values,
        Err(place) => entries.insert(place, (from, values)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn open_from(text: &str) -> Stay {
        Stay { starting_day: day(text), leaving_day: None }
    }

    #[test]
    fn a_change_reaches_later_entries_until_one_says_otherwise() {
        let year = |group| Characteristics { year_group: Some(group), ..Characteristics::default() };
        let mut entries =
            vec![(day("2024-09-02"), year(7)), (day("2025-09-01"), year(8)), (day("2026-09-01"), year(9))];
        entries[2].1.pupil_premium = Some(false);
        let fields = PupilFields {
            free_school_meals: Cell::Value(true),
            pupil_premium: Cell::Value(true),
            ..PupilFields::default()
        };
        let changed = apply(&mut entries, &fields, day("2025-06-02"), open_from("2024-09-02"));
        assert_eq!(changed, ["free_school_meals", "pupil_premium"]);
        let meals: Vec<_> = entries.iter().map(|(_, values)| values.free_school_meals).collect();
        assert_eq!(meals, [None, Some(true), Some(true), Some(true)]);
        let premium: Vec<_> = entries.iter().map(|(_, values)| values.pupil_premium).collect();
        assert_eq!(premium, [None, Some(true), Some(true), Some(false)]);
        let years: Vec<_> = entries.iter().map(|(_, values)| values.year_group).collect();
        assert_eq!(years, [Some(7), Some(7), Some(8), Some(9)]);
        assert!(apply(&mut entries, &fields, day("2025-06-02"), open_from("2024-09-02")).is_empty());
    }

    #[test]
    fn a_stay_before_all_that_is_known_says_nothing_of_later_stays() {
        let mut entries =
            vec![(day("2025-09-01"), Characteristics { year_group: Some(9), ..Characteristics::default() })];
        let fields = PupilFields { year_group: Cell::Value(4), ..PupilFields::default() };
        let stay = Stay { starting_day: day("2020-09-01"), leaving_day: Some(day("2021-07-16")) };
        begin(&mut entries, &fields, stay);
        assert_eq!(held_on(&entries, day("2021-01-01")).and_then(|values| values.year_group), Some(4));
        assert_eq!(held_on(&entries, day("2025-09-01")).and_then(|values| values.year_group), Some(9));
    }
}
