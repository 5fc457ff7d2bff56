//! Bands, punctuality, rates by code, and the comparison with national figures.

use super::summaries::{Asked, Of, Values, guard, with_records};
use crate::{Context, Error, Result};
use attendance::measures::{
    self, Audience, BandsAnswer, CodeRatesAnswer, ComparisonAnswer, PunctualityAnswer, groups_pupils,
};
use attendance::summary::{Cohort, Grouping};

/// The severity bands of an academy or of all academies in reach.
///
/// # Errors
/// [`Error::Invalid`] where the grouping cuts a pupil's sessions by day or code: no pupil could be judged.
pub fn bands(cx: &mut Context<'_>, of: Of, asked: &Asked, audience: Audience) -> Result<BandsAnswer> {
    if !groups_pupils(asked.by) {
        let detail = "bands judge whole pupils, so they are not grouped by weekday, week or code";
        return Err(Error::invalid("/query/by", "grouping_not_possible", detail));
    }
    let mut answer = with_records(cx, of, asked, asked.by, |query, records| measures::bands(query, records))?;
    guard(cx, of, &mut answer, audience)?;
    Ok(answer)
}

/// The punctuality of an academy or of all academies in reach.
///
/// # Errors
/// [`Error::Invalid`] where it is grouped by code.
pub fn punctuality(cx: &mut Context<'_>, of: Of, asked: &Asked, audience: Audience) -> Result<PunctualityAnswer> {
    if asked.by == Grouping::Code {
        let detail = "punctuality compares codes, so it is not grouped by code";
        return Err(Error::invalid("/query/by", "grouping_not_possible", detail));
    }
    let mut answer = with_records(cx, of, asked, asked.by, |query, records| measures::punctuality(query, records))?;
    guard(cx, of, &mut answer, audience)?;
    Ok(answer)
}

/// The rate of each code at an academy or at all academies in reach.
pub fn code_rates(cx: &mut Context<'_>, of: Of, asked: &Asked, audience: Audience) -> Result<CodeRatesAnswer> {
    let asked = Asked { by: Grouping::None, ..*asked };
    let mut answer = with_records(cx, of, &asked, asked.by, |query, records| measures::code_rates(query, records))?;
    guard(cx, of, &mut answer, audience)?;
    Ok(answer)
}

/// The figures of an academy, or of all academies in reach, beside the national ones of each phase: in the DfE's cohort.
pub fn comparison(cx: &mut Context<'_>, of: Of, asked: &Asked, audience: Audience) -> Result<ComparisonAnswer> {
    let asked = Asked { by: Grouping::None, cohort: Cohort::Dfe, ..*asked };
    let mut answer = with_records(cx, of, &asked, Values::Phase, |query, records| measures::compare(query, records))?;
    guard(cx, of, &mut answer, audience)?;
    Ok(answer)
}
