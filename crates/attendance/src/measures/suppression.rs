//! What is hidden when figures leave the pastoral team: small groups, and whatever would give them away.

use crate::summary::{Definition, SummaryAnswer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The smallest group whose figures are shown outside the pastoral team. The DfE hides counts of 1 and 2; ten pupils is the
/// cautious local default (unconfirmed in law, a setting).
pub const SMALLEST_PUBLISHED_GROUP: u64 = 10;

/// Who will see the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Staff who work with the pupils: everything is shown.
    #[default]
    Pastoral,
    /// Anybody else: governors' papers, parents, the press.
    Public,
}

/// Why a group is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HiddenBecause {
    /// It has fewer pupils than the smallest group that is shown.
    SmallGroup,
    /// With it the figures of a small group could be worked out from the total.
    WouldRevealAnother,
}

/// A group that is hidden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HiddenGroup {
    /// Its name.
    pub group: String,
    /// Why.
    pub because: HiddenBecause,
}

impl HiddenGroup {
    pub(super) fn small(group: &str) -> Self {
        Self { group: group.to_owned(), because: HiddenBecause::SmallGroup }
    }
}

/// What was done for an audience outside the pastoral team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suppression {
    /// Groups of fewer pupils are hidden.
    #[schema(example = 10)]
    pub smallest_group: u64,
    /// Counts of pupils are rounded to the nearest multiple of this.
    #[schema(example = 5)]
    pub counts_rounded_to: u64,
    /// The groups that are hidden.
    pub groups: Vec<HiddenGroup>,
    /// What that means.
    #[schema(value_type = String)]
    pub note: &'static str,
}

impl Suppression {
    pub(super) fn of(groups: Vec<HiddenGroup>, smallest_group: u64) -> Self {
        Self {
            smallest_group,
            counts_rounded_to: 5,
            groups,
            note: "For an audience outside the pastoral team: small groups are left out, and with them as many others as \
                   are needed so that no hidden group can be worked out from the total; counts of pupils are rounded; \
                   counts by code are left out of summaries. Do not publish the same figures over periods that differ by a \
                   few days: their difference may reveal one pupil.",
        }
    }
}

/// An answer from which groups can be hidden.
pub trait Guarded {
    /// The name and the number of pupils of each group.
    fn sizes(&self) -> Vec<(String, u64)>;

    /// Takes the hidden groups out, rounds the counts of pupils that stay, and says so.
    fn hide(&mut self, hidden: Vec<HiddenGroup>, smallest_group: u64);

    /// Makes the answer fit for an audience outside the pastoral team.
    fn guard(&mut self, smallest_group: u64) {
        let hidden = hidden_groups(&self.sizes(), smallest_group);
        self.hide(hidden, smallest_group);
    }
}

/// The groups to hide: those that are small, and the next smallest until at least two are hidden that together are not
/// small, so that the total less what is shown is never the figure of a small group. A group of nobody hides nobody.
pub fn hidden_groups(sizes: &[(String, u64)], smallest_group: u64) -> Vec<HiddenGroup> {
    let mut by_size: Vec<&(String, u64)> = sizes.iter().filter(|(_, pupils)| *pupils > 0).collect();
    by_size.sort_by_key(|(_, pupils)| *pupils);
    let small = by_size.iter().filter(|(_, pupils)| *pupils < smallest_group).count();
    let (mut count, mut together) = (small, by_size[..small].iter().map(|(_, pupils)| pupils).sum::<u64>());
    while small > 0 && count < by_size.len() && (count < 2 || together < smallest_group) {
        together += by_size[count].1;
        count += 1;
    }
    let because = |place| if place < small { HiddenBecause::SmallGroup } else { HiddenBecause::WouldRevealAnother };
    let hidden = by_size.into_iter().take(count).enumerate();
    hidden.map(|(place, (group, _))| HiddenGroup { group: group.clone(), because: because(place) }).collect()
}

/// A count of pupils rounded to the nearest five, as the DfE rounds enrolments.
pub fn to_nearest_five(count: u64) -> u64 {
    count.saturating_add(2) / 5 * 5
}

impl Definition {
    /// Leaves out what was left out of few pupils, and rounds what stays.
    pub(super) fn hide_small(&mut self, smallest_group: u64) {
        self.left_out.retain(|each| each.pupils >= smallest_group);
        self.left_out.iter_mut().for_each(|each| each.pupils = to_nearest_five(each.pupils));
    }
}

impl Guarded for SummaryAnswer {
    fn sizes(&self) -> Vec<(String, u64)> {
        self.data.iter().map(|group| (group.group.clone(), group.pupils)).collect()
    }

    fn hide(&mut self, hidden: Vec<HiddenGroup>, smallest_group: u64) {
        self.data.retain(|group| hidden.iter().all(|each| each.group != group.group));
        for group in &mut self.data {
            let counts = [&mut group.pupils, &mut group.persistent_absentees, &mut group.severe_absentees];
            counts.into_iter().for_each(|count| *count = to_nearest_five(*count));
            group.summary.by_code.clear();
        }
        self.four_year_olds = self.four_year_olds.filter(|four| four.pupils >= smallest_group).map(|mut four| {
            four.pupils = to_nearest_five(four.pupils);
            four
        });
        self.definition.hide_small(smallest_group);
        self.suppression = Some(Suppression::of(hidden, smallest_group));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hidden(sizes: &[u64]) -> Vec<usize> {
        let named: Vec<(String, u64)> =
            sizes.iter().enumerate().map(|(place, size)| (place.to_string(), *size)).collect();
        let mut places: Vec<usize> =
            hidden_groups(&named, 10).into_iter().map(|each| each.group.parse().unwrap()).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn a_small_group_takes_others_with_it() {
        assert!(hidden(&[30, 28, 10]).is_empty());
        assert_eq!(hidden(&[30, 9, 28]), [1, 2], "one alone would be the total less the others");
        assert_eq!(hidden(&[4, 5, 28, 30]), [0, 1, 2], "nine pupils together are small as well");
        assert_eq!(hidden(&[6, 5, 28, 30]), [0, 1]);
        assert_eq!(hidden(&[9]), [0]);
        assert_eq!(hidden(&[0, 30]), Vec::<usize>::new());
        assert_eq!(hidden(&[0, 30, 3]), [1, 2]);
    }

    proptest! {
        #[test]
        fn what_is_hidden_is_never_few(sizes in proptest::collection::vec(0_u64..60, 0..12)) {
            let places = hidden(&sizes);
            for (place, size) in sizes.iter().enumerate() {
                prop_assert!(places.contains(&place) || *size == 0 || *size >= 10);
            }
            let shown = sizes.iter().enumerate().any(|(place, size)| *size > 0 && !places.contains(&place));
            let together: u64 = places.iter().map(|place| sizes[*place]).sum();
            prop_assert!(places.is_empty() || !shown || (places.len() > 1 && together >= 10));
        }
    }

    #[test]
    fn rounding_hides_one_and_two() {
        assert_eq!([0, 1, 2, 3, 7, 8, 12, 13].map(to_nearest_five), [0, 0, 0, 5, 5, 10, 10, 15]);
        assert_eq!(to_nearest_five(u64::MAX) % 5, 0);
    }
}
