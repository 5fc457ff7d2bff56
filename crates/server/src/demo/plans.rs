//! Planned absences of the coming days, and what a person must look at.

use super::clients::Clients;
use super::day::{Day, at};
use super::feasts::{earlier, later};
use super::history::{History, signatory};
use super::random::Random;
use super::world::{MadeAcademy, MadePupil};
use attendance::code::Code;
use school::{Actor, CompulsorySchoolAge, Date, Phase, Role, Session, SessionAt, Weekday};
use store::attendance::issues::Issue;
use store::attendance::planned::PlannedAbsence;

/// Plans and issues of one academy.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    pub(super) plans: Vec<PlannedAbsence>,
    pub(super) issues: Vec<Issue>,
}

/// A plan in short: how many school days ahead it begins, how many days longer it is, the code, the sessions and the
/// remark.
type Short = (usize, u64, &'static str, Option<Session>, Option<&'static str>);

const PLANS: &[Short] = &[
    (1, 0, "M", Some(Session::Am), Some("Orthodontist, card seen")),
    (1, 0, "M", Some(Session::Pm), Some("Dentist")),
    (2, 0, "M", Some(Session::Am), Some("Hospital outpatient clinic")),
    (3, 0, "C", None, Some("Funeral; granted by the headteacher")),
    (4, 4, "G", None, Some("Holiday asked for and not granted")),
    (6, 9, "G", None, Some("Holiday asked for and not granted")),
    (5, 0, "C", None, Some("Graduation of a brother; granted by the headteacher")),
    (1, 1, "E", None, Some("Suspended for a fixed period; record made")),
];

/// Plans what is known ahead, and lists what does not fit together.
pub(super) fn foresee(
    academy: &MadeAcademy,
    history: &History,
    day: Day,
    clients: &Clients,
    random: &mut Random,
) -> Ahead {
    let by = clients.actor("Attendance front end", signatory(academy, Role::AttendanceOfficer));
    let mut desk = Desk { academy, day, by, random, ahead: Ahead::default() };
    let pupils: Vec<&MadePupil> = academy.pupils.iter().filter(|pupil| pupil.is_on_roll(day.today)).collect();
    for (place, short) in PLANS.iter().enumerate() {
        if let Some(pupil) = pupils.get((place + 1) * pupils.len() / (PLANS.len() + 2)) {
            desk.plan(pupil, *short);
        }
    }
    desk.visit(&pupils);
    desk.part_time(&pupils);
    desk.overridden(&pupils);
    desk.differing(history);
    desk.suspensions(&pupils);
    desk.ahead
}

/// The attendance office at its work.
struct Desk<'a> {
    academy: &'a MadeAcademy,
    day: Day,
    by: Actor,
    random: &'a mut Random,
    ahead: Ahead,
}

impl Desk<'_> {
    fn plan(&mut self, pupil: &MadePupil, (ahead, length, code, session, comment): Short) {
        let Some(first_day) = self.ahead_of_today(ahead) else { return };
        let made = at(earlier(self.day.today, 1), 15, 20);
        self.ahead.plans.push(PlannedAbsence {
            id: self.random.id(made),
            academy_id: self.academy.academy.id,
            pupil_id: pupil.record.id,
            first_day,
            last_day: later(first_day, length),
            code: code.to_owned(),
            weekdays: None,
            sessions: session.map(|session| vec![session]),
            comment: comment.map(str::to_owned),
            source: "person".to_owned(),
            revision: 1,
            created_at: made,
            updated_at: made,
            cancelled_at: None,
            by: self.by.clone(),
        });
    }

    /// The day so many school days ahead; none beyond the end of the academic year.
    fn ahead_of_today(&self, count: usize) -> Option<Date> {
        let days = self.academy.school_days(self.day.year);
        days.into_iter().filter(|date| *date >= self.day.today).nth(count)
    }

    /// A whole group goes out in some days.
    fn visit(&mut self, pupils: &[&MadePupil]) {
        let year_group = if self.academy.shape.phase == Phase::Primary { 4 } else { 9 };
        let group = self.academy.groups.iter().find(|(of, _)| *of == year_group).map(|(_, group)| group.id);
        let going = pupils.iter().filter(|pupil| pupil.group_on(self.day.today) == group);
        for pupil in going.collect::<Vec<_>>() {
            self.plan(pupil, (5, 0, "V", None, Some("Visit to the Museum of Made-Up Things")));
        }
    }

    /// Afternoons at home until the term's end, for one pupil of compulsory school age.
    fn part_time(&mut self, pupils: &[&MadePupil]) {
        let of_age = |pupil: &&&MadePupil| {
            CompulsorySchoolAge::of(pupil.record.identity.date_of_birth).holds_on(later(self.day.today, 28))
        };
        let Some(pupil) = pupils.iter().filter(of_age).nth(pupils.len() / 3) else { return };
        if Code::parse("C2").is_ok_and(|code| attendance::code::on(code, self.day.today).is_some()) {
            self.plan(pupil, (3, 25, "C2", Some(Session::Pm), Some("Temporary part-time timetable, reviewed weekly")));
            if let Some(plan) = self.ahead.plans.last_mut() {
                plan.weekdays = Some(vec![Weekday::Mon, Weekday::Wed, Weekday::Fri]);
            }
        }
    }

    /// Two pupils who were expected to be away this morning and came.
    fn overridden(&mut self, pupils: &[&MadePupil]) {
        let morning = SessionAt::new(self.day.today, Session::Am);
        let place = self.day.year.index_of(morning).unwrap_or(0);
        let present = |pupil: &&&MadePupil| {
            let marks = pupil.sheets.iter().find(|sheet| sheet.year == self.day.year).map(|sheet| &sheet.marks);
            marks.and_then(|marks| marks.get(place)) == Some(&Code::PRESENT_AM.byte())
        };
        let came: Vec<_> = pupils.iter().filter(present).skip(pupils.len() / 5).step_by(97).take(2).collect();
        for pupil in came {
            self.plan(pupil, (0, 0, "M", Some(Session::Am), Some("Doctor")));
            let detail = "the pupil was expected to be away and is marked present";
            let issue = self.issue(pupil, morning, ("conflict", "planned_absence_overridden", detail, "register"));
            self.ahead.issues.push(Issue { other_code: Some("M".to_owned()), ..issue });
        }
    }

    /// Marks that were amended here and are something else in the MIS.
    fn differing(&mut self, history: &History) {
        let amended = history.amendments.iter().filter(|amendment| amendment.amended == "O");
        let some: Vec<_> = amended.rev().step_by(5).take(3).collect();
        for amendment in some {
            let Some(pupil) = self.academy.pupils.iter().find(|pupil| pupil.record.id == amendment.pupil_id) else {
                continue;
            };
            let detail = "the MIS has another mark than the amended one here";
            let issue = self.issue(pupil, amendment.at, ("conflict", "mis_differs", detail, "import"));
            let (standing_code, other_code) = (Some(amendment.amended.clone()), Some("I".to_owned()));
            self.ahead.issues.push(Issue { standing_code, other_code, ..issue });
        }
    }

    /// Suspensions of this week need their record.
    fn suspensions(&mut self, pupils: &[&MadePupil]) {
        let days: Vec<Date> = self.academy.days_up_to(self.day.today).into_iter().rev().take(5).collect();
        for pupil in pupils {
            let marks = pupil.sheets.iter().find(|sheet| sheet.year == self.day.year).map(|sheet| &sheet.marks);
            let suspended = |date: &&Date| {
                let place = self.day.year.index_of(SessionAt::new(**date, Session::Am));
                marks.zip(place).and_then(|(marks, place)| marks.get(place)) == Some(&b'E')
            };
            if let Some(date) = days.iter().find(suspended) {
                let detail = "E needs the record of a suspension or exclusion";
                let at = SessionAt::new(*date, Session::Am);
                let issue = self.issue(pupil, at, ("warning", "suspension_record_needed", detail, "register"));
                self.ahead.issues.push(issue);
            }
        }
    }

    fn issue(
        &mut self,
        pupil: &MadePupil,
        of: SessionAt,
        (kind, code, detail, source): (&str, &str, &str, &str),
    ) -> Issue {
        let found_at = at(of.date, 9, 30).min(self.day.now);
        Issue {
            id: self.random.id(found_at),
            pupil_id: pupil.record.id,
            at: of,
            kind: kind.to_owned(),
            code: code.to_owned(),
            detail: detail.to_owned(),
            standing_code: None,
            other_code: None,
            source: source.to_owned(),
            found_at,
            settled_at: None,
        }
    }
}
