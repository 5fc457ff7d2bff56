//! Reading a window of the file, and judging each row by itself.

use super::pupils::{Named, Pupils};
use super::row::{Extra, Fate, Row, SheetOf, Window};
use super::seen::{Seen, SeenMarks};
use super::{MarkSource, Sent, SentRow};
use crate::AcademyState;
use crate::attendance::{local_codes, on_record};
use crate::imports::rejections;
use crate::imports::run::{Run, Stopped};
use attendance::local_code::LocalCode;
use attendance::register::{ImportRules, Imported, OnRecord, RosterPupil, SentMark};
use attendance::{Code, StandingMark};
use school::{AcademicYear, Date, EnrolmentId, Instant, Violation};
use std::sync::Arc;
use store::imports::Rejection;
use store::roll::snapshot::RollPupil;

/// How many rows a window has: the more, the fewer times a sheet is written when the file is sorted by day.
const WINDOW_ROWS: usize = 250_000;
/// How many bytes of remarks and refusals a window holds before it ends.
const WINDOW_TEXT: usize = 16 * 1024 * 1024;

/// The state of reading a file.
pub(super) struct Reading {
    /// The roll and calendars by which rows are judged.
    pub(super) state: Arc<AcademyState>,
    /// The token at which they were read.
    pub(super) roll_version: Option<i32>,
    now: Instant,
    /// What the school's own codes mean.
    local: Vec<LocalCode>,
    /// What some codes rest on.
    on_record: OnRecord,
    pupils: Pupils,
    seen: SeenMarks,
}

/// What the rules say of a row by itself.
enum Judged {
    Nothing,
    Refused(Vec<Violation>),
    Taken { sheet: SheetOf, place: u16, code: Code, fate: Fate, doubtful: bool },
}

impl Reading {
    pub(super) fn begin(run: &Run<'_>) -> Result<Self, Stopped> {
        let academy = run.academy();
        let (roll_version, state, local, on_record) = run.app.read(&run.acting, |cx| {
            let version = store::roll::academies::roll_version(cx.db, academy)?;
            let state = cx.state(academy)?;
            let on_record = on_record::of_academy(cx, academy, &state)?;
            Ok((version, state, local_codes::known(cx, academy)?, on_record))
        })?;
        let pupils = Pupils::of(&state);
        Ok(Self { state, roll_version, now: run.now, local, on_record, pupils, seen: SeenMarks::default() })
    }

    /// The sheets by their numbers.
    pub(super) fn sheet(&self, number: u32) -> Option<&SheetOf> {
        self.seen.sheets().get(number as usize)
    }

    /// The rules for one day; none where the academy has no calendar for its year.
    pub(super) fn rules(&self, date: Date) -> Option<ImportRules<'_>> {
        let calendar = self.state.calendar_on(date)?;
        let settings = self.state.register_settings(date, self.now);
        Some(ImportRules { calendar, now: self.now, settings, local: &self.local, on_record: &self.on_record })
    }

    /// The next rows of the source; none at its end. Where a window ends follows from the source alone.
    pub(super) fn window(&mut self, source: &mut impl MarkSource) -> Result<Window, Stopped> {
        let mut window = Window::default();
        let mut text = 0;
        while window.rows.len() < WINDOW_ROWS && text < WINDOW_TEXT {
            let more = source.next(&mut |sent| match sent {
                Sent::Row(row) => {
                    text += row.comment.map_or(0, str::len);
                    self.add(&mut window, &row);
                }
                Sent::Rejected(rejected) => {
                    let refused = rejections::of_reader(&rejected);
                    text += refused.iter().map(|rejection| rejection.detail.len() + 100).sum::<usize>();
                    refuse(&mut window, row_of(rejected.line, u32::MAX, None), refused);
                }
            })?;
            if !more {
                break;
            }
        }
        window.order();
        Ok(window)
    }

    fn add(&mut self, window: &mut Window, sent: &SentRow<'_>) {
        let (who, named) = self.pupils.find(sent);
        let place = AcademicYear::of(sent.at.date).and_then(|year| Some((year, year.index_of(sent.at)?)));
        let row = row_of(sent.line, who, place);
        match self.judge(named, sent) {
            Judged::Nothing => window.rows.push(row),
            Judged::Refused(violations) => {
                // Rows may share a line, as the marks of one pupil in XML do.
                let refused = rejections::of_rules(sent.line, usize::from(row.place) % 1_000, violations);
                refuse(window, row, refused);
            }
            Judged::Taken { sheet, place, code, fate, doubtful } => {
                let number = self.seen.number(sheet);
                let extra = extra_of(sent, code);
                match self.seen.note(number, place, code.byte(), extra.as_ref()) {
                    Seen::Same => window.rows.push(row),
                    Seen::Different => {
                        let refused = rejections::of_rules(sent.line, usize::from(place), vec![said_twice()]);
                        refuse(window, row, refused);
                    }
                    Seen::Never => {
                        let extra = extra.and_then(|extra| {
                            window.extras.push(extra);
                            u32::try_from(window.extras.len() - 1).ok()
                        });
                        window.rows.push(Row { sheet: number, extra, code: code.byte(), fate, doubtful, ..row });
                    }
                }
            }
        }
    }

    fn judge(&self, named: Named, sent: &SentRow<'_>) -> Judged {
        let refused = |pointer, code, detail: &str| Judged::Refused(vec![Violation::new(pointer, code, detail)]);
        let Some(code) = sent.code else { return Judged::Nothing };
        let date = sent.at.date;
        let Some(year) = AcademicYear::of(date) else {
            return refused("/date", "date_out_of_range", "registers are kept for academic years 1990-91 to 2199-00");
        };
        let Some(rules) = self.rules(date) else {
            let detail = format!("the academy has no calendar for {year} yet: PUT one first");
            return refused("/date", "no_calendar", &detail);
        };
        let pupil = match named {
            Named::Two => return refused("/mis_id", "two_pupils", "the UPN and the MIS id are those of two pupils"),
            Named::Pupil(place) => self.state.roll.pupils.get(place as usize).map(|pupil| (place, pupil)),
            Named::Nobody => None,
        };
        let stay = pupil.and_then(|(place, pupil)| Some((place, pupil, pupil.enrolment_on(date)?.id)));
        let roster = stay.map(|(_, pupil, enrolment)| roster_pupil(pupil, enrolment, date, None, None));
        let minutes_late = sent.minutes_late.map(i64::from);
        let mark = SentMark { code, minutes_late, comment: sent.comment };
        let (imported, fate) = match rules.check(roster.as_ref(), sent.at, &mark) {
            Err(violations) => return Judged::Refused(explained(violations, named, sent)),
            Ok(Imported::Nothing) => return Judged::Nothing,
            Ok(Imported::Mark(imported)) => (imported, Fate::Mark),
            Ok(Imported::Planned(imported)) => (imported, Fate::Planned),
        };
        let place = year.index_of(sent.at).and_then(|place| u16::try_from(place).ok());
        let (Some((pupil, record, enrolment_id)), Some(place)) = (stay, place) else { return Judged::Nothing };
        let sheet = SheetOf { year, enrolment_id, pupil_id: record.record.id, pupil };
        Judged::Taken { sheet, place, code: imported.mark.code, fate, doubtful: !imported.warnings.is_empty() }
    }
}

/// A pupil as the rules want to see one.
pub(super) fn roster_pupil(
    pupil: &RollPupil,
    enrolment_id: EnrolmentId,
    date: Date,
    standing: Option<StandingMark>,
    planned: Option<Code>,
) -> RosterPupil {
    let values = pupil.characteristics_on(date);
    RosterPupil {
        pupil_id: pupil.record.id,
        enrolment_id,
        date_of_birth: pupil.record.identity.date_of_birth,
        year_group: values.and_then(|values| values.year_group),
        boarder: values.is_some_and(|values| values.boarder),
        standing,
        planned,
    }
}

fn row_of(line: u64, who: u32, place: Option<(AcademicYear, usize)>) -> Row {
    let (year, place) = place.map_or((0, 0), |(year, place)| (year.start_year(), place));
    Row {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        who,
        year,
        place: u16::try_from(place).unwrap_or(u16::MAX),
        sheet: u32::MAX,
        extra: None,
        code: 0,
        fate: Fate::Nothing,
        doubtful: false,
    }
}

fn refuse(window: &mut Window, row: Row, refused: Vec<Rejection>) {
    window.refusals.push(refused);
    let extra = u32::try_from(window.refusals.len() - 1).ok();
    window.rows.push(Row { extra, fate: Fate::Refused, ..row });
}

fn extra_of(sent: &SentRow<'_>, code: Code) -> Option<Extra> {
    let raw_code = sent.code.filter(|raw| *raw != code.as_str()).map(str::to_owned);
    let extra = Extra { minutes_late: sent.minutes_late, comment: sent.comment.map(str::to_owned), raw_code };
    (extra != Extra::default()).then_some(extra)
}

fn said_twice() -> Violation {
    Violation::new("/code", "duplicate_mark", "an earlier row of the file has another mark for this pupil and session")
}

/// Says it more plainly where nobody at the academy has such a number.
fn explained(mut violations: Vec<Violation>, named: Named, sent: &SentRow<'_>) -> Vec<Violation> {
    for violation in violations.iter_mut().filter(|violation| violation.pointer == "/upn") {
        if named == Named::Nobody {
            "no pupil of the academy has this UPN or MIS id".clone_into(&mut violation.detail);
        }
        if sent.upn.is_none() {
            "/mis_id".clone_into(&mut violation.pointer);
        }
    }
    violations
}
