//! The one place where access is decided.

use crate::{Academies, Action, Caller, Client, CodeUse, Comments, Person, Reach, Scope, policy::person_reach};

/// Why a caller may not do what it asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Neither a client nor a person.
    #[error("the request names neither a client nor a person")]
    Nobody,
    /// The client's token has none of the scopes of which one is needed.
    #[error("the token lacks the scope {}", named(.0))]
    Scope(&'static [Scope]),
    /// No role of the person allows it.
    #[error("no role of this person allows it")]
    Role,
    /// The person belongs to an academy outside the client's reach.
    #[error("the person does not belong to an academy in the client's reach")]
    Academy,
}

fn named(scopes: &[Scope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" or ")
}

/// Whether, where and how far the caller may do `action`. A client for a person may do what both may do.
pub fn decide(caller: &Caller, action: Action) -> Result<Reach, Denied> {
    match (&caller.client, &caller.person) {
        (None, None) => Err(Denied::Nobody),
        (Some(client), None) => client_reach(client, action),
        (None, Some(person)) => person_reach(person, action).ok_or(Denied::Role),
        (Some(client), Some(person)) => joint_reach(client, person, action),
    }
}

fn client_reach(client: &Client, action: Action) -> Result<Reach, Denied> {
    if !client.scopes.contains_any(action.scopes()) {
        return Err(Denied::Scope(action.scopes()));
    }
    Ok(Reach { academies: client.academies.clone(), codes: CodeUse::All, comments: Comments::Shown })
}

fn joint_reach(client: &Client, person: &Person, action: Action) -> Result<Reach, Denied> {
    if !client.academies.covers(person.academy) {
        return Err(Denied::Academy);
    }
    let of_client = client_reach(client, action)?;
    let of_person = person_reach(person, action).ok_or(Denied::Role)?;
    Ok(of_client.and(&of_person))
}

/// What a caller may do at all, for `GET /v1/me`.
pub fn allowed(caller: &Caller) -> Vec<(Action, Reach)> {
    Action::ALL.iter().filter_map(|action| decide(caller, *action).ok().map(|reach| (*action, reach))).collect()
}

/// The academies that a caller belongs to, whatever it may do there.
pub fn academies(caller: &Caller) -> Academies {
    let of_person = caller.person.as_ref().map(|person| {
        let everywhere = person.roles.contains(&school::Role::TrustOfficer);
        if everywhere { Academies::All } else { Academies::one(person.academy) }
    });
    let of_client = caller.client.as_ref().map(|client| client.academies.clone());
    match (of_client, of_person) {
        (Some(client), Some(person)) => client.and(&person),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => Academies::Only(std::collections::BTreeSet::new()),
    }
}
