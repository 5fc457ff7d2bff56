//! Punctuality: a local measure, so its definition is explicit.

use super::{Guarded, HiddenGroup, Suppression, to_nearest_five};
use crate::summary::{Definition, GroupSummary, PupilRecord, Query, summarise};
use serde::Serialize;
use utoipa::ToSchema;

/// The punctuality of one group.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupPunctuality {
    /// `all`, the value that is grouped by, or `unknown`.
    #[schema(example = "7")]
    pub group: String,
    /// Pupils of the group.
    pub pupils: u64,
    /// Sessions in which a pupil came to school: `/`, `\`, L and U.
    pub arrivals: u64,
    /// Arrivals before the register began: `/` and `\`.
    pub on_time: u64,
    /// L: an attendance.
    pub late_before_close: u64,
    /// U: an unauthorised absence.
    pub late_after_close: u64,
    /// Arrivals on time as a fraction of arrivals, unrounded; null without an arrival.
    #[schema(minimum = 0, maximum = 1, example = 0.985)]
    pub punctuality_rate: Option<f64>,
    /// Possible sessions.
    pub possible: u64,
    /// The DfE's late sessions, L and U, as a fraction of possible sessions, unrounded; null without a possible session.
    #[schema(minimum = 0, maximum = 1, example = 0.0137)]
    pub late_rate: Option<f64>,
}

/// Punctuality of each group, and how it was made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PunctualityAnswer {
    /// One entry for each group.
    pub data: Vec<GroupPunctuality>,
    /// How the figures were made.
    pub definition: Definition,
    /// What was hidden from this audience; null where nothing had to be.
    pub suppression: Option<Suppression>,
}

fn fraction(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl GroupPunctuality {
    fn of(group: GroupSummary) -> Self {
        let summary = group.summary;
        let (before, after) = (summary.late_before_close, summary.late_after_close);
        let arrivals = summary.present + after;
        let on_time = summary.present.saturating_sub(before);
        Self {
            group: group.group,
            pupils: group.pupils,
            arrivals,
            on_time,
            late_before_close: before,
            late_after_close: after,
            punctuality_rate: fraction(on_time, arrivals),
            possible: summary.possible,
            late_rate: fraction(before + after, summary.possible),
        }
    }
}

/// The punctuality of any number of pupils, grouped as asked.
pub fn punctuality<'a: 'b, 'b>(
    query: &Query,
    pupils: impl IntoIterator<Item = &'b PupilRecord<'a>>,
) -> PunctualityAnswer {
    let whole = summarise(query, pupils);
    let definition = Definition {
        measure:
            "punctuality_rate: arrivals before the register began as a fraction of all arrivals, a local measure; \
                  beside it late_rate: the DfE's late sessions (L and U) as a fraction of possible sessions"
                .to_owned(),
        numerator: "sessions with / or \\ (late_rate: with L or U)".to_owned(),
        denominator:
            "sessions with /, \\, L or U: the pupil came to school; activities off site, absences and sessions \
                      without a mark are no arrivals (late_rate: possible sessions)"
                .to_owned(),
        citation: "local measure; late sessions as in DfE, Pupil attendance in schools: methodology".to_owned(),
        ..whole.definition
    };
    let data = whole.data.into_iter().map(GroupPunctuality::of).collect();
    PunctualityAnswer { data, definition, suppression: None }
}

impl Guarded for PunctualityAnswer {
    fn sizes(&self) -> Vec<(String, u64)> {
        self.data.iter().map(|group| (group.group.clone(), group.pupils)).collect()
    }

    fn hide(&mut self, hidden: Vec<HiddenGroup>, smallest_group: u64) {
        self.data.retain(|group| hidden.iter().all(|each| each.group != group.group));
        self.data.iter_mut().for_each(|group| group.pupils = to_nearest_five(group.pupils));
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
    fn a_pupil_who_came_after_the_close_has_arrived_and_is_absent() {
        let class = Class::of(&[("7", "LUpppBIppp")]);
        let answer = punctuality(&query(Grouping::None), &class.records());
        let all = &answer.data[0];
        assert_eq!((all.arrivals, all.on_time, all.late_before_close, all.late_after_close), (8, 6, 1, 1));
        assert_eq!((all.punctuality_rate, all.possible, all.late_rate), (Some(0.75), 10, Some(0.2)));
        let none = punctuality(&query(Grouping::None), &Class::of(&[("7", "IIII")]).records());
        assert_eq!((none.data[0].punctuality_rate, none.data[0].late_rate), (None, Some(0.0)));
    }
}
