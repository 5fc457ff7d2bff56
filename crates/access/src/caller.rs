//! Who calls.

use crate::{Academies, Scopes};
use school::{AcademyId, Actor, ClientId, Role, Signatory};

/// A client program that has shown who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// Its name, for the record.
    pub name: String,
    /// What its token allows.
    pub scopes: Scopes,
    /// Where it may act.
    pub academies: Academies,
}

/// A member of staff who has signed in, or for whom a client acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The staff record, name and position.
    pub signatory: Signatory,
    /// The roles held.
    pub roles: Vec<Role>,
    /// The academy of the staff record.
    pub academy: AcademyId,
}

/// Who calls: a client, a person, or a client for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The client program that sent the request.
    pub client: Option<Client>,
    /// The person for whom it was sent.
    pub person: Option<Person>,
}

impl Caller {
    /// A client on its own behalf.
    pub fn client(client: Client) -> Self {
        Self { client: Some(client), person: None }
    }

    /// A person who signed in at the trust's identity provider.
    pub fn person(person: Person) -> Self {
        Self { client: None, person: Some(person) }
    }

    /// A client that acts for a person.
    pub fn both(client: Client, person: Person) -> Self {
        Self { client: Some(client), person: Some(person) }
    }

    /// The names that go on the record.
    pub fn actor(&self) -> Actor {
        Actor {
            client: self.client.as_ref().map(|client| (client.id, client.name.clone())),
            person: self.person.as_ref().map(|person| person.signatory.clone()),
        }
    }
}
