//! A row of a file about a pupil: entered where the pupil is new, applied where not.

use super::patch::{change, check_marks};
use super::{Applied, PupilFields, Terms, amend};
use crate::roll::RollBook;
use crate::roll::checks::Checks;
use crate::{Context, Error, Kind, Result};
use exchange::Cell;
use school::{Date, PupilId, Upn, Violation};
use store::roll::pupils::Change;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The pupil is new.
    Created,
    /// Something about the pupil changed.
    Updated,
    /// The row says what is so already.
    Unchanged,
}

/// What became of a row, and of which pupil it spoke.
#[derive(Debug, Clone, PartialEq)]
pub struct Upserted {
    /// The pupil.
    pub pupil_id: PupilId,
    /// What became of the row.
    pub outcome: Outcome,
    /// What is doubtful about it.
    pub warnings: Vec<Violation>,
}

/// How a row found its pupil.
enum Match {
    Upn(PupilId),
    /// By a number that the pupil had before: the row is older than what stands.
    FormerUpn(PupilId),
    MisId(PupilId),
}

impl RollBook {
    /// Applies what a row says, in memory; [`RollBook::save`] writes it. Nothing is touched that does not change. Changes of
    /// statutory entries are kept in the history with `reason`.
    ///
    /// # Errors
    /// [`Error::Invalid`] with all that is wrong: the row is rejected and the book is as it was.
    pub fn upsert_pupil(
        &mut self,
        cx: &mut Context<'_>,
        fields: &PupilFields,
        effective_from: Option<Date>,
        reason: &str,
    ) -> Result<Upserted> {
        let today = super::today(cx);
        let terms = Terms { academy_id: self.academy_id(), at: cx.at, today, effective_from };
        match self.find(fields)? {
            None => self.enter_pupil(fields, &terms),
            Some(Match::Upn(id) | Match::MisId(id)) => self.amend_pupil(cx, id, fields, &terms, reason),
            Some(Match::FormerUpn(id)) => {
                let fields = PupilFields { upn: Cell::Absent, ..fields.clone() };
                self.amend_pupil(cx, id, &fields, &terms, reason)
            }
        }
    }

    fn enter_pupil(&mut self, fields: &PupilFields, terms: &Terms) -> Result<Upserted> {
        self.check_keys_free(fields, None)?;
        let mut new_id = || school::uuid_at(terms.at, crate::random_bytes());
        let applied = amend::enter(fields, terms, &mut self.groups, &mut new_id)?;
        let pupil_id = applied.entry.record.id;
        self.put(applied.entry, []);
        Ok(Upserted { pupil_id, outcome: Outcome::Created, warnings: applied.warnings })
    }

    fn amend_pupil(
        &mut self,
        cx: &mut Context<'_>,
        id: PupilId,
        fields: &PupilFields,
        terms: &Terms,
        reason: &str,
    ) -> Result<Upserted> {
        self.check_keys_free(fields, Some(id))?;
        let before = self.entry(id).cloned().ok_or(Error::NotFound(Kind::Pupil))?;
        let mut new_id = || school::uuid_at(terms.at, crate::random_bytes());
        let applied = amend::amend(&before, fields, terms, &mut self.groups, &mut new_id)?;
        if applied.entry == before {
            return Ok(Upserted { pupil_id: id, outcome: Outcome::Unchanged, warnings: Vec::new() });
        }
        if let Some(moved) = &applied.moved {
            let mut checks = Checks::default();
            check_marks(cx, self.academy_id(), id, moved, &mut checks)?;
            checks.finish()?;
        }
        let Applied { entry, changed, amended, warnings, .. } = applied;
        let changes: Vec<Change> = amended.into_iter().map(|entry| change(cx, entry, reason)).collect();
        self.put(entry, changed);
        self.add_history(id, changes);
        Ok(Upserted { pupil_id: id, outcome: Outcome::Updated, warnings })
    }

    /// The pupil of a row: by UPN, then by former UPN, then by the id in the MIS.
    fn find(&self, fields: &PupilFields) -> Result<Option<Match>> {
        let upn = value(&fields.upn);
        if let Some(id) = upn.and_then(|upn| self.keys.upn(upn)) {
            return Ok(Some(Match::Upn(id)));
        }
        if let Some(id) = value(&fields.former_upn).and_then(|upn| self.keys.upn(upn)) {
            return Ok(Some(Match::Upn(id)));
        }
        if let Some(id) = upn.and_then(|upn| self.keys.former_upn(upn)) {
            return Ok(Some(Match::FormerUpn(id)));
        }
        let Some(id) = value(&fields.mis_id).and_then(|mis_id| self.keys.mis_id(mis_id.trim())) else {
            return Ok(None);
        };
        self.check_same_child(id, upn, fields)?;
        Ok(Some(Match::MisId(id)))
    }

    /// A MIS that gives the number of somebody who left to somebody new must not turn the one into the other.
    fn check_same_child(&self, id: PupilId, upn: Option<&Upn>, fields: &PupilFields) -> Result<()> {
        let Some(entry) = self.entry(id) else { return Ok(()) };
        let identity = &entry.record.identity;
        let other_number = upn.zip(identity.upn.as_ref()).is_some_and(|(one, two)| one != two);
        let other_birth = value(&fields.date_of_birth).is_some_and(|born| *born != identity.date_of_birth);
        if other_number && other_birth {
            let detail = "this id belongs to a pupil with another UPN and another date of birth";
            return Err(Error::invalid("/mis_id", "mis_id_of_another_pupil", detail));
        }
        Ok(())
    }

    fn check_keys_free(&self, fields: &PupilFields, pupil: Option<PupilId>) -> Result<()> {
        let mut checks = Checks::default();
        let holder = value(&fields.upn).and_then(|upn| self.keys.upn(upn));
        if holder.is_some_and(|holder| Some(holder) != pupil) {
            checks.fail("/upn", "upn_taken", "another pupil of the academy has this UPN");
        }
        let holder = value(&fields.mis_id).and_then(|mis_id| self.keys.mis_id(mis_id.trim()));
        if holder.is_some_and(|holder| Some(holder) != pupil) {
            checks.fail("/mis_id", "mis_id_taken", "another pupil of the academy has this id in the MIS");
        }
        checks.finish()
    }
}

fn value<T>(cell: &Cell<T>) -> Option<&T> {
    match cell {
        Cell::Value(value) => Some(value),
        Cell::Absent | Cell::Null => None,
    }
}
