//! Counting the ledger.

use super::answer::{
    ClassLine, ExternalShare, Fairness, GroupSpread, LeftOutOfLedger, LoadIndex, LostTime, PersonLine, SameDay,
};
use super::{Cover, Member};
use crate::Spread;
use crate::day::Tier;
use school::{Date, StaffId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most classes that are told.
const MOST_CLASSES: usize = 100;

/// Counts the ledger of a range of days. `unfilled` are the requirements that nobody covered, `classes` the pupils' view.
pub fn fairness(
    members: &[Member],
    covers: &[Cover],
    (from, to): (Date, Date),
    unfilled: u32,
    classes: Vec<ClassLine>,
) -> Fairness {
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
        groups: groups(&people),
        external: external(&people, all),
        covers: people.iter().map(|line| line.covers).sum(),
        minutes: all,
        same_day: same_day(of_person.values().flatten().copied()),
        unfilled,
        lost_protected_time: small(people.iter().map(|line| line.lost_protected_time.len()).sum()),
        left_out,
        classes,
        definition: "Published cover that still stands. load_index is minutes covered by minutes in which the person was on \
            site with nothing timetabled, so it is pro rata to the working pattern; range and gini compare it within a post. \
            same_day counts covers that were given to the person on the day itself.",
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
    (denominator > 0).then(|| f64::from(numerator) / f64::from(denominator))
}

fn same_day<'a>(covers: impl Iterator<Item = &'a Cover>) -> SameDay {
    let (mut numerator, mut denominator) = (0, 0);
    for cover in covers {
        denominator += 1;
        numerator += u32::from(cover.same_day);
    }
    SameDay { numerator, denominator, value: part(numerator, denominator) }
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
        covers_for_full_time: f64::from(small(covers.len())) / member.fte.clamp(0.01, 1.0),
        load_index: LoadIndex {
            numerator: minutes,
            denominator: member.free_minutes,
            value: part(minutes, member.free_minutes),
        },
        share: part(minutes, all),
        same_day: same_day(covers.iter().copied()),
        refusals: member.refusals,
        last_covered_on: covers.iter().map(|cover| cover.date).max(),
        lost_protected_time,
    }
}

fn groups(people: &[PersonLine]) -> Vec<GroupSpread> {
    let mut of_tier: BTreeMap<Tier, Vec<&PersonLine>> = BTreeMap::new();
    for line in people.iter().filter(|line| line.tier != Tier::NotAsked || line.covers > 0) {
        of_tier.entry(line.tier).or_default().push(line);
    }
    let groups = of_tier.into_iter().map(|(tier, lines)| {
        let loads: Vec<f64> = lines.iter().filter_map(|line| line.load_index.value).collect();
        let Spread { range, gini } = Spread::of(&loads);
        GroupSpread {
            tier,
            people: small(lines.len()),
            without_time: small(lines.len() - loads.len()),
            covers: lines.iter().map(|line| line.covers).sum(),
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

/// The classes by how often they were without their teacher: from the number of lessons of each class and of those without.
pub fn class_lines(lessons: &BTreeMap<String, u32>, without: &BTreeMap<String, u32>) -> Vec<ClassLine> {
    let mut lines: Vec<ClassLine> = without
        .iter()
        .filter(|(_, without)| **without > 0)
        .map(|(class, without_teacher)| {
            let lessons = lessons.get(class).copied().unwrap_or(0).max(*without_teacher);
            let without_teacher = *without_teacher;
            ClassLine { class: class.clone(), lessons, without_teacher, rate: part(without_teacher, lessons) }
        })
        .collect();
    lines.sort_by(|one, two| {
        let rate = |line: &ClassLine| line.rate.unwrap_or(0.0);
        rate(two).total_cmp(&rate(one)).then_with(|| one.class.cmp(&two.class))
    });
    lines.truncate(MOST_CLASSES);
    lines
}

#[cfg(test)]
mod tests {
    use super::super::ProtectedKind;
    use super::*;
    use uuid::Uuid;

    fn person(number: u128) -> StaffId {
        StaffId(Uuid::from_u128(number))
    }

    fn member(number: u128, tier: Tier, fte: f64, free_minutes: u32) -> Member {
        Member { staff_id: person(number), tier, fte, free_minutes, refusals: 0 }
    }

    fn cover(number: u128, date: &str, minutes: u32) -> Cover {
        Cover {
            staff_id: person(number),
            date: date.parse().unwrap(),
            period: "1".to_owned(),
            class: "8x/Ma1".to_owned(),
            minutes,
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
        let found = fairness(&members, &covers, range(), 2, Vec::new());
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
        let late = Cover { same_day: true, ..cover(1, "2026-11-10", 60) };
        let found = fairness(&members, &[covers[0].clone(), late], range(), 0, Vec::new());
        let line = found.people.iter().find(|line| line.staff_id == person(1)).unwrap();
        assert_eq!((line.same_day.value, found.same_day.value), (Some(0.5), Some(0.5)));
    }

    #[test]
    fn what_stands_no_longer_counts_for_nobody() {
        let members = [member(1, Tier::Teacher, 1.0, 600)];
        let stale = Cover { stale: true, ..cover(1, "2026-11-02", 60) };
        let merged = Cover { merged: true, ..cover(1, "2026-11-03", 60) };
        let found = fairness(&members, &[stale, merged, cover(9, "2026-11-04", 60)], range(), 0, Vec::new());
        assert_eq!((found.covers, found.people[0].last_covered_on, found.people[0].share), (0, None, None));
        assert_eq!((found.left_out.stale, found.left_out.merged, found.left_out.unknown_people), (1, 1, 1));
    }

    #[test]
    fn lost_protected_time_is_named() {
        let members = [member(1, Tier::Teacher, 1.0, 600)];
        let lost = Cover { lost: Some(ProtectedKind::Ppa), ..cover(1, "2026-11-02", 60) };
        let found = fairness(&members, &[lost, cover(1, "2026-11-05", 60)], range(), 0, Vec::new());
        assert_eq!(found.lost_protected_time, 1);
        assert_eq!(found.people[0].lost_protected_time[0].date, range().0);
        assert_eq!(found.people[0].last_covered_on, "2026-11-05".parse().ok());
    }

    #[test]
    fn classes_are_told_by_how_often_they_were_without_their_teacher() {
        let map = |pairs: &[(&str, u32)]| pairs.iter().map(|(class, count)| ((*class).to_owned(), *count)).collect();
        let found = class_lines(&map(&[("7A", 20), ("8B", 10), ("9C", 10)]), &map(&[("7A", 4), ("8B", 5), ("9C", 0)]));
        let told: Vec<_> = found.iter().map(|line| (line.class.as_str(), line.lessons, line.without_teacher)).collect();
        assert_eq!(told, [("8B", 10, 5), ("7A", 20, 4)]);
    }
}
