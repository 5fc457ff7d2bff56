//! The single central record: which checks a person needs before working with children, and whether they stand.

mod check;
mod due;

pub use check::check;
pub use due::{Due, State, due};

use crate::staff::{ContractKind, CoverRole, Employment};
use school::{Date, Record, Role, StaffId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// One check of the single central record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// Identity.
    Identity,
    /// The children's barred list, for regulated activity.
    BarredList,
    /// An enhanced certificate of the Disclosure and Barring Service; `done_on` is the day on which the academy saw it.
    EnhancedDbs,
    /// Prohibition from teaching.
    Prohibition,
    /// Section 128 of the Education and Skills Act 2008, for management.
    #[serde(rename = "section_128")]
    Section128,
    /// Further checks of somebody who has lived or worked abroad.
    Overseas,
    /// Qualified teacher status, where the post needs it.
    QualifiedTeacherStatus,
    /// The right to work in the United Kingdom; with an expiry where it is limited in time.
    RightToWork,
    /// The agency's written confirmation that it has made its checks.
    AgencyConfirmation,
    /// The identity of somebody sent by an agency, on arrival.
    IdentityOnArrival,
    /// References.
    References,
    /// Disqualification from childcare.
    ChildcareDisqualification,
    /// Online search.
    OnlineSearch,
    /// Part one of Keeping Children Safe in Education was read.
    SafeguardingGuidanceRead,
}

impl CheckKind {
    /// The name in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::BarredList => "barred_list",
            Self::EnhancedDbs => "enhanced_dbs",
            Self::Prohibition => "prohibition",
            Self::Section128 => "section_128",
            Self::Overseas => "overseas",
            Self::QualifiedTeacherStatus => "qualified_teacher_status",
            Self::RightToWork => "right_to_work",
            Self::AgencyConfirmation => "agency_confirmation",
            Self::IdentityOnArrival => "identity_on_arrival",
            Self::References => "references",
            Self::ChildcareDisqualification => "childcare_disqualification",
            Self::OnlineSearch => "online_search",
            Self::SafeguardingGuidanceRead => "safeguarding_guidance_read",
        }
    }

    /// Where it is asked for.
    pub fn citation(self) -> &'static str {
        match self {
            Self::Section128 => "Education and Skills Act 2008, section 128",
            Self::RightToWork => "Immigration, Asylum and Nationality Act 2006, section 15",
            Self::AgencyConfirmation | Self::IdentityOnArrival => {
                "Education (Independent School Standards) Regulations 2014, part 4: supply staff"
            }
            Self::References
            | Self::ChildcareDisqualification
            | Self::OnlineSearch
            | Self::SafeguardingGuidanceRead => "Keeping Children Safe in Education, part three: kept by choice",
            _ => "Education (Independent School Standards) Regulations 2014, part 4: the single central record",
        }
    }
}

/// One check that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VettingCheck {
    /// Which.
    pub kind: CheckKind,
    /// When it was made or seen.
    pub done_on: Date,
    /// Until when it holds; null where it has no end.
    #[serde(default)]
    pub expires_on: Option<Date>,
    /// Whether it was clear. A check that was not clear never lets a person work.
    #[serde(default = "clear")]
    pub clear: bool,
    /// A number or a remark; never a copy of a certificate.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub reference: Option<String>,
}

fn clear() -> bool {
    true
}

/// The checks of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VettingChecks, example = json!({"lived_abroad": false, "checks": [{"kind": "identity", "done_on": "2026-08-20"}]}))]
pub struct Checks {
    /// Whether the person has lived or worked abroad, so that further checks are needed.
    #[serde(default)]
    pub lived_abroad: bool,
    /// The checks that were made. Of several of one kind the latest holds.
    #[schema(max_items = 60)]
    pub checks: Vec<VettingCheck>,
}

/// The checks of one person as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecksRecord {
    /// The person.
    pub staff_id: StaffId,
    /// The checks.
    pub checks: Checks,
}

impl Record for ChecksRecord {
    const KIND: &'static str = "vetting";
    const NAME: &'static str = "single central record entry";

    fn subject(&self) -> Option<Uuid> {
        Some(self.staff_id.0)
    }

    fn natural_key(&self) -> Option<String> {
        Some(self.staff_id.to_string())
    }
}

/// Which checks somebody needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Needs {
    /// Teaches.
    pub teaches: bool,
    /// The post needs qualified teacher status.
    pub qualified: bool,
    /// Manages, in the sense of section 128.
    pub manages: bool,
    /// Sent by an agency, which makes the checks and confirms them in writing.
    pub of_agency: bool,
}

impl Needs {
    /// What a person needs by the way in which they are employed; without a record of it, by the roles of the staff record.
    pub fn of(employment: Option<&Employment>, roles: &[Role]) -> Self {
        let Some(employment) = employment else { return Self::of_roles(roles) };
        let has = |roles: &[CoverRole]| employment.cover_roles.iter().any(|role| roles.contains(role));
        Self {
            teaches: has(&[CoverRole::Teacher, CoverRole::CoverTeacher, CoverRole::Leadership, CoverRole::Supply]),
            qualified: employment.qualified_teacher_required,
            manages: employment.management,
            of_agency: employment.contract.kind == ContractKind::Agency,
        }
    }

    /// What the roles of a staff record ask for: teaching the prohibition check, leadership that of section 128 too.
    fn of_roles(roles: &[Role]) -> Self {
        let has = |wanted: &[Role]| roles.iter().any(|role| wanted.contains(role));
        let leads = has(&[Role::SeniorLeader, Role::Headteacher]);
        let teaches = leads || has(&[Role::Teacher, Role::Tutor, Role::HeadOfYear]);
        Self { teaches, manages: leads, ..Self::default() }
    }

    /// The checks, in the order of the record.
    pub fn kinds(self, lived_abroad: bool) -> Vec<CheckKind> {
        if self.of_agency {
            return vec![CheckKind::AgencyConfirmation, CheckKind::IdentityOnArrival];
        }
        let mut kinds = vec![CheckKind::Identity, CheckKind::BarredList, CheckKind::EnhancedDbs];
        let by_post = [
            (self.teaches, CheckKind::Prohibition),
            (self.manages, CheckKind::Section128),
            (lived_abroad, CheckKind::Overseas),
            (self.qualified, CheckKind::QualifiedTeacherStatus),
            (true, CheckKind::RightToWork),
        ];
        kinds.extend(by_post.into_iter().filter(|(needed, _)| *needed).map(|(_, kind)| kind));
        kinds
    }
}

/// Why a person may not work with children on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = VettingReason)]
pub struct Reason {
    /// The check.
    pub check: CheckKind,
    /// `missing`, `expired`, `not_yet_done` or `not_clear`.
    #[schema(example = "missing")]
    pub code: &'static str,
    /// The same in words.
    pub detail: String,
    /// Where the check is asked for.
    pub citation: &'static str,
}

impl Checks {
    /// The check of a kind that holds on a day: the latest made by then, else the earliest made after.
    pub fn of_kind(&self, kind: CheckKind, date: Date) -> Option<&VettingCheck> {
        let of_kind = || self.checks.iter().filter(|check| check.kind == kind);
        of_kind()
            .filter(|check| check.done_on <= date)
            .max_by_key(|check| check.done_on)
            .or_else(|| of_kind().min_by_key(|check| check.done_on))
    }

    /// Whether the person's vetting stands on a day: every reason why not, empty where it does.
    pub fn valid_on(&self, needs: Needs, date: Date) -> Vec<Reason> {
        // A check that was not clear counts whether or not the post needs it.
        let unclear = self.checks.iter().filter(|check| !check.clear).map(|check| check.kind);
        let mut kinds = needs.kinds(self.lived_abroad);
        for kind in unclear {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds.into_iter().filter_map(|kind| self.fault(kind, date)).collect()
    }

    /// What the checks that are there say against a person on a day, whatever the post needs: what was not clear or has expired.
    pub fn against(&self, date: Date) -> Vec<Reason> {
        let mut kinds: Vec<CheckKind> = self.checks.iter().map(|check| check.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let faults = kinds.into_iter().filter_map(|kind| self.fault(kind, date));
        faults.filter(|reason| matches!(reason.code, "not_clear" | "expired")).collect()
    }

    fn fault(&self, kind: CheckKind, date: Date) -> Option<Reason> {
        let name = kind.as_str().replace('_', " ");
        let (code, detail) = match self.of_kind(kind, date) {
            None => ("missing", format!("no {name} check stands on the record")),
            Some(check) if check.done_on > date => ("not_yet_done", format!("the {name} check is of a later day")),
            Some(check) if !check.clear => ("not_clear", format!("the {name} check was not clear")),
            Some(check) if check.expires_on.is_some_and(|end| end < date) => {
                ("expired", format!("the {name} check has expired"))
            }
            Some(_) => return None,
        };
        Some(Reason { check: kind, code, detail, citation: kind.citation() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    pub(super) fn checks(list: &[(CheckKind, &str, Option<&str>)]) -> Checks {
        let checks = list.iter().map(|(kind, done, expires)| VettingCheck {
            kind: *kind,
            done_on: day(done),
            expires_on: expires.map(day),
            clear: true,
            reference: None,
        });
        Checks { lived_abroad: false, checks: checks.collect() }
    }

    fn codes(checks: &Checks, needs: Needs, date: &str) -> Vec<String> {
        let reasons = checks.valid_on(needs, day(date));
        reasons.into_iter().map(|reason| format!("{} {}", reason.check.as_str(), reason.code)).collect()
    }

    #[test]
    fn a_teacher_needs_every_check_of_the_record() {
        use CheckKind::*;
        let needs = Needs { teaches: true, ..Needs::default() };
        let some = checks(&[
            (Identity, "2026-08-01", None),
            (BarredList, "2026-08-01", None),
            (EnhancedDbs, "2026-09-10", None),
        ]);
        assert_eq!(
            codes(&some, needs, "2026-09-01"),
            ["enhanced_dbs not_yet_done", "prohibition missing", "right_to_work missing"]
        );
        let all = checks(&[
            (Identity, "2026-08-01", None),
            (BarredList, "2026-08-01", None),
            (EnhancedDbs, "2026-08-01", None),
            (Prohibition, "2026-08-01", None),
            (RightToWork, "2026-08-01", Some("2026-11-23")),
        ]);
        assert_eq!(codes(&all, needs, "2026-11-23"), Vec::<String>::new());
        assert_eq!(codes(&all, needs, "2026-11-24"), ["right_to_work expired"]);
        let abroad = Checks { lived_abroad: true, ..all.clone() };
        assert_eq!(codes(&abroad, Needs { manages: true, qualified: true, ..needs }, "2026-11-01").len(), 3);
    }

    #[test]
    fn without_an_employment_record_the_roles_say_what_is_needed() {
        let kinds = |roles: &[Role]| Needs::of(None, roles).kinds(false);
        assert_eq!(kinds(&[Role::CoverSupervisor]).len(), 4);
        assert!(kinds(&[Role::Tutor]).contains(&CheckKind::Prohibition));
        assert!(!kinds(&[Role::Teacher]).contains(&CheckKind::Section128));
        let head = kinds(&[Role::Headteacher]);
        assert!(head.contains(&CheckKind::Prohibition) && head.contains(&CheckKind::Section128));
    }

    #[test]
    fn what_is_on_record_against_somebody_counts_without_being_needed() {
        let mut some = checks(&[(CheckKind::RightToWork, "2024-01-01", Some("2025-01-01"))]);
        let codes = |checks: &Checks, date: &str| -> Vec<&str> {
            checks.against(day(date)).into_iter().map(|reason| reason.code).collect()
        };
        assert_eq!(codes(&some, "2024-12-31"), Vec::<&str>::new());
        assert_eq!(codes(&some, "2025-01-02"), ["expired"]);
        some.checks.push(VettingCheck { kind: CheckKind::EnhancedDbs, clear: false, ..some.checks[0].clone() });
        assert_eq!(codes(&some, "2024-12-31"), ["not_clear"]);
    }

    #[test]
    fn the_latest_check_of_a_kind_holds() {
        use CheckKind::*;
        let twice =
            checks(&[(RightToWork, "2024-01-01", Some("2025-01-01")), (RightToWork, "2025-01-01", Some("2027-01-01"))]);
        let of = |date| twice.of_kind(RightToWork, day(date)).unwrap().expires_on;
        assert_eq!(of("2024-06-01"), Some(day("2025-01-01")));
        assert_eq!(of("2026-06-01"), Some(day("2027-01-01")));
    }

    #[test]
    fn somebody_of_an_agency_needs_its_letter_and_an_identity_check() {
        let needs = Needs { of_agency: true, ..Needs::default() };
        assert_eq!(codes(&Checks::default(), needs, "2026-11-23").len(), 2);
        let mut letter = checks(&[
            (CheckKind::AgencyConfirmation, "2026-11-20", None),
            (CheckKind::IdentityOnArrival, "2026-11-23", None),
        ]);
        assert_eq!(codes(&letter, needs, "2026-11-23"), Vec::<String>::new());
        letter.checks.push(VettingCheck {
            kind: CheckKind::EnhancedDbs,
            done_on: day("2026-11-01"),
            expires_on: None,
            clear: false,
            reference: None,
        });
        assert_eq!(codes(&letter, needs, "2026-11-23"), ["enhanced_dbs not_clear"]);
    }
}
