//! Severity bands: how many pupils missed how much.

use super::{Guarded, HiddenGroup, Suppression, to_nearest_five};
use crate::summary::{Definition, PupilRecord, Query, is_persistent, is_severe, summarise};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// The DfE's bands are five percentage points wide up to 50 %; the last one is open.
const WIDTH: u8 = 5;
const BANDS: usize = 11;

/// One band of absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Band {
    /// The lower bound in per cent of a pupil's own possible sessions; it is inside the band.
    #[schema(example = 10)]
    pub from_percent: u8,
    /// The upper bound in per cent, outside the band; null for the last band.
    #[schema(example = 15)]
    pub to_percent: Option<u8>,
    /// Pupils whose own absence lies in the band.
    pub pupils: u64,
}

/// The bands of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupBands {
    /// `all`, the value that is grouped by, or `unknown`.
    #[schema(example = "7")]
    pub group: String,
    /// Pupils with at least one possible session in the group: the sum of the bands.
    pub pupils: u64,
    /// All eleven bands, the lowest absence first.
    pub bands: Vec<Band>,
    /// Pupils in the bands from 10 % on.
    pub persistent_absentees: u64,
    /// Pupils in the last band; they are among the persistent absentees.
    pub severe_absentees: u64,
}

/// Bands of each group, and how they were made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BandsAnswer {
    /// One entry for each group.
    pub data: Vec<GroupBands>,
    /// How the figures were made.
    pub definition: Definition,
    /// What was hidden from this audience; null where nothing had to be.
    pub suppression: Option<Suppression>,
}

/// The band of a pupil, by the own possible sessions, exactly and in integers: none without a possible session.
fn band_of(absent: u64, possible: u64) -> Option<usize> {
    let steps = (u128::from(absent) * 20).checked_div(u128::from(possible))?;
    Some(usize::try_from(steps).unwrap_or(usize::MAX).min(BANDS - 1))
}

impl GroupBands {
    fn empty(group: String) -> Self {
        let bands = (0..=WIDTH * 10).step_by(usize::from(WIDTH)).map(|from_percent| Band {
            from_percent,
            to_percent: (from_percent < 50).then_some(from_percent + WIDTH),
            pupils: 0,
        });
        Self { group, pupils: 0, bands: bands.collect(), persistent_absentees: 0, severe_absentees: 0 }
    }

    fn add(&mut self, absent: u64, possible: u64) {
        let Some(band) = band_of(absent, possible).and_then(|place| self.bands.get_mut(place)) else { return };
        band.pupils += 1;
        self.pupils += 1;
        self.persistent_absentees += u64::from(is_persistent(absent, possible));
        self.severe_absentees += u64::from(is_severe(absent, possible));
    }
}

/// The severity bands of any number of pupils, grouped as asked. A pupil who was in two groups is in the bands of each
/// with the sessions spent there.
pub fn bands<'a: 'b, 'b>(query: &Query, pupils: impl IntoIterator<Item = &'b PupilRecord<'a>> + Clone) -> BandsAnswer {
    let whole = summarise(query, pupils.clone());
    let mut data: Vec<GroupBands> = whole.data.into_iter().map(|group| GroupBands::empty(group.group)).collect();
    let places: HashMap<String, usize> =
        data.iter().enumerate().map(|(place, group)| (group.group.clone(), place)).collect();
    for pupil in pupils {
        for own in summarise(query, std::iter::once(pupil)).data {
            if let Some(group) = places.get(&own.group).and_then(|place| data.get_mut(*place)) {
                group.add(own.summary.authorised + own.summary.unauthorised, own.summary.possible);
            }
        }
    }
    let definition = Definition {
        measure:
            "severity bands: pupils by their own absence, in bands of five percentage points whose lower bound is \
                  inside; persistent absentees are all from 10 % on and severe absentees those from 50 % on, so the \
                  severe are among the persistent"
                .to_owned(),
        numerator: "a pupil's own sessions of authorised and unauthorised absence".to_owned(),
        denominator: "the same pupil's own possible sessions, exactly and unrounded; a pupil without one is in no band"
            .to_owned(),
        ..whole.definition
    };
    BandsAnswer { data, definition, suppression: None }
}

impl Guarded for BandsAnswer {
    fn sizes(&self) -> Vec<(String, u64)> {
        self.data.iter().map(|group| (group.group.clone(), group.pupils)).collect()
    }

    fn hide(&mut self, hidden: Vec<HiddenGroup>, smallest_group: u64) {
        self.data.retain(|group| hidden.iter().all(|each| each.group != group.group));
        for group in &mut self.data {
            let counts = [&mut group.pupils, &mut group.persistent_absentees, &mut group.severe_absentees];
            let of_bands = group.bands.iter_mut().map(|band| &mut band.pupils);
            counts.into_iter().chain(of_bands).for_each(|count| *count = to_nearest_five(*count));
        }
        self.definition.hide_small(smallest_group);
        self.suppression = Some(Suppression::of(hidden, smallest_group));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::examples::{Class, query};
    use crate::summary::Grouping;

    #[test]
    fn the_lower_bound_is_inside_its_band() {
        assert_eq!(band_of(0, 0), None);
        assert_eq!(band_of(0, 380), Some(0));
        assert_eq!([18, 19, 37, 38, 56, 57].map(|absent| band_of(absent, 380)), [0, 1, 1, 2, 2, 3].map(Some));
        assert_eq!([189, 190, 380, 999].map(|absent| band_of(absent, 380)), [9, 10, 10, 10].map(Some));
        assert_eq!(band_of(u64::MAX, 1), Some(10));
        for (absent, possible) in (0..60).flat_map(|absent| (absent.max(1)..60).map(move |possible| (absent, possible)))
        {
            let band = band_of(absent, possible).unwrap();
            assert_eq!(band >= 2, is_persistent(absent, possible), "{absent} of {possible}");
            assert_eq!(band == 10, is_severe(absent, possible), "{absent} of {possible}");
        }
    }

    #[test]
    fn severe_absentees_are_inside_the_persistent_ones_and_the_bands_add_up() {
        let class =
            Class::of(&[("7", "pppppppppp"), ("7", "Ippppppppp"), ("7", "OOOOOppppp"), ("8", "IIpppppppp"), ("8", "")]);
        let answer = bands(&query(Grouping::YearGroup), &class.records());
        let seven = &answer.data[0];
        assert_eq!(
            (seven.group.as_str(), seven.pupils, seven.persistent_absentees, seven.severe_absentees),
            ("7", 3, 2, 1)
        );
        let counts: Vec<u64> = seven.bands.iter().map(|band| band.pupils).collect();
        assert_eq!(counts, [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!((answer.data[1].pupils, answer.data[1].bands[4].pupils), (1, 1));
        assert_eq!((seven.bands[10].from_percent, seven.bands[10].to_percent), (50, None));
    }

    #[test]
    fn the_public_sees_no_small_group_and_no_exact_count() {
        let twelve: Vec<(&str, &str)> =
            (0..12).map(|_| ("7", "Ipppp")).chain([("8", "ppppp")]).chain((0..13).map(|_| ("9", "ppppp"))).collect();
        let class = Class::of(&twelve);
        let mut answer = bands(&query(Grouping::YearGroup), &class.records());
        answer.guard(10);
        let left: Vec<(&str, u64)> = answer.data.iter().map(|group| (group.group.as_str(), group.pupils)).collect();
        assert_eq!(left, [("9", 15)], "year 8 is too small, and year 7 would give it away");
        assert_eq!(answer.suppression.unwrap().groups.len(), 2);
    }
}
