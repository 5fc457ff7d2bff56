//! Groups and their members.

use crate::house::{House, ada, all, day, on_each_database, pairs, same, violations};
use app::roll::Ask;
use app::roll::groups::{create_group, find_group, list_groups};
use app::roll::members::{Membering, list_members, put_member, put_members, remove_member};
use app::{Error, Kind, Result};
use exchange::Cell;
use school::group::{GroupKind, Membership};
use school::pupil::Pupil;
use school::{AcademyId, GroupId, PupilId};
use uuid::Uuid;

fn group(house: &House, academy: AcademyId, name: &str, kind: GroupKind) -> GroupId {
    house.write(|cx| create_group(cx, academy, name, kind)).unwrap().id
}

fn from(pupil: &Pupil, first: &str, last: Option<&str>) -> Membering {
    Membering { pupil_id: pupil.id, first_day: day(first), last_day: last.map(day) }
}

fn put(house: &House, group: GroupId, wanted: &[Membering]) -> Result<Vec<(Uuid, Membership)>> {
    house.write(|cx| put_members(cx, group, wanted))
}

#[test]
fn groups_are_made_found_and_listed_by_kind() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let house_group = group(house, academy, "Ash", GroupKind::House);
        group(house, academy, "Ash", GroupKind::Teaching);
        let again = house.write(|cx| create_group(cx, academy, " Ash ", GroupKind::House));
        assert!(matches!(again, Err(Error::Conflict(_))));
        let wrong = house.write(|cx| create_group(cx, academy, "\u{8}", GroupKind::House));
        assert_eq!(violations(wrong).len(), 1);
        let count = |kind| house.read(|cx| list_groups(cx, academy, kind, &all())).unwrap().data.len();
        assert_eq!((count(None), count(Some(GroupKind::House)), count(Some(GroupKind::Registration))), (2, 1, 0));
        assert_eq!(house.read(|cx| find_group(cx, house_group)).unwrap().name, "Ash");
        let other = house.academy("Other Academy").id;
        let hidden = house.only(other).read(|cx| find_group(cx, house_group));
        assert!(matches!(hidden, Err(Error::NotFound(Kind::Group))));
    });
}

#[test]
fn members_are_dated_and_the_same_again_changes_nothing() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let (one, two) = (house.pupil(academy, &ada(1)), house.pupil(academy, &ada(2)));
        let choir = group(house, academy, "Choir", GroupKind::Other);
        let wanted = [from(&one, "2026-09-09", None), from(&two, "2026-09-09", Some("2026-10-23"))];
        let kept = put(house, choir, &wanted).unwrap();
        assert_eq!(kept.len(), 2);
        let events = house.place_events().len();
        assert_eq!(put(house, choir, &wanted).unwrap(), kept);
        assert_eq!(house.place_events().len(), events);
        let on = |date| house.read(|cx| list_members(cx, choir, Some(day(date)), &all())).unwrap().data.len();
        assert_eq!((on("2026-09-08"), on("2026-09-09"), on("2026-11-23")), (0, 2, 1));
        let ended = put(house, choir, &[from(&one, "2026-09-09", Some("2026-11-20"))]).unwrap();
        assert_eq!((ended[0].0, ended[0].1.last_day), (kept[0].0, Some(day("2026-11-20"))));
        let page = house.read(|cx| list_members(cx, choir, None, &Ask { limit: 1, ..Ask::default() })).unwrap();
        assert!(page.next.is_some());
    });
}

#[test]
fn everything_wrong_with_members_is_named_and_nothing_written() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let one = house.pupil(academy, &ada(1));
        let mut leaving = ada(2);
        leaving.leaving_day = Cell::Value(day("2026-10-23"));
        let two = house.pupil(academy, &leaving);
        let elsewhere = house.pupil(house.academy("Other Academy").id, &ada(3));
        let choir = group(house, academy, "Choir", GroupKind::Other);
        put(house, choir, &[from(&one, "2026-09-09", None)]).unwrap();
        let stranger = Membering { pupil_id: PupilId(Uuid::from_u128(1)), ..from(&one, "2026-09-09", None) };
        let wanted = [
            from(&one, "2026-11-02", None),
            from(&two, "2026-11-02", None),
            from(&two, "2026-09-09", Some("2026-11-02")),
            from(&two, "2026-09-09", Some("2026-09-08")),
            stranger,
            from(&elsewhere, "2026-09-09", None),
            from(&two, "2026-09-14", None),
        ];
        let expected = [
            ("/members/0/first_day", "overlapping_membership"),
            ("/members/1/first_day", "not_on_roll"),
            ("/members/2/first_day", "not_on_roll"),
            ("/members/3/last_day", "ends_before_it_begins"),
            ("/members/4/pupil_id", "unknown_pupil"),
            ("/members/5/pupil_id", "unknown_pupil"),
        ];
        assert_eq!(violations(put(house, choir, &wanted)), pairs(&expected));
        assert_eq!(house.read(|cx| list_members(cx, choir, None, &all())).unwrap().data.len(), 1);
        let kept = put(house, choir, &[from(&two, "2026-09-14", None)]).unwrap();
        assert_eq!(kept[0].1.last_day, Some(day("2026-10-23")), "an open membership ends with the stay");
        let alone = |membering| house.write(|cx| put_member(cx, choir, membering, same()));
        assert_eq!(violations(alone(wanted[0])), pairs(&[("/first_day", "overlapping_membership")]));
        assert!(matches!(alone(stranger), Err(Error::NotFound(Kind::Pupil))));
        assert_eq!(alone(from(&two, "2026-09-14", None)).unwrap(), kept[0]);
        let many = vec![from(&one, "2026-11-02", None); 501];
        assert_eq!(violations(put(house, choir, &many)), pairs(&[("/members", "too_many")]));
    });
}

#[test]
fn a_pupil_is_in_one_registration_group_at_a_time() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let pupil = house.pupil(academy, &ada(1));
        let other = group(house, academy, "7B", GroupKind::Registration);
        let refused = put(house, other, &[from(&pupil, "2026-11-30", None)]);
        assert_eq!(violations(refused), pairs(&[("/members/0/first_day", "in_another_registration_group")]));
        let state = house.read(|cx| cx.state(academy)).unwrap();
        let first = state.pupil(pupil.id).unwrap().registration[0].group_id;
        put(house, first, &[from(&pupil, "2026-09-02", Some("2026-11-27"))]).unwrap();
        put(house, other, &[from(&pupil, "2026-11-30", None)]).unwrap();
        let state = house.read(|cx| cx.state(academy)).unwrap();
        assert_eq!(state.roster(other, day("2026-11-30")).len(), 1);
        assert_eq!(state.pupil(pupil.id).unwrap().record.revision, 3, "it shows on the pupil's record");
        let begun = house.write(|cx| remove_member(cx, first, pupil.id, day("2026-09-02"), same()));
        assert!(matches!(begun, Err(Error::Conflict(_))));
        let stale = house.write(|cx| remove_member(cx, other, pupil.id, day("2026-11-30"), &|_| false));
        assert!(matches!(stale, Err(Error::Precondition)));
        house.clock.advance(chrono::Duration::seconds(1));
        house.write(|cx| remove_member(cx, other, pupil.id, day("2026-11-30"), same())).unwrap();
        let gone = house.write(|cx| remove_member(cx, other, pupil.id, day("2026-11-30"), same()));
        assert!(matches!(gone, Err(Error::NotFound(_))));
        house.place_events();
        let since = Ask { updated_since: Some("0".to_owned()), ..all() };
        let told = house.read(|cx| list_members(cx, other, None, &since)).unwrap();
        assert_eq!((told.data.len(), told.removed.len()), (0, 1));
    });
}
