//! Measures beside the summary: severity bands, punctuality, the rate of each code, and the comparison with national
//! figures. All of them are made of [`crate::summary::summarise`], so no two answers count a session differently, and
//! each says by its own definition what is above and below the line and what was left out.

mod bands;
mod code_rates;
mod comparison;
mod national;
mod punctuality;
mod suppression;

pub use bands::{Band, BandsAnswer, GroupBands, bands};
pub use code_rates::{CodeRate, CodeRatesAnswer, code_rates};
pub use comparison::{
    ComparisonAnswer, Difference, NationalComparison, OwnFigures, PhaseComparison, Rate, compare, phase_word,
};
pub use national::{NATIONAL, NationalFigure, PartOfYear, Series};
pub use punctuality::{GroupPunctuality, PunctualityAnswer, punctuality};
pub use suppression::{
    Audience, Guarded, HiddenBecause, HiddenGroup, SMALLEST_PUBLISHED_GROUP, Suppression, hidden_groups,
    to_nearest_five,
};

use crate::summary::Grouping;

/// Whether a pupil's own absence can be judged inside the groups of a grouping: not where the groups cut a pupil's
/// sessions by day or by code.
pub fn groups_pupils(by: Grouping) -> bool {
    !matches!(by, Grouping::Weekday | Grouping::Week | Grouping::Code)
}

#[cfg(test)]
pub(crate) mod examples;
