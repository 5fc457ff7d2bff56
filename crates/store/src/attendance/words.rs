//! The last word that files have on the marks of a sheet, where their senders said when they were written.
//!
//! A file that says the same as what stands changes nothing, and yet an older file must not overwrite what it confirmed. Every
//! night's export confirms a whole year: one row for a sheet, of runs of places with the same moment, holds all of them.

use crate::db::{MultiBackend, on_backend};
use crate::schema::words_of_files;
use crate::sql_types::Id;
use crate::{Db, Error, Result};
use diesel::prelude::*;
use diesel::upsert::excluded;
use school::{AcademicYear, AcademyId, EnrolmentId, Instant, SESSIONS_IN_SHEET};
use std::collections::HashMap;

/// The bytes before the marks of a run.
const RUN_HEAD: usize = 12;
/// Stands in a run for a place on which nothing was said.
const NO_WORD: u8 = 0;

/// The mark that a file has for a place of a sheet, and when the file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The byte of the mark.
    pub mark: u8,
    /// When the other system wrote the file, in microseconds since 1970.
    pub written: i64,
}

/// The last words on the places of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    places: Vec<Option<Word>>,
    changed: bool,
}

impl Words {
    /// Whether the mark that stands at a place is what a file says that was written after a moment.
    pub fn are_later(&self, place: u16, standing: u8, moment: Instant) -> bool {
        let word = self.places.get(usize::from(place)).copied().flatten();
        word.is_some_and(|word| word.mark == standing && word.written > moment.timestamp_micros())
    }

    /// A file written at a moment has the mark for a place that now stands there.
    pub fn say(&mut self, place: u16, mark: u8, moment: Instant) {
        if usize::from(place) >= SESSIONS_IN_SHEET || self.are_later(place, mark, moment) {
            return;
        }
        self.places.resize(SESSIONS_IN_SHEET, None);
        let word = Some(Word { mark, written: moment.timestamp_micros() });
        if let Some(there) = self.places.get_mut(usize::from(place)) {
            self.changed |= *there != word;
            *there = word;
        }
    }

    /// Whether anything was said that is not stored yet.
    pub fn has_changed(&self) -> bool {
        self.changed
    }

    fn pack(&self) -> Vec<u8> {
        let mut runs: Vec<(usize, i64, Vec<u8>)> = Vec::new();
        for (place, word) in self.places.iter().enumerate() {
            let Some(word) = word else { continue };
            match runs.last_mut() {
                // A weekend between is shorter than the beginning of another run.
                Some((from, written, marks)) if *written == word.written && place - *from - marks.len() <= RUN_HEAD => {
                    marks.resize(place - *from, NO_WORD);
                    marks.push(word.mark);
                }
                _ => runs.push((place, word.written, vec![word.mark])),
            }
        }
        let mut bytes = Vec::new();
        for (from, written, marks) in runs {
            for number in [from, marks.len()] {
                bytes.extend_from_slice(&u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes());
            }
            bytes.extend_from_slice(&written.to_be_bytes());
            bytes.extend_from_slice(&marks);
        }
        bytes
    }

    fn unpack(bytes: &[u8]) -> Option<Self> {
        let mut places = vec![None; SESSIONS_IN_SHEET];
        let mut rest = bytes;
        while let Some((head, after)) = rest.split_first_chunk::<RUN_HEAD>() {
            let [from, count] =
                [[head[0], head[1]], [head[2], head[3]]].map(|two| usize::from(u16::from_be_bytes(two)));
            let written = i64::from_be_bytes(head[4..].try_into().ok()?);
            let (marks, next) = after.split_at_checked(count)?;
            for (there, mark) in places.get_mut(from..from + count)?.iter_mut().zip(marks) {
                *there = (*mark != NO_WORD).then_some(Word { mark: *mark, written });
            }
            rest = next;
        }
        rest.is_empty().then_some(Self { places, changed: false })
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = words_of_files, check_for_backend(MultiBackend), treat_none_as_default_value = false)]
struct WordsRow {
    academy_id: Id,
    academic_year: i16,
    enrolment_id: Id,
    runs: Vec<u8>,
}

/// The last words on the sheets of some enrolments; none for a sheet on which no file has any. Call it while the sheets are
/// held.
pub fn of_enrolments(
    db: &mut Db,
    academy: AcademyId,
    year: AcademicYear,
    enrolments: &[EnrolmentId],
) -> Result<HashMap<EnrolmentId, Words>> {
    let ids: Vec<_> = enrolments.iter().map(|id| Id::from(*id)).collect();
    let rows: Vec<WordsRow> = words_of_files::table
        .filter(words_of_files::academy_id.eq(Id::from(academy)))
        .filter(words_of_files::academic_year.eq(year.start_year()))
        .filter(words_of_files::enrolment_id.eq_any(ids))
        .select(WordsRow::as_select())
        .load(db)?;
    let read = rows.into_iter().map(|row| {
        let words = Words::unpack(&row.runs)
            .ok_or(Error::Corrupt { table: "words_of_files", why: "a wrong length".to_owned() })?;
        Ok((row.enrolment_id.into(), words))
    });
    read.collect()
}

/// Saves the last words on sheets of a year.
pub fn save(db: &mut Db, academy: AcademyId, year: AcademicYear, words: &[(EnrolmentId, &Words)]) -> Result<()> {
    for some in words.chunks(500) {
        let rows: Vec<WordsRow> = some
            .iter()
            .map(|(enrolment, words)| WordsRow {
                academy_id: academy.into(),
                academic_year: year.start_year(),
                enrolment_id: (*enrolment).into(),
                runs: words.pack(),
            })
            .collect();
        on_backend!(db, |c| diesel::insert_into(words_of_files::table)
            .values(&rows)
            .on_conflict((words_of_files::academy_id, words_of_files::academic_year, words_of_files::enrolment_id))
            .do_update()
            .set(words_of_files::runs.eq(excluded(words_of_files::runs)))
            .execute(c))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};

    fn moment(hour: u32) -> Instant {
        Utc.with_ymd_and_hms(2026, 11, 20, hour, 0, 0).unwrap()
    }

    #[test]
    fn the_latest_word_on_a_mark_stays_and_one_on_another_mark_goes_with_it() {
        let mut words = Words::default();
        assert!(!words.are_later(3, b'/', moment(9)) && !words.has_changed());
        words.say(3, b'/', moment(10));
        assert!(words.are_later(3, b'/', moment(9)) && words.has_changed());
        assert!(!words.are_later(3, b'/', moment(10)), "the same file again");
        assert!(!words.are_later(3, b'N', moment(9)), "another mark has come to stand since");
        words.say(3, b'/', moment(8));
        assert!(words.are_later(3, b'/', moment(9)), "an older file takes nothing back");
        words.say(3, b'N', moment(8));
        assert!(!words.are_later(3, b'N', moment(8)) && !words.are_later(3, b'/', moment(9)));
        words.say(u16::MAX, b'/', moment(8));
        assert!(!words.are_later(u16::MAX, b'/', moment(7)), "no place of a sheet");
    }

    #[test]
    fn a_year_that_one_file_confirms_is_one_run() {
        let mut words = Words::default();
        for place in 0..200 {
            words.say(place, if place % 2 == 0 { b'/' } else { b'\\' }, moment(10));
        }
        assert_eq!(words.pack().len(), 12 + 200);
        words.say(100, b'I', moment(11));
        words.say(300, b'L', moment(9));
        words.say(211, b'C', moment(10));
        assert_eq!(
            words.pack().len(),
            4 * 12 + 200 + 1 + 12,
            "places without a word are bridged where that is shorter"
        );
        let read = Words::unpack(&words.pack()).unwrap();
        assert_eq!(read.places, words.places);
        assert_eq!(Words::unpack(&[0; 11]), None);
        assert_eq!(Words::unpack(&[255; 14]), None);
        assert_eq!(Words::unpack(&Words::default().pack()).unwrap().pack(), Vec::<u8>::new());
    }
}
