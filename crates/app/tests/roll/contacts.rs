//! Contacts.

use crate::house::{House, ada, all, on_each_database, pairs, violations};
use app::roll::Ask;
use app::roll::contacts::{MOST_CONTACTS, NewContact, NewPerson, create_contact, find_contact, list_contacts};
use app::{Error, Kind, Result};
use school::contact::{Contact, ParentBasis, Relation};
use school::{ContactId, PupilId};

fn person(surname: &str) -> NewPerson {
    NewPerson {
        surname: Some(surname.to_owned()),
        telephone: Some("01632 960001".to_owned()),
        email: Some("parent@example.org".to_owned()),
        language: Some("pl".to_owned()),
        ..NewPerson::default()
    }
}

fn contact(contact_id: Option<ContactId>, person: NewPerson) -> NewContact {
    NewContact {
        contact_id,
        person,
        relationship: "Mother".to_owned(),
        parent_basis: ParentBasis::NaturalParent,
        lives_with_pupil: true,
        priority: None,
        restrictions: None,
    }
}

fn new(surname: &str) -> NewContact {
    contact(None, person(surname))
}

fn create(house: &House, pupil: PupilId, new: &NewContact) -> Result<(Contact, Relation)> {
    house.write(|cx| create_contact(cx, pupil, new))
}

#[test]
fn siblings_share_a_contact_and_each_has_an_order() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let (one, two) = (house.pupil(academy, &ada(1)), house.pupil(academy, &ada(2)));
        let (mother, first) = create(house, one.id, &new("Example")).unwrap();
        let (_, second) = create(house, one.id, &new("Beispiel")).unwrap();
        assert_eq!((first.priority, second.priority), (1, 2));
        let known = NewContact { priority: Some(1), ..contact(Some(mother.id), NewPerson::default()) };
        let (same, relation) = create(house, two.id, &known).unwrap();
        assert_eq!((same, relation.pupil_id), (mother.clone(), two.id));
        assert!(matches!(create(house, two.id, &known), Err(Error::Conflict(_))));
        let urgent = NewContact { priority: Some(1), ..new("Exemple") };
        create(house, one.id, &urgent).unwrap();
        let list = |ask: &Ask| house.read(|cx| list_contacts(cx, one.id, ask)).unwrap();
        let order: Vec<i16> = list(&all()).data.iter().map(|(_, relation)| relation.priority).collect();
        assert_eq!(order, [1, 1, 2]);
        let page = list(&Ask { limit: 2, ..Ask::default() });
        let rest = list(&Ask { limit: 2, after: page.next, ..Ask::default() });
        assert_eq!((page.data.len(), rest.data.len(), rest.next), (2, 1, None));
        house.place_events();
        let mark = list(&all()).watermark;
        create(house, one.id, &new("Esempio")).unwrap();
        house.place_events();
        assert_eq!(list(&Ask { updated_since: Some(mark), ..all() }).data.len(), 1);
    });
}

#[test]
fn what_is_wrong_is_named_and_other_academies_do_not_exist() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let pupil = house.pupil(academy, &ada(1));
        let mut wrong = person("  ");
        wrong.telephone = Some("ring me".to_owned());
        wrong.email = Some("nobody".to_owned());
        wrong.language = Some("Klingon, mostly".to_owned());
        let wrong = NewContact {
            relationship: String::new(),
            priority: Some(0),
            restrictions: Some("\0".to_owned()),
            ..contact(None, wrong)
        };
        let expected = [
            ("/surname", "blank"),
            ("/telephone", "not_a_telephone_number"),
            ("/email", "not_an_email_address"),
            ("/language", "not_a_language"),
            ("/relationship", "blank"),
            ("/restrictions", "control_character"),
            ("/priority", "out_of_range"),
        ];
        assert_eq!(violations(create(house, pupil.id, &wrong)), pairs(&expected));
        let elsewhere = house.pupil(house.academy("Other Academy").id, &ada(1));
        let (foreign, _) = create(house, elsewhere.id, &new("Example")).unwrap();
        let joined = create(house, pupil.id, &contact(Some(foreign.id), NewPerson::default()));
        assert_eq!(violations(joined), pairs(&[("/contact_id", "unknown_contact")]));
        let both = create(house, pupil.id, &contact(Some(foreign.id), person("Example")));
        assert_eq!(violations(both), pairs(&[("/contact_id", "details_of_known_contact")]));
        let nobody = create(house, pupil.id, &contact(None, NewPerson::default()));
        assert_eq!(violations(nobody), pairs(&[("/surname", "missing")]));
        let found = house.read(|cx| find_contact(cx, pupil.id, foreign.id));
        assert!(matches!(found, Err(Error::NotFound(Kind::Contact))));
        let narrow = house.only(academy);
        assert!(matches!(create(&narrow, elsewhere.id, &new("Example")), Err(Error::NotFound(Kind::Pupil))));
        for _ in 0..MOST_CONTACTS {
            create(house, pupil.id, &new("Example")).unwrap();
        }
        assert_eq!(violations(create(house, pupil.id, &new("Example"))), pairs(&[("", "too_many")]));
    });
}
