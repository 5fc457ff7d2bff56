//! Imported Common Transfer Files: first the pupils, then the marks of this academy.

use super::marks::{self, MarkSource, Sent, SentRow};
use super::pupils;
use super::receiving;
use super::run::{Run, Stopped};
use crate::AcademyState;
use exchange::{Cell, Ctf, CtfHeader, CtfPupil, CtfYear, PupilRow, Row, Unreadable};
use school::{Academy, SessionAt, Upn};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::sync::Arc;

/// Imports a Common Transfer File.
pub(super) fn run(run: &mut Run<'_>) -> Result<Option<Value>, Stopped> {
    let academy = run.app.read(&run.acting, |cx| cx.academy(run.import.academy_id))?;
    let mut file = Ctf::open(run.file())?;
    let mut pupils = 0;
    while file.next_pupil()?.is_some() {
        pupils += 1;
    }
    let mut notes: Vec<Value> = file.notes().iter().map(note).collect();
    run.has_rows(pupils);
    let mut file = Ctf::open(run.file())?;
    let elsewhere = !is_own(&academy, file.header());
    // Another school's file says nothing of when this one wrote its marks.
    if let Some(made_at) = file.header().made_at.filter(|_| !elsewhere && run.import.exported_at.is_none()) {
        let made_at = school::clock::instant_of(made_at.date(), made_at.time());
        if receiving::may_be_written_at(run.now, made_at) {
            run.is_written_at(made_at)?;
        } else {
            notes.push(json!({
                "code": "file_date_not_used",
                "detail": "the header names a moment that has not come or is out of range: the file is not put in order by it",
                "count": 1,
            }));
        }
    }
    if run.rows_done() < pupils {
        let header = file.header().clone();
        pupils::import(run, &mut || {
            let entry = file.next_pupil()?;
            Ok(entry.map(|entry| entry.map(|row| row_of(row, &header, &academy, elsewhere))))
        })?;
    }
    if elsewhere {
        notes.push(json!({
            "code": "other_school",
            "detail": "the file was made by another school: its days of entry and leaving were not taken over",
            "count": 1,
        }));
    }
    let (counting, reading) = (run.file(), run.file());
    let source = marks::import(run, pupils, |run, state| {
        let mut counted = CtfSource::open(counting, &academy, state)?;
        let mut rows = pupils;
        while counted.next(&mut |_| rows += 1)? {}
        run.has_rows(rows);
        Ok(CtfSource::open(reading, &academy, state)?)
    })?;
    notes.extend(source.notes());
    if !marks::listed_all(run) {
        notes.push(marks::more_warnings(run));
    }
    Ok((!notes.is_empty()).then_some(Value::Array(notes)))
}

fn note(note: &exchange::CtfNote) -> Value {
    json!({ "code": note.code, "element": note.element, "detail": note.detail, "count": note.count })
}

/// Whether the academy itself made the file, or the file does not say who did.
fn is_own(academy: &Academy, header: &CtfHeader) -> bool {
    let source = &header.source;
    if source.la_code.is_none() && source.establishment_number.is_none() {
        return source.urn.is_none() || source.urn == academy.urn;
    }
    is_of(academy, source.la_code.as_deref(), source.establishment_number.as_deref())
}

/// Whether the two numbers are the academy's own.
fn is_of(academy: &Academy, la_code: Option<&str>, establishment_number: Option<&str>) -> bool {
    let same = |one: Option<&str>, two: Option<&str>| one.is_some() && one.map(str::trim) == two.map(str::trim);
    same(la_code, academy.la_code.as_deref()) && same(establishment_number, academy.establishment_number.as_deref())
}

/// The pupil as the roll takes one. What another school says of its own roll is not true of this one.
/// Days that are not given for the file's school may stand in the pupil's history of schools.
fn row_of(row: Row<CtfPupil>, header: &CtfHeader, academy: &Academy, elsewhere: bool) -> Row<PupilRow> {
    let Row { line, values: CtfPupil { row: mut values, schools, .. } } = row;
    if elsewhere {
        values.starting_day = Cell::Absent;
        values.leaving_day = Cell::Absent;
        values.ground = Cell::Absent;
        values.kind = Cell::Absent;
        values.registration_group = Cell::Absent;
        values.mis_id = Cell::Absent;
        values.next_school = Cell::Absent;
        if let Some(name) = &header.source.name {
            values.last_school = Cell::Value(name.clone());
        }
    }
    // Of several stays here the last one is meant.
    let here = schools.iter().filter(|school| {
        is_of(academy, school.la_code.as_deref(), school.establishment_number.as_deref())
            || school.urn.is_some() && school.urn == academy.urn
    });
    if let Some(stay) = here.max_by_key(|school| school.entry_date)
        && values.starting_day == Cell::Absent
        && values.leaving_day == Cell::Absent
    {
        values.starting_day = stay.entry_date.map_or(Cell::Absent, Cell::Value);
        values.leaving_day = stay.leaving_date.map_or(Cell::Absent, Cell::Value);
    }
    Row { line, values }
}

/// One mark of one year of a pupil.
type CtfMark = (u64, SessionAt, char);

/// The marks that the academy itself gave.
struct CtfSource<'a, R> {
    file: Ctf<R>,
    academy: &'a Academy,
    state: Arc<AcademyState>,
    known: HashSet<String>,
    upn: Option<Upn>,
    mis_id: Option<String>,
    marks: std::vec::IntoIter<CtfMark>,
    remarks: BTreeMap<(&'static str, String), u64>,
}

impl<'a, R: Read> CtfSource<'a, R> {
    fn open(input: R, academy: &'a Academy, state: &Arc<AcademyState>) -> Result<Self, Unreadable> {
        let identities = state.roll.pupils.iter().map(|pupil| &pupil.record.identity);
        let keys = identities.flat_map(|identity| {
            let upns = [&identity.upn, &identity.former_upn].map(|upn| upn.as_ref().map(ToString::to_string));
            upns.into_iter().flatten().chain(identity.mis_id.clone())
        });
        Ok(Self {
            file: Ctf::open(input)?,
            academy,
            state: Arc::clone(state),
            known: keys.collect(),
            upn: None,
            mis_id: None,
            marks: Vec::new().into_iter(),
            remarks: BTreeMap::new(),
        })
    }

    fn notes(&self) -> Vec<Value> {
        let remarks = self.remarks.iter();
        remarks.map(|((code, detail), count)| json!({ "code": code, "detail": detail, "count": count })).collect()
    }

    fn remark(&mut self, code: &'static str, detail: impl Into<String>) {
        *self.remarks.entry((code, detail.into())).or_default() += 1;
    }

    fn pupil(&mut self, pupil: CtfPupil) {
        self.upn = pupil.row.upn.value();
        self.mis_id = pupil.row.mis_id.value().filter(|_| self.upn.is_none());
        let key = self.upn.as_ref().map(school::Upn::as_str).or(self.mis_id.as_deref());
        if !key.is_some_and(|key| self.known.contains(key)) {
            if !pupil.years.is_empty() {
                self.remark("marks_of_unknown_pupil", "the pupil is not on the roll; the marks were left out");
            }
            return;
        }
        let mut marks = Vec::new();
        for year in pupil.years {
            self.year(&year, &mut marks);
        }
        self.marks = marks.into_iter();
    }

    fn year(&mut self, year: &CtfYear, into: &mut Vec<CtfMark>) {
        if !is_of(self.academy, year.la_code.as_deref(), year.establishment_number.as_deref()) {
            self.remark("marks_of_another_school", "a year at another school was left out");
            return;
        }
        let state = Arc::clone(&self.state);
        match year.marks(|academic_year| state.calendars.get(&academic_year)) {
            Ok(read) => into.extend(read.marks.into_iter().map(|(at, code)| (year.position.line, at, code))),
            Err(undecided) => self.remark("marks_not_read", undecided.to_string()),
        }
    }
}

impl<R: Read> MarkSource for CtfSource<'_, R> {
    fn next(&mut self, take: &mut dyn FnMut(Sent<'_>)) -> Result<bool, Unreadable> {
        loop {
            if let Some((line, at, code)) = self.marks.next() {
                let mut buffer = [0; 4];
                let code = Some(&*code.encode_utf8(&mut buffer));
                let (upn, mis_id) = (self.upn.as_ref(), self.mis_id.as_deref());
                take(Sent::Row(SentRow { line, upn, mis_id, at, code, minutes_late: None, comment: None }));
                return Ok(true);
            }
            match self.file.next_pupil()? {
                None => return Ok(false),
                // What was refused of a pupil stands among the refusals already.
                Some(Err(_)) => {}
                Some(Ok(row)) => self.pupil(row.values),
            }
        }
    }
}
