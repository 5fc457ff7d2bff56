//! Trends of absence that show no individual: figures of small groups are not told, nor what would give them away.

use super::lost::halves;
use super::{Day, HalfDays, Spell, SpellCategory};
use chrono::{Datelike, Days, Months};
use school::{Date, StaffId, Violation};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// The longest range, in months.
const MOST_MONTHS: u32 = 24;
/// The name of the group of absences whose category nobody has said yet.
const NO_CATEGORY: &str = "none";

/// One group of a trend.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = AbsenceTrendGroup)]
pub struct TrendGroup {
    /// The month (`2026-11`), the weekday (`mon`) or the category (`none` where it was not said yet).
    pub group: String,
    /// Whether the figures are not told because they would be of too few people, or would show such figures by subtraction. A
    /// category is suppressed alike whether few are in it or nobody is.
    pub suppressed: bool,
    /// People who were away; null where suppressed.
    pub people: Option<u32>,
    /// Working days lost; null where suppressed, and of a category for who may not read why staff were away: of whoever the days
    /// away are known, their reason would follow from the sums.
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
    /// By category: always all of them.
    pub by_category: Vec<TrendGroup>,
    /// All of it; suppressed where it is of too few people itself.
    pub all: TrendGroup,
    /// Figures of fewer people than this are not told.
    pub smallest_group: u32,
}

/// The part of the academic year that holds a day: August to December, January to March, April to July. The parts never
/// overlap, so that what is told of one cannot be taken from what is told of another.
pub fn trend_term(date: Date) -> (Date, Date) {
    let (first, months) = match date.month() {
        8.. => (8, 5),
        4.. => (4, 4),
        _ => (1, 3),
    };
    let from = Date::from_ymd_opt(date.year(), first, 1).unwrap_or(date);
    (from, last_of_months(from, months))
}

fn last_of_months(from: Date, months: u32) -> Date {
    from.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt()).unwrap_or(from)
}

/// The last of those parts that is over.
pub fn last_trend_term(today: Date) -> (Date, Date) {
    let before = trend_term(today).0.checked_sub_days(Days::new(1)).unwrap_or(today);
    trend_term(before)
}

/// What is wrong with a range. Who may not read why staff are away asks for one whole part of the year that is over: of two
/// ranges that overlap, or of one that grows from day to day, the difference would tell of single people. Who may read it asks
/// for whole months.
pub fn check_trend_range((from, to): (Date, Date), today: Date, reads_reasons: bool) -> Option<Violation> {
    let refuse = |code: &str, detail: String| Some(Violation::new("/query/to", code, detail));
    if to < from || to > last_of_months(from, MOST_MONTHS) {
        return refuse("out_of_range", format!("the range is of 1 to {MOST_MONTHS} months"));
    }
    if !reads_reasons {
        if (from, to) != trend_term(from) {
            let detail = "a whole part of the academic year: August to December, January to March or April to July";
            return refuse("not_a_whole_term", detail.to_owned());
        }
        if to >= today {
            return refuse("term_not_over", "trends are told of a part of the year that is over".to_owned());
        }
    } else if from.day() != 1 || to.succ_opt().is_some_and(|next| next.day() != 1) {
        return refuse("not_whole_months", "from the first of a month to the last of one".to_owned());
    }
    None
}

#[derive(Default)]
struct Tally {
    people: BTreeSet<StaffId>,
    lost: HalfDays,
}

/// Counts absence by month, weekday and category. No two of the tables are crossed, so that nobody can be found by combining
/// them. Of months and weekdays so many are held back that those which are hidden are together of no fewer people than the
/// smallest group; of categories so many that no fewer were away only for what is not told: that everybody was away for one
/// reason would say why each of them was. `reads_reasons` is whether the caller reads why staff were away.
pub fn trends(
    spells: &[Spell],
    (from, to): (Date, Date),
    (smallest_group, reads_reasons): (u32, bool),
    works: impl Fn(StaffId, Date) -> Day,
) -> Trends {
    let mut months = named(months_of(from, to));
    let mut weekdays = named(WEEKDAYS.iter().enumerate().map(|(place, name)| (place, (*name).to_owned())));
    let names = SpellCategory::ALL.iter().map(|category| category.as_str()).chain([NO_CATEGORY]);
    let mut categories = named(names.map(|name| (name, name.to_owned())));
    let mut all = Tally::default();
    // A half day that two absences of a person take was lost once: in all, and in each category that they are of.
    let (mut seen, mut seen_of) = (BTreeSet::new(), BTreeSet::new());
    for spell in spells.iter().filter(|spell| spell.touches(from, to)) {
        let category = spell.category.map_or(NO_CATEGORY, SpellCategory::as_str);
        for date in spell.days(from, to) {
            for half in halves(spell, date, || works(spell.staff_id, date)) {
                let lost = (spell.staff_id, date, half);
                if seen_of.insert((category, lost))
                    && let Some((_, tally)) = categories.get_mut(category)
                {
                    tally.add(spell.staff_id);
                }
                if seen.insert(lost) {
                    let weekday = date.weekday().num_days_from_monday() as usize;
                    let groups = [months.get_mut(&(date.year(), date.month())), weekdays.get_mut(&weekday)];
                    groups.into_iter().flatten().for_each(|(_, tally)| tally.add(spell.staff_id));
                    all.add(spell.staff_id);
                }
            }
        }
    }
    // Hardly anybody works on a Saturday or Sunday: where nobody was away on one it is no group.
    weekdays.retain(|place, (_, tally)| *place < 5 || !tally.people.is_empty());
    let suppressed = all.people.len() < smallest_group as usize;
    Trends {
        from,
        to,
        by_month: told(months.into_values().collect(), smallest_group),
        by_weekday: told(weekdays.into_values().collect(), smallest_group),
        by_category: told_categories(categories.into_values().collect(), &all.people, (smallest_group, reads_reasons)),
        all: group("all".to_owned(), &all, suppressed),
        smallest_group,
    }
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

fn months_of(from: Date, to: Date) -> impl Iterator<Item = ((i32, u32), String)> {
    let months =
        from.iter_days().take_while(move |date| *date <= to).filter(move |date| *date == from || date.day() == 1);
    months.map(|date| ((date.year(), date.month()), format!("{}-{:02}", date.year(), date.month())))
}

fn named<K: Ord>(groups: impl Iterator<Item = (K, String)>) -> BTreeMap<K, (String, Tally)> {
    groups.map(|(key, name)| (key, (name, Tally::default()))).collect()
}

impl Tally {
    /// Adds a half day of a person.
    fn add(&mut self, person: StaffId) {
        self.people.insert(person);
        self.lost = self.lost + HalfDays(1);
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

/// Tells a table of groups to which anybody may know who belongs: who was away when stands in the list of absences, so an empty
/// month or weekday is told.
fn told(table: Vec<(String, Tally)>, smallest_group: u32) -> Vec<TrendGroup> {
    let smallest = smallest_group as usize;
    let mut hidden: Vec<bool> =
        table.iter().map(|(_, tally)| tally.people.len() < smallest && !tally.people.is_empty()).collect();
    while hidden.contains(&true) {
        let of_hidden =
            table.iter().zip(&hidden).filter(|(_, hidden)| **hidden).flat_map(|((_, tally), _)| &tally.people);
        if of_hidden.collect::<BTreeSet<_>>().len() >= smallest {
            break;
        }
        // What is hidden follows from the sum of all: the smallest of the others goes with it.
        let Some(place) = smallest_of(&table, &hidden) else { break };
        hidden[place] = true;
    }
    table.into_iter().zip(hidden).map(|((name, tally), hidden)| group(name, &tally, hidden)).collect()
}

/// Tells the categories, which are secret: one of nobody is hidden as one of few is, and so many are that of `all` who were away
/// no fewer than the smallest group were away for none of those told. Then no figure says of anybody that they were away for a
/// reason, however many spells they had.
fn told_categories(
    table: Vec<(String, Tally)>,
    all: &BTreeSet<StaffId>,
    (smallest_group, reads_reasons): (u32, bool),
) -> Vec<TrendGroup> {
    let smallest = smallest_group as usize;
    let mut hidden: Vec<bool> = table.iter().map(|(_, tally)| tally.people.len() < smallest).collect();
    loop {
        let told: BTreeSet<&StaffId> = table
            .iter()
            .zip(&hidden)
            .filter(|(_, hidden)| !**hidden)
            .flat_map(|((_, tally), _)| &tally.people)
            .collect();
        if all.len().saturating_sub(told.len()) >= smallest {
            break;
        }
        let Some(place) = smallest_of(&table, &hidden) else { break };
        hidden[place] = true;
    }
    let groups = table.into_iter().zip(hidden).map(|((name, tally), hidden)| group(name, &tally, hidden));
    groups
        .map(|group| TrendGroup { working_days_lost: group.working_days_lost.filter(|_| reads_reasons), ..group })
        .collect()
}

/// The group of the fewest people among those of somebody that are not hidden yet.
fn smallest_of(table: &[(String, Tally)], hidden: &[bool]) -> Option<usize> {
    let others = table.iter().enumerate().filter(|(place, (_, tally))| !hidden[*place] && !tally.people.is_empty());
    others.min_by_key(|(_, (_, tally))| tally.people.len()).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::super::SpellCategory::*;
    use super::super::lost::tests::{day, full_week, spell};
    use super::*;
    use uuid::Uuid;

    const TERM: (&str, &str) = ("2026-08-01", "2026-12-31");

    fn of_person(number: u128, mut spell: Spell) -> Spell {
        spell.staff_id = StaffId(Uuid::from_u128(number));
        spell
    }

    fn found(spells: &[Spell]) -> Trends {
        trends(spells, (day(TERM.0), day(TERM.1)), (5, false), |_, date| full_week(date))
    }

    fn told_of(groups: &[TrendGroup]) -> Vec<(&str, u32)> {
        groups.iter().filter_map(|each| Some((each.group.as_str(), each.people?))).collect()
    }

    /// So many people with a day of a category each.
    fn ill(category: SpellCategory, people: std::ops::Range<u128>, date: &str) -> Vec<Spell> {
        people.map(|person| of_person(person, spell(category, date, Some(date)))).collect()
    }

    #[test]
    fn every_category_is_listed_and_what_is_hidden_is_of_enough_people() {
        let mut spells = ill(Sickness, 0..6, "2026-11-02");
        spells.extend(ill(OtherPaid, 10..16, "2026-10-05"));
        spells.extend(ill(Unpaid, 20..27, "2026-10-06"));
        spells.extend(ill(Pregnancy, 30..31, "2026-09-08"));
        let trends = found(&spells);
        assert_eq!(trends.by_category.len(), SpellCategory::ALL.len() + 1);
        // One is pregnant: with her, six of another category are hidden, so that the rest is of seven.
        assert_eq!(told_of(&trends.by_category).len(), 2, "{trends:?}");
        assert_eq!(trends.all.people, Some(20));
        let told: u32 = told_of(&trends.by_category).iter().map(|(_, people)| people).sum();
        assert!(20 - told >= 5, "{trends:?}");
        // The months and weekdays of nobody are told as such: who was away when is no secret.
        assert!(
            trends.by_month.iter().any(|each| (each.group.as_str(), each.people) == ("2026-12", Some(0))),
            "{trends:?}"
        );
        assert_eq!(trends.by_weekday.len(), 5);
    }

    #[test]
    fn two_groups_of_one_do_not_show_their_sum_and_one_category_of_all_is_not_told() {
        let mut spells = ill(Sickness, 0..9, "2026-11-02");
        spells.extend(ill(Pregnancy, 30..31, "2026-09-08"));
        spells.extend(ill(Unpaid, 31..32, "2026-09-08"));
        assert_eq!(told_of(&found(&spells).by_category), [], "eleven less nine would be of two");
        // That nobody was away for another reason would say why each of the nine was.
        let same = found(&spells[..9]);
        assert_eq!((told_of(&same.by_category), same.all.people), (vec![], Some(9)));
        let enough = [spells, ill(OtherPaid, 40..43, "2026-09-08")].concat();
        assert_eq!(told_of(&found(&enough).by_category), [("SIC", 9)]);
        // One person alone: of nobody and of them the same is told.
        let (one, nobody) = (found(&ill(Pregnancy, 1..2, "2026-09-08")), found(&[]));
        assert!(one.all.suppressed);
        assert_eq!(one.by_category, nobody.by_category);
    }

    #[test]
    fn who_had_several_reasons_does_not_show_why_the_others_were_away() {
        // All eight were sick, five of them were away for something else too: of those with one spell the reason would be known.
        let mut spells = ill(Sickness, 0..8, "2026-11-02");
        spells.extend(ill(OtherPaid, 0..5, "2026-10-05"));
        let trends = found(&spells);
        assert_eq!(trends.all.people, Some(8));
        assert_eq!(told_of(&trends.by_category), [], "five or eight of eight leave too few others");
        // With five who were away for another reason alone, the greatest category may be told.
        let enough = [spells, ill(Unpaid, 20..25, "2026-10-06")].concat();
        assert_eq!(told_of(&found(&enough).by_category), [("SIC", 8)]);
    }

    #[test]
    fn days_of_a_category_are_told_only_to_who_reads_reasons() {
        // One of six was away for weeks, as the list of absences says: the days of all who were sick would name the reason.
        let mut spells = ill(Sickness, 0..5, "2026-11-02");
        spells.push(of_person(5, spell(Sickness, "2026-11-02", Some("2026-11-27"))));
        spells.extend(ill(OtherPaid, 10..15, "2026-10-05"));
        let days = |reads_reasons| {
            let trends = trends(&spells, (day(TERM.0), day(TERM.1)), (5, reads_reasons), |_, date| full_week(date));
            assert_eq!(told_of(&trends.by_category), [("SIC", 6)]);
            trends.by_category.iter().filter_map(|each| each.working_days_lost).collect::<Vec<_>>()
        };
        assert_eq!((days(false), days(true)), (vec![], vec![HalfDays(2 * 25)]));
    }

    #[test]
    fn a_half_day_that_two_absences_take_was_lost_once_in_all_and_in_its_category() {
        let people = [(Sickness, 0..6), (Sickness, 0..6), (Unpaid, 10..16), (OtherPaid, 20..26)];
        let spells = people.map(|(category, people)| ill(category, people, "2026-11-02")).concat();
        let trends = trends(&spells, (day(TERM.0), day(TERM.1)), (5, true), |_, date| full_week(date));
        let lost = |groups: &[TrendGroup]| -> Vec<u32> {
            let lost = groups.iter().filter_map(|each| each.working_days_lost).map(|lost| lost.0);
            lost.filter(|lost| *lost > 0).collect()
        };
        // Eighteen people, a day each, though six of them are in the record of it twice.
        assert_eq!(trends.all.working_days_lost, Some(HalfDays(36)));
        assert_eq!((lost(&trends.by_month), lost(&trends.by_weekday)), (vec![36], vec![36]));
        assert!(lost(&trends.by_category).iter().all(|lost| *lost == 12), "{:?}", trends.by_category);
        assert!(!lost(&trends.by_category).is_empty());
    }

    #[test]
    fn ranges_that_could_be_subtracted_are_refused() {
        let today = day("2027-02-10");
        let code = |from: &str, to: &str, reads| {
            check_trend_range((day(from), day(to)), today, reads).map(|violation| violation.code)
        };
        assert_eq!(code(TERM.0, TERM.1, false), None);
        assert_eq!(code("2026-11-02", "2026-11-02", false).unwrap(), "not_a_whole_term");
        assert_eq!(code("2026-08-01", "2027-03-31", false).unwrap(), "not_a_whole_term");
        assert_eq!(code("2027-01-01", "2027-03-31", false).unwrap(), "term_not_over");
        assert_eq!(code("2026-12-01", "2027-02-28", true), None);
        assert_eq!(code("2026-12-02", "2027-02-28", true).unwrap(), "not_whole_months");
        assert_eq!(code("2026-12-01", "2026-11-30", true).unwrap(), "out_of_range");
        assert_eq!(code("2024-12-01", "2027-01-31", true).unwrap(), "out_of_range");
        assert_eq!(last_trend_term(today), (day(TERM.0), day(TERM.1)));
        assert_eq!(last_trend_term(day("2026-08-01")), (day("2026-04-01"), day("2026-07-31")));
    }

    #[test]
    fn a_spell_of_two_years_counts_to_its_end() {
        let long: Vec<Spell> =
            (0..5).map(|person| of_person(person, spell(Sickness, "2024-09-02", Some("2026-08-31")))).collect();
        let range = (day("2024-09-01"), day("2026-08-31"));
        let trends = trends(&long, range, (5, false), |_, date| full_week(date));
        let last = trends.by_month.last().unwrap();
        assert_eq!((last.group.as_str(), last.working_days_lost), ("2026-08", Some(HalfDays(2 * 5 * 21))));
    }
}
