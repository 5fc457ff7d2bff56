//! Who a pupil is: setting it, and telling what has changed.

use super::PupilFields;
use crate::roll::checks::{set, set_text, tidy};
use exchange::Cell;
use school::pupil::{Identity, Sex};

/// Sets what the fields say.
pub(super) fn apply(identity: &mut Identity, fields: &PupilFields) {
    let number_before = identity.upn.clone();
    set(&mut identity.upn, &fields.upn);
    set(&mut identity.former_upn, &fields.former_upn);
    if fields.former_upn.is_absent() && number_before.is_some() && identity.upn != number_before {
        identity.former_upn = number_before;
    }
    if let Cell::Value(surname) = &fields.surname {
        identity.surname = tidy(surname);
    }
    if let Cell::Value(forename) = &fields.forename {
        identity.forename = tidy(forename);
    }
    if let Cell::Value(born) = fields.date_of_birth {
        identity.date_of_birth = born;
    }
    if let Cell::Value(sex) = fields.sex {
        identity.sex = sex;
    }
    set_text(&mut identity.legal_surname, &fields.legal_surname);
    set_text(&mut identity.legal_forename, &fields.legal_forename);
    set_text(&mut identity.other_names, &fields.other_names);
    set_text(&mut identity.address, &fields.address);
    set_text(&mut identity.last_school, &fields.last_school);
    set_text(&mut identity.next_school, &fields.next_school);
    set_text(&mut identity.mis_id, &fields.mis_id);
}

/// One field as text, and whether a change of it keeps the history that the law asks for.
struct Entry {
    name: &'static str,
    statutory: bool,
    text: Option<String>,
}

fn entries(identity: &Identity) -> Vec<Entry> {
    let Identity {
        upn,
        former_upn,
        surname,
        forename,
        legal_surname,
        legal_forename,
        other_names,
        date_of_birth,
        sex,
        address,
        last_school,
        next_school,
        mis_id,
    } = identity.clone();
    let sex = match sex {
        Sex::F => "F",
        Sex::M => "M",
    };
    let statutory = |name, text| Entry { name, statutory: true, text };
    let other = |name, text| Entry { name, statutory: false, text };
    vec![
        statutory("upn", upn.map(String::from)),
        other("former_upn", former_upn.map(String::from)),
        statutory("surname", Some(surname)),
        statutory("forename", Some(forename)),
        statutory("legal_surname", legal_surname),
        statutory("legal_forename", legal_forename),
        statutory("other_names", other_names),
        statutory("date_of_birth", Some(date_of_birth.to_string())),
        statutory("sex", Some(sex.to_owned())),
        statutory("address", address),
        other("last_school", last_school),
        other("next_school", next_school),
        other("mis_id", mis_id),
    ]
}

/// One entry of the admission register that has been amended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Amended {
    /// The field.
    pub(crate) field: &'static str,
    /// What it said.
    pub(crate) original: Option<String>,
    /// What it says now.
    pub(crate) amended: Option<String>,
}

/// The names of the fields that differ.
pub(super) fn changed_identity(before: &Identity, after: &Identity) -> Vec<&'static str> {
    if before == after {
        return Vec::new();
    }
    let pairs = entries(before).into_iter().zip(entries(after));
    pairs.filter(|(one, two)| one.text != two.text).map(|(one, _)| one.name).collect()
}

/// The statutory entries that differ (School Attendance (Pupil Registration) (England) Regulations 2024: original entry,
/// amended entry, reason, date and who).
pub(super) fn amended(before: &Identity, after: &Identity) -> Vec<Amended> {
    if before == after {
        return Vec::new();
    }
    let pairs = entries(before).into_iter().zip(entries(after));
    pairs
        .filter(|(one, two)| one.statutory && one.text != two.text)
        .map(|(one, two)| Amended { field: one.name, original: one.text, amended: two.text })
        .collect()
}
