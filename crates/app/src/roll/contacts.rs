//! Contacts of pupils: whom the academy may turn to, and who is a parent in law.

use crate::roll::checks::{Checks, LONGEST_ADDRESS, LONGEST_GROUP, LONGEST_NAME, LONGEST_TEXT, tidy, tidy_optional};
use crate::roll::listing::{Ask, Listing, MOST, PageEnd};
use crate::roll::pupils::reach_pupil;
use crate::{Context, Error, Kind, Result, feed};
use school::contact::{Contact, ParentBasis, Relation};
use school::{AcademyId, ContactId, PupilId};
use serde_json::json;

/// The most contacts that one pupil has.
pub const MOST_CONTACTS: usize = 50;
/// The last place in the order in which contacts are called.
pub const LAST_PRIORITY: i16 = 99;

/// What is said of a contact whom the academy does not know yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// Surname.
    pub surname: Option<String>,
    /// Forename.
    pub forename: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Telephone number.
    pub telephone: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Language to write in, as a BCP 47 tag.
    pub language: Option<String>,
}

/// A contact to be added to a pupil.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// A contact of a sibling, who is joined to the pupil as they are.
    pub contact_id: Option<ContactId>,
    /// Somebody new, where no contact is named.
    pub person: NewPerson,
    /// Mother, grandfather, foster carer, …
    pub relationship: String,
    /// Whether and why a parent in law. Never inferred from anything else.
    pub parent_basis: ParentBasis,
    /// Whether the pupil normally lives with the contact.
    pub lives_with_pupil: bool,
    /// The order in which contacts are called: 1 first; after the others where it is not said.
    pub priority: Option<i16>,
    /// Court orders and other restrictions.
    pub restrictions: Option<String>,
}

/// The contacts of a pupil in the order in which they are called.
pub fn list_contacts(cx: &mut Context<'_>, pupil: PupilId, ask: &Ask) -> Result<Listing<(Contact, Relation)>> {
    let academy = reach_pupil(cx, pupil)?.academy_id;
    let mut contacts = store::roll::contacts::of_pupil(cx.db, academy, pupil)?;
    let mut watermark = feed::watermark(cx.db)?;
    if let Some(since) = &ask.updated_since {
        let changed = feed::since(cx.db, &[academy], &["contact"], since)?;
        contacts.retain(|(contact, _)| changed.subjects.contains_key(&contact.id.0));
        watermark = changed.watermark;
    }
    if let Some(end) = &ask.after {
        let read = contacts.iter().position(|(contact, _)| contact.id.0 == end.id);
        contacts.drain(..read.map_or(contacts.len(), |place| place + 1));
        watermark = end.watermark.clone();
    }
    let limit = ask.limit.clamp(1, MOST);
    let more = contacts.len() > limit;
    contacts.truncate(limit);
    let last = contacts.last().filter(|_| more).map(|(contact, _)| contact.id.0);
    let next = last.map(|id| PageEnd { id, watermark: watermark.clone() });
    Ok(Listing { data: contacts, removed: Vec::new(), next, watermark })
}

/// A contact of a pupil.
pub fn find_contact(cx: &mut Context<'_>, pupil: PupilId, id: ContactId) -> Result<(Contact, Relation)> {
    let academy = reach_pupil(cx, pupil)?.academy_id;
    let contacts = store::roll::contacts::of_pupil(cx.db, academy, pupil)?;
    contacts.into_iter().find(|(contact, _)| contact.id == id).ok_or(Error::NotFound(Kind::Contact))
}

/// Adds a contact to a pupil. Somebody whom the academy knows already is joined to the pupil as they are.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong; [`Error::Conflict`] where the two are joined already.
pub fn create_contact(cx: &mut Context<'_>, pupil: PupilId, new: &NewContact) -> Result<(Contact, Relation)> {
    let academy = reach_pupil(cx, pupil)?.academy_id;
    let others = store::roll::contacts::of_pupil(cx.db, academy, pupil)?;
    check(new, others.len())?;
    let (contact, kind) = match new.contact_id {
        Some(id) => (known(cx, academy, id)?, "related"),
        None => (insert(cx, academy, &new.person)?, "created"),
    };
    let last = others.iter().map(|(_, relation)| relation.priority).max().unwrap_or(0);
    let relation = Relation {
        pupil_id: pupil,
        contact_id: contact.id,
        relationship: tidy(&new.relationship),
        parent_basis: new.parent_basis,
        lives_with_pupil: new.lives_with_pupil,
        priority: new.priority.unwrap_or((last + 1).min(LAST_PRIORITY)),
        restrictions: tidy_optional(new.restrictions.as_deref()),
    };
    store::roll::contacts::relate(cx.db, academy, &relation, cx.at)?;
    cx.record(academy, "contact", contact.id, kind, json!({ "pupil_id": pupil }))?;
    Ok((contact, relation))
}

/// A contact whom the academy of the pupil knows; one of another academy does not exist for it.
fn known(cx: &mut Context<'_>, academy: AcademyId, id: ContactId) -> Result<Contact> {
    let contact = store::roll::contacts::find(cx.db, academy, id)?;
    contact
        .ok_or_else(|| Error::invalid("/contact_id", "unknown_contact", format!("there is no such {}", Kind::Contact)))
}

fn insert(cx: &mut Context<'_>, academy: AcademyId, person: &NewPerson) -> Result<Contact> {
    let NewPerson { surname, forename, title, telephone, email, address, language } = person;
    let contact = Contact {
        id: cx.new_id(),
        academy_id: academy,
        surname: tidy(surname.as_deref().unwrap_or_default()),
        forename: tidy_optional(forename.as_deref()),
        title: tidy_optional(title.as_deref()),
        telephone: tidy_optional(telephone.as_deref()),
        email: tidy_optional(email.as_deref()),
        address: tidy_optional(address.as_deref()),
        language: tidy_optional(language.as_deref()),
        revision: 1,
        created_at: cx.at,
        updated_at: cx.at,
    };
    store::roll::contacts::insert(cx.db, &contact)?;
    Ok(contact)
}

fn check(new: &NewContact, others: usize) -> Result<()> {
    let mut checks = Checks::default();
    if new.contact_id.is_none() {
        check_person(&new.person, &mut checks);
    } else if new.person != NewPerson::default() {
        let detail = "a contact who is known already is joined as they are: leave out the name and the other details";
        checks.fail("/contact_id", "details_of_known_contact", detail);
    }
    checks.line("/relationship", &new.relationship, LONGEST_NAME);
    if let Some(restrictions) = &new.restrictions {
        checks.lines("/restrictions", restrictions, LONGEST_TEXT);
    }
    if new.priority.is_some_and(|priority| !(1..=LAST_PRIORITY).contains(&priority)) {
        checks.fail("/priority", "out_of_range", format!("a priority is from 1 to {LAST_PRIORITY}"));
    }
    if others >= MOST_CONTACTS {
        checks.fail("", "too_many", format!("a pupil has at most {MOST_CONTACTS} contacts"));
    }
    checks.finish()
}

fn check_person(person: &NewPerson, checks: &mut Checks) {
    match &person.surname {
        Some(surname) => checks.line("/surname", surname, LONGEST_NAME),
        None => checks.missing("/surname"),
    }
    checks.optional_line("/forename", person.forename.as_deref(), LONGEST_NAME);
    checks.optional_line("/title", person.title.as_deref(), LONGEST_GROUP);
    if let Some(telephone) = &person.telephone {
        checks.telephone("/telephone", telephone.trim());
    }
    if let Some(email) = &person.email {
        checks.email("/email", email.trim());
    }
    if let Some(address) = &person.address {
        checks.lines("/address", address, LONGEST_ADDRESS);
    }
    if let Some(language) = &person.language {
        checks.language("/language", language.trim());
    }
}
