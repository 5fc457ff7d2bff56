//! Who is in which group from which day, as stays and registration groups change.

use crate::roll::book::Member;
use school::group::GroupKind;
use school::pupil::Stay;
use school::{Date, GroupId};
use uuid::Uuid;

/// Moves memberships with the stay they belong to: those that began or ended with it still do, none reaches out of it,
/// and one that would hold no day goes.
pub(super) fn follow_stay(members: &mut Vec<Member>, old: Stay, new: Stay) {
    if old == new {
        return;
    }
    for member in members.iter_mut().filter(|member| old.holds_on(member.first_day)) {
        if member.first_day == old.starting_day || member.first_day < new.starting_day {
            member.first_day = new.starting_day;
        }
        let ended_with_it = member.last_day == old.leaving_day;
        let reaches_out = new.leaving_day.is_some_and(|last| member.last_day.is_none_or(|day| day > last));
        if ended_with_it || reaches_out {
            member.last_day = new.leaving_day;
        }
    }
    members.retain(|member| member.last_day.is_none_or(|last| member.first_day <= last));
}

/// Puts a pupil into a registration group, or into none, from a day of a stay on: the membership that holds that day ends
/// the day before, and one that is planned for later still begins as planned. Answers whether anything changed.
pub(super) fn move_to(members: &mut Vec<Member>, group: Option<GroupId>, from: Date, stay: Stay, key: Uuid) -> bool {
    let holds = |member: &Member| {
        member.kind == GroupKind::Registration
            && member.first_day <= from
            && member.last_day.is_none_or(|last| from <= last)
    };
    let current = members.iter().position(holds);
    if current.map(|place| members[place].group_id) == group {
        return false;
    }
    let planned = members
        .iter()
        .filter(|member| member.kind == GroupKind::Registration && member.first_day > from)
        .filter_map(|member| member.first_day.pred_opt())
        .min();
    if let Some(place) = current {
        match from.pred_opt().filter(|last| members[place].first_day <= *last) {
            Some(last) => members[place].last_day = Some(last),
            None => {
                members.remove(place);
            }
        }
    }
    if let Some(group_id) = group {
        let last_day = [planned, stay.leaving_day].into_iter().flatten().min();
        members.push(Member { key, group_id, kind: GroupKind::Registration, first_day: from, last_day });
    }
    members.sort_by_key(|member| (member.first_day, member.key));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn stay(first: &str, last: Option<&str>) -> Stay {
        Stay { starting_day: day(first), leaving_day: last.map(day) }
    }

    fn group(number: u128) -> GroupId {
        GroupId(Uuid::from_u128(number))
    }

    fn member(number: u128, first: &str, last: Option<&str>) -> Member {
        Member {
            key: Uuid::from_u128(100 + number),
            group_id: group(number),
            kind: GroupKind::Registration,
            first_day: day(first),
            last_day: last.map(day),
        }
    }

    fn shown(members: &[Member]) -> Vec<String> {
        members
            .iter()
            .map(|member| {
                let last = member.last_day.map_or("open".to_owned(), |last| last.to_string());
                format!("{}: {} {last}", member.group_id.0.as_u128(), member.first_day)
            })
            .collect()
    }

    #[test]
    fn moving_ends_the_old_membership_the_day_before() {
        let mut members = vec![member(1, "2026-09-02", None), member(3, "2027-01-04", None)];
        members[0].last_day = Some(day("2027-01-03"));
        let at_school = stay("2026-09-02", None);
        let key = Uuid::from_u128(9);
        assert!(move_to(&mut members, Some(group(2)), day("2026-11-23"), at_school, key));
        let moved = ["1: 2026-09-02 2026-11-22", "2: 2026-11-23 2027-01-03", "3: 2027-01-04 open"];
        assert_eq!(shown(&members), moved);
        assert!(!move_to(&mut members, Some(group(2)), day("2026-11-23"), at_school, key));
        // Corrected on the day it began: the wrong membership never held a day.
        assert!(move_to(&mut members, Some(group(4)), day("2026-11-23"), at_school, Uuid::from_u128(10)));
        assert_eq!(shown(&members)[1], "4: 2026-11-23 2027-01-03");
        assert!(move_to(&mut members, None, day("2027-02-01"), at_school, key));
        assert_eq!(shown(&members)[2], "3: 2027-01-04 2027-01-31");
    }

    #[test]
    fn memberships_follow_the_stay() {
        let open = stay("2026-09-02", None);
        let mut members = vec![member(1, "2026-09-02", Some("2026-11-22")), member(2, "2026-11-23", None)];
        let before = members.clone();
        let left = stay("2026-09-02", Some("2026-12-18"));
        follow_stay(&mut members, open, left);
        assert_eq!(shown(&members), ["1: 2026-09-02 2026-11-22", "2: 2026-11-23 2026-12-18"]);
        follow_stay(&mut members, left, open);
        assert_eq!(members, before);
        follow_stay(&mut members, open, stay("2026-09-02", Some("2026-10-01")));
        assert_eq!(shown(&members), ["1: 2026-09-02 2026-10-01"]);
        let mut members = before;
        follow_stay(&mut members, open, stay("2026-09-07", None));
        assert_eq!(shown(&members), ["1: 2026-09-07 2026-11-22", "2: 2026-11-23 open"]);
        follow_stay(&mut members, stay("2026-09-07", None), stay("2026-09-01", None));
        assert_eq!(shown(&members)[0], "1: 2026-09-01 2026-11-22");
    }
}
