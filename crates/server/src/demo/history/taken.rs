//! The registers that were taken here, and what attendance staff amended afterwards.

use super::{History, signatory};
use crate::demo::clients::Clients;
use crate::demo::day::Day;
use crate::demo::random::Random;
use crate::demo::world::{MadeAcademy, MadePupil, MadeSheet};
use attendance::EntryKind;
use attendance::code::Code;
use chrono::Duration;
use school::calendar::RegisterTimes;
use school::{Actor, Date, GroupId, Instant, Role, Session, SessionAt, clock};
use std::collections::HashMap;
use store::attendance::amendments::Amendment;
use store::attendance::details::Detail;
use store::attendance::entries::{EnteredMark, Submission};

/// One session whose registers are told.
struct Told<'a> {
    academy: &'a MadeAcademy,
    at: SessionAt,
    place: usize,
    times: RegisterTimes,
    day: Day,
    officer: Actor,
}

/// The registers of the days given.
pub(super) fn tell(
    history: &mut History,
    academy: &MadeAcademy,
    days: &[Date],
    day: Day,
    clients: &Clients,
    random: &mut Random,
) {
    let officer = clients.actor("Attendance front end", signatory(academy, Role::AttendanceOfficer));
    let tutors = tutors(academy, clients);
    let Some(calendar) = academy.calendar(day.year) else { return };
    for at in days.iter().flat_map(|date| Session::BOTH.map(|session| SessionAt::new(*date, session))) {
        let Some(place) = day.year.index_of(at).filter(|_| day.has_been(at)) else { continue };
        let times = calendar.sessions.of(at.session);
        let told = Told { academy, at, place, times, day, officer: officer.clone() };
        let marked = told.marked();
        for (_, group) in &academy.groups {
            let Some((marks, tutor)) = marked.get(&group.id).zip(tutors.get(&group.id)) else { continue };
            told.register(history, group.id, tutor, marks, random);
        }
    }
}

fn tutors(academy: &MadeAcademy, clients: &Clients) -> HashMap<GroupId, Actor> {
    let find = |id| academy.staff.iter().find(|member| member.id == id);
    let signed = academy.tutors.iter().filter_map(|(group, tutor)| Some((*group, find(*tutor)?.signatory())));
    signed.map(|(group, person)| (group, clients.actor("Attendance front end", Some(person)))).collect()
}

/// A pupil with the mark that stands in the end.
type Marked<'a> = (&'a MadePupil, &'a MadeSheet, Code);

impl<'a> Told<'a> {
    /// The pupils with a mark by their group.
    fn marked(&self) -> HashMap<GroupId, Vec<Marked<'a>>> {
        let mut groups: HashMap<GroupId, Vec<Marked<'_>>> = HashMap::new();
        for pupil in &self.academy.pupils {
            for sheet in pupil.sheets.iter().filter(|sheet| sheet.year == self.day.year) {
                let code = sheet.marks.get(self.place).copied().and_then(Code::from_byte);
                if let Some((code, group)) = code.zip(pupil.group_on(self.at.date)) {
                    groups.entry(group).or_default().push((pupil, sheet, code));
                }
            }
        }
        groups
    }

    fn register(
        &self,
        history: &mut History,
        group: GroupId,
        tutor: &Actor,
        marks: &[Marked<'_>],
        random: &mut Random,
    ) {
        let opens = clock::instant_of(self.at.date, self.times.opens);
        let sent_at = opens + Duration::minutes(3) + Duration::seconds(random.below(900) as i64);
        for kind in [EntryKind::Register, EntryKind::Planned] {
            let entered: Vec<EnteredMark> = marks
                .iter()
                .filter(|(_, _, code)| kind_of(*code) == kind)
                .map(|(_, sheet, code)| EnteredMark {
                    enrolment_id: sheet.enrolment_id,
                    before: 0,
                    after: first_entry(*code).byte(),
                    version: 0,
                })
                .collect();
            if !entered.is_empty() {
                history.submissions.push(Submission {
                    id: random.id(sent_at),
                    year: self.day.year,
                    group_id: Some(group),
                    at: self.at,
                    kind: kind.as_str().to_owned(),
                    sent_at,
                    by: tutor.clone(),
                    marks: entered,
                });
            }
        }
        for marked in marks {
            self.beside(history, *marked, random);
        }
    }

    /// The amendment of a mark and what stands beside it.
    fn beside(&self, history: &mut History, (pupil, sheet, code): Marked<'_>, random: &mut Random) {
        let minutes_late = match code {
            Code::LATE => Some(i16::try_from(random.between(2, 27)).unwrap_or(5)),
            Code::LATE_AFTER_CLOSE => Some(i16::try_from(random.between(32, 90)).unwrap_or(40)),
            _ => None,
        };
        let amended = first_entry(code) != code;
        if amended {
            history.amendments.push(self.amendment((pupil, sheet, code), minutes_late, random));
        }
        let comment = (code.as_str() == "B").then(|| "Vocational course at the Specimen Skills Centre".to_owned());
        if amended || minutes_late.is_some() || comment.is_some() {
            history.details.push(Detail {
                enrolment_id: sheet.enrolment_id,
                at: self.at,
                entries: 1 + i32::from(amended),
                minutes_late,
                comment,
                raw_code: None,
                amended_by_person: amended,
            });
        }
    }

    fn amendment(&self, (pupil, sheet, code): Marked<'_>, minutes_late: Option<i16>, random: &mut Random) -> Amendment {
        let made_at = self.amended_at(code, minutes_late, random);
        Amendment {
            id: random.id(made_at),
            year: self.day.year,
            enrolment_id: sheet.enrolment_id,
            pupil_id: pupil.record.id,
            at: self.at,
            original: first_entry(code).as_str().to_owned(),
            amended: code.as_str().to_owned(),
            minutes_late,
            comment: None,
            reason: reason(code, random).to_owned(),
            source: "person".to_owned(),
            import_id: None,
            version: 0,
            made_at,
            by: self.officer.clone(),
        }
    }

    /// After the register has closed, and never later than now.
    fn amended_at(&self, code: Code, minutes_late: Option<i16>, random: &mut Random) -> Instant {
        let opens = clock::instant_of(self.at.date, self.times.opens);
        let minutes = match (code, minutes_late) {
            (Code::LATE_AFTER_CLOSE, Some(minutes)) => i64::from(minutes) + 1,
            _ => random.between(35, 85) as i64,
        };
        let latest = self.day.now - Duration::minutes(random.between(1, 9) as i64);
        (opens + Duration::minutes(minutes) + Duration::seconds(random.below(60) as i64)).min(latest)
    }
}

/// What a tutor writes for a pupil who turns out to have the code: the reason of an absence is not known yet.
fn first_entry(code: Code) -> Code {
    match code.as_str() {
        "I" | "O" | "U" => Code::NO_REASON_YET,
        _ => code,
    }
}

/// Leave and activities are planned; the rest is seen at the door.
fn kind_of(code: Code) -> EntryKind {
    match first_entry(code) {
        Code::PRESENT_AM | Code::PRESENT_PM | Code::LATE | Code::NO_REASON_YET => EntryKind::Register,
        _ => EntryKind::Planned,
    }
}

fn reason(code: Code, random: &mut Random) -> &'static str {
    match code.as_str() {
        "I" => random.pick(
            &[
                "Parent rang: unwell",
                "Message from home: sickness",
                "Parent emailed: temperature",
                "Spoke to carer: migraine",
            ],
            "Parent rang: unwell",
        ),
        "U" => "arrived after the register closed",
        _ => random.pick(
            &[
                "Parent gave no reason that the academy accepts",
                "Home visit: no reason given",
                "Seen in town; parent told",
            ],
            "Home visit: no reason given",
        ),
    }
}
