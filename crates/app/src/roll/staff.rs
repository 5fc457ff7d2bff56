//! Staff of the academies.

use crate::roll::checks::{Checks, LONGEST_FOREIGN_ID, LONGEST_GROUP, LONGEST_NAME, set_text, tidy, tidy_optional};
use crate::roll::listing::{self, Ask, Collection, Listing};
use crate::roll::{StillSame, check_same};
use crate::{Context, Error, Kind, Result};
use access::Reach;
use exchange::Cell;
use school::{AcademyId, Role, StaffId, StaffMember};
use serde_json::json;

/// Where the caller may give roles: the reach that the access decision gave for each of the two actions.
#[derive(Debug, Clone, Default)]
pub struct MayGrant {
    /// Roles that reach one academy, and how a person signs in.
    pub roles: Option<Reach>,
    /// The role of trust officer.
    pub trust_roles: Option<Reach>,
}

/// A member of staff to be added.
#[derive(Debug, Clone, Default)]
pub struct NewStaff {
    /// The short code the timetable uses.
    pub staff_code: String,
    /// Surname.
    pub surname: String,
    /// Forename.
    pub forename: String,
    /// Title.
    pub title: Option<String>,
    /// The post held.
    pub position: String,
    /// Email address.
    pub email: Option<String>,
    /// The subject by which the trust's identity provider knows the person.
    pub sign_in_subject: Option<String>,
    /// What the person does here.
    pub roles: Vec<Role>,
}

/// What is to change about a member of staff.
#[derive(Debug, Clone, Default)]
pub struct StaffPatch {
    /// The short code the timetable uses.
    pub staff_code: Option<String>,
    /// Surname.
    pub surname: Option<String>,
    /// Forename.
    pub forename: Option<String>,
    /// Title.
    pub title: Cell<String>,
    /// The post held.
    pub position: Option<String>,
    /// Email address.
    pub email: Cell<String>,
    /// The subject by which the trust's identity provider knows the person.
    pub sign_in_subject: Cell<String>,
    /// What the person does here.
    pub roles: Option<Vec<Role>>,
}

/// Staff of an academy in the order of their ids.
pub fn list_staff(cx: &mut Context<'_>, academy: AcademyId, ask: &Ask) -> Result<Listing<StaffMember>> {
    cx.academy(academy)?;
    let academies = [academy];
    let collection = Collection { academies: &academies, kinds: &["staff"], filtered: false };
    listing::read(cx, &collection, ask, |cx, wanted| {
        let staff = store::roll::staff::list(cx.db, academy, wanted.ids, wanted.after, wanted.limit())?;
        Ok(staff.into_iter().map(|member| (member.id.0, member)).collect())
    })
}

/// A member of staff in reach.
pub fn find_staff(cx: &mut Context<'_>, id: StaffId) -> Result<StaffMember> {
    let member = store::roll::staff::find(cx.db, id)?;
    member.filter(|member| cx.acting.reach.covers(member.academy_id)).ok_or(Error::NotFound(Kind::Staff))
}

/// Adds a member of staff.
///
/// # Errors
/// [`Error::Forbidden`] where roles are given that the caller may not give; [`Error::Conflict`] where another has the staff
/// code.
pub fn create_staff(
    cx: &mut Context<'_>,
    academy: AcademyId,
    new: &NewStaff,
    may_grant: &MayGrant,
) -> Result<StaffMember> {
    cx.academy(academy)?;
    let member = StaffMember {
        id: cx.new_id(),
        academy_id: academy,
        staff_code: tidy(&new.staff_code),
        surname: tidy(&new.surname),
        forename: tidy(&new.forename),
        title: tidy_optional(new.title.as_deref()),
        position: tidy(&new.position),
        email: tidy_optional(new.email.as_deref()),
        sign_in_subject: tidy_optional(new.sign_in_subject.as_deref()),
        roles: in_order(&new.roles),
        revision: 1,
        created_at: cx.at,
        updated_at: cx.at,
    };
    check(&member)?;
    let nobody = StaffMember { roles: Vec::new(), sign_in_subject: None, ..member.clone() };
    check_grants(&nobody, &member, may_grant)?;
    store::roll::staff::insert(cx.db, &member)?;
    cx.record(
        academy,
        "staff",
        member.id,
        "created",
        json!(["staff_code", "surname", "forename", "title", "position", "email", "roles"]),
    )?;
    Ok(member)
}

/// Changes a member of staff; a patch that says what is so already changes nothing. Entries that the person signed keep the
/// name and position of their time.
pub fn patch_staff(
    cx: &mut Context<'_>,
    id: StaffId,
    patch: &StaffPatch,
    may_grant: &MayGrant,
    still_same: StillSame<'_, StaffMember>,
) -> Result<StaffMember> {
    let before = find_staff(cx, id)?;
    check_same(&before, still_same)?;
    let mut after = before.clone();
    for (target, text) in [
        (&mut after.staff_code, &patch.staff_code),
        (&mut after.surname, &patch.surname),
        (&mut after.forename, &patch.forename),
        (&mut after.position, &patch.position),
    ] {
        if let Some(text) = text {
            *target = tidy(text);
        }
    }
    set_text(&mut after.title, &patch.title);
    set_text(&mut after.email, &patch.email);
    set_text(&mut after.sign_in_subject, &patch.sign_in_subject);
    if let Some(roles) = &patch.roles {
        after.roles = in_order(roles);
    }
    check(&after)?;
    check_grants(&before, &after, may_grant)?;
    let changed = changed_fields(&before, &after);
    if changed.is_empty() {
        return Ok(before);
    }
    after.revision += 1;
    after.updated_at = cx.at;
    store::roll::staff::update(cx.db, &after)?;
    cx.record(after.academy_id, "staff", id, "updated", json!(changed))?;
    Ok(after)
}

/// Each role once, in the order of the list of roles.
fn in_order(roles: &[Role]) -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| roles.contains(role)).collect()
}

/// What a person may do comes from the roles and from how the person signs in, so both are given only by those who may give
/// roles; and nobody becomes a trust officer, or takes over the sign-in of one, but by those who may give that role.
fn check_grants(before: &StaffMember, after: &StaffMember, may_grant: &MayGrant) -> Result<()> {
    let reaches = |reach: &Option<Reach>| reach.as_ref().is_some_and(|reach| reach.covers(after.academy_id));
    let of_trust = |member: &StaffMember| member.roles.contains(&Role::TrustOfficer);
    let of_academy = |member: &StaffMember| -> Vec<Role> {
        member.roles.iter().copied().filter(|role| *role != Role::TrustOfficer).collect()
    };
    let other_sign_in = before.sign_in_subject != after.sign_in_subject;
    let touches_trust = of_trust(before) != of_trust(after) || (of_trust(before) && other_sign_in);
    if touches_trust && !reaches(&may_grant.trust_roles) {
        return Err(Error::Forbidden("the caller may not give or take the role of trust officer, nor its sign-in"));
    }
    let touches_academy = of_academy(before) != of_academy(after) || (other_sign_in && !of_trust(before));
    if touches_academy && !reaches(&may_grant.roles) {
        return Err(Error::Forbidden("the caller may not give or take roles at this academy, nor set who signs in"));
    }
    Ok(())
}

fn check(member: &StaffMember) -> Result<()> {
    let mut checks = Checks::default();
    checks.line("/staff_code", &member.staff_code, LONGEST_GROUP);
    checks.line("/surname", &member.surname, LONGEST_NAME);
    checks.line("/forename", &member.forename, LONGEST_NAME);
    checks.optional_line("/title", member.title.as_deref(), LONGEST_GROUP);
    checks.line("/position", &member.position, LONGEST_NAME);
    checks.optional_line("/sign_in_subject", member.sign_in_subject.as_deref(), 2 * LONGEST_FOREIGN_ID);
    if let Some(email) = &member.email {
        checks.email("/email", email);
    }
    checks.finish()
}

fn changed_fields(before: &StaffMember, after: &StaffMember) -> Vec<&'static str> {
    let pairs = [
        ("staff_code", before.staff_code != after.staff_code),
        ("surname", before.surname != after.surname),
        ("forename", before.forename != after.forename),
        ("title", before.title != after.title),
        ("position", before.position != after.position),
        ("email", before.email != after.email),
        ("sign_in_subject", before.sign_in_subject != after.sign_in_subject),
        ("roles", before.roles != after.roles),
    ];
    pairs.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
}
