//! The account of cover given: one line for each, with its terms, as payroll and the people themselves need it.

use super::given::given;
use crate::records::{self, Filter};
use crate::staffing::staff_by_id;
use crate::{Context, Result};
use chrono::NaiveTime;
use cover::arrange::{How, Terms};
use cover::publication::Publication;
use school::{AcademyId, Date, StaffId};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;
use uuid::Uuid;

/// One cover that was published and is given.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CoverRecord)]
pub struct CoverLine {
    /// The assignment.
    pub assignment_id: Uuid,
    /// Who covers.
    pub staff_id: StaffId,
    /// Their code.
    pub staff_code: String,
    /// Their name.
    pub staff_name: String,
    /// The day.
    pub date: Date,
    /// The period.
    pub period: String,
    /// The class.
    pub class: String,
    /// From when on.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "10:00")]
    pub starts: NaiveTime,
    /// Until when.
    #[serde(with = "cover::clock_time")]
    #[schema(value_type = String, example = "11:00")]
    pub ends: NaiveTime,
    /// How long.
    pub minutes: u32,
    /// On what terms.
    pub terms: Terms,
    /// The version of the day with which it was published last.
    pub version: i32,
}

/// What one person gave on the same terms.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CoverRecordTotal)]
pub struct TermsTotal {
    /// Who.
    pub staff_id: StaffId,
    /// Their code.
    pub staff_code: String,
    /// Their name.
    pub staff_name: String,
    /// On what terms.
    pub terms: Terms,
    /// Covers.
    pub covers: u32,
    /// Minutes.
    pub minutes: u32,
}

/// Every cover of some days that was published and is given, on some terms or on any, in the order of days, times and people. A
/// class that joined another is none, and what fell away since is not in it.
pub fn account(
    cx: &mut Context<'_>,
    academy: AcademyId,
    (from, to): (Date, Date),
    terms: Option<Terms>,
) -> Result<Vec<CoverLine>> {
    let found = given(cx, academy, from, to)?;
    let versions = versions(cx, academy, from, to)?;
    let names = staff_by_id(cx, academy)?;
    let lines = found.into_iter().filter_map(|given| {
        let (id, cover) = (given.assignment.id.0, given.assignment.value);
        let version = *versions.get(&id)?;
        let wanted = cover.how == How::Cover && terms.is_none_or(|terms| terms == cover.terms);
        let member = names.get(&cover.staff_id);
        wanted.then(|| CoverLine {
            assignment_id: id,
            staff_id: cover.staff_id,
            staff_code: member.map(|member| member.staff_code.clone()).unwrap_or_default(),
            staff_name: member.map(|member| member.signatory().name).unwrap_or_default(),
            date: cover.date,
            period: cover.period,
            class: cover.class,
            starts: cover.starts,
            ends: cover.ends,
            minutes: given.minutes,
            terms: cover.terms,
            version,
        })
    });
    let mut lines: Vec<CoverLine> = lines.collect();
    lines.sort_by_key(|line| (line.date, line.starts, line.staff_id, line.assignment_id));
    Ok(lines)
}

/// The version with which each assignment was published last.
fn versions(cx: &mut Context<'_>, academy: AcademyId, from: Date, to: Date) -> Result<HashMap<Uuid, i32>> {
    let filter = Filter { subjects: None, from: Some(from), to: Some(to) };
    let mut found: HashMap<Uuid, i32> = HashMap::new();
    for kept in records::all::<Publication>(cx, academy, &filter)? {
        let version = kept.value.version;
        for share in kept.value.lines.iter().flat_map(|line| &line.shares) {
            let last = found.entry(share.assignment_id).or_default();
            *last = version.max(*last);
        }
    }
    Ok(found)
}

/// The same lines added up by person and terms, by code and name.
pub fn totals(lines: &[CoverLine]) -> Vec<TermsTotal> {
    let mut found: BTreeMap<(StaffId, Terms), TermsTotal> = BTreeMap::new();
    for line in lines {
        let total = found.entry((line.staff_id, line.terms)).or_insert_with(|| TermsTotal {
            staff_id: line.staff_id,
            staff_code: line.staff_code.clone(),
            staff_name: line.staff_name.clone(),
            terms: line.terms,
            covers: 0,
            minutes: 0,
        });
        total.covers += 1;
        total.minutes += line.minutes;
    }
    let mut totals: Vec<TermsTotal> = found.into_values().collect();
    totals.sort_by(|one, two| {
        (&one.staff_code, one.staff_id, one.terms).cmp(&(&two.staff_code, two.staff_id, two.terms))
    });
    totals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(person: u128, code: &str, terms: Terms, minutes: u32) -> CoverLine {
        CoverLine {
            assignment_id: Uuid::nil(),
            staff_id: StaffId(Uuid::from_u128(person)),
            staff_code: code.to_owned(),
            staff_name: String::new(),
            date: "2026-11-23".parse().unwrap(),
            period: "1".to_owned(),
            class: "7A/Ma".to_owned(),
            starts: "09:00:00".parse().unwrap(),
            ends: "10:00:00".parse().unwrap(),
            minutes,
            terms,
            version: 1,
        }
    }

    #[test]
    fn covers_are_added_up_by_person_and_terms() {
        let lines = [
            line(1, "GUS", Terms::Ordinary, 60),
            line(2, "BEN", Terms::Paid, 30),
            line(1, "GUS", Terms::Paid, 60),
            line(1, "GUS", Terms::Paid, 20),
        ];
        let told: Vec<_> =
            totals(&lines).into_iter().map(|each| (each.staff_code, each.terms, each.covers, each.minutes)).collect();
        assert_eq!(
            told,
            [
                ("BEN".to_owned(), Terms::Paid, 1, 30),
                ("GUS".to_owned(), Terms::Ordinary, 1, 60),
                ("GUS".to_owned(), Terms::Paid, 2, 80),
            ]
        );
    }
}
