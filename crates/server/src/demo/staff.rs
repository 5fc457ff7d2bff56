//! Staff of every role.

use super::names::Background;
use super::random::Random;
use super::world::MadeAcademy;
use school::pupil::Sex;
use school::{Phase, Role, StaffMember};

/// A post with the roles that go with it and how many hold it.
type Post = (&'static str, &'static [Role], usize);

const SECONDARY: &[Post] = &[
    ("Attendance manager", &[Role::AttendanceManager], 1),
    ("Attendance officer", &[Role::AttendanceOfficer], 2),
    ("Headteacher", &[Role::Headteacher, Role::SeniorLeader], 1),
    ("Assistant headteacher", &[Role::SeniorLeader, Role::Teacher], 3),
    ("Designated safeguarding lead", &[Role::SafeguardingLead, Role::SeniorLeader], 1),
    ("Head of year", &[Role::HeadOfYear, Role::Teacher], 5),
    ("Cover manager", &[Role::CoverManager], 1),
    ("Cover supervisor", &[Role::CoverSupervisor], 3),
    ("Teacher", &[Role::Teacher], 24),
    ("Human resources manager", &[Role::HumanResources], 1),
    ("Trust attendance lead", &[Role::TrustOfficer], 1),
    ("Education welfare officer, local authority", &[Role::ExternalCaseworker], 1),
];

const PRIMARY: &[Post] = &[
    ("Attendance manager and school business manager", &[Role::AttendanceManager, Role::HumanResources], 1),
    ("Attendance officer", &[Role::AttendanceOfficer], 1),
    ("Headteacher", &[Role::Headteacher, Role::SeniorLeader], 1),
    ("Deputy headteacher", &[Role::SeniorLeader, Role::SafeguardingLead, Role::CoverManager], 1),
    ("Higher level teaching assistant", &[Role::CoverSupervisor], 2),
    ("Trust attendance lead", &[Role::TrustOfficer], 1),
];

/// Appoints the staff of an academy and a tutor for each of its groups.
pub(super) fn appoint(academy: &mut MadeAcademy, random: &mut Random) {
    let posts = if academy.shape.phase == Phase::Primary { PRIMARY } else { SECONDARY };
    for (position, roles, holders) in posts {
        for _ in 0..*holders {
            let member = member(academy, position, roles, random);
            academy.staff.push(member);
        }
    }
    let groups: Vec<_> = academy.groups.iter().map(|(_, group)| (group.id, group.name.clone())).collect();
    for (id, name) in groups {
        let position = match academy.shape.phase {
            Phase::Primary => format!("Class teacher, {name}"),
            _ => format!("Form tutor, {name}"),
        };
        let tutor = member(academy, &position, &[Role::Teacher, Role::Tutor], random);
        academy.tutors.insert(id, tutor.id);
        academy.staff.push(tutor);
    }
}

fn member(academy: &MadeAcademy, position: &str, roles: &[Role], random: &mut Random) -> StaffMember {
    let background = Background::choose(random);
    let sex = if random.chance(0.62) { Sex::F } else { Sex::M };
    let (forename, surname) = (background.forename(sex, random), background.surname(random));
    let title = if sex == Sex::F { random.pick(&["Ms", "Mrs", "Miss", "Dr"], "Ms") } else { "Mr" };
    let at = academy.academy.created_at;
    let number = academy.staff.len() + 1;
    let initials = surname.chars().filter(char::is_ascii_alphabetic).take(2).collect::<String>();
    let host = if academy.shape.phase == Phase::Primary { "fableford" } else { "mockingham" };
    StaffMember {
        id: random.id(at),
        academy_id: academy.academy.id,
        staff_code: format!("{}{number:02}", initials.to_uppercase()),
        surname: surname.to_owned(),
        forename: forename.to_owned(),
        title: Some(title.to_owned()),
        position: position.to_owned(),
        email: Some(format!("{}{number}@{host}.example.org", forename.to_lowercase())),
        sign_in_subject: None,
        roles: roles.to_vec(),
        revision: 1,
        created_at: at,
        updated_at: at,
    }
}
