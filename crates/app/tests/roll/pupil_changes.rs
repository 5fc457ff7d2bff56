//! Changing pupils: reasons, history, leaving and coming back, marks that must not be stranded.

use crate::house::{House, ada, all, day, on_each_database, pairs, same, some, upn, violations};
use app::roll::Written;
use app::roll::members::list_members;
use app::roll::pupils::{PupilFields, PupilPatch, find_pupil, list_history, patch_pupil};
use app::{Error, Result};
use exchange::Cell;
use school::pupil::{DeletionGround, Pupil, SenStatus};
use school::{Date, PupilId};

fn patch(house: &House, id: PupilId, fields: PupilFields, reason: Option<&str>) -> Result<Written<Pupil>> {
    let patch = PupilPatch { fields, effective_from: None, reason: reason.map(str::to_owned) };
    house.write(|cx| patch_pupil(cx, id, &patch, same()))
}

fn said(change: impl FnOnce(&mut PupilFields)) -> PupilFields {
    let mut fields = PupilFields::default();
    change(&mut fields);
    fields
}

fn history(house: &House, id: PupilId) -> Vec<(String, Option<String>, Option<String>)> {
    let listing = house.read(|cx| list_history(cx, id, &all())).unwrap();
    assert!(listing.next.is_none());
    let mut told: Vec<_> =
        listing.data.into_iter().map(|change| (change.field, change.original, change.amended)).collect();
    told.sort();
    told
}

#[test]
fn a_statutory_field_needs_a_reason_and_keeps_its_history() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let pupil = house.pupil(academy, &ada(1));
        let renamed = || said(|fields| fields.surname = some("Beispiel"));
        assert_eq!(violations(patch(house, pupil.id, renamed(), None)), pairs(&[("/reason", "missing")]));
        assert_eq!(violations(patch(house, pupil.id, renamed(), Some(" x "))), pairs(&[("/reason", "too_short")]));
        assert_eq!(history(house, pupil.id), []);
        let program = house.without_person();
        assert!(matches!(patch(&program, pupil.id, renamed(), Some("Deed poll seen")), Err(Error::Unsigned)));
        let written = patch(house, pupil.id, renamed(), Some("Deed poll seen")).unwrap();
        assert_eq!((written.value.identity.surname.as_str(), written.value.revision), ("Beispiel", 2));
        let listing = house.read(|cx| list_history(cx, pupil.id, &all())).unwrap();
        let change = &listing.data[0];
        assert_eq!((change.original.as_deref(), change.amended.as_deref()), (Some("Example"), Some("Beispiel")));
        assert_eq!(change.reason, "Deed poll seen");
        assert_eq!(change.by.person.as_ref().map(|person| person.position.as_str()), Some("Attendance officer"));
        let same_again = patch(house, pupil.id, renamed(), None).unwrap();
        assert_eq!(same_again.value, written.value, "the same again needs no reason and changes nothing");
        let free = patch(&program, pupil.id, said(|fields| fields.mis_id = some("9")), None).unwrap();
        assert_eq!(free.value.revision, 3, "what is not statutory needs no reason");
        assert_eq!(history(house, pupil.id).len(), 1);
        let condition = PupilPatch { fields: renamed(), ..PupilPatch::default() };
        let stale = house.write(|cx| patch_pupil(cx, pupil.id, &condition, &|pupil| pupil.revision == 2));
        assert!(matches!(stale, Err(Error::Precondition)));
    });
}

#[test]
fn null_clears_absent_leaves_and_a_changed_upn_becomes_the_former_one() {
    on_each_database(|house| {
        let academy = house.academy("Made-up Academy").id;
        let mut fields = ada(1);
        fields.address = some("1 Made-up Street\nNowhere");
        fields.legal_surname = some("Ejemplo");
        let pupil = house.pupil(academy, &fields);
        let cleared = said(|fields| {
            fields.address = Cell::Null;
            fields.upn = Cell::Value(upn(2));
        });
        let written = patch(house, pupil.id, cleared, Some("Own number found")).unwrap().value.identity;
        assert_eq!((written.address, written.legal_surname.as_deref()), (None, Some("Ejemplo")));
        assert_eq!((written.upn, written.former_upn), (Some(upn(2)), Some(upn(1))));
        let fields: Vec<_> = history(house, pupil.id).into_iter().map(|(field, ..)| field).collect();
        assert_eq!(fields, ["address", "upn"]);
        let missing = patch(house, pupil.id, said(|fields| fields.surname = Cell::Null), Some("A slip"));
        assert_eq!(violations(missing), pairs(&[("/surname", "missing")]));
        house.pupil(academy, &ada(5));
        let taken = patch(house, pupil.id, said(|fields| fields.upn = Cell::Value(upn(5))), Some("A slip"));
        assert!(matches!(taken, Err(Error::Conflict(_))));
    });
}

#[test]
fn characteristics_and_group_change_from_a_day_on_and_keep_what_was() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let pupil = house.pupil(academy, &ada(1));
        let fields = said(|fields| {
            fields.registration_group = some("7B");
            fields.sen_status = Cell::Value(SenStatus::Support);
        });
        let patch = PupilPatch { fields, effective_from: Some(day("2026-11-02")), reason: None };
        let moved = house.write(|cx| patch_pupil(cx, pupil.id, &patch, same())).unwrap().value;
        assert_eq!(moved.registration_group.as_deref(), Some("7B"));
        let state = house.read(|cx| cx.state(academy)).unwrap();
        let kept = state.pupil(pupil.id).unwrap();
        let name = |date: Date| kept.registration_on(date).and_then(|id| state.roll.group_names.get(&id)).cloned();
        assert_eq!((name(day("2026-11-01")), name(day("2026-11-02"))), (Some("7A".into()), Some("7B".into())));
        let need = |date| kept.characteristics_on(day(date)).and_then(|values| values.sen_status);
        assert_eq!((need("2026-11-01"), need("2026-11-02")), (None, Some(SenStatus::Support)));
        let outside = PupilPatch { effective_from: Some(day("2026-09-01")), ..patch };
        let refused = house.write(|cx| patch_pupil(cx, pupil.id, &outside, same()));
        assert_eq!(violations(refused), pairs(&[("/effective_from", "not_on_roll")]));
    });
}

#[test]
fn leaving_ends_memberships_and_coming_back_begins_a_new_stay() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let pupil = house.pupil(academy, &ada(1));
        let leave = said(|fields| {
            fields.leaving_day = Cell::Value(day("2026-11-20"));
            fields.ground = Cell::Value(DeletionGround::MovedAway);
        });
        let left = patch(house, pupil.id, leave, Some("Moved to another county")).unwrap();
        assert_eq!(left.warnings, []);
        let state = house.read(|cx| cx.state(academy)).unwrap();
        let group = state.pupil(pupil.id).unwrap().registration[0].group_id;
        let members =
            |on| house.read(|cx| list_members(cx, group, Some(day(on)), &crate::house::all())).unwrap().data.len();
        assert_eq!((members("2026-11-20"), members("2026-11-21")), (1, 0));
        let back = said(|fields| {
            fields.starting_day = Cell::Value(day("2027-01-05"));
            fields.registration_group = some("7B");
        });
        let back = patch(house, pupil.id, back, Some("Came back")).unwrap().value;
        assert_eq!(back.enrolments.len(), 2);
        assert_eq!(back.enrolments[0].ground, Some(DeletionGround::MovedAway));
        assert_eq!(back.enrolments[1].stay.leaving_day, None);
        assert_eq!(back.registration_group.as_deref(), Some("7B"));
        assert_eq!(back.characteristics.year_group, Some(7), "what held goes on");
        let overlapping = said(|fields| fields.starting_day = Cell::Value(day("2026-11-20")));
        let refused = patch(house, pupil.id, overlapping, Some("A slip"));
        assert_eq!(violations(refused), pairs(&[("/starting_day", "overlapping_enrolment")]));
        let early = said(|fields| fields.leaving_day = Cell::Value(day("2027-01-04")));
        let refused = patch(house, pupil.id, early, Some("A slip"));
        assert_eq!(violations(refused), pairs(&[("/leaving_day", "ends_before_it_begins")]));
    });
}

#[test]
fn days_that_would_strand_marks_are_refused_with_their_number() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let pupil = house.pupil(academy, &ada(1));
        house.mark(&pupil, &["2026-09-02", "2026-11-19", "2026-11-20"]);
        let leave = |date| said(|fields| fields.leaving_day = Cell::Value(day(date)));
        match patch(house, pupil.id, leave("2026-11-18"), Some("Moved away")) {
            Err(Error::Invalid(wrong)) => {
                assert_eq!((wrong[0].pointer.as_str(), wrong[0].code.as_str()), ("/leaving_day", "strands_marks"));
                assert!(wrong[0].detail.starts_with("2 marks on 2 sessions"), "{}", wrong[0].detail);
            }
            other => panic!("{other:?}"),
        }
        let late = said(|fields| fields.starting_day = Cell::Value(day("2026-09-03")));
        let refused = patch(house, pupil.id, late, None);
        assert_eq!(violations(refused), pairs(&[("/reason", "missing"), ("/starting_day", "strands_marks")]));
        assert_eq!(house.read(|cx| find_pupil(cx, pupil.id)).unwrap(), pupil);
        assert!(patch(house, pupil.id, leave("2026-11-20"), Some("Moved away")).is_ok());
    });
}

#[test]
fn a_name_taken_off_the_roll_in_retrospect_is_warned_of() {
    on_each_database(|house| {
        let academy = house.academy_with_calendar();
        let pupil = house.pupil(academy, &ada(1));
        let leave = said(|fields| fields.leaving_day = Cell::Value(day("2026-11-02")));
        let written = patch(house, pupil.id, leave, Some("Never said that they moved")).unwrap();
        let codes: Vec<_> = written.warnings.iter().map(|warning| warning.code.as_str()).collect();
        assert_eq!(codes, ["ground_missing", "retrospective_deletion"]);
        let ground = said(|fields| fields.ground = Cell::Value(DeletionGround::ContinuousAbsence));
        assert!(patch(house, pupil.id, ground, Some("Ground found")).unwrap().warnings.is_empty());
        let reopened = said(|fields| fields.leaving_day = Cell::Null);
        let reopened = patch(house, pupil.id, reopened, Some("Entered in error")).unwrap().value;
        assert_eq!((reopened.enrolments[0].stay.leaving_day, reopened.enrolments[0].ground), (None, None));
        assert_eq!(reopened.registration_group.as_deref(), Some("7A"));
        let fields: Vec<_> = history(house, pupil.id).into_iter().map(|(field, ..)| field).collect();
        assert_eq!(fields, ["ground", "ground", "leaving_day", "leaving_day"]);
    });
}
