//! What is on record beside the marks that some codes rest on.

use crate::Code;
use crate::licence::Licence;
use crate::suspension::Suspension;
use school::{AcademicYear, PupilId, SessionAt, pupil::Stay};
use std::collections::{HashMap, HashSet};

/// Suspensions, registrations elsewhere and licences of some pupils: E rests on a suspension or exclusion, D on the registration
/// at another school, C1 on a licence, approval or exemption (DfE, Working together to improve school attendance).
#[derive(Debug, Clone, Default)]
pub struct OnRecord {
    suspensions: HashMap<PupilId, Vec<Suspension>>,
    elsewhere: HashMap<PupilId, Vec<Stay>>,
    licences: HashMap<PupilId, Vec<Licence>>,
    /// The years whose register has a D of the pupil already.
    with_dual_marks: HashSet<(PupilId, AcademicYear)>,
}

impl OnRecord {
    /// Adds a suspension or exclusion of a pupil that stands.
    pub fn add_suspension(&mut self, pupil: PupilId, suspension: Suspension) {
        self.suspensions.entry(pupil).or_default().push(suspension);
    }

    /// Adds days on which a pupil is registered at another school as well.
    pub fn add_registration_elsewhere(&mut self, pupil: PupilId, stay: Stay) {
        self.elsewhere.entry(pupil).or_default().push(stay);
    }

    /// Adds a licence, approval or exemption.
    pub fn add_licence(&mut self, licence: Licence) {
        self.licences.entry(licence.pupil_id).or_default().push(licence);
    }

    /// Adds that the register of a year has a D of the pupil. Nothing here says that a pupil who is mainly registered here is
    /// registered outside the trust as well, so that the doubt is told once, of the first D of the year.
    pub fn add_dual_mark(&mut self, pupil: PupilId, year: AcademicYear) {
        self.with_dual_marks.insert((pupil, year));
    }

    /// What of a code has nothing on record to rest on in a session. `planned` is the code planned for it: the doubt of a D was
    /// told when it was planned, or with the first D of the year.
    pub(crate) fn doubt(
        &self,
        code: Code,
        pupil: PupilId,
        at: SessionAt,
        planned: Option<Code>,
    ) -> Option<(&'static str, &'static str)> {
        match code.as_str() {
            "E" => self.doubt_of_suspension(pupil, at),
            "C1" if !self.is_licensed(pupil, at) => Some((
                "licence_needed",
                "C1 needs a licence, approval or exemption for the performance or work, and none on record covers this day",
            )),
            "D" if planned != Some(code) && !self.is_registered_elsewhere(pupil, at) && !self.was_told(pupil, at) => {
                Some((
                    "dual_registration_needed",
                    "D needs registration at another school: neither a subsidiary registration here nor one at another academy of \
                 the trust is on record for this day; where the other school is outside the trust, see that it has the pupil on \
                 its roll (this is said once a year); for a guest or a visit use B",
                ))
            }
            _ => None,
        }
    }

    fn doubt_of_suspension(&self, pupil: PupilId, at: SessionAt) -> Option<(&'static str, &'static str)> {
        let mut covering =
            self.suspensions.get(&pupil).into_iter().flatten().filter(|one| one.period.holds(at)).peekable();
        if covering.peek().is_none() {
            let detail = "E needs the record of a suspension or exclusion, and none covers this session";
            return Some(("suspension_record_needed", detail));
        }
        covering.all(|one| one.provision_from.is_some_and(|begun| begun <= at.date)).then_some((
            "suspension_provision_begun",
            "alternative provision has begun for this suspension or exclusion: E is for the sessions before it",
        ))
    }

    fn is_licensed(&self, pupil: PupilId, at: SessionAt) -> bool {
        let licences = self.licences.get(&pupil).into_iter().flatten();
        licences.into_iter().any(|licence| (licence.first_day..=licence.last_day).contains(&at.date))
    }

    fn was_told(&self, pupil: PupilId, at: SessionAt) -> bool {
        AcademicYear::of(at.date).is_some_and(|year| self.with_dual_marks.contains(&(pupil, year)))
    }

    fn is_registered_elsewhere(&self, pupil: PupilId, at: SessionAt) -> bool {
        self.elsewhere.get(&pupil).into_iter().flatten().any(|stay| stay.holds_on(at.date))
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{code, day, pupil_id, session};
    use super::*;
    use crate::suspension::{Period, SuspensionKind};
    use school::Session::{Am, Pm};

    fn doubt(record: &OnRecord, text: &str, at: SessionAt, planned: Option<&str>) -> Option<&'static str> {
        record.doubt(code(text), pupil_id(1), at, planned.map(code)).map(|(word, _)| word)
    }

    #[test]
    fn an_e_rests_on_the_record_of_its_session() {
        let mut record = OnRecord::default();
        record.add_suspension(
            pupil_id(1),
            Suspension {
                kind: SuspensionKind::Suspension,
                period: Period::new(day("2026-11-23"), Pm, Some((day("2026-12-02"), Am))),
                provision_from: Some(day("2026-12-01")),
            },
        );
        for (date, of_day, expected) in [
            ("2026-11-23", Am, Some("suspension_record_needed")),
            ("2026-11-23", Pm, None),
            ("2026-11-30", Pm, None),
            ("2026-12-01", Am, Some("suspension_provision_begun")),
            ("2026-12-02", Am, Some("suspension_provision_begun")),
            ("2026-12-02", Pm, Some("suspension_record_needed")),
        ] {
            assert_eq!(doubt(&record, "E", session(date, of_day), None), expected, "{date} {of_day}");
        }
        assert_eq!(doubt(&record, "I", session("2026-11-23", Am), None), None);
        let of_another = record.doubt(code("E"), pupil_id(2), session("2026-11-23", Pm), None);
        assert_eq!(of_another.map(|(word, _)| word), Some("suspension_record_needed"));
    }

    #[test]
    fn a_d_rests_on_a_registration_elsewhere_and_is_doubted_once() {
        let mut record = OnRecord::default();
        let stay = Stay { starting_day: day("2026-11-23"), leaving_day: Some(day("2026-11-27")) };
        record.add_registration_elsewhere(pupil_id(1), stay);
        let on = |date: &str, planned| doubt(&record, "D", session(date, Am), planned);
        assert_eq!([on("2026-11-23", None), on("2026-11-27", None)], [None, None]);
        assert_eq!(on("2026-11-30", None), Some("dual_registration_needed"));
        assert_eq!(
            [on("2026-11-30", Some("D")), on("2026-11-30", Some("C"))],
            [None, Some("dual_registration_needed")]
        );
        // The first D of a year has told it; the next year tells it again.
        record.add_dual_mark(pupil_id(1), "2026-27".parse().unwrap());
        let on = |date: &str| doubt(&record, "D", session(date, Am), None);
        assert_eq!([on("2026-11-30"), on("2027-09-06")], [None, Some("dual_registration_needed")]);
    }

    #[test]
    fn a_c1_rests_on_a_licence_of_its_day() {
        let mut record = OnRecord::default();
        record.add_licence(Licence {
            pupil_id: pupil_id(1),
            kind: crate::licence::LicenceKind::PerformanceLicence,
            number: Some("MC-2026-117".to_owned()),
            issued_by: "Made-up County Council".to_owned(),
            first_day: day("2026-11-23"),
            last_day: day("2026-11-24"),
        });
        let on = |date: &str| doubt(&record, "C1", session(date, Pm), Some("C1"));
        assert_eq!([on("2026-11-23"), on("2026-11-24")], [None, None]);
        assert_eq!([on("2026-11-20"), on("2026-11-25")], [Some("licence_needed"); 2]);
        assert_eq!(doubt(&record, "C", session("2026-11-25", Pm), None), None);
    }
}
