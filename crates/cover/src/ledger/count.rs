//! Counting the ledger.

use super::answer::{
    ExternalShare, Fairness, GroupSpread, LeftOutOfLedger, LostTime, PersonLine, RepeatedClass, Share, TermsLine,
    TimeToPublish,
};
use super::{Beside, Cover, Member};
use crate::Spread;
use crate::arrange::Terms;
use crate::day::Tier;
use school::{Date, StaffId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most classes that are told of one person.
const MOST_REPEATS: usize = 10;

/// Counts the ledger of a range of days.
pub fn fairness(members: &[Member], covers: &[Cover], (from, to): (Date, Date), beside: Beside) -> Fairness {
    let Beside { lessons, report_to_publish, supply_spend } = beside;
    let known: HashSet<StaffId> = members.iter().map(|member| member.staff_id).collect();
    let count = |which: &dyn Fn(&Cover) -> bool| small(covers.iter().filter(|cover| which(cover)).count());
    let left_out = LeftOutOfLedger {
        stale: count(&|cover| cover.stale),
        merged: count(&|cover| !cover.stale && cover.merged),
        unknown_people: count(&|cover| counts(cover) && !known.contains(&cover.staff_id)),
    };
    let mut of_person: HashMap<StaffId, Vec<&Cover>> = HashMap::new();
    for cover in covers.iter().filter(|cover| counts(cover) && known.contains(&cover.staff_id)) {
        of_person.entry(cover.staff_id).or_default().push(cover);
    }
    let all: u32 = of_person.values().flatten().map(|cover| cover.minutes).sum();
    let nothing = Vec::new();
    let mut people: Vec<PersonLine> =
        members.iter().map(|member| line(member, of_person.get(&member.staff_id).unwrap_or(&nothing), all)).collect();
    people.sort_by(|one, two| {
        let load = |line: &PersonLine| line.load_index.value.unwrap_or(0.0);
        load(two)
            .total_cmp(&load(one))
            .then_with(|| two.minutes.cmp(&one.minutes))
            .then(one.staff_id.cmp(&two.staff_id))
    });
    Fairness {
        from,
        to,
        groups: groups(&people, of_person.values().map(Vec::len).sum()),
        external: external(&people, all),
        covers: people.iter().map(|line| line.covers).sum(),
        minutes: all,
        same_day: same_day(of_person.values().flatten().copied()),
        unfilled: lessons.unfilled,
        without_specialist: lessons.without_specialist(),
        report_to_publish,
        supply_spend,
        lost_protected_time: small(people.iter().map(|line| line.lost_protected_time.len()).sum()),
        left_out,
        classes: lessons.classes(),
        definition: "Published cover that still stands. load_index is minutes covered by minutes in which the person was on \
            site and not away, with nothing timetabled, so it is pro rata to the working pattern; supply has such time on days \
            on which it was booked; range and gini compare it within a post. same_day counts covers that were given to the \
            person on the day itself. unfilled, classes and without_specialist are derived from who is away, the timetable and \
            the cover that is given, day by day up to today. report_to_publish is of absences that were reported on the day: \
            minutes to the first version that told of it.",
        people,
    }
}

fn counts(cover: &Cover) -> bool {
    !cover.stale && !cover.merged
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn part(numerator: u32, denominator: u32) -> Option<f64> {
    Share::of(numerator, denominator).value
}

fn same_day<'a>(covers: impl Iterator<Item = &'a Cover>) -> Share {
    let (mut numerator, mut denominator) = (0, 0);
    for cover in covers {
        denominator += 1;
        numerator += u32::from(cover.same_day);
    }
    Share::of(numerator, denominator)
}

fn line(member: &Member, covers: &[&Cover], all: u32) -> PersonLine {
    let minutes = covers.iter().map(|cover| cover.minutes).sum();
    let lost = covers
        .iter()
        .filter_map(|cover| cover.lost.map(|kind| LostTime { date: cover.date, period: cover.period.clone(), kind }));
    let mut lost_protected_time: Vec<LostTime> = lost.collect();
    lost_protected_time.sort_by(|one, two| (one.date, &one.period).cmp(&(two.date, &two.period)));
    PersonLine {
        staff_id: member.staff_id,
        tier: member.tier,
        fte: member.fte,
        covers: small(covers.len()),
        minutes,
        by_terms: by_terms(covers),
        covers_for_full_time: f64::from(small(covers.len())) / member.fte.clamp(0.01, 1.0),
        load_index: Share::of(minutes, member.free_minutes),
        share: part(minutes, all),
        same_day: same_day(covers.iter().copied()),
        repeats: repeats(covers),
        refusals: member.refusals,
        last_covered_on: covers.iter().map(|cover| cover.date).max(),
        lost_protected_time,
    }
}

fn by_terms(covers: &[&Cover]) -> Vec<TermsLine> {
    let of = |terms: Terms| {
        let these = || covers.iter().filter(move |cover| cover.terms == terms);
        TermsLine { terms, covers: small(these().count()), minutes: these().map(|cover| cover.minutes).sum() }
    };
    Terms::ALL.into_iter().map(of).filter(|line| line.covers > 0).collect()
}

/// The classes that were covered more than once.
fn repeats(covers: &[&Cover]) -> Vec<RepeatedClass> {
    let mut of_class: BTreeMap<&str, u32> = BTreeMap::new();
    for cover in covers {
        *of_class.entry(&cover.class).or_default() += 1;
    }
    let again = of_class.into_iter().filter(|(_, covers)| *covers > 1);
    let mut found: Vec<RepeatedClass> =
        again.map(|(class, covers)| RepeatedClass { class: class.to_owned(), covers }).collect();
    found.sort_by_key(|each| std::cmp::Reverse(each.covers));
    found.truncate(MOST_REPEATS);
    found
}

/// The median of some minutes.
pub fn time_to_publish(mut minutes: Vec<u32>) -> TimeToPublish {
    minutes.sort_unstable();
    let (count, middle) = (minutes.len(), minutes.len() / 2);
    let median = match (minutes.get(middle.wrapping_sub(1)), minutes.get(middle)) {
        (Some(below), Some(above)) if count.is_multiple_of(2) => {
            Some(f64::midpoint(f64::from(*below), f64::from(*above)))
        }
        (_, above) => above.map(|minutes| f64::from(*minutes)),
    };
    TimeToPublish { median_minutes: median, counted: small(count) }
}

fn groups(people: &[PersonLine], all: usize) -> Vec<GroupSpread> {
    let mut of_tier: BTreeMap<Tier, Vec<&PersonLine>> = BTreeMap::new();
    for line in people.iter().filter(|line| line.tier != Tier::NotAsked || line.covers > 0) {
        of_tier.entry(line.tier).or_default().push(line);
    }
    let groups = of_tier.into_iter().map(|(tier, lines)| {
        let loads: Vec<f64> = lines.iter().filter_map(|line| line.load_index.value).collect();
        let Spread { range, gini } = Spread::of(&loads);
        let covers = lines.iter().map(|line| line.covers).sum();
        GroupSpread {
            tier,
            people: small(lines.len()),
            without_time: small(lines.len() - loads.len()),
            share: part(covers, small(all)),
            covers,
            minutes: lines.iter().map(|line| line.minutes).sum(),
            range,
            gini,
        }
    });
    groups.collect()
}

fn external(people: &[PersonLine], all: u32) -> ExternalShare {
    let supply = || people.iter().filter(|line| line.tier == Tier::Supply);
    let minutes = supply().map(|line| line.minutes).sum();
    ExternalShare { covers: supply().map(|line| line.covers).sum(), minutes, share: part(minutes, all) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::ProtectedKind;
    use super::*;
    use crate::day::Span;
    use uuid::Uuid;

    pub(crate) fn person(number: u128) -> StaffId {
        StaffId(Uuid::from_u128(number))
    }

    fn member(number: u128, tier: Tier, fte: f64, free_minutes: u32) -> Member {
        Member { staff_id: person(number), tier, fte, free_minutes, refusals: 0 }
    }

    pub(crate) fn cover(number: u128, date: &str, minutes: u32) -> Cover {
        Cover {
            staff_id: person(number),
            date: date.parse().unwrap(),
            period: "1".to_owned(),
            class: "8x/Ma1".to_owned(),
            span: Span::new(chrono::NaiveTime::MIN, chrono::NaiveTime::MIN),
            minutes,
            terms: Terms::Ordinary,
            lost: None,
            stale: false,
            merged: false,
            same_day: false,
        }
    }

    fn range() -> (Date, Date) {
        ("2026-11-02".parse().unwrap(), "2026-11-27".parse().unwrap())
    }

    #[test]
    fn the_burden_is_measured_against_the_time_that_people_have() {
        let members = [
            member(1, Tier::Teacher, 1.0, 600),
            member(2, Tier::Teacher, 0.5, 300),
            member(3, Tier::Supply, 1.0, 1_500),
            member(4, Tier::Teacher, 1.0, 0),
        ];
        let covers = [
            cover(1, "2026-11-02", 60),
            cover(1, "2026-11-09", 60),
            cover(2, "2026-11-03", 60),
            cover(3, "2026-11-03", 300),
        ];
        let mut lessons = super::super::Lessons::default();
        lessons.unfilled = 2;
        let found = fairness(&members, &covers, range(), Beside { lessons, ..Beside::default() });
        let teachers = found.groups.iter().find(|group| group.tier == Tier::Teacher).unwrap();
        // Two covers on a full post weigh as much as one on half a post.
        assert!(teachers.gini.abs() < 1e-12 && teachers.range.abs() < 1e-12, "{teachers:?}");
        assert_eq!((teachers.people, teachers.without_time, teachers.covers), (3, 1, 3));
        let half = found.people.iter().find(|line| line.staff_id == person(2)).unwrap();
        assert!((half.covers_for_full_time - 2.0).abs() < 1e-12);
        // Cover by supply is in the totals and in the grid, and named apart.
        assert_eq!((found.covers, found.minutes, found.external.covers, found.unfilled), (4, 480, 1, 2));
        assert!((found.external.share.unwrap() - 300.0 / 480.0).abs() < 1e-12);
        let shares: f64 = found.people.iter().filter_map(|line| line.share).sum();
        assert!((shares - 1.0).abs() < 1e-12);
        assert_eq!((found.same_day.numerator, found.same_day.denominator), (0, 4));
        assert_eq!(teachers.share, Some(0.75));
        let again = found.people.iter().find(|line| line.staff_id == person(1)).unwrap();
        assert_eq!(again.repeats, [RepeatedClass { class: "8x/Ma1".to_owned(), covers: 2 }]);
        let late = Cover { same_day: true, ..cover(1, "2026-11-10", 60) };
        let found = fairness(&members, &[covers[0].clone(), late], range(), Beside::default());
        let line = found.people.iter().find(|line| line.staff_id == person(1)).unwrap();
        assert_eq!((line.same_day.value, found.same_day.value), (Some(0.5), Some(0.5)));
    }

    #[test]
    fn covers_are_told_by_their_terms_too() {
        let members = [member(1, Tier::Teacher, 1.0, 600)];
        let half = Cover { terms: Terms::Underload, ..cover(1, "2026-11-03", 30) };
        let covers = [cover(1, "2026-11-02", 60), half.clone(), Cover { stale: true, ..half }];
        let line = fairness(&members, &covers, range(), Beside::default()).people.remove(0);
        let told: Vec<_> = line.by_terms.iter().map(|each| (each.terms, each.covers, each.minutes)).collect();
        assert_eq!(told, [(Terms::Ordinary, 1, 60), (Terms::Underload, 1, 30)]);
        assert_eq!((line.covers, line.minutes), (2, 90));
    }

    #[test]
    fn what_stands_no_longer_counts_for_nobody() {
        let members = [member(1, Tier::Teacher, 1.0, 600)];
        let stale = Cover { stale: true, ..cover(1, "2026-11-02", 60) };
        let merged = Cover { merged: true, ..cover(1, "2026-11-03", 60) };
        let found = fairness(&members, &[stale, merged, cover(9, "2026-11-04", 60)], range(), Beside::default());
        assert_eq!((found.covers, found.people[0].last_covered_on, found.people[0].share), (0, None, None));
        assert_eq!((found.left_out.stale, found.left_out.merged, found.left_out.unknown_people), (1, 1, 1));
    }

    #[test]
    fn lost_protected_time_is_named() {
        let members = [member(1, Tier::Teacher, 1.0, 600)];
        let lost = Cover { lost: Some(ProtectedKind::Ppa), ..cover(1, "2026-11-02", 60) };
        let found = fairness(&members, &[lost, cover(1, "2026-11-05", 60)], range(), Beside::default());
        assert_eq!(found.lost_protected_time, 1);
        assert_eq!(found.people[0].lost_protected_time[0].date, range().0);
        assert_eq!(found.people[0].last_covered_on, "2026-11-05".parse().ok());
    }

    #[test]
    fn the_median_is_between_the_two_in_the_middle() {
        let of = |minutes: &[u32]| time_to_publish(minutes.to_vec()).median_minutes;
        assert_eq!((of(&[]), of(&[30]), of(&[90, 10]), of(&[90, 10, 20])), (None, Some(30.0), Some(50.0), Some(20.0)));
    }
}
