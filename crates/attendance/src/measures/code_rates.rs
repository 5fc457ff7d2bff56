//! The rate of each code: which reasons make up the absence.

use super::{Guarded, HiddenGroup, Suppression, to_nearest_five};
use crate::code::{Code, Era};
use crate::summary::{Definition, Grouping, PupilRecord, Query, summarise};
use serde::Serialize;
use utoipa::ToSchema;

/// How often one code was entered.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CodeRate {
    /// The code.
    #[schema(value_type = String, example = "I")]
    pub code: Code,
    /// What it says on the last day of the period; null where it was not in force then.
    #[schema(value_type = Option<String>, example = "Illness, physical or mental")]
    pub description: Option<&'static str>,
    /// Pupils with at least one such mark.
    pub pupils: u64,
    /// Sessions with the code.
    pub sessions: u64,
    /// Those sessions as a fraction of possible sessions, unrounded; null for a code that is no possible attendance on the
    /// last day of the period, and where no session was possible.
    #[schema(minimum = 0, maximum = 1, example = 0.0321)]
    pub rate: Option<f64>,
}

/// The rate of each code, and how it was made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CodeRatesAnswer {
    /// One entry for each code with at least one mark.
    pub data: Vec<CodeRate>,
    /// Pupils counted.
    pub pupils: u64,
    /// Possible sessions: the denominator of every rate.
    pub possible: u64,
    /// How the figures were made.
    pub definition: Definition,
    /// What was hidden from this audience; null where nothing had to be.
    pub suppression: Option<Suppression>,
}

/// The rate of each code over any number of pupils; `query.by` is not regarded.
pub fn code_rates<'a: 'b, 'b>(
    query: &Query,
    pupils: impl IntoIterator<Item = &'b PupilRecord<'a>> + Clone,
) -> CodeRatesAnswer {
    let whole = summarise(&Query { by: Grouping::None, ..*query }, pupils.clone());
    let by_code = summarise(&Query { by: Grouping::Code, ..*query }, pupils);
    let (people, possible) = whole.data.first().map_or((0, 0), |all| (all.pupils, all.summary.possible));
    let era = Era::of(query.period.to);
    let data = by_code.data.into_iter().filter_map(|group| {
        let code = Code::parse(&group.group).ok()?;
        let sessions = group.summary.by_code.get(&code).copied().unwrap_or(0);
        let row = era.row(code);
        let counts = row.is_some_and(|row| row.counts_as.is_possible());
        let rate = (counts && possible > 0).then(|| sessions as f64 / possible as f64);
        Some(CodeRate { code, description: row.map(|row| row.description), pupils: group.pupils, sessions, rate })
    });
    let definition = Definition {
        measure: "rate: sessions with the code as a fraction of possible sessions".to_owned(),
        numerator: "sessions with the code".to_owned(),
        by: Grouping::Code,
        ..whole.definition
    };
    CodeRatesAnswer { data: data.collect(), pupils: people, possible, definition, suppression: None }
}

impl Guarded for CodeRatesAnswer {
    fn sizes(&self) -> Vec<(String, u64)> {
        self.data.iter().map(|each| (each.code.as_str().to_owned(), each.pupils)).collect()
    }

    fn hide(&mut self, mut hidden: Vec<HiddenGroup>, smallest_group: u64) {
        if self.pupils < smallest_group {
            // A whole that small is itself hidden, with everything in it.
            (self.data, self.pupils, self.possible) = (Vec::new(), 0, 0);
            hidden = vec![HiddenGroup::small("all")];
        }
        self.data.retain(|each| hidden.iter().all(|gone| gone.group != each.code.as_str()));
        self.data.iter_mut().for_each(|each| each.pupils = to_nearest_five(each.pupils));
        self.pupils = to_nearest_five(self.pupils);
        self.definition.hide_small(smallest_group);
        self.suppression = Some(Suppression::of(hidden, smallest_group));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::examples::{Class, query};

    #[test]
    fn every_rate_has_the_same_denominator_and_what_is_not_possible_has_none() {
        let class = Class::of(&[("7", "IIppp"), ("8", "IDppp")]);
        let answer = code_rates(&query(Grouping::None), &class.records());
        assert_eq!((answer.pupils, answer.possible), (2, 9));
        let of = |code: &str| answer.data.iter().find(|each| each.code.as_str() == code).unwrap();
        assert_eq!((of("I").pupils, of("I").sessions, of("I").rate), (2, 3, Some(3.0 / 9.0)));
        assert_eq!((of("D").pupils, of("D").sessions, of("D").rate), (1, 1, None));
        let sum: u64 = answer.data.iter().filter(|each| each.rate.is_some()).map(|each| each.sessions).sum();
        assert_eq!(sum, answer.possible);
    }
}
