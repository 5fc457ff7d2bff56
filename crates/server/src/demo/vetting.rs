//! The single central record of the made-up academies: everybody who works there has been checked.

use super::world::MadeAcademy;
use chrono::Days;
use cover::vetting::{CheckKind, Checks, ChecksRecord, VettingCheck};
use school::{Date, Role};

/// What everybody needs who may stand before a class or manage the school.
const KINDS: [CheckKind; 6] = [
    CheckKind::Identity,
    CheckKind::BarredList,
    CheckKind::EnhancedDbs,
    CheckKind::RightToWork,
    CheckKind::Prohibition,
    CheckKind::Section128,
];

/// The checks of everybody on the staff, made in the weeks before they began. Whoever comes from outside is checked elsewhere.
pub(super) fn records(academy: &MadeAcademy, founded: Date) -> Vec<ChecksRecord> {
    let own = academy.staff.iter().filter(|member| !member.roles.contains(&Role::ExternalCaseworker));
    own.enumerate()
        .map(|(place, member)| {
            let days = Days::new(u64::try_from(place % 28).unwrap_or(0));
            let done_on = founded.checked_sub_days(days).unwrap_or(founded);
            let check = |kind| VettingCheck { kind, done_on, expires_on: None, clear: true, reference: None };
            let checks = Checks { lived_abroad: false, checks: KINDS.into_iter().map(check).collect() };
            ChecksRecord { staff_id: member.id, checks }
        })
        .collect()
}
