//! The marks that came from the MIS.

use super::{History, written};
use crate::demo::clients::Clients;
use crate::demo::day::{Day, at};
use crate::demo::feasts::earlier;
use crate::demo::random::Random;
use crate::demo::world::{MadeAcademy, founding};
use school::{AcademicYear, Date, Instant};
use store::attendance::entries::{ImportedMark, ImportedMarks};
use store::imports::{Counts, Import};

/// The MIS history: last year in one import, this year up to the registers that were taken here in another.
pub(super) fn tell(
    history: &mut History,
    academy: &MadeAcademy,
    day: Day,
    since: Date,
    clients: &Clients,
    random: &mut Random,
) {
    let pupils = i64::try_from(academy.pupils.len()).unwrap_or(0);
    history.imports.push(import("pupils-csv", pupils, academy, founding(day), clients, random));
    for year in day.years() {
        let last = earlier(since, 1).min(year.last_day()).max(year.first_day());
        let sent = at(last, 18, 5);
        let mut of_year = import("marks-csv", 0, academy, sent, clients, random);
        let mut entries = Vec::new();
        for sheet in academy.pupils.iter().flat_map(|pupil| &pupil.sheets).filter(|sheet| sheet.year == year) {
            let marks = marks_before(year, since, &sheet.marks);
            if marks.is_empty() {
                continue;
            }
            of_year.counts.rows += i64::try_from(marks.len()).unwrap_or(0);
            entries.push(ImportedMarks {
                id: random.id(sent),
                year,
                enrolment_id: sheet.enrolment_id,
                import_id: of_year.id,
                at: sent,
                version: 1,
                marks,
            });
        }
        if !entries.is_empty() {
            of_year.counts.created = of_year.counts.rows;
            of_year.bytes = of_year.counts.rows * 31;
            history.imports.push(of_year);
            history.imported.append(&mut entries);
        }
    }
}

fn marks_before(year: AcademicYear, since: Date, marks: &[u8; school::SESSIONS_IN_SHEET]) -> Vec<ImportedMark> {
    let end = year.day_index(since).map_or(school::SESSIONS_IN_SHEET, |day| 2 * day);
    let before = written(marks).take_while(|(place, _)| *place < end);
    before
        .filter_map(|(place, after)| Some(ImportedMark { place: u16::try_from(place).ok()?, before: 0, after }))
        .collect()
}

fn import(
    format: &str,
    rows: i64,
    academy: &MadeAcademy,
    at: Instant,
    clients: &Clients,
    random: &mut Random,
) -> Import {
    Import {
        id: random.id(at),
        academy_id: academy.academy.id,
        format: format.to_owned(),
        dry_run: false,
        day_first: false,
        effective_from: None,
        exported_at: None,
        complete: false,
        status: "succeeded".to_owned(),
        bytes: rows * 96,
        counts: Counts { rows, created: rows, ..Counts::default() },
        problem: None,
        notes: None,
        created_at: at,
        updated_at: at,
        started_at: Some(at),
        finished_at: Some(at),
        lease_until: None,
        by: clients.actor("MIS import", None),
    }
}
