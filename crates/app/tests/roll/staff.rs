//! Staff.

use crate::house::{all, on_each_database, pairs, same, some, violations};
use access::Reach;
use app::roll::staff::{MayGrant, NewStaff, StaffPatch, create_staff, find_staff, list_staff, patch_staff};
use app::{Error, Kind};
use exchange::Cell;
use school::Role;

fn teacher(code: &str) -> NewStaff {
    NewStaff {
        staff_code: code.to_owned(),
        surname: "Example".to_owned(),
        forename: "Tom".to_owned(),
        position: "Teacher of physics".to_owned(),
        email: Some("tom@example.org".to_owned()),
        ..NewStaff::default()
    }
}

fn head() -> MayGrant {
    MayGrant { roles: Some(Reach::everything()), trust_roles: None }
}

#[test]
fn staff_are_added_changed_and_listed() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let new = NewStaff { roles: vec![Role::Tutor, Role::Teacher, Role::Tutor], ..teacher("TEX") };
        let made = house.write(|cx| create_staff(cx, academy, &new, &head())).unwrap();
        assert_eq!(made.roles, [Role::Teacher, Role::Tutor]);
        let again = house.write(|cx| create_staff(cx, academy, &teacher("TEX"), &head()));
        assert!(matches!(again, Err(Error::Conflict(_))));
        let patch =
            StaffPatch { position: Some("Head of physics".to_owned()), email: Cell::Null, ..StaffPatch::default() };
        let nobody = MayGrant::default();
        let patched = house.write(|cx| patch_staff(cx, made.id, &patch, &nobody, same())).unwrap();
        assert_eq!(
            (patched.position.as_str(), patched.email.as_deref(), patched.revision),
            ("Head of physics", None, 2)
        );
        assert_eq!(house.write(|cx| patch_staff(cx, made.id, &patch, &nobody, same())).unwrap(), patched);
        let stale = house.write(|cx| patch_staff(cx, made.id, &patch, &nobody, &|member| member.revision == 1));
        assert!(matches!(stale, Err(Error::Precondition)));
        assert_eq!(house.read(|cx| list_staff(cx, academy, &all())).unwrap().data, [patched]);
        let other = house.academy("Other Academy").id;
        let hidden = house.only(other).read(|cx| find_staff(cx, made.id));
        assert!(matches!(hidden, Err(Error::NotFound(Kind::Staff))));
    });
}

#[test]
fn nobody_gives_more_than_they_may_give() {
    on_each_database(|house| {
        let (academy, other) = (house.academy("Made-up Academy").id, house.academy("Other Academy").id);
        let with = |roles: &[Role]| NewStaff { roles: roles.to_vec(), ..teacher("TEX") };
        let create = |new: &NewStaff, may: &MayGrant| house.write(|cx| create_staff(cx, academy, new, may));
        assert!(matches!(create(&with(&[Role::Headteacher]), &MayGrant::default()), Err(Error::Forbidden(_))));
        assert!(matches!(create(&with(&[Role::TrustOfficer]), &head()), Err(Error::Forbidden(_))));
        let elsewhere = house.only(other).acting.reach;
        let of_other = MayGrant { roles: Some(elsewhere), trust_roles: None };
        assert!(matches!(create(&with(&[Role::Teacher]), &of_other), Err(Error::Forbidden(_))));
        let sign_in = NewStaff { sign_in_subject: Some("subject".to_owned()), ..teacher("TEX") };
        assert!(matches!(create(&sign_in, &MayGrant::default()), Err(Error::Forbidden(_))));
        let admin = MayGrant { trust_roles: Some(Reach::everything()), ..head() };
        let officer = create(&with(&[Role::TrustOfficer]), &admin).unwrap();
        let take_over = StaffPatch { sign_in_subject: some("mine"), ..StaffPatch::default() };
        let taken = house.write(|cx| patch_staff(cx, officer.id, &take_over, &head(), same()));
        assert!(matches!(taken, Err(Error::Forbidden(_))));
        let demote = StaffPatch { roles: Some(Vec::new()), ..StaffPatch::default() };
        assert!(matches!(
            house.write(|cx| patch_staff(cx, officer.id, &demote, &head(), same())),
            Err(Error::Forbidden(_))
        ));
        assert!(house.write(|cx| patch_staff(cx, officer.id, &demote, &admin, same())).unwrap().roles.is_empty());
    });
}

#[test]
fn everything_wrong_is_named() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let wrong = NewStaff {
            staff_code: " ".to_owned(),
            surname: "\u{0}".to_owned(),
            position: "x".repeat(101),
            email: Some("tom@localhost".to_owned()),
            ..teacher("TEX")
        };
        let expected = [
            ("/staff_code", "blank"),
            ("/surname", "control_character"),
            ("/position", "too_long"),
            ("/email", "not_an_email_address"),
        ];
        assert_eq!(
            violations(house.write(|cx| create_staff(cx, academy, &wrong, &MayGrant::default()))),
            pairs(&expected)
        );
    });
}
