//! What becomes of each row against what stands.

use super::chunk::{Sheet, Standing, Task, cost};
use super::reading::roster_pupil;
use super::row::{Extra, Fate, Row, Window};
use super::warnings::MOST_LISTED;
use crate::attendance::loading;
use crate::imports::rejections;
use crate::{Context, state};
use attendance::register::{Imported, ImportedMark, RosterPupil, SentMark, Settlement, settle};
use attendance::{Code, EntryKind, Mark, MarkChange, Warning};
use school::{IssueId, MarkAuthority, PupilId, SessionAt, Violation};
use store::attendance::details::Detail;
use store::attendance::entries;
use store::attendance::issues::Issue;
use store::attendance::planned::PlannedAbsence;
use store::imports::{Counts, Rejection};

/// A code to be planned for one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) pupil_id: PupilId,
    /// The pupil's place in the roll.
    pub(super) pupil: u32,
    pub(super) at: SessionAt,
    pub(super) code: Code,
    pub(super) comment: Option<String>,
}

/// What one transaction is to write.
pub(super) struct Decided {
    pub(super) standing: Standing,
    pub(super) counts: Counts,
    pub(super) rejections: Vec<Rejection>,
    pub(super) amendments: Vec<(u32, MarkChange)>,
    pub(super) details: Vec<Detail>,
    pub(super) issues: Vec<Issue>,
    pub(super) wishes: Vec<Wish>,
    pub(super) plans: Vec<PlannedAbsence>,
    /// What it costs.
    pub(super) units: usize,
    /// How many sheets it is about.
    pub(super) sheets: usize,
    last_sheet: Option<u32>,
}

/// A row with all that it meets.
struct Meeting<'a> {
    at: SessionAt,
    row: &'a Row,
    extra: Option<&'a Extra>,
    pupil: RosterPupil,
    code: Code,
}

impl Decided {
    pub(super) fn over(standing: Standing) -> Self {
        Self {
            standing,
            counts: Counts::default(),
            rejections: Vec::new(),
            amendments: Vec::new(),
            details: Vec::new(),
            issues: Vec::new(),
            wishes: Vec::new(),
            plans: Vec::new(),
            units: 0,
            sheets: 0,
            last_sheet: None,
        }
    }

    /// Decides one row.
    pub(super) fn add(&mut self, task: &Task<'_>, cx: &Context<'_>, window: &Window, row: &Row) {
        self.counts.rows += 1;
        self.units += 1;
        match row.fate {
            Fate::Nothing => self.counts.unchanged += 1,
            Fate::Refused => self.refuse(window.refusals(row).to_vec()),
            Fate::Mark | Fate::Planned => match self.meeting(task, window, row) {
                Some(meeting) if row.fate == Fate::Mark => self.mark(task, cx, &meeting),
                Some(meeting) => self.plan(task, cx, &meeting),
                // Every row with such a fate has a sheet and a pupil.
                None => self.counts.unchanged += 1,
            },
        }
    }

    fn refuse(&mut self, refused: Vec<Rejection>) {
        self.counts.rejected += 1;
        self.units += refused.len() * cost::REJECTION;
        self.rejections.extend(refused);
    }

    fn meeting<'a>(&mut self, task: &Task<'_>, window: &'a Window, row: &'a Row) -> Option<Meeting<'a>> {
        let sheet = self.standing.sheets.get(&row.sheet)?;
        if self.last_sheet.replace(row.sheet) != Some(row.sheet) {
            self.sheets += 1;
            self.units += cost::SHEET;
        }
        let place = usize::from(row.place);
        let at = sheet.of.year.session_at(place)?;
        let byte = sheet.after.get(place).copied()?;
        let standing = loading::standing(byte, sheet.details.get(&row.place).cloned());
        let record = task.reading.state.roll.pupils.get(sheet.of.pupil as usize)?;
        let plans = self.standing.plans.get(&sheet.of.pupil_id);
        let planned = plans.and_then(|plans| state::planned_code(plans.iter(), at)).map(|(code, _)| code);
        let pupil = roster_pupil(record, sheet.of.enrolment_id, at.date, standing, planned);
        Some(Meeting { at, row, extra: window.extra(row), pupil, code: Code::from_byte(row.code)? })
    }

    fn mark(&mut self, task: &Task<'_>, cx: &Context<'_>, meeting: &Meeting<'_>) {
        let beside = meeting.extra.is_some_and(|extra| extra.minutes_late.is_some() || extra.comment.is_some());
        // Minutes and remarks are read by the rules. A code by itself has been judged, and needs another look only where
        // something is written over or beside a plan.
        let mut imported = if beside { judge(task, meeting) } else { Ok(bare(meeting.code)) };
        let mut settlement = None;
        if let Ok(mark) = &imported {
            settlement = Some(settle(mark, &meeting.pupil, meeting.at, self.standing.authority, &task.reason));
        }
        let writes = matches!(settlement, Some(Settlement::Write(_)));
        let doubtful = meeting.row.doubtful || meeting.pupil.standing.is_some() || meeting.pupil.planned.is_some();
        if writes && !beside && doubtful {
            imported = judge(task, meeting);
        }
        let refused = imported.is_err();
        match (imported, settlement) {
            (Err(violations), _) => {
                self.refuse(rejections::of_rules(u64::from(meeting.row.line), 0, violations));
            }
            (Ok(_), None | Some(Settlement::Unchanged)) => self.counts.unchanged += 1,
            (Ok(_), Some(Settlement::Conflict { standing, imported })) => {
                let codes = (standing.mark.code, imported.code);
                self.conflict(cx, meeting, "mis_differs", "the MIS has another mark than the amended one here", codes);
            }
            (Ok(_), Some(Settlement::Write(change))) if self.is_older(task, meeting.row) => {
                let standing = change.before.as_ref().map_or(change.after.code, |before| before.mark.code);
                if standing == change.after.code {
                    self.counts.unchanged += 1;
                } else {
                    let detail = "a file that the MIS wrote later has another mark than this one";
                    self.conflict(cx, meeting, "mis_file_older", detail, (standing, change.after.code));
                }
            }
            (Ok(imported), Some(Settlement::Write(change))) => {
                self.write(meeting, change);
                self.warn(task, cx, meeting, imported.warnings);
            }
        }
        if !refused {
            self.say(task, meeting);
        }
    }

    /// Whether the mark that stands is the word of a file that was written later.
    fn is_older(&self, task: &Task<'_>, row: &Row) -> bool {
        let (Some(sheet), Some(written)) = (self.standing.sheets.get(&row.sheet), task.exported_at) else {
            return false;
        };
        let standing = sheet.after.get(usize::from(row.place)).copied().unwrap_or(0);
        sheet.words.are_later(row.place, standing, written)
    }

    /// Notes that the file has the mark that stands, be it that it was written or confirmed.
    fn say(&mut self, task: &Task<'_>, meeting: &Meeting<'_>) {
        let Some(written) = task.exported_at else { return };
        let Some(sheet) = self.standing.sheets.get_mut(&meeting.row.sheet) else { return };
        let (place, mark) = (meeting.row.place, meeting.code.byte());
        if sheet.after.get(usize::from(place)) == Some(&mark) {
            sheet.words.say(place, mark, written);
        }
    }

    fn write(&mut self, meeting: &Meeting<'_>, change: MarkChange) {
        let Some(sheet) = self.standing.sheets.get_mut(&meeting.row.sheet) else { return };
        let place = usize::from(meeting.row.place);
        let after = change.after.code.byte();
        put(sheet, place, after);
        let raw_code = meeting.extra.and_then(|extra| extra.raw_code.clone());
        let amends = change.kind == EntryKind::Amendment;
        let had_detail = sheet.details.contains_key(&meeting.row.place);
        if amends
            || had_detail
            || change.after.minutes_late.is_some()
            || change.after.comment.is_some()
            || raw_code.is_some()
        {
            self.units += cost::DETAIL;
            self.details.push(Detail {
                enrolment_id: change.enrolment_id,
                at: change.at,
                entries: change.entries_after(),
                minutes_late: change.after.minutes_late.and_then(|minutes| i16::try_from(minutes).ok()),
                comment: change.after.comment.clone(),
                raw_code,
                // What stands now is the word of the MIS.
                amended_by_person: false,
            });
        }
        if amends {
            self.counts.updated += 1;
            self.units += cost::AMENDMENT;
            self.amendments.push((meeting.row.sheet, change));
        } else {
            self.counts.created += 1;
            sheet.entered.push(entries::ImportedMark { place: meeting.row.place, before: 0, after });
        }
    }

    fn plan(&mut self, task: &Task<'_>, cx: &Context<'_>, meeting: &Meeting<'_>) {
        let plans = self.standing.plans.get(&meeting.pupil.pupil_id);
        let holds = plans.and_then(|plans| state::planned_code(plans.iter(), meeting.at));
        match holds {
            Some((code, _)) if code == meeting.code => self.counts.unchanged += 1,
            Some((code, plan)) if plan.source == "person" && self.standing.authority == MarkAuthority::Rollcall => {
                let detail = "the MIS has another code than the one planned here";
                self.conflict(cx, meeting, "mis_plan_differs", detail, (code, meeting.code));
            }
            other => {
                let count = if other.is_some() { &mut self.counts.updated } else { &mut self.counts.created };
                *count += 1;
                self.units += cost::PLAN;
                let pupil = self.standing.sheets.get(&meeting.row.sheet).map_or(u32::MAX, |sheet| sheet.of.pupil);
                let (pupil_id, at, code) = (meeting.pupil.pupil_id, meeting.at, meeting.code);
                let comment = meeting.extra.and_then(|extra| extra.comment.clone());
                self.wishes.push(Wish { pupil_id, pupil, at, code, comment });
                if meeting.row.doubtful {
                    let warnings = judge(task, meeting).map_or_else(|_| Vec::new(), |imported| imported.warnings);
                    self.warn(task, cx, meeting, warnings);
                }
            }
        }
    }

    fn conflict(
        &mut self,
        cx: &Context<'_>,
        meeting: &Meeting<'_>,
        code: &str,
        detail: &str,
        (standing, other): (Code, Code),
    ) {
        self.counts.unchanged += 1;
        self.counts.conflicts += 1;
        let mut issue = issue(cx, meeting, "conflict", code, detail);
        issue.standing_code = Some(standing.as_str().to_owned());
        issue.other_code = Some(other.as_str().to_owned());
        self.units += cost::ISSUE;
        self.issues.push(issue);
    }

    fn warn(&mut self, task: &Task<'_>, cx: &Context<'_>, meeting: &Meeting<'_>, warnings: Vec<Warning>) {
        if warnings.is_empty() {
            return;
        }
        self.counts.warnings += 1;
        if task.warnings + self.counts.warnings > MOST_LISTED {
            return;
        }
        for warning in warnings {
            self.units += cost::ISSUE;
            self.issues.push(issue(cx, meeting, "warning", &warning.code, &warning.detail));
        }
    }
}

/// Writes a byte and notes between which places the sheet was written.
fn put(sheet: &mut Sheet, place: usize, byte: u8) {
    if let Some(there) = sheet.after.get_mut(place) {
        *there = byte;
        let (first, last) = sheet.written.unwrap_or((place, place));
        sheet.written = Some((first.min(place), last.max(place)));
    }
}

/// A code with nothing beside it and nothing doubtful.
fn bare(code: Code) -> ImportedMark {
    ImportedMark { mark: Mark::of(code), raw_code: String::new(), rule_id: "judged_before", warnings: Vec::new() }
}

/// What the rules say of a row where it goes.
fn judge(task: &Task<'_>, meeting: &Meeting<'_>) -> Result<ImportedMark, Vec<Violation>> {
    let Some(rules) = task.reading.rules(meeting.at.date) else { return Ok(bare(meeting.code)) };
    let extra = meeting.extra;
    let sent = SentMark {
        code: extra.and_then(|extra| extra.raw_code.as_deref()).unwrap_or(meeting.code.as_str()),
        minutes_late: extra.and_then(|extra| extra.minutes_late).map(i64::from),
        comment: extra.and_then(|extra| extra.comment.as_deref()),
    };
    rules.check(Some(&meeting.pupil), meeting.at, &sent).map(|imported| match imported {
        Imported::Mark(imported) | Imported::Planned(imported) => imported,
        Imported::Nothing => bare(meeting.code),
    })
}

fn issue(cx: &Context<'_>, meeting: &Meeting<'_>, kind: &str, code: &str, detail: &str) -> Issue {
    Issue {
        id: cx.new_id::<IssueId>(),
        pupil_id: meeting.pupil.pupil_id,
        at: meeting.at,
        kind: kind.to_owned(),
        code: code.to_owned(),
        detail: detail.to_owned(),
        standing_code: None,
        other_code: None,
        source: "import".to_owned(),
        found_at: cx.at,
        settled_at: None,
    }
}
