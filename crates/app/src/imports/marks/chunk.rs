//! As many rows of a window as one short transaction takes.

use super::decide::Decided;
use super::reading::Reading;
use super::row::{SheetOf, Window};
use super::save;
use super::{order, plans};
use crate::imports::pace::Load;
use crate::imports::run::{Run, Step};
use crate::{Context, Result};
use school::{
    AcademicYear, AcademyId, Date, EnrolmentId, ImportId, Instant, MarkAuthority, PupilId, SESSIONS_IN_SHEET,
};
use std::collections::{BTreeMap, HashMap, HashSet};
use store::attendance::details::Detail;
use store::attendance::entries::ImportedMark;
use store::attendance::planned::PlannedAbsence;
use store::attendance::sheets::Which;
use store::attendance::words::Words;
use store::attendance::{details, planned, sheets};

/// What things cost beside a mark that changes nothing, which costs 1. Estimates: the pace is measured.
pub(super) mod cost {
    pub(in super::super) const SHEET: usize = 40;
    pub(in super::super) const REJECTION: usize = 15;
    pub(in super::super) const AMENDMENT: usize = 100;
    pub(in super::super) const DETAIL: usize = 40;
    pub(in super::super) const ISSUE: usize = 40;
    pub(in super::super) const PLAN: usize = 60;
}

/// What the transactions of one import have in common.
pub(super) struct Task<'a> {
    pub(super) academy: AcademyId,
    pub(super) import: ImportId,
    pub(super) dry_run: bool,
    pub(super) reading: &'a Reading,
    /// Warnings so far.
    pub(super) warnings: i64,
    /// The reason of amendments.
    pub(super) reason: String,
    /// When the other system wrote the file.
    pub(super) exported_at: Option<Instant>,
}

/// What a transaction took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    pub(super) rows: usize,
    pub(super) load: Load,
}

/// A sheet with what stands on it and what comes to stand there.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) of: SheetOf,
    pub(super) before: Vec<u8>,
    pub(super) after: Vec<u8>,
    pub(super) details: HashMap<u16, Detail>,
    /// The last words of files on its places; empty where this file does not say when it was written.
    pub(super) words: Words,
    pub(super) entered: Vec<ImportedMark>,
    /// The first and the last place written.
    pub(super) written: Option<(usize, usize)>,
}

/// What stands where the rows go.
pub(super) struct Standing {
    pub(super) authority: MarkAuthority,
    pub(super) sheets: HashMap<u32, Sheet>,
    pub(super) plans: HashMap<PupilId, Vec<PlannedAbsence>>,
}

/// The rows that may be taken, and what they need.
struct Wanted {
    to: usize,
    sheets: Vec<u32>,
    first: Date,
    last: Date,
}

impl<'a> Task<'a> {
    pub(super) fn of(run: &Run<'_>, reading: &'a Reading) -> Self {
        Self {
            academy: run.academy(),
            import: run.import.id,
            dry_run: run.import.dry_run,
            reading,
            warnings: run.counts.warnings,
            reason: format!("import {}: the MIS has another entry", run.import.id),
            exported_at: run.import.exported_at,
        }
    }

    /// Takes rows from a place of the window on; none where the roll is no longer the one that they were judged by.
    pub(super) fn take(
        &self,
        cx: &mut Context<'_>,
        window: &Window,
        from: usize,
        most: Load,
    ) -> Result<Option<Step<Taken>>> {
        if store::roll::academies::roll_version(cx.db, self.academy)? != self.reading.roll_version {
            return Ok(None);
        }
        let wanted = self.wanted(window, from, most);
        let standing = self.load(cx, &wanted)?;
        let mut decided = Decided::over(standing);
        let mut rows = 0;
        let candidates = window.rows.get(from..wanted.to).unwrap_or_default();
        for (place, row) in candidates.iter().enumerate() {
            // A sheet is finished where that does not take too long.
            let within = place > 0 && candidates[place - 1].who == row.who;
            if place > 0 && decided.units >= if within { 2 * most.units } else { most.units } {
                break;
            }
            decided.add(self, cx, window, row);
            rows += 1;
        }
        decided.plans = plans::merged(self, cx, &decided.wishes);
        if !self.dry_run {
            save::save(self, cx, &mut decided)?;
        }
        let Decided { counts, rejections, units, sheets, .. } = decided;
        Ok(Some(Step { counts, rejections, value: Taken { rows, load: Load { units, sheets } } }))
    }

    fn wanted(&self, window: &Window, from: usize, most: Load) -> Wanted {
        let mut wanted = Wanted { to: from, sheets: Vec::new(), first: Date::MAX, last: Date::MIN };
        let (mut cost, mut known) = (0, HashSet::new());
        for row in window.rows.get(from..).unwrap_or_default() {
            let sheet = self.reading.sheet(row.sheet);
            let another = sheet.is_some() && !known.contains(&row.sheet);
            if cost >= most.units || (another && wanted.sheets.len() >= most.sheets) {
                break;
            }
            wanted.to += 1;
            cost += 1 + window.refusals(row).len() * cost::REJECTION;
            let Some(sheet) = sheet else { continue };
            if known.insert(row.sheet) {
                wanted.sheets.push(row.sheet);
                cost += cost::SHEET;
            }
            if let Some(at) = sheet.year.session_at(usize::from(row.place)) {
                wanted.first = wanted.first.min(at.date);
                wanted.last = wanted.last.max(at.date);
            }
        }
        wanted
    }

    fn load(&self, cx: &mut Context<'_>, wanted: &Wanted) -> Result<Standing> {
        let authority = cx.academy(self.academy)?.mark_authority;
        let mut standing = Standing { authority, sheets: HashMap::new(), plans: HashMap::new() };
        let mut by_year: BTreeMap<AcademicYear, Vec<(u32, SheetOf)>> = BTreeMap::new();
        for number in &wanted.sheets {
            let Some(of) = self.reading.sheet(*number) else { continue };
            by_year.entry(of.year).or_default().push((*number, *of));
        }
        let pupils: HashSet<PupilId> = by_year.values().flatten().map(|(_, of)| of.pupil_id).collect();
        for (year, wanted_sheets) in by_year {
            self.load_year(cx, year, &wanted_sheets, wanted, &mut standing.sheets)?;
        }
        if !pupils.is_empty() {
            let pupils: Vec<PupilId> = pupils.into_iter().collect();
            for plan in planned::touching(cx.db, self.academy, Some(&pupils), wanted.first, wanted.last)? {
                standing.plans.entry(plan.pupil_id).or_default().push(plan);
            }
        }
        Ok(standing)
    }

    fn load_year(
        &self,
        cx: &mut Context<'_>,
        year: AcademicYear,
        wanted_sheets: &[(u32, SheetOf)],
        wanted: &Wanted,
        into: &mut HashMap<u32, Sheet>,
    ) -> Result<()> {
        let ids: Vec<EnrolmentId> = wanted_sheets.iter().map(|(_, of)| of.enrolment_id).collect();
        if !self.dry_run {
            // Missing sheets are made before any is held, as the taking of a register does it: nobody waits in a circle.
            let there = sheets::bytes_at(cx.db, self.academy, year, 0, &ids)?;
            let missing: Vec<_> = wanted_sheets
                .iter()
                .filter(|(_, of)| !there.contains_key(&of.enrolment_id))
                .map(|(_, of)| (of.enrolment_id, of.pupil_id))
                .collect();
            sheets::ensure(cx.db, self.academy, year, &missing)?;
            sheets::lock(cx.db, self.academy, year, &ids)?;
        }
        let stored = sheets::load(cx.db, self.academy, Which::Enrolments(year, &ids))?;
        let mut marks: HashMap<EnrolmentId, Vec<u8>> =
            stored.into_iter().map(|sheet| (sheet.enrolment_id, sheet.marks)).collect();
        let mut beside: HashMap<EnrolmentId, HashMap<u16, Detail>> = HashMap::new();
        for detail in details::of_range(cx.db, self.academy, &ids, wanted.first, wanted.last)? {
            let place = year.index_of(detail.at).and_then(|place| u16::try_from(place).ok());
            place.and_then(|place| beside.entry(detail.enrolment_id).or_default().insert(place, detail));
        }
        let mut words = order::words(self, cx, year, &ids)?;
        for (number, of) in wanted_sheets {
            let before = marks.remove(&of.enrolment_id).unwrap_or_else(|| vec![0; SESSIONS_IN_SHEET]);
            let details = beside.remove(&of.enrolment_id).unwrap_or_default();
            let after = before.clone();
            let words = words.remove(&of.enrolment_id).unwrap_or_default();
            into.insert(*number, Sheet { of: *of, before, after, details, words, entered: Vec::new(), written: None });
        }
        Ok(())
    }
}
