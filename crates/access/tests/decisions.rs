//! What callers may do, case by case.

use access::{Academies, Action, Caller, Client, CodeUse, Comments, Denied, Person, Scope, Scopes, decide};
use school::{AcademyId, ClientId, Role, Signatory, StaffId};
use uuid::Uuid;

fn academy(number: u128) -> AcademyId {
    AcademyId(Uuid::from_u128(number))
}

fn client(scopes: &str, academies: Academies) -> Client {
    Client {
        id: ClientId(Uuid::from_u128(1)),
        name: "front end".to_owned(),
        scopes: scopes.parse().unwrap_or(Scopes::NONE),
        academies,
    }
}

fn person(roles: &[Role]) -> Person {
    let signatory = Signatory {
        staff_id: StaffId(Uuid::from_u128(2)),
        name: "Ms Amina Example".to_owned(),
        position: "Attendance officer".to_owned(),
    };
    Person { signatory, roles: roles.to_vec(), academy: academy(10) }
}

#[test]
fn a_client_without_narrowing_reaches_every_academy_by_its_scopes() {
    let caller = Caller::client(client("attendance:read", Academies::All));
    let reach = decide(&caller, Action::ReadMarks).unwrap();
    assert!(reach.covers(academy(99)) && reach.is_trust_wide());
    assert_eq!(decide(&caller, Action::AmendMarks), Err(Denied::Scope(&[Scope::AttendanceWrite])));
    assert_eq!(decide(&caller, Action::ReadPupils), Err(Denied::Scope(&[Scope::RollRead])));
}

#[test]
fn a_client_without_scopes_may_do_nothing() {
    let caller = Caller::client(client("", Academies::All));
    assert!(Action::ALL.iter().all(|action| decide(&caller, *action).is_err()));
    assert!(access::decision::allowed(&caller).is_empty());
}

#[test]
fn a_class_teacher_takes_registers_at_the_own_academy_with_teaching_codes() {
    let caller = Caller::person(person(&[Role::Teacher]));
    let reach = decide(&caller, Action::TakeRegisters).unwrap();
    assert!(reach.covers(academy(10)) && !reach.covers(academy(11)));
    assert_eq!((reach.codes, reach.comments), (CodeUse::TeachingOnly, Comments::Hidden));
    for code in ["/", "\\", "L", "N"] {
        assert!(reach.codes.allows(code));
    }
    for code in ["I", "M", "C1", "U", "", "l", "-"] {
        assert!(!reach.codes.allows(code), "{code}");
    }
    assert_eq!(decide(&caller, Action::AmendMarks), Err(Denied::Role));
    assert_eq!(decide(&caller, Action::ReadPupils), Err(Denied::Role));
}

#[test]
fn roles_add_up() {
    let caller = Caller::person(person(&[Role::Teacher, Role::AttendanceOfficer]));
    let reach = decide(&caller, Action::TakeRegisters).unwrap();
    assert_eq!((reach.codes, reach.comments), (CodeUse::All, Comments::Shown));
    let caller = Caller::person(person(&[Role::Headteacher, Role::TrustOfficer]));
    assert!(decide(&caller, Action::ReadMarks).unwrap().is_trust_wide());
    assert!(!decide(&caller, Action::AmendMarks).unwrap().is_trust_wide(), "a trust officer writes nothing");
}

#[test]
fn a_client_for_a_person_may_do_what_both_may() {
    let everything = client(&Scopes::all().to_string(), Academies::All);
    let caller = Caller::both(everything, person(&[Role::Teacher]));
    assert_eq!(decide(&caller, Action::AmendMarks), Err(Denied::Role));
    assert_eq!(decide(&caller, Action::TakeRegisters).unwrap().academies, Academies::one(academy(10)));

    let caller = Caller::both(client("roll:read", Academies::All), person(&[Role::AttendanceManager]));
    assert_eq!(decide(&caller, Action::AmendMarks), Err(Denied::Scope(&[Scope::AttendanceWrite])));

    let narrow = client("attendance:read", Academies::one(academy(10)));
    let caller = Caller::both(narrow, person(&[Role::TrustOfficer]));
    assert_eq!(decide(&caller, Action::ReadMarks).unwrap().academies, Academies::one(academy(10)));
}

#[test]
fn a_client_cannot_act_for_a_person_outside_its_academies() {
    let elsewhere = client("attendance:read", Academies::one(academy(11)));
    let caller = Caller::both(elsewhere, person(&[Role::TrustOfficer]));
    assert_eq!(decide(&caller, Action::ReadMarks), Err(Denied::Academy));
}

#[test]
fn nobody_and_outside_caseworkers_may_do_nothing() {
    let nobody = Caller { client: None, person: None };
    let outside = Caller::person(person(&[Role::ExternalCaseworker]));
    let without = Caller::person(person(&[]));
    for action in Action::ALL {
        assert_eq!(decide(&nobody, *action), Err(Denied::Nobody));
        assert_eq!(decide(&outside, *action), Err(Denied::Role));
        assert_eq!(decide(&without, *action), Err(Denied::Role));
    }
}

#[test]
fn human_resources_and_cover_managers_read_no_record_of_a_pupil() {
    let of_pupils = [
        Action::ReadPupils,
        Action::ReadContacts,
        Action::ReadMarks,
        Action::ReadRegisters,
        Action::ReadDay,
        Action::ReadConcerns,
        Action::ReadSummaries,
    ];
    for role in [Role::HumanResources, Role::CoverManager] {
        for action in of_pupils {
            assert_eq!(decide(&Caller::person(person(&[role])), action), Err(Denied::Role), "{role} {action}");
        }
    }
}

#[test]
fn the_record_names_both_client_and_person() {
    let caller = Caller::both(client("admin", Academies::All), person(&[Role::Tutor]));
    let actor = caller.actor();
    assert_eq!(actor.client.map(|(_, name)| name).as_deref(), Some("front end"));
    assert_eq!(actor.person.map(|person| person.position).as_deref(), Some("Attendance officer"));
}
