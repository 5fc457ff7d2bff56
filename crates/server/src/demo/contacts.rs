//! Whom the academies turn to about each pupil.

use super::families::{Adult, Families};
use super::random::Random;
use super::world::{MadeAcademy, MadePupil};
use school::contact::{Contact, ParentBasis, Relation};
use school::{AcademyId, ContactId, Instant};
use std::collections::HashMap;

/// Records the families of an academy's pupils; brothers and sisters share the people.
pub(super) fn gather(academy: &mut MadeAcademy, families: &Families, random: &mut Random) {
    let (id, at) = (academy.academy.id, academy.academy.created_at);
    let mut known: HashMap<usize, Vec<ContactId>> = HashMap::new();
    let (mut contacts, mut relations) = (Vec::new(), Vec::new());
    for pupil in &academy.pupils {
        let Some(family) = families.all.get(pupil.family) else { continue };
        let people = known.entry(pupil.family).or_insert_with(|| {
            let mut add = |adult: &Adult| {
                let contact = contact(id, adult, &family.address, family.background.language, at, random);
                contacts.push(contact);
                contacts.last().map(|contact| contact.id)
            };
            family.adults.iter().filter_map(&mut add).collect()
        });
        let cared_for = is_looked_after(pupil);
        let mut priority = 1;
        if cared_for {
            let carer = contact(id, &carer(pupil), "Address with the local authority", "en", at, random);
            relations.push(relation(pupil, carer.id, &self::carer(pupil), priority));
            contacts.push(carer);
            priority += 1;
        }
        for (adult, contact) in family.adults.iter().zip(people.iter()) {
            let adult = if cared_for { apart(adult) } else { adult.clone() };
            relations.push(relation(pupil, *contact, &adult, priority));
            priority += 1;
        }
    }
    academy.contacts = contacts;
    academy.relations = relations;
}

fn is_looked_after(pupil: &MadePupil) -> bool {
    pupil.characteristics.last().is_some_and(|(_, values)| values.looked_after == Some(true))
}

fn carer(pupil: &MadePupil) -> Adult {
    let number = pupil.profile.place % 1_000;
    Adult {
        title: "Mx",
        forename: "Robin",
        surname: "Standin-Carer",
        telephone: format!("01632 960{number:03}"),
        email: format!("carer{number}@example.org"),
        relationship: "Foster carer",
        basis: ParentBasis::HasCare,
        lives_with: true,
        restrictions: None,
    }
}

/// A parent of a child in care.
fn apart(adult: &Adult) -> Adult {
    let restrictions = Some("Contact through the social worker only");
    Adult { lives_with: false, restrictions, ..adult.clone() }
}

fn contact(
    academy_id: AcademyId,
    adult: &Adult,
    address: &str,
    language: &str,
    at: Instant,
    random: &mut Random,
) -> Contact {
    Contact {
        id: random.id(at),
        academy_id,
        surname: adult.surname.to_owned(),
        forename: Some(adult.forename.to_owned()),
        title: Some(adult.title.to_owned()),
        telephone: Some(adult.telephone.clone()),
        email: Some(adult.email.clone()),
        address: Some(address.to_owned()),
        language: Some(language.to_owned()),
        revision: 1,
        created_at: at,
        updated_at: at,
    }
}

fn relation(pupil: &MadePupil, contact_id: ContactId, adult: &Adult, priority: i16) -> Relation {
    Relation {
        pupil_id: pupil.record.id,
        contact_id,
        relationship: adult.relationship.to_owned(),
        parent_basis: adult.basis,
        lives_with_pupil: adult.lives_with,
        priority,
        restrictions: adult.restrictions.map(str::to_owned),
    }
}
