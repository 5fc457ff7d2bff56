//! Academies.

use crate::house::{all, on_each_database, pairs, same, some, violations};
use app::roll::Ask;
use app::roll::academies::{AcademyPatch, NewAcademy, create_academy, find_academy, list_academies, patch_academy};
use app::{Error, Kind};
use exchange::Cell;
use school::{MarkAuthority, Phase};

fn new(urn: &str) -> NewAcademy {
    NewAcademy {
        name: " Made-up Academy ".to_owned(),
        urn: Some(urn.to_owned()),
        la_code: Some("001".to_owned()),
        establishment_number: Some("4000".to_owned()),
        phase: Phase::AllThrough,
        mark_authority: None,
    }
}

#[test]
fn an_academy_is_made_read_and_changed() {
    on_each_database(|house| {
        let made = house.write(|cx| create_academy(cx, &new("100001"))).unwrap();
        assert_eq!((made.name.as_str(), made.mark_authority), ("Made-up Academy", MarkAuthority::Rollcall));
        assert_eq!(house.read(|cx| find_academy(cx, made.id)).unwrap(), made);
        let patch =
            AcademyPatch { mark_authority: Some(MarkAuthority::Mis), urn: Cell::Null, ..AcademyPatch::default() };
        let patched = house.write(|cx| patch_academy(cx, made.id, &patch, same())).unwrap();
        assert_eq!((patched.revision, patched.urn.as_deref()), (2, None));
        let again = house.write(|cx| patch_academy(cx, made.id, &patch, same())).unwrap();
        assert_eq!(again, patched, "the same again changes nothing");
        let stale = house.write(|cx| patch_academy(cx, made.id, &patch, &|academy| academy.revision == 1));
        assert!(matches!(stale, Err(Error::Precondition)));
        assert_eq!(house.place_events(), ["academy created", "academy updated"]);
    });
}

#[test]
fn everything_wrong_is_named_and_a_urn_is_unique() {
    on_each_database(|house| {
        let wrong = NewAcademy {
            name: "a\u{202e}b".to_owned(),
            urn: Some("12345".to_owned()),
            la_code: Some("1234".to_owned()),
            establishment_number: Some("40O0".to_owned()),
            ..new("1")
        };
        let expected = [
            ("/name", "control_character"),
            ("/urn", "wrong_format"),
            ("/la_code", "wrong_format"),
            ("/establishment_number", "wrong_format"),
        ];
        assert_eq!(violations(house.write(|cx| create_academy(cx, &wrong))), pairs(&expected));
        for name in ["", "   ", &"x".repeat(201)] {
            let wrong = NewAcademy { name: name.to_owned(), ..new("100001") };
            assert_eq!(violations(house.write(|cx| create_academy(cx, &wrong))).len(), 1, "{name:?}");
        }
        house.write(|cx| create_academy(cx, &new("100001"))).unwrap();
        assert!(matches!(house.write(|cx| create_academy(cx, &new("100001"))), Err(Error::Conflict(_))));
        let other = house.write(|cx| create_academy(cx, &new("100002"))).unwrap();
        let patch = AcademyPatch { urn: some("100001"), ..AcademyPatch::default() };
        assert!(matches!(house.write(|cx| patch_academy(cx, other.id, &patch, same())), Err(Error::Conflict(_))));
    });
}

#[test]
fn a_caller_sees_only_the_academies_in_reach() {
    on_each_database(|house| {
        let (one, two) = (house.academy("One Academy"), house.academy("Two Academy"));
        let narrow = house.only(one.id);
        let seen = narrow.read(|cx| list_academies(cx, &all())).unwrap();
        assert_eq!(seen.data, vec![one.clone()]);
        assert!(matches!(narrow.read(|cx| find_academy(cx, two.id)), Err(Error::NotFound(Kind::Academy))));
        let patch = AcademyPatch::default();
        let patched = narrow.write(|cx| patch_academy(cx, two.id, &patch, same()));
        assert!(matches!(patched, Err(Error::NotFound(Kind::Academy))));
        assert!(matches!(narrow.write(|cx| create_academy(cx, &new("100001"))), Err(Error::Forbidden(_))));
        let first = house.read(|cx| list_academies(cx, &Ask { limit: 1, ..Ask::default() })).unwrap();
        let ask = Ask { limit: 1, after: first.next.clone(), ..Ask::default() };
        let second = house.read(|cx| list_academies(cx, &ask)).unwrap();
        let mut names: Vec<_> = first.data.into_iter().chain(second.data).map(|academy| academy.name).collect();
        names.sort();
        assert_eq!(names, ["One Academy", "Two Academy"]);
        assert_eq!(second.next, None);
    });
}

#[test]
fn changes_are_told_since_a_watermark() {
    on_each_database(|house| {
        let one = house.academy("One Academy");
        house.academy("Two Academy");
        house.place_events();
        let mark = house.read(|cx| list_academies(cx, &all())).unwrap().watermark;
        let since = |mark: &str| Ask { updated_since: Some(mark.to_owned()), ..all() };
        assert!(house.read(|cx| list_academies(cx, &since(&mark))).unwrap().data.is_empty());
        let patch = AcademyPatch { name: Some("First Academy".to_owned()), ..AcademyPatch::default() };
        house.write(|cx| patch_academy(cx, one.id, &patch, same())).unwrap();
        house.place_events();
        let changed = house.read(|cx| list_academies(cx, &since(&mark))).unwrap();
        assert_eq!(changed.data.iter().map(|academy| academy.name.as_str()).collect::<Vec<_>>(), ["First Academy"]);
        assert!(house.read(|cx| list_academies(cx, &since(&changed.watermark))).unwrap().data.is_empty());
        assert_eq!(house.read(|cx| list_academies(cx, &since("2026-01-01T00:00:00Z"))).unwrap().data.len(), 2);
        let wrong = house.read(|cx| list_academies(cx, &since("yesterday")));
        assert_eq!(violations(wrong), pairs(&[("/query/updated_since", "wrong_format")]));
    });
}
