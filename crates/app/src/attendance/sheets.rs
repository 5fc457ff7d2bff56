//! Mark sheets as the use cases read them, kept between requests.
//!
//! The sheets of an academy and a year are kept together with their [`Fingerprint`], which every question compares inside
//! its own transaction: what is kept is used only where nothing was written since, and several nodes over one database need not
//! tell each other anything. Only transactions that read keep what they have read: one that writes sees its own marks,
//! which nobody else may ever see.

use crate::{Context, Result};
use attendance::MarkSheet;
use school::{AcademicYear, AcademyId, EnrolmentId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::attendance::sheets::{self, Fingerprint, StoredSheet, Which};

/// The sheets of one academy and year.
#[derive(Debug)]
struct YearSheets {
    year: AcademicYear,
    places: HashMap<EnrolmentId, u32>,
    sheets: Vec<MarkSheet>,
}

/// Sheets by year and enrolment: whole years as they are kept, and those of some pupils read or changed beside them.
#[derive(Debug, Default)]
pub(crate) struct Sheets {
    whole: Vec<Arc<YearSheets>>,
    own: HashMap<(AcademicYear, EnrolmentId), MarkSheet>,
}

/// The sheet that was stored.
pub(crate) fn sheet_of(stored: &StoredSheet) -> Result<MarkSheet> {
    MarkSheet::from_bytes(stored.year, &stored.marks)
        .map_err(|error| store::Error::Corrupt { table: "mark_sheets", why: error.to_string() }.into())
}

impl YearSheets {
    fn of(year: AcademicYear, stored: &[StoredSheet]) -> Result<Self> {
        let mut places = HashMap::with_capacity(stored.len());
        let mut sheets = Vec::with_capacity(stored.len());
        for sheet in stored {
            places.insert(sheet.enrolment_id, u32::try_from(sheets.len()).unwrap_or(u32::MAX));
            sheets.push(sheet_of(sheet)?);
        }
        Ok(Self { year, places, sheets })
    }

    fn get(&self, enrolment: EnrolmentId) -> Option<&MarkSheet> {
        self.places.get(&enrolment).and_then(|place| self.sheets.get(*place as usize))
    }
}

impl Sheets {
    /// The sheets that were read, of some pupils.
    pub(crate) fn of(stored: &[StoredSheet]) -> Result<Self> {
        let mut sheets = Self::default();
        for sheet in stored {
            sheets.insert(sheet.year, sheet.enrolment_id, sheet_of(sheet)?);
        }
        Ok(sheets)
    }

    /// The sheet of an enrolment in a year.
    pub(crate) fn get(&self, year: AcademicYear, enrolment: EnrolmentId) -> Option<&MarkSheet> {
        let whole = || self.whole.iter().filter(|kept| kept.year == year).find_map(|kept| kept.get(enrolment));
        // Mostly there are none beside the whole years.
        if self.own.is_empty() { whole() } else { self.own.get(&(year, enrolment)).or_else(whole) }
    }

    /// The same to be changed, where it is not one of a whole year.
    pub(crate) fn get_mut(&mut self, year: AcademicYear, enrolment: EnrolmentId) -> Option<&mut MarkSheet> {
        self.own.get_mut(&(year, enrolment))
    }

    /// Puts a sheet in.
    pub(crate) fn insert(&mut self, year: AcademicYear, enrolment: EnrolmentId, sheet: MarkSheet) {
        self.own.insert((year, enrolment), sheet);
    }

    /// A copy of the sheets of some enrolments, to be changed.
    pub(crate) fn copy_of(&self, enrolments: &[EnrolmentId]) -> Self {
        let mut copy = Self::default();
        for enrolment in enrolments {
            for sheet in self.whole.iter().filter_map(|kept| kept.get(*enrolment)) {
                copy.insert(sheet.year(), *enrolment, sheet.clone());
            }
        }
        let own = self.own.iter().filter(|((_, enrolment), _)| enrolments.contains(enrolment));
        copy.own.extend(own.map(|(key, sheet)| (*key, sheet.clone())));
        copy
    }
}

impl Context<'_> {
    /// The sheets of an academy in the years that are wanted.
    pub(crate) fn sheets(&mut self, academy: AcademyId, wanted: impl Fn(AcademicYear) -> bool) -> Result<Sheets> {
        let mut all = self.sheets_of(&[academy], wanted)?;
        Ok(all.remove(&academy).unwrap_or_default())
    }

    /// The sheets of some academies in the years that are wanted, by academy.
    pub(crate) fn sheets_of(
        &mut self,
        academies: &[AcademyId],
        wanted: impl Fn(AcademicYear) -> bool,
    ) -> Result<HashMap<AcademyId, Sheets>> {
        let mut found: HashMap<AcademyId, Sheets> = HashMap::with_capacity(academies.len());
        for fingerprint in sheets::fingerprints(self.db, academies)? {
            if !wanted(fingerprint.year) {
                continue;
            }
            let kept = if self.reads { self.app.sheets.get(&fingerprint) } else { None };
            let year = match kept {
                Some(year) => year,
                None => self.read_year(&fingerprint)?,
            };
            found.entry(fingerprint.academy_id).or_default().whole.push(year);
        }
        Ok(found)
    }

    fn read_year(&mut self, fingerprint: &Fingerprint) -> Result<Arc<YearSheets>> {
        let stored = sheets::load(self.db, fingerprint.academy_id, Which::Year(fingerprint.year))?;
        let year = Arc::new(YearSheets::of(fingerprint.year, &stored)?);
        if self.reads {
            self.app.sheets.keep(*fingerprint, &year);
        }
        Ok(year)
    }
}

/// The sheets that are kept, each year with the fingerprint that it was read at.
#[derive(Debug)]
pub struct SheetCache {
    /// How many sheets are kept at most.
    room: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    years: HashMap<(AcademyId, AcademicYear), Entry>,
    sheets: usize,
    /// Counts the questions: who was asked for longest ago goes first.
    turn: u64,
}

#[derive(Debug)]
struct Entry {
    fingerprint: Fingerprint,
    year: Arc<YearSheets>,
    asked: u64,
}

impl SheetCache {
    /// A cache that keeps at most so many bytes of sheets; 0 keeps none.
    pub fn new(bytes: usize) -> Self {
        Self { room: bytes / size_of::<MarkSheet>(), kept: Mutex::default() }
    }

    fn get(&self, fingerprint: &Fingerprint) -> Option<Arc<YearSheets>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.turn += 1;
        let turn = kept.turn;
        let entry = kept.years.get_mut(&(fingerprint.academy_id, fingerprint.year))?;
        entry.asked = turn;
        (entry.fingerprint == *fingerprint).then(|| Arc::clone(&entry.year))
    }

    fn keep(&self, fingerprint: Fingerprint, year: &Arc<YearSheets>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (fingerprint.academy_id, fingerprint.year);
        kept.forget(key);
        if year.sheets.len() > self.room {
            return;
        }
        while kept.sheets + year.sheets.len() > self.room {
            let Some(oldest) = kept.years.iter().min_by_key(|(_, entry)| entry.asked).map(|(key, _)| *key) else {
                break;
            };
            kept.forget(oldest);
        }
        kept.sheets += year.sheets.len();
        let asked = kept.turn;
        kept.years.insert(key, Entry { fingerprint, year: Arc::clone(year), asked });
    }
}

impl Kept {
    fn forget(&mut self, key: (AcademyId, AcademicYear)) {
        if let Some(gone) = self.years.remove(&key) {
            self.sheets -= gone.year.sheets.len();
        }
    }
}
