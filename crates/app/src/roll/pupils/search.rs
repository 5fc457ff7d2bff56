//! Finding pupils by name or number, without the name standing in an address or a log.

use super::as_at;
use super::find::{standing_day, today};
use crate::roll::checks::{Checks, LONGEST_NAME};
use crate::{Context, Result};
use school::pupil::Pupil;
use school::{AcademyId, Upn};
use store::roll::pupils::search_form;
use store::roll::snapshot::RollPupil;

/// The most pupils that a search finds; whoever needs more than that asks more precisely.
pub const MOST_FOUND: usize = 50;

/// Whom to look for: all that is said must fit.
#[derive(Debug, Clone, Default)]
pub struct NameSearch {
    /// How a surname, in use or legal, begins.
    pub surname: Option<String>,
    /// How a forename, in use or legal, begins.
    pub forename: Option<String>,
    /// The number, present or former.
    pub upn: Option<Upn>,
    /// Only pupils who are on roll today.
    pub on_roll: bool,
}

/// Pupils of an academy who fit, by surname and forename; and whether there are more.
pub fn search_pupils(cx: &mut Context<'_>, academy: AcademyId, search: &NameSearch) -> Result<(Vec<Pupil>, bool)> {
    cx.academy(academy)?;
    let mut checks = Checks::default();
    checks.optional_line("/surname", search.surname.as_deref(), LONGEST_NAME);
    checks.optional_line("/forename", search.forename.as_deref(), LONGEST_NAME);
    if search.surname.is_none() && search.forename.is_none() && search.upn.is_none() {
        checks.fail("", "missing", "a search names the beginning of a surname or forename, or a UPN");
    }
    checks.finish()?;
    let today = today(cx);
    let state = cx.state(academy)?;
    let (surname, forename) = (search.surname.as_deref().map(search_form), search.forename.as_deref().map(search_form));
    let mut found: Vec<(String, &RollPupil)> = state
        .roll
        .pupils
        .iter()
        .filter(|pupil| fits(pupil, surname.as_deref(), forename.as_deref(), search.upn.as_ref()))
        .filter(|pupil| !search.on_roll || pupil.enrolment_on(today).is_some())
        .map(|pupil| {
            let identity = &pupil.record.identity;
            (search_form(&format!("{} {}", identity.surname, identity.forename)), pupil)
        })
        .collect();
    found.sort_by(|(one, first), (two, second)| one.cmp(two).then(first.record.id.cmp(&second.record.id)));
    let more = found.len() > MOST_FOUND;
    let names = &state.roll.group_names;
    let shown = |pupil: &RollPupil| as_at(pupil, names, standing_day(&pupil.enrolments, today));
    Ok((found.into_iter().take(MOST_FOUND).map(|(_, pupil)| shown(pupil)).collect(), more))
}

fn fits(pupil: &RollPupil, surname: Option<&str>, forename: Option<&str>, upn: Option<&Upn>) -> bool {
    let identity = &pupil.record.identity;
    let begins = |wanted: Option<&str>, names: [Option<&String>; 2]| {
        wanted.is_none_or(|wanted| names.into_iter().flatten().any(|name| search_form(name).starts_with(wanted)))
    };
    let number = |wanted: &Upn| identity.upn.as_ref() == Some(wanted) || identity.former_upn.as_ref() == Some(wanted);
    begins(surname, [Some(&identity.surname), identity.legal_surname.as_ref()])
        && begins(forename, [Some(&identity.forename), identity.legal_forename.as_ref()])
        && upn.is_none_or(number)
}
